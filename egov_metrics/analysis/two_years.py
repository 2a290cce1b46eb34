"""Two years of many units beside each other: which years compare, which units, and what moved between them.

Whether a change may be read as one is decided by method versions (values) and by the number of units ranked (ranks):
`comparability.Methods` and `change.FIT` are the gate, this module only asks it for every unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import pandas as pd

from egov_metrics.analysis.change import FIT
from egov_metrics.analysis.comparability import Likeness, Methods
from egov_metrics.analysis.compare import Measure

Kind = Literal["like", "broken", "not_stated", "field"]
"""How two figures go together: measured alike; by another method; nobody says; ranked among another number of units
(or, by us, among other units)."""


@dataclass(frozen=True)
class Pair:
    """Two years of one indicator: `kind` says whether they compare, the others are keys of units with figures of both.

    `kind` is that of most units whose figures are fit to be compared: exact, of periods of one kind, both published or
    both recomputed; "none" when no unit has such figures. `drawn` are those units, of a pair that compares only those
    that do (else all, for a reader who asks for the change all the same); `marked` are units whose figures may be shown
    side by side but make no change, since one is not published or not exact; `left_out` are the others. `likeness`
    explains a pair of values that does not compare; of a pair of ranks, which compares all the same, it says what
    methods lie between them, and is None when they are of one. `counts` are the numbers of units ranked in the earlier
    and in the later year of a pair of ranks that does not compare.
    """

    year_from: int
    year_to: int
    kind: Literal["like", "broken", "not_stated", "field", "none"]
    drawn: tuple[str, ...]
    marked: tuple[str, ...]
    left_out: tuple[str, ...]
    likeness: Likeness | None = None
    counts: tuple[int, int] | None = None

    @property
    def is_like(self) -> bool:
        """May a change between the two years be shown as a change?"""
        return self.kind == "like"

    @property
    def shown(self) -> tuple[str, ...]:
        """The units that a chart of the two years shows."""
        return (*self.drawn, *self.marked)


class _Cell(NamedTuple):
    """What decides about the figure of a unit and year."""

    method: str | None
    basis: str | None
    exact: bool
    whole_year: bool
    rank_of: int | None


class TwoYears:
    """The years of one indicator, ready for questions about pairs of them.

    `figures`: rows of the query `figures_of_indicator` (or of `recompute`), one row a unit and year. `measure` says
    whether values or ranks are compared.
    """

    def __init__(self, figures: pd.DataFrame, measure: Measure, methods: Methods) -> None:
        self._measure, self._methods = measure, methods
        rows = figures[figures[measure].notna() & figures["year"].notna()]
        names = ("unit_id", "year", "method_id", f"{measure}_basis", "qualifier", "period_end", "rank_of")
        self._cells: dict[int, dict[str, _Cell]] = {}
        for unit, year, method, basis, qualifier, end, of in zip(*(rows[name].tolist() for name in names), strict=True):
            self._cells.setdefault(int(year), {})[unit] = _Cell(
                method=method if isinstance(method, str) else None,
                basis=basis if isinstance(basis, str) else None,
                exact=measure == "rank" or not isinstance(qualifier, str) or qualifier == "exact",
                whole_year=bool(pd.isna(end)) or (end.month, end.day) == (12, 31),
                rank_of=None if pd.isna(of) else int(of),
            )
        self.years = sorted(self._cells)
        # Ranks worked out here are places among the units at hand: they compare only among the same ones.
        self._ranked = {
            year: frozenset(unit for unit, cell in cells.items() if cell.basis == "recomputed")
            for year, cells in self._cells.items()
        }
        self._alike: dict[tuple[str | None, str | None], Likeness] = {}

    def pair(self, year_from: int, year_to: int) -> Pair:
        """The two years beside each other; a year without figures gives a pair of kind "none"."""
        first, last = self._cells.get(year_from, {}), self._cells.get(year_to, {})
        same_units = self._ranked.get(year_from) == self._ranked.get(year_to)
        both = [unit for unit in first if unit in last]
        kinds = {unit: self._kind(first[unit], last[unit], same_units) for unit in both}
        fit = [unit for unit in both if _fit(first[unit], last[unit])]
        if not fit:
            return Pair(year_from, year_to, "none", (), tuple(both), ())
        counted = Counter(kinds[unit] for unit in fit)
        # Of equal numbers the kind that compares wins: its units are shown, the others are named as left out.
        kind = max(counted, key=lambda one: (counted[one], one == "like"))
        rest = [unit for unit in both if unit not in set(fit)]
        if kind == "like":
            drawn, marked = (tuple(unit for unit in units if kinds[unit] == "like") for units in (fit, rest))
            apart = tuple(unit for unit in both if kinds[unit] != "like")
            return Pair(year_from, year_to, "like", drawn, marked, apart, self._between(first, last, drawn))
        example = next(unit for unit in fit if kinds[unit] == kind)
        one, other = first[example], last[example]
        likeness = self._likeness(one.method, other.method) if kind != "field" else None
        counts = (one.rank_of, other.rank_of) if one.rank_of and other.rank_of and kind == "field" else None
        return Pair(year_from, year_to, kind, tuple(fit), tuple(rest), (), likeness, counts)

    @cached_property
    def like(self) -> list[Pair]:
        """All pairs of years that compare, in order of time."""
        pairs = [self.pair(earlier, later) for i, earlier in enumerate(self.years) for later in self.years[i + 1 :]]
        return [pair for pair in pairs if pair.is_like]

    def best(self, units: Collection[str] = (), year_to: int | None = None) -> Pair | None:
        """A good pair to open with: one in which the first of `units` that can be compared at all is, the newest later
        year (or the stated one), then the most units, then the longest time. None when no two years compare."""
        found = self._with(units, year_to)
        return max(found, key=_good, default=None)

    def nearest(self, year_from: int, year_to: int, units: Collection[str] = ()) -> Pair | None:
        """The pair that compares and is nearest to two years that do not (of equally near ones the newer); as `best`,
        one with the first of `units` that can be compared at all."""
        found = self._with(units)
        far = {id(pair): abs(pair.year_from - year_from) + abs(pair.year_to - year_to) for pair in found}
        return min(found, key=lambda pair: (far[id(pair)], -pair.year_to, -pair.year_from), default=None)

    def _with(self, units: Collection[str], year_to: int | None = None) -> list[Pair]:
        pairs = [pair for pair in self.like if year_to is None or pair.year_to == year_to]
        for unit in units:
            found = [pair for pair in pairs if unit in pair.drawn]
            if found:
                return found
        return pairs

    def _kind(self, one: _Cell, other: _Cell, same_units: bool) -> Kind:
        if self._measure == "rank":
            alike = one.rank_of is not None and one.rank_of == other.rank_of
            return "like" if alike and (one.basis != "recomputed" or same_units) else "field"
        likeness = self._likeness(one.method, other.method)
        return "like" if likeness.is_like else likeness.kind  # type: ignore[return-value]

    def _between(self, first: dict[str, _Cell], last: dict[str, _Cell], units: Collection[str]) -> Likeness | None:
        """Why two years are not measured alike for most of some units; None when they are for all of them."""
        told = [self._likeness(first[unit].method, last[unit].method) for unit in units]
        apart = Counter(likeness for likeness in told if not likeness.is_like)
        return apart.most_common(1)[0][0] if apart else None

    def _likeness(self, earlier: str | None, later: str | None) -> Likeness:
        if (earlier, later) not in self._alike:
            self._alike[(earlier, later)] = self._methods.likeness(earlier, later)
        return self._alike[(earlier, later)]


def _good(pair: Pair) -> tuple[int, bool, int, int]:
    return pair.year_to, pair.likeness is None, len(pair.drawn), -pair.year_from


def _fit(one: _Cell, other: _Cell) -> bool:
    return (
        one.basis in FIT
        and one.basis == other.basis
        and one.exact
        and other.exact
        and one.whole_year == other.whole_year
    )


def changes(figures: pd.DataFrame, pair: Pair, column: str, first_is_best: bool) -> dict[str, float]:
    """What moved for each unit drawn in a pair: later minus earlier `column` ("value" or "rank").

    With `first_is_best` (ranks, and levels, of which I is the highest) it is steps gained (+) or lost (-). A unit
    without one of the two figures is not there.
    """
    rows = figures[figures["unit_id"].isin(pair.drawn)]
    first, last = (
        rows[rows["year"] == year].set_index("unit_id")[column].astype(float) for year in (pair.year_from, pair.year_to)
    )
    moved = first - last if first_is_best else last - first
    return {str(unit): float(change) for unit, change in moved.dropna().items()}
