"""Made-up frames for the tests of charts: the shapes of real ones, the numbers of none; and how figures are read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from hypothesis import strategies as st

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


def traces(figure: go.Figure, *kinds: str) -> list[dict]:
    return [trace for trace in figure.to_plotly_json()["data"] if trace.get("meta") in kinds]


def segments(figure: go.Figure) -> list[tuple[str, str]]:
    """Pairs of figure ids that a drawn (not dotted) line joins."""
    pairs = []
    for trace in traces(figure, "field", "own", "chosen"):
        assert trace["connectgaps"] is False
        assert len(trace["x"]) == len(trace["y"]) == len(trace["customdata"]) == len(trace["text"])
        pairs += [(a, b) for a, b in pairwise(trace["customdata"]) if a and b]
    return pairs


def labels_of(figure: go.Figure) -> list[dict]:
    return [note for note in figure.to_plotly_json()["layout"]["annotations"] if note.get("name") == "label"]


def checked(figure: go.Figure) -> go.Figure:
    """The same figure with plotly's own checks on: an invalid property is a ValueError."""
    return go.Figure(figure.to_plotly_json())


cells = st.fixed_dictionaries(
    {
        "unit": st.sampled_from("ABCDEFGH"),
        "year": st.integers(2012, 2020),
        "value": st.one_of(st.none(), st.floats(0, 100)),
        "rank": st.one_of(st.none(), st.integers(1, 63)),
        "of": st.sampled_from([63, 63, 64, None]),
        "method": st.sampled_from(["A", "B", None]),
        "basis": st.sampled_from(["published", "published", "derived", "list_order", "doubtful", "recomputed"]),
        "qualifier": st.sampled_from(["exact", "exact", "approx", "target"]),
        "whole": st.booleans(),
        "conflict": st.booleans(),
    }
)


def cell_row(cell: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The figure that a drawn cell describes."""
    return row(
        cell["unit"],
        cell["year"],
        cell["value"],
        cell["rank"],
        rank_of=more.pop("rank_of", cell["of"]),
        method_id=cell["method"],
        value_basis=cell["basis"] if cell["value"] is not None else None,
        rank_basis=cell["basis"] if cell["rank"] is not None else None,
        qualifier=cell["qualifier"],
        period_end=f"{cell['year']}-{'12-31' if cell['whole'] else '06-30'}",
        conflict=cell["conflict"],
        **more,
    )


def may_join(a: dict[str, Any], b: dict[str, Any], measure: str = "value") -> bool:
    """Whether a line may run between two cells of one unit and neighbouring years, said in other words than the code:
    one method, periods alike, both published results or both exact recomputed figures, and ranks not known to be out
    of different numbers of units."""
    if measure == "rank" and len({cell["of"] for cell in (a, b)} - {None}) == 2:
        return False
    published = all(cell["basis"] == "published" and cell["qualifier"] != "target" for cell in (a, b))
    recomputed = all(cell["basis"] == "recomputed" and cell["qualifier"] == "exact" for cell in (a, b))
    return (published or recomputed) and a["method"] == b["method"] and a["whole"] == b["whole"]
