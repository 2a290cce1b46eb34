"""Many units over the years: lines that stop at gaps and where the method changes.

Our own unit and the chosen ones are drawn in colour and named at the right edge; all others are one grey trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import axes, ends, layout, line_traces, methods
from egov_metrics.charts.caption import written
from egov_metrics.charts.ends import Tag
from egov_metrics.charts.line_traces import Coloured, MeanPoint
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.points import Point, by_unit, drawn, newest, plain, read
from egov_metrics.i18n.texts import t

HEIGHT = 440
HEIGHT_NARROW = 400
LABEL = 14
LABEL_NARROW = 12.5
FEW = 6
"""So few units need no grey field: each gets its colour and its name even when nobody chose it."""


@dataclass(frozen=True)
class Scene:
    """What is drawn, before it is drawn: both the figure and its words are made from it."""

    points: list[Point]
    units: dict[str, list[Point]]
    coloured: list[Coloured]
    """Chosen units in their order, our own last, so that it lies on top."""
    field: list[str]
    first: int
    last: int
    breaks: list[methods.Break]
    means: list[tuple[str, str, list[MeanPoint]]]
    """Label, kind (country or region), points."""


def build(
    frame: pd.DataFrame,
    methods_frame: pd.DataFrame | None,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    means: pd.DataFrame | None = None,
    look: Look | None = None,
    years: tuple[int, int] | None = None,
    scene: Scene | None = None,
) -> go.Figure:
    """The figure. `frame` has the columns `points.COLUMNS`, `methods_frame` has `methods.COLUMNS`.

    `own` and `chosen` are unit ids (`own` wins when it is in both); `means` has the columns label, year, value, kind
    (country or region) and method_id and is left out for ranks. `years` fixes the axis, else the figures do.
    A line joins two points only when `points.joins` allows it. A frame without a figure gives `layout.empty`.
    A missing column is a KeyError. `scene` is what `stage` makes of the same arguments, for who has it already.
    """
    look = look or Look()
    scene = scene or stage(frame, methods_frame, own, chosen, measure, means, look, years)
    if not any(point.y is not None or point.nothing for point in scene.points):
        return layout.empty(look, t("chart.empty", look.lang), look.height or 200)
    named = tags(scene, subject, measure, look)
    size = LABEL_NARROW if look.narrow else look.size(LABEL)
    gutter = ends.gutter(named, size)
    low, high, ticks, texts = _y_axis(scene, subject, measure)
    left = layout.left_of(texts, look)
    plot_width = max(60.0, look.width - left - gutter)
    height = look.height or (HEIGHT_NARROW if look.narrow else HEIGHT)
    marks = methods.marks(scene.breaks, look, scene.first, scene.last, plot_width)
    top, bottom = max(14, marks.headroom + 4), round(look.size(30))
    plot_height = max(40, height - top - bottom)
    made = layout.base(look, height, (round(left), top, round(gutter), bottom))
    made["xaxis"] = layout.years_axis(look, scene.first, scene.last, plot_width)
    made["yaxis"] = layout.number_axis(look, ticks, texts, low, high)
    made["shapes"] = marks.shapes
    made["annotations"] = marks.annotations + ends.beside(named, look, size, low, high, plot_height)
    grey = [point for unit in scene.field for point in scene.units[unit]]
    dotted = line_traces.bridges(drawn(grey), look.palette.field, measure) if measure == "value" else {"x": []}
    data = [
        dotted,
        line_traces.field(grey, subject, look, measure),
        *(line_traces.mean(label, kind, points, subject, look) for label, kind, points in scene.means),
        *line_traces.coloured(scene.units, scene.coloured, subject, look, measure),
        line_traces.nothings(scene.points, scene.coloured, look, low, high, plot_height),
    ]
    if scene.breaks:
        data.append(methods.hover_trace(scene.breaks, look, low, high))
    return layout.figure([trace for trace in data if trace["x"]], made)


def stage(
    frame: pd.DataFrame,
    methods_frame: pd.DataFrame | None,
    own: str | None,
    chosen: Sequence[str],
    measure: Measure,
    means: pd.DataFrame | None,
    look: Look,
    years: tuple[int, int] | None,
) -> Scene:
    """Read the frames and decide what is drawn in colour and what is grey. Arguments as of `build`."""
    points = read(frame, measure)
    if years:
        points = [point for point in points if years[0] <= point.year <= years[1]]
    found = [point.year for point in points if point.y is not None or point.nothing]
    first, last = years or (min(found, default=0), max(found, default=0))
    units = by_unit(points)
    picked = [unit for unit in dict.fromkeys(chosen) if unit in units and unit != own]
    rest = [unit for unit in units if unit not in picked and unit != own]
    if not picked and len(units) <= FEW:
        picked, rest = rest, []
    coloured = [Coloured(unit, look.palette.ink(i), False) for i, unit in enumerate(picked)]
    if own in units:
        coloured.append(Coloured(own, look.palette.own, True))
    return Scene(
        points=points,
        units=units,
        coloured=coloured,
        field=rest,
        first=first,
        last=last,
        breaks=methods.read(methods_frame, first, last),
        means=[] if measure == "rank" or means is None else _means(means, first, last),
    )


def _means(means: pd.DataFrame, first: int, last: int) -> list[tuple[str, str, list[MeanPoint]]]:
    grouped: dict[tuple[str, str], list[MeanPoint]] = defaultdict(list)
    names = ("label", "kind", "year", "value", "method_id")
    for label, kind, year, value, method_id in zip(*(plain(means[name]) for name in names), strict=True):
        if value is not None and year is not None and first <= year <= last:
            grouped[(label, kind)].append(MeanPoint(int(year), value, method_id))
    return [(label, kind, sorted(points)) for (label, kind), points in grouped.items()]


def _y_axis(scene: Scene, subject: Subject, measure: Measure) -> axes.Scale:
    """The scale; its lower edge leaves room for marks of nothing."""
    room = 0.1 if any(point.y is None and point.nothing for point in scene.points) else 0.0
    means = [point.value for _, _, points in scene.means for point in points]
    return axes.over_time(drawn(scene.points), subject, measure, means, room)


def tags(scene: Scene, subject: Subject, measure: Measure, look: Look) -> list[Tag]:
    """Name and newest figure of the coloured units and of the means; the year too when it is not the last drawn."""
    newest_year = max((point.year for point in drawn(scene.points)), default=scene.last)
    between = "<br>" if look.narrow else " "
    tags = []
    for unit in reversed(scene.coloured):
        point = newest(scene.units[unit.unit_id])
        if point is None or point.y is None:
            continue
        when = f" ({point.year})" if point.year < newest_year else ""
        name = layout.escape(layout.cut(point.name, 15 if look.narrow else 26))
        hollow = "" if point.is_published else " ○"
        number = f"{written(point, subject, measure)}{when}{hollow}"
        tags.append(Tag(f"<b>{name}</b>{between}{number}", point.y, unit.ink.text))
    for label, _, points in scene.means:
        name = layout.escape(layout.cut(label, 18 if look.narrow else 26))
        when = f" ({points[-1].year})" if points[-1].year < newest_year else ""
        text = f"{name}{between}{subject.plain(points[-1].value)}{when}"
        tags.append(Tag(text, points[-1].value, look.palette.mean.text))
    return tags
