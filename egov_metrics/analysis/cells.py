"""Figures of one index in one year as plain rows, and which of them may stand beside each other.

Frames as small as these are read into tuples once: masking them for every index and unit costs most of a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from egov_metrics.analysis.change import FIT


class Cell(NamedTuple):
    """One figure of a unit. `value` and `rank` are None when there is none or when it is not fit to be compared: not
    published as such (or recomputed by the rule of the territory), or only a bound."""

    unit_id: str
    code: str
    year: int
    order: str
    method_id: str | None
    period_end: Any
    region_id: str | None
    value: float | None
    rank: int | None
    rank_of: int | None
    rank_basis: str | None


Cells = Mapping[tuple[str, int], list[Cell]]
"""By indicator and year, in the order of the frame."""

_COLUMNS = (
    "unit_id", "indicator_code", "year", "order", "method_id", "period_end", "region_id", "value", "value_basis",
    "qualifier", "rank", "rank_of", "rank_basis",
)  # fmt: skip


def read(figures: pd.DataFrame) -> Cells:
    """The cells of a frame of `profile_field.Field`; rows without a year are left out."""
    found: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for row in zip(*(_plain(figures[name]) for name in _COLUMNS), strict=True):
        unit, code, year, order, method, end, region, value, basis, qualifier, rank, rank_of, rank_basis = row
        if year is None:
            continue
        fit_value = basis in FIT and qualifier in (None, "exact")
        fit_rank = rank is not None and rank_basis in FIT
        found[(code, int(year))].append(
            Cell(
                unit, code, int(year), order, method, end, region,
                float(value) if fit_value and value is not None else None,
                int(rank) if fit_rank else None,
                int(rank_of) if fit_rank and rank_of is not None else None,
                rank_basis if fit_rank else None,
            )
        )  # fmt: skip
    return found


def _plain(column: pd.Series) -> list[Any]:
    values, gone = column.tolist(), column.isna().tolist()
    return [None if missing else value for value, missing in zip(values, gone, strict=True)]


def alike(cells: Iterable[Cell], own: Cell) -> list[Cell]:
    """Those measured like `own`: in the same order of provinces (the 63 or the 34), method and up to the same day."""
    return [
        cell
        for cell in cells
        if (cell.order, cell.method_id, cell.period_end) == (own.order, own.method_id, own.period_end)
    ]


def same_ranking(cells: Iterable[Cell], own: Cell) -> list[Cell]:
    """Those ranked with `own`: the same order of provinces, number of units and basis; [] when it has no fit rank."""
    if own.rank is None:
        return []
    asked = (own.order, own.rank_of, own.rank_basis)
    return [cell for cell in cells if cell.rank is not None and (cell.order, cell.rank_of, cell.rank_basis) == asked]
