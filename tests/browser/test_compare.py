"""The compare page in a browser: drawn at every width, in both themes and languages; choices, files and links work."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import WAYS, Seen, Visit

FIGURE_CHOICE = "unit=P63-14&units=P63-22,P63-64"
CHART = "[data-testid=stPlotlyChart] svg.main-svg"


def stated(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def until_stated(visit: Visit, **wanted: str) -> None:
    visit.page.wait_for_url(
        lambda url: wanted.items() <= {k: v[-1] for k, v in parse_qs(urlsplit(url).query).items()}.items()
    )
    visit.settle()


def filter_of(visit: Visit) -> Locator:
    """The row of filters: some of its words are names of views too."""
    return visit.page.locator(".st-key-compare-filters")


def views_of(visit: Visit) -> Locator:
    """The switch of views."""
    return visit.page.locator(".st-key-compare-views")


def names(visit: Visit) -> list[str]:
    """The names that stand beside the lines, in bold."""
    return visit.page.evaluate(
        "() => [...document.querySelectorAll('.annotation-text tspan')].map(t => t)"
        ".filter(t => Number(getComputedStyle(t).fontWeight) >= 600).map(t => t.textContent)"
    )


@pytest.mark.parametrize(
    ("view", "way"),
    [
        *(("line", way) for way in WAYS.values()),
        *((view, WAYS[way]) for view in ("bars", "table") for way in ("wide-vi-light", "phone-vi-dark")),
    ],
)
def test_the_page_is_sound_and_accessible(open_page, view, way: Seen):
    visit = open_page(f"/compare?{FIGURE_CHOICE}&view={view}", **way._asdict())
    expect(visit.page.locator("h1.egov-headline")).to_contain_text("PAR INDEX")
    if view == "table":
        expect(visit.page.get_by_test_id("stDataFrame")).to_be_visible()
    else:
        expect(visit.page.locator(CHART).first).to_be_visible()
    visit.must_be_sound()
    assert visit.inaccessible() == []


@pytest.mark.parametrize(
    ("view", "look"),
    [
        *((view, (1366, False, "vi")) for view in ("bump", "dumbbell", "grid", "scatter")),
        *((view, (390, True, "en")) for view in ("slope", "dist", "grid", "scatter")),
    ],
)
def test_the_other_views_are_sound_and_accessible_too(open_page, view, look):
    width, dark, lang = look
    link = f"/compare?{FIGURE_CHOICE}&view={view}&year=2023&territory=2025"
    visit = open_page(link, width=width, dark=dark, lang=lang)
    expect(visit.page.locator(CHART).first).to_be_visible()
    visit.must_be_sound()
    assert visit.inaccessible() == []


def test_the_views_follow_one_another_and_the_shell_stays(open_page):
    visit = open_page(f"/compare?{FIGURE_CHOICE}")
    page = visit.page
    page.evaluate("() => { document.querySelector('.st-key-egov-header').dataset.kept = 'yes' }")
    assert {"Sơn La", "Quảng Ninh", "Gia Lai"} <= set(names(visit))
    views_of(visit).get_by_text("Cột", exact=True).click()
    until_stated(visit, view="bars")
    expect(page.locator(".barlayer .point").first).to_be_visible()
    views_of(visit).get_by_text("Bảng", exact=True).click()
    until_stated(visit, view="table")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    views_of(visit).get_by_text("Đường", exact=True).click()
    visit.page.wait_for_url(lambda url: "view=" not in url)
    visit.settle()
    expect(page.locator(CHART).first).to_be_visible()
    assert page.evaluate("() => document.querySelector('.st-key-egov-header').dataset.kept") == "yes"
    visit.must_be_sound()


def test_a_unit_is_found_by_typing_without_accents(open_page):
    visit = open_page("/compare")
    visit.page.get_by_role("combobox", name="Đơn vị để so").click()
    visit.page.keyboard.type("son la")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(lambda url: "14" in parse_qs(urlsplit(url).query).get("units", [""])[0])
    visit.settle()
    assert names(visit) == ["Sơn La"]
    expect(visit.page.locator("h1.egov-headline")).to_contain_text("Sơn La")


def test_value_and_rank_change_the_chart_alone(open_page):
    visit = open_page("/compare?unit=P63-14")
    filter_of(visit).get_by_text("Hạng", exact=True).click()
    until_stated(visit, measure="rank")
    expect(visit.page.locator("h1.egov-headline")).to_contain_text("lên 12/63 năm 2024")
    visit.must_be_sound()


def test_the_navigation_carries_what_was_chosen_since_the_shell_was_drawn(open_page):
    visit = open_page("/compare?unit=P63-14")
    filter_of(visit).get_by_text("Hạng", exact=True).click()
    until_stated(visit, measure="rank")
    visit.page.get_by_role("link", name="Tổng quan").click()
    visit.page.wait_for_url(lambda url: "/compare" not in url)
    visit.settle()
    assert {"unit": "P63-14", "measure": "rank"}.items() <= stated(visit.page).items()
    visit.page.go_back()
    visit.settle()
    expect(visit.page.locator("h1.egov-headline")).to_contain_text("lên 12/63 năm 2024")
    visit.must_be_sound()


def test_the_csv_that_comes_down_opens_and_holds_the_screen(open_page, tmp_path):
    visit = open_page("/compare?unit=P63-14&view=bars&year=2024")
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Tải CSV").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name.startswith("par_index_score_2024_egov-") and saved.suffix == ".csv"
    data = Path(saved).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [(row["Giá trị"], row["Hạng"], row["Trong số"]) for row in rows if row["Mã đơn vị"] == "P63-14"] == [
        ("90,02", "12", "63")
    ]
    assert all(row["Nguồn"] for row in rows)


@pytest.mark.parametrize(
    ("link", "finding", "width"),
    [
        ("unit=P63-14&measure=rank&from=2019", "lên 12/63 năm 2024", 1366),
        (
            "indicator=egov_mic_score&view=bars&year=2017&unit=P63-46",
            "2017: Thừa Thiên Huế 0,727 điểm, hạng 1/63",
            1366,
        ),
        ("indicator=ddci_score&level=district&parent=P63-22&view=bars&year=2022", "Móng Cái đứng đầu", 1366),
        ("unit=P63-14&view=bars&year=2023&region=R63-trung-du-mien-nui-phia-bac", "2023: Sơn La 88,66 điểm", 390),
    ],
)
def test_a_link_opens_the_same_view_in_a_new_browser(open_page, link, finding, width):
    first = open_page(f"/compare?{link}", width=width)
    expect(first.page.locator("h1.egov-headline")).to_contain_text(finding)
    address = urlsplit(first.page.url)
    assert "edition=" in address.query
    second = open_page(f"{address.path}?{address.query}", width=width)
    assert second.page.url == first.page.url
    assert second.text() == first.text()
    second.must_be_sound()


def test_the_stated_choices_stand_in_the_controls_of_a_phone(open_page):
    """A phone's first drawing is done anew for its width: what the link states must survive that."""
    visit = open_page("/compare?unit=P63-14&view=bars&year=2023&measure=rank", width=390, lang="en")
    page = visit.page
    button = page.get_by_role("button", name="Filters")
    expect(button).to_contain_text("PAR INDEX · Rank · Son La")
    expect(page.get_by_text("Shown as")).to_be_hidden()
    expect(page.locator(".st-key-compare-year output")).to_have_text("2023")
    expect(page.get_by_role("combobox", name="View")).to_have_value("Bars")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("Shown as")).to_be_visible()
    checked = page.locator(
        "[data-testid=stButtonGroup] [aria-checked=true], [data-testid=stButtonGroup] [aria-pressed=true]"
    )
    assert {"EN", "Rank"} <= set(checked.all_inner_texts())
    visit.must_be_sound()


def test_an_empty_store_says_so(open_page, served_empty):
    visit = open_page("/compare", server=served_empty, lang="en")
    expect(visit.page.locator("h1")).to_contain_text("Compare units")
    expect(visit.page.locator(".egov-empty")).to_contain_text("The store has no figures")
    visit.must_be_sound()
    assert visit.inaccessible() == []


def test_a_change_of_view_keeps_the_selection_and_opens_the_same_in_a_new_browser(open_page):
    visit = open_page("/compare?unit=P63-14&units=P63-22&from=2021&to=2024&territory=2025")
    views_of(visit).get_by_text("Hạng", exact=True).click()
    until_stated(visit, view="bump")
    views_of(visit).get_by_text("Lưới nhỏ", exact=True).click()
    until_stated(visit, view="grid")
    kept = {"unit": "P63-14", "units": "P63-22", "from": "2021", "to": "2024", "territory": "2025", "view": "grid"}
    assert kept.items() <= stated(visit.page).items()
    address = urlsplit(visit.page.url)
    second = open_page(f"{address.path}?{address.query}")
    assert second.text() == visit.text()
    second.must_be_sound()


def test_a_line_of_the_bump_chart_tells_its_unit_under_the_pointer(open_page):
    visit = open_page("/compare?unit=P63-14&view=bump&from=2017")
    page = visit.page
    grey = page.locator(".scatterlayer path.point").first
    own = page.locator(".scatterlayer path.point[style*='rgb(200, 16, 46)']").last
    expect(grey).to_be_visible()
    told = []
    for dot in (grey, own):
        box = dot.bounding_box()
        assert box
        page.mouse.move(5, 5)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        expect(page.locator(".hoverlayer .hovertext").first).to_be_visible()
        told.append(page.locator(".hoverlayer .hovertext").first.text_content())
    assert "Sơn La" in str(told[1]) and "Sơn La" not in str(told[0])
    assert all(re.search(r"· 20\d\d.*hạng \d+/63", str(words)) for words in told), told
    visit.must_be_sound()


def test_the_years_are_played_through_and_the_address_follows(open_page):
    visit = open_page("/compare?unit=P63-14&view=bars&year=2022")
    page = visit.page
    year = page.locator(".st-key-compare-year output")
    expect(year).to_have_text("2022")
    page.get_by_role("button", name="Năm sau").click()
    until_stated(visit, year="2023")
    expect(page.locator("h1.egov-headline")).to_contain_text("2023")
    page.get_by_role("button", name="Phát lần lượt các năm").click()
    visit.page.wait_for_url(lambda url: "year=" not in url)
    expect(page.locator("h1.egov-headline")).to_contain_text("2024")
    expect(year).to_have_text("2024")
    visit.must_be_sound()


def test_the_territory_turns_63_into_34_and_back(open_page):
    visit = open_page("/compare?unit=P63-06&indicator=par_index_score")
    expect(visit.page.locator("h1.egov-headline")).to_contain_text("Bắc Kạn")
    filter_of(visit).get_by_text("34 tỉnh hiện nay", exact=True).click()
    until_stated(visit, territory="2025")
    expect(visit.page.locator("h1.egov-headline")).to_contain_text("Thái Nguyên")
    expect(visit.page.locator(".egov-sub")).to_contain_text("Bắc Kạn nay thuộc Thái Nguyên")
    assert "Thái Nguyên" in names(visit)
    visit.page.get_by_role("link", name="Xem như đã công bố").click()
    visit.page.wait_for_url(lambda url: "territory=" not in url)
    visit.settle()
    expect(visit.page.locator("h1.egov-headline")).to_contain_text("Bắc Kạn")
    visit.must_be_sound()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_change_across_a_break_is_refused_until_asked_for(open_page, width):
    visit = open_page("/compare?unit=P63-14&view=slope&from=2019&to=2024", width=width)
    page = visit.page
    expect(page.locator(".egov-empty")).to_contain_text("892/QĐ-BNV")
    page.get_by_role("button", name="Vẫn so sánh").click()
    until_stated(visit, across="yes")
    expect(page.locator(CHART).first).to_be_visible()
    expect(page.locator(".egov-sub")).to_contain_text("không phải tiến bộ")
    visit.must_be_sound()
    page.get_by_role("button", name="Thôi so hai mốc này").click()
    visit.page.wait_for_url(lambda url: "across=" not in url)
    page.get_by_role("button", name="So 2022 và 2023 (so được)").click()
    until_stated(visit, **{"from": "2022", "to": "2023"})
    expect(page.locator(CHART).first).to_be_visible()
    visit.must_be_sound()


def test_a_phone_chooses_the_view_from_a_list(open_page):
    visit = open_page("/compare?unit=P63-14", width=390)
    visit.page.get_by_role("combobox", name="Cách xem").click()
    visit.page.get_by_role("option", name="Phân bố").click()
    until_stated(visit, view="dist")
    expect(visit.page.locator(CHART).first).to_be_visible()
    visit.must_be_sound()
