"""A line the size of a word for tiles: no axes, the last point marked, method breaks as gaps with a faint tick.

`svg` draws it as text that a page puts in place at once; `build` is the same as a plotly figure.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.caption import written
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.points import Point, drawn, joins, method_of, read
from egov_metrics.i18n.texts import t

WIDTH, HEIGHT, PAD = 168, 48, 6


@dataclass(frozen=True)
class _Drawing:
    """Points in the unit square (0, 0 is the lower left, better is up for ranks), their lines, the breaks."""

    points: list[Point]
    xs: list[float]
    ys: list[float]
    breaks: list[float]


def svg(
    frame: pd.DataFrame | Sequence[Point],
    subject: Subject,
    *,
    measure: Measure = "value",
    look: Look | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
    years: tuple[int, int] | None = None,
) -> str:
    """An inline `<svg>` of the figures of one unit (`points.COLUMNS`, or points of the `measure`), with a `<title>` for
    those who do not see it.

    It keeps its proportions and shrinks with its place (`max-width: 100%`). Without a figure: "".
    """
    return picture(frame, subject, measure=measure, look=look, width=width, height=height, years=years)[0]


def picture(
    frame: pd.DataFrame | Sequence[Point],
    subject: Subject,
    *,
    measure: Measure = "value",
    look: Look | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
    years: tuple[int, int] | None = None,
) -> tuple[str, str]:
    """`svg` and `alt` of the same figures, which are read once; "" and "" without a figure."""
    look = look or Look()
    drawing = _draw(frame, measure, years)
    if drawing is None:
        return "", ""
    said = _alt(drawing.points, subject, measure, look)
    return _svg(drawing, said, measure, look, width, height), said


def _svg(drawing: _Drawing, said: str, measure: Measure, look: Look, width: int, height: int) -> str:
    colour, faint = look.palette.own.line, look.palette.axis
    xs = [PAD + x * (width - 2 * PAD) for x in drawing.xs]
    ys = [height - PAD - y * (height - 2 * PAD) for y in drawing.ys]
    words = html.escape(said)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" style="max-width:100%;height:auto" aria-label="{words}"><title>{words}</title>'
    ]
    for share in drawing.breaks:
        x = PAD + share * (width - 2 * PAD)
        parts.append(
            f'<line class="break" x1="{x:.1f}" x2="{x:.1f}" y1="2" y2="{height - 2}" stroke="{faint}" '
            f'stroke-width="1" stroke-dasharray="2 3"/>'
        )
    for (one, other), (x0, x1), (y0, y1) in zip(pairwise(drawing.points), pairwise(xs), pairwise(ys), strict=True):
        if joins(measure)(one, other):
            style = f'stroke="{colour}" stroke-width="2" stroke-linecap="round"'
        elif measure == "rank":
            style = f'stroke="{colour}" stroke-width="1" stroke-dasharray="1 3" stroke-opacity="0.6" class="bridge"'
        else:
            continue
        parts.append(f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" {style}/>')
    last = len(xs) - 1
    for i, (point, x, y) in enumerate(zip(drawing.points, xs, ys, strict=True)):
        fill = look.palette.background if point.is_hollow else colour
        radius = 4 if i == last else 2.2
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'
        )
    return "".join(parts) + "</svg>"


def build(
    frame: pd.DataFrame | Sequence[Point],
    subject: Subject,
    *,
    measure: Measure = "value",
    look: Look | None = None,
    years: tuple[int, int] | None = None,
) -> go.Figure:
    """The same drawing as a plotly figure about 60 pixels high. Without a figure: `layout.empty`."""
    look = look or Look()
    height = look.height or 60
    drawing = _draw(frame, measure, years)
    if drawing is None:
        return layout.empty(look, t("chart.empty", look.lang), height)
    x: list[float | None] = []
    y: list[float | None] = []
    for i, point in enumerate(drawing.points):
        if i and not joins(measure)(drawing.points[i - 1], point):
            x.append(None)
            y.append(None)
        x.append(drawing.xs[i])
        y.append(drawing.ys[i])
    colour = look.palette.own.line
    made = layout.base(look, height, (6, 6, 6, 6)) | {"hovermode": False}
    made["xaxis"] = layout.blank_axis(look, -0.02, 1.02)
    made["yaxis"] = layout.blank_axis(look, -0.08, 1.08)
    tick = {"type": "line", "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    line = {"color": look.palette.axis, "width": 1, "dash": "dot"}
    made["shapes"] = [tick | {"x0": share, "x1": share, "line": line} for share in drawing.breaks]
    marks = [point.symbol.replace("diamond", "circle") for point in drawing.points]
    size = [9 if i == len(marks) - 1 else 5 for i in range(len(marks))]
    lines = {"type": "scatter", "mode": "lines", "meta": "own", "x": x, "y": y, "line": {"color": colour, "width": 2}}
    dots = {
        "type": "scatter",
        "mode": "markers",
        "meta": "own",
        "x": drawing.xs,
        "y": drawing.ys,
        "cliponaxis": False,
        "marker": {"color": colour, "size": size, "symbol": marks, "opacity": 1},
    }
    return layout.figure([lines | {"connectgaps": False}, dots], made)


def alt(
    frame: pd.DataFrame | Sequence[Point],
    subject: Subject,
    *,
    measure: Measure = "value",
    look: Look | None = None,
    years: tuple[int, int] | None = None,
) -> str:
    """The sentence for those who do not see it: every year with its figure, and where the method changes; or ""."""
    points = _points(frame, measure, years)
    return _alt(points, subject, measure, look or Look()) if points else ""


def _alt(points: Sequence[Point], subject: Subject, measure: Measure, look: Look) -> str:
    values = ", ".join(f"{point.year}: {written(point, subject, measure)}" for point in points)
    said = t("chart.alt.sparkline", look.lang, name=points[-1].name, indicator=subject.short, values=values)
    changes = ", ".join(str(other.year) for one, other in pairwise(points) if _changed(one, other))
    return f"{said} {t('chart.alt.sparkline_break', look.lang, years=changes)}" if changes else said


def _points(frame: pd.DataFrame | Sequence[Point], measure: Measure, years: tuple[int, int] | None) -> list[Point]:
    found = read(frame, measure) if isinstance(frame, pd.DataFrame) else frame
    points = sorted(drawn(found), key=lambda point: point.x)
    return [point for point in points if years is None or years[0] <= point.year <= years[1]]


def _draw(frame: pd.DataFrame | Sequence[Point], measure: Measure, years: tuple[int, int] | None) -> _Drawing | None:
    points = _points(frame, measure, years)
    if not points:
        return None
    first, last = years or (points[0].year, points[-1].year)
    low, high = min(point.y or 0.0 for point in points), max(point.y or 0.0 for point in points)

    def across(x: float) -> float:
        return 0.5 if last == first else min(max((x - first) / (last - first), 0.0), 1.0)

    def up(y: float) -> float:
        share = 0.5 if high == low else (y - low) / (high - low)
        return 1 - share if measure == "rank" else share

    return _Drawing(
        points,
        [across(point.x) for point in points],
        [up(point.y or 0.0) for point in points],
        _breaks(points, across),
    )


def _breaks(points: Sequence[Point], across: Callable[[float], float]) -> list[float]:
    return [across(other.year - 0.5) for one, other in pairwise(points) if _changed(one, other)]


def _changed(one: Point, other: Point) -> bool:
    """Is another method known to begin between the two?"""
    return method_of(one) != method_of(other)
