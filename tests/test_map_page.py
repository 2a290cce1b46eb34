"""The map page in the real shell, on a made-up store: finding, source, both territories, changes, our own unit."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from egov_metrics.store import connection
from egov_metrics.ui import filters, parts
from egov_metrics.ui.map import listing
from egov_metrics.views.view import View
from tests.compare_store import build_compare_store, compare_sample
from tests.opening import heading, open_page, page_text
from tests.sample import small_sample

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """The store of the compare page and, in 2021, what a map shows besides: a rank alone, the four kinds of nothing."""
    folder = tmp_path_factory.mktemp("map_page")
    sample = compare_sample()
    known = {row["unit_id"] for row in sample.rows["unit"]}
    with (ROOT / "data" / "units" / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit_id"] not in known]
    for row in rows:
        sample.add("unit", **{**row, "region_id": "", "note": ""})
    for code in ("14", "01"):
        sample.add("unit_succession", predecessor_id=f"P63-{code}", successor_id=f"P34-{code}", extent="whole",
                   effective="2025-07-01")  # fmt: skip
    sample.figure("P63-01", 2021, "", 10)
    nothings = ("not_ranked", "not_applicable", "not_submitted", "not_published")
    for code, nothing in zip(("31", "48", "56", "79"), nothings, strict=True):
        sample.figure(f"P63-{code}", 2021, nothing=nothing)
    store.build(sample.write(folder / "data"), folder / "workspace")
    return folder / "workspace"


@pytest.fixture
def app(workspace, monkeypatch):
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))

    def opened(**params: str) -> AppTest:
        return open_page("map", **params)

    return opened


def chart(at: AppTest) -> dict:
    (only,) = at.get("plotly_chart")
    return json.loads(only.proto.spec)


def tiles(at: AppTest) -> dict[str, list[str]]:
    """The lines of each tile by the key of its unit."""
    (drawn,) = [trace for trace in chart(at)["data"] if trace["meta"] == "tiles"]
    lines = [[re.sub("<.*?>", "", line) for line in text.split("<br>")] for text in drawn["text"]]
    return dict(zip(drawn["customdata"], lines, strict=True))


def hovers(at: AppTest) -> dict[str, str]:
    (drawn,) = [trace for trace in chart(at)["data"] if trace["meta"] == "tiles"]
    return dict(zip(drawn["customdata"], drawn["hovertext"], strict=True))


def listed(at: AppTest) -> list[str]:
    """The lines of the ranked list as they read."""
    part = page_text(at).partition('<ol role="list">')[2].partition("</ol>")[0]
    return [re.sub(" +", " ", re.sub("<.*?>", " ", item)).strip() for item in part.split("</li>") if item]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("territory", ["as-published", "2025"])
@pytest.mark.parametrize("colour", ["value", "quartile", "change"])
@pytest.mark.parametrize("measure", ["value", "rank"])
def test_every_kind_of_map_has_a_finding_a_source_and_files(app, lang, territory, colour, measure):
    at = app(lang=lang, territory=territory, colour=colour, measure=measure, unit="P63-14", year="2021")
    assert heading(at).startswith("PAR INDEX 2021")
    assert ("Nguồn" if lang == "vi" else "Source") in page_text(at)
    assert t("compare.sources.all", lang) in page_text(at)
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == [t(f"export.download.{name}", lang) for name in ("csv", "xlsx", "parquet")]
    assert t(f"map.legend.{colour}", lang) in page_text(at)


def test_tiles_have_value_and_rank_and_all_provinces_are_there(app):
    found = tiles(app(unit="P63-14", year="2021"))
    assert len(found) == 63
    assert found["P63-14"][-1] == "87,62 · 15/63"
    assert found["P63-52"][-1] == "85,20°"
    assert found["P63-01"][-1] == "10/63"
    assert [found[f"P63-{code}"][-1] for code in ("31", "48", "56", "79", "20")] == ["▽", "×", "□", "…", "–"]


def test_the_newest_year_has_the_34_and_the_link_decides_otherwise(app):
    assert set(tiles(app())) == {*tiles(app(territory="2025", year="2021"))}
    assert "P63-14" in tiles(app(year="2023"))


def test_the_switch_recomputes_for_the_34_and_says_so(app):
    at = app(unit="P63-64", year="2021", territory="2025")
    found = tiles(at)
    # Bình Định's figure of 2021 is not a published one: no mean with it.
    assert found["P34-52"][-1] == "⊘"
    assert "Bình Định" in hovers(at)["P34-52"]
    assert found["P34-22"][-1] == "90,12 · 1/2°"  # the value is published, its rank among the 34 is worked out
    assert t("map.moved", "vi", old="Gia Lai (đến 30/6/2025)", new="Gia Lai (từ 1/7/2025)") in page_text(at)
    assert t("map.refused", "vi") in page_text(at)


def test_a_merged_province_is_not_its_namesake_of_before(app):
    at = app(unit="P34-52", year="2021")
    line = [trace for trace in chart(at)["data"] if trace["meta"] == "tiles"][0]["marker"]["line"]
    assert 3 not in line["width"]
    assert t("map.absent.merged", "vi", unit="Gia Lai (từ 1/7/2025)") in page_text(at)
    assert "map?unit=P63-52" in page_text(at) and "map?unit=P63-64" in page_text(at)


@pytest.mark.parametrize("unit", ["P63-22", "P34-22"])
def test_an_unchanged_province_is_our_own_under_either_key(app, unit):
    for year, key in (("2023", "P63-22"), ("2025", "P34-22")):
        drawn = [trace for trace in chart(app(unit=unit, year=year))["data"] if trace["meta"] == "tiles"][0]
        framed = [one for one, width in zip(drawn["customdata"], drawn["marker"]["line"]["width"], strict=True)
                  if width == 3]  # fmt: skip
        assert framed == [key]


def test_a_change_across_methods_is_hatched_with_its_reason_and_within_one_is_written(app):
    at = app(unit="P63-14", year="2021", colour="change")
    assert tiles(at)["P63-14"][-1] == "87,62 · +5,69"
    assert "So với 2019: +5,69" in hovers(at)["P63-14"]
    assert t("map.why.missing", "vi", year="2019") in hovers(at)["P63-64"].replace("<br>", " ")
    at = app(unit="P63-14", year="2023", colour="change")
    assert tiles(at)["P63-14"][-1] == "88,66"
    assert "Không so được với 2021: lý do" in hovers(at)["P63-14"].replace("<br>", " ")
    first = app(unit="P63-14", year="2019", colour="change")
    assert t("map.note.change_first.value", "vi") in page_text(first)


def test_a_change_of_rank_is_between_rankings_of_as_many_units(app):
    at = app(unit="P63-22", year="2023", colour="change", measure="rank")
    assert tiles(at)["P63-22"][-1] == "1/63 · ▲1"
    at = app(unit="P63-22", year="2024", colour="change", measure="rank")
    assert tiles(at)["P34-22"][-1] == "2/34 · 91,00"
    assert t("map.note.change_first.rank", "vi") in page_text(
        at
    )  # of 34 in that year first: not joined to the 63 of 2023


def test_the_list_is_by_rank_and_each_line_chooses_its_unit(app):
    at = app(unit="P63-14", year="2021")
    assert listed(at) == [
        "2/63 Quảng Ninh 90,12",
        "10/63 Hà Nội –",
        "15/63 Sơn La 87,62",
        "50/63 Gia Lai 80,10",
        "– Bình Định 85,20°",
    ]
    text = page_text(at)
    assert 'aria-current="true"' in text and text.count('aria-current="true"') == 1
    links = re.findall(r'class="inside map-row" href="(map\?unit=[^"]+)"', text)
    assert [re.search(r"unit=(P63-\d\d)", link).group(1) for link in links][:3] == ["P63-22", "P63-01", "P63-14"]
    assert all("year=2021" in link for link in links)
    assert t("map.list.rest", "vi", n="58") in text


def test_our_own_unit_without_a_figure_is_told_and_who_was_not_recomputed(app):
    said = page_text(app(unit="P63-01", year="2021"))
    assert t("map.own_without.value", "vi", unit="Hà Nội", year="2021") in said
    assert "Chưa có" not in page_text(app(unit="P63-14", year="2021"))
    present = page_text(app(unit="P63-14", year="2021", territory="2025"))
    assert t("map.list.refused.one", "vi") in present and t("map.list.rest", "vi", n="30") in present
    assert t("map.list.former", "vi", units="Hà Nội 10/63") in present


def test_the_other_order_of_a_year_is_told(app):
    assert t("map.note.other_order.one", "vi") in page_text(app(year="2024"))


def test_the_table_has_what_each_figure_rests_on(app):
    at = app(unit="P63-14", year="2021")
    at.session_state["map-P63-P63-14-table"] = True
    at.run()
    table = at.dataframe[0].value
    assert len(table) == 9
    assert table.loc[table["unit"] == "Bình Định", "basis"].item() == t("basis.derived", "vi")
    assert table["open"].dropna().str.contains("figure=").all()
    assert set(table.loc[table["value"].isna() & table["rank"].isna(), "remark"]) == {
        "▽ không xếp hạng", "× không áp dụng", "□ chưa nộp", "… không công bố",
    }  # fmt: skip


def test_links_to_other_pages_keep_what_belongs_to_them(app):
    at = app(unit="P63-14", units="P63-22", view="bump", level="district", parent="P63-64", year="2021")
    assert heading(at).startswith("PAR INDEX 2021: Sơn La")
    link = re.search(r'href="(sources\?[^"]+figure=[^"]+)"', page_text(at)).group(1)
    assert "units=P63-22" in link and "view=bump" in link and "parent=P63-64" in link


def test_a_click_chooses_the_unit_and_nonsense_does_not(app, monkeypatch):
    taken: list = []
    changed: list[dict] = []
    monkeypatch.setattr(parts, "chart_block", lambda *given, **more: taken.append((given[2], more.get("on_select"))))
    app(unit="P63-14", year="2021")
    key, chosen = taken[-1]
    assert key == "map-P63-P63-14"
    monkeypatch.setattr(filters, "change", lambda **fields: changed.append(fields))
    from egov_metrics.ui.map import drawing

    for points in ([{"customdata": "P63-22"}], [{"customdata": ["P63-01"]}], [], [{"customdata": "P34-52"}], [{}],
                   [{"customdata": []}]):  # fmt: skip
        monkeypatch.setattr(drawing.st, "session_state", {key: {"selection": {"points": points}}})
        chosen()
    assert changed == [{"unit": "P63-22"}, {"unit": "P63-01"}]


def test_outlines_are_offered_only_with_a_file_and_drawn_in_place_of_tiles(workspace, app, tmp_path, monkeypatch):
    assert not [one for one in app(year="2021").segmented_control if one.key == "filter-shape"]
    said = page_text(app(year="2021", shape="outlines"))
    assert t("map.outlines.none", "vi", file="outlines_63.geojson") in said
    own = build_compare_store(tmp_path)[0]
    monkeypatch.setenv("EGOV_WORKSPACE", str(own))
    square = [[104, 21], [105, 21], [105, 22], [104, 22], [104, 21]]
    features = [
        {"properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [square]}}
        for name in ("Sơn La", "Atlantis")
    ]
    (own / "outlines").mkdir()
    file = own / "outlines" / "outlines_63.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    at = app(year="2021", shape="outlines", unit="P63-14")
    assert [one for one in at.segmented_control if one.key == "filter-shape"]
    metas = [trace["meta"] for trace in chart(at)["data"]]
    assert metas == ["own", "marks", "islands", "hits"]
    assert "Atlantis" in page_text(at)
    file.write_text("{", encoding="utf-8")
    at = app(year="2021", shape="outlines", unit="P63-14")
    assert t("map.outlines.unreadable", "vi", file="outlines_63.geojson") in page_text(at)
    assert tiles(at)["P63-14"][-1] == "87,62 · 15/63"


def test_bad_parameters_give_a_page(app):
    at = app(unit="P63-99", indicator="nothing_known", year="1991", colour="level", shape="round", territory="1975")
    assert heading(at).startswith("PAR INDEX 2019")
    assert "1975" in page_text(at)


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
    at.switch_page("pages/map.py").run()
    assert 3 <= len(asked) <= 12, asked
    asked.clear()
    at.selectbox(key="filter-colour").set_value(2).run()
    assert not at.exception and asked == []


def test_without_any_figure_the_page_says_what_is_missing(monkeypatch, tmp_path):
    sample = small_sample()
    sample.rows["observation"] = []
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.run().switch_page("pages/map.py").run()
    assert not at.exception
    assert t("map.empty.why", "vi") in page_text(at)


def test_the_view_of_the_map_is_one_link():
    view = View(unit="P63-14", year=2021, colour="quartile", shape="outlines", territory="2025")
    assert View.from_params(view.to_params()) == (view, ())


@pytest.mark.parametrize(
    ("bases", "title"),
    [
        ([None, None], "Xếp theo giá trị, chưa có hạng, 2019"),
        (["published", "derived"], "Xếp theo hạng công bố, 2019"),
        (["derived", "derived"], "Xếp theo hạng suy ra, 2019"),
        (["recomputed", "recomputed"], "Xếp theo hạng tính lại, 2019"),
        (["derived", "list_order"], "Xếp theo hạng không công bố, 2019"),
        (["doubtful", "doubtful"], "Xếp theo hạng không công bố, 2019"),
    ],
)
def test_the_list_says_what_its_order_rests_on(bases, title):
    rows = pd.DataFrame({"rank": [None if basis is None else 1.0 for basis in bases], "rank_basis": bases})
    page = SimpleNamespace(rows=rows, lang="vi", year=2019)
    assert listing.order_words(page) == title


def legend(at: AppTest) -> dict[str, tuple[str, str]]:
    """Of each class of the legend its mark and its number."""
    part = page_text(at).partition('<div class="map-legend">')[2].partition("</div>")[0]
    found = re.findall(r"<li><span[^>]*>(.*?)</span><span>(.*?)</span> <b>(\d+)</b></li>", part)
    return {label: (mark, n) for mark, label, n in found}


def test_the_four_kinds_of_nothing_have_four_marks_on_the_tiles_and_in_the_legend(app):
    at = app(year="2021")
    said = legend(at)
    marks = {"▽": "không xếp hạng", "×": "không áp dụng", "□": "chưa nộp", "…": "không công bố"}
    for code, (mark, label) in zip(("31", "48", "56", "79"), marks.items(), strict=True):
        assert tiles(at)[f"P63-{code}"][-1] == mark
        assert said[label] == (mark, "1")
    assert said[t("map.none", "vi")][0] == "–" and said[t("map.only.rank", "vi")] == ("", "1")


def test_why_nothing_compares_stands_under_the_heading(app):
    def below(**params: str) -> str:
        return page_text(app(colour="change", **params)).partition('<p class="egov-sub">')[2].partition("</p>")[0]

    assert t("map.change.none", "vi", year="2021", reason="lý do") in below(year="2023")
    assert t("map.change.first.value", "vi", year="2019") in below(year="2019")
    assert t("map.change.first.rank", "vi", year="2024") in below(year="2024", measure="rank")
    assert "không so được" not in below(year="2023", measure="rank").lower()
    first = app(colour="change", year="2019")
    assert t("map.unlike_first", "vi") in legend(first) and t("map.unlike", "vi") not in legend(first)


def test_a_year_in_which_nobody_was_measured_is_shown_as_such_and_can_be_played(tmp_path, app, monkeypatch):
    sample = compare_sample()
    sample.rows["known_gap"] = []
    sample.add("known_gap", family="PAR_INDEX", year=2020, nothing="not_published", extent="all", reason="Không đo.")
    sample.add("known_gap", family="PAR_INDEX", year=2021, nothing="not_published", extent="all", reason="Có số.")
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    at = app(year="2020", unit="P63-14")
    assert heading(at) == t("map.gap", "vi", index="PAR INDEX", year="2020")
    assert "Không đo." in page_text(at)
    assert {lines[-1] for lines in tiles(at).values()} == {"…"}
    assert set(legend(at)) == {"không công bố"}
    assert "Không đo." in hovers(at)["P63-14"]
    assert not listed(at) and not at.get("download_button")
    assert heading(app(year="2021")) != t(
        "map.gap", "vi", index="PAR INDEX", year="2021"
    )  # there are figures after all


def test_who_was_not_recomputed_is_listed_with_the_reason(app):
    at = app(unit="P63-64", year="2021", territory="2025")
    (opened,) = [one for one in at.expander if one.label == t("compare.refused.list", "vi")]
    at.session_state["compare-refused"] = True
    at.run()
    (table,) = [one.value for one in at.dataframe if "reason" in one.value]
    assert table["unit"].tolist() == ["Gia Lai"] and "Bình Định" in table["reason"].item()
    assert t("compare.refused.list", "vi") not in [one.label for one in app(year="2021").expander]


def test_a_rank_among_the_63_is_shown_as_one_where_the_34_are(app):
    at = app(unit="P63-01", year="2021", territory="2025")
    assert tiles(at)["P34-01"][-1] == "10/63"
    assert legend(at)[t("map.only.former", "vi")] == ("", "1")
    assert "10/63" in hovers(at)["P34-01"] and "63 tỉnh cũ" in hovers(at)["P34-01"]


def test_what_is_hatched_on_the_map_is_hatched_in_the_list(app):
    def hatched(at: AppTest) -> dict[str, bool]:
        part = page_text(at).partition('<ol role="list">')[2].partition("</ol>")[0]
        rows = re.findall(r"<i(.*?) style.*?<span>(.*?)</span>", part)
        return {name: "hatched" in more for more, name in rows}

    found = hatched(app(year="2021", colour="change"))
    assert found["Gia Lai"] and not found["Hà Nội"] and not found["Sơn La"]


def test_the_list_says_how_long_it_is(app):
    assert f"{t('map.list.by_rank', 'vi', year='2021')} · 5 tỉnh" in page_text(app(year="2021"))


def test_levels_are_offered_for_the_years_that_a_source_states_them_for(tmp_path, app, monkeypatch):
    sample = compare_sample()
    sample.add("criteria_set", set_id="S", tier="province", family="PAR_INDEX", year_from=2021, year_to=2021,
               name="Bộ 2021", max_points=100, basis="stated")  # fmt: skip
    for order, (level, least) in enumerate((("A", 90), ("B", 85)), 1):
        sample.add("level_rule", set_id="S", tier="province", part="total", level=level, sort_order=order,
                   min_percent=least, basis="stated")  # fmt: skip
    store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "workspace"))
    at = app(year="2021", colour="level")
    said = legend(at)
    assert said["Loại A: từ 90"][1] == "1" and said["Loại B: từ 85"][1] == "1"
    assert t("map.unclassed", "vi") in said  # below B no class is stated, and what is derived is in none
    assert t("map.note.level", "vi", year="2021") in page_text(at)
    other = app(year="2023", colour="level")
    assert t("map.colour.no_level", "vi", year="2023", colour="mức đạt") in page_text(other)
    assert t("map.colour.classed_years", "vi", years="2021") in page_text(other)
    assert t("map.colour.level", "vi") not in other.selectbox(key="filter-colour").options
    present = app(year="2021", colour="level", territory="2025")
    assert t("map.colour.no_level", "vi", year="2021", colour="mức đạt") in page_text(present)
