"""The country at a glance: one statistic a line, published figures before others."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.country import CountryTile, country_tiles
from tests.analysis_frames import CHAIN, figure, figures, indicator

INDICATORS = pd.DataFrame(
    [indicator("idx_score"), indicator("other_score"), indicator("part_score", is_headline=False)]
)


def national(**cells: Any) -> dict[str, Any]:
    return figure(unit_id="VN", level="country", **{"statistic": "mean"} | cells)


def provinces(*rows: dict[str, Any]) -> pd.DataFrame:
    return figures(*rows).assign(name_vi="Tỉnh", name_en="Province")


def tiles(*rows: dict[str, Any], ranked: pd.DataFrame | None = None) -> list[CountryTile]:
    return country_tiles(figures(*rows), provinces() if ranked is None else ranked, INDICATORS, CHAIN)


def test_a_mean_is_never_joined_with_the_countrys_own_index() -> None:
    rows = [
        national(year=2019, value=70.0),
        national(year=2020, value=71.0),
        national(year=2018, value=40.0, statistic="own"),
        national(year=2021, value=45.0, statistic="own"),
    ]
    (tile,) = tiles(*rows)
    assert (tile.statistic, tile.series["value"].tolist()) == ("own", [40.0, 45.0])  # it reaches further
    assert tile.change is not None and (tile.change.year_from, tile.change.value) == (2018, 5.0)


@pytest.mark.parametrize(("present", "chosen"), [(("median", "own", "mean"), "mean"), (("median", "own"), "own")])
def test_of_statistics_that_reach_equally_far_the_mean_of_provinces_goes_first(
    present: tuple[str, ...], chosen: str
) -> None:
    (tile,) = tiles(*(national(value=50.0, statistic=statistic) for statistic in present))
    assert tile.statistic == chosen


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(2012, 2024), st.sampled_from(("mean", "own", "median"))), min_size=1, unique=True)
)
def test_a_line_has_one_statistic_and_ends_in_the_newest_year(points: list[tuple[int, str]]) -> None:
    (tile,) = tiles(*(national(year=year, statistic=statistic, value=1.0 * year) for year, statistic in points))
    assert tile.series["statistic"].nunique() == 1 and tile.series["year"].is_monotonic_increasing
    assert tile.figure is not None and tile.figure["year"] == max(year for year, _ in points)


def test_published_years_go_before_newer_ones_that_are_not() -> None:
    rows = [national(year=2020, value=70.0), national(year=2022, value=75.0, value_basis="derived")]
    (tile,) = tiles(*rows)
    assert tile.figure is not None and tile.figure["year"] == 2020 and tile.change is None
    (only,) = tiles(rows[1])
    assert only.figure is not None and only.figure["year"] == 2022


def test_a_change_across_a_break_shows_no_value() -> None:
    (tile,) = tiles(national(year=2016, value=70.0, method_id="M2"), national(year=2017, value=60.0, method_id="M3"))
    assert tile.change is not None and tile.change.shown_value is None and tile.change.value == -10.0


def test_the_leader_is_ranked_first_by_the_publisher() -> None:
    rows = [figure(unit_id="P63-22", year=2022, rank=1), figure(unit_id="P63-14", year=2022, rank=2)]
    (tile,) = tiles(ranked=provinces(*rows))
    assert tile.leader is not None and tile.leader["unit_id"] == "P63-22"
    assert (tile.figure, tile.statistic, tile.change, tile.provinces, tile.provinces_year) == (
        None,
        None,
        None,
        2,
        2022,
    )
    derived = provinces(figure(rank=1, rank_basis="derived"))
    assert tiles(ranked=derived)[0].leader is None
    assert tiles(ranked=provinces(rows[1]))[0].leader is None


def test_tiles_are_the_headlines_that_have_anything_in_catalogue_order() -> None:
    rows = [national(indicator_code=code, value=1.0) for code in ("part_score", "other_score", "idx_score")]
    assert [tile.indicator["indicator_code"] for tile in tiles(*rows)] == ["idx_score", "other_score"]
    assert tiles() == []
    rank_only = tiles(national(rank=3))
    assert rank_only == []  # a national row without a value is no figure of the country
