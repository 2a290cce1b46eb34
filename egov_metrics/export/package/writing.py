"""Writing a package: laid out under a temporary name, then renamed, so that nobody meets half of one."""

from __future__ import annotations

import json
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from egov_metrics.export.package import inputs, readme, table_files
from egov_metrics.export.package.descriptor import PackedFile, descriptor
from egov_metrics.settings import Settings
from egov_metrics.store import Edition, EditionRef, StoreError
from egov_metrics.store.described import described
from egov_metrics.store.files import TEMPORARY, file_hash, make_folder, replace_file

SUMS = "SHA256SUMS"
LICENCES = "LICENSE*"


class PackageRefused(StoreError):
    """The package cannot be written where it is asked for."""


@dataclass(frozen=True)
class Packed:
    """A package that was written: where, how many files and bytes (of a zip: its own), what became of the inputs."""

    path: Path
    files: int
    size: int
    inputs: inputs.Outcome


@dataclass(frozen=True)
class Order:
    """What is to be packed: an open edition with its ref, the reviewed data, and what the installation has set."""

    edition: Edition
    ref: EditionRef
    data: Path
    settings: Settings
    with_originals: bool = False


def write_folder(order: Order, target: Path) -> Packed:
    """Write the package as a new folder. Raises `PackageRefused` when something lies there already, `OSError`."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise PackageRefused(f"--out {target}: expected a new or empty folder, found one that holds something")
    with _staged(target) as stage:
        outcome = _fill(stage, order)
        names = _files(stage)
        size = sum((stage / name).stat().st_size for name in names)
        if target.exists():
            target.rmdir()  # empty: nothing is lost when the machine stops here
        os.replace(stage, target)
    return Packed(target, len(names), size, outcome)


def write_zip(order: Order, target: Path) -> Packed:
    """Write the package as one zip file, in place of one that is there. The same order gives the same bytes.

    Raises `PackageRefused` when the place is a folder, `OSError`.
    """
    if target.is_dir():
        raise PackageRefused(f"--out {target}: expected the name of a file, found a folder")
    make_folder(target.parent)
    with _staged(target) as stage:
        outcome = _fill(stage, order)
        names = _files(stage)
        temporary = stage.with_name(f"{stage.name}.zip")
        try:
            _zip(stage, names, temporary, order.ref.built_at)
            replace_file(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    return Packed(target, len(names), target.stat().st_size, outcome)


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A folder beside the target under a name that nobody looks at; gone afterwards unless it was renamed."""
    make_folder(target.parent)
    stage = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}{TEMPORARY}")
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fill(stage: Path, order: Order) -> inputs.Outcome:
    con, tables, counted = order.edition.cursor(), [], []
    for folder in ("csv", "parquet"):
        (stage / folder).mkdir()
    for table in described(con):
        csv, parquet = stage / "csv" / f"{table.name}.csv", stage / "parquet" / f"{table.name}.parquet"
        counted.append((table, table_files.write(con, table, csv, parquet)))
        tables.append((table, _packed(stage, csv), _packed(stage, parquet)))
    outcome = inputs.gather(stage / "inputs", order.data, order.ref, order.with_originals)
    for path in sorted([*order.data.glob(LICENCES), *order.data.glob(f"*/{LICENCES}")]):
        (stage / inputs.safe_name(path.name)).write_bytes(path.read_bytes())
    sources = order.edition.query("package_sources").to_dict("records")
    sources = [{name: cell if isinstance(cell, str) else None for name, cell in row.items()} for row in sources]
    told = descriptor(tables, sources, order.ref, order.settings)
    _write(stage / "datapackage.json", json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    _write(stage / "README.md", readme.readme(counted, order.ref, order.settings, outcome))
    sums = [f"{file_hash(stage / name)}  {name}" for name in _files(stage)]
    _write(stage / SUMS, "\n".join(sums) + "\n")
    return outcome


def _packed(stage: Path, path: Path) -> PackedFile:
    return PackedFile(path.relative_to(stage).as_posix(), path.stat().st_size, file_hash(path))


def _files(stage: Path) -> list[str]:
    """The places of all files, with slashes, in an order that is the same on every system."""
    return sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _zip(stage: Path, names: list[str], target: Path, at: datetime) -> None:
    """Pack files with the edition's time and plain rights, whatever those on this disk are."""
    moment = at.astimezone(UTC)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name in names:
            entry = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.file_size = (stage / name).stat().st_size  # beyond 2 GB the entry is written in the larger form
            with (stage / name).open("rb") as file, packed.open(entry, "w") as out:
                shutil.copyfileobj(file, out, 1 << 20)
