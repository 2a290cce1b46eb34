"""From rows of the store to the frames that charts read."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd


def chart_frame(figures: pd.DataFrame, name: Callable[[str], str]) -> pd.DataFrame:
    """Figures with the columns that charts of units read: `name` from a unit_id, `conflict` when sources disagree.

    `figures`: query `figures_of_unit` or `figures_of_indicator`. Rows without a year are left out.
    """
    rows = figures[figures["year"].notna()]
    conflict = (rows["distinct_values"] > 1) | (rows["distinct_ranks"] > 1)
    names = {unit_id: name(unit_id) for unit_id in rows["unit_id"].unique()}
    return rows.assign(name=rows["unit_id"].map(names), conflict=conflict)
