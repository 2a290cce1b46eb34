"""Levels of agencies: compositions and their denominators, converted scores, order, criteria."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics import store
from egov_metrics.analysis import readiness
from egov_metrics.analysis.readiness import Assessment, Composition

ROOT = Path(__file__).resolve().parent.parent
PROVINCE = "P63-64"


@pytest.fixture(scope="module")
def edition(shipped_workspace: Path) -> store.Edition:
    return store.open_edition(store.current(shipped_workspace))


def of(edition: store.Edition, *provinces: str) -> list[Assessment]:
    return readiness.assessments(edition.query("readiness_figures", provinces=list(provinces)))


def one_of(edition: store.Edition, province: str, tier: str, year: int) -> Assessment:
    (found,) = [one for one in of(edition, province) if (one.tier, one.year) == (tier, year)]
    return found


def figure(code: str, value: float | None, **cells: object) -> dict:
    row = {
        "figure_id": f"{code}-{cells.get('unit_id', PROVINCE)}", "indicator_code": code, "value": value,
        "level": "province", "unit_id": PROVINCE, "scope": "departments", "year": 2020, "method_id": "M",
        "province_id": PROVINCE,
        "period_basis": "stated", "period_end": pd.Timestamp(2020, 12, 31), "nothing": None, "decimals": 0,
        "denominator": None, "value_basis": None if value is None else "published", "rank": None, "rank_of": None,
        "rank_basis": None, "name_vi": "Gia Lai", "name_en": "Gia Lai", "kind": "tỉnh", "source_id": "s",
        "source_title": "Bài", "source_producer": "Báo", "published": "2021",
    }  # fmt: skip
    return row | cells


def single(unit: str, code: str, value: float | None, **cells: object) -> dict:
    return figure(code, value, unit_id=unit, name_vi=unit, name_en=unit, scope="self", level="department", **cells)


def made(*rows: dict) -> Assessment:
    (found,) = readiness.assessments(pd.DataFrame(list(rows)))
    return found


def only(*rows: dict) -> Composition:
    (found,) = made(*rows).compositions
    return found


# Compositions.


def test_gia_lai_departments_are_twenty_by_inference(edition: store.Edition) -> None:
    one = one_of(edition, PROVINCE, "department", 2019)
    (part,) = one.compositions
    assert dict(part.counts) == {"I": 2, "II": 8, "III": 5, "IV": 2, "not_ranked": 3}
    assert (part.total, part.total_basis, part.rest, part.is_complete) == (20, "inferred", 0, True)
    assert list(part.counts) == list(readiness.CLASSES)
    assert (one.period_basis, str(one.date), one.method_id) == ("document_date", "2019-07-03", "CQDT-GIALAI-2019")


def test_gia_lai_districts_are_one_at_iv_and_sixteen_of_seventeen_not_ranked(edition: store.Edition) -> None:
    (part,) = one_of(edition, PROVINCE, "district", 2019).compositions
    assert dict(part.counts) == {"IV": 1, "not_ranked": 16}
    assert (part.total, part.total_basis, part.from_units) == (17, "stated", ("IV",))


def test_gia_lai_communes_are_a_share_without_a_number(edition: store.Edition) -> None:
    (part,) = one_of(edition, PROVINCE, "commune", 2019).compositions
    assert (dict(part.counts), dict(part.shares), part.total) == ({}, {"not_ranked": 100.0}, None)
    assert part.is_share_only and not part.is_complete


def test_what_is_left_of_a_stated_total_is_not_stated_and_not_not_ranked(edition: store.Edition) -> None:
    (part,) = one_of(edition, PROVINCE, "commune", 2022).compositions
    assert (dict(part.counts), part.total, part.rest) == ({"III": 3}, 220, 217)
    assert "not_ranked" not in part.counts


def test_hue_has_two_parts_of_the_units_it_lists(edition: store.Edition) -> None:
    readies, results = one_of(edition, "P63-46", "district", 2020).compositions
    assert (readies.part, dict(readies.counts), readies.total, readies.total_basis) == (
        "readiness", {"I": 7, "II": 2}, 9, "listed",
    )  # fmt: skip
    assert (results.part, dict(results.counts), results.known, results.rest) == ("result", {"II": 1, "III": 2}, 3, 6)


def test_points_without_levels_make_no_composition(edition: store.Edition) -> None:
    for province, tier, units in (("P63-25", "department", 18), ("P63-26", "district", 1)):
        one = one_of(edition, province, tier, 2021)
        assert (one.compositions, one.units, one.has_points, one.has_levels) == ((), units, True, False)


def test_a_fact_about_the_process_is_neither_level_nor_points(edition: store.Edition) -> None:
    (one,) = of(edition, "P63-06")
    assert (one.tier, one.units, one.compositions) == ("commune", 0, ())
    assert one.facts[["unit_id", "value"]].values.tolist() == [["D63-064", 2.0]]


def test_a_share_becomes_units_only_when_one_statement_has_both() -> None:
    both = only(figure("egov_unranked_share", 25, denominator=20))
    assert (dict(both.counts), both.from_shares, both.total) == ({"not_ranked": 5}, ("not_ranked",), 20)
    apart = only(figure("egov_unranked_share", 25), figure("egov_level1_units", 4, denominator=20))
    assert (dict(apart.counts), apart.from_shares) == ({"I": 4}, ())
    vague = only(figure("egov_unranked_share", 25, denominator=900))  # 221 to 229 of 900 round to 25
    assert (dict(vague.counts), dict(vague.shares)) == ({}, {"not_ranked": 25.0})


@pytest.mark.parametrize(
    ("rows", "total", "basis"),
    [
        ([("egov_level1_units", 2), ("egov_level2_units", 3)], None, ""),
        ([("egov_level1_units", 2), ("egov_level1_share", 40), ("egov_level2_units", 3)], None, ""),
        (
            [("egov_level1_units", 2), ("egov_level1_share", 40), ("egov_level2_units", 3), ("egov_level2_share", 60)],
            5,
            "inferred",
        ),
        (
            [("egov_level1_units", 2), ("egov_level1_share", 20), ("egov_level2_units", 3), ("egov_level2_share", 80)],
            None,
            "",
        ),
        ([(f"egov_level{n}_units", n) for n in (1, 2, 3, 4)] + [("egov_unranked_units", 0)], 10, "inferred"),
    ],
    ids=["two counts", "a share is missing", "shares fit", "shares do not fit", "all classes"],
)
def test_a_total_is_inferred_only_when_nothing_can_be_missing(rows: list, total: int | None, basis: str) -> None:
    part = only(*(figure(code, value) for code, value in rows))
    assert (part.total, part.total_basis) == (total, basis)


def test_counts_beyond_the_stated_total_take_the_total_away() -> None:
    part = only(figure("egov_level1_units", 15, denominator=17), figure("egov_level2_units", 15, denominator=17))
    assert (part.total, part.known) == (None, 30)


def test_single_units_do_not_join_counts_that_they_would_burst() -> None:
    part = only(figure("egov_unranked_units", 17, denominator=17), single("A-1", "egov_level", 4))
    assert (dict(part.counts), part.from_units) == ({"not_ranked": 17}, ())


def test_doubtful_levels_and_kinds_of_nothing_do_not_count_as_levels() -> None:
    one = made(
        single("A-1", "egov_level", 1),
        single("A-2", "egov_level", 2, value_basis="doubtful"),
        single("A-3", "egov_level", None, nothing="not_ranked"),
        single("A-4", "egov_level", None, nothing="not_applicable"),
        single("A-5", "egov_level", None, nothing="not_submitted"),
    )
    (part,) = one.compositions
    assert (dict(part.counts), part.total, part.total_basis, part.rest) == ({"I": 1, "not_ranked": 1}, 5, "listed", 3)


def test_two_methods_of_one_year_are_two_assessments_and_undated_figures_are_counted() -> None:
    rows = [
        figure("egov_level1_units", 2),
        figure("egov_level1_units", 3, method_id="N"),
        figure("egov_level2_units", 3, year=None),
    ]
    frame = pd.DataFrame(rows)
    assert [one.method_id for one in readiness.assessments(frame)] == ["M", "N"]
    assert readiness.undated(frame) == 1


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 30), min_size=5, max_size=5),
    st.integers(0, 3),
    st.lists(st.sampled_from(["I", "II", "III", "IV", None]), max_size=6),
)
def test_counts_never_exceed_their_total_and_are_those_stated(counts: list[int], extra: int, units: list) -> None:
    total = sum(counts) + extra
    codes = ["egov_level1_units", "egov_level2_units", "egov_level3_units", "egov_level4_units", "egov_unranked_units"]
    rows = [figure(code, n, denominator=max(total, 1)) for code, n in zip(codes, counts, strict=True)]
    rows += [
        single(f"A-{i}", "egov_level", None if mark is None else readiness.CLASSES.index(mark) + 1,
               nothing="not_ranked" if mark is None else None)
        for i, mark in enumerate(units)
    ]  # fmt: skip
    part = only(*rows)
    assert list(part.counts.values()) == counts and part.from_units == ()
    assert part.known + part.rest == (part.total or part.known)
    assert part.total is None or part.known <= part.total


# Scores.


def test_all_published_rows_of_hue_follow_the_conversion(edition: store.Edition) -> None:
    cells = one_of(edition, "P63-46", "district", 2020).cells
    rows = cells[cells["raw"].notna()]
    assert len(rows) == 12
    for row in rows.itertuples():
        made_of = readiness.converted(row.raw, row.maximum, row.maximum - row.raw_maximum)
        assert made_of == pytest.approx(row.score, abs=0.01)
    hue = rows[(rows["unit_id"] == "D63-tp-hue")].iloc[0]
    assert (hue["raw"], hue["raw_maximum"], hue["score"], hue["maximum"]) == (42.63, 48.0, 44.41, 50.0)


def test_nothing_left_or_more_points_than_there_are_is_refused() -> None:
    assert readiness.converted(36, 48, 12) == 48
    for given_points in ((1, 50, 50), (41, 50, 10), (10, 50, -1)):
        with pytest.raises(ValueError):
            readiness.converted(*given_points)


def test_the_best_unit_stands_first_and_not_ranked_last_of_those_known() -> None:
    cells = made(
        single("A-none", "egov_local_score", 99),
        single("A-unranked", "egov_level", None, nothing="not_ranked"),
        single("A-four", "egov_level", 4),
        single("A-one-less", "egov_level", 1),
        single("A-one-less", "egov_local_score", 80),
        single("A-one-more", "egov_level", 1),
        single("A-one-more", "egov_local_score", 90),
    ).cells
    assert list(cells["unit_id"]) == ["A-one-more", "A-one-less", "A-four", "A-unranked", "A-none"]
    assert list(readiness.with_classes(cells, ["I", "not_ranked"])["unit_id"]) == [
        "A-one-more",
        "A-one-less",
        "A-unranked",
    ]


def test_places_share_and_skip_and_are_never_a_published_rank() -> None:
    cells = made(
        *(single(f"A-{n}", "egov_local_score", score) for n, score in enumerate((90, 80, 80, 70))),
        single("A-doubt", "egov_local_score", 95, value_basis="doubtful"),
    ).cells
    ranked = readiness.ranked(cells).set_index("unit_id")
    assert ranked["place"].dropna().astype(int).to_dict() == {"A-0": 1, "A-1": 2, "A-2": 2, "A-3": 4}
    assert ranked["rank"].isna().all() and pd.isna(ranked.loc["A-doubt", "place"])


def test_gia_lai_2022_has_published_ranks_beside_places(edition: store.Edition) -> None:
    rows = readiness.ranked(one_of(edition, PROVINCE, "department", 2022).cells)
    assert rows[["place", "rank", "rank_of"]].astype(int).values.tolist() == [
        [1, 1, 20],
        [2, 2, 20],
        [3, 3, 20],
        [4, 20, 20],
    ]


def test_every_published_row_of_criteria_is_reachable(edition: store.Edition, shared_folder: Path) -> None:
    """Each published result is a cell of an assessment: same year, points, level."""
    provinces = {
        "CQDT_HUE_2020": "P63-46",
        "CQDT_GIALAI_2022": "P63-64",
        "CQDT_PHUTHO_2021": "P63-25",
        "CQDT_VPHUC_2021": "P63-26",
    }
    known: dict[tuple, set] = {}
    for province in provinces.values():
        for one in of(edition, province):
            for cell in one.cells.itertuples():
                level = readiness.class_of(cell.level, cell.nothing)
                raw = cell.raw if pd.notna(cell.raw) else cell.score
                known.setdefault((province, one.year, cell.part), set()).add((round(raw, 3), level))
    with (shared_folder / "criteria" / "cqdt_observations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 57
    for row in rows:
        there = known[provinces[row["set_code"]], int(row["year"]), row["part"]]
        assert (round(float(row["score"]), 3), row["rank_level_published"] or None) in there, row


# Criteria.


def frames(edition: store.Edition) -> list[readiness.Frame]:
    return readiness.frames(*(edition.query(name) for name in ("criteria_sets", "criteria_groups", "level_rules")))


def test_the_frames_hold_what_was_read_and_say_what_was_not(edition: store.Edition) -> None:
    known = {(one.set_id, one.tier): one for one in frames(edition)}
    mic = known["CQDT-MIC-2392", "district"]
    top = mic.groups[mic.groups["parent_code"].isna()]
    assert dict(zip(top["part"], top["max_points"], strict=True)) == {"readiness": 50, "result": 100}
    assert mic.unknown == ("thresholds",) and mic.unit_id is None
    quang_ninh = {tier: known["CQDT-QNINH-2019", tier] for tier in readiness.TIERS}
    assert {tier: list(one.groups["max_points"]) for tier, one in quang_ninh.items()} == {
        "department": [20, 60, 20], "district": [50, 100, 20], "commune": [30, 60, 10],
    }  # fmt: skip
    for one in quang_ninh.values():
        assert one.groups["max_points"].sum() == one.row["max_points"]
    cao_bang = known["CNTT-CAOBANG-2020", "department"].rules
    assert dict(zip(cao_bang["level"], cao_bang["min_points"], strict=True)) | {"not_ranked": None} == {
        "I": 54, "II": 48, "III": 42, "IV": 36, "not_ranked": None,
    }  # fmt: skip
    assert known["CQDT-BACKAN-2018", "commune"].unknown == ("maximum", "groups", "thresholds")


def test_inferred_cuts_lie_between_what_was_published(edition: store.Edition) -> None:
    rules = {one.set_id: one for one in frames(edition)}["CQDT-HUE-2020"].rules.set_index(["part", "level"])
    assert set(rules["basis"]) == {"inferred"} and rules["min_percent"].isna().all()
    cells = one_of(edition, "P63-46", "district", 2020).cells
    for row in cells.itertuples():
        share, level = 100 * row.score / row.maximum, readiness.class_of(row.level, row.nothing)
        rule = rules.loc[(row.part, level)]
        assert pd.isna(rule["cut_to"]) or share >= rule["cut_to"] - 0.01
        worse = readiness.CLASSES.index(str(level)) - 1
        if worse >= 0 and (row.part, readiness.CLASSES[worse]) in rules.index:
            above = rules.loc[(row.part, readiness.CLASSES[worse])]["cut_above"]
            assert pd.isna(above) or share <= above + 0.03  # the source rounds its percentages


NAMES = {"PAR_INDEX": "PAR-INDEX-2015", "MIC_ITAPP_APP1B": "MIC-ITAPP-1B"}


def set_id(row: dict[str, str]) -> str:
    return NAMES.get(row["set_code"], row["set_code"].replace("_", "-"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_set_of_the_material_is_here(edition: store.Edition, shared_folder: Path) -> None:
    points: dict[str, set[float]] = {}
    for one in frames(edition):
        points.setdefault(one.set_id, set()).update(one.groups["max_points"].dropna())
    rows = [row for path in (shared_folder / "criteria").glob("*.csv") for row in rows_of(path) if "set_code" in row]
    assert len(rows) > 100
    for row in rows:
        assert set_id(row) in points, row
        if "criterion_code" in row and row["max_points"]:
            assert float(row["max_points"]) in points[set_id(row)], row


def test_every_version_of_the_par_index_is_here_with_its_counts(edition: store.Edition, shared_folder: Path) -> None:
    columns = ("groups", "criteria", "sub_criteria", "survey_points")
    stated = [
        (row["level"], row["fields"], row["criteria"], row["sub_criteria"], row["survey_points_of_100"])
        for row in rows_of(shared_folder / "criteria" / "parindex_versions.csv")
    ]
    known = [
        (one.tier, *("" if pd.isna(one.row[name]) else f"{one.row[name]:g}" for name in columns))
        for one in frames(edition)
        if one.row["family"] == "PAR_INDEX"
    ]
    assert sorted(known) == sorted(stated)


def test_the_frames_of_a_tier_begin_with_those_of_its_figures(edition: store.Edition) -> None:
    known = frames(edition)
    found = readiness.frames_of(known, ["P63-64"], "district", ["CQDT-GIALAI-2019", "CQDT-GIALAI-2022"])
    assert [one.set_id for one in found] == ["CQDT-GIALAI-2019", "CQDT-GIALAI-2022", "CQDT-MIC-2392"]
    assert readiness.frames_of(known, ["P63-01"], "department", []) == []
