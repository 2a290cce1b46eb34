"""Killed at random moments while accepting, publishing, rolling back: nothing half-visible, nothing accepted lost.

EGOV_KILLS=N sets how many moments a run tries in all (default 8), EGOV_SEED which ones.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.store.batches import active, batch_rows, batches
from tests.batch_rows import accept, row
from tests.sample import small_sample

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")

ROOT = Path(__file__).resolve().parent.parent
KILLS = -(-int(os.environ.get("EGOV_KILLS", "8")) // 3)
SEED = int(os.environ.get("EGOV_SEED", "11"))
ROWS = 3000

BEGIN = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from egov_metrics import store
from tests.batch_rows import accept, row
data, workspace, turn = Path({data!r}), Path({workspace!r}), int(sys.argv[1])
print("ready", flush=True)
"""
ACCEPT = """
from egov_metrics.store.batches import write_batch
from tests.batch_rows import frame
rows = frame(*(row(value=f"{{number % 90}}.5", passage=number) for number in range({rows})))
print("begun", flush=True)
while True:
    print(write_batch(workspace, rows, kind="import", by="Lan").batch_id, flush=True)
"""
PUBLISH = """
print(accept(workspace, row(year=1990 + turn, value=f"{{turn}}.25")).batch_id, flush=True)
print("begun", flush=True)
print("published", store.publish(data, workspace, "next").edition.number, flush=True)
"""
ROLL_BACK = """
print("begun", flush=True)
while True:
    for number in (1, 3, 2):
        store.rolled_back(workspace, number, by="Lan")
"""


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    data, workspace = small_sample().write(tmp_path / "data"), tmp_path / "workspace"
    store.build(data, workspace, "first")
    return data, workspace


def killed(place: tuple[Path, Path], work: str, turn: int, most: float) -> list[str]:
    """Start the work, kill it at a random moment within `most` seconds of its beginning; what it had said."""
    code = (BEGIN + work).format(root=str(ROOT), data=str(place[0]), workspace=str(place[1]), rows=ROWS)
    process = subprocess.Popen([sys.executable, "-c", code, str(turn)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.strip())
        if said[-1] == "begun":
            break
    assert said[-1:] == ["begun"], said
    time.sleep(random.Random(SEED * 1000 + turn).uniform(0, most))
    process.send_signal(signal.SIGKILL)
    said += process.stdout.read().split("\n")
    process.wait()
    return [line for line in said if line and line not in ("ready", "begun")]


def turns() -> Iterator[int]:
    return iter(range(KILLS))


def test_while_accepting(place: tuple[Path, Path]) -> None:
    accepted: list[str] = []
    for turn in turns():
        told = [
            name for name in killed(place, ACCEPT, turn, 0.4) if len(name) == len("20270105T081500123456Z-1a2b3c4d")
        ]
        accepted += told
        heads = batches(place[1])  # raises when one of them is half there
        visible = [head.batch_id for head in heads]
        assert set(accepted) <= set(visible), "an accepted batch is lost"
        assert len(visible) <= len(accepted) + turn + 1, "more than the one that was cut off before it could be told"
        for head in heads[-3:]:
            assert head.rows == len(batch_rows(place[1], head.batch_id)) == ROWS
    assert store.publish(*place, "all").edition.rows["observation"] == 3 + (ROWS if active(place[1]) else 0)


def test_while_publishing(place: tuple[Path, Path]) -> None:
    accepted: list[str] = []
    for turn in turns():
        told = killed(place, PUBLISH, turn, 0.7)
        accepted.append(told[0])
        ref = store.current(place[1])
        assert ref.problems == () and set(ref.batches) <= set(accepted), "half an edition, or one of unknown batches"
        assert [head.batch_id for head in active(place[1])] == accepted
        # What is served is exactly what the manifest says that it was made of.
        rows = store.open_edition(ref).query("figures_of_unit", unit_id="P63-52")
        assert sorted(rows["year"]) == [1990 + accepted.index(name) for name in ref.batches]
        if told[1:]:
            assert told[1:] == [f"published {ref.number}"] and set(ref.batches) == set(accepted)
    assert set(store.publish(*place, "all").edition.batches) == set(accepted)
    assert len(store.editions(place[1])) == len(list(place[1].glob("egov-*.duckdb")))


def test_while_rolling_back(place: tuple[Path, Path]) -> None:
    """Edition 1 has no batch, 2 has one, 3 has two: those that count are at every moment those of what is served."""
    names: list[str] = []
    for number in range(2):
        names.append(accept(place[1], row(year=2000 + number, value="70.00")).batch_id)
        store.publish(*place, str(number))
    for turn in turns():
        killed(place, ROLL_BACK, turn, 0.5)
        ref = store.current(place[1])
        assert ref.problems == ()
        assert [head.batch_id for head in active(place[1])] == names[: ref.number - 1] == list(ref.batches)
        assert [head.batch_id for head in batches(place[1])] == names
        again = store.publish(*place, "after the crash")
        assert (again.made, again.edition.number) == (False, ref.number), "what was rolled back came back"
