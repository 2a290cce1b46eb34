"""One year's table of an indicator as one unit stands in it: who may be compared with it, on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from egov_metrics.analysis.change import FIT
from egov_metrics.analysis.compare import ORDERS
from egov_metrics.units.keys import order_of

_READ = (
    "unit_id", "value", "value_basis", "qualifier", "decimals", "rank", "rank_of", "rank_basis", "method_id",
    "period_end", "order", "stored_id", "parent_id",
)  # fmt: skip
"""The columns that are read; the last three tell fields apart and may be missing."""


@dataclass(frozen=True)
class YearTable:
    """What compares with a unit in one year: measured by the same method, up to the same day, in the same field.

    `own` is its row; `values` (exact; published or recomputed) with their `bases` by unit, its own among them when it
    has one; `field` says which units stand together, see `field_of`; `ranked` how many were ranked, where known;
    `ranks` the published ranks of its own denominator.
    """

    own: Mapping[str, Any]
    values: Mapping[str, float]
    bases: Mapping[str, str]
    field: str
    ranked: int | None
    ranks: Mapping[str, int]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], own: Mapping[str, Any]) -> YearTable:
        """The table beside `own`, one of `rows`, which are those of one year as `rows_of` reads them."""
        field = field_of(own)
        same = ("method_id", "period_end")
        alike = [row for row in rows if all(row[name] == own[name] for name in same) and field_of(row) == field]
        valued = [row for row in alike if row["value"] is not None and row["qualifier"] == "exact"]
        fit = [row for row in valued if row["value_basis"] in FIT]
        return cls(
            own=own,
            values={row["unit_id"]: float(row["value"]) for row in fit},
            bases={row["unit_id"]: row["value_basis"] for row in fit},
            field=field,
            ranked=_ranked(alike, field),
            ranks={
                row["unit_id"]: int(row["rank"])
                for row in alike
                if row["rank"] is not None and row["rank_basis"] == "published" and row["rank_of"] == own["rank_of"]
            },
        )

    @property
    def is_complete(self) -> bool:
        """Has every unit that was ranked a value here?"""
        return self.ranked is not None and len(self.values) >= self.ranked

    @property
    def published(self) -> tuple[int, int | None] | None:
        """The published rank of our own unit, with its denominator."""
        rank, of = self.own["rank"], self.own["rank_of"]
        if self.own["rank_basis"] != "published" or rank is None:
            return None
        return int(rank), None if of is None else int(of)


def rows_of(figures: pd.DataFrame, year: int) -> list[dict[str, Any]]:
    """The rows of a year as plain dictionaries, None for anything missing.

    `figures`: query `figures_of_indicator`, as it is, as `one_line_each` or `as_one` leave it, or recomputed.
    """
    columns = [name for name in _READ if name in figures.columns]
    rows = figures.loc[(figures["year"] == year).to_numpy(), columns]
    lists = [
        [None if gone else value for value, gone in zip(rows[name].tolist(), rows[name].isna().tolist(), strict=True)]
        for name in columns
    ]
    return [dict(zip(columns, values, strict=True)) for values in zip(*lists, strict=True)]


def field_of(row: Mapping[str, Any]) -> str:
    """Which units a row stands with: provinces with those of their order (P63 or P34), other units with their parent's.

    A present province is P34 whatever its figure was stored under; one shown under its old key (`order` or `stored_id`
    tell) stands where it was published.
    """
    order = order_of(row["unit_id"])
    if order != "P34":
        order = row.get("order") or (order_of(row["stored_id"]) if row.get("stored_id") else order)
    return order if order in ORDERS else f"{order} {row.get('parent_id') or ''}"


def _ranked(rows: Sequence[Mapping[str, Any]], field: str) -> int | None:
    """How many units were ranked; recomputed ranks are among those at hand, so all provinces of the order count."""
    told = [int(row["rank_of"]) for row in rows if row["rank_of"] is not None and row["rank_basis"] in FIT]
    if not told or any(row["rank_basis"] == "recomputed" for row in rows):
        return ORDERS.get(field)
    return max(told)
