"""What a map of provinces shows, whatever its shapes: shades, numbers and hover texts of units, the words around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from egov_metrics.analysis.score_classes import ScoreClass
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

    `names` has all units of the map, also those without a figure; `points` those that have a row. `refused` says why a
    figure was not recomputed; `former` has the published rank ("63/63") of units of which no more than that rank among
    the provinces of before is known; `gap` is the kind of nothing of a year in which nobody was measured, and why.
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
    former: Mapping[str, str]
    gap: tuple[str, str] | None
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
            return [self.former[unit] if shade.kind == "former" else shade.mark]
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
        point = self.points.get(unit)
        wide = 40 if self.look.narrow else 64
        if point is None:
            said = self._why_none(unit)
            return f"<b>{escape(self.names[unit])}</b> · {self.year}<br>{wrapped(said, wide)}"
        lines = [hover(point, self.subject, self.look, self.measure)]
        if self.colour == "change" and self.moves is not None and point.y is not None:
            lines.append(wrapped(self._moved(unit, self.moves), wide))
        return "<br>".join(lines)

    def _why_none(self, unit: str) -> str:
        lang = self.look.lang
        if self.gap is not None:
            return self.gap[1]
        if unit in self.refused:
            return t("map.hover.refused", lang, reason=self.refused[unit])
        if unit in self.former:
            return t("map.hover.former", lang, rank=self.former[unit])
        return t("map.hover.none", lang)

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
    scores: Sequence[ScoreClass] = (),
    refused: Mapping[str, str] | None = None,
    former: Mapping[str, str] | None = None,
    gap: tuple[str, str] | None = None,
    look: Look | None = None,
) -> Scene:
    """The scene for the rows of one year (`points.COLUMNS`, one row a unit), for all units of `names`.

    `bounds`, `moves` and `scores` as `map_shades.paint` takes them; `refused`, `former` and `gap` as `Scene` has them.
    Rows of units that are not in `names` are left out.
    """
    look = look or Look()
    points = {point.unit_id: point for point in read(frame, measure) if point.unit_id in names}
    why, ranks = ({unit: one for unit, one in (known or {}).items() if unit in names and unit not in points}
                  for known in (refused, former))  # fmt: skip
    painting = paint(
        points, list(names), why, subject, colour, measure, bounds, moves, look,
        scores=scores, former=ranks, gap=None if gap is None else gap[0],
    )  # fmt: skip
    return Scene(year, subject, measure, colour, own, names, points, painting, moves, why, ranks, gap, look)


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
        if shown.moves is None:
            notes.append(t(f"map.note.change_first.{shown.measure}", lang))
        else:
            notes.append(t("map.note.change", lang, year=str(shown.moves.year)))
    if shown.colour == "quartile":
        notes.append(t("map.note.quartile" if shown.painting.classes else "map.note.quartile_few", lang))
    if any(NOT_PUBLISHED in text for unit in shown.points for text in shown.numbers(unit)):
        notes.append(t("map.note.not_published", lang))
    return [*notes, *([t("map.note.tiles", lang)] if tiles else []), t("map.note.islands", lang)]
