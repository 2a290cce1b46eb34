"""What a map of provinces shows, whatever its shapes: shades, numbers and hover texts of units, the words around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from egov_metrics.charts.caption import Caption, newest_sentence, scale, source_line, written
from egov_metrics.charts.grid import Island
from egov_metrics.charts.layout import escape, wrapped
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.map_shades import Colour, Moves, Painting, Shade, paint
from egov_metrics.charts.points import Point, hover, read
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

NOT_PUBLISHED = "°"
"""Stands after a number that was not published as it is: worked out, recomputed, from the order of a list, doubtful."""


@dataclass(frozen=True)
class Scene:
    """One year of one indicator on a map, ready to be drawn as tiles or as outlines, and to be told in words.

    `names` has all units of the map, also those without a figure; `points` those that have a row.
    """

    year: int
    subject: Subject
    measure: Measure
    colour: Colour
    own: str | None
    names: Mapping[str, str]
    points: Mapping[str, Point]
    painting: Painting
    moves: Moves | None
    refused: Mapping[str, str]
    look: Look

    @property
    def units(self) -> tuple[str, ...]:
        """The units in the order in which they are drawn: our own last, so that nothing covers its frame."""
        own = () if self.own is None or self.own not in self.names else (self.own,)
        return (*(unit for unit in self.names if unit != self.own), *own)

    def shade(self, unit: str) -> Shade:
        """How a unit is coloured."""
        return self.painting.of[unit]

    def numbers(self, unit: str) -> list[str]:
        """What stands below a unit's name: value and rank as far as there are any; with changes, what is measured and
        how it moved; without a figure, the mark of the kind of nothing."""
        point, shade = self.points.get(unit), self.shade(unit)
        if point is None or shade.mark:
            return [shade.mark]
        if self.moves is not None and self.colour == "change" and point.y is not None:
            move = self.moves.of.get(unit)
            return [self._italic(point, self.measure), *([] if move is None else [self.move(move)])]
        both: tuple[Measure, ...] = ("value", "rank") if self.measure == "value" else ("rank", "value")
        return [self._italic(point, one) for one in both if getattr(point, one) is not None]

    def move(self, change: float) -> str:
        """A change as it is written: "+1,05", or places "▲3"."""
        if self.measure == "rank":
            return f"{'▲' if change > 0 else '▼' if change < 0 else '='}{numbers.count(abs(change)) if change else ''}"
        return numbers.signed(change, self.subject.decimals)

    def figure(self, point: Point, which: Measure) -> str:
        """Value or rank as it is written, with its mark when it was not published as it is; "–" without any."""
        if getattr(point, which) is None:
            return numbers.NONE
        basis = point.value_basis if which == "value" else point.rank_basis
        exact = which == "rank" or point.qualifier == "exact"
        return written(point, self.subject, which) + ("" if basis == "published" and exact else NOT_PUBLISHED)

    def _italic(self, point: Point, which: Measure) -> str:
        text = self.figure(point, which)
        return f"<i>{text}</i>" if text.endswith(NOT_PUBLISHED) else text

    def hover(self, unit: str) -> str:
        """What the pointer shows of a unit: figure, standing, source; and why there is none or no change."""
        lang, point = self.look.lang, self.points.get(unit)
        wide = 40 if self.look.narrow else 64
        if point is None:
            why = self.refused.get(unit)
            said = t("map.hover.refused", lang, reason=why) if why else t("map.hover.none", lang)
            return f"<b>{escape(self.names[unit])}</b> · {self.year}<br>{wrapped(said, wide)}"
        lines = [hover(point, self.subject, self.look, self.measure)]
        if self.colour == "change" and self.moves is not None and point.y is not None:
            lines.append(wrapped(self._moved(unit, self.moves), wide))
        return "<br>".join(lines)

    def _moved(self, unit: str, moves: Moves) -> str:
        year = str(moves.year)
        if unit in moves.of:
            return t("map.hover.move", self.look.lang, year=year, move=self.move(moves.of[unit]))
        return t("map.hover.unlike", self.look.lang, year=year, reason=moves.why.get(unit, ""))

    def island(self, island: Island) -> str:
        """What the pointer shows of an archipelago: to which province it belongs."""
        lang = self.look.lang
        return t("map.island.hover", lang, island=island.name(lang), province=island.province(lang))


def scene(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    subject: Subject,
    *,
    year: int,
    own: str | None = None,
    colour: Colour = "value",
    measure: Measure = "value",
    bounds: tuple[float, float] | None = None,
    moves: Moves | None = None,
    refused: Mapping[str, str] | None = None,
    look: Look | None = None,
) -> Scene:
    """The scene for the rows of one year (`points.COLUMNS`, one row a unit), for all units of `names`.

    `bounds` and `moves` as `map_shades.paint` takes them; `refused` says of a unit why its figure was not recomputed.
    Rows of units that are not in `names` are left out.
    """
    look = look or Look()
    points = {point.unit_id: point for point in read(frame, measure) if point.unit_id in names}
    why = {unit: reason for unit, reason in (refused or {}).items() if unit in names and unit not in points}
    painting = paint(points, list(names), why, subject, colour, measure, bounds, moves, look)
    return Scene(year, subject, measure, colour, own, names, points, painting, moves, why, look)


def caption(shown: Scene, title: str | None = None, *, tiles: bool = True) -> Caption:
    """The words around a map; `title` replaces the one that names indicator and year. `tiles`: are its shapes tiles,
    which say nothing of areas?"""
    look, subject = shown.look, shown.subject
    lang = look.lang
    drawn = [point for point in shown.points.values() if point.y is not None]
    of_own = [point for point in drawn if point.unit_id == shown.own]
    having = t(f"map.having.{shown.measure}", lang, n=numbers.count(len(drawn)), of=numbers.count(len(shown.names)))
    colour = t(f"map.colour.{shown.colour}", lang).lower()
    counts = [f"{shade.label}: {plural('map.units', n, lang)}" for shade, n in shown.painting.legend() if n]
    alt = t("map.alt", lang, indicator=subject.name, year=str(shown.year), colour=colour, classes="; ".join(counts))
    return Caption(
        title=title or t("map.title", lang, indicator=subject.short, year=str(shown.year)),
        subtitle=f"{scale(subject, shown.measure, look)}. {having}",
        source=source_line([*of_own, *drawn], look),
        method=" ".join(_notes(shown, tiles)),
        alt=" ".join([alt, *([newest_sentence(of_own, subject, look)] if of_own else [])]),
    )


def _notes(shown: Scene, tiles: bool) -> list[str]:
    lang = shown.look.lang
    notes = []
    if shown.colour == "change":
        key = "map.note.change" if shown.moves is not None else "map.note.change_first"
        notes.append(t(key, lang, **({"year": str(shown.moves.year)} if shown.moves is not None else {})))
    if shown.colour == "quartile":
        notes.append(t("map.note.quartile" if shown.painting.classes else "map.note.quartile_few", lang))
    if any(NOT_PUBLISHED in text for unit in shown.points for text in shown.numbers(unit)):
        notes.append(t("map.note.not_published", lang))
    return [*notes, *([t("map.note.tiles", lang)] if tiles else []), t("map.note.islands", lang)]
