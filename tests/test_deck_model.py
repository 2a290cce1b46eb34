"""What stands on the slides of a deck, on a made-up store: lines that stop, marks, rankings, words, pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.charts.look import Subject
from egov_metrics.charts.points import Point, read
from egov_metrics.export import deck
from egov_metrics.export.deck import one_year, paging, scales
from egov_metrics.export.deck.drawing import number_format
from egov_metrics.export.deck.model import Axis, Chart, Column, Datum, DeckSlide, Series, Table
from egov_metrics.export.deck.reading import Reader
from egov_metrics.export.deck.words import clean, for_sheet
from egov_metrics.i18n.texts import t
from egov_metrics.story import Slide, StoryRefused
from egov_metrics.story.model import slide_of
from egov_metrics.views.compare.one_year import one_year as one_year_of
from egov_metrics.views.compare.over_years import over_years
from egov_metrics.views.compare.pairs import Refused, two_years_shown
from egov_metrics.views.compare.reading import read as read_page
from egov_metrics.views.compare.two_indicators import two_indicators
from egov_metrics.views.compare.words import Nothing
from egov_metrics.views.view import View
from tests.charts_frames import frame, row
from tests.compare_store import build_territory_store
from tests.deck_files import made, one, reader_of, story, view

PAR = "par_index_score"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_territory_store(tmp_path_factory.mktemp("deck"))[0]


@pytest.fixture(scope="module")
def reader(workspace: Path) -> Reader:
    return reader_of(workspace)


def drawn(series: Series, chart: Chart) -> dict[str, float]:
    return {
        name: datum.value for name, datum in zip(chart.categories, series.data, strict=True) if datum.value is not None
    }


def of(chart: Chart, name: str) -> list[Series]:
    return [series for series in chart.series if series.name.partition(" (")[0] == name]


def test_a_line_never_crosses_a_break_or_a_gap(reader: Reader) -> None:
    slide = one(reader, view(unit="P63-14", indicator=PAR, view="line"))
    (chart,) = slide.charts
    assert chart.kind == "line"
    assert [name.removeprefix("‖") for name in chart.categories] == [str(year) for year in range(2019, 2026)]
    # Two methods (to 2021, from 2022): the years of one are apart from those of the other, and 2019 from 2021 by a gap.
    own = [drawn(series, chart) for series in of(chart, "Sơn La")]
    years = {name.removeprefix("‖") for stretch in own for name in stretch}
    assert years == {"2019", "2021", "2023"} and all(len(stretch) == 1 for stretch in own)
    assert all(series.strong and series.ink == "#C8102E" for series in of(chart, "Sơn La"))
    assert [series.named for series in of(chart, "Sơn La")].count(True) == 1
    starts = [name for name in chart.categories if name.startswith("‖")]
    assert starts == ["‖2022"]
    assert "‖" in slide.method and "2022" in slide.method


def test_neighbouring_years_of_one_method_are_joined(reader: Reader) -> None:
    (chart,) = one(reader, view(unit="P63-14", indicator=PAR)).charts
    stretches = [drawn(series, chart) for series in of(chart, "Quảng Ninh")]
    by_year = [{name[-4:]: value for name, value in stretch.items()} for stretch in stretches]
    assert {"2023": 92.18, "2024": 91.00, "2025": 93.00} in by_year
    assert not any({"2021", "2023"} <= {name[-4:] for name in stretch} for stretch in stretches)
    assert {series.ink for series in of(chart, "Quảng Ninh")}.isdisjoint({"#C8102E"})


def test_means_are_dashed_and_cut_as_well(reader: Reader) -> None:
    (chart,) = one(reader, view(unit="P63-14", indicator=PAR)).charts
    dashed = [drawn(series, chart) for series in chart.series if series.dashed]
    assert {"2023": 86.98} in dashed and all("2021" not in one or "‖2022" not in one for one in dashed)
    assert not any({"2021", "2023"} <= set(one) for one in dashed)


def test_ranks_have_the_first_at_the_top(reader: Reader) -> None:
    slide = one(reader, view(unit="P63-14", indicator=PAR, view="bump"))
    (chart,) = slide.charts
    assert chart.axis.turned and chart.axis.low < 1 < 63 < chart.axis.high
    values = {value for series in of(chart, "Sơn La") for value in drawn(series, chart).values()}
    assert 13 in values
    labels = [datum.label for series in of(chart, "Sơn La") for datum in series.data if datum.label]
    assert "13/63" in labels


def test_a_ranking_of_both_orders_is_two_slides(reader: Reader) -> None:
    _, *slides = made(reader, view(unit="P63-22", indicator=PAR, view="bars", year="2024")).slides
    assert len(slides) == 2
    assert {slide.subtitle.partition(".")[0] for slide in slides} == {
        "63 tỉnh (đến 30/6/2025)", "34 tỉnh (từ 1/7/2025)",
    }  # fmt: skip


def test_bars_mark_our_unit_and_what_is_not_published(reader: Reader) -> None:
    slide = one(reader, view(unit="P63-14", indicator=PAR, view="bars", year="2021"))
    (chart,) = slide.charts
    (series,) = chart.series
    by_name = dict(zip(chart.categories, series.data, strict=True))
    assert chart.categories[0] == "Quảng Ninh"
    assert by_name["Sơn La"].ink == "#C8102E" and not by_name["Sơn La"].hollow
    assert by_name["Bình Định"].hollow and by_name["Bình Định"].label == "85,20 *"
    assert "Bình Định: 85,20 *" in slide.notes
    assert "*" in slide.method


def test_the_map_becomes_a_ranking_and_says_so(reader: Reader) -> None:
    slide = one(reader, view("map", "map", unit="P63-14", indicator=PAR, year="2021"))
    assert slide.charts[0].kind == "bars" and slide.method.startswith("Bản đồ")


def test_years_that_do_not_compare_are_refused_in_words(reader: Reader) -> None:
    asked_for = {"unit": "P63-22", "indicator": PAR, "view": "slope", "year_from": "2021", "year_to": "2023"}
    slide = one(reader, view(**asked_for))
    assert not slide.charts and "2021" in slide.words and "không" in slide.title
    crossed = one(reader, view(**asked_for, across="yes"))
    assert crossed.charts and not any(series.joined for series in crossed.charts[0].series)
    assert "Khác bộ tiêu chí" in crossed.method


def test_present_provinces_are_marked_as_recomputed(reader: Reader) -> None:
    slide = one(reader, view(unit="P34-52", indicator=PAR, view="bars", year="2023", territory="2025"))
    by_name = dict(zip(slide.charts[0].categories, slide.charts[0].series[0].data, strict=True))
    assert by_name["Gia Lai"].value == pytest.approx((80.5 + 84.5) / 2) and by_name["Gia Lai"].hollow
    assert by_name["Gia Lai"].label.startswith("82,50 *")
    assert "tính lại" in slide.method


def test_weights_of_the_installation_are_used(workspace: Path) -> None:
    edition = store.open_edition(store.current(workspace))
    weighted = Reader.alone(edition, "vi", {"P63-52": 3.0, "P63-64": 1.0})
    slide = one(
        weighted, view(unit="P34-52", indicator=PAR, view="bars", year="2023", territory="2025", rule="weighted")
    )
    by_name = dict(zip(slide.charts[0].categories, slide.charts[0].series[0].data, strict=True))
    assert by_name["Gia Lai"].value == pytest.approx((3 * 84.5 + 80.5) / 4) and by_name["Gia Lai"].hollow


@pytest.mark.parametrize(
    ("slide", "word"),
    [
        (view(unit="P63-99", indicator=PAR), "P63-99"),
        (view(unit="P63-14", indicator="nothing_like_it"), "nothing_like_it"),
        (view("readiness", "ready-composition", unit="P63-14"), "Sơn La"),
        (view("readiness", "ready-composition", unit="VN"), "mức độ"),
        (view(unit="P63-14", indicator=PAR, territory="2025", rule="weighted"), "quyền số"),
        (view(unit="P63-14", indicator=PAR, level="commune"), "xã"),
    ],
)
def test_a_slide_without_figures_says_why(reader: Reader, slide: Slide, word: str) -> None:
    found = one(reader, slide)
    assert found.title == "Trang này chưa có số liệu để vẽ" and word in found.words
    assert not found.charts and found.table is None and found.source


def test_unusable_parameters_are_named(reader: Reader) -> None:
    slide = one(reader, view(unit="P63-14", indicator=PAR, view="pie", units="P63-22,zzz", year="12"))
    assert slide.method.endswith(t("deck.note.wrong", "vi", names="units, year, view")) and slide.charts
    reversed_ = one(reader, view(unit="P63-14", indicator=PAR, year_from="2021", year_to="2019"))
    assert t("deck.note.wrong", "vi", names="from, to") in reversed_.method
    nothing = one(reader, view(unit="P63-99", indicator=PAR, year="12"))
    assert "P63-99" in nothing.words and "year" in nothing.method


def test_a_slide_never_shows_another_index_than_it_was_made_for(reader: Reader) -> None:
    for params in ({"indicator": "second_score", "level": "district"}, {"view": "scatter", "against": "no_such"}):
        slide = one(reader, view(**{"unit": "P63-14", "indicator": PAR, **params}))
        assert not slide.charts and slide.words
        assert any(code in slide.words for code in ("second_score", "no_such")) or "huyện" in slide.words


@pytest.mark.parametrize("kind", ["line", "bump", "grid", "slope", "dumbbell", "bars", "scatter"])
@pytest.mark.parametrize("unit", ["P63-14", "P63-22"])
def test_a_slide_says_the_finding_of_the_page(reader: Reader, kind: str, unit: str) -> None:
    params = {"unit": unit, "indicator": PAR, "view": kind}
    params |= {"slope": {"from": "2024", "to": "2025"}, "bars": {"year": "2021"}}.get(kind, {})
    page = read_page(reader.served, View.from_params(params)[0])
    make = {"bars": one_year_of, "scatter": two_indicators}.get(
        kind, two_years_shown if kind in ("slope", "dumbbell") else over_years
    )
    shown = make(page, reader.look)
    _, slide, *_ = made(reader, slide_of("compare", params)).slides
    if isinstance(shown, Refused | Nothing):
        assert shown.why in slide.words
        return
    assert slide.title == (shown[0] if isinstance(shown, list) else shown).words.title


def test_the_presenters_words_replace_the_finding_which_leads_the_notes(reader: Reader) -> None:
    plain = one(reader, view(unit="P63-14", indicator=PAR))
    named = one(reader, view(unit="P63-14", indicator=PAR, title="Của tôi", text="Một câu.", notes="Nhớ nói."))
    assert (named.title, named.text) == ("Của tôi", "Một câu.")
    assert named.notes.startswith("Nhớ nói.") and plain.title in named.notes


def test_a_storyline_whose_slides_are_all_skipped_is_refused(reader: Reader) -> None:
    skipped = story(Slide("text", title="x", skip=True))
    with pytest.raises(StoryRefused, match="at least one slide"):
        deck.deck_of(skipped, reader, "e", "2026-11-28")


# -- rankings of many


def ranking(count: int) -> list[Point]:
    return read(frame(row(f"P{k:02}", 2024, 90.0 - k, k + 1) for k in range(count)), "value")


def test_few_are_all_drawn() -> None:
    ranked = ranking(one_year.MOST_BARS)
    assert one_year.picked(ranked, None, []) == ranked


@pytest.mark.parametrize(("own", "chosen"), [(None, []), ("P30", []), ("P00", ["P40"]), ("P62", ["P10", "P11"])])
def test_of_many_the_best_the_neighbours_and_the_last_are_drawn(own: str | None, chosen: list[str]) -> None:
    ranked = ranking(63)
    kept = one_year.picked(ranked, own, chosen)
    names = [point.unit_id if point else "" for point in kept]
    assert len(kept) <= one_year.MOST_BARS + 1 and {"P00", "P01", "P02", "P61", "P62"} <= set(names)
    assert {own, *chosen} - {None} <= set(names)
    places = [int(name[1:]) for name in names if name]
    assert places == sorted(places)
    # A gap stands exactly where some are left out.
    for before, name, after in zip(names, names[1:], names[2:], strict=False):
        if name == "":
            assert int(after[1:]) - int(before[1:]) > 1
    assert all(b == "" or a == "" or int(b[1:]) - int(a[1:]) == 1 for a, b in zip(names, names[1:], strict=False))


# -- labels, axes


def series(name: str, *values: float | None, strong: bool = False) -> Series:
    return Series(name, tuple(Datum(v, "" if v is None else f"{v:g}") for v in values), "#000000", strong=strong)


def test_labels_step_aside_and_our_own_stays() -> None:
    axis = Axis(0, 100, (0, 50, 100), ("0", "50", "100"))
    _, own, _ = scales.told_apart([series("a", 52), series("own", 50, strong=True), series("b", 48)], axis)
    assert own.data[0].label == "50"
    high, low = scales.told_apart([series("a", 52), series("own", 50, strong=True)], axis)
    assert high.data[0].label and not high.data[0].below
    assert low.data[0].label and low.data[0].below
    far = scales.told_apart([series("a", 90), series("b", 10)], axis)
    assert all(one.data[0].label and not one.data[0].below for one in far)


def test_a_label_does_not_stand_on_the_legend_nor_on_the_years() -> None:
    ranks = scales.of_ranks(63)
    first, last = scales.told_apart([series("a", 1, None, strong=True), series("b", None, 63)], ranks)
    assert first.data[0].below and not last.data[1].below
    values = Axis(0, 100, (0, 50, 100), ("0", "50", "100"))
    (mine,) = scales.told_apart([series("a", 99, 1, strong=True)], values)
    assert [one.below for one in mine.data] == [True, False]
    # Between a mean and the years our own label is beside the mean, not on the years.
    mean = replace(series("mean", 5), dashed=True)
    _, mine = scales.told_apart([mean, series("own", 1, strong=True)], values)
    assert mine.data[0].label and not mine.data[0].below


def test_labels_of_years_beside_one_another_take_turns() -> None:
    axis = Axis(0, 100, (0, 50, 100), ("0", "50", "100"))
    long = (Datum(50.5, "0,7350"), Datum(50.0, "0,6909"), Datum(49.5, "0,6706"))
    near = scales.told_apart([Series("own", long, "#000000", strong=True)], axis, across=1.8)
    assert [one.below for one in near[0].data] == [False, True, False]
    apart = scales.told_apart([Series("own", long, "#000000", strong=True)], axis, across=9.0)
    assert not any(one.below for one in apart[0].data)
    others = tuple(Series(str(k), long, "#000000") for k in range(3))
    left = [one.label for made in scales.told_apart(others, axis, across=1.8) for one in made.data if one.label]
    assert len(left) < 9  # what finds no side is left out


@pytest.mark.parametrize("values", [(59.0, 96.17), (0.2613, 0.9039), (0.5, 0.5), (12.0, 15412.0), (86.1, 88.9)])
def test_an_axis_holds_its_values_and_is_written_with_a_comma(values: tuple[float, float]) -> None:
    axis = scales.of_values(values, Subject("x", "x", decimals=4))
    assert axis.low <= min(values) and axis.high >= max(values)
    steps = [b - a for a, b in zip(axis.ticks, axis.ticks[1:], strict=False)]
    assert steps and max(steps) - min(steps) < 1e-6
    assert not any("." in text and "," not in text and len(text.rpartition(".")[2]) != 3 for text in axis.texts)
    assert number_format(axis)


def test_number_formats_say_the_ticks_on_every_machine() -> None:
    assert number_format(Axis(50, 100, (50, 75, 100), ("50", "75", "100"))) == "0"
    assert number_format(Axis(0.2, 1, (0.2, 0.6, 1.0), ("0,2", "0,6", "1,0"))) == '[<0.4]"0,2";[>0.8]"1,0";"0,6"'
    assert number_format(scales.of_ranks(63)).startswith("[<5]")
    assert number_format(Axis(0.5, 4.5, (1, 2, 3, 4), ("I", "II", "III", "IV"), turned=True)) == ""


# -- pages and words


@pytest.mark.parametrize("count", [*range(1, 45, 4), 61])
def test_pages_of_a_table_are_few_and_about_equally_full(count: int) -> None:
    columns = (Column("Đơn vị", 0.5), Column("Nguồn", 0.5, quiet=True))
    rows = tuple((f"Tỉnh {k}", "s" if k % 5 else "một nguồn có tên dài " * 9) for k in range(count))
    slide = DeckSlide("Bảng", table=Table(columns, rows), source="s", method="m " * 90)
    tables = [part.table for part in paging.pages(slide, "vi")]
    assert [row for table in tables for row in table.rows] == list(rows)
    room = paging.places(slide).content.height - paging.row_height(columns, [one.name for one in columns], heading=True)
    used = [sum(paging.row_height(columns, row) for row in table.rows) for table in tables]
    assert max(used) <= room + 0.001
    assert len(tables) - 1 < sum(used) / (room - max(paging.row_height(columns, row) for row in rows))
    if len(tables) > 1:
        assert min(len(table.rows) for table in tables) > 2, [len(table.rows) for table in tables]


def test_long_tables_go_on_with_their_heading_and_marks() -> None:
    columns = (Column("Đơn vị", 0.5), Column("Hạng", 0.5, right=True))
    rows = tuple((f"Tỉnh {k}", f"{k}/63") for k in range(30))
    slide = DeckSlide("Bảng", table=Table(columns, rows, frozenset({25})), source="Nguồn: x.")
    parts = paging.pages(slide, "vi")
    assert len(parts) == 3 and [part.title for part in parts] == ["Bảng (1/3)", "Bảng (2/3)", "Bảng (3/3)"]
    assert sum((part.table.rows for part in parts if part.table), ()) == rows
    marked = [part.table.rows[k][0] for part in parts if part.table for k in part.table.marked]
    assert marked == ["Tỉnh 25"]
    assert all(part.source == "Nguồn: x." for part in parts)


def test_what_is_cut_stands_in_the_notes_in_full() -> None:
    long = "Từ dài " * 60
    (slide,) = paging.pages(DeckSlide(long.strip(), subtitle=long, method=long * 5, source=long * 3), "vi")
    title, size = paging.title_of(slide.title)
    assert title.endswith(paging.ELLIPSIS) and size >= 18
    source, method = paging.foot_of(slide)
    assert source.endswith(paging.ELLIPSIS) and method.endswith(paging.ELLIPSIS)
    for whole in (long.strip(), (long * 5), (long * 3)):
        assert whole.strip() in slide.notes


def test_long_words_of_a_presenter_go_on_and_none_is_lost() -> None:
    words = "Một câu dài vừa phải. " * 120 + "\n" + "x" * 3000 + "\ncuối"
    parts = paging.pages(DeckSlide("Lời", words=words.strip(), source="s"), "vi")
    assert len(parts) > 1 and "".join("".join(part.words.split()) for part in parts) == "".join(words.split())
    for part in parts:
        room = paging.places(part).content.height
        assert paging.high(len(paging.wrapped(part.words, paging.BODY, paging.INNER)), paging.BODY) <= room


def test_a_word_longer_than_a_line_is_broken() -> None:
    lines = paging.wrapped("x" * 500, 18, 4.0)
    assert "".join(lines) == "x" * 500 and all(paging.inches(line, 18) <= 4.0 for line in lines)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\x00b\x1bc", "a b c"),
        ("\u202eevil\u202c", "evil"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("e\u0302\u0323", "ệ"),
        ("\ud800x\ufffe", "x"),
    ],
)
def test_words_of_others_become_plain(text: str, plain: str) -> None:
    assert clean(text) == plain


@pytest.mark.parametrize("text", ["=1+1", "+a", "-a", "@a", "{=a}", "http://x", "mailto:x", "internal:x"])
def test_a_label_of_a_sheet_is_never_a_formula_or_a_link(text: str) -> None:
    assert for_sheet(text) == f" {text}"
