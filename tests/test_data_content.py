"""The shipped figures: what must be in them, what must never be, and that no stated figure was lost on the way in."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
Row = dict[str, str]

ROWS_BY_FILE = {
    "ddci": 49, "documents": 76, "dti": 356, "egdi": 5, "egov_level": 114, "egov_mic": 106,
    "ict_index": 228, "papi_pci": 51, "par_index": 415, "sipas": 180, "sq766": 18,
}  # fmt: skip
PAR_BY_YEAR = {
    "2012": 39, "2013": 14, "2014": 14, "2015": 15, "2016": 19, "2017": 20, "2018": 39,
    "2019": 32, "2020": 32, "2021": 46, "2022": 45, "2023": 67, "2024": 31,
}  # fmt: skip
RANK_CODES = [
    "par_index_rank", "sipas_rank", "pci_rank", "papi_rank", "egov_mic_rank", "ict_index_rank", "dti_rank", "ddci_rank",
    "par_biz_satisfaction_rank", "sq766_rank", "egov_local_rank", "full_online_dossier_rate_rank", "overdue_rate_rank",
]  # fmt: skip
FAMILY_SPELLINGS = {
    "PAR_INDEX": "par_index_score", "SIPAS": "sipas_score", "ICT_INDEX": "ict_index_score",
    "ICT_INDEX.HTKT": "ict_index_htkt_score", "EGOV_MIC": "egov_mic_score",
    "EGOV_MIC.WEBSITE": "egov_mic_website_score", "DTI": "dti_score", "DTI.CQS": "dti_cqs_score",
    "PAPI": "papi_score", "PCI": "pci_score", "DDCI": "ddci_score", "DVC_766": "sq766_score",
    "EGDI": "egdi_score", "EGDI_OSI": "egdi_osi_score",
}  # fmt: skip
BOUND_INSTEAD_OF_VALUE = {("PAR_INDEX", "2013", "Sơn La"), ("PAR_INDEX", "2014", "Bắc Kạn"),
                          ("PAR_INDEX", "2014", "Hà Nội"), ("PAR_INDEX", "2014", "Hải Phòng")}  # fmt: skip


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def by_key(rows: Iterable[Row], key: str) -> dict[str, Row]:
    return {row[key]: row for row in rows}


@pytest.fixture(scope="module")
def observations() -> list[Row]:
    return [row | {"file": path.stem} for path in sorted((DATA / "observations").glob("*.csv")) for row in read(path)]


@pytest.fixture(scope="module")
def indicators() -> dict[str, Row]:
    return by_key(read(DATA / "indicators.csv"), "indicator_code")


@pytest.fixture(scope="module")
def aliases() -> dict[str, str]:
    return {row["alias"].lower(): row["indicator_code"] for row in read(DATA / "indicator_aliases.csv")}


@pytest.fixture(scope="module")
def sources() -> dict[str, Row]:
    return by_key(read(DATA / "sources.csv"), "source_id")


@pytest.fixture(scope="module")
def units() -> dict[str, Row]:
    return by_key((row for path in (DATA / "units").glob("*.csv") for row in read(path)), "unit_id")


def test_rows_of_every_file(observations: list[Row]) -> None:
    assert Counter(row["file"] for row in observations) == ROWS_BY_FILE


def test_par_index_rows_of_every_year(observations: list[Row]) -> None:
    """Row counts are pinned, so that a lost or doubled year is seen at once."""
    par = (row["period_end"][:4] for row in observations if row["indicator_code"] == "par_index_score")
    assert Counter(par) == PAR_BY_YEAR


@pytest.mark.parametrize("code", RANK_CODES)
def test_rank_codes_are_the_rank_of_one_indicator(
    code: str, aliases: dict[str, str], indicators: dict[str, Row]
) -> None:
    assert code not in indicators
    target = aliases[code]
    assert target in (code.removesuffix("_rank"), code.removesuffix("_rank") + "_score")
    assert target in indicators


def test_family_spellings(aliases: dict[str, str]) -> None:
    assert {name: aliases[name.lower()] for name in FAMILY_SPELLINGS} == FAMILY_SPELLINGS


def test_names_exist_in_both_languages_and_fit_a_tile(indicators: dict[str, Row]) -> None:
    assert len(indicators) == 203
    for code, row in indicators.items():
        for column in ("name_vi", "name_en", "definition_vi", "definition_en"):
            assert row[column].strip(), (code, column)
        assert 1 <= len(row["short_vi"]) <= 22, code
        assert 1 <= len(row["short_en"]) <= 22, code


def test_levels_count_downwards(indicators: dict[str, Row]) -> None:
    """Level I is the best: a chart in which IV looks best would be wrong."""
    for code in ("egov_level", "egov_readiness_level", "egov_result_level"):
        assert (indicators[code]["direction"], indicators[code]["scale_min"], indicators[code]["scale_max"]) == (
            "lower", "1", "4",
        )  # fmt: skip


def test_headlines_are_indicators_of_their_family(indicators: dict[str, Row]) -> None:
    families = read(DATA / "families.csv")
    assert {row["family"] for row in indicators.values()} == {row["family"] for row in families}
    for row in families:
        if row["headline_code"]:
            assert indicators[row["headline_code"]]["family"] == row["family"]


def test_par_index_versions_follow_each_other() -> None:
    versions = [row for row in read(DATA / "methods.csv") if row["family"] == "PAR_INDEX"]
    starts = [(row["year_from"], row["decision"].split("/")[0], row["start_basis"]) for row in versions]
    assert starts == [
        ("2012", "1294", "stated"), ("2016", "", "inferred"), ("2017", "2948", "stated"), ("2019", "1150", "inferred"),
        ("2020", "1149", "stated"), ("2022", "876", "stated"), ("2024", "892", "stated"), ("2025", "1187", "stated"),
    ]  # fmt: skip
    for former, later in zip(versions, versions[1:], strict=False):
        assert int(later["year_from"]) == int(former["year_to"]) + 1
        assert later["comparable_with_previous"] == "no"


@pytest.mark.parametrize("family", sorted({row["family"] for row in read(DATA / "methods.csv")} - {"EGOV_LEVEL"}))
def test_versions_by_year_do_not_overlap(family: str) -> None:
    versions = [row for row in read(DATA / "methods.csv") if row["family"] == family]
    years = [year for row in versions for year in range(int(row["year_from"] or 1990), int(row["year_to"] or 2100) + 1)]
    assert len(years) == len(set(years))
    assert all(row["by_year"] == "yes" for row in versions)
    assert versions[0]["comparable_with_previous"] == "first"


def test_level_figures_name_their_criteria(observations: list[Row], indicators: dict[str, Row]) -> None:
    methods = by_key(read(DATA / "methods.csv"), "method_id")
    for row in observations:
        if indicators[row["indicator_code"]]["family"] == "EGOV_LEVEL":
            assert methods[row["method_id"]]["by_year"] == "no", row
        else:
            assert not row["method_id"], row


def test_known_figures(observations: list[Row]) -> None:
    """Figures that everybody who knows the documents will look for first."""
    found = {
        (row["unit_id"], row["indicator_code"], row["period_end"][:4], row["value"], row["rank"], row["rank_of"])
        for row in observations
    }
    assert ("P63-14", "par_index_score", "2019", "81.93", "23", "63") in found
    assert ("P63-14", "par_index_score", "2021", "87.62", "15", "63") in found
    assert ("P63-14", "par_index_score", "2021", "87.61", "15", "63") in found
    assert ("P63-64", "egov_mic_score", "2018", "0.680", "23", "63") in found
    assert ("P34-52", "dti_score", "2024", "", "31", "34") in found
    assert ("D63-196", "ddci_score", "2015", "", "1", "") in found
    assert not [key for key in found if key[0] == "P63-64" and key[1].startswith("ict_index") and key[2] == "2018"]


def test_ranks_among_34_stand_under_present_provinces(observations: list[Row]) -> None:
    for row in observations:
        if row["rank_of"] == "34":
            assert row["unit_id"].startswith("P34-"), row
        if row["rank_of"] == "63":
            assert row["unit_id"].startswith("P63-"), row


def test_figures_of_two_dates_do_not_share_a_period(observations: list[Row]) -> None:
    dong_nai = [row for row in observations if row["unit_id"] == "P34-75" and row["indicator_code"] == "sq766_score"]
    assert {row["period_end"]: (row["value"], row["rank"]) for row in dong_nai} == {
        "2025-08-25": ("85.75", "3"), "2025-08-29": ("86.13", "4"),
    }  # fmt: skip


def test_what_is_not_published_is_marked(observations: list[Row]) -> None:
    values = Counter(row["value_basis"] for row in observations if row["value"])
    ranks = Counter(row["rank_basis"] for row in observations if row["rank"])
    assert values == {"published": 969, "derived": 34, "doubtful": 9}
    assert ranks == {"published": 1060, "list_order": 98, "derived": 79, "doubtful": 8}


def test_national_figures_tell_their_statistic(observations: list[Row]) -> None:
    country = {
        (row["indicator_code"], row["period_end"][:4], row["value"]): (row["statistic"], row["members"])
        for row in observations
        if row["unit_id"] == "VN"
    }
    assert country[("dti_score", "2024", "0.7955")] == ("own", "")
    assert country[("dti_score", "2024", "0.6961")] == ("mean", "34")
    assert country[("pci_score", "2022", "65.22")] == ("median", "63")
    assert country[("par_index_score", "2015", "85.11")] == ("mean", "")
    assert country[("egdi_score", "2024", "0.7709")] == ("own", "")


def test_targets_and_bounds_keep_their_qualifier(observations: list[Row]) -> None:
    qualifiers = {
        (row["indicator_code"], row["value"]): row["qualifier"] for row in observations if row["qualifier"] != "exact"
    }
    assert qualifiers[("dvctt_upgraded_share", "30")] == "target"
    assert qualifiers[("onestop_communes", "41")] == "target"
    assert qualifiers[("social_cost_savings", "55")] == "more_than"
    assert qualifiers[("docs_signed_sent_rate", "80")] == "approx"
    assert qualifiers[("par_index_score", "70")] == "less_than"


def test_converted_scores_follow_their_rule(observations: list[Row]) -> None:
    """converted = score / applicable maximum * maximum, and rate = score / applicable maximum, as published for Huế."""
    parts: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row in observations:
        match = re.fullmatch(r"egov_(readiness|result)_(score_raw|score|rate)", row["indicator_code"])
        if match:
            parts[(row["unit_id"], match[1])][match[2]] = row
    assert len(parts) == 12
    for rows in parts.values():
        raw = float(rows["score_raw"]["value"]) / float(rows["score_raw"]["denominator"])
        assert raw * float(rows["score"]["denominator"]) == pytest.approx(float(rows["score"]["value"]), abs=0.01)
        assert raw * 100 == pytest.approx(float(rows["rate"]["value"]), abs=0.51)


def test_every_reviewed_finding_meets_a_figure(observations: list[Row], sources: dict[str, Row]) -> None:
    for finding in read(DATA / "findings.csv"):
        codes = finding["indicator_codes"].split()
        assert finding["unit_id"] or finding["source_id"], finding["finding_id"]
        assert not finding["source_id"] or finding["source_id"] in sources
        hits = [
            row
            for row in observations
            if all(
                not finding[key] or finding[key] == row[key] for key in ("unit_id", "scope", "period_end", "source_id")
            )
            and (not codes or row["indicator_code"] in codes)
        ]
        assert hits, finding["finding_id"]
        assert not set(codes) - {row["indicator_code"] for row in hits}, finding["finding_id"]


def test_sources_without_address_are_documents_or_noted(sources: dict[str, Row]) -> None:
    assert len(sources) == 273
    for row in sources.values():
        if row["url"]:
            assert urlparse(row["url"]).scheme in ("http", "https"), row
        else:
            assert row["checksum"].startswith("sha256:") or row["note"], row


def _same_text(title: str) -> str:
    return " ".join(title.split())


def test_no_published_row_was_lost(
    shared_folder: Path,
    observations: list[Row],
    sources: dict[str, Row],
    aliases: dict[str, str],
    units: dict[str, Row],
) -> None:
    """Every input row is one row here: same page, grade, indicator, year, unit, value and rank as written."""
    renamed = {"Thừa Thiên Huế": "Huế", "Đak Pơ": "Đăk Pơ"}

    def plain(name: str) -> str:
        return renamed.get(name, name).lower()

    came: Counter[tuple[str, ...]] = Counter()
    for row in read(shared_folder / "data/published_figures.csv"):
        code = "par_index_sipas_points" if row["scale"] == "points-of-10" else aliases[row["index_code"].lower()]
        name = "Việt Nam" if row["unit_level"] == "country" else row["unit_name"]
        unstated = (row["index_code"], row["year"], row["unit_name"]) in BOUND_INSTEAD_OF_VALUE and bool(row["note"])
        value = "" if unstated else row["value"]
        came[(row["source_url"], _same_text(row["source_title"]), row["source_grade"], code, row["year"], plain(name),
              value, row["rank"], row["rank_of"])] += 1  # fmt: skip
    kept: Counter[tuple[str, ...]] = Counter()
    for row in observations:
        source = sources[row["source_id"]]
        value = "" if row["qualifier"] in ("approx", "less_than", "more_than") else row["value"]
        kept[(source["url"], _same_text(source["title"]), source["grade"], row["indicator_code"], row["period_end"][:4],
              plain(units[row["unit_id"]]["name_vi"]), value, row["rank"], row["rank_of"])] += 1  # fmt: skip
    assert came - kept == Counter()
    assert sum(came.values()) == 1403


def test_no_row_of_the_documents_was_lost(
    shared_folder: Path,
    observations: list[Row],
    sources: dict[str, Row],
    aliases: dict[str, str],
    units: dict[str, Row],
) -> None:
    """Value and rank of one statement are one row here; every other gold row is a row of its own."""
    tiers = {"department": "departments", "district": "districts", "commune": "communes"}
    kept: dict[tuple[str, ...], Row] = {}
    for row in observations:
        if sources[row["source_id"]]["checksum"]:
            name = units[row["unit_id"]]["name_vi"]
            key = (name, row["scope"], row["indicator_code"], row["period_start"], row["period_end"])
            assert key not in kept, key
            kept[key] = row
    gold = read(shared_folder / "data/seeds_gold.csv")
    for row in gold:
        scope = tiers[row["unit_level"]] if row["unit_name"] == row["parent_unit"] else "self"
        code = aliases.get(row["indicator"].lower(), row["indicator"])
        found = kept[(row["unit_name"], scope, code, row["period_start"], row["period_end"])]
        ranked = code != row["indicator"]
        assert found["rank" if ranked else "value"] == row["value"], row
        assert found["rank_of" if ranked else "denominator"] == row["denominator"], row
        assert found["qualifier"] == row["qualifier"], row
    assert len(gold) == 97 and len(kept) == 95


def test_no_criteria_result_was_lost(shared_folder: Path, observations: list[Row], units: dict[str, Row]) -> None:
    kept = {
        (row["method_id"], row["period_end"][:4], units[row["unit_id"]]["name_vi"], row["indicator_code"]): row["value"]
        for row in observations
    }
    for row in read(shared_folder / "criteria/cqdt_observations.csv"):
        name = {"Đak Pơ": "Đăk Pơ"}.get(row["unit"], row["unit"])
        key = (row["set_code"].replace("_", "-"), row["year"], name)
        if row["part"] == "total":
            assert kept[(*key, "egov_local_score")] == row["score"]
        else:
            stated = [row["score"], row["pct_published"], row["converted_published"]]
            stated.append({"I": "1", "II": "2", "III": "3", "IV": "4"}[row["rank_level_published"]])
            names = [f"egov_{row['part']}_{end}" for end in ("score_raw", "rate", "score", "level")]
            assert [kept[(*key, name)] for name in names] == stated


def test_only_the_stated_pair_of_ict_index_years_compares() -> None:
    """The publisher kept the indicators of 2017 in 2018 and says so of no other two years since 2016."""
    methods = {row["method_id"]: row for row in read(DATA / "methods.csv") if row["family"] == "ICT_INDEX"}

    def of(year: int) -> Row:
        return next(
            row for row in methods.values()
            if int(row["year_from"] or 0) <= year <= int(row["year_to"] or 9999)
        )  # fmt: skip

    assert of(2017) == of(2018) and of(2017)["comparable_within"] == "yes"
    assert of(2016)["comparable_with_previous"] == "no"
    for year in (2017, 2019):
        assert of(year) != of(year - 1) and of(year)["comparable_with_previous"] == "not_stated"
    assert of(2019) == of(2022) and of(2019)["comparable_within"] == "not_stated"


def test_no_catalogue_code_was_lost(shared_folder: Path, indicators: dict[str, Row], aliases: dict[str, str]) -> None:
    codes = [row["code"] for row in read(shared_folder / "data/catalogue.csv")]
    assert len(codes) == 176
    assert [code for code in codes if code not in indicators and code.lower() not in aliases] == []


def test_no_sentence_of_a_document_is_here(shared_folder: Path) -> None:
    """Figures may enter, sentences may not: no run of nine words of the documents stands in a note or finding."""

    def runs(text: str) -> set[str]:
        words = re.findall(r"\w+", text.lower())
        return {" ".join(words[start : start + 9]) for start in range(len(words) - 8)}

    documents = [path.read_text(encoding="utf-8") for path in (shared_folder / "seeds").glob("*.txt")]
    titles = {row["title"] for row in read(DATA / "sources.csv")}
    theirs = set().union(*map(runs, documents)) - set().union(*map(runs, titles))
    assert len(theirs) > 2000
    for path in [
        *(DATA / "observations").glob("*.csv"),
        DATA / "findings.csv",
        DATA / "methods.csv",
        DATA / "sources.csv",
    ]:
        for row in read(path):
            for column in ("note", "message_vi", "changes_vi", "reason_vi"):
                assert not runs(row.get(column) or "") & theirs, (path.name, row)
