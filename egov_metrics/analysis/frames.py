"""From rows of the store to the frames that charts read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from egov_metrics.analysis.comparability import Methods


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """`frame.to_dict("records")` in half the time: for frames of a few rows and many columns."""
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*(_plain(frame[name]) for name in names), strict=True)]


def _plain(column: pd.Series) -> list[Any]:
    values = column.tolist()
    return [None if value is pd.NA else value for value in values] if column.hasnans else values


def chart_frame(figures: pd.DataFrame, name: Callable[[str], str]) -> pd.DataFrame:
    """Figures with the columns that charts of units read: `name` from a unit_id, `conflict` when sources disagree.

    `figures`: query `figures_of_unit` or `figures_of_indicator`. Rows without a year are left out.
    """
    rows = figures[figures["year"].notna()]
    conflict = (rows["distinct_values"] > 1) | (rows["distinct_ranks"] > 1)
    names = {unit_id: name(unit_id) for unit_id in rows["unit_id"].unique()}
    return rows.assign(name=rows["unit_id"].map(names), conflict=conflict)


def kept_apart(frame: pd.DataFrame, methods: Methods) -> pd.DataFrame:
    """A frame of figures for lines over the years: `method_id` is `Methods.line_key`, so that no line joins years of
    which nobody says that they compare."""
    keys = [methods.line_key(*row) for row in zip(frame["method_id"], frame["year"].astype(int), strict=True)]
    return frame.assign(method_id=pd.Series(keys, index=frame.index, dtype=object))
