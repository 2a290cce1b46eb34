"""All units of one year as ranked horizontal bars, the best on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.caption import Caption, extent, newest_sentence, scale, source_line, written
from egov_metrics.charts.inks import inks, row_name
from egov_metrics.charts.line_traces import legend_of_nothings
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.palette import Ink
from egov_metrics.charts.points import Point, hover, read
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

ROW = 24
RING = " ○"
"""Stands after a number that is not published as such."""
LABEL = 12.5


@dataclass(frozen=True)
class _Bar:
    """One unit with a figure; `place` is what the order goes by, `told` is False for one that is only a bound or
    about right ("hơn 91"), which has no place."""

    point: Point
    ink: Ink | None
    is_own: bool
    place: int
    told: bool
    is_hatched: bool


def places(values: Sequence[float], higher_is_first: bool = True) -> list[int]:
    """Standard competition ranks: equal values share a place and the next ones are skipped (1, 2, 2, 4)."""
    ordered = sorted(values, reverse=higher_is_first)
    first = {value: i for i, value in reversed(list(enumerate(ordered, start=1)))}
    return [first[value] for value in values]


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

    Values start at 0 (or at the lower bound of the scale when it is greater), so that lengths compare; bars of ranks
    run from the last place, so that longer is better there too. `mean` is a label and its value, drawn as a line and
    left out for ranks. Units without a figure stand below with their kind of nothing. Without any row: `layout.empty`.
    """
    look = look or Look()
    bars, rest = _sorted(frame, subject, own, chosen, measure, look)
    if not bars and not rest:
        return layout.empty(look, t("chart.empty", look.lang), look.height or 200)
    rows, size, inked = len(bars) + len(rest), look.size(LABEL), inks(own, chosen, look)
    names = [row_name(bar.point.name, bar.ink, look) for bar in bars]
    names += [row_name(point.name, inked.get(point.unit_id), look) for point in rest]
    left = min(max(layout.text_width(name, size, bold=True) for name in names) + 14, look.width * 0.45)
    labels = [_label(bar.point, subject, measure) for bar in bars]
    right = max((layout.text_width(label, size, bold=True) for label in labels), default=0) + 14
    worst = _worst(bars, subject, measure)
    start = 0.0 if worst or not subject.scale_min or subject.scale_min < 0 else subject.scale_min
    lengths = [worst + 1 - (bar.point.y or 0.0) if worst else bar.point.y or 0.0 for bar in bars]
    low, high = min([start, *lengths]), max([start, *lengths]) or 1.0
    top, bottom = round(look.size(30)) if mean and measure == "value" else 8, round(look.size(28))
    height = look.height or round(rows * look.size(ROW)) + top + bottom
    made = layout.base(look, height, (round(left), top, round(right), bottom))
    made["bargap"] = 0.28
    made["xaxis"] = _x_axis(look, subject, worst, low, high, look.width - left - right)
    made["yaxis"] = layout.rows_axis(look, names, size)
    if mean and measure == "value":
        made |= _mean(mean, subject, look, low, high)
    data = [_bars(bars, lengths, subject, measure, look)] if bars else []
    if bars:
        # With the line of a mean the numbers stand in one column at the right edge, where the line cannot cross them.
        beside = [high] * len(bars) if "shapes" in made else lengths
        data.append(_numbers(bars, beside, labels, look))
    if rest:
        data.append(_rest(rest, len(bars), low, look))
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
    bars, rest = _sorted(frame, subject, own, chosen, measure, look)
    points = [bar.point for bar in bars]
    if not points:
        words = t("chart.empty", look.lang)
        return Caption(title or subject.name, scale(subject, measure, look), "", "", words)
    year = max(point.year for point in points)
    units = plural("chart.units", len(points), look.lang)
    kind = "value_neutral" if measure == "value" and subject.direction == "neutral" else measure
    notes = []
    if any(bar.is_hatched for bar in bars):
        notes.append(t("chart.note.hatch", look.lang))
    if any(_label(point, subject, measure).endswith(RING) for point in points):
        notes.append(t("chart.bars.note.ring", look.lang))
    nothings = legend_of_nothings(rest, look)
    if nothings:
        notes.append(t("chart.note.nothings", look.lang, nothings=nothings))
    range_words = extent(points, subject, measure, look)
    what = t("chart.alt.bars", look.lang, indicator=subject.name, year=year, units=units, extent=range_words)
    own_points = [bar.point for bar in bars if bar.is_own]
    named = own_points + [bar.point for bar in bars if bar.ink and not bar.is_own]
    return Caption(
        title=title or t(f"chart.bars.title.{kind}", look.lang, indicator=subject.short, year=year),
        subtitle=f"{scale(subject, measure, look)}. {units}, {year}.",
        source=source_line(named or points, look),
        method=" ".join(notes),
        alt=" ".join([what, *([newest_sentence(own_points, subject, look)] if own_points else [])]),
    )


def _sorted(
    frame: pd.DataFrame, subject: Subject, own: str | None, chosen: Sequence[str], measure: Measure, look: Look
) -> tuple[list[_Bar], list[Point]]:
    """Units with a figure from the best down (ties by name), then those with a kind of nothing by name."""
    points = read(frame, measure)
    inked = inks(own, chosen, look)
    shown = [point for point in points if point.y is not None]
    ranked = places([point.y or 0.0 for point in shown], not subject.lower_is_better(measure))
    bars = [
        _Bar(
            point,
            inked.get(point.unit_id),
            point.unit_id == own,
            place,
            told=measure == "rank" or point.qualifier in ("exact", "target"),
            is_hatched=point.is_hollow if measure == "value" else not point.is_published,
        )
        for point, place in zip(shown, ranked, strict=True)
    ]
    bars.sort(key=lambda bar: (bar.place, bar.point.rank or 10**9, bar.point.name))
    rest = sorted((p for p in points if p.y is None and p.nothing), key=lambda point: point.name)
    return bars, rest


def _bars(
    bars: Sequence[_Bar],
    lengths: Sequence[float],
    subject: Subject,
    measure: Measure,
    look: Look,
) -> dict[str, Any]:
    colours = look.palette
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "meta": "bars",
        "x": list(lengths),
        "y": list(range(len(bars))),
        "hovertext": [
            hover(bar.point, subject, look, measure) + place for bar, place in zip(bars, _told(bars, look), strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [bar.ink.line if bar.ink else colours.field_bar for bar in bars],
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if bar.is_hatched else "" for bar in bars],
                "fillmode": "overlay",
                "fgcolor": [colours.background if bar.ink else colours.muted for bar in bars],
                "fgopacity": 0.75,
                "size": 7,
                "solidity": 0.25,
            },
        },
    }
    if any(bar.point.figure_id for bar in bars):
        trace["customdata"] = [bar.point.figure_id for bar in bars]
    return trace


def _told(bars: Sequence[_Bar], look: Look) -> list[str]:
    """The place of each bar, for its hover text; none of a bound, and none at all beside one that could be anywhere."""
    if not all(bar.told for bar in bars):
        return [""] * len(bars)
    n = numbers.count(len(bars))
    return [f"<br>{t('chart.bars.place', look.lang, place=numbers.count(bar.place), n=n)}" for bar in bars]


def _numbers(bars: Sequence[_Bar], beside: Sequence[float], labels: Sequence[str], look: Look) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "numbers",
        "x": list(beside),
        "y": list(range(len(bars))),
        "text": [f" <b>{label}</b>" if bar.ink else f" {label}" for bar, label in zip(bars, labels, strict=True)],
        "textposition": "middle right",
        "textfont": {
            "size": look.size(LABEL),
            "color": [bar.ink.text if bar.ink else look.palette.text for bar in bars],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _rest(points: Sequence[Point], first_row: int, low: float, look: Look) -> dict[str, Any]:
    said = [numbers.nothing(point.nothing or "", look.lang) for point in points]
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "nothing",
        "x": [low] * len(points),
        "y": list(range(first_row, first_row + len(points))),
        "text": [f" {mark} {words}" for mark, words in said],
        "textposition": "middle right",
        "textfont": {"size": look.size(LABEL), "color": look.palette.muted},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _label(point: Point, subject: Subject, measure: Measure) -> str:
    """ "90,02 · 12/63", or what there is of it; the measured one first. The other one has a ring when it is not
    published: the bar is hatched only for what it measures."""
    value = written(point, subject, "value") if point.value is not None else ""
    rank = written(point, subject, "rank") if point.rank is not None else ""
    if rank and measure == "value" and point.rank_basis != "published":
        rank += RING
    if value and measure == "rank" and point.value_basis != "published":
        value += RING
    parts = [value, rank] if measure == "value" else [rank, value]
    return " · ".join(part for part in parts if part)


def _worst(bars: Sequence[_Bar], subject: Subject, measure: Measure) -> int:
    """The last place, from which bars of ranks (and of levels, where it is IV) run; 0 for other values."""
    if measure == "rank":
        return max((max(bar.point.rank or 0, bar.point.rank_of or 0) for bar in bars), default=1)
    return len(numbers.LEVELS) if subject.is_level else 0


def _x_axis(look: Look, subject: Subject, worst: int, low: float, high: float, plot_width: float) -> dict[str, Any]:
    about = max(2, int(plot_width / 90))
    if worst:
        ranks = layout.rank_ticks(worst, len(numbers.LEVELS) if subject.is_level else about)
        texts = [numbers.level(r) if subject.is_level else numbers.count(r) for r in ranks]
        axis = layout.number_axis(look, [worst + 1 - r for r in ranks], texts, 0, worst)
    else:
        ticks = layout.nice_ticks(low, high, about)
        axis = layout.number_axis(look, ticks, layout.tick_texts(ticks), low, high)
    return axis | {"layer": "below traces", "side": "bottom"}


def _mean(mean: tuple[str, float], subject: Subject, look: Look, low: float, high: float) -> dict[str, Any]:
    label, value = mean
    colours = look.palette
    share = (value - low) / (high - low) if high > low else 0.0
    line = {"color": colours.mean.line, "width": 1.5, "dash": "dash"}
    shape = {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper"}
    return {
        "shapes": [shape | {"line": line, "layer": "above"}],
        "annotations": [
            {
                "name": "mean",
                "x": value,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "yshift": 4,
                "xanchor": "right" if share > 0.5 else "left",
                "text": f"{layout.escape(label)} {subject.plain(value)}",
                "showarrow": False,
                "font": {"size": look.size(layout.SMALL), "color": colours.mean.text},
            }
        ],
    }
