"""No number of the analysis joins two method versions.

Random figures of several methods are asked everything; then every figure that was not measured like the one in question
is replaced by another number. Nothing that is told may move: what moves was made of figures that do not compare.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egov_metrics.analysis import change, compare, rank_move
from egov_metrics.analysis.attribution import attribute
from egov_metrics.analysis.frames import records
from egov_metrics.analysis.insights import compare as compare_words
from egov_metrics.analysis.insights import overview as overview_words
from egov_metrics.analysis.insights import profile as profile_words
from egov_metrics.analysis.insights import rank_move as move_words
from egov_metrics.analysis.position import position
from egov_metrics.analysis.profile import position_rows, standings, trend
from egov_metrics.analysis.profile_field import as_published
from egov_metrics.analysis.recompute import recompute
from egov_metrics.analysis.territory import Succession
from egov_metrics.analysis.two_years import TwoYears, changes
from egov_metrics.i18n.texts import t
from tests.analysis_frames import CHAIN, figure, figures, indicator

METHODS = ("M1", "M2", "M3", "M4", "M5", "M6", None)
UNITS = tuple(f"P63-{number:02d}" for number in range(1, 14))
US = UNITS[0]
YEARS = (2019, 2020, 2021, 2022)
INDEX = indicator("idx_score", short_vi="IDX", short_en="IDX", scale_min=0, scale_max=100)
SUCCESSION = Succession(
    {unit: f"P34-{(place // 2) + 1:02d}" for place, unit in enumerate(UNITS)},
    {
        f"P34-{number:02d}": tuple(unit for place, unit in enumerate(UNITS) if place // 2 + 1 == number)
        for number in range(1, 8)
    },
    {},
)

cell = st.tuples(st.integers(0, 40).map(lambda n: 50 + n / 2), st.sampled_from(METHODS), st.booleans())
"""A value, its method, and whether it is there."""


@st.composite
def fields(draw: Any) -> pd.DataFrame:
    """Four years of thirteen units; most figures of a year share its method, some do not."""
    rows = []
    for year in YEARS:
        common = draw(st.sampled_from(METHODS))
        given_cells = draw(st.lists(cell, min_size=len(UNITS), max_size=len(UNITS)))
        for unit, (value, other, usual) in zip(UNITS, given_cells, strict=True):
            rows.append(
                figure(unit_id=unit, year=year, value=value, method_id=common if usual or unit == US else other)
            )
    frame = figures(*rows)
    ranks = frame.groupby("year")["value"].rank(method="min", ascending=False)
    return frame.assign(rank=ranks, rank_of=63.0, rank_basis="published", region_id=None, order="P63", parent_id="VN")


def like(one: object, other: object) -> bool:
    first, second = (name if isinstance(name, str) else None for name in (one, other))
    return CHAIN.likeness(first, second).is_like


def others_moved(frame: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """The frame with every figure that is not `kept` replaced by quite another one."""
    rank = frame["rank"].where(kept, 64 - frame["rank"])
    return frame.assign(value=frame["value"].where(kept, 200 - frame["value"]), rank=rank)


def own_method(frame: pd.DataFrame, year: int) -> Any:
    return frame.loc[(frame["unit_id"] == US) & (frame["year"] == year), "method_id"].iloc[0]


def same(method: Any, column: pd.Series) -> pd.Series:
    return column == method if isinstance(method, str) else column.isna()


def test_the_replacement_moves_what_does_not_compare() -> None:
    """A number made of figures of two methods is caught: the median of a whole year is one."""
    frame = figures(
        *(figure(unit_id=unit, value=60.0, method_id=name) for unit, name in zip(UNITS, "AAB", strict=False))
    )
    moved = others_moved(frame.assign(rank=1.0), frame["method_id"] == "A")
    assert moved["value"].tolist() == [60.0, 60.0, 140.0] and moved["value"].mean() != frame["value"].mean()


quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(fields())
def test_changes_of_a_value(frame):
    mine = change.own_figures(frame[frame["unit_id"] == US], "idx_score")
    found = change.latest_change(mine, CHAIN)
    assert found is not None
    before, after = (own_method(frame, year) for year in (found.year_from, found.year_to))
    said = " ".join(overview_words.change_sentences(found, INDEX, 2, CHAIN, "vi"))
    if not like(before, after):
        assert found.shown_value is None and not found.likeness.is_like
        assert not re.search(r"Giá trị (tăng|giảm|không đổi)", said)
    else:
        assert found.shown_value == pytest.approx(found.value)


@quick
@given(fields(), st.sampled_from(["higher", "lower"]))
def test_moves_of_a_rank(frame, direction):
    for year_from, year_to in zip(YEARS, YEARS[1:], strict=False):
        before, after = own_method(frame, year_from), own_method(frame, year_to)
        kept = ((frame["year"] == year_from) & same(before, frame["method_id"])) | (
            (frame["year"] == year_to) & same(after, frame["method_id"])
        )
        changed = others_moved(frame, kept)
        for ask in (rank_move.explain, rank_move.outline):
            told = ask(frame, US, year_from, year_to, direction, CHAIN)
            assert told == ask(changed, US, year_from, year_to, direction, CHAIN)
            if not like(before, after):
                assert isinstance(told, rank_move.Refused) and told.reason in ("broken", "not_stated")
                said = move_words.refusal(told, CHAIN, "province", "vi")
                assert not re.search(r"(tăng|giảm) \d", said)


@quick
@given(fields())
def test_the_newest_move_is_one_within_a_method(frame):
    told, refused = rank_move.newest(frame, US, "higher", CHAIN)
    if told is not None:
        assert like(own_method(frame, told.year_from), own_method(frame, told.year_to))
    assert all(one.reason != "broken" or one.likeness is not None for one in refused)


@quick
@given(fields(), st.lists(cell, min_size=8, max_size=8))
def test_components_of_a_change(frame, cells):
    """Components of our unit: what was not measured like its total in the same year gives nothing."""
    mine = frame[frame["unit_id"] == US]
    codes = [f"c{place}" for place in range(4)]
    parts = figures(
        *(
            figure(
                unit_id=US, indicator_code=code, year=year, value=value / 4,
                method_id=own_method(frame, year) if usual else other,
            )
            for (code, year), (value, other, usual) in zip(
                ((code, year) for code in codes for year in YEARS[:2]), cells, strict=True
            )
        )
    )  # fmt: skip
    known = pd.concat([mine[parts.columns], parts], ignore_index=True)
    told = attribute(known, "idx_score", codes, *YEARS[:2], CHAIN)
    kept = known["indicator_code"].eq("idx_score") & known["year"].isin(YEARS[:2])
    for year in YEARS[:2]:
        kept |= known["year"].eq(year) & same(own_method(frame, year), known["method_id"])
    assert told == attribute(
        known.assign(value=known["value"].where(kept, 200 - known["value"])), "idx_score", codes, *YEARS[:2], CHAIN
    )
    if not like(own_method(frame, YEARS[0]), own_method(frame, YEARS[1])):
        assert told is None


@quick
@given(fields(), st.booleans())
def test_recomputed_figures(frame, partial):
    stored = frame.assign(source_title="S", distinct_values=1, observations=1)
    made = recompute(stored, SUCCESSION, INDEX, partial=partial).figures
    method_of = {(row.unit_id, row.year): row.method_id for row in frame.itertuples()}
    for row in made[made["value_basis"] == "recomputed"].itertuples():
        methods_of = {str(method_of[(member, row.year)]) for member in row.members}
        assert methods_of == {str(row.method_id)}
    for (year, method), group in made[made["rank_basis"] == "recomputed"].groupby(["year", "method_id"], dropna=False):
        kept = frame["year"].eq(year) & same(method, frame["method_id"])
        again = recompute(others_moved(stored, kept), SUCCESSION, INDEX, partial=partial).figures
        both = again[again["year"].eq(year) & same(method, again["method_id"])].set_index("unit_id")
        for row in group.itertuples():
            if row.unit_id in both.index:
                now = both.loc[row.unit_id]
                assert (now["value"], now["rank"], now["rank_of"]) == (row.value, row.rank, row.rank_of)


@quick
@given(fields(), st.sampled_from(["higher", "lower"]))
def test_positions(frame, direction):
    for year in YEARS:
        found = position(frame, US, year, direction)
        if found is None:
            continue
        method = own_method(frame, year)
        kept = frame["year"].eq(year) & same(method, frame["method_id"])
        assert found == position(others_moved(frame, kept), US, year, direction)


@quick
@given(fields())
def test_two_years_beside_each_other(frame):
    pairs = TwoYears(frame, "value", CHAIN)
    method_of = {(row.unit_id, row.year): row.method_id for row in frame.itertuples()}
    for one in pairs.like:
        moved = changes(frame, one, "value", False)
        assert moved
        assert all(like(method_of[(unit, one.year_from)], method_of[(unit, one.year_to)]) for unit in moved)


@quick
@given(fields())
def test_a_profile_and_its_sentences(frame):
    rows = frame.assign(averaged=None, level="province")

    def told(given_rows: pd.DataFrame) -> tuple[list[Any], list[str]]:
        found = standings(as_published(given_rows, {}), US, [INDEX], CHAIN)
        table = position_rows(found)
        said = [
            *profile_words.strengths(table, {"idx_score": INDEX}, "vi"),
            *profile_words.weaknesses(table, {"idx_score": INDEX}, "vi"),
        ]
        return table.astype(object).where(table.notna(), None).to_dict("records"), said

    newest = own_method(frame, YEARS[-1])
    kept = frame["year"].eq(YEARS[-1]) & same(newest, frame["method_id"])
    kept |= frame["unit_id"].eq(US) & frame["method_id"].map(lambda method: like(method, newest)).astype(bool)
    assert told(rows) == told(others_moved(rows, kept))
    mine = frame[frame["unit_id"] == US]
    alike = sum(like(method, newest) for method in mine["method_id"])
    assert alike >= 3 or trend(records(mine.sort_values("year")), INDEX, CHAIN) is None


@quick
@given(fields(), st.sampled_from(["value", "rank"]))
def test_who_leads_among_some(frame, measure):
    frame = frame.assign(rank=frame["rank"] + 1)  # nobody is ranked first, so that the best of those at hand is sought
    newest = frame[frame["year"] == YEARS[-1]]
    mixed = newest["method_id"].nunique(dropna=False) > 1
    top = compare_words.leader(newest, INDEX, measure)
    assert not mixed or top is None
    assert not mixed or compare_words.leader_finding(newest, INDEX, measure, str, "vi") == ""
    said = compare_words.group_finding(newest, UNITS, INDEX, "value", str, "vi")
    between = t("compare.finding.without", "vi", finding="", units="")  # after it: who is left out of the finding
    said = said.partition(between)[0]
    for unit in UNITS:
        if unit in said:
            method = newest.loc[newest["unit_id"] == unit, "method_id"].iloc[0]
            named = [other for other in UNITS if other in said]
            group = newest.loc[newest["unit_id"].isin(named), "method_id"]
            assert same(method, group).all()


@quick
@given(fields(), st.sampled_from(["vi", "en"]))
def test_the_words_on_what_compares(frame, lang):
    shown = compare.methods_shown(frame, "value")
    words = compare.comparability_words(frame, "value", CHAIN, lang)
    assert bool(words) or len(shown) <= 1
