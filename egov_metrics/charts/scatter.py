"""Two indicators against each other: a dot for each unit that has both, each indicator on its own axis and scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis.association import spearman
from egov_metrics.analysis.insights import gates
from egov_metrics.analysis.territory import PRESENT_PROVINCES
from egov_metrics.charts import axes, layout
from egov_metrics.charts.caption import Caption, scale, source_line
from egov_metrics.charts.inks import inks
from egov_metrics.charts.labels import Box, beside
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.palette import Ink
from egov_metrics.charts.points import Point, drawn, marked, of_one_method, read, standing
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.units.keys import order_of

HEIGHT, HEIGHT_NARROW = 500, 420
DOT = 10
LABEL = 13
EMPTY = 200
"""Height of what stands in the place of a chart."""
LEAST = 3
"""Fewer units than this show no pattern."""
ALL_NAMED = 16
"""Up to so many units all are named, as far as the names find room."""


@dataclass(frozen=True)
class Field:
    """What is drawn: the units with both figures, how many were measured by another method and left out, and the
    medians of those whose figures are both sound (None without any)."""

    units: list[tuple[Point, Point]]
    left_out: int
    medians: tuple[float, float] | None

    @property
    def sound(self) -> list[tuple[Point, Point]]:
        """The units that enter medians and correlation."""
        return [pair for pair in self.units if pair[0].is_sound and pair[1].is_sound]


def build(
    frame_x: pd.DataFrame,
    frame_y: pd.DataFrame,
    subject_x: Subject,
    subject_y: Subject,
    *,
    year_x: int,
    year_y: int,
    own: str | None = None,
    chosen: Sequence[str] = (),
    look: Look | None = None,
) -> go.Figure:
    """The figure for the rows of `year_x` and `year_y` (`points.COLUMNS`; rows of other years are passed over).

    The better end of each axis is on the right and on top. Thin lines at the medians (of exact figures, published or
    recomputed) part four named quarters. Of each indicator only the method that most units have is drawn. A hollow dot
    has a figure that was not published as it stands. Fewer than `LEAST` units with both: `layout.empty`.
    """
    look = look or Look()
    found = read_field(frame_x, frame_y, year_x, year_y)
    if len(found.units) < LEAST:
        return layout.empty(replace(look, height=EMPTY), _few(found, look), EMPTY)
    inked = inks(own, chosen, look)
    xs, ys = [one for one, _ in found.units], [other for _, other in found.units]
    height = look.height or (HEIGHT_NARROW if look.narrow else HEIGHT)
    top, bottom, right = round(look.size(50)), round(look.size(50)), 16
    scale_y = _roomy(axes.towards_better(ys, subject_y, "value"), look.size(20) / max(height - top - bottom, 80))
    left = layout.left_of(scale_y.texts, look)
    plot_width, plot_height = max(60.0, look.width - left - right), max(80.0, height - top - bottom)
    scale_x = axes.towards_better(xs, subject_x, "value", (), max(3, int(plot_width / look.size(90))))
    made = layout.base(look, height, (round(left), top, right, bottom))
    made["xaxis"] = layout.number_axis(look, scale_x.ticks, scale_x.texts, scale_x.low, scale_x.high) | {
        "showline": True,
        "linecolor": look.palette.axis,
    }
    made["yaxis"] = layout.number_axis(look, scale_y.ticks, scale_y.texts, scale_y.low, scale_y.high)
    made["shapes"] = _median_lines(found, look)
    pixels = [
        (
            ((one.y or 0.0) - scale_x.low) / (scale_x.high - scale_x.low) * plot_width,
            ((other.y or 0.0) - scale_y.low) / (scale_y.high - scale_y.low) * plot_height,
        )
        for one, other in found.units
    ]
    corners = _quarters(found, subject_x, subject_y, look)
    plot = (plot_width, plot_height)
    made["annotations"] = [
        *_axis_names(subject_x, subject_y, year_x, year_y, look, left),
        *corners,
        *_medians(
            found,
            subject_x,
            subject_y,
            look,
            _is_free_at_right(found, pixels, scale_y, look, plot),
        ),
        *_names(found, pixels, inked, own, look, plot, corners, _strokes(found, scale_x, scale_y, plot)),
    ]
    return layout.figure([_dots(found, inked, own, subject_x, subject_y, look)], made)


def caption(
    frame_x: pd.DataFrame,
    frame_y: pd.DataFrame,
    subject_x: Subject,
    subject_y: Subject,
    *,
    year_x: int,
    year_y: int,
    own: str | None = None,
    chosen: Sequence[str] = (),
    look: Look | None = None,
    title: str | None = None,
) -> Caption:
    """The words around `build` with the same arguments; `title` replaces the one that is made from the data.

    The rank correlation is told from `association.LEAST` units on, always with their number and as no cause.
    """
    look = look or Look()
    lang = look.lang
    found = read_field(frame_x, frame_y, year_x, year_y)
    names = {"x": subject_x.short, "y": subject_y.short, "year_x": year_x, "year_y": year_y}
    scales = t("chart.scatter.scales", lang, scale_x=_scale(subject_x, look), scale_y=_scale(subject_y, look), **names)
    plain = t("chart.scatter.title", lang, **names)
    if len(found.units) < LEAST:
        return Caption(title or plain, scales, "", "", _few(found, look))
    units = plural("chart.scatter.units", len(found.units), lang)
    together = correlation_words(found, subject_x, subject_y, look)
    ours = next((pair for pair in found.units if pair[0].unit_id == own), None)
    told = _own_words(ours, found, subject_x, subject_y, look) if ours else ""
    what = t("chart.alt.scatter", lang, x=subject_x.name, y=subject_y.name, year_x=year_x, year_y=year_y, units=units)
    shown = [point for pair in ([ours] if ours else found.units) for point in pair]
    return Caption(
        title=title or told or plain,
        subtitle=" ".join(part for part in (f"{scales} {units}.", together) if part),
        source=source_line(shown, look),
        method=" ".join(_notes(found, subject_x, subject_y, look)),
        alt=" ".join(part for part in (what, f"{told}." if told else "", together) if part),
    )


def read_field(frame_x: pd.DataFrame, frame_y: pd.DataFrame, year_x: int, year_y: int) -> Field:
    """The units that have a value in both frames, in the order of the first."""
    sides: list[dict[str, Point]] = []
    apart: set[str] = set()
    for frame, year in ((frame_x, year_x), (frame_y, year_y)):
        kept, others = of_one_method([point for point in drawn(read(frame, "value")) if point.year == year])
        sides.append({point.unit_id: point for point in kept})
        apart |= {point.unit_id for point in others}
    units = [(point, sides[1][unit]) for unit, point in sides[0].items() if unit in sides[1]]
    sound = [pair for pair in units if pair[0].is_sound and pair[1].is_sound]
    medians = (
        (median(one.y or 0.0 for one, _ in sound), median(other.y or 0.0 for _, other in sound)) if sound else None
    )
    return Field(units, len(apart), medians)


def correlation_words(found: Field, subject_x: Subject, subject_y: Subject, look: Look) -> str:
    """ "Tương quan hạng Spearman 0,62 (n = 27) ..."; "" when there are too few units.

    The sign follows the picture: + when units that are better on one axis tend to be better on the other.
    """
    signs = [-1 if subject.lower_is_better() else 1 for subject in (subject_x, subject_y)]
    sound = found.sound
    value = spearman([signs[0] * (one.y or 0.0) for one, _ in sound], [signs[1] * (two.y or 0.0) for _, two in sound])
    if value is None:
        return ""
    return t("chart.scatter.spearman", look.lang, value=numbers.number(value, 2), n=numbers.count(len(sound)))


def _scale(subject: Subject, look: Look) -> str:
    """The scale as it stands after a colon."""
    words = scale(subject, "value", look)
    return words[:1].lower() + words[1:]


def _few(found: Field, look: Look) -> str:
    return t("chart.scatter.few", look.lang, n=len(found.units), least=LEAST)


def _own_words(ours: tuple[Point, Point], found: Field, subject_x: Subject, subject_y: Subject, look: Look) -> str:
    """ "Sơn La: PAR INDEX 90,02 điểm (tốt hơn trung vị của 40 đơn vị), DTI 0,5478 (kém hơn trung vị của 40 đơn vị)".

    On which side is said only where those drawn are at least half of those ranked: figures of a few, mostly of leaders,
    have no middle that says anything of a unit.
    """
    sides = []
    n = len(found.sound)
    for i, (point, subject) in enumerate(zip(ours, (subject_x, subject_y), strict=True)):
        amount = subject.amount(point.value, point.decimals, point.qualifier, look.lang)
        figure = f"{subject.short} {point.year} {marked(amount, point.value_basis, look)}"
        told = found.medians is not None and point.is_sound and gates.covers(n, _ranked(point))
        side = _side(point, subject, found.medians[i]) if told and found.medians else ""
        words = t(f"chart.scatter.side.{side}", look.lang, figure=figure, n=numbers.count(n)) if side else figure
        sides.append(words)
    return t("chart.scatter.title.own", look.lang, name=ours[0].name, x=sides[0], y=sides[1])


def _ranked(point: Point) -> int | None:
    """Among how many units this one was ranked; our ranks of present provinces leave out those without figures."""
    return PRESENT_PROVINCES if order_of(point.unit_id) == "P34" else point.rank_of


def _side(point: Point, subject: Subject, middle: float) -> str:
    """On which side of the median: better, worse, even; above, below where neither end is the better one."""
    value = point.y or 0.0
    if value == middle:
        return "even"
    if subject.direction == "neutral" and not subject.is_level:
        return "above" if value > middle else "below"
    return "better" if (value > middle) != subject.lower_is_better() else "worse"


def _notes(found: Field, subject_x: Subject, subject_y: Subject, look: Look) -> list[str]:
    lang = look.lang
    notes = [t("chart.scatter.note.medians", lang, n=numbers.count(len(found.sound)))] if found.medians else []
    turned = [subject.short for subject in (subject_x, subject_y) if subject.lower_is_better()]
    if turned:
        notes.append(t("chart.scatter.note.turned", lang, names=", ".join(turned)))
    points = [point for pair in found.units for point in pair]
    if any(point.is_hollow for point in points):
        notes.append(t("chart.note.hollow", lang))
    if any(point.conflict for point in points):
        notes.append(t("chart.note.conflict", lang))
    if found.left_out:
        notes.append(plural("chart.note.other_method", found.left_out, lang))
    return notes


def _roomy(found: axes.Scale, share: float) -> axes.Scale:
    """A scale with a share of its length more at both ends, for the names of the quarters."""
    more = (found.high - found.low) * share
    return found._replace(low=found.low - more, high=found.high + more)


def _median_lines(found: Field, look: Look) -> list[dict[str, Any]]:
    if found.medians is None:
        return []
    style = {"type": "line", "layer": "below", "line": {"color": look.palette.axis, "width": 1}}
    x, y = found.medians
    return [
        style | {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"},
        style | {"x0": 0, "x1": 1, "xref": "paper", "y0": y, "y1": y},
    ]


def _note(look: Look, size: float, **more: Any) -> dict[str, Any]:
    return {"showarrow": False, "font": {"size": look.size(size), "color": look.palette.muted}} | more


def _axis_names(
    subject_x: Subject, subject_y: Subject, year_x: int, year_y: int, look: Look, left: float
) -> list[dict[str, Any]]:
    """What runs along each axis, of which year, and which way is better."""
    words = []
    for subject, year, way in ((subject_x, year_x, "x"), (subject_y, year_y, "y")):
        kind = "higher" if subject.direction == "neutral" and not subject.is_level else "better"
        name = layout.escape(layout.cut(subject.short, 24 if look.narrow else 60))
        words.append(f"<b>{name}</b> {year} · " + t(f"chart.scatter.{kind}.{way}", look.lang))
    paper = {"xref": "paper", "yref": "paper"}
    return [
        _note(look, 12, name="axis", text=words[0], x=1, y=0, xanchor="right", yanchor="top", yshift=-look.size(24))
        | paper,
        _note(look, 12, name="axis", text=words[1], x=0, y=1, xanchor="left", yanchor="bottom")
        | {"xshift": 8 - round(left), "yshift": look.size(22)}
        | paper,
    ]


def _quarters(found: Field, subject_x: Subject, subject_y: Subject, look: Look) -> list[dict[str, Any]]:
    """The names of the four quarters in the corners of the plot."""
    if found.medians is None:
        return []
    neutral = any(s.direction == "neutral" and not s.is_level for s in (subject_x, subject_y))
    kind = "high" if neutral else "good"
    short = 12 if look.narrow else 30
    names = {"x": layout.cut(subject_x.short, short), "y": layout.cut(subject_y.short, short)}
    corners = []
    for right, above, which in ((1, 1, "both"), (0, 1, "y"), (1, 0, "x"), (0, 0, "none")):
        text = layout.escape(t(f"chart.scatter.quarter.{kind}.{which}", look.lang, **names))
        corners.append(
            _note(
                look,
                11,
                name="quarter",
                text=f"<i>{text}</i>",
                x=right,
                y=above,
                xref="paper",
                yref="paper",
                xanchor="right" if right else "left",
                yanchor="top" if above else "bottom",
                xshift=-2 if right else 2,
            )
        )
    return corners


def _is_free_at_right(
    found: Field, pixels: Sequence[tuple[float, float]], scale_y: axes.Scale, look: Look, plot: tuple[float, float]
) -> bool:
    """May the number of the level median stand at the right end of its line: no dot is there, or the left has one?"""
    if found.medians is None:
        return True
    y = (found.medians[1] - scale_y.low) / (scale_y.high - scale_y.low) * plot[1]
    beside = [x for x, dot in pixels if abs(dot - y) < look.size(26)]
    room = min(look.size(220), plot[0] / 2)
    return not any(x > plot[0] - room for x in beside) or any(x < room for x in beside)


def _medians(
    found: Field, subject_x: Subject, subject_y: Subject, look: Look, at_right: bool = True
) -> list[dict[str, Any]]:
    """The medians in numbers, at the ends of their lines."""
    if found.medians is None:
        return []
    x, y = found.medians
    texts = [
        t("chart.dist.median", look.lang, value=subject.plain(value))
        for subject, value in ((subject_x, x), (subject_y, y))
    ]
    return [
        _note(look, 11, name="median", text=texts[0], x=x, y=1, yref="paper", yanchor="bottom", xanchor="center"),
        _note(look, 11, name="median", text=texts[1], x=int(at_right), xref="paper", y=y, yanchor="bottom")
        | {"xanchor": "right" if at_right else "left", "xshift": 0 if at_right else 4},
    ]


def _names(
    found: Field,
    pixels: Sequence[tuple[float, float]],
    inked: dict[str, Ink],
    own: str | None,
    look: Look,
    plot: tuple[float, float],
    corners: Sequence[dict[str, Any]],
    strokes: Sequence[Box] = (),
) -> list[dict[str, Any]]:
    """Names beside the dots: our own and the chosen always, others of a few as far as there is room.

    They keep clear of `corners`, the names of the quarters, and of `strokes`, the median lines.
    """
    size, dot = look.size(LABEL), look.size(DOT)
    order = sorted(
        range(len(found.units)),
        key=lambda i: (found.units[i][0].unit_id != own, found.units[i][0].unit_id not in inked),
    )
    dots = [Box(x - dot / 2, y - dot / 2, x + dot / 2, y + dot / 2) for x, y in pixels]
    taken = [_corner(note, plot) for note in corners]
    notes = []
    for i in order:
        point = found.units[i][0]
        ink = inked.get(point.unit_id)
        if ink is None and len(found.units) > ALL_NAMED:
            continue
        name = layout.escape(layout.cut(point.name, 18))
        text = f"<b>{name}</b>" if ink else name
        width, height = layout.text_width(text, size, bold=bool(ink)), size * 1.25
        others = [*(box for k, box in enumerate(dots) if k != i), *strokes]
        place = beside(pixels[i], (width, height), dot / 2 + 4, plot, taken, others, must=ink is not None)
        if place is None:
            continue
        taken.append(place)
        x, y = pixels[i]
        notes.append(
            {
                "name": "label",
                "x": point.y,
                "y": found.units[i][1].y,
                "xanchor": "center",
                "yanchor": "middle",
                "xshift": round((place.left + place.right) / 2 - x, 1),
                "yshift": round((place.low + place.high) / 2 - y, 1),
                "text": text,
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": size, "color": ink.text if ink else look.palette.muted},
            }
        )
    return notes


def _strokes(found: Field, scale_x: axes.Scale, scale_y: axes.Scale, plot: tuple[float, float]) -> list[Box]:
    """The places of the median lines, which would strike a name through."""
    if found.medians is None:
        return []
    x = (found.medians[0] - scale_x.low) / (scale_x.high - scale_x.low) * plot[0]
    y = (found.medians[1] - scale_y.low) / (scale_y.high - scale_y.low) * plot[1]
    return [Box(x - 1, 0, x + 1, plot[1]), Box(0, y - 1, plot[0], y + 1)]


def _corner(note: dict[str, Any], plot: tuple[float, float]) -> Box:
    """The place that the name of a quarter takes."""
    size = note["font"]["size"]
    width, height = layout.text_width(note["text"], size) + 6, size * 1.4
    left, low = note["x"] * (plot[0] - width), note["y"] * (plot[1] - height)
    return Box(left, low, left + width, low + height)


def _dots(
    found: Field, inked: dict[str, Ink], own: str | None, subject_x: Subject, subject_y: Subject, look: Look
) -> dict[str, Any]:
    shown = sorted(found.units, key=lambda pair: (pair[0].unit_id == own, pair[0].unit_id in inked))
    dot = look.size(DOT)
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "meta": "dots",
        "x": [one.y for one, _ in shown],
        "y": [other.y for _, other in shown],
        "text": [
            f"<b>{layout.escape(one.name)}</b><br>"
            + "<br>".join(
                f"{layout.escape(subject.short)} {point.year}: {standing(point, subject, look)}"
                for point, subject in ((one, subject_x), (other, subject_y))
            )
            for one, other in shown
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": [
                ("diamond" if one.conflict or other.conflict else "circle")
                + ("-open" if one.is_hollow or other.is_hollow else "")
                for one, other in shown
            ],
            "color": [inked[one.unit_id].line if one.unit_id in inked else look.palette.more.line for one, _ in shown],
            "size": [dot + 4 if one.unit_id == own else dot + 1 if one.unit_id in inked else dot for one, _ in shown],
            "opacity": 1,
            "line": {"width": 1.5, "color": look.palette.background},
        },
    }
    if any(one.figure_id for one, _ in shown):
        trace["customdata"] = [one.figure_id for one, _ in shown]
    return trace
