"""The frame that all charts share: fonts, margins, axes, hover box, and the figure itself.

Figures are put together as plain dictionaries and handed to plotly once, without its checks and its default template:
with both, a line chart costs seven times as much. `tests/test_charts_*.py` run plotly's checks over every kind instead.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif'
SIZE = 13
SMALL = 12

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
"""For `st.plotly_chart(..., config=CONFIG)`: no tool bar over the chart, no zoom that traps the scroll of a phone."""

# Widths of characters in tenths of an em, measured roughly on Source Sans: enough to reserve room, never to cut text.
_NARROW_CHARACTERS = set("iljIft.,:;'|!()[]/ \u2009")
_WIDE_CHARACTERS = set("mwMW@%—…")


class Finished(go.Figure):
    """A figure that nobody changes any more: it is handed over without the deep copy that plotly makes for every
    reader, which takes as long as making the figure."""

    def to_dict(self) -> dict[str, Any]:
        """As of plotly, but the parts are the figure's own."""
        return {"data": list(self._data), "layout": self._layout}


def figure(data: Sequence[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure from plain dictionaries, without plotly's checks and default template; not to be changed afterwards."""
    return Finished(data=list(data), layout=layout, _validate=False)


def base(look: Look, height: int, margin: tuple[int, int, int, int]) -> dict[str, Any]:
    """The layout that all charts share; `margin` is left, top, right, bottom in pixels."""
    colours = look.palette
    left, top, right, bottom = margin
    return {
        "template": {"layout": {}},
        "autosize": True,
        "height": height,
        "margin": {"l": left, "t": top, "r": right, "b": bottom, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": look.size(SIZE), "color": colours.text},
        "separators": ",.",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 24,
        "hoverlabel": {
            "bgcolor": colours.surface,
            "bordercolor": colours.axis,
            "font": {"family": FONT, "size": look.size(SIZE), "color": colours.text},
            "align": "left",
            "namelength": 0,
        },
    }


def years_axis(look: Look, first: int, last: int, plot_width: float) -> dict[str, Any]:
    """A horizontal axis of whole years from half a year before `first` to half a year after `last`.

    Every year has a tick when about 40 pixels are there for each, else every second, third ...; the newest always has.
    """
    step = max(1, math.ceil(look.size(40) * (last - first + 1) / max(plot_width, 1)))
    return _axis(look) | {
        "range": [first - 0.5, last + 0.5],
        "tickmode": "linear",
        "tick0": last,
        "dtick": step,
        "tickformat": "d",
        "tickangle": 0,
        "showgrid": False,
        "showline": True,
        "linecolor": look.palette.axis,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": look.palette.axis,
    }


def number_axis(look: Look, ticks: Sequence[float], texts: Sequence[str], low: float, high: float) -> dict[str, Any]:
    """An axis with given ticks and their texts, from `low` to `high` (`low` greater than `high` turns it round)."""
    return _axis(look) | {
        "range": [low, high],
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(texts),
        "showgrid": True,
        "gridcolor": look.palette.grid,
        "gridwidth": 1,
        "showline": False,
        "ticks": "",
    }


def rows_axis(look: Look, names: Sequence[str], size: float = SIZE) -> dict[str, Any]:
    """A vertical axis of named rows, the first on top; the names keep a little distance from what is drawn."""
    axis = number_axis(look, list(range(len(names))), names, len(names) - 0.5, -0.5)
    return axis | {
        "showgrid": False,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
        "tickfont": {"size": size, "color": look.palette.text},
    }


def blank_axis(look: Look, low: float, high: float) -> dict[str, Any]:
    """An axis that only places things: no line, no ticks."""
    return _axis(look) | {"range": [low, high], "showgrid": False, "showticklabels": False, "showline": False}


def _axis(look: Look) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "zeroline": False,
        "automargin": False,
        "tickfont": {"size": look.size(SMALL), "color": look.palette.muted},
    }


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers (1, 2, 2.5 or 5 times a power of ten apart) within [low, high], about `about` of them."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return [low]
    power = 10.0 ** math.floor(math.log10(span / max(about, 1)))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if span / (power * factor) <= about + 0.5)
    first = math.ceil(low / step - 1e-9)
    # Rounding takes the dust of binary arithmetic off: 3 * 0.1 is 0.30000000000000004.
    digits = max(0, 3 - math.floor(math.log10(step)))
    return [round((first + i) * step, digits) for i in range(int((high - first * step) / step + 1e-9) + 1)]


def tick_texts(ticks: Iterable[float]) -> list[str]:
    """The ticks as Vietnamese numbers, all with as many decimals as the finest of them needs."""
    values = list(ticks)
    decimals = max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return [numbers.number(value, decimals) for value in values]


def rank_ticks(worst: int, about: int = 7) -> list[int]:
    """Ticks of a rank axis: 1, round ranks, and the last place; none so close to the last that the texts touch."""
    if worst <= 1:
        return [1]
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if worst / s <= about), 10 ** len(str(worst)))
    middle = [tick for tick in range(step, worst, step) if tick > 1 and worst - tick >= max(1, 0.6 * step)]
    return [1, *middle, worst]


def left_of(texts: Iterable[str], look: Look) -> float:
    """How many pixels the texts of a vertical axis need at its left."""
    return 14 + max((text_width(text, look.size(SMALL)) for text in texts), default=0.0)


def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """About how wide `text` is in pixels; of several lines (`<br>`) the widest. Tags are not counted."""
    widest = 0.0
    for line in text.split("<br>"):
        plain = html.unescape(_without_tags(line))
        ems = sum(0.29 if c in _NARROW_CHARACTERS else 0.86 if c in _WIDE_CHARACTERS else 0.53 for c in plain)
        ems += 0.07 * sum(c.isupper() for c in plain)
        widest = max(widest, ems * size * (1.05 if bold else 1.0))
    return widest


def _without_tags(text: str) -> str:
    kept, depth = [], 0
    for character in text:
        depth += character == "<"
        if not depth:
            kept.append(character)
        depth -= character == ">"
    return "".join(kept)


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """Text from data, safe inside plotly's pseudo-HTML."""
    return html.escape(text, quote=False)


@lru_cache(maxsize=4096)
def wrapped(text: str, width: int = 64) -> str:
    """Escaped text broken into lines of at most `width` characters for a hover box."""
    return "<br>".join(html.escape(line, quote=False) for line in textwrap.wrap(text, width)) or ""


def cut(text: str, characters: int) -> str:
    """At most so many characters, with an ellipsis when something was cut off."""
    return text if len(text) <= characters else text[: max(1, characters - 1)].rstrip() + "…"


def empty(look: Look, sentence: str, height: int = 160) -> go.Figure:
    """A figure that says in one sentence why nothing is drawn."""
    layout = base(look, look.height or height, (0, 0, 0, 0))
    layout["xaxis"] = blank_axis(look, 0, 1)
    layout["yaxis"] = blank_axis(look, 0, 1)
    layout["annotations"] = [
        {
            "x": 0.5,
            "y": 0.5,
            "xref": "paper",
            "yref": "paper",
            "text": "<br>".join(textwrap.wrap(escape(sentence), 44 if look.narrow else 90)),
            "showarrow": False,
            "font": {"size": look.size(SIZE + 1), "color": look.palette.muted},
        }
    ]
    return figure([], layout)
