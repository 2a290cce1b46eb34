"""The command line as its users meet it: what it prints, how it exits, what it says when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from egov_metrics.cli import COMMANDS, PARTS, build_parser, parts_of
from tests.commands import Run, Said, asked, one_error, runner
from tests.sample import small_sample

ROOT = Path(__file__).resolve().parent.parent
EVERY = {*COMMANDS, *(name for part in parts_of(None) for name in part.COMMANDS)}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_sample().write(tmp_path / "data")


@pytest.fixture
def workspace(tmp_path: Path, data: Path, run: Run) -> Path:
    """A workspace with one edition of the small sample."""
    assert run("build", "--data", data, "--workspace", tmp_path / "workspace").status == 0
    return tmp_path / "workspace"


def wrong_usage(said: Said, *words: str) -> None:
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("error: ") and said.err.count("\n") == 1 and "--help" in said.err
    for word in words:
        assert word in said.err.splitlines()[-1]


@pytest.mark.parametrize("name", sorted(EVERY))
def test_help_of_every_command_has_an_example_that_parses(run: Run, name: str) -> None:
    said = run(name, "--help")
    assert (said.status, said.err) == (0, "")
    examples = re.findall(r"^  python -m egov_metrics (.+)$", said.out.partition("example:")[2], re.MULTILINE)
    assert examples
    for example in examples:
        assert build_parser().parse_args(shlex.split(example)).command == name


def test_every_command_of_the_parser_is_run(run: Run) -> None:
    listed = re.findall(r"^    ([a-z]+) ", run("--help").out, re.MULTILINE)
    assert sorted(listed) == sorted(EVERY)


def test_the_table_of_parts_names_their_commands() -> None:
    named = {name for names in PARTS.values() for name in names}
    assert named | set(COMMANDS) == EVERY
    for name in EVERY - set(COMMANDS):
        assert any(name in part.COMMANDS for part in parts_of(name)), name


def test_a_command_does_not_wait_for_what_other_commands_need() -> None:
    code = "import sys; from egov_metrics.cli import main; main(['editions', '--workspace', '.']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    loaded = set(done.stdout.split())
    assert "egov_metrics.store" in loaded
    assert not loaded & {"pptx", "docx", "typst", "openpyxl", "plotly", "streamlit", "egov_metrics.collect"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["COMMAND"]),
        (["forecast"], ["forecast"]),
        (["series", "--unit", "son la"], ["--indicator"]),
        (["series", "--indicator", "PAR_INDEX"], ["--unit"]),
        (["series", "--indicator", "a", "--unit", "b", "--from", "x"], ["--from"]),
        (["series", "--indicator", "a", "--unit", "b", "--from", "2021", "--to", "2019"], ["--from 2021", "--to 2019"]),
        (["series", "--indicator", "a", "--unit", "b", "--format", "xml"], ["xml"]),
        (["check", "--severity", "fatal"], ["fatal"]),
        (["build", "--keep", "0"], ["at least 1", "'0'"]),
        (["build", "--keep", "all"], ["at least 1", "'all'"]),
        (["publish"], ["--note"]),
        (["rollback"], ["number"]),
        (["rollback", "first"], ["first"]),
        (["config", "--lang", "fr"], ["fr"]),
    ],
)
def test_wrong_usage_exits_2(run: Run, arguments: list[str], words: list[str]) -> None:
    wrong_usage(run(*arguments), *words)


def test_build_says_what_it_made_and_that_nothing_changed(run: Run, data: Path, tmp_path: Path) -> None:
    first = run("build", "--data", data, "--workspace", tmp_path / "w", "--note", "one")
    again = run("build", "--data", data, "--workspace", tmp_path / "w")
    assert (first.status, again.status, first.err, again.err) == (0, 0, "", "")
    content = re.fullmatch(r"edition 1 \(([0-9a-f]{12})\): 3 figures of 3 statements, 0 findings\n", first.out)
    assert content and again.out.startswith(f"unchanged: edition 1 ({content[1]})")


def test_publish_editions_and_rollback(run: Run, data: Path, workspace: Path) -> None:
    small_sample().figure("P63-14", 2022, "88.00").write(data)
    assert run("publish", "--data", data, "--workspace", workspace, "--note", "2022 added").out.startswith("edition 2 ")
    listed = run("editions", "--workspace", workspace, "--verify", "--format", "json")
    assert [(row["number"], row["state"], row["note"], row["figures"]) for row in listed.json] == [
        (2, "in service", "2022 added", 4),
        (1, "kept", "", 3),
    ]
    assert "edition 1 " in run("rollback", "1", "--workspace", workspace).out
    assert [row["state"] for row in run("editions", "--workspace", workspace, "--format", "json").json] == [
        "kept",
        "in service",
    ]
    rebuilt = run("build", "--data", data, "--workspace", workspace)
    assert "unchanged: edition 2" in rebuilt.out and "another edition is in service" in rebuilt.out
    years = [row["year"] for row in asked(run, workspace).json]
    assert 2022 not in years
    newer = asked(run, workspace, "--edition", 2)
    assert newer.status == 0 and 2022 in [row["year"] for row in newer.json]


def test_a_number_that_is_not_kept_is_one_line(run: Run, workspace: Path) -> None:
    one_error(run("rollback", "7", "--workspace", workspace), "edition 7", "kept: 1")
    one_error(asked(run, workspace, "--edition", 7), "edition 7")


@pytest.mark.parametrize(
    "arguments",
    [["series", "--indicator", "PAR_INDEX", "--unit", "x"], ["editions"], ["config", "--unit", "Sơn La"]],
    ids=lambda arguments: arguments[0],
)
def test_an_empty_workspace_says_what_to_do(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    one_error(run(*arguments, "--workspace", tmp_path), "egov_metrics build")


def test_a_damaged_edition_is_said_and_listed(run: Run, data: Path, workspace: Path) -> None:
    small_sample().figure("P63-14", 2022, "88.00").write(data)
    run("publish", "--data", data, "--workspace", workspace, "--note", "two")
    damaged = next(workspace / row["file"] for row in manifests(workspace) if row["number"] == 2)
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-100])
    said = asked(run, workspace)
    assert said.status == 0 and len(said.json) == 3
    assert said.err.startswith("warning: edition 2: ") and said.err.endswith("edition 1 is served\n")
    listed = run("editions", "--workspace", workspace, "--format", "json")
    assert listed.status == 1 and "bytes" in listed.json[0]["state"]
    one_error(run("rollback", "2", "--workspace", workspace), "bytes")


def manifests(workspace: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in workspace.glob("edition-*.json")]


def test_verify_finds_a_changed_byte(run: Run, workspace: Path) -> None:
    path = workspace / manifests(workspace)[0]["file"]
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert run("editions", "--workspace", workspace).status == 0
    said = run("editions", "--workspace", workspace, "--verify")
    assert said.status == 1 and "checksum" in said.out


def test_refused_data_is_one_line_a_problem_and_at_most_fifty(run: Run, data: Path, workspace: Path) -> None:
    sample = small_sample()
    for year in range(1991, 2016):
        sample.figure("P63-14", year, "81,93").figure("P63-98", year, "80.00").figure("P63-99", year, "80.00")
    sample.write(data)
    said = run("build", "--data", data, "--workspace", workspace)
    lines = said.err.splitlines()
    assert (said.status, said.out, len(lines)) == (1, "", 51)
    assert lines[0] == (
        "error: observations/sample.csv:5: value: expected a number with a decimal point, such as 81.93, "
        "found '81,93' [wrong_form]"
    )
    assert lines[-1] == "error: and 25 more"
    assert len(asked(run, workspace).json) == 3  # the edition before is still served
    one_error(run("check", "--data", data / "nowhere"), "nowhere")


def test_check_exits_1_on_errors_only_and_counts_on_stderr(run: Run, data: Path) -> None:
    assert run("check", "--data", data) == (
        0,
        "severity  kind  year  message_vi\n",
        "0 findings: 0 error, 0 warning, 0 info\n",
    )
    small_sample().figure("P63-14", 2021, "87.61", source_id="press-2").write(data)
    warned = run("check", "--data", data, "--format", "json")
    assert (warned.status, warned.err) == (0, "1 findings: 0 error, 1 warning, 0 info\n")
    assert [(item["kind"], item["severity"], item["unit_id"]) for item in warned.json] == [
        ("conflicting_values", "warning", "P63-14")
    ]
    assert run("check", "--data", data, "--severity", "error", "--format", "json").json == []
    small_sample().figure("P63-14", 2018, "819.3").write(data)
    wrong = run("check", "--data", data, "--format", "csv")
    assert wrong.status == 1
    assert [row["kind"] for row in csv.DictReader(io.StringIO(wrong.out))] == ["value_outside_bounds"]


def test_config_keeps_the_unit_and_language(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "unit: none" in run("config", "--workspace", workspace).out
    assert "unit: P63-14\nlang: vi\n" in run("config", "--workspace", workspace, "--unit", "son la").out
    assert "unit: P63-14\nlang: en\n" in run("config", "--workspace", workspace, "--lang", "en").out
    assert "unit: P63-64\n" in run("config", "--workspace", workspace, "--unit", "Gia Lai").out  # it has figures
    assert "lang: en\n" in run("config", "--workspace", workspace, "--unit", "").out
    one_error(run("config", "--workspace", workspace, "--unit", "Sơnn La"), "Sơn La (P63-14)")
    monkeypatch.setenv("EGOV_UNIT", "P63-52")
    assert "unit: P63-52\n" in run("config", "--workspace", workspace, "--lang", "vi").out
    monkeypatch.delenv("EGOV_UNIT")
    assert "unit: none" in run("config", "--workspace", workspace).out  # the environment was not written down


def test_a_folder_that_cannot_be_written_is_one_line(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    one_error(run("build", "--data", data, "--workspace", tmp_path / "file"), "file")
    one_error(run("config", "--workspace", tmp_path / "file", "--lang", "en"), "file")


def test_the_module_runs_as_a_program_and_prints_vietnamese_whatever_the_locale(data: Path, tmp_path: Path) -> None:
    surroundings = dict(os.environ, EGOV_DATA=str(data), EGOV_WORKSPACE=str(tmp_path / "w"), LC_ALL="C", PYTHONUTF8="0")

    def program(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "egov_metrics", *arguments]
        return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, encoding="utf-8", timeout=120)

    assert program("build").returncode == 0
    found = program("series", "--indicator", "PAR_INDEX", "--unit", "son la")
    assert found.returncode == 0 and "Sơn La" in found.stdout
    lost = program("series", "--indicator", "PAR_INDEX", "--unit", "nowhere")
    assert (lost.returncode, lost.stdout, lost.stderr) == (1, "", "error: no unit named 'nowhere'\n")
    assert program("series").returncode == 2
