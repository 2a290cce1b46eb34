"""The compare page in the real shell, on a made-up store: every view says its finding and its source."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.analysis import compare
from egov_metrics.i18n.texts import t
from egov_metrics.store import connection
from egov_metrics.ui import parts
from egov_metrics.ui.compare import listing
from tests.compare_store import build_compare_store
from tests.opening import heading, open_page, page_text
from tests.sample import small_sample

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    return build_compare_store(tmp_path_factory.mktemp("compare_page"))[0]


@pytest.fixture
def app(workspace, monkeypatch):
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))

    def opened(**params: str) -> AppTest:
        return open_page("compare", **params)

    return opened


def charts(at: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def traces(at: AppTest, meta: str, chart: int = 0) -> list[dict]:
    return [trace for trace in charts(at)[chart]["data"] if trace.get("meta") == meta]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("view", ["line", "bars", "table"])
@pytest.mark.parametrize("measure", ["value", "rank"])
def test_every_view_has_a_finding_a_source_line_and_files(app, lang, view, measure):
    at = app(lang=lang, view=view, measure=measure, unit="P63-14", year="2023")
    assert heading(at).startswith("PAR INDEX")
    assert ("Nguồn" if lang == "vi" else "Source") in page_text(at) or view == "table"
    assert t("compare.sources.all", lang) in page_text(at)
    assert "sources?unit=P63-14" in page_text(at)
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == [t(f"export.download.{name}", lang) for name in ("csv", "xlsx", "parquet")]
    assert len(at.get("plotly_chart")) == (0 if view == "table" else 1)


def test_lines_are_cut_at_the_method_and_own_and_chosen_stand_out(app):
    at = app(unit="P63-14", units="P34-22")
    (own,), (chosen,) = traces(at, "own"), traces(at, "chosen")
    assert (own["name"], chosen["name"]) == ("Sơn La", "Quảng Ninh")
    # 2021 | 2023 are of two methods and not neighbours; 2024 and 2025 join what was one territory under two keys.
    assert own["x"] == [2019.0, None, 2021.0, None, 2023.0]
    assert chosen["x"][-3:] == [2023.0, 2024.0, 2025.0]
    assert t("compare.methods.value", "vi", n="2") in page_text(at)


def test_the_present_key_of_an_unchanged_province_is_our_own_unit_too(app):
    assert traces(app(unit="P34-22"), "own")[0]["name"] == "Quảng Ninh"


def test_a_unit_of_another_level_is_nobodys_own(app):
    at = app(unit="D63-622")
    assert traces(at, "own") == []
    assert heading(at) == "PAR INDEX 2025: Quảng Ninh đứng đầu, 93,00 điểm, hạng 1/34"


def test_means_are_drawn_for_values_and_never_the_countrys_own_index(app):
    names = {trace["name"] for trace in traces(app(unit="P63-22"), "mean")}
    of = {t("compare.mean.mean_of", "vi", n=n) for n in ("63", "34")}
    assert names == {t("compare.mean.mean", "vi"), *of, t("compare.mean.region_mean", "vi")}
    assert 70.0 not in [y for trace in traces(app(unit="P63-22"), "mean") for y in trace["y"]]
    assert traces(app(unit="P63-22", measure="rank"), "mean") == []


def test_value_or_rank_changes_what_is_drawn(app):
    at = app(unit="P63-14")
    assert traces(at, "own")[0]["y"][0] == 81.93
    at.segmented_control(key="filter-measure").set_value(1).run()
    assert traces(at, "own")[0]["y"][0] == 23
    assert heading(at) == "PAR INDEX: Sơn La từ hạng 23/63 năm 2019 lên 13/63 năm 2023 (cách đo đã đổi)"


def test_the_years_narrow_the_lines_and_the_year_turns_the_bars(app):
    at = app(unit="P63-14")
    at.select_slider(key="filter-years").set_range(2021, 2023).run()
    assert traces(at, "own")[0]["x"] == [2021.0, None, 2023.0]
    at = app(unit="P63-14", view="bars", year="2021")
    assert heading(at) == "PAR INDEX 2021: Sơn La 87,62 điểm, hạng 15/63"
    assert traces(at, "bars")[0]["x"] == [90.12, 87.62, 85.2, 80.1]
    assert t("compare.having.value_of", "vi", n="4", of="63") in page_text(at)


def test_two_rankings_of_one_year_are_two_charts(app):
    at = app(view="bars", year="2024")
    assert len(charts(at)) == 2
    assert [t(f"compare.order.{order}", "vi") in page_text(at) for order in ("P34", "P63")] == [True, True]
    assert traces(at, "bars", 0)[0]["x"] == [91.0, 79.0]
    assert traces(at, "bars", 1)[0]["x"] == [91.0]


def test_a_region_leaves_its_units_and_says_who_is_outside(app):
    at = app(region="R63-b", unit="P63-14")
    assert traces(at, "own") == []
    assert t("compare.absent", "vi", units="Sơn La") in page_text(at)
    assert at.selectbox(key="filter-region").value == 1


def test_districts_of_several_provinces_have_no_common_leader(app):
    at = app(level="district")
    assert heading(at) == "PAR INDEX: 3 số liệu của 3 đơn vị, 2023"
    assert t("compare.note.separate", "vi") in page_text(at)
    at = app(level="district", parent="P63-64", view="bars")
    assert "Pleiku tốt nhất trong 2 đơn vị" in heading(at)
    assert t("compare.note.separate", "vi") not in page_text(at)


def test_too_many_units_ask_for_a_province_first(app, monkeypatch):
    monkeypatch.setattr(compare, "MANY", 1)
    at = app(level="district", lang="en")
    assert t("compare.empty.parent_what", "en") in page_text(at)
    assert charts(at) == []
    assert len(charts(app(level="district", parent="P63-64", lang="en"))) == 1


def test_a_level_and_a_place_without_figures_say_so(app):
    at = app(level="commune")
    assert t("compare.empty.level_what", "vi") in page_text(at)
    assert not at.get("plotly_chart")
    assert t("compare.empty.nothing_what", "vi") in page_text(app(level="district", parent="P63-14"))


def test_bad_parameters_give_a_page_and_a_remark(app):
    at = app(unit="P63-99", units="x;y", indicator="nothing_known", year="twenty", view="pie", region="R63-zz")
    assert heading(at).startswith("PAR INDEX")
    assert "P63-99" in page_text(at) and "pie" in page_text(at)


def test_the_table_has_every_figure_its_basis_and_the_way_to_its_source(app):
    frame = app(view="table").dataframe[0].value
    of_34 = t("compare.mean.mean_of", "vi", n="34")
    means = frame[frame["unit"].str.startswith("bình quân")]
    assert means[["unit", "year", "value"]].to_numpy().tolist()[0] == [of_34, 2024, 80.0]
    assert (len(frame), len(means)) == (18, 4)
    newest = frame.iloc[0]
    assert (newest["unit"], newest["year"], newest["value"], newest["rank"]) == ("Quảng Ninh", 2025, 93.0, 1)
    disputed = frame[frame["conflict"] == "◆"]
    assert disputed[["unit", "year"]].to_numpy().tolist() == [["Sơn La", 2021]]
    assert frame["open"].str.startswith("sources?").all() and frame["open"].str.contains("figure=").all()
    assert frame.loc[frame["year"] == 2022, "remark"].tolist() == ["… không công bố"]
    assert "suy ra từ số khác, không phải số công bố" in set(frame["basis"])


def test_a_long_table_is_cut_with_a_word_and_its_files_are_whole(app, monkeypatch):
    monkeypatch.setattr(listing, "MOST_ROWS", 2)
    offered: list[parts.Download] = []
    monkeypatch.setattr(parts, "downloads", lambda files, key: offered.extend(files))
    at = app(view="table")
    assert len(at.dataframe[0].value) == 2
    assert t("compare.table.capped", "vi", n="2") in page_text(at)
    text = offered[0].make().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 19


def test_a_file_holds_what_is_on_the_screen(app, monkeypatch, workspace):
    offered: list[parts.Download] = []
    monkeypatch.setattr(parts, "downloads", lambda files, key: offered.extend(files))
    app(view="bars", year="2023", unit="P63-14", region="R63-a")
    read = list(csv.DictReader(io.StringIO(offered[0].make().decode("utf-8-sig")), delimiter=";"))
    assert [(row["Đơn vị"], row["Năm"], row["Giá trị"]) for row in read] == [
        ("Sơn La", "2023", "88,66"),
        ("Gia Lai (đến 30/6/2025)", "2023", "80,50"),
        ("Việt Nam", "2023", "86,98"),
    ]
    assert [row["Bình quân của"] for row in read] == ["", "", t("compare.mean.mean_of", "vi", n="63")]
    assert {row["Địa giới"] for row in read} == {t("territory.as-published", "vi")}
    edition = store.current(workspace).short_hash
    assert [file.file_name.rpartition(".")[0] for file in offered] == [f"par_index_score_2023_egov-{edition}"] * 3
    assert offered[1].make()[:2] == b"PK" and offered[2].make()[:4] == b"PAR1"


def test_a_page_asks_at_most_twelve_queries_and_then_none(app, monkeypatch, tmp_path):
    asked: list[str] = []
    plain = connection.Edition.query

    def counted(self: connection.Edition, name: str, **parameters: object) -> object:
        asked.append(name)
        return plain(self, name, **parameters)

    fresh = build_compare_store(tmp_path)[0]  # answers are cached by file: this one was never asked
    monkeypatch.setenv("EGOV_WORKSPACE", str(fresh))
    monkeypatch.setattr(connection.Edition, "query", counted)
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.run()
    asked.clear()
    at.switch_page("pages/compare.py").run()
    assert 3 <= len(asked) <= 12, asked
    asked.clear()
    at.segmented_control(key="filter-measure").set_value(1).run()
    assert asked == []


def test_without_any_figure_the_page_says_what_is_missing(monkeypatch, tmp_path):
    sample = small_sample()
    sample.rows["observation"] = []
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.run().switch_page("pages/compare.py").run()
    assert not at.exception
    assert t("compare.empty.title_none", "vi") in page_text(at)
