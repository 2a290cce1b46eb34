"""Why a rank moved between two years: what the unit itself did, and what the others did.

The arithmetic is ours. Among the units that have a comparable value in both years, take the place of the unit in the
first year, the place that its new value would have had among the others' old values (nobody else moved), and its
place in the second year. The first step is its own, the second is the others'. Every other unit that changed sides
with ours, or would have if the others had stood still, is named in the step that it belongs to.

Where too few values are published for that, published ranks still tell who changed sides: an `Outline`, which splits
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from egov_metrics.analysis.comparability import Likeness, Methods
from egov_metrics.analysis.compare import ORDERS
from egov_metrics.analysis.overview import FRESH_YEARS
from egov_metrics.analysis.year_table import YearTable, rows_of

LEAST_UNITS = 10
"""Fewer units than this, out of an incomplete table, say nothing about a rank."""

StepKind = Literal["own", "kept_ahead", "kept_behind", "rose_past", "fell_behind", "entered", "left"]
RefusalReason = Literal[
    "neutral", "no_figure", "no_values", "bases", "orders", "broken", "not_stated", "too_few", "no_ranks"
]


@dataclass(frozen=True)
class Step:
    """A part of the way from the first place to the second: `places` gained (+) or lost (-), and because of whom.

    `own`: the unit's own change while all others stand still, with those it passes or falls behind by that.
    `kept_ahead`: those it would have passed so, had they not risen too; `kept_behind`: those it would have let past,
    had they not fallen too. `rose_past`: those that went past by their own change; `fell_behind`: those that fell
    behind, or level, by theirs. `entered` and `left`: those ahead of it that are in one year's table only.
    """

    kind: StepKind
    places: int
    units: tuple[str, ...]


@dataclass(frozen=True)
class RankMove:
    """The way of one unit between two years, told among `common` units that have a comparable value in both.

    `place_from` and `place_to` are places among those units (ties share and skip), or among all of each year's table
    when `is_complete`: every unit that was ranked has a value, in both years. `published_from` and `published_to` are
    (rank, rank_of or None) as published, or None; never to be mixed with the places. `overtook`: units that were
    behind or level and are ahead now; `passed`: units that were ahead and are level or behind now. The places of the
    `steps` add up to `place_from - place_to`. `is_recomputed`: the values were worked out here for present provinces.
    """

    unit_id: str
    year_from: int
    year_to: int
    value_from: float
    value_to: float
    decimals: int | None
    direction: str
    place_from: int
    place_to: int
    common: int
    is_complete: bool
    published_from: tuple[int, int | None] | None
    published_to: tuple[int, int | None] | None
    overtook: tuple[str, ...]
    passed: tuple[str, ...]
    steps: tuple[Step, ...]
    likeness: Likeness
    is_recomputed: bool

    @property
    def places(self) -> int:
        """Places gained (+) or lost (-)."""
        return self.place_from - self.place_to

    @property
    def own_effect(self) -> int:
        """Places that the unit's own change alone would have brought (+) or cost (-)."""
        return sum(step.places for step in self.steps if step.kind == "own")

    @property
    def others_effect(self) -> int:
        """Places that the changes of others brought (+) or cost (-), those that entered or left included."""
        return self.places - self.own_effect

    @property
    def value_change(self) -> float:
        """Later value minus earlier, in the unit of the indicator."""
        return self.value_to - self.value_from

    @property
    def improved(self) -> int:
        """1 when the own value moved in the good direction, -1 when in the bad one, 0 when it did not move."""
        return _sign(self.value_change, self.direction)

    @property
    def is_as_published(self) -> bool:
        """Are both places the published ranks? Then nothing has to be said about the difference."""
        published = (self.published_from, self.published_to)
        told = [rank[0] for rank in published if rank is not None]
        return self.is_complete and told == [self.place_from, self.place_to]


@dataclass(frozen=True)
class Outline:
    """What published ranks alone tell of a move: (rank, rank_of) in both years, `rank_of` the same, and who changed
    sides among the `common` units that have a published rank in both (our own counted).

    `value_from` and `value_to` are the unit's own comparable values, None unless both are there. `is_closed`: the units
    ranked were the same in both years (all provinces of one order), so that the difference of ranks is the number of
    those that went past less the number of those passed.
    """

    unit_id: str
    year_from: int
    year_to: int
    published_from: tuple[int, int]
    published_to: tuple[int, int]
    value_from: float | None
    value_to: float | None
    decimals: int | None
    direction: str
    common: int
    overtook: tuple[str, ...]
    passed: tuple[str, ...]
    is_closed: bool
    likeness: Likeness

    @property
    def places(self) -> int:
        """Published places gained (+) or lost (-)."""
        return self.published_from[0] - self.published_to[0]

    @property
    def value_change(self) -> float | None:
        """Later value minus earlier, None without both."""
        if self.value_from is None or self.value_to is None:
            return None
        return self.value_to - self.value_from

    @property
    def improved(self) -> int | None:
        """1 when the own value moved in the good direction, -1 in the bad one, 0 for no move, None when not known."""
        return None if self.value_change is None else _sign(self.value_change, self.direction)


@dataclass(frozen=True)
class Refused:
    """Why a move cannot be told.

    `neutral`: the indicator has no better end; `no_figure`: the unit has no figure in one of the years; `no_values`:
    it has, but no exact value that is published or recomputed (a rank alone does not say how far others were);
    `bases`: one value is published, the other recomputed; `orders`: the years have different provinces (63 and 34);
    `broken`, `not_stated`: the years do not compare, see `likeness`; `too_few`: only `common` units have both values;
    `no_ranks`: it has no two published ranks of the same number of units.
    """

    reason: RefusalReason
    year_from: int
    year_to: int
    likeness: Likeness | None = None
    common: int | None = None


def explain(
    figures: pd.DataFrame, unit_id: str, year_from: int, year_to: int, direction: str, methods: Methods
) -> RankMove | Refused:
    """Why the rank of `unit_id` moved from `year_from` to the later `year_to`, or why that cannot be told.

    `figures`: query `figures_of_indicator` of one indicator (all units of a level), as it is, as `one_line_each` or
    `as_one` leave it, or recomputed for the 34 provinces. `direction`: higher, lower or neutral. Units below the
    province are compared with those of the same parent.
    """
    return _explain(_Tables(figures, unit_id), year_from, year_to, direction, methods)


def outline(
    figures: pd.DataFrame, unit_id: str, year_from: int, year_to: int, direction: str, methods: Methods
) -> Outline | Refused:
    """What the published ranks of two years tell of the move of `unit_id`; arguments as of `explain`."""
    return _outline(_Tables(figures, unit_id), year_from, year_to, direction, methods)


Moved = tuple["RankMove | Outline | None", tuple[Refused, ...]]
"""What `newest` tells: the move, or None, and why newer ones cannot be told."""


def between(
    figures: pd.DataFrame, unit_id: str, year_from: int, year_to: int, direction: str, methods: Methods
) -> Moved:
    """The move between two years that somebody chose, explained or else outlined, or None and why it cannot be told;
    arguments as of `explain`."""
    tables = _Tables(figures, unit_id)
    move = _explain(tables, year_from, year_to, direction, methods)
    if isinstance(move, RankMove):
        return move, ()
    seen = _outline(tables, year_from, year_to, direction, methods)
    return (seen if isinstance(seen, Outline) else None), (move,)


def newest(
    figures: pd.DataFrame,
    unit_id: str,
    direction: str,
    methods: Methods,
    within: tuple[int, int] | None = None,
) -> Moved:
    """The newest move that can be told between two neighbouring years of the unit's figures, and why newer ones cannot.

    Arguments as of `explain`. A pair of years is explained, failing that outlined, failing that refused (the reason of
    `explain`). `within` are the first and the last year that are looked at. Pairs that end more than `FRESH_YEARS`
    before the newest figure of these years are history and not told. Without two years of figures: (None, ()).
    """
    tables = _Tables(figures, unit_id)
    low, high = within or (0, 9999)
    years = [year for year in tables.years if low <= year <= high and tables.has_figure(year)]
    refused: list[Refused] = []
    for year_from, year_to in reversed(list(zip(years, years[1:], strict=False))):
        if year_to < years[-1] - FRESH_YEARS:
            break
        move = _explain(tables, year_from, year_to, direction, methods)
        if isinstance(move, RankMove):
            return move, tuple(refused)
        refused.append(move)
        seen = _outline(tables, year_from, year_to, direction, methods)
        if isinstance(seen, Outline):
            return seen, tuple(refused)
    return None, tuple(refused)


class _Tables:
    """The years of one indicator as one unit stands in them; a year's table is made when it is first asked for."""

    def __init__(self, figures: pd.DataFrame, unit_id: str) -> None:
        self._figures = figures
        self.unit_id = unit_id
        mine = figures.loc[(figures["unit_id"] == unit_id).to_numpy(), ["year", "method_id", "value", "rank"]]
        self._own = {int(row["year"]): row for row in mine[mine["year"].notna()].to_dict("records")}
        self._made: dict[int, YearTable] = {}

    @property
    def years(self) -> list[int]:
        """The years in which the unit has a row, oldest first."""
        return sorted(self._own)

    def has_figure(self, year: int) -> bool:
        """Has the unit a value or a rank, of whatever basis?"""
        row = self._own.get(year)
        return row is not None and bool(pd.notna(row["value"]) or pd.notna(row["rank"]))

    def method(self, year: int) -> str | None:
        """The method version of the unit's figure."""
        method = self._own[year]["method_id"]
        return method if isinstance(method, str) else None

    def table(self, year: int) -> YearTable:
        """The table of a year of `years`."""
        if year not in self._made:
            rows = rows_of(self._figures, year)
            self._made[year] = YearTable.of(rows, next(row for row in rows if row["unit_id"] == self.unit_id))
        return self._made[year]


def _gate(tables: _Tables, year_from: int, year_to: int, direction: str, methods: Methods) -> Likeness | Refused:
    """What must hold before two years are looked at together: the likeness of the years, or why they are not."""
    if direction not in ("higher", "lower"):
        return Refused("neutral", year_from, year_to)
    if not (tables.has_figure(year_from) and tables.has_figure(year_to)):
        return Refused("no_figure", year_from, year_to)
    likeness = methods.likeness(tables.method(year_from), tables.method(year_to))
    if not likeness.is_like:
        return Refused("broken" if likeness.kind == "broken" else "not_stated", year_from, year_to, likeness)
    if tables.table(year_from).field != tables.table(year_to).field:
        return Refused("orders", year_from, year_to, likeness)
    return likeness


def _explain(tables: _Tables, year_from: int, year_to: int, direction: str, methods: Methods) -> RankMove | Refused:
    likeness = _gate(tables, year_from, year_to, direction, methods)
    if isinstance(likeness, Refused):
        return likeness
    unit_id, first, second = tables.unit_id, tables.table(year_from), tables.table(year_to)
    if unit_id not in first.values or unit_id not in second.values:
        return Refused("no_values", year_from, year_to, likeness)
    if first.bases[unit_id] != second.bases[unit_id]:
        return Refused("bases", year_from, year_to, likeness)
    both = [unit for unit in first.values if unit != unit_id and unit in second.values]
    common = [unit for unit in both if first.bases[unit] == second.bases[unit]]
    is_complete = first.is_complete and second.is_complete and len(common) == len(both)
    if len(common) + 1 < LEAST_UNITS and not (is_complete and common):
        return Refused("too_few", year_from, year_to, likeness, len(common) + 1)
    return _told(first, second, (year_from, year_to), unit_id, common, direction, likeness, is_complete)


def _outline(tables: _Tables, year_from: int, year_to: int, direction: str, methods: Methods) -> Outline | Refused:
    likeness = _gate(tables, year_from, year_to, direction, methods)
    if isinstance(likeness, Refused):
        return likeness
    unit_id, first, second = tables.unit_id, tables.table(year_from), tables.table(year_to)
    before, after = first.published, second.published
    if before is None or after is None or before[1] is None or before[1] != after[1]:
        return Refused("no_ranks", year_from, year_to, likeness)
    others = (first.ranks.keys() & second.ranks.keys()) - {unit_id}
    ahead_before = {unit for unit in others if first.ranks[unit] < before[0]}
    ahead_after = {unit for unit in others if second.ranks[unit] < after[0]}
    told = first.bases.get(unit_id) == second.bases.get(unit_id)
    values = (first.values.get(unit_id), second.values.get(unit_id)) if told else (None, None)
    return Outline(
        unit_id=unit_id,
        year_from=year_from,
        year_to=year_to,
        published_from=(before[0], before[1]),
        published_to=(after[0], before[1]),
        value_from=None if None in values else values[0],
        value_to=None if None in values else values[1],
        decimals=_decimals(first.own, second.own),
        direction=direction,
        common=len(others) + 1,
        overtook=tuple(sorted(ahead_after - ahead_before)),
        passed=tuple(sorted(ahead_before - ahead_after)),
        is_closed=ORDERS.get(first.field) == before[1],
        likeness=likeness,
    )


def _told(
    first: YearTable,
    second: YearTable,
    years: tuple[int, int],
    unit_id: str,
    common: list[str],
    direction: str,
    likeness: Likeness,
    is_complete: bool,
) -> RankMove:
    sign = 1 if direction == "higher" else -1
    old, new = sign * first.values[unit_id], sign * second.values[unit_id]
    before = {unit for unit in common if sign * first.values[unit] > old}
    middle = {unit for unit in common if sign * first.values[unit] > new}
    after = {unit for unit in common if sign * second.values[unit] > new}
    left = {unit for unit in first.values.keys() - {unit_id, *common} if sign * first.values[unit] > old}
    entered = {unit for unit in second.values.keys() - {unit_id, *common} if sign * second.values[unit] > new}
    if not is_complete:  # who is in one year only is missing in the other, which says nothing about places
        left, entered = set(), set()
    parts: list[tuple[StepKind, int, set[str]]] = [
        ("own", len(before) - len(middle), before ^ middle),
        ("kept_ahead", -1, (before & after) - middle),
        ("kept_behind", 1, middle - before - after),
        ("rose_past", -1, after - before - middle),
        ("fell_behind", 1, (before & middle) - after),
        ("left", 1, left),
        ("entered", -1, entered),
    ]
    steps = [
        Step(kind, places if kind == "own" else places * len(units), tuple(sorted(units)))
        for kind, places, units in parts
        if units or kind == "own"
    ]
    return RankMove(
        unit_id=unit_id,
        year_from=years[0],
        year_to=years[1],
        value_from=first.values[unit_id],
        value_to=second.values[unit_id],
        decimals=_decimals(first.own, second.own),
        direction=direction,
        place_from=1 + len(before) + len(left),
        place_to=1 + len(after) + len(entered),
        common=len(common) + 1,
        is_complete=is_complete,
        published_from=first.published,
        published_to=second.published,
        overtook=tuple(sorted(after - before)),
        passed=tuple(sorted(before - after)),
        steps=tuple(steps),
        likeness=likeness,
        is_recomputed=first.bases[unit_id] == "recomputed",
    )


def _sign(change: float, direction: str) -> int:
    """1 for the better, -1 for the worse, 0 for no change."""
    return ((change > 0) - (change < 0)) * (1 if direction == "higher" else -1)


def _decimals(*rows: Mapping[str, Any]) -> int | None:
    return max((int(row["decimals"]) for row in rows if row["decimals"] is not None), default=None)
