"""The series that the command prints: fields, plain JSON, years without figures, versions of a contradiction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from egov_metrics import store
from egov_metrics.analysis.series import FIELDS, series
from tests.sample import Sample, small_sample

PAR = "par_index_score"


def edition(sample: Sample, folder: Path) -> store.Edition:
    return store.open_edition(store.build(sample.write(folder / "data"), folder / "workspace").edition)


def asked(sample: Sample, folder: Path, *units: str, code: str = PAR, **years: int) -> list[dict[str, Any]]:
    return series(edition(sample, folder), code, list(units), **years)


def test_a_record_has_all_fields_in_order_and_is_plain_json(tmp_path: Path) -> None:
    sample = small_sample().figure("P63-14", 2018, "", 30)
    records = asked(sample, tmp_path, "P63-14")
    assert json.loads(json.dumps(records, allow_nan=False)) == records
    assert all(tuple(record) == FIELDS for record in records)
    by_year = {record["year"]: record for record in records}
    assert sorted(by_year) == [2018, 2019, 2020, 2021]
    first = by_year[2019]
    assert {name: first[name] for name in FIELDS[:14]} == {
        "unit_id": "P63-14", "unit_name": "Sơn La", "indicator": PAR, "year": 2019, "value": 81.93, "rank": 23,
        "rank_of": 63, "qualifier": "exact", "value_basis": "published", "rank_basis": "published", "nothing": None,
        "method_version": "PAR-B", "source_title": "Bài press-1", "source_url": "https://example.org/press-1",
    }  # fmt: skip
    assert (first["findings"], first["scope"], first["statistic"], first["members"]) == ([], "self", "own", None)
    assert (first["period_start"], first["period_end"]) == ("2019-01-01", "2019-12-31")
    assert (by_year[2018]["value"], by_year[2018]["rank"]) == (None, 30)
    for record in records:
        for name in ("year", "rank", "rank_of"):
            assert record[name] is None or type(record[name]) is int


def test_a_year_without_a_figure_is_absent_or_says_why_and_is_never_nought(tmp_path: Path) -> None:
    sample = small_sample().figure("P63-14", 2022, nothing="not_submitted")
    records = asked(sample, tmp_path, "P63-14", year_from=2012, year_to=2024)
    assert {record["year"]: record["nothing"] for record in records} == {
        2019: None, 2020: "not_published", 2021: None, 2022: "not_submitted",
    }  # fmt: skip
    assert [record["value"] for record in records] == [81.93, None, 87.62, None]
    gap = records[1]
    assert (gap["unit_id"], gap["unit_name"], gap["scope"], gap["source_title"]) == ("P63-14", "Sơn La", "self", None)
    (finding,) = gap["findings"]
    assert (finding["kind"], finding["state"], finding["message_vi"]) == ("known_gap", "explained", "không đo")


def test_a_known_gap_gives_way_to_a_figure(tmp_path: Path) -> None:
    records = asked(small_sample().figure("P63-14", 2020, "84.00"), tmp_path, "P63-14", year_from=2020, year_to=2020)
    assert [(record["value"], record["nothing"]) for record in records] == [(84.0, None)]


def test_a_year_of_which_a_part_was_published_says_nothing_of_a_province(tmp_path: Path) -> None:
    sample = small_sample()
    sample.rows["known_gap"][0] |= {"extent": "some"}
    assert [record["year"] for record in asked(sample, tmp_path, "P63-14")] == [2019, 2021]


def test_gaps_are_of_the_family_of_provinces_and_of_years_in_which_they_existed(tmp_path: Path) -> None:
    sample = small_sample()
    for year in (2024, 2026):
        sample.add("known_gap", family="PAR_INDEX", year=year, nothing="not_published", extent="all", reason="x")
    made = edition(sample, tmp_path)
    years = {
        unit: [record["year"] for record in series(made, PAR, [unit])]
        for unit in ("P63-14", "P34-52", "D63-622", "VN", "P63-00")
    }
    assert years == {"P63-14": [2019, 2020, 2021, 2024], "P34-52": [2026], "D63-622": [], "VN": [], "P63-00": []}
    assert series(made, "email_accounts", ["P63-14"]) == []
    assert [record["year"] for record in series(made, PAR, ["P63-14"], 2020, 2021)] == [2020, 2021]
    assert [record["year"] for record in series(made, PAR, ["P63-14"], year_to=2020)] == [2019, 2020]


def test_a_contradiction_lists_what_each_source_states(tmp_path: Path) -> None:
    sample = small_sample().figure("P63-14", 2021, "87.61", 16, source_id="press-2")
    (record,) = asked(sample, tmp_path, "P63-14", year_from=2021)
    kinds = {finding["kind"]: finding for finding in record["findings"]}
    assert set(kinds) == {"conflicting_values", "conflicting_ranks"}
    for finding in kinds.values():
        stated = {(version["value"], version["rank"], version["source_title"]) for version in finding["versions"]}
        assert stated == {(87.62, 15, "Bài press-1"), (87.61, 16, "Bài press-2")}
        assert "87,61" in finding["message_vi"] or "16" in finding["message_vi"]
    assert record["value"] in (87.61, 87.62) and record["value_reason"] == "order"


def test_other_findings_have_no_versions(tmp_path: Path) -> None:
    sample = small_sample().figure("P63-14", 2018, "81.93", value_basis="doubtful", note="một chữ số thừa")
    (record,) = asked(sample, tmp_path, "P63-14", year_to=2018)
    assert [finding["kind"] for finding in record["findings"]] == ["doubtful_statement"]
    assert "versions" not in record["findings"][0] and record["value_basis"] == "doubtful"


def test_every_scope_and_date_is_told_apart_and_in_order(tmp_path: Path) -> None:
    sample = small_sample()
    mails = {"indicator_code": "email_accounts", "period_start": ""}
    for scope, end, value in (("communes", "2020-12-31", 7), ("self", "2020-08-29", 6), ("self", "2020-08-25", 5)):
        sample.figure(
            "P63-64", 2020, value, indicator_code="email_accounts", scope=scope, period_start="", period_end=end
        )
    sample.figure("P63-64", 2020, 8, period_end="", period_basis="not_stated", **mails)
    records = asked(sample, tmp_path, "P63-64", "P63-14", code="email_accounts")
    assert [(record["scope"], record["year"], record["period_end"], record["value"]) for record in records] == [
        ("communes", 2020, "2020-12-31", 7.0),
        ("self", None, None, 8.0),
        ("self", 2020, "2020-08-25", 5.0),
        ("self", 2020, "2020-08-29", 6.0),
    ]


def test_an_unknown_unit_has_no_series(tmp_path: Path) -> None:
    assert asked(small_sample(), tmp_path, "P63-99") == []


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_a_mean_says_of_how_many(tmp_path: Path, statistic: str) -> None:
    sample = small_sample().figure("VN", 2021, "86.37", statistic=statistic, members=63)
    (record,) = asked(sample, tmp_path, "VN")
    assert (record["statistic"], record["members"], record["value"]) == (statistic, 63, 86.37)
