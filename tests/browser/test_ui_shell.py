"""The shell and the unit picker in a browser, on a small app of the tests with the shipped data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from egov_metrics.ui import unit_picker
from egov_metrics.units.folding import fold
from tests.browser.serving import ROOT, Server, start
from tests.browser.visiting import Visit
from tests.ui_app import write_app

FOCUSED = """() => { let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.className }"""


@pytest.fixture(scope="module")
def small(shipped_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app of the tests on the shipped data."""
    folder = tmp_path_factory.mktemp("small")
    server = start(shipped_workspace, folder / "server", write_app(folder / "app"), PYTHONPATH=str(ROOT))
    yield server
    server.stop()


def parsed(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def stated(page: Page) -> dict[str, str]:
    return parsed(page.url)


def until_stated(visit: Visit, **wanted: str) -> None:
    """Wait until the address states this. (What happens inside a component is no sign of work to `settle`.)"""
    visit.page.wait_for_url(lambda url: wanted.items() <= parsed(url).items())
    visit.settle()


def picker(visit: Visit, label: str) -> Locator:
    return visit.page.get_by_role("combobox", name=label)


def choose(visit: Visit, label: str, typed: str, unit: str) -> None:
    """Type into a picker, take the first answer and wait until the address states `unit`."""
    picker(visit, label).click()
    visit.page.keyboard.type(typed)
    visit.page.keyboard.press("Enter")
    until_stated(visit, unit=unit)


# First in the file: later tests teach this server its navigation.
def test_the_first_visitor_of_a_fresh_server_gets_a_page_in_its_shell(open_page, small):
    visit = open_page("/compare?unit=P63-14&measure=rank", server=small)
    expect(visit.page.get_by_role("link", name="Tổng quan")).to_be_visible()
    expect(visit.page.locator("footer")).to_have_count(1)
    assert {"unit": "P63-14", "measure": "rank", "lang": "vi"}.items() <= stated(visit.page).items()
    visit.must_be_sound()


@pytest.mark.parametrize("path", ["/", "/overview", "/compare", "/sources"])
def test_every_page_is_found_at_its_address(open_page, small, path):
    visit = open_page(path, server=small)
    visit.must_be_sound()
    assert urlsplit(visit.page.url).path == path


def test_typing_without_accents_and_enter_choose_a_province(open_page, small):
    visit = open_page("/overview", server=small)
    choose(visit, "Đơn vị", "son la", "P63-14")
    expect(visit.page.locator("h1")).to_contain_text("unit P63-14")
    expect(picker(visit, "Đơn vị")).to_have_value("Sơn La")
    assert visit.page.evaluate(FOCUSED).split()[0] == "input"
    visit.page.keyboard.type("tp hcm")  # replaces the name, which is selected
    expect(visit.page.get_by_role("option").first).to_contain_text("Hồ Chí Minh")
    visit.page.keyboard.press("Escape")
    expect(picker(visit, "Đơn vị")).to_have_value("Sơn La")
    expect(picker(visit, "Đơn vị")).to_have_attribute("aria-expanded", "false")
    visit.must_be_sound()


FOUND = {
    "hue": "Huế",
    "thua thien hue": "Thừa Thiên Huế",
    "bac kan": "Bắc Kạn",
    "sai gon": "Hồ Chí Minh",
    "tinh gia lai": "Gia Lai",
    "Đắc Lắc": "Đắk Lắk",
    "mường giàng": "Mường Giàng",
}


def test_what_people_type_finds_the_unit(open_page, small):
    visit = open_page("/overview", server=small)
    picker(visit, "Đơn vị").click()
    for typed, first in FOUND.items():
        visit.page.keyboard.press("Control+a")
        visit.page.keyboard.type(typed)
        expect(visit.page.get_by_role("option").first.locator(".name")).to_have_text(first)


def test_a_commune_without_figures_is_found_by_asking_the_server(open_page, small):
    visit = open_page("/overview", server=small)
    picker(visit, "Đơn vị").click()
    visit.page.keyboard.type("muong giang")
    expect(visit.page.get_by_role("option").first).to_contain_text("Mường Giàng")
    assert picker(visit, "Đơn vị").input_value() == "muong giang"
    visit.page.keyboard.press("Enter")
    until_stated(visit, unit="C63-03703")
    expect(picker(visit, "Đơn vị")).to_have_value("Mường Giàng")


def test_many_units_are_chips_that_can_be_removed(open_page, small):
    visit = open_page("/compare?unit=P63-14", server=small)
    own = visit.page.locator(".chip.own")
    expect(own).to_contain_text("Sơn La")
    expect(own.get_by_role("button")).to_have_count(0)
    picker(visit, "So với").click()
    for typed in ("quang ninh", "gia lai", "bac kan"):
        visit.page.keyboard.type(typed)
        visit.page.keyboard.press("Enter")
    until_stated(visit, units="P63-22,P63-64,P63-06")
    visit.page.keyboard.press("Backspace")
    until_stated(visit, units="P63-22,P63-64")
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="Bỏ Quảng Ninh").click()
    until_stated(visit, units="P63-64")
    expect(visit.page.locator(".chip")).to_have_count(2)
    visit.must_be_sound()


def test_back_and_forward_bring_the_views_back(open_page, small):
    visit = open_page("/overview", server=small)
    choose(visit, "Đơn vị", "son la", "P63-14")
    choose(visit, "Đơn vị", "quang ninh", "P63-22")
    for step, name in ((visit.page.go_back, "Sơn La"), (visit.page.go_forward, "Quảng Ninh")):
        step()
        expect(picker(visit, "Đơn vị")).to_have_value(name)
        visit.settle()
    visit.page.get_by_role("link", name="So sánh").click()
    expect(visit.page.locator(".chip.own")).to_contain_text("Quảng Ninh")
    visit.settle()
    before = visit.page.url
    visit.page.go_back()
    expect(picker(visit, "Đơn vị")).to_have_value("Quảng Ninh")
    visit.settle()
    visit.page.go_forward()
    expect(visit.page.locator(".chip.own")).to_contain_text("Quảng Ninh")
    assert visit.page.url == before


def test_a_link_inside_a_text_goes_to_its_page_without_loading_the_app_anew(open_page, small):
    visit = open_page("/overview?unit=P63-14", server=small)
    visit.page.evaluate("window.sameWindow = true")
    visit.page.get_by_role("link", name="nguồn", exact=True).click()
    expect(visit.page.locator("h1")).to_contain_text("figure f-1")
    visit.settle()
    assert visit.page.evaluate("window.sameWindow") is True
    assert urlsplit(visit.page.url).path == "/sources"
    visit.page.go_back()
    expect(visit.page.locator("h1")).to_contain_text("unit P63-14")


def test_the_copied_link_opens_the_same_view_in_a_new_browser(open_page, small):
    visit = open_page("/compare?unit=P63-14&units=P63-22&from=2014&measure=rank", server=small)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.get_by_role("button", name="Sao chép liên kết").click()
    expect(visit.page.get_by_role("status").filter(has_text="Đã sao chép")).to_be_visible()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert "edition=" in copied
    other = open_page(copied.removeprefix(small.url), server=small)
    assert other.page.url == copied
    said = other.page.locator("[data-testid=stText]").inner_text()
    assert said == visit.page.locator("[data-testid=stText]").inner_text()
    assert "2014-2024" in said


def test_the_language_of_the_document_follows_the_switch(open_page, small):
    visit = open_page("/overview", server=small)
    assert visit.page.evaluate("document.documentElement.lang") == "vi"
    visit.page.get_by_text("EN", exact=True).click()
    expect(visit.page.get_by_role("link", name="Overview")).to_be_visible()
    visit.settle()
    assert (visit.page.evaluate("document.documentElement.lang"), stated(visit.page)["lang"]) == ("en", "en")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_the_open_picker_is_accessible_and_fits(open_page, small, width, dark):
    visit = open_page("/compare?unit=P63-14&units=P63-22,P63-64&year=nonsense", width=width, dark=dark, server=small)
    picker(visit, "So với").click()
    visit.page.keyboard.type("ha")
    expect(visit.page.get_by_role("option").first).to_be_visible()
    assert visit.inaccessible() == []
    visit.must_be_sound()


def test_names_fold_alike_in_the_browser_and_in_python(open_page, small):
    """All names of the country: the picker's own ranking and the server's search must mean the same."""
    names = set()
    for file in (ROOT / "data" / "units").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            names |= {row[column] for row in csv.DictReader(rows) for column in ("name_vi", "name_en")}
    ordered = sorted(names)
    assert len(ordered) > 5000
    script = (unit_picker.FOLDER / "picker.js").read_text(encoding="utf-8")
    folded = open_page("/sources", server=small).page.evaluate(
        """async ([script, names]) => {
            const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
            return names.map(module.fold);
        }""",
        [script, ordered],
    )
    assert [(name, one) for name, one in zip(ordered, folded, strict=True) if one != fold(name)] == []


@pytest.mark.parametrize(
    "address",
    ["/?unit=P63-64&territory=2025", "/profile?unit=P63-64", "/readiness?unit=D63-622", "/map?unit=P63-64",
     "/compare?unit=P63-64"],
)  # fmt: skip
def test_labels_of_controls_beside_each_other_are_on_one_line(open_page, address):
    page = open_page(address).page
    label = page.locator(".picker .label").first
    expect(label).to_be_visible()
    picker = label.bounding_box()
    assert picker is not None
    found = [box for one in page.locator("[data-testid=stMain] label").all() if (box := one.bounding_box())]
    beside = [round(box["y"]) for box in found if abs(box["y"] - picker["y"]) < 32 and box["x"] > picker["x"]]
    assert beside and set(beside) == {round(picker["y"])}
