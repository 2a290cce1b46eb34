"""Two years of one indicator, a row for each unit that has both, the best of the later year on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import axes, layout, pairs_caption
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.inks import inks, row_name
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.pairs import Link, Pair, read_pairs
from egov_metrics.charts.palette import Ink, mix
from egov_metrics.charts.points import Point, hover
from egov_metrics.i18n.texts import t

ROW = 24
LABEL = 12.5
DOT = 11
BETTER, WORSE = "▲", "▼"


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
    """The figure for the rows of two years (`points.COLUMNS`); the height grows with the rows.

    The better end of the axis is on the right; the earlier year is a pale dot, the later a dark one (hollow when it was
    not published), the change stands at the end of the row with its sign and says by an arrow whether it is for the
    better. `across`, `alike`, ValueError and the empty case are as of `slope.build`; across a break the change is in
    brackets, without an arrow.
    """
    look = look or Look()
    pairs = _sorted(read_pairs(frame, years, measure, across, alike), subject, measure)
    if not pairs:
        return layout.empty(look, pairs_caption.empty_words(years, look), look.height or 200)
    inked, size = inks(own, chosen, look), look.size(LABEL)
    names = [row_name(pair.name, inked.get(pair.unit_id), look) for pair in pairs]
    ends = [_end(pair, subject, across, look) for pair in pairs]
    left = min(max(layout.text_width(name, size, bold=True) for name in names) + 16, look.width * 0.42)
    right = max(layout.text_width(end, size, bold=True) for end in ends) + 22
    plot_width = max(60.0, look.width - left - right)
    note = layout.wrapped(across, max(24, int((look.width - 20) / look.size(7)))) if across else ""
    note_lines = note.count("<br>") + 1 if note else 0
    top, bottom = round(look.size(26 + 17 * note_lines)), round(look.size(28))
    height = look.height or round(len(pairs) * look.size(ROW)) + top + bottom
    points = [point for pair in pairs for point in (pair.before, pair.after)]
    low, high, ticks, texts = axes.towards_better(points, subject, measure, (), max(2, int(plot_width / look.size(90))))
    made = layout.base(look, height, (round(left), top, round(right), bottom))
    made["xaxis"] = layout.number_axis(look, ticks, texts, low, high)
    made["yaxis"] = layout.rows_axis(look, names, size)
    made["annotations"] = [*_heads(years, note, look, left), *_ends(pairs, ends, inked, look, size)]
    data = [_bars(pairs, link, inked, unit, look) for link in ("dot", "dash", "solid") for unit in [None, *inked]]
    data += [_dots(pairs, inked, subject, look, later) for later in (False, True)]
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
    pairs = _sorted(read_pairs(frame, years, measure, across, alike), subject, measure)
    notes = [t("chart.dumbbell.ends", look.lang, first=years[0], last=years[1])]
    if not across and any(pair.better(subject) for pair in pairs):
        notes.append(t("chart.dumbbell.arrows", look.lang))
    return pairs_caption.caption("dumbbell", pairs, subject, years, own, chosen, measure, across, look, title, notes)


def _sorted(pairs: Sequence[Pair], subject: Subject, measure: Measure) -> list[Pair]:
    """By the later figure from the best down, equal ones by name."""
    sign = 1 if subject.lower_is_better(measure) else -1
    return sorted(pairs, key=lambda pair: (sign * (pair.after.y or 0.0), pair.name))


def _end(pair: Pair, subject: Subject, across: str | None, look: Look) -> str:
    """What stands at the end of a row: "90,02  +1,20 ▲"; on a phone without the figure."""
    words = pair.change_words(subject, look)
    change = pair.change(subject)
    if across:
        told = f"({words})" if change is not None else words
    else:
        told = words + {1: f" {BETTER}", -1: f" {WORSE}", 0: ""}[pair.better(subject)]
    if look.narrow:
        return told
    return f"{pairs_caption.short_figure(pair.after, subject, pair.measure)}  {told}"


def _heads(years: tuple[int, int], note: str, look: Look, left: float) -> list[dict[str, Any]]:
    """Above the plot: which dot is which year, and the words of a break."""
    ink = look.palette.more
    colours = (_pale(ink, look), ink.line)
    key = "   ".join(
        f'<span style="color:{colour}">●</span> {year}' for colour, year in zip(colours, years, strict=True)
    )
    place = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False, "align": "left"}
    heads = [
        place
        | {
            "name": "key",
            "x": 0,
            "xanchor": "left",
            "yshift": 4,
            "text": key,
            "font": {"size": look.size(13), "color": look.palette.text},
        }
    ]
    if note:
        heads.append(
            place
            | {
                "name": "across",
                "x": 0,
                "xanchor": "left",
                "xshift": 8 - round(left),
                "yshift": look.size(24),
                "text": f"<i>{note}</i>",
                "font": {"size": look.size(12.5), "color": look.palette.muted},
            }
        )
    return heads


def _ends(
    pairs: Sequence[Pair], ends: Sequence[str], inked: dict[str, Ink], look: Look, size: float
) -> list[dict[str, Any]]:
    notes = []
    for row, (pair, end) in enumerate(zip(pairs, ends, strict=True)):
        ink = inked.get(pair.unit_id)
        notes.append(
            {
                "name": "end",
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 12,
                "y": row,
                "yanchor": "middle",
                "text": f"<b>{end}</b>" if ink else end,
                "showarrow": False,
                "font": {"size": size, "color": ink.text if ink else look.palette.text},
            }
        )
    return notes


def _bars(pairs: Sequence[Pair], link: Link, inked: dict[str, Ink], unit: str | None, look: Look) -> dict[str, Any]:
    """The bars between the dots of one unit, or of all that are grey (`unit` None), as far as they are joined so."""
    rows = [
        (row, pair)
        for row, pair in enumerate(pairs)
        if pair.link == link and (pair.unit_id == unit if unit else pair.unit_id not in inked)
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "meta": "bar",
        "x": [x for _, pair in rows for x in (pair.before.y, pair.after.y, None)],
        "y": [y for row, _ in rows for y in (row, row, None)],
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {
            "color": inked[unit].line if unit else look.palette.field,
            "width": look.size(3),
            "dash": link,
        },
    }


def _dots(pairs: Sequence[Pair], inked: dict[str, Ink], subject: Subject, look: Look, later: bool) -> dict[str, Any]:
    """The dots of one of the years, the later ones on top."""
    points: list[Point] = [pair.after if later else pair.before for pair in pairs]
    colours = [inked.get(pair.unit_id, look.palette.more) for pair in pairs]
    change = [_hover(pair, subject, look) for pair in pairs]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "meta": "later" if later else "earlier",
        "x": [point.y for point in points],
        "y": list(range(len(pairs))),
        "text": [
            hover(point, subject, look, pair.measure) + words
            for point, pair, words in zip(points, pairs, change, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "size": look.size(DOT if later else DOT - 2),
            "symbol": [point.symbol for point in points],
            "color": [ink.line if later else _pale(ink, look) for ink in colours],
            "opacity": 1,
            "line": {
                "width": [2 if point.is_hollow else 1.5 for point in points],
                "color": [
                    (ink.line if later else _pale(ink, look)) if point.is_hollow else look.palette.background
                    for point, ink in zip(points, colours, strict=True)
                ],
            },
        },
    }
    if any(point.figure_id for point in points):
        trace["customdata"] = [point.figure_id for point in points]
    return trace


def _hover(pair: Pair, subject: Subject, look: Look) -> str:
    if pair.change(subject) is None or pair.link not in ("solid", "dot"):
        return ""
    return "<br>" + t("chart.pair.change", look.lang, change=pair.change_words(subject, look))


def _pale(ink: Ink, look: Look) -> str:
    """The earlier year in the hue of the unit: half way to the page."""
    return mix(ink.line, look.palette.background, 0.5)
