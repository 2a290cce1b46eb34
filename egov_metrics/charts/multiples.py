"""One small chart for each of some units, all on the same axes, the others faint behind each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis.compare import most_figures
from egov_metrics.charts import axes, layout, line, line_caption, line_traces, methods
from egov_metrics.charts.caption import Caption, newest_sentence, scale, source_line, span, written
from egov_metrics.charts.line import Scene
from egov_metrics.charts.line_traces import Coloured
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.palette import rgba
from egov_metrics.charts.points import Point, drawn, joins, newest
from egov_metrics.i18n.texts import plural, t

PANEL, PANEL_NARROW = 104, 88
"""Least height of the plot of a panel."""
HEAD, HEAD_NARROW = 22, 36
GAP_X, GAP_Y = 26, 12


@dataclass(frozen=True)
class _Grid:
    """Where the panels stand, in pixels within the plot area and as plotly's domains."""

    columns: int
    rows: int
    width: float
    height: float
    total: tuple[float, float]
    head: float

    def domains(self, k: int) -> tuple[list[float], list[float]]:
        """The horizontal and the vertical domain of panel `k`."""
        row, column = divmod(k, self.columns)
        left = column * (self.width + GAP_X)
        top = row * (self.height + self.head + GAP_Y)
        across, down = self.total
        return (
            [left / across, min(1.0, (left + self.width) / across)],
            [max(0.0, 1 - (top + self.height) / down), 1 - top / down],
        )


def build(
    frame: pd.DataFrame,
    methods_frame: pd.DataFrame | None,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    look: Look | None = None,
    years: tuple[int, int] | None = None,
    most: int = 12,
) -> go.Figure:
    """The figure; arguments as of `line.build`, with at most `most` panels.

    Our own unit comes first, then the chosen ones in their order, then those with the most figures. Lines are cut as in
    a line chart, in every panel; four panels stand beside each other on a desk, two on a phone. The height is that of
    `look` when the panels find room in it, else what they need. Without a figure: `layout.empty`.
    """
    look = look or Look()
    scene = line.stage(frame, methods_frame, own, chosen, measure, None, look, years)
    shown = drawn(scene.points)
    if not shown:
        return layout.empty(look, t("chart.empty", look.lang), look.height or 200)
    panels = _panels(scene, frame, measure, own, most, look)
    missing = [point for unit in panels for point in scene.units[unit.unit_id] if point.y is None and point.nothing]
    low, high, ticks, texts = axes.over_time(shown, subject, measure, (), 0.14 if missing else 0.0)
    left, bottom, right = layout.left_of(texts, look), round(look.size(28)), 18
    columns = min(len(panels), 2 if look.narrow else 3 if look.width < 900 else 4)
    width = (look.width - left - right - GAP_X * (columns - 1)) / columns
    head = HEAD_NARROW if look.narrow else look.size(HEAD)
    labelled = methods.marks(scene.breaks, look, scene.first, scene.last, width)
    top = round(head + labelled.headroom)
    rows = math.ceil(len(panels) / columns)
    between = (rows - 1) * (head + GAP_Y)
    least = rows * (PANEL_NARROW if look.narrow else look.size(PANEL)) + between + top + bottom
    height = round(max(look.height or 0, least))
    down = height - top - bottom
    grid = _Grid(columns, rows, width, (down - between) / rows, (look.width - left - right, down), head)
    made = layout.base(look, height, (round(left), top, right, bottom))
    made["shapes"], made["annotations"] = [], []
    behind = _behind(shown, measure, look)
    data: list[dict[str, Any]] = []
    for k, unit in enumerate(panels):
        name = str(k + 1) if k else ""
        across, up = grid.domains(k)
        first_column, lowest = k % columns == 0, k + columns >= len(panels)
        made[f"xaxis{name}"] = layout.years_axis(look, scene.first, scene.last, width) | {
            "domain": across,
            "anchor": f"y{name}",
            "showticklabels": lowest,
        }
        made[f"yaxis{name}"] = layout.number_axis(look, ticks, texts, low, high) | {
            "domain": up,
            "anchor": f"x{name}",
            "showticklabels": first_column,
        }
        in_top_row = k < columns
        marks = methods.marks(
            scene.breaks, look, scene.first, scene.last, width, panel=name, labelled=in_top_row and bool(scene.breaks)
        )
        made["shapes"] += marks.shapes
        made["annotations"] += marks.annotations
        made["annotations"].append(
            _heading(scene, unit, subject, measure, look, name, width, labelled.headroom if in_top_row else 0)
        )
        traces = [behind, *_panel(scene, unit, subject, measure, look, (low, high), grid.height)]
        data += [trace | {"xaxis": f"x{name}", "yaxis": f"y{name}"} for trace in traces if trace["x"]]
    return layout.figure(data, made)


def caption(
    frame: pd.DataFrame,
    methods_frame: pd.DataFrame | None,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    look: Look | None = None,
    years: tuple[int, int] | None = None,
    most: int = 12,
    title: str | None = None,
) -> Caption:
    """The words around `build` with the same arguments; `title` replaces the one that is made from the data."""
    look = look or Look()
    scene = line.stage(frame, methods_frame, own, chosen, measure, None, look, years)
    shown = drawn(scene.points)
    if not shown:
        words = t("chart.empty", look.lang)
        return Caption(title or subject.name, scale(subject, measure, look), "", "", words)
    panels = _panels(scene, frame, measure, own, most, look)
    units = plural("chart.units", len({point.unit_id for point in shown}), look.lang)
    cells = plural("chart.multiples.panels", len(panels), look.lang)
    names = ", ".join(scene.units[unit.unit_id][0].name for unit in panels)
    what = t(
        f"chart.alt.multiples.{measure}",
        look.lang,
        indicator=subject.name,
        years=span(shown),
        panels=cells,
        names=names,
    )
    told = [newest_sentence(scene.units[unit.unit_id], subject, look) for unit in reversed(scene.coloured)]
    in_panels = [point for unit in panels for point in drawn(scene.units[unit.unit_id])]
    notes = [t("chart.multiples.note", look.lang), line_caption.method(scene, measure, look, field=False)]
    return Caption(
        title=title or line_caption.finding(scene, subject, measure, look),
        subtitle=f"{scale(subject, measure, look)}. {units}, {span(shown)}; {cells}.",
        source=source_line(in_panels, look),
        method=" ".join(note for note in notes if note),
        alt=" ".join([what, *(words for words in told if words)]),
    )


def _panels(
    scene: Scene, frame: pd.DataFrame, measure: Measure, own: str | None, most: int, look: Look
) -> list[Coloured]:
    """The units that get a panel, in order; those that nobody chose have a dark grey line."""
    inked = {unit.unit_id: unit for unit in scene.coloured if drawn(scene.units[unit.unit_id])}
    ours = [unit for unit in inked.values() if unit.is_own]
    chosen = [unit for unit in inked.values() if not unit.is_own]
    within = frame[frame["year"].between(scene.first, scene.last)]
    fullest = [unit for unit in most_figures(within, measure, len(scene.units)) if unit not in inked]
    rest = [Coloured(unit, look.palette.more, False) for unit in fullest]
    return [*ours, *chosen, *rest][: max(most, 1)]


def _behind(shown: Sequence[Point], measure: Measure, look: Look) -> dict[str, Any]:
    """All units, faint: the same trace behind every panel."""
    trace = line_traces.cut(shown, [""] * len(shown), joins(measure))
    trace.pop("customdata", None)
    colour = rgba(look.palette.field, 0.75)
    return trace | {
        "meta": "behind",
        "text": None,
        "hovertemplate": None,
        "hoverinfo": "skip",
        "line": {"color": colour, "width": 0.75},
        "marker": {"color": colour, "size": 2.5, "symbol": "circle"},
    }


def _panel(
    scene: Scene,
    unit: Coloured,
    subject: Subject,
    measure: Measure,
    look: Look,
    ends: tuple[float, float],
    height: float,
) -> list[dict[str, Any]]:
    """The line of one unit, what it has instead of figures, and the words of the breaks."""
    points = scene.units[unit.unit_id]
    traces = line_traces.coloured({unit.unit_id: points}, [unit], subject, look, measure)
    for trace in traces:
        if trace["meta"] != "bridge":
            trace["line"]["width"] = look.size(2.5 if unit.is_own else 2)
            trace["marker"]["size"] = look.size(6)
            trace["marker"]["line"]["width"] = 1
    traces.append(line_traces.nothings(points, [unit], look, *ends, height))
    if scene.breaks:
        traces.append(methods.hover_trace(scene.breaks, look, *ends, marks=4))
    return traces


def _heading(
    scene: Scene,
    unit: Coloured,
    subject: Subject,
    measure: Measure,
    look: Look,
    panel: str,
    width: float,
    above: float,
) -> dict[str, Any]:
    """Name and newest figure above a panel; the year too when it is not the last of the chart."""
    size = look.size(12.5 if look.narrow else 13)
    point = newest(scene.units[unit.unit_id])
    figure = ""
    if point is not None:
        when = f" ({point.year})" if point.year < scene.last else ""
        figure = written(point, subject, measure) + when + ("" if point.is_published else " ○")
    room = width if look.narrow else width - layout.text_width(figure, size) - 8
    name = point.name if point else unit.unit_id
    while len(name) > 4 and layout.text_width(name, size, bold=True) > room:
        name = layout.cut(name.removesuffix("…"), len(name.removesuffix("…")) - 1)
    between = "<br>" if look.narrow else " "
    return {
        "name": "heading",
        "x": 0,
        "xref": f"x{panel} domain",
        "xanchor": "left",
        "y": 1,
        "yref": f"y{panel} domain",
        "yanchor": "bottom",
        "yshift": 1 + round(above),
        "text": f"<b>{layout.escape(name)}</b>{between}{figure}",
        "align": "left",
        "showarrow": False,
        "font": {"size": size, "color": unit.ink.text},
    }
