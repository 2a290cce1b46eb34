"""Which years compare: decided by method versions, never by the look of the numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.comparability import Methods
from tests.analysis_frames import CHAIN, methods

STEPS = ("yes", "no", "first", "not_stated")


@pytest.mark.parametrize(("within", "kind"), [("yes", "same"), ("no", "broken"), ("not_stated", "not_stated")])
def test_one_version_compares_as_it_says_of_itself(within: str, kind: str) -> None:
    likeness = methods({"method_id": "A", "comparable_within": within}).likeness("A", "A")
    assert (likeness.kind, likeness.method_id, likeness.is_like) == (kind, "A", kind == "same")


@pytest.mark.parametrize(
    ("earlier", "later", "kind", "explained_by"),
    [
        ("M1", "M2", "comparable", "M2"),
        ("M3", "M4", "comparable", "M4"),
        ("M2", "M3", "broken", "M3"),
        ("M1", "M4", "broken", "M3"),  # the break inside the chain explains it, not the last step
        ("M4", "M5", "not_stated", "M5"),
        ("M1", "M5", "broken", "M3"),  # a break weighs more than a doubt
        ("M3", "M6", "broken", "M6"),
        ("M1", "M6", "broken", "M6"),  # of two breaks, the later
    ],
)
def test_versions_compare_along_the_chain_in_both_directions(
    earlier: str, later: str, kind: str, explained_by: str
) -> None:
    for pair in ((earlier, later), (later, earlier)):
        likeness = CHAIN.likeness(*pair)
        assert (likeness.kind, likeness.method_id) == (kind, explained_by if kind != "comparable" else pair[1])
        assert likeness.is_like == (kind == "comparable")


@pytest.mark.parametrize("missing", [None, float("nan"), "nobody"])
def test_an_unknown_version_says_nothing(missing: object) -> None:
    for likeness in (CHAIN.likeness(missing, "M1"), CHAIN.likeness("M1", missing)):  # type: ignore[arg-type]
        assert (likeness.kind, likeness.method_id, likeness.is_like) == ("not_stated", None, False)
    assert CHAIN.row(missing) is None  # type: ignore[arg-type]


def criteria_sets() -> Methods:
    return methods(
        {"method_id": "Y1", "family": "LEVEL", "year_from": 2017, "comparable_with_previous": "first"},
        {"method_id": "S1", "family": "LEVEL", "by_year": False, "comparable_with_previous": "yes"},
        {"method_id": "S2", "family": "LEVEL", "by_year": False, "comparable_with_previous": "yes"},
        {"method_id": "O1", "family": "OTHER", "comparable_with_previous": "yes"},
    )


@pytest.mark.parametrize(("earlier", "later"), [("S1", "S2"), ("Y1", "S1"), ("S1", "Y1"), ("O1", "Y1"), ("Y1", "O1")])
def test_criteria_sets_and_other_families_never_compare(earlier: str, later: str) -> None:
    likeness = criteria_sets().likeness(earlier, later)
    assert (likeness.kind, likeness.method_id) == ("broken", later)


def test_a_criteria_set_compares_with_itself() -> None:
    assert criteria_sets().likeness("S1", "S1").kind == "same"


def test_breaks_and_versions_of_a_family() -> None:
    assert [row["method_id"] for row in CHAIN.breaks("IDX")] == ["M3", "M5", "M6"]
    assert CHAIN.breaks("NOBODY") == [] and criteria_sets().breaks("LEVEL") == []
    assert list(criteria_sets().of_family("LEVEL")["method_id"]) == ["Y1", "S1", "S2"]


def test_the_order_of_rows_does_not_matter_and_an_open_start_comes_first() -> None:
    rows = CHAIN.frame
    shuffled = Methods(rows.iloc[::-1].reset_index(drop=True))
    assert shuffled.likeness("M1", "M4") == CHAIN.likeness("M1", "M4")
    open_start = methods(
        {"method_id": "B", "year_from": 2018, "comparable_with_previous": "no"},
        {"method_id": "A", "year_from": None, "comparable_with_previous": "first"},
    )
    assert [row["method_id"] for row in open_start.breaks("IDX")] == ["B"]


def test_a_likeness_carries_decision_reason_and_whether_it_is_inferred() -> None:
    broken = CHAIN.likeness("M4", "M6")
    assert (broken.decision, broken.inferred) == ("6/QĐ", True)
    assert (broken.reason("vi"), broken.reason("en")) == ("lý do", "reason")
    assert CHAIN.likeness("M4", "M5").decision is None
    assert not CHAIN.likeness("M2", "M3").inferred


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(STEPS), min_size=2, max_size=7), st.data())
def test_a_chain_is_alike_exactly_when_every_step_is(steps: list[str], data: st.DataObject) -> None:
    chain = methods(
        *(
            {"method_id": f"V{i}", "year_from": 2000 + i, "comparable_with_previous": step}
            for i, step in enumerate(steps)
        )
    )
    first, last = sorted(data.draw(st.lists(st.integers(0, len(steps) - 1), min_size=2, max_size=2, unique=True)))
    between = [chain.likeness(f"V{a}", f"V{b}").is_like for a, b in pairwise(range(first, last + 1))]
    likeness = chain.likeness(f"V{first}", f"V{last}")
    assert likeness.is_like == all(between)
    assert likeness.kind == chain.likeness(f"V{last}", f"V{first}").kind
    assert (likeness.kind == "broken") == ("no" in steps[first + 1 : last + 1])
