"""How the values of one year are spread: columns of units, every unit as a dot below, median and quartiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import axes, labels, layout
from egov_metrics.charts.bars import places
from egov_metrics.charts.caption import Caption, extent, scale, source_line, written
from egov_metrics.charts.inks import inks
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.palette import Ink
from egov_metrics.charts.points import Point, drawn, hover, marked, of_one_method, read
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

HEIGHT, HEIGHT_NARROW = 420, 400
DOT = 10
LABEL = 13.5
LEAST = 5
"""Fewer values than this have no distribution worth drawing."""
MOST_NAMED = 14
"""Names under the pointer of a column."""


@dataclass(frozen=True)
class Spread:
    """What is drawn, before it is drawn. `sound` are the points that are counted, `others` hollow dots beside them,
    `left_out` how many were measured by another method. `edges` are the borders of the columns, ascending."""

    sound: list[Point]
    others: list[Point]
    left_out: int
    edges: list[float]
    quarters: tuple[float, float, float] | None
    """First quartile, median, third quartile; None for levels, which have no distance."""

    def column(self, value: float) -> int:
        """Which column a value falls into: from its lower border on, below its upper one (the last one holds both)."""
        width = self.edges[1] - self.edges[0]
        return min(int((value - self.edges[0]) / width + 1e-9), len(self.edges) - 2)

    def place(self, unit_id: str | None) -> tuple[int, int] | None:
        """Place among those that are counted, and of how many; None for a unit that is not among them."""
        found = [i for i, point in enumerate(self.sound) if point.unit_id == unit_id]
        return (found[0], len(self.sound)) if found else None


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
    """The figure for the rows of one year (`points.COLUMNS`, one row a unit), the better end on the right.

    Columns are bounded by round numbers and count exact values, published or recomputed, of the method that most
    units have; what is neither stands as a hollow dot and is not counted. Quartiles are interpolated between values
    (the inclusive rule). `mean` is a label and its value. The column of our own unit has a red rim, its dot is red and
    named. Ranks have no distribution: measure "rank" is a ValueError. Fewer than `LEAST` values: `layout.empty`.
    """
    look = look or Look()
    spread = read_spread(frame, subject, measure)
    if len(spread.sound) < LEAST:
        return layout.empty(look, _few(spread, look), look.height or 200)
    inked = inks(own, chosen, look)
    side = 16
    points = [*spread.sound, *spread.others]
    others = [*spread.edges, *([mean[1]] if mean else [])]
    low, high, ticks, texts = axes.towards_better(points, subject, measure, others, max(3, int(look.width / 110)))
    per_unit = (look.width - 2 * side) / (high - low)
    height = look.height or (HEIGHT_NARROW if look.narrow else HEIGHT)
    dot = look.size(DOT)
    levels = labels.swarm([(point.y or 0.0) * abs(per_unit) for point in points], dot)
    marks = _marks(spread, subject, mean, look)
    top, bottom = round(look.size(24) if marks else 10), round(look.size(46))
    plot_height = max(80.0, height - top - bottom)
    named = [point for point in points if point.unit_id in inked]
    rug = min(0.45, (max(levels) - min(levels) + 2) * dot / plot_height)
    gap = look.size(26 if named else 8) / plot_height
    half = rug * plot_height / dot / 2
    made = layout.base(look, height, (side, top, side, bottom))
    made["bargap"] = 0
    made["xaxis"] = layout.number_axis(look, ticks, texts, low, high) | {
        "anchor": "y2",
        "showline": True,
        "linecolor": look.palette.axis,
        "ticks": "outside",
        "tickcolor": look.palette.axis,
        "ticklen": 4,
        "showgrid": False,
    }
    counts = _counts(spread)
    made["yaxis"] = layout.blank_axis(look, 0, max(counts) * 1.14) | {"domain": [rug + gap, 1]}
    middle = (max(levels) + min(levels)) / 2
    made["yaxis2"] = layout.blank_axis(look, middle - half, middle + half) | {"domain": [0, rug], "anchor": "x"}
    made["shapes"] = [shape for shape, _ in marks]
    made["annotations"] = [
        *_labels([label for _, label in marks], look, low, per_unit, side),
        *_names(named, spread, inked, own, subject, look, low, per_unit, rug),
        _better(subject, look),
    ]
    data = [
        _columns(spread, counts, own, subject, look),
        _dots(points, levels, inked, own, subject, look),
    ]
    return layout.figure(data, made)


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
    lang = look.lang
    spread = read_spread(frame, subject, measure)
    if len(spread.sound) < LEAST:
        return Caption(title or subject.name, scale(subject, measure, look), "", "", _few(spread, look))
    year = max(point.year for point in spread.sound)
    units = plural("chart.units", len(spread.sound), lang)
    finding = _finding(spread, subject, own, year, look)
    what = t(
        "chart.alt.dist",
        lang,
        indicator=subject.name,
        year=year,
        units=units,
        extent=extent(spread.sound, subject, measure, look),
    )
    ours = [point for point in spread.sound if point.unit_id == own]
    return Caption(
        title=title or finding,
        subtitle=f"{scale(subject, measure, look)}. {units}, {year}.",
        source=source_line(ours or spread.sound, look),
        method=" ".join(_notes(spread, subject, look)),
        alt=f"{what} {finding}.",
    )


def read_spread(frame: pd.DataFrame, subject: Subject, measure: Measure) -> Spread:
    """The values of a frame, sorted into columns. Measure "rank" is a ValueError."""
    if measure != "value":
        raise ValueError("ranks have no distribution: they are spread evenly by their making")
    counted, others = of_one_method(drawn(read(frame, measure)))
    sound = [point for point in counted if point.is_sound]
    values = [point.y or 0.0 for point in sound]
    quarters = None
    if len(values) >= 2 and not subject.is_level:
        first, middle, third = quantiles(values, n=4, method="inclusive")
        quarters = (first, middle, third)
    return Spread(
        sound=sound,
        others=[point for point in counted if not point.is_sound],
        left_out=len(others),
        edges=_edges(values, subject),
        quarters=quarters,
    )


def _edges(values: Sequence[float], subject: Subject) -> list[float]:
    """Round borders around all values, about one and a half times the root of their number apart."""
    if subject.is_level:
        return [0.5, 1.5, 2.5, 3.5, 4.5]
    low, high = min(values, default=0.0), max(values, default=1.0)
    finest = 10.0**-subject.decimals
    if high - low < finest:
        low, high = low - 2 * finest, high + 2 * finest
    ticks = layout.nice_ticks(low, high, max(4, min(14, round(1.5 * math.sqrt(len(values))))))
    step = max(ticks[1] - ticks[0] if len(ticks) > 1 else high - low, finest)
    first = math.floor(low / step + 1e-9)
    last = max(first + 1, math.ceil(high / step - 1e-9))
    return [round(k * step, 9) for k in range(first, last + 1)]


def _counts(spread: Spread) -> list[int]:
    counts = [0] * (len(spread.edges) - 1)
    for point in spread.sound:
        counts[spread.column(point.y or 0.0)] += 1
    return counts


def _finding(spread: Spread, subject: Subject, own: str | None, year: int, look: Look) -> str:
    """Value and place of our own unit; else between what the middle half lies."""
    lang = look.lang
    ours = [point for point in spread.sound if point.unit_id == own]
    common = {"indicator": subject.short, "year": year}
    if ours:
        point = ours[0]
        amount = subject.amount(point.value, point.decimals, point.qualifier, lang)
        words = marked(amount, point.value_basis, look)
        return t(
            "chart.dist.title.own", lang, name=point.name, figure=words, place=_place(point, spread, subject, look),
            **common,
        )  # fmt: skip
    if spread.quarters is None:
        return t("chart.dist.title.level", lang, **common)
    first, middle, third = (subject.plain(quarter) for quarter in spread.quarters)
    return t("chart.dist.title", lang, first=first, median=middle, third=third, **common)


def _place(point: Point, spread: Spread, subject: Subject, look: Look) -> str:
    """ "thứ 12 trong 60 đơn vị có số liệu": a place among what is drawn, never a published rank."""
    ranked = places([p.y or 0.0 for p in spread.sound], not subject.lower_is_better())
    if subject.direction == "neutral" and not subject.is_level:
        return t("chart.dist.neutral", look.lang, place=_count_of(point, spread, ranked), n=len(spread.sound))
    return t("chart.bars.place", look.lang, place=_count_of(point, spread, ranked), n=numbers.count(len(spread.sound)))


def _count_of(point: Point, spread: Spread, ranked: Sequence[int]) -> str:
    return numbers.count(ranked[spread.sound.index(point)])


def _notes(spread: Spread, subject: Subject, look: Look) -> list[str]:
    lang = look.lang
    notes = []
    if not subject.is_level:
        width = spread.edges[1] - spread.edges[0]
        notes.append(t("chart.dist.note.columns", lang, width=numbers.number(width, None)))
    if spread.quarters:
        notes.append(t("chart.dist.note.quarters", lang))
    if spread.others:
        notes.append(plural("chart.dist.note.hollow", len(spread.others), lang))
    if any(point.basis == "recomputed" for point in spread.sound):
        notes.append(t("chart.dist.note.recomputed", lang))
    if any(point.conflict for point in spread.sound):
        notes.append(t("chart.note.conflict", lang))
    if spread.left_out:
        notes.append(plural("chart.note.other_method", spread.left_out, lang))
    return notes


def _few(spread: Spread, look: Look) -> str:
    if not spread.sound:
        return t("chart.empty", look.lang)
    return t("chart.dist.few", look.lang, least=LEAST, n=len(spread.sound))


def _marks(
    spread: Spread, subject: Subject, mean: tuple[str, float] | None, look: Look
) -> list[tuple[dict[str, Any], tuple[float, str, str]]]:
    """Median, quartiles and mean: the line of each, and its place, words and colour."""
    colours = look.palette
    found: list[tuple[float, str, str, str]] = []
    if spread.quarters:
        for value, key, dash in zip(
            spread.quarters, ("first", "median", "third"), ("dot", "solid", "dot"), strict=True
        ):
            words = t(f"chart.dist.{key}", look.lang, value=subject.plain(value))
            found.append((value, words, colours.text if key == "median" else colours.muted, dash))
    if mean:
        label = f"{layout.escape(mean[0])} {subject.plain(mean[1])}"
        found.append((mean[1], label, colours.mean.text, "dash"))
    return [
        (
            {
                "type": "line",
                "x0": value,
                "x1": value,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "layer": "above",
                "line": {"color": colour, "width": 1.5, "dash": dash},
            },
            (value, words, colour),
        )
        for value, words, colour, dash in found
    ]


def _labels(
    marks: Sequence[tuple[float, str, str]], look: Look, low: float, per_unit: float, side: float
) -> list[dict[str, Any]]:
    """The names of the lines above the plot, moved sideways where they would touch."""
    size = look.size(11.5)
    widths = [layout.text_width(words, size) for _, words, _ in marks]
    shifts = labels.spread(
        [(value - low) * per_unit for value, _, _ in marks], widths, -side + 2, look.width - side - 2
    )
    return [
        {
            "name": "mark",
            "x": value,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 3,
            "xanchor": "center",
            "xshift": round(shift, 1),
            "text": words,
            "showarrow": False,
            "font": {"size": size, "color": colour},
        }
        for (value, words, colour), shift in zip(marks, shifts, strict=True)
    ]


def _names(
    named: Sequence[Point],
    spread: Spread,
    inked: dict[str, Ink],
    own: str | None,
    subject: Subject,
    look: Look,
    low: float,
    per_unit: float,
    rug: float,
) -> list[dict[str, Any]]:
    """Names between columns and dots: our own with value and place, then as many of the chosen as fit."""
    size, room = look.size(LABEL), float(look.width - 12)
    kept: list[tuple[Point, str, float]] = []
    for point in sorted(named, key=lambda p: (p.unit_id != own, list(inked).index(p.unit_id))):
        text = f"<b>{layout.escape(layout.cut(point.name, 18))}</b> {written(point, subject, 'value')}"
        if point.unit_id == own and point in spread.sound and not look.narrow:
            text += f" · {_place(point, spread, subject, look)}"
        width = layout.text_width(text, size, bold=True)
        if width + 10 <= room:
            kept.append((point, text, width))
            room -= width + 10
    wanted = [((point.y or 0.0) - low) * per_unit for point, _, _ in kept]
    shifts = labels.spread(wanted, [width for _, _, width in kept], -10, look.width - 22)
    return [
        {
            "name": "label",
            "x": point.y,
            "y": rug,
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": "center",
            "xshift": round(shift, 1),
            "text": text,
            "showarrow": False,
            "font": {"size": size, "color": inked[point.unit_id].text},
            "bgcolor": look.palette.background,
            "borderpad": 1,
        }
        for (point, text, _), shift in zip(kept, shifts, strict=True)
    ]


def _columns(spread: Spread, counts: Sequence[int], own: str | None, subject: Subject, look: Look) -> dict[str, Any]:
    colours = look.palette
    ours = {spread.column(point.y or 0.0) for point in spread.sound if point.unit_id == own}
    names: list[list[str]] = [[] for _ in counts]
    for point in sorted(spread.sound, key=lambda p: p.name):
        names[spread.column(point.y or 0.0)].append(point.name)
    width = spread.edges[1] - spread.edges[0]
    return {
        "type": "bar",
        "meta": "columns",
        "x": [(a + b) / 2 for a, b in zip(spread.edges, spread.edges[1:], strict=False)],
        "y": list(counts),
        "width": width * 0.95,
        "text": [numbers.count(count) if count else "" for count in counts],
        "textposition": "outside",
        "textfont": {"size": look.size(12), "color": colours.muted},
        "cliponaxis": False,
        "hovertext": [_column_words(spread, i, names[i], subject, look) for i in range(len(counts))],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": colours.field_bar,
            "line": {
                "color": [colours.own.line if i in ours else colours.background for i in range(len(counts))],
                "width": [2.5 if i in ours else 0 for i in range(len(counts))],
            },
        },
    }


def _column_words(spread: Spread, i: int, names: Sequence[str], subject: Subject, look: Look) -> str:
    if subject.is_level:
        between = subject.plain(i + 1)
    else:
        low, high = (numbers.number(edge, None) for edge in spread.edges[i : i + 2])
        last = i == len(spread.edges) - 2
        between = t("chart.dist.column_last" if last else "chart.dist.column", look.lang, low=low, high=high)
    listed = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
    units = plural("chart.units", len(names), look.lang)
    return f"<b>{between}</b>: {units}<br>{layout.wrapped(listed, 40 if look.narrow else 64)}"


def _dots(
    points: Sequence[Point],
    levels: Sequence[int],
    inked: dict[str, Ink],
    own: str | None,
    subject: Subject,
    look: Look,
) -> dict[str, Any]:
    """Every unit as a dot, the coloured ones on top."""
    order = sorted(range(len(points)), key=lambda i: (points[i].unit_id == own, points[i].unit_id in inked))
    shown, dot = [points[i] for i in order], look.size(DOT)
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "meta": "dots",
        "yaxis": "y2",
        "x": [point.y for point in shown],
        "y": [levels[i] for i in order],
        "text": [hover(point, subject, look, "value") for point in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": [point.symbol for point in shown],
            "color": [inked[p.unit_id].line if p.unit_id in inked else look.palette.field for p in shown],
            "size": [dot + 3 if p.unit_id == own else dot if p.unit_id in inked else dot - 1 for p in shown],
            "opacity": 1,
            "line": {"width": 1.25, "color": look.palette.background},
        },
    }
    if any(point.figure_id for point in shown):
        trace["customdata"] = [point.figure_id for point in shown]
    return trace


def _better(subject: Subject, look: Look) -> dict[str, Any]:
    """Which way is better."""
    neutral = subject.direction == "neutral" and not subject.is_level
    return {
        "x": 1,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "top",
        "yshift": -look.size(24),
        "text": t("chart.strip.higher" if neutral else "chart.strip.better", look.lang),
        "showarrow": False,
        "font": {"size": look.size(11), "color": look.palette.muted},
    }
