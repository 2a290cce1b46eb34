"""Every data check finds what it is for, and stays silent when nothing is odd."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.store.checking import Finding, check_names
from tests.sample import Sample, small_sample

DOUBT = {"value_basis": "doubtful", "note": "one digit too many"}


def mail(sample: Sample, total: int, organisations: int, persons: int | None) -> Sample:
    for code, value in (("", total), ("_org", organisations), ("_staff", persons)):
        if value is not None:
            sample.figure("D63-622", 2019, value, indicator_code=f"email_accounts{code}")
    return sample


def odd(kind: str) -> Sample:
    """The sample with one oddity of the kind."""
    sample = small_sample()
    if kind == "value_outside_bounds":
        sample.figure("P63-14", 2018, "819.3", **DOUBT)
    elif kind == "rank_beyond_denominator":
        sample.figure("P63-14", 2018, "", 64, rank_basis="doubtful")
    elif kind == "rank_against_value":
        sample.figure("P63-14", 2018, "80.00", 10).figure("P63-64", 2018, "80.10", 11)
    elif kind == "sum_does_not_hold":
        mail(sample, 137, 36, 88)
    elif kind == "conflicting_values":
        sample.figure("P63-14", 2021, "87.61", source_id="press-2")
    elif kind == "conflicting_ranks":
        sample.figure("P63-14", 2021, "", 16, source_id="press-2")
    elif kind == "source_without_address":
        sample.add("source", source_id="radio", producer="Đài", title="Bản tin")
        sample.figure("P63-14", 2018, "80.00", source_id="radio")
    elif kind == "unit_ended":
        sample.figure("P63-14", 2026, "80.00")
    elif kind == "doubtful_statement":
        sample.figure("P63-14", 2018, "81.93", **DOUBT)
    else:
        raise AssertionError(f"no example of {kind}: write one")
    return sample


def findings(sample: Sample, folder: Path) -> list[Finding]:
    return store.check(sample.write(folder))


def test_nothing_is_odd_in_the_sample(tmp_path: Path) -> None:
    assert findings(small_sample(), tmp_path) == []


@pytest.mark.parametrize("kind", check_names())
def test_each_check_finds_its_oddity(tmp_path: Path, kind: str) -> None:
    found = [item for item in findings(odd(kind), tmp_path) if item.kind == kind]
    assert len(found) == 1
    finding = found[0]
    assert finding.observation_ids and finding.message_vi != finding.message_en
    assert "{" not in finding.message_vi + finding.message_en
    if kind != "source_without_address":
        assert finding.unit_id and finding.year


@pytest.mark.parametrize("kind", ["value_outside_bounds", "rank_beyond_denominator"])
def test_published_nonsense_is_refused_with_its_place(tmp_path: Path, kind: str) -> None:
    sample = small_sample()
    if kind == "value_outside_bounds":
        sample.figure("P63-14", 2018, "819.3")
    else:
        sample.figure("P63-14", 2018, "80", 64)
    sample.write(tmp_path / "data")
    assert [item.severity for item in store.check(tmp_path / "data")] == ["error"]
    with pytest.raises(store.DataRefused, match=r"observations/sample\.csv:5"):
        store.build(tmp_path / "data", tmp_path / "workspace")
    with pytest.raises(store.NoEdition):
        store.current(tmp_path / "workspace")


def test_sums_that_hold_raise_no_alarm(tmp_path: Path) -> None:
    assert findings(mail(small_sample(), 124, 36, 88), tmp_path) == []


@pytest.mark.parametrize(("total", "odd"), [("0.6706", False), ("0.6900", True)])
def test_a_mean_may_differ_by_the_rounding_of_its_parts(tmp_path: Path, total: str, odd: bool) -> None:
    sample = small_sample()
    sample.rows["sum_rule"][0] |= {"form": "mean"}
    for row in sample.rows["indicator"]:
        row["unit"] = "points"
    for code, value in (("", total), ("_org", "0.70"), ("_staff", "0.64")):
        sample.figure("D63-622", 2019, value, indicator_code=f"email_accounts{code}")
    assert [item.kind for item in findings(sample, tmp_path)] == ["sum_does_not_hold"] * odd


def test_a_part_that_is_not_stated_may_be_the_rest(tmp_path: Path) -> None:
    assert findings(mail(small_sample(), 137, 36, None), tmp_path) == []


def test_a_part_greater_than_the_total_never_fits(tmp_path: Path) -> None:
    found = findings(mail(small_sample(), 30, 36, None), tmp_path)
    assert [item.kind for item in found] == ["sum_does_not_hold"]


def test_parts_of_two_sources_are_not_added(tmp_path: Path) -> None:
    sample = small_sample().figure("D63-622", 2019, 137, indicator_code="email_accounts")
    sample.figure("D63-622", 2019, 36, indicator_code="email_accounts_org", source_id="press-2")
    sample.figure("D63-622", 2019, 88, indicator_code="email_accounts_staff", source_id="press-2")
    assert findings(sample, tmp_path) == []


def test_roundings_do_not_conflict(tmp_path: Path) -> None:
    assert findings(small_sample().figure("P63-14", 2021, "87.6", source_id="press-2"), tmp_path) == []


def test_ties_and_roundings_are_not_against_the_rank(tmp_path: Path) -> None:
    sample = small_sample().figure("P63-14", 2018, "80.0", 10).figure("P63-64", 2018, "80.04", 11)
    sample.figure("P63-52", 2018, "80.04", 11)
    assert findings(sample, tmp_path) == []


def test_ranks_of_other_parents_are_other_rankings(tmp_path: Path) -> None:
    sample = small_sample()
    sample.add("unit", unit_id="D63-555", level="district", name="Hoài Nhơn", kind="thị xã", parent_id="P63-52")
    sample.figure("D63-622", 2018, "70.00", 1, rank_of=17).figure("D63-555", 2018, "80.00", 2, rank_of=11)
    assert findings(sample, tmp_path) == []


def test_a_reviewed_finding_is_tied_to_its_statements(tmp_path: Path) -> None:
    sample = small_sample()
    sample.add("reviewed_finding", finding_id="R1", kind="oddity", severity="warning", state="explained",
               unit_id="P63-14", indicator_codes="par_index_score", period_end="2021-12-31",
               message_vi="Điều lạ", message_en="An oddity")  # fmt: skip
    found = findings(sample, tmp_path)
    assert [(item.finding_id, item.origin, len(item.observation_ids)) for item in found] == [("R1", "reviewed", 1)]


def test_an_unknown_code_in_a_reviewed_finding_is_refused(tmp_path: Path) -> None:
    sample = small_sample()
    sample.add("reviewed_finding", finding_id="R1", kind="oddity", severity="warning", state="open",
               indicator_codes="nothing_such", message_vi="x", message_en="x")  # fmt: skip
    with pytest.raises(store.DataRefused, match="nothing_such"):
        findings(sample, tmp_path)
