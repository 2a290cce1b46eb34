"""The command line on the figures that ship: what a user asks of them, and exactly what comes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from egov_metrics.analysis.series import FIELDS
from tests.commands import Run, Said, asked, one_error, runner

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


def by_year(said: Said) -> dict[int, dict[str, Any]]:
    assert (said.status, said.err) == (0, "")
    rows = said.json
    assert len({row["year"] for row in rows}) == len(rows)
    return {row["year"]: row for row in rows}


def test_son_la_as_published(run: Run, shipped_workspace: Path) -> None:
    rows = by_year(asked(run, shipped_workspace))
    assert (rows[2019]["value"], rows[2019]["rank"], rows[2019]["rank_of"]) == (81.93, 23, 63)
    assert (rows[2021]["value"], rows[2021]["rank"], rows[2021]["rank_of"]) == (87.62, 15, 63)
    versions = [
        version["value"]
        for finding in rows[2021]["findings"]
        if finding["kind"] == "conflicting_values"
        for version in finding["versions"]
    ]
    assert 87.61 in versions and 87.62 in versions
    assert {row["unit_id"] for row in rows.values()} <= {"P63-14", "P34-14"}
    assert all(row["value"] != 0 and row["rank"] != 0 for row in rows.values())


@pytest.mark.parametrize("spelling", ["par_index_score", "PAR_INDEX", "par_index_rank", "Par_Index"])
def test_every_spelling_prints_the_same_indicator(run: Run, shipped_workspace: Path, spelling: str) -> None:
    said = asked(run, shipped_workspace, "--from", 2019, "--to", 2019, indicator=spelling)
    assert [(row["indicator"], row["value"], row["rank"]) for row in said.json] == [("par_index_score", 81.93, 23)]


@pytest.mark.parametrize("spelling", ["egov_mic_score", "EGOV_MIC", "egov_mic_rank"])
def test_gia_lai_2018_stands_under_the_ministrys_ranking(run: Run, shipped_workspace: Path, spelling: str) -> None:
    row = by_year(asked(run, shipped_workspace, indicator=spelling, unit="gia lai"))[2018]
    assert (row["indicator"], row["unit_id"]) == ("egov_mic_score", "P63-64")
    assert (row["value"], row["rank"], row["rank_of"]) == (0.68, 23, 63)


def test_gia_lai_2018_does_not_stand_under_the_ict_index(run: Run, shipped_workspace: Path) -> None:
    assert 2018 not in by_year(asked(run, shipped_workspace, indicator="ict_index_score", unit="gia lai"))


@pytest.mark.parametrize("unit", ["gia lai", "son la", "da nang"])
def test_the_ict_index_was_not_surveyed_for_2021(run: Run, shipped_workspace: Path, unit: str) -> None:
    row = by_year(asked(run, shipped_workspace, "--from", 2021, "--to", 2021, indicator="ICT_INDEX", unit=unit))[2021]
    assert (row["nothing"], row["value"], row["rank"]) == ("not_published", None, None)
    assert [finding["kind"] for finding in row["findings"]] == ["known_gap"]


@pytest.mark.parametrize(("indicator", "unit"), [("PAPI", "son la"), ("PCI", "lai chau"), ("SIPAS", "son la")])
def test_a_partly_published_year_is_not_called_unpublished(
    run: Run, shipped_workspace: Path, indicator: str, unit: str
) -> None:
    said = asked(run, shipped_workspace, indicator=indicator, unit=unit)
    assert said.status == 0
    assert not any(finding["kind"] == "known_gap" for row in said.json for finding in row["findings"])


def test_a_name_that_two_units_bear_gives_both(run: Run, shipped_workspace: Path) -> None:
    rows = asked(run, shipped_workspace, indicator="DTI", unit="Gia Lai").json
    assert {row["unit_id"] for row in rows} == {"P63-64", "P34-52"}
    assert {row["unit_name"] for row in rows} == {"Gia Lai"}


def test_two_units_may_be_asked_at_once_and_each_row_comes_once(run: Run, shipped_workspace: Path) -> None:
    rows = asked(run, shipped_workspace, "--unit", "Gia Lai", "--unit", "P63-14", "--from", 2021, "--to", 2021).json
    keys = [(row["unit_id"], row["year"], row["scope"]) for row in rows]
    assert {"P63-14", "P63-64"} <= {unit for unit, _, _ in keys} and len(keys) == len(set(keys))


def test_figures_of_two_dates_do_not_conflict(run: Run, shipped_workspace: Path) -> None:
    rows = asked(run, shipped_workspace, indicator="DVC_766", unit="Đồng Nai").json
    assert [(row["indicator"], row["unit_id"], row["period_end"], row["value"], row["rank"]) for row in rows] == [
        ("sq766_score", "P34-75", "2025-08-25", 85.75, 3),
        ("sq766_score", "P34-75", "2025-08-29", 86.13, 4),
    ]
    assert not any(finding["kind"].startswith("conflicting") for row in rows for finding in row["findings"])


@pytest.mark.parametrize("spelling", ["sq766", "DVC_766", "sq766_score", "sq766_rank"])
def test_the_online_service_index_has_one_code(run: Run, shipped_workspace: Path, spelling: str) -> None:
    rows = asked(run, shipped_workspace, indicator=spelling, unit="Hòa Bình").json
    assert rows and {row["indicator"] for row in rows} == {"sq766_score"}


def test_unknown_names_come_with_near_ones(run: Run, shipped_workspace: Path) -> None:
    one_error(asked(run, shipped_workspace, indicator="par_indx_score"), "par_indx_score", "par_index_score")
    one_error(asked(run, shipped_workspace, unit="sơn lá lá"), "sơn lá lá")
    one_error(asked(run, shipped_workspace, unit="quangninhh"), "quangninhh")
    one_error(asked(run, shipped_workspace, unit="quang nin"), "Quảng Ninh (P63-22)")


def test_json_csv_and_table_say_the_same(run: Run, shipped_workspace: Path) -> None:
    def form(name: str) -> Said:
        return run(
            "series", "--workspace", shipped_workspace, "--indicator", "PAR_INDEX", "--unit", "P63-14", "--format", name
        )

    objects = form("json").json
    rows = list(csv.DictReader(io.StringIO(form("csv").out)))
    table = form("table").out.splitlines()
    assert tuple(objects[0]) == tuple(rows[0]) == FIELDS
    assert [row["year"] for row in rows] == [str(item["year"]) for item in objects]
    for row, item in zip(rows, objects, strict=True):
        assert json.loads(row["findings"]) == item["findings"]
        assert row["value"] == ("" if item["value"] is None else str(item["value"]))
    assert len(table) == len(objects) + 1 and table[0].split()[:4] == ["unit_id", "unit_name", "scope", "year"]
    assert any("81.93" in line and "23" in line for line in table)
    assert "None" not in "".join(table) and "nan" not in "".join(table).lower()


def test_a_series_without_figures_is_an_empty_list(run: Run, shipped_workspace: Path) -> None:
    said = asked(run, shipped_workspace, "--from", 1995, "--to", 1996)
    assert (said.status, said.json) == (0, [])
    assert said.err.startswith("no figure of par_index_score for P63-14") and said.err.count("\n") == 1


def test_the_shipped_data_has_no_errors(run: Run) -> None:
    said = run("check", "--severity", "error", "--format", "json", "--data", ROOT / "data")
    assert (said.status, said.json) == (0, [])
