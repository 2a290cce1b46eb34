"""Why a rank moved, in words and steps: every combination of signs, the scope never mixed, the drawing adds up."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.insights import rank_move as words
from egov_metrics.analysis.rank_move import Outline, RankMove, Refused, Step, explain
from egov_metrics.charts import waterfall
from egov_metrics.charts.look import Look
from egov_metrics.i18n.texts import LANGS
from egov_metrics.ui.subjects import subject_of
from tests.analysis_frames import CHAIN, figure, figures, indicator

HOLE = re.compile(r"[{}]|None|nan|NaT|<NA>")
INDEX = indicator(short_vi="PAR INDEX", short_en="PAR INDEX", scale_min=0, scale_max=100)
UNITS = tuple(f"P63-{number:02d}" for number in range(1, 20))
LIKE = CHAIN.likeness("M1", "M1")


def move(
    places: int, change: float, ahead: int = 0, behind: int = 0, *, by_others: bool = False, **cells: Any
) -> RankMove:
    """A move of `places` with `ahead` units that overtook and `behind` that were passed; `places` must fit.

    What the own change can explain is its own, unless everything is `by_others`.
    """
    improved = 0 if by_others else ((change > 0) - (change < 0)) * (-1 if cells.get("direction") == "lower" else 1)
    over, under = UNITS[:ahead], UNITS[ahead : ahead + behind]
    own = under if improved > 0 else over if improved < 0 else ()
    steps = [Step("own", improved * len(own), own)]
    steps += [Step("rose_past", -ahead, over)] if improved >= 0 else []
    steps += [Step("fell_behind", behind, under)] if improved <= 0 else []
    given: dict[str, Any] = {
        "unit_id": "P63-99", "year_from": 2022, "year_to": 2023, "value_from": 80.0, "value_to": 80.0 + change,
        "decimals": 2, "direction": "higher", "place_from": 12, "place_to": 12 - places, "common": 63,
        "is_complete": True, "published_from": (12, 63), "published_to": (12 - places, 63),
        "overtook": over, "passed": under, "likeness": LIKE, "is_recomputed": False,
        "steps": tuple(step for step in steps if step.kind == "own" or step.units),
    }  # fmt: skip
    return RankMove(**given | cells)


def seen(places: int, change: float | None, **cells: Any) -> Outline:
    given: dict[str, Any] = {
        "unit_id": "P63-99", "year_from": 2022, "year_to": 2023, "published_from": (12, 63),
        "published_to": (12 - places, 63), "value_from": None if change is None else 80.0,
        "value_to": None if change is None else 80.0 + change, "decimals": 2, "direction": "higher", "common": 13,
        "overtook": (), "passed": (), "is_closed": True, "likeness": LIKE,
    }  # fmt: skip
    return Outline(**given | cells)


def whole(text: str) -> str:
    assert text and not HOLE.search(text) and "  " not in text and text == text.strip(), text
    assert text[0] == text[0].upper() and text.endswith("."), text
    return text


@pytest.mark.parametrize(
    ("made", "vi", "en"),
    [
        (
            move(-3, 1.2, 5, 2),
            "Giảm 3 bậc: điểm tăng 1,20 nhưng 5 tỉnh vượt lên, vượt được 2 tỉnh.",
            "Down 3 places: the score rose by 1,20, but 5 provinces moved ahead, 2 provinces overtaken.",
        ),
        (
            move(1, 1.2, 1, 2),
            "Tăng 1 bậc: điểm tăng 1,20, vượt được 2 tỉnh, 1 tỉnh vượt lên.",
            "Up 1 place: the score rose by 1,20, 2 provinces overtaken, 1 province moved ahead.",
        ),
        (
            move(2, -0.5, 0, 2),
            "Tăng 2 bậc: điểm giảm 0,50 nhưng 2 tỉnh tụt lại phía sau.",
            "Up 2 places: the score fell by 0,50, but 2 provinces fell behind.",
        ),
        (
            move(-2, -0.5, 3, 1),
            "Giảm 2 bậc: điểm giảm 0,50, để 3 tỉnh vượt qua, 1 tỉnh tụt lại phía sau.",
            "Down 2 places: the score fell by 0,50, 3 provinces let past, 1 province fell behind.",
        ),
        (
            move(-2, -0.5, 3, 1, by_others=True),
            "Giảm 2 bậc: điểm giảm 0,50, 3 tỉnh vượt lên, 1 tỉnh tụt lại phía sau.",
            "Down 2 places: the score fell by 0,50, 3 provinces moved ahead, 1 province fell behind.",
        ),
        (
            move(11, 0.003, 0, 11, by_others=True),
            "Tăng 11 bậc: điểm tăng chưa đến 0,01, 11 tỉnh tụt lại phía sau.",
            "Up 11 places: the score rose by less than 0,01, 11 provinces fell behind.",
        ),
        (
            move(0, 1.0, steps=(Step("own", 2, UNITS[:2]), Step("kept_ahead", -2, UNITS[:2]))),
            "Giữ nguyên hạng: điểm tăng 1,00, 2 tỉnh lẽ ra bị vượt cũng tiến lên nên vẫn đứng trên.",
            "The same rank: the score rose by 1,00, 2 provinces that it would have passed rose too and stayed ahead.",
        ),
        (
            move(0, -1.0, steps=(Step("own", -1, UNITS[:1]), Step("kept_behind", 1, UNITS[:1]))),
            "Giữ nguyên hạng: điểm giảm 1,00, 1 tỉnh lẽ ra vượt qua cũng tụt nên vẫn đứng sau.",
            "The same rank: the score fell by 1,00, 1 province that would have come past fell too and stayed behind.",
        ),
        (
            move(0, 0.0),
            "Giữ nguyên hạng: điểm không đổi, không đổi thứ tự với đơn vị nào.",
            "The same rank: the score did not change, nobody changed sides with it.",
        ),
        (
            move(0, 1.0, 1, 1),
            "Giữ nguyên hạng: điểm tăng 1,00 nhưng 1 tỉnh vượt lên, vượt được 1 tỉnh.",
            "The same rank: the score rose by 1,00, but 1 province moved ahead, 1 province overtaken.",
        ),
    ],
)
def test_a_move_in_one_sentence(made: RankMove, vi: str, en: str):
    assert [words.sentence(made, INDEX, "province", lang) for lang in LANGS] == [vi, en]


CLAUSES = {
    "own": {1: r"vượt được (\d+) tỉnh", -1: r"để (\d+) tỉnh vượt qua"},
    "rose_past": r"(\d+) tỉnh vượt lên",
    "fell_behind": r"(\d+) tỉnh tụt lại phía sau",
    "entered": r"(\d+) tỉnh mới được xếp đứng trên",
    "left": r"(\d+) tỉnh từng đứng trên",
}

VALUES = st.lists(st.integers(70, 80), min_size=4, max_size=13)


@settings(max_examples=300, deadline=None)
@given(before=VALUES, after=VALUES, direction=st.sampled_from(["higher", "lower"]))
def test_the_words_blame_and_credit_whom_the_steps_do(before: list[int], after: list[int], direction: str):
    """Every clause tells as many units as its step has, without those that stayed where they were because they moved
    too; nothing is told that is no step; places told and places of the steps agree in sign."""
    rows = figures(*(
        figure(unit_id=UNITS[at], year=year, value=float(value), rank=at + 1, rank_of=len(values))
        for year, values in ((2012, before), (2013, after)) for at, value in enumerate(values)
    ))  # fmt: skip
    made = explain(rows, UNITS[0], 2012, 2013, direction, CHAIN)
    if not isinstance(made, RankMove):
        return
    said = words.sentence(made, INDEX, "province", "vi").lower()
    steps = {step.kind: set(step.units) for step in made.steps}
    steps["own"] -= steps.get("kept_ahead", set()) | steps.get("kept_behind", set())
    for kind, pattern in CLAUSES.items():
        ways = pattern if isinstance(pattern, dict) else {made.improved: pattern}
        for way, told in ways.items():
            found = re.search(told, said.split("có số liệu cả hai năm, ")[-1])
            expected = len(steps.get(kind, set())) if way == made.improved or kind != "own" else 0
            assert (int(found[1]) if found else 0) == expected, (said, made.steps)
    if " nhưng " in said:  # only what others did stands against the own change
        after_but = said.split(" nhưng ")[1]
        against = ("vượt lên", "mới được xếp") if made.improved > 0 else ("tụt lại", "từng đứng trên")
        assert any(word in after_but.split(",")[0] for word in against), said


@pytest.mark.parametrize("lang", LANGS)
def test_every_combination_of_signs_has_a_whole_sentence_without_two_alike(lang):
    said = set()
    for change, ahead, behind in product((-1.0, 0.0, 1.0), (0, 1, 3), (0, 1, 3)):
        made = move(behind - ahead, change, ahead, behind)
        said.add(whole(words.sentence(made, INDEX, "province", lang)))
        for part in (made, move(behind - ahead, change, ahead, behind, is_complete=False, common=27)):
            assert whole(words.scope(part, "province", lang))
    assert len(said) == 27


def test_an_incomplete_table_begins_with_its_units_and_never_shows_a_place_as_the_rank():
    made = move(-3, 1.2, 5, 2, is_complete=False, common=27, published_from=(20, 63), published_to=(25, 63))
    assert words.sentence(made, INDEX, "province", "vi").startswith("Trong 27 tỉnh có số liệu cả hai năm, giảm 3 bậc")
    scope = words.scope(made, "province", "vi")
    assert scope == (
        "Thứ 12 năm 2022 và thứ 15 năm 2023 trong 27 tỉnh có số liệu công bố cả hai năm, không phải hạng công bố. "
        "Hạng công bố: 20/63 năm 2022 và 25/63 năm 2023."
    )
    assert "12/" not in scope and "15/" not in scope
    without = words.scope(move(-3, 1.2, 5, 2, is_complete=False, published_to=None), "province", "en")
    assert "not the published ranks" in without and "/63" not in without
    recomputed = move(-3, 1.2, 5, 2, is_complete=False, common=20, is_recomputed=True, published_from=None)
    assert "không phải số công bố" in words.scope(recomputed, "province", "vi")
    rounded = move(-3, 1.2, 5, 2, published_to=(16, 63))
    assert "tính theo số đã công bố" in words.scope(rounded, "province", "vi")
    assert words.scope(move(-3, 1.2, 5, 2), "province", "vi") == ("Hạng công bố: 12/63 năm 2022 và 15/63 năm 2023.")


def test_a_sentence_that_stands_alone_names_its_years():
    assert words.dated(move(-3, 1.2, 5, 2), INDEX, "province", "vi").startswith(
        "Năm 2023 so với năm 2022: giảm 3 bậc: "
    )
    assert whole(words.dated(seen(0, None), INDEX, "province", "en")) == "2023 against 2022: the same rank 12/63."


def test_other_units_and_other_measures():
    percent = INDEX | {"unit": "percent"}
    assert "giá trị tăng 1,20 điểm phần trăm nhưng 5 huyện vượt lên" in words.sentence(
        move(-3, 1.2, 5, 2), percent, "district", "vi"
    )
    better = move(3, -2.0, 0, 3, direction="lower")
    assert words.sentence(better, INDEX, "province", "vi") == "Tăng 3 bậc: điểm giảm 2,00, vượt được 3 tỉnh."
    entered = move(
        -1, 1.0, 1, 0, steps=(
            Step("own", 0, ()), Step("rose_past", -1, UNITS[2:3]), Step("entered", -1, UNITS[:1]),
            Step("left", 1, UNITS[1:2]),
        ),
    )  # fmt: skip
    assert words.sentence(entered, INDEX, "province", "vi").endswith(
        "1 tỉnh vượt lên, 1 tỉnh mới được xếp đứng trên, 1 tỉnh từng đứng trên không còn được xếp."
    )


@pytest.mark.parametrize(
    ("made", "vi"),
    [
        (seen(-3, 1.2), "Giảm 3 bậc (12/63 → 15/63) dù điểm tăng 1,20: ít nhất 3 tỉnh tiến bộ hơn đã vượt lên."),
        (seen(3, -1.2), "Tăng 3 bậc (12/63 → 9/63) dù điểm giảm 1,20: ít nhất 3 tỉnh sụt giảm nhiều hơn đã tụt lại."),
        (seen(-3, 0.0), "Giảm 3 bậc (12/63 → 15/63) dù điểm không đổi: ít nhất 3 tỉnh tiến bộ hơn đã vượt lên."),
        (seen(-3, 1.2, is_closed=False), "Giảm 3 bậc (12/63 → 15/63) dù điểm tăng 1,20."),
        (seen(3, 1.2), "Tăng 3 bậc (12/63 → 9/63), điểm tăng 1,20."),
        (seen(0, 1.2), "Giữ nguyên hạng 12/63, điểm tăng 1,20."),
        (seen(0, None), "Giữ nguyên hạng 12/63."),
        (seen(-1, None), "Giảm 1 bậc (12/63 → 13/63)."),
    ],
)
def test_what_ranks_alone_tell(made: Outline, vi: str):
    assert words.sentence(made, INDEX, "province", "vi") == vi
    assert whole(words.sentence(made, INDEX, "province", "en"))
    assert "13 tỉnh có hạng công bố cả hai năm" in whole(words.scope(made, "province", "vi"))


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_has_words_and_a_break_its_decision(lang):
    reasons = ("neutral", "no_figure", "no_values", "bases", "orders", "not_stated", "too_few", "no_ranks")
    said = {whole(words.refusal(Refused(reason, 2022, 2023, LIKE, 7), CHAIN, "province", lang)) for reason in reasons}
    assert len(said) == len(reasons) and whole(words.no_years(lang)) not in said
    broken = words.refusal(Refused("broken", 2016, 2017, CHAIN.likeness("M2", "M3")), CHAIN, "province", lang)
    assert "3/QĐ" in whole(broken) and "2016" in broken and "2017" in broken


LOOKS = [Look("vi", "light", 1000), Look("en", "dark", 366), Look("vi", "dark", 1900)]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("made", [move(-3, 1.2, 5, 2), move(0, 0.0), move(11, 9.0, 0, 11), move(-7, -3.0, 7, 0)])
def test_the_steps_are_drawn_from_the_first_place_to_the_second(made: RankMove, look: Look):
    figure = waterfall.build(made, lambda unit: f"Tỉnh {unit} & <b>", look=look).to_plotly_json()
    go.Figure(figure)  # plotly's own checks
    bars, texts = figure["data"]
    lengths, base = bars["x" if look.narrow else "y"], bars["base"]
    ends = [start + length for start, length in zip(base, lengths, strict=True)]
    assert ends[0] == made.place_from and ends[-1] == made.place_to
    assert all(
        start == before for before, start in zip(ends[:-2], base[1:-1], strict=True)
    )  # each goes on where one ended
    assert ends[-2] == made.place_to
    axis = figure["layout"]["xaxis" if look.narrow else "yaxis"]
    assert axis["range"][0] > max(ends) and axis["range"][1] < min(ends)  # place 1 on top, or at the right
    assert len(texts["text"]) == len(made.steps) + 2 and "12/63" in texts["text"][0]
    assert all("<b>" not in text.replace("<b>", "", 1) for text in texts["text"])
    red = look.palette.own.line
    assert [colour == red for colour in bars["marker"]["color"]] == [True, *[False] * len(made.steps), True]
    assert not any("& <b>" in text for text in bars["hovertext"])


@pytest.mark.parametrize("look", LOOKS)
def test_the_words_around_the_steps(look: Look):
    made = move(-3, 1.2, 5, 2, is_complete=False, common=27)
    title = words.sentence(made, INDEX, "province", look.lang)
    told = waterfall.caption(
        made, subject_of(INDEX, look.lang), look=look, title=title, note="Ghi chú.", source="Nguồn: A"
    )
    assert told.title == title and told.source == "Nguồn: A" and told.method.startswith("Ghi chú. ")
    assert "PAR INDEX, 2022 → 2023" in told.subtitle and title.rstrip(".") in told.alt and "−5" in told.alt
    figure = waterfall.build(made, str, look=look).to_plotly_json()
    assert all("/63" not in text for text in figure["data"][1]["text"])  # places of an incomplete table are no ranks


def test_many_names_are_counted():
    made = move(-9, -1.0, 9, 0, by_others=True)
    hovers = waterfall.build(made, str).to_plotly_json()["data"][0]["hovertext"]
    assert "và 3 đơn vị khác" in hovers[2] and "P63-06" in hovers[2] and "P63-07" not in hovers[2]
