"""Made-up frames for the tests of charts: the shapes of real ones, the numbers of none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from egov_metrics.charts import methods, points
from egov_metrics.charts.look import Subject

SCORE = Subject("Chỉ số thử", "THỬ", "points", 2, 0, 100, "higher")
LEVEL = Subject("Mức thử", "MỨC", "level", 0, 1, 4, "lower")
LATE = Subject("Tỷ lệ trễ hạn", "TRỄ", "percent", 1, 0, 100, "lower")


def row(unit: str, year: int, value: float | None = None, rank: int | None = None, **more: Any) -> dict[str, Any]:
    """One figure: published, of a whole year, measured by method A, unless said otherwise."""
    filled = {
        "unit_id": unit,
        "name": f"Tỉnh {unit}",
        "year": year,
        "period_end": f"{year}-12-31",
        "value": value,
        "rank": rank,
        "rank_of": 63 if rank else None,
        "decimals": 2,
        "qualifier": "exact",
        "value_basis": "published" if value is not None else None,
        "rank_basis": "published" if rank is not None else None,
        "method_id": "A",
        "nothing": None,
        "source_title": f"Báo cáo {year}",
        "published": f"{year + 1}-04-10",
        "conflict": False,
        "figure_id": f"{unit}-{year}",
    }
    return filled | more


def frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """The frame of some rows; without any row it has the columns all the same."""
    return pd.DataFrame(list(rows), columns=[*points.COLUMNS, "figure_id"])


def field(units: int = 63, first: int = 2012, last: int = 2024) -> pd.DataFrame:
    """Every unit in every year; the method is A to 2015, B to 2019, then C; two units tie in every year."""
    rows = []
    for year in range(first, last + 1):
        scores = [60 + (7 * i * (year - 1990)) % 3700 / 100 for i in range(units)]
        if units > 1:
            scores[1] = scores[0]
        method = "A" if year < 2016 else "B" if year < 2020 else "C"
        for i, score in enumerate(scores):
            rank = 1 + sum(other > score for other in scores)
            rows.append(row(f"P{i:02}", year, score, rank, rank_of=units, method_id=method))
    return frame(rows)


def versions(*starts: tuple[str, int | None, str], **more: Any) -> pd.DataFrame:
    """Method versions from (id, first year, comparable with the one before)."""
    rows = [
        {
            "method_id": name,
            "year_from": year,
            "year_to": None,
            "decision": f"{100 + i}/QĐ-THỬ",
            "name": f"Bộ tiêu chí {name}",
            "changes": "Tiêu chí đổi.",
            "comparable_with_previous": comparable,
            "start_basis": "stated",
        }
        | more
        for i, (name, year, comparable) in enumerate(starts)
    ]
    return pd.DataFrame(rows, columns=list(methods.COLUMNS))


ABC = versions(("A", 2012, "first"), ("B", 2016, "no"), ("C", 2020, "no"))
