"""The drawings of the profile: where a unit stands in a table's cell, and the lines of the printed sheet."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from egov_metrics.charts import paper, standing
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import DARK, LIGHT
from egov_metrics.charts.standing import Marks
from tests.charts_frames import ABC, LATE, LEVEL, SCORE, field, frame, row, versions

SVG = "{http://www.w3.org/2000/svg}"
VALUES = {"A": 90.0, "B": 80.0, "C": 70.0, "D": 60.0}


def dots(drawing: str, kind: str) -> list[float]:
    """The places of the dots of a kind, from the left."""
    tree = ElementTree.fromstring(drawing)
    return [float(one.get("cx", "")) for one in tree.iter(f"{SVG}circle") if one.get("class") == kind]


def texts(drawing: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


def test_the_better_end_is_on_the_right_whatever_the_direction() -> None:
    high = standing.svg(Marks(VALUES, "A"), SCORE)
    low = standing.svg(Marks(VALUES, "A"), LATE)
    assert dots(high, "own")[0] > max(dots(high, "other")) and texts(high) == ["60,00", "90,00"]
    assert dots(low, "own")[0] < min(dots(low, "other")) and texts(low) == ["90,0", "60,0"]


def test_ranks_run_from_the_last_place_to_the_first() -> None:
    drawing = standing.svg(Marks({"A": 1, "B": 63, "C": 12}, "C", ranked=63), SCORE, measure="rank")
    assert texts(drawing) == ["63", "1"]
    worst, best = dots(drawing, "other")[1], dots(drawing, "other")[0]
    assert worst < dots(drawing, "own")[0] < best
    of_more = standing.svg(Marks({"C": 12, "A": 20}, "C", ranked=63), SCORE, measure="rank")
    assert texts(of_more) == ["63", "1"], "the scale is of all that were ranked, not of those at hand"


def test_every_unit_is_a_dot_and_only_ours_is_red() -> None:
    drawing = standing.svg(Marks(VALUES, "B", similar=["C", "B", "unknown"]), SCORE)
    assert [len(dots(drawing, kind)) for kind in ("own", "similar", "other")] == [1, 1, 2]
    assert drawing.count(LIGHT.own.line) == 1 and drawing.count(LIGHT.accent.line) == 1
    dark = standing.svg(Marks(VALUES, "B"), SCORE, look=Look(mode="dark"))
    assert DARK.own.line in dark and LIGHT.own.line not in dark


def test_middles_are_ticks_on_the_scale_of_values_only() -> None:
    marks = Marks(VALUES, "B", middle=75.0, region=95.0)
    drawing = standing.svg(marks, SCORE)
    assert 'class="middle"' in drawing and 'class="region"' in drawing
    assert texts(drawing) == ["60,00", "95,00"], "a mean beyond the values widens the scale"
    assert 'class="middle"' not in standing.svg(marks, SCORE, measure="rank")


@pytest.mark.parametrize("marks", [Marks({}, "A"), Marks(VALUES, "Z"), Marks({"A": 5.0, "B": 5.0}, "A")])
def test_without_our_figure_or_a_scale_there_is_no_drawing(marks: Marks) -> None:
    assert standing.svg(marks, SCORE) == "" and standing.alt(marks, SCORE) == ""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_drawing_is_told_in_a_sentence(lang) -> None:
    said = standing.alt(Marks(VALUES, "B", middle=75.0), SCORE, look=Look(lang), name="Sơn <La>")
    for part in ("80,00", "60,00", "90,00", "4", "75,00"):
        assert part in said
    drawing = standing.svg(Marks(VALUES, "B"), SCORE, look=Look(lang), name="Sơn <La>")
    assert ElementTree.fromstring(drawing).find(f"{SVG}title") is not None and "Sơn &lt;La&gt;" in drawing


def lines(drawing: str, kind: str = "line") -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(drawing).iter(f"{SVG}line") if one.get("class") == kind]


def of_colour(drawing: str, colour: str) -> list[ElementTree.Element]:
    return [one for one in lines(drawing) if one.get("stroke") == colour]


def test_the_sheet_joins_no_two_methods() -> None:
    rows = [row("P1", year, 60.0 + year - 2012, method_id="A" if year < 2015 else "B") for year in range(2012, 2018)]
    drawing = paper.svg(frame(rows), ABC, SCORE, own="P1")
    assert len(of_colour(drawing, LIGHT.own.line)) == 4, "2012-2014 and 2015-2017, nothing between"
    assert not lines(drawing, "bridge")


def test_ranks_of_our_unit_are_bridged_faintly_and_scores_never() -> None:
    rows = [row("P1", year, 60.0, rank=10, method_id="A") for year in (2012, 2014)]
    assert len(lines(paper.svg(frame(rows), None, SCORE, own="P1", measure="rank"), "bridge")) == 1
    assert not lines(paper.svg(frame(rows), None, SCORE, own="P1"), "bridge")


def test_what_is_not_published_is_hollow() -> None:
    rows = [row("P1", 2012, 60.0), row("P1", 2013, 61.0, value_basis="derived")]
    drawing = paper.svg(frame(rows), None, SCORE, own="P1")
    fills = [one.get("fill") for one in ElementTree.fromstring(drawing).iter(f"{SVG}circle")]
    assert fills == [LIGHT.own.line, LIGHT.background] and not of_colour(drawing, LIGHT.own.line)


def test_the_sheet_is_light_and_has_breaks_years_and_the_newest_figure() -> None:
    methods = versions(("A", 2012, "first"), ("B", 2016, "no"), ("C", 2020, "no"))
    drawing = paper.svg(field(), methods, SCORE, own="P05", look=Look("vi", "dark"))
    said = texts(drawing)
    assert "101/QĐ-THỬ" in said and "102/QĐ-THỬ" in said and "2024" in said
    assert not any(re.search(r"\d\.\d", text) for text in said)
    assert LIGHT.own.line in drawing and DARK.own.line not in drawing
    places = [float(one.get("x", "")) for one in ElementTree.fromstring(drawing).iter(f"{SVG}text")]
    assert min(places) >= 0 and max(places) <= paper.WIDTH


def test_better_is_up_for_ranks_and_levels() -> None:
    for subject, measure, better, worse in ((SCORE, "rank", 1, 63), (LEVEL, "value", 1, 4)):
        rows = [row("P1", 2012, float(worse), worse), row("P1", 2013, float(better), better)]
        drawing = paper.svg(frame(rows), None, subject, own="P1", measure=measure)
        first, last = [float(one.get("cy", "")) for one in ElementTree.fromstring(drawing).iter(f"{SVG}circle")]
        assert last < first


def test_without_our_unit_there_is_nothing_to_print() -> None:
    assert paper.svg(field(), ABC, SCORE, own="P99") == "" and paper.svg(frame([]), ABC, SCORE, own="P01") == ""
