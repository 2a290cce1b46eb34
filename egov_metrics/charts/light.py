"""Which colour of the light palette stands for which of the dark one: pictures that leave the page are always light."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypedDict

from egov_metrics.charts.map_shades import DIVERGING
from egov_metrics.charts.palette import DARK, LIGHT, Ink


class Lighter(TypedDict):
    """`marks` and `words`: a dark colour of what is drawn or written, and its light one. `scales`: two dark ends and
    the two light ends; a colour at some share of the way between the former becomes the one at the same share between
    the latter. All are #RRGGBB. Black and white are not there: they are whichever is more readable on what they lie."""

    marks: dict[str, str]
    words: dict[str, str]
    scales: list[tuple[str, str, str, str]]


class ColoursClash(ValueError):
    """One colour of the dark palette stands for two of the light one, so that nobody could tell which is meant."""


PLAIN = ("#000000", "#FFFFFF")


@lru_cache(maxsize=1)
def lighter() -> Lighter:
    """All that a picture needs to turn a dark chart into the light one. Raises ColoursClash."""
    scales = [(*DARK.scale, *LIGHT.scale)]
    dark_steps, light_steps = DIVERGING["dark"], DIVERGING["light"]
    for step in range(len(dark_steps) - 1):
        scales.append((dark_steps[step], dark_steps[step + 1], light_steps[step], light_steps[step + 1]))
    for dark_ink, light_ink in ((DARK.own, LIGHT.own), (DARK.accent, LIGHT.accent), (DARK.more, LIGHT.more)):
        scales.append((DARK.background, dark_ink.line, LIGHT.background, light_ink.line))
    return {"marks": _table("text"), "words": _table("line"), "scales": scales}


def _table(without: str) -> dict[str, str]:
    """Dark colours with their light ones, of the shades of inks all but `without`."""
    found: dict[str, str] = {}
    for dark, light in _pairs(DARK, LIGHT, without):
        if dark not in PLAIN and found.setdefault(dark, light) != light:
            raise ColoursClash(f"{dark} of the dark palette stands for {found[dark]} and {light}")
    return found


def _pairs(dark: Any, light: Any, without: str) -> Iterator[tuple[str, str]]:
    """The colours of two palettes that stand at the same place."""
    if isinstance(dark, str):
        yield dark.upper(), light.upper()
    elif isinstance(dark, dict):
        for name, colour in dark.items():
            yield from _pairs(colour, light[name], without)
    elif isinstance(dark, tuple):
        for one, other in zip(dark, light, strict=True):
            yield from _pairs(one, other, without)
    else:
        for field in fields(dark):
            if not (isinstance(dark, Ink) and field.name == without):
                yield from _pairs(getattr(dark, field.name), getattr(light, field.name), without)
