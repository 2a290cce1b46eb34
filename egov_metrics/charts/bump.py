"""Ranks over the years, 1 on top: every unit a line, our own and the chosen ones in colour with their ranks in dots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import axes, ends, layout, line, line_caption, line_traces, methods
from egov_metrics.charts.caption import Caption, newest_sentence, scale, source_line, span
from egov_metrics.charts.ends import Tag
from egov_metrics.charts.line import Scene
from egov_metrics.charts.line_traces import Coloured
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.palette import readable
from egov_metrics.charts.points import Point, drawn, hover, same_ranking
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

HEIGHT = 470
HEIGHT_NARROW = 420
NUMBER = 11
"""Size of the ranks inside the dots."""
DOT, SMALL_DOT, FIELD_DOT = 22, 9, 5
RIM, MORE = 2, 6
"""What the rim adds to a large dot, and how much larger a diamond is, which has less room inside."""
ALL_NAMED = 34
"""Up to so many units all are named at the right end, when there is room."""


def build(
    frame: pd.DataFrame,
    methods_frame: pd.DataFrame | None,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    look: Look | None = None,
    years: tuple[int, int] | None = None,
) -> go.Figure:
    """The figure. `frame` has `points.COLUMNS`, `methods_frame` has `methods.COLUMNS`; the rest is as of `line.build`.

    The axis runs to the largest denominator there is. A line joins two ranks only when `points.same_ranking` allows
    it; over anything else (missing years, a change of method, another number of units) there is a faint dotted bridge.
    Units that share a rank in a year stand side by side. Dots carry the rank where they cover no other coloured one;
    hollow ones were not published. Without a rank: `layout.empty`. A missing column is a KeyError.
    """
    look = look or Look()
    scene = line.stage(frame, methods_frame, own, chosen, "rank", None, look, years)
    shown = drawn(scene.points)
    if not shown:
        return layout.empty(look, t("chart.empty", look.lang), look.height or 200)
    room = 0.1 if any(point.y is None and point.nothing for point in scene.points) else 0.0
    low, high, ticks, texts = axes.ranks(axes.worst_rank(shown), room)
    height = look.height or (HEIGHT_NARROW if look.narrow else HEIGHT)
    left, bottom = layout.left_of(texts, look), round(look.size(30))
    named, size = _named(scene, subject, look, height - 60 - bottom)
    gutter = ends.gutter(named, size)
    plot_width = max(60.0, look.width - left - gutter)
    marks = methods.marks(scene.breaks, look, scene.first, scene.last, plot_width)
    top = max(14, marks.headroom + 4)
    plot_height = max(40, height - top - bottom)
    per_year = plot_width / (scene.last - scene.first + 1)
    big = _numbered(scene, look, per_year, plot_height / abs(low - high))
    at = _side_by_side(shown, scene, big, look, per_year)
    made = layout.base(look, height, (round(left), top, round(gutter), bottom))
    made["xaxis"] = layout.years_axis(look, scene.first, scene.last, plot_width)
    made["yaxis"] = layout.number_axis(look, ticks, texts, low, high)
    made["shapes"] = marks.shapes
    made["annotations"] = marks.annotations + ends.beside(named, look, size, low, high, plot_height)
    field = drawn([point for unit in scene.field for point in scene.units[unit]])
    grey = line_traces.field(field, subject, look, "rank", at=at)
    grey["marker"]["size"] = FIELD_DOT
    data = [line_traces.bridges(field, look.palette.field, at=at), grey]
    for unit in scene.coloured:
        data += _coloured(drawn(scene.units[unit.unit_id]), unit, big, at, subject, look)
    data += [
        _ranks(scene, big, at, look),
        line_traces.nothings(scene.points, scene.coloured, look, low, high, plot_height),
    ]
    if scene.breaks:
        data.append(methods.hover_trace(scene.breaks, look, low, high))
    return layout.figure([trace for trace in data if trace["x"]], made)


def caption(
    frame: pd.DataFrame,
    methods_frame: pd.DataFrame | None,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    look: Look | None = None,
    years: tuple[int, int] | None = None,
    title: str | None = None,
) -> Caption:
    """The words around `build` with the same arguments; `title` replaces the one that is made from the data."""
    look = look or Look()
    scene = line.stage(frame, methods_frame, own, chosen, "rank", None, look, years)
    shown = drawn(scene.points)
    if not shown:
        words = t("chart.empty", look.lang)
        return Caption(title or subject.name, scale(subject, "rank", look), "", "", words)
    in_colour = [point for unit in scene.coloured for point in drawn(scene.units[unit.unit_id])]
    units = plural("chart.units", len({point.unit_id for point in shown}), look.lang)
    what = t(
        "chart.bump.alt",
        look.lang,
        indicator=subject.name,
        years=span(shown),
        units=units,
        worst=numbers.count(max(point.rank or 0 for point in shown)),
    )
    told = [newest_sentence(scene.units[unit.unit_id], subject, look) for unit in reversed(scene.coloured)]
    return Caption(
        title=title or line_caption.finding(scene, subject, "rank", look),
        subtitle=f"{scale(subject, 'rank', look)}. {units}, {span(shown)}.",
        source=source_line(in_colour or shown, look),
        method=_method(scene, shown, look),
        alt=" ".join([what, *(words for words in told if words)]),
    )


def _method(scene: Scene, shown: Sequence[Point], look: Look) -> str:
    """The notes of a line chart, with those on bridges, ties and denominators that this chart needs."""
    lang = look.lang
    notes = [line_caption.method(scene, "rank", look, bridges=False)]
    notes += line_caption.dotted_notes([drawn(points) for points in scene.units.values()], "rank", look)
    counts = defaultdict(list)
    for year in sorted({point.year for point in shown}):
        for count in sorted({point.rank_of for point in shown if point.year == year and point.rank_of}):
            counts[count].append(year)
    if len(counts) > 1:
        listed = "; ".join(f"{numbers.count(count)} ({_years(years)})" for count, years in counts.items())
        notes.append(t("chart.bump.ranked", lang, counts=listed))
    if any(len(group) > 1 for group in _ties(shown)):
        notes.append(t("chart.bump.ties", lang))
    return " ".join(note for note in notes if note)


def _years(years: Sequence[int]) -> str:
    """ "2012–2015, 2018" """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _named(scene: Scene, subject: Subject, look: Look, plot_height: float) -> tuple[list[Tag], float]:
    """The labels at the right end and their size: of the coloured units, or of all when they fit."""
    size = line.LABEL_NARROW if look.narrow else look.size(line.LABEL)
    coloured = line.tags(scene, subject, "rank", look)
    last = max(point.year for point in drawn(scene.points))
    grey = [point for unit in scene.field for point in drawn(scene.units[unit]) if point.year == last]
    small = look.size(12)
    together = len(coloured) + len(grey)
    if look.narrow or not grey or together > ALL_NAMED or together * small * 1.3 > plot_height:
        return coloured, size
    others = [
        Tag(f"{layout.escape(layout.cut(p.name, 26))} {numbers.rank(p.rank, p.rank_of)}", p.y or 0, look.palette.muted)
        for p in grey
    ]
    return [*coloured, *others], small


def _ties(shown: Sequence[Point]) -> list[list[Point]]:
    """The points that share place and time."""
    groups: dict[tuple[float, int | None], list[Point]] = defaultdict(list)
    for point in shown:
        groups[(point.x, point.rank)].append(point)
    return list(groups.values())


def _side_by_side(
    shown: Sequence[Point], scene: Scene, big: set[Point], look: Look, per_year: float
) -> dict[Point, float]:
    """Where in time the points stand that share a rank: beside each other, at most over two thirds of their year."""
    inked = {unit.unit_id for unit in scene.coloured}
    moved: dict[Point, float] = {}
    for group in _ties(shown):
        if len(group) < 2:
            continue
        widths = [
            look.size(DOT) if point in big else SMALL_DOT + 2 if point.unit_id in inked else FIELD_DOT + 1
            for point in group
        ]
        shrink = min(1.0, 0.66 * per_year / sum(widths)) / per_year
        reached = -sum(widths) / 2
        for point, width in zip(group, widths, strict=True):
            moved[point] = point.x + (reached + width / 2) * shrink
            reached += width
    return moved


def _numbered(scene: Scene, look: Look, per_year: float, per_rank: float) -> set[Point]:
    """The coloured points whose dot is large enough for its rank: those that cover no other coloured point.

    Our own unit comes first, of each unit the newest, the oldest, its best and its worst.
    """
    inked = [point for unit in scene.coloured for point in drawn(scene.units[unit.unit_id])]
    taken: set[Point] = set()

    def reach(point: Point, large: bool) -> float:
        return (_dot(look) + RIM + (MORE if point.conflict else 0) if large else SMALL_DOT) / 2

    for unit in reversed(scene.coloured):
        points = drawn(scene.units[unit.unit_id])
        if not points:
            continue
        best, worst = min(points, key=lambda p: p.rank or 0), max(points, key=lambda p: p.rank or 0)
        for point in dict.fromkeys([points[-1], points[0], best, worst, *points]):
            near = (
                other
                for other in inked
                if other is not point
                and max(abs(other.x - point.x) * per_year, abs((other.rank or 0) - (point.rank or 0)) * per_rank)
                < reach(point, True) + reach(other, other in taken)
            )
            tied = [other for other in inked if other.x == point.x and other.rank == point.rank]
            crowded = any(other.rank != point.rank or other.x != point.x for other in near)
            if not crowded and len(tied) * _dot(look) < 0.66 * per_year + _dot(look) / 2:
                taken.add(point)
    return taken


def _dot(look: Look) -> float:
    return 18 if look.narrow else look.size(DOT)


def _coloured(
    points: Sequence[Point], unit: Coloured, big: set[Point], at: Mapping[Point, float], subject: Subject, look: Look
) -> list[dict[str, Any]]:
    """The bridges and the line of a coloured unit. A hollow dot is filled with the page: its rank is legible."""
    trace = line_traces.cut(points, [hover(point, subject, look, "rank") for point in points], same_ranking, at)
    order = iter(points)
    marks = [next(order) if x is not None else None for x in trace["x"]]
    page, dot = look.palette.background, _dot(look)
    small = SMALL_DOT + (2 if unit.is_own else 0)
    trace["marker"] = {
        "symbol": ["diamond" if mark and mark.conflict else "circle" for mark in marks],
        "size": [(dot + (MORE if mark.conflict else 0) if mark in big else small) if mark else 1 for mark in marks],
        "color": [page if mark and mark.is_hollow else unit.ink.line for mark in marks],
        "opacity": 1,
        "line": {"width": 2, "color": [unit.ink.line if mark and mark.is_hollow else page for mark in marks]},
    }
    trace |= {
        "meta": "own" if unit.is_own else "chosen",
        "name": points[0].name if points else "",
        "line": {"color": unit.ink.line, "width": look.size(3.25 if unit.is_own else 2.5)},
        "hoverlabel": {"bordercolor": unit.ink.line},
    }
    return [line_traces.bridges(points, unit.ink.line, at=at), trace]


def _ranks(scene: Scene, big: set[Point], at: Mapping[Point, float], look: Look) -> dict[str, Any]:
    """The ranks inside the large dots."""
    shown = [(point, unit) for unit in scene.coloured for point in drawn(scene.units[unit.unit_id]) if point in big]
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "ranks",
        "x": [at.get(point, point.x) for point, _ in shown],
        "y": [point.y for point, _ in shown],
        "text": [f"<b>{numbers.count(point.rank)}</b>" for point, _ in shown],
        "textposition": "middle center",
        "textfont": {
            "size": 10 if look.narrow else look.size(NUMBER),
            "color": [
                unit.ink.text if point.is_hollow else readable(unit.ink.line, ("#FFFFFF", "#000000"))
                for point, unit in shown
            ],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
