"""Packages that were made for readers, kept in the workspace so that the next who asks does not wait."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from egov_metrics.export.package.writing import Order, write_zip
from egov_metrics.store.errors import BuildFailed
from egov_metrics.store.files import TEMPORARY, holding

FOLDER = "packages"
KEPT = 3
"""How many packages stay; the one that was asked for longest ago goes first."""
LARGEST = 200 * 2**20
"""Bytes of a store up to which a reader gets its package from the page; beyond that there is the command."""
PATIENCE = 600.0


def package(order: Order, workspace: Path) -> bytes:
    """The package of an edition as a zip file: the kept one, or a new one that is kept from now on.

    Of several who ask at once one makes it and the others wait. A workspace that cannot be written keeps nothing.
    Raises `OSError` when there is no room, `StoreError`.
    """
    folder = workspace / FOLDER
    path = folder / f"{order.ref.short_hash}-{_mark(order)}.zip"
    with contextlib.suppress(OSError):
        return _read(path)
    try:
        with holding(folder, PATIENCE, "another reader's package is being made", pause=0.2):
            with contextlib.suppress(OSError):
                return _read(path)
            _sweep(folder)
            write_zip(order, path)
            _prune(folder, path)
            return path.read_bytes()
    except (BuildFailed, PermissionError):
        with TemporaryDirectory() as elsewhere:
            return write_zip(order, Path(elsewhere) / path.name).path.read_bytes()


def _mark(order: Order) -> str:
    """What else than the content decides the bytes: the number and date of the edition, and the settings."""
    ref, settings = order.ref, order.settings
    told = [ref.number, ref.built_at.isoformat(), ref.batches, order.with_originals]
    told += [asdict(settings)[name] for name in ("publisher", "licence", "licence_url")]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def _read(path: Path) -> bytes:
    content = path.read_bytes()
    with contextlib.suppress(OSError):
        path.touch()  # asked for just now
    return content


def _sweep(folder: Path) -> None:
    """Remove what a killed server left under temporary names. Only while holding the folder."""
    for leftover in folder.glob(f".*{TEMPORARY}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def _prune(folder: Path, newest: Path) -> None:
    found = [path for path in folder.glob("*.zip") if path != newest and not path.name.startswith(".")]
    for path in sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        with contextlib.suppress(OSError):
            path.unlink()
