"""Building an edition: load, check, refuse or write, and only then change what readers see.

A build is a pure function of its inputs, `data/` and the batches that count: the same rows give the same content
hash, and content that is already an edition makes no new one. Everything is written under a temporary name; a build
that is killed, refused or out of disk leaves the previous edition in service.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from egov_metrics.store import checking, filling
from egov_metrics.store.batches import sweep_batches
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
from egov_metrics.store.loading import Brought, Inputs, brought, load

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


def check(data: Path, workspace: Path | None = None) -> list[Finding]:
    """All findings of a data folder, with the batches of `workspace`, worst first; writes nothing.

    Raises `DataRefused`, `BatchDamaged`.
    """
    batches = brought(workspace)
    with duckdb.connect(":memory:") as con:
        return fill(con, load(data, batches), batches)


def content_of(data: Path, workspace: Path | None = None) -> str:
    """The content hash that a build of a data folder and the batches of `workspace` would have; writes nothing.

    Raises `DataRefused`, `BatchDamaged`.
    """
    batches = brought(workspace)
    with duckdb.connect(":memory:") as con:
        findings = fill(con, load(data, batches), batches)
        if refused := refusals(con, findings):
            raise DataRefused(refused)
        checking.keep(con, findings)
        return filling.content_hash(con)


def build(data: Path, workspace: Path, note: str = "", put_in_service: bool = True, keep: int = KEPT) -> BuildResult:
    """Build an edition from `data` and the batches of `workspace` that are not withdrawn.

    New content becomes the next number and, with `put_in_service`, the edition that readers see. Content that is kept
    already makes no new edition; it is put in service only when nothing else is (a rollback is not undone by a
    rebuild; `publish` does that). Raises `DataRefused`, `BatchDamaged`, `BuildFailed`; the previous edition stays in
    all cases.
    """
    with writing(workspace):
        return _build_safely(data, workspace, note, put_in_service, keep)


def publish(data: Path, workspace: Path, note: str, keep: int = KEPT) -> BuildResult:
    """Build, and put the result in service whatever was in service before."""
    with writing(workspace):
        result = _build_safely(data, workspace, note, True, keep)
        if not result.in_service:
            point_to(result.edition)
    return replace(result, in_service=True)


def fill(con: duckdb.DuckDBPyConnection, inputs: Inputs, batches: Sequence[Brought]) -> list[Finding]:
    """Fill an empty database and return its findings, worst first. Raises `DataRefused` when rows do not fit."""
    try:
        filling.fill(con, inputs, [head for head, rows in batches if rows is not None])
    except (duckdb.ConstraintException, duckdb.ConversionException) as error:
        problem = Problem("data", 0, "constraint", "", "rows that fit the schema", _one_line(error))
        raise DataRefused([problem]) from error
    return checking.find(con, inputs)


def refusals(con: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> list[Problem]:
    """The errors among the findings, each with the file (or batch) and line of the first row that it is about."""
    refused = []
    for finding in findings:
        if finding.severity == "error":
            place, line = filling.origin(con, finding.observation_ids) or ("data", 0)
            refused.append(Problem(place, line, finding.kind, "", "a row that passes this check", finding.message_en))
    return refused


def _build_safely(data: Path, workspace: Path, note: str, put_in_service: bool, keep: int) -> BuildResult:
    """Build while holding the workspace: what is loaded cannot be rolled back in the meantime."""
    sweep(workspace)
    sweep_batches(workspace)
    temporary = workspace / f".egov.{os.getpid()}{TEMPORARY}"
    try:
        batches = brought(workspace)
        return _build(load(data, batches), batches, workspace, temporary, note, put_in_service, keep)
    except StoreError:
        raise
    except (duckdb.Error, OSError) as error:
        raise BuildFailed(f"the edition could not be written to {workspace}: {_one_line(error)}") from error
    finally:
        for leftover in workspace.glob(f"{temporary.name}*"):
            leftover.unlink(missing_ok=True)


def _build(
    inputs: Inputs,
    batches: Sequence[Brought],
    workspace: Path,
    temporary: Path,
    note: str,
    put_in_service: bool,
    keep: int,
) -> BuildResult:
    with duckdb.connect(str(temporary), config=SMALL_BLOCKS) as con:
        findings = fill(con, inputs, batches)
        if refused := refusals(con, findings):
            raise DataRefused(refused)
        checking.keep(con, findings)
        content = filling.content_hash(con)
        rows = filling.row_counts(con)
        con.execute("checkpoint")
    names = tuple(head.batch_id for head, given in batches if given is not None)
    kept = editions(workspace)
    for ref in kept:
        if ref.content_hash == content and _is_sound(ref):
            if ref.batches != names:  # other batches with the same content: a rollback to it makes these count
                ref = replace(ref, batches=names)
                write_manifest(ref)
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
        batches=names,
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


def _is_sound(ref: EditionRef) -> bool:
    try:
        check_sound(ref)
    except StoreError:
        return False
    return True


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
