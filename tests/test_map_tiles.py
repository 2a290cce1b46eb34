"""The map of tiles and the words around it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from egov_metrics.charts import map_scene, tiles
from egov_metrics.charts.grid import grid
from egov_metrics.charts.layout import text_width
from egov_metrics.charts.look import Look
from egov_metrics.charts.map_scene import Scene, scene
from egov_metrics.charts.map_shades import Moves
from egov_metrics.charts.palette import LIGHT
from egov_metrics.i18n import numbers
from tests.charts_frames import SCORE, checked, frame, row, traces
from tests.test_map_grid import names

SIZES = [Look("vi", "light", 740, 442), Look("en", "dark", 1090, 720), Look("vi", "dark", 350)]
OLD, NEW = names("P63"), names("P34")


def shown(rows, called=OLD, **more) -> Scene:
    given = {"year": 2020, **more}
    return scene(frame(rows), called, SCORE, **given)


def full(called=OLD) -> list[dict]:
    return [row(unit, 2020, 60 + i / 2, i + 1, name=name, rank_of=len(called))
            for i, (unit, name) in enumerate(called.items())]  # fmt: skip


def plain(text: str) -> list[str]:
    return [re.sub("<.*?>", "", line) for line in text.split("<br>")]


def tile(figure, unit: str) -> list[str]:
    (drawn,) = traces(figure, "tiles")
    return plain(drawn["text"][drawn["customdata"].index(unit)])


@pytest.mark.parametrize("look", SIZES)
@pytest.mark.parametrize(("order", "called"), [("P63", OLD), ("P34", NEW)])
def test_all_provinces_and_both_islands_are_on_the_map(order, called, look):
    figure = checked(tiles.build(shown(full(called), called, own=f"{order}-14", look=look), grid(order)))
    (drawn,) = traces(figure, "tiles")
    assert sorted(drawn["customdata"]) == sorted(called)
    (islands,) = traces(figure, "islands")
    said = " ".join(islands["text"])
    vietnamese = ("Hoàng Sa", "Trường Sa", "Đà Nẵng", "Khánh Hòa")
    english = ("Hoang Sa", "Truong Sa", "Da Nang", "Khanh Hoa")
    assert all(name in said for name in (vietnamese if look.lang == "vi" else english))
    assert "customdata" not in islands  # nobody chooses them: they are no units of their own here


@pytest.mark.parametrize("look", SIZES)
@pytest.mark.parametrize(("order", "called"), [("P63", OLD), ("P34", NEW)])
def test_what_is_written_in_a_tile_fits_it(order, called, look):
    made = grid(order)
    figure = tiles.build(shown(full(called), called, look=look), made)
    (drawn,) = traces(figure, "tiles")
    size, height = drawn["insidetextfont"]["size"], figure.layout.height
    assert size >= (9.5 if look.narrow else 10.5)
    for text in drawn["text"]:
        lines = text.split("<br>")
        assert max(text_width(line, size, "<b>" in line) for line in lines) <= look.width / made.cols
        assert len(lines) * size * 1.25 <= height / made.rows


def test_a_tile_has_name_value_and_rank_with_its_denominator():
    figure = tiles.build(shown(full(), look=SIZES[0]), grid("P63"))
    assert tile(figure, "P63-01") == ["Hà Nội", "60,00 · 1/63"]
    narrow = tiles.build(shown(full(), look=SIZES[2]), grid("P63"))
    assert tile(narrow, "P63-19")[-2:] == ["65,50", "12/63"]


def test_our_own_tile_is_framed_in_red_and_drawn_last():
    figure = tiles.build(shown(full(), own="P63-14", look=SIZES[0]), grid("P63"))
    (drawn,) = traces(figure, "tiles")
    line = drawn["marker"]["line"]
    assert drawn["customdata"][-1] == "P63-14"
    assert line["color"][-1] == LIGHT.own.line and line["width"][-1] == 3
    assert LIGHT.own.line not in line["color"][:-1]


def test_numbers_that_were_not_published_are_marked_in_the_tile_and_in_the_note():
    made = shown([row("P63-01", 2020, 80.0, 3, value_basis="derived"), row("P63-14", 2020, 70.0, 5)])
    figure = tiles.build(made, grid("P63"))
    assert tile(figure, "P63-01")[-1] == "80,00° · 3/63"
    assert tile(figure, "P63-14")[-1] == "70,00 · 5/63"
    assert "°" in map_scene.caption(made).method
    assert "°" not in map_scene.caption(shown([row("P63-14", 2020, 70.0, 5)])).method


def test_each_kind_of_nothing_has_its_mark_and_no_number():
    rows = [row(f"P63-{code}", 2020, nothing=kind) for code, kind in zip(("01", "14", "22", "31"), numbers.NOTHINGS,
                                                                         strict=True)]  # fmt: skip
    figure = tiles.build(shown(rows), grid("P63"))
    found = {tile(figure, f"P63-{code}")[-1] for code in ("01", "14", "22", "31", "20")}
    assert found == {*numbers.NOTHINGS.values(), numbers.NONE}


def test_a_change_is_written_or_its_absence_explained():
    moves = Moves(2019, {"P63-14": 1.05}, {"P63-01": "bộ tiêu chí khác"})
    rows = [row("P63-14", 2020, 81.05, 3, name="Sơn La"), row("P63-01", 2020, 80.0, 4, name="Hà Nội")]
    made = shown(rows, colour="change", moves=moves)
    figure = tiles.build(made, grid("P63"))
    assert tile(figure, "P63-14")[-1] == "81,05 · +1,05"
    assert tile(figure, "P63-01")[-1] == "80,00"
    (drawn,) = traces(figure, "tiles")
    hatched = dict(zip(drawn["customdata"], drawn["marker"]["pattern"]["shape"], strict=True))
    assert (hatched["P63-01"], hatched["P63-14"]) == ("/", "")
    assert "Không so được với 2019: bộ tiêu chí khác" in made.hover("P63-01").replace("<br>", " ")
    assert "So với 2019: +1,05" in made.hover("P63-14")
    assert "2019" in map_scene.caption(made).method


def test_a_change_of_rank_is_places():
    made = shown(
        [row("P63-14", 2020, None, 3)], colour="change", measure="rank", moves=Moves(2019, {"P63-14": -2.0}, {})
    )
    assert tile(tiles.build(made, grid("P63")), "P63-14")[-1] == "3/63 · ▼2"


def test_a_refused_figure_says_why_under_the_pointer():
    made = shown([], NEW, refused={"P34-52": "Bình Định không có số liệu"})
    assert tile(tiles.build(made, grid("P34")), "P34-52")[-1] == "⊘"
    assert "Bình Định không có số liệu" in made.hover("P34-52")
    assert made.hover("P34-14").endswith("Không có số liệu năm này.")


def test_text_from_data_is_not_markup():
    called = dict(OLD) | {"P63-01": "<b>Hà & Nội"}
    figure = tiles.build(shown([row("P63-01", 2020, 80.0, name="<b>Hà & Nội")], called), grid("P63"))
    (drawn,) = traces(figure, "tiles")
    at = drawn["customdata"].index("P63-01")
    assert "&lt;b&gt;Hà &amp; Nội" in drawn["text"][at] and "&lt;b&gt;Hà &amp; Nội" in drawn["hovertext"][at]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("colour", ["value", "quartile", "change"])
def test_the_words_have_source_scale_and_counts(lang, colour):
    made = shown(full(), colour=colour, own="P63-14", look=Look(lang), moves=Moves(2019, {"P63-14": 1.0}, {}))
    said = map_scene.caption(made)
    assert said.title and "63" in said.subtitle and "Báo cáo 2020" in said.source
    assert "2020" in said.alt and re.search(r": \d+ (tỉnh|province)", said.alt)
    assert ("Đà Nẵng" if lang == "vi" else "Da Nang") in said.method


def test_an_empty_year_draws_every_tile_without_a_number():
    empty = scene(pd.DataFrame(columns=list(frame([]).columns)), OLD, SCORE, year=2020)
    figure = checked(tiles.build(empty, grid("P63")))
    (drawn,) = traces(figure, "tiles")
    assert {plain(text)[-1] for text in drawn["text"]} == {numbers.NONE}
    assert map_scene.caption(empty).source == ""


def test_rows_of_units_that_are_not_on_the_map_are_left_out():
    made = shown([row("P34-52", 2020, 80.0), row("P63-14", 2020, 70.0)])
    assert set(made.points) == {"P63-14"} and set(made.painting.of) == set(OLD)
