"""Units to compare one with: those nearest to it on the indices that both have, of its region first.

A proposal for the reader to change, with its reasons; the same figures always give the same units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from egov_metrics.analysis.cells import Cell, Cells, alike, same_ranking

MOST = 5
WINDOW = 5
"""Figures of so many years count, back from the newest of the unit."""
FEWEST_SHARED = 2
"""No unit is proposed on fewer indices than that."""
FEWEST_VALUES = 5
"""Values make a scale when at least so many units have one."""
FARTHEST = 1 / 3
"""Of the scale: who is farther away is not like."""
BONUS = 0.1
"""Who lies in the same region, or was merged alike, counts as a tenth of the whole scale nearer."""


@dataclass(frozen=True)
class Similar:
    """A comparable unit and why: `distance` is the mean difference over the shared indices as a share of the scale (0
    the same, 1 first and last), `shared` the codes of these indices, sorted."""

    unit_id: str
    distance: float
    shared: tuple[str, ...]
    same_region: bool
    merged_alike: bool


def similar(
    by_year: Cells,
    unit_id: str,
    region_of: Mapping[str, str | None],
    members: Mapping[str, int] | None = None,
    most: int = MOST,
) -> list[Similar]:
    """Up to `most` units like `unit_id`, the nearest first; [] when none shares `FEWEST_SHARED` indices.

    `by_year`: the cells of main indices (`profile_field.Field.cells`). `region_of`: the region of a unit by its
    key, for provinces; `members`: of how many former provinces a present one was formed.

    On each index, the units are apart by the difference of their ranks in the same ranking over the greatest possible
    one; where they have no ranks, by the difference of their values over the distance from worst to best. Years of an
    index are averaged first, then indices, so that an index with many years does not drown the others. Units that share
    fewer than half as many indices as the fullest candidate are left out, since nearness on little is chance, and so
    are those farther than `FARTHEST`. Of equal distance (with `BONUS` taken off) are first those with more shared
    indices, then the smaller key.
    """
    apart: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for own in _own_cells(by_year, unit_id):
        for other, distance in _distances(by_year[(own.code, own.year)], own).items():
            apart[other][own.code].append(distance)
    full = max((len(by_code) for by_code in apart.values()), default=0)
    needed = max(FEWEST_SHARED, (full + 1) // 2)
    counts = members or {}
    found = []
    for other, by_code in apart.items():
        distance = sum(sum(years) / len(years) for years in by_code.values()) / len(by_code)
        if len(by_code) < needed or distance > FARTHEST:
            continue
        found.append(
            Similar(
                unit_id=other,
                distance=distance,
                shared=tuple(sorted(by_code)),
                same_region=region_of.get(other) is not None and region_of.get(other) == region_of.get(unit_id),
                merged_alike=counts.get(unit_id, 1) > 1 and counts.get(other, 1) == counts.get(unit_id, 1),
            )
        )
    found.sort(key=lambda one: (_with_bonus(one), -len(one.shared), one.unit_id))
    return found[:most]


def _with_bonus(one: Similar) -> float:
    # Rounded, so that the dust of binary arithmetic does not decide between equal ones.
    return round(one.distance - BONUS * one.same_region - BONUS * one.merged_alike, 9)


def _own_cells(by_year: Cells, unit_id: str) -> list[Cell]:
    """The unit's cells of the newest `WINDOW` years; of two orders of provinces in one year the later row."""
    mine = {key: cell for key, row in by_year.items() for cell in row if cell.unit_id == unit_id}
    last = max((cell.year for cell in mine.values()), default=0)
    return [cell for cell in mine.values() if cell.year > last - WINDOW]


def _distances(of_year: list[Cell], own: Cell) -> dict[str, float]:
    """How far each other unit is from ours on one index in one year, from 0 to 1; only those that can be told."""
    found: dict[str, float] = {}
    values = {cell.unit_id: cell.value for cell in alike(of_year, own) if cell.value is not None}
    spread = max(values.values()) - min(values.values()) if len(values) >= FEWEST_VALUES else 0.0
    if own.value is not None and spread > 0:
        found |= {unit: abs(value - own.value) / spread for unit, value in values.items()}
    if own.rank is not None and own.rank_of is not None and own.rank_of > 1:
        for cell in same_ranking(of_year, own):
            found[cell.unit_id] = abs((cell.rank or 0) - own.rank) / (own.rank_of - 1)
    found.pop(own.unit_id, None)
    return found
