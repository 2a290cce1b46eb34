"""Every view of the compare page in both territories: what is refused, what is said, and that files say it too."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.export import parquet_file
from egov_metrics.i18n.texts import t
from egov_metrics.store import connection
from egov_metrics.ui import parts
from egov_metrics.views.compare.reading import OF_A_YEAR, PAIRS
from egov_metrics.views.view import VIEWS
from tests.compare_store import build_territory_store, territory_sample
from tests.opening import open_page
from tests.test_compare_page import ROOT, charts, heading, page_text, traces

CHARTS = [view for view in VIEWS if view != "table"]
Opened = Callable[..., AppTest]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    return build_territory_store(tmp_path_factory.mktemp("compare_views"))[0]


@pytest.fixture
def app(workspace, monkeypatch) -> Opened:
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))

    def opened(**params: str) -> AppTest:
        return open_page("compare", **params)

    return opened


@pytest.fixture
def offered(monkeypatch) -> list[parts.Download]:
    """The files that the page offers, instead of buttons."""
    found: list[parts.Download] = []
    monkeypatch.setattr(parts, "downloads", lambda files, key: found.extend(files))
    return found


def stated(at: AppTest) -> dict[str, str]:
    """What the address says; a test's own parameters are texts, those that the page wrote are lists."""
    found = {name: at.query_params[name] for name in at.query_params}
    return {name: value if isinstance(value, str) else value[-1] for name, value in found.items()}


def csv_rows(files: list[parts.Download]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[0].make().decode("utf-8-sig")), delimiter=";"))


def subtitle(at: AppTest) -> str:
    return page_text(at).partition('<p class="egov-sub">')[2].partition("</p>")[0]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("territory", ["as-published", "2025"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_in_both_territories_has_a_finding_sources_and_files(app, view, territory, lang):
    at = app(unit="P63-14", units="P63-22", view=view, territory=territory, lang=lang, year="2023")
    assert heading(at)
    assert t("compare.sources.all", lang) in page_text(at)
    assert len(charts(at)) == (0 if view == "table" else 1)
    assert [button.proto.label for button in at.get("download_button")] == [
        t(f"export.download.{name}", lang) for name in ("csv", "xlsx", "parquet")
    ]
    assert (t("territory.2025", lang) in subtitle(at)) == (territory == "2025")
    assert at.segmented_control(key="filter-view").options[0] == t("compare.view.line", lang)


@pytest.mark.parametrize("view", ["line", "bump", "slope", "bars", "dist", "grid", "scatter"])
def test_a_change_of_view_keeps_units_years_and_territory(app, view):
    at = app(unit="P63-14", units="P63-22", territory="2025", **{"from": "2019", "to": "2021", "year": "2021"})
    labels = at.segmented_control(key="filter-view").options
    named = t("compare.view.pair" if view in PAIRS else f"compare.view.{view}", "vi")
    at.segmented_control(key="filter-view").set_value(labels.index(named)).run()
    kept = {"unit": "P63-14", "units": "P63-22", "territory": "2025", "from": "2019", "to": "2021", "year": "2021"}
    assert kept.items() <= stated(at).items()
    assert stated(at).get("view", "line") == view


def test_a_former_province_is_shown_as_the_present_one_and_the_page_says_so(app):
    at = app(unit="P63-64", territory="2025", view="line")
    (own,) = traces(at, "own")
    assert own["name"] == "Gia Lai"
    assert [y for y in own["y"] if y is not None] == [82.5, 79.0]
    # The recomputed point is hollow, the published one is not, and no line joins them.
    assert (own["x"], own["marker"]["symbol"]) == ([2023.0, None, 2024.0], ["circle-open", "circle", "circle"])
    assert "Trung bình cộng của Bình Định, Gia Lai" in own["text"][0]
    assert t("compare.moved.same", "vi", new="Gia Lai", members="Bình Định, Gia Lai") in subtitle(at)
    assert t("compare.moved.back", "vi") in page_text(at)


def test_as_published_a_merged_province_leads_to_its_former_ones(app):
    at = app(unit="P34-52", region="R63-a")
    said = page_text(at)
    assert t("compare.absent.merged", "vi", unit="Gia Lai (từ 1/7/2025)") in said
    assert "unit=P63-52" in said and "unit=P63-64" in said and "territory=2025" in said


def test_what_is_refused_is_named_with_its_reason_and_listed(app):
    at = app(unit="P63-52", territory="2025", view="line")
    reason = t("recomputed.cause.not_published", "vi", missing="Bình Định")
    assert t("compare.refused.one", "vi", unit="Gia Lai", years="2021", reason=reason) in page_text(at)
    assert t("compare.refused.count.one", "vi") in page_text(at)
    assert t("compare.refused.list", "vi") in [expander.label for expander in at.expander]
    as_published = app(unit="P63-52", view="line")
    assert "compare.refused" not in page_text(as_published)
    assert t("compare.refused.list", "vi") not in [expander.label for expander in as_published.expander]


def test_incomplete_figures_are_recomputed_only_on_request(app):
    refused = app(unit="P63-52", territory="2025", view="bars", year="2021")
    assert len(traces(refused, "bars")[0]["x"]) == 2
    accepted = app(unit="P63-52", territory="2025", view="bars", year="2021", partial="yes")
    assert len(traces(accepted, "bars")[0]["x"]) == 3
    words = next(text for text in traces(accepted, "bars")[0]["hovertext"] if "Gia Lai" in text)
    assert "thiếu Bình Định" in words.replace("<br>", " ")


def test_means_of_63_do_not_stand_beside_34(app):
    as_published = {trace["name"] for trace in traces(app(unit="P63-22"), "mean")}
    assert t("compare.mean.mean_of", "vi", n="63") in as_published
    present = {trace["name"]: trace["y"] for trace in traces(app(unit="P63-22", territory="2025"), "mean")}
    assert present == {t("compare.mean.mean", "vi"): [80.0]}


def test_a_recomputed_rank_is_never_told_as_the_published_one(app):
    at = app(unit="P63-14", territory="2025", view="bars", year="2023")
    assert heading(at) == "PAR INDEX 2023: Sơn La 88,66 điểm, hạng tính lại 2/3"
    assert t("compare.having.value_present", "vi", n="3") in page_text(at)
    text = next(text for text in traces(at, "bars")[0]["hovertext"] if "Sơn La" in text).replace("<br>", " ")
    assert "hạng tính lại trong 3 tỉnh có số liệu; hạng công bố 13/63" in text


def test_the_table_says_what_recomputed_figures_are_made_of(app):
    frame = app(territory="2025", view="table").dataframe[0].value
    row = frame[(frame["unit"] == "Gia Lai") & (frame["year"] == 2023)].iloc[0]
    assert (row["value"], row["members"], row["rule"]) == (82.5, "Bình Định, Gia Lai", "trung bình cộng")
    assert "units=P63-64" in row["open"] and "territory" not in row["open"]
    sonla = frame[(frame["unit"] == "Sơn La") & (frame["year"] == 2023)].iloc[0]
    assert (sonla["rank"], sonla["rank_of"], sonla["published_rank"]) == (2, 3, "13/63")


def test_files_say_the_territory_the_members_and_their_sources(app, offered):
    app(territory="2025", view="table", unit="P63-14")
    rows = csv_rows(offered)
    assert {row["Địa giới"] for row in rows} == {t("territory.2025", "vi")}
    merged = next(row for row in rows if row["Mã đơn vị"] == "P34-52" and row["Năm"] == "2023")
    assert merged["Tính từ"] == "Bình Định, Gia Lai (đến 30/6/2025)"
    assert (merged["Cách tính lại"], merged["Loại số của giá trị"]) == ("trung bình cộng", t("basis.recomputed", "vi"))
    kept = next(row for row in rows if row["Mã đơn vị"] == "P34-14" and row["Năm"] == "2023")
    assert (kept["Đơn vị"], kept["Hạng"], kept["Hạng công bố"], kept["Tính từ"]) == ("Sơn La", "2", "13/63", "")
    book = openpyxl.load_workbook(io.BytesIO(offered[1].make()))
    told = dict(book[t("export.sheet.about", "vi")].iter_rows(min_row=2, max_col=2, values_only=True))
    assert told[t("territory", "vi")] == t("territory.2025", "vi")
    assert told[t("territory.rule", "vi")] == t("territory.rule.mean", "vi")
    sources = [row[0] for row in book[t("export.sheet.sources", "vi")].iter_rows(min_row=2, values_only=True)]
    assert sorted(sources) == ["Bài official-1", "Bài press-1", "Bài press-2"]
    table = pq.read_table(io.BytesIO(offered[2].make()))
    filters = json.loads(table.schema.metadata[parquet_file.METADATA])["filters"]
    assert filters[t("territory", "vi")] == t("territory.2025", "vi")


@pytest.mark.parametrize("view", PAIRS)
def test_two_years_that_compare_show_the_change_in_chart_table_and_files(app, offered, view):
    at = app(unit="P63-14", view=view, **{"from": "2019", "to": "2021"})
    assert "+5,69" in heading(at)
    assert t("compare.across.words", "vi", why="x").partition("x")[2] not in page_text(at)
    rows = csv_rows(offered)
    assert {row["Năm"] for row in rows} == {"2019", "2021"}
    mine = [row for row in rows if row["Mã đơn vị"] == "P63-14"]
    assert [(row["Năm"], row["So với năm"], row["Chênh lệch"]) for row in mine] == [
        ("2021", "2019", "5,69"),
        ("2019", "", ""),
    ]
    at = app(unit="P63-14", view=view, measure="rank", **{"from": "2019", "to": "2021"})
    mine = [row for row in csv_rows(offered[3:]) if row["Mã đơn vị"] == "P63-14"]
    assert [row["Số bậc tăng (+) giảm (−)"] for row in mine] == ["8", ""]
    assert "tăng 8 bậc" in heading(at)


@pytest.mark.parametrize("view", PAIRS)
def test_two_years_of_two_methods_are_refused_with_the_decision_and_two_ways_on(app, view):
    at = app(unit="P63-14", view=view, **{"from": "2021", "to": "2023"})
    assert charts(at) == [] and at.get("download_button") == []
    why = t("compare.across.broken", "vi", method="2022/QĐ")
    assert t("compare.pair.refused", "vi", why=why, first="2021", last="2023") in page_text(at)
    assert at.button(key="compare-nearest").label == t("compare.pair.nearest", "vi", first="2019", last="2021")
    at.button(key="compare-nearest").click().run()
    assert (stated(at)["from"], stated(at)["to"]) == ("2019", "2021")
    assert "+5,69" in heading(at)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("view", PAIRS)
def test_a_change_across_a_break_says_so_everywhere(app, offered, view, lang):
    at = app(unit="P63-14", view=view, lang=lang, **{"from": "2021", "to": "2023"})
    at.button(key="compare-across").click().run()
    assert stated(at)["across"] == "yes"
    words = t("compare.across.words", lang, why=t("compare.across.broken", lang, method="2022/QĐ"))
    assert words in subtitle(at)
    layout = charts(at)[0]["layout"]
    assert any(words in str(note.get("text", "")).replace("<br>", " ") for note in layout["annotations"])
    assert words in at.get("plotly_chart")[0].proto.alt
    later = [row for row in csv_rows(offered) if row[t("export.field.year", lang)] == "2023"]
    notes = {row[t("export.field.change_note", lang)] for row in later}
    assert words in notes and all(row[t("export.field.change_since", lang)] == "2021" for row in later)
    told = json.loads(pq.read_table(io.BytesIO(offered[2].make())).schema.metadata[parquet_file.METADATA])
    assert words in told["filters"].values()
    at.button(key="compare-not-across").click().run()
    assert "across" not in stated(at) and charts(at) == []


def test_ranks_by_two_methods_are_drawn_and_everything_says_so(app):
    view = {"unit": "P63-14", "view": "slope", "measure": "rank", "from": "2021", "to": "2023"}
    at = app(**view)
    why = t("compare.across.broken", "vi", method="2022/QĐ")
    words = t("compare.across.words_rank", "vi", why=why)
    assert "giảm" not in heading(at) and "tăng" not in heading(at)
    assert heading(at).endswith(words[0].lower() + words[1:]) and words in subtitle(at)
    assert t("compare.pair.back", "vi") not in [button.label for button in at.button], "nothing was asked for"
    at.session_state["compare-slope-table"] = True
    at.run()
    row = at.dataframe[0].value.set_index("unit").loc["Sơn La"]
    assert (row["change"], row["note"]) == (2, words)
    alike = app(**view | {"from": "2019", "to": "2021"})
    assert why not in heading(alike) + subtitle(alike)


def test_the_table_of_two_years_has_the_change_and_the_words_of_the_break(app):
    at = app(unit="P63-14", view="slope", across="yes", **{"from": "2021", "to": "2023"})
    assert len(at.dataframe) == 0
    at.session_state["compare-slope-table"] = True
    at.run()
    frame = at.dataframe[0].value
    row = frame[frame["unit"] == "Sơn La"].iloc[0]
    assert (row["value_0"], row["value_1"], row["change"]) == (87.62, 88.66, pytest.approx(1.04))
    assert row["note"] == t("compare.across.words", "vi", why=t("compare.across.broken", "vi", method="2022/QĐ"))
    derived = frame[frame["unit"].str.startswith("Bình Định")].iloc[0]
    assert derived["note"] == t("compare.pair.marked", "vi")


def test_without_stated_years_two_that_compare_are_opened(app):
    at = app(unit="P63-14", view="slope")
    assert at.select_slider(key="compare-two-years").value == (2019, 2021)
    at.select_slider(key="compare-two-years").set_range(2019, 2023).run()
    assert (stated(at)["from"], stated(at)["to"]) == ("2019", "2023")


def test_the_later_year_is_played_among_those_that_compare_with_the_earlier(app, monkeypatch):
    from egov_metrics.ui.compare import controls

    played: list[tuple[list[int], int, Callable[[int], None]]] = []
    monkeypatch.setattr(
        controls, "year_player",
        lambda years, label, lang, key, *, year, on_pick, buttons_only: played.append((years, year, on_pick)),
    )  # fmt: skip
    app(unit="P63-22", view="slope", measure="rank", **{"from": "2019", "to": "2023"})
    assert played[0][:2] == ([2021, 2023, 2024], 2023), "of 2025 the ranks are out of 34"
    app(unit="P63-22", view="slope", **{"from": "2019", "to": "2021"})
    assert len(played) == 1, "one later year of the same method: nothing to play"


def test_a_unit_without_one_of_the_two_years_is_named(app):
    at = app(unit="P63-14", units="P63-64", view="slope", **{"from": "2019", "to": "2021"})
    assert t("compare.pair.absent", "vi", units="Gia Lai (đến 30/6/2025)", first="2019", last="2021") in subtitle(at)
    assert "Không có trên biểu đồ" not in subtitle(app(unit="P63-14", view="slope", **{"from": "2019", "to": "2021"}))


def test_on_a_phone_what_became_of_provinces_stands_below_the_chart(app, monkeypatch):
    words = t("compare.moved.same", "vi", new="Gia Lai", members="Bình Định, Gia Lai")
    assert words in subtitle(app(unit="P63-64", territory="2025"))
    monkeypatch.setattr(parts, "narrow", lambda: True)
    at = app(unit="P63-64", territory="2025")
    assert words not in subtitle(at) and words in page_text(at)


def test_nobody_calls_it_two_methods_when_nobody_says_so(app, monkeypatch, tmp_path):
    sample = territory_sample()
    for row in sample.rows["method_version"]:
        if row["method_id"] == "SEC-A":
            row["comparable_within"] = "not_stated"
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    at = app(unit="P63-14", view="slope", indicator="second_score", **{"from": "2021", "to": "2022"})
    why = t("compare.across.not_stated", "vi")
    assert heading(at) == t("compare.pair.title_unclear", "vi", index="Thứ hai", first="2021", last="2022")
    assert t("compare.pair.refused_unclear", "vi", why=why, first="2021", last="2022") in page_text(at)
    at.button(key="compare-across").click().run()
    words = t("compare.across.words_unclear", "vi", why=why)
    assert heading(at).endswith(words[0].lower() + words[1:]) and "hai cách" not in page_text(at)


def test_ranks_among_another_number_of_units_are_refused_too(app):
    at = app(unit="P63-22", view="dumbbell", measure="rank", **{"from": "2024", "to": "2025"})
    assert t("compare.across.field", "vi", first="63", last="34") in page_text(at)
    assert charts(at) == []


def test_scatter_opens_with_the_newest_year_that_has_both_and_our_own_unit(app):
    assert "PAR INDEX 2023" in heading(app(unit="P63-14", view="scatter")), "of 2024 and 2025 too few have both"


def test_scatter_takes_the_nearest_earlier_year_of_the_other_indicator_and_says_so(app, offered):
    at = app(unit="P63-14", view="scatter", year="2023")
    assert t("compare.against.earlier", "vi", index="Thứ hai", year="2022") in page_text(at)
    assert "PAR INDEX 2023" in heading(at) and "Thứ hai 2022" in heading(at)
    rows = csv_rows(offered)
    assert {(row["Mã chỉ số"], row["Năm"]) for row in rows} == {("par_index_score", "2023"), ("second_score", "2022")}
    assert offered[0].file_name.startswith("par_index_score-second_score_2022-2023_egov-")
    assert at.selectbox(key="filter-against").options == ["Thứ hai"]


def test_scatter_without_a_second_figure_says_what_to_do(app):
    at = app(unit="P63-14", view="scatter", year="2019")
    assert t("compare.none.against_what", "vi") in page_text(at)
    assert charts(at) == []


@pytest.mark.parametrize("view", ["bump"])
def test_a_view_that_needs_ranks_says_when_there_are_none(app, view):
    at = app(indicator="second_score", view=view)
    assert t("compare.none.rank", "vi", index="Thứ hai") in page_text(at)
    assert at.segmented_control(key="filter-view").value is not None


@pytest.mark.parametrize("view", OF_A_YEAR)
def test_views_of_a_year_have_the_player_and_the_others_the_span(app, view, monkeypatch):
    played: list[tuple[list[int], str]] = []
    from egov_metrics.ui.compare import controls

    monkeypatch.setattr(controls, "year_player", lambda years, label, lang, key, **_: played.append((years, key)))
    app(unit="P63-14", view=view)
    assert [key for _, key in played] == ["compare-year-player"]
    assert played[0][0] == [2019, 2021, 2023, 2024, 2025]


def test_two_units_share_the_headline(app):
    at = app(unit="P63-14", units="P63-22", view="line")
    assert heading(at) == "PAR INDEX 2023: Sơn La 88,66 điểm, hạng 13/63; Quảng Ninh 92,18 điểm, hạng 1/63"


def test_why_the_rank_moved_is_told_when_asked(app):
    at = app(unit="P63-14", view="line")
    before = page_text(at)
    assert at.toggle(key="compare-why").label == t("compare.why", "vi", unit="Sơn La")
    at.toggle(key="compare-why").set_value(True).run()
    assert not at.exception
    assert len(page_text(at)) > len(before)
    assert "compare-why" not in [toggle.key for toggle in app(units="P63-14", view="line").toggle]


def test_a_notice_about_a_bad_link_goes_with_the_first_change(app):
    at = app(unit="P63-14", view="pie")
    assert "pie" in page_text(at)
    at.segmented_control(key="filter-measure").set_value(1).run()
    assert "pie" not in page_text(at)


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_asks_more_than_twelve_queries(monkeypatch, tmp_path, view):
    asked: list[str] = []
    plain = connection.Edition.query

    def counted(self: connection.Edition, name: str, **parameters: object) -> object:
        asked.append(name)
        return plain(self, name, **parameters)

    fresh = build_territory_store(tmp_path)[0]
    monkeypatch.setenv("EGOV_WORKSPACE", str(fresh))
    monkeypatch.setattr(connection.Edition, "query", counted)
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in {"unit": "P63-14", "view": view, "territory": "2025"}.items():
        at.query_params[name] = value
    at.run()
    asked.clear()
    at.switch_page("pages/compare.py").run()
    assert not at.exception
    assert 3 <= len(asked) <= 12, asked


def test_supplied_weights_make_a_weighted_mean_and_the_file_names_the_rule(monkeypatch, tmp_path, offered):
    workspace = build_territory_store(tmp_path)[0]
    (workspace / "weights.csv").write_text("unit_id,weight\nP63-64,3\nP63-52,1\n", encoding="utf-8")
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in {
        "unit": "P34-52",
        "territory": "2025",
        "rule": "weighted",
        "view": "bars",
        "year": "2023",
    }.items():
        at.query_params[name] = value
    at.run()
    at.switch_page("pages/compare.py").run()
    assert not at.exception
    assert heading(at) == "PAR INDEX 2023: Gia Lai 81,50 điểm, hạng 3/3 (đều tính lại)"
    merged = next(row for row in csv_rows(offered) if row["Mã đơn vị"] == "P34-52")
    assert (merged["Giá trị"], merged["Cách tính lại"]) == ("81,50", t("territory.rule.weighted", "vi"))
