"""What an import reads out of a file: one row for a statement, with where it stands and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from egov_metrics.store.rows import TEXT
from egov_metrics.store.tables import OBSERVATION

ABOUT = ("quote", "sheet", "row", "unit_text", "indicator_text", "reason", "bad_column", "bad_value", "near")
"""Beside the columns of a statement: the passage (`sheet!B12`), sheet and row (from 1), the words of unit and
indicator, and of a rejected row the reason, the column and value that are wrong, and near names."""
FATES = ("accepted", "rejected", "duplicate", "known")
REASONS = (
    "no_unit", "unknown_unit", "ambiguous_unit", "former_unit", "no_indicator", "unknown_indicator", "no_period",
    "bad_period", "bad_number", "bad_rank", "bad_word", "out_of_bounds", "rank_beyond", "nothing_stated",
    "value_and_nothing", "conflict_in_file", "unknown_source", "sum_of_nothing",
)  # fmt: skip
"""The closed list of why a row is rejected; each has its words under `import.reason.` in `strings.csv`."""
USUAL: Mapping[str, str] = {
    "scope": "self", "period_basis": "stated", "statistic": "own", "qualifier": "exact", "status": "current",
}  # fmt: skip


def frame_of(rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Rows as a frame of the columns `OBSERVATION` and `ABOUT`, texts, "" for none; usual words where none is given."""
    columns = {}
    for name in (*OBSERVATION, *ABOUT):
        usual = USUAL.get(name, "")
        cells = [row.get(name, usual) for row in rows]
        is_number = name == "row" and bool(cells)
        columns[name] = pd.Series(list(map(int, cells)) if is_number else cells, dtype="int64" if is_number else TEXT)
    return with_bases(pd.DataFrame(columns))


def with_bases(frame: pd.DataFrame) -> pd.DataFrame:
    """`published` as the basis of every value and rank that is stated without one."""
    for part in ("value", "rank"):
        basis = frame[f"{part}_basis"]
        has = frame[part] != ""
        frame[f"{part}_basis"] = basis.where(basis != "", "published").where(has, "").astype(TEXT)
    return frame
