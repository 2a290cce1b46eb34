"""The map in a browser: sound at every width, a click chooses the unit everywhere, years play, outlines are drawn."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Server, start
from tests.browser.visiting import WAYS, Seen, Visit

FULL = "indicator=egov_mic_score&year=2017"
TILES = ".barlayer .point"
HEADING = "h1.egov-headline"


def stated(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def until_stated(visit: Visit, **wanted: str) -> None:
    visit.page.wait_for_url(
        lambda url: wanted.items() <= {k: v[-1] for k, v in parse_qs(urlsplit(url).query).items()}.items()
    )
    visit.settle()


def tile(visit: Visit, name: str) -> Locator:
    return visit.page.locator(TILES).filter(has_text=name).first


def click(visit: Visit, name: str) -> None:
    """Point near the edge of a tile, which the whole of it answers to, and click."""
    box = tile(visit, name).bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] - 5, box["y"] + 5)
    visit.page.mouse.move(*at)
    expect(visit.page.locator(".hoverlayer")).to_contain_text(name)
    visit.page.mouse.click(*at)


def texts_outside_their_tiles(visit: Visit) -> list[str]:
    """Words of tiles that stick out of their tile at its sides."""
    return visit.page.evaluate(
        """() => [...document.querySelectorAll('.barlayer .point')].flatMap(point => {
            const tile = point.querySelector('path').getBoundingClientRect();
            const text = point.querySelector('text')?.getBoundingClientRect();
            return text && (text.left < tile.left - 1 || text.right > tile.right + 1) ? [point.textContent] : [];
        })"""
    )


@pytest.mark.parametrize("way", [*WAYS.values(), Seen(1920, 1080, "vi", True)], ids=[*WAYS, "projector-vi-dark"])
def test_the_page_is_sound_and_accessible_and_every_name_fits(open_page, way: Seen):
    visit = open_page(f"/map?{FULL}&unit=P63-46", **way._asdict())
    expect(visit.page.locator(HEADING)).to_contain_text("2017")
    expect(visit.page.locator(TILES)).to_have_count(63)
    assert texts_outside_their_tiles(visit) == []
    visit.must_be_sound()
    assert visit.inaccessible() == []


@pytest.mark.parametrize(
    "asked",
    [f"{FULL}&unit=P63-46", f"{FULL}&unit=P63-64&territory=2025", "indicator=PAR_INDEX&year=2024&territory=2025"],
    ids=["as-published", "present", "present-many-classes"],
)
def test_on_a_laptop_map_list_and_player_are_in_sight_at_once(open_page, asked):
    visit = open_page(f"/map?{asked}")
    for one in (visit.page.locator(TILES).last, visit.page.get_by_role("slider"), visit.page.locator(".map-list")):
        box = one.bounding_box()
        assert box is not None and box["y"] + min(box["height"], 400) <= 768


def test_a_click_on_a_tile_chooses_the_unit_on_all_pages(open_page):
    visit = open_page(f"/map?{FULL}")
    page = visit.page
    expect(page.locator(HEADING)).to_contain_text("Thừa Thiên Huế đứng đầu")
    click(visit, "Quảng Ninh")
    until_stated(visit, unit="P63-22")
    expect(page.locator(HEADING)).to_contain_text("Quảng Ninh 0,703 điểm, hạng 4/63")
    expect(page.locator(".map-list [aria-current=true]")).to_contain_text("Quảng Ninh")
    click(visit, "Sơn La")
    until_stated(visit, unit="P63-14")
    click(visit, "Quảng Ninh")  # a second time
    until_stated(visit, unit="P63-22")
    page.get_by_role("link", name="Tổng quan").click()
    page.wait_for_url(lambda url: "/map" not in url)
    visit.settle()
    assert stated(page)["unit"] == "P63-22"
    expect(page.locator(HEADING)).to_contain_text("Quảng Ninh")
    visit.must_be_sound()


def test_the_list_chooses_with_the_keyboard(open_page):
    visit = open_page(f"/map?{FULL}")
    visit.page.locator(".map-list a").filter(has_text="Đà Nẵng").focus()
    visit.page.keyboard.press("Enter")
    until_stated(visit, unit="P63-48", year="2017")
    expect(visit.page.locator(HEADING)).to_contain_text("Đà Nẵng 0,716 điểm, hạng 2/63")


def test_play_goes_through_the_years_in_the_address_and_stops_at_the_end(open_page):
    visit = open_page("/map?indicator=egov_mic_score&measure=rank&unit=P63-14")
    page = visit.page
    slider = page.get_by_role("slider")
    assert slider.get_attribute("aria-valuetext") == "2019"
    seen = ["2019"]
    page.get_by_role("button", name="Phát lần lượt các năm").click()
    expect(page.get_by_role("button", name="Tạm dừng")).to_be_visible()
    while page.get_by_role("button", name="Tạm dừng").count() and len(seen) < 12:
        year = stated(page).get("year", "2019")
        if year != seen[-1]:
            seen.append(year)
        page.wait_for_timeout(50)
    # The player stops when it has asked for the last year; a slow server answers a little later.
    page.wait_for_function("() => !new URL(location.href).searchParams.has('year')")
    visit.settle()
    assert [*seen[:7], stated(page).get("year", "2019")] == [
        "2019", "2010", "2011", "2012", "2016", "2017", "2018", "2019"
    ]  # fmt: skip
    assert slider.get_attribute("aria-valuetext") == "2019"
    expect(page.locator(HEADING)).to_contain_text("2019")
    expect(page.get_by_role("button", name="Phát lần lượt các năm")).to_be_visible()
    visit.must_be_sound()


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("indicator", ["egov_mic_score", "PAR_INDEX"])
def test_the_years_below_the_slider_never_touch(open_page, width, indicator):
    page = open_page(f"/map?indicator={indicator}&measure=rank", width=width).page
    labels = page.locator(".ticks span:not(.unwritten) b")
    expect(labels.first).to_be_visible()
    boxes = labels.evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])")
    assert len(boxes) >= (3 if width == 390 else 7)
    assert all(before[1] + 4 <= after[0] for before, after in zip(boxes, boxes[1:], strict=False))
    assert labels.first.inner_text() < labels.last.inner_text() == page.locator("output.year").inner_text()


def test_a_list_that_goes_on_is_shaded_at_its_edge(open_page):
    page = open_page(f"/map?{FULL}").page
    row = page.locator(".map-list ol")
    assert row.evaluate("one => one.scrollHeight > one.clientHeight")
    assert "linear-gradient" in row.evaluate("one => getComputedStyle(one).backgroundImage")
    expect(page.locator(".map-list h2")).to_contain_text("53 tỉnh")


def test_the_slider_answers_to_keys_and_a_burst_of_them_is_one_choice(open_page):
    visit = open_page("/map?indicator=egov_mic_score&measure=rank&unit=P63-14")
    slider = visit.page.get_by_role("slider")
    slider.focus()
    before = visit.page.evaluate("() => history.length")
    # In one task of the browser, so that a burst stays one however busy the machine is: the first step is sent at once,
    # the others become one choice when it was answered.
    slider.evaluate(
        "range => [1, 2, 3].forEach(() => { range.stepDown();"
        " range.dispatchEvent(new Event('input', { bubbles: true, composed: true })) })"
    )
    until_stated(visit, year="2016")
    assert visit.page.evaluate("() => history.length") - before <= 2
    visit.page.keyboard.press("ArrowLeft")
    until_stated(visit, year="2012")
    assert slider.get_attribute("aria-valuetext") == "2012"
    expect(slider).to_be_focused()
    visit.page.keyboard.press("Space")
    visit.page.wait_for_url(lambda url: "year=2016" in url)
    visit.page.keyboard.press("Space")
    visit.settle(1500)
    assert visit.page.get_by_role("button", name="Phát lần lượt các năm").count() == 1


def test_the_switch_shows_the_34_recomputed_and_back(open_page):
    visit = open_page(f"/map?{FULL}&unit=P63-64")
    page = visit.page
    page.get_by_text("34 tỉnh hiện nay", exact=True).click()
    until_stated(visit, territory="2025")
    expect(page.locator(TILES)).to_have_count(34)
    expect(page.locator(".map-legend")).to_contain_text("Không tính lại được")
    tile(visit, "Phú Thọ").hover(force=True)  # what takes the pointer is a layer above the tiles
    expect(page.locator(".hoverlayer")).to_contain_text("Không tính lại được")
    click(visit, "Thái Nguyên")
    until_stated(visit, unit="P34-19")
    expect(page.locator(HEADING)).to_contain_text("Thái Nguyên")
    page.get_by_text("Như đã công bố", exact=True).click()
    page.wait_for_url(lambda url: "territory" not in url)
    visit.settle()
    expect(page.locator(TILES)).to_have_count(63)
    expect(page.locator(".egov-notice")).to_contain_text("Thái Nguyên (từ 1/7/2025)")
    visit.must_be_sound()


def test_who_was_not_recomputed_is_told_below_the_map_also_on_a_phone(open_page):
    visit = open_page(f"/map?{FULL}&unit=P63-64&territory=2025", width=390)
    visit.page.get_by_text("Chưa tính lại: tỉnh nào và vì sao").click()
    expect(visit.page.get_by_test_id("stDataFrame")).to_be_visible()
    visit.must_be_sound()


@pytest.fixture(scope="module")
def served_outlines(shipped_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with outlines of made-up squares for three provinces."""
    folder = tmp_path_factory.mktemp("outlines")
    shutil.copytree(shipped_workspace, folder / "workspace")
    features = [
        {"type": "Feature", "properties": {"name": name},
         "geometry": {"type": "Polygon", "coordinates": [[[x, y], [x + 3, y], [x + 3, y + 3], [x, y + 3], [x, y]]]}}
        for name, x, y in (("Sơn La", 102, 20), ("Quảng Ninh", 106, 20), ("Atlantis", 104, 9))
    ]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "workspace" / "outlines_63.geojson").write_text(text, encoding="utf-8")
    server = start(folder / "workspace", tmp_path_factory.mktemp("served_outlines"))
    yield server
    server.stop()


@pytest.mark.parametrize("width", [1366, 390])
def test_outlines_are_drawn_without_any_request_and_answer_to_clicks(open_page, served_outlines, width):
    visit = open_page(f"/map?{FULL}", width=width, server=served_outlines)
    page = visit.page
    if width == 390:
        page.get_by_role("button", name="Bộ lọc").click()
    page.get_by_text("Ranh giới", exact=True).click()
    until_stated(visit, shape="outlines")
    expect(page.locator(".egov-notice")).to_contain_text("Atlantis")
    fills = page.locator(".scatterlayer .js-fill")
    expect(fills).to_have_count(2)
    fills.nth(1).scroll_into_view_if_needed()
    box = fills.nth(1).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.6)
    page.wait_for_url(lambda url: "unit=P63-" in url)
    visit.settle()
    assert stated(page)["unit"] in ("P63-14", "P63-22")
    expect(page.locator(".plot-container")).to_contain_text("Hoàng Sa")
    visit.must_be_sound()


def test_an_empty_store_says_so(open_page, served_empty):
    visit = open_page("/map", server=served_empty, lang="en")
    expect(visit.page.locator(".egov-empty")).to_contain_text("The store has no figures of provinces")
    visit.must_be_sound()
    assert visit.inaccessible() == []
