"""`series --territory 2025` as its users meet it: recomputed series, refused years, weights, wrong usage."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from egov_metrics.analysis.present_series import PRESENT_FIELDS
from egov_metrics.analysis.series import FIELDS
from tests.commands import Run, Said, asked, one_error, runner

NAMES = {"P63-52": "Bình Định", "P63-64": "Gia Lai"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "weights.csv"
    path.write_text("name,unit_id,weight\nBình Định,P63-52,3\nGia Lai,P63-64,1\n", encoding="utf-8-sig")
    return path


def present(run: Run, workspace: Path, unit: str, indicator: str, *more: object) -> Said:
    return asked(run, workspace, "--territory", "2025", *more, indicator=indicator, unit=unit)


@pytest.mark.parametrize("unit", ["gia lai", "Bình Định", "P63-52", "P34-52"])
def test_gia_lai_of_today_is_the_mean_of_gia_lai_and_binh_dinh(run: Run, shipped_workspace: Path, unit: str) -> None:
    said = present(run, shipped_workspace, unit, "egov_mic_score", "--from", 2017, "--to", 2017, "--rule", "mean")
    assert (said.status, said.err) == (0, "")
    (record,) = said.json
    assert tuple(record) == PRESENT_FIELDS
    old = {
        row["unit_id"]: row["value"]
        for name in NAMES
        for row in asked(
            run, shipped_workspace, "--from", 2017, "--to", 2017, indicator="egov_mic_score", unit=name
        ).json
    }
    assert record["value"] == pytest.approx(sum(old.values()) / 2)
    assert record["unit_id"] == "P34-52" and record["members"] == ["P63-52", "P63-64"]
    assert (record["value_basis"], record["rank_basis"], record["rule"]) == ("recomputed", "recomputed", "mean")
    assert record["missing_members"] == [] and record["refused"] is None
    assert 1 <= record["rank"] <= record["rank_of"] <= 34


@pytest.mark.parametrize(
    ("unit", "key", "members"),
    [("Đồng Tháp", "P34-82", ["P63-82", "P63-87"]), ("thai nguyen", "P34-19", ["P63-06", "P63-19"])],
)
def test_other_merged_provinces(run: Run, shipped_workspace: Path, unit: str, key: str, members: list[str]) -> None:
    (record,) = present(run, shipped_workspace, unit, "egov_mic_score", "--from", 2017, "--to", 2017).json
    assert (record["unit_id"], record["members"], record["value_basis"]) == (key, members, "recomputed")


@pytest.mark.parametrize("unit", ["son la", "quang ninh"])
def test_an_unchanged_province_keeps_what_was_published(run: Run, shipped_workspace: Path, unit: str) -> None:
    before = {row["year"]: row for row in asked(run, shipped_workspace, unit=unit).json if row["value"] is not None}
    after = {row["year"]: row for row in present(run, shipped_workspace, unit, "par_index_score").json}
    assert len(before) > 5
    for year, row in before.items():
        now = after[year]
        assert (now["value"], now["value_basis"]) == (row["value"], row["value_basis"])
        assert (now["published_rank"], now["published_rank_of"]) == (row["rank"], row["rank_of"])
        assert now["members"] == [] and now["rule"] is None and now["stored_id"] == row["unit_id"]
        assert now["rank_basis"] in ("recomputed", None)
        assert [one["finding_id"] for one in now["findings"]] == [one["finding_id"] for one in row["findings"]]


def test_a_refused_year_is_a_record_that_nobody_takes_for_a_gap(run: Run, shipped_workspace: Path) -> None:
    (record,) = present(run, shipped_workspace, "gia lai", "egov_mic_score", "--from", 2018, "--to", 2018).json
    assert (record["value"], record["rank"], record["nothing"], record["value_basis"]) == (None, None, None, None)
    assert record["refused"] == {
        "reason": "missing", "message_vi": "Bình Định không có số liệu", "message_en": "no figure of Binh Dinh",
    }  # fmt: skip
    assert (record["members"], record["missing_members"]) == (["P63-64"], ["P63-52"])
    accepted = present(run, shipped_workspace, "gia lai", "egov_mic_score", "--from", 2018, "--to", 2018, "--partial")
    (record,) = accepted.json
    assert (record["value"], record["qualifier"], record["value_basis"]) == (0.68, "approx", "recomputed")
    assert record["missing_members"] == ["P63-52"] and record["refused"] is None and record["rank"] is None


def test_what_the_publisher_ranked_among_34_stays_published(run: Run, shipped_workspace: Path) -> None:
    records = present(run, shipped_workspace, "thai nguyen", "dti_score", "--from", 2024, "--to", 2024).json
    assert [(row["rank"], row["rank_of"], row["rank_basis"], row["members"]) for row in records] == [
        (8, 34, "published", [])
    ]


def test_a_year_without_a_survey_stays_a_kind_of_nothing(run: Run, shipped_workspace: Path) -> None:
    (record,) = present(run, shipped_workspace, "son la", "ict_index_score", "--from", 2021, "--to", 2021).json
    assert record["nothing"] == "not_published" and record["refused"] is None
    assert record["findings"][0]["kind"] == "known_gap"


def test_weights_are_read_and_change_the_value(run: Run, shipped_workspace: Path, weights: Path) -> None:
    one_year = ("--from", 2017, "--to", 2017)
    (plain,) = present(run, shipped_workspace, "gia lai", "egov_mic_score", *one_year).json
    how = ("--rule", "weighted", "--weights", weights)
    (weighted,) = present(run, shipped_workspace, "gia lai", "egov_mic_score", *one_year, *how).json
    assert weighted["rule"] == "weighted" and weighted["value"] != plain["value"]
    (refused,) = present(run, shipped_workspace, "thai nguyen", "egov_mic_score", *one_year, *how).json
    assert refused["refused"]["reason"] == "no_weights" and refused["rule"] == "weighted"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit_id;weight\nP63-52;1\n", ["weights.csv", "no column"]),
        ("unit_id,weight\nP63-52,0\n", ["weights.csv:2", "positive", "'0'"]),
        ("unit_id,weight\nP63-52,-1\n", ["weights.csv:2", "positive"]),
        ("unit_id,weight\nP63-52,nan\n", ["weights.csv:2", "positive"]),
        ('unit_id,weight\nP63-64,1\nP63-52,"1.234,5"\n', ["weights.csv:3", "1.234,5"]),
        ("unit_id,weight\nP34-52,1\n", ["weights.csv:2", "P34-52", "63 provinces"]),
        ("unit_id,weight\nP63-52,1\nP63-52,2\n", ["weights.csv:3", "twice"]),
        ("unit_id,weight\nP63-52\n", ["weights.csv:2", "positive"]),
        ("unit_id,weight\n", ["weights.csv", "no weight"]),
    ],
)
def test_bad_weights_are_one_line(
    run: Run, shipped_workspace: Path, tmp_path: Path, text: str, words: list[str]
) -> None:
    path = tmp_path / "weights.csv"
    path.write_text(text, encoding="utf-8")
    how = ("--rule", "weighted", "--weights", path)
    one_error(present(run, shipped_workspace, "gia lai", "par_index_score", *how), *words)


def test_weights_that_cannot_be_read_are_one_line(run: Run, shipped_workspace: Path, tmp_path: Path) -> None:
    def with_file(path: Path) -> Said:
        return present(run, shipped_workspace, "gia lai", "par_index_score", "--rule", "weighted", "--weights", path)

    one_error(with_file(tmp_path / "none.csv"), "none.csv")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"unit_id,weight\n\xff\xfe\x00,1\n")
    one_error(with_file(binary), "binary.csv", "UTF-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rule", "mean"], ["--rule", "--territory 2025"]),
        (["--partial"], ["--partial", "--territory 2025"]),
        (["--weights", "w.csv"], ["--weights", "--territory 2025"]),
        (["--territory", "as-published", "--rule", "mean"], ["--rule"]),
        (["--territory", "2025", "--rule", "weighted"], ["--weights"]),
        (["--territory", "2025", "--weights", "w.csv"], ["--rule weighted"]),
        (["--territory", "2025", "--rule", "median"], ["median"]),
        (["--territory", "2024"], ["2024"]),
    ],
)
def test_wrong_usage_is_one_line(run: Run, shipped_workspace: Path, arguments: list[str], words: list[str]) -> None:
    said = asked(run, shipped_workspace, *arguments)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("error: ") and said.err.count("\n") == 1
    for word in words:
        assert word in said.err


@pytest.mark.parametrize("unit", ["pleiku", "VN"])
def test_only_provinces_are_recomputed(run: Run, shipped_workspace: Path, unit: str) -> None:
    one_error(present(run, shipped_workspace, unit, "par_index_score"), "is no province")


def test_as_published_is_the_default_and_has_the_same_fields_as_ever(run: Run, shipped_workspace: Path) -> None:
    plain = asked(run, shipped_workspace, unit="gia lai")
    assert asked(run, shipped_workspace, "--territory", "as-published", unit="gia lai") == plain
    assert {tuple(row) for row in plain.json} == {FIELDS}
    assert {row["unit_id"] for row in plain.json} <= {"P63-64", "P34-52"}
    assert "recomputed" not in plain.out


def test_csv_and_table_carry_members_and_reasons(run: Run, shipped_workspace: Path) -> None:
    def said(form: str) -> str:
        asks = ("--indicator", "egov_mic_score", "--unit", "gia lai", "--territory", "2025", "--format", form)
        return run("series", "--workspace", shipped_workspace, *asks).out

    rows = list(csv.DictReader(io.StringIO(said("csv"))))
    assert tuple(rows[0]) == PRESENT_FIELDS
    by_year = {row["year"]: row for row in rows}
    assert json.loads(by_year["2017"]["members"]) == ["P63-52", "P63-64"] and by_year["2017"]["refused"] == ""
    assert json.loads(by_year["2018"]["refused"])["reason"] == "missing"
    table = said("table").splitlines()
    assert "refused" in table[0]
    assert any("P63-52 P63-64" in line and "recomputed" in line for line in table)
    assert any(line.endswith("missing") for line in table)
