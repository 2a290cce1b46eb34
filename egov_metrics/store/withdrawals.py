"""Which batches count: records of withdrawals and of their taking back, each a small file that never changes.

The last record that names a batch decides. A record lies in `batches/` of the workspace as `<time>-<8 hex>.json`. That
of a rollback is first carried by the pointer (`CURRENT.json`), so that one renaming puts the older edition in service
and withdraws what came after it; `settle` then lays it down as a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from egov_metrics.store.errors import BatchDamaged, BatchRefused
from egov_metrics.store.files import make_folder, write_json

FOLDER = "batches"
POINTER = "CURRENT.json"
CARRIED = "rollback"
"""The entry of the pointer that holds the record of the rollback which wrote it."""


@dataclass(frozen=True)
class Record:
    """Who withdrew batches, or took their withdrawal back, when (UTC) and why. A rollback may do both at once."""

    record_id: str
    at: datetime
    by: str
    why: str
    withdrawn: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        """The record as it is written."""
        return asdict(self) | {"at": self.at.isoformat(timespec="microseconds")}


def new_id(at: datetime) -> str:
    """A name that nobody has: the time to the microsecond and eight hex digits. Names sort by time."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{token_hex(4)}"


def new_record(by: str, why: str, withdrawn: Iterable[str] = (), restored: Iterable[str] = ()) -> Record:
    """A record of now, not written yet. Raises `BatchRefused` without a name or a reason."""
    if not by.strip() or not why.strip():
        raise BatchRefused("a withdrawal needs the name of who decides and the reason")
    at = datetime.now(UTC)
    return Record(new_id(at), at, by.strip(), why.strip(), tuple(withdrawn), tuple(restored))


def write_record(workspace: Path, record: Record) -> None:
    """Lay a record down (temporary name, flush, rename)."""
    write_json(make_folder(workspace / FOLDER) / f"{record.record_id}.json", record.content())


def records(workspace: Path) -> list[Record]:
    """All records, oldest first. Raises `BatchDamaged` naming a file that cannot be read."""
    carried = _carried(workspace)
    found = {record.record_id: record for record in ([carried] if carried else [])}
    for path in (workspace / FOLDER).glob("*.json"):
        if path.name.startswith("."):
            continue
        try:
            record = _read(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BatchDamaged(
                f"{FOLDER}/{path.name}: expected a record of a withdrawal, found {_one_line(error)}"
            ) from None
        found[record.record_id] = record
    return sorted(found.values(), key=lambda record: (record.at, record.record_id))


def deciding(workspace: Path) -> dict[str, Record]:
    """For each batch that a record names, the last such record."""
    decided: dict[str, Record] = {}
    for record in records(workspace):
        decided |= dict.fromkeys([*record.withdrawn, *record.restored], record)
    return decided


def withdrawn(workspace: Path) -> set[str]:
    """The batches that do not count now."""
    return {batch for batch, record in deciding(workspace).items() if batch in record.withdrawn}


def settle(workspace: Path) -> None:
    """Lay down the record that the pointer carries, when a crash kept it from being a file. Do this before the pointer
    is written anew."""
    record = _carried(workspace)
    if record is not None and not (workspace / FOLDER / f"{record.record_id}.json").exists():
        write_record(workspace, record)


def _carried(workspace: Path) -> Record | None:
    try:
        return _read(json.loads((workspace / POINTER).read_text(encoding="utf-8"))[CARRIED])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no pointer, none that can be read, or one that no rollback wrote


def _read(content: dict[str, Any]) -> Record:
    return Record(
        record_id=str(content["record_id"]),
        at=datetime.fromisoformat(content["at"]),
        by=str(content["by"]),
        why=str(content["why"]),
        withdrawn=tuple(map(str, content["withdrawn"])),
        restored=tuple(map(str, content["restored"])),
    )


def _one_line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:160]
