"""The collect page in Chromium: the whole way of a document with the keyboard, two people, hostile text, every size."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from egov_metrics import store
from egov_metrics.collect.review import load, reviews
from egov_metrics.store.batches import batches
from tests.browser.serving import ROOT, Server, start
from tests.browser.visiting import WAYS, Seen, Visit
from tests.conftest import once_per_run, run_command

DOCUMENT = ROOT / "tests" / "samples" / "build" / "02_cong_bo_par_index_2020.txt"
HOSTILE = (
    "Báo cáo năm 2020 <script>window.hacked = 1</script>\n\n"
    'Năm 2020 tỉnh Bình Dương đạt <img src=x onerror="window.hacked = 1"> 87,02 điểm PAR INDEX 😀, xếp hạng 7/63.\n'
)


def build_empty(folder: Path) -> None:
    """A store of the shipped units and indicators without any figure."""
    data = folder / "data"
    shutil.copytree(ROOT / "data", data)
    for file in [*(data / "observations").glob("*.csv"), data / "findings.csv"]:
        file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    run_command("build", data=data, workspace=folder / "workspace")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once_per_run(tmp_path_factory, "collect", build_empty)


@pytest.fixture
def editable(made: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on which data may be changed, with a workspace of its own."""
    shutil.copytree(made / "workspace", tmp_path / "workspace")
    server = start(tmp_path / "workspace", tmp_path / "home", EGOV_EDIT="1", EGOV_DATA=str(made / "data"))
    yield server
    server.stop()


def give_name(visit: Visit, name: str) -> None:
    field = visit.page.get_by_label("Tên của bạn")
    field.fill(name)
    field.press("Enter")
    expect(visit.page.locator("input[type=file]")).to_be_attached()
    visit.settle()


def drop(visit: Visit, *files: Path) -> None:
    visit.page.locator("input[type=file]").set_input_files([str(file) for file in files])
    if len(files) == 1:
        visit.page.wait_for_url(re.compile("review="))
    visit.settle()


def rows(page: Page):
    return page.locator(".desk .list li")


def current(page: Page):
    return page.locator(".desk .list li.current .n")


def press_all(visit: Visit, key: str, left: str = "còn 0 mục") -> None:
    """Press a key once for each item that is listed, as fast as a keyboard goes; reject what cannot be accepted (a
    ministry is no unit of the store)."""
    listed = rows(visit.page).evaluate_all(
        "found => found.map(one => [one.matches('.current'), !!one.querySelector('button.act.accept')])"
    )
    here = next(place for place, (is_current, _) in enumerate(listed) if is_current)
    for _, can_be_accepted in listed[here:] + listed[:here]:
        visit.page.keyboard.press(key if can_be_accepted else "r")
    expect(visit.page.locator("h1")).to_contain_text(left)
    visit.settle()


def test_the_whole_way_with_the_keyboard(open_page, editable, tmp_path) -> None:
    visit = open_page("/collect", server=editable)
    page, workspace = visit.page, tmp_path / "workspace"
    give_name(visit, "Lan")
    drop(visit, DOCUMENT)
    expect(rows(page).first).to_be_visible()
    total = rows(page).count()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(current(page)).to_have_text("2")
    assert page.locator(".desk .m.current").count() == 1, "the number of the current item is marked in the text"
    page.keyboard.press("r")
    expect(page.locator("h1")).to_contain_text(f"còn {total - 1} mục")
    page.keyboard.press("u")
    expect(page.locator("h1")).to_contain_text(f"còn {total} mục")
    page.keyboard.press("?")
    expect(page.locator(".desk .keys")).to_contain_text("mục sau và mục trước")
    visit.settle()
    acceptable = page.locator(".desk button.act.accept").count()
    press_all(visit, "a")
    visit.must_be_sound()
    (review,) = reviews(workspace)
    told = review.counts()
    assert (told["accepted"], told["rejected"]) == (acceptable, total - acceptable) and acceptable > total / 2
    assert {event.by for event in review.events} == {"Lan"}
    page.get_by_role("button", name=re.compile("thành một lô")).click()
    expect(page.get_by_text("Công bố để người đọc thấy")).to_be_visible()
    page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()
    expect(page.get_by_role("button", name="Công bố ấn bản mới")).to_be_enabled(timeout=60_000)
    visit.must_be_sound()
    page.get_by_role("button", name="Công bố ấn bản mới").click()
    expect(page.get_by_text(re.compile(r"^Ấn bản 2 \(.*\) đang dùng\.$"))).to_be_visible(timeout=60_000)
    assert len(batches(workspace)) == 1

    reader = open_page("/overview?unit=P63-74", server=editable)
    assert "87,02" in reader.text() and "7/63" in reader.text()
    reader.page.locator(".egov-tile a.inside").first.click()
    reader.page.wait_for_url(re.compile("/sources"))
    reader.settle()
    expect(reader.page.locator(".egov-passage mark")).to_contain_text("87,02")
    assert DOCUMENT.name in reader.text() and review.head.document in reader.text() and "Lan" in reader.text()
    reader.must_be_sound()

    page.get_by_role("button", name="Về ấn bản này").click()
    page.get_by_role("button", name="Xác nhận về ấn bản 1").click()
    expect(page.get_by_text("Ấn bản 1 đang dùng: rút 1 lô")).to_be_visible(timeout=60_000)
    assert store.current(workspace).number == 1
    again = open_page("/overview?unit=P63-74", server=editable)
    assert "87,02" not in again.text()
    visit.must_be_sound()


def test_documents_of_the_source_material(open_page, editable, shared_folder, tmp_path) -> None:
    seeds = sorted((shared_folder / "seeds").glob("00[03]_*.txt"))
    assert len(seeds) == 2
    visit = open_page("/collect", server=editable)
    give_name(visit, "Minh")
    drop(visit, *seeds)
    for seed in seeds:
        visit.page.get_by_role("link", name=seed.name).click()
        expect(rows(visit.page).first).to_be_visible()
        visit.settle()
        press_all(visit, "a")
        visit.page.get_by_role("button", name=re.compile("thành một lô")).click()
        expect(visit.page.get_by_text("Công bố để người đọc thấy")).to_be_visible()
        visit.settle()
    visit.page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()
    visit.page.get_by_role("button", name="Công bố ấn bản mới").click(timeout=60_000)
    expect(visit.page.get_by_text(re.compile(r"^Ấn bản 2 \("))).to_be_visible(timeout=60_000)
    visit.must_be_sound()
    reader = open_page("/overview?unit=P63-64", server=editable)
    assert "0,680" in reader.text() and "23/63" in reader.text()
    reader.must_be_sound()


def test_an_item_is_corrected_and_a_passage_marked(open_page, editable, tmp_path) -> None:
    visit = open_page("/collect", server=editable)
    page = visit.page
    give_name(visit, "Lan")
    drop(visit, DOCUMENT)
    page.keyboard.press("e")
    field = page.get_by_label("Giá trị")
    expect(field).to_be_visible()
    visit.settle()
    before = page.url
    field.fill("ar")  # keys of the desk are letters while somebody types
    field.fill("80,5")
    field.press("Tab")
    visit.settle()
    page.get_by_role("button", name="Lưu và nhận").click()
    expect(page.locator(".st-key-collect-form")).to_have_count(0)
    visit.settle()
    (review,) = reviews(tmp_path / "workspace")
    (item,) = review.of_state("accepted")
    assert (item.claim.value, item.original.value != "80.5", page.url) == ("80.5", True, before)

    number = page.locator(".desk .text .m").nth(3)
    wanted = number.inner_text()
    number.evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e); const s = window.getSelection();"
        " s.removeAllRanges(); s.addRange(r); }"
    )
    expect(page.locator(".desk .bar")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text(f"“{wanted}”")).to_be_visible()
    visit.must_be_sound()


def test_two_people_see_each_other_and_a_restart_loses_nothing(open_page, editable, made, tmp_path) -> None:
    first = open_page("/collect", server=editable)
    give_name(first, "Lan")
    drop(first, DOCUMENT)
    first.page.keyboard.press("a")
    expect(first.page.get_by_text(re.compile("Đã nhận 1"))).to_be_visible()
    address = first.page.url[len(first.base) :]
    second = open_page(address, server=editable)
    expect(second.page.get_by_text(re.compile("Đã nhận 1"))).to_be_visible()
    second.page.get_by_label("Tên của bạn").fill("Minh")
    second.page.get_by_label("Tên của bạn").press("Enter")
    expect(second.page.locator(".desk button.act.accept").first).to_be_visible()
    second.settle()
    second.page.keyboard.press("j")  # another item than the first person's: of two on one the last counts
    second.page.keyboard.press("r")
    expect(second.page.get_by_text(re.compile("Đã bỏ 1"))).to_be_visible()
    first.page.locator(".desk button.act.accept").first.click()
    expect(first.page.get_by_text(re.compile("Đã nhận 2"))).to_be_visible()
    expect(first.page.get_by_text(re.compile("Đã bỏ 1"))).to_be_visible()
    editable.stop()
    (review,) = reviews(tmp_path / "workspace")
    assert {event.by for event in load(tmp_path / "workspace", review.review_id).events} == {"Lan", "Minh"}
    again = start(tmp_path / "workspace", tmp_path / "again", EGOV_EDIT="1", EGOV_DATA=str(made / "data"))
    try:
        after = open_page(address, server=again)
        expect(after.page.get_by_text(re.compile("Đã nhận 2"))).to_be_visible()
        after.must_be_sound()
    finally:
        again.stop()


def test_what_a_document_holds_stays_text(open_page, editable, tmp_path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    visit = open_page("/collect", server=editable)
    give_name(visit, "<b>Lan</b>")
    drop(visit, path)
    expect(rows(visit.page)).to_have_count(2)
    assert "<script>window.hacked = 1</script>" in visit.page.locator(".desk .text").inner_text()
    press_all(visit, "a")
    assert visit.page.evaluate("() => window.hacked") is None
    assert visit.page.locator(".desk img, .desk script").count() == 0
    visit.page.get_by_role("button", name=re.compile("thành một lô")).click()
    expect(visit.page.get_by_text("Công bố để người đọc thấy")).to_be_visible()
    visit.page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()
    visit.page.get_by_role("button", name="Công bố ấn bản mới").click(timeout=60_000)
    expect(visit.page.get_by_text(re.compile(r"^Ấn bản 2 \("))).to_be_visible(timeout=60_000)
    ref = store.current(tmp_path / "workspace")
    figures = store.open_edition(ref).query("figures_of_unit", unit_id="P63-74")
    visit.go(f"/sources?figure={figures['figure_id'].iloc[0]}")
    expect(visit.page.locator(".egov-passage mark")).to_contain_text("87,02")
    assert visit.page.evaluate("() => window.hacked") is None
    visit.must_be_sound()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_is_sound_and_accessible_everywhere(open_page, collected, way: Seen) -> None:
    server, address = collected
    for path in ("/collect", address):
        visit = open_page(path, server=server, **way._asdict())
        expect(visit.page.locator("h1")).to_be_visible()
        visit.must_be_sound()
        assert visit.inaccessible() == []


@pytest.fixture(scope="module")
def collected(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server with one review that is not finished, and the address of that."""
    folder = tmp_path_factory.mktemp("collected")
    shutil.copytree(made / "workspace", folder / "workspace")
    run_command("review", str(DOCUMENT), "--by", "Lan", data=made / "data", workspace=folder / "workspace")
    (review,) = reviews(folder / "workspace")
    server = start(folder / "workspace", folder / "home", EGOV_EDIT="1", EGOV_DATA=str(made / "data"))
    yield server, f"/collect?review={review.review_id}"
    server.stop()


def test_visitors_and_bad_links_and_no_store(open_page, served, served_unbuilt) -> None:
    visit = open_page("/collect", server=served)
    assert visit.page.locator("input[type=file]").count() == 0 and "Bạn đang xem" in visit.text()
    visit.must_be_sound()
    for query in (
        "review=..%2F..%2Fsettings",
        "review=0000000000000000-1",
        "review=%3Cscript%3E",
        "edition=000000000000",
    ):
        visit.go(f"/collect?{query}")
        expect(visit.page.locator("h1")).to_be_visible()
        expect(visit.page.locator(".egov-notice").first).to_be_visible()
        visit.must_be_sound()
    assert "review" not in parse_qs(urlsplit(visit.page.url).query)
    assert "python -m egov_metrics build" in open_page("/collect", server=served_unbuilt).text()
