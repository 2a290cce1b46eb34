"""When a sentence may be said at all. Every sentence of this package goes through one of these, by name.

A gate answers whether the facts carry the sentence; it never repairs them. What does not pass is left out, or the page
says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from egov_metrics.analysis.change import FIT
from egov_metrics.analysis.comparability import Likeness
from egov_metrics.analysis.overview import FRESH_YEARS

FEWEST = 5
"""So many figures a statement about "the others" needs."""
FEWEST_QUARTERS = 8
"""Of so many units a quarter is at least two."""


def enough(count: float | None, fewest: int = FEWEST) -> bool:
    """Are there at least `fewest` figures? A missing count is not enough."""
    return count is not None and not pd.isna(count) and int(count) >= fewest


def covers(having: float | None, ranked: float | None) -> bool:
    """Has at least half of those ranked a value? Figures of leaders alone say nothing about a middle or a last place.

    Without knowing how many were ranked nobody can tell.
    """
    return enough(having) and enough(ranked) and 2 * int(having or 0) >= int(ranked or 0)


def measured_alike(likeness: Likeness) -> bool:
    """May two years stand in one sentence about progress? Never across a break, nor where no source says so."""
    return likeness.is_like


def one_method(method_ids: Iterable[object]) -> bool:
    """Were all of these measured by one method version that is known?"""
    found = {method if isinstance(method, str) else None for method in method_ids}
    return len(found) == 1 and None not in found


def unmixed(method_ids: Iterable[object]) -> bool:
    """Is none of these measured in another way than the rest? Figures of no stated method stand only with such."""
    return len({method if isinstance(method, str) else None for method in method_ids}) <= 1


def published(basis: object) -> bool:
    """Is a value or rank stated by its publisher as such (not derived, read from a list, doubtful or recomputed)?"""
    return basis == "published"


def fit(basis: object) -> bool:
    """May it be compared: published, or recomputed by the one rule of the territory?"""
    return basis in FIT


def only_published(figures: pd.DataFrame, part: str) -> pd.Series:
    """For each row: is its `part` (value or rank) there, and published as such? Boolean."""
    return figures[part].notna() & (figures[f"{part}_basis"] == "published")


def fresh(year: float, newest: float, years: int = FRESH_YEARS) -> bool:
    """May a figure of `year` be told beside one of `newest`? Not when it is more than `years` older."""
    return int(newest) - int(year) <= years


def same_year(*years: Any) -> bool:
    """Are these figures of one and the same year?"""
    return len({int(year) for year in years}) == 1


def adds_up(counts: Collection[int], of: int | None) -> bool:
    """Do parts fit into their whole? A source that counts more parts than there are units contradicts itself."""
    return all(count >= 0 for count in counts) and (of is None or 0 < of >= sum(counts))
