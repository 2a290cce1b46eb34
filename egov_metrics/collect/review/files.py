"""Reviews on disk, in the folder `reviews` of the workspace: files are only added, whole or not at all.

`<name>.json` is the head and makes the review visible, `<name>.txt` the read text, `<name>/<seq>-<time>-<8 hex>.json`
an event. Who decides holds the lock of the review for that moment, so that nobody decides on what another is just
putting into a batch; the lock is the operating system's and ends with its process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from egov_metrics.collect.review.model import Event, Head, ReviewRefused, claim_of, proposal_of
from egov_metrics.store.errors import StoreError
from egov_metrics.store.files import holding, make_folder, write_new
from egov_metrics.store.withdrawals import new_id

FOLDER = "reviews"
_NAME = re.compile(r"[0-9a-f]{16}-[1-9][0-9]{0,5}")
_PATIENCE = 60.0


def review_ids(workspace: Path) -> list[str]:
    """The names of all reviews, in no order that matters."""
    return sorted(path.stem for path in (workspace / FOLDER).glob("*.json") if _NAME.fullmatch(path.stem))


def name_of(document: str, number: int) -> str:
    """The name of the `number`-th review of a document: two who bring it at once mean the same one."""
    return f"{document[:16]}-{number}"


def write_head(workspace: Path, head: Head, text: str) -> bool:
    """Lay a new review down, text first; False when somebody else has just begun it. Raises StoreError."""
    try:
        folder = make_folder(workspace / FOLDER)
        write_new(folder / f"{head.review_id}.txt", text.encode())
        return write_new(folder / f"{head.review_id}.json", _json(head.content()))
    except OSError as error:
        raise StoreError(f"the workspace {workspace} cannot be written: {error.strerror or error}") from error


def read_head(workspace: Path, review_id: str) -> Head:
    """The head of a review. Raises ReviewRefused when there is none of that name or its file is damaged."""
    path = _path(workspace, review_id, "json")
    try:
        status = path.stat()
    except OSError:
        raise _unknown(workspace, review_id) from None
    return _read_head(path, status.st_mtime_ns, status.st_size)


def read_text(workspace: Path, review_id: str) -> str:
    """The text that all offsets of the review count in. Raises ReviewRefused."""
    path = _path(workspace, review_id, "txt")
    try:
        return _read_text(path, path.stat().st_mtime_ns)
    except OSError:
        raise _unknown(workspace, review_id) from None
    except UnicodeDecodeError:
        raise ReviewRefused("damaged", f"{FOLDER}/{path.name}: expected the text of the review, found other") from None


def event_names(workspace: Path, review_id: str) -> tuple[str, ...]:
    """The files of the events of a review, in order of their names."""
    folder = _path(workspace, review_id, "json").with_suffix("")
    return tuple(sorted(path.name for path in folder.glob("*.json") if not path.name.startswith(".")))


def read_events(workspace: Path, review_id: str, names: Sequence[str] | None = None) -> list[Event]:
    """The events of a review (of the files named). Raises ReviewRefused naming a file that is damaged."""
    folder = _path(workspace, review_id, "json").with_suffix("")
    wanted = event_names(workspace, review_id) if names is None else names
    return [_read_event(folder / name) for name in wanted]


def add_event(workspace: Path, review_id: str, seen: Sequence[Event], by: str, actions: Sequence[dict]) -> Event:
    """Lay down an event that follows those its author has seen. Call it while holding the review."""
    now = datetime.now(UTC)
    number = max((event.seq for event in seen), default=0) + 1
    event = Event(new_id(now), number, now, " ".join(by.split()), tuple(dict(action) for action in actions))
    if not event.by:
        raise ReviewRefused("no_name", "a decision needs the name of who decides")
    folder = _path(workspace, review_id, "json").with_suffix("")
    try:
        write_new(make_folder(folder) / f"{number:06d}-{event.event_id}.json", _json(event.content()))
    except OSError as error:
        raise StoreError(f"the workspace {workspace} cannot be written: {error.strerror or error}") from error
    return event


@contextmanager
def held(workspace: Path, review_id: str) -> Iterator[None]:
    """Hold a review: of several who decide or finish at once, one after the other. Readers never wait."""
    folder = _path(workspace, review_id, "json").with_suffix("")
    if not folder.with_name(f"{review_id}.json").is_file():
        raise _unknown(workspace, review_id)
    with holding(folder, _PATIENCE, f"somebody else holds the review {review_id}; try again"):
        yield


def _path(workspace: Path, review_id: str, ending: str) -> Path:
    if not _NAME.fullmatch(review_id):  # a name from a link must not lead out of the folder
        raise _unknown(workspace, review_id)
    return workspace / FOLDER / f"{review_id}.{ending}"


def _unknown(workspace: Path, review_id: str) -> ReviewRefused:
    return ReviewRefused("unknown_review", f"no review {review_id[:80]!r} in {workspace / FOLDER}")


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


@lru_cache(maxsize=64)
def _read_head(path: Path, _changed: int, _size: int) -> Head:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        claims = tuple(claim_of(one) for one in said["claims"])
        given = {
            "opened_at": datetime.fromisoformat(said["opened_at"]),
            "claims": claims,
            "proposals": tuple(map(proposal_of, said["proposals"], claims)),
            "notes": tuple(said["notes"]),
        }
        return Head(**(said | given))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, "a review", error) from None


@lru_cache(maxsize=16)
def _read_text(path: Path, _changed: int) -> str:
    return path.read_bytes().decode()


@lru_cache(maxsize=20_000)
def _read_event(path: Path) -> Event:
    """An event; the file never changes, so it is read once in the life of a process."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        at, actions = datetime.fromisoformat(said["at"]), tuple(dict(action) for action in said["actions"])
        return Event(str(said["event_id"]), int(said["seq"]), at, str(said["by"]), actions)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, "an event of a review", error) from None


def _damaged(path: Path, what: str, error: BaseException) -> ReviewRefused:
    said = " ".join(f"{type(error).__name__}: {error}".split())[:160]
    return ReviewRefused("damaged", f"{FOLDER}/{path.name}: expected {what}, found {said}")
