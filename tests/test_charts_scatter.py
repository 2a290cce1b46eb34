"""The scatter chart and the rank correlation: pairs only, own axes, association and no cause."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.association import LEAST, spearman
from egov_metrics.charts import scatter
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.palette import DARK, LIGHT
from tests.charts_frames import LATE, SCORE, checked, frame, row, traces

OTHER = Subject("Chỉ số khác", "KHÁC", "points", 4, 0, 1, "higher")
LOOKS = [Look("vi", "light", 1240), Look("en", "dark", 358), Look("vi", "dark", 1760)]
YEARS = {"year_x": 2024, "year_y": 2022}


def frames(pairs, **more):
    one = frame(row(f"U{i}", 2024, x) for i, (x, _) in enumerate(pairs))
    other = frame(row(f"U{i}", 2022, y, **more) for i, (_, y) in enumerate(pairs))
    return one, other


RISING = frames([(i, i / 100) for i in range(12)])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=LEAST, max_size=40))
def test_spearman_is_pearson_of_mean_ranks(pairs):
    x, y = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    got = spearman(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert got is None
        return
    expected = pd.Series(x).rank().corr(pd.Series(y).rank())
    assert got == pytest.approx(expected, abs=1e-9) and -1 <= got <= 1
    assert spearman(y, x) == pytest.approx(got) and spearman([-a for a in x], y) == pytest.approx(-got)


def test_spearman_of_known_numbers_and_of_too_few():
    x = [86, 97, 99, 100, 101, 103, 106, 110, 112, 113]
    y = [2, 20, 28, 27, 50, 29, 7, 17, 6, 12]
    assert spearman(x, y) == pytest.approx(-29 / 165)
    assert spearman(x[:9], y[:9]) is None
    with pytest.raises(ValueError, match="pairs"):
        spearman(x, y[:9])
    with pytest.raises(ValueError, match="missing"):
        spearman([float("nan"), *x], [1, *y])


def test_only_units_with_both_figures_are_drawn_each_with_its_own_years():
    one = frame([row("A", 2024, 80), row("B", 2024, 81), row("C", 2024, 82), row("D", 2024, 83), row("D", 2023, 1)])
    other = frame(
        [row("A", 2022, 0.3), row("B", 2022, 0.4), row("C", 2022, 0.5), row("E", 2022, 0.6), row("D", 2021, 9)]
    )
    (dots,) = traces(scatter.build(one, other, SCORE, OTHER, **YEARS), "dots")
    assert sorted(zip(dots["x"], dots["y"], strict=True)) == [(80, 0.3), (81, 0.4), (82, 0.5)]
    assert "THỬ 2024: 80,00 điểm" in dots["text"][0] and "KHÁC 2022: 0,30" in dots["text"][0]
    said = scatter.caption(one, other, SCORE, OTHER, **YEARS)
    assert "3 đơn vị có cả hai" in said.subtitle and "2024" in said.title and "2022" in said.title


def test_the_correlation_comes_with_its_n_and_without_a_cause_and_not_of_few():
    said = scatter.caption(*RISING, SCORE, OTHER, **YEARS)
    assert "1,00 (n = 12)" in said.subtitle and "không nói lên nguyên nhân" in said.subtitle
    nine = frames([(i, i / 100) for i in range(9)])
    assert "Spearman" not in scatter.caption(*nine, SCORE, OTHER, **YEARS).subtitle
    english = scatter.caption(*RISING, SCORE, OTHER, look=Look("en"), **YEARS)
    assert "n = 12" in english.subtitle and "nothing about causes" in english.subtitle


def test_the_sign_follows_the_picture_where_less_is_better():
    said = scatter.caption(*RISING, SCORE, LATE, **YEARS)
    assert "−1,00 (n = 12)" in said.subtitle and "Thấp hơn là tốt hơn: TRỄ" in said.method
    figure = scatter.build(*RISING, SCORE, LATE, **YEARS)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert figure.layout.xaxis.range[0] < figure.layout.xaxis.range[1]


def test_figures_that_are_not_sound_enter_no_median_and_no_correlation():
    one, other = frames([(i, i / 100) for i in range(14)])
    other.loc[other["unit_id"].isin(["U0", "U1"]), "value_basis"] = "doubtful"
    said = scatter.caption(one, other, SCORE, OTHER, **YEARS)
    assert "14 đơn vị có cả hai" in said.subtitle and "n = 12" in said.subtitle and "12 đơn vị" in said.method
    figure = scatter.build(one, other, SCORE, OTHER, **YEARS)
    assert {shape.x0 for shape in figure.layout.shapes if shape.yref == "paper"} == {7.5}
    assert traces(figure, "dots")[0]["marker"]["symbol"].count("circle-open") == 2


def test_another_method_is_left_out_and_told():
    one, other = frames([(i, i / 100) for i in range(6)])
    one.loc[5, "method_id"] = "B"
    figure = scatter.build(one, other, SCORE, OTHER, **YEARS)
    assert len(traces(figure, "dots")[0]["x"]) == 5
    assert "1 đơn vị được đo theo cách khác" in scatter.caption(one, other, SCORE, OTHER, **YEARS).method


def ranked(both, of: int | None):
    return tuple(one.assign(rank_of=of) for one in both)


@pytest.mark.parametrize("of", [63, None])
def test_a_median_of_a_few_of_those_ranked_judges_nobody(of):
    title = scatter.caption(*ranked(RISING, of), SCORE, OTHER, own="U9", **YEARS).title
    assert title == "Tỉnh U9: THỬ 2024 9,00 điểm, KHÁC 2022 0,09 điểm"
    half = (RISING[0].assign(rank_of=24), RISING[1].assign(rank_of=25))
    title = scatter.caption(*half, SCORE, OTHER, own="U9", **YEARS).title
    assert title.count("trung vị") == 1 and title.endswith("0,09 điểm")


def test_a_rank_of_ours_among_a_few_present_provinces_does_not_count_as_all():
    few = [one.assign(rank_of=12, rank_basis="recomputed", unit_id="P34-" + one["unit_id"]) for one in RISING]
    assert "trung vị" not in scatter.caption(*few, SCORE, OTHER, own="P34-U9", **YEARS).title


def test_our_own_unit_stands_on_a_named_side_of_each_median():
    title = scatter.caption(*ranked(RISING, 20), SCORE, OTHER, own="U9", **YEARS).title
    better = "(tốt hơn trung vị của 12 đơn vị)"
    assert title == f"Tỉnh U9: THỬ 2024 9,00 điểm {better}, KHÁC 2022 0,09 điểm {better}"
    title = scatter.caption(*ranked(RISING, 20), SCORE, LATE, own="U9", **YEARS).title
    assert "TRỄ 2022 0,09% (kém hơn trung vị của 12 đơn vị)" in title
    odd = frames([(i, i / 100) for i in range(5)])
    assert "bằng trung vị của 5 đơn vị" in scatter.caption(*ranked(odd, 9), SCORE, OTHER, own="U2", **YEARS).title


def test_four_quarters_are_named_and_names_keep_apart():
    for look in LOOKS:
        given = {"own": "U4", "chosen": ["U5", "U6"], "look": look}
        figure = checked(scatter.build(*RISING, SCORE, OTHER, **given, **YEARS))
        notes = [note for note in figure.layout.annotations if note.name == "quarter"]
        assert len({note.text for note in notes}) == 4
        names = [note for note in figure.layout.annotations if note.name == "label"]
        assert {"Tỉnh U4", "Tỉnh U5", "Tỉnh U6"} <= {re.sub("<.*?>", "", note.text) for note in names}
        width = look.width - figure.layout.margin.l - figure.layout.margin.r
        height = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
        (x0, x1), (y0, y1) = figure.layout.xaxis.range, figure.layout.yaxis.range
        boxes = []
        for note in names:
            half = scatter.layout.text_width(note.text, note.font.size, bold="<b>" in note.text) / 2
            middle = (note.x - x0) / (x1 - x0) * width + note.xshift
            level = (note.y - y0) / (y1 - y0) * height + note.yshift
            boxes.append((middle - half, middle + half, level, note.font.size))
        x, y = (5.5 - x0) / (x1 - x0) * width, (0.055 - y0) / (y1 - y0) * height  # the medians
        for left, right, level, size in boxes:
            assert not left < x < right and abs(level - y) >= size / 2, "no line strikes a name through"
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                assert a[1] <= b[0] or b[1] <= a[0] or abs(a[2] - b[2]) >= a[3]


def test_red_is_our_own_unit_alone():
    for mode, colours in (("light", LIGHT), ("dark", DARK)):
        look = Look(mode=mode)
        figure = scatter.build(*RISING, SCORE, OTHER, own="U4", chosen=["U5"], look=look, **YEARS)
        (dots,) = traces(figure, "dots")
        assert dots["marker"]["color"].count(colours.own.line) == 1 and dots["x"][-1] == 4
        assert colours.own.line not in scatter.build(*RISING, SCORE, OTHER, chosen=["U5"], look=look, **YEARS).to_json()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("units", [0, 2, 3, 63])
def test_fewer_than_three_units_are_a_sentence(look, units):
    pairs = frames([(i * 7 % 63, i / 100) for i in range(units)])
    figure = checked(scatter.build(*pairs, SCORE, OTHER, own="U0", look=look, **YEARS))
    said = scatter.caption(*pairs, SCORE, OTHER, own="U0", look=look, **YEARS)
    assert (len(figure.data) > 0) == (units >= 3) == bool(said.source)
    assert said.title and said.subtitle and said.alt and figure.layout.separators == ",."


def test_the_number_of_a_median_makes_way_for_a_dot_at_the_end_of_its_line():
    def anchors(pairs):
        figure = scatter.build(*frames(pairs), SCORE, OTHER, own="U1", look=Look("vi", "light", 1240), **YEARS)
        notes = figure.to_plotly_json()["layout"]["annotations"]
        return [note["xanchor"] for note in notes if note["name"] == "median"]

    assert anchors([(40, 0.1), (60, 0.9), (50, 0.5)]) == ["center", "right"]
    assert anchors([(40, 0.1), (60, 0.9), (90, 0.5)]) == ["center", "left"]
    assert anchors([(10, 0.5), (60, 0.9), (50, 0.1), (90, 0.5)]) == ["center", "right"]


def test_too_few_units_leave_a_low_empty_place():
    two = frames([(1, 0.1), (2, 0.2)])
    figure = scatter.build(*two, SCORE, OTHER, look=Look(height=470), **YEARS)
    assert figure.layout.height == scatter.EMPTY < 470 and len(figure.data) == 0
