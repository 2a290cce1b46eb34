"""One index over the years for paper: a line chart as SVG, light, of a fixed size, with the rules of `line`.

A page is printed from its figures and not from its screen, where charts have the size and colours of a window.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from egov_metrics.charts import axes, labels, methods
from egov_metrics.charts.caption import written
from egov_metrics.charts.layout import FONT, text_width
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.points import Point, by_unit, drawn, joins, read, unclear

WIDTH, HEIGHT = 700, 195
LEFT, RIGHT, BOTTOM = 46, 64, 22
SIZE = 9.5


def svg(
    frame: pd.DataFrame,
    method_versions: pd.DataFrame | None,
    subject: Subject,
    *,
    own: str,
    measure: Measure = "value",
    look: Look | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
    font: str = FONT,
) -> str:
    """A whole `<svg>` document of the units in `frame` (`points.COLUMNS`), `own` in red and the others grey.

    Always in light colours. Lines join two points only when `points.joins` says so. Without a figure of `own`: "".
    """
    look = Look((look or Look()).lang, "light", width)
    points = drawn(read(frame, measure))
    mine = [point for point in points if point.unit_id == own]
    if not mine:
        return ""
    first, last = min(point.year for point in points), max(point.year for point in points)
    breaks = methods.read(method_versions, first, last)
    x_of = _Axis(first - 0.5, last + 0.5, LEFT, width - RIGHT)
    tops = _break_rows(breaks, x_of, look)
    top = 14 + 13 * (max(tops, default=-1) + 1)
    scale = axes.over_time(points, subject, measure)
    y_of = _Axis(scale.low, scale.high, height - BOTTOM, top)
    colours = look.palette
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{html.escape(font)}" font-size="{SIZE}">'
    ]
    for tick, text in zip(scale.ticks, scale.texts, strict=True):
        y = y_of.at(tick)
        parts.append(_line(LEFT, y, width - RIGHT, y, colours.grid, 1))
        parts.append(_text(LEFT - 6, y + 4, text, colours.muted, "end"))
    parts += _years(first, last, x_of, height - BOTTOM + 15, colours.muted)
    for found, place in zip(breaks, tops, strict=True):
        x, y = x_of.at(found.x), 10 + 13 * place
        parts.append(_line(x, y, x, height - BOTTOM, colours.axis, 1, "2 3" if found.inferred else "4 3"))
        parts.append(_text(x + 3, y, found.labels(look)[1 if look.narrow else 0], colours.muted, "start"))
    for unit, row in by_unit(points).items():
        if unit != own:
            parts += _series(row, x_of, y_of, colours.field, 1, measure, dots=1.3)
    parts += _series(mine, x_of, y_of, colours.own.line, 2.2, measure, dots=3.2, hollow=colours.background)
    newest = mine[-1]
    end = (x_of.at(newest.x) + 8, y_of.at(newest.y or 0.0) + 4)
    words = written(newest, subject, measure)
    parts += [_paper(*end, words, colours.background), _text(*end, words, colours.own.text, "start", bold=True)]
    return "".join(parts) + "</svg>"


class _Axis:
    """From a number to a place on paper."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._per, self._start = low, (end - start) / ((high - low) or 1.0), start

    def at(self, value: float) -> float:
        return self._start + (value - self._low) * self._per


def _series(
    row: Sequence[Point],
    x_of: _Axis,
    y_of: _Axis,
    colour: str,
    wide: float,
    measure: Measure,
    *,
    dots: float,
    hollow: str = "",
) -> list[str]:
    places = [(x_of.at(point.x), y_of.at(point.y or 0.0)) for point in row]
    parts = []
    for (one, other), (start, end) in zip(pairwise(row), pairwise(places), strict=True):
        if joins(measure)(one, other):
            parts.append(_line(*start, *end, colour, wide))
        elif hollow and (measure == "rank" or unclear(one, other)):  # ours may be followed, faintly
            parts.append(_line(*start, *end, colour, 1, "1 4", "bridge"))
    for point, (x, y) in zip(row, places, strict=True):
        fill = hollow if hollow and point.is_hollow else colour
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{dots}" fill="{fill}" stroke="{colour}"/>')
    return parts


def _years(first: int, last: int, x_of: _Axis, y: float, colour: str) -> list[str]:
    room = x_of.at(first + 1) - x_of.at(first)
    step = max(1, -int(-34 // max(room, 1)))
    return [_text(x_of.at(year), y, str(year), colour, "middle") for year in range(last, first - 1, -step)]


def _break_rows(breaks: Sequence[methods.Break], x_of: _Axis, look: Look) -> list[int]:
    """In which row above the plot each label stands, so that none runs into the next."""
    texts = [found.labels(look)[1 if look.narrow else 0] for found in breaks]
    return labels.rows([x_of.at(found.x) for found in breaks], [text_width(text, SIZE) + 6 for text in texts])


def _line(
    x0: float, y0: float, x1: float, y1: float, colour: str, wide: float, dash: str = "", kind: str = "line"
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line class="{kind}" x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{colour}" '
        f'stroke-width="{wide}"{dashed}/>'
    )


def _paper(x: float, y: float, words: str, colour: str) -> str:
    """What lies below a label on the drawing, so that the dots of others do not run through it."""
    wide = text_width(words, SIZE, bold=True)
    place = f'x="{x - 1:.1f}" y="{y - SIZE:.1f}" width="{wide + 2:.1f}" height="{SIZE + 3}"'
    return f'<rect {place} fill="{colour}" fill-opacity="0.8"/>'


def _text(x: float, y: float, words: str, colour: str, anchor: str, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>{html.escape(words)}</text>'
