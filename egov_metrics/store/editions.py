"""Editions: immutable, numbered, hashed stores, and the pointer to the one in service.

In the workspace: `egov-<first 12 of the content hash>.duckdb` (read only), `edition-<number>.json` beside it (its
manifest) and `CURRENT.json` (the pointer). Publishing and rolling back only rewrite the pointer, so readers never
meet a half-written file. A rollback also withdraws the batches that came after the edition.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from egov_metrics.store import withdrawals
from egov_metrics.store.batches import batch_ids
from egov_metrics.store.errors import EditionDamaged, NoEdition, SchemaMismatch, UnknownName
from egov_metrics.store.files import file_hash, write_json, writing
from egov_metrics.store.filling import SCHEMA_VERSION
from egov_metrics.store.withdrawals import CARRIED, POINTER, Record

KEPT = 10
"""How many editions stay when a new one is made."""


@dataclass(frozen=True)
class EditionRef:
    """An edition as its manifest describes it. `problems` says, in plain lines, why it is not the one pointed to.

    `batches` are those that its content was last built from.
    """

    number: int
    content_hash: str
    file: str
    file_sha256: str
    file_bytes: int
    schema_version: int
    built_at: datetime
    note: str
    rows: dict[str, int]
    folder: Path
    batches: tuple[str, ...] = field(default=())
    problems: tuple[str, ...] = field(default=())

    @property
    def path(self) -> Path:
        """The file of the store."""
        return self.folder / self.file

    @property
    def short_hash(self) -> str:
        """First twelve hex digits of the content hash: what a link carries."""
        return self.content_hash[:12]


def write_manifest(ref: EditionRef) -> None:
    """Write an edition's manifest beside its file."""
    content = {name: value for name, value in asdict(ref).items() if name not in ("folder", "problems")}
    content["built_at"] = ref.built_at.isoformat(timespec="seconds")
    write_json(ref.folder / f"edition-{ref.number:04d}.json", content)


def editions(workspace: Path) -> list[EditionRef]:
    """The editions that are kept, newest first. Manifests that cannot be read are left out."""
    found = []
    for manifest in workspace.glob("edition-*.json"):
        with contextlib.suppress(EditionDamaged):
            found.append(_read_manifest(manifest))
    return sorted(found, key=lambda ref: -ref.number)


def point_to(ref: EditionRef, rollback: Record | None = None) -> None:
    """Put an edition in service. Call it while holding the workspace for writing.

    `rollback` is the record of what is withdrawn together with it: it counts from this moment on.
    """
    withdrawals.settle(ref.folder)
    content: dict[str, object] = {
        "number": ref.number,
        "file": ref.file,
        "sha256": ref.file_sha256,
        "built_at": ref.built_at.isoformat(timespec="seconds"),
        "rows": sum(ref.rows.values()),
    }
    write_json(ref.folder / POINTER, content | ({CARRIED: rollback.content()} if rollback else {}))
    if rollback:
        withdrawals.settle(ref.folder)


def pointed_number(workspace: Path) -> int | None:
    """The number that the pointer names, or None when there is no readable pointer."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads((workspace / POINTER).read_text(encoding="utf-8"))["number"])
    return None


def current(workspace: Path) -> EditionRef:
    """The edition in service.

    A missing or damaged pointer, or an edition that is truncated, does not take the service down: the newest sound
    edition is returned with `problems` saying so. Raises `NoEdition` when there is none at all and `SchemaMismatch`
    when all that is there was made for another version of the schema.
    """
    kept = editions(workspace)
    if not kept:
        raise NoEdition(f"no edition in {workspace}: run `python -m egov_metrics build` (or `make run`) first")
    number = pointed_number(workspace)
    problems: list[str] = []
    if number is None:
        problems.append(f"{POINTER} in {workspace} is missing or damaged")
        ordered = kept
    else:
        # The edition pointed to, then the older ones from the newest down, then the rest.
        ordered = sorted(kept, key=lambda ref: (ref.number != number, ref.number > number, -ref.number))
        if ordered[0].number != number:
            problems.append(f"edition {number}, which {POINTER} names, is gone")
    mismatch: SchemaMismatch | None = None
    for ref in ordered:
        try:
            check_sound(ref)
        except SchemaMismatch as error:
            mismatch = error
            problems.append(str(error))
        except EditionDamaged as error:
            problems.append(str(error))
        else:
            return replace(ref, problems=tuple(problems))
    if mismatch is not None:
        raise mismatch
    raise NoEdition(f"no sound edition in {workspace}: {'; '.join(problems)}; run `python -m egov_metrics build`")


def check_sound(ref: EditionRef, thoroughly: bool = False) -> None:
    """Raise when an edition cannot be served: another schema, a missing file, another size.

    `thoroughly` compares the checksum of the whole file too (some 0.2 s for 100 MB).
    """
    if ref.schema_version != SCHEMA_VERSION:
        age = "an older" if ref.schema_version < SCHEMA_VERSION else "a newer"
        raise SchemaMismatch(
            f"edition {ref.number} was made for {age} version of the schema ({ref.schema_version}; this program reads "
            f"{SCHEMA_VERSION}): run `python -m egov_metrics build` with this version"
        )
    try:
        size = ref.path.stat().st_size
    except OSError:
        raise EditionDamaged(f"edition {ref.number}: the file {ref.file} is missing") from None
    if size != ref.file_bytes:
        raise EditionDamaged(f"edition {ref.number}: {ref.file} has {size} bytes instead of {ref.file_bytes}")
    if thoroughly and file_hash(ref.path) != ref.file_sha256:
        raise EditionDamaged(f"edition {ref.number}: {ref.file} is not the file that was built (checksum)")


def by_hash(workspace: Path, prefix: str) -> EditionRef | None:
    """The kept, sound edition whose content hash begins with `prefix` (as a link carries it), or None."""
    for ref in editions(workspace):
        if ref.content_hash.startswith(prefix):
            with contextlib.suppress(EditionDamaged, SchemaMismatch):
                check_sound(ref)
                return ref
    return None


@dataclass(frozen=True)
class Rollback:
    """What a rollback did: the edition that is in service, and the batches whose state it changed."""

    edition: EditionRef
    withdrawn: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()


def roll_back(workspace: Path, number: int, by: str = "rollback", why: str = "") -> EditionRef:
    """Put edition `number` in service; see `rolled_back`, which also tells what became of the batches."""
    return rolled_back(workspace, number, by, why).edition


def rolled_back(workspace: Path, number: int, by: str = "rollback", why: str = "") -> Rollback:
    """Put edition `number` in service, after comparing its checksum, and make its batches those that count.

    Batches that came after it are withdrawn, so that the next publish does not bring them back unasked; batches of
    that edition that were withdrawn since count again. One renaming does all of it. Raises `UnknownName` when the
    edition is not kept, `EditionDamaged` or `SchemaMismatch` when it cannot be served.
    """
    with writing(workspace):
        kept = editions(workspace)
        for ref in kept:
            if ref.number == number:
                check_sound(ref, thoroughly=True)
                out = withdrawals.withdrawn(workspace)
                present = batch_ids(workspace)
                later = tuple(name for name in present if name not in out and name not in ref.batches)
                back = tuple(name for name in present if name in out and name in ref.batches)
                reason = f"rollback to edition {number}" + (f": {why.strip()}" if why.strip() else "")
                record = withdrawals.new_record(by, reason, later, back) if later or back else None
                point_to(ref, record)
                return Rollback(ref, later, back)
    numbers = ", ".join(str(ref.number) for ref in kept) or "none"
    raise UnknownName(f"edition {number} is not kept in {workspace}; kept: {numbers}")


def prune(workspace: Path, keep: int = KEPT) -> list[int]:
    """Remove all but the newest `keep` editions; the one in service always stays. Returns the numbers removed."""
    kept = editions(workspace)
    serving = pointed_number(workspace)
    removed = []
    for ref in kept[keep:]:
        if ref.number == serving:
            continue
        # First the manifest: from then on nobody finds the edition; then its file, if no other edition has it.
        (workspace / f"edition-{ref.number:04d}.json").unlink(missing_ok=True)
        if all(other.file != ref.file for other in editions(workspace)):
            _remove(ref.path)
        removed.append(ref.number)
    named = {ref.file for ref in editions(workspace)}
    for path in workspace.glob("egov-*.duckdb"):  # what a killed build or an open reader left without a manifest
        if path.name not in named:
            _remove(path)
    return removed


def forget(ref: EditionRef) -> None:
    """Take an edition off the list, its file left as it is. For one that is damaged and about to be built anew."""
    (ref.folder / f"edition-{ref.number:04d}.json").unlink(missing_ok=True)


def _remove(path: Path) -> None:
    """Remove a store file. Windows keeps one that a reader has open: the next prune takes it."""
    with contextlib.suppress(OSError):
        path.chmod(0o644)  # Windows does not remove what is read only
        path.unlink(missing_ok=True)


def _read_manifest(path: Path) -> EditionRef:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        given = {
            "built_at": datetime.fromisoformat(content["built_at"]),
            "batches": tuple(content.get("batches", ())),
            "folder": path.parent,
        }
        return EditionRef(**(content | given))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EditionDamaged(f"the manifest {path.name} cannot be read: {error}") from error
