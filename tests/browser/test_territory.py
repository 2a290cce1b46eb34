"""The switch between the provinces as published and the 34 of today, in Chromium: it changes figures and address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

HEADLINE = ".egov-headline"
RECOMPUTED = "tính lại, trung bình cộng của 2 tỉnh cũ"


def test_the_switch_changes_figures_and_address_and_back(open_page) -> None:
    visit = open_page("/overview?unit=P63-06")
    page = visit.page
    expect(page.locator(HEADLINE)).to_contain_text("Bắc Kạn")
    assert "territory" not in page.url and RECOMPUTED not in visit.text()
    page.get_by_role("radio", name="34 tỉnh hiện nay").click()
    expect(page.locator(HEADLINE)).to_contain_text("Thái Nguyên")
    visit.settle()
    assert "territory=2025" in page.url and "unit=P63-06" in page.url
    assert RECOMPUTED in visit.text() and "Bắc Kạn nay thuộc Thái Nguyên" in visit.text()
    visit.must_be_sound()
    page.get_by_role("radio", name="Như đã công bố").click()
    expect(page.locator(HEADLINE)).to_contain_text("Bắc Kạn")
    visit.settle()
    assert "territory" not in page.url


def test_a_deep_link_opens_it_and_missing_members_are_accepted_on_request(open_page) -> None:
    visit = open_page("/overview?unit=P63-64&territory=2025")
    expect(visit.page.locator(HEADLINE)).to_contain_text("31/34")
    assert "Bình Định không có số liệu" in visit.text()
    visit.page.locator("label", has_text="Chấp nhận thiếu tỉnh thành phần").click()
    expect(visit.page.locator(".egov-tiles")).to_contain_text("thiếu Bình Định")
    assert "partial=yes" in visit.page.url
    again = open_page(visit.page.url[visit.page.url.index("/overview") :])
    expect(again.page.locator(".egov-tiles")).to_contain_text("thiếu Bình Định")


def test_from_a_recomputed_value_to_what_it_is_worked_out_from(open_page) -> None:
    visit = open_page("/overview?unit=P34-19&territory=2025")
    visit.page.locator(".egov-tile", has_text="PAR INDEX").get_by_text("số của các tỉnh cũ").click()
    visit.page.wait_for_url(re.compile("/compare"))
    visit.settle()
    visit.must_be_sound()
    assert "unit=P63-06" in visit.page.url and "territory" not in visit.page.url


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ["/overview?unit=P63-64&territory=2025", "/overview?territory=2025"])
def test_a_phone_gets_the_same_in_one_column(open_page, path, dark) -> None:
    visit = open_page(path, width=390, height=844, dark=dark)
    expect(visit.page.locator(HEADLINE)).to_be_visible()
    visit.must_be_sound()
    tiles = [box["x"] for box in (one.bounding_box() for one in visit.page.locator(".egov-tile").all()) if box]
    assert len(tiles) > 3 and len({round(x) for x in tiles}) == 1
    assert visit.inaccessible() == []


def test_compare_takes_the_territory_along(open_page) -> None:
    visit = open_page("/compare?unit=P63-06&indicator=egov_mic_score&view=table&territory=2025")
    expect(visit.page.locator("h1")).to_be_visible()
    visit.must_be_sound()
    assert "territory=2025" in visit.page.url
    expect(visit.page.get_by_role("radio", name="34 tỉnh hiện nay")).to_be_checked()
