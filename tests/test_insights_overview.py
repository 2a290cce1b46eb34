"""Sentences in both languages: every branch, no hole left open, none about a value across a break."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.change import Change, latest_change, newest
from egov_metrics.analysis.comparability import Likeness
from egov_metrics.analysis.country import CountryTile
from egov_metrics.analysis.frames import records
from egov_metrics.analysis.insights import overview as sentences
from egov_metrics.analysis.insights.words import amount, method_words
from egov_metrics.analysis.overview import Movement, Overview, TierLevels, Tile, overview
from egov_metrics.analysis.position import Position
from egov_metrics.i18n.texts import Lang
from tests.analysis_frames import CHAIN, figure, figures, indicator, methods

LANGS: tuple[Lang, Lang] = ("vi", "en")
INDEX = indicator(short_vi="PAR INDEX", short_en="PAR INDEX")
LIKE = {
    "same": CHAIN.likeness("M1", "M1"),
    "comparable": CHAIN.likeness("M1", "M2"),
    "broken": CHAIN.likeness("M2", "M3"),
    "not_stated": CHAIN.likeness("M4", "M5"),
    "unknown": Likeness("not_stated"),
}
HOLE = re.compile(r"[{}]|None|nan|NaT|<NA>")


def whole(text: str) -> str:
    """The text, after asking that it is one: nothing left open, no stray blank."""
    assert text and not HOLE.search(text) and text == text.strip() and "  " not in text, text
    return text


def tile(*rows: dict[str, Any], **changes: Any) -> Tile:
    mine = figures(*rows)
    return Tile(INDEX | changes, newest(mine), records(mine), latest_change(mine, CHAIN), 2024, 27)


def of(tiles: list[Tile], **parts: Any) -> Overview:
    given = {"movements": [], "tiers": [], "own_level": None, "facts": pd.DataFrame(), "newest_year": None, **parts}
    return Overview(tiles=tiles, **given)


@pytest.mark.parametrize(
    ("cells", "vi", "en"),
    [
        (
            {"value": 90.02, "rank": 12},
            "Sơn La đạt 90,02 điểm PAR INDEX năm 2020, xếp 12/63",
            "Sơn La reached 90,02 points on PAR INDEX in 2020, rank 12/63",
        ),
        (
            {"value": 90.0},
            "Sơn La đạt 90,00 điểm PAR INDEX năm 2020",
            "Sơn La reached 90,00 points on PAR INDEX in 2020",
        ),
        ({"rank": 12}, "Sơn La xếp hạng 12/63 về PAR INDEX năm 2020", "Sơn La ranks 12/63 on PAR INDEX in 2020"),
        (
            {"rank": 12, "rank_of": None},
            "Sơn La xếp hạng 12 về PAR INDEX năm 2020",
            "Sơn La ranks 12 on PAR INDEX in 2020",
        ),
        (
            {"value": 0.68, "decimals": 3},
            "Sơn La đạt 0,680 điểm PAR INDEX năm 2020",
            "Sơn La reached 0,680 points on PAR INDEX in 2020",
        ),
    ],
)
def test_the_headline_says_what_there_is(cells: dict, vi: str, en: str) -> None:
    made = of([tile(figure(**cells))])
    assert [sentences.headline("Sơn La", made, lang) for lang in LANGS] == [vi, en]


@pytest.mark.parametrize("lang", LANGS)
def test_the_headline_without_an_index_tells_facts_from_nothing(lang: Lang) -> None:
    tier = TierLevels("districts", 2019, "stated", None, {"I": 1}, {}, None, ("f1",))
    empty = sentences.headline("Sơn La", of([tile()]), lang)
    with_facts = sentences.headline("Sơn La", of([], facts=pd.DataFrame({"value": [1.0]})), lang)
    with_tiers = sentences.headline("Sơn La", of([], tiers=[tier]), lang)
    assert with_facts == with_tiers != empty
    assert "Sơn La" in whole(empty) and "Sơn La" in whole(with_facts)


@pytest.mark.parametrize(
    ("places", "vi", "en"),
    [
        (5, "Tăng 5 bậc so với năm 2019.", "Up 5 places on 2019."),
        (1, "Tăng 1 bậc so với năm 2019.", "Up 1 place on 2019."),
        (-1, "Giảm 1 bậc so với năm 2019.", "Down 1 place on 2019."),
        (-20, "Giảm 20 bậc so với năm 2019.", "Down 20 places on 2019."),
        (0, "Giữ nguyên hạng so với năm 2019.", "The same rank as in 2019."),
    ],
)
def test_places_in_words(places: int, vi: str, en: str) -> None:
    change = Change(2019, 2020, None, places, LIKE["same"])
    assert [sentences.change_sentences(change, INDEX, 2, CHAIN, lang) for lang in LANGS] == [[vi], [en]]


@pytest.mark.parametrize(
    ("value", "vi"),
    [
        (2.5, "Giá trị tăng 2,50 điểm so với năm 2019, cùng cách đo (1/QĐ)."),
        (-0.25, "Giá trị giảm 0,25 điểm so với năm 2019, cùng cách đo (1/QĐ)."),
        (0.0, "Giá trị không đổi so với năm 2019, cùng cách đo (1/QĐ)."),
    ],
)
def test_a_value_like_for_like_in_words(value: float, vi: str) -> None:
    change = Change(2019, 2020, value, None, LIKE["same"])
    assert sentences.change_sentences(change, INDEX, 2, CHAIN, "vi") == [vi]
    (english,) = sentences.change_sentences(change, INDEX, 2, CHAIN, "en")
    assert {2.5: "rose", -0.25: "fell", 0.0: "the same"}[value] in whole(english)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["broken", "not_stated", "unknown"])
@pytest.mark.parametrize("places", [None, 3])
def test_no_sentence_about_a_value_across_a_break(kind: str, places: int | None, lang: Lang) -> None:
    change = Change(2015, 2019, 7.77, places, LIKE[kind])  # the version begins between the two
    said = sentences.change_sentences(change, INDEX, 2, CHAIN, lang)
    assert len(said) == (1 if places is None else 2)
    assert "7,77" not in whole(" ".join(said))
    if kind == "broken":
        assert "3/QĐ" in said[-1]
        assert places is None or {"vi": "từ năm 2017: 3/QĐ", "en": "from 2017 on: 3/QĐ"}[lang] in said[-1]
    forbidden = ("tăng 7", "giảm 7", "Giá trị tăng", "Giá trị giảm", "value rose", "value fell", "value is the same")
    assert not any(words in " ".join(said) for words in forbidden)


@settings(max_examples=60, deadline=None)
@given(
    st.none() | st.floats(-50, 50, allow_nan=False),
    st.none() | st.integers(-62, 62),
    st.sampled_from(sorted(LIKE)),
    st.sampled_from(LANGS),
)
def test_every_change_has_words_without_holes(value: float | None, places: int | None, kind: str, lang: Lang) -> None:
    change = Change(2019, 2020, value, places, LIKE[kind])
    said = sentences.change_sentences(change, INDEX, 2, CHAIN, lang)
    whole(" ".join(said))
    assert all(text.endswith(".") for text in said)


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_in_common_between_two_years_is_said(lang: Lang) -> None:
    said = sentences.detail(tile(figure(year=2013, value=80.0), figure(year=2014, rank=9)), CHAIN, lang)
    assert "2013" in whole(said) and ("so sánh" in said or "compares" in said)


def test_detail_marks_what_is_not_published_and_says_when_there_is_nothing_before() -> None:
    derived = tile(figure(value=80.0, value_basis="derived", rank=9, rank_basis="list_order"))
    assert sentences.detail(derived, CHAIN, "vi") == (
        "Giá trị: suy ra từ số khác, không phải số công bố. Hạng: theo thứ tự liệt kê, không phải hạng công bố. "
        "Kho chưa có số công bố của năm nào trước đó để so sánh."
    )
    assert sentences.detail(derived, CHAIN, "en").startswith("Value: worked out from other figures")
    assert sentences.detail(tile(figure(value=80.0)), CHAIN, "en").startswith("The store has no published figure")
    assert sentences.detail(tile(), CHAIN, "vi") == ""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("kind", "mark"), [("same", "="), ("comparable", "="), ("broken", "≠"), ("not_stated", "?"), ("unknown", "?")]
)
def test_the_like_for_like_mark_has_words(kind: str, mark: str, lang: Lang) -> None:
    sign, words = sentences.like_mark(Change(2019, 2020, 1.0, 1, LIKE[kind]), lang)
    assert sign == mark and whole(words)


def test_no_mark_without_a_change() -> None:
    assert sentences.like_mark(None, "vi") == ("", "")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"rank": 13}, {"rank": 12}, "PAR INDEX: up 1 place, 13/63 (2013) → 12/63 (2014)"),
        ({"rank": 3}, {"rank": 12}, "PAR INDEX: down 9 places, 3/63 (2013) → 12/63 (2014)"),
        ({"value": 80.0}, {"value": 81.5}, "PAR INDEX: up 1,50 points, 2013 → 2014"),
        ({"value": 80.0}, {"value": 79.0}, "PAR INDEX: down 1,00 points, 2013 → 2014"),
    ],
)
def test_what_rose_and_fell_in_words(before: dict, after: dict, expected: str) -> None:
    rows = figures(figure(year=2013, **before), figure(year=2014, **after))
    catalogue = pd.DataFrame([INDEX])
    seen = pd.DataFrame(columns=["indicator_code", "level", "year", "units"])
    (movement,) = overview("province", rows, catalogue, seen, CHAIN).movements
    assert sentences.movement_words(movement, "en") == expected
    assert whole(sentences.movement_words(movement, "vi")) != expected


def test_a_falling_value_that_is_better_is_worded_as_falling() -> None:
    shown = tile(figure(year=2013, value=9.0), figure(year=2014, value=7.0), direction="lower")
    assert "giảm 2,00" in sentences.movement_words(Movement(shown, "value", 2.0), "vi")


@pytest.mark.parametrize(("ranked", "of_all"), [(27, True), (63, False), (None, False)])
def test_a_place_among_some_is_never_worded_as_the_published_rank(ranked: int | None, of_all: bool) -> None:
    place = Position("P63-14", 86.0, 3, 27, ranked, "P63-22", 90.0, 84.126)
    vi = sentences.position_words("Sơn La", place, INDEX, 2021, "vi")
    en = sentences.position_words("Sơn La", place, INDEX, 2021, "en")
    assert ("không phải hạng công bố" in vi, "not the published rank" in en) == (not of_all, not of_all)
    assert "thứ 3 trong 27" in whole(vi) and "84,13" in vi and "3/63" not in vi + en and whole(en)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_missing_and_what_is_old_name_the_years(lang: Lang) -> None:
    missing, stale = sentences.missing_words(tile(), lang), sentences.stale_words(tile(figure(year=2020, rank=1)), lang)
    assert "27" in whole(missing) and "2024" in missing
    assert "2020" in whole(stale) and "2024" in stale


@pytest.mark.parametrize(
    ("unit", "value", "decimals", "vi", "en"),
    [
        ("points", 90.025, 2, "90,03 điểm", "90,03 points"),
        ("percent", 82.18, None, "82,18%", "82,18%"),
        ("percent", 82.0, float("nan"), "82,00%", "82,00%"),
        ("level", 4, 0, "mức IV", "level IV"),
        ("count", 8000, 0, "8.000", "8.000"),
    ],
)
def test_an_amount_carries_its_unit(unit: str, value: float, decimals: Any, vi: str, en: str) -> None:
    assert amount(value, INDEX | {"unit": unit}, decimals, "vi") == vi
    assert amount(value, INDEX | {"unit": unit}, decimals, "en") == en


def country(statistic: str | None, leader_year: int | None) -> CountryTile:
    row = None if statistic is None else figure(year=2022, value=84.79, statistic=statistic)
    leader = None if leader_year is None else {"year": leader_year, "name_vi": "Quảng Ninh", "name_en": "Quang Ninh"}
    return CountryTile(INDEX, row, figures(), None, leader, 5, leader_year)


def test_the_country_in_one_sentence() -> None:
    rank_only, mean = country(None, 2022), country("mean", 2022)
    assert sentences.country_headline([rank_only, mean], "vi") == (
        "PAR INDEX năm 2022: bình quân các tỉnh 84,79 điểm, dẫn đầu là Quảng Ninh"
    )
    older = sentences.country_headline([country("own", 2021)], "en")
    assert older == "PAR INDEX 2022: the country's own index 84,79 points"
    texts = {
        sentences.country_headline(tiles, lang)
        for lang, tiles in product(LANGS, ([country("median", 2022)], [country("median", None)], [rank_only], []))
    }
    assert len(texts) == 6 and all(whole(text) for text in texts)


def test_a_method_is_called_by_its_decision_and_says_when_its_start_is_inferred() -> None:
    assert method_words("M1", CHAIN, "vi") == "1/QĐ"
    assert method_words("M6", CHAIN, "vi") == "6/QĐ, năm bắt đầu suy ra"
    assert method_words("M4", CHAIN, "en") == "M4"
    assert method_words("M5", CHAIN, "en") == "M5"  # its name says what is inferred
    for unknown in (None, "nobody"):
        assert method_words(unknown, CHAIN, "vi") == ""
    inside = methods({"method_id": "A", "name_vi": "Bộ tiêu chí", "name_en": "Criteria"})
    assert method_words("A", inside, "en") == "Criteria"
