"""What an edition was built from, inside its package: a data folder and batches from which it can be built again.

The folder `inputs/` is laid out so that it is a data folder (`inputs/data`) and a workspace (`inputs/batches`) at
once. It is kept only when a build of it gives the very content of the edition.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Literal

from egov_metrics.collect import originals
from egov_metrics.store import EditionRef, StoreError, batches
from egov_metrics.store.building import content_of
from egov_metrics.store.files import write_json
from egov_metrics.store.tables import TABLES
from egov_metrics.store.withdrawals import FOLDER as BATCHES

Outcome = Literal["whole", "changed", "refused", "lost_batch"]
"""whole: the inputs are there and give the edition. Else they are left out: the reviewed data (or the program) has
changed since; it is refused; a batch of the edition is not kept any more."""

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,80}")
_BESIDE = ("README.md", "LICENSE*", "units/LICENSE*")


def gather(folder: Path, data: Path, ref: EditionRef, with_originals: bool = False) -> Outcome:
    """Fill `folder` with the inputs of an edition, or leave nothing there when they do not give it any more.

    `data` is the reviewed data; the batches (and with `with_originals` the documents that they were read from) are
    taken from the edition's workspace. Raises `OSError` when a file cannot be read or written.
    """
    _copy_data(data, folder / "data")
    try:
        lenders = _copy_batches(ref, folder)
        outcome = _outcome(folder, ref)
        if outcome != "whole" and lenders:
            # A withdrawn batch may lend a source or an indicator that statements of others still need.
            _lend(ref, folder, lenders)
            outcome = _outcome(folder, ref)
    except StoreError:
        outcome = "lost_batch"
    if outcome != "whole":
        shutil.rmtree(folder, ignore_errors=True)
    elif with_originals:
        _copy_originals(ref, folder)
    return outcome


def safe_name(name: str) -> str:
    """A file's name as it may stand in a package: letters, digits, dots, lines. Any other gets a name of its own that
    no system reads as a path, an option or a command."""
    if _PLAIN.fullmatch(name):
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem, dot, ending = name.rpartition(".")
    stem, ending = (_plainly(stem if dot else name), _plainly(ending) if dot else "")
    return f"{stem or 'file'}-{mark}" + (f".{ending}" if ending else "")


def _plainly(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text).strip("._-")[:40]


def _copy_data(data: Path, target: Path) -> None:
    for pattern in (*(table.files for table in TABLES), *_BESIDE):
        for path in sorted(data.glob(pattern)):
            place = target / path.parent.relative_to(data) / safe_name(path.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())


def _copy_batches(ref: EditionRef, folder: Path) -> list[str]:
    """Copy the batches of the edition; the names of older ones that may have lent it a source or an indicator.

    Raises `StoreError` for a batch that is gone or damaged."""
    for name in ref.batches:
        batches.batch_rows(ref.folder, name)
        _copy(ref.folder / BATCHES / f"{name}.parquet", folder / BATCHES)
    lenders = []
    for name in batches.batch_ids(ref.folder):
        if name not in ref.batches:
            head = batches.read_head(ref.folder, name)
            if (head.sources or head.indicators) and head.made_at <= ref.built_at:
                lenders.append(name)
    return lenders


def _lend(ref: EditionRef, folder: Path, lenders: list[str]) -> None:
    for name in lenders:
        _copy(ref.folder / BATCHES / f"{name}.parquet", folder / BATCHES)
    at = ref.built_at.isoformat(timespec="microseconds")
    why = "not a part of this edition; it lends a source or an indicator"
    record = {"record_id": "package", "at": at, "by": "export", "why": why, "withdrawn": lenders, "restored": []}
    write_json(folder / BATCHES / "package.json", record)


def _copy(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / path.name).write_bytes(path.read_bytes())


def _outcome(folder: Path, ref: EditionRef) -> Outcome:
    try:
        return "whole" if content_of(folder / "data", folder) == ref.content_hash else "changed"
    except StoreError:
        return "refused"


def _copy_originals(ref: EditionRef, folder: Path) -> None:
    """The documents of the edition's batches that are kept, with who brought them. Their names are checksums."""
    documents: set[str] = set()
    for name in ref.batches:
        documents |= {str(file.get("sha256", "")) for file in batches.read_head(ref.folder, name).files}
        documents |= set(batches.batch_rows(ref.folder, name)["document"])
    for sha256 in sorted(documents):
        if (kept := originals.find(ref.folder, sha256)) is not None:
            originals.content_of(ref.folder, sha256)  # compared with its checksum
            _copy(ref.folder / originals.FOLDER / kept.file, folder / originals.FOLDER)
            for record in (ref.folder / originals.FOLDER).glob(f"{sha256}*.json"):
                _copy(record, folder / originals.FOLDER)
