"""One year's table of an indicator as one unit stands in it: who may be compared with it, on what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from egov_metrics.analysis.change import FIT
from egov_metrics.analysis.compare import ORDERS
from egov_metrics.analysis.territory import order_of


@dataclass(frozen=True)
class YearTable:
    """What compares with a unit in one year: measured by the same method, up to the same day, in the same field.

    `own` is its row; `values` (exact; published or recomputed) with their `bases` by unit, its own among them when it
    has one; `field` says which units stand together, see `fields`; `ranked` how many were ranked, where known; `ranks`
    the published ranks of its own denominator.
    """

    own: dict
    values: Mapping[str, float]
    bases: Mapping[str, str]
    field: str
    ranked: int | None
    ranks: Mapping[str, int]

    @classmethod
    def of(cls, figures: pd.DataFrame, unit_id: str, year: int) -> YearTable | None:
        """The table of `year` beside `unit_id`, None when the unit has no row in it.

        `figures`: query `figures_of_indicator`, in any shape that `fields` reads.
        """
        rows = figures[figures["year"] == year]
        mine = rows[rows["unit_id"] == unit_id]
        if mine.empty:
            return None
        together = fields(rows)
        field = str(together[mine.index[0]])
        rows = rows[together == field]
        own = mine.iloc[0].to_dict()
        fit = rows["value"].notna() & rows["value_basis"].isin(FIT) & (rows["qualifier"] == "exact")
        same_day = rows["period_end"].eq(own["period_end"]) | (rows["period_end"].isna() & pd.isna(own["period_end"]))
        rows = rows[same_day & (rows["method_id"] == own["method_id"])]
        told = rows.loc[rows["rank_basis"].isin(FIT), "rank_of"].max()
        ranked = ORDERS.get(field) if pd.isna(told) or (rows["rank_basis"] == "recomputed").any() else int(told)
        placed = rows[(rows["rank_basis"] == "published") & rows["rank"].notna() & (rows["rank_of"] == own["rank_of"])]
        rows = rows[fit.reindex(rows.index)]
        units = rows["unit_id"].tolist()
        return cls(
            own=own,
            values=dict(zip(units, rows["value"].astype(float), strict=True)),
            bases=dict(zip(units, rows["value_basis"], strict=True)),
            field=field,
            ranked=ranked,
            ranks=dict(zip(placed["unit_id"], placed["rank"].astype(int), strict=True)),
        )

    @property
    def is_complete(self) -> bool:
        """Has every unit that was ranked a value here?"""
        return self.ranked is not None and len(self.values) >= self.ranked

    @property
    def published(self) -> tuple[int, int | None] | None:
        """The published rank of our own unit, with its denominator."""
        if self.own["rank_basis"] != "published" or pd.isna(self.own["rank"]):
            return None
        return int(self.own["rank"]), None if pd.isna(self.own["rank_of"]) else int(self.own["rank_of"])


def fields(rows: pd.DataFrame) -> pd.Series:
    """Which rows of a year stand together: provinces by order (P63 or P34), other units by parent.

    A present province is P34 whatever its figure was stored under; one shown under its old key (`stored_id` or `order`
    tell) stands where it was published.
    """
    orders = rows["unit_id"].map(order_of)
    stored = rows["order"] if "order" in rows else rows["stored_id"].map(order_of) if "stored_id" in rows else orders
    orders = orders.where(orders == "P34", stored)
    parents = rows["parent_id"].fillna("").astype(str) if "parent_id" in rows else pd.Series("", index=rows.index)
    return orders.where(orders.isin(list(ORDERS)), orders + " " + parents)
