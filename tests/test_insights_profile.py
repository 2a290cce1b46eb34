"""Strengths, weaknesses and levels in words: every template is reached, every gate closes, nothing is left open."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.insights import gates, profile, readiness
from egov_metrics.i18n.texts import LANGS, Lang, t
from tests.analysis_frames import CHAIN, figure, figures, indicator

HOLE = re.compile(r"[{}]|None|nan|NaT|<NA>")
ROW: dict[str, Any] = {
    "indicator_code": "idx", "year": 2023, "value": 90.0, "decimals": 2, "rank": None, "rank_of": 63.0,
    "rank_basis": None, "value_basis": "published", "place": None, "of": 40, "median": 85.0, "best": 92.5,
    "region_median": None, "trend": None, "method_id": "M1",
}  # fmt: skip
INDICES = {code: indicator(code) for code in ("idx", "two", "three", "four", "five")}
INDICES["low"] = indicator("low", direction="lower", unit="percent")
INDICES["neutral"] = indicator("neutral", direction="neutral")


def rows(*given: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([ROW | one for one in given], columns=list(ROW))


def ranked(rank: int, _of: int = 63, basis: str = "published", **cells: Any) -> dict[str, Any]:
    return {"rank": float(rank), "rank_of": float(_of), "rank_basis": basis, **cells}


def whole(texts: list[str] | str) -> list[str]:
    said = [texts] if isinstance(texts, str) else texts
    assert all(text and not HOLE.search(text) and "  " not in text and text == text.strip() for text in said), said
    return said


def test_a_strength_tells_rank_distance_and_trend():
    made = rows(ranked(12, place=7, trend="up"))
    assert profile.strengths(made, INDICES, "vi") == [
        "idx vi 2023: hạng 12/63, thuộc một phần tư đứng đầu; hơn trung vị 5,00 điểm, kém giá trị tốt nhất 2,50 điểm "
        "(trong 40 đơn vị có số liệu); tốt dần lên qua các năm đo như nhau."
    ]
    assert profile.strengths(made, INDICES, "en") == [
        "idx en 2023: rank 12/63, in the best quarter; 5,00 points better than the median, 2,50 points from the best "
        "value (of 40 units with figures); getting better over the years measured alike."
    ]
    assert profile.weaknesses(made, INDICES, "vi") == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("place", "side"), [(1, "best"), (15, "best"), (16, None), (47, None), (48, "worst"), (63, "worst")]
)
def test_quarters_of_63(place: int, side: str | None, lang: Lang):
    made = rows(ranked(place))
    said = {"best": profile.strengths(made, INDICES, lang), "worst": profile.weaknesses(made, INDICES, lang)}
    assert {name for name, texts in said.items() if whole(texts)} == ({side} if side else set())


@pytest.mark.parametrize("basis", ["derived", "list_order", "doubtful", None])
def test_a_rank_that_is_not_published_is_not_told(basis):
    made = rows(ranked(1, basis=basis))
    assert profile.strengths(made, INDICES, "vi") == [] and profile.standing(made.iloc[0]) is None


def test_a_place_is_told_only_among_at_least_half_of_those_ranked_and_is_no_rank():
    most = rows({"place": 3, "of": 40})
    (said,) = profile.strengths(most, INDICES, "vi")
    assert "thứ 3 trong 40 tỉnh có số liệu" in said and "hạng" not in said and "/63" not in said
    (english,) = profile.strengths(most, INDICES, "en")
    assert "number 3 of the 40 provinces with figures" in english
    for closed in ({"of": 31}, {"rank_of": None}, {"value_basis": "derived"}, {"of": 6, "rank_of": 6}):
        assert profile.strengths(rows({"place": 1, "of": 40} | closed), INDICES, "vi") == []


def test_no_distance_where_the_values_at_hand_are_those_of_a_few():
    for closed in ({"of": 11}, {"of": 4, "rank_of": 5.0}, {"value_basis": "derived"}, {"place": None}):
        row = ROW | ranked(12, place=7) | closed
        assert profile.distance(row, INDICES["idx"], "vi") == ""
    assert profile.distance(ROW | {"place": 1}, indicator("idx", unit="level"), "vi") == ""
    assert profile.distance(ROW | {"place": 1}, INDICES["neutral"], "vi") == ""
    assert profile.distance(ROW | {"place": 1, "median": None, "best": None}, INDICES["idx"], "vi") == ""


def test_distances_turn_with_the_direction_and_percentages_lie_points_apart():
    row = ROW | {"place": 5, "value": 4.0, "median": 6.5, "best": 1.0}
    assert profile.distance(row, INDICES["low"], "vi").startswith(
        "hơn trung vị 2,50 điểm phần trăm, kém giá trị tốt nhất 3,00 điểm phần trăm"
    )
    assert profile.distance(row, INDICES["idx"], "en").startswith("2,50 points worse than the median (of")
    level = row | {"value": 6.5, "median": 6.5}
    assert profile.distance(level, INDICES["idx"], "vi").startswith("bằng trung vị (")


def test_at_most_three_best_first_then_what_is_getting_better():
    made = rows(
        ranked(9, indicator_code="two"),
        ranked(30, indicator_code="five", trend="up"),
        ranked(2, indicator_code="idx"),
        ranked(14, indicator_code="three"),
        ranked(60, indicator_code="four", trend="up"),
    )
    said = profile.strengths(made, INDICES, "vi", most=4)
    assert [text.split(" vi")[0] for text in whole(said)] == ["idx", "two", "three", "five"]
    assert said[3] == "five vi: tốt dần lên qua các năm đo như nhau, đến năm 2023."
    assert profile.strengths(made, INDICES, "vi") == said[:3]
    (weak,) = profile.weaknesses(made, INDICES, "en")
    assert weak.startswith("four en 2023: rank 60/63, in the last quarter; getting better")


def test_nothing_old_stands_beside_something_new_and_nothing_without_a_better_end():
    old = ranked(1, indicator_code="two", year=2019)
    assert len(profile.strengths(rows(old, ranked(1)), INDICES, "vi")) == 1
    assert len(profile.strengths(rows(old | {"year": 2020}, ranked(1)), INDICES, "vi")) == 2
    assert profile.strengths(rows(ranked(1, indicator_code="neutral")), INDICES, "vi") == []
    assert profile.strengths(rows(ranked(1, indicator_code="nobody")), INDICES, "vi") == []
    assert profile.strengths(rows(), INDICES, "vi") == profile.weaknesses(rows(), INDICES, "vi") == []


def test_the_summary_counts_only_indices_that_show_a_position():
    made = rows(ranked(1), ranked(60, indicator_code="two"), ranked(30, indicator_code="three"), {"place": None})
    assert profile.summary("Sơn La", made, INDICES, "vi") == (
        "Sơn La ở một phần tư đứng đầu của 1, ở một phần tư cuối của 1 trong 3 chỉ số xếp được vị trí."
    )
    assert "1 and in the last quarter on 1 of 3" in whole(profile.summary("Sơn La", made, INDICES, "en"))[0]
    assert profile.summary("Sơn La", rows(ranked(1)), INDICES, "vi") == ""


@pytest.mark.parametrize("lang", LANGS)
def test_every_trend_has_words_and_nothing_known_has_none(lang: Lang):
    assert len({whole(profile.trend_words(trend, lang))[0] for trend in ("up", "down", "flat")}) == 3
    assert profile.trend_words(None, lang) == ""


maybe = st.none() | st.integers(1, 70)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "indicator_code": st.sampled_from([*INDICES, "nobody"]),
                "year": st.integers(2012, 2025),
                "rank": maybe,
                "rank_of": maybe,
                "place": maybe,
                "of": st.integers(0, 70),
                "rank_basis": st.sampled_from([None, "published", "derived", "recomputed"]),
                "value_basis": st.sampled_from(["published", "derived", "recomputed"]),
                "median": st.none() | st.floats(0, 100),
                "best": st.none() | st.floats(0, 100),
                "decimals": st.none() | st.integers(0, 4),
                "trend": st.sampled_from([None, "up", "down", "flat"]),
            }
        ),
        max_size=6,
    ),
    st.sampled_from(LANGS),
)
def test_no_sentence_is_left_open(given_rows, lang):
    made = rows(*given_rows)
    for tell in (profile.strengths, profile.weaknesses):
        said = whole(tell(made, INDICES, lang))
        assert len(said) <= profile.MOST and all(text.endswith(".") for text in said)


# --- levels ---

GIA_LAI = {"I": 2, "II": 8, "III": 5, "IV": 2, "not_ranked": 3}


def test_levels_of_a_tier_from_the_highest_down():
    assert readiness.composition("departments", GIA_LAI, 20, "vi") == (
        "Trong 20 sở, 2 đạt mức I, 8 mức II, 5 mức III, 2 mức IV, 3 không xếp hạng."
    )
    assert readiness.composition("departments", GIA_LAI, 20, "en") == (
        "Of 20 departments, 2 reached level I, 8 level II, 5 level III, 2 level IV, 3 not ranked."
    )


def test_one_at_the_lowest_level_is_not_told_as_an_achievement():
    said = readiness.composition("districts", {"IV": 1, "not_ranked": 16}, 17, "vi")
    assert said == "Chỉ 1 trong 17 huyện được xếp hạng, ở mức IV là mức thấp nhất; 16 không xếp hạng."
    english = readiness.composition("districts", {"IV": 1, "not_ranked": 16}, 17, "en")
    assert english == "Ranked: only 1 of 17 districts, at level IV, the lowest; 16 not ranked."
    nobody = readiness.composition("districts", {"not_ranked": 17}, 17, "vi")
    assert nobody == "Cả 17 huyện đều không xếp hạng, tức dưới mức IV."
    assert whole(readiness.composition("districts", {"not_ranked": 17}, 17, "en"))


def test_units_of_unknown_level_are_not_those_not_ranked():
    said = readiness.composition("communes", {"I": 3, "not_ranked": 2}, 12, "vi")
    assert said == "Trong 12 xã, 3 đạt mức I, 2 không xếp hạng, 7 chưa rõ mức."
    assert readiness.composition("districts", {"not_ranked": 3}, 17, "vi").endswith("3 không xếp hạng, 14 chưa rõ mức.")
    counted = readiness.composition("communes", {"I": 3}, None, "vi")
    assert counted == "Cấp xã: 3 đạt mức I; nguồn không ghi tổng số đơn vị."
    assert whole(readiness.composition("communes", {"II": 3}, None, "en"))


def test_counts_that_do_not_fit_or_say_nothing_are_not_told():
    assert readiness.composition("departments", GIA_LAI, 19, "vi") == ""
    assert readiness.composition("departments", {}, 20, "vi") == readiness.composition(
        "departments", {"I": 0}, 20, "vi"
    )
    assert readiness.composition("departments", {"I": 0}, 20, "vi") == ""
    assert not gates.adds_up([3, -1], None) and not gates.adds_up([], 0)


def test_shares_stand_alone():
    assert readiness.shares("communes", {"not_ranked": 100.0}, "vi") == (
        "Cấp xã: 100% không xếp hạng; nguồn không ghi số đơn vị."
    )
    english = readiness.shares("communes", {"I": 12.5, "not_ranked": 87.5}, "en")
    assert english == "Communes: 12,5% level I, 87,5% not ranked; the source gives no counts."
    assert readiness.shares("communes", {}, "vi") == readiness.shares("communes", {"I": 60.0, "II": 60.0}, "vi") == ""


def test_levels_of_two_years_only_on_the_same_criteria():
    first, second = (2020, 10, 20), (2022, 16, 20)
    alike, broken = CHAIN.likeness("M1", "M1"), CHAIN.likeness("M2", "M3")
    assert readiness.top_change("departments", first, second, alike, "vi") == (
        "Sở, ngành, đạt mức I hoặc II: 10/20 năm 2020, 16/20 năm 2022, cùng bộ tiêu chí."
    )
    assert whole(readiness.top_change("departments", first, second, alike, "en"))
    assert readiness.top_change("departments", first, second, broken, "vi") == ""
    assert readiness.top_change("departments", first, second, CHAIN.likeness("M4", "M5"), "vi") == ""
    assert readiness.top_change("departments", first, (2022, 2, 3), alike, "vi") == ""


@pytest.mark.parametrize("lang", LANGS)
def test_the_lowest_level_never_looks_best(lang: Lang):
    said = {mark: whole(readiness.own_level("Pleiku", mark, lang))[0] for mark in readiness.MARKS}
    assert len(set(said.values())) == 5
    best = {"vi": "mức cao nhất", "en": "the highest"}[lang]
    assert best in said["I"] and best not in said["IV"].split(";")[0] and best not in said["not_ranked"]
    for low in ("IV", "not_ranked"):
        assert not re.search(r"\bđạt\b|reached", said[low])


# --- gates ---


def test_the_gates_close():
    assert gates.enough(5) and not gates.enough(4) and not gates.enough(None) and not gates.enough(float("nan"))
    assert gates.covers(32, 63) and not gates.covers(31, 63) and not gates.covers(40, None) and not gates.covers(4, 4)
    assert gates.one_method(["M1", "M1"]) and not gates.one_method(["M1", "M2"])
    assert not gates.one_method([None]) and not gates.one_method([])
    assert gates.fresh(2021, 2024) and not gates.fresh(2020, 2024)
    assert gates.same_year(2020, 2020.0) and not gates.same_year(2020, 2021)
    assert gates.fit("recomputed") and not gates.fit("derived") and not gates.published("recomputed")
    assert gates.measured_alike(CHAIN.likeness("M1", "M2")) and not gates.measured_alike(CHAIN.likeness("M2", "M3"))
    frame = figures(figure(value=1.0), figure(value=1.0, value_basis="derived"), figure(rank=1))
    assert gates.only_published(frame, "value").tolist() == [True, False, False]


def test_units_have_words_on_every_level():
    for name in ("province", "district", "commune", "department", *(f"{one}s" for one in ("district", "commune"))):
        assert {t(f"insight.units.{name}", lang, n="2") for lang in LANGS}
