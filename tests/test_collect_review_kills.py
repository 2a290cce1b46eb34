"""Killed at random moments of a review and of what follows: nothing decided is lost, no batch is doubled or halved.

EGOV_KILLS=N sets how many moments a run tries in all (default 8), EGOV_SEED which ones.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.collect import originals
from egov_metrics.collect.review import decide, finish, load, reviews
from egov_metrics.collect.review import desk as room
from egov_metrics.collect.review.files import FOLDER
from egov_metrics.store.batches import active, batch_rows, batches
from tests.batch_rows import statements
from tests.conftest import ROOT
from tests.review_desk import Desk, desk

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")

KILLS = int(os.environ.get("EGOV_KILLS", "8"))
SEED = int(os.environ.get("EGOV_SEED", "11"))
TEXT = "Năm {year} tỉnh Bình Định đạt {score} điểm PAR INDEX.\nNăm {year} tỉnh Sơn La đạt {score} điểm PAR INDEX.\n"

WORK = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from egov_metrics import store
from egov_metrics.collect.review import decide, finish
from tests.review_desk import desk
from tests.test_collect_review_kills import text_of_turn
at, turn = desk(Path({folder!r})), int(sys.argv[1])
print("begun", flush=True)
for number in range(4):
    review = at.drop(text_of_turn(turn * 4 + number))
    print("opened", review.review_id, flush=True)
    for item in ("p0", "p1"):
        for note in ("một", "hai"):
            fields = dict(note=f"{{note}} {{item}}")
            decide(at.workspace, review.review_id, "Lan", [dict(do="correct", item=item, fields=fields)], at.catalogue)
            print("noted", review.review_id, item, note, flush=True)
        decide(at.workspace, review.review_id, "Lan", [dict(do="accept", item=item)], at.catalogue)
        print("accepted", review.review_id, item, flush=True)
    done = finish(at.workspace, review.review_id, "Lan", at.catalogue)
    print("finished", review.review_id, done.batch_id, flush=True)
    if number % 2:
        print("published", store.publish(at.data, at.workspace, "next").edition.number, flush=True)
"""


def text_of_turn(place: int) -> str:
    """A made-up document of its own for each review."""
    return TEXT.format(year=2012 + place % 8, score=f"{60 + place % 30},{place % 90 + 10}")


def killed(folder: Path, turn: int) -> list[list[str]]:
    """Let somebody work, kill them at a random moment, and return what they had been told."""
    code = WORK.format(root=str(ROOT), folder=str(folder))
    process = subprocess.Popen([sys.executable, "-c", code, str(turn)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    time.sleep(random.Random(SEED * 1000 + turn).uniform(0, 0.9))
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read()
    process.wait()
    return [line.split() for line in said.split("\n")[:-1]]


def check_told(at: Desk, told: list[list[str]]) -> None:
    """All that somebody had been told is there."""
    for kind, *words in told:
        if kind == "published":
            assert store.current(at.workspace).number >= int(words[0])
            continue
        review = load(at.workspace, words[0])
        assert originals.content_of(at.workspace, review.head.document)
        if kind == "noted":
            notes = [action["fields"]["note"] for _, action, _ in review.history(words[1]) if action["do"] == "correct"]
            assert f"{words[2]} {words[1]}" in notes
        elif kind == "accepted":
            assert review.items[words[1]].state in ("accepted", "batched")
        elif kind == "finished":
            assert review.batches == (words[1],) and review.items["p0"].batch == words[1]


def test_a_review_killed_at_any_moment(tmp_path: Path) -> None:
    at = desk(tmp_path)
    told: list[list[str]] = []
    for turn in range(KILLS):
        told += killed(tmp_path, turn)
        check_told(at, told)
        found = reviews(at.workspace)
        assert len(found) == len(list((at.workspace / FOLDER).glob("*-1.json"))), "a review is half there"
        marks = Counter(head.files[0]["review"] for head in batches(at.workspace))
        assert set(marks.values()) <= {1}, "a round of finishing made two batches"
        ref = store.current(at.workspace)
        assert ref.problems == () and set(ref.batches) <= {head.batch_id for head in active(at.workspace)}
    assert {words[0] for words in told} >= {"opened", "accepted", "finished"}
    for review in reviews(at.workspace):  # somebody goes on with what was left
        ready = [item for item in review.items.values() if item.state in ("accepted", "batched")]
        done = finish(at.workspace, review.review_id, "Minh", at.catalogue)
        again = finish(at.workspace, review.review_id, "Hoa", at.catalogue)
        assert (again.batch_id, again.made) == (done.batch_id, False)
        own = [head for head in batches(at.workspace) if head.files[0]["sha256"] == review.head.document]
        assert sum(len(batch_rows(at.workspace, head.batch_id)) for head in own) == len(ready)
        assert all(
            item.state == "batched" for item in load(at.workspace, review.review_id).items.values() if item in ready
        )
    ref = store.publish(at.data, at.workspace, "all").edition
    assert set(ref.batches) == {head.batch_id for head in active(at.workspace)}
    accepted = {words[1] for words in told if words[0] == "accepted" and words[2] == "p0"}
    for review_id in accepted:
        claim = load(at.workspace, review_id).items["p0"].claim
        year = int(claim.period_end[:4])
        assert float(claim.value) in {row["value"] for row in statements(ref, unit_id="P63-52", year=year)}


def dying(real: Callable, at_call: int) -> Callable:
    """A function that is cut off at one of its calls."""
    calls = []

    def dies(*args: object, **more: object) -> object:
        calls.append(args)
        if len(calls) == at_call:
            raise KeyboardInterrupt
        return real(*args, **more)

    return dies


def test_killed_between_the_batch_and_its_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two moments that a kill rarely meets: the batch is written and not told, or only announced."""
    for place, name in enumerate(("add_event", "write_batch")):
        at = desk(tmp_path / name)
        review = at.drop(text_of_turn(place))
        decide(at.workspace, review.review_id, "Lan", [{"do": "accept", "item": "p0"}], at.catalogue)
        target = room.files if name == "add_event" else room
        dies = dying(getattr(target, name), 2 if name == "add_event" else 1)
        with monkeypatch.context() as patch:
            patch.setattr(target, name, dies)
            with pytest.raises(KeyboardInterrupt):
                finish(at.workspace, review.review_id, "Lan", at.catalogue)
        cut = load(at.workspace, review.review_id)
        assert cut.finishing is not None and not cut.is_done
        assert len(batches(at.workspace)) == (1 if name == "add_event" else 0)
        done = finish(at.workspace, review.review_id, "Minh", at.catalogue)
        assert [head.batch_id for head in batches(at.workspace)] == [done.batch_id]
        assert load(at.workspace, review.review_id).items["p0"].batch == done.batch_id
