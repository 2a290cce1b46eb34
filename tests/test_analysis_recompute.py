"""Figures of the 34 provinces worked out from those of the 63: what must hold for any figures (hypothesis), and the
provinces of the shipped data by example."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis import recompute_words as words
from egov_metrics.analysis.change import change_between
from egov_metrics.analysis.recompute import ADDED, REASONS, Recomputed, Refusal, Rule, recompute
from egov_metrics.analysis.territory import PRESENT_PROVINCES, Succession
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
