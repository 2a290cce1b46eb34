"""Editions: same content same hash, pointer and rollback, and no moment at which readers see half of anything."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.store import building
from egov_metrics.store.files import TEMPORARY
from egov_metrics.store.withdrawals import POINTER
from tests.sample import Sample, small_sample

ROOT = Path(__file__).resolve().parent.parent


def grown(times: int) -> Sample:
    """The sample with `times` more years."""
    sample = small_sample()
    for year in range(2000, 2000 + times):
        sample.figure("P63-52", year, "70.00")
    return sample


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder and a workspace with edition 1."""
    data, workspace = tmp_path / "data", tmp_path / "workspace"
    store.build(small_sample().write(data), workspace, "first")
    return data, workspace


def test_the_same_content_has_the_same_hash_wherever_and_in_whatever_order(tmp_path: Path) -> None:
    sample = small_sample()
    first = store.build(sample.write(tmp_path / "a"), tmp_path / "one")
    for rows in sample.rows.values():
        rows.reverse()
    second = store.build(sample.write(tmp_path / "b"), tmp_path / "two", "another note")
    assert first.edition.content_hash == second.edition.content_hash


def test_unchanged_input_makes_no_new_edition(place: tuple[Path, Path]) -> None:
    data, workspace = place
    before = sorted(path.name for path in workspace.iterdir())
    again = store.build(data, workspace)
    assert not again.made and again.in_service and again.edition.number == 1
    assert sorted(path.name for path in workspace.iterdir()) == before


def test_one_changed_digit_makes_the_next_edition(place: tuple[Path, Path]) -> None:
    data, workspace = place
    sample = small_sample()
    sample.rows["observation"][0]["value"] = "81.94"
    result = store.build(sample.write(data), workspace)
    assert result.made and result.edition.number == 2
    assert store.current(workspace).number == 2
    assert [ref.number for ref in store.editions(workspace)] == [2, 1]


def test_a_note_or_date_is_not_part_of_the_content(place: tuple[Path, Path]) -> None:
    data, workspace = place
    assert not store.build(data, workspace, "another note").made


def test_an_edition_is_read_only(place: tuple[Path, Path]) -> None:
    ref = store.current(place[1])
    assert ref.path.stat().st_mode & 0o222 == 0
    assert ref.path.name == f"egov-{ref.content_hash[:12]}.duckdb"


def test_rollback_and_publish(place: tuple[Path, Path]) -> None:
    data, workspace = place
    store.build(grown(1).write(data), workspace)
    assert store.roll_back(workspace, 1).number == 1
    assert store.current(workspace).number == 1
    rebuilt = store.build(data, workspace)  # a restart with unchanged data does not undo the rollback
    assert (rebuilt.made, rebuilt.in_service, store.current(workspace).number) == (False, False, 1)
    published = store.publish(data, workspace, "again")
    assert (published.made, published.in_service, store.current(workspace).number) == (False, True, 2)


def test_rollback_to_what_is_not_kept(place: tuple[Path, Path]) -> None:
    with pytest.raises(store.UnknownName, match="edition 7 is not kept.*kept: 1"):
        store.roll_back(place[1], 7)


def test_the_last_n_stay_and_the_one_in_service_always(place: tuple[Path, Path]) -> None:
    data, workspace = place
    for times in range(1, 5):
        store.build(grown(times).write(data), workspace, keep=3)
    assert [ref.number for ref in store.editions(workspace)] == [5, 4, 3]
    assert len(list(workspace.glob("egov-*.duckdb"))) == 3
    store.roll_back(workspace, 3)
    store.build(grown(5).write(data), workspace, keep=1, put_in_service=False)
    assert [ref.number for ref in store.editions(workspace)] == [6, 3]


def test_as_of_an_older_edition(place: tuple[Path, Path]) -> None:
    data, workspace = place
    first = store.current(workspace)
    store.build(grown(2).write(data), workspace)
    found = store.by_hash(workspace, first.short_hash)
    assert found is not None and found.number == 1
    assert store.by_hash(workspace, "0" * 12) is None


@pytest.mark.parametrize("content", [None, "", "{", '{"number": "x"}', "[]", '{"number": 99}'])
def test_a_missing_or_damaged_pointer_serves_the_newest(place: tuple[Path, Path], content: str | None) -> None:
    data, workspace = place
    store.build(grown(1).write(data), workspace)
    pointer = workspace / POINTER
    pointer.unlink() if content is None else pointer.write_text(content, encoding="utf-8")
    ref = store.current(workspace)
    assert ref.number == 2 and len(ref.problems) == 1 and "\n" not in ref.problems[0]


@pytest.mark.parametrize("damage", ["truncated", "gone", "manifest"])
def test_a_damaged_edition_falls_back_to_the_previous(place: tuple[Path, Path], damage: str) -> None:
    data, workspace = place
    ref = store.build(grown(1).write(data), workspace).edition
    ref.path.chmod(0o644)
    if damage == "truncated":
        with ref.path.open("rb+") as file:
            file.truncate(20_000)
    elif damage == "gone":
        ref.path.unlink()
    else:
        (workspace / "edition-0002.json").write_text("{", encoding="utf-8")
    serving = store.current(workspace)
    assert serving.number == 1 and len(serving.problems) == 1
    assert len(store.open_edition(serving).query("units")) == 8
    healed = store.build(data, workspace)
    assert healed.made and store.current(workspace).problems == ()
    for kept in store.editions(workspace):  # what was damaged is off the list, not an error for ever
        store.open_edition(kept)


def test_a_store_file_that_no_manifest_names_is_swept(place: tuple[Path, Path]) -> None:
    data, workspace = place
    stray = workspace / "egov-000000000000.duckdb"
    stray.write_bytes(b"left behind")
    stray.chmod(0o444)
    store.build(grown(1).write(data), workspace)
    assert not stray.exists() and len(store.editions(workspace)) == 2


def test_a_flipped_byte_is_found_before_a_rollback(place: tuple[Path, Path]) -> None:
    data, workspace = place
    first = store.current(workspace)
    store.build(grown(1).write(data), workspace)
    first.path.chmod(0o644)
    content = bytearray(first.path.read_bytes())
    content[len(content) // 2] ^= 1
    first.path.write_bytes(content)
    with pytest.raises(store.EditionDamaged, match="checksum"):
        store.roll_back(workspace, 1)
    assert store.current(workspace).number == 2


@pytest.mark.parametrize(("version", "age"), [(0, "an older"), (99, "a newer")])
def test_another_schema_is_refused_in_one_line(place: tuple[Path, Path], version: int, age: str) -> None:
    _, workspace = place
    manifest = workspace / "edition-0001.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"schema_version": version}), encoding="utf-8")
    with pytest.raises(store.SchemaMismatch, match=age) as caught:
        store.current(workspace)
    assert "\n" not in str(caught.value)


def test_no_edition_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(store.NoEdition, match="python -m egov_metrics build"):
        store.current(tmp_path / "nowhere")


def test_refused_data_leaves_the_previous_edition(place: tuple[Path, Path]) -> None:
    data, workspace = place
    with pytest.raises(store.DataRefused):
        store.build(small_sample().figure("P63-99", 2018, "x").write(data), workspace)
    assert store.current(workspace).number == 1
    assert not list(workspace.glob(f".*{TEMPORARY}*"))


def test_a_full_disk_leaves_the_previous_edition(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    data, workspace = place
    grown(1).write(data)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("replace_file", "write_manifest", "point_to"):
        with monkeypatch.context() as patch:
            patch.setattr(building, name, full)
            with pytest.raises(store.BuildFailed, match="No space left") as caught:
                store.build(data, workspace)
        assert "\n" not in str(caught.value)
        assert store.current(workspace).number in (1, 2)
        assert len(store.open_edition(store.current(workspace)).query("units")) == 8
        assert not list(workspace.glob(f".*{TEMPORARY}*"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_read_only_workspace_says_so(place: tuple[Path, Path]) -> None:
    data, workspace = place
    workspace.chmod(0o555)
    try:
        with pytest.raises(store.BuildFailed, match="cannot be written"):
            store.build(data, workspace)
    finally:
        workspace.chmod(0o755)


def test_a_read_only_file_system_says_so(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(store.BuildFailed, match="Read-only file system") as caught:
        store.build(*place)
    assert "\n" not in str(caught.value) and store.current(place[1]).number == 1


def test_a_read_only_data_folder_is_enough(place: tuple[Path, Path]) -> None:
    data, workspace = place
    grown(1).write(data)
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    for path in sorted(data.rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert store.build(data, workspace).made
        assert before == {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    finally:
        for path in data.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_workspace_that_is_a_file_says_so(place: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(store.BuildFailed, match="cannot be written"):
        store.build(place[0], tmp_path / "file")


STEPS = ("fill", "keep", "content_hash", "replace_file", "write_manifest", "point_to", "prune")
DIE = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from egov_metrics.store import building
step, when = {step!r}, {when!r}
owner = building.filling if step in ("fill", "content_hash") else building.checking if step == "keep" else building
real = getattr(owner, step)
def dying(*given, **named):
    if when == "after":
        real(*given, **named)
    os._exit(137)
setattr(owner, step, dying)
building.build(Path({data!r}), Path({workspace!r}))
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "step", ["fill", "keep", "content_hash", "replace_file", "write_manifest", "point_to", "prune"]
)
def test_killed_at_any_step_a_sound_edition_is_served(place: tuple[Path, Path], step: str, when: str) -> None:
    data, workspace = place
    grown(1).write(data)
    code = DIE.format(root=str(ROOT), step=step, when=when, data=str(data), workspace=str(workspace))
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 137
    ref = store.current(workspace)
    pointed = (step, when) in {("point_to", "after"), ("prune", "before"), ("prune", "after")}
    assert ref.number == (2 if pointed else 1) and ref.problems == ()
    assert len(store.open_edition(ref).query("units")) == 8
    healed = store.publish(data, workspace, "after the crash")
    assert store.current(workspace).content_hash == healed.edition.content_hash
    assert not list(workspace.glob(f".*{TEMPORARY}*"))
    assert len(store.editions(workspace)) == len(list(workspace.glob("egov-*.duckdb"))) == 2


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_at_random_moments(place: tuple[Path, Path]) -> None:
    data, workspace = place
    chance = random.Random(7)
    command = [sys.executable, "-m", "egov_metrics", "build", "--data", str(data), "--workspace", str(workspace)]
    for round_ in range(6):
        grown(round_ + 1).write(data)
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        ref = store.current(workspace)
        assert ref.problems == ()
        assert len(store.open_edition(ref).query("units")) == 8


def test_two_builders_wait_for_each_other(place: tuple[Path, Path], tmp_path: Path) -> None:
    _, workspace = place
    folders = [grown(times).write(tmp_path / f"data{times}") for times in (3, 4)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "egov_metrics", "build", "--data", str(folder), "--workspace", str(workspace)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        for folder in folders
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert sorted(ref.number for ref in store.editions(workspace)) == [1, 2, 3]
    assert store.current(workspace).problems == ()
