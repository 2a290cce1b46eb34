"""Writing so that a crash at any moment leaves either the old file or the new one, never half of one."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from egov_metrics.store.errors import BuildFailed

if os.name == "nt":
    import msvcrt
else:
    import fcntl

LOCK = ".writing.lock"
TEMPORARY = ".part"


def file_hash(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def make_folder(folder: Path) -> Path:
    """The folder, made when it is not there, so that a power cut does not take it with what is in it."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _flush_folder(folder.parent)
    return folder


def replace_file(temporary: Path, target: Path) -> None:
    """Put a finished file in its place: flushed to disk first, then renamed, then the folder flushed."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(temporary, target)
    _flush_folder(target.parent)


def write_whole(target: Path, content: bytes) -> None:
    """Write a file, or replace it, whole or not at all: the old one stays until the new one is on the disk.

    Raises OSError that names the target.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}{TEMPORARY}")
    try:
        temporary.write_bytes(content)
        replace_file(temporary, target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_json(target: Path, content: dict) -> None:
    """Write JSON atomically (temporary name, flush, rename)."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}{TEMPORARY}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            json.dump(content, file, ensure_ascii=False, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
        _flush_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_new(target: Path, content: bytes, read_only: bool = False) -> bool:
    """Write a file that must not be there yet, whole or not at all; False, and nothing written, when it is there.

    Of several writers of one name exactly one gets True.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}{TEMPORARY}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, target)  # unlike a rename it fails when the target is there
        except FileExistsError:
            return False
        _flush_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
    if read_only:
        target.chmod(0o444)  # last: on Windows the temporary name of a read-only file could not be removed
    return True


@contextlib.contextmanager
def writing(workspace: Path, patience: float = 120.0, lock: str = LOCK) -> Iterator[None]:
    """Hold the workspace for writing: one builder at a time (or one holder of another `lock`); readers never wait.

    Raises `BuildFailed` when the folder cannot be written or another builder holds it longer than `patience` seconds.
    The lock is the operating system's, so a killed builder leaves none behind.
    """
    holder = "build" if lock == LOCK else "import"
    busy = f"another {holder} holds the workspace {workspace}; try again when it has ended"
    with holding(workspace, patience, busy, lock=lock):
        yield


@contextlib.contextmanager
def holding(folder: Path, patience: float, busy: str, pause: float = 0.02, lock: str = LOCK) -> Iterator[None]:
    """Hold a folder, which is made when it is not there: whoever else wants it waits for at most `patience` seconds.

    Raises `BuildFailed` with the words `busy` then, or when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / lock).open("a+")
    except OSError as error:
        raise BuildFailed(f"{folder} cannot be written: {error.strerror or error}") from error
    with handle:
        until = time.monotonic() + patience
        while not _try_lock(handle):
            if time.monotonic() > until:
                raise BuildFailed(busy)
            time.sleep(pause)
        try:
            yield
        finally:
            _unlock(handle)


def sweep(workspace: Path) -> None:
    """Remove what a killed build left under temporary names. Call it only while holding the lock."""
    for leftover in workspace.glob(f".*{TEMPORARY}*"):
        with contextlib.suppress(OSError):
            leftover.unlink()


def _try_lock(handle: IO[str]) -> bool:
    try:
        if os.name == "nt":
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unlock(handle: IO[str]) -> None:
    with contextlib.suppress(OSError):
        if os.name == "nt":
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(handle.fileno(), fcntl.LOCK_UN)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
