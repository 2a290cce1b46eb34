"""Figures of two years, unit by unit: which of them compare, what the change is and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.points import Point, by_unit, drawn, read
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

Link = Literal["solid", "dash", "dot", "none"]
"""How two figures are joined: alike; over a break that the reader asked to cross; ranks that are not like for like;
not at all (values of which one was not published, or stated as a bound)."""


@dataclass(frozen=True)
class Pair:
    """The figures of one unit in an earlier and a later year, both of them drawn."""

    before: Point
    after: Point
    measure: Measure
    link: Link

    @property
    def unit_id(self) -> str:
        """The unit."""
        return self.after.unit_id

    @property
    def name(self) -> str:
        """How it is called, as of the later year."""
        return self.after.name

    @property
    def fits(self) -> bool:
        """May the change be told: both published or both recomputed, exact, of periods of one kind, and ranks among
        the same number of units? (Whether the method is the same is another question.)"""
        one, other = self.before, self.after
        same_basis = one.basis == other.basis and one.basis in ("published", "recomputed")
        exact = one.qualifier == other.qualifier == "exact" and one.whole_year == other.whole_year
        return same_basis and exact and (self.measure == "value" or one.rank_of == other.rank_of is not None)

    def change(self, subject: Subject) -> float | None:
        """Later minus earlier value; of ranks and levels the places gained (+) or lost (-); None when it may not be
        told."""
        if not self.fits or self.before.y is None or self.after.y is None:
            return None
        if self.measure == "rank" or subject.is_level:
            return self.before.y - self.after.y
        return self.after.y - self.before.y

    def better(self, subject: Subject) -> int:
        """1 when the later figure is better, -1 when it is worse; 0 when it is the same, or neither better nor told."""
        change = self.change(subject)
        if not change or (self.measure == "value" and subject.direction == "neutral" and not subject.is_level):
            return 0
        turned = self.measure == "value" and subject.lower_is_better() and not subject.is_level
        return 1 if (change > 0) != turned else -1

    def change_words(self, subject: Subject, look: Look) -> str:
        """ "+1,20", "tăng 3 bậc", "giữ hạng"; "–" when the change may not be told."""
        change = self.change(subject)
        if change is None:
            return numbers.NONE
        if self.measure == "value" and not subject.is_level:
            decimals = [subject.decimals if p.decimals is None else p.decimals for p in (self.before, self.after)]
            return numbers.signed(change, max(decimals))
        kind = "rank" if self.measure == "rank" else "level"
        if not change:
            return t(f"chart.pair.{kind}.same", look.lang)
        return plural(f"chart.pair.{kind}.{'up' if change > 0 else 'down'}", abs(int(change)), look.lang)


def read_pairs(
    frame: pd.DataFrame, years: tuple[int, int], measure: Measure, across: str | None = None, alike: bool = False
) -> list[Pair]:
    """The units of `frame` (`points.COLUMNS`) that have a figure in both years, in order of arrival.

    `across`: the words of the break between the years that the reader asked to cross; None when there is none.
    `alike`: different method versions are known to compare. Raises ValueError when the first year is not before the
    second, and when values of two methods would be joined though neither was said; ranks are then only dotted.
    """
    first, last = years
    if first >= last:
        raise ValueError(f"expected an earlier and a later year, not {first} and {last}")
    pairs = []
    for unit_id, points in by_unit(drawn(read(frame, measure))).items():
        ends = [[point for point in points if point.year == year] for year in years]
        if not all(ends):
            continue
        before, after = ends[0][-1], ends[1][-1]
        same = before.method_id == after.method_id or alike
        if not same and across is None and measure == "value":
            raise ValueError(
                f"{unit_id}: {first} was measured by {before.method_id}, {last} by {after.method_id}; "
                "say across what, or that they are alike"
            )
        pair = Pair(before, after, measure, "solid")
        link: Link = "solid"
        if across is not None:
            link = "dash" if pair.fits or measure == "rank" else "none"
        elif not pair.fits or not same:
            link = "dot" if measure == "rank" else "none"
        pairs.append(Pair(before, after, measure, link))
    return pairs


def picked(pairs: Sequence[Pair], own: str | None, chosen: Sequence[str]) -> list[Pair]:
    """The pairs of our own unit (first) and of the chosen ones in their order."""
    of_unit = {pair.unit_id: pair for pair in pairs}
    wanted = dict.fromkeys([own, *chosen])
    return [of_unit[unit] for unit in wanted if unit in of_unit]
