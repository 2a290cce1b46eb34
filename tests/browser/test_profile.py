"""The profile in Chromium: sound on every screen, a deep link, changed by the reader, and printed on one A4."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import WAYS, Seen

PAGES = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
A4_MM = 297 - 2 * 10
"""The height that the margins of print.css leave."""
PRINTED = {
    "Sơn La": "unit=P63-14",
    "Gia Lai (đến 30/6/2025)": "unit=P63-64",
    "Gia Lai (từ 1/7/2025)": "unit=P34-52",
    "Thua Thien Hue": "unit=P63-46&lang=en",
    "Thái Nguyên (từ 1/7/2025)": "unit=P63-06&territory=2025",
    "Pleiku": "unit=D63-622",
    "Sở Thông tin và Truyền thông": "unit=A-P63-64-so-thong-tin-va-truyen-thong",
    "phường Chiềng Lề": "unit=C63-03646",
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_is_sound_everywhere(open_page, way: Seen) -> None:
    visit = open_page("/profile?unit=P63-14", **way._asdict())
    visit.page.locator(".js-plotly-plot .main-svg").first.wait_for()
    visit.must_be_sound()
    assert "90,02" in visit.text() and "12/63" in visit.text()
    expect(visit.page.locator(".egov-sheet")).to_be_hidden()


@pytest.mark.parametrize(
    ("unit", "width", "dark"),
    [("P63-64", 1366, False), ("P63-64", 390, True), ("D63-064", 390, True), ("C34-03646", 1366, False)],
)
def test_it_is_accessible(open_page, unit, width, dark) -> None:
    visit = open_page(f"/profile?unit={unit}", width=width, height=844, dark=dark)
    visit.must_be_sound()
    assert visit.inaccessible() == []


@pytest.mark.parametrize("name", PRINTED)
def test_it_prints_on_one_page(open_page, tmp_path: Path, name) -> None:
    visit = open_page(f"/profile?{PRINTED[name]}")
    visit.page.locator(".egov-sheet").wait_for(state="attached")
    pdf = visit.page.pdf(path=str(tmp_path / "profile.pdf"), prefer_css_page_size=True, print_background=True)
    assert len(PAGES.findall(pdf)) == 1
    visit.page.emulate_media(media="print")
    shown = visit.page.locator(".egov-sheet")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text(name)
    height = shown.evaluate("one => one.scrollHeight") * 25.4 / 96
    assert height <= A4_MM - 1, "the end of the sheet would be cut off"
    for hidden in ("header", ".egov-headline", "[data-testid=stSidebar]", "button", ".js-plotly-plot", ".egov-footer"):
        assert not [one for one in visit.page.locator(hidden).all() if one.is_visible()], hidden


def test_a_dark_screen_is_printed_in_light_colours(open_page) -> None:
    visit = open_page("/profile?unit=P63-14", dark=True)
    visit.page.locator(".egov-sheet").wait_for(state="attached")
    visit.page.emulate_media(media="print", color_scheme="dark")
    for selector, wanted in ((".egov-sheet h1", "rgb(20, 32, 44)"), (".egov-sheet td", "rgb(20, 32, 44)")):
        colour = visit.page.locator(selector).first.evaluate("one => getComputedStyle(one).color")
        assert colour == wanted, selector
    background = visit.page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == "rgb(255, 255, 255)"


def test_the_button_prints(open_page) -> None:
    visit = open_page(
        "/profile?unit=P63-14",
        prepare=lambda page: page.add_init_script("window.print = () => { window.printed = 1; }"),
    )
    visit.page.get_by_role("button", name="In hồ sơ").click()
    assert visit.page.evaluate("() => window.printed") == 1


@pytest.mark.parametrize(("label", "begin"), [("Báo cáo (PDF)", b"%PDF-"), ("Báo cáo (DOCX)", b"PK")])
def test_the_report_is_saved(open_page, label: str, begin: bytes) -> None:
    visit = open_page("/profile?unit=P63-14")
    button = visit.page.get_by_role("button", name=label)
    button.wait_for()
    with visit.page.expect_download() as waiting:
        button.click()
    name = waiting.value.suggested_filename
    assert re.fullmatch(r"bao-cao_P63-14_egov-[0-9a-f]{12}\.(pdf|docx)", name), name
    assert Path(waiting.value.path()).read_bytes().startswith(begin)


def test_the_territory_switch_changes_figures_and_the_link(open_page) -> None:
    visit = open_page("/profile?unit=P63-06")
    expect(visit.page.locator("h1").first).to_contain_text("Bắc Kạn")
    visit.page.get_by_text("34 tỉnh hiện nay").first.click()
    expect(visit.page.locator("h1").first).to_contain_text("Thái Nguyên")
    visit.settle()
    assert "territory=2025" in visit.page.url
    expect(visit.page.locator(".egov-indices")).to_contain_text("tính lại")
    visit.must_be_sound()
    again = open_page(visit.page.url[visit.page.url.index("/profile") :])
    assert again.page.locator("h1").first.inner_text() == visit.page.locator("h1").first.inner_text()


def test_the_reader_chooses_whom_to_compare_with(open_page) -> None:
    visit = open_page("/profile?unit=P63-14")
    field = visit.page.get_by_role("combobox", name=re.compile("^Đơn vị để so sánh"))
    field.click()
    field.type("quang ninh", delay=20)
    visit.page.get_by_role("option", name=re.compile("^Quảng Ninh")).first.click()
    expect(visit.page.get_by_text("So với các đơn vị bạn đã chọn: Quảng Ninh.")).to_be_visible()
    assert "units=P63-22" in visit.page.url


def test_the_proposals_become_chips_that_can_be_taken_out(open_page) -> None:
    visit = open_page("/profile?unit=P63-14")
    visit.page.get_by_text("đưa các đề xuất vào ô chọn để sửa").click()
    chips = visit.page.locator(".st-key-profile-similar .chip:not(.own)")
    expect(chips.first).to_be_visible()
    before = chips.count()
    assert before >= 3
    chips.first.get_by_role("button").click()
    expect(chips).to_have_count(before - 1)
    visit.settle()
    assert visit.page.url.count("P63-") == before  # our own unit and the others


@pytest.mark.parametrize(("size", "most"), [((1366, 768), 2250), ((390, 844), 5000)], ids=["wide", "phone"])
def test_a_unit_with_many_figures_is_short(open_page, size, most) -> None:
    visit = open_page("/profile?unit=P63-14", width=size[0], height=size[1])
    visit.page.locator(".js-plotly-plot .main-svg").first.wait_for()
    visit.settle()
    assert visit.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight") < most
    text = visit.text()
    assert "Còn thiếu hoặc đã cũ" in text and "Cần xem lại trong nguồn" in text and "DTI: mới nhất là 2022" in text
    left, right = visit.page.locator(".egov-halves").first.locator("> div").all()
    a, b = left.bounding_box(), right.bounding_box()
    assert a and b
    if size[0] > 1000:
        assert b["y"] + b["height"] <= size[1], "strengths and weaknesses are on the first screen"
    else:
        assert b["y"] - a["y"] - a["height"] < 30, "no hole before the weaknesses"


def test_from_a_province_to_its_district_and_on_to_the_present(open_page) -> None:
    visit = open_page("/profile?unit=P63-64")
    visit.page.locator(".egov-parts a.inside", has_text="Pleiku").first.click()
    expect(visit.page.locator("h1").first).to_contain_text("Pleiku")
    visit.settle()
    visit.page.locator(".egov-sub a.inside", has_text="Gia Lai").first.click()
    expect(visit.page.locator("h1").first).to_contain_text("Gia Lai")
    visit.settle()
    assert "unit=P34-52" in visit.page.url
    visit.must_be_sound()


def test_a_phone_has_the_indices_as_cards(open_page) -> None:
    visit = open_page("/profile?unit=P63-14", width=390, height=844)
    row = visit.page.locator(".egov-indices tbody tr").first
    box = row.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert row.locator("td[data-label='Vị trí'] img").bounding_box()["width"] >= 180


def test_the_store_may_be_empty(open_page, served_empty) -> None:
    for path in ("/profile", "/profile?unit=P63-14"):
        visit = open_page(path, server=served_empty)
        visit.must_be_sound()
        assert "chưa có" in visit.text().lower()
