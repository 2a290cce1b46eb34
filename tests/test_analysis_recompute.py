"""Figures of the 34 provinces worked out from those of the 63: what must hold for any figures (hypothesis), and the
provinces of the shipped data by example."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics import store
from egov_metrics.analysis import recompute_words as words
from egov_metrics.analysis.change import change_between
from egov_metrics.analysis.recompute import ADDED, REASONS, Recomputed, Refusal, Rule, recompute
from egov_metrics.analysis.territory import PRESENT_PROVINCES, Succession, unchanged
from egov_metrics.i18n.texts import t
from tests.analysis_frames import CHAIN, figure, figures, indicator

TOWARDS = {
    "P34-52": ("P63-52", "P63-64"), "P34-82": ("P63-82", "P63-87"), "P34-68": ("P63-60", "P63-67", "P63-68"),
    "P34-14": ("P63-14",), "P34-22": ("P63-22",),
}  # fmt: skip
"""Five present provinces with what they were formed of; the codes 52 and 82 were reused."""
SUCCESSION = Succession(
    {old: new for new, olds in TOWARDS.items() for old in olds}, TOWARDS, dict.fromkeys(TOWARDS, "R34-a")
)
OLD = sorted(SUCCESSION.successor)
INDEX = indicator()


def worked_out(*rows: dict[str, Any], indicator: dict[str, Any] = INDEX, **how: Any) -> Recomputed:
    return recompute(figures(*rows).assign(region_id="R63-a"), SUCCESSION, indicator, **how)


def pair(first: float | None, second: float | None, **cells: Any) -> list[dict[str, Any]]:
    """Figures of the two provinces of which P34-52 was formed."""
    return [figure(unit_id="P63-52", value=first, **cells), figure(unit_id="P63-64", value=second, **cells)]


def row(found: Recomputed, unit_id: str, year: int = 2020) -> dict[str, Any]:
    rows = found.figures[(found.figures["unit_id"] == unit_id) & (found.figures["year"] == year)]
    assert len(rows) == 1
    return rows.iloc[0].to_dict()  # type: ignore[return-value]


def only_refusal(found: Recomputed) -> Refusal:
    assert len(found.refused) == 1
    return found.refused[0]


# What must hold for any figures.

VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False))
ROWS = st.lists(
    st.builds(
        lambda unit, year, value, basis, qualifier, method, rank: figure(
            unit_id=unit, year=year, value=value, value_basis=None if value is None else basis,
            qualifier=qualifier, method_id=method, rank=rank,
        ),
        st.sampled_from([*OLD, *TOWARDS]),
        st.sampled_from([2019, 2020]),
        VALUES,
        st.sampled_from(["published", "published", "published", "derived", "doubtful"]),
        st.sampled_from(["exact", "exact", "exact", "at_least", "approx"]),
        st.sampled_from(["M1", "M1", "M2", None]),
        st.one_of(st.none(), st.integers(1, 63)),
    ),
    max_size=24,
    unique_by=lambda row: (row["unit_id"], row["year"]),
)  # fmt: skip
WEIGHTS = st.fixed_dictionaries({old: st.floats(1e-300, 1e300) for old in OLD})


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, rule=st.sampled_from(["mean", "weighted"]), weights=WEIGHTS, partial=st.booleans())
def test_a_recomputed_value_lies_between_its_members_of_one_method(
    rows: list[dict[str, Any]], rule: Rule, weights: dict[str, float], partial: bool
) -> None:
    given_rows = {(one["unit_id"], one["year"]): one for one in rows}
    found = recompute(figures(*rows), SUCCESSION, INDEX, rule=rule, weights=weights, partial=partial)
    for made in found.figures[found.figures["value_basis"] == "recomputed"].to_dict("records"):
        members = [given_rows[(member, made["year"])] for member in made["members"]]
        values = [member["value"] for member in members]
        assert min(values) <= made["value"] <= max(values)
        assert len({member["method_id"] for member in members}) == 1
        assert {(member["value_basis"], member["qualifier"]) for member in members} == {("published", "exact")}
        assert sorted([*made["members"], *made["missing_members"]]) == list(TOWARDS[made["unit_id"]])
        assert partial or not made["missing_members"]
        assert made["qualifier"] == ("approx" if made["missing_members"] else "exact")
        assert (made["unit_id"], made["year"]) not in given_rows
        assert pd.isna(made["published_rank"])


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, partial=st.booleans())
def test_every_province_and_year_has_one_figure_or_one_refusal_and_none_appears_from_nowhere(
    rows: list[dict[str, Any]], partial: bool
) -> None:
    found = worked_out(*rows, partial=partial)
    stated = {(SUCCESSION.present(one["unit_id"]), one["year"]) for one in rows}
    made = list(zip(found.figures["unit_id"], found.figures["year"], strict=True))
    refused = [(one.unit_id, one.year) for one in found.refused]
    assert sorted([*made, *refused]) == sorted(stated)
    assert {one.reason for one in found.refused} <= set(REASONS)
    for one in found.refused:
        assert sorted([*one.members, *one.missing_members]) == list(TOWARDS[one.unit_id])


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, direction=st.sampled_from(["higher", "lower"]), partial=st.booleans())
def test_recomputed_ranks_count_the_better_ones_of_the_same_year_and_method(
    rows: list[dict[str, Any]], direction: str, partial: bool
) -> None:
    found = worked_out(*rows, indicator=indicator(direction=direction), partial=partial).figures
    fit = found[found["value"].notna() & found["value_basis"].isin(["published", "recomputed"])]
    fit = fit[fit["qualifier"] == "exact"]
    for made in found[found["rank_basis"] == "recomputed"].to_dict("records"):
        peers = fit[(fit["year"] == made["year"]) & (fit["method_id"].fillna("") == (made["method_id"] or ""))]
        better = peers["value"] > made["value"] if direction == "higher" else peers["value"] < made["value"]
        assert made["rank"] == better.sum() + 1  # ties share and the next is skipped
        assert made["rank_of"] == len(peers) > 1
        # Where present provinces were ranked, nothing is added to their ranking.
        assert not any(one["rank"] and one["unit_id"] in TOWARDS and one["year"] == made["year"] for one in rows)


@settings(deadline=None, max_examples=40)
@given(rows=ROWS)
def test_a_published_figure_of_a_present_province_wins_and_is_untouched(rows: list[dict[str, Any]]) -> None:
    found = worked_out(*rows)
    for one in rows:
        if one["unit_id"] not in TOWARDS:
            continue
        kept = row(found, one["unit_id"], one["year"])
        assert (kept["value"] == one["value"]) or (pd.isna(kept["value"]) and one["value"] is None)
        assert kept["value_basis"] == one["value_basis"] or pd.isna(kept["value_basis"])
        assert kept["members"] == () and pd.isna(kept["rule"]) and kept["stored_id"] == one["unit_id"]


# Rules, one by one.


def test_the_plain_mean_of_two_names_its_members_and_hides_nothing() -> None:
    made = row(worked_out(*pair(80.0, 90.5)), "P34-52")
    assert made["value"] == 85.25
    assert made["value_basis"] == "recomputed" and made["rule"] == "mean"
    assert made["members"] == ("P63-52", "P63-64") and made["missing_members"] == ()
    assert pd.isna(made["figure_id"]) and pd.isna(made["rank"])
    assert made["region_id"] == "R34-a"


def test_weights_draw_the_mean_towards_the_heavier_member() -> None:
    weights = {"P63-52": 3.0, "P63-64": 1.0}
    assert row(worked_out(*pair(80.0, 90.0), rule="weighted", weights=weights), "P34-52")["value"] == 82.5
    swapped = list(reversed(pair(80.0, 90.0)))  # each weight belongs to its province in any order of rows
    assert row(worked_out(*swapped, rule="weighted", weights=weights), "P34-52")["value"] == 82.5


@pytest.mark.parametrize("weight", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_a_member_without_a_usable_weight_is_refused(weight: float | None) -> None:
    weights = {"P63-52": 1.0} | ({} if weight is None else {"P63-64": weight})
    found = worked_out(*pair(80.0, 90.0), rule="weighted", weights=weights)
    assert found.figures.empty and only_refusal(found).reason == "no_weights"


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(ValueError, match="median"):
        worked_out(*pair(1.0, 2.0), rule="median")


def test_a_missing_member_refuses_unless_partial_is_accepted_and_then_is_named() -> None:
    found = worked_out(*pair(80.0, None))
    assert found.figures.empty
    assert only_refusal(found) == Refusal("P34-52", 2020, "missing", ("P63-52",), ("P63-64",), ("no_figure",))
    made = row(worked_out(*pair(80.0, None), partial=True), "P34-52")
    assert (made["value"], made["missing_members"]) == (80.0, ("P63-64",))
    assert made["qualifier"] == "approx"


def test_partial_values_are_not_ranked_nor_counted() -> None:
    rows = [*pair(99.0, None), figure(value=80.0), figure(unit_id="P63-22", value=70.0)]
    found = worked_out(*rows, partial=True)
    assert pd.isna(row(found, "P34-52")["rank"])
    assert (row(found, "P34-14")["rank"], row(found, "P34-14")["rank_of"]) == (1, 2)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (pair(None, None, rank=5), "no_values"),
        (pair(None, None, nothing="not_submitted"), "no_values"),
        ([pair(80.0, 90.0)[0], figure(unit_id="P63-64", value=90.0, method_id="M2")], "methods"),
        ([pair(80.0, 90.0)[0], figure(unit_id="P63-64", value=90.0, method_id=None)], "methods"),
        ([pair(80.0, 90.0)[0], figure(unit_id="P63-64", value=90.0, value_basis="derived")], "not_exact"),
        ([pair(80.0, 90.0)[0], figure(unit_id="P63-64", value=90.0, value_basis="doubtful")], "not_exact"),
        ([pair(80.0, 90.0)[0], figure(unit_id="P63-64", value=90.0, qualifier="at_least")], "not_exact"),
        (
            [
                figure(unit_id="P63-52", value=80.0, period_end=pd.Timestamp("2020-06-30")),
                figure(unit_id="P63-64", value=90.0, period_end=pd.Timestamp("2020-12-31")),
            ],
            "periods",
        ),
    ],
)
def test_what_cannot_be_averaged_is_refused_with_its_reason(rows: list[dict[str, Any]], reason: str) -> None:
    found = worked_out(*rows)
    assert found.figures.empty
    assert only_refusal(found).reason == reason
    if reason in ("no_values", "methods", "periods"):
        assert worked_out(*rows, partial=True).figures.empty


@pytest.mark.parametrize(
    ("binh_dinh", "gia_lai", "reason", "causes"),
    [
        ({"value": 80.0}, {"rank": 9}, "missing", ["rank_only"]),
        ({"value": 80.0}, {}, "missing", ["no_figure"]),
        ({"rank": 9}, {"value": 80.0, "value_basis": "derived"}, "not_exact", ["rank_only", "not_published"]),
        ({"value": 80.0, "qualifier": "more_than"}, {}, "not_exact", ["bound", "no_figure"]),
        ({"rank": 9}, {}, "no_values", []),
    ],
)
def test_every_missing_member_has_its_own_reason_and_its_own_name(binh_dinh, gia_lai, reason, causes) -> None:
    refused = only_refusal(worked_out(figure(unit_id="P63-52", **binh_dinh), figure(unit_id="P63-64", **gia_lai)))
    assert (refused.reason, list(refused.causes)) == (reason, causes)
    names = {"P63-52": "Bình Định", "P63-64": "Gia Lai", "P34-52": "Gia Lai"}
    said = {lang: words.reason(refused, names.__getitem__, lang) for lang in ("vi", "en")}
    assert all(said.values())
    if causes:
        for member, cause in zip(refused.missing_members, refused.causes, strict=True):
            called = names[member] + (" (đến 30/6/2025)" if member == "P63-64" else "")
            assert t(f"recomputed.cause.{cause}", "vi", missing=called) in said["vi"]


def test_a_rank_that_is_not_published_does_not_turn_off_those_of_ours() -> None:
    rows = [figure(unit_id="P34-52", rank=3, rank_of=34, rank_basis="list_order"), figure(value=80.0, rank=2)]
    found = worked_out(*rows, figure(unit_id="P63-22", value=90.0, rank=1))
    assert [row(found, unit)["rank"] for unit in ("P34-22", "P34-14")] == [1, 2]
    assert pd.isna(row(found, "P34-52")["rank"])


@pytest.mark.parametrize("unit", ["count", "level", "money", "days"])
def test_counts_and_levels_have_no_mean(unit: str) -> None:
    found = worked_out(*pair(1.0, 2.0), indicator=indicator(unit=unit))
    assert found.figures.empty and only_refusal(found).reason == "not_averaged"


def test_ties_share_a_rank_and_the_next_is_skipped_though_binary_arithmetic_parts_them() -> None:
    # (80,10 + 80,20) / 2 and 80,15 differ in the last bit; to a reader they are equal.
    rows = [*pair(80.10, 80.20), figure(value=80.15), figure(unit_id="P63-22", value=80.0)]
    found = worked_out(*rows)
    assert [row(found, unit)["rank"] for unit in ("P34-52", "P34-14", "P34-22")] == [1, 1, 3]
    lower = worked_out(*rows, indicator=indicator(direction="lower"))
    assert [row(lower, unit)["rank"] for unit in ("P34-52", "P34-14", "P34-22")] == [2, 2, 1]
    neutral = worked_out(*rows, indicator=indicator(direction="neutral"))
    assert neutral.figures["rank"].isna().all()


def test_figures_of_another_date_of_the_year_are_not_ranked_together() -> None:
    june = pd.Timestamp("2020-06-30")
    found = worked_out(figure(value=80.0, period_end=june), figure(unit_id="P63-22", value=70.0))
    assert found.figures["rank"].isna().all()


def test_an_unchanged_province_keeps_its_value_and_its_rank_among_63_is_not_one_among_34() -> None:
    found = worked_out(figure(value=90.02, rank=12), *pair(80.0, 90.0, rank=20))
    kept = row(found, "P34-14")
    assert (kept["value"], kept["value_basis"], kept["stored_id"]) == (90.02, "published", "P63-14")
    assert (kept["rank"], kept["rank_of"], kept["rank_basis"]) == (1, 2, "recomputed")
    assert (kept["published_rank"], kept["published_rank_of"]) == (12, 63)


def test_where_the_publisher_ranked_present_provinces_only_its_ranks_are_shown() -> None:
    rows = [
        figure(unit_id="P34-52", value=0.7, rank=9, rank_of=34), figure(unit_id="P34-82", rank=30, rank_of=34),
        figure(unit_id="P63-64", value=0.6, rank=40), figure(unit_id="P63-52", value=0.9, rank=1),
        figure(unit_id="P63-14", value=0.8, rank=5),
    ]  # fmt: skip
    found = worked_out(*rows)
    kept = row(found, "P34-52")
    assert (kept["value"], kept["rank"], kept["rank_of"], kept["rank_basis"]) == (0.7, 9, 34, "published")
    assert row(found, "P34-82")["rank"] == 30
    assert pd.isna(row(found, "P34-14")["rank"]) and row(found, "P34-14")["published_rank"] == 5
    assert found.refused == ()


def test_a_province_that_is_neither_of_the_63_nor_of_the_34_is_left_out() -> None:
    found = worked_out(figure(unit_id="P63-ha-tay", value=50.0), figure(value=60.0))
    assert found.figures["unit_id"].tolist() == ["P34-14"]


def test_nothing_given_is_nothing_made_with_all_columns() -> None:
    found = worked_out()
    assert found.figures.empty and found.refused == ()
    assert set(ADDED) <= set(found.figures.columns)


def test_a_change_is_told_only_between_values_of_all_members_and_ranks_of_all_34() -> None:
    rows = [*pair(80.0, 82.0), *pair(84.0, 90.0, year=2021), figure(value=1.0), figure(value=2.0, year=2021)]
    found = worked_out(*rows)
    change = change_between(row(found, "P34-52"), row(found, "P34-52", 2021), CHAIN)
    assert change.value == 6.0
    assert change.places is None  # 1 of 2 in both years, but of which two?
    of_all = [row(found, "P34-52", year) | {"rank_of": PRESENT_PROVINCES} for year in (2020, 2021)]
    assert change_between(*of_all, CHAIN).places == 0  # type: ignore[arg-type]
    partly = worked_out(*pair(80.0, 82.0), *pair(84.0, None, year=2021), partial=True)
    assert change_between(row(partly, "P34-52"), row(partly, "P34-52", 2021), CHAIN).value is None
    published = row(worked_out(figure(unit_id="P34-52", value=90.0, year=2021)), "P34-52", 2021)
    assert change_between(row(found, "P34-52"), published, CHAIN).value is None


# The shipped data.


@pytest.fixture(scope="module")
def edition(shipped_workspace: Path) -> store.Edition:
    return store.open_edition(store.current(shipped_workspace))


@pytest.fixture(scope="module")
def succession(edition: store.Edition) -> Succession:
    return Succession.of(edition.query("province_succession"))


def stated(edition: store.Edition, code: str) -> pd.DataFrame:
    return edition.query(
        "figures_of_indicator", indicator=code, level="province", year_from=1990, year_to=2100, parent=None, region=None
    )


def shipped(edition: store.Edition, succession: Succession, code: str, **how: Any) -> Recomputed:
    catalogue = edition.query("indicators")
    chosen = catalogue[catalogue["indicator_code"] == code].iloc[0].to_dict()
    return recompute(stated(edition, code), succession, chosen, **how)


def test_all_63_map_into_the_34_each_once(edition: store.Edition, succession: Succession) -> None:
    units = edition.query("units")
    provinces = units[units["level"] == "province"]["unit_id"]
    assert sorted(succession.successor) == sorted(provinces[provinces.str.startswith("P63")])
    assert sorted(succession.members) == sorted(provinces[provinces.str.startswith("P34")])
    assert (len(succession.successor), len(succession.members)) == (63, PRESENT_PROVINCES)
    counted = Counter(member for members in succession.members.values() for member in members)
    assert set(counted.values()) == {1} and set(counted) == set(succession.successor)
    assert set(succession.region) == set(succession.members)
    merged = [unit for unit in succession.members if succession.is_merged(unit)]
    assert (len(merged), sum(len(succession.members[unit]) for unit in merged)) == (23, 52)


@pytest.mark.parametrize(
    ("present", "members"),
    [
        ("P34-52", ("P63-52", "P63-64")),  # Gia Lai = Bình Định + Gia Lai; 52 was Bình Định's code
        ("P34-82", ("P63-82", "P63-87")),  # Đồng Tháp = Tiền Giang + Đồng Tháp; 82 was Tiền Giang's code
        ("P34-19", ("P63-06", "P63-19")),  # Thái Nguyên = Bắc Kạn + Thái Nguyên
        ("P34-22", ("P63-22",)),
        ("P34-14", ("P63-14",)),
    ],
)
def test_members_of_the_provinces_that_everybody_asks_for(
    succession: Succession, present: str, members: tuple[str, ...]
) -> None:
    assert succession.members[present] == members
    assert {succession.present(member) for member in members} == {present}
    assert succession.present(present) == present


@pytest.mark.parametrize(("present", "members"), [("P34-52", ("P63-52", "P63-64")), ("P34-82", ("P63-82", "P63-87"))])
def test_reused_codes_are_never_mixed(
    edition: store.Edition, succession: Succession, present: str, members: tuple[str, str]
) -> None:
    """EGOV_MIC 2017: the present province is the mean of its members, not the figure of who had its code or name."""
    before = stated(edition, "egov_mic_score")
    values = before[before["year"] == 2017].set_index("unit_id")["value"]
    made = row(shipped(edition, succession, "egov_mic_score"), present, 2017)
    assert made["members"] == members
    assert made["value"] == pytest.approx((values[members[0]] + values[members[1]]) / 2)
    assert made["value"] not in (values[members[0]], values[members[1]])


def test_thai_nguyen_is_the_mean_of_itself_and_bac_kan(edition: store.Edition, succession: Succession) -> None:
    made = row(shipped(edition, succession, "par_index_score"), "P34-19", 2023)
    before = stated(edition, "par_index_score")
    values = before[before["year"] == 2023].set_index("unit_id")["value"]
    assert made["value"] == pytest.approx((values["P63-06"] + values["P63-19"]) / 2)
    assert made["value_basis"] == "recomputed" and made["members"] == ("P63-06", "P63-19")


@pytest.mark.parametrize(("present", "old"), [("P34-14", "P63-14"), ("P34-22", "P63-22")])
def test_unchanged_provinces_keep_every_published_value(
    edition: store.Edition, succession: Succession, present: str, old: str
) -> None:
    before = stated(edition, "par_index_score")
    mine = before[before["unit_id"] == old].set_index("year")
    after = shipped(edition, succession, "par_index_score").figures
    kept = after[after["unit_id"] == present].set_index("year")
    assert kept["value"].equals(mine["value"]) and kept["value_basis"].equals(mine["value_basis"])
    assert kept["published_rank"].tolist() == mine["rank"].tolist()
    assert len(kept) >= 8


def test_dti_2024_keeps_the_publishers_own_ranking_of_34(edition: store.Edition, succession: Succession) -> None:
    """That year has figures among 63 and among 34; only the latter are the present provinces' own."""
    before = stated(edition, "dti_score")
    before = before[before["year"] == 2024]
    assert set(before["unit_id"].str[:3]) == {"P63", "P34"}
    after = shipped(edition, succession, "dti_score").figures
    after = after[after["year"] == 2024]
    ours = before[before["unit_id"].str.startswith("P34")].set_index("unit_id").sort_index()
    kept = after[after["unit_id"].isin(ours.index)].set_index("unit_id").sort_index()
    assert kept["value"].equals(ours["value"]) and kept["rank"].tolist() == ours["rank"].tolist()
    assert set(after["rank_basis"].dropna()) <= set(ours["rank_basis"].dropna())
    assert set(after.loc[after["rank"].notna(), "rank_of"]) == {PRESENT_PROVINCES}


def test_no_index_of_the_shipped_data_invents_a_rank_or_joins_methods(
    edition: store.Edition, succession: Succession
) -> None:
    catalogue = edition.query("indicators")
    recomputed = 0
    for chosen in catalogue[catalogue["is_headline"].fillna(False)].to_dict("records"):
        before = stated(edition, chosen["indicator_code"])
        methods = before.set_index(["unit_id", "year"])["method_id"]
        after = recompute(before, succession, chosen).figures
        for made in after[after["value_basis"] == "recomputed"].to_dict("records"):
            recomputed += 1
            assert {methods[(member, made["year"])] for member in made["members"]} == {made["method_id"]}
            assert made["rank_basis"] in ("recomputed", None)
            assert pd.isna(made["rank"]) or made["rank_of"] <= PRESENT_PROVINCES
    assert recomputed > 20


def test_a_province_that_ended_before_2025_is_no_member_of_a_present_one() -> None:
    columns = ["predecessor_id", "successor_id", "extent", "predecessors", "successor_region_id", "effective"]
    steps = [
        ("P63-ha-tay", "P63-01", "whole", 1, "R63-a", "2008-01-01"),
        ("P63-01", "P34-01", "whole", 1, "R34-a", "2025-07-01"),
    ]
    frame = pd.DataFrame(steps, columns=columns)
    assert Succession.of(frame) == Succession(
        {"P63-01": "P34-01"}, {"P34-01": ("P63-01",)}, {"P34-01": "R34-a"}, {"P63-01": 2008}
    )
    assert unchanged(frame) == {"P34-01": "P63-01"}


def test_a_year_before_another_province_joined_is_of_another_territory() -> None:
    steps = pd.DataFrame(
        [("P63-28", "P63-01", "2008-08-01", None), ("P63-01", "P34-01", "2025-07-01", "R34-a")],
        columns=["predecessor_id", "successor_id", "effective", "successor_region_id"],
    ).assign(extent="whole", predecessors=1)
    succession = Succession.of(steps)
    assert succession.whole_since == {"P63-01": 2009} and succession.members == {"P34-01": ("P63-01",)}
    rows = [figure(unit_id=unit, year=year, value=50.0) for unit in ("P63-01", "P63-28") for year in (2008, 2009)]
    found = recompute(figures(*rows).assign(region_id="R63-a"), succession, INDEX)
    assert found.figures["year"].tolist() == [2009]
    assert [(one.unit_id, one.year, one.reason) for one in found.refused] == [("P34-01", 2008, "territory")]
