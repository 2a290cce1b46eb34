"""Presenting in Chromium: made by clicking, played by keys, changed live, carried in a link, without its server."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Server, start
from tests.browser.visiting import WAYS, Seen, Visit

SLOW = 60_000
READY = ".egov-show[data-ready=yes]"


@pytest.fixture
def own(shipped_workspace: Path, tmp_path: Path) -> Server:
    """A server of its own, to be stopped while it is used."""
    server = start(shipped_workspace, tmp_path / "home")
    yield server
    server.stop()


def play(visit: Visit) -> Page:
    visit.page.get_by_role("button", name="Trình chiếu", exact=True).last.click()
    expect(visit.page.locator(READY)).to_be_attached(timeout=SLOW)
    return visit.page


def place(page: Page):
    return page.locator(".egov-show-strip .place")


def heading(page: Page):
    return page.locator(".egov-show h1")


def ready_made(open_page, server: Server, kind: str = "year", **more: int) -> Visit:
    visit = open_page("/present?unit=P63-14&units=P63-64", server=server, **more)
    visit.page.locator(f".st-key-present-ready-{kind} button").click()
    expect(visit.page.locator("h1")).to_contain_text("trang", timeout=SLOW)
    visit.settle()
    return visit


def test_made_by_clicking_reordered_played_and_opened_again(open_page, served) -> None:
    visit = open_page("/compare?unit=P63-14&indicator=par_index_score", server=served)
    page = visit.page
    page.get_by_role("button", name="Thêm vào trình chiếu").click()
    expect(page.get_by_text("mạch trình chiếu có 1 trang")).to_be_visible()
    page.get_by_role("link", name="Bản đồ").click()
    page.wait_for_url(re.compile("/map"))
    visit.settle()
    page.get_by_role("button", name="Thêm vào trình chiếu").click()
    expect(page.get_by_text("mạch trình chiếu có 2 trang")).to_be_visible()
    page.get_by_role("link", name="Trình chiếu").click()
    page.wait_for_url(re.compile("/present"))
    visit.settle()
    page.locator(".st-key-present-up-1 button:visible").first.click()
    page.wait_for_url(re.compile("story="))
    visit.settle()
    play(visit)
    first = heading(page).inner_text()
    expect(place(page)).to_have_text("1/2")
    page.keyboard.press("PageDown")
    expect(place(page)).to_have_text("2/2")
    assert "Sơn La" in heading(page).inner_text() and heading(page).inner_text() != first
    visit.must_be_sound()

    other = open_page(page.url.removeprefix(visit.base), server=served)  # a new browser, the link alone
    expect(other.page.locator(READY)).to_be_attached(timeout=SLOW)
    assert heading(other.page).inner_text() == first
    other.must_be_sound()


def test_keys_turn_jump_blank_and_leave(open_page, served) -> None:
    visit = ready_made(open_page, served)
    page = play(visit)
    total = int(place(page).inner_text().split("/")[1])
    assert total >= 8
    for key, at in (
        ("ArrowRight", 2),
        ("PageDown", 3),
        (" ", 4),
        ("ArrowLeft", 3),
        ("PageUp", 2),
        ("End", total),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        expect(place(page)).to_have_text(f"{at}/{total}")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(place(page)).to_have_text(f"4/{total}")
    page.keyboard.press("b")
    expect(page.locator(".egov-show-blank")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator(".egov-show-blank")).to_be_hidden()
    page.keyboard.press("q")
    expect(page.locator(".egov-show-over img.qr")).to_be_visible()
    link = page.locator(".egov-show-over a").get_attribute("href")
    assert link is not None and "/compare?" in link and "edition=" in link
    page.keyboard.press("Escape")
    with page.context.expect_page() as notes:
        page.keyboard.press("n")
    expect(notes.value.locator(".clock")).to_contain_text(":")
    expect(notes.value.locator(".next")).to_contain_text("Tiếp theo")
    notes.value.close()
    times = page.evaluate(
        """async (turns) => {
            const taken = [];
            for (let at = 0; at < turns; at++) {
                const began = performance.now();
                const key = Math.floor(at / 5) % 2 ? "ArrowLeft" : "ArrowRight";
                document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                taken.push(performance.now() - began);
            }
            return taken.sort((one, other) => one - other);
        }""",
        50,
    )
    print(f"50 turns: p50 {statistics.median(times):.0f} ms, p95 {times[47]:.0f} ms")
    assert times[47] < 1000
    page.keyboard.press("Escape")
    expect(page.locator(".egov-show")).to_have_count(0)
    page.wait_for_url(lambda url: "slide=" not in url)
    visit.must_be_sound()


def test_unit_and_year_are_changed_while_playing(open_page, served) -> None:
    visit = ready_made(open_page, served)
    page = play(visit)
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.locator(".egov-show-strip select").select_option("2022")
    expect(heading(page)).to_contain_text("PAR INDEX 2022: Sơn La 86,78 điểm", timeout=SLOW)
    page.keyboard.press("/")
    page.keyboard.type("gia lai")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Gia Lai 80,35 điểm, hạng 58/63", timeout=SLOW)
    expect(place(page)).to_contain_text("4/")
    expect(page.locator(READY)).to_be_attached(timeout=SLOW)
    visit.must_be_sound()


def test_slides_turn_on_when_the_server_is_gone(open_page, own) -> None:
    visit = ready_made(open_page, own)
    page = play(visit)
    first = heading(page).inner_text()
    own.stop()
    page.wait_for_timeout(3000)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(place(page)).to_contain_text("4/")
    assert heading(page).inner_text() != first
    expect(page.locator(".egov-show-chart svg").first).to_be_visible()


@pytest.mark.parametrize("dark", [True], ids=["dark"])
def test_slides_are_large_light_and_within_their_frame(open_page, served, dark: bool) -> None:
    """At 1280 x 720 nothing on a slide but the strip is smaller than 24 px, and nothing stands outside."""
    visit = open_page("/present?unit=P63-64", server=served, width=1280, height=720, dark=dark)
    visit.page.locator(".st-key-present-ready-year button").click()
    visit.settle()
    page = play(visit)
    total = int(place(page).inner_text().split("/")[1])
    for at in range(total):
        found = page.evaluate(
            """() => {
                const small = [], outside = [];
                const paper = document.querySelector(".egov-show-paper").getBoundingClientRect();
                for (const one of document.querySelectorAll(".egov-show-paper *")) {
                    const words = [...one.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim());
                    const box = one.getBoundingClientRect();
                    if (!words.length || !box.width || getComputedStyle(one).visibility === "hidden") continue;
                    if (one.closest("defs, style") || getComputedStyle(one).display === "none") continue;
                    const svg = one.closest("svg");
                    let size = parseFloat(getComputedStyle(one).fontSize), scale = 1;
                    for (let up = svg ?? one; up && !up.classList?.contains("egov-show-paper"); up = up.parentElement) {
                        const made = new DOMMatrix(getComputedStyle(up).transform);
                        scale *= made.a;
                    }
                    if (size * scale < 23.9) small.push([one.textContent.slice(0, 30), size * scale]);
                    if (box.right > paper.right + 2 || box.left < paper.left - 2 || box.top < paper.top - 2) {
                        outside.push([one.textContent.slice(0, 30), box.left, box.right, box.top]);
                    }
                }
                const ground = getComputedStyle(document.querySelector(".egov-show")).backgroundColor;
                return { small, outside, ground };
            }"""
        )
        assert found["outside"] == [], (at, found)
        assert found["small"] == [], (at, found["small"])
        assert found["ground"] == "rgb(255, 255, 255)"
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_editor_is_sound_and_accessible_everywhere(open_page, served, way: Seen) -> None:
    visit = open_page(
        "/present?unit=P63-14", server=served, **way._asdict()
    )  # fmt: skip
    visit.page.locator(".st-key-present-ready-country button").click()
    visit.settle()
    visit.must_be_sound()
    assert visit.inaccessible() == []


def test_bad_links_and_no_store(open_page, served, served_unbuilt) -> None:
    for query in ("story=abc.00000000", "story=%3Cscript%3E", "slide=0", "slide=3", "story=..%2Fx"):
        visit = open_page(f"/present?{query}", server=served)
        expect(visit.page.locator("h1")).to_be_visible()
        visit.must_be_sound()
    assert "python -m egov_metrics build" in open_page("/present", server=served_unbuilt).text()
