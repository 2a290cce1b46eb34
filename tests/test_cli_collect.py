"""The commands about documents: what they print, how they exit, and what a review by command leaves in the store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from egov_metrics import cli_collect, store
from egov_metrics.collect.extract import FIELDS
from egov_metrics.collect.review import load, reviews
from egov_metrics.store.batches import batches
from tests.batch_rows import figure
from tests.commands import Run, runner
from tests.conftest import ROOT, run_command
from tests.review_desk import TEXT, Desk, desk

SAMPLES = sorted((ROOT / "tests" / "samples" / "build").glob("*.txt"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    return desk(tmp_path)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "báo cáo 2021.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_extract_prints_one_object_a_line_with_the_fields_of_the_contract(run: Run, document: Path) -> None:
    said = run("extract", document, "--format", "jsonl")
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert (said.status, said.err) == (0, "") and len(rows) == 5
    assert all(tuple(row) == FIELDS for row in rows)
    assert {row["doc"] for row in rows} == {document.name}
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert [row["value"] for row in rows] == [83.45, 27, 80.1, 50, 71.3]


def test_a_refused_file_is_one_line_and_the_others_go_on(run: Run, document: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    said = run("extract", tmp_path / "empty.txt", document, tmp_path / "none.pdf", "--format", "text")
    assert said.status == 1 and said.out.startswith(f"{document.name}: 5\n")
    lines = said.err.splitlines()
    assert len(lines) == 2 and lines[0].startswith("error: empty.txt: ") and lines[1].startswith("error: none.pdf: ")


def test_nothing_of_a_document_steers_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(TEXT.replace("thành phố.", "thành phố \x1b[31m."), encoding="utf-8")
    said = run("extract", path, "--format", "text")
    assert "83,45" in said.out and "\x1b" not in said.out


def test_many_files_are_spread_over_processes_and_come_in_their_order(tmp_path: Path) -> None:
    assert len(SAMPLES) > cli_collect.FEW
    alone = run_command("extract", *map(str, SAMPLES), "--jobs", "1").splitlines()
    together = run_command("extract", *map(str, SAMPLES), "--jobs", "2").splitlines()
    assert together == alone and len(together) > 100


def test_review_accepts_what_is_sure_and_publishes_it(run: Run, at: Desk, document: Path) -> None:
    folders = ("--data", at.data, "--workspace", at.workspace)
    said = run(
        "review", document, "--accept-above", "0.5", "--by", "Lan", "--producer", "Sở Nội vụ", "--publish", *folders
    )
    assert (said.status, said.err) == (0, "")
    assert "5 proposals, batch " in said.out and "; 0 open, 2 known already" in said.out
    assert "new: Bình Định, par_index_score 2021: 83.45, rank 27/63" in said.out
    assert figure(store.current(at.workspace), "P63-52", 2021)["rank"] == 27
    (head,) = batches(at.workspace)
    assert (head.made_by, head.sources[0]["producer"], head.sources[0]["grade"]) == ("Lan", "Sở Nội vụ", "secondary")
    again = run("review", document, "--accept-above", "0.5", "--by", "Lan", *folders)
    assert again.status == 0 and "nothing newly accepted" in again.out and len(batches(at.workspace)) == 1


def test_review_leaves_what_is_not_sure_for_people(run: Run, at: Desk, document: Path) -> None:
    folders = ("--data", at.data, "--workspace", at.workspace)
    said = run("review", document, "--accept-above", "0.999", "--by", "Lan", *folders)
    assert said.status == 0 and "nothing newly accepted; 3 open" in said.out
    (listed,) = run("review", "--list", "--workspace", at.workspace, "--format", "json").json
    assert (listed["open"], listed["known"], listed["opened_by"], listed["batches"]) == (3, 2, "Lan", [])
    assert load(at.workspace, listed["review_id"]).events == () and not batches(at.workspace)


def test_a_refused_document_opens_no_review(run: Run, at: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    said = run(
        "review",
        tmp_path / "empty.txt",
        "--accept-above",
        "0.9",
        "--by",
        "L",
        "--data",
        at.data,
        "--workspace",
        at.workspace,
    )
    assert said.status == 1 and said.err.count("\n") == 1 and reviews(at.workspace) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("review",),
        ("review", "x.txt"),
        ("review", "x.txt", "--by", " "),
        ("review", "x.txt", "--list", "--by", "L"),
        ("review", "x.txt", "--by", "L", "--publish"),
        ("review", "x.txt", "--by", "L", "--accept-above", "1.5"),
        ("review", "x.txt", "--by", "L", "--accept-above", "much"),
        ("extract",),
        ("extract", "x.txt", "--jobs", "0"),
    ],
)
def test_wrong_usage_ends_with_two_and_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments)
    assert said.status == 2 and said.err.startswith("error: ") and said.err.count("\n") == 1
