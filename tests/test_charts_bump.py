"""The bump chart: ranks joined with like ranks only, ties side by side, every rank with its denominator."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.comparability import APART
from egov_metrics.charts import bump, line, line_caption
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import DARK, LIGHT
from tests.charts_frames import (
    ABC,
    SCORE,
    cell_row,
    cells,
    checked,
    field,
    frame,
    labels_of,
    may_join,
    row,
    segments,
    traces,
    versions,
)

LOOKS = [Look("vi", "light", 1240, 470), Look("en", "dark", 358, 420), Look("vi", "dark", 1760, 680)]


def bridged(figure) -> list[tuple[float, float]]:
    """Years that a dotted line links, rounded: points that share a rank stand a little aside."""
    pairs = []
    for trace in traces(figure, "bridge"):
        assert trace["line"]["dash"] == "dot"
        pairs += [(round(a), round(b)) for a, b in pairwise(trace["x"]) if a is not None and b is not None]
    return pairs


@settings(max_examples=60, deadline=None)
@given(st.lists(cells, max_size=45, unique_by=lambda cell: (cell["unit"], cell["year"])))
def test_solid_lines_join_ranks_of_one_method_and_one_number_of_units(drawn):
    rows = [cell_row(cell) for cell in drawn]
    figure = bump.build(frame(rows), ABC, SCORE, own="A", chosen=["B", "C"])
    by_id = {f"{cell['unit']}-{cell['year']}": cell for cell in drawn if cell["rank"] is not None}
    may = set()
    for one in by_id:
        unit, year = one.split("-")
        other = f"{unit}-{int(year) + 1}"
        if other in by_id and may_join(by_id[one], by_id[other], "rank"):
            may.add((one, other))
    found = segments(figure)
    assert set(found) == may and len(found) == len(may)
    if by_id:
        checked(figure)
        shown = [i for trace in traces(figure, "field", "own", "chosen") for i in trace["customdata"] if i]
        assert sorted(shown) == sorted(by_id)


def test_gaps_breaks_and_other_denominators_are_dotted_and_told():
    rows = [row("A", 2012, rank=9), row("A", 2014, rank=5), row("A", 2015, rank=4, method_id="B")]
    rows.append(row("A", 2016, rank=3, rank_of=34, method_id="B"))
    figure = bump.build(frame(rows), ABC, SCORE, own="A")
    assert bridged(figure) == [(2012, 2014), (2014, 2015), (2015, 2016)] and segments(figure) == []
    words = bump.caption(frame(rows), ABC, SCORE, own="A").method
    assert "chấm mờ" in words and "63 (2012, 2014–2015); 34 (2016)" in words
    alike = frame([row("A", 2012, rank=9), row("A", 2013, rank=5)])
    assert not bridged(bump.build(alike, None, SCORE, own="A"))
    assert "chấm mờ" not in bump.caption(alike, None, SCORE, own="A").method


def test_rank_one_is_on_top_and_the_axis_runs_to_the_largest_denominator():
    data = frame([row("A", 2024, rank=12), row("A", 2025, rank=3, rank_of=34)])
    axis = bump.build(data, None, SCORE, own="A").layout.yaxis
    assert axis.range[0] > 63 > axis.range[1] and axis.range[1] < 1
    assert axis.ticktext[0] == "1" and axis.ticktext[-1] == "63"


@pytest.mark.parametrize("look", LOOKS)
def test_units_that_share_a_rank_do_not_hide_each_other(look):
    data = frame([row(f"U{i}", year, 80, 17) for i in range(5) for year in (2019, 2020)])
    figure = bump.build(data, None, SCORE, own="U0", chosen=["U1"], look=look)
    shown = traces(figure, "field", "own", "chosen")
    places = [place for trace in shown for place in zip(trace["x"], trace["y"], strict=True)]
    drawn = [place for place in places if place[0] is not None]
    assert len(set(drawn)) == 10 and {y for _, y in drawn} == {17}
    assert all(abs(x - round(x)) <= 0.34 for x, _ in drawn)
    assert "đồng hạng" in bump.caption(data, None, SCORE, own="U0").method


def test_every_grey_unit_answers_the_pointer_with_year_and_denominator():
    (grey,) = traces(bump.build(field(), ABC, SCORE, own="P05"), "field")
    told = [text for text in grey["text"] if text]
    assert len(told) == 62 * 13
    assert all("/63" in text and "Tỉnh P" in text for text in told)
    assert "Tỉnh P00 · 2012" in told[0]


def test_dots_with_ranks_cover_no_other_coloured_dot():
    look = Look(width=1240, height=470)
    chosen = [f"P{i:02}" for i in range(1, 7)]
    figure = bump.build(field(), ABC, SCORE, own="P00", chosen=chosen, look=look)
    layout = figure.layout
    plot_width = look.width - layout.margin.l - layout.margin.r
    plot_height = layout.height - layout.margin.t - layout.margin.b
    across = plot_width / (layout.xaxis.range[1] - layout.xaxis.range[0])
    down = plot_height / abs(layout.yaxis.range[1] - layout.yaxis.range[0])
    dots = [
        (x * across, y * down, size)
        for trace in traces(figure, "own", "chosen")
        for x, y, size in zip(trace["x"], trace["y"], trace["marker"]["size"], strict=True)
        if x is not None
    ]
    large = [dot for dot in dots if dot[2] >= bump.DOT]
    assert len(large) > 20
    for one in large:
        for other in dots:
            if other is not one and abs(one[0] - other[0]) < across / 2:  # of one year; ties stand side by side
                apart = max(abs(one[0] - other[0]), abs(one[1] - other[1]))
                assert apart >= min(one[2], other[2]) / 2


def test_what_was_not_published_is_hollow_and_recomputed_ranks_say_so():
    rows = [row("A", 2020, 80, 3, rank_of=20, rank_basis="recomputed"), row("A", 2021, 81, 4, rank_of=34)]
    figure = bump.build(frame(rows), None, SCORE, own="A")
    (own,) = traces(figure, "own")
    marker = own["marker"]
    assert own["x"][1] is None  # a recomputed rank is not joined with a published one
    assert marker["color"][0] == LIGHT.background and marker["line"]["color"][0] == LIGHT.own.line
    assert marker["color"][2] == LIGHT.own.line
    assert "tính lại" in own["text"][0] and "tính lại" not in own["text"][2]
    only = frame(rows[:1])
    assert bump.caption(only, None, SCORE, own="A").title == "THỬ: Tỉnh A xếp hạng 3/20 (tính lại) năm 2020"
    assert "rỗng" in bump.caption(frame(rows), None, SCORE, own="A").method


def test_all_units_are_named_when_they_fit_and_only_the_coloured_when_not():
    few, many = field(20, 2020, 2022), field(63, 2020, 2022)
    look = Look(width=1240, height=470)
    assert len(labels_of(bump.build(few, ABC, SCORE, own="P00", look=look))) == 20
    assert len(labels_of(bump.build(many, ABC, SCORE, own="P00", chosen=["P01"], look=look))) == 2
    assert len(labels_of(bump.build(few, ABC, SCORE, own="P00", look=Look(width=358)))) == 1


def test_own_is_red_and_nobody_else_and_no_two_share_a_colour():
    for mode, colours in (("light", LIGHT), ("dark", DARK)):
        chosen = [f"P{i:02}" for i in range(1, 7)]
        shown = traces(bump.build(field(), ABC, SCORE, own="P00", chosen=chosen, look=Look(mode=mode)), "own", "chosen")
        inks = [trace["line"]["color"] for trace in shown]
        assert len(set(inks)) == 7 and [ink == colours.own.line for ink in inks] == [False] * 6 + [True]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("units", [1, 7, 63])
def test_every_size_is_a_valid_figure_and_nothing_is_a_sentence(look, units):
    figure = checked(bump.build(field(units), ABC, SCORE, own="P00", look=look))
    assert figure.layout.separators == ",." and traces(figure, "break")
    assert look.width < 560 or figure.layout.xaxis.dtick == 1
    only_scores = frame([row("A", 2020, 80)])
    assert len(checked(bump.build(only_scores, ABC, SCORE, look=look)).data) == 0
    assert bump.caption(only_scores, ABC, SCORE, look=look).source == ""


def unclear_years(*ranks: int):
    rows = [row("A", 2020 + i, 80 - i, rank, method_id=f"M{APART}{2020 + i}") for i, rank in enumerate(ranks)]
    return frame(rows)


def test_years_that_nobody_calls_alike_are_dotted_and_the_words_say_so():
    data = unclear_years(16, 19)
    figure = bump.build(data, None, SCORE, own="A")
    assert segments(figure) == [] and bridged(figure) == [(2020, 2021)]
    words = bump.caption(data, None, SCORE, own="A")
    assert words.title.endswith("xuống 19/63 năm 2021 (chưa rõ có cùng cách đo)")
    assert "chưa rõ hai năm có cùng cách đo" in words.method and "qua năm thiếu" not in words.method
    for measure in ("rank", "value"):
        figure = line.build(data, None, SCORE, own="A", measure=measure)
        assert segments(figure) == [] and bridged(figure) == [(2020, 2021)]
        said = line_caption.caption(data, None, SCORE, own="A", measure=measure).method
        assert "chưa rõ hai năm có cùng cách đo" in said


def test_values_are_dotted_over_no_gap_and_no_break():
    rows = [row("A", 2020, 80, 3, method_id=f"M{APART}2020"), row("A", 2022, 81, 3, method_id=f"M{APART}2022")]
    rows += [row("A", 2023, 82, 3, method_id=f"N{APART}2023")]
    assert bridged(line.build(frame(rows), None, SCORE, own="A", measure="value")) == []


def test_a_rank_over_a_break_is_told_with_its_caution():
    title = bump.caption(field(3), ABC, SCORE, own="P00").title
    assert title.endswith("(cách đo đã đổi)")


def test_a_version_that_nobody_compares_claims_no_new_method():
    unclear = versions(("A", 2012, "first"), ("B", 2020, "not_stated"), decision=None)
    given = (frame([row("A", 2019, 80, 5), row("A", 2020, 81, 9, method_id="B")]), unclear, SCORE)
    said = bump.caption(*given, own="A")
    assert said.title.endswith("(chưa rõ có cùng cách đo)") and "cách tính mới" not in said.method
    assert "chưa rõ cách tính từ 2020" in said.method
    for made in (bump.build(*given, own="A"), line.build(*given, own="A", measure="rank")):
        drawn = " ".join(note.text for note in made.layout.annotations)
        assert "chưa rõ" in drawn and "mới" not in drawn
    changed = bump.caption(field(3), ABC, SCORE, own="P00").method
    assert "101/QĐ-THỬ từ 2016" in changed and "chưa rõ cách tính" not in changed


def test_large_dots_of_neighbouring_years_do_not_touch_on_a_phone():
    look = Look(width=358, height=420)
    figure = bump.build(frame([row("A", year, 80, 1) for year in range(2012, 2025)]), None, SCORE, own="A", look=look)
    (own,) = traces(figure, "own")
    across = (look.width - figure.layout.margin.l - figure.layout.margin.r) / 13
    dots = list(zip(own["x"], own["marker"]["size"], strict=True))
    assert any(size >= 18 for _, size in dots)
    for (x, size), (other, next_size) in pairwise(dots):
        assert (other - x) * across >= (size + next_size) / 2 - 2
    large = [(x, size) for x, size in dots if size >= 18]
    assert all((other - x) * across >= size + bump.RIM for (x, size), (other, _) in pairwise(large))
