"""The line chart: like joined with like only, gaps as gaps, marks for what was not published."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.charts import line, line_caption, paper, sparkline
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import DARK, LIGHT
from egov_metrics.i18n.numbers import NOTHINGS
from tests.charts_frames import (
    ABC,
    LEVEL,
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


@settings(max_examples=80, deadline=None)
@given(
    st.lists(cells, max_size=45, unique_by=lambda cell: (cell["unit"], cell["year"])),
    st.sampled_from(["value", "rank"]),
)
def test_a_line_joins_like_with_like_and_nothing_else(drawn, measure):
    rows = [cell_row(cell) for cell in drawn]
    figure = line.build(frame(rows), ABC, SCORE, own="A", chosen=["B", "C"], measure=measure)
    by_id = {f"{cell['unit']}-{cell['year']}": cell for cell in drawn if cell[measure] is not None}
    may: set[tuple[str, str]] = set()
    for one in by_id:
        unit, year = one.split("-")
        other = f"{unit}-{int(year) + 1}"
        if other not in by_id:
            continue
        if may_join(by_id[one], by_id[other], measure):
            may.add((one, other))
    found = segments(figure)
    assert set(found) == may and len(found) == len(may)
    shown = [i for trace in traces(figure, "field", "own", "chosen") for i in trace["customdata"] if i]
    assert sorted(shown) == sorted(by_id)


def test_the_grey_field_does_not_run_from_one_unit_into_the_next():
    rows = [row(f"P{i}", 2012 + i, 80 + i) for i in range(9)]  # each unit begins the year after the one before ended
    (grey,) = traces(line.build(frame(rows), None, SCORE), "field")
    assert [x for x in grey["x"] if x] == list(range(2012, 2021)) and grey["x"].count(None) == 8


def test_a_missing_year_is_a_gap():
    figure = line.build(frame([row("A", 2012, 80), row("A", 2014, 82), row("A", 2015, 83)]), None, SCORE, own="A")
    (own,) = traces(figure, "own")
    assert own["x"] == [2012, None, 2014, 2015] and own["y"] == [80, None, 82, 83]


def test_scores_are_never_bridged_and_ranks_are_only_dotted():
    data = frame([row("A", 2012, 80, 9), row("A", 2014, 82, 5), row("A", 2015, 70, 4, method_id="B")])
    assert traces(line.build(data, ABC, SCORE, own="A"), "bridge") == []
    (bridge,) = traces(line.build(data, ABC, SCORE, own="A", measure="rank"), "bridge")
    assert bridge["x"] == [2012, 2014, None, 2014, 2015, None]
    assert bridge["line"]["dash"] == "dot" and bridge["mode"] == "lines"
    assert "chấm mờ" in line_caption.caption(data, ABC, SCORE, own="A", measure="rank").method
    assert "chấm mờ" not in line_caption.caption(data, ABC, SCORE, own="A").method


@pytest.mark.parametrize("basis", ["derived", "list_order", "doubtful", "recomputed"])
def test_what_was_not_published_is_hollow_and_named(basis):
    data = frame([row("A", 2012, 80), row("A", 2013, 81, value_basis=basis), row("A", 2014, 82)])
    figure = line.build(data, None, SCORE, own="A")
    (own,) = traces(figure, "own")
    assert own["marker"]["symbol"] == ["circle", "circle", "circle-open", "circle", "circle"]
    assert segments(figure) == []
    assert "không phải" in own["text"][2] or "đáng ngờ" in own["text"][2]
    assert "rỗng" in line_caption.caption(data, None, SCORE, own="A").method


def test_a_value_can_be_published_where_its_rank_is_not():
    data = frame([row("A", 2012, 80, 3, rank_basis="list_order"), row("A", 2013, 81, 4)])
    assert traces(line.build(data, None, SCORE, own="A"), "own")[0]["marker"]["symbol"] == "circle"
    ranks = traces(line.build(data, None, SCORE, own="A", measure="rank"), "own")[0]
    assert ranks["marker"]["symbol"][0] == "circle-open"


def test_conflicting_sources_are_a_diamond():
    (own,) = traces(line.build(frame([row("A", 2012, 80, conflict=True)]), None, SCORE, own="A"), "own")
    assert own["marker"]["symbol"] == "diamond" and "Các nguồn ghi khác nhau" in own["text"][0]


def test_breaks_are_drawn_labelled_and_told_under_the_pointer():
    methods = versions(("A", 2012, "first"), ("B", 2016, "no"))
    methods.loc[1, "start_basis"] = "inferred"
    figure = line.build(field(8, 2014, 2018), methods, SCORE, own="P00")
    layout = figure.to_plotly_json()["layout"]
    lines = [shape for shape in layout["shapes"] if shape["type"] == "line"]
    assert [(shape["x0"], shape["x1"]) for shape in lines] == [(2015.5, 2015.5)]
    assert [note["text"] for note in layout["annotations"] if note["x"] == 2015.5] == ["<i>101/QĐ-THỬ ?</i>"]
    (told,) = traces(figure, "break")
    assert told["marker"]["opacity"] == 0 and set(told["x"]) == {2015.5}
    words = told["text"][0]
    assert "suy luận" in words and "Tiêu chí đổi." in words and "Không so trực tiếp" in words


def test_breaks_outside_the_years_are_left_out():
    figure = line.build(field(8, 2016, 2019), ABC, SCORE)
    assert not figure.layout.shapes and not traces(figure, "break")


def test_labels_of_breaks_in_a_row_do_not_overlap_even_on_a_phone():
    many = versions(*[(f"M{year}", year, "first" if year == 2012 else "no") for year in range(2012, 2025)])
    for width in (366, 1000):
        figure = line.build(field(8), many, SCORE, own="P00", look=Look(width=width))
        layout = figure.to_plotly_json()["layout"]
        per_year = (width - layout["margin"]["l"] - layout["margin"]["r"]) / 13
        notes = [note for note in layout["annotations"] if note.get("name") != "label"]
        assert len(notes) == 12
        for a in notes:
            for b in notes:
                if a["yshift"] == b["yshift"] and a["x"] < b["x"]:
                    assert (b["x"] - a["x"]) * per_year >= line.layout.text_width(a["text"], 11)
        assert max(note["yshift"] for note in notes) + 14 <= layout["margin"]["t"]


def test_the_grey_field_is_one_trace():
    figure = line.build(field(), ABC, SCORE, own="P05", chosen=["P10", "P11"])
    assert len(traces(figure, "field")) == 1 and len(figure.data) == 5  # field, two chosen, own, breaks
    grey = traces(figure, "field")[0]
    assert grey["line"]["color"] == LIGHT.field
    assert grey["text"][0] == "Tỉnh P00 · 2012: 60,00 điểm · hạng 62/63"


def test_a_huge_field_answers_the_pointer_no_longer():
    data = pd.concat([field(440, 2012, 2024)])
    grey = traces(line.build(data, ABC, SCORE), "field")[0]
    assert grey["hoverinfo"] == "skip" and not grey.get("text")
    assert len(traces(line.build(field(300, 2012, 2024), ABC, SCORE), "field")[0]["text"]) > 3900


def test_own_is_red_on_top_and_the_chosen_follow_their_order():
    for mode, colours in (("light", LIGHT), ("dark", DARK)):
        figure = line.build(field(9), ABC, SCORE, own="P03", chosen=["P05", "P03", "P01"], look=Look(mode=mode))
        shown = traces(figure, "own", "chosen")
        assert [trace["name"] for trace in shown] == ["Tỉnh P05", "Tỉnh P01", "Tỉnh P03"]
        inks = [colours.chosen[0], colours.chosen[1], colours.own]
        assert [trace["line"]["color"] for trace in shown] == [ink.line for ink in inks]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(70, 90), min_size=7, max_size=7), st.sampled_from([366, 1000]))
def test_labels_at_the_right_never_collide(values, width):
    data = frame(row(f"U{i}", 2024, value) for i, value in enumerate(values))
    means = pd.DataFrame([{"label": "Trung bình", "year": 2024, "value": 80.0, "kind": "country", "method_id": "A"}])
    figure = line.build(
        data, None, SCORE, own="U0", chosen=[f"U{i}" for i in range(1, 7)], means=means, look=Look(width=width)
    )
    layout = figure.to_plotly_json()["layout"]
    low, high = layout["yaxis"]["range"]
    height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    notes = labels_of(figure)
    assert len(notes) == 8
    centres = sorted((high - note["y"]) / (high - low) * height + note["ay"] for note in notes)
    lines_of_text = 2 if width < 560 else 1
    assert all(b - a >= 12.5 * 1.15 * lines_of_text for a, b in pairwise(centres))
    widest = max(line.layout.text_width(note["text"], note["font"]["size"], bold=True) for note in notes)
    assert layout["margin"]["r"] >= widest + 14


def test_a_label_says_its_year_when_it_is_not_the_newest():
    figure = line.build(frame([row("A", 2022, 80, 9), row("B", 2024, 81)]), None, SCORE, own="A", chosen=["B"])
    assert [note["text"] for note in labels_of(figure)] == ["<b>Tỉnh A</b> 80,00 (2022)", "<b>Tỉnh B</b> 81,00"]


def test_ranks_hang_from_one_at_the_top():
    figure = line.build(field(), ABC, SCORE, own="P03", measure="rank")
    axis = figure.layout.yaxis
    assert axis.range[0] > 63 and axis.range[1] < 1
    assert list(axis.ticktext)[0] == "1" and list(axis.ticktext)[-1] == "63"
    assert "/63" in labels_of(figure)[0]["text"]


def test_levels_hang_from_the_highest_at_the_top():
    data = frame([row("A", 2021, 4, decimals=0), row("A", 2022, 1, decimals=0)])
    figure = line.build(data, None, LEVEL, own="A")
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert list(figure.layout.yaxis.ticktext) == ["I", "II", "III", "IV"]
    assert "mức I" in traces(figure, "own")[0]["text"][1]


def test_means_are_dashed_cut_and_left_out_for_ranks():
    rows = [("Cả nước", "country", 2014, 80.0, "A"), ("Cả nước", "country", 2015, 81.0, "A")]
    rows += [("Cả nước", "country", 2016, 70.0, "B"), ("Cả nước", "country", 2018, 71.0, "B")]
    rows += [("Tây Nguyên", "region", 2014, 78.0, "A")]
    means = pd.DataFrame(rows, columns=["label", "kind", "year", "value", "method_id"])
    figure = line.build(field(9, 2014, 2018), ABC, SCORE, own="P03", means=means)
    country, region = traces(figure, "mean")
    assert country["x"] == [2014, 2015, None, 2016, None, 2018] and country["line"]["dash"] == "dash"
    assert region["line"]["dash"] == "dot"
    assert any("Cả nước" in note["text"] and "71,00" in note["text"] for note in labels_of(figure))
    assert traces(line.build(field(9), ABC, SCORE, measure="rank", means=means), "mean") == []


def test_the_four_kinds_of_nothing_are_marks_on_the_lower_edge():
    kinds = list(NOTHINGS)
    rows = [row("A", 2012 + i, nothing=kind) for i, kind in enumerate(kinds)]
    rows += [row("A", 2017, 80), *(row(f"X{i}", 2012, nothing=kinds[0]) for i in range(9))]
    for measure in ("value", "rank"):
        figure = line.build(frame(rows), None, SCORE, own="A", measure=measure)
        (marks,) = traces(figure, "nothing")
        assert sorted(set(marks["text"])) == sorted(NOTHINGS.values())
        assert "9 đơn vị, không xếp hạng" in marks["hovertext"][0]
        low, high = figure.layout.yaxis.range
        assert all(abs(y - low) < 0.25 * abs(high - low) for y in marks["y"])
        assert 0 not in [y for trace in traces(figure, "own") for y in trace["y"]]
    words = line_caption.caption(frame(rows), None, SCORE, own="A").method
    assert all(mark in words for mark in NOTHINGS.values())


def test_a_part_of_a_year_stands_where_it_ended_and_says_so():
    rows = [row("A", 2025, 80, period_end="2025-08-29"), row("A", 2024, 82)]
    figure = line.build(frame(rows), None, SCORE, own="A")
    (own,) = traces(figure, "own")
    assert own["x"][0] == 2024 and own["x"][1] is None and 2025.1 < own["x"][2] < 2025.2
    assert "số liệu đến 29/8/2025".replace("/8/", "/08/") in own["text"][2]


def test_hover_says_value_rank_year_source_and_date():
    (own,) = traces(line.build(frame([row("A", 2019, 81.93, 23)]), None, SCORE, own="A"), "own")
    assert own["text"] == ["<b>Tỉnh A</b> · 2019<br>81,93 điểm · hạng 23/63<br>Nguồn: Báo cáo 2019 (10/04/2020)"]
    (own,) = traces(line.build(frame([row("A", 2019, 81.93, 23)]), None, SCORE, own="A", look=Look("en")), "own")
    assert own["text"] == ["<b>Tỉnh A</b> · 2019<br>81,93 points · rank 23/63<br>Source: Báo cáo 2019 (10/04/2020)"]


def test_text_from_data_is_no_markup():
    data = frame([row("A", 2019, 80, name="<b>A & B", source_title="<script>x</script>")])
    figure = line.build(data, None, SCORE, own="A")
    assert "<script" not in figure.to_json() or "\\u003cscript" in figure.to_json()
    assert "&lt;b&gt;A &amp; B" in labels_of(figure)[0]["text"]


def test_numbers_and_years_are_written_in_the_vietnamese_way():
    for lang in ("vi", "en"):
        figure = line.build(field(), ABC, SCORE, own="P03", look=Look(lang))
        assert figure.layout.separators == ",."
        assert figure.layout.xaxis.tickformat == "d" and figure.layout.xaxis.dtick == 1
        assert not any(re.search(r"\d\.\d", text) for text in figure.layout.yaxis.ticktext)


def test_no_figure_at_all_is_a_sentence():
    for data in (frame([]), frame([row("A", 2012)])):
        figure = checked(line.build(data, ABC, SCORE, own="A"))
        assert [note.text for note in figure.layout.annotations] == ["Chưa có số liệu nào để vẽ cho lựa chọn này."]
        assert line_caption.caption(data, ABC, SCORE, own="A", look=Look("en")).alt.startswith("There is no figure")


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="rank_of"):
        line.build(field().drop(columns="rank_of"), ABC, SCORE)


@pytest.mark.parametrize("units", [1, 2, 63])
@pytest.mark.parametrize("years", [(2019, 2019), (2012, 2024)])
@pytest.mark.parametrize("measure", ["value", "rank"])
@pytest.mark.parametrize("look", [Look("vi", "light", 1000), Look("en", "dark", 366)])
def test_every_size_is_a_valid_figure(units, years, measure, look):
    figure = line.build(field(units, *years), ABC, SCORE, own="P00", measure=measure, look=look)
    checked(figure)
    points = [x for trace in traces(figure, "field", "own", "chosen") for x in trace["x"] if x is not None]
    assert len(points) == units * (years[1] - years[0] + 1)


def test_few_units_are_all_named_and_a_unit_without_figures_is_harmless():
    figure = line.build(field(4), ABC, SCORE)
    assert len(labels_of(figure)) == 4 and traces(figure, "field") == []
    figure = line.build(field(9), ABC, SCORE, own="P63-unknown", chosen=["nobody"])
    assert labels_of(figure) == [] and len(traces(figure, "field")) == 1


def test_frames_in_the_dtypes_of_the_store_are_read_alike():
    data = field(5)
    typed = data.astype({"rank": "Int64", "rank_of": "Int32", "decimals": "Int32", "year": "int32"})
    typed["period_end"] = pd.to_datetime(typed["period_end"]).astype("datetime64[us]")
    assert line.build(typed, ABC, SCORE, own="P00").to_json() == line.build(data, ABC, SCORE, own="P00").to_json()


def test_captions_state_the_finding_and_the_alt_sentence_the_figures():
    rows = [row("A", 2012, 75, 61), row("A", 2013, 76, 63, rank_basis="derived"), row("A", 2024, 90.02, 12)]
    data = frame([*rows, *(row(f"X{i}", 2024, 80 + i, 20 + i) for i in range(8))])
    ranks = line_caption.caption(data, ABC, SCORE, own="A", measure="rank")
    assert ranks.title == "THỬ: Tỉnh A từ hạng 61/63 năm 2012 lên 12/63 năm 2024 (cách đo đã đổi)"
    values = line_caption.caption(data, ABC, SCORE, own="A")
    assert values.title == "THỬ: Tỉnh A đạt 90,02 điểm, hạng 12/63 năm 2024"
    assert values.subtitle == "Điểm, thang 0–100. 9 đơn vị, 2012–2024."
    assert "Đường dừng" in values.method and "101/QĐ-THỬ từ 2016" in values.method
    assert values.alt == (
        "Biểu đồ đường: Chỉ số thử, 2012–2024, 9 đơn vị, từ 75,00 đến 90,02. Tỉnh A năm 2024: 90,02 điểm · hạng 12/63."
    )
    assert values.source == "Nguồn: Báo cáo 2024 (10/04/2025); Báo cáo 2013 (10/04/2014) và 1 nguồn khác"
    english = line_caption.caption(data, ABC, SCORE, own="A", look=Look("en"))
    assert english.alt.endswith("Tỉnh A in 2024: 90,02 points · rank 12/63.")
    assert english.source.endswith("and 1 other source")
    assert line_caption.caption(data, ABC, SCORE, own="A", title="Riêng").title == "Riêng"


def test_ranks_out_of_different_numbers_of_units_are_not_said_to_rise():
    data = frame([row("A", 2024, rank=40), row("A", 2025, rank=30, rank_of=34)])
    assert (
        line_caption.caption(data, None, SCORE, own="A", measure="rank").title == "THỬ: Tỉnh A xếp hạng 30/34 năm 2025"
    )


def test_ranks_out_of_different_numbers_of_units_are_only_dotted_everywhere():
    data = frame([row("A", 2024, 80, 40), row("A", 2025, 81, 30, rank_of=34)])
    figure = line.build(data, None, SCORE, own="A", measure="rank")
    assert segments(figure) == [] and len(traces(figure, "bridge")[0]["x"]) == 3
    assert "số đơn vị được xếp hạng" in line_caption.caption(data, None, SCORE, own="A", measure="rank").method
    drawings = [
        (sparkline.svg(data, SCORE, measure="rank"), sparkline.svg(data, SCORE)),
        (paper.svg(data, None, SCORE, own="A", measure="rank"), paper.svg(data, None, SCORE, own="A")),
    ]
    for ranks, values in drawings:
        assert 'class="bridge"' in ranks and 'class="bridge"' not in values


def test_on_paper_and_in_tiles_a_figure_that_is_not_exact_is_hollow_too():
    page = LIGHT.background
    for qualifier, hollow in (("exact", 0), ("approx", 1)):
        data = frame([row("A", 2023, 80), row("A", 2024, 59, qualifier=qualifier)])
        for drawn in (paper.svg(data, None, SCORE, own="A"), sparkline.svg(data, SCORE)):
            marks = re.sub(r"<rect[^>]*/>", "", drawn)  # the ground of a label is no mark
            assert marks.count(f'fill="{page}"') == hollow
