"""What a row must be like before it is looked up anywhere: the form of its cells, and what one statement must say.

The same for files under `data/` and for batches; a problem names the file (or batch) and line (or row) it is found at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from egov_metrics.store.errors import Problem
from egov_metrics.store.tables import PROOF_COLUMNS, TABLES, Column, Table

FILE, LINE = "_file", "_line"
TEXT = pd.StringDtype("pyarrow", na_value=float("nan"))
"""Columns of a million texts: compact, and judged without a loop in Python."""
FIRST_YEAR, LAST_YEAR = "1990", "2100"
STATEMENT = next(table for table in TABLES if table.name == "observation")


def as_rows(records: Sequence[Mapping[str, object]], table: Table, place: str) -> pd.DataFrame:
    """Records as a frame of the table's columns (None for none), counted from 1 at `place`."""
    frame = pd.DataFrame([{name: row.get(name) or None for name in table.column_names} for row in records])
    frame = frame.reindex(columns=table.column_names).astype(object)
    return frame.assign(**{FILE: place, LINE: range(1, len(frame) + 1)})


def problems_of_form(rows: pd.DataFrame, place: str) -> list[Problem]:
    """All that is wrong with rows of a batch by themselves: cells, statements, proofs, the same statement twice."""
    frame = rows.mask(rows == "").assign(**{FILE: place, LINE: range(1, len(rows) + 1)})
    return [
        *problems_of_cells(frame, (*STATEMENT.columns, *PROOF_COLUMNS)),
        *problems_of_statements(frame),
        *problems_of_proofs(frame),
        *problems_of_keys(STATEMENT, frame),
    ]


def problems_of_cells(frame: pd.DataFrame, columns: Iterable[Column]) -> list[Problem]:
    """Cells that are missing or not of the form of their column."""
    problems = []
    for column in columns:
        cells = frame[column.name]
        empty = cells.isna()
        if column.required and empty.any():
            for file, line in frame.loc[empty, [FILE, LINE]].itertuples(index=False):
                problems.append(Problem(file, line, "wrong_form", column.name, column.expected, "nothing"))
        if column.pattern is None and column.choices is None:
            continue
        # Distinct cells first: a column of ten thousand rows holds few different words.
        wrong = {cell for cell in cells[~empty].unique() if not column.accepts(str(cell))}
        if wrong:
            for cell, file, line in frame.loc[cells.isin(wrong), [column.name, FILE, LINE]].itertuples(index=False):
                problems.append(Problem(file, line, "wrong_form", column.name, column.expected, repr(cell)))
    return problems


def problems_of_keys(table: Table, frame: pd.DataFrame, within: Sequence[str] = ()) -> list[Problem]:
    """Rows with the key of an earlier one (of the same `within`: the same statement may come in two batches)."""
    keys = [*table.key, *within]
    again = frame[frame.duplicated(keys, keep="first")]
    if again.empty:
        return []
    first = frame.drop_duplicates(keys)[[*keys, FILE, LINE]]
    both = again[[*keys, FILE, LINE]].merge(first, how="left", on=keys, suffixes=("", "_first"))
    named = ", ".join(table.key) if len(table.key) < 4 else ""
    problems = []
    for row in both.to_dict("records"):
        found = " ".join(str(row[key]) for key in table.key if not pd.isna(row[key]))
        expected = f"a row not stated before (see {row[f'{FILE}_first']}:{row[f'{LINE}_first']})"
        problems.append(Problem(row[FILE], row[LINE], "duplicate_key", named, expected, found))
    return problems


def problems_of_statements(frame: pd.DataFrame) -> list[Problem]:
    """What one row must say: a figure or a kind of nothing, and the basis of each part that it states."""
    has_value, has_rank = frame["value"].notna(), frame["rank"].notna()
    has_nothing = frame["nothing"].notna()
    start, end = frame["period_start"], frame["period_end"]
    undated = frame["period_basis"] == "not_stated"
    odd_year = end.notna() & ((end.fillna("") < FIRST_YEAR) | (end.fillna("").str[:4] > LAST_YEAR))
    basis = "a basis exactly when there is a"
    return [
        *_wrong(frame, ~has_value & ~has_rank & ~has_nothing, "value", "a value, a rank or a kind of nothing",
                "none of them"),
        *_wrong(frame, has_value & has_nothing, "nothing", "a value or a kind of nothing", "both"),
        *_wrong(frame, has_value != frame["value_basis"].notna(), "value_basis", f"{basis} value", "not so"),
        *_wrong(frame, has_rank != frame["rank_basis"].notna(), "rank_basis", f"{basis} rank", "not so"),
        *_wrong(frame, start.notna() & end.notna() & (start.fillna("") > end.fillna("")), "period_end",
                "an end not before period_start", "an earlier date"),
        *_wrong(frame, ~undated & end.isna(), "period_end", "a date, or period_basis not_stated", "nothing"),
        *_wrong(frame, odd_year, "period_end", f"a year from {FIRST_YEAR} to {LAST_YEAR}", "another"),
    ]  # fmt: skip


def problems_of_proofs(frame: pd.DataFrame) -> list[Problem]:
    """Places in a text come in pairs, in order, and with the document that they are places of."""
    start, end = pd.to_numeric(frame["quote_start"], "coerce"), pd.to_numeric(frame["quote_end"], "coerce")
    lost = frame["document"].isna() & (frame["quote"].notna() | frame["quote_start"].notna())
    return [
        *_wrong(frame, frame["quote_start"].notna() != frame["quote_end"].notna(), "quote_end",
                "both ends of the passage or neither", "one"),
        *_wrong(frame, (start >= end).fillna(False).astype(bool), "quote_end", "an end after quote_start", "none"),
        *_wrong(frame, lost, "document", "the document of the passage", "nothing"),
    ]  # fmt: skip


def _wrong(frame: pd.DataFrame, wrong: pd.Series, column: str, expected: str, found: str) -> list[Problem]:
    places = frame.loc[wrong.astype(bool), [FILE, LINE]].itertuples(index=False)
    return [Problem(file, line, "wrong_form", column, expected, found) for file, line in places]
