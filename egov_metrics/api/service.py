"""The interface as a whole: from a request to an answer, reading the workspace's editions and nothing else.

Without HTTP of its own: `routes` puts it behind a server, and tests ask it directly.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from egov_metrics import __version__, store
from egov_metrics.api import answers, openapi, parameters
from egov_metrics.api.answers import JSON, Answer
from egov_metrics.api.catalogue import Catalogue
from egov_metrics.api.fields import EDITIONS
from egov_metrics.api.problems import ApiProblem
from egov_metrics.api.resources import PAGING, PREFIX, RESOURCES, TABLE, Resource
from egov_metrics.export.records import json_text
from egov_metrics.paths import workspace_folder
from egov_metrics.store.editions import check_sound

ORIGINS = "EGOV_API_ORIGINS"
HEALTH = "/healthz"
_KEPT_OPEN = 3
_MOST_BYTES = 32 * 2**20
_EDITIONS = (TABLE, *PAGING)
_REVALIDATE = "no-cache"
_STAYS = "max-age=86400, immutable"
_NO_STORE = "no edition is in service here: expected one that was built, found none that can be read"
_log = logging.getLogger(__name__)


class Service:
    """Answers requests from the editions of a workspace. Safe to share between threads."""

    def __init__(self, workspace: Callable[[], Path] = workspace_folder, prefix: str = "") -> None:
        """`workspace` is asked at every request; `prefix` is what stands before `/api` in addresses."""
        self._workspace, self._prefix = workspace, prefix
        self._open: OrderedDict[tuple[str, str], Catalogue] = OrderedDict()
        self._lock = threading.Lock()
        self._given = _Given()
        self._resources = {resource.path: resource for resource in RESOURCES}

    def answer(self, method: str, path: str, query: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a request; never raises. `headers` have names in small letters."""
        given = headers or {}
        try:
            found = self._found(method, path, query, given)
        except ApiProblem as problem:
            found = answers.refused(problem)
        except Exception:  # noqa: BLE001 - whatever fails, a program gets the one form of errors, and the log the rest
            _log.exception("%r %r failed", method, path)
            said = f"this program failed at {path}; its log says why"
            found = answers.refused(ApiProblem(500, "failure", said))
        return _with_origin(found, given.get("origin"))

    def _found(self, method: str, path: str, query: bytes, headers: Mapping[str, str]) -> Answer:
        fixed = {HEALTH: self._health, PREFIX: self._index, f"{PREFIX}/openapi.json": self._description}
        if path not in fixed and path not in self._resources and path != f"{PREFIX}/editions":
            raise ApiProblem(404, "unknown_path", f"expected an address that {PREFIX} lists, found {path[:100]!r}")
        if method == "OPTIONS":
            return Answer(204, {**answers.SECURITY, "Allow": "GET, HEAD, OPTIONS"}, b"")
        if method not in ("GET", "HEAD"):
            raise ApiProblem(405, "method_not_allowed", f"expected GET or HEAD, found {method[:20]!r}")
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            raise ApiProblem(413, "body_refused", f"expected a request without a body, found one at {path}")
        if path in fixed:
            return fixed[path]()
        if path in self._resources:
            return self._data(self._resources[path], query, headers)
        return _checked(self._editions(query), headers)

    def _data(self, resource: Resource, query: bytes, headers: Mapping[str, str]) -> Answer:
        asked = parameters.read(resource.parameters, query)
        ref = self._edition(asked["edition"])
        tag = _tag(ref, resource.path, query)
        kept = {"ETag": tag, "Cache-Control": _STAYS if asked["edition"] else _REVALIDATE}
        # The tag is of this very question, so who has it was answered before, from the same content.
        if tag in _tags(headers):
            return Answer(304, {**answers.SECURITY, **kept}, b"")
        found = self._given.get((ref.file_sha256, tag))
        if found is None:
            found = answers.respond(resource, self._catalogue(ref), asked, ref.short_hash)
            self._given.keep((ref.file_sha256, tag), found)
        return _checked(Answer(found.status, {**found.headers, **kept}, found.body), headers)

    def _edition(self, stated: str | None) -> store.EditionRef:
        """The edition in service, or the kept one that is asked for. Raises `ApiProblem`."""
        newest = self._newest()
        if stated is None or newest.short_hash == stated:
            return newest
        workspace = self._workspace()
        if (found := store.by_hash(workspace, stated)) is not None:
            return found
        for ref in store.editions(workspace):
            if ref.short_hash == stated:
                said = f"edition {stated} is listed, but its file cannot be read any more (see {PREFIX}/editions)"
                raise ApiProblem(410, "edition_unreadable", said, "edition")
        said = f"edition {stated} is not kept here: it was removed, or never was (see {PREFIX}/editions)"
        raise ApiProblem(404, "edition_not_kept", said, "edition")

    def _newest(self) -> store.EditionRef:
        try:
            return store.current(self._workspace())
        except store.StoreError as error:  # its line names folders of this machine: not for everybody
            raise ApiProblem(503, "no_store", _NO_STORE) from error

    def _catalogue(self, ref: store.EditionRef) -> Catalogue:
        key = (str(ref.path), ref.file_sha256)
        with self._lock:
            if key not in self._open:
                try:
                    self._open[key] = Catalogue(store.open_edition(ref))
                except store.StoreError as error:
                    raise ApiProblem(503, "no_store", _NO_STORE) from error
            self._open.move_to_end(key)
            while len(self._open) > _KEPT_OPEN:  # whoever still reads it holds it; nobody closes it
                self._open.popitem(last=False)
            return self._open[key]

    def _editions(self, query: bytes) -> Answer:
        asked = parameters.read(_EDITIONS, query)
        newest, rows = self._newest(), []
        for ref in store.editions(self._workspace()):
            try:
                check_sound(ref)
            except store.StoreError:
                continue
            row = {
                "edition": ref.short_hash,
                "number": ref.number,
                "built_at": ref.built_at.isoformat(),
                "figures": ref.rows["figure"],
                "in_service": ref.number == newest.number,
            }
            rows.append(row)
        return answers.paged(rows, EDITIONS, asked, newest.short_hash, {"Cache-Control": _REVALIDATE})

    def _health(self) -> Answer:
        try:
            ref = self._newest()
            self._catalogue(ref)
        except ApiProblem as problem:
            content: dict[str, Any] = {"ok": False, "edition": None, "version": __version__, "detail": problem.detail}
            return answers.answer(503, JSON, json_text(content) + "\n", {"Cache-Control": "no-store"})
        content = {"ok": not ref.problems, "edition": ref.short_hash, "version": __version__}
        content |= {"number": ref.number, "built_at": ref.built_at.isoformat(), "figures": ref.rows["figure"]}
        return answers.answer(200, JSON, json_text(content) + "\n", {"Cache-Control": "no-store"})

    def _index(self) -> Answer:
        content = {
            "about": openapi.TITLE,
            "description": f"{self._prefix}{PREFIX}/openapi.json",
            "questions": {f"{self._prefix}{path}": said for path, said in openapi.summaries().items()},
        }
        return answers.answer(200, JSON, json_text(content) + "\n", {"Cache-Control": _REVALIDATE})

    def _description(self) -> Answer:
        text = json_text(openapi.description(self._prefix)) + "\n"
        return answers.answer(200, JSON, text, {"Cache-Control": _REVALIDATE})


class _Given:
    """The last answers, up to `_MOST_BYTES`: an edition never changes, so none of them grows old."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Answer | None:
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def keep(self, key: tuple[str, str], found: Answer) -> None:
        with self._lock:
            before = self._answers.pop(key, None)
            self._bytes += len(found.body) - (len(before.body) if before else 0)
            self._answers[key] = found
            while self._bytes > _MOST_BYTES:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest.body)


def _tag(ref: store.EditionRef, path: str, query: bytes) -> str:
    """The entity tag of an answer: the edition and the question, by this version of the program. Weak, since a proxy
    may send it compressed or not."""
    asked = b"\0".join((path.encode(), query, __version__.encode(), str(store.SCHEMA_VERSION).encode()))
    return f'W/"{ref.short_hash}-{hashlib.blake2s(asked, digest_size=6).hexdigest()}"'


def _tags(headers: Mapping[str, str]) -> set[str]:
    """What If-None-Match names; strong and weak ones are alike here."""
    named = (one.strip() for one in headers.get("if-none-match", "").split(","))
    return {one if one.startswith("W/") or one == "*" else f"W/{one}" for one in named if one}


def _checked(found: Answer, headers: Mapping[str, str]) -> Answer:
    """304 for who has this answer already; for one without a tag, the tag is made of its bytes."""
    kept = dict(found.headers)
    kept.setdefault("ETag", f'W/"{hashlib.blake2s(found.body, digest_size=12).hexdigest()}"')
    if {"*", kept["ETag"]} & _tags(headers):
        return Answer(304, {name: value for name, value in kept.items() if name not in ("Content-Type", "Link")}, b"")
    return Answer(found.status, kept, found.body)


def origins() -> tuple[str, ...]:
    """Web sites whose scripts may read the answers (`EGOV_API_ORIGINS`, with spaces between; `*` is all). By default
    none."""
    return tuple(os.environ.get(ORIGINS, "").split())


def _with_origin(found: Answer, origin: str | None) -> Answer:
    allowed = origins()
    if not allowed:
        return found
    headers = {**found.headers, "Vary": "Origin"}
    if origin and _is_origin(origin) and ("*" in allowed or origin in allowed):
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Expose-Headers": "ETag, Link, X-Total-Count, Egov-Edition, Egov-Left-Out",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
    return Answer(found.status, headers, found.body)


def _is_origin(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and text == f"{parts.scheme}://{parts.netloc}" and text.isascii()
