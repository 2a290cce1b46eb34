"""The interface for programs on the server that users start, beside the pages: `streamlit run dashboard.py`."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from egov_metrics.api.routes import routes
from tests.api_service import Asked
from tests.browser.serving import Server, start

PROVINCES = ("son la", "gia lai", "quảng ninh", "hà nội", "bắc kạn", "P63-92", "huế", "tiền giang")
INDICATORS = ("par_index_score", "ict_index_score", "dti_score", "sipas_score", "egov_mic_score")


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(server: Server, address: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, address, body, named)
    answer = connection.getresponse()
    found = Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return found


@pytest.fixture(scope="module")
def server(shipped_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start(shipped_workspace, tmp_path_factory.mktemp("api"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Before anything was built."""
    started = start(tmp_path_factory.mktemp("none"), tmp_path_factory.mktemp("api_none"))
    yield started
    started.stop()


def test_pages_and_interface_answer_side_by_side(server: Server) -> None:
    health = ask(server, "/healthz")
    assert (health.status, json.loads(health.body)["ok"]) == (200, True)
    for page in ("/", "/compare", "/compare?unit=P63-14", "/apiary"):
        shown = ask(server, page)
        assert shown.status == 200 and b"<html" in shown.body, page
    assert ask(server, "/_stcore/health").status == 200
    for unknown in ("/api", "/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/series", "/api/v1/series/P63-14"):
        refused = ask(server, unknown)
        assert (refused.status, refused.headers["content-type"]) == (404, "application/problem+json"), unknown
        assert json.loads(refused.body)["kind"] == "unknown_path"


def test_methods_bodies_and_tags_go_through_the_server(server: Server) -> None:
    address = "/api/v1/series?indicator=PAR_INDEX&unit=son%20la"
    got = ask(server, address)
    seen = ask(server, address, "HEAD")
    assert (seen.status, seen.body, seen.headers["content-length"]) == (200, b"", str(len(got.body)))
    assert seen.headers["etag"] == got.headers["etag"]
    assert ask(server, address, if_none_match=got.headers["etag"])[::2] == (304, b"")
    assert ask(server, address, "POST", b"{}").status == 405
    assert ask(server, address, "GET", b"{}").status == 413
    assert ask(server, address, "OPTIONS").headers["allow"] == "GET, HEAD, OPTIONS"
    packed = ask(server, "/api/v1/units", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip" and packed.headers["vary"] == "Accept-Encoding"
    assert got.headers["x-content-type-options"] == "nosniff" and "access-control-allow-origin" not in got.headers


def test_two_hundred_at_once_are_all_right(server: Server, shipped_workspace: Path) -> None:
    """Each is the answer that the same question gets alone: none is empty, mixed up with another, or refused."""
    alone = Asked(shipped_workspace)
    pairs = [(indicator, unit) for indicator in INDICATORS for unit in PROVINCES]
    addresses = [f"series?{urlencode({'indicator': i, 'unit': u}, quote_via=quote)}" for i, u in pairs]
    expected = {address: alone(address) for address in addresses}
    assert sum(bool(reply.data) for reply in expected.values()) > 30
    with ThreadPoolExecutor(200) as people:
        asked = addresses * 5
        replies = list(people.map(lambda address: ask(server, f"/api/v1/{address}"), asked))
    assert len(replies) == 200
    for address, reply in zip(asked, replies, strict=True):
        assert (reply.status, reply.body) == (200, expected[address].body), address


def test_without_a_store_pages_and_interface_still_stand(unbuilt: Server) -> None:
    health = ask(unbuilt, "/healthz")
    assert (health.status, json.loads(health.body)["ok"]) == (503, False)
    refused = ask(unbuilt, "/api/v1/units")
    assert (refused.status, json.loads(refused.body)["kind"]) == (503, "no_store")
    assert ask(unbuilt, "/api/v1/openapi.json").status == 200
    assert b"<html" in ask(unbuilt, "/").body and ask(unbuilt, "/_stcore/health").status == 200
    assert "Traceback" not in unbuilt.said()


def status_of(app: Starlette, path: str) -> int:
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    named = {"path": path, "raw_path": path.encode(), "query_string": b"", "headers": []}
    asyncio.run(app({"type": "http", "method": "GET", **named}, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"]


@pytest.mark.parametrize("prefix", ["so-lieu", "/so-lieu/"])
def test_a_path_before_the_pages_is_one_before_the_interface(prefix: str) -> None:
    app = Starlette(routes=routes(prefix))
    assert status_of(app, "/so-lieu/api/v1/openapi.json") == 200
    assert status_of(app, "/api/v1/openapi.json") == 404


def test_routes_can_be_mounted_elsewhere() -> None:
    assert status_of(Starlette(routes=[Mount("/elsewhere", routes=routes())]), "/elsewhere/api/v1/openapi.json") == 200
