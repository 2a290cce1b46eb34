"""Two years of many units beside each other: which years compare, which units, and what moved between them.

Whether a change may be read as one is decided by method versions (values) and by the number of units ranked (ranks):
`comparability.Methods` and `change.FIT` are the gate, this module only asks it for every unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from egov_metrics.analysis.change import FIT
from egov_metrics.analysis.comparability import Likeness, Methods
from egov_metrics.analysis.compare import Measure

Kind = Literal["like", "broken", "not_stated", "field", "unfit"]
"""How the figures of one unit in two years go together: measured alike; by another method; nobody says; ranked among
another number of units (or, by us, among other units); not both published (or both recomputed) and exact."""


@dataclass(frozen=True)
class Pair:
    """Two years of one indicator: `kind` says whether they compare, `drawn` and `left_out` are keys of units.

    `kind` is that of most units that have fit figures of both years ("none" when no unit has). `likeness` explains a
    pair of values that does not compare, `counts` are the numbers of units ranked in the earlier and in the later year
    of a pair of ranks that does not. Of a pair that compares, only the units that do are in `drawn`; of one that does
    not, all with fit figures are, for a reader who asks for the change all the same.
    """

    year_from: int
    year_to: int
    kind: Literal["like", "broken", "not_stated", "field", "none"]
    drawn: tuple[str, ...]
    left_out: tuple[str, ...]
    likeness: Likeness | None = None
    counts: tuple[int, int] | None = None

    @property
    def is_like(self) -> bool:
        """May a change between the two years be shown as a change?"""
        return self.kind == "like"


class TwoYears:
    """The years of one indicator, ready for questions about pairs of them.

    `figures`: rows of the query `figures_of_indicator` (or of `recompute`), one row a unit and year. `measure` says
    whether values or ranks are compared.
    """

    def __init__(self, figures: pd.DataFrame, measure: Measure, methods: Methods) -> None:
        self._measure, self._methods = measure, methods
        rows = figures[figures[measure].notna() & figures["year"].notna()]
        names = ("unit_id", "year", "method_id", f"{measure}_basis", "qualifier", "rank_of")
        self._cells: dict[int, dict[str, tuple]] = {}
        for unit, year, method, basis, qualifier, rank_of in zip(*(rows[name].tolist() for name in names), strict=True):
            exact = measure == "rank" or qualifier in (None, "exact") or pd.isna(qualifier)
            known = method if isinstance(method, str) else None
            of = None if pd.isna(rank_of) else int(rank_of)
            self._cells.setdefault(int(year), {})[unit] = (known, basis, exact, of)
        self.years = sorted(self._cells)
        # Ranks worked out here are places among the units at hand: they compare only among the same ones.
        self._ranked = {
            year: frozenset(unit for unit, cell in cells.items() if cell[1] == "recomputed")
            for year, cells in self._cells.items()
        }
        self._alike: dict[tuple[str | None, str | None], Likeness] = {}

    def pair(self, year_from: int, year_to: int) -> Pair:
        """The two years beside each other; a year without figures gives a pair of kind "none"."""
        first, last = self._cells.get(year_from, {}), self._cells.get(year_to, {})
        same_units = self._ranked.get(year_from) == self._ranked.get(year_to)
        kinds = {unit: self._kind(first[unit], last[unit], same_units) for unit in first if unit in last}
        fit = [unit for unit, kind in kinds.items() if kind != "unfit"]
        if not fit:
            return Pair(year_from, year_to, "none", (), tuple(kinds))
        counted = Counter(kinds[unit] for unit in fit)
        # Of equal numbers the kind that compares wins: its units are shown, the others are named as left out.
        kind = max(counted, key=lambda one: (counted[one], one == "like"))
        if kind == "like":
            drawn = tuple(unit for unit in fit if kinds[unit] == "like")
            return Pair(year_from, year_to, "like", drawn, tuple(unit for unit in kinds if unit not in set(drawn)))
        example = next(unit for unit in fit if kinds[unit] == kind)
        one, other = first[example], last[example]
        return Pair(
            year_from, year_to, kind, tuple(fit), tuple(unit for unit in kinds if kinds[unit] == "unfit"),  # type: ignore[arg-type]
            likeness=self._likeness(one[0], other[0]) if kind in ("broken", "not_stated") else None,
            counts=(one[3], other[3]) if kind == "field" and one[3] and other[3] else None,
        )  # fmt: skip

    @cached_property
    def like(self) -> list[Pair]:
        """All pairs of years that compare, in order of time."""
        pairs = [self.pair(earlier, later) for i, earlier in enumerate(self.years) for later in self.years[i + 1 :]]
        return [pair for pair in pairs if pair.is_like]

    def best(self, units: Collection[str] = ()) -> Pair | None:
        """A good pair to open with: one in which the first of `units` that can be compared at all is, the newest later
        year, then the most units, then the longest time. None when no two years compare."""
        found = self._with(units)
        return max(found, key=lambda pair: (pair.year_to, len(pair.drawn), -pair.year_from), default=None)

    def nearest(self, year_from: int, year_to: int, units: Collection[str] = ()) -> Pair | None:
        """The pair that compares and is nearest to two years that do not (of equally near ones the newer); as `best`,
        one with the first of `units` that can be compared at all."""
        found = self._with(units)
        far = {id(pair): abs(pair.year_from - year_from) + abs(pair.year_to - year_to) for pair in found}
        return min(found, key=lambda pair: (far[id(pair)], -pair.year_to, -pair.year_from), default=None)

    def _with(self, units: Collection[str]) -> list[Pair]:
        for unit in units:
            found = [pair for pair in self.like if unit in pair.drawn]
            if found:
                return found
        return self.like

    def _kind(self, one: tuple, other: tuple, same_units: bool) -> Kind:
        if one[1] not in FIT or one[1] != other[1] or not (one[2] and other[2]):
            return "unfit"
        if self._measure == "rank":
            same = one[3] is not None and one[3] == other[3] and (one[1] == "published" or same_units)
            return "like" if same else "field"
        likeness = self._likeness(one[0], other[0])
        return "like" if likeness.is_like else likeness.kind  # type: ignore[return-value]

    def _likeness(self, earlier: str | None, later: str | None) -> Likeness:
        if (earlier, later) not in self._alike:
            self._alike[(earlier, later)] = self._methods.likeness(earlier, later)
        return self._alike[(earlier, later)]


def changes(figures: pd.DataFrame, pair: Pair, measure: Measure) -> dict[str, float]:
    """What moved for each unit drawn in a pair: later minus earlier value, or places gained (+) and lost (-)."""
    rows = figures[figures["unit_id"].isin(pair.drawn)]
    first, last = (
        rows[rows["year"] == year].set_index("unit_id")[measure].astype(float)
        for year in (pair.year_from, pair.year_to)
    )
    moved = first - last if measure == "rank" else last - first
    return {str(unit): float(change) for unit, change in moved.dropna().items()}
