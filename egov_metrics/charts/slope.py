"""Two years of one indicator, a line for each unit that has both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import axes, ends, layout, line, pairs_caption
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.ends import Tag
from egov_metrics.charts.inks import inks
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.pairs import Link, Pair, picked, read_pairs
from egov_metrics.charts.palette import Ink
from egov_metrics.charts.points import hover
from egov_metrics.i18n.texts import t

HEIGHT = 470
NAMED, NAMED_NARROW = 18, 10
"""So many units are all named when nobody chose any."""
WIDEST = 620
"""A plot need not be wider than so many pixels: two years more apart are harder to read, not easier."""


def build(
    frame: pd.DataFrame,
    subject: Subject,
    *,
    years: tuple[int, int],
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    across: str | None = None,
    alike: bool = False,
    look: Look | None = None,
) -> go.Figure:
    """The figure for the rows of two years (`points.COLUMNS`).

    Our own unit and the chosen ones have name, figures and change at the ends, others are grey. `across` (words) is
    what lies between the years when they are not measured alike and the reader asked for them all the same: then all
    lines are dashed, no change is written and the words stand in the chart. Values of two methods without it are a
    ValueError, unless `alike` says that the versions compare. Ranks that are not like for like are dotted. Values that
    were not published have hollow marks and no line. No unit with both: `layout.empty`.
    """
    look = look or Look()
    pairs = read_pairs(frame, years, measure, across, alike)
    if not pairs:
        return layout.empty(look, pairs_caption.empty_words(years, look), look.height or 200)
    named = _named(pairs, own, chosen)
    inked = inks(own, [pair.unit_id for pair in named], look)
    points = [point for pair in pairs for point in (pair.before, pair.after)]
    low, high, ticks, texts = axes.over_time(points, subject, measure)
    left_tags, right_tags = _tags(named or _told(pairs, subject, look), inked, subject, across, look)
    size = line.LABEL_NARROW if look.narrow else look.size(line.LABEL)
    left, right = (ends.gutter(tags, size) for tags in (left_tags, right_tags))
    if not left_tags:
        left = layout.left_of(texts, look) + 8
    right = max(right, look.size(30))
    spare = max(0.0, look.width - left - right - look.size(WIDEST))
    left, right = left + spare / 2, right + spare / 2
    plot_width = max(60.0, look.width - left - right)
    note = layout.wrapped(across, max(20, int(plot_width / look.size(7)))) if across else ""
    top = round(look.size(36) + look.size(17) * (note.count("<br>") + 1 if note else 0))
    height = look.height or (line.HEIGHT_NARROW if look.narrow else HEIGHT)
    plot_height = max(40, height - top - 14)
    made = layout.base(look, height, (round(left), top, round(right), 14))
    made["xaxis"] = layout.number_axis(look, [0, 1], [f"<b>{year}</b>" for year in years], 0, 1) | {
        "side": "top",
        "ticks": "outside",
        "ticklen": 10,
        "tickcolor": "rgba(0,0,0,0)",
        "gridcolor": look.palette.axis,
        "tickfont": {"size": look.size(15), "color": look.palette.text},
    }
    made["yaxis"] = layout.number_axis(look, ticks, texts, low, high) | {
        "showticklabels": not left_tags,
        # Lines without their numbers would tell nothing: the figures stand at the ends.
        "showgrid": not left_tags,
        "ticks": "outside",
        "ticklen": 8,
        "tickcolor": "rgba(0,0,0,0)",
    }
    made["annotations"] = [
        *ends.beside(left_tags, look, size, low, high, plot_height, "left"),
        *ends.beside(right_tags, look, size, low, high, plot_height),
        *([_across(note, look)] if note else []),
    ]
    grey = [pair for pair in pairs if pair.unit_id not in inked]
    data: list[dict[str, Any]] = []
    links: tuple[Link, ...] = ("none", "dot", "dash", "solid")
    for link in links:
        data.append(_lines([p for p in grey if p.link == link], link, None, "field", subject, look))
    for pair in reversed(named):
        meta = "own" if pair.unit_id == own else "chosen"
        data.append(_lines([pair], pair.link, inked[pair.unit_id], meta, subject, look))
    return layout.figure([trace for trace in data if trace["x"]], made)


def caption(
    frame: pd.DataFrame,
    subject: Subject,
    *,
    years: tuple[int, int],
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    across: str | None = None,
    alike: bool = False,
    look: Look | None = None,
    title: str | None = None,
) -> Caption:
    """The words around `build` with the same arguments; `title` replaces the one that is made from the data."""
    look = look or Look()
    pairs = read_pairs(frame, years, measure, across, alike)
    notes = [t("chart.note.field", look.lang)] if len(_named(pairs, own, chosen)) < len(pairs) else []
    return pairs_caption.caption(
        "slope", pairs, subject, years, own, chosen, measure, across, look, title, notes if own or chosen else []
    )


def _named(pairs: Sequence[Pair], own: str | None, chosen: Sequence[str]) -> list[Pair]:
    """The units in colour: our own, the chosen; all when there are few and nobody chose."""
    named = picked(pairs, own, chosen)
    return named if named or len(pairs) > line.FEW else list(pairs)


def _told(pairs: Sequence[Pair], subject: Subject, look: Look) -> list[Pair]:
    """Which units are named in grey when none is in colour: those that rose and fell most, or all of a few."""
    if len(pairs) <= (NAMED_NARROW if look.narrow else NAMED):
        return list(pairs)
    told = [pair for pair in pairs if pair.link in ("solid", "dot") and pair.change(subject)]
    moved = sorted(told, key=lambda pair: pair.change(subject) or 0)
    return [*moved[:2], *moved[2:][-2:]]


def _tags(
    named: Sequence[Pair], inked: dict[str, Ink], subject: Subject, across: str | None, look: Look
) -> tuple[list[Tag], list[Tag]]:
    """The labels at the left (name and figure, on a phone the figure) and at the right (and the change)."""
    left, right = [], []
    for pair in named:
        ink = inked.get(pair.unit_id)
        colour = ink.text if ink else look.palette.muted
        name = layout.escape(layout.cut(pair.name, 15 if look.narrow else 26))
        name = f"<b>{name}</b>" if ink else name
        first, last = (pairs_caption.short_figure(p, subject, pair.measure) for p in (pair.before, pair.after))
        left.append(Tag(first if look.narrow else f"{name} {first}", pair.before.y or 0.0, colour))
        told = "" if across or pair.change(subject) is None else f" ({pair.change_words(subject, look)})"
        between = "<br>" if look.narrow else " "
        # A change of places is too long for a phone beside the rank; position and hover text tell it there.
        told = "" if look.narrow and pair.measure == "rank" else told
        right.append(Tag(f"{name}{between}{last}{told}", pair.after.y or 0.0, colour))
    return left, right


def _lines(
    pairs: Sequence[Pair], link: Link, ink: Ink | None, meta: str, subject: Subject, look: Look
) -> dict[str, Any]:
    """The lines of some units as one trace, each with a mark at both ends."""
    colour = ink.line if ink else look.palette.field
    words = [_hover(pair, subject, look) for pair in pairs]
    gap = [None] if link != "none" else []
    symbols = [symbol for pair in pairs for symbol in (pair.before.symbol, pair.after.symbol, *(["circle"] * len(gap)))]
    ids = [uid for pair in pairs for uid in (pair.before.figure_id, pair.after.figure_id, *gap)]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers" if link == "none" else "lines+markers",
        "meta": meta,
        "name": pairs[0].name if ink and pairs else "",
        "x": [x for _ in pairs for x in (0.0, 1.0, *gap)],
        "y": [y for pair in pairs for y in (pair.before.y, pair.after.y, *gap)],
        "text": [text for both in words for text in (*both, *gap)],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "hoverlabel": {"bordercolor": colour if ink else look.palette.axis},
        "line": {
            "color": colour,
            "width": look.size(3.25 if meta == "own" else 2.5) if ink else 1,
            "dash": "solid" if link == "none" else link,
        },
        "marker": {
            "color": colour,
            "size": 10 if ink else 5,
            "opacity": 1,
            "symbol": symbols,
            "line": {"width": 1.5, "color": look.palette.background if ink else colour},
        },
    }
    if any(ids):
        trace["customdata"] = ids
    return trace


def _hover(pair: Pair, subject: Subject, look: Look) -> tuple[str, str]:
    change = ""
    if pair.change(subject) is not None and pair.link in ("solid", "dot"):
        change = "<br>" + t("chart.pair.change", look.lang, change=pair.change_words(subject, look))
    return (
        hover(pair.before, subject, look, pair.measure) + change,
        hover(pair.after, subject, look, pair.measure) + change,
    )


def _across(note: str, look: Look) -> dict[str, Any]:
    """The words of the break, between the years above the plot."""
    return {
        "name": "across",
        "x": 0.5,
        "xref": "paper",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": look.size(34),
        "text": f"<i>{note}</i>",
        "showarrow": False,
        "font": {"size": look.size(12.5), "color": look.palette.muted},
    }
