"""Batches as files: kept as they came, whole or not at all, withdrawn and restored by records of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from egov_metrics import permission, store
from egov_metrics.store import batches as kept
from egov_metrics.store import loading
from egov_metrics.store.batches import OBSERVATION, PROOF, active, batch_rows, batches, restore, withdraw, write_batch
from tests.batch_rows import DOCUMENT, accept, frame, row
from tests.sample import small_sample

ROOT = Path(__file__).resolve().parent.parent
ROWS = int(os.environ.get("EGOV_ROWS", "20000"))


def test_a_batch_comes_back_as_it_was_accepted(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    rows = frame(row(value="80.10", rank=5), row(year=2019, value="0.680", quote=' "ngoặc", và\nxuống dòng '))
    head = write_batch(
        tmp_path, rows, kind="review", by=" Lan ", note="lần một", sources=[{"source_id": "new", "producer": "Sở",
        "title": "Báo cáo", "kind": "report", "grade": "official"}],
        files=[{"name": "báo cáo.txt", "sha256": DOCUMENT, "size": 12}],
    )  # fmt: skip
    assert batches(tmp_path) == active(tmp_path) == [head]
    assert (head.kind, head.made_by, head.note, head.rows) == ("review", "Lan", "lần một", 2)
    assert before <= head.made_at <= datetime.now(UTC)
    assert head.sources[0]["source_id"] == "new" and head.sources[0]["url"] == ""
    assert head.files == ({"name": "báo cáo.txt", "sha256": DOCUMENT, "size": 12},)
    back = batch_rows(tmp_path, head.batch_id)
    assert list(back.columns) == [*OBSERVATION, *PROOF]
    rows.loc[1, "quote"] = rows.loc[1, "quote"].strip()
    assert back.astype(object).to_dict("records") == rows.to_dict("records")
    assert [path.name for path in (tmp_path / "batches").iterdir()] == [f"{head.batch_id}.parquet"]


def test_missing_values_and_columns_of_proof_count_as_none(tmp_path: Path) -> None:
    rows = frame(row(value="80.10")).drop(columns=list(PROOF))
    rows["note"] = float("nan")
    rows["passage"] = None
    head = write_batch(tmp_path, rows, kind="import", by="Lan")
    back = batch_rows(tmp_path, head.batch_id).iloc[0]
    assert back["note"] == back["passage"] == back["document"] == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows.drop(columns="unit_id"), "no column unit_id"),
        (lambda rows: rows.assign(extra="x"), "unknown column extra"),
        (lambda rows: rows.assign(rank=5), "column rank of a batch: expected texts"),
        (lambda rows: rows.iloc[:0], "at least one row"),
    ],
)
def test_what_is_no_batch_is_refused(tmp_path: Path, change, says: str) -> None:
    with pytest.raises(store.BatchRefused, match=says):
        write_batch(tmp_path, change(frame(row(value="80.10"))), kind="import", by="Lan")
    assert batches(tmp_path) == []


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"value": "80,10"}, "rows:2: value: expected a number"),
        ({"value": "", "value_basis": "published", "rank": "3", "rank_basis": "published"}, "rows:2: value_basis"),
        ({"period_end": "2018-02-30"}, "rows:2: period_end: expected a date"),
        ({"period_end": "2218-12-31"}, "rows:2: period_end: expected a year"),
        ({"rank": "0", "rank_basis": "published"}, "rows:2: rank: expected a whole number of at least 1"),
        ({"unit_id": ""}, "rows:2: unit_id"),
        ({"document": "abc"}, "rows:2: document: expected the SHA-256"),
        ({"document": ""}, "rows:2: document: expected the document"),
        ({"quote_end": ""}, "rows:2: quote_end: expected both ends"),
        ({"quote_end": "10"}, "rows:2: quote_end: expected an end after"),
        ({"year": 2017}, r"rows:2: expected a row not stated before \(see rows:1\)"),
    ],
)
def test_rows_that_no_statement_can_be_are_refused_with_their_number(tmp_path: Path, cells: dict, says: str) -> None:
    with pytest.raises(store.DataRefused, match=says):
        accept(tmp_path, row(year=2017, value="80.10"), row(**{"value": "80.10", **cells}))
    assert batches(tmp_path) == []


@pytest.mark.parametrize("given", [{"by": " "}, {"kind": "guess"}, {"sources": [{"id": "x"}]}])
def test_a_batch_has_a_name_a_kind_and_known_columns(tmp_path: Path, given: dict) -> None:
    with pytest.raises(store.BatchRefused):
        write_batch(tmp_path, frame(row(value="1.0")), **{"kind": "review", "by": "Lan", **given})


def test_a_source_without_what_sources_must_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(store.DataRefused, match="sources:1: grade: expected one of official"):
        accept(tmp_path, row(value="1.0"), sources=[{"source_id": "new"}])


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "replace_file", full)
    with pytest.raises(OSError, match="No space"):
        accept(tmp_path, row(value="80.10"))
    assert list((tmp_path / "batches").iterdir()) == []


def test_what_a_killed_writer_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    head = accept(tmp_path, row(value="80.10"))
    fresh, old = (tmp_path / "batches" / f".{name}.1.part" for name in ("fresh", "old"))
    for path in (fresh, old):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 2 * kept.STALE,) * 2)
    store.build(small_sample().write(tmp_path / "data"), tmp_path)
    assert fresh.exists() and not old.exists() and batches(tmp_path) == [head]


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-20], lambda content: b"", lambda content: content[:-4] + b"PAR2"]
)
def test_a_damaged_batch_is_named_until_it_is_withdrawn(tmp_path: Path, damage) -> None:
    data = small_sample().write(tmp_path / "data")
    sound, bad = accept(tmp_path, row(value="80.10")), accept(tmp_path, row(year=2019, value="80.20"))
    path = tmp_path / "batches" / f"{bad.batch_id}.parquet"
    path.write_bytes(damage(path.read_bytes()))
    for ask in (batches, active, lambda place: store.build(data, place), lambda place: store.preview(data, place)):
        with pytest.raises(store.BatchDamaged, match=bad.batch_id) as caught:
            ask(tmp_path)
        assert "\n" not in str(caught.value)
    withdraw(tmp_path, bad.batch_id, by="Lan", why="damaged")
    assert active(tmp_path) == [sound]
    assert store.build(data, tmp_path).edition.rows["observation"] == 4


def test_a_flipped_byte_of_a_page_is_noticed(tmp_path: Path) -> None:
    head = accept(tmp_path, *(row(year=year, value=f"{year}.5") for year in range(1990, 2020)))
    path = tmp_path / "batches" / f"{head.batch_id}.parquet"
    content = bytearray(path.read_bytes())
    content[200] ^= 1  # within the pages, which come first
    path.write_bytes(content)
    with pytest.raises(store.BatchDamaged, match=head.batch_id):
        batch_rows(tmp_path, head.batch_id)


@pytest.mark.parametrize("name", ["nothing", "../nothing", "..", "a/b"])
def test_a_name_that_is_no_batch(tmp_path: Path, name: str) -> None:
    accept(tmp_path, row(value="80.10"))
    for ask in (lambda: batch_rows(tmp_path, name), lambda: withdraw(tmp_path, [name], by="Lan", why="x")):
        with pytest.raises(store.BatchRefused, match="no batch"):
            ask()


def test_the_last_record_decides_and_every_record_stays(tmp_path: Path) -> None:
    first, second = accept(tmp_path, row(value="80.10")), accept(tmp_path, row(year=2019, value="80.20"))
    withdraw(tmp_path, [first.batch_id, second.batch_id], by="Lan", why="wrong file")
    assert active(tmp_path) == [] and batches(tmp_path) == [first, second]
    restore(tmp_path, [second.batch_id], by="Minh", why="it was right")
    assert active(tmp_path) == [second]
    withdraw(tmp_path, second.batch_id, by="Lan", why="no")
    restore(tmp_path, second.batch_id, by="Minh", why="yes")
    assert active(tmp_path) == [second]
    told = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((tmp_path / "batches").glob("*.json"))]
    assert [(one["by"], one["why"]) for one in told] == [
        ("Lan", "wrong file"), ("Minh", "it was right"), ("Lan", "no"), ("Minh", "yes")
    ]  # fmt: skip


@pytest.mark.parametrize("given", [{"by": "", "why": "x"}, {"by": "Lan", "why": " "}])
def test_a_withdrawal_needs_a_name_and_a_reason(tmp_path: Path, given: dict) -> None:
    head = accept(tmp_path, row(value="80.10"))
    with pytest.raises(store.BatchRefused, match="name of who decides"):
        withdraw(tmp_path, head.batch_id, **given)
    assert active(tmp_path) == [head]


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    head = accept(tmp_path, row(value="80.10"))
    withdraw(tmp_path, head.batch_id, by="Lan", why="x")
    path = next((tmp_path / "batches").glob("*.json"))
    path.write_text("{", encoding="utf-8")
    with pytest.raises(store.BatchDamaged, match=path.name):
        active(tmp_path)


WRITER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.batch_rows import accept, row
from egov_metrics import store
data, workspace, name = Path({data!r}), Path({workspace!r}), sys.argv[1]
for turn in range(12):
    head = accept(workspace, *(row(year=1990 + turn, value=f"{{place}}.{{turn:02}}", passage=f"{{name}}{{place}}")
                  for place in range(40)), by=name)
    print(head.batch_id, flush=True)
    if turn % 4 == 3:
        store.publish(data, workspace, f"{{name}} {{turn}}")
"""


def test_two_who_accept_and_publish_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    data, workspace = small_sample().write(tmp_path / "data"), tmp_path / "workspace"
    code = WRITER.format(root=str(ROOT), data=str(data), workspace=str(workspace))
    command = [sys.executable, "-c", code]
    both = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in ("Lan", "Minh")]
    told = [process.communicate(timeout=180)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(told[0] + told[1]) == [head.batch_id for head in batches(workspace)]
    assert len(set(told[0] + told[1])) == 24
    result = store.publish(data, workspace, "both")
    assert result.edition.rows["observation"] == 3 + 2 * 12 * 40
    assert set(result.edition.batches) == set(told[0] + told[1])


def many(count: int) -> pd.DataFrame:
    """Statements of the sample's districts and provinces, all different."""
    number = pd.Series(range(count))
    rows = pd.DataFrame({name: pd.Series([cell]).repeat(count).array for name, cell in row(value="1.0").items()})
    rows = rows.reindex(columns=[*OBSERVATION, *PROOF], fill_value="")
    rows["unit_id"] = number.mod(5).map(dict(enumerate(["D63-622", "D63-623", "P63-14", "P63-64", "P63-52"])))
    year = (1990 + (number // 5) % 100).astype(str)
    rows["period_start"], rows["period_end"] = year + "-01-01", year + "-12-31"
    rows["value"] = (number % 89).astype(str) + "." + (number % 97).astype(str)
    rows["passage"] = number.astype(str)
    rows["quote"] = "Sheet1!B" + rows["passage"]
    return rows


def test_many_rows_are_written_and_loaded(tmp_path: Path) -> None:
    """EGOV_ROWS=1000000 takes a million; the seconds are printed (`pytest -s`)."""
    data, rows = small_sample().write(tmp_path / "data"), many(ROWS)
    began = time.perf_counter()
    head = write_batch(tmp_path, rows, kind="import", by="Lan")
    written = time.perf_counter()
    inputs = loading.load(data, loading.brought(tmp_path))
    loaded = time.perf_counter()
    print(f"{ROWS} rows: written in {written - began:.2f} s, loaded and checked in {loaded - written:.2f} s")
    assert head.rows == ROWS and len(inputs["observation"]) == ROWS + 3
    assert inputs["observation"]["passage"].iloc[-1] == str(ROWS - 1)


def test_who_may_edit_is_said_by_the_owner_alone() -> None:
    assert permission.may_edit({"EGOV_EDIT": "1"})
    for value in ("", "0", "true", "2", " 1"):
        assert not permission.may_edit({"EGOV_EDIT": value})
    assert not permission.may_edit({}) and not permission.may_edit()
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nrun: ")[2].partition("\n\n")[0]
    assert "EGOV_EDIT=" in recipe and "--server.address" in recipe
