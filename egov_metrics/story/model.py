"""A storyline and its slides; how it is written as a file and into a link.

A slide is a chart of a page with the view it was taken at, or a text of its own. A view is kept as the parameters of
its link, without language and edition: the presenter's count, and the storyline's edition where it has one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from egov_metrics.store.errors import StoreError

PAGES = ("overview", "compare", "map", "profile", "readiness")
"""The pages whose charts a slide may show."""
TEXT = "text"
"""The page of a slide that shows no chart: its title and text alone."""
FORM = "egov-storyline"
VERSION = 1
MOST_SLIDES = 60
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTES = 200, 2000, 4000
LONGEST_LINK = 6000
"""Characters of a storyline in a link: longer ones are passed on as files."""
MOST_BYTES = 1 << 20
_PARAM = re.compile(r"[a-z]{1,20}")
_CHART = re.compile(r"[a-z0-9-]{0,60}")
_EDITION = re.compile(r"[0-9a-f]{12}")
_LEFT_OUT = frozenset(("lang", "edition"))


class StoryRefused(StoreError):
    """A storyline that cannot be used: one line with where, what was expected and what was found. `code`: one of
    `REFUSALS`, whose words are under `story.refused.` in `strings.csv`."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


REFUSALS = ("damaged", "empty", "too_long", "tampered", "unknown", "newer", "edition")


@dataclass(frozen=True)
class Slide:
    """`page` is one of `PAGES` or `TEXT`; `chart` the key of the chart on that page ("" for the page's first one);
    `params` the parameters of the view. An empty `title` stands for what the chart itself says."""

    page: str
    chart: str = ""
    params: tuple[tuple[str, str], ...] = ()
    title: str = ""
    text: str = ""
    notes: str = ""
    skip: bool = False

    @property
    def view(self) -> dict[str, str]:
        """The parameters by name."""
        return dict(self.params)


@dataclass(frozen=True)
class Storyline:
    """Slides in their order. With `edition` (12 hex digits) they show that edition, else the one in service."""

    title: str
    slides: tuple[Slide, ...] = ()
    edition: str = ""
    name: str = field(default="", compare=False)

    @property
    def shown(self) -> tuple[Slide, ...]:
        """The slides that are not skipped."""
        return tuple(one for one in self.slides if not one.skip)


def slide_of(page: str, params: Mapping[str, str], chart: str = "", **more: Any) -> Slide:
    """A slide of a view: language and edition are left out of its parameters. Raises StoryRefused."""
    kept = tuple((name, text) for name, text in params.items() if name not in _LEFT_OUT)
    return _slide({"page": page, "chart": chart, "params": dict(kept), **more}, "slide")


def to_json(story: Storyline) -> dict[str, Any]:
    """The storyline as JSON's own types; what is empty is left out."""
    slides = [
        {
            "page": one.page,
            **{name: cell for name in ("chart", "title", "text", "notes") if (cell := getattr(one, name))},
            **({"params": one.view} if one.params else {}),
            **({"skip": True} if one.skip else {}),
        }
        for one in story.slides
    ]
    edition = {"edition": story.edition} if story.edition else {}
    return {"form": FORM, "version": VERSION, "title": story.title, **edition, "slides": slides}


def from_json(content: Any, where: str = "storyline") -> Storyline:
    """A storyline from JSON. Raises StoryRefused with the place of the first thing that is wrong."""
    _expect(isinstance(content, dict), where, "an object", type(content).__name__)
    _expect(content.get("form") == FORM, where, f'"form": "{FORM}"', content.get("form"))
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise StoryRefused(f"{where}: expected version {VERSION}, found {version}: made by a newer program", "newer")
    _expect(version == VERSION, where, f"version {VERSION}", version)
    slides = content.get("slides")
    _expect(isinstance(slides, list), f"{where}: slides", "a list", type(slides).__name__)
    if not slides:
        raise StoryRefused(f"{where}: expected at least one slide, found none", "empty")
    if len(slides) > MOST_SLIDES:
        raise StoryRefused(f"{where}: expected at most {MOST_SLIDES} slides, found {len(slides)}", "too_long")
    edition = content.get("edition", "")
    _expect(isinstance(edition, str) and (not edition or _EDITION.fullmatch(edition) is not None),
            f"{where}: edition", "12 hex digits", edition)  # fmt: skip
    title = _text(content.get("title", ""), LONGEST_TITLE, f"{where}: title")
    made = tuple(_slide(one, f"{where}: slide {number}") for number, one in enumerate(slides, 1))
    return Storyline(title, made, edition)


def to_link(story: Storyline) -> str:
    """The whole storyline as letters, digits, `-`, `_` and one `.`, for a link. Raises StoryRefused (`too_long`)."""
    plain = json.dumps(to_json(story), ensure_ascii=False, separators=(",", ":")).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip("=")
    if len(packed) > LONGEST_LINK:
        raise StoryRefused(
            f"{story.title}: expected at most {LONGEST_LINK} characters in a link, found {len(packed)}", "too_long"
        )
    return f"{packed}.{_sum(plain)}"


def from_link(text: str) -> Storyline:
    """The storyline of a link. Raises StoryRefused: `tampered` for what was cut or changed on its way."""
    packed, dot, checksum = text.partition(".")
    refused = StoryRefused("link: expected a whole storyline, found one that was cut or changed", "tampered")
    if not dot or len(packed) > LONGEST_LINK:
        raise refused
    try:
        opened = zlib.decompressobj()
        packed_bytes = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        plain = opened.decompress(packed_bytes, MOST_BYTES)  # what unpacks to more is no storyline
        if opened.unconsumed_tail or _sum(plain) != checksum:
            raise refused
        content = json.loads(plain)
    except (ValueError, zlib.error):
        raise refused from None
    return from_json(content, "link")


def _sum(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()[:8]


def _slide(content: Any, where: str) -> Slide:
    _expect(isinstance(content, dict), where, "an object", type(content).__name__)
    known = ("page", "chart", "params", "title", "text", "notes", "skip")
    for name in content:
        _expect(name in known, where, f"only {', '.join(known)}", name)
    page = content.get("page")
    _expect(page in (*PAGES, TEXT), f"{where}: page", f"one of {', '.join((*PAGES, TEXT))}", page)
    chart = content.get("chart", "")
    _expect(isinstance(chart, str) and _CHART.fullmatch(chart) is not None, f"{where}: chart", "a key", chart)
    params = content.get("params", {})
    _expect(isinstance(params, dict), f"{where}: params", "an object", type(params).__name__)
    for name, cell in params.items():
        _expect(isinstance(name, str) and _PARAM.fullmatch(name) is not None and name not in _LEFT_OUT,
                f"{where}: params", "parameters of a view", name)  # fmt: skip
        _expect(isinstance(cell, str) and len(cell) <= 2000, f"{where}: {name}", "a text", cell)
    skip = content.get("skip", False)
    _expect(isinstance(skip, bool), f"{where}: skip", "true or false", skip)
    title, text, notes = (
        _text(content.get(name, ""), longest, f"{where}: {name}")
        for name, longest in (("title", LONGEST_TITLE), ("text", LONGEST_TEXT), ("notes", LONGEST_NOTES))
    )
    return Slide(page, chart, tuple(params.items()), title, text, notes, skip)


def _text(cell: Any, longest: int, where: str) -> str:
    _expect(isinstance(cell, str), where, "a text", cell)
    _expect(len(cell) <= longest, where, f"at most {longest} characters", f"{len(str(cell))} characters")
    return str(cell)


def _expect(holds: bool, where: str, expected: str, found: object) -> None:
    if not holds:
        raise StoryRefused(f"{where}: expected {expected}, found {str(found)[:80]!r}", "damaged")
