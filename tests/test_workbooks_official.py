"""The real workbooks of two publishers: every province, every total, and the sheet of another year."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from egov_metrics.collect.workbooks import Catalogue, Plan, report
from egov_metrics.collect.workbooks import profile as profiles
from egov_metrics.units.folding import fold
from tests.workbook_files import catalogue, planned, stated

PCI_PARTS = (
    "entry_costs", "land_access", "transparency", "time_costs", "informal_charges", "policy_bias", "proactivity",
    "business_support", "labor_training", "legal_institutions",
)  # fmt: skip
PAPI_PARTS = (
    "participation", "transparency", "accountability", "corruption_control", "admin_procedures", "public_services",
)  # fmt: skip


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("none"))


@pytest.fixture(scope="module")
def pci(words: Catalogue, shared_folder: Path) -> Plan:
    return _planned(shared_folder, "PCI_2015.xlsx", words)


@pytest.fixture(scope="module")
def papi(words: Catalogue, shared_folder: Path) -> Plan:
    return _planned(shared_folder, "PAPI_2011-2016.xlsx", words)


def _planned(shared: Path, name: str, words: Catalogue, **more: object) -> Plan:
    return planned((shared / "panels" / "official" / name).read_bytes(), words, name, **more)


def _panel(shared: Path, name: str, words: Catalogue) -> dict[tuple[str, str], tuple[float, str]]:
    """Value and rank by unit and year, of the panel that others made of the same files."""
    with (shared / "panels" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        if fold(row["unit_name"]) != "ha tay":
            unit = words.names.resolve(row["unit_name"], year=2015).unit_id
            assert unit is not None, row["unit_name"]
            found[unit, row["year"]] = (float(row["value"]), row["rank"])
    return found


def _totals(made: Plan, code: str) -> dict[tuple[str, str], tuple[float, str]]:
    rows = stated(made)
    rows = rows[rows["indicator_code"] == code]
    keys = zip(rows["unit_id"], rows["period_end"].str[:4], strict=True)
    return dict(zip(keys, zip(rows["value"].astype(float), rows["rank"], strict=True), strict=True))


def test_pci_2015_all_provinces_totals_and_ranks(pci: Plan, words: Catalogue, shared_folder: Path) -> None:
    totals = _totals(pci, "pci_score")
    panel = {key: told for key, told in _panel(shared_folder, "pci.csv", words).items() if key[1] == "2015"}
    assert len(totals) == 63 and set(totals) == set(panel)
    for key, (value, rank) in totals.items():
        assert (round(value, 4), rank) == (pytest.approx(panel[key][0], abs=1.01e-4), panel[key][1]), key
    assert set(stated(pci).loc[stated(pci)["indicator_code"] == "pci_score", "rank_of"]) == {"63"}


def test_pci_2015_sub_indices_are_read_once(pci: Plan) -> None:
    counts = stated(pci)["indicator_code"].value_counts().to_dict()
    assert counts == {"pci_score": 63, **{f"pci_{part}_score": 63 for part in PCI_PARTS}}
    # The summary says again what each sheet of a sub-index says.
    assert pci.count("duplicate") == 630 and pci.count("rejected") == 0
    assert set(stated(pci)["period_end"]) == {"2015-12-31"} and set(stated(pci)["period_basis"]) == {"stated"}


def test_the_sheet_of_another_year_is_asked_about_and_never_mixed_in(
    pci: Plan, words: Catalogue, shared_folder: Path
) -> None:
    (question,) = pci.questions
    reasons = dict(question.reasons)
    assert question.sheet == "Summary"
    assert reasons["year_other_than_file"]["year"] == 2013 and "hidden_sheet" in reasons
    assert reasons["differs_from_sheet"]["n"] >= 60
    assert pci.waiting == {"Summary": 693} and "Summary" not in set(stated(pci)["sheet"])
    answered = _planned(shared_folder, "PCI_2015.xlsx", words, years={"Summary": 2013})
    panel = _panel(shared_folder, "pci.csv", words)
    of_2013 = {key: told for key, told in _totals(answered, "pci_score").items() if key[1] == "2013"}
    assert len(of_2013) == 63
    assert all(round(value, 4) == pytest.approx(panel[key][0], abs=1.01e-4) for key, (value, _) in of_2013.items())
    mixed = _planned(shared_folder, "PCI_2015.xlsx", words, years={"Summary": 2015})
    assert mixed.count("accepted") == 0, "two values for one province and year: neither is taken"
    skipped = _planned(shared_folder, "PCI_2015.xlsx", words, skip=frozenset({"Summary"}))
    assert not skipped.questions and skipped.count("accepted") == 693


def test_papi_every_year_and_dimension(papi: Plan, words: Catalogue, shared_folder: Path) -> None:
    totals = _totals(papi, "papi_score")
    panel = {key: told for key, told in _panel(shared_folder, "papi.csv", words).items() if "2011" <= key[1] <= "2016"}
    assert set(totals) == set(panel) and len({unit for unit, _ in totals}) == 63
    for key, (value, _) in totals.items():
        assert round(value, 4) == pytest.approx(panel[key][0], abs=1.01e-4), key
    counts = stated(papi)["indicator_code"].value_counts().to_dict()
    assert counts == {"papi_score": 376, **{f"papi_{part}_score": 376 for part in PAPI_PARTS}}
    assert not papi.questions, "the year in a heading that was copied to every sheet says nothing"
    refused = stated(papi, "rejected")
    assert list(zip(refused["sheet"], refused["reason"], strict=True)) == [("2014_PAPI", "sum_of_nothing")] * 2


def test_dimensions_add_up_to_the_totals_read(papi: Plan) -> None:
    rows = stated(papi).assign(number=lambda frame: frame["value"].astype(float))
    wide = rows.pivot(index=["unit_id", "period_end"], columns="indicator_code", values="number")
    gap = (wide[[f"papi_{part}_score" for part in PAPI_PARTS]].sum(axis=1) - wide["papi_score"]).abs()
    assert gap.max() < 0.001


def test_a_profile_made_for_one_year_reads_another(
    pci: Plan, words: Catalogue, shared_folder: Path, tmp_path: Path
) -> None:
    """The same workbook under the name of another year: the kept profile finds its sheets; no year is carried over."""
    profiles.save(tmp_path, pci.profile, "pci")
    saved = profiles.read(tmp_path, "pci")
    assert profiles.from_json(profiles.as_json(saved)) == saved and saved.name == "pci"
    content = (shared_folder / "panels" / "official" / "PCI_2015.xlsx").read_bytes()
    other = planned(content, words, "PCI_2016.xlsx", saved=replace(saved, made_for="0" * 64))
    years = set(stated(other)["period_end"].str[:4])
    assert years == {"2016"}, "only sheets that name no year themselves follow the name of the file"
    assert {question.sheet for question in other.questions} == {"Summary_VN", "Summary"}


def test_the_report_has_all_that_a_person_needs(pci: Plan) -> None:
    told = report(pci)
    assert told["statements"] == {"accepted": 693, "rejected": 0, "duplicate": 630, "known": 0, "waiting": 693}
    assert told["questions"][0]["answers"][0] == '--sheet-year "Summary=2013"'
    assert {one["sheet"]: one["used"] for one in told["sheets"]}["Summary"] is False
    assert told["sources"][0]["producer"] == "VCCI" and told["sources"][0]["grade"] == "secondary"
    assert len(told["columns_left_out"]) > 50 and told["left_out_by_reason"]["summary_row"] == 30
