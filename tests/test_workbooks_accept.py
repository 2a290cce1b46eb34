"""Accepting an import: one batch or nothing, the original kept, nothing doubled by two at once or by a kill.

EGOV_KILLS=N sets at how many random moments an import is killed in all (default 4), EGOV_SEED which ones.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.collect import originals
from egov_metrics.collect.workbooks import ImportRefused, accept
from egov_metrics.store.batches import active, batch_rows, batches, withdraw
from egov_metrics.store.tables import OBSERVATION
from tests.conftest import ROOT
from tests.workbook_files import OLD_63, book, catalogue, planned

KILLS = int(os.environ.get("EGOV_KILLS", "4"))
SEED = int(os.environ.get("EGOV_SEED", "11"))
ROWS = [["Tỉnh", "PCI 2014", "Xếp hạng"], *([name, 60 + at / 10, 63 - at] for at, name in enumerate(OLD_63))]
NAME = "PCI_2014.xlsx"


def brought(workspace: Path, content: bytes, by: str = "Lan", **more: object):
    """Plan and accept a file."""
    words = catalogue(workspace)
    return accept(planned(content, words, NAME), content, words, workspace, by=by, **more)


def test_one_batch_with_proof_source_and_original(tmp_path: Path) -> None:
    content = book({"Tổng hợp": [*ROWS, ["Tỉnh lạ", 50, 1]]})
    done = brought(tmp_path, content, note="bảng PCI")
    assert done.batch is not None and done.rows == done.batch.rows == 63
    (head,) = batches(tmp_path)
    assert (head.kind, head.made_by, head.note) == ("import", "Lan", "bảng PCI")
    (source,) = head.sources
    assert (source["producer"], source["title"], source["grade"]) == ("VCCI", NAME, "secondary")
    rows = batch_rows(tmp_path, head.batch_id)
    first = rows[rows["unit_id"] == "P63-01"].iloc[0]
    assert (first["quote"], first["value"], first["rank"], first["rank_of"]) == ("Tổng hợp!B2", "60", "63", "63")
    (kept,) = originals.originals(tmp_path)
    assert set(rows["document"]) == {kept.sha256} == {source["checksum"]} and kept.name == NAME
    assert originals.content_of(tmp_path, kept.sha256) == content
    assert done.rejected is not None and done.rejected.parent == tmp_path / "rejected"
    assert "Tỉnh lạ" in {cell.value for row in openpyxl.load_workbook(done.rejected).active for cell in row}


def test_what_is_imported_is_built_with_its_method_version(tmp_path: Path) -> None:
    rows = [["Tỉnh", "PAPI 2017", "PAPI 2018"], ["Sơn La", 36.4, 44.1], ["Gia Lai", 35.2, 61.5], ["Phú Yên", 61.5, 45]]
    content = book({"A": rows})
    done = brought(tmp_path, content)
    assert done.rows == 5, "61.5 is above the 60 points of the version to 2017"
    ref = store.build(ROOT / "data", tmp_path).edition
    found = store.open_edition(ref).query(
        "series", indicator="papi_score", unit_ids=["P63-14", "P63-64"], year_from=2017, year_to=2018
    )
    told = {(row["unit_id"], row["year"]): (row["value"], row["method_id"]) for row in found.to_dict("records")}
    assert told["P63-14", 2017] == (36.4, "PAPI-to-2017") and told["P63-64", 2018] == (61.5, "PAPI-from-2018")


def test_the_second_time_nothing_is_written_unless_asked(tmp_path: Path) -> None:
    content = book({"A": ROWS})
    assert brought(tmp_path, content).rows == 63
    again = brought(tmp_path, content)
    assert (again.batch, again.rows) == (None, 0) and len(batches(tmp_path)) == 1
    words = catalogue(tmp_path)
    assert planned(content, words, NAME).count("known") == 63
    withdraw(tmp_path, batches(tmp_path)[0].batch_id, by="Lan", why="thử")
    assert brought(tmp_path, content).rows == 63, "what was withdrawn is not known any more"


def test_an_import_needs_a_name_and_the_file_that_was_planned(tmp_path: Path) -> None:
    content = book({"A": ROWS})
    words = catalogue(tmp_path)
    made = planned(content, words, NAME)
    with pytest.raises(ImportRefused, match="--by NAME"):
        accept(made, content, words, tmp_path, by="  ")
    assert not list(tmp_path.rglob("*.parquet")) and not originals.originals(tmp_path)
    assert accept(made, content, words, tmp_path, by="Lan").rows == 63
    with pytest.raises(ImportRefused, match="found another"):
        accept(planned(book({"B": ROWS[:9]}), words, NAME), content, words, tmp_path, by="Lan")


def test_two_plans_at_once_write_once(tmp_path: Path) -> None:
    """Both planned before either was accepted: the second sees what the first wrote."""
    content, words = book({"A": ROWS}), catalogue(tmp_path)
    more = book(
        {"A": [["Tỉnh", "PCI 2014", "PCI 2013"], *([name, 60 + at / 10, 50] for at, name in enumerate(OLD_63))]}
    )
    first, second = planned(content, words, NAME), planned(more, words, "PCI_2013-2014.xlsx")
    assert accept(first, content, words, tmp_path, by="Lan").rows == 63
    done = accept(second, more, words, tmp_path, by="Minh")
    assert (done.rows, done.known) == (63, 63)
    rows = pd.concat([batch_rows(tmp_path, head.batch_id) for head in batches(tmp_path)])
    assert not rows.duplicated(["unit_id", "indicator_code", "period_end", "value"]).any() and len(rows) == 126


WORK = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from egov_metrics.cli import main
print("begun", flush=True)
sys.exit(main(["import", {file!r}, "--workspace", {workspace!r}, "--by", sys.argv[1], "--format", "json"]))
"""


def command(workspace: Path, file: Path, by: str) -> subprocess.Popen:
    """An import in a process of its own, begun."""
    code = WORK.format(root=str(ROOT), file=str(file), workspace=str(workspace))
    process = subprocess.Popen([sys.executable, "-c", code, by], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    return process


def test_two_processes_with_one_file(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(book({"A": ROWS}))
    running = [command(tmp_path / "w", file, by) for by in ("Lan", "Minh")]
    told = [json.loads(process.communicate(timeout=120)[0]) for process in running]
    assert sorted(one["written"] for one in told) == [0, 63]
    assert len(batches(tmp_path / "w")) == 1
    (kept,) = originals.originals(tmp_path / "w")
    assert {one.by for one in kept.brought} <= {"Lan", "Minh"}


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_at_any_moment_nothing_is_half_visible(tmp_path: Path) -> None:
    file, workspace = tmp_path / NAME, tmp_path / "w"
    file.write_bytes(book({"A": ROWS}))
    began = time.monotonic()
    command(tmp_path / "once", file, "Lan").communicate(timeout=120)
    whole = time.monotonic() - began
    dice = random.Random(SEED)
    for _ in range(KILLS):
        process = command(workspace, file, "Lan")
        time.sleep(dice.uniform(0, whole))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for head in active(workspace):  # raises when one is half there
            assert head.rows == len(batch_rows(workspace, head.batch_id)) == 63
        assert len(active(workspace)) <= 1
        for kept in originals.originals(workspace):
            assert originals.content_of(workspace, kept.sha256) == file.read_bytes()
    command(workspace, file, "Lan").communicate(timeout=120)
    (head,) = active(workspace)
    rows = batch_rows(workspace, head.batch_id)
    assert len(rows) == 63 and not rows.duplicated(list(OBSERVATION)).any()
