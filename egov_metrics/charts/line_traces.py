"""The traces of a line chart, as plotly's dictionaries. `meta` says what a trace is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from egov_metrics.charts.layout import escape
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.palette import Ink, rgba
from egov_metrics.charts.points import Join, Point, drawn, hover, hover_short, joined, joins, same_ranking, unclear
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

HOVER_LIMIT = 5000
"""Beyond so many points in the grey field its points answer the pointer no longer."""
FULL_HOVER_LIMIT = 300
"""Beyond so many points in the grey field they answer in one line, without their source."""


class Coloured(NamedTuple):
    """A unit that is drawn in colour."""

    unit_id: str
    ink: Ink
    is_own: bool


def field(
    points: Sequence[Point],
    subject: Subject,
    look: Look,
    measure: Measure,
    *,
    at: Mapping[Point, float] | None = None,
) -> dict[str, Any]:
    """All units that nobody chose, as one trace; `points` in order of unit, then time. `at`: as of `cut`."""
    shown = drawn(points)
    strings = [""] * len(shown)
    if len(shown) <= FULL_HOVER_LIMIT:
        strings = [hover(point, subject, look, measure) for point in shown]
    elif len(shown) <= HOVER_LIMIT:
        strings = [hover_short(point, subject, look) for point in shown]
    trace = cut(shown, strings, joins(measure), at) | {
        "meta": "field",
        "line": {"color": look.palette.field, "width": 1},
        "hoverlabel": {"bordercolor": look.palette.axis},
    }
    trace["marker"] |= {"color": look.palette.field, "size": 4.5}
    if not any(strings):
        trace |= {"text": None, "hovertemplate": None, "hoverinfo": "skip"}
    return trace


def coloured(
    units: Mapping[str, Sequence[Point]], inks: Sequence[Coloured], subject: Subject, look: Look, measure: Measure
) -> list[dict[str, Any]]:
    """One trace per coloured unit, and before it the dotted lines of `bridges`."""
    traces = []
    for unit in inks:
        shown = drawn(units.get(unit.unit_id, []))
        if not shown:
            continue
        traces.append(bridges(shown, unit.ink.line, measure))
        trace = cut(shown, [hover(point, subject, look, measure) for point in shown], joins(measure)) | {
            "meta": "own" if unit.is_own else "chosen",
            "name": shown[0].name,
            "line": {"color": unit.ink.line, "width": 3 if unit.is_own else 2.25},
            "hoverlabel": {"bordercolor": unit.ink.line},
        }
        # The rim in the colour of the page keeps dots apart where lines cross; of a hollow dot it is the stroke.
        trace["marker"] |= {
            "color": unit.ink.line,
            "size": 10 if unit.is_own else 8,
            "opacity": 1,
            "line": {"color": look.palette.background, "width": 1.5},
        }
        traces.append(trace)
    return traces


def cut(
    points: Sequence[Point], strings: Sequence[str], join: Join = joined, at: Mapping[Point, float] | None = None
) -> dict[str, Any]:
    """A trace of lines and marks that is interrupted (None) wherever `join` forbids two neighbours to be joined.

    `strings` are the hover texts; `at` moves points along the time axis (those that share a rank of one year).
    """
    x: list[float | None] = []
    y: list[float | None] = []
    text: list[str | None] = []
    symbols: list[str] = []
    ids: list[str | None] = []
    before: Point | None = None
    for point, string in zip(points, strings, strict=True):
        if before is not None and not join(before, point):
            x.append(None)
            y.append(None)
            text.append(None)
            symbols.append("circle")
            ids.append(None)
        x.append(at.get(point, point.x) if at else point.x)
        y.append(point.y)
        text.append(string)
        symbols.append(point.symbol)
        ids.append(point.figure_id)
        before = point
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "text": text,
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "marker": {"symbol": symbols if len(set(symbols)) > 1 else (symbols[0] if symbols else "circle")},
    }
    if any(ids):
        trace["customdata"] = ids
    return trace


def bridges(
    points: Sequence[Point], colour: str, measure: Measure = "rank", at: Mapping[Point, float] | None = None
) -> dict[str, Any]:
    """Dotted, faint: from one rank of a unit to its next where no line may run; of values only between years of which
    nobody says that they compare (`points.unclear`), never over a gap or a break. `at`: as of `cut`."""
    at = at or {}
    x: list[float | None] = []
    y: list[float | None] = []
    for one, other in pairwise(points):
        dotted = not same_ranking(one, other) if measure == "rank" else unclear(one, other)
        if one.unit_id == other.unit_id and dotted:
            x += [at.get(one, one.x), at.get(other, other.x), None]
            y += [one.y, other.y, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "meta": "bridge",
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "connectgaps": False,
        "line": {"color": rgba(colour, 0.55), "width": 1.25, "dash": "dot"},
    }


class MeanPoint(NamedTuple):
    """The mean of a country or region in a year."""

    year: int
    value: float
    method_id: str | None


def mean(label: str, kind: str, points: Sequence[MeanPoint], subject: Subject, look: Look) -> dict[str, Any]:
    """A thin dashed line, interrupted at gaps and where the method changes."""
    x: list[float | None] = []
    y: list[float | None] = []
    text: list[str | None] = []
    before: MeanPoint | None = None
    for point in points:
        if before and (point.year - before.year > 1 or point.method_id != before.method_id):
            x.append(None)
            y.append(None)
            text.append(None)
        x.append(float(point.year))
        y.append(point.value)
        amount = subject.amount(point.value, None, "exact", look.lang)
        text.append(f"<b>{escape(label)}</b> · {point.year}<br>{amount}")
        before = point
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "meta": "mean",
        "name": label,
        "x": x,
        "y": y,
        "text": text,
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": look.palette.mean.line, "width": 1.5, "dash": "dash" if kind == "country" else "dot"},
        "marker": {"symbol": "line-ew-open", "size": 8, "color": look.palette.mean.line, "line": {"width": 1.5}},
    }


def nothings(
    points: Sequence[Point], inks: Sequence[Coloured], look: Look, low: float, high: float, plot_height: float
) -> dict[str, Any]:
    """The kinds of nothing as marks on the lower edge: one for each coloured unit, one for all others of a year.

    `low` is the lower edge of the axis, `high` the upper one (ranks: low > high); marks of one year are stacked.
    """
    in_colour = {unit.unit_id: unit.ink for unit in inks}
    missing = [point for point in points if point.y is None and point.nothing]
    others: dict[tuple[int, str], list[str]] = defaultdict(list)
    stacked: dict[float, int] = defaultdict(int)
    row = (high - low) * 15 / max(plot_height, 1)
    marks: list[tuple[float, float, str, str, str]] = []

    def put(x: float, kind: str, colour: str, words: str) -> None:
        marks.append((x, low + row * (stacked[x] + 0.7), numbers.NOTHINGS[kind], colour, words))
        stacked[x] += 1

    for point in missing:
        if point.unit_id not in in_colour:
            others[(point.year, point.nothing or "")].append(point.name)
    for (year, kind), names in sorted(others.items()):
        words = numbers.nothing(kind, look.lang).words
        put(float(year), kind, look.palette.muted, f"{year}: {plural('chart.units', len(names), look.lang)}, {words}")
    for unit in inks:
        for point in missing:
            if point.unit_id == unit.unit_id and point.nothing:
                words = numbers.nothing(point.nothing, look.lang).words
                put(point.x, point.nothing, unit.ink.text, f"<b>{escape(point.name)}</b> · {point.year}<br>{words}")
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "nothing",
        "x": [mark[0] for mark in marks],
        "y": [mark[1] for mark in marks],
        "text": [mark[2] for mark in marks],
        "textfont": {"size": 13, "color": [mark[3] for mark in marks]},
        "hovertext": [mark[4] for mark in marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def legend_of_nothings(points: Sequence[Point], look: Look) -> str:
    """ "▽ không xếp hạng; … không công bố" for the kinds that occur; "" without any."""
    kinds = {point.nothing for point in points if point.y is None and point.nothing}
    named = [numbers.nothing(kind, look.lang) for kind in numbers.NOTHINGS if kind in kinds]
    return "; ".join(t("chart.nothing", look.lang, mark=mark, words=words) for mark, words in named)
