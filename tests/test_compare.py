"""Comparing like with like: which figures make a line, which mean stands beside them, what the sentences say."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.analysis import compare
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights import together
from egov_metrics.analysis.territory import unchanged
from egov_metrics.i18n.texts import t
from tests.compare_store import build_compare_store

CODE = "par_index_score"


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> store.Edition:
    _, ref = build_compare_store(tmp_path_factory.mktemp("compare"))
    return store.open_edition(ref)


@pytest.fixture(scope="module")
def continuity(edition) -> dict[str, str]:
    return unchanged(edition.query("province_succession"))


def ask(edition: store.Edition, level: str = "province", parent: str | None = None) -> pd.DataFrame:
    return edition.query(
        "figures_of_indicator", indicator=CODE, level=level, year_from=1990, year_to=2100, parent=parent, region=None
    )


@pytest.fixture(scope="module")
def figures(edition, continuity) -> pd.DataFrame:
    return compare.one_line_each(ask(edition), continuity)


@pytest.fixture(scope="module")
def indicator(edition) -> dict:
    used = edition.query("indicators_of_level", level="province")
    return compare.indicators_with_figures(edition.query("indicators"), used).iloc[0].to_dict()


def name(unit_id: str) -> str:
    return unit_id


def test_only_indicators_with_figures_of_the_level_are_offered_in_catalogue_order(edition):
    catalogue = edition.query("indicators")
    used = edition.query("indicators_of_level", level="province")
    assert compare.indicators_with_figures(catalogue, used)["indicator_code"].tolist() == [CODE]
    assert compare.indicators_with_figures(catalogue, used)["units"].tolist() == [4]
    nobody = edition.query("indicators_of_level", level="commune")
    assert compare.indicators_with_figures(catalogue, nobody).empty


def test_an_unchanged_province_is_one_line_and_a_merged_one_stays_apart(figures, continuity):
    assert continuity == {"P34-22": "P63-22"}
    line = figures[figures["unit_id"] == "P63-22"]
    assert line["year"].tolist() == [2019, 2021, 2023, 2024, 2025]
    assert line["stored_id"].tolist()[-1] == "P34-22"
    assert figures.loc[figures["unit_id"] == "P34-52", "year"].tolist() == [2024]


def test_a_year_with_both_rankings_keeps_one_point_a_year_on_every_line(figures):
    assert not figures.duplicated(["unit_id", "year"]).any()
    apart = figures[(figures["unit_id"] == "P34-22")]
    assert apart[["year", "rank_of"]].to_numpy().tolist() == [[2024, 34]]


def test_a_region_keeps_its_units_whole_also_after_their_key_changed(figures):
    inside = compare.in_region(figures, "R63-b")
    assert set(inside["unit_id"]) == {"P63-22"}
    assert inside["year"].max() == 2025
    assert compare.in_region(figures, None) is figures
    assert compare.in_region(figures, "R63-none").empty


def test_what_can_be_drawn_and_of_which_years(figures):
    assert compare.measures(figures) == ["value", "rank"]
    assert compare.measures(figures.assign(rank=None)) == ["value"]
    assert compare.measures(figures.iloc[:0]) == []
    assert compare.years_of(figures) == [2019, 2021, 2022, 2023, 2024, 2025]
    assert compare.within_years(figures, 2021, 2023)["year"].unique().tolist() == [2021, 2022, 2023]


@pytest.mark.parametrize(
    ("asked", "present", "shown"),
    [
        ("P34-22", {"P63-22"}, "P63-22"),
        ("P63-22", {"P34-22"}, "P34-22"),
        ("P34-52", {"P63-52", "P63-64"}, None),
        ("P34-22", {"P63-22", "P34-22"}, "P63-22"),
    ],
)
def test_a_unit_is_found_under_the_key_of_its_territory_only(continuity, asked, present, shown):
    assert compare.shown_key(asked, present, continuity) == shown


def test_the_units_with_most_figures_come_first_and_the_better_of_equals(figures):
    assert compare.most_figures(figures, "value", 2) == ["P63-22", "P63-14"]
    assert compare.most_figures(figures, "rank", 9)[0] == "P63-22"
    assert compare.most_figures(figures.iloc[:0], "value") == []


def test_two_rankings_of_one_year_are_two_groups(edition):
    rows = ask(edition)
    groups = compare.orders(rows[rows["year"] == 2024])
    assert [(order, sorted(group["unit_id"])) for order, group in groups] == [
        ("P34", ["P34-22", "P34-52"]),
        ("P63", ["P63-22"]),
    ]
    assert [order for order, _ in compare.orders(ask(edition, "district"))] == [""]


def test_means_are_named_by_their_members_and_the_countrys_own_index_is_none(edition):
    wide = edition.query("wide_figures", indicator=CODE)
    means = compare.means_of(wide, "R63-b", "vi")
    told = {(row.year, row.value): (row.label, row.kind) for row in means.itertuples()}
    assert told == {
        (2019, 81.15): (t("compare.mean.mean", "vi"), "country"),
        (2021, 86.37): (t("compare.mean.mean_of", "vi", n="63"), "country"),
        (2023, 86.98): (t("compare.mean.mean_of", "vi", n="63"), "country"),
        (2024, 80.0): (t("compare.mean.mean_of", "vi", n="34"), "country"),
        (2023, 88.33): (t("compare.mean.region_mean", "vi"), "region"),
    }
    assert set(compare.means_of(wide, None, "en")["kind"]) == {"country"}
    assert compare.means_of(wide.assign(value_basis="derived"), "R63-b", "vi").empty


def test_a_mean_stands_beside_a_ranking_of_its_own_order_and_method_only(edition):
    means = compare.means_of(edition.query("wide_figures", indicator=CODE), None, "vi")
    of_63 = t("compare.mean.mean_of", "vi", n="63")
    assert compare.mean_of_year(means, 2023, "P63", ["PAR-C"]) == (of_63, 86.98)
    assert compare.mean_of_year(means, 2023, "P63", ["PAR-B"]) is None
    assert compare.mean_of_year(means, 2024, "P63", ["PAR-C"]) is None
    assert compare.mean_of_year(means, 2024, "P34", ["PAR-C"]) == (t("compare.mean.mean_of", "vi", n="34"), 80.0)
    assert compare.mean_of_year(means, 2019, "P34", ["PAR-B"]) is None


def test_the_sentence_on_comparing_counts_the_methods_on_the_screen(edition, figures):
    methods = Methods(edition.query("methods"))
    assert compare.methods_shown(figures, "value") == ["PAR-B", "PAR-C"]
    assert compare.comparability_words(figures, "value", methods, "vi") == t("compare.methods.value", "vi", n="2")
    assert compare.comparability_words(figures, "rank", methods, "en") == t("compare.methods.rank", "en", n="2")
    later = figures[figures["year"] >= 2022]
    assert compare.comparability_words(later, "value", methods, "vi") == ""
    unclear = Methods(edition.query("methods").assign(comparable_within="not_stated"))
    assert compare.comparability_words(later, "value", unclear, "vi") == t("compare.methods.unclear", "vi")
    assert compare.comparability_words(later[later["year"] == 2023], "value", unclear, "vi") == ""


def test_units_of_several_provinces_are_several_rankings(edition, figures):
    assert compare.separate_rankings(ask(edition, "district"), "district") == 2
    assert compare.separate_rankings(ask(edition, "district", "P63-64"), "district") == 1
    assert compare.separate_rankings(figures, "province") == 1


def test_parents_count_the_units_that_have_figures(edition):
    rows = edition.query("parents_of_indicator", indicator=CODE, level="district")
    assert rows[["parent_id", "province_id", "units"]].to_numpy().tolist() == [
        ["P63-22", "P63-22", 1],
        ["P63-64", "P63-64", 2],
    ]


def test_a_table_starts_with_the_newest_year_and_its_best_rank(figures):
    rows = compare.table_order(figures, "higher")
    assert rows["year"].is_monotonic_decreasing
    of_2023 = rows[rows["year"] == 2023]
    assert of_2023["rank"].tolist() == [1, 13, 58]
    unranked = figures[figures["year"] == 2021].assign(rank=None)
    assert compare.table_order(unranked, "higher")["value"].tolist() == [90.12, 87.62, 85.2, 80.1]
    assert compare.table_order(unranked, "lower")["value"].tolist() == [80.1, 85.2, 87.62, 90.12]


def test_the_leader_is_whom_the_publisher_ranked_first(figures, indicator):
    of_2023 = figures[figures["year"] == 2023]
    words = insights.leader_finding(of_2023, indicator, "value", name, "vi")
    assert words == "PAR INDEX 2023: P63-22 đứng đầu, 92,18 điểm, hạng 1/63"
    without = of_2023[of_2023["rank"] != 1]
    words = insights.leader_finding(without, indicator, "value", name, "vi")
    assert words == "PAR INDEX 2023: P63-14 tốt nhất trong 2 tỉnh có số liệu, 88,66 điểm, hạng 13/63"


def recomputed(figures: pd.DataFrame, *ranks: int, of: int, qualifier: str | list[str] = "exact") -> pd.DataFrame:
    """The figures of 2023 as of present provinces, worked out and ranked by us."""
    of_2023 = figures[figures["year"] == 2023].sort_values("unit_id")
    ours = {"value_basis": "recomputed", "rank_basis": "recomputed", "qualifier": qualifier}
    return together.spoken(of_2023.assign(rank=[float(rank) for rank in ranks], rank_of=float(of), **ours))


def test_a_rank_of_ours_makes_no_leader(figures, indicator):
    few = recomputed(figures, 2, 1, 3, of=3)
    words = insights.leader_finding(few, indicator, "value", name, "vi")
    assert words == "PAR INDEX 2023: P63-22 tốt nhất trong 3 tỉnh có số liệu, 92,18 điểm (tính lại)"
    ranks = insights.leader_finding(few, indicator, "rank", name, "vi")
    assert "đứng đầu" not in ranks and "P63-22 tốt nhất trong 3 tỉnh" in ranks and "1/3" in ranks
    half = insights.leader_finding(recomputed(figures, 2, 1, 3, of=17), indicator, "value", name, "vi")
    assert "đứng đầu" not in half and "1/17" in half
    assert insights.leader(few, indicator, "value")["unit_id"] == "P63-22"


def test_a_value_of_a_part_of_a_province_leads_nobody_beside_whole_ones(figures, indicator):
    rows = recomputed(figures, 2, 1, 3, of=3, qualifier=["exact", "approx", "exact"])
    words = insights.leader_finding(rows, indicator, "value", name, "vi")
    assert "P63-14 tốt nhất trong 2 tỉnh có số liệu" in words
    assert words.endswith("không kể 1 tỉnh thiếu số liệu của tỉnh thành phần")
    units = rows["unit_id"].tolist()
    group = insights.group_finding(rows, units, indicator, "value", name, "vi")
    assert "P63-14 tốt nhất" in group and "trong 2 tỉnh đang so" in group and "không kể P63-22" in group
    alone = recomputed(figures, 2, 1, 3, of=3, qualifier="approx")
    assert "P63-22 tốt nhất trong 3 tỉnh" in insights.leader_finding(alone, indicator, "value", name, "vi")


def test_a_group_tells_our_own_unit_and_its_newest_figure(figures, indicator):
    units = ["P63-14", "P63-22", "P63-64"]
    of_2023 = figures[figures["year"] == 2023]

    def told(own: dict | None) -> str:
        return insights.group_finding(of_2023, units, indicator, "value", name, "vi", own)

    assert told(together.newest_of(of_2023, "P63-14", "value")).endswith("đang so; P63-14 88,66 điểm, hạng 13/63")
    assert told(together.newest_of(of_2023, "P63-22", "value")) == told(None), "it is the first: named already"
    newer = together.newest_of(figures, "P63-22", "value")
    assert newer["year"] == 2025 and "đang so; P63-22 mới nhất năm 2025: " in told(newer)
    assert together.newest_of(figures, None, "value") is None
    without = insights.group_finding(of_2023, [*units, "P34-52"], indicator, "value", name, "vi",
                                     together.newest_of(figures, "P34-52", "value"))  # fmt: skip
    assert "không kể" not in without and "P34-52 mới nhất năm 2024" in without


def test_nobody_leads_among_one_or_without_a_better_end_or_without_published_figures(figures, indicator):
    of_2021 = figures[figures["year"] == 2021]
    assert insights.leader(of_2021[of_2021["unit_id"] == "P63-14"], indicator, "value") is None
    assert insights.leader(of_2021, indicator | {"direction": "neutral"}, "value") is None
    assert insights.leader(of_2021[of_2021["value_basis"] == "derived"], indicator, "value") is None
    assert insights.leader(of_2021, indicator | {"direction": "lower"}, "value")["unit_id"] == "P63-64"


def test_a_shared_first_place_names_nobody(figures, indicator):
    of_2021 = figures[(figures["year"] == 2021) & (figures["value_basis"] == "published")]
    level = indicator | {"unit": "level", "direction": "lower", "decimals": 0}
    shared = of_2021.assign(value=[1.0, 1.0, 2.0], rank=None, rank_of=None, decimals=0)
    assert insights.leader(shared, level, "value") is None
    words = insights.leader_finding(shared, level, "value", name, "vi")
    assert words == "PAR INDEX 2021: 2 trong 3 tỉnh có số liệu cùng đứng đầu, mức I"
    assert insights.leader_finding(shared.assign(value=1.0), level, "value", name, "vi") == ""


def test_figures_of_several_days_have_no_leader_and_no_order(figures, indicator):
    of_2023 = figures[figures["year"] == 2023]
    ends = pd.to_datetime(["2023-08-29", "2023-12-31", "2023-12-08"])
    assert insights.leader(of_2023.assign(period_end=ends), indicator, "value") is None
    units = of_2023["unit_id"].tolist()
    assert insights.group_finding(of_2023, units, indicator, "value", name, "vi") != ""
    assert insights.group_finding(of_2023.assign(period_end=ends), units, indicator, "value", name, "vi") == ""


def test_the_first_and_last_of_a_group_are_of_one_year_and_one_method(figures, indicator):
    units = ["P63-14", "P63-22", "P63-64"]
    words = insights.group_finding(figures, units, indicator, "value", name, "en")
    assert "PAR INDEX 2023: P63-22 is the best (92,18 points), P63-64 the last (80,50 points)" in words
    assert insights.group_finding(figures, ["P63-22", "P34-52"], indicator, "rank", name, "vi") == ""
    assert insights.group_finding(figures, ["P63-22"], indicator, "value", name, "vi") == ""
    ranks = insights.group_finding(figures, units[:2], indicator, "rank", name, "vi")
    assert "2023: P63-22 tốt nhất (hạng 1/63), P63-14 thấp nhất (hạng 13/63)" in ranks


def test_all_who_share_an_end_of_a_group_are_told(figures, indicator):
    of_2023 = figures[figures["year"] == 2023]
    four = pd.concat([of_2023, of_2023.iloc[:1].assign(unit_id="P63-01")])
    four = four[four["unit_id"].isin(["P63-01", "P63-14", "P63-22", "P63-64"])].sort_values("unit_id")
    units = four["unit_id"].tolist()

    def told(values: list[float], lang: str = "vi", measure: str = "value", **cells: Any) -> str:
        rows = four.assign(**{measure: values}, **cells)
        return insights.group_finding(rows, units, indicator, measure, name, lang)

    assert "P63-01, P63-22 cùng tốt nhất (90,00 điểm), P63-64 thấp nhất (70,00 điểm)" in told([90.0, 80.0, 90.0, 70.0])
    assert "P63-22 tốt nhất (90,00 điểm), P63-01, P63-14 cùng thấp nhất" in told([70.0, 70.0, 90.0, 80.0])
    assert "3 provinces share the best place (90,00 points), P63-64 the last" in told([90.0, 90.0, 90.0, 70.0], "en")
    ranks = told([17.0, 20.0, 17.0, 25.0], measure="rank", rank_of=25.0)
    assert "P63-01, P63-22 cùng tốt nhất (hạng 17/25), P63-64 thấp nhất (hạng 25/25)" in ranks
    assert told([80.0] * 4) == ""
    half = told([90.0, 80.0, 90.0, 70.0], value_mark=["recomputed", "", "", ""])
    assert half.endswith("số của P63-01 là tính lại") and "90,00 điểm)" in half
    own = together.newest_of(four.assign(value=[90.0, 80.0, 90.0, 70.0]), "P63-22", "value")
    assert "; P63-22" not in insights.group_finding(
        four.assign(value=[90.0, 80.0, 90.0, 70.0]), units, indicator, "value", name, "vi", own
    ), "named already"


def test_a_group_says_who_is_not_in_it(figures, indicator):
    units = ["P63-14", "P63-22", "P63-64", "P34-52"]
    told = insights.group_finding(figures[figures["year"] == 2023], units, indicator, "value", name, "vi")
    assert told.endswith("P63-64 thấp nhất (80,50 điểm) trong 3 tỉnh đang so; không kể P34-52")
    many = insights.group_finding(
        figures[figures["year"] == 2023], [*units, "P34-14", "P34-22"], indicator, "value", name, "en"
    )
    assert many.endswith("of the 3 provinces compared; without 3 provinces")


def test_a_finding_marks_the_recomputed_figures_and_no_others(figures, indicator):
    of_2023 = figures[(figures["year"] == 2023) & figures["unit_id"].isin(["P63-14", "P63-22", "P63-64"])]
    units = ["P63-14", "P63-22", "P63-64"]

    def told(unit: str, part: str, measure: str = "value") -> str:
        basis = of_2023[f"{part}_basis"].mask(of_2023["unit_id"] == unit, "recomputed")
        rows = together.spoken(of_2023.assign(**{f"{part}_basis": basis}))
        return insights.group_finding(rows, units, indicator, measure, name, "vi")

    assert "P63-64 thấp nhất (80,50 điểm, tính lại) trong 3 tỉnh đang so" in told("P63-64", "value")
    assert told("P63-64", "value").count("tính lại") == 1
    assert told("P63-14", "value").endswith("trong 3 tỉnh đang so; số của P63-14 là tính lại")
    assert "tính lại" not in told("P63-14", "rank"), "the sentence speaks of values"
    everything = together.spoken(of_2023.assign(value_basis="recomputed"))
    once = insights.group_finding(everything, units, indicator, "value", name, "vi")
    assert once.endswith("đang so (tính lại)") and once.count("tính lại") == 1
    ours = together.spoken(of_2023.assign(rank_basis="recomputed"))
    words = insights.own_finding(ours, "P63-14", indicator, name, "vi")
    assert words == "PAR INDEX 2023: P63-14 88,66 điểm, hạng tính lại 13/63"
    both = together.spoken(of_2023.assign(rank_basis="recomputed", value_basis="recomputed"))
    assert insights.own_finding(both, "P63-14", indicator, name, "vi").endswith("(đều tính lại)")


def test_our_own_finding_says_when_nothing_of_it_is_published(figures, indicator):
    of_2021 = figures[figures["year"] == 2021]
    said = insights.own_finding(of_2021, "P63-14", indicator, name, "vi")
    assert said == "PAR INDEX 2021: P63-14 87,62 điểm, hạng 15/63"
    assert "không phải số công bố" in insights.own_finding(of_2021, "P63-52", indicator, name, "vi")
    assert insights.own_finding(of_2021, "P34-52", indicator, name, "vi") == ""


def test_how_many_of_how_many_have_figures(figures):
    of_2023 = figures[figures["year"] == 2023]
    of = t("compare.having.value_of", "vi", n="3", of="63")
    assert insights.having_words(of_2023, "value", "vi") == of
    of_2021 = figures[figures["year"] == 2021]
    ranks = insights.having_words(of_2021, "rank", "vi")
    assert ranks.endswith(t("compare.having.only_value", "vi", n="1"))
    assert insights.having_words(of_2021.assign(rank_of=None), "value", "en") == t("compare.having.value", "en", n="4")


def test_ranks_of_several_rankings_have_no_common_number(figures):
    of_2023 = figures[figures["year"] == 2023].assign(rank_of=[13, 17, None])
    assert insights.having_words(of_2023, "value", "vi") == t("compare.having.value", "vi", n="3")


def test_what_there_is_when_there_is_no_other_finding(figures, indicator):
    words = insights.plain_finding(figures, indicator, "en")
    assert words == f"PAR INDEX: {len(figures)} figures of 6 units, 2019–2025"
    assert insights.plain_finding(figures[figures["year"] == 2019], indicator, "en").endswith("2019")


def test_the_chosen_units_stand_first_in_the_table_in_the_order_of_choice():
    rows = pd.DataFrame({"unit_id": ["a", "b", "c", "a", "c"], "year": [2024, 2024, 2024, 2023, 2023]})
    ordered = compare.chosen_first(rows, ["c", "b"])
    assert ordered[["unit_id", "year"]].values.tolist() == [
        ["c", 2024],
        ["c", 2023],
        ["b", 2024],
        ["a", 2024],
        ["a", 2023],
    ]


def test_two_units_are_told_in_the_newest_year_that_has_both_alike(figures, indicator):
    units = ["P63-14", "P63-22"]
    words = together.pair_finding(figures, units, indicator, "value", name, "vi")
    assert words == "PAR INDEX 2023: P63-14 88,66 điểm, hạng 13/63; P63-22 92,18 điểm, hạng 1/63"
    early = figures[figures["year"] <= 2021]
    assert "2021: P63-22" in together.pair_finding(early, units[::-1], indicator, "rank", name, "vi")
    assert together.pair_finding(figures, ["P63-14", "P34-52"], indicator, "value", name, "vi") == ""
    assert together.pair_finding(figures, [*units, "P63-64"], indicator, "value", name, "vi") == ""
    apart = figures.assign(method_id=[f"M{i}" for i in range(len(figures))])
    assert together.pair_finding(apart, units, indicator, "value", name, "vi") == ""


def test_a_group_is_told_in_the_year_that_has_most_of_it_and_our_own_unit(figures):
    units = ["P63-64", "P63-22", "P63-14"]
    assert set(together.of_fullest_year(figures, units, "value")["year"]) == {2023}
    # Quảng Ninh alone goes on to 2025; Sơn La, which asks, has figures up to 2023.
    assert set(together.of_fullest_year(figures, ["P63-14", "P63-22"], "rank")["year"]) == {2023}
    assert together.of_fullest_year(figures, ["P63-99"], "value") is figures


def test_recomputed_figures_are_spoken_of_like_published_ones_and_no_others(figures):
    ours = figures.assign(value_basis="recomputed", rank_basis="list_order")
    spoken = together.spoken(ours)
    assert set(spoken["value_basis"]) == {"published"} and set(spoken["rank_basis"]) == {"list_order"}
    assert together.spoken(figures) is figures


def test_means_beside_the_34_are_of_the_34(edition):
    wide = edition.query("wide_figures", indicator=CODE)
    means = compare.means_of(wide, "R63-b", "vi", is_present=True)
    assert means[["year", "value"]].to_numpy().tolist() == [[2024, 80.0]]


def test_a_rank_that_was_worked_out_is_told_apart_from_the_published_value_beside_it(figures, indicator):
    mine = figures[(figures["unit_id"] == "P63-14") & (figures["year"] == 2021)]
    said = insights.own_finding(mine.assign(rank_basis="derived"), "P63-14", indicator, name, "vi")
    assert said == "PAR INDEX 2021: P63-14 87,62 điểm, hạng 15/63 (suy ra)"
    neither = mine.assign(rank_basis="derived", value_basis="derived")
    words = insights.own_finding(neither, "P63-14", indicator, name, "vi")
    assert words.endswith("(không phải số công bố)") and "suy ra" not in words, "it is said of the whole"
