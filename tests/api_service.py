"""Asking the interface for programs in this process, without a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from egov_metrics.api.service import Service


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def data(self) -> list[dict[str, Any]]:
        assert self.status == 200, self.text
        return self.json["data"]


class Asked:
    """A service on a workspace, asked by addresses."""

    def __init__(self, workspace: Path, prefix: str = "") -> None:
        self.service = Service(lambda: workspace, prefix)

    def __call__(self, address: str, method: str = "GET", **headers: str) -> Reply:
        """`headers` with `_` for `-`."""
        path, _, query = address.partition("?")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        path = path if path.startswith("/") else f"/api/v1/{path}"
        found = self.service.answer(method, path, query.encode("ascii"), named)
        return Reply(found.status, dict(found.headers), found.body)


def one_problem(reply: Reply, status: int, kind: str, *words: str) -> None:
    """The one form of every error: problem details with one clear line, kept by nobody."""
    assert reply.status == status, reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.headers["Cache-Control"] == "no-store" and "ETag" not in reply.headers
    told = reply.json
    assert (told["status"], told["kind"], told["type"]) == (status, kind, "about:blank")
    assert told["title"] and "\n" not in told["detail"] and "Traceback" not in reply.text
    for word in words:
        assert word in told["detail"], told["detail"]
