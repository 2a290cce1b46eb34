"""Batches: what was imported or reviewed, kept as it came; the system of record beside `data/`.

A batch is one Parquet file, `batches/<time>-<8 hex>.parquet` of the workspace, with its head (who, when, from what) in
the file's own metadata. It is written under a temporary name, flushed and renamed, and never changed: writers share
no file, so any number of them may work at once, and one that is killed leaves nothing that anybody sees. A batch that
should not count is withdrawn by a record of its own (`withdrawals`), which can be taken back in the same way.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from egov_metrics.store import rows as checked
from egov_metrics.store import withdrawals
from egov_metrics.store.errors import BatchDamaged, BatchRefused, DataRefused
from egov_metrics.store.files import TEMPORARY, make_folder, replace_file
from egov_metrics.store.tables import OBSERVATION, PROOF, TABLES
from egov_metrics.store.withdrawals import FOLDER, new_id

__all__ = [
    "OBSERVATION", "PROOF", "BatchHead", "active", "batch_ids", "batch_rows", "batches", "read_head", "restore",
    "sweep_batches", "withdraw", "write_batch",
]  # fmt: skip

KINDS = ("import", "review")
HEAD = b"egov_batch"
STALE = 24 * 3600.0
"""Seconds after which a file under a temporary name belongs to nobody who is still writing."""
BRINGS = {"sources": "source", "indicators": "indicator"}


@dataclass(frozen=True)
class BatchHead:
    """What a batch says of itself. `made_at` is in UTC; `sources` and `indicators` are rows of `sources.csv` and
    `indicators.csv` that it brings; `files` are the originals it was read from (name, sha256, size in bytes)."""

    batch_id: str
    kind: str
    made_at: datetime
    made_by: str
    note: str
    rows: int
    sources: tuple[dict, ...]
    indicators: tuple[dict, ...]
    files: tuple[dict, ...]


def write_batch(
    workspace: Path,
    rows: pd.DataFrame,
    *,
    kind: str,
    by: str,
    note: str = "",
    sources: Iterable[Mapping[str, object]] = (),
    indicators: Iterable[Mapping[str, object]] = (),
    files: Iterable[Mapping[str, object]] = (),
) -> BatchHead:
    """Keep accepted rows as one batch, whole or not at all.

    `rows` has the columns `OBSERVATION` and may have those of `PROOF`; cells are texts as in the files under
    `observations/`, "" or a missing value for none. Raises `BatchRefused` when it is no batch (no rows, unknown
    columns, numbers in place of texts, no name) and `DataRefused` when rows are not of the form of a statement;
    whether they fit the units and indicators that are known is seen by `store.preview` and `store.build`.
    """
    if kind not in KINDS:
        raise BatchRefused(f"kind of a batch: expected one of {', '.join(KINDS)}, found {kind!r}")
    if not by.strip():
        raise BatchRefused("a batch needs the name of who accepts it")
    frame = _texts(rows)
    brought = {name: _brought(name, given) for name, given in (("sources", sources), ("indicators", indicators))}
    problems = checked.problems_of_form(frame, "rows")
    if problems:
        raise DataRefused(problems)
    now = datetime.now(UTC)
    head = BatchHead(
        new_id(now), kind, now, by.strip(), note.strip(), len(frame), **brought, files=tuple(dict(one) for one in files)
    )
    folder = make_folder(workspace / FOLDER)
    temporary = folder / f".{head.batch_id}.{os.getpid()}{TEMPORARY}"
    try:
        pq.write_table(
            _as_arrow(frame).replace_schema_metadata({HEAD: json.dumps(_said(head), ensure_ascii=False).encode()}),
            temporary, compression="zstd", write_page_checksum=True,
        )  # fmt: skip
        replace_file(temporary, folder / f"{head.batch_id}.parquet")
    finally:
        temporary.unlink(missing_ok=True)
    return head


def batch_ids(workspace: Path) -> list[str]:
    """The names of all batches, oldest first, without opening them."""
    found = (path.stem for path in (workspace / FOLDER).glob("*.parquet"))
    return sorted(name for name in found if not name.startswith("."))


def batches(workspace: Path) -> list[BatchHead]:
    """The heads of all batches, oldest first, withdrawn ones too. Raises `BatchDamaged` naming a file that is not
    what was written."""
    return _in_order(read_head(workspace, name) for name in batch_ids(workspace))


def active(workspace: Path) -> list[BatchHead]:
    """The heads of the batches that are not withdrawn, oldest first: those that the next edition is built from.

    A damaged batch raises `BatchDamaged` as long as it is not withdrawn.
    """
    out = withdrawals.withdrawn(workspace)
    return _in_order(read_head(workspace, name) for name in batch_ids(workspace) if name not in out)


def read_head(workspace: Path, batch_id: str) -> BatchHead:
    """The head of one batch. Raises `BatchRefused` when there is none of that name, `BatchDamaged`."""
    path = _path(workspace, batch_id)
    try:
        footer = pq.read_metadata(path)
        said = json.loads((footer.metadata or {})[HEAD])
        given = {name: tuple(said[name]) for name in ("sources", "indicators", "files")}
        head = BatchHead(**{**said, **given, "made_at": datetime.fromisoformat(said["made_at"])})
        if (head.batch_id, head.rows) != (batch_id, footer.num_rows):
            raise ValueError(f"the head of {head.batch_id} with {head.rows} rows over {footer.num_rows} rows")
    except FileNotFoundError:
        raise BatchRefused(f"no batch {batch_id} in {workspace / FOLDER}") from None
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise _damaged(path, error) from None
    return head


def batch_rows(workspace: Path, batch_id: str) -> pd.DataFrame:
    """The rows of one batch as they were accepted: texts, "" for none, columns `OBSERVATION` and `PROOF`.

    Raises `BatchRefused` when there is none of that name, `BatchDamaged` when a page of the file is not what was
    written.
    """
    path = _path(workspace, batch_id)
    try:
        table = pq.read_table(path, columns=[*OBSERVATION, *PROOF], page_checksum_verification=True)
    except FileNotFoundError:
        raise BatchRefused(f"no batch {batch_id} in {workspace / FOLDER}") from None
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise _damaged(path, error) from None
    return table.to_pandas(types_mapper={pa.string(): checked.TEXT}.get)


def withdraw(workspace: Path, batch_ids: str | Sequence[str], *, by: str, why: str) -> None:
    """Record that batches do not count any more; their files stay. Raises `BatchRefused` for an unknown one."""
    withdrawals.write_record(workspace, withdrawals.new_record(by, why, withdrawn=_known(workspace, batch_ids)))


def restore(workspace: Path, batch_ids: str | Sequence[str], *, by: str, why: str) -> None:
    """Record that batches count again. Raises `BatchRefused` for one that is unknown."""
    withdrawals.write_record(workspace, withdrawals.new_record(by, why, restored=_known(workspace, batch_ids)))


def sweep_batches(workspace: Path) -> None:
    """Remove what killed writers left under temporary names; what is younger than a day may still be written."""
    for leftover in (workspace / FOLDER).glob(f".*{TEMPORARY}"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > STALE:
                leftover.unlink()


def _known(workspace: Path, named: str | Sequence[str]) -> list[str]:
    wanted = [named] if isinstance(named, str) else list(dict.fromkeys(named))
    known = set(batch_ids(workspace))
    for name in wanted:
        if name not in known:
            raise BatchRefused(f"no batch {name} in {workspace / FOLDER}")
    if not wanted:
        raise BatchRefused("expected the name of at least one batch, found none")
    return wanted


def _in_order(heads: Iterable[BatchHead]) -> list[BatchHead]:
    return sorted(heads, key=lambda head: (head.made_at, head.batch_id))


def _path(workspace: Path, batch_id: str) -> Path:
    if not batch_id.replace("-", "").isalnum():  # a name from a link or a command must not lead out of the folder
        raise BatchRefused(f"no batch {batch_id!r} in {workspace / FOLDER}")
    return workspace / FOLDER / f"{batch_id}.parquet"


def _damaged(path: Path, error: BaseException) -> BatchDamaged:
    said = " ".join(str(error).split())[:160]
    return BatchDamaged(
        f"{FOLDER}/{path.name} is not the batch that was written ({said}): bring the file back, or withdraw the batch"
    )


def _texts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with all columns in order, as texts without blanks at the ends, "" for none."""
    missing = [name for name in OBSERVATION if name not in rows.columns]
    unknown = [str(name) for name in rows.columns if name not in (*OBSERVATION, *PROOF)]
    if missing or unknown:
        said = "; ".join([*(f"no column {name}" for name in missing), *(f"unknown column {name}" for name in unknown)])
        raise BatchRefused(f"columns of a batch: expected those of a statement and its proof, found {said}")
    if rows.empty:
        raise BatchRefused("a batch needs at least one row, found none")
    texts = {}
    for name in (*OBSERVATION, *PROOF):
        column = rows[name] if name in rows.columns else pd.Series("", index=rows.index, dtype=checked.TEXT)
        given = column.dropna()
        if len(given) and pd.api.types.infer_dtype(given) != "string":
            raise BatchRefused(f"column {name} of a batch: expected texts as in the files, found {given.iloc[0]!r}")
        texts[name] = column.astype(checked.TEXT).fillna("").str.strip().reset_index(drop=True)
    return pd.DataFrame(texts)


def _as_arrow(frame: pd.DataFrame) -> pa.Table:
    return pa.table({name: pa.array(frame[name], type=pa.string(), from_pandas=True) for name in frame.columns})


def _brought(name: str, given: Iterable[Mapping[str, object]]) -> tuple[dict[str, str], ...]:
    """Rows of another file that the batch brings: all its columns, as texts. Raises when they are not of its form."""
    table = next(table for table in TABLES if table.name == BRINGS[name])
    found = []
    for row in given:
        unknown = [key for key in row if key not in table.column_names]
        if unknown:
            raise BatchRefused(f"{name} of a batch: expected columns of {table.files}, found {unknown[0]}")
        cells = ((column, row.get(column)) for column in table.column_names)
        found.append({column: "" if pd.isna(cell) else str(cell).strip() for column, cell in cells})
    problems = checked.problems_of_cells(checked.as_rows(found, table, name), table.columns)
    if problems:
        raise DataRefused(problems)
    return tuple(found)


def _said(head: BatchHead) -> dict[str, Any]:
    return asdict(head) | {"made_at": head.made_at.isoformat(timespec="microseconds")}
