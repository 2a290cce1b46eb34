"""Reviews: what a document becomes, what may be decided, what the batch then holds."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics import store
from egov_metrics.collect import originals
from egov_metrics.collect.review import (
    Claim,
    Event,
    Head,
    ReviewRefused,
    accept_above,
    decide,
    finish,
    load,
    problems_of,
    reviews,
    text_of,
    undo,
)
from egov_metrics.collect.review.files import FOLDER
from egov_metrics.collect.review.folding import fold
from egov_metrics.collect.review.statements import rows_of, written
from egov_metrics.store.batches import batch_rows, batches
from tests.batch_rows import figure
from tests.conftest import ROOT
from tests.review_desk import NAME, TEXT, Desk, desk, item_of


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def act(at: Desk, review_id: str, *actions: dict, by: str = "Lan"):
    return decide(at.workspace, review_id, by, actions, at.catalogue)


def refused(at: Desk, review_id: str, *actions: dict) -> str:
    before = load(at.workspace, review_id)
    with pytest.raises(ReviewRefused) as caught:
        act(at, review_id, *actions)
    assert "\n" not in str(caught.value)
    assert load(at.workspace, review_id) == before, "a refusal changes nothing"
    return caught.value.code


# Opening


def test_a_document_becomes_items_and_what_is_known_is_set_aside(at: Desk) -> None:
    review = at.drop()
    assert review.counts() == {**dict.fromkeys(review.counts(), 0), "open": 3, "known": 2}
    known = review.items[item_of(review, "par_index_score", "P63-64")]
    assert (known.state, known.known["source_id"], known.known["figure_id"] != "") == ("known", "press-1", True)
    original = originals.find(at.workspace, review.head.document)
    assert original and (original.name, original.by) == (NAME, "Lan")
    text = text_of(at.workspace, review.review_id)
    for item in review.items.values():
        assert text[item.claim.start : item.claim.end] == item.claim.quote
        assert not problems_of(item.claim, at.catalogue)


def test_the_same_document_again_is_the_same_review_until_it_is_done(at: Desk) -> None:
    first = at.drop()
    assert at.drop(by="Minh", name="khac.txt").review_id == first.review_id
    act(at, first.review_id, *({"do": "reject", "item": item.item_id} for item in first.of_state("open")))
    assert at.drop().review_id == f"{first.head.document[:16]}-2"
    assert [one.is_done for one in reviews(at.workspace)] == [False, True]


def test_proposals_stay_as_they_were_when_the_rules_change(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = at.drop()
    monkeypatch.setattr(type(at.extractor), "extract", lambda *args, **more: [])
    assert at.drop().items == first.items and first.head.rules == "test"


# Deciding


def test_decisions_say_who_and_when_and_the_last_one_counts(at: Desk) -> None:
    review = at.drop()
    item = item_of(review, "par_index_score")
    act(at, review.review_id, {"do": "accept", "item": item})
    act(at, review.review_id, {"do": "correct", "item": item, "fields": {"value": "83.54"}}, by="Minh")
    after = act(at, review.review_id, {"do": "reject", "item": item, "why": "số cũ"}, by="Hoa")
    told = after.items[item]
    assert (told.state, told.by, told.why, told.claim.value, told.original.value) == (
        "rejected", "Hoa", "số cũ", "83.54", "83.45",
    )  # fmt: skip
    assert [(event.by, action["do"], gone) for event, action, gone in after.history(item)] == [
        ("Lan", "accept", False), ("Minh", "correct", False), ("Hoa", "reject", False),
    ]  # fmt: skip
    assert abs((datetime.now(UTC) - after.events[-1].at).total_seconds()) < 60


def test_what_is_no_statement_is_not_accepted_and_stays_open(at: Desk) -> None:
    review = at.drop()
    item = item_of(review, "par_index_score")
    for fields, problem in (
        ({"unit_id": ""}, "unit"),
        ({"unit_id": "P63-99"}, "unit"),
        ({"indicator": "no_such_score"}, "indicator"),
        ({"period_end": "", "period_start": ""}, "period"),
        ({"period_basis": ""}, "period"),
        ({"period_end": "2019-02-30"}, "period"),
        ({"period_start": "2022-01-01"}, "period_order"),
        ({"period_start": "", "period_end": "1850-12-31"}, "period_year"),
        ({"value": "83,45"}, "value"),
        ({"value": "834.5"}, "scale"),
        ({"unit": "count"}, "measure"),
        ({"indicator": "par_index_rank"}, "rank"),
        ({"indicator": "par_index_rank", "value": "64", "denominator": "63"}, "rank"),
        ({"denominator": "0"}, "denominator"),
        ({"scope": "provinces"}, "scope"),
        ({"qualifier": "about"}, "qualifier"),
        ({"statistic": "mode"}, "statistic"),
        ({"members": "0"}, "members"),
    ):
        claim = replace(review.items[item].claim, **fields)
        assert problem in problems_of(claim, at.catalogue), fields
        both = ({"do": "correct", "item": item, "fields": fields}, {"do": "accept", "item": item})
        assert refused(at, review.review_id, *both) == "no_statement"
    undated = {"period_start": "", "period_end": "", "period_basis": "not_stated"}
    assert not problems_of(replace(review.items[item].claim, **undated), at.catalogue)


def test_an_item_is_split_into_parts_and_made_whole_again(at: Desk) -> None:
    review = at.drop()
    item = item_of(review, "par_index_score")
    split = act(
        at, review.review_id,
        {"do": "split", "item": item, "parts": [{"unit_id": "P63-64"}, {"value": "82.00", "unit_id": "P63-52"}]},
    )  # fmt: skip
    parts = [one for one in split.items.values() if one.parent == item]
    assert (split.items[item].state, [one.claim.value for one in parts]) == ("split", ["83.45", "82.00"])
    assert refused(at, review.review_id, {"do": "split", "item": item, "parts": [{}]}) == "no_parts"
    act(at, review.review_id, {"do": "accept", "item": parts[1].item_id})
    whole = act(at, review.review_id, {"do": "reopen", "item": item})
    assert whole.items[item].state == "open" and not [one for one in whole.items.values() if one.parent]


def test_an_item_is_added_by_marking_text(at: Desk) -> None:
    review = at.drop()
    start = TEXT.index("71,30")
    fields = {
        "start": start, "end": start + 5, "indicator": "par_index_score", "value": "71.30", "unit_id": "P63-64",
        "period_start": "2018-01-01", "period_end": "2018-12-31", "period_basis": "stated",
    }  # fmt: skip
    after = act(at, review.review_id, {"do": "add", "fields": fields, "accept": True}, by="Minh")
    (added,) = [one for one in after.items.values() if one.added]
    assert (added.state, added.claim.quote, added.by) == ("accepted", "71,30", "Minh")
    for wrong in ({"start": 5, "end": 5}, {"start": 0, "end": 10**6}, {"start": -1, "end": 4}):
        assert refused(at, review.review_id, {"do": "add", "fields": {**fields, **wrong}}) == "wrong_range"
    for wrong in ({"quote": "x"}, {"confidence": "1"}, {"value": 3}, {"start": "1"}):
        assert refused(at, review.review_id, {"do": "add", "fields": {**fields, **wrong}}) == "wrong_field"
    assert (
        refused(at, review.review_id, {"do": "add", "fields": {"start": 0, "end": 3}, "accept": True}) == "no_statement"
    )


def test_only_ones_own_last_decision_is_taken_back(at: Desk) -> None:
    review = at.drop()
    first, second = item_of(review, "par_index_score"), item_of(review, "par_index_rank")
    act(at, review.review_id, {"do": "accept", "item": first})
    act(at, review.review_id, {"do": "accept", "item": second}, by="Minh")
    after, what = undo(at.workspace, review.review_id, "Lan")
    assert (after.items[first].state, after.items[second].state) == ("open", "accepted")
    assert what.actions[0]["item"] == first and after.history(first)[0][2] is True
    with pytest.raises(ReviewRefused, match="taken back"):
        undo(at.workspace, review.review_id, "Lan")


def test_wrong_names_are_refused(at: Desk) -> None:
    review = at.drop()
    assert refused(at, review.review_id, {"do": "accept", "item": "p999"}) == "unknown_item"
    assert refused(at, review.review_id, {"do": "finished", "batch": "x", "items": []}) == "wrong_field"
    assert refused(at, review.review_id, {"do": "source", "fields": {"grade": "best"}}) == "wrong_field"
    assert refused(at, review.review_id, {"do": "source", "fields": {"url": "javascript:alert(1)"}}) == "wrong_field"
    with pytest.raises(ReviewRefused, match="name"):
        act(at, review.review_id, {"do": "accept", "item": "p0"}, by="  ")
    for name in ("../settings", "0" * 16 + "-1", "", "a/b"):
        with pytest.raises(ReviewRefused, match="no review"):
            load(at.workspace, name)


def test_a_damaged_file_is_named_and_the_other_reviews_stay(at: Desk) -> None:
    review, other = at.drop(), at.drop(TEXT + "\nThêm một dòng.\n")
    act(at, review.review_id, {"do": "accept", "item": item_of(review, "par_index_score")})
    (event,) = (at.workspace / FOLDER / review.review_id).glob("[0-9]*.json")
    event.rename(event.with_name("000002-x.json"))
    event.with_name("000002-x.json").write_text("{")
    with pytest.raises(ReviewRefused, match=r"000002-x\.json"):
        load(at.workspace, review.review_id)
    assert [one.review_id for one in reviews(at.workspace)] == [other.review_id]


# Finishing


def test_accepted_items_become_one_batch_once(at: Desk) -> None:
    review = at.drop()
    act(
        at, review.review_id, *accept_above(review, 0.5, at.catalogue), {"do": "source", "fields": {"producer": "Sở X"}}
    )
    done = finish(at.workspace, review.review_id, "Minh", at.catalogue)
    assert (done.made, done.rows, done.left) == (True, 2, 0)
    again = finish(at.workspace, review.review_id, "Hoa", at.catalogue)
    assert (again.batch_id, again.made) == (done.batch_id, False)
    (head,) = batches(at.workspace)
    assert (head.kind, head.made_by, head.sources[0]["producer"]) == ("review", "Minh", "Sở X")
    assert head.files[0]["sha256"] == review.head.document == head.sources[0]["checksum"]
    both = batch_rows(at.workspace, done.batch_id).iloc[0]
    assert (both["value"], both["rank"], both["rank_of"], both["passage"]) == ("83.45", "27", "63", "2")
    assert TEXT[int(both["quote_start"]) : int(both["quote_end"])] == both["quote"]
    assert load(at.workspace, review.review_id).is_done
    ref = store.publish(at.data, at.workspace, "x").edition
    assert (figure(ref, "P63-52", 2021)["value"], figure(ref, "P63-52", 2021)["rank"]) == (83.45, 27)


def test_what_is_in_a_batch_is_no_longer_decided(at: Desk) -> None:
    review = at.drop()
    item = item_of(review, "par_index_score")
    act(at, review.review_id, {"do": "accept", "item": item})
    first = finish(at.workspace, review.review_id, "Lan", at.catalogue)
    for do in ("reject", "accept", "reopen"):
        assert refused(at, review.review_id, {"do": do, "item": item}) == "batched"
    with pytest.raises(ReviewRefused, match="batch"):
        undo(at.workspace, review.review_id, "Lan")
    act(at, review.review_id, {"do": "accept", "item": item_of(review, "par_index_rank")})
    second = finish(at.workspace, review.review_id, "Lan", at.catalogue)
    assert second.made and second.batch_id != first.batch_id and second.left == 1
    assert load(at.workspace, review.review_id).batches == (first.batch_id, second.batch_id)


def test_a_batch_that_is_refused_leaves_the_review_as_it_was(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    review = at.drop()
    act(at, review.review_id, *accept_above(review, 0.5, at.catalogue))

    def full(*args: object, **more: object) -> None:
        raise store.BatchRefused("no room")

    with monkeypatch.context() as patch:
        patch.setattr("egov_metrics.collect.review.desk.write_batch", full)
        with pytest.raises(store.BatchRefused):
            finish(at.workspace, review.review_id, "Lan", at.catalogue)
    assert load(at.workspace, review.review_id).finishing is None and not batches(at.workspace)
    assert finish(at.workspace, review.review_id, "Lan", at.catalogue).made


def test_values_are_written_as_the_document_has_them() -> None:
    assert [written(*one) for one in ((0.68, 3, "points"), (1_200_000.0, 1, "count"), (0.75, 0, "vnd_bn"))] == [
        "0.680", "1200000", "0.75",
    ]  # fmt: skip
    assert written(-3.0, 0, "ranks") == "-3" and written(99.1, 1, "percent") == "99.1"


def test_the_same_statement_twice_is_one_row(at: Desk) -> None:
    review = at.drop()
    claims = [item.claim for item in review.of_state("open")]
    assert rows_of([*claims, *claims], at.catalogue, review.head, TEXT) == rows_of(
        claims, at.catalogue, review.head, TEXT
    )


# Events in any order

START = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = ("p0", "p1", "p2")
ACTION = st.one_of(
    st.fixed_dictionaries(
        {"do": st.sampled_from(("accept", "reject", "reopen")), "item": st.sampled_from((*ITEMS, "p9"))}
    ),
    st.fixed_dictionaries(
        {
            "do": st.just("correct"),
            "item": st.sampled_from(ITEMS),
            "fields": st.fixed_dictionaries({"value": st.text()}),
        }
    ),
    st.fixed_dictionaries(
        {"do": st.just("split"), "item": st.sampled_from(ITEMS), "parts": st.just([{}, {"value": "2"}])}
    ),
    st.fixed_dictionaries({"do": st.just("undo"), "event": st.integers(0, 12).map(str)}),
    st.fixed_dictionaries({"do": st.just("finishing"), "items": st.lists(st.sampled_from(ITEMS))}),
    st.fixed_dictionaries(
        {"do": st.just("finished"), "batch": st.just("b"), "items": st.lists(st.sampled_from(ITEMS))}
    ),
    st.fixed_dictionaries({"do": st.text(), "item": st.text()}),
)
EVENTS = st.lists(
    st.tuples(st.lists(ACTION, min_size=1, max_size=3), st.sampled_from(("Lan", "Minh"))), max_size=12
).map(
    lambda given_: [
        Event(str(place), place + 1, START + timedelta(seconds=place), by, tuple(actions))
        for place, (actions, by) in enumerate(given_)
    ]
)
HEAD = Head(
    "0" * 16 + "-1", "0" * 64, "x.txt", "text", 3, START, "Lan", "r", "", "", (), 3,
    (), tuple(Claim(indicator=f"i{place}", value=str(place)) for place in range(3)), {"p2": {"figure_id": "f"}},
)  # fmt: skip


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter_and_nothing_is_lost_or_doubled(events: list[Event], random) -> None:
    review = fold(HEAD, events, "abc")
    mixed = [*events, *events]
    random.shuffle(mixed)
    assert fold(HEAD, mixed, "abc") == review
    assert review.events == tuple(events) and set(ITEMS) <= set(review.items)
    assert sum(review.counts().values()) == len(review.items)
    for item in review.items.values():
        assert not item.parent or review.items[item.parent].state in ("split", "batched")


@given(EVENTS)
def test_what_went_into_a_batch_stays_there(events: list[Event]) -> None:
    for size in range(len(events)):
        before, after = fold(HEAD, events[:size], "abc"), fold(HEAD, events[: size + 1], "abc")
        for name, item in before.items.items():
            if item.state == "batched" and name in after.items:
                assert after.items[name].state == "batched"


# Two at once

TOGETHER = """
import sys
sys.path.insert(0, {root!r})
import random, time
from pathlib import Path
from tests.review_desk import desk
from egov_metrics.collect.review import decide, finish
at, who = desk(Path({folder!r})), sys.argv[1]
review = at.drop(by=who)
def do(*actions):
    time.sleep(random.uniform(0, 0.02))
    decide(at.workspace, review.review_id, who, actions, at.catalogue)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(10):
    for item in ("p0", "p1", "p4"):
        do(dict(do="correct", item=item, fields=dict(note=who + str(turn))))
do(*(dict(do="accept", item=item) for item in ("p0", "p1", "p4")))
print("decided", flush=True)
sys.stdin.readline()
print(finish(at.workspace, review.review_id, who, at.catalogue).batch_id, flush=True)
"""


def test_two_people_at_once_lose_and_double_nothing(at: Desk, tmp_path: Path) -> None:
    code = TOGETHER.format(root=str(ROOT), folder=str(tmp_path))
    people = [
        subprocess.Popen([sys.executable, "-c", code, who], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for who in ("Lan", "Minh")
    ]
    for word in ("ready", "decided"):
        for process in people:
            assert process.stdout and process.stdout.readline() == f"{word}\n"
        for process in people:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
    said = [process.communicate(timeout=120)[0].strip() for process in people]
    (review,), (batch,) = reviews(at.workspace), batches(at.workspace)
    assert said == [batch.batch_id, batch.batch_id] and batch.rows == 2
    for who in ("Lan", "Minh"):
        notes = [
            (action["item"], action["fields"]["note"])
            for event in review.events for action in event.actions
            if event.by == who and action["do"] == "correct"
        ]  # fmt: skip
        assert notes == [(item, f"{who}{turn}") for turn in range(10) for item in ("p0", "p1", "p4")]
    assert review.counts()["batched"] == 3
    last = [event for event in review.events if event.actions[0]["do"] == "correct"][-3:]
    for event in last:
        item, note = event.actions[0]["item"], event.actions[0]["fields"]["note"]
        if all(one.actions[0]["item"] != item for one in last[last.index(event) + 1 :]):
            assert review.items[item].claim.note == note
