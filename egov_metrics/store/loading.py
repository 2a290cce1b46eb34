"""Reading the reviewed text under `data/` into data frames, and refusing what is wrong with file, line and reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from egov_metrics.store.errors import DataRefused, Problem
from egov_metrics.store.tables import TABLES, Column, Table

Inputs = dict[str, pd.DataFrame]

FILE, LINE = "_file", "_line"


def load(folder: Path) -> Inputs:
    """All tables of the data folder as frames of strings (`None` for an empty cell), plus `_file` and `_line`.

    Raises `DataRefused` with every problem found: a missing file or column, broken UTF-8, a cell of the wrong form,
    an unknown unit, indicator, method or source, a duplicate key, or an observation that states nothing.
    """
    if not folder.is_dir():
        raise DataRefused([Problem(str(folder), 0, "missing_file", "", "a folder of reviewed data", "nothing there")])
    problems: list[Problem] = []
    inputs = {table.name: _read_table(folder, table, problems) for table in TABLES}
    if not any(problem.kind in ("missing_file", "missing_column", "broken_utf8") for problem in problems):
        for table in TABLES:
            _check_keys(table, inputs[table.name], problems)
            _check_references(table, inputs, problems)
        _check_observations(inputs["observation"], problems)
    if problems:
        raise DataRefused(problems)
    return inputs


def _read_table(folder: Path, table: Table, problems: list[Problem]) -> pd.DataFrame:
    files = sorted(folder.glob(table.files))
    if not files:
        problems.append(Problem(table.files, 0, "missing_file", "", f"the file of table {table.name}", "no such file"))
    frames = [_read_file(folder, path, table, problems) for path in files]
    columns = [*table.column_names, FILE, LINE]
    frames = [frame for frame in frames if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns, dtype=object)


def _read_file(folder: Path, path: Path, table: Table, problems: list[Problem]) -> pd.DataFrame:
    name = path.relative_to(folder).as_posix()
    columns = [*table.column_names, FILE, LINE]
    empty = pd.DataFrame(columns=columns, dtype=object)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "broken_utf8", "", "UTF-8 text", f"byte 0x{error.object[error.start]:02x}"))
        return empty
    except OSError as error:
        problems.append(Problem(name, 0, "missing_file", "", "a readable file", error.strerror or str(error)))
        return empty
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [column for column in table.column_names if column not in header]
    unknown = [column for column in header if column not in table.column_names]
    for lost in missing:
        problems.append(Problem(name, 1, "missing_column", lost, "this column in the header", "no such column"))
    for strange in unknown:
        problems.append(Problem(name, 1, "missing_column", strange, "only known columns", "an unknown column"))
    if missing or unknown:
        return empty
    rows: list[list[object]] = []
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(header):
            problems.append(
                Problem(name, reader.line_num, "wrong_form", "", f"{len(header)} cells", f"{len(cells)} cells")
            )
            continue
        rows.append([*(cell.strip() or None for cell in cells), name, reader.line_num])
    frame = pd.DataFrame(rows, columns=[*header, FILE, LINE], dtype=object)[columns]
    for column in table.columns:
        _check_cells(column, frame, problems)
    return frame


def _check_cells(column: Column, frame: pd.DataFrame, problems: list[Problem]) -> None:
    cells = frame[column.name]
    empty = cells.isna()
    if column.required and empty.any():
        for file, line in frame.loc[empty, [FILE, LINE]].itertuples(index=False):
            problems.append(Problem(file, line, "wrong_form", column.name, column.expected, "nothing"))
    if column.pattern is None and column.choices is None:
        return
    # Distinct cells first: a column of ten thousand rows holds few different words.
    wrong = {cell for cell in cells[~empty].unique() if not column.accepts(str(cell))}
    if wrong:
        for cell, file, line in frame.loc[cells.isin(wrong), [column.name, FILE, LINE]].itertuples(index=False):
            problems.append(Problem(file, line, "wrong_form", column.name, column.expected, repr(cell)))


def _check_keys(table: Table, frame: pd.DataFrame, problems: list[Problem]) -> None:
    keys = list(table.key)
    again = frame[frame.duplicated(keys, keep="first")]
    if again.empty:
        return
    for row in again.to_dict("records"):
        same = frame[(frame[keys].fillna("") == pd.Series({key: row[key] for key in keys}).fillna("")).all(axis=1)]
        first = same.iloc[0]
        found = " ".join(str(row[key]) for key in keys if row[key] is not None)
        problems.append(
            Problem(
                row[FILE],
                row[LINE],
                "duplicate_key",
                ", ".join(keys) if len(keys) < 4 else "",
                f"a row not stated before (see {first[FILE]}:{first[LINE]})",
                found,
            )
        )


UNKNOWN = {"unit": "unknown_unit", "indicator": "unknown_indicator", "source": "missing_source"}


def _check_references(table: Table, inputs: Inputs, problems: list[Problem]) -> None:
    frame = inputs[table.name]
    for column, target, target_column in table.references:
        known = inputs[target][target_column]
        lost = frame[frame[column].notna() & ~frame[column].isin(known)]
        for cell, file, line in lost[[column, FILE, LINE]].itertuples(index=False):
            kind = UNKNOWN.get(target, "unknown_reference")
            problems.append(
                Problem(file, line, kind, column, f"a {target_column} of {target.replace('_', ' ')}", repr(cell))
            )
    if table.name == "reviewed_finding":
        known_codes = set(inputs["indicator"]["indicator_code"])
        for cell, file, line in frame[["indicator_codes", FILE, LINE]].itertuples(index=False):
            for code in (cell or "").split():
                if code not in known_codes:
                    problems.append(Problem(file, line, "unknown_indicator", "indicator_codes", "known codes", code))


def _check_observations(frame: pd.DataFrame, problems: list[Problem]) -> None:
    """What one row must say: a figure or a kind of nothing, and the basis of each part that it states."""

    def refuse(wrong: pd.Series, column: str, expected: str, found: str) -> None:
        for file, line in frame.loc[wrong, [FILE, LINE]].itertuples(index=False):
            problems.append(Problem(file, line, "wrong_form", column, expected, found))

    has_value, has_rank = frame["value"].notna(), frame["rank"].notna()
    has_nothing = frame["nothing"].notna()
    refuse(~has_value & ~has_rank & ~has_nothing, "value", "a value, a rank or a kind of nothing", "none of them")
    refuse(has_value & has_nothing, "nothing", "a value or a kind of nothing", "both")
    refuse(has_value != frame["value_basis"].notna(), "value_basis", "a basis exactly when there is a value", "not so")
    refuse(has_rank != frame["rank_basis"].notna(), "rank_basis", "a basis exactly when there is a rank", "not so")
    start, end = frame["period_start"], frame["period_end"]
    refuse(
        start.notna() & end.notna() & (start.fillna("") > end.fillna("")),
        "period_end",
        "an end not before period_start",
        "an earlier date",
    )
    undated = frame["period_basis"] == "not_stated"
    refuse(~undated & end.isna(), "period_end", "a date, or period_basis not_stated", "nothing")
