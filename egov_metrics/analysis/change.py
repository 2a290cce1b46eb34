"""What moved between the newest figure of a unit and the one before."""

from __future__ import annotations

from collections.abc import Sequence
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


Rows = Sequence[dict[str, Any]]


def newest(figures: pd.DataFrame) -> dict | None:
    """The newest figure that is published as such; failing that, the newest of all; None when there is none.

    `figures` as from `own_figures`.
    """
    return newest_of(figures.to_dict("records"))


def newest_of(rows: Rows) -> dict | None:
    """`newest` of rows as dictionaries, in order of time: for who asks much of small series."""
    stated, published = _stated(rows)
    return next(reversed(published or stated), None)


def latest_change(figures: pd.DataFrame, methods: Methods) -> Change | None:
    """The change from the figure before to the newest one; None when there are not two years.

    `figures` as from `own_figures`. Only parts that are published as such count.
    """
    return latest_change_of(figures.to_dict("records"), methods)


def latest_change_of(rows: Rows, methods: Methods) -> Change | None:
    """`latest_change` of rows as dictionaries, in order of time."""
    stated, published = _stated(rows)
    now = next(reversed(published or stated), None)
    if now is None:
        return None
    before = next((row for row in reversed(published) if row["year"] < now["year"]), None)
    return None if before is None else change_between(before, now, methods)


def _stated(rows: Rows) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows that state a value or a rank, and those of them that state one fit to be compared."""
    stated = [row for row in rows if pd.notna(row["value"]) or pd.notna(row["rank"])]
    return stated, [row for row in stated if row["value_basis"] in FIT or row["rank_basis"] in FIT]


def change_between(before: dict, after: dict, methods: Methods) -> Change:
    """The change between two figures of one unit and indicator (rows as dictionaries)."""
    value = places = None
    if before["value_basis"] in FIT and before["value_basis"] == after["value_basis"] and _exact(before, after):
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


def _exact(before: dict, after: dict) -> bool:
    """Are both values exact? A bound has no difference, nor has a value recomputed from some of its provinces."""
    return before["qualifier"] == after["qualifier"] == "exact"


def _same_field(before: dict, after: dict) -> bool:
    """Ranks compare only among the same number of units; recomputed ones, which are among those with figures of the
    year, only when that is all of them."""
    if pd.isna(before["rank_of"]) or pd.isna(after["rank_of"]):
        return False
    if before["rank_basis"] == "recomputed" and int(before["rank_of"]) != PRESENT_PROVINCES:
        return False
    return int(before["rank_of"]) == int(after["rank_of"])
