"""The overview of one unit: tiles, movements, tiers, what is missing and what is old."""

from __future__ import annotations

from typing import Any

import pandas as pd

from egov_metrics.analysis.overview import Overview, overview, tier_levels
from tests.analysis_frames import CHAIN, figure, figures, indicator

CODES = ("idx_score", "other_score", "rate_score")


def indicators(**changes: dict[str, Any]) -> pd.DataFrame:
    """Three headline indices, a level and a topic; `changes` by code."""
    rows = [indicator(code, **changes.get(code, {})) for code in CODES]
    rows.append(indicator("egov_level", family="EGOV_LEVEL", topic="egov_level"))
    rows += [
        indicator(code, family="EMAIL", topic="email", is_headline=False) for code in ("email_accounts", "email_rate")
    ]
    return pd.DataFrame(rows)


def coverage(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["indicator_code", "level", "year", "units"])


COVERAGE = coverage(
    ("idx_score", "province", 2020, 60),
    ("idx_score", "province", 2022, 40),
    ("other_score", "province", 2021, 27),
    ("rate_score", "district", 2022, 9),
)


def made(*rows: dict[str, Any], **options: Any) -> Overview:
    catalogue = options.pop("catalogue", indicators())
    return overview("province", figures(*rows), catalogue, options.pop("seen", COVERAGE), CHAIN, **options)


def test_a_tile_for_every_index_that_the_unit_or_its_level_has() -> None:
    found = made(figure(year=2019, value=1.0), figure(year=2020, value=2.0, rank=7))
    assert [tile.code for tile in found.tiles] == ["idx_score", "other_score"]  # rate_score is of districts only
    tile = found.tiles[0]
    assert tile.figure is not None and (tile.figure["value"], tile.figure["rank"]) == (2.0, 7)
    assert (tile.year, tile.newest_anywhere, tile.units_newest, tile.years_behind) == (2020, 2022, 40, 2)
    assert [row["year"] for row in tile.rows] == [2019, 2020]
    assert tile.change is not None and tile.change.shown_value == 1.0
    assert found.newest_year == 2020


def test_an_index_that_only_this_unit_has_is_shown_and_not_behind() -> None:
    found = made(figure(indicator_code="rate_score", value=5.0))
    tile = next(tile for tile in found.tiles if tile.code == "rate_score")
    assert (tile.newest_anywhere, tile.units_newest, tile.years_behind) == (None, 0, 0)


def test_what_is_missing_and_what_is_old() -> None:
    rows = [figure(year=2021, value=1.0), figure(indicator_code="rate_score", year=2015, value=2.0)]
    seen = pd.concat([COVERAGE, coverage(("rate_score", "province", 2024, 30))])
    found = made(*rows, seen=seen)
    assert [tile.code for tile in found.missing] == ["other_score"]
    assert [(tile.code, tile.years_behind) for tile in found.stale] == [("rate_score", 9), ("idx_score", 1)]
    missing = found.missing[0]
    assert (missing.year, missing.figure, missing.change, missing.units_newest) == (None, None, None, 27)


def test_a_kind_of_nothing_leaves_the_tile_without_a_figure() -> None:
    found = made(figure(nothing="not_ranked"))
    assert [tile.code for tile in found.missing] == ["idx_score", "other_score"]
    assert found.lead is None


def test_what_others_had_before_the_unit_existed_is_not_missing() -> None:
    assert [tile.code for tile in made(since=2022).missing] == ["idx_score"]
    assert made(since=2023).tiles == []
    assert made(since=2023).newest_year is None


def test_the_lead_is_the_first_index_with_a_published_figure() -> None:
    derived = figure(value=1.0, value_basis="derived")
    published = figure(indicator_code="other_score", rank=3)
    both, only = made(derived, published), made(derived)
    assert both.lead is not None and both.lead.code == "other_score"
    assert only.lead is not None and only.lead.code == "idx_score"
    assert made().lead is None


def test_movements_are_places_first_and_values_only_like_for_like() -> None:
    places = made(figure(year=2013, value=1.0, rank=9), figure(year=2014, value=2.0, rank=12))
    assert [(m.measure, m.amount) for m in places.fell] == [("rank", -3)] and places.rose == []
    values = made(figure(year=2013, value=1.0), figure(year=2014, value=2.0))
    assert [(m.measure, m.amount, m.rose) for m in values.rose] == [("value", 1.0, True)]
    broken = made(figure(year=2013, value=1.0), figure(year=2018, value=2.0, method_id="M3"))
    assert broken.movements == []
    unknown = made(figure(year=2013, value=1.0, method_id="M4"), figure(year=2021, value=2.0, method_id="M5"))
    assert unknown.movements == []
    still = made(figure(year=2013, value=1.0, rank=9), figure(year=2014, value=2.0, rank=9))
    assert still.movements == []


def test_less_is_better_where_the_indicator_says_so_and_neutral_never_moves() -> None:
    rows = [figure(year=2013, value=3.0), figure(year=2014, value=2.0)]
    lower = made(*rows, catalogue=indicators(idx_score={"direction": "lower"}))
    assert [(m.amount, m.rose) for m in lower.movements] == [(1.0, True)]
    assert made(*rows, catalogue=indicators(idx_score={"direction": "neutral"})).movements == []


def test_the_greatest_movements_come_first() -> None:
    rows = []
    for code, before, after in (("idx_score", 20, 19), ("other_score", 20, 10), ("rate_score", 20, 50)):
        rows += [figure(indicator_code=code, year=year, rank=rank) for year, rank in ((2013, before), (2014, after))]
    found = made(*rows)
    assert [m.tile.code for m in found.rose] == ["other_score", "idx_score"]
    assert [m.tile.code for m in found.fell] == ["rate_score"]


def level(mark: str, value: float, **cells: Any) -> dict[str, Any]:
    given = {"scope": "departments", "indicator_code": f"egov_level{mark}_units", "decimals": 0, **cells}
    return figure(value=value, **given)


def test_tiers_state_what_is_stated_of_their_newest_year_only() -> None:
    rows = [
        level("1", 2, year=2019, denominator=20),
        level("3", 5, year=2019, period_basis="inferred", method_id=None),
        level("2", 40.0, year=2019, indicator_code="egov_level2_share"),
        level("1", 9, year=2018),
        level("1", 30, year=2019, is_target=True),
        level("1", 1, year=2019, is_latest_in_year=False),
        level("4", 1, year=2017, scope="districts"),
        level("4", 1, year=None, scope="communes"),
        level("4", 1, year=2021, scope="self"),
        figure(indicator_code="egov_unranked_units", scope="districts", year=2017, value=16),
        figure(indicator_code="egov_level1_units", scope="districts", year=2017, nothing="not_published"),
    ]
    departments, districts = tier_levels(figures(*rows))
    assert (departments.scope, departments.year, departments.of) == ("departments", 2019, 20)
    assert (departments.counts, departments.shares) == ({"I": 2, "III": 5}, {"II": 40.0})
    assert (departments.period_basis, departments.method_id) == ("stated", "M1")
    assert len(departments.figure_ids) == 3
    assert (districts.scope, districts.counts, districts.of) == ("districts", {"IV": 1, "not_ranked": 16}, None)
    assert tier_levels(figures()) == []


def test_the_own_level_is_of_the_newest_year_without_plans() -> None:
    rows = [
        figure(indicator_code="egov_result_level", year=2020, value=2, scope="self"),
        figure(indicator_code="egov_readiness_level", year=2020, value=1),
        figure(indicator_code="egov_level", year=2020, nothing="not_ranked"),
        figure(indicator_code="egov_level", year=2019, value=3),
        figure(indicator_code="egov_level", year=2025, value=1, is_target=True),
        figure(indicator_code="egov_level", year=2021, value=1, scope="districts"),
    ]
    own = made(*rows).own_level
    assert own is not None and own.year == 2020
    assert own.rows["indicator_code"].tolist() == ["egov_level", "egov_readiness_level", "egov_result_level"]
    assert made().own_level is None


def test_facts_are_topics_newest_first_undated_last_and_keep_targets() -> None:
    rows = [
        figure(indicator_code="email_rate", year=None, value=1.0),
        figure(indicator_code="email_rate", year=2020, value=2.0, is_target=True),
        figure(indicator_code="email_accounts", year=2020, value=3.0),
        figure(indicator_code="email_accounts", year=2021, value=4.0, scope="districts"),
        figure(indicator_code="idx_score", year=2022, value=5.0),
        figure(indicator_code="egov_level", year=2022, value=1.0),
    ]
    found = made(*rows)
    assert found.facts["value"].tolist() == [4.0, 3.0, 2.0, 1.0]
    assert found.newest_year == 2022


def test_an_empty_store_makes_an_empty_overview() -> None:
    found = made(seen=coverage())
    assert (found.tiles, found.movements, found.tiers, found.own_level, found.newest_year) == ([], [], [], None, None)
    assert found.lead is None and found.facts.empty
