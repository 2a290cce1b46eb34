"""Where one unit stands among all: a dot for each unit on one axis, the better end on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import axes, labels, layout
from egov_metrics.charts.caption import Caption, extent, newest_sentence, scale, source_line, written
from egov_metrics.charts.inks import inks
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.palette import Ink
from egov_metrics.charts.points import Point, drawn, hover, read, standing
from egov_metrics.i18n.texts import plural, t

HEIGHT = 132
DOT = 11
LABEL = 13.5


def build(
    frame: pd.DataFrame,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    mean: tuple[str, float] | None = None,
    look: Look | None = None,
) -> go.Figure:
    """The figure for the rows of one year (`points.COLUMNS`, one row a unit).

    Dots that would cover each other stand above one another. Our own unit and the chosen ones are named above the
    dots; `mean` (label, value) is a tick below and is left out for ranks. Without a figure: `layout.empty`.
    """
    look = look or Look()
    points = drawn(read(frame, measure))
    if not points:
        return layout.empty(look, t("chart.empty", look.lang), look.height or HEIGHT)
    means = [mean[1]] if mean and measure == "value" else []
    low, high, ticks, texts = axes.towards_better(points, subject, measure, means, max(3, int(look.width / 110)))
    side = 16
    per_unit = (look.width - 2 * side) / (high - low)
    inked = inks(own, chosen, look)
    named = [point for point in points if point.unit_id in inked]
    levels = labels.swarm([(point.y or 0.0) * abs(per_unit) for point in points], DOT)
    room, below = round(look.size(22)) if named else 8, round(look.size(40))
    height = look.height or HEIGHT + max(0, max(levels) - min(levels) - 2) * DOT
    plot_height = height - room - below
    made = layout.base(look, height, (side, room, side, below))
    mean_near_end = mean is not None and measure == "value" and abs(high - mean[1]) * abs(per_unit) < 130
    made["xaxis"] = layout.number_axis(look, ticks, texts, low, high) | {"showline": True, "ticks": "outside"}
    made["xaxis"] |= {"linecolor": look.palette.axis, "tickcolor": look.palette.axis, "ticklen": 4, "showgrid": False}
    half = plot_height / DOT / 2
    made["yaxis"] = layout.blank_axis(look, -half, half)
    made["annotations"] = _names(named, inked, subject, measure, look, low, per_unit) + [
        _better(subject, measure, look, mean_near_end)
    ]
    if mean and measure == "value":
        made["shapes"], note = _mean(mean, subject, look, half)
        made["annotations"].append(note)
    own_last = sorted(range(len(points)), key=lambda i: (points[i].unit_id == own, points[i].unit_id in inked))
    shown = [points[i] for i in own_last]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "meta": "dots",
        "x": [point.y for point in shown],
        "y": [levels[i] for i in own_last],
        "text": [hover(point, subject, look, measure) for point in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": [point.symbol for point in shown],
            "color": [inked[p.unit_id].line if p.unit_id in inked else look.palette.field for p in shown],
            "size": [DOT + 4 if p.unit_id == own else DOT if p.unit_id in inked else DOT - 1 for p in shown],
            "opacity": 1,
            "line": {"width": 1.5, "color": look.palette.background},
        },
    }
    if any(point.figure_id for point in shown):
        trace["customdata"] = [point.figure_id for point in shown]
    return layout.figure([trace], made)


def caption(
    frame: pd.DataFrame,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    mean: tuple[str, float] | None = None,
    look: Look | None = None,
    title: str | None = None,
) -> Caption:
    """The words around `build` with the same arguments; `title` replaces the one that is made from the data."""
    look = look or Look()
    points = drawn(read(frame, measure))
    if not points:
        words = t("chart.empty", look.lang)
        return Caption(title or subject.name, scale(subject, measure, look), "", "", words)
    year = max(point.year for point in points)
    units = plural("chart.units", len(points), look.lang)
    ours = [point for point in points if point.unit_id == own]
    if title is None and ours:
        figure = standing(ours[-1], subject, look, ", ")
        title = t("chart.strip.title", look.lang, indicator=subject.short, year=year, name=ours[-1].name, figure=figure)
    hollow = any(not point.is_published for point in points)
    range_words = extent(points, subject, measure, look)
    what = t("chart.alt.strip", look.lang, indicator=subject.name, year=year, units=units, extent=range_words)
    return Caption(
        title=title or t("chart.strip.title.none", look.lang, indicator=subject.short, year=year),
        subtitle=f"{scale(subject, measure, look)}. {units}, {year}.",
        source=source_line(ours or points, look),
        method=t("chart.note.hollow", look.lang) if hollow else "",
        alt=" ".join([what, *([newest_sentence(ours, subject, look)] if ours else [])]),
    )


def _names(
    named: Sequence[Point],
    inked: dict[str, Ink],
    subject: Subject,
    measure: Measure,
    look: Look,
    low: float,
    per_unit: float,
) -> list[dict[str, Any]]:
    """Names with their figures above the dots, moved sideways where they would touch."""
    if not named:
        return []
    texts = [
        f"<b>{layout.escape(layout.cut(point.name, 18))}</b>"
        + ("" if look.narrow and len(named) > 1 else f" {written(point, subject, measure)}")
        for point in named
    ]
    widths = [layout.text_width(text, look.size(LABEL), bold=True) for text in texts]
    wanted = [((point.y or 0.0) - low) * per_unit for point in named]
    widest = max(widths) + 8
    placed = labels.place(wanted, widest, widest / 2 - 14, look.width - 32 - widest / 2 + 14)
    return [
        {
            "name": "label",
            "x": point.y,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": "center",
            "xshift": round(got - want, 1),
            "text": text,
            "showarrow": False,
            "font": {"size": look.size(LABEL), "color": inked[point.unit_id].text},
        }
        for point, text, want, got in zip(named, texts, wanted, placed, strict=True)
    ]


def _better(subject: Subject, measure: Measure, look: Look, at_left: bool) -> dict[str, Any]:
    """Which way is better; at the left end when the label of the mean needs the right one."""
    neutral = measure == "value" and subject.direction == "neutral"
    return {
        "x": 0 if at_left else 1,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left" if at_left else "right",
        "yanchor": "top",
        "yshift": -look.size(22),
        "text": t("chart.strip.higher" if neutral else "chart.strip.better", look.lang),
        "showarrow": False,
        "font": {"size": look.size(11), "color": look.palette.muted},
    }


def _mean(
    mean: tuple[str, float], subject: Subject, look: Look, half: float
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    label, value = mean
    line = {"color": look.palette.mean.line, "width": 1.5, "dash": "dash"}
    shape = {"type": "line", "x0": value, "x1": value, "y0": -half, "y1": half, "line": line, "layer": "below"}
    note = {
        "name": "mean",
        "x": value,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -look.size(22),
        "text": t("chart.strip.mean", look.lang, label=layout.escape(label), value=subject.plain(value)),
        "showarrow": False,
        "font": {"size": look.size(11.5), "color": look.palette.mean.text},
    }
    return [shape], note
