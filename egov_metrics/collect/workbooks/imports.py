"""Imports under way: a table that somebody brought, with what people said of it, until it is accepted or put aside.

In the workspace, folder `imports`: `<16 hex>.json` names the file (kept among the originals) and who brought it, folder
`<16 hex>` holds what was said since, one file a time, each with the whole of it. Files are only added, whole or not at
all. Of two people who change the same at once the second is told so and looks again: nothing is overwritten unseen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from egov_metrics.collect.originals import content_of, keep
from egov_metrics.collect.reading import clean_name
from egov_metrics.collect.workbooks.planning import ImportRefused
from egov_metrics.collect.workbooks.profile import Profile, SheetMap, as_json, from_json
from egov_metrics.collect.workbooks.questions import Answers
from egov_metrics.store.errors import StoreError
from egov_metrics.store.files import make_folder, write_new

FOLDER = "imports"
OPEN, ACCEPTED, ASIDE = "open", "accepted", "aside"
STATES = (OPEN, ACCEPTED, ASIDE)
_ID = re.compile(r"[0-9a-f]{16}")
_STEP = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class Said:
    """What people said of a file: how its sheets are read (None: as proposed) and the sheets that are taken as they
    are read, whatever was asked about them."""

    profile: Profile | None = None
    use: frozenset[str] = frozenset()

    @property
    def answers(self) -> Answers:
        """As `plan` takes them."""
        return Answers(use=self.use)


@dataclass(frozen=True)
class Import:
    """One import. `step` counts what was said; who says the next must have seen it. `batches` are those made of it."""

    import_id: str
    name: str
    sha256: str
    size: int
    brought_by: str
    brought_at: datetime
    step: int = 0
    said: Said = Said()
    state: str = OPEN
    changed_by: str = ""
    changed_at: datetime | None = None
    batches: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Is there still something to do?"""
        return self.state == OPEN


def bring(workspace: Path, name: str, content: bytes, by: str) -> tuple[Import, bool]:
    """Keep a file and begin its import; with False the one that was begun before. Raises ImportRefused, StoreError."""
    kept = keep(workspace, clean_name(name), content, _named(by))
    import_id = kept.sha256[:16]
    head = {
        "name": clean_name(name), "sha256": kept.sha256, "size": kept.size, "by": _named(by), "at": _now().isoformat(),
    }  # fmt: skip
    made = _write(workspace, workspace / FOLDER / f"{import_id}.json", head)
    found = load(workspace, import_id)
    if found.state == ASIDE:  # who brings it again wants it
        return say(workspace, found, by, state=OPEN), False
    return found, made


def say(
    workspace: Path, seen: Import, by: str, *, said: Said | None = None, state: str | None = None,
    batches: Iterable[str] | None = None,
) -> Import:  # fmt: skip
    """Record what somebody says on top of what they have seen. Raises ImportRefused (`changed_meanwhile`) when another
    person said something since, and StoreError when the workspace cannot be written."""
    now = seen.said if said is None else said
    content = {
        "by": _named(by),
        "at": _now().isoformat(),
        "profile": as_json(now.profile) if now.profile else None,
        "use": sorted(now.use),
        "state": state or seen.state,
        "batches": list(seen.batches if batches is None else dict.fromkeys([*seen.batches, *batches])),
    }
    folder = workspace / FOLDER / seen.import_id
    if not _write(workspace, folder / f"{seen.step + 1:06d}.json", content):
        raise ImportRefused(
            f"{seen.name}: expected that nobody changed the import since, found a newer change", "changed_meanwhile"
        )
    return load(workspace, seen.import_id)


def load(workspace: Path, import_id: str) -> Import:
    """An import as it stands. Raises ImportRefused when there is none of that name, or its files are damaged."""
    path = workspace / FOLDER / f"{import_id}.json"
    if not _ID.fullmatch(import_id) or not path.is_file():  # a name from a link must not lead out of the folder
        raise ImportRefused(f"expected an import of the workspace, found {import_id[:40]!r}", "unknown_import")
    head = _read(path)
    steps = sorted(one for one in (workspace / FOLDER / import_id).glob("*.json") if _STEP.fullmatch(one.stem))
    try:
        found = Import(
            import_id, str(head["name"]), str(head["sha256"]), int(head["size"]), str(head["by"]),
            datetime.fromisoformat(head["at"]),
        )  # fmt: skip
        if not steps:
            return found
        last = _read(steps[-1])
        profile = from_json(last["profile"], steps[-1].name) if last["profile"] else None
        return replace(
            found, step=int(steps[-1].stem), said=Said(profile, frozenset(map(str, last["use"]))),
            state=last["state"] if last["state"] in STATES else OPEN, changed_by=str(last["by"]),
            changed_at=datetime.fromisoformat(last["at"]), batches=tuple(map(str, last["batches"])),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, error) from None


def imports(workspace: Path) -> list[Import]:
    """All imports, open ones first, then the last changed first; damaged ones are passed over."""
    found = []
    for path in (workspace / FOLDER).glob("*.json"):
        if _ID.fullmatch(path.stem):
            try:
                found.append(load(workspace, path.stem))
            except StoreError:
                continue
    found.sort(key=lambda one: one.changed_at or one.brought_at, reverse=True)
    return sorted(found, key=lambda one: not one.is_open)


def content(workspace: Path, one: Import) -> bytes:
    """The file of an import. Raises OriginalMissing."""
    return content_of(workspace, one.sha256)


def with_sheet(profile: Profile, name: str, **fields: Any) -> Profile:
    """The profile with other fields of one sheet. A year that is given counts for all columns of the sheet."""

    def changed(sheet: SheetMap) -> SheetMap:
        if sheet.sheet != name:
            return sheet
        if fields.get("year") is not None and fields["year"] != sheet.year and "columns" not in fields:
            columns = tuple(replace(column, year=None) for column in sheet.columns)
            return replace(sheet, **{"columns": columns, "year_from": "given", **fields})
        return replace(sheet, **fields)

    return replace(profile, sheets=tuple(map(changed, profile.sheets)))


def _named(by: str) -> str:
    name = " ".join(by.split())
    if not name:
        raise ImportRefused("an import needs the name of who brings it", "no_name")
    return name


def _now() -> datetime:
    return datetime.now(UTC)


def _write(workspace: Path, path: Path, content: dict[str, Any]) -> bool:
    try:
        make_folder(path.parent)
        return write_new(path, (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
    except OSError as error:
        raise StoreError(f"the workspace {workspace} cannot be written: {error.strerror or error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from None
    if not isinstance(found, dict):
        raise _damaged(path, TypeError(f"a {type(found).__name__}"))
    return found


def _damaged(path: Path, error: BaseException) -> ImportRefused:
    said = " ".join(f"{type(error).__name__}: {error}".split())[:160]
    return ImportRefused(f"{FOLDER}/{path.name}: expected an import, found {said}", "damaged")
