"""The files that people brought, kept as they came: once for each content, with who brought it and when.

In the workspace, folder `originals`: `<sha256>.<ending>` is the file, read only; `<sha256>.json` tells of the first
who brought it, `<sha256>-2.json` of the second, and so on. Files are only added, never changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from egov_metrics.collect.reading import clean_name
from egov_metrics.store.errors import StoreError
from egov_metrics.store.files import write_new

FOLDER = "originals"
_SHA = re.compile("[0-9a-f]{64}")
_RECORD = re.compile("([0-9a-f]{64})(?:-([0-9]{1,6}))?")
# fmt: off
_ENDINGS = frozenset((
    "txt", "html", "htm", "docx", "docm", "pdf", "xlsx", "xlsm", "xls", "ods", "csv", "tsv", "doc", "mht", "parquet",
))
# fmt: on
"""Endings that are kept, so that a file opens in its program; a name with any other gives `.bin`."""


class OriginalMissing(StoreError):
    """An original that is asked for is not in the workspace, or not what its name says."""


@dataclass(frozen=True)
class Bringing:
    """Somebody brought a file: under which name, when (UTC), and who."""

    name: str
    kept_at: datetime
    by: str


@dataclass(frozen=True)
class Original:
    """A file that is kept. `brought` is in order; the first gave it its place."""

    sha256: str
    size: int
    file: str
    brought: tuple[Bringing, ...]

    @property
    def name(self) -> str:
        """The name under which it first came."""
        return self.brought[0].name

    @property
    def kept_at(self) -> datetime:
        """When it first came (UTC)."""
        return self.brought[0].kept_at

    @property
    def by(self) -> str:
        """Who first brought it."""
        return self.brought[0].by


def keep(workspace: Path, name: str, content: bytes, by: str) -> Original:
    """Keep a file. The same content is kept once; who brings it under another name, or is another, is added.

    The file's place is made of its content only: `name` never becomes a path. Raises StoreError when the workspace
    cannot be written.
    """
    folder, sha = workspace / FOLDER, hashlib.sha256(content).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _contents(folder, sha):
            # Two who bring it at once under two endings leave two files of one content: harmless.
            write_new(folder / f"{sha}.{_ending(name)}", content, read_only=True)
        _record(folder, sha, len(content), clean_name(name), " ".join(by.split()))
    except OSError as error:
        raise StoreError(f"the workspace {workspace} cannot be written: {error.strerror or error}") from error
    kept = find(workspace, sha)
    if kept is None:
        raise OriginalMissing(f"{folder / sha}: expected the file that was just kept, found none")
    return kept


def originals(workspace: Path) -> list[Original]:
    """All files that are kept, the newest first."""
    shas = {found[1] for path in (workspace / FOLDER).glob("*.json") if (found := _RECORD.fullmatch(path.stem))}
    kept = [original for sha in sorted(shas) if (original := find(workspace, sha))]
    return sorted(kept, key=lambda original: original.kept_at, reverse=True)


def find(workspace: Path, sha256: str) -> Original | None:
    """The file of this checksum, or None when it was never kept."""
    folder = workspace / FOLDER
    if not _SHA.fullmatch(sha256):
        return None
    contents, brought = _contents(folder, sha256), _bringings(folder, sha256)
    if not contents or not brought:
        return None
    return Original(sha256, contents[0].stat().st_size, contents[0].name, tuple(brought))


def path_of(workspace: Path, sha256: str) -> Path:
    """Where the file of this checksum lies. Raises OriginalMissing when it was never kept."""
    original = find(workspace, sha256)
    if original is None:
        raise OriginalMissing(f"expected an original of checksum {sha256[:80]!r} in {workspace}, found none")
    return workspace / FOLDER / original.file


def content_of(workspace: Path, sha256: str) -> bytes:
    """What the file of this checksum holds, compared with the checksum. Raises OriginalMissing."""
    path = path_of(workspace, sha256)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OriginalMissing(f"{path}: expected the content of its checksum, found another (damaged disk?)")
    return content


def _ending(name: str) -> str:
    ending = clean_name(name).rpartition(".")[2].lower()
    return ending if ending in _ENDINGS else "bin"


def _contents(folder: Path, sha: str) -> list[Path]:
    return sorted(path for path in folder.glob(f"{sha}.*") if path.suffix != ".json")


def _record(folder: Path, sha: str, size: int, name: str, by: str) -> None:
    """Add who brought it, unless the same already did under the same name."""
    if any((each.name, each.by) == (name, by) for each in _bringings(folder, sha)):
        return
    content = {"name": name, "size": size, "sha256": sha, "kept_at": _now().isoformat(), "by": by}
    written = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    number = 1
    while not write_new(folder / (f"{sha}.json" if number == 1 else f"{sha}-{number}.json"), written):
        number += 1


def _bringings(folder: Path, sha: str) -> list[Bringing]:
    """Records in their order. One that cannot be read is left out: it tells less than the file itself."""
    found = []
    for path in [*folder.glob(f"{sha}.json"), *folder.glob(f"{sha}-*.json")]:
        if not (match := _RECORD.fullmatch(path.stem)):
            continue
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            kept_at = datetime.fromisoformat(record["kept_at"])
            found.append((int(match[2] or 1), Bringing(str(record["name"]), kept_at, str(record["by"]))))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return [bringing for _, bringing in sorted(found, key=lambda pair: pair[0])]


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
