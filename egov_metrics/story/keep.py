"""Storylines kept by name in the workspace, and read from files.

Folder `storylines`: `<name>/<000001>.json`, one file for each time it was saved; the newest counts, the others stay.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from egov_metrics.store.errors import StoreError
from egov_metrics.store.files import make_folder, write_new
from egov_metrics.story.model import MOST_BYTES, Storyline, StoryRefused, from_json, to_json
from egov_metrics.units.folding import fold

FOLDER = "storylines"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_STEP = re.compile(r"[0-9]{6}")


class Kept(NamedTuple):
    """A storyline that is kept: its name, title, number of slides, who saved it last and when (UTC)."""

    name: str
    title: str
    slides: int
    by: str
    at: datetime


def name_of(title: str) -> str:
    """The name to keep a title under: "Sơn La và CCHC 2024" -> "son-la-va-cchc-2024"; "" for nothing usable."""
    return re.sub(r"[^a-z0-9]+", "-", fold(title).lower()).strip("-")[:60].strip("-")


def save(workspace: Path, story: Storyline, name: str, by: str) -> Path:
    """Keep a storyline under a name, on top of what that name had. Raises StoryRefused and StoreError."""
    if not _NAME.fullmatch(name):
        raise StoryRefused(f"name: expected lower case letters, digits and -, found {name[:80]!r}", "damaged")
    from_json(to_json(story))  # what could not be read again is not kept
    content = {"by": " ".join(by.split()), "at": datetime.now(UTC).isoformat(), "storyline": to_json(story)}
    folder = workspace / FOLDER / name
    try:
        make_folder(folder)
        written = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
        while not write_new(path := folder / f"{_last(folder) + 1:06d}.json", written):
            continue  # somebody else saved it at this moment: ours comes after
    except OSError as error:
        raise StoreError(f"the workspace {workspace} cannot be written: {error.strerror or error}") from error
    return path


def load(workspace: Path, name: str) -> Storyline:
    """A kept storyline. Raises StoryRefused when there is none of that name, or its file is damaged."""
    return _read(workspace, name)[0]


def kept(workspace: Path) -> list[Kept]:
    """What is kept, last saved first; damaged ones are passed over."""
    found = []
    for folder in (workspace / FOLDER).glob("*"):
        if _NAME.fullmatch(folder.name) and folder.is_dir():
            try:
                story, by, at = _read(workspace, folder.name)
            except StoryRefused:
                continue
            found.append(Kept(folder.name, story.title, len(story.slides), by, at))
    return sorted(found, key=lambda one: one.at, reverse=True)


def read_file(path: Path) -> Storyline:
    """A storyline from a JSON file that somebody passed on. Raises StoryRefused in one line."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise StoryRefused(f"{path.name}: expected at most 1 MiB, found {path.stat().st_size} bytes", "too_long")
        return read_bytes(path.name, path.read_bytes())
    except OSError as error:
        said = error.strerror or str(error)
        raise StoryRefused(f"{path.name}: expected a storyline, found {said}", "unknown") from None


def read_bytes(name: str, content: bytes) -> Storyline:
    """The same from the bytes of a file."""
    try:
        return from_json(json.loads(content.decode("utf-8-sig")), name)
    except ValueError as error:
        raise StoryRefused(f"{name}: expected a storyline in JSON, found {str(error)[:120]}", "damaged") from None


def as_file(story: Storyline) -> bytes:
    """The storyline as a file to pass on."""
    return (json.dumps(to_json(story), ensure_ascii=False, indent=1) + "\n").encode()


def _last(folder: Path) -> int:
    return max((int(path.stem) for path in folder.glob("*.json") if _STEP.fullmatch(path.stem)), default=0)


def _read(workspace: Path, name: str) -> tuple[Storyline, str, datetime]:
    folder = workspace / FOLDER / name
    number = _last(folder) if _NAME.fullmatch(name) else 0  # a name from a link must not lead out of the folder
    if not number:
        raise StoryRefused(f"expected a storyline of the workspace, found none named {name[:60]!r}", "unknown")
    path = folder / f"{number:06d}.json"
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        story = from_json(content["storyline"], name)
        return replace(story, name=name), str(content["by"]), datetime.fromisoformat(content["at"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())[:120]
        raise StoryRefused(f"{FOLDER}/{name}: expected a storyline, found {said}", "damaged") from None
