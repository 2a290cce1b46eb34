"""The readiness page in the real shell: units of all levels, both languages, tiers, years, levels, bad links."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from egov_metrics.store import connection
from tests.opening import open_page
from tests.sample import small_sample

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def app(shipped_workspace, monkeypatch):
    def opened(workspace: Path = shipped_workspace, **params: str) -> AppTest:
        monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))
        return open_page("readiness", **params)

    return opened


def body(at: AppTest) -> str:
    return "\n".join(html.proto.body for html in at.get("html") if not html.proto.body.startswith("<style"))


def words(at: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body(at)))


def heading(at: AppTest) -> str:
    return body(at).partition('<h1 class="egov-headline">')[2].partition("</h1>")[0]


def charts(at: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def counts(at: AppTest) -> dict[str, list[str]]:
    """The numbers written into the composition, by class."""
    return {trace["meta"]: trace["text"] for trace in charts(at)[0]["data"]}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "unit",
    ["VN", "R63-tay-nguyen", "P63-64", "P34-52", "P34-22", "P63-01", "P63-06", "D63-622", "D63-tp-hue", "C63-23563",
     "A-P63-25-so-y-te", "A-P34-52-so-y-te", "A-VN-bo-quoc-phong"],
)  # fmt: skip
def test_units_of_every_level_have_a_heading_and_no_words_of_the_other_language(app, unit, lang):
    at = app(unit=unit, lang=lang)
    assert heading(at)
    other = "en" if lang == "vi" else "vi"
    assert t("ready.process", lang) in body(at) or t("ready.empty.title", lang) in body(at)
    assert t("ready.process", other) not in body(at) and t("ready.rules.note", other) not in body(at)
    assert not re.search(r"\bnan\b|None|NaT", words(at))


def test_gia_lai_departments_over_the_years(app):
    at = app(unit="P63-64")
    assert heading(at) == "Gia Lai, năm 2022: trong 20 sở, 16 đạt mức I, 2 mức II, 2 mức III"
    assert "Sở, ngành đạt mức I hoặc II: 18/20 (2022)" in words(at)
    earlier = words(app(unit="P63-64", year="2019"))
    assert "Sở, ngành đạt mức I hoặc II: 10/20 (công bố 03/07/2019)" in earlier
    assert "18/20 (2022)" not in earlier  # two sets of criteria side by side would read as progress
    assert counts(at)["I"] == ["2", "16"] and counts(at)["not_stated"] == ["217"]
    assert t("ready.levels.methods", "vi") in words(at)
    assert "Kho có điểm của 4 trong 20 đơn vị" in words(at)


def test_the_tier_and_the_year_are_chosen_by_widgets_and_by_links(app):
    at = app(unit="P63-64")
    at.segmented_control(key="ready-tier").set_value(1).run()
    assert heading(at).startswith("Gia Lai, năm 2022: trong 17 huyện, 6 đạt mức II")
    at.selectbox(key="ready-year").set_value(2019).run()
    assert "chỉ 1 trong 17 huyện được xếp hạng, ở mức IV là mức thấp nhất; 16 không xếp hạng" in heading(at)
    linked = app(unit="P63-64", level="district", year="2019")
    assert heading(linked) == heading(at)
    assert heading(app(unit="P63-64", level="commune", year="2019")).endswith("nguồn không ghi số đơn vị")


def test_a_year_chosen_for_an_index_elsewhere_opens_the_newest_assessment(app):
    for year in ("2017", "2021", "2024"):
        at = app(unit="P63-64", year=year)
        assert heading(at).startswith("Gia Lai, năm 2022")
        assert at.selectbox(key="ready-year").value == 2022


def test_the_names_of_departments_are_not_cut(app):
    from egov_metrics.charts.layout import text_width

    at = app(unit="P63-64", lang="en")
    names = at.dataframe[0].value["unit"]
    config = json.loads(at.dataframe[0].proto.columns)
    longest = max(text_width(name, 14) for name in names)
    assert longest > 250 and config["unit"]["width"] >= longest


def test_a_district_shows_its_province_with_itself_marked(app):
    at = app(unit="D63-622", year="2019")
    assert "Pleiku ở mức IV, mức thấp nhất còn được xếp" in words(at)
    own = [one for one in charts(at)[0]["layout"]["annotations"] if one.get("name") == "own"]
    assert len(own) == 1 and "Pleiku" in own[0]["text"]
    assert at.segmented_control(key="ready-tier").value == 1
    assert "hạng 1/17; mức độ không được nêu" in words(app(unit="D63-622"))


def test_a_present_province_shows_its_former_members_and_recomputes_nothing(app):
    at = app(unit="P34-52", territory="2025")
    assert heading(at).startswith("Gia Lai (đến 30/6/2025), năm 2022: trong 20 sở")
    assert "Mức độ không tính lại cho tỉnh hợp nhất" in words(at)
    assert "Bình Định: kho chưa có kết quả nào" in words(at)
    assert t("ready.not_recomputed", "vi") in words(app(unit="P63-64", territory="2025"))
    assert t("ready.not_recomputed", "vi") not in words(app(unit="P63-64"))


def test_hue_shows_both_parts_raw_and_converted_with_their_maxima(app):
    at = app(unit="P63-46")
    grid = next(trace for trace in charts(at)[1]["data"] if trace["meta"] == "words")
    assert any("44,41/50" in text for text in grid["text"])
    table = at.dataframe[0].value
    row = table[table["unit"] == "Huế"].iloc[0]
    assert (row["readiness-score"], row["readiness-raw"]) == ("44,41/50", "42,63/48")
    row = table[table["unit"] == "Phú Vang"].iloc[0]
    assert (row["result-score"], row["result-raw"]) == ("82,40/100", "75,81/92")
    assert "suy ra từ kết quả" in words(at) and "trên 88,8% đến 91,42%" in words(at)


def test_levels_narrow_the_units_and_the_link_carries_them(app):
    at = app(unit="P63-46", only="level_ii")
    assert list(at.dataframe[0].value["unit"]) == ["Nam Đông", "Huế", "Phong Điền"]
    at.pills(key="ready-levels").set_value(["level_iii"]).run()
    assert list(at.dataframe[0].value["unit"]) == ["A Lưới", "Phú Vang"]
    assert at.query_params["only"] in ("level_iii", ["level_iii"])
    at.pills(key="ready-levels").set_value(["level_iv"]).run()
    assert t("ready.units.filtered", "vi") in words(at)


def test_points_are_ranked_where_the_set_ranks_by_points(app):
    at = app(unit="P63-25")
    assert "Cục Thuế tỉnh đứng đầu 18 cơ quan có điểm trong kho, 141,6/150 điểm" in heading(at)
    table = at.dataframe[0].value
    assert list(table["place"])[:2] == ["1/18", "2/18"] and list(table["rank"])[:2] == ["1", "2"]
    assert t("ready.levels.none", "vi") in words(at)
    at.selectbox(key="ready-year").set_value(2020).run()
    assert t("ready.points.no_maximum", "vi") in words(at)
    assert at.dataframe[0].value["rank"].isna().all() if "rank" in at.dataframe[0].value else True


@pytest.mark.parametrize(
    ("unit", "level", "says"),
    [
        ("P63-22", "district", "đánh giá 14 huyện"),
        ("P63-04", "department", "từ 54 điểm"),
        ("P63-68", "department", "từ 430 điểm"),
        ("P63-70", "district", "từ 85 điểm"),
        ("P63-06", "district", "2015/QĐ-UBND ngày 29/11/2018"),
    ],
)
def test_where_only_the_frame_is_known_it_is_shown_open_and_the_absence_said(app, unit, level, says):
    at = app(unit=unit, level=level)
    assert "chưa có kết quả đánh giá" in heading(at)
    assert '<details class="egov-rule" open>' in body(at)
    assert says in words(at) and t("ready.unknown", "vi") in words(at)
    assert charts(at) == []


def test_cho_don_is_a_known_fact(app):
    assert "Chợ Đồn: 2 xã chưa kịp tự chấm điểm, năm 2019" in words(app(unit="D63-064"))


def test_the_country_lists_every_province_and_set(app):
    at = app(unit="VN")
    for unit in ("P63-64", "P63-46", "P63-25", "P63-26", "P63-06", "P63-22", "P63-04", "P63-68", "P63-70"):
        assert f"readiness?unit={unit}&amp;" in body(at)
    for name in ("1187/QĐ-BNV", "2948/QĐ-BNV", "922/QĐ-BTTTT", "Phụ lục 1B", "Khung 2392/QĐ-BTTTT"):
        assert name in words(at)
    assert t("ready.list.compare", "vi") in words(at)
    region = body(app(unit="R63-tay-nguyen"))
    assert "readiness?unit=P63-64&amp;" in region and "readiness?unit=P63-46&amp;" not in region


def test_a_bad_link_shows_the_page_and_says_what_was_wrong(app):
    at = app(unit="P63-64", level="village", year="1066", only="Level II")
    assert heading(at).startswith("Gia Lai, năm 2022")
    assert body(at).count("egov-notice warn") == 1
    assert heading(app(unit="P63-64", level="province", only="official,nonsense")).startswith("Gia Lai, năm 2022")


def test_every_chart_has_its_source_and_alt(app):
    for unit in ("P63-64", "P63-46", "P63-25"):
        at = app(unit=unit)
        assert body(at).count("Nguồn:") >= len(charts(at)) > 0
        assert all(chart.proto.alt for chart in at.get("plotly_chart"))
        assert "sources?unit=" in body(at)


def test_an_empty_store_says_so(app, tmp_path):
    store.build(small_sample().write(tmp_path / "data"), tmp_path / "workspace")
    at = app(workspace=tmp_path / "workspace", unit="P63-64")
    assert t("ready.empty.title", "vi") in words(at)
    assert heading(app(workspace=tmp_path / "workspace", unit="VN")) == t("ready.list.none", "vi")


def test_figures_without_results_still_show_the_frames(app, tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for file in [*(tmp_path / "data" / "observations").glob("*.csv"), tmp_path / "data" / "findings.csv"]:
        header, *_ = file.read_text(encoding="utf-8").splitlines()
        file.write_text(header + "\n", encoding="utf-8")
    store.build(tmp_path / "data", tmp_path / "workspace")
    at = app(workspace=tmp_path / "workspace", unit="P63-64")
    assert "chưa có kết quả đánh giá" in heading(at)


SHELL = {"units", "unit_aliases", "indicator_aliases", "indicators"}
"""What the shell asks for, once for each edition."""


def test_no_visit_asks_the_store_more_than_twelve_times(app, monkeypatch):
    asked: list[str] = []
    real = connection.Edition.query

    def counted(self, name, **parameters):
        asked.append(name)
        return real(self, name, **parameters)

    monkeypatch.setattr(connection.Edition, "query", counted)
    for unit in ("P63-64", "D63-622", "C63-23563", "VN"):
        at = app(unit=unit, lang="en")
        st.cache_data.clear()
        st.cache_resource.clear()
        asked.clear()
        at.run()
        of_page = [name for name in asked if name not in SHELL]
        assert "criteria_sets" in of_page
        assert len(of_page) <= 12, of_page
