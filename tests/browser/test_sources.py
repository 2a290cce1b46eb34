"""The sources page in Chromium: wide and narrow, light and dark, in both languages, and the ways to and from it."""

from __future__ import annotations

import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from egov_metrics import store
from tests.browser.visiting import WAYS, Seen

SIZES = [(1366, 768), (390, 844)]
SECTIONS = ("coverage", "sources", "findings", "glossary&indicator=par_index_score")


@pytest.fixture(scope="module")
def disputed(shipped_workspace) -> str:
    """The id of a figure that two sources state differently: PAR INDEX 2021 of Sơn La."""
    edition = store.open_edition(store.current(shipped_workspace))
    asked = {"indicator": "par_index_score", "unit_ids": ["P63-14"], "year_from": 2021, "year_to": 2021}
    return str(edition.query("series", **asked)["figure_id"].iloc[0])


def stated(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_part_is_sound_everywhere(open_page, disputed, way: Seen) -> None:
    visit = open_page(f"/sources?figure={disputed}", **way._asdict())
    visit.must_be_sound()
    assert "87,62" in visit.text() and "87,61" in visit.text()
    for part in (*(f"section={section}" for section in SECTIONS), "source=cho-don-2019-12d7"):
        visit.go(f"/sources?{part}", way.lang)
        expect(visit.page.locator("h1")).to_be_visible()
        visit.must_be_sound()


@pytest.mark.parametrize(("section", "dark"), [(section, at % 2 == 1) for at, section in enumerate(SECTIONS)])
def test_sections_are_accessible(open_page, section, dark) -> None:
    assert open_page(f"/sources?section={section}", dark=dark).inaccessible() == []


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_a_figure_and_a_source_are_accessible(open_page, disputed, size) -> None:
    for part in (f"figure={disputed}", "source=cho-don-2019-12d7"):
        assert open_page(f"/sources?{part}", width=size[0], height=size[1]).inaccessible() == []


def test_a_copied_link_opens_the_same_figure_in_a_new_browser(open_page, disputed) -> None:
    first = open_page(f"/sources?unit=P63-14&figure={disputed}&lang=en")
    assert {"figure": disputed, "lang": "en"}.items() <= stated(first.page.url).items()
    assert "edition" in stated(first.page.url)
    again = open_page(first.page.url[len(first.base) :])
    assert again.page.url == first.page.url
    assert again.page.locator("h1").inner_text() == first.page.locator("h1").inner_text()


def test_from_the_overview_to_the_passage_and_back_to_compare(open_page) -> None:
    visit = open_page("/overview?unit=P63-14")
    visit.page.locator(".egov-tile a.inside").first.click()
    visit.page.wait_for_url(re.compile("/sources"))
    expect(visit.page.get_by_role("heading", name=re.compile(r"\d+ nguồn ghi số này"))).to_be_visible()
    expect(visit.page.get_by_role("link", name="mở trang gốc").first).to_have_attribute("href", re.compile("^https?:"))
    visit.page.get_by_role("link", name="so sánh với các đơn vị khác").click()
    visit.page.wait_for_url(re.compile("/compare"))
    visit.settle()
    assert stated(visit.page.url)["unit"] == "P63-14" and "indicator" in stated(visit.page.url)
    assert "figure" not in stated(visit.page.url)
    visit.must_be_sound()


def test_from_a_cell_of_the_matrix_to_its_units(open_page) -> None:
    visit = open_page("/sources?lang=vi")
    visit.page.get_by_role("link", name=re.compile("^DTI 2022: 63 ")).click()
    visit.page.wait_for_url(re.compile("/compare"))
    assert {"indicator": "dti_score", "year": "2022", "view": "bars"}.items() <= stated(visit.page.url).items()
    visit.settle()
    visit.must_be_sound()


def test_a_search_narrows_the_list_and_the_back_button_undoes_it(open_page) -> None:
    visit = open_page("/sources?section=sources")
    rows = visit.page.locator(".egov-table tbody tr")
    expect(rows).to_have_count(40)
    field = visit.page.get_by_label("Tìm")
    field.fill("bao son la")
    field.press("Enter")
    expect(rows.filter(has_text="Báo Sơn La").first).to_be_visible()
    visit.settle()
    assert stated(visit.page.url)["search"] == "bao son la" and rows.count() < 40
    visit.page.go_back()
    expect(field).to_have_value("")
    expect(rows).to_have_count(40)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_a_link_with_a_search_shows_what_is_searched_for(open_page, size) -> None:
    visit = open_page("/sources?section=sources&search=son+la&only=press", width=size[0], height=size[1])
    expect(visit.page.get_by_label("Tìm")).to_have_value("son la")
    expect(visit.page.get_by_role("combobox", name=re.compile("Mức tin cậy"))).to_have_value(re.compile(r"^báo chí"))


def test_a_phone_sees_the_newest_years_first_and_tables_as_cards(open_page, disputed) -> None:
    visit = open_page("/sources", width=390, height=844)
    inside = visit.page.locator(".egov-scroll").first.bounding_box()
    newest = visit.page.locator(".egov-matrix thead th").last.bounding_box()
    assert inside and newest and newest["x"] + newest["width"] <= inside["x"] + inside["width"] + 1
    visit.go(f"/sources?figure={disputed}")
    cells = visit.page.locator(".egov-table").first.locator("tbody tr").first.locator("td:visible")
    boxes = [box for box in (cell.bounding_box() for cell in cells.all()) if box]
    assert len(boxes) > 3 and all(below["y"] >= above["y"] for above, below in zip(boxes, boxes[1:], strict=False))
    assert len({round(box["x"]) for box in boxes}) == 1


def test_the_store_may_be_empty_or_missing_and_a_link_wrong(open_page, served_empty, served_unbuilt) -> None:
    for section in SECTIONS:
        visit = open_page(f"/sources?section={section}", server=served_empty)
        visit.must_be_sound()
    assert "python -m egov_metrics build" in open_page("/sources", server=served_unbuilt).text()
    visit = open_page("/sources?figure=nothing&source=<b>&section=everything&only=1,2&search=" + "x" * 200)
    visit.must_be_sound()
    assert "nothing" in visit.text() and "everything" in visit.text()


def test_the_whole_edition_is_saved_as_one_package(open_page, tmp_path):
    visit = open_page("/sources?unit=VN&section=coverage")
    with visit.page.expect_download(timeout=120_000) as download:
        visit.page.get_by_role("button", name="Toàn bộ dữ liệu mở (ZIP)").click()
    assert re.fullmatch(r"egov-open-[0-9a-f]{12}\.zip", download.value.suggested_filename)
    download.value.save_as(tmp_path / "open.zip")
    with zipfile.ZipFile(tmp_path / "open.zip") as archive:
        assert archive.testzip() is None
        assert {"README.md", "datapackage.json", "csv/figure.csv", "inputs/data/indicators.csv"} <= set(
            archive.namelist()
        )
    visit.must_be_sound()
