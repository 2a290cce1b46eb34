"""The sources page: every section, one figure, one source, on the shipped data and where there is nothing."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from tests.opening import open_page
from tests.sample import small_sample

SECTIONS = ("coverage", "sources", "findings", "glossary")


def opened(**params: str) -> AppTest:
    """The page of a link, as a new session sees it."""
    return open_page("sources", **params)


def markup(at: AppTest) -> str:
    return "\n".join(block.proto.body for block in at.get("html"))


def text(at: AppTest) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup(at))))


def headline(at: AppTest) -> str:
    found = re.search(r'<h1 class="egov-headline">(.*?)</h1>', markup(at))
    assert found, text(at)
    return unescape(found.group(1))


def rows(at: AppTest) -> int:
    """Rows of the tables of the page, matrices apart."""
    return markup(at).count("<tr><td class=")


def stated(at: AppTest, name: str) -> str | None:
    value = at.query_params.get(name)
    return value[-1] if isinstance(value, list) else value


@pytest.fixture
def shipped(shipped_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> store.Edition:
    monkeypatch.setenv("EGOV_WORKSPACE", str(shipped_workspace))
    return store.open_edition(store.current(shipped_workspace))


@pytest.fixture
def figure_of(shipped: store.Edition):
    """The id of a figure, from its unit, indicator and year."""

    def found(unit: str, indicator: str, year: int) -> str:
        frame = shipped.query("series", indicator=indicator, unit_ids=[unit], year_from=year, year_to=year)
        return str(frame[frame["scope"] == "self"]["figure_id"].iloc[0])

    return found


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_has_a_heading_and_says_where_the_reader_is(shipped, section, lang):
    at = opened(section=section, lang=lang)
    assert re.search(r"\d", headline(at))
    (here,) = re.findall(r'<a aria-current="page"[^>]*>([^<]+)</a>', markup(at))
    assert unescape(here) == t(f"sources.section.{section}", lang)


# Coverage


def test_a_cell_of_the_matrix_leads_to_its_units(shipped):
    at = opened(lang="vi")
    cell = re.search(r'href="(compare[^"]+)"[^>]*aria-label="(DTI 2022: 63 [^"]+)">63</a>', markup(at))
    assert cell
    address = unescape(cell.group(1))
    assert {"indicator=dti_score", "view=bars", "year=2022"} <= set(address.partition("?")[2].split("&"))


def test_known_gaps_are_marked_and_explained_beside_the_four_kinds_of_nothing(shipped):
    at = opened(lang="vi")
    assert re.search(r'<td class="empty" title="không công bố, không đơn vị nào có số\. [^"]+">…</td>', markup(at))
    assert "Vietnam ICT Index 2021" in text(at)
    for kind in ("not_ranked", "not_applicable", "not_submitted", "not_published"):
        assert t(f"nothing.{kind}", "vi") in text(at)


def test_another_level_shows_other_indices(shipped):
    at = opened(lang="vi")
    assert "DDCI" not in text(at)
    at.segmented_control(key="sources-level").set_value(1).run()
    assert not at.exception
    assert stated(at, "level") == "district"
    assert "DDCI" in text(at) and "PCI" not in re.sub("DDCI", "", text(at))


def test_the_parts_of_the_chosen_index_are_shown_under_it(shipped):
    part = "DTI: nhận thức số"
    assert part not in text(opened(lang="vi"))
    assert part in text(opened(lang="vi", indicator="dti_score"))


def test_folded_parts_are_read_when_they_are_opened(shipped):
    at = opened(lang="vi")
    assert "median" not in markup(at) and t("sources.statistic.own", "vi") not in text(at)
    at.session_state["sources-national"] = True
    at.run()
    said = text(at)
    assert t("sources.statistic.own", "vi") in said and "trung vị" in said and "trung bình" in said


# Sources


def test_sources_are_searched_without_accents_and_narrowed(shipped):
    at = opened(section="sources", lang="vi")
    every = len(shipped.query("sources"))
    assert headline(at).startswith(f"{every} nguồn")
    at.text_input(key="sources-search").set_value("bao son la").run()
    assert stated(at, "search") == "bao son la"
    assert "Báo Sơn La" in text(at) and 0 < rows(at) < 20
    before = rows(at)
    at.selectbox(key="sources-grade").set_value("official").run()
    assert stated(at, "only") == "official" and rows(at) < before
    at.selectbox(key="sources-grade").set_value("").run()
    assert stated(at, "only") is None and rows(at) == before


def test_the_address_states_the_filters_of_a_list(shipped):
    at = opened(section="sources", search="sơn la", only="press", lang="vi")
    assert at.text_input(key="sources-search").value == "sơn la"
    assert at.selectbox(key="sources-grade").value == "press"


def test_a_long_list_grows_by_a_button(shipped):
    at = opened(section="sources", lang="vi")
    assert rows(at) == 40
    at.button(key="sources-list:more").click().run()
    assert rows(at) == 80


def test_sorting_by_title(shipped):
    at = opened(section="sources", lang="vi")
    first = re.search(r'source=([^&"]+)', markup(at))
    at.selectbox(key="sources-sort").set_value("newest").run()
    assert first and re.search(r'source=([^&"]+)', markup(at)).group(1) != first.group(1)  # type: ignore[union-attr]


# Findings


def test_findings_are_counted_and_narrowed(shipped):
    every = shipped.query("all_findings")
    at = opened(section="findings", lang="vi")
    states = every["state"].value_counts()
    assert headline(at) == f"{len(every)} phát hiện trong các nguồn, {states['open']} chưa rõ"
    at.selectbox(key="sources-finding").set_value("sum_does_not_hold").run()
    assert rows(at) == (every["kind"] == "sum_does_not_hold").sum() > 0
    assert "174 + 39 = 213" in text(at)
    at.selectbox(key="sources-state").set_value("explained").run()
    assert t("sources.findings.nothing", "vi") in text(at)
    assert stated(at, "only") == "sum_does_not_hold,explained"


def test_findings_of_a_unit_include_those_of_its_parts_and_all_are_one_click_away(shipped):
    at = opened(section="findings", unit="P63-06", lang="vi")  # Bắc Kạn, of which Chợ Đồn is a district
    assert "Chợ Đồn" in text(at) and "Sơn La" not in text(at)
    (every,) = re.findall(r'href="([^"]+)"[^>]*>xem cả \d+ phát hiện</a>', markup(at))
    assert "unit=VN" in unescape(every) and "section=findings" in every


def test_findings_of_an_unchanged_province_are_those_of_both_its_keys(shipped):
    old, new = (opened(section="findings", unit=unit, lang="vi") for unit in ("P63-14", "P34-14"))
    assert rows(old) == rows(new) > 0


def test_findings_are_told_in_the_language_of_the_reader(shipped):
    at = opened(section="findings", only="sum_does_not_hold", lang="en")
    assert "the source states" in text(at) and "nguồn ghi" not in text(at)


# Glossary


def test_the_glossary_says_what_each_index_is_in_both_languages(shipped):
    said = text(opened(section="glossary", lang="vi"))
    families = shipped.query("families")
    for name in (*families["name_vi"], *families["name_en"]):
        assert name in said
    for decision in shipped.query("methods")["decision"].dropna():
        assert decision in said
    assert "I là mức cao nhất" in said and t("sources.start.inferred", "vi") in said


def test_the_glossary_is_searched_and_opens_what_is_found(shipped):
    at = opened(section="glossary", lang="vi")
    assert '<details class="egov-folded" open>' not in markup(at)
    at.text_input(key="sources-search").set_value("chuyen doi so").run()
    assert "DTI" in text(at) and "Chỉ số năng lực cạnh tranh cấp tỉnh" not in text(at)
    assert '<details class="egov-folded" open>' in markup(at)
    at.text_input(key="sources-search").set_value("không có từ này").run()
    assert t("sources.glossary.nothing", "vi") in text(at)


def test_the_index_of_the_link_is_unfolded(shipped):
    found = re.findall(
        r'<details class="egov-folded" open><summary><b>([^<]+)',
        markup(opened(section="glossary", indicator="sipas_score", lang="vi")),
    )
    assert len(found) == 1 and "SIPAS" in found[0]


# One figure


def test_a_figure_shows_both_statements_why_one_is_shown_and_the_finding(shipped, figure_of):
    at = opened(figure=figure_of("P63-14", "par_index_score", 2021), lang="vi")
    assert headline(at) == "Sơn La, PAR INDEX năm 2021: 87,62 điểm, hạng 15/63"
    said = text(at)
    assert "87,61 điểm" in said and t("sources.used.no", "vi") in said and t("sources.figure.disagree", "vi") in said
    assert f"Chọn vì: {t('reason.earlier', 'vi')}" in said
    assert "1149/QĐ-BNV" in said and t("finding_kind.conflicting_values", "vi") in said
    assert re.search(r'href="https?://[^"]+"[^>]*>mở trang gốc</a>', markup(at))


def test_a_figure_leads_back_to_compare_with_its_index_unit_and_level(shipped, figure_of):
    at = opened(figure=figure_of("D63-064", "dvctt_total", 2019), unit="P63-14", lang="vi")
    assert "209" in headline(at)
    found = re.search(rf'href="(compare[^"]+)"[^>]*>{t("sources.figure.compare", "vi")}', markup(at))
    assert found
    stated_there = set(unescape(found.group(1)).partition("?")[2].split("&"))
    assert {"unit=P63-14", "units=D63-064", "indicator=dvctt_total", "level=district", "parent=P63-06"} <= stated_there
    assert not any(part.startswith("figure=") for part in stated_there)
    assert "đoạn 4" in text(at) and "174 + 39 = 213" in text(at)


def test_figures_of_other_dates_are_named_with_their_dates(shipped):
    frame = shipped.query("series", indicator="sq766_score", unit_ids=["P34-75"], year_from=2025, year_to=2025)
    assert len(frame) == 2
    at = opened(figure=frame["figure_id"].iloc[0], lang="vi")
    assert "đến 25/08/2025" in text(at) and "29/08/2025: 86,13 điểm, 4/34" in text(at)


def test_a_figure_without_a_value_says_its_kind_of_nothing(tmp_path, monkeypatch):
    sample = small_sample().figure("P63-64", 2023, nothing="not_ranked")
    edition = store.open_edition(store.build(sample.write(tmp_path / "data"), tmp_path / "ws").edition)
    frame = edition.query("series", indicator="par_index_score", unit_ids=["P63-64"], year_from=2023, year_to=2023)
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "ws"))
    at = opened(figure=frame["figure_id"].iloc[0], lang="vi")
    assert headline(at).endswith("▽ không xếp hạng")
    assert "0,00" not in text(at)


# One source


def test_a_source_shows_its_record_and_all_it_stated(shipped):
    (row,) = shipped.query("sources").query("source_id == 'cho-don-2019-12d7'").to_dict("records")
    at = opened(source="cho-don-2019-12d7", lang="vi")
    assert headline(at) == row["title"]
    said = text(at)
    assert row["checksum"] in said and t("sources.source.no_address", "vi") in said
    assert f"{row['statements']} số liệu mà nguồn này ghi" in said
    assert len(set(re.findall(r"figure=([0-9a-f]{32})", markup(at)))) == row["statements"]
    assert "khoảng 80%" in said and "đoạn 7" in said


def test_a_source_with_many_statements_is_read_bit_by_bit(shipped):
    row = shipped.query("sources").iloc[0]
    at = opened(source=row["source_id"], lang="vi")
    total, shown = int(row["statements"]), len(set(re.findall(r"figure=([0-9a-f]{32})", markup(at))))
    assert shown == 40 < total
    while any(button.key == "sources-gave:more" for button in at.button):
        at.button(key="sources-gave:more").click().run()
    assert len(set(re.findall(r"figure=([0-9a-f]{32})", markup(at)))) == total


# Bad links and nothing to show


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("what", ["figure", "source"])
def test_an_unknown_id_gets_a_plain_remark_and_a_way_on(shipped, what, lang):
    at = opened(**{what: "no-such-thing"}, lang=lang)
    assert headline(at) == t(f"sources.{what}.unknown", lang)
    (notice,) = re.findall(r'<div class="egov-notice warn".*?</div></div>', markup(at))
    assert "no-such-thing" in notice and 'class="inside" href="sources?' in notice


def test_words_that_a_list_does_not_know_change_nothing(shipped):
    assert (
        rows(opened(section="findings", only="nonsense", lang="vi")) == rows(opened(section="findings", lang="vi")) > 0
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_store_without_figures_says_why_there_is_nothing(tmp_path, monkeypatch, section, lang):
    sample = small_sample()
    for table in ("observation", "source"):
        sample.rows[table] = []
    store.build(sample.write(tmp_path / "data"), tmp_path / "ws")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "ws"))
    at = opened(section=section, lang=lang)
    if section == "glossary":
        assert "PAR INDEX" in text(at)
    else:
        assert '<div class="egov-empty">' in markup(at) and t("sources.empty.what", lang) in text(at)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_page_asks_at_most_twelve_queries(shipped, monkeypatch, figure_of, section):
    asked: list[str] = []
    query = store.Edition.query
    monkeypatch.setattr(
        store.Edition, "query", lambda self, name, **given: asked.append(name) or query(self, name, **given)
    )
    for params in ({"section": section}, {"figure": figure_of("P63-14", "par_index_score", 2021)}):
        asked.clear()
        st.cache_data.clear()
        opened(**params, lang="vi")
        assert 2 <= len(asked) <= 12, asked


def test_the_whole_edition_is_on_offer(shipped):
    for lang in ("vi", "en"):
        at = opened(lang=lang)
        buttons = [button.label for button in at.get("download_button")]
        assert t("package.ui.button", lang) in buttons
        assert t("package.ui.what", lang) in text(at)


def test_of_a_very_large_store_the_command_is_told(shipped, monkeypatch):
    monkeypatch.setattr("egov_metrics.export.package.keeping.LARGEST", 1)
    at = opened(lang="en")
    assert f"--edition {shipped.ref.short_hash}" in text(at) and not at.get("download_button")
