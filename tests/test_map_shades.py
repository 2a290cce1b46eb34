"""The colours of a map: classes, quarters, levels, changes, the kinds of nothing; and that they can be told apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.charts.look import Look
from egov_metrics.charts.map_shades import FEW, Moves, Painting, paint
from egov_metrics.charts.palette import contrast, luminance, palette
from egov_metrics.charts.points import read
from egov_metrics.i18n import numbers
from tests.charts_frames import LATE, LEVEL, SCORE, frame, row

LIGHT, DARK = Look("vi", "light"), Look("en", "dark")


def painted(rows, subject=SCORE, colour="value", measure="value", units=(), moves=None, bounds=None, refused=(),
            look=LIGHT) -> Painting:  # fmt: skip
    points = {point.unit_id: point for point in read(frame(rows), measure)}
    every = [*points, *(unit for unit in units if unit not in points)]
    return paint(points, every, dict.fromkeys(refused, "why"), subject, colour, measure, bounds, moves, look)


def labels(made: Painting) -> dict[str, str]:
    return {unit: shade.label for unit, shade in made.of.items()}


def counts(made: Painting) -> dict[str, int]:
    return {shade.label: n for shade, n in made.legend()}


def many(n: int = 12, **more):
    return [row(f"U{i:02}", 2020, 50.0 + i, i + 1, **more) for i in range(n)]


# classes


def test_values_fall_into_round_classes_and_the_legend_counts_them():
    made = painted([row("A", 2020, 60.0), row("B", 2020, 69.99), row("C", 2020, 70.0), row("D", 2020, 95.0)],
                   bounds=(60.0, 95.0))  # fmt: skip
    assert labels(made) == {"A": "dưới 70", "B": "dưới 70", "C": "70 đến dưới 80", "D": "từ 90 trở lên"}
    assert counts(made) == {"từ 90 trở lên": 1, "80 đến dưới 90": 0, "70 đến dưới 80": 1, "dưới 70": 2}


def test_bounds_of_all_years_keep_the_colours_of_one():
    one = painted([row("A", 2020, 82.0), row("B", 2020, 83.0)], bounds=(60.0, 95.0))
    other = painted([row("A", 2021, 82.0), row("B", 2021, 61.0)], bounds=(60.0, 95.0))
    assert one.classes == other.classes
    assert one.of["A"] == other.of["A"]


def test_a_value_beyond_the_bounds_is_in_the_last_class():
    made = painted([row("A", 2020, 10.0), row("B", 2020, 99.0)], bounds=(60.0, 95.0))
    assert labels(made) == {"A": "dưới 70", "B": "từ 90 trở lên"}


def test_equal_values_are_one_class():
    assert counts(painted([row("A", 2020, 80.0), row("B", 2020, 80.0)])) == {"Mọi giá trị": 2}


@pytest.mark.parametrize("subject", [SCORE, LATE])
def test_better_is_darker_on_light_and_lighter_on_dark(subject):
    rows = [row("low", 2020, 5.0), row("high", 2020, 95.0)]
    better, worse = ("high", "low") if subject is SCORE else ("low", "high")
    for look, sign in ((LIGHT, -1), (DARK, 1)):
        made = painted(rows, subject, look=look)
        assert sign * (luminance(made.of[better].fill) - luminance(made.of[worse].fill)) > 0
        assert [shade for shade, _ in made.legend()][0] == made.of[better]  # the best stands first


def test_ranks_fall_into_fifths_of_the_denominator():
    made = painted([row("A", 2020, None, 1), row("B", 2020, None, 13), row("C", 2020, None, 14),
                    row("D", 2020, None, 63)], measure="rank")  # fmt: skip
    assert labels(made) == {"A": "1–13", "B": "1–13", "C": "14–26", "D": "53–63"}
    assert luminance(made.of["A"].fill) < luminance(made.of["D"].fill)


def test_levels_have_i_first_and_darkest():
    made = painted([row("A", 2020, 1.0, decimals=0), row("B", 2020, 4.0, decimals=0)], LEVEL, "level")
    assert counts(made) == {"mức I": 1, "mức II": 0, "mức III": 0, "mức IV": 1}
    assert luminance(made.of["A"].fill) < luminance(made.of["B"].fill)


# quarters


@given(st.lists(st.integers(0, 30), min_size=FEW, max_size=63))
def test_quarters_keep_order_and_never_part_equals(values):
    made = painted([row(f"U{i:02}", 2020, float(value)) for i, value in enumerate(values)], colour="quartile")
    place = {shade: number for number, shade in enumerate(made.classes)}
    found = {f"U{i:02}": (value, place[made.of[f"U{i:02}"]]) for i, value in enumerate(values)}
    for (one, first), (other, second) in combinations(found.values(), 2):
        assert first == second if one == other else (first <= second) == (one > other) or first == second
    assert found[max(found, key=lambda unit: found[unit][0])][1] == 0


def test_twelve_units_make_four_quarters_of_three():
    made = painted(many(), colour="quartile")
    assert [n for _, n in made.legend()] == [3, 3, 3, 3]
    assert labels(made)["U11"] == "Một phần tư đứng đầu"


def test_the_best_quarter_of_ranks_and_of_delays_has_the_small_numbers():
    for subject, measure in ((SCORE, "rank"), (LATE, "value")):
        assert labels(painted(many(), subject, "quartile", measure))["U00"] == "Một phần tư đứng đầu"


def test_what_was_not_published_or_measured_otherwise_is_in_no_quarter():
    rows = [*many(), row("X", 2020, 99.0, value_basis="derived"), row("Y", 2020, 98.0, method_id="B"),
            row("Z", 2020, 97.0, qualifier="approx")]  # fmt: skip
    made = painted(rows, colour="quartile")
    assert {labels(made)[unit] for unit in "XYZ"} == {"Không chia nhóm"}
    assert [n for shade, n in made.legend() if shade in made.classes] == [3, 3, 3, 3]


def test_few_units_make_no_quarters():
    made = painted(many(FEW - 1), colour="quartile")
    assert made.classes == () and counts(made) == {"Không chia nhóm": FEW - 1}


# changes


def test_changes_are_blue_when_better_and_ochre_when_worse_and_hatched_when_not_comparable():
    moves = Moves(2019, {"A": 4.0, "B": 0.5, "C": 0.0, "D": -4.0}, {"E": "khác cách đo"})
    rows = [row(unit, 2020, 80.0) for unit in "ABCDE"]
    made = painted(rows, colour="change", moves=moves)
    assert labels(made) == {"A": "tăng từ 2 trở lên", "B": "tăng dưới 2", "C": "không đổi", "D": "giảm từ 2 trở lên",
                            "E": "Không so được"}  # fmt: skip
    assert made.of["E"].hatched and not made.of["A"].hatched
    delays = painted(rows, LATE, "change", moves=moves)
    assert delays.of["D"].fill == made.of["A"].fill and labels(delays)["D"] == "giảm từ 2 trở lên"


def test_places_gained_and_lost_are_told_in_places():
    moves = Moves(2019, {"A": 9.0, "B": -1.0}, {})
    made = painted([row("A", 2020, None, 1), row("B", 2020, None, 9)], colour="change", measure="rank", moves=moves)
    assert labels(made) == {"A": "lên từ 2 bậc trở lên", "B": "xuống dưới 2 bậc"}
    small = painted([row("A", 2020, None, 1)], colour="change", measure="rank", moves=Moves(2019, {"A": 1.0}, {}))
    assert list(counts(small)) == ["lên từ 1 bậc trở lên", "giữ hạng", "xuống từ 1 bậc trở lên"]


@pytest.mark.parametrize("moves", [None, Moves(2019, {}, {"A": "khác cách đo"})])
def test_without_a_year_that_compares_nothing_is_coloured_as_a_change(moves):
    made = painted([row("A", 2020, 80.0)], colour="change", moves=moves)
    assert counts(made) == {"Không so được" if moves else "Không có số năm trước": 1}


# without a figure


def test_the_kinds_of_nothing_have_four_marks_beside_no_figure_and_not_recomputed():
    rows = [row(kind, 2020, nothing=kind) for kind in numbers.NOTHINGS]
    made = painted(rows, units=["none", "late"], refused=["late"])
    marks = {unit: shade.mark for unit, shade in made.of.items()}
    assert len(set(marks.values())) == 6 and all(marks.values())
    assert {kind: marks[kind] for kind in numbers.NOTHINGS} == numbers.NOTHINGS
    assert made.of["late"].label == "Không tính lại được"


def test_a_unit_with_only_the_other_figure_says_which():
    assert labels(painted([row("A", 2020, None, 7)])) == {"A": "Chỉ có hạng"}
    assert labels(painted([row("A", 2020, 80.0)], measure="rank")) == {"A": "Chỉ có giá trị"}


# colours


def every_shade(look: Look) -> set:
    moves = Moves(2019, {f"U{i:02}": float(i - 6) for i in range(12)}, {})
    nothings = [row(kind, 2020, nothing=kind) for kind in numbers.NOTHINGS]
    found = set()
    for subject, colour, measure in ((SCORE, "value", "value"), (SCORE, "value", "rank"), (SCORE, "quartile", "value"),
                                     (SCORE, "change", "value")):  # fmt: skip
        made = painted([*many(), *nothings], subject, colour, measure, ["none", "late"], moves, refused=["late"],
                       look=look)  # fmt: skip
        found |= {*made.classes, *made.of.values()}
    levels = [row(f"L{i}", 2020, float(i), decimals=0) for i in (1, 2, 3, 4)]
    return found | set(painted(levels, LEVEL, "level", look=look).of.values())


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_words_on_every_shade_have_contrast(look):
    assert [shade for shade in every_shade(look) if contrast(shade.fill, shade.text) < 4.5] == []


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_no_shade_is_our_own_red(look):
    def is_red(colour: str) -> bool:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return red > 120 and red > 2 * green and red > 2 * blue

    assert is_red(palette("light").own.line)  # the rule knows red when it sees it
    assert [shade.fill for shade in every_shade(look) if is_red(shade.fill)] == []


def test_the_two_directions_of_change_differ_in_lightness_order_or_hue_for_every_eye():
    """Blue against ochre: the blue channel alone parts them, which protanopia and deuteranopia leave untouched."""
    moves = Moves(2019, {"U00": 4.0, "U01": 1.0, "U02": -1.0, "U03": -4.0}, {})
    for look in (LIGHT, DARK):
        made = painted(many(), colour="change", moves=moves, look=look)
        fills = [made.of[f"U0{i}"].fill for i in range(4)]
        blue = [int(fill[5:7], 16) - int(fill[1:3], 16) for fill in fills]
        assert blue[0] > 0 and blue[1] > 0 and blue[2] < 0 and blue[3] < 0
        assert len(set(fills)) == 4
