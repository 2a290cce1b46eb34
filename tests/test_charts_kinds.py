"""Bars, strip and sparkline."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from egov_metrics.analysis.comparability import APART
from egov_metrics.charts import bars, sparkline, strip
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import LIGHT
from tests.charts_frames import LATE, LEVEL, SCORE, checked, field, frame, row, traces

LOOKS = [Look("vi", "light", 1000), Look("en", "dark", 366)]


TIED = frame([row("A", 2023, 80, 17), row("B", 2023, 80, 17), row("C", 2023, 79, 19), row("D", 2023, 90, 1)])


# bars


def test_bars_stand_from_the_best_down_and_ties_share():
    figure = bars.build(TIED, SCORE, own="C", chosen=["A"])
    assert [re.sub("<.*?>", "", name) for name in figure.layout.yaxis.ticktext] == [
        "Tỉnh D",
        "Tỉnh A",
        "Tỉnh B",
        "Tỉnh C",
    ]
    (drawn,) = traces(figure, "bars")
    assert drawn["x"] == [90, 80, 80, 79]
    assert drawn["marker"]["color"] == [LIGHT.field_bar, LIGHT.chosen[0].line, LIGHT.field_bar, LIGHT.own.line]
    (labels,) = traces(figure, "numbers")
    assert [re.sub("<.*?>", "", text).strip() for text in labels["text"]] == [
        "90,00 · 1/63",
        "80,00 · 17/63",
        "80,00 · 17/63",
        "79,00 · 19/63",
    ]
    assert ["thứ 2 trong 4" in text for text in drawn["hovertext"]] == [False, True, True, False]
    assert "thứ 4 trong 4" in drawn["hovertext"][3]


def test_places_share_and_skip():
    assert bars.places([5, 7, 7, 9]) == [4, 2, 2, 1]
    assert bars.places([5, 7, 7, 9], higher_is_first=False) == [1, 2, 2, 4]
    assert bars.places([]) == []


def test_a_better_rank_has_a_longer_bar_and_the_axis_counts_down():
    figure = bars.build(TIED, SCORE, measure="rank")
    (drawn,) = traces(figure, "bars")
    assert drawn["x"] == [63, 47, 47, 45]
    ticks = dict(zip(figure.layout.xaxis.ticktext, figure.layout.xaxis.tickvals, strict=True))
    assert ticks["1"] == 63 and ticks["63"] == 1


def test_where_less_is_better_less_is_on_top():
    (drawn,) = traces(bars.build(frame([row("A", 2023, 9), row("B", 2023, 2)]), LATE), "bars")
    assert drawn["x"] == [2, 9]
    figure = bars.build(frame([row("A", 2023, 4), row("B", 2023, 1)]), LEVEL)
    assert traces(figure, "bars")[0]["x"] == [4, 1]
    assert dict(zip(figure.layout.xaxis.ticktext, figure.layout.xaxis.tickvals, strict=True))["I"] == 4


def test_bars_of_values_start_at_nought():
    low, high = bars.build(TIED, SCORE).layout.xaxis.range
    assert low == 0 and high == 90


def test_what_was_not_published_is_hatched():
    data = frame(
        [row("A", 2023, 80, value_basis="derived"), row("B", 2023, 79), row("C", 2023, 30, qualifier="target")]
    )
    assert traces(bars.build(data, SCORE), "bars")[0]["marker"]["pattern"]["shape"] == ["/", "", "/"]
    assert "gạch chéo" in bars.caption(data, SCORE).method
    assert "gạch chéo" not in bars.caption(TIED, SCORE).method


def test_the_mean_is_a_line_of_values_only():
    figure = bars.build(TIED, SCORE, mean=("Trung bình", 82.25))
    assert figure.layout.shapes[0].x0 == 82.25
    assert figure.layout.annotations[0].text == "Trung bình 82,25"
    assert set(traces(figure, "numbers")[0]["x"]) == {90}  # in a column, clear of the line
    assert not bars.build(TIED, SCORE, measure="rank", mean=("Trung bình", 82.25)).layout.shapes


def test_units_without_a_figure_stand_below_with_their_kind_of_nothing():
    data = frame([row("A", 2023, nothing="not_submitted"), row("B", 2023, 80)])
    figure = bars.build(data, SCORE)
    assert list(figure.layout.yaxis.ticktext) == ["Tỉnh B", "Tỉnh A"]
    (rest,) = traces(figure, "nothing")
    assert rest["text"] == [" □ chưa nộp"] and rest["y"] == [1]
    assert traces(figure, "bars")[0]["x"] == [80]


def test_a_bound_is_hatched_and_nobody_has_a_place_beside_it():
    data = frame([row("A", 2023, 91, qualifier="more_than"), row("B", 2023, 91.5, 2), row("C", 2023, 70)])
    (drawn,) = traces(bars.build(data, SCORE), "bars")
    assert drawn["marker"]["pattern"]["shape"] == ["", "/", ""]
    assert not any("trong 3 đơn vị" in text for text in drawn["hovertext"])
    (exact,) = traces(bars.build(data.assign(qualifier="exact"), SCORE), "bars")
    assert all("trong 3 đơn vị" in text for text in exact["hovertext"])
    (ranks,) = traces(bars.build(frame([row("A", 2023, 91, 1, qualifier="more_than")]), SCORE, measure="rank"), "bars")
    assert ranks["marker"]["pattern"]["shape"] == [""], "a bound of the value says nothing of the rank"


def test_the_height_grows_with_the_number_of_bars():
    few, many = (bars.build(field(n, 2023, 2023), SCORE).layout.height for n in (5, 63))
    assert many - few == 58 * bars.ROW


# strip


def test_a_strip_has_a_dot_for_each_unit_and_names_the_own():
    data = field(63, 2023, 2023)
    figure = strip.build(data, SCORE, own="P07", chosen=["P03"], mean=("trung bình", 80.5))
    (dots,) = traces(figure, "dots")
    assert sorted(dots["x"]) == sorted(data["value"])
    assert dots["marker"]["color"][-1] == LIGHT.own.line and dots["x"][-1] == data["value"][7]
    names = [note.text for note in figure.layout.annotations if note.name == "label"]
    assert len(names) == 2 and any("Tỉnh P07" in name for name in names)
    assert figure.layout.shapes[0].x0 == 80.5


def test_dots_do_not_cover_each_other():
    for look in LOOKS:
        figure = strip.build(field(63, 2023, 2023), SCORE, own="P07", look=look)
        (dots,) = traces(figure, "dots")
        low, high = figure.layout.xaxis.range
        per_unit = (look.width - 32) / (high - low)
        places = sorted(zip(dots["y"], dots["x"], strict=True))
        for (row_a, a), (row_b, b) in zip(places, places[1:], strict=False):
            assert row_a != row_b or (b - a) * per_unit >= strip.DOT - 1e-6


def test_the_better_end_is_on_the_right():
    data = frame([row("A", 2023, 9, 5), row("B", 2023, 2, 1)])
    turned = [strip.build(data, LATE), strip.build(data, SCORE, measure="rank")]
    assert all(figure.layout.xaxis.range[0] > figure.layout.xaxis.range[1] for figure in turned)
    plain = strip.build(data, SCORE)
    assert plain.layout.xaxis.range[0] < plain.layout.xaxis.range[1]


def test_names_on_a_strip_do_not_touch():
    data = frame(row(f"U{i}", 2023, 80 + i / 100) for i in range(4))
    figure = strip.build(data, SCORE, own="U0", chosen=["U1", "U2", "U3"])
    low, high = figure.layout.xaxis.range
    per_unit = (1000 - 32) / (high - low)
    notes = [note for note in figure.layout.annotations if note.name == "label"]
    centres = sorted(note.x * per_unit + note.xshift for note in notes)
    widest = max(strip.layout.text_width(note.text, 13.5, bold=True) for note in notes)
    assert all(b - a >= widest for a, b in zip(centres, centres[1:], strict=False))


def test_the_words_of_a_strip():
    words = strip.caption(TIED, SCORE, own="A")
    assert words.title == "THỬ 2023: Tỉnh A 80,00 điểm, hạng 17/63"
    assert words.alt.startswith("Dải vị trí: Chỉ số thử năm 2023, 4 đơn vị, từ 79,00 đến 90,00.")


# sparkline

SERIES = frame(
    [
        row("A", 2017, 80, 30),
        row("A", 2018, 82, 20),
        row("A", 2019, 83, 21, method_id="B"),
        row("A", 2021, 85, 10, method_id="B", value_basis="derived"),
    ]
)
SVG = "{http://www.w3.org/2000/svg}"


def test_a_sparkline_says_what_it_shows_and_stops_at_breaks():
    drawing = ET.fromstring(sparkline.svg(SERIES, SCORE))
    title = drawing.findtext(f"{SVG}title")
    assert title == "Tỉnh A, THỬ: 2017: 80,00, 2018: 82,00, 2019: 83,00, 2021: 85,00 Cách tính đổi từ 2019.".replace(
        "85,00 ", "85,00. "
    )
    assert drawing.get("role") == "img" and drawing.get("aria-label") == title
    lines = drawing.findall(f"{SVG}line")
    assert [line.get("class") for line in lines] == ["break", None]
    dots = drawing.findall(f"{SVG}circle")
    assert [dot.get("fill") for dot in dots] == [LIGHT.own.line] * 3 + [LIGHT.background]
    assert float(dots[-1].get("r")) > float(dots[0].get("r"))


def test_only_ranks_are_bridged_and_better_is_up():
    drawing = ET.fromstring(sparkline.svg(SERIES, SCORE, measure="rank"))
    assert [line.get("class") for line in drawing.findall(f"{SVG}line")] == ["break", None, "bridge", "bridge"]
    heights = [float(dot.get("cy")) for dot in drawing.findall(f"{SVG}circle")]
    assert min(heights) == heights[-1] and max(heights) == heights[0]


def test_a_sparkline_of_one_point_and_of_none():
    assert len(ET.fromstring(sparkline.svg(SERIES.head(1), SCORE)).findall(f"{SVG}circle")) == 1
    assert sparkline.svg(frame([]), SCORE) == "" == sparkline.alt(frame([]), SCORE)
    assert len(ET.fromstring(sparkline.svg(SERIES, SCORE, years=(2018, 2019))).findall(f"{SVG}circle")) == 2


def test_text_from_data_cannot_break_out_of_the_drawing():
    data = frame([row("A", 2023, 80, name='"><script>x</script>')])
    assert "<script" not in sparkline.svg(data, SCORE)


def test_the_same_as_a_figure():
    figure = checked(sparkline.build(SERIES, SCORE))
    assert figure.layout.height == 60
    assert [x is None for x in figure.data[0].x] == [False, False, True, False, True, False]
    assert len(figure.layout.shapes) == 1


# all kinds

KINDS = {
    "bars": lambda data, look: bars.build(data, SCORE, own="P01", mean=("TB", 80.0), look=look),
    "bars of ranks": lambda data, look: bars.build(data, SCORE, own="P01", measure="rank", look=look),
    "strip": lambda data, look: strip.build(data, SCORE, own="P01", mean=("TB", 80.0), look=look),
    "strip of ranks": lambda data, look: strip.build(data, SCORE, own="P01", measure="rank", look=look),
    "sparkline": lambda data, look: sparkline.build(data[data["unit_id"] == "P00"], SCORE, look=look),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("units", [1, 63])
def test_every_kind_is_a_valid_figure_in_the_vietnamese_format(kind, look, units):
    figure = checked(KINDS[kind](field(units, 2023, 2023), look))
    assert figure.layout.separators == ",."
    written = [*(figure.layout.xaxis.ticktext or ()), *(figure.layout.yaxis.ticktext or ())]
    assert not any(re.search(r"\d\.\d", text) for text in written)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("look", LOOKS)
def test_every_kind_says_when_there_is_nothing(kind, look):
    figure = checked(KINDS[kind](frame([]), look))
    assert len(figure.layout.annotations) == 1 and len(figure.data) == 0


@pytest.mark.parametrize("look", LOOKS)
def test_captions_without_any_figure_say_so(look):
    for module in (bars, strip):
        words = module.caption(frame([]), SCORE, look=look)
        assert words.alt and words.source == "" and words.title == SCORE.name


def test_years_that_nobody_calls_alike_stay_apart_without_a_break():
    apart = SERIES.head(2).assign(method_id=[f"A{APART}2017", f"A{APART}2018"])
    drawing = ET.fromstring(sparkline.svg(apart, SCORE))
    assert drawing.findall(f"{SVG}line") == [] and len(drawing.findall(f"{SVG}circle")) == 2
    assert "Cách tính đổi" not in sparkline.alt(apart, SCORE)
    (rank,) = ET.fromstring(sparkline.svg(apart, SCORE, measure="rank")).findall(f"{SVG}line")
    assert rank.get("class") == "bridge", "ranks are followed, but faintly"
