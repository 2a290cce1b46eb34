"""The interface for programs in a browser: beside pages that stand as before, and closed to scripts of other sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.serving import Server, start

FETCH = """address => fetch(address).then(
    answer => answer.text().then(text => [answer.status, answer.headers.get('content-type'), text.slice(0, 40)]),
    error => [0, '', String(error)])"""


@pytest.fixture(scope="module")
def fresh(shipped_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that nobody has visited."""
    server = start(shipped_workspace, tmp_path_factory.mktemp("fresh"))
    yield server
    server.stop()


def test_a_deep_link_is_the_first_visit_and_the_page_can_ask(open_page, fresh):
    visit = open_page("/compare?unit=P63-14&units=P63-22", server=fresh)
    expect(visit.page.locator("h1").first).to_be_visible()
    visit.must_be_sound()
    status, kind, text = visit.page.evaluate(FETCH, "/api/v1/series?indicator=PAR_INDEX&unit=son%20la")
    assert (status, kind) == (200, "application/json") and '"edition"' in text
    status, kind, text = visit.page.evaluate(FETCH, "/api/v1/nothing")
    assert (status, kind) == (404, "application/problem+json")


def test_the_page_of_another_origin_reads_nothing(open_page, fresh):
    visit = open_page("/", server=fresh)
    other = fresh.url.replace("127.0.0.1", "localhost")
    status, _, said = visit.page.evaluate(FETCH, f"{other}/api/v1/indicators")
    assert status == 0 and "TypeError" in said


def test_before_anything_is_built_the_page_says_so(open_page, served_unbuilt):
    visit = open_page("/", server=served_unbuilt)
    status, kind, _ = visit.page.evaluate(FETCH, "/api/v1/units")
    assert (status, kind) == (503, "application/problem+json")
    expect(visit.page.get_by_text("python -m egov_metrics build").first).to_be_visible()
