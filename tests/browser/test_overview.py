"""The overview in Chromium: drawn, narrow and wide, light and dark, in both languages, and clicked through."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import WAYS, Seen


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_is_sound_everywhere(open_page, way: Seen) -> None:
    visit = open_page("/overview?unit=P63-14", **way._asdict())
    visit.page.locator(".js-plotly-plot .main-svg").first.wait_for()
    visit.must_be_sound()
    assert "90,02" in visit.text() and "12/63" in visit.text()


BAD = (
    "unit=P63-99",
    "unit=%3Cscript%3E",
    "unit=P63-14&indicator=x&measure=y&year=z",
    "edition=000000000000",
    "lang=xx",
)


@pytest.mark.parametrize(
    ("path", "width", "dark"),
    [
        ("/overview", 1366, False), ("/overview?unit=P63-64", 1366, True), ("/overview?unit=P63-64", 390, False),
        ("/overview?unit=D63-064", 390, True),
    ],
)  # fmt: skip
def test_it_is_accessible(open_page, path, width, dark) -> None:
    visit = open_page(path, width=width, height=844, dark=dark)
    visit.must_be_sound()
    assert visit.inaccessible() == []


@pytest.mark.parametrize(
    ("page", "query"), [*(("overview", query) for query in BAD), ("compare", BAD[2]), ("sources", BAD[0])]
)
def test_a_bad_link_shows_the_page_and_says_what_was_wrong(open_page, page, query) -> None:
    visit = open_page(f"/{page}?{query}")
    visit.must_be_sound()
    expect(visit.page.locator(".egov-notice").first).to_be_visible()
    expect(visit.page.locator("h1")).to_be_visible()


def test_a_unit_is_found_without_accents_and_shown(open_page) -> None:
    visit = open_page("/overview")
    field = visit.page.get_by_role("combobox", name=re.compile("^Đơn vị"))
    field.click()
    field.type("son la", delay=20)
    visit.page.get_by_role("option", name=re.compile("^Sơn La")).first.click()
    expect(visit.page.locator("h1")).to_contain_text("Sơn La đạt 90,02")
    assert "unit=P63-14" in visit.page.url and "Sơn" not in visit.page.url


def test_the_link_opens_the_same_view_in_a_new_browser(open_page) -> None:
    first = open_page("/overview?unit=P63-22&indicator=dti_score&measure=rank&lang=en")
    address = first.page.url
    assert re.search(r"edition=[0-9a-f]{12}", address)
    again = open_page(address[address.index("/overview") :])
    assert again.page.url == address
    assert again.page.locator("h1").inner_text() == first.page.locator("h1").inner_text()


def test_a_phone_gets_a_chart_laid_out_for_it(open_page) -> None:
    visit = open_page("/overview?unit=P63-14", width=390, height=844)
    visit.settle()
    shown = visit.page.locator("[data-testid=stMainBlockContainer] .js-plotly-plot").first.bounding_box()
    assert shown and shown["width"] <= 390
    years = visit.page.locator(".js-plotly-plot").first.locator(".xtick text").all_inner_texts()
    assert 2 <= len(years) <= 8, years


def test_the_store_may_be_empty(open_page, served_empty) -> None:
    for path in ("/overview", "/overview?unit=P63-14"):
        visit = open_page(path, server=served_empty)
        visit.must_be_sound()
        assert "chưa có" in visit.text().lower()


def test_from_a_number_to_its_source_in_one_click(open_page) -> None:
    visit = open_page("/overview?unit=P63-14")
    visit.page.locator(".egov-tile a.inside").first.click()
    visit.settle()
    assert "/sources" in visit.page.url and "figure=" in visit.page.url
    visit.must_be_sound()
