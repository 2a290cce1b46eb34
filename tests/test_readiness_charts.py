"""The two charts of readiness: bars of tiers by level, units by part; what they must say and must never do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from egov_metrics.analysis import readiness
from egov_metrics.charts import composition, heat
from egov_metrics.charts.layout import text_width
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import contrast, palette


def bars_frame(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(composition.COLUMNS))


GIA_LAI = [
    ("Sở, ngành", "công bố 3/7/2019", level, n, None, 20, "inferred", None)
    for level, n in zip(readiness.CLASSES, (2, 8, 5, 2, 3), strict=True)
]
COMMUNES = ("Cấp xã", "công bố 3/7/2019", "not_ranked", None, 100.0, None, "", None)
SOME = ("Cấp xã", "năm 2022", "III", 3, None, 220, "stated", "Phương Viên")
LOOKS = [Look(lang, mode, width) for lang in ("vi", "en") for mode in ("light", "dark") for width in (350, 1200)]


def checked(figure: object) -> dict:
    """The figure as plotly's own checks accept it."""
    plain = figure.to_plotly_json()  # type: ignore[attr-defined]
    go.Figure(plain)
    return plain


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.mode}-{look.width}")
def test_the_composition_is_a_valid_figure_with_its_words(look: Look) -> None:
    frame = bars_frame(*GIA_LAI, COMMUNES, SOME)
    plain = checked(composition.build(frame, look=look))
    assert [trace["meta"] for trace in plain["data"]] == list(composition.ORDER)
    assert plain["layout"]["separators"] == ",."
    caption = composition.caption(frame, "Tên", source="Nguồn: A", look=look)
    assert all((caption.title, caption.subtitle, caption.source, caption.method, caption.alt))
    assert "100%" in caption.alt and "217" in caption.alt


def test_level_one_stands_first_and_is_the_darkest_on_light_and_the_brightest_on_dark() -> None:
    first = composition.build(bars_frame(*GIA_LAI)).data[0]
    assert (first.meta, list(first.x), list(first.text)) == ("I", [0.1], ["2"])
    for mode in ("light", "dark"):
        colours = palette(mode)
        weights = [contrast(colours.levels[name], colours.background) for name in readiness.CLASSES]
        assert weights == sorted(weights, reverse=True)


def test_a_share_is_drawn_as_a_share_and_the_rest_as_not_stated() -> None:
    figure = composition.build(bars_frame(COMMUNES, SOME), look=Look(width=1200))
    traces = {trace.meta: trace for trace in figure.data}
    assert list(traces["not_ranked"].text) == ["100%"]
    assert list(traces["not_stated"].text) == ["217"] and list(traces["not_stated"].y) == [1]
    totals = [one.text for one in figure.layout.annotations if one.name == "total"]
    assert "?" in totals[0] and "220" in totals[1]
    (own,) = [one for one in figure.layout.annotations if one.name == "own"]
    assert "Phương Viên" in own.text and own.font.color == Look().palette.own.text


@pytest.mark.parametrize("width", [350, 1200])
def test_a_number_without_room_in_its_segment_stands_below_it(width: int) -> None:
    crowd = [("Cấp xã", "năm 2020", level, n, None, 412, "stated", None)
             for level, n in (("I", 2), ("II", 1), ("III", 12), ("not_ranked", 300))]  # fmt: skip
    figure = composition.build(bars_frame(*GIA_LAI, SOME, *crowd), look=Look(width=width))
    for place, numbers_of_bar in enumerate((["2", "8", "5", "2", "3"], ["3", "217"], ["2", "1", "12", "300", "97"])):
        inside = [text for trace in figure.data for text, y in zip(trace.text, trace.y, strict=True) if y == place]
        below = [one for one in figure.layout.annotations if one.name == "small" and one.y == place]
        assert sorted([*filter(None, inside), *(one.text for one in below)]) == sorted(numbers_of_bar)
        room = width - figure.layout.margin.l - figure.layout.margin.r
        ends = [(one.x * room, one.x * room + text_width(one.text, one.font.size)) for one in below]
        assert all(one[1] < other[0] for one, other in pairwise(ends))
    assert [one.text for one in figure.layout.annotations if one.name == "small" and one.y == 2][:2] == ["2", "1"]


def test_nothing_and_unknown_classes() -> None:
    assert len(composition.build(bars_frame()).data) == 0
    with pytest.raises(ValueError, match="V"):
        composition.build(bars_frame(("a", "", "V", 1, None, 1, "stated", None)))


def heat_frame(*rows: dict) -> pd.DataFrame:
    plain = dict.fromkeys(heat.COLUMNS)
    return pd.DataFrame([plain | row for row in rows], columns=list(heat.COLUMNS))


def cells() -> Iterator[dict]:
    for number, (level, score) in enumerate(((1, 49.01), (2, 44.41), (4, 20.0))):
        yield {"unit_id": f"D-{number}", "name": f"Huyện {number} <b>", "part": "readiness", "part_name": "Sẵn sàng",
               "level": level, "score": score, "maximum": 50, "decimals": 2, "basis": "published"}  # fmt: skip
    yield {"unit_id": "D-0", "name": "Huyện 0 <b>", "part": "result", "part_name": "Kết quả", "nothing": "not_ranked"}
    yield {
        "unit_id": "D-1",
        "name": "Huyện 1 <b>",
        "part": "result",
        "part_name": "Kết quả",
        "nothing": "not_submitted",
    }


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.mode}-{look.width}")
def test_the_heat_map_is_a_valid_figure_with_its_words(look: Look) -> None:
    frame = heat_frame(*cells())
    plain = checked(heat.build(frame, own="D-1", look=look))
    grid, words = plain["data"]
    assert grid["z"] == [[0, 4], [1, 6], [3, 6]]
    assert [text.replace("<br>", " ") for text in words["text"]][1::2] == ["▽", "□", "–"]
    assert "<b>I</b>" in words["text"][0] and "49,01/50" in words["text"][0]
    assert look.palette.own.text in plain["layout"]["yaxis"]["ticktext"][1]
    assert "&lt;b&gt;" in grid["hovertext"][0][0]
    caption = heat.caption(frame, "Tên", own="D-1", source="Nguồn", look=look)
    assert "▽" in caption.method and "□" in caption.method and "–" in caption.method and caption.alt


def test_a_level_that_was_not_published_is_marked_and_no_level_beyond_four_is_drawn() -> None:
    row = next(cells())
    assert "?" in heat.build(heat_frame(row | {"basis": "doubtful"})).data[1].text[0]
    assert len(heat.build(heat_frame()).data) == 0
    with pytest.raises(ValueError, match="5"):
        heat.build(heat_frame(row | {"level": 5}))


def test_a_projector_has_larger_type_whatever_the_width() -> None:
    frame = bars_frame(*GIA_LAI, COMMUNES, SOME)
    desk, wall = (composition.build(frame, look=Look(width=860, projected=large)) for large in (False, True))
    assert wall.data[0].textfont.size > desk.data[0].textfont.size
    assert wall.layout.height > desk.layout.height and wall.layout.margin.l > desk.layout.margin.l


@pytest.mark.parametrize(("width", "height", "most"), [(620, 262, 6), (620, 400, 10), (350, 300, 5), (1200, None, 99)])
def test_no_more_bars_than_can_be_read_in_a_given_height(width: int, height: int | None, most: int) -> None:
    look = Look("vi", "light", width, height)
    assert composition.fitting(3, look) == 3
    assert composition.fitting(99, look) == most


def test_long_names_are_broken_to_stay_within_their_part_of_the_width() -> None:
    detail = "công bố 03/07/2019, năm do không nêu rõ trong văn bản"
    frame = bars_frame(("Sở, ngành", detail, "I", 2, None, 20, "stated", None))
    for width in (520, 620, 1200):
        names = composition.build(frame, look=Look("vi", "light", width)).layout.yaxis.ticktext
        lines = [line for name in names for line in re.sub(r"<(?!br)[^>]+>", "", name).split("<br>")]
        assert max(text_width(line, 13) for line in lines) <= width * composition.NAMES
