"""The readiness page in a browser: every width, theme and language; tiers, years and levels by clicks; links; rules."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import WAYS, Seen, Visit

CHART = "[data-testid=stPlotlyChart] svg.main-svg"
HEADLINE = "h1.egov-headline"


def stated(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def until_stated(visit: Visit, **wanted: str) -> None:
    visit.page.wait_for_url(
        lambda url: wanted.items() <= {k: v[-1] for k, v in parse_qs(urlsplit(url).query).items()}.items()
    )
    visit.settle()


@pytest.mark.parametrize(
    ("unit", "way"),
    [
        *(("P63-64", way) for way in WAYS.values()),
        *((unit, WAYS[way]) for unit in ("P63-46", "VN") for way in ("wide-en-dark", "phone-vi-dark")),
    ],
)
def test_the_page_is_sound_and_accessible(open_page, unit, way: Seen):
    visit = open_page(f"/readiness?unit={unit}", **way._asdict())
    expect(visit.page.locator(HEADLINE)).to_be_visible()
    if unit != "VN":
        expect(visit.page.locator(CHART).first).to_be_visible()
    visit.must_be_sound()
    assert visit.inaccessible() == []


def test_the_tiers_follow_one_another(open_page):
    visit = open_page("/readiness?unit=P63-64")
    page = visit.page
    expect(page.locator(HEADLINE)).to_contain_text("16 đạt mức I")
    page.get_by_text("Cấp huyện", exact=True).first.click()
    until_stated(visit, level="district")
    expect(page.locator(HEADLINE)).to_contain_text("6 đạt mức II")
    page.get_by_text("Cấp xã", exact=True).first.click()
    until_stated(visit, level="commune")
    expect(page.locator(HEADLINE)).to_contain_text("3 đạt mức III, 217 chưa rõ mức")
    page.go_back()
    visit.settle()
    expect(page.locator(HEADLINE)).to_contain_text("6 đạt mức II")
    visit.must_be_sound()


def test_an_assessment_of_the_list_opens_and_its_link_opens_the_same(open_page):
    visit = open_page("/readiness?unit=VN")
    page = visit.page
    row = page.locator(".matrix tr", has_text="Gia Lai")
    row.locator("td").nth(2).get_by_role("link", name="công bố 03/07/2019").click()
    until_stated(visit, unit="P63-64", level="district", year="2019")
    expect(page.locator(HEADLINE)).to_contain_text("chỉ 1 trong 17 huyện được xếp hạng")
    address = urlsplit(page.url)
    second = open_page(f"{address.path}?{address.query}", width=390)
    expect(second.page.locator(HEADLINE)).to_contain_text("chỉ 1 trong 17 huyện được xếp hạng")
    second.must_be_sound()


def test_levels_narrow_the_heat_map(open_page):
    visit = open_page("/readiness?unit=P63-46")
    page = visit.page
    labels = page.locator(".ytick text", has_text="Quảng Điền")
    expect(labels).to_have_count(1)
    page.get_by_role("button", name="III", exact=True).click()
    until_stated(visit, only="level_iii")
    expect(labels).to_have_count(0)
    expect(page.locator(".ytick text", has_text="Phú Vang")).to_have_count(1)
    visit.must_be_sound()


def test_the_rule_of_a_set_opens_on_demand(open_page):
    visit = open_page("/readiness?unit=P63-46", width=390)
    rule = visit.page.locator("details.egov-rule").first
    expect(rule.locator("table").first).to_be_hidden()
    rule.locator("summary").click()
    expect(rule.locator("table").first).to_be_visible()
    expect(rule).to_contain_text("trên 88,8% đến 91,42%")
    visit.must_be_sound()


def test_an_empty_store_says_so(open_page, served_empty):
    visit = open_page("/readiness?unit=P63-01", server=served_empty, lang="en")
    expect(visit.page.locator(".egov-empty")).to_contain_text("neither results nor criteria")
    visit.must_be_sound()
    assert visit.inaccessible() == []
