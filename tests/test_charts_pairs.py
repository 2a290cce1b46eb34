"""Slope and dumbbell: two years side by side; across a break only when asked, and then said everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.charts import dumbbell, slope
from egov_metrics.charts.look import Look
from egov_metrics.charts.pairs import read_pairs
from egov_metrics.charts.palette import DARK, LIGHT
from tests.charts_frames import LATE, LEVEL, SCORE, cell_row, cells, checked, field, frame, labels_of, row, traces

KINDS = [slope, dumbbell]
LOOKS = [Look("vi", "light", 1240), Look("en", "dark", 358), Look("vi", "dark", 1760)]
WORDS = "876/QĐ-BNV từ 2022, điểm không so trực tiếp"
YEARS = (2021, 2022)


def two(*rows, **more):
    """Rows of 2021 and 2022 from (unit, value, value, rank, rank)."""
    return frame(
        made
        for unit, before, after, first, last in rows
        for made in (row(unit, 2021, before, first, **more), row(unit, 2022, after, last, **more))
    )


ALIKE = two(("A", 80.1, 84.3, 20, 12), ("B", 70, 69, 40, 41), ("C", 75, 75, 30, 30))


def broken():
    """The same, 2022 by another method."""
    data = ALIKE.copy()
    data.loc[data["year"] == 2022, "method_id"] = "B"
    return data


def ends_of(figure) -> list[str]:
    return [
        re.sub("<.*?>", "", n["text"]) for n in figure.to_plotly_json()["layout"]["annotations"] if n["name"] == "end"
    ]


def words_in(figure) -> str:
    return " ".join(note.text or "" for note in figure.layout.annotations)


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_two_methods_are_refused_until_the_reader_asks_to_cross(kind):
    for call in (kind.build, kind.caption):
        with pytest.raises(ValueError, match="was measured by A"):
            call(broken(), SCORE, years=YEARS, own="A")
        call(broken(), SCORE, years=YEARS, own="A", alike=True)
        call(broken(), SCORE, years=YEARS, own="A", measure="rank")
    with pytest.raises(ValueError, match="earlier and a later"):
        kind.build(ALIKE, SCORE, years=(2022, 2021))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("look", LOOKS)
def test_across_a_break_lines_are_dashed_and_the_words_stand_everywhere(kind, look):
    given = {"years": YEARS, "own": "A", "chosen": ["B"], "across": WORDS, "look": look}
    figure = checked(kind.build(broken(), SCORE, **given))
    lines = [trace for trace in figure.to_plotly_json()["data"] if "lines" in trace["mode"]]
    assert lines and {trace["line"]["dash"] for trace in lines} == {"dash"}
    assert WORDS in words_in(figure).replace("<br>", " ")
    said = kind.caption(broken(), SCORE, **given)
    assert WORDS in said.subtitle and WORDS in said.alt
    for word in ("lên", "xuống", "tăng", "up ", "down ", "+4,20"):
        assert word not in said.title and word not in said.alt
    assert "80,10" in said.title and "84,30" in said.title


def test_across_a_break_no_slope_label_tells_a_change_and_no_arrow_judges():
    figure = slope.build(broken(), SCORE, years=YEARS, own="A", across=WORDS)
    assert all("+" not in note["text"] for note in labels_of(figure))
    assert ends_of(dumbbell.build(broken(), SCORE, years=YEARS, across=WORDS)) == [
        "84,30  (+4,20)",
        "75,00  (0,00)",
        "69,00  (−1,00)",
    ]


def test_alike_years_say_the_change_with_its_sign():
    figure = slope.build(ALIKE, SCORE, years=YEARS, own="A", chosen=["B"])
    texts = [re.sub("<.*?>", "", note["text"]) for note in labels_of(figure)]
    assert "Tỉnh A 84,30 (+4,20)" in texts and "Tỉnh B 69,00 (−1,00)" in texts and "Tỉnh A 80,10" in texts
    assert {trace["line"]["dash"] for trace in traces(figure, "own", "chosen", "field")} == {"solid"}
    title = slope.caption(ALIKE, SCORE, years=YEARS, own="A").title
    assert title == "THỬ: Tỉnh A từ 80,10 điểm năm 2021 lên 84,30 điểm năm 2022 (+4,20)"
    assert slope.caption(ALIKE, SCORE, years=YEARS, own="C").title == "THỬ: Tỉnh C 75,00 điểm năm 2022, bằng năm 2021"
    assert slope.caption(ALIKE, SCORE, years=YEARS).title.endswith("1 đơn vị tăng, 1 giảm, 1 giữ nguyên")


def test_ranks_rise_when_the_number_falls():
    said = dumbbell.caption(ALIKE, SCORE, years=YEARS, own="A", measure="rank")
    assert said.title == "THỬ: Tỉnh A từ hạng 20/63 năm 2021 lên hạng 12/63 năm 2022 (tăng 8 bậc)"
    figure = dumbbell.build(ALIKE, SCORE, years=YEARS, own="A", measure="rank")
    assert ends_of(figure) == ["12/63  tăng 8 bậc ▲", "30/63  giữ hạng", "41/63  giảm 1 bậc ▼"]
    assert figure.layout.xaxis.range[0] > figure.layout.xaxis.range[1]


def test_ranks_among_other_numbers_of_units_have_no_change():
    data = frame([row("A", 2021, rank=20), row("A", 2022, rank=12, rank_of=34)])
    given = {"years": YEARS, "own": "A", "measure": "rank"}
    (own,) = traces(slope.build(data, SCORE, **given), "own")
    assert own["line"]["dash"] == "dot"
    assert ends_of(dumbbell.build(data, SCORE, **given)) == ["12/34  –"]
    said = slope.caption(data, SCORE, **given)
    assert said.title == "THỬ: Tỉnh A hạng 20/63 năm 2021, hạng 12/34 năm 2022"
    assert "không nêu thay đổi" in said.method


@pytest.mark.parametrize("more", [{"qualifier": "approx"}, {"qualifier": "target"}, {"period_end": "2022-06-30"}])
def test_a_bound_a_target_or_a_part_of_a_year_tells_no_change(more):
    data = frame([row("A", 2021, 80, 9), row("A", 2022, 84, 3, **more)])
    for measure in ("value", "rank"):
        (pair,) = read_pairs(data, YEARS, measure)
        assert pair.change(SCORE) is None and pair.better(SCORE) == 0 and pair.link != "solid"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("basis", ["derived", "doubtful", "recomputed"])
def test_a_published_value_is_not_joined_with_another_kind(kind, basis):
    data = frame([row("A", 2021, 80), row("A", 2022, 84, value_basis=basis)])
    figure = kind.build(data, SCORE, years=YEARS, own="A")
    assert not [trace for trace in figure.to_plotly_json()["data"] if "lines" in trace["mode"]]
    symbols = [s for t in figure.to_plotly_json()["data"] for s in t["marker"]["symbol"]]
    assert sorted(symbols) == ["circle", "circle-open"]
    said = kind.caption(data, SCORE, years=YEARS, own="A")
    assert "+4" not in said.title + said.alt and "rỗng" in said.method


def test_less_is_better_turns_the_rows_and_the_arrows_not_the_sign():
    data = two(("A", 9.0, 4.0, None, None), ("B", 2.0, 5.5, None, None), decimals=1)
    figure = dumbbell.build(data, LATE, years=YEARS)
    assert ends_of(figure) == ["4,0  −5,0 ▲", "5,5  +3,5 ▼"]
    levels = two(("A", 3, 1, None, None), ("B", 2, 4, None, None), decimals=0)
    assert ends_of(dumbbell.build(levels, LEVEL, years=YEARS)) == ["I  tăng 2 mức ▲", "IV  giảm 2 mức ▼"]


def test_the_best_of_the_later_year_is_on_top_and_the_height_grows():
    data = field(20, 2016, 2017)
    pairs = read_pairs(data, (2016, 2017), "value")
    figure = dumbbell.build(data, SCORE, years=(2016, 2017))
    (later,) = traces(figure, "later")
    assert later["x"] == sorted((pair.after.y for pair in pairs), reverse=True)
    more = dumbbell.build(field(63, 2016, 2017), SCORE, years=(2016, 2017)).layout.height
    assert more - figure.layout.height == 43 * dumbbell.ROW


@pytest.mark.parametrize("mode, colours", [("light", LIGHT), ("dark", DARK)])
def test_red_is_our_own_unit_alone_and_no_green_judges(mode, colours):
    data = field(30, 2016, 2017)
    for kind in KINDS:
        figure = kind.build(data, SCORE, years=(2016, 2017), own="P03", chosen=["P05", "P07"], look=Look(mode=mode))
        text = figure.to_json()
        assert colours.own.line in text
        assert colours.own.line not in kind.build(data, SCORE, years=(2016, 2017), look=Look(mode=mode)).to_json()
    inks = [trace["line"]["color"] for trace in traces(slope.build(data, SCORE, years=(2016, 2017), own="P03",
            chosen=["P05", "P07"]), "own", "chosen")]  # fmt: skip
    assert len(set(inks)) == 3


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from(["value", "rank"]),
    st.sampled_from([None, WORDS]),
)
def test_a_change_is_told_only_of_two_figures_of_one_kind(drawn_pairs, one_method, measure, across):
    years = (2015, 2017)
    drawn = [
        cell | {"unit": unit, "year": year} | ({"method": "A"} if one_method else {})
        for unit, pair in zip("ABCDEFGH", drawn_pairs, strict=False)
        for year, cell in zip(years, pair, strict=True)
    ]
    rows = [cell_row(cell) for cell in drawn]
    try:
        pairs = read_pairs(frame(rows), years, measure, across)
    except ValueError:
        both = {c["unit"]: c for c in drawn if c["year"] == 2015 and c["value"] is not None}
        assert measure == "value" and across is None
        assert any(
            c["year"] == 2017 and c["value"] is not None and c["unit"] in both
            and c["method"] != both[c["unit"]]["method"]
            for c in drawn
        )  # fmt: skip
        return
    for pair in pairs:
        assert (pair.before.year, pair.after.year) == years and pair.before.unit_id == pair.after.unit_id
        told = pair.change(SCORE) is not None
        assert told == (
            pair.before.basis == pair.after.basis in ("published", "recomputed")
            and pair.before.qualifier == pair.after.qualifier == "exact"
            and pair.before.whole_year == pair.after.whole_year
            and (measure == "value" or pair.before.rank_of == pair.after.rank_of is not None)
        )
        if pair.link == "solid":
            assert told and across is None and pair.before.method_id == pair.after.method_id
        if across:
            assert pair.link in ("dash", "none")
    for kind in KINDS:
        checked(kind.build(frame(rows), SCORE, years=years, own="A", chosen=["B"], measure=measure, across=across))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("units", [1, 12, 63])
def test_every_size_is_a_valid_figure_in_the_vietnamese_format(kind, look, units):
    figure = checked(kind.build(field(units, 2016, 2017), SCORE, years=(2016, 2017), own="P00", look=look))
    assert figure.layout.separators == ",."
    written = [*(figure.layout.xaxis.ticktext or ()), *(figure.layout.yaxis.ticktext or ()), words_in(figure)]
    assert not any(re.search(r"\d\.\d", text) for text in written)


@pytest.mark.parametrize("kind", KINDS)
def test_no_unit_with_both_years_says_so(kind):
    data = frame([row("A", 2021, 80), row("B", 2022, 81)])
    figure = checked(kind.build(data, SCORE, years=YEARS))
    assert len(figure.data) == 0 and "2021" in figure.layout.annotations[0].text
    assert "Hãy chọn" in kind.caption(data, SCORE, years=YEARS).alt


def test_a_slope_chart_has_grid_lines_only_with_their_numbers():
    rows = [row(f"U{i}", year, 50 + i + year % 2, i + 1) for i in range(30) for year in (2022, 2023)]
    for own in ("U3", None):
        axis = slope.build(frame(rows), SCORE, years=(2022, 2023), own=own).layout.yaxis
        assert axis.showgrid is axis.showticklabels
