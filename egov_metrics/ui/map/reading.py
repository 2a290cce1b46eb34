"""What the map shows, worked out from the view: the figures of one year of one order of provinces, and what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.change import FIT
from egov_metrics.analysis.compare import nearest
from egov_metrics.analysis.recompute_words import reason
from egov_metrics.analysis.score_classes import ScoreClass, score_classes
from egov_metrics.analysis.territory import same_territory
from egov_metrics.analysis.two_years import Pair, changes
from egov_metrics.charts.grid import Grid, Order, grid
from egov_metrics.charts.look import Look
from egov_metrics.charts.map_scene import Scene, scene
from egov_metrics.charts.map_shades import Colour, Moves
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import parts, stage
from egov_metrics.ui.compare import screen
from egov_metrics.ui.session import Served
from egov_metrics.ui.subjects import subject_of
from egov_metrics.units.keys import order_of
from egov_metrics.views import territory
from egov_metrics.views.compare import framing, one_year, reading
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.view import View

# Width and height in pixels of the map beside the list: on a phone, where its rows decide the height, on a laptop
# (1366 x 768) and on a projector (1920 x 1080).
_SIZES: dict[screen.Size, tuple[int, int | None]] = {"narrow": (350, None), "medium": (740, 442), "large": (1090, 720)}
# The 34 have fewer rows, and a switch and classes more above them.
_PRESENT_HEIGHT = 424

# Outlines keep their proportions: their height decides how large they are.
_OUTLINES: dict[screen.Size, tuple[int, int | None]] = {
    "narrow": (350, 430),
    "medium": (740, 500),
    "large": (1090, 800),
}


@dataclass(frozen=True)
class MapPage:
    """One year of one order of provinces.

    `view` is what the reader's link states; `seen` the same figures as the compare page would rank them, from which
    the words, files and tables come. `grid` has all provinces of the order, `rows` those with a figure or a kind of
    nothing in the year, under the keys of the grid, with `joined_id`, the key of the territory in all years; `other` is
    how many provinces of the other order have what is measured in this year. `gaps` are the years in which the index
    measured nobody, each with the kind of nothing and the reason; in such a year there are no rows.
    """

    view: View
    seen: Comparison
    grid: Grid
    rows: pd.DataFrame
    other: int
    gaps: Mapping[int, tuple[str, str]]

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.view.lang

    @property
    def year(self) -> int:
        """The year that is shown."""
        return nearest(self.years, self.view.year or self.seen.year)

    @cached_property
    def years(self) -> list[int]:
        """The years to play: those in which somebody has what is measured, and those known to have none."""
        return sorted({*self.seen.ranking_years, *self.gaps})

    @property
    def gap(self) -> tuple[str, str] | None:
        """The kind of nothing of this year and the reason, when nobody was measured in it."""
        return None if self.year in self.seen.ranking_years else self.gaps[self.year]

    @cached_property
    def names(self) -> dict[str, str]:
        """The bare name of every province of the grid that the edition has; within one order no two are alike."""
        return {unit: self.seen.short(unit) for unit in self.grid.units if unit in self.seen.options}

    @cached_property
    def called(self) -> dict[str, str]:
        """The bare name of every province that is drawn or listed."""
        return {**{unit: self.seen.short(unit) for unit in self.rows["unit_id"]}, **self.names}

    @property
    def unplaced(self) -> list[str]:
        """Names of provinces with a figure that ended before 2025 and so have no tile; they are in the list."""
        return [self.called[unit] for unit in self.rows["unit_id"] if unit not in self.names]

    @cached_property
    def own(self) -> str | None:
        """Our own unit by its key on the grid: itself, the same territory under its other key, or, where the provinces
        of today are shown, the one that it became a part of. None when it is not on the grid."""
        keys = same_territory(self.view.unit, self.seen.field.continuity)
        if self.seen.field.is_present:
            keys.append(self.seen.field.succession.present(self.view.unit))
        return next((key for key in (self.view.unit, *keys) if key in self.names), None)

    @property
    def colours(self) -> tuple[Colour, ...]:
        """What this indicator can be coloured by."""
        if self.seen.indicator["unit"] == "level":
            return ("level",)
        return ("value", "quartile", *(("level",) if self.scores else ()), "change")

    @property
    def colour(self) -> Colour:
        """What it is coloured by: what the view states, else the first there is."""
        return next((one for one in self.colours if one == self.view.colour), self.colours[0])

    @cached_property
    def scores(self) -> tuple[ScoreClass, ...]:
        """The classes that a source states for the values of this year."""
        return self._scores(self.year)

    @cached_property
    def classed_years(self) -> list[int]:
        """The years whose values a source puts into classes."""
        return [year for year in self.seen.ranking_years if self._scores(year)]

    def _scores(self, year: int) -> tuple[ScoreClass, ...]:
        if self.seen.measure == "rank" or self.seen.field.is_present:
            return ()
        figures = self.seen.figures
        methods = set(figures.loc[(figures["year"] == year) & figures["value"].notna(), "method_id"].dropna())
        served = self.seen.served
        sets, rules = served.query("criteria_sets"), served.query("level_rules")
        return score_classes(sets, rules, self.seen.indicator, year, methods)

    @cached_property
    def former(self) -> dict[str, str]:
        """The rank among the 63 ("63/63") of provinces of today that have no other figure of this year."""
        seen = self.seen
        if not seen.field.is_present:
            return {}
        rows = territory.figures(seen.served, self.view, seen.indicator).figures
        only = rows[(rows["year"] == self.year) & rows["value"].isna() & rows["rank"].isna()]
        only = only[only["published_rank"].notna() & only["stored_id"].map(order_of).eq("P63")]
        ranks = zip(only["unit_id"], only["published_rank"], only["published_rank_of"], strict=True)
        return {unit: numbers.rank(rank, of) for unit, rank, of in ranks}

    @cached_property
    def refused(self) -> dict[str, str]:
        """Why provinces have no recomputed figure in this year, in words."""
        found = [one for one in self.seen.field.refused if one.year == self.year]
        return {one.unit_id: reason(one, self.seen.short, self.lang) for one in found}

    @cached_property
    def before(self) -> Pair | None:
        """This year and the newest one before it in which one of these territories has what is measured."""
        figures, measure = self.seen.figures, self.seen.measure
        mine = figures[measure].notna() & figures["unit_id"].isin(self.rows["joined_id"])
        earlier = figures.loc[mine & (figures["year"] < self.year), "year"]
        two = self.seen.field.two_years[measure]
        return None if earlier.empty else two.pair(int(earlier.max()), self.year)

    @cached_property
    def moves(self) -> Moves | None:
        """What moved since the year before, for those that compare, and why the others do not."""
        pair = self.before
        if pair is None:
            return None
        measure = self.seen.measure
        by_unit = dict(zip(self.rows["unit_id"], self.rows["joined_id"], strict=True))
        moved = changes(self.seen.figures, pair, measure, measure == "rank") if pair.is_like else {}
        of = {unit: moved[key] for unit, key in by_unit.items() if key in moved}
        why = {unit: self._why(key, pair) for unit, key in by_unit.items() if unit not in of}
        return Moves(pair.year_from, of, why)

    def _why(self, key: str, pair: Pair) -> str:
        lang = self.lang
        if key not in (*pair.drawn, *pair.marked, *pair.left_out):
            return t("map.why.missing", lang, year=str(pair.year_from))
        if key in pair.drawn and pair.likeness is not None:
            return pair.likeness.reason(lang) or t("map.why.not_stated", lang)
        if key in pair.drawn and pair.counts:
            before, now = map(numbers.count, pair.counts)
            return t("map.why.field", lang, before=before, now=now)
        return t("map.why.unfit" if key in pair.marked else "map.why.apart", lang)

    @cached_property
    def bounds(self) -> tuple[float, float] | None:
        """Between which values most of all years lie that are measured as most of this one, so that colours keep
        meaning from year to year: without the least and the greatest twentieth, which would leave one class to all
        others."""
        measured = self.rows[self.rows["value"].notna()]
        if self.seen.measure == "rank" or measured.empty:
            return None
        method = measured["method_id"].mode()
        figures = self.seen.figures
        alike = figures["method_id"].isin(method.head(1)) if len(method) else figures["year"] == self.year
        if not self.seen.field.is_present:
            alike &= figures["stored_id"].map(order_of) == self.grid.order
        values = figures.loc[alike & figures["value_basis"].isin(FIT), "value"].dropna()
        return (float(values.quantile(0.05)), float(values.quantile(0.95))) if len(values) else None

    @cached_property
    def scene(self) -> Scene:
        """What is drawn."""
        seen = self.seen
        size = screen.size()
        width, height = _OUTLINES[size] if self.view.shape == "outlines" else _SIZES[size]
        if (on := stage.current()) is not None:
            width, height = on.room.width, on.room.height
        elif size == "medium" and self.view.shape != "outlines" and seen.field.is_present:
            height = _PRESENT_HEIGHT
        frame = framing.frame_of(seen, self.rows, self.called.__getitem__)
        return scene(
            frame, self.called, subject_of(seen.indicator, self.lang), year=self.year, own=self.own, colour=self.colour,
            measure=seen.measure, bounds=self.bounds, moves=self.moves if self.colour == "change" else None,
            scores=self.scores if self.colour == "level" else (), refused=self.refused, former=self.former,
            gap=self.gap, look=Look(self.lang, parts.mode(), width, height),
        )  # fmt: skip


def read(served: Served, view: View) -> MapPage | None:
    """Ask the store for what the view states; None when the store has no figure of a province at all."""
    asked = replace(view, level="province", region=None, parent=None, units=(), view="bars")
    seen = reading.read(served, asked)
    if seen.field.obstacle:
        return None
    joined = compare.within_years(seen.figures, seen.year, seen.year)["unit_id"]
    rows = one_year.rows_of_year(seen).assign(joined_id=joined)
    measured = rows[rows[seen.measure].notna()]
    counts = measured["unit_id"].map(order_of).value_counts().to_dict()
    order: Order = "P34" if counts.get("P34", 0) > counts.get("P63", 0) else "P63"
    mine = rows[rows["unit_id"].map(order_of) == order]
    gaps = _gaps(seen)
    if nearest(sorted({*seen.ranking_years, *gaps}), view.year or seen.year) in seen.ranking_years:
        return MapPage(view, seen, grid(order), mine, sum(counts.values()) - counts.get(order, 0), gaps)
    return MapPage(view, seen, grid(order), mine.iloc[:0], 0, gaps)


def _gaps(seen: Comparison) -> dict[int, tuple[str, str]]:
    """The years in which an index is known to have measured nobody, as far as the store has no figure of them."""
    known = seen.served.query("known_gaps")
    mine = known[(known["family"] == seen.indicator["family"]) & (known["extent"] == "all")]
    told = zip(mine["year"], mine["nothing"], mine[f"reason_{seen.lang}"], strict=True)
    return {int(year): (nothing, why) for year, nothing, why in told if int(year) not in seen.ranking_years}
