"""The profile page on the shipped data and on made-up stores: every level, bad links, nothing at all, few queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from tests.compare_store import build_territory_store
from tests.opening import open_page
from tests.report_files import shown
from tests.sample import small_sample

Open = Callable[..., AppTest]


def opener(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))

    def opened(**params: str) -> AppTest:
        return open_page("profile", **params)

    return opened


@pytest.fixture
def shipped(shipped_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(shipped_workspace, monkeypatch)


@pytest.fixture(scope="module")
def territory_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_territory_store(tmp_path_factory.mktemp("profile_page"))[0]


@pytest.fixture
def made_up(territory_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(territory_workspace, monkeypatch)


def blocks(at: AppTest) -> list[str]:
    return [html.proto.body for html in at.get("html") if not html.proto.body.startswith("<style")]


def screen(at: AppTest) -> str:
    """The markup of the screen, without the sheet for the printer."""
    return "\n".join(block for block in blocks(at) if "egov-sheet" not in block)


def sheet(at: AppTest) -> str:
    found = [block for block in blocks(at) if '<section class="egov-sheet"' in block]
    assert len(found) <= 1
    return found[0] if found else ""


def words(markup: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)))


def headline(at: AppTest) -> str:
    return unescape(screen(at).partition('<h1 class="egov-headline">')[2].partition("</h1>")[0])


def index_rows(at: AppTest) -> dict[str, str]:
    """The rows of the table of indices by the name of the index, as text with their columns named."""
    table = re.search(r'<div class="egov-indices"><table.*?</table>', screen(at), re.S)
    assert table
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table.group(0).partition("<tbody>")[2], re.S):
        cells = re.findall(r'<td class="[^"]*" data-label="([^"]*)"><div>(.*?)</div></td>', row, re.S)
        said = {label: words(cell).strip() for label, cell in cells}
        name = next(iter(said.values()))
        found[name] = "; ".join(f"{label}: {cell}" for label, cell in said.items() if cell)
    return found


def test_an_old_province_with_every_index_between_region_country_and_comparable_units(shipped: Open) -> None:
    at = shipped(unit="P63-14")
    assert headline(at) == "Sơn La đạt 90,02 điểm PAR INDEX năm 2024, xếp 12/63"
    row = index_rows(at)["PAR INDEX 2024"]
    for said in ("Giá trị: 90,02 điểm", "Hạng công bố: 12/63", "có số liệu", "Vùng: 88,20 bình quân công bố",
                 "Cả nước: 88,37", "khác bộ tiêu chí (892/QĐ-BNV)"):  # fmt: skip
        assert said in row, (said, row)
    assert "hạng suy ra" in index_rows(at)["PAPI 2022 hạng suy ra"], "what is not published says so"


def test_a_position_is_drawn_on_each_scale_and_told_in_words(shipped: Open) -> None:
    pictures = re.findall(r'<img class="egov-standing" alt="([^"]+)"', screen(shipped(unit="P63-14")))
    assert len(pictures) >= 5
    assert any("hạng 12 về PAR INDEX" in unescape(one) for one in pictures)
    assert any("trên thang từ 0,476 (kém nhất) đến 0,727 (tốt nhất) của 53 đơn vị" in unescape(one) for one in pictures)


def test_the_published_rank_is_never_the_place_among_figures(shipped: Open) -> None:
    row = index_rows(shipped(unit="P63-64"))["SIPAS 2023"]
    assert "Hạng công bố: 19/63 thứ 6/12 có số liệu" in row


def test_comparable_units_are_proposed_with_reasons_and_the_reader_changes_them(shipped: Open) -> None:
    proposed = words(screen(shipped(unit="P63-14")))
    assert "Đề xuất tự động" in proposed and re.search(r"Lào Cai \(cùng vùng, gần nhau ở \d chỉ số chung\)", proposed)
    chosen = words(screen(shipped(unit="P63-14", units="P63-22,D63-622")))
    assert "So với các đơn vị bạn đã chọn: Quảng Ninh." in chosen and "Đề xuất tự động" not in chosen


def test_the_proposals_can_be_taken_into_the_picker_without_changing_the_page(shipped: Open) -> None:
    at = shipped(unit="P63-14")
    link = re.search(r'href="profile\?([^"]+)" target="_self">' + t("profile.similar.take", "vi"), screen(at))
    assert link
    taken = dict(parse_qsl(unescape(link.group(1))))
    assert len(taken["units"].split(",")) >= 3 and taken["unit"] == "P63-14"
    again = shipped(**taken)
    assert index_rows(again) == index_rows(at) and headline(again) == headline(at)
    assert "Đề xuất tự động" not in words(screen(again)) and t("profile.similar.take", "vi") not in screen(again)


def test_a_rank_without_a_value_says_that_no_score_is_published(shipped: Open) -> None:
    assert "Giá trị: không công bố điểm nguồn" in index_rows(shipped(unit="P34-52"))["DTI 2024"]


def test_strengths_and_weaknesses_are_three_at_most_and_say_when_there_are_none(shipped: Open) -> None:
    at = shipped(unit="P63-22")
    text = screen(at)
    strong = text.partition("Điểm mạnh")[2].partition("</ul>")[0]
    assert 1 <= strong.count("<li>") <= 3 and "một phần tư đứng đầu" in strong
    assert t("profile.weaknesses.none", "vi") in words(text)


def test_a_former_province_in_todays_territory_is_shown_as_its_present_one(shipped: Open) -> None:
    at = shipped(unit="P63-06", territory="2025")
    text = words(screen(at))
    assert "Bắc Kạn nay thuộc Thái Nguyên (từ 1/7/2025)" in text and headline(at).startswith("Thái Nguyên")
    row = index_rows(at)["PAR INDEX 2023 điểm tính lại Trung bình cộng của Bắc Kạn, Thái Nguyên"]
    assert "87,50" in row and "tính lại" in row
    assert "Hạng công bố: thứ" in row, "a place that we worked out is no published rank"
    assert "Không tính lại được PCI năm 2023: Bắc Kạn không có số liệu." in text
    assert "PCI: chưa có số liệu" not in text, "what is refused is no gap"
    back = re.search(r'href="(profile\?[^"]+)" target="_self">Xem Bắc Kạn', screen(at))
    assert back and "unit=P63-06" in back.group(1) and "territory" not in back.group(1)


def test_an_unchanged_province_keeps_its_published_rank_in_todays_territory(shipped: Open) -> None:
    row = index_rows(shipped(unit="P63-14", territory="2025"))["PAR INDEX 2024"]
    assert "12/63 xếp khi còn 63 tỉnh" in row and "tính lại" in row


def test_a_present_province_does_not_inherit_its_namesake(shipped: Open) -> None:
    at = shipped(unit="P34-52")
    assert "58/63" not in screen(at) and "Gia Lai (từ 1/7/2025)" in words(sheet(at))
    assert "Hợp nhất từ" in words(screen(at)) and "unit=P63-52" in screen(at)


def test_ranks_among_34_are_drawn_among_the_34(shipped: Open) -> None:
    chart = next(one for one in shipped(unit="P34-52", indicator="dti_score").get("plotly_chart"))
    drawn = chart.proto.spec + chart.proto.alt
    assert "/34" in drawn and "/63" not in drawn and "2021" not in drawn


def test_a_former_district_says_what_became_of_it_and_leads_there(shipped: Open) -> None:
    at = shipped(unit="D63-622")
    text = words(screen(at))
    assert "Pleiku" in headline(at) and "Cấp huyện kết thúc ngày 30/6/2025" in text
    assert "unit=P34-52" in screen(at) and re.search(r"unit=C34-\d+", screen(at))
    assert "DDCI 2022" in index_rows(at) and "Hạng công bố: 1/17" in index_rows(at)["DDCI 2022"]
    assert t("profile.similar.none", "vi", n=2) in text


def test_the_level_keeps_its_denominator_its_rank_and_the_year_before(shipped: Open) -> None:
    assert "16/20 sở, ngành đạt mức I" in words(screen(shipped(unit="P63-64")))
    city = index_rows(shipped(unit="D63-622"))["Mức độ chính quyền điện tử 2022"]
    assert "154,603 điểm" in city and "Hạng công bố: 1/17" in city and "mức IV theo bài ngày 03/07/2019" in city
    assert "94,74 điểm · hạng 1 (không nêu tổng số)" in words(screen(shipped(unit="P34-52")))


@pytest.mark.parametrize(("unit", "units"), [("D63-622", 8), ("D63-064", 9)])
def test_all_units_that_a_district_went_over_into_are_linked(shipped: Open, unit: str, units: int) -> None:
    below = screen(shipped(unit=unit)).partition('<p class="egov-sub">')[2].partition("</p>")[0]
    assert len(set(re.findall(r"unit=([CP]34-\d+)", below))) == units


def test_a_department_lies_in_its_province(shipped: Open) -> None:
    at = shipped(unit="A-P63-64-so-thong-tin-va-truyen-thong")
    assert "cơ quan" in screen(at) and 'href="profile?unit=P63-64' in screen(at)
    assert "2/18" in index_rows(at)["DDCI 2022"]


@pytest.mark.parametrize(("unit", "became"), [("C63-03646", "Nhập vào phường Tô Hiệu"), ("C34-03646", "Chiềng Lề")])
def test_a_commune_without_figures_says_what_it_is_and_leads_on(shipped: Open, unit: str, became: str) -> None:
    at = shipped(unit=unit)
    text = words(screen(at))
    assert headline(at).startswith("Chưa có số liệu nào về phường") and became in text and "Mở hồ sơ" in text
    assert not at.get("plotly_chart") and "egov-indices" not in screen(at) and "egov-table" not in screen(at)
    for part in ("profile.indices", "profile.strengths", "profile.facts", "profile.missing", "profile.findings"):
        assert t(part, "vi") not in text, "no empty boxes"


def test_the_units_within_are_linked_with_their_newest_figures(shipped: Open) -> None:
    text = screen(shipped(unit="P63-64"))
    assert re.search(r'href="profile\?unit=D63-622[^"]*" target="_self">Pleiku</a>', text)
    assert "70,36 điểm · hạng 1/17" in words(text) and "218 đơn vị cấp xã (đến 30/6/2025): chưa có số liệu" in words(
        text
    )


def test_facts_keep_their_qualifiers_and_targets_stand_apart(shipped: Open) -> None:
    text = words(screen(shipped(unit="P63-14")))
    assert "hơn 8.000" in text
    results, _, targets = text.partition("Chỉ tiêu (không phải kết quả)")
    assert "chỉ tiêu 30%" in targets and "chỉ tiêu 30%" not in results


def test_facts_are_a_line_each_and_topics_but_the_first_are_folded(shipped: Open) -> None:
    facts = (
        screen(shipped(unit="P63-14")).partition('<div class="egov-facts">')[2].partition("</div></details></div>")[0]
    )
    folded = re.findall(r"<details([^>]*)>", facts)
    assert len(folded) > 2 and [" open" in one for one in folded] == [True] + [False] * (len(folded) - 1)
    line = next(one for one in re.findall(r"<li>(.*?)</li>", facts) if "hơn 8.000" in one)
    assert re.fullmatch(r"Số .*: hơn 8\.000 · .*08/07/2020 · nguồn", words(line).strip())


def test_components_are_shown_on_demand(shipped: Open) -> None:
    at = shipped(unit="P63-06")
    expander = next(one for one in at.expander if one.label.startswith("Chỉ số thành phần"))
    assert "Thể chế số" not in words("\n".join(html.proto.body for html in expander.get("html")))
    assert re.search(r"\((\d+)\)", expander.label)


def test_a_region_is_told_by_its_published_means_and_leads_to_its_provinces(shipped: Open) -> None:
    at = shipped(unit="R63-tay-nguyen")
    assert headline(at) == "Tây Nguyên: bình quân công bố PAR INDEX năm 2024 là 85,63 điểm"
    assert "unit=P63-64" in screen(at)


def test_without_a_unit_the_page_asks_for_one_and_offers_some(shipped: Open) -> None:
    at = shipped()
    assert headline(at) == t("profile.choose", "vi")
    assert screen(at).count("profile?unit=P") >= 10 and not sheet(at)


def test_english_speaks_english_with_vietnamese_numbers(shipped: Open) -> None:
    at = shipped(unit="P63-14", lang="en")
    text = words(screen(at))
    assert "90,02 points" in text and "12/63" in text and "90.02" not in text
    for leftover in ("Điểm mạnh", "Hạng công bố", "có số liệu", "bình quân", "đơn vị này", "cùng vùng", "nguồn"):
        assert leftover not in text, leftover
    assert "Chấm đỏ" not in words(sheet(at)) and "Red: this unit" in words(sheet(at))


def test_the_sheet_holds_the_essentials_and_nothing_to_press(shipped: Open) -> None:
    at = shipped(unit="P63-14")
    text = words(sheet(at))
    for part in (
        "Sơn La",
        "90,02",
        "12/63",
        "Điểm mạnh",
        "Điểm yếu",
        "Nguồn:",
        "Ấn bản 1",
        "PAR INDEX (giá trị) qua các năm",
    ):
        assert part in text, part
    assert "số liệu khác" in text, "what does not fit is counted"
    assert "<a " not in sheet(at) and "<button" not in sheet(at)


def test_the_sheet_tells_what_is_missing_the_findings_and_the_units_within(shipped: Open) -> None:
    text = words(sheet(shipped(unit="P63-64")))
    assert "Còn thiếu hoặc đã cũ" in text and "DTI: mới nhất là 2022, kho đã có đến 2024" in text
    assert "Bài ngày 3/7/2019 không nêu năm" in text and "phát hiện khác" in text
    assert "Pleiku (thành phố), DDCI 2022: 70,36 điểm · hạng 1/17" in text and "đơn vị khác có số liệu" in text
    assert "16/20 sở, ngành đạt mức I" in text and "không công bố điểm" in text


def test_the_sheet_of_a_district_has_its_own_words_and_no_empty_column(shipped: Open) -> None:
    markup = sheet(shipped(unit="D63-622"))
    text = words(markup)
    assert "mức giữa trong tỉnh" in text and "cả nước" not in text and "vạch đứt" not in text
    assert "mức IV" in text and "Pleiku là huyện tốt nhất nhưng ở mức IV" in text and "hạng 1/17" in text
    heads = re.findall(r'<th class="([a-z]+)">', markup)
    assert heads == ["index", "value", "rank", "position", "best"]
    for row in re.findall(r"<tr>(<td.*?)</tr>", markup):
        assert re.findall(r'<td class="([a-z]+)">', row) == heads


def test_the_sheet_has_the_index_that_the_reader_looks_at(shipped: Open) -> None:
    at = shipped(unit="P63-14")
    at.selectbox(key="profile-index").select("DTI").run()
    assert not at.exception
    assert "DTI (giá trị) qua các năm" in words(sheet(at))
    assert at.query_params["indicator"] in ("dti_score", ["dti_score"])


def test_charts_have_vietnamese_separators_and_a_sentence(shipped: Open) -> None:
    charts = shipped(unit="P63-14").get("plotly_chart")
    assert charts
    for chart in charts:
        assert json.loads(chart.proto.spec)["layout"]["separators"] == ",." and len(chart.proto.alt) > 40


@pytest.mark.parametrize(
    "params",
    [
        {"unit": "P63-99"},
        {"unit": "<script>"},
        {"unit": "P63-14", "units": "P63-99,x", "indicator": "nothing_such", "territory": "1999"},
        {"unit": "D63-622", "territory": "2025", "measure": "sideways"},
        {"unit": "C63-03646", "indicator": "par_index_score", "units": "P63-14"},
        {"unit": "A-VN-bo-quoc-phong", "partial": "yes", "territory": "2025"},
    ],
)
def test_a_bad_link_shows_something(shipped: Open, params: dict[str, str]) -> None:
    assert headline(shipped(**params))


@pytest.mark.parametrize("unit", ["VN", "P63-14", "P34-52", "D63-622", "R63-a"])
@pytest.mark.parametrize("territory", ["as-published", "2025"])
def test_a_store_without_figures_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str, territory: str
) -> None:
    sample = small_sample()
    sample.rows["observation"].clear()
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    at = opener(tmp_path / "workspace", monkeypatch)(unit=unit, territory=territory)
    assert "chưa có" in words(screen(at)).lower() and "egov-indices" not in screen(at)


def test_recomputed_means_are_of_exactly_the_members(made_up: Open) -> None:
    at = made_up(unit="P63-64", territory="2025", indicator="par_index_score")
    rows = index_rows(at)
    name = next(name for name in rows if name.startswith("Thứ hai 2022"))
    assert "5,0" in rows[name] and "Trung bình cộng của Bình Định, Gia Lai" in name


def test_no_more_than_twelve_queries(shipped: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = store.Edition.query

    def counted(self: store.Edition, name: str, **parameters: object) -> object:
        asked.append(name)
        return real(self, name, **parameters)

    monkeypatch.setattr(store.Edition, "query", counted)
    at = shipped(unit="P63-30")
    for unit, territory in (("P63-31", "as-published"), ("P63-33", "2025"), ("D63-196", "as-published")):
        asked.clear()
        at.query_params["unit"], at.query_params["territory"] = unit, territory
        at.run()
        assert not at.exception and 0 < len(asked) <= 12, asked


def test_the_report_is_on_offer_where_there_are_figures(shipped: Open) -> None:
    def offered(unit: str) -> list[str]:
        labels = [one.proto.label for one in shipped(unit=unit, lang="vi").get("download_button")]
        return [label for label in labels if label.startswith("Báo cáo")]  # beside the files of charts

    assert offered("P63-14") == ["Báo cáo (PDF)", "Báo cáo (DOCX)"]
    assert offered("C63-03646") == offered("VN") == []


def _saved(folder: str) -> None:
    """A script that saves what the buttons of the page would, in the territory that the address asks for."""
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path

    import streamlit as st

    from egov_metrics.ui import session
    from egov_metrics.ui.profile import reading, reports
    from egov_metrics.views.view import View

    view, _ = View.from_params(dict(st.query_params))
    page = reading.read(session.serve(None), view)
    with ThreadPoolExecutor(1) as outside:  # as the server does when somebody clicks, long after the script has run
        for one in reports.downloads(page):
            (Path(folder) / one.file_name).write_bytes(outside.submit(one.make).result())


@pytest.mark.parametrize(("unit", "territory"), [("P63-14", "as-published"), ("P34-52", "2025")])
def test_the_report_of_the_page_says_what_the_page_says(
    shipped: Open, tmp_path: Path, unit: str, territory: str
) -> None:
    asked = {"unit": unit, "lang": "vi", "territory": territory}
    at = AppTest.from_function(_saved, default_timeout=60, kwargs={"folder": str(tmp_path)})
    for name, value in asked.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception, at.exception[0].message
    pdf, word = sorted(tmp_path.glob("bao-cao_*"), key=lambda path: path.suffix, reverse=True)
    assert re.fullmatch(rf"bao-cao_{unit}_egov-[0-9a-f]{{12}}\.pdf", pdf.name) and word.suffix == ".docx"
    text = shown(pdf.read_bytes())
    rows = index_rows(shipped(**asked))
    assert len(rows) >= 3
    for row in rows.values():
        figures = re.findall(r"\d+,\d+|\d+/\d+", row)
        assert figures and any(one in text for one in figures[:1])
