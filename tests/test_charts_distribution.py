"""The distribution: every sound value in one column, places among what is drawn, never of ranks."""

from __future__ import annotations

import re
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.charts import distribution
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import DARK, LIGHT
from tests.charts_frames import LATE, LEVEL, SCORE, checked, field, frame, row, traces

LOOKS = [Look("vi", "light", 1240), Look("en", "dark", 358), Look("vi", "dark", 1760)]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.decimals(0, 100, places=2).map(float), min_size=5, max_size=70))
def test_every_value_is_counted_once_in_the_column_that_holds_it(values):
    data = frame(row(f"U{i}", 2024, value) for i, value in enumerate(values))
    spread = distribution.read_spread(data, SCORE, "value")
    (columns,) = traces(checked(distribution.build(data, SCORE, own="U0")), "columns")
    assert sum(columns["y"]) == len(values)
    edges = spread.edges
    assert edges == sorted(edges) and edges[0] <= min(values) and edges[-1] >= max(values)
    for value in values:
        i = spread.column(value)
        assert edges[i] - 1e-6 <= value < edges[i + 1] + 1e-6
    assert len(edges) - 1 <= 20


def test_borders_are_round_numbers():
    edges = distribution.read_spread(field(63, 2023, 2023), SCORE, "value").edges
    steps = {round(b - a, 6) for a, b in zip(edges, edges[1:], strict=False)}
    assert len(steps) == 1
    (step,) = steps
    assert re.fullmatch(r"0*(1|2|25|5)0*", str(step).replace(".0", "").replace(".", ""))
    assert all(abs(edge / step - round(edge / step)) < 1e-6 for edge in edges)


def test_median_and_quartiles_are_those_of_the_values():
    data = field(63, 2023, 2023)
    figure = distribution.build(data, SCORE, own="P07")
    first, middle, third = statistics.quantiles(data["value"], n=4, method="inclusive")
    assert [shape.x0 for shape in figure.layout.shapes] == [first, middle, third]
    named = [note.text for note in figure.layout.annotations if note.name == "mark"]
    assert [text.split()[0] for text in named] == ["Q1", "trung", "Q3"]
    assert named[1] == "trung vị " + SCORE.plain(middle)


def test_our_own_unit_its_column_and_its_place_are_marked():
    for mode, colours in (("light", LIGHT), ("dark", DARK)):
        data = frame(row(f"U{i}", 2024, 60 + i) for i in range(20))
        figure = distribution.build(data, SCORE, own="U17", chosen=["U3"], look=Look(mode=mode))
        (columns,) = traces(figure, "columns")
        rims = [i for i, colour in enumerate(columns["marker"]["line"]["color"]) if colour == colours.own.line]
        assert rims == [distribution.read_spread(data, SCORE, "value").column(77)]
        (dots,) = traces(figure, "dots")
        assert len(dots["x"]) == 20 and dots["marker"]["color"].count(colours.own.line) == 1
        assert dots["x"][-1] == 77 and dots["marker"]["color"][-1] == colours.own.line
    names = [re.sub("<.*?>", "", note.text) for note in figure.layout.annotations if note.name == "label"]
    assert names[0] == "Tỉnh U17 77,00 · thứ 3 trong 20 đơn vị có số liệu" and "Tỉnh U3" in names[1]


def test_a_place_is_never_a_published_rank():
    data = frame(row(f"U{i}", 2024, 60 + i, 40 - i) for i in range(8))
    title = distribution.caption(data, SCORE, own="U0").title
    assert title == "THỬ 2024: Tỉnh U0 60,00 điểm, thứ 8 trong 8 đơn vị có số liệu"
    ties = frame(row(f"U{i}", 2024, value) for i, value in enumerate([9, 8, 8, 7, 6]))
    assert "thứ 2 trong 5" in distribution.caption(ties, SCORE, own="U2").title
    assert "thứ 4 trong 5" in distribution.caption(ties, SCORE, own="U3").title
    assert "thứ 1 trong 5" in distribution.caption(ties, LATE, own="U4").title


def test_ranks_have_no_distribution():
    for call in (distribution.build, distribution.caption):
        with pytest.raises(ValueError, match="ranks have no distribution"):
            call(field(9, 2023, 2023), SCORE, measure="rank")


def test_what_is_not_sound_is_a_hollow_dot_and_not_counted():
    rows = [row(f"U{i}", 2024, 60 + i) for i in range(6)]
    rows += [row("X", 2024, 99, value_basis="doubtful"), row("Y", 2024, 98, qualifier="more_than")]
    figure = distribution.build(frame(rows), SCORE, own="X")
    assert sum(traces(figure, "columns")[0]["y"]) == 6
    (dots,) = traces(figure, "dots")
    assert sorted(dots["marker"]["symbol"]) == ["circle"] * 6 + ["circle-open"] * 2
    said = distribution.caption(frame(rows), SCORE, own="X")
    assert "2 dấu rỗng" in said.method and "6 đơn vị" in said.subtitle and "thứ" not in said.title
    assert "99" not in said.alt


def test_units_measured_in_another_way_are_left_out_and_told():
    rows = [row(f"U{i}", 2024, 60 + i) for i in range(6)] + [row("X", 2024, 5, method_id="B")]
    figure = distribution.build(frame(rows), SCORE)
    assert 5 not in traces(figure, "dots")[0]["x"]
    assert "1 đơn vị được đo theo cách khác" in distribution.caption(frame(rows), SCORE).method


def test_the_better_end_is_on_the_right_and_levels_have_four_columns():
    low, high = distribution.build(field(9, 2023, 2023), LATE).layout.xaxis.range
    assert low > high
    data = frame(row(f"U{i}", 2023, 1 + i % 4, decimals=0) for i in range(10))
    (columns,) = traces(checked(distribution.build(data, LEVEL)), "columns")
    assert columns["x"] == [1, 2, 3, 4] and columns["y"] == [3, 3, 2, 2]
    assert not distribution.build(data, LEVEL).layout.shapes


def test_names_of_the_lines_do_not_touch():
    data = frame(row(f"U{i}", 2024, 80 + (i - 10) / 50) for i in range(21))
    for look in LOOKS:
        figure = distribution.build(data, SCORE, mean=("trung bình", 80.01), look=look)
        low, high = figure.layout.xaxis.range
        per_unit = (look.width - 32) / (high - low)
        notes = [note for note in figure.layout.annotations if note.name == "mark"]
        spans = []
        for note in notes:
            half = distribution.layout.text_width(note.text, note.font.size) / 2
            middle = (note.x - low) * per_unit + note.xshift
            spans.append((middle - half, middle + half))
        spans.sort()
        assert len(spans) == 4
        assert all(b[0] >= a[1] for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("units", [0, 4, 5, 63])
def test_too_few_values_are_a_sentence(look, units):
    data = field(units, 2023, 2023) if units else frame([])
    figure = checked(distribution.build(data, SCORE, own="P00", look=look))
    said = distribution.caption(data, SCORE, own="P00", look=look)
    assert (len(figure.data) > 0) == (units >= distribution.LEAST) == bool(said.source)
    assert said.alt and said.title and said.subtitle
