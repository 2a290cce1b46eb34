"""Frames as the queries return them, in small: every figure in them is invented."""

from __future__ import annotations

from typing import Any

import pandas as pd

from egov_metrics.analysis.comparability import Methods

METHOD: dict[str, Any] = {
    "family": "IDX",
    "year_from": None,
    "year_to": None,
    "decision": None,
    "comparable_with_previous": "no",
    "comparable_within": "yes",
    "reason_vi": "lý do",
    "reason_en": "reason",
    "start_basis": "stated",
    "by_year": True,
}
FIGURE: dict[str, Any] = {
    "figure_id": None,
    "indicator_code": "idx_score",
    "level": "province",
    "year": 2020,
    "unit_id": "P63-14",
    "scope": "self",
    "period_end": pd.NaT,
    "period_basis": "stated",
    "statistic": "own",
    "is_target": False,
    "is_latest_in_year": True,
    "value": None,
    "decimals": 2,
    "qualifier": "exact",
    "value_basis": None,
    "rank": None,
    "rank_of": None,
    "rank_basis": None,
    "nothing": None,
    "denominator": None,
    "method_id": "M1",
}
INDICATOR: dict[str, Any] = {
    "family": "IDX",
    "unit": "points",
    "decimals": 2,
    "direction": "higher",
    "topic": "composite_index",
    "is_headline": True,
}


def figure(**cells: Any) -> dict[str, Any]:
    """One figure; a value or rank that is given is published unless its basis says otherwise, a rank is of 63."""
    row = FIGURE | cells
    if row["value"] is not None and row["value_basis"] is None:
        row["value_basis"] = "published"
    if row["rank"] is not None and row["rank_basis"] is None:
        row["rank_basis"] = "published"
    if row["rank"] is not None and "rank_of" not in cells:
        row["rank_of"] = 63
    return row


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame of rows from `figure`, with the types that the store gives."""
    frame = pd.DataFrame([row | {"figure_id": f"f{place}"} for place, row in enumerate(rows)], columns=list(FIGURE))
    numbers = dict.fromkeys(("value", "rank", "rank_of", "denominator", "year", "decimals"), "float64")
    return frame.astype(numbers)


def indicator(code: str = "idx_score", **cells: Any) -> dict[str, Any]:
    """One indicator; its names are made from the code unless they are given."""
    names = {f"{name}_{lang}": f"{code} {lang}" for name in ("short", "name") for lang in ("vi", "en")}
    return {"indicator_code": code, **INDICATOR, **names, **cells}


def methods(*rows: dict[str, Any]) -> Methods:
    """Method versions from rows that name at least `method_id`."""
    full = [METHOD | {"name_vi": row["method_id"], "name_en": row["method_id"]} | row for row in rows]
    return Methods(pd.DataFrame(full, columns=["method_id", "name_vi", "name_en", *METHOD]))


CHAIN = methods(
    {"method_id": "M1", "year_from": 2012, "comparable_with_previous": "first", "decision": "1/QĐ"},
    {"method_id": "M2", "year_from": 2015, "comparable_with_previous": "yes", "decision": "2/QĐ"},
    {"method_id": "M3", "year_from": 2017, "comparable_with_previous": "no", "decision": "3/QĐ"},
    {"method_id": "M4", "year_from": 2019, "comparable_with_previous": "yes"},
    {"method_id": "M5", "year_from": 2021, "comparable_with_previous": "not_stated", "start_basis": "inferred"},
    {"method_id": "M6", "year_from": 2023, "comparable_with_previous": "no", "decision": "6/QĐ",
     "start_basis": "inferred"},
)  # fmt: skip
"""M1 = M2 | M3 = M4 ? M5 | M6."""
