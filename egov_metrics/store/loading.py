"""Reading the reviewed text under `data/` and the batches into frames, refusing what is wrong with place and reason."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from egov_metrics.store.batches import BatchHead, active, batch_ids, batch_rows, read_head
from egov_metrics.store.errors import BatchDamaged, DataRefused, Problem
from egov_metrics.store.rows import (
    FILE,
    LINE,
    STATEMENT,
    TEXT,
    as_rows,
    problems_of_cells,
    problems_of_keys,
    problems_of_proofs,
    problems_of_statements,
)
from egov_metrics.store.tables import OBSERVATION, PROOF, PROOF_COLUMNS, TABLES, Table

Inputs = dict[str, pd.DataFrame]
Brought = tuple[BatchHead, pd.DataFrame | None]
"""A batch: its head and its rows; no rows when it is withdrawn. It still lends its sources and indicators to others."""

BATCH, ORDER = "batch_id", "_order"
"""Of a statement: the batch that it came in (none for `data/`), and its place in time: 0 for `data/`, then 1, 2 ..."""


def brought(workspace: Path | None) -> list[Brought]:
    """The batches of a workspace, oldest first. Raises `BatchDamaged` for a damaged one that is not withdrawn."""
    if workspace is None:
        return []
    counting = active(workspace)
    names = {head.batch_id for head in counting}
    lent = []
    for name in batch_ids(workspace):
        if name not in names:
            with contextlib.suppress(BatchDamaged):
                lent.append(read_head(workspace, name))
    found: list[Brought] = [(head, batch_rows(workspace, head.batch_id)) for head in counting]
    found += [(head, None) for head in lent]
    return sorted(found, key=lambda one: (one[0].made_at, one[0].batch_id))


def load(folder: Path, batches: Sequence[Brought] = ()) -> Inputs:
    """All tables of the data folder, with the rows of `batches` (oldest first), plus `_file` and `_line`.

    Cells are texts, a missing value for an empty one. Statements also have the columns `PROOF`, `batch_id` and
    `_order`. Sources and indicators that a batch brings count where `data/` has none of that key; of two batches the
    later one; those of a withdrawn batch only where a statement still needs them. Raises `DataRefused` with every
    problem found: a missing file or column, broken UTF-8, a cell of the wrong form, an unknown unit, indicator, method
    or source, a duplicate key, or a statement that states nothing.
    """
    if not folder.is_dir():
        raise DataRefused([Problem(str(folder), 0, "missing_file", "", "a folder of reviewed data", "nothing there")])
    problems: list[Problem] = []
    inputs = {table.name: _read_table(folder, table, problems) for table in TABLES}
    if not any(problem.kind in ("missing_file", "missing_column", "broken_utf8") for problem in problems):
        _add_batches(inputs, batches, problems)
        for table in TABLES:
            within = (BATCH,) if table is STATEMENT else ()
            problems += problems_of_keys(table, inputs[table.name], within)
            _check_references(table, inputs, problems)
        problems += problems_of_statements(inputs["observation"])
        problems += problems_of_proofs(inputs["observation"])
    if problems:
        raise DataRefused(problems)
    return inputs


def _add_batches(inputs: Inputs, batches: Sequence[Brought], problems: list[Problem]) -> None:
    """Put the rows of the batches below those of the files, and the sources and indicators that they bring."""
    parts = [_statements(inputs["observation"], None, 0)]
    counting = [(head, rows) for head, rows in batches if rows is not None]
    for order, (head, rows) in enumerate(counting, start=1):
        place = {FILE: f"batch {head.batch_id}", LINE: range(1, len(rows) + 1)}
        parts.append(_statements(rows.assign(**place), head.batch_id, order))
        problems += problems_of_cells(parts[-1], (*STATEMENT.columns, *PROOF_COLUMNS))
    statements = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    inputs["observation"] = statements
    for name, key in (("source", "source_id"), ("indicator", "indicator_code")):
        table = next(table for table in TABLES if table.name == name)
        own = _brought_rows(table, [head for head, rows in batches if rows is not None])
        lent = _brought_rows(table, [head for head, rows in batches if rows is None])
        needed = set(statements[key].unique())
        if name == "indicator":
            needed |= set(lent.loc[lent[key].isin(needed), "parent_code"])
        added = pd.concat([lent[lent[key].isin(needed)], own], ignore_index=True).drop_duplicates(key, keep="last")
        added = added[~added[key].isin(inputs[name][key])]
        if len(added):
            problems += problems_of_cells(added, table.columns)
            inputs[name] = pd.concat([inputs[name], added], ignore_index=True)


def _brought_rows(table: Table, heads: Sequence[BatchHead]) -> pd.DataFrame:
    """The rows of another file that batches bring, oldest first."""
    rows = []
    for head in heads:
        given = head.sources if table.name == "source" else head.indicators
        rows.append(as_rows(given, table, f"batch {head.batch_id} {table.name}s"))
    return pd.concat([as_rows((), table, ""), *rows], ignore_index=True)


def _statements(rows: pd.DataFrame, batch_id: str | None, order: int) -> pd.DataFrame:
    """Statements as columns of texts, with where they came from."""
    frame = rows.reindex(columns=[*OBSERVATION, *PROOF, FILE, LINE])
    texts = {name: frame[name].astype(TEXT) for name in (*OBSERVATION, *PROOF, FILE)}
    told = {name: cells.mask(cells == "") for name, cells in texts.items()}
    came = pd.Series(batch_id, index=frame.index, dtype=TEXT)
    return pd.DataFrame({**told, LINE: frame[LINE].astype("int64"), BATCH: came, ORDER: order})


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
    problems += problems_of_cells(frame, table.columns)
    return frame


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
