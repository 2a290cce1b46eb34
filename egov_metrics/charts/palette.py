"""Colours of the charts, for light and dark pages.

One highlight (red) for our own unit and nothing else, one accent, six colours for the units that a reader chose, greys
for the rest. The seven stay apart for readers with protanopia, deuteranopia and tritanopia; what is written in a colour
uses its `text` shade, which has a contrast of at least 4.5 on both backgrounds of the mode (WCAG 2.1, 1.4.3), and what
is drawn in it has at least 3 (1.4.11). `tests/test_charts_palette.py` measures all of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Ink:
    """One colour: `line` for marks, `text` for words in the same hue."""

    line: str
    text: str


@dataclass(frozen=True)
class Palette:
    """The colours of one mode. All are #RRGGBB except where a name says otherwise."""

    background: str
    surface: str
    """The background of cards and of the hover box."""
    text: str
    muted: str
    """Axis labels and notes."""
    axis: str
    grid: str
    band: str
    """Every other era of a method behind a line chart."""
    field: str
    """Lines and dots of the units that nobody chose."""
    field_bar: str
    own: Ink
    accent: Ink
    chosen: tuple[Ink, ...]
    more: Ink
    """Chosen units beyond the sixth: named, but in grey."""
    mean: Ink
    levels: dict[str, str]
    """Fill of the levels I to IV and of "not_ranked", the best the most saturated."""
    level_text: dict[str, str]
    scale: tuple[str, str]
    """Lowest and highest end of a sequential scale (counts in a matrix)."""
    scale_text: tuple[str, str]
    """Words on that scale: whichever is more readable. Only black and white reach 4.5 on every shade between."""

    def ink(self, position: int) -> Ink:
        """The colour of the chosen unit at `position` (0 is the first); from the seventh on the grey of `more`."""
        return self.chosen[position] if position < len(self.chosen) else self.more


LIGHT = Palette(
    background="#FFFFFF",
    surface="#F3F5F9",
    text="#14202C",
    muted="#56616F",
    axis="#9AA5B4",
    grid="#E8ECF1",
    band="#F6F8FB",
    field="#C3CAD5",
    field_bar="#CFD6DF",
    own=Ink("#C8102E", "#C8102E"),
    accent=Ink("#0B5CAD", "#0B5CAD"),
    chosen=(
        Ink("#0B5CAD", "#0B5CAD"),
        Ink("#278A80", "#1F7169"),
        Ink("#B07D00", "#856100"),
        Ink("#A575D8", "#7F5FAB"),
        Ink("#07405A", "#07405A"),
        Ink("#572300", "#572300"),
    ),
    more=Ink("#6B7684", "#56616F"),
    mean=Ink("#5F6B79", "#4C5765"),
    levels={"I": "#0B4F8F", "II": "#3F87C4", "III": "#84B5DF", "IV": "#BCD8EE", "not_ranked": "#E9ECF0"},
    level_text={"I": "#FFFFFF", "II": "#0A1118", "III": "#0A1118", "IV": "#14202C", "not_ranked": "#14202C"},
    scale=("#E3EEF8", "#0B5CAD"),
    scale_text=("#000000", "#FFFFFF"),
)

DARK = Palette(
    background="#11171E",
    surface="#1B232D",
    text="#EEF2F6",
    muted="#A9B4C0",
    axis="#5C6979",
    grid="#25303B",
    band="#161E27",
    field="#4A5665",
    field_bar="#3E4A58",
    own=Ink("#FF6B7A", "#FF6B7A"),
    accent=Ink("#6CB2F5", "#6CB2F5"),
    chosen=(
        Ink("#6CB2F5", "#6CB2F5"),
        Ink("#65EBAC", "#65EBAC"),
        Ink("#EDCC48", "#EDCC48"),
        Ink("#E0CBFC", "#E0CBFC"),
        Ink("#2E7B9C", "#5F97B5"),
        Ink("#739616", "#82A526"),
    ),
    more=Ink("#8793A1", "#A9B4C0"),
    mean=Ink("#98A4B2", "#B4BEC9"),
    levels={"I": "#8CC8FF", "II": "#4E97D9", "III": "#316CA6", "IV": "#28527D", "not_ranked": "#27313C"},
    # One step of blue tells the words on II from those on I: in the light palette they differ (`light.lighter`).
    level_text={"I": "#0A1118", "II": "#0A1119", "III": "#FFFFFF", "IV": "#EEF2F6", "not_ranked": "#EEF2F6"},
    scale=("#1C2F42", "#6CB2F5"),
    scale_text=("#FFFFFF", "#000000"),
)


def readable(fill: str, words: tuple[str, str]) -> str:
    """Whichever of two text colours has the greater contrast on `fill`."""
    return max(words, key=lambda colour: contrast(fill, colour))


def palette(mode: Mode) -> Palette:
    """The palette of a mode; an unknown mode is a ValueError."""
    if mode not in ("light", "dark"):
        raise ValueError(f"unknown mode {mode!r}: expected light or dark")
    return LIGHT if mode == "light" else DARK


def rgba(colour: str, alpha: float) -> str:
    """ "#0B5CAD", 0.3 -> "rgba(11,92,173,0.3)"."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def mix(low: str, high: str, share: float) -> str:
    """The colour at `share` (0 to 1) of the way from `low` to `high`, in sRGB."""
    parts = zip((low[i : i + 2] for i in (1, 3, 5)), (high[i : i + 2] for i in (1, 3, 5)), strict=True)
    return "#" + "".join(f"{round(int(a, 16) + (int(b, 16) - int(a, 16)) * share):02X}" for a, b in parts)


@lru_cache(maxsize=512)
def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, 0 (black) to 1 (white), as WCAG 2.1 defines it."""
    linear = []
    for i in (1, 3, 5):
        channel = int(colour[i : i + 2], 16) / 255
        linear.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
