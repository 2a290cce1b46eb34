"""Bad input is refused with file, line, what was expected and what came; nothing is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.store.errors import Problem
from egov_metrics.store.loading import load
from tests.sample import Sample, small_sample


def refused(sample: Sample, folder: Path) -> list[Problem]:
    with pytest.raises(store.DataRefused) as caught:
        load(sample.write(folder))
    return caught.value.problems


def only(problems: list[Problem], kind: str) -> Problem:
    found = [problem for problem in problems if problem.kind == kind]
    assert len(found) == 1, problems
    return found[0]


def test_the_sample_loads(tmp_path: Path) -> None:
    inputs = load(small_sample().write(tmp_path))
    assert len(inputs["observation"]) == 3
    assert set(inputs["unit"]["level"]) == {"country", "region", "province", "district"}


@pytest.mark.parametrize("cell", ["81,93", "81.93%", "n/a", "1.234.567", " 8 1", "١٢", "1e3", "-"])
def test_a_number_of_the_wrong_form(tmp_path: Path, cell: str) -> None:
    problem = only(refused(small_sample().figure("P63-14", 2018, cell), tmp_path), "wrong_form")
    assert (problem.file, problem.line, problem.column) == ("observations/sample.csv", 5, "value")
    assert "81.93" in problem.expected and cell.strip() in problem.found


def test_an_unknown_unit_indicator_and_source(tmp_path: Path) -> None:
    sample = small_sample().figure("P63-99", 2018, 80)
    sample.figure("P63-14", 2018, 80, indicator_code="par_indx").figure("P63-14", 2017, 80, source_id="nobody")
    problems = refused(sample, tmp_path)
    assert only(problems, "unknown_unit").found == "'P63-99'"
    assert only(problems, "unknown_indicator").found == "'par_indx'"
    assert only(problems, "missing_source").line == 7


def test_a_duplicate_names_both_rows(tmp_path: Path) -> None:
    problem = only(refused(small_sample().figure("P63-14", 2019, "81.93", 23), tmp_path), "duplicate_key")
    assert problem.line == 5 and "observations/sample.csv:2" in problem.expected


def test_broken_utf8_names_the_line(tmp_path: Path) -> None:
    small_sample().write(tmp_path)
    path = tmp_path / "sources.csv"
    path.write_bytes(path.read_bytes().replace("Bài press-1".encode(), b"B\xe0i press-1"))
    with pytest.raises(store.DataRefused) as caught:
        load(tmp_path)
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.kind) == ("sources.csv", 3, "broken_utf8")
    assert "0xe0" in problem.found


def test_a_missing_column_an_unknown_one_and_a_missing_file(tmp_path: Path) -> None:
    small_sample().write(tmp_path)
    path = tmp_path / "observations" / "sample.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("rank_of", "rankof", 1), encoding="utf-8")
    (tmp_path / "methods.csv").unlink()
    with pytest.raises(store.DataRefused) as caught:
        load(tmp_path)
    kinds = {(problem.file, problem.column, problem.kind) for problem in caught.value.problems}
    assert kinds == {
        ("methods.csv", "", "missing_file"),
        ("observations/sample.csv", "rank_of", "missing_column"),
        ("observations/sample.csv", "rankof", "missing_column"),
    }


def test_a_row_with_too_few_cells(tmp_path: Path) -> None:
    small_sample().write(tmp_path)
    path = tmp_path / "observations" / "sample.csv"
    path.write_text(path.read_text(encoding="utf-8") + "P63-14,self\n", encoding="utf-8")
    with pytest.raises(store.DataRefused) as caught:
        load(tmp_path)
    assert caught.value.problems[0].found == "2 cells"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"value": "", "value_basis": ""}, "value"),
        ({"nothing": "not_ranked"}, "nothing"),
        ({"value_basis": ""}, "value_basis"),
        ({"rank": "3", "rank_basis": ""}, "rank_basis"),
        ({"period_start": "2018-12-31", "period_end": "2018-01-01"}, "period_end"),
        ({"period_end": ""}, "period_end"),
        ({"period_end": "31/12/2018"}, "period_end"),
        ({"scope": "huyện"}, "scope"),
        ({"qualifier": ""}, "qualifier"),
    ],
)
def test_a_row_must_say_what_it_states(tmp_path: Path, cells: dict, column: str) -> None:
    problems = refused(small_sample().figure("P63-14", 2018, **{"value": "80.1", **cells}), tmp_path)
    assert column in {problem.column for problem in problems}


def test_every_problem_is_listed_not_only_the_first(tmp_path: Path) -> None:
    sample = small_sample()
    for year in range(1990, 2012):
        sample.figure("P63-14", year, "x")
    assert len(refused(sample, tmp_path)) == 22


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(store.DataRefused, match="folder of reviewed data"):
        load(tmp_path / "nowhere")
