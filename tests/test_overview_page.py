"""The overview page on the shipped data: what a leader reads in ten seconds, with a way to every source."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.overview import lists
from tests.opening import open_page
from tests.sample import small_sample


@pytest.fixture
def shipped(shipped_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EGOV_WORKSPACE", str(shipped_workspace))
    return shipped_workspace


def opened(**params: str) -> AppTest:
    return open_page(**params)


def markup(at: AppTest) -> str:
    return "\n".join(html.proto.body for html in at.get("html"))


def text(at: AppTest) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup(at))))


def headline(at: AppTest) -> str:
    found = re.search(r'<h1 class="egov-headline">(.*?)</h1>', markup(at))
    assert found
    return unescape(found.group(1))


def test_the_headline_is_written_from_the_data(shipped: Path) -> None:
    at = opened(unit="P63-14")
    assert headline(at) == "Sơn La đạt 90,02 điểm PAR INDEX năm 2024, xếp 12/63"
    assert "Tăng 1 bậc so với năm 2022" in text(at) and "892/QĐ-BNV" in text(at)
    assert "chỉ so thứ hạng" in text(at)


def test_the_same_in_english_with_vietnamese_numbers(shipped: Path) -> None:
    at = opened(unit="P63-14", lang="en")
    assert headline(at) == "Son La reached 90,02 points on PAR INDEX in 2024, rank 12/63"
    assert "điểm" not in headline(at) and "90.02" not in text(at)


def test_another_unit_shows_other_figures(shipped: Path) -> None:
    at = opened(unit="P63-14")
    before = text(at)
    at.query_params["unit"] = "P63-22"
    at.run()
    assert not at.exception and "Quảng Ninh" in headline(at) and text(at) != before


def test_every_tile_and_chart_leads_to_its_source(shipped: Path) -> None:
    at = opened(unit="P63-14")
    tiles = re.findall(r'<li class="egov-tile">(.*?)</li>', markup(at), re.S)
    assert len(tiles) >= 6
    for tile in tiles:
        assert "figure=" in tile or "egov-nothing" in tile, tile
    assert text(at).count("Nguồn:") >= 2


def test_a_tile_says_its_year_beside_its_name(shipped: Path) -> None:
    tiles = re.findall(r'<li class="egov-tile">(.*?)</li>', markup(opened(unit="P63-14")), re.S)
    for tile in tiles:
        if "egov-nothing" not in tile:
            assert re.search(r"<h2>[^<]+<span>[0-9/]*(19|20)\d\d</span>", tile), tile


def test_levels_show_one_as_the_best_and_keep_those_not_ranked_apart(shipped: Path) -> None:
    at = opened(unit="P63-64")
    assert "sở, ngành đạt mức I" in text(at)
    specs = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    (spec,) = [one for one in specs if {"I", "not_stated"} <= {trace.get("meta") for trace in one["data"]}]
    by_class = {trace["meta"]: trace["text"] for trace in spec["data"]}
    # 2022: 16, 2 and 2 of 20 departments; 3 of 220 communes at III, of the others no source says anything.
    assert spec["data"][0]["meta"] == "I" and by_class["I"] == ["16"]
    assert by_class["not_stated"] == ["217"] and "not_ranked" not in by_class
    assert t("ready.chart.not_stated.note", "vi") in text(at)
    assert "readiness?unit=P63-64" in markup(at)


def test_the_egov_ranking_of_the_ministry_is_not_the_ict_index(shipped: Path) -> None:
    tiles = re.findall(r'<li class="egov-tile">(.*?)</li>', markup(opened(unit="P63-64")), re.S)
    with_figure = [tile for tile in tiles if "0,680" in tile]
    assert len(with_figure) == 1 and "CQĐT – Bộ TT" in unescape(with_figure[0]) and "23/63" in with_figure[0]
    assert not any("ICT Index" in tile for tile in tiles)


def test_a_province_with_unchanged_territory_is_one_before_and_after_2025(shipped: Path) -> None:
    old, present = opened(unit="P63-14"), opened(unit="P34-14")
    assert "86,94" in text(old) and "90,02" in text(present)
    assert headline(old) == headline(present)


def test_a_merged_province_does_not_inherit_the_figures_of_its_namesake(shipped: Path) -> None:
    at = opened(unit="P34-52")
    assert "31/34" in text(at) and "58/63" not in text(at)
    assert "Hợp nhất từ" in text(at) and "Bình Định" in text(at)
    assert "Nay thuộc" in text(opened(unit="P63-06"))


def test_ranks_among_34_are_drawn_among_the_34(shipped: Path) -> None:
    chart = opened(unit="P34-52", indicator="dti_score").get("plotly_chart")[0]
    drawn = chart.proto.spec + chart.proto.alt
    assert "/34" in drawn and "/63" not in drawn and "2021" not in drawn


def test_a_district_with_facts_of_documents(shipped: Path) -> None:
    at = opened(unit="D63-064")
    assert "Chợ Đồn" in headline(at) and "Số liệu từ tài liệu" in text(at)
    assert "174 + 39 = 213" in text(at)
    table = at.dataframe[0].value
    assert {"14.862", "khoảng 80%"} <= set(table["value"])


def test_the_country_when_no_unit_is_chosen(shipped: Path) -> None:
    at = opened()
    assert headline(at).startswith("PAR INDEX năm 2024: bình quân các tỉnh 88,37 điểm")
    assert "trung vị các tỉnh" in text(at) and "chỉ số quốc gia" in text(at)


def test_the_index_can_be_chosen_and_the_link_carries_its_code(shipped: Path) -> None:
    at = opened(unit="P63-14")
    at.selectbox(key="overview-index").select("DTI").run()
    assert not at.exception
    assert at.query_params["indicator"] in ("dti_score", ["dti_score"])
    titles = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    assert titles and "DTI" in text(at)


def test_charts_have_vietnamese_separators_and_a_sentence_for_those_who_do_not_see_them(shipped: Path) -> None:
    at = opened(unit="P63-14")
    charts = at.get("plotly_chart")
    assert len(charts) >= 2
    for chart in charts:
        assert json.loads(chart.proto.spec)["layout"]["separators"] == ",."
        assert len(chart.proto.alt) > 40


@pytest.mark.parametrize(
    "params",
    [
        {"unit": "P63-99"},
        {"unit": "<script>"},
        {"unit": "P63-14", "indicator": "nothing_such", "measure": "sideways", "from": "x"},
        {"unit": "P63-14", "edition": "000000000000"},
        {"lang": "de"},
    ],
)
def test_a_bad_link_is_told_and_something_is_shown(shipped: Path, params: dict[str, str]) -> None:
    at = opened(**params)
    assert "egov-notice" in markup(at) and headline(at)


@pytest.mark.parametrize("unit", ["VN", "P63-14", "D63-622"])
def test_a_store_without_figures_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    sample = small_sample()
    sample.rows["observation"].clear()
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    at = opened(unit=unit)
    assert "chưa có" in headline(at).lower()


def test_no_page_runs_more_than_twelve_queries(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = store.Edition.query

    def counted(self: store.Edition, name: str, **parameters: object) -> object:
        asked.append(name)
        return real(self, name, **parameters)

    monkeypatch.setattr(store.Edition, "query", counted)
    at = opened(unit="P63-20")
    asked.clear()
    at.query_params["unit"] = "P63-24"  # a unit that nobody looked at yet, the rest warm
    at.run()
    assert 0 < len(asked) <= 12, asked


def test_a_sentence_begins_with_a_capital_letter_also_with_the_kind_of_a_unit(shipped: Path) -> None:
    assert '<h1 class="egov-headline">Thành phố Pleiku (Gia Lai, đến 30/6/2025) đạt 70,36' in markup(
        opened(unit="D63-622")
    )


def test_one_year_of_few_units_is_bars_and_the_title_still_says_where_our_own_stands(shipped: Path) -> None:
    at = opened(unit="P34-19", territory="2025", indicator="DTI")
    kinds = {trace["type"] for trace in json.loads(at.get("plotly_chart")[0].proto.spec)["data"]}
    assert "bar" in kinds and "DTI: Thái Nguyên xếp hạng 8/34 năm 2024" in markup(at)


def test_an_unknown_level_is_listed_as_missing_and_takes_no_tile(shipped: Path) -> None:
    shown = markup(opened(unit="P63-14"))
    tiles = re.findall(r'<li class="egov-tile">(.*?)</li>', shown, re.S)
    assert not any("Mức độ chính quyền điện tử" in tile for tile in tiles)
    assert "Mức độ chính quyền điện tử: chưa có kết quả trong kho" in shown


def test_levels_under_the_name_of_a_former_province_are_told_with_the_way_there(shipped: Path) -> None:
    for params in ({"unit": "P34-52"}, {"unit": "P63-64", "territory": "2025"}):
        shown = markup(opened(**params))
        assert t("overview.level.former", "vi", units="Gia Lai (đến 30/6/2025)") in shown
        assert t("overview.level.missing", "vi") not in shown
        assert re.search(r'href="readiness\?unit=P63-64[^"]*"', shown)


def test_results_of_agencies_are_no_absence(shipped: Path) -> None:
    shown = markup(opened(unit="P63-25"))
    assert t("overview.level.agencies", "vi") in shown and t("overview.level.missing", "vi") not in shown


def test_on_a_phone_facts_are_sentences_with_their_source(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "narrow", lambda: True)
    at = opened(unit="P63-14")
    assert not at.dataframe
    shown = markup(at).partition(t("overview.facts", "vi"))[2]
    items = re.findall(r"<li>(.*?)</li>", shown.partition("</ul>")[0])
    assert len(items) == lists.FACTS_AT_ONCE and all("figure=" in item for item in items)
    assert any("Sở, ngành" in item and "đến 08/07/2020" in item for item in items)
    (more,) = [one for one in at.expander if one.label == t("overview.facts.more", "vi", n="9")]
    at.session_state["overview-facts-more"] = True
    at.run()
    assert len(re.findall(r'<ul class="egov-list">', markup(at))) > len(re.findall(r'<ul class="egov-list">', shown))


@pytest.mark.parametrize("unit", ["P63-22", "P34-22"])
@pytest.mark.parametrize("territory", ["as-published", "2025"])
def test_an_unchanged_province_keeps_its_findings_under_both_keys(shipped: Path, unit: str, territory: str) -> None:
    assert "7 phát hiện trong các nguồn" in markup(opened(unit=unit, territory=territory))
