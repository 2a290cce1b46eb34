"""Where a unit stands, like for like: places, middles, trends, and the units most like it. Figures are made up."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis import profile
from egov_metrics.analysis.frames import records
from egov_metrics.analysis.position import shared_ranks
from egov_metrics.analysis.profile import Standing, Typical, position_rows, standings
from egov_metrics.analysis.profile_field import Field, as_of_today, as_published, stand_in
from egov_metrics.analysis.similar import FARTHEST, similar
from egov_metrics.analysis.territory import Succession
from tests.analysis_frames import CHAIN, FIGURE, figure, figures, indicator

HIGHER = indicator()
LOWER = indicator(direction="lower")


def rows(*cells: dict[str, Any], means: tuple[dict[str, Any], ...] = ()) -> pd.DataFrame:
    """A frame as the query `standings` returns it: figures of units, then means of country and regions."""
    frame = figures(*cells, *means)
    places = [{"region_id": cell.get("region_id"), "averaged": cell.get("averaged")} for cell in (*cells, *means)]
    extra = pd.DataFrame(places, index=frame.index, columns=["region_id", "averaged"])
    return frame.assign(
        region_id=extra["region_id"], averaged=extra["averaged"].astype("float64"), distinct_values=0, distinct_ranks=0,
        source_title="Nguồn", source_producer=None, source_url=None, published=None, conflict=False, parent_id="VN",
    )  # fmt: skip


def unit(number: int, value: float | None = None, rank: int | None = None, **cells: Any) -> dict[str, Any]:
    return figure(unit_id=f"P63-{number:02}", value=value, rank=rank) | cells


def mean(value: float, level: str = "country", **cells: Any) -> dict[str, Any]:
    made = figure(unit_id="VN", value=value, statistic="mean", level=level)
    return made | {"averaged": None} | cells


def standing(
    frame: pd.DataFrame, own: str = "P63-01", one: dict = HIGHER, similar_to: tuple[str, ...] = ()
) -> Standing:
    field = as_published(frame, {})
    return standings(field, own, [one], CHAIN, similar=similar_to)[0]


def scores(*values: float, **cells: Any) -> list[dict[str, Any]]:
    return [unit(number, value, **cells) for number, value in enumerate(values, 1)]


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    frame = rows(*scores(80, 90, 90, 70, 90, 60))
    found = [standing(frame, f"P63-0{number}").place for number in (1, 2, 3, 4, 5, 6)]
    assert found == [4, 1, 1, 5, 1, 6]


def test_the_better_end_follows_the_direction_of_the_index() -> None:
    frame = rows(*scores(10, 20, 30, 40, 50))
    high, low = standing(frame), standing(frame, one=LOWER)
    assert (high.place, high.best) == (5, ("P63-05", 50.0))
    assert (low.place, low.best) == (1, ("P63-01", 10.0))


def test_an_index_without_a_better_end_has_a_median_but_no_place() -> None:
    found = standing(rows(*scores(1, 2, 3, 4, 5)), one=indicator(direction="neutral"))
    assert found.place is None and found.best is None and found.median == 3


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 8), min_size=2, max_size=12), st.sampled_from(["higher", "lower"]))
def test_places_are_those_of_shared_ranks(values: list[int], direction: str) -> None:
    frame = rows(*scores(*map(float, values)))
    expected = shared_ranks(pd.Series(values, dtype=float), direction).tolist()
    one = indicator(direction=direction)
    found = [standing(frame, f"P63-{number:02}", one).place for number in range(1, len(values) + 1)]
    assert found == expected


@pytest.mark.parametrize(
    "other",
    [
        {"method_id": "M2"},
        {"period_end": pd.Timestamp("2020-06-30")},
        {"year": 2019},
        {"value_basis": "derived"},
        {"value_basis": "list_order"},
        {"value_basis": "doubtful"},
        {"qualifier": "more_than"},
        {"unit_id": "P34-99"},
    ],
)
def test_only_what_is_measured_and_published_alike_stands_beside_a_figure(other: dict[str, Any]) -> None:
    frame = rows(*scores(50, 60, 70), unit(9, 99.0) | other)
    found = standing(frame)
    assert found.of == 3 and found.place == 3 and 99.0 not in found.peers.values()


def test_a_value_that_was_not_published_has_no_place_but_is_shown() -> None:
    frame = rows(unit(1, 99.0) | {"value_basis": "derived"}, *[unit(n, 50.0 + n) for n in range(2, 9)])
    found = standing(frame)
    assert found.figure["value"] == 99.0 and found.place is None and "P63-01" not in found.peers


def test_a_place_among_few_is_no_median_and_no_scale() -> None:
    found = standing(rows(*scores(50, 60, 70, 80)))
    assert found.place == 4 and found.median is None and found.country is None and found.scale is None


def test_values_of_less_than_half_of_those_ranked_make_no_median_of_the_country() -> None:
    frame = rows(*[unit(number, 100.0 - number, number) for number in range(1, 11)])
    found = standing(frame, "P63-10")
    assert found.ranked == 63 and found.of == 10 and found.country is None and found.region is None
    assert found.scale == "rank" and not found.covers
    listed = rows(*[unit(number, 100.0 - number, number, rank_basis="list_order") for number in range(1, 11)])
    assert standing(listed, "P63-10").scale is None, "from the worst of leaders to the best is no scale"
    most = rows(*[unit(number, 100.0 - number, number) for number in range(1, 41)])
    assert standing(most, "P63-10").country == Typical(79.5, 40) and standing(most, "P63-10").scale == "value"


def test_the_best_is_known_when_the_table_is_complete_or_the_first_is_in_it() -> None:
    leaders = [unit(number, 100.0 - number, number) for number in (1, 2, 30)]
    assert standing(rows(*leaders), "P63-30").best_is_known
    assert not standing(rows(*leaders[1:]), "P63-30").best_is_known
    complete = [unit(number, 100.0 - number, number, rank_of=3) for number in (2, 3, 30)]
    assert standing(rows(*complete), "P63-30").best_is_known


def test_a_rank_and_a_place_among_figures_are_told_apart() -> None:
    frame = rows(*[unit(number, 100.0 - number, 2 * number) for number in range(1, 7)])
    found = standing(frame, "P63-06")
    assert (found.figure["rank"], found.ranked) == (12, 63) and (found.place, found.of) == (6, 6)
    assert found.place_tells and not found.is_complete
    same = rows(*[unit(number, 100.0 - number, number, rank_of=6) for number in range(1, 7)])
    assert not standing(same, "P63-06").place_tells and standing(same, "P63-06").is_complete


def test_the_published_mean_of_the_same_order_and_method_goes_before_a_median() -> None:
    cells = scores(*range(50, 90), region_id="R63-a")
    published = mean(88.0, averaged=63), mean(85.0, "region", unit_id="R63-a")
    found = standing(rows(*cells, means=published))
    assert found.country == Typical(88.0, 63, "mean", True) and found.region == Typical(85.0, None, "mean", True)
    for other in ({"averaged": 34}, {"method_id": "M2"}, {"year": 2019}, {"value_basis": "derived"}):
        found = standing(rows(*cells, means=(mean(88.0, averaged=63) | other,)))
        assert found.country == Typical(69.5, 40), other


def test_region_and_comparable_units_need_enough_of_them() -> None:
    cells = [unit(n, float(n), region_id="R63-a" if n < 4 else "R63-b") for n in range(1, 41)]
    found = standing(rows(*cells), similar_to=("P63-05", "P63-06", "P63-99"))
    assert found.region == Typical(2.0, 3) and found.similar == Typical(5.5, 2)
    assert standing(rows(*cells[2:]), "P63-03").region is None, "one of the region is no middle of it"
    few = standing(rows(*cells[:31]))
    assert few.region is None and few.country is None, "31 of 63 provinces are less than half"
    assert standing(rows(*cells), similar_to=("P63-05", "P63-99")).similar is None


def test_without_a_stated_number_the_whole_table_is_all_provinces_but_no_rank_is_told_of_them() -> None:
    found = standing(rows(*[unit(n, 50.0 - n, n, rank_of=None) for n in range(1, 8)]))
    assert (found.ranked, found.expected) == (None, 63) and found.scale is None and not found.is_complete
    assert pd.isna(position_rows([found]).iloc[0]["rank_of"])
    districts = [unit(n, 50.0 - n) | {"unit_id": f"D63-{n}", "level": "district"} for n in range(1, 8)]
    found = standing(rows(*districts), "D63-1")
    assert found.expected is None and found.covers and found.country == Typical(46.0, 7)


def test_levels_have_no_middle() -> None:
    cells = scores(*[1, 2, 3, 4, 4, 4])
    found = standing(
        rows(*cells), one=indicator(unit="level", direction="lower", decimals=0), similar_to=("P63-02", "P63-03")
    )
    assert found.place == 1 and found.country is None and found.similar is None


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        ([1, 2, 3], "higher", "up"),
        ([1, 2, 3], "lower", "down"),
        ([3, 2, 1], "higher", "down"),
        ([1, 3, 2], "higher", "flat"),
        ([2, 2, 2], "higher", "flat"),
        ([1, 2, 4, 3], "higher", "up"),
        ([1, 2], "higher", None),
    ],
)
def test_a_trend_needs_three_years_that_mostly_go_one_way(values: list[int], direction: str, expected: str) -> None:
    series = figures(*[figure(year=2012 + i, value=float(value)) for i, value in enumerate(values)])
    assert profile.trend(records(series), indicator(direction=direction), CHAIN) == expected


def test_a_trend_never_runs_across_a_break() -> None:
    series = figures(*[figure(year=2016 + i, value=float(i), method_id="M2" if i < 1 else "M3") for i in range(3)])
    assert profile.trend(records(series), HIGHER, CHAIN) is None
    joined = figures(*[figure(year=2014 + i, value=float(i), method_id="M1" if i < 1 else "M2") for i in range(3)])
    assert profile.trend(records(joined), HIGHER, CHAIN) == "up"


SUCCESSION = Succession(
    {"P63-01": "P34-01", "P63-02": "P34-01", "P63-03": "P34-03", "P63-04": "P34-04", "P63-05": "P34-04"},
    {"P34-01": ("P63-01", "P63-02"), "P34-03": ("P63-03",), "P34-04": ("P63-04", "P63-05")},
    {"P34-01": "R34-a", "P34-03": "R34-a", "P34-04": "R34-b"},
)


def test_in_the_territory_of_today_nothing_recomputed_is_taken_for_published() -> None:
    frame = rows(unit(1, 70.0, 20), unit(2, 80.0, 5), unit(3, 90.0, 1), unit(4, 60.0, 40))
    field = as_of_today(frame, "P34-01", SUCCESSION, [HIGHER])
    found = standings(field, "P34-01", [HIGHER], CHAIN)[0]
    assert found.figure["value"] == 75.0 and found.figure["value_basis"] == "recomputed"
    assert (found.place, found.of, found.expected, found.ranked) == (2, 2, 34, None) and found.place_tells
    assert not found.covers and not found.best_is_known and found.scale is None
    kept = stand_in(frame, field, "P34-01")
    mine = kept[kept["unit_id"] == "P34-01"]
    assert mine["value"].tolist() == [75.0] and mine["rank"].isna().all()


def test_a_value_of_some_members_only_has_no_place() -> None:
    frame = rows(unit(1, 70.0), unit(3, 90.0), unit(4, 60.0), unit(5, 65.0))
    field = as_of_today(frame, "P34-01", SUCCESSION, [HIGHER], partial=True)
    found = standings(field, "P34-01", [HIGHER], CHAIN)[0]
    assert found.figure["value"] == 70.0 and found.figure["qualifier"] == "approx"
    assert found.place is None and set(found.peers) == {"P34-03", "P34-04"}


def test_what_was_refused_for_the_unit_is_kept_by_index() -> None:
    frame = rows(unit(1, 70.0), unit(3, 90.0), unit(4, 60.0))
    field = as_of_today(frame, "P34-01", SUCCESSION, [HIGHER])
    assert [one.reason for one in field.refused["idx_score"]] == ["missing"]
    assert standings(field, "P34-01", [HIGHER], CHAIN) == []


def test_a_field_of_all_units_is_that_of_each() -> None:
    frame = rows(unit(1, 70.0, year=2020), unit(3, 90.0, year=2020), *scores(71, 81, 91, 61, year=2021))
    every = as_of_today(frame, None, SUCCESSION, [HIGHER])
    assert {one.unit_id for one in every.refused["idx_score"]} == {"P34-01", "P34-04"}
    for key in SUCCESSION.members:
        alone = as_of_today(frame, key, SUCCESSION, [HIGHER])
        assert len(alone.of_unit(key)) or alone.refused
        assert every.of_unit(key).equals(alone.of_unit(key))
        mine = [one for one in every.refused["idx_score"] if one.unit_id == key]
        assert mine == list(alone.refused.get("idx_score", ()))
    assert every.keys == {
        "P34-01": [("idx_score", 2021)], "P34-03": [("idx_score", 2020), ("idx_score", 2021)],
    }  # fmt: skip


def test_ranks_recomputed_in_two_years_are_places_among_different_units() -> None:
    cells = [unit(n, 50.0 + n + year - 2020, year=year) for n in (1, 2, 3) for year in (2019, 2020)]
    field = as_of_today(rows(*cells), "P34-01", SUCCESSION, [HIGHER])
    change = standings(field, "P34-01", [HIGHER], CHAIN)[0].change
    assert change is not None and change.places is None and change.value == pytest.approx(1.0)


def test_the_frame_for_insights_has_its_columns_and_true_denominators() -> None:
    found = standings(as_published(rows(*scores(80, 90, 70)), {}), "P63-01", [HIGHER], CHAIN)
    frame = position_rows(found)
    assert list(frame.columns) == list(profile.COLUMNS)
    row = frame.iloc[0]
    assert (row["value"], row["place"], row["of"], row["best"]) == (80.0, 2, 3, 90.0) and pd.isna(row["median"])
    assert list(position_rows([]).columns) == list(profile.COLUMNS)


def ranked(own: dict[str, dict[str, int]], year: int = 2020) -> Field:
    """A field from ranks among 63 by index and unit number."""
    cells = [
        unit(int(number), rank=rank, indicator_code=code, year=year)
        for code, ranks in own.items()
        for number, rank in ranks.items()
    ]
    return as_published(rows(*cells), {})


def test_the_nearest_on_shared_indices_are_proposed() -> None:
    field = ranked({"a": {"1": 10, "2": 12, "3": 60, "4": 11}, "b": {"1": 20, "2": 20, "3": 20}})
    found = similar(field.cells, "P63-01", {})
    assert [one.unit_id for one in found] == ["P63-02"], "P63-04 shares one index, P63-03 is far"
    assert found[0].shared == ("a", "b") and found[0].distance == pytest.approx((2 / 62 + 0) / 2)


def test_who_is_farther_than_a_third_is_not_like() -> None:
    field = ranked({"a": {"1": 1, "2": 40}, "b": {"1": 1, "2": 40}})
    assert FARTHEST < 39 / 62 and similar(field.cells, "P63-01", {}) == []


def test_one_shared_index_is_never_enough() -> None:
    assert similar(ranked({"a": {"1": 10, "2": 10}}).cells, "P63-01", {}) == []


def test_the_same_region_and_a_like_merger_go_before() -> None:
    field = ranked({"a": {"1": 10, "2": 12, "3": 13, "4": 14}, "b": {"1": 10, "2": 12, "3": 13, "4": 14}})
    by_region = similar(field.cells, "P63-01", {"P63-01": "R", "P63-03": "R", "P63-02": "S"})
    assert [one.unit_id for one in by_region] == ["P63-03", "P63-02", "P63-04"] and by_region[0].same_region
    merged = similar(field.cells, "P63-01", {}, {"P63-01": 3, "P63-04": 3, "P63-02": 2})
    assert merged[0].unit_id == "P63-04" and merged[0].merged_alike and not merged[1].merged_alike
    alone = similar(field.cells, "P63-01", {"P63-01": None, "P63-03": None}, {"P63-01": 1, "P63-02": 1})
    assert not any(one.same_region or one.merged_alike for one in alone), "nothing in common is no common thing"


def test_figures_of_old_years_and_of_other_methods_do_not_count() -> None:
    old = ranked({"a": {"1": 10, "2": 10}, "b": {"1": 10, "2": 10}}, year=2010)
    new = ranked({"c": {"1": 5, "3": 5}, "d": {"1": 5, "3": 5}})
    both = as_published(rows_of(old, new), {})
    assert [one.unit_id for one in similar(both.cells, "P63-01", {})] == ["P63-03"]
    cells = [
        unit(n, 50.0 + 10 * n, indicator_code=code, method_id="M2" if n == 2 else "M1")
        for n in range(1, 8)
        for code in "ab"
    ]
    assert "P63-02" not in [one.unit_id for one in similar(as_published(rows(*cells), {}).cells, "P63-01", {})]


def rows_of(*fields: Field) -> pd.DataFrame:
    return pd.concat([one.figures.drop(columns="order") for one in fields], ignore_index=True)


@settings(deadline=None, max_examples=40)
@given(st.permutations(list(range(2, 9))))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    cells = [unit(n, rank=10 + n, indicator_code=code) for n in (1, *order) for code in ("a", "b")]
    found = similar(as_published(rows(*cells), {}).cells, "P63-01", {})
    assert [one.unit_id for one in found] == ["P63-02", "P63-03", "P63-04", "P63-05", "P63-06"]


def test_the_frames_of_these_tests_have_the_columns_of_the_store() -> None:
    assert set(FIGURE) <= set(rows(unit(1, 1.0)).columns)
