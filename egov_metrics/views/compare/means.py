"""National and regional means as rows beside those of units: for the table and the files."""

from __future__ import annotations

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.views.compare.reading import OF_A_YEAR, Comparison

WITH_MEANS = ("line", "bars", "dist", "table")
"""Views that show means; those of one year the country's alone."""


def with_means(page: Comparison, rows: pd.DataFrame) -> pd.DataFrame:
    """The figures and, of the same years, the means that stand beside them; `label` names these and is missing for
    units. Means are of provinces as a whole, so other levels have none."""
    means = page.means
    if page.view.view not in WITH_MEANS or (page.view.view != "table" and page.measure == "rank") or means.empty:
        return rows.assign(label=None)
    means = compare.within_years(means, *page.shown_years)
    if page.view.view in OF_A_YEAR:
        means = means[means["kind"] == "country"]
    shared = [name for name in means.columns if name in rows.columns and name != "members"]
    found = means[[*shared, "label"]].assign(
        rank=None, rank_of=None, rank_basis=None, conflict=means["distinct_values"] > 1, stored_id=means["unit_id"]
    )
    for name in ("value", "rank", "rank_of", "decimals"):
        found[name] = found[name].astype("float64")
    found["year"] = found["year"].astype(rows["year"].dtype)
    return pd.concat([rows.assign(label=None), found], ignore_index=True)
