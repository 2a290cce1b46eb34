"""What moved between the newest figure of a unit and the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from egov_metrics.analysis.comparability import Likeness, Methods
from egov_metrics.analysis.territory import PRESENT_PROVINCES


@dataclass(frozen=True)
class Change:
    """From one year to a later one.

    `value` is later minus earlier in the unit of the indicator, None when one of them is missing or when neither both
    are published nor both recomputed; `places` is places gained (+) or lost (-), None likewise or when the ranks are of
    another number of units. `likeness` says whether the value may be read as progress.
    """

    year_from: int
    year_to: int
    value: float | None
    places: int | None
    likeness: Likeness

    @property
    def shown_value(self) -> float | None:
        """The change of the value when it is like for like, else None."""
        return self.value if self.likeness.is_like else None


def yearly(figures: pd.DataFrame) -> pd.DataFrame:
    """A unit's own figures of all indicators, one row an indicator and year in order of time.

    Leaves out targets, tiers, means, undated figures and all but the last date of a year.
    `figures`: query `figures_of_unit`.
    """
    mine = figures[
        (figures["scope"] == "self")
        & (figures["statistic"] == "own")
        & ~figures["is_target"].astype(bool)
        & figures["is_latest_in_year"].astype(bool)
        & figures["year"].notna()
    ]
    return mine.sort_values("year", kind="stable")


def own_figures(figures: pd.DataFrame, indicator_code: str) -> pd.DataFrame:
    """The rows of `yearly` of one indicator."""
    return yearly(figures[figures["indicator_code"] == indicator_code])


FIT = ("published", "recomputed")
"""Bases of a value or rank that may be compared: as published, or recomputed here for a present province."""


def is_published(row: pd.Series | dict) -> bool:
    """True when the value or the rank of a figure is published as such."""
    return row["value_basis"] == "published" or row["rank_basis"] == "published"


def newest(figures: pd.DataFrame) -> dict | None:
    """The newest figure that is published as such; failing that, the newest of all; None when there is none.

    `figures` as from `own_figures`.
    """
    place = _newest_place(*_stated(figures))
    return None if place is None else figures.iloc[place].to_dict()


def latest_change(figures: pd.DataFrame, methods: Methods) -> Change | None:
    """The change from the figure before to the newest one; None when there are not two years.

    `figures` as from `own_figures`. Only parts that are published as such count.
    """
    stated, published = _stated(figures)
    now = _newest_place(stated, published)
    if now is None:
        return None
    years = figures["year"].to_numpy()
    earlier = (published & (years < years[now])).nonzero()[0]
    if not len(earlier):
        return None
    return change_between(figures.iloc[earlier[-1]].to_dict(), figures.iloc[now].to_dict(), methods)


def _stated(figures: pd.DataFrame) -> tuple[Any, Any]:
    """Which rows state a value or a rank, and which of them as published: two numpy arrays, since in frames as small
    as these masking the frame costs most."""
    stated = figures["value"].notna().to_numpy() | figures["rank"].notna().to_numpy()
    bases = [figures[f"{part}_basis"].isin(FIT).to_numpy() for part in ("value", "rank")]
    return stated, stated & (bases[0] | bases[1])


def _newest_place(stated: Any, published: Any) -> int | None:
    """The place of the newest row (rows are in order of time), published before others."""
    places = (published if published.any() else stated).nonzero()[0]
    return int(places[-1]) if len(places) else None


def change_between(before: dict, after: dict, methods: Methods) -> Change:
    """The change between two figures of one unit and indicator (rows as dictionaries)."""
    value = places = None
    if before["value_basis"] in FIT and before["value_basis"] == after["value_basis"] and _of_all(before, after):
        value = float(after["value"]) - float(before["value"])
    if before["rank_basis"] in FIT and before["rank_basis"] == after["rank_basis"] and _same_field(before, after):
        places = int(before["rank"]) - int(after["rank"])
    return Change(
        year_from=int(before["year"]),
        year_to=int(after["year"]),
        value=value,
        places=places,
        likeness=methods.likeness(before["method_id"], after["method_id"]),
    )


def _of_all(before: dict, after: dict) -> bool:
    """Recomputed values compare when each is of all provinces that the present one was formed of."""
    return before["value_basis"] != "recomputed" or before["qualifier"] == after["qualifier"] == "exact"


def _same_field(before: dict, after: dict) -> bool:
    """Ranks compare only among the same number of units; recomputed ones, which are among those with figures of the
    year, only when that is all of them."""
    if pd.isna(before["rank_of"]) or pd.isna(after["rank_of"]):
        return False
    if before["rank_basis"] == "recomputed" and int(before["rank_of"]) != PRESENT_PROVINCES:
        return False
    return int(before["rank_of"]) == int(after["rank_of"])
