"""Why a rank moved: the parts add up, nothing is told across a break, and places are never published ranks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.rank_move import LEAST_UNITS, Outline, RankMove, Refused, between, explain, newest, outline
from tests.analysis_frames import CHAIN, figure, figures, methods

US = "P63-01"
UNITS = [f"P63-{number:02d}" for number in range(1, 13)]


def frame(first: dict[str, Any], second: dict[str, Any], **cells: Any) -> pd.DataFrame:
    """Two years of values by unit, 2012 and 2013, of one method unless the cells say otherwise."""
    return figures(
        *(
            figure(unit_id=unit, year=year, value=value, **cells)
            for year, values in ((2012, first), (2013, second))
            for unit, value in values.items()
        )
    )


def told(rows: pd.DataFrame, direction: str = "higher", unit: str = US) -> RankMove:
    answer = explain(rows, unit, 2012, 2013, direction, CHAIN)
    assert isinstance(answer, RankMove), answer
    return answer


def refused(
    rows: pd.DataFrame, unit: str = US, direction: str = "higher", years: tuple[int, int] = (2012, 2013)
) -> str:
    answer = explain(rows, unit, *years, direction, CHAIN)
    assert isinstance(answer, Refused), answer
    return answer.reason


def field(mine: float, *others: float) -> dict[str, float]:
    """Values of our unit and of eleven others; those that are not given lie far below."""
    return dict(zip(UNITS, [mine, *others, *([10.0] * (11 - len(others)))], strict=True))


def test_the_parts_of_a_fall_in_spite_of_a_rise():
    # Ahead before: 02, 03, 04. Our rise alone passes 03 and 04; 04 rises too; 05 and 06 come past.
    before = field(80.0, 90.0, 80.5, 81.0, 79.0, 78.0)
    after = field(82.0, 91.0, 80.5, 83.0, 85.0, 84.0)
    move = told(frame(before, after))
    assert (move.place_from, move.place_to, move.places) == (4, 5, -1)
    assert (move.overtook, move.passed) == (("P63-05", "P63-06"), ("P63-03",))
    assert {step.kind: (step.places, step.units) for step in move.steps} == {
        "own": (2, ("P63-03", "P63-04")),
        "kept_ahead": (-1, ("P63-04",)),
        "rose_past": (-2, ("P63-05", "P63-06")),
    }
    assert (move.own_effect, move.others_effect, move.improved) == (2, -3, 1)
    assert move.value_change == pytest.approx(2.0) and move.common == 12 and not move.is_complete


def test_the_parts_of_a_rise_in_spite_of_a_fall():
    # Our fall alone would let 03 and 04 past; 04 falls too; 02, ahead before, falls behind.
    before = field(80.0, 81.0, 79.5, 79.0)
    after = field(78.0, 70.0, 79.5, 60.0)
    move = told(frame(before, after))
    assert {step.kind: (step.places, step.units) for step in move.steps} == {
        "own": (-2, ("P63-03", "P63-04")),
        "kept_behind": (1, ("P63-04",)),
        "fell_behind": (1, ("P63-02",)),
    }
    assert (move.places, move.overtook, move.passed, move.improved) == (0, ("P63-03",), ("P63-02",), -1)


def test_ties_share_and_skip():
    move = told(frame(field(80.0, 80.0, 80.0, 90.0), field(80.0, 80.0, 81.0, 90.0)))
    assert (move.place_from, move.place_to) == (2, 3)
    assert move.overtook == ("P63-03",)  # it was level
    level = told(frame(field(80.0, 81.0), field(81.0, 81.0)))
    assert (level.place_from, level.place_to, level.passed) == (2, 1, ("P63-02",))


def test_lower_is_better_turns_everything_round():
    before, after = field(5.0, 4.0, 6.0), field(3.0, 4.0, 2.0)
    others = dict.fromkeys(UNITS[3:], 50.0)
    move = told(frame(before | others, after | others), "lower")
    assert (move.place_from, move.place_to, move.passed, move.overtook) == (2, 2, ("P63-02",), ("P63-03",))
    assert move.improved == 1 and move.value_change == -2.0


scores = st.integers(0, 8).map(lambda n: n / 2)
absent = st.none() | scores


@settings(max_examples=150, deadline=None)
@given(
    scores, scores, st.lists(st.tuples(absent, absent), min_size=1, max_size=16), st.sampled_from(["higher", "lower"])
)
def test_the_parts_add_up_and_say_what_happened(mine_before, mine_after, others, direction):
    units = [f"P63-{number:02d}" for number in range(2, len(others) + 2)]
    first = {US: mine_before} | {u: a for u, (a, _) in zip(units, others, strict=True) if a is not None}
    second = {US: mine_after} | {u: b for u, (_, b) in zip(units, others, strict=True) if b is not None}
    complete = figures(
        *(
            figure(unit_id=unit, year=year, value=value, rank=1, rank_of=len(values))
            for year, values in ((2012, first), (2013, second))
            for unit, value in values.items()
        )
    )
    for rows, is_complete in ((complete, True), (frame(first, second), False)):
        answer = explain(rows, US, 2012, 2013, direction, CHAIN)
        both = first.keys() & second.keys()
        if isinstance(answer, Refused):
            assert answer.reason == "too_few" and answer.common == len(both) < LEAST_UNITS
            assert not is_complete or both == {US}
            continue
        assert answer.is_complete == is_complete and answer.common == len(both)
        assert sum(step.places for step in answer.steps) == answer.place_from - answer.place_to
        assert answer.own_effect + answer.others_effect == answer.places
        sign = 1 if direction == "higher" else -1
        for place, values in ((answer.place_from, first), (answer.place_to, second)):
            seen = values if is_complete else {unit: values[unit] for unit in both}
            assert place == 1 + sum(sign * value > sign * values[US] for value in seen.values())
        ahead = [{u for u in both if sign * v[u] > sign * v[US]} for v in (first, second)]
        assert (set(answer.overtook), set(answer.passed)) == (ahead[1] - ahead[0], ahead[0] - ahead[1])
        alone = 1 + sum(sign * first[u] > sign * mine_after for u in both - {US})
        assert answer.own_effect == 1 + len(ahead[0]) - alone


def test_units_of_one_year_only_are_a_step_of_a_complete_table_and_nothing_in_any_other():
    before, after = field(80.0, 90.0), field(80.0, 90.0)
    del before["P63-03"], after["P63-04"]
    before["P63-04"] = after["P63-03"] = 85.0
    after["P63-13"] = 86.0
    rows = frame(before, after)
    ranked = rows.assign(rank=1.0, rank_basis="published", rank_of=rows["year"].map({2012: 11.0, 2013: 12.0}))
    kinds = {step.kind: (step.places, step.units) for step in told(ranked).steps}
    assert kinds["left"] == (1, ("P63-04",)) and kinds["entered"] == (-2, ("P63-03", "P63-13"))
    assert (told(ranked).place_from, told(ranked).place_to) == (3, 4)
    assert {step.kind for step in told(rows).steps} == {"own"}
    assert (told(rows).place_from, told(rows).place_to) == (2, 2)


def test_a_small_table_is_told_when_it_is_complete():
    small = {unit: 10.0 + place for place, unit in enumerate(UNITS[:4])}
    rows = frame(small, small)
    assert refused(rows) == "too_few"
    assert told(rows.assign(rank=1.0, rank_of=4.0, rank_basis="published")).is_complete
    assert refused(rows.assign(rank=1.0, rank_of=5.0, rank_basis="published")) == "too_few"
    assert refused(rows.assign(rank=1.0, rank_of=4.0, rank_basis="derived")) == "too_few"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"value_basis": "derived"}, "no_values"),
        ({"value_basis": "doubtful"}, "no_values"),
        ({"qualifier": "approx"}, "no_values"),
        ({"method_id": "nobody"}, "not_stated"),
    ],
)
def test_what_may_not_be_compared_is_not_told(cells, reason):
    assert refused(frame(field(80.0), field(81.0), **cells)) == reason


def test_units_that_may_not_be_compared_are_left_out():
    rows = frame(field(80.0, 79.0), field(80.0, 85.0))
    assert told(rows).overtook == ("P63-02",)
    for cells in (
        {"value_basis": "derived"},
        {"qualifier": "more_than"},
        {"method_id": "M2"},
        {"value_basis": "recomputed"},
    ):
        one = rows["unit_id"].eq("P63-02") & rows["year"].eq(2013)
        changed = rows.assign(**{name: rows[name].mask(one, cell) for name, cell in cells.items()})
        assert told(changed).overtook == () and told(changed).common == 11


def test_no_move_across_a_break_and_the_decision_is_named():
    rows = frame(field(80.0), field(81.0))
    for later, reason, decision in (("M3", "broken", "3/QĐ"), ("M5", "not_stated", None)):
        first = "M2" if later == "M3" else "M4"
        cut = rows.assign(method_id=rows["year"].map({2012: first, 2013: later}))
        for ask in (explain, outline):
            answer = ask(cut.assign(rank=3.0, rank_of=63.0, rank_basis="published"), US, 2012, 2013, "higher", CHAIN)
            assert isinstance(answer, Refused) and answer.reason == reason
            assert answer.likeness is not None and answer.likeness.decision == decision
    within = methods({"method_id": "M1", "comparable_within": "not_stated"})
    assert explain(rows, US, 2012, 2013, "higher", within).reason == "not_stated"  # type: ignore[union-attr]
    joined = rows.assign(method_id=rows["year"].map({2012: "M1", 2013: "M2"}))
    assert told(joined).likeness.kind == "comparable"


def test_who_is_not_there_and_what_has_no_better_end():
    rows = frame(field(80.0), field(81.0))
    assert refused(rows, unit="P63-99") == refused(rows, years=(2012, 2014)) == "no_figure"
    assert refused(rows, direction="neutral") == "neutral"
    ours = rows["unit_id"] == US
    assert refused(rows.assign(value=rows["value"].mask(ours))) == "no_figure"
    assert refused(rows.assign(value=rows["value"].mask(ours), rank=rows["rank"].mask(ours, 3.0))) == "no_values"
    assert outline(rows, US, 2012, 2013, "neutral", CHAIN).reason == "neutral"  # type: ignore[union-attr]


def test_63_and_34_provinces_are_two_tables():
    old = {f"P63-{n:02d}": float(n) for n in range(1, 15)}
    new = {f"P34-{n:02d}": float(n) for n in range(1, 15)}
    stored = frame(old, {US: 1.0} | {unit: value for unit, value in new.items() if unit != "P34-01"})
    first_34 = stored.assign(stored_id=stored["unit_id"].where(stored["year"] == 2012, "P34-01"))
    assert refused(first_34) == "orders"
    recomputed = frame(new, new, value_basis="recomputed").assign(stored_id="P63-14")
    answer = told(recomputed, unit="P34-03")
    assert answer.is_recomputed and answer.common == 14 and not answer.is_complete
    mixed = recomputed.assign(value_basis=recomputed["value_basis"].mask(recomputed["year"] == 2013, "published"))
    assert refused(mixed, unit="P34-03") == "bases"


def test_units_below_the_province_stand_with_those_of_their_own_province():
    rows = frame({f"D63-{n:03d}": 50.0 + n for n in range(24)}, {f"D63-{n:03d}": 50.0 + n for n in range(24)})
    rows = rows.assign(parent_id=["P63-14" if int(unit[-1]) % 2 else "P63-64" for unit in rows["unit_id"]])
    assert told(rows, unit="D63-001").common == 12


def ranks(first: dict[str, int], second: dict[str, int], **cells: Any) -> pd.DataFrame:
    return figures(
        *(
            figure(unit_id=unit, year=year, rank=rank, **cells)
            for year, given in ((2012, first), (2013, second))
            for unit, rank in given.items()
        )
    )


def test_published_ranks_alone_tell_who_changed_sides():
    rows = ranks({US: 12, "P63-02": 14, "P63-03": 10, "P63-04": 12}, {US: 15, "P63-02": 9, "P63-03": 15, "P63-04": 11})
    seen = outline(rows, US, 2012, 2013, "higher", CHAIN)
    assert isinstance(seen, Outline)
    assert (seen.published_from, seen.published_to, seen.places) == ((12, 63), (15, 63), -3)
    assert (seen.overtook, seen.passed, seen.common) == (("P63-02", "P63-04"), ("P63-03",), 4)
    assert seen.value_change is None and seen.improved is None and seen.is_closed
    with_values = rows.assign(value=80.0, value_basis="published")
    own_rise = with_values.assign(value=with_values["value"] + (with_values["year"] == 2013) * 1.5)
    assert outline(own_rise, US, 2012, 2013, "higher", CHAIN).improved == 1  # type: ignore[union-attr]
    assert outline(own_rise, US, 2012, 2013, "lower", CHAIN).improved == -1  # type: ignore[union-attr]
    assert newest(rows, US, "higher", CHAIN)[0] == seen


def test_ranks_of_two_tables_or_not_published_tell_nothing():
    rows = ranks({US: 12, "P63-02": 14}, {US: 15, "P63-02": 9})
    changed = rows.assign(rank_of=rows["rank_of"].mask(rows["year"] == 2013, 34.0))
    for bad in (changed, rows.assign(rank_basis="list_order"), rows.assign(rank_of=float("nan"))):
        assert outline(bad, US, 2012, 2013, "higher", CHAIN).reason == "no_ranks"  # type: ignore[union-attr]
    other = rows.assign(rank_basis=rows["rank_basis"].mask(rows["unit_id"] == "P63-02", "derived"))
    assert outline(other, US, 2012, 2013, "higher", CHAIN).overtook == ()  # type: ignore[union-attr]


def test_the_newest_pair_that_can_be_told_comes_with_the_reasons_of_newer_ones():
    rows = frame(field(80.0), field(81.0))
    later = rows[rows["year"] == 2013].assign(year=2014.0, method_id="M3")
    move, reasons = newest(pd.concat([rows, later], ignore_index=True), US, "higher", CHAIN)
    assert isinstance(move, RankMove) and (move.year_from, move.year_to) == (2012, 2013)
    assert [(one.reason, one.year_from, one.year_to) for one in reasons] == [("broken", 2013, 2014)]
    assert newest(rows, "P63-99", "higher", CHAIN) == (None, ())
    history = pd.concat([rows, later.assign(year=2017.0)], ignore_index=True)
    assert newest(history, US, "higher", CHAIN)[0] is None  # nobody is told of 2013 beside 2017


def test_two_chosen_years_are_told_though_there_are_newer_ones():
    rows = frame(field(80.0), field(81.0))
    later = rows[rows["year"] == 2013].assign(year=2014.0, method_id="M3")
    rows = pd.concat([rows, later, later.assign(year=2015.0)], ignore_index=True)
    move, reasons = newest(rows, US, "higher", CHAIN)
    assert isinstance(move, RankMove) and (move.year_from, move.year_to) == (2014, 2015)
    move, reasons = between(rows, US, 2012, 2013, "higher", CHAIN)
    assert isinstance(move, RankMove) and (move.year_from, move.year_to, reasons) == (2012, 2013, ())
    move, reasons = between(rows, US, 2013, 2014, "higher", CHAIN)
    assert move is None and [(one.reason, one.year_from) for one in reasons] == [("broken", 2013)]
    move, _ = newest(rows, US, "higher", CHAIN, (2010, 2013))
    assert isinstance(move, RankMove) and (move.year_from, move.year_to) == (2012, 2013)
    only_ranks = ranks({US: 12, "P63-02": 14}, {US: 15, "P63-02": 9})
    assert isinstance(between(only_ranks, US, 2012, 2013, "higher", CHAIN)[0], Outline)
