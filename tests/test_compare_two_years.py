"""Two years beside each other: a change only between figures that compare, by example and over random frames."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics import store
from egov_metrics.analysis import compare
from egov_metrics.analysis.change import FIT
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.territory import unchanged
from egov_metrics.analysis.two_years import TwoYears, changes
from tests.compare_store import build_territory_store


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> store.Edition:
    return store.open_edition(build_territory_store(tmp_path_factory.mktemp("two_years"))[1])


@pytest.fixture(scope="module")
def methods(edition) -> Methods:
    return Methods(edition.query("methods"))


@pytest.fixture(scope="module")
def figures(edition) -> pd.DataFrame:
    asked = edition.query(
        "figures_of_indicator", indicator="par_index_score", level="province", year_from=1990, year_to=2100,
        parent=None, region=None,
    )  # fmt: skip
    return compare.one_line_each(asked, unchanged(edition.query("province_succession")))


def test_values_of_one_method_compare_and_those_of_two_do_not(figures, methods):
    two = TwoYears(figures, "value", methods)
    like = two.pair(2019, 2021)
    assert (like.kind, sorted(like.drawn), like.left_out) == ("like", ["P63-14", "P63-22"], ())
    assert changes(figures, like, "value", False) == {"P63-14": pytest.approx(5.69), "P63-22": pytest.approx(0.02)}
    broken = two.pair(2021, 2023)
    assert (broken.kind, broken.is_like) == ("broken", False)
    assert broken.likeness.method_id == "PAR-C" and broken.likeness.decision == "2022/QĐ"
    # Bình Định's value of 2021 was worked out by the source: it may stand there, but makes no change.
    assert set(broken.drawn) == {"P63-14", "P63-22", "P63-64"} and broken.marked == ("P63-52",)
    assert "P63-52" not in changes(figures, broken, "value", False)


def test_ranks_compare_over_a_method_but_not_over_another_number_of_units(figures, methods):
    two = TwoYears(figures, "rank", methods)
    over = two.pair(2021, 2023)
    assert over.kind == "like" and over.likeness.method_id == "PAR-C", "the method that lies between is told"
    assert two.pair(2019, 2021).likeness is None
    assert changes(figures, over, "rank", True)["P63-14"] == 2
    other = two.pair(2024, 2025)
    assert (other.kind, other.counts) == ("field", (63, 34))


def test_ranks_worked_out_here_compare_only_among_the_same_units(figures, methods):
    rows = figures[figures["year"].isin([2019, 2021]) & figures["unit_id"].isin(["P63-14", "P63-22"])]
    ours = rows.assign(rank_basis="recomputed", rank_of=2.0)
    assert TwoYears(ours, "rank", methods).pair(2019, 2021).kind == "like"
    another = ours.assign(unit_id=ours["unit_id"].where(ours["year"] == 2021, "P63-52"))
    both = pd.concat([another, ours[ours["unit_id"] == "P63-14"]]).drop_duplicates(["unit_id", "year"])
    assert TwoYears(both, "rank", methods).pair(2019, 2021).kind == "field"


def test_years_without_common_published_figures_are_no_pair(figures, methods):
    two = TwoYears(figures, "value", methods)
    assert two.pair(2019, 2024).kind in ("broken", "none")
    assert two.pair(1999, 2024).kind == "none"
    derived = figures.assign(value_basis="derived")
    assert TwoYears(derived, "value", methods).pair(2019, 2021).kind == "none"
    assert TwoYears(derived, "value", methods).best() is None


def test_a_bound_and_a_part_of_a_year_make_no_change(figures, methods):
    about = figures.assign(qualifier=figures["qualifier"].where(figures["unit_id"] != "P63-14", "approx"))
    pair = TwoYears(about, "value", methods).pair(2019, 2021)
    assert (pair.drawn, pair.marked) == (("P63-22",), ("P63-14",))
    ends = figures["period_end"].where(figures["year"] != 2021, pd.Timestamp("2021-06-30"))
    assert TwoYears(figures.assign(period_end=ends), "value", methods).pair(2019, 2021).kind == "none"


def test_the_page_opens_with_a_pair_that_compares_and_offers_the_nearest(figures, methods):
    two = TwoYears(figures, "value", methods)
    assert [(pair.year_from, pair.year_to) for pair in two.like] == [
        (2019, 2021),
        (2023, 2024),
        (2023, 2025),
        (2024, 2025),
    ]
    newest = two.best()
    assert (newest.year_from, newest.year_to) == (2023, 2025)
    # Sơn La can be compared in one pair only.
    mine = two.best(["P63-14"])
    assert (mine.year_from, mine.year_to) == (2019, 2021)
    near = two.nearest(2021, 2024)
    assert (near.year_from, near.year_to) == (2023, 2024)
    assert two.nearest(2021, 2024, ["P63-14"]).year_to == 2021
    assert two.best(["P63-99"]) == newest
    earlier = next(pair for pair in two.like if pair.year_to != newest.year_to)
    assert two.best(year_to=earlier.year_to).year_to == earlier.year_to
    assert two.best(year_to=1999) is None


YEARS = (2019, 2020, 2021, 2022)
METHODS = (None, "PAR-A", "PAR-B", "PAR-C", "SEC-A")


@st.composite
def frames(draw) -> pd.DataFrame:
    rows = []
    for unit in ("a", "b", "c"):
        for year in YEARS:
            if draw(st.booleans()):
                rows.append(
                    {
                        "unit_id": unit,
                        "year": year,
                        "value": draw(st.one_of(st.none(), st.floats(0, 100))),
                        "rank": draw(st.one_of(st.none(), st.integers(1, 3))),
                        "rank_of": draw(st.sampled_from([None, 2.0, 3.0])),
                        "method_id": draw(st.sampled_from(METHODS)),
                        "value_basis": draw(st.sampled_from(["published", "recomputed", "derived", None])),
                        "rank_basis": draw(st.sampled_from(["published", "recomputed", "list_order"])),
                        "qualifier": draw(st.sampled_from(["exact", "approx"])),
                        "period_end": pd.Timestamp(year, draw(st.sampled_from([6, 12])), 30) + pd.offsets.MonthEnd(0),
                    }
                )
    columns = ["unit_id", "year", "value", "rank", "rank_of", "method_id", "value_basis", "rank_basis", "qualifier"]
    return pd.DataFrame(rows, columns=[*columns, "period_end"]).astype(
        {"value": "float64", "rank": "float64", "rank_of": "float64"}
    )


@settings(max_examples=50, deadline=None)
@given(frame=frames(), measure=st.sampled_from(["value", "rank"]))
def test_no_pair_that_compares_joins_what_does_not(frame, measure, methods):
    two = TwoYears(frame, measure, methods)
    cells = {(row["unit_id"], row["year"]): row for row in frame.to_dict("records") if pd.notna(row[measure])}
    for pair in two.like:
        assert pair.drawn and set(pair.drawn).isdisjoint(pair.left_out)
        moved = changes(frame, pair, measure, measure == "rank")
        assert set(moved) == set(pair.drawn)
        for unit in pair.drawn:
            one, other = cells[(unit, pair.year_from)], cells[(unit, pair.year_to)]
            assert one[f"{measure}_basis"] in FIT and one[f"{measure}_basis"] == other[f"{measure}_basis"]
            if measure == "value":
                assert methods.likeness(one["method_id"], other["method_id"]).is_like
                assert one["qualifier"] == other["qualifier"] == "exact"
                assert moved[unit] == pytest.approx(other["value"] - one["value"])
            else:
                assert one["rank_of"] == other["rank_of"]
                assert moved[unit] == one["rank"] - other["rank"]
