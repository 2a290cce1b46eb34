"""The pages about data say what the code does: every kind of problem and finding, every file and every message."""

from __future__ import annotations

import ast
import csv
import io
import re
from pathlib import Path
from textwrap import dedent

import pytest

from egov_metrics import store
from egov_metrics.store.checking import SEVERITIES, check_names
from egov_metrics.store.loading import UNKNOWN, load
from egov_metrics.store.tables import TABLES
from tests.sample import Sample, small_sample

ROOT = Path(__file__).resolve().parent.parent
CHECKS = (ROOT / "docs" / "developers" / "checks.md").read_text(encoding="utf-8")
ADDING = (ROOT / "docs" / "developers" / "add-data.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^( *)```csv (\S+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def kinds_of(heading: str) -> list[str]:
    """The kinds in the table under a heading of checks.md."""
    section = CHECKS.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def problem_kinds(source: str) -> set[str]:
    """Kinds that a file of the store gives to its problems, from its text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        place = {"Problem": 2, "UNKNOWN.get": 1}.get(ast.unparse(node.func))
        if place is not None and len(node.args) > place and isinstance(kind := node.args[place], ast.Constant):
            found.add(str(kind.value))
    return found


def all_problem_kinds() -> set[str]:
    paths = (ROOT / "egov_metrics" / "store").glob("*.py")
    named = set().union(*(problem_kinds(path.read_text(encoding="utf-8")) for path in paths if path.stem != "errors"))
    return named | set(UNKNOWN.values())


def test_every_kind_of_problem_is_explained_and_no_other() -> None:
    assert problem_kinds("Problem(a, 1, 'one', '', '', '')\nUNKNOWN.get(x, 'two')") == {"one", "two"}
    assert set(kinds_of("Problems of files")) == all_problem_kinds()


def test_every_check_is_explained_and_no_other() -> None:
    assert sorted(kinds_of("Findings of the build")) == check_names()


def test_every_kind_of_reviewed_finding_is_explained() -> None:
    with (ROOT / "data" / "findings.csv").open(encoding="utf-8", newline="") as file:
        used = {row["kind"] for row in csv.DictReader(file)}
    assert used <= set(kinds_of("Findings that a person wrote down"))


def test_severities_and_states_are_explained() -> None:
    assert set(SEVERITIES) <= set(re.findall(r"^\| (\w+) \|", CHECKS, re.MULTILINE))
    states = next(c for table in TABLES if table.name == "reviewed_finding" for c in table.columns if c.name == "state")
    assert states.choices and set(states.choices) <= set(re.findall(r"^\| (\w+) \|", CHECKS, re.MULTILINE))


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"(?:data|tests)/[\w./]+\.(?:csv|py)", ADDING + CHECKS))), ids=lambda path: path
)
def test_the_files_that_the_pages_name_exist(path: str) -> None:
    assert (ROOT / path).is_file()


def test_every_file_of_units_is_named() -> None:
    named = set(re.findall(r"`(\w+\.csv)`", ADDING))
    assert {path.name for path in (ROOT / "data" / "units").glob("*.csv")} - named == {"country_regions.csv"}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("block", BLOCK.findall(ADDING), ids=lambda block: block[1])
def test_the_rows_shown_are_rows_of_the_data(block: tuple[str, str, str]) -> None:
    _, path, shown = block
    lines = rows((ROOT / path).read_text(encoding="utf-8"))
    for row in rows(dedent(shown)):
        assert len(row) == len(lines[0]) and row in lines


def slips() -> list[tuple[str, Sample]]:
    """A slip of each kind that the page lists, made in the sample, with how its line of the table begins."""
    wrong = small_sample
    return [
        ("`90,02`", wrong().figure("P63-14", 2024, "90,02")),
        ("`31/12/2024`", wrong().figure("P63-14", 2024, "90.02", period_end="31/12/2024")),
        ("a value, no", wrong().figure("P63-14", 2024, "90.02", value_basis="")),
        ("`P63-99`", wrong().figure("P63-99", 2024, "90.02")),
        ("`PAR_INDEX`", wrong().figure("P63-14", 2024, "90.02", indicator_code="PAR_INDEX")),
        ("a source not", wrong().figure("P63-14", 2024, "90.02", source_id="new-page")),
        ("the same row", wrong().figure("P63-14", 2019, "81.93", 23)),
    ]


@pytest.mark.parametrize(("begins", "sample"), slips(), ids=[slip[0] for slip in slips()])
def test_the_messages_of_usual_slips_are_as_shown(begins: str, sample: Sample, tmp_path: Path) -> None:
    line = next(line for line in ADDING.splitlines() if line.startswith(f"| {begins}"))
    message = line.split("|")[2].strip().strip("`")
    with pytest.raises(store.DataRefused) as caught:
        load(sample.write(tmp_path))
    assert any(message in str(problem) for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("begins", "cells", "severity"),
    [
        ("`900.2`", {"value": "900.2"}, "error"),
        ("another value", {"value": "87.61", "year": 2021, "source_id": "press-2"}, "warning"),
        ("rank 64", {"rank": 64}, "error"),
    ],
)
def test_the_findings_of_usual_slips_are_as_shown(begins: str, cells: dict, severity: str, tmp_path: Path) -> None:
    line = next(line for line in ADDING.splitlines() if line.startswith(f"| {begins}"))
    sample = small_sample().figure("P63-14", **{"year": 2024} | cells)
    (finding,) = store.check(sample.write(tmp_path))
    assert (finding.severity, f"`{finding.kind}`" in line, severity in line) == (severity, True, True)
