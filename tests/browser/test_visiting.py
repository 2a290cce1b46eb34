"""The visits themselves: on a page made wrong in every way, each thing that a visit looks for is found."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, TimeoutError

from tests.browser.serving import ServerDidNotStart, start
from tests.browser.visiting import Visit, new_visit

FRAME = """<!doctype html><html lang="vi"><head><title>Thử</title><link rel="icon" href="data:,"></head><body>
<div data-testid="stApp" data-test-script-state="{state}"><main data-testid="stMain" style="overflow-x: auto">
<div data-testid="stMainBlockContainer"><h1>Trang thử</h1>{body}</div></main></div></body></html>"""
BODIES = {
    "/sound": "<p>Sơn La đạt 90,02 điểm.</p>",
    "/console": "<script>console.error('a broken thing')</script>",
    "/thrown": "<script>throw new Error('nobody caught this')</script>",
    "/outside": "<img alt='x' src='http://192.0.2.1:9/picture.png'>",
    "/exception": "<div data-testid='stException'>StoreError: no edition</div>",
    "/unknown": "<div role='dialog' aria-label='x'>Page not found</div>",
    "/wide": "<div style='width: 5000px'>wide</div>",
    "/pale": "<p style='color: #cccccc; background: #ffffff'>hard to read</p>",
    "/running": "<p>never done</p>",
    "/search": "<img alt='x' src='/search/_stcore/health'><script src='/missing.js'></script>",
}


class Broken(BaseHTTPRequestHandler):
    """Serves BODIES within the marks that a Streamlit page carries."""

    def do_GET(self) -> None:
        if self.path not in BODIES:
            self.send_error(404)
            return
        state = "running" if self.path == "/running" else "notRunning"
        page = FRAME.format(state=state, body=BODIES[self.path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def broken_site() -> Iterator[str]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Broken)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    site.server_close()


@pytest.fixture
def seen(browser: Browser, broken_site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit of the page named by the test's parameter."""
    made = new_visit(browser, broken_site, width=390)
    made.go(request.param)
    yield made
    made.page.context.close()


@pytest.mark.parametrize("seen", ["/sound"], indirect=True)
def test_a_sound_page_has_no_problems(seen: Visit) -> None:
    assert seen.problems() == []
    assert seen.inaccessible() == []
    assert "Sơn La" in seen.text()


@pytest.mark.parametrize(
    ("seen", "problem"),
    [
        ("/console", "console error: a broken thing"),
        ("/thrown", "console error: nobody caught this"),
        ("/outside", "request to the outside: http://192.0.2.1:9/picture.png"),
        ("/exception", "exception box: StoreError: no edition"),
        ("/unknown", "exception box: Page not found"),
        ("/wide", "px wider than the window"),
    ],
    indirect=["seen"],
)
def test_each_problem_is_found(seen: Visit, problem: str) -> None:
    assert any(problem in found for found in seen.problems()), seen.problems()


@pytest.mark.parametrize("seen", ["/console"], indirect=True)
def test_an_expected_console_error_does_not_count(seen: Visit) -> None:
    assert seen.problems(expected=["broken thing"]) == []
    assert seen.problems(expected=["another thing"]) != []


def test_the_search_for_the_server_does_not_count_other_misses_do(browser: Browser, broken_site: str) -> None:
    made = new_visit(browser, broken_site)
    made.go("/search")
    assert len(made.console) == 2
    assert [found for found in made.problems() if "missing.js" in found] == made.problems() != []


@pytest.mark.parametrize("seen", ["/pale"], indirect=True)
def test_axe_finds_pale_text(seen: Visit) -> None:
    assert any("color-contrast" in found for found in seen.inaccessible())


def test_a_page_that_does_not_come_to_rest_is_told(
    browser: Browser, broken_site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.browser.visiting.PATIENCE_MS", 1000)
    made = new_visit(browser, broken_site)
    with pytest.raises(TimeoutError):
        made.go("/running")


def test_a_server_that_ends_shows_its_log(tmp_path: Path) -> None:
    with pytest.raises(ServerDidNotStart, match=r"nothing\.py"):
        start(tmp_path, tmp_path / "server", script=tmp_path / "nothing.py")
