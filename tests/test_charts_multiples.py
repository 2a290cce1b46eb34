"""Small multiples: one unit a panel, one scale for all, cut and marked like a line chart."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.charts import multiples
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import DARK, LIGHT
from tests.charts_frames import ABC, SCORE, cell_row, cells, checked, field, frame, may_join, row, traces

LOOKS = [Look("vi", "light", 1240, 470), Look("en", "dark", 358, 420), Look("vi", "dark", 1760, 680)]


def headings(figure) -> list[str]:
    notes = [note for note in figure.layout.annotations if note.name == "heading"]
    return [re.sub("<.*?>", " ", note.text).replace("  ", " ").strip() for note in notes]


def test_own_first_then_the_chosen_then_those_with_most_figures():
    rows = [row(f"U{i}", 2012 + y, 70 + i, 9) for i in range(9) for y in range(i + 1)]
    figure = multiples.build(frame(rows), None, SCORE, own="U1", chosen=["U3", "U2"], most=5)
    assert [text.split()[1] for text in headings(figure)] == ["U1", "U3", "U2", "U8", "U7"]
    inks = [trace["line"]["color"] for trace in traces(figure, "own", "chosen")]
    assert inks[0] == LIGHT.own.line and len(set(inks[:3])) == 3 and set(inks[3:]) == {LIGHT.more.line}


def test_a_heading_has_the_newest_figure_and_its_year_when_that_is_old():
    rows = [row("A", 2020, 80), row("A", 2021, 81.5), row("B", 2023, 70), row("C", 2023, 60, value_basis="derived")]
    assert headings(multiples.build(frame(rows), None, SCORE, own="A")) == [
        "Tỉnh A 81,50 (2021)",
        "Tỉnh B 70,00",
        "Tỉnh C 60,00 ○",
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("measure", ["value", "rank"])
def test_all_panels_share_both_scales_and_mark_every_break(look, measure):
    figure = checked(multiples.build(field(), ABC, SCORE, own="P00", chosen=["P01"], measure=measure, look=look))
    made = figure.to_plotly_json()["layout"]
    for side in ("xaxis", "yaxis"):
        axes = [made[name] for name in made if name.startswith(side)]
        assert len(axes) == 12 and len({tuple(axis["range"]) for axis in axes}) == 1
    lines = [shape for shape in made["shapes"] if shape["type"] == "line"]
    assert len(lines) == 2 * 12 and {shape["x0"] for shape in lines} == {2015.5, 2019.5}
    assert len({shape["xref"] for shape in lines}) == 12 and all("domain" in shape["yref"] for shape in made["shapes"])
    assert len(traces(figure, "break")) == len(traces(figure, "behind")) == 12
    columns = {tuple(made[name]["domain"]) for name in made if name.startswith("xaxis")}
    assert len(columns) == (2 if look.narrow else 4)


def test_panels_and_their_headings_do_not_overlap():
    for look in LOOKS:
        figure = multiples.build(field(), ABC, SCORE, own="P00", look=look)
        made = figure.to_plotly_json()["layout"]
        down = made["height"] - made["margin"]["t"] - made["margin"]["b"]
        across = look.width - made["margin"]["l"] - made["margin"]["r"]
        for name in [name for name in made if name.startswith("yaxis")]:
            low, high = made[name]["domain"]
            below = [d for d in (made[n]["domain"] for n in made if n.startswith("yaxis")) if d[1] < low - 1e-9]
            head = (low - max((d[1] for d in below), default=0)) * down if below else 99
            assert (high - low) * down >= 80 and head >= (30 if look.narrow else 20)
        spans = sorted({tuple(made[name]["domain"]) for name in made if name.startswith("xaxis")})
        assert all((b[0] - a[1]) * across >= 15 for a, b in pairwise(spans))
        width = (spans[0][1] - spans[0][0]) * across
        for note in figure.layout.annotations:
            if note.name == "heading":
                assert multiples.layout.text_width(note.text, note.font.size, bold=True) <= width * 1.1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(cells, max_size=40, unique_by=lambda cell: (cell["unit"], cell["year"])),
    st.sampled_from(["value", "rank"]),
)
def test_lines_are_cut_in_every_panel_and_behind_it(drawn, measure):
    figure = multiples.build(frame(cell_row(c) for c in drawn), ABC, SCORE, own="A", chosen=["B"], measure=measure)
    by_place = {(c["unit"], c["year"]): c for c in drawn if c[measure] is not None}
    may = {
        (unit, year)
        for unit, year in by_place
        if (unit, year + 1) in by_place and may_join(by_place[(unit, year)], by_place[(unit, year + 1)], measure)
    }
    joined = [
        (one.split("-")[0], int(one.split("-")[1]))
        for trace in traces(figure, "own", "chosen")
        for one, other in pairwise(trace["customdata"])
        if one and other
    ]
    assert sorted(joined) == sorted(may)
    for behind in traces(figure, "behind"):
        assert sum(a is not None and b is not None for a, b in pairwise(behind["x"])) == len(may)
        assert behind["connectgaps"] is False
    if measure == "value":
        assert traces(figure, "bridge") == []


def test_red_is_the_panel_of_our_own_unit_alone():
    for mode, colours in (("light", LIGHT), ("dark", DARK)):
        figure = multiples.build(field(), ABC, SCORE, own="P00", look=Look(mode=mode))
        reds = traces(figure, "own")
        assert len(reds) == 1 and reds[0]["line"]["color"] == colours.own.line and reds[0].get("xaxis") == "x"
        assert colours.own.line not in multiples.build(field(), ABC, SCORE, look=Look(mode=mode)).to_json()


def test_words_tell_panels_breaks_and_the_newest_figure():
    said = multiples.caption(field(), ABC, SCORE, own="P00", chosen=["P02"])
    assert "12 ô" in said.subtitle and "63 đơn vị" in said.subtitle and said.source
    assert "Đường dừng" in said.method and "101/QĐ-THỬ từ 2016" in said.method
    assert "Tỉnh P00, Tỉnh P02" in said.alt and "Tỉnh P00 năm 2024" in said.alt


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("units", [1, 3, 63])
def test_every_size_is_a_valid_figure_and_nothing_is_a_sentence(look, units):
    checked(multiples.build(field(units), ABC, SCORE, own="P00", look=look))
    assert len(checked(multiples.build(frame([]), ABC, SCORE, look=look)).data) == 0
    assert multiples.caption(frame([]), ABC, SCORE, look=look).source == ""
