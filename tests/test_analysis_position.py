"""Where a unit stands among those with figures; ties share and skip; never to be read as the published rank."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.compare import one_line_each
from egov_metrics.analysis.position import beside, comparable_values, of_one_order, position, shared_ranks
from egov_metrics.analysis.territory import as_one
from tests.analysis_frames import figure, figures

QUALIFIERS = ("exact", "approx", "at_least", "more_than", "less_than")
DIRECTIONS = st.sampled_from(("higher", "lower"))
VALUES = st.lists(st.none() | st.integers(0, 30).map(lambda n: n / 10), max_size=40)


def provinces(*values: float | None, **cells: object) -> pd.DataFrame:
    return figures(*(figure(unit_id=f"P63-{place:02d}", value=value, **cells) for place, value in enumerate(values, 1)))


def test_ties_share_the_place_and_the_next_is_skipped() -> None:
    values = pd.Series([90.0 - place for place in range(16)] + [70.0, 70.0, 60.0])
    assert shared_ranks(values, "higher").tolist()[-3:] == [17, 17, 19]


def test_lower_is_better_for_levels_and_overdue_rates() -> None:
    assert shared_ranks(pd.Series([4, 1, 2]), "lower").tolist() == [3, 1, 2]


def test_missing_values_have_no_rank_and_take_no_place() -> None:
    ranks = shared_ranks(pd.Series([None, 5.0, float("nan"), 7.0], index=list("abcd")), "higher")
    assert ranks.isna().tolist() == [True, False, True, False]
    assert ranks["d"] == 1 and ranks["b"] == 2 and str(ranks.dtype) == "Int64"


@pytest.mark.parametrize("direction", ["neutral", "", "up"])
def test_no_ranks_without_a_best_end(direction: str) -> None:
    with pytest.raises(ValueError, match="no best end"):
        shared_ranks(pd.Series([1.0]), direction)


@settings(max_examples=60, deadline=None)
@given(VALUES, DIRECTIONS)
def test_a_rank_is_one_more_than_the_number_of_better_values(values: list[float | None], direction: str) -> None:
    ranks = shared_ranks(pd.Series(values, dtype="float64"), direction)
    present = [value for value in values if value is not None]
    sign = 1 if direction == "higher" else -1
    for value, rank in zip(values, ranks, strict=True):
        if value is None:
            assert pd.isna(rank)
        else:
            assert rank == 1 + sum(sign * other > sign * value for other in present)


@settings(max_examples=60, deadline=None)
@given(VALUES, DIRECTIONS)
def test_a_position_agrees_with_counting(values: list[float | None], direction: str) -> None:
    frame = provinces(*values)
    present = [value for value in values if value is not None]
    for place, value in enumerate(values, 1):
        found = position(frame, f"P63-{place:02d}", 2020, direction)
        if value is None or len(present) < 2:
            assert found is None
            continue
        better = [other for other in present if (other > value if direction == "higher" else other < value)]
        assert found is not None
        assert (found.place, found.of, found.value) == (len(better) + 1, len(present), value)
        assert found.best == (max if direction == "higher" else min)(present)
        assert found.median == pytest.approx(pd.Series(present).median())
        assert (found.place == 1) == (found.best == value)


def test_three_among_four_with_figures_is_not_three_of_sixty_three() -> None:
    found = position(provinces(80.0, 82.0, 81.0, 70.0, rank_of=63), "P63-01", 2020, "higher")
    assert found is not None and (found.place, found.of, found.ranked, found.is_complete) == (3, 4, 63, False)
    assert (found.best_unit, found.best) == ("P63-02", 82.0)


def test_all_that_were_ranked_make_it_complete_and_an_unknown_number_does_not() -> None:
    complete = position(provinces(80.0, 82.0, rank_of=2), "P63-01", 2020, "higher")
    unknown = position(provinces(80.0, 82.0), "P63-01", 2020, "higher")
    assert complete is not None and complete.is_complete
    assert unknown is not None and unknown.ranked is None and not unknown.is_complete


def test_no_position_without_a_value_without_others_or_without_a_direction() -> None:
    frame = provinces(80.0, 82.0, None)
    assert position(frame, "P63-03", 2020, "higher") is None
    assert position(frame, "P63-99", 2020, "higher") is None
    assert position(frame, "P63-01", 2019, "higher") is None
    assert position(frame, "P63-01", 2020, "neutral") is None
    assert position(provinces(80.0), "P63-01", 2020, "higher") is None
    assert position(figures(), "P63-01", 2020, "higher") is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(QUALIFIERS)), max_size=20), DIRECTIONS)
def test_a_bound_has_no_place_and_moves_none(stated: list[tuple[int, str]], direction: str) -> None:
    rows = [
        figure(unit_id=f"P63-{place:02d}", value=float(value), qualifier=qualifier)
        for place, (value, qualifier) in enumerate(stated, 1)
    ]
    exact = figures(*(row for row in rows if row["qualifier"] == "exact"))
    for row in rows:
        found = position(figures(*rows), row["unit_id"], 2020, direction)
        assert found == position(exact, row["unit_id"], 2020, direction)
        assert row["qualifier"] == "exact" or found is None


def test_derived_values_take_no_place() -> None:
    rows = [figure(unit_id="P63-01", value=80.0), figure(unit_id="P63-02", value=99.0, value_basis="derived"),
            figure(unit_id="P63-03", value=70.0)]  # fmt: skip
    found = position(figures(*rows), "P63-01", 2020, "higher")
    assert found is not None and (found.place, found.of) == (1, 2)
    assert position(figures(*rows), "P63-02", 2020, "higher") is None


def test_only_the_method_that_most_units_have_counts() -> None:
    rows = [figure(unit_id=f"P63-0{n}", value=n, method_id="M1" if n == 3 else "M2") for n in (1, 2, 3)]
    assert set(comparable_values(figures(*rows), 2020)["unit_id"]) == {"P63-01", "P63-02"}
    assert position(figures(*rows), "P63-03", 2020, "higher") is None
    without = [row | {"method_id": None} for row in rows]
    assert len(comparable_values(figures(*without), 2020)) == 3


def test_old_and_present_provinces_are_two_rankings_of_one_year() -> None:
    rows = [figure(unit_id="P63-01", value=1.0), figure(unit_id="P63-14", value=2.0, rank_of=63)]
    rows += [figure(unit_id=f"P34-{n}", value=float(n), rank_of=34) for n in (14, 15, 16)]
    frame = figures(*rows)
    old, present = position(frame, "P63-14", 2020, "higher"), position(frame, "P34-14", 2020, "higher")
    assert old is not None and (old.place, old.of, old.ranked) == (1, 2, 63)
    assert present is not None and (present.place, present.of, present.ranked) == (3, 3, 34)
    assert of_one_order(frame, "P34-14", 2020)["unit_id"].str.startswith("P34-").all()
    assert of_one_order(frame, "P34-14", 2019).empty and of_one_order(frame, "P34-99", 2020).empty


def test_an_unchanged_province_stands_in_the_order_of_its_figure_not_of_its_key() -> None:
    rows = [figure(unit_id=f"P34-{n}", value=float(n), rank_of=34) for n in (14, 15, 16)]
    rows += [figure(unit_id="P63-77", value=99.0, rank_of=63)]
    joined = as_one(figures(*rows), {"P34-14": "P63-14"})
    found = position(joined, "P63-14", 2020, "higher")
    assert found is not None and (found.place, found.of, found.ranked) == (3, 3, 34)
    both = as_one(figures(*rows, figure(unit_id="P63-14", value=1.0, rank_of=63)), {"P34-14": "P63-14"})
    found = position(both, "P63-14", 2020, "higher")  # in both: among the three, not the two
    assert found is not None and (found.value, found.of, found.ranked) == (14.0, 3, 34)


def test_ranks_of_63_and_of_34_never_stand_side_by_side() -> None:
    rows = figures(
        *(figure(unit_id=f"P63-{n:02}", rank=n, year=year) for n in (1, 14, 60) for year in (2022, 2024)),
        *(figure(unit_id=f"P34-{n:02}", rank=n, rank_of=34, year=2024) for n in (1, 14, 31, 33)),
        figure(unit_id="P34-14", rank=29, rank_of=34, year=2025),
    )
    new = beside(rows, "P34-31")
    assert set(new["unit_id"]) == {"P34-01", "P34-14", "P34-31", "P34-33"} and set(new["rank_of"]) == {34}
    assert set(beside(rows, "P63-60")["rank_of"]) == {63}
    continuity = {"P34-14": "P63-14", "P34-01": "P63-01"}
    for joined in (as_one(rows, continuity), one_line_each(rows, continuity)):
        kept = beside(joined, "P63-14")
        assert kept.groupby("year")["rank_of"].nunique().tolist() == [1, 1, 1]
        assert not kept[kept["unit_id"] == "P63-14"]["year"].duplicated().any()
        assert {2022, 2025} <= set(kept[kept["unit_id"] == "P63-14"]["year"])
        assert set(beside(joined, "P63-60")["rank_of"]) == {63}
    assert beside(rows.iloc[:0], "P63-14").empty
