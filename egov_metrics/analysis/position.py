"""Where a unit stands among those that have a figure. Never to be mixed with a published rank."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from egov_metrics.analysis.change import FIT
from egov_metrics.units.keys import order_of


@dataclass(frozen=True)
class Position:
    """Place of a unit among the units with a value in one year and method: `place` of `of`, ties share and skip.

    `ranked` is how many were ranked by the publisher, where known: with fewer available than ranked the words must
    say so ("3 among 27 with figures" is not "3/63"). `best` and `median` are in the unit of the indicator.
    """

    unit_id: str
    value: float
    place: int
    of: int
    ranked: int | None
    best_unit: str
    best: float
    median: float

    @property
    def is_complete(self) -> bool:
        """True when every unit that was ranked has a value here."""
        return self.ranked is not None and self.of >= self.ranked


def shared_ranks(values: pd.Series, direction: str) -> pd.Series:
    """Ranks of values, 1 for the best; ties share the better rank and the next is skipped (17, 17, 19).

    `direction`: `higher` or `lower` (which is better). Missing values get no rank. Returns nullable integers with
    the index of `values`.
    """
    if direction not in ("higher", "lower"):
        raise ValueError(f"a {direction} indicator has no best end, so no ranks")
    return values.astype("Float64").rank(method="min", ascending=direction == "lower").astype("Int64")


def comparable_values(figures: pd.DataFrame, year: int) -> pd.DataFrame:
    """The figures of one year that compare: exact values (a bound such as "hơn 91" has no place), published or
    recomputed for present provinces of all that they were formed of, of the method that most units have that year."""
    fit = figures["value"].notna() & figures["value_basis"].isin(FIT) & (figures["qualifier"] == "exact")
    rows = figures[(figures["year"] == year) & fit]
    if rows.empty or rows["method_id"].isna().all():
        return rows
    return rows[rows["method_id"] == rows["method_id"].mode().iloc[0]]


def of_one_order(figures: pd.DataFrame, unit_id: str, year: int) -> pd.DataFrame:
    """The figures of `year` of units that stood beside `unit_id`: the provinces before or since 1/7/2025, never both.

    The part of a key before its first hyphen tells the order (P63, P34), or the column `order` that `as_one` leaves:
    some years have a ranking of each. A unit that has a figure in both is taken in the order with more figures.
    """
    rows = figures[figures["year"] == year]
    order = rows["order"] if "order" in rows else rows["unit_id"].map(order_of)
    mine = order[rows["unit_id"] == unit_id].unique()
    return rows[order == max(mine, key=lambda name: (int((order == name).sum()), name))] if len(mine) else rows.iloc[:0]


def beside(figures: pd.DataFrame, unit_id: str) -> pd.DataFrame:
    """The figures of all years of units that stood beside `unit_id`: never ranks of 63 and of 34 on one axis.

    Left are the orders (see `of_one_order`; also the column `stored_id` of `one_line_each`) in which the unit has
    figures: P34 for a province formed in 2025, P63 for a former one. An unchanged one may have figures in both: then
    each year is of the order in which it has its figure, a year without one of the order with more figures.
    """
    keys = figures["stored_id"] if "stored_id" in figures else figures["unit_id"]
    order = figures["order"] if "order" in figures else keys.map(order_of)
    mine = figures["unit_id"] == unit_id
    stated = figures["value"].notna() | figures["rank"].notna()
    own = set(order[mine & stated]) or {order_of(unit_id)}
    rows, order, mine = figures[order.isin(own)], order[order.isin(own)], mine[order.isin(own)]
    if len(own) < 2:
        return rows
    sizes = pd.DataFrame({"year": rows["year"], "order": order, "own": mine}).groupby(["year", "order"])["own"]
    best: dict[int, tuple[bool, int, str]] = {}
    for (year, name), held in sizes:
        best[year] = max(best.get(year, (False, 0, "")), (bool(held.any()), len(held), name))
    return rows[order == rows["year"].map({year: name for year, (_, _, name) in best.items()})]


def position(figures: pd.DataFrame, unit_id: str, year: int, direction: str) -> Position | None:
    """Where `unit_id` stands in `year` among units of its order; None when it has no published value or nobody
    else has.

    `figures`: query `figures_of_indicator` (unit_id, year, value, value_basis, rank_of, method_id), `as_one` or not.
    """
    rows = comparable_values(of_one_order(figures, unit_id, year), year)
    if unit_id not in set(rows["unit_id"]) or len(rows) < 2 or direction == "neutral":
        return None
    values = rows.set_index("unit_id")["value"].astype(float)
    places = shared_ranks(values, direction)
    best_unit = values.idxmax() if direction == "higher" else values.idxmin()
    ranked = rows["rank_of"].max()
    return Position(
        unit_id=unit_id,
        value=float(values[unit_id]),
        place=int(places[unit_id]),
        of=len(values),
        ranked=None if pd.isna(ranked) else int(ranked),
        best_unit=str(best_unit),
        best=float(values[best_unit]),
        median=float(values.median()),
    )
