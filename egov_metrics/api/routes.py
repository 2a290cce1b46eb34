"""The interface behind a Starlette server, such as the one that serves the pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from egov_metrics.api.answers import Answer
from egov_metrics.api.resources import PREFIX
from egov_metrics.api.service import HEALTH, Service

AT_ONCE = 4
"""Questions that are worked on at the same time; the others wait. Pages share the processor and the threads."""


def routes(prefix: str = "", service: Service | None = None) -> list[BaseRoute]:
    """Routes for `/healthz` and all below `/api`, of which what is unknown is answered by the interface too, not by the
    pages. `prefix` is the path under which the pages are served, as Streamlit's `server.baseUrlPath`."""
    base = base_of(prefix)
    gate = Gate(service or Service(prefix=base), base)
    api = PREFIX.rpartition("/")[0]
    return [Route(f"{base}{path}", gate) for path in (HEALTH, api, f"{api}/{{rest:path}}")]


def base_of(prefix: str) -> str:
    """What stands before all paths: "" or "/some/path"."""
    return f"/{prefix.strip('/')}" if prefix.strip("/") else ""


class Answering(Protocol):
    """What answers requests, without knowing a server."""

    def answer(self, method: str, path: str, query: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer; never raises."""


class Gate:
    """An ASGI application: a class, so that Starlette hands it every method and it can answer with a problem."""

    def __init__(self, service: Answering, base: str, at_once: int = AT_ONCE) -> None:
        """At most `at_once` requests are worked on at the same time."""
        self._service, self._base = service, base
        self._free = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        request = Request(scope)
        path = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(self._base)
        async with self._free:
            found = await run_in_threadpool(
                self._service.answer, request.method, path, scope.get("query_string", b""), dict(request.headers)
            )
        body = b"" if request.method == "HEAD" else found.body
        response = Response(body, found.status, headers=dict(found.headers))
        if request.method == "HEAD":
            response.headers["Content-Length"] = str(len(found.body))
        await response(scope, receive, send)
