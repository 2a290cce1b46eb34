"""Tables on the collect page in Chromium: dropped, asked about, corrected, accepted, shown with their cell."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from egov_metrics.collect.workbooks import imports
from egov_metrics.store.batches import batches
from tests.browser.serving import Server, start
from tests.browser.test_collect import build_empty, give_name
from tests.browser.visiting import WAYS, Seen, Visit
from tests.conftest import once_per_run
from tests.workbook_files import OLD_63, book

NAME = "PAR_2022.xlsx"
ROWS = [
    ["Tỉnh", "PAR INDEX 2022", "Xếp hạng", "Số thứ lạ"],
    *([name, round(90.1234 - at / 7, 4), at + 1, at + 20] for at, name in enumerate(OLD_63)),
    ["<img src=x onerror=window.hacked=1>", 50, 1, 1],
]
DRAFT = [["Tỉnh", "PAR INDEX 2017"], *([name, 70 + at / 10] for at, name in enumerate(OLD_63[:9]))]
CONTENT = book({"Tổng hợp": ROWS, "Nháp": DRAFT}, hidden=["Nháp"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once_per_run(tmp_path_factory, "collect", build_empty)


@pytest.fixture
def editable(made: Path, tmp_path: Path) -> Iterator[Server]:
    shutil.copytree(made / "workspace", tmp_path / "workspace")
    server = start(tmp_path / "workspace", tmp_path / "home", EGOV_EDIT="1", EGOV_DATA=str(made / "data"))
    yield server
    server.stop()


def drop_table(visit: Visit, folder: Path) -> str:
    """Drop the made-up table; the address of its import."""
    file = folder / NAME
    file.write_bytes(CONTENT)
    visit.page.locator("input[type=file]").set_input_files(str(file))
    visit.page.wait_for_url(re.compile("table="))
    visit.settle()
    return visit.page.url


def open_box(visit: Visit, key: str) -> None:
    visit.page.locator(f".st-key-table-{key}-box summary").click()
    visit.settle()


def test_from_a_dropped_table_to_its_cell(open_page, editable, tmp_path) -> None:
    visit = open_page("/collect", server=editable, height=1400)
    page = visit.page
    give_name(visit, "Lan")
    drop_table(visit, tmp_path)
    expect(page.locator("h1")).to_contain_text("63 số liệu có thể nhận", timeout=30_000)
    assert "Trang tính Nháp bị ẩn trong tệp." in visit.text() and page.evaluate("window.hacked") is None
    page.get_by_role("button", name="Bỏ trang tính này").click()
    expect(page.get_by_text("Trang tính Nháp bị ẩn trong tệp.")).to_have_count(0)
    visit.settle()

    open_box(visit, "mapping")
    editor = page.locator(".st-key-table-mapping-box [data-testid=stDataFrame]")
    editor.scroll_into_view_if_needed()
    box = editor.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.56 * box["width"], box["y"] + 35 * 3.5)
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)  # the cell is drawn on a canvas: nothing tells that its field is open, or has listed
    page.keyboard.type("SIPAS", delay=30)
    page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Đọc lại như vậy").click()
    expect(page.locator("h1")).to_contain_text("126 số liệu có thể nhận", timeout=30_000)
    visit.settle()
    visit.must_be_sound()

    page.get_by_role("button", name="Nhận 126 số liệu thành một lô").click()
    expect(page.get_by_text("Công bố để người đọc thấy").first).to_be_visible(timeout=30_000)
    (head,) = batches(tmp_path / "workspace")
    assert (head.kind, head.made_by, head.rows) == ("import", "Lan", 126)
    page.get_by_role("link", name="xem và công bố").first.click()
    visit.settle()
    page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()
    page.get_by_role("button", name="Công bố ấn bản mới").click(timeout=60_000)
    expect(page.get_by_text(re.compile(r"^Ấn bản 2 \(.*\) đang dùng\.$"))).to_be_visible(timeout=60_000)
    visit.must_be_sound()

    reader = open_page("/overview?unit=P63-01", server=editable)
    assert "90,12" in reader.text() and "1/63" in reader.text()
    reader.page.locator(".egov-tile a.inside").first.click()
    reader.page.wait_for_url(re.compile("/sources"))
    reader.settle()
    expect(reader.page.locator(".egov-cell mark")).to_have_text("90,1234")
    assert "PAR INDEX 2022" in reader.text() and NAME in reader.text() and "Lan" in reader.text()
    reader.must_be_sound()


def test_another_person_and_a_restart_find_what_was_answered(open_page, editable, made, tmp_path) -> None:
    visit = open_page("/collect", server=editable)
    give_name(visit, "Lan")
    address = drop_table(visit, tmp_path)
    visit.page.get_by_role("button", name="Là số liệu năm này").click()
    expect(visit.page.locator("h1")).to_contain_text("72 số liệu", timeout=30_000)
    editable.stop()
    server = start(tmp_path / "workspace", tmp_path / "home2", EGOV_EDIT="1", EGOV_DATA=str(made / "data"))
    try:
        query = address.split("?", 1)[1]
        other = open_page(f"/collect?{query}", server=server)
        expect(other.page.locator("h1")).to_contain_text("72 số liệu", timeout=30_000)
        assert other.page.get_by_role("button", name="Nhận 72 số liệu thành một lô").count() == 0, "who is it?"
        other.page.get_by_label("Tên của bạn").fill("Minh")
        other.page.get_by_label("Tên của bạn").press("Enter")
        other.page.get_by_role("button", name="Để sang một bên").click()
        expect(other.page.get_by_text(re.compile("Đã để .* sang một bên")).first).to_be_visible()
        (one,) = imports.imports(tmp_path / "workspace")
        assert (one.brought_by, one.changed_by, one.state) == ("Lan", "Minh", "aside")
        other.must_be_sound()
    finally:
        server.stop()


@pytest.fixture(scope="module")
def brought(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server with one table that has a question, and its address."""
    folder = tmp_path_factory.mktemp("tables")
    shutil.copytree(made / "workspace", folder / "workspace")
    one, _ = imports.bring(folder / "workspace", NAME, CONTENT, "Lan")
    server = start(folder / "workspace", folder / "home", EGOV_EDIT="1", EGOV_DATA=str(made / "data"))
    yield server, f"/collect?table={one.import_id}"
    server.stop()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_is_sound_and_accessible_everywhere(open_page, brought, way: Seen) -> None:
    server, address = brought
    visit = open_page(address, server=server, **way._asdict())
    expect(visit.page.locator("h1")).to_contain_text(NAME)
    visit.page.get_by_label(re.compile("Tên của bạn|Your name")).fill("Lan")
    visit.page.get_by_label(re.compile("Tên của bạn|Your name")).press("Enter")
    visit.settle()
    for key in ("accepted", "rejected", "mapping", "source"):
        open_box(visit, key)
    visit.must_be_sound()
    assert visit.inaccessible() == []


def test_bad_links_are_told(open_page, served) -> None:
    for query in ("table=0000000000000000", "table=..%2F..%2Fsettings", "table=%3Cscript%3E"):
        visit = open_page(f"/collect?{query}", server=served)
        expect(visit.page.locator(".egov-notice").first).to_be_visible()
        visit.must_be_sound()
