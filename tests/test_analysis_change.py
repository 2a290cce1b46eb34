"""What moved: published parts only, places among the same number only, never a value across a break."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.change import FIT, Change, change_between, latest_change, newest, own_figures
from egov_metrics.analysis.insights.overview import change_sentences
from egov_metrics.analysis.territory import PRESENT_PROVINCES
from tests.analysis_frames import CHAIN, figure, figures, indicator

BASES = ("published", "derived", "list_order", "doubtful", "recomputed")
VERSIONS = ("M1", "M2", "M3", "M4", "M5", "M6", None)


@st.composite
def statements(draw: st.DrawFn, year: int) -> dict[str, Any]:
    value = draw(st.none() | st.floats(0, 100, allow_nan=False).map(lambda number: round(number, 2)))
    rank = draw(st.none() | st.integers(1, 34))
    return figure(
        year=year,
        value=value,
        rank=rank,
        value_basis=None if value is None else draw(st.sampled_from(BASES)),
        rank_basis=None if rank is None else draw(st.sampled_from(BASES)),
        rank_of=None if rank is None else draw(st.sampled_from((None, 34, 63))),
        method_id=draw(st.sampled_from(VERSIONS)),
        qualifier=draw(st.sampled_from(("exact", "exact", "approx", "more_than"))),
    )


@st.composite
def series(draw: st.DrawFn) -> pd.DataFrame:
    years = draw(st.lists(st.integers(2012, 2025), unique=True, max_size=5))
    return figures(*[draw(statements(year)) for year in years])


def between(before: dict, after: dict) -> Change:
    """The change between two figures as the store would hand them over."""
    first, second = figures(before, after).to_dict("records")
    return change_between(first, second, CHAIN)


@settings(max_examples=60, deadline=None)
@given(statements(2019), statements(2020))
def test_no_value_is_shown_across_a_break_and_none_that_is_not_published(before: dict, after: dict) -> None:
    change = between(before, after)
    published = before["value_basis"] == after["value_basis"] and before["value_basis"] in FIT
    exact = before["qualifier"] == after["qualifier"] == "exact"  # a bound has no difference
    assert (change.value is not None) == (published and exact)
    assert (change.shown_value is not None) == (published and exact and change.likeness.is_like)
    if not change.likeness.is_like:
        for lang in ("vi", "en"):  # the words do not depend on the value at all
            said = change_sentences(change, indicator(), 2, CHAIN, lang)
            assert said == change_sentences(replace(change, value=None), indicator(), 2, CHAIN, lang)


@settings(max_examples=60, deadline=None)
@given(statements(2019), statements(2020))
def test_places_only_among_the_same_stated_number_and_published(before: dict, after: dict) -> None:
    change = between(before, after)
    alike = (
        before["rank_basis"] == after["rank_basis"]
        and before["rank_basis"] in FIT
        and before["rank_of"] == after["rank_of"] is not None
        # Recomputed ranks are among the provinces with figures of a year: comparable when those are all.
        and (before["rank_basis"] != "recomputed" or before["rank_of"] == PRESENT_PROVINCES)
    )
    assert change.places == (before["rank"] - after["rank"] if alike else None)


@settings(max_examples=60, deadline=None)
@given(series())
def test_the_latest_change_is_between_published_figures_and_forward_in_time(frame: pd.DataFrame) -> None:
    mine = own_figures(frame, "idx_score")
    shown, change = newest(mine), latest_change(mine, CHAIN)
    published = mine[mine["value_basis"].isin(FIT) | mine["rank_basis"].isin(FIT)]
    if len(published) < 2:
        assert change is None
    if change is not None:
        assert shown is not None and change.year_to == shown["year"] == published["year"].iloc[-1]
        assert change.year_from == published["year"].iloc[-2]


@settings(max_examples=60, deadline=None)
@given(series())
def test_the_newest_figure_is_published_if_any_is(frame: pd.DataFrame) -> None:
    mine = own_figures(frame, "idx_score")
    shown = newest(mine)
    stated = mine[mine["value"].notna() | mine["rank"].notna()]
    published = stated[stated["value_basis"].isin(FIT) | stated["rank_basis"].isin(FIT)]
    expected = published if len(published) else stated
    assert (shown is None) == stated.empty
    assert shown is None or shown["year"] == expected["year"].max()


def test_value_and_places_of_two_published_figures() -> None:
    mine = figures(figure(year=2013, value=59.0, rank=63), figure(year=2014, value=61.5, rank=60))
    change = latest_change(mine, CHAIN)
    assert change is not None
    assert (change.year_from, change.year_to, change.value, change.places) == (2013, 2014, 2.5, 3)
    assert change.shown_value == 2.5


def test_a_bound_has_no_difference_and_its_rank_keeps_its_places() -> None:
    change = between(
        figure(year=2019, value=80.0, rank=9, rank_of=63, qualifier="more_than"),
        figure(year=2020, value=85.0, rank=7, rank_of=63),
    )
    assert change.value is None and change.places == 2


def test_a_break_keeps_the_places_and_hides_the_value() -> None:
    mine = figures(figure(year=2016, value=80.0, rank=20, method_id="M2"), figure(value=85.0, rank=25, method_id="M3"))
    change = latest_change(mine, CHAIN)
    assert change is not None and (change.places, change.value, change.shown_value) == (-5, 5.0, None)


@pytest.mark.parametrize("of", [(63, 34), (63, None), (None, None)])
def test_ranks_of_different_or_unknown_denominators_give_no_places(of: tuple) -> None:
    rows = figures(figure(year=2019, rank=20, rank_of=of[0]), figure(year=2020, rank=12, rank_of=of[1]))
    change = latest_change(rows, CHAIN)
    assert change is not None and change.places is None


def test_a_derived_figure_is_neither_the_newest_nor_what_it_is_compared_with() -> None:
    rows = [
        figure(year=2018, value=70.0),
        figure(year=2019, value=75.0, value_basis="derived"),
        figure(year=2020, value=80.0),
        figure(year=2021, value=90.0, value_basis="doubtful"),
    ]
    mine = figures(*rows)
    change, shown = latest_change(mine, CHAIN), newest(mine)
    assert shown is not None and shown["year"] == 2020
    assert change is not None and (change.year_from, change.year_to, change.value) == (2018, 2020, 10.0)


def test_only_derived_figures_are_shown_but_not_compared() -> None:
    mine = figures(*(figure(year=year, value=1.0 * year, value_basis="derived") for year in (2019, 2020)))
    shown = newest(mine)
    assert shown is not None and shown["year"] == 2020 and latest_change(mine, CHAIN) is None


def test_a_kind_of_nothing_is_no_figure() -> None:
    mine = figures(figure(year=2019, value=80.0), figure(year=2020, nothing="not_ranked"))
    shown = newest(mine)
    assert shown is not None and shown["year"] == 2019 and latest_change(mine, CHAIN) is None
    assert newest(figures(figure(nothing="not_submitted"))) is None


def test_own_figures_leave_out_targets_tiers_means_other_dates_and_undated_ones() -> None:
    odd: list[dict[str, Any]] = [
        {"is_target": True}, {"scope": "communes"}, {"statistic": "mean"}, {"is_latest_in_year": False}, {"year": None},
        {"indicator_code": "other_score"},
    ]  # fmt: skip
    rows = [figure(value=99.0, **{"year": 2022} | cells) for cells in odd]
    mine = own_figures(figures(*rows, figure(year=2021, value=2.0), figure(year=2020, value=1.0)), "idx_score")
    assert mine["value"].tolist() == [1.0, 2.0]


def test_nothing_to_change_without_figures() -> None:
    assert newest(figures()) is None and latest_change(figures(), CHAIN) is None
