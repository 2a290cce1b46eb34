"""Charts as pictures, made by the reader's own browser: twice the size, with words and sources, always light."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator

from tests.browser.visiting import Visit

SVG = "{http://www.w3.org/2000/svg}"
CASES = {
    "line": "/compare?unit=P63-14&units=P63-22,P63-64",
    "bump": "/compare?unit=P63-14&units=P63-22&view=bump",
    "bars": "/compare?unit=P63-14&view=bars&indicator=dti_score&year=2022",
    "map": "/map?unit=P63-46&year=2017",
}


def buttons(visit: Visit) -> Locator:
    """The buttons of the first chart, unfolded where they are folded away."""
    found = visit.page.locator(".picture")
    if not found.count():
        visit.page.get_by_role("button", name=re.compile("^(Tải hình, số liệu|Picture, figures)")).first.click()
        visit.settle()
    return found.first


def saved(visit: Visit, kind: str, folder: Path) -> Path:
    with visit.page.expect_download() as download:
        buttons(visit).locator(f"button[data-kind={kind}]").click()
    path = folder / download.value.suggested_filename
    assert path.suffix == f".{kind}"
    download.value.save_as(path)
    return path


def words(path: Path) -> str:
    return " ".join(" ".join(node.itertext()) for node in ElementTree.parse(path).iter(f"{SVG}text"))


def colours(path: Path) -> list[tuple[int, ...]]:
    """All colours of a picture in order, however they are written."""
    found = re.findall(r"(?:fill|stroke)[:=]\s*\"?(#[0-9A-Fa-f]{6}|rgba?\([^)]*\))", path.read_text(encoding="utf-8"))
    numbers = [
        [int(one[i : i + 2], 16) for i in (1, 3, 5)] if one[0] == "#" else list(map(float, re.findall(r"[\d.]+", one)))
        for one in found
    ]
    return [tuple(int(part) for part in colour[:3]) for colour in numbers]


def size_of_png(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", head[16:24])


@pytest.mark.parametrize("case", list(CASES))
def test_a_chart_is_saved_with_all_that_goes_with_it(open_page, tmp_path, case):
    visit = open_page(CASES[case])
    drawing = saved(visit, "svg", tmp_path)
    root = ElementTree.parse(drawing).getroot()
    width, height = float(root.get("width")), float(root.get("height"))
    assert size_of_png(saved(visit, "png", tmp_path)) == (round(2 * width), round(2 * height))
    said = words(drawing)
    index = "DTI" if case == "bars" else "PAR INDEX"
    for part in (index, "Nguồn:", "Chỉ tiêu:", "Cách đo:", "Địa giới: Như đã công bố", "Số liệu: ấn bản 1", "công bố"):
        assert part in said, part
    assert "egov-" in drawing.name and root.find(f"{SVG}title").text
    assert len(root.findall(f".//{SVG}path")) > 5
    text = drawing.read_text(encoding="utf-8")
    assert "http://127" not in text and "url(#" in text and "<script" not in text
    visit.must_be_sound()


@pytest.mark.parametrize("case", ["line", "map"])
def test_a_dark_page_gives_the_light_picture(open_page, tmp_path, case):
    made = []
    for dark in (False, True):
        visit = open_page(CASES[case], dark=dark)
        folder = tmp_path / str(dark)
        folder.mkdir()
        made.append(colours(saved(visit, "svg", folder)))
    light, dark = made
    assert len(light) == len(dark) > 50
    # A mix of two colours may be rounded to the next step.
    wrong = [pair for pair in zip(light, dark, strict=True) if max(abs(a - b) for a, b in zip(*pair, strict=True)) > 1]
    assert wrong == []


def test_a_phone_saves_a_chart_of_the_overview(open_page, tmp_path):
    visit = open_page("/overview?unit=P63-14", width=390, height=844, lang="en")
    drawing = saved(visit, "svg", tmp_path)
    said = words(drawing)
    assert "Sơn La" in said and "Territory: As published" in said
    assert float(ElementTree.parse(drawing).getroot().get("width")) < 500
    assert size_of_png(saved(visit, "png", tmp_path))[0] < 1000
    visit.must_be_sound()


def test_a_chart_that_is_gone_is_said_in_words(open_page):
    visit = open_page(CASES["line"])
    visit.page.evaluate("document.querySelectorAll('.js-plotly-plot').forEach(one => one.remove())")
    buttons(visit).locator("button[data-kind=svg]").click()
    visit.page.locator(".picture [role=status]").get_by_text("không lưu được").wait_for()


def test_the_buttons_are_accessible(open_page):
    visit = open_page("/overview?unit=P63-14")
    buttons(visit)
    assert [found for found in visit.inaccessible() if "picture" in found] == []
