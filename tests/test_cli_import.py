"""The commands import and template: what they print, how they exit, what they write."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from egov_metrics.collect.workbooks import profile as profiles
from egov_metrics.store.batches import batches
from tests.commands import Run, one_error, runner
from tests.conftest import ROOT
from tests.workbook_files import OLD_63, book

ROWS = [["Tỉnh", "PCI 2014"], *([name, 60 + at / 10] for at, name in enumerate(OLD_63[:8])), ["Sơn Laa", 61]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "PCI_2014.xlsx"
    path.write_bytes(book({"Tổng hợp": ROWS, "Cũ": [["Tỉnh", "PCI 2013"], *ROWS[1:9]]}))
    return path


def test_a_dry_run_tells_all_and_writes_nothing(run: Run, file: Path, tmp_path: Path) -> None:
    said = run("import", file, "--dry-run", "--workspace", tmp_path / "w")
    assert said.status == 0 and said.err == ""
    lines = said.out.splitlines()
    assert lines[0] == "PCI_2014.xlsx (xlsx): đọc 17 dòng." and lines[-1] == "Chạy thử: không ghi gì."
    assert "Nhận: 8 số liệu mới." in lines and "Chờ trả lời: 8." in lines
    assert any("Sơn Laa" in line and "gần giống: Sơn La" in line for line in lines)
    assert any('--sheet-year "Cũ=2013"' in line for line in lines)
    assert not (tmp_path / "w").exists()
    english = run("import", file, "--dry-run", "--workspace", tmp_path / "w", "--lang", "en").out
    assert "Accepted: 8 new statements." in english


def test_json_is_one_object_with_known_keys(run: Run, file: Path, tmp_path: Path) -> None:
    told = json.loads(run("import", file, "--dry-run", "--workspace", tmp_path / "w", "--format", "json").out)
    described = (ROOT / "docs" / "developers" / "import.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in described for key in told), set(told)
    assert told["rejected"][0] | {"message_en": "", "message_vi": "", "indicator": ""} == {
        "sheet": "Tổng hợp", "row": 10, "column": "A", "value": "Sơn Laa", "reason": "unknown_unit", "unit": "Sơn Laa",
        "indicator": "", "near": "Sơn La", "message_vi": "", "message_en": "",
    }  # fmt: skip
    assert told["unknown_units"] == [{"text": "Sơn Laa", "times": 1, "near": ["Sơn La"]}]


def test_answers_profile_batch_and_rejected_rows(run: Run, file: Path, tmp_path: Path) -> None:
    space = ("--workspace", tmp_path / "w")
    said = run(
        "import", file, *space, "--by", "Lan", "--sheet-year", "Cũ=2013", "--save-profile", "pci",
        "--source-title", "PCI", "--source-grade", "official", "--rejected", tmp_path / "loai.xlsx", "--format", "json",
    )  # fmt: skip
    told = json.loads(said.out)
    assert (said.status, told["written"], told["rejected_file"]) == (0, 16, str(tmp_path / "loai.xlsx"))
    (head,) = batches(tmp_path / "w")
    assert (head.batch_id, head.made_by) == (told["batch"], "Lan")
    assert (head.sources[0]["title"], head.sources[0]["grade"]) == ("PCI", "official")
    assert openpyxl.load_workbook(tmp_path / "loai.xlsx").active.max_row == 2
    assert profiles.names(tmp_path / "w") == ["pci"]
    again = json.loads(run("import", file, *space, "--profile", "pci", "--dry-run", "--format", "json").out)
    assert again["statements"]["known"] == 16 and again["questions"] == []
    kept = json.loads(run("import", file, *space, "--profile", "pci", "--keep-known", "--format", "json").out)
    assert kept["written"] == 16


def test_an_edited_profile_counts(run: Run, file: Path, tmp_path: Path) -> None:
    told = json.loads(run("import", file, "--dry-run", "--workspace", tmp_path / "w", "--format", "json").out)
    profile = told["profile"]
    profile["sheets"][1]["use"] = False
    profile["sheets"][0]["columns"][0] |= {"indicator": "ddci_score", "factor": 0.5}
    (tmp_path / "my.json").write_text(json.dumps(profile), encoding="utf-8")
    said = run("import", file, "--workspace", tmp_path / "w", "--profile", tmp_path / "my.json", "--format", "json")
    assert json.loads(said.out)["written"] == 8 and json.loads(said.out)["questions"] == []
    listed = json.loads(run("batches", "--workspace", tmp_path / "w", "--format", "json").out)
    assert [one["rows"] for one in listed] == [8]


def test_errors_are_one_line(run: Run, file: Path, tmp_path: Path) -> None:
    space = ("--workspace", tmp_path / "w")
    one_error(run("import", tmp_path / "none.xlsx", *space), "expected a file", "nothing")
    one_error(run("import", tmp_path, *space), "a folder")
    one_error(run("import", file, *space, "--profile", "none"), "found neither")
    one_error(run("import", file, *space, "--skip-sheet", "Không có"), "expected one of")
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 no archive")
    one_error(run("import", tmp_path / "a.xlsx", *space), "a.xlsx", "damaged")
    for wrong in (("--sheet-year", "Cũ"), ("--sheet-era", "Cũ=now"), ("--source-published", "2016/5")):
        said = run("import", file, *space, *wrong)
        assert said.status == 2 and wrong[0] in said.err and said.err.count("\n") == 1


def test_nothing_usable_exits_with_1(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("unit,indicator,year,value\nNơi lạ,PAR_INDEX,2016,70\n", encoding="utf-8")
    said = run("import", path, "--workspace", tmp_path / "w", "--by", "Lan")
    assert said.status == 1 and "Không có gì mới để ghi." in said.out and batches(tmp_path / "w") == []


def test_the_template_command(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "mau.xlsx"
    data = ("--data", ROOT / "data", "--workspace", tmp_path / "w")
    assert run("template", "--out", out, "--level", "district", "--unit", "Sơn La", *data).status == 0
    assert openpyxl.load_workbook(out).sheetnames == ["Hướng dẫn", "Số liệu", "Danh mục"]
    one_error(run("template", "--out", out, "--level", "commune", *data), "--unit")
    one_error(run("template", "--out", out, "--unit", "Nơi lạ", *data), "no unit named")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_progress_is_shown_on_a_terminal_only(file: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    arguments = [
        sys.executable,
        "-m",
        "egov_metrics",
        "import",
        str(file),
        "--dry-run",
        "--workspace",
        str(tmp_path / "w"),
    ]
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, timeout=120)
    os.close(theirs)
    assert done.returncode == 0 and "#" not in done.stdout.decode()
    assert b"judge" in os.read(ours, 1 << 16)
    os.close(ours)
