"""Building an edition: load, check, refuse or write, and only then change what readers see.

A build is a pure function of its inputs: the same rows give the same content hash, and content that is already an
edition makes no new one. Everything is written under a temporary name; a build that is killed, refused or out of
disk leaves the previous edition in service.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from egov_metrics.store import checking, filling
from egov_metrics.store.checking import Finding
from egov_metrics.store.editions import (
    KEPT,
    EditionRef,
    check_sound,
    editions,
    forget,
    point_to,
    pointed_number,
    prune,
    write_manifest,
)
from egov_metrics.store.errors import BuildFailed, DataRefused, Problem, StoreError
from egov_metrics.store.files import TEMPORARY, file_hash, replace_file, sweep, writing
from egov_metrics.store.loading import Inputs, load

SMALL_BLOCKS: dict[str, str | bool | int | float | list[str]] = {"default_block_size": 16384}
"""Editions are many and small: with the usual blocks of 256 kB, twenty tables with their indexes take 17 MB empty."""


@dataclass(frozen=True)
class BuildResult:
    """What a build did. `made` is False when an edition with this content was kept already;
    `in_service` tells whether readers now see this content."""

    edition: EditionRef
    made: bool
    in_service: bool
    findings: list[Finding]


def check(data: Path) -> list[Finding]:
    """All findings of a data folder, worst first, without writing an edition. Raises `DataRefused`."""
    inputs = load(data)
    with duckdb.connect(":memory:") as con:
        _fill(con, inputs)
        return checking.find(con, inputs)


def build(data: Path, workspace: Path, note: str = "", put_in_service: bool = True, keep: int = KEPT) -> BuildResult:
    """Build an edition from `data` into `workspace`.

    New content becomes the next number and, with `put_in_service`, the edition that readers see. Content that is kept
    already makes no new edition; it is put in service only when nothing else is (a rollback is not undone by a
    rebuild; `publish` does that). Raises `DataRefused`, `BuildFailed`; the previous edition stays in both cases.
    """
    inputs = load(data)
    with writing(workspace):
        sweep(workspace)
        temporary = workspace / f".egov.{os.getpid()}{TEMPORARY}"
        try:
            return _build(inputs, workspace, temporary, note, put_in_service, keep)
        except StoreError:
            raise
        except (duckdb.Error, OSError) as error:
            raise BuildFailed(f"the edition could not be written to {workspace}: {_one_line(error)}") from error
        finally:
            for leftover in workspace.glob(f"{temporary.name}*"):
                leftover.unlink(missing_ok=True)


def publish(data: Path, workspace: Path, note: str, keep: int = KEPT) -> BuildResult:
    """Build, and put the result in service whatever was in service before."""
    result = build(data, workspace, note, keep=keep)
    if not result.in_service:
        with writing(workspace):
            point_to(result.edition)
    return BuildResult(result.edition, result.made, True, result.findings)


def _build(inputs: Inputs, workspace: Path, temporary: Path, note: str, put_in_service: bool, keep: int) -> BuildResult:
    with duckdb.connect(str(temporary), config=SMALL_BLOCKS) as con:
        _fill(con, inputs)
        findings = checking.find(con, inputs)
        refused = [item for item in findings if item.severity == "error"]
        if refused:
            raise DataRefused([_as_problem(item, con, inputs) for item in refused])
        checking.keep(con, findings)
        content = filling.content_hash(con)
        rows = filling.row_counts(con)
        con.execute("checkpoint")
    kept = editions(workspace)
    for ref in kept:
        if ref.content_hash == content and _is_sound(ref):
            serving = pointed_number(workspace)
            if serving is None and put_in_service:
                point_to(ref)
                serving = ref.number
            return BuildResult(ref, False, serving == ref.number, findings)
        if ref.content_hash == content:
            forget(ref)
    ref = EditionRef(
        number=max((ref.number for ref in kept), default=0) + 1,
        content_hash=content,
        file=f"egov-{content[:12]}.duckdb",
        file_sha256=file_hash(temporary),
        file_bytes=temporary.stat().st_size,
        schema_version=filling.SCHEMA_VERSION,
        built_at=datetime.now(UTC).replace(microsecond=0),
        note=note,
        rows=rows,
        folder=workspace,
    )
    if ref.path.exists():  # a damaged or unlisted file of the same content: it is replaced
        ref.path.chmod(0o644)
    replace_file(temporary, ref.path)
    ref.path.chmod(0o444)
    write_manifest(ref)
    if put_in_service:
        point_to(ref)
    prune(workspace, keep)
    return BuildResult(ref, True, put_in_service, findings)


def _fill(con: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    try:
        filling.fill(con, inputs)
    except (duckdb.ConstraintException, duckdb.ConversionException) as error:
        problem = Problem("data", 0, "constraint", "", "rows that fit the schema", _one_line(error))
        raise DataRefused([problem]) from error


def _as_problem(finding: Finding, con: duckdb.DuckDBPyConnection, inputs: Inputs) -> Problem:
    """An error found by a data check, said with the file and line of the first row that it is about."""
    rows = filling.prepared_observations(inputs["observation"])
    place = rows.index[rows["observation_id"].isin(finding.observation_ids)]
    origin = inputs["observation"].loc[place[0]] if len(place) else None
    file, line = (str(origin["_file"]), int(origin["_line"])) if origin is not None else ("data", 0)
    return Problem(file, line, finding.kind, "", "a row that passes this check", finding.message_en)


def _is_sound(ref: EditionRef) -> bool:
    try:
        check_sound(ref)
    except StoreError:
        return False
    return True


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
