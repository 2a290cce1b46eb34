"""Decks of the shipped data opened again: native charts with the store's figures, notes, sources, sizes, sameness."""

from __future__ import annotations

import gc
import io
import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from egov_metrics.export import deck
from egov_metrics.export.deck.reading import Reader
from egov_metrics.story import Slide, Storyline, ready
from tests.deck_files import (
    charts_of,
    made,
    notes_of,
    opened,
    overflow,
    reader_of,
    sizes_of,
    source_of,
    tables_of,
    view,
)

PAR = "par_index_score"
SON_LA, QUANG_NINH, GIA_LAI = "P63-14", "P63-22", "P63-64"
DECKS = int(os.environ.get("EGOV_DECKS") or 20)
"""How many decks the test of memory makes; 100 and more tell a leak from noise best."""
HOSTILE = '=HYPERLINK("http://x","y")\x07\x1b \u202e' + "từrấtdài" * 22
EVERY = (
    view("overview", "tiles", unit=SON_LA),
    view("overview", "tiles", unit="VN"),
    view("overview", "overview-series", unit=SON_LA, indicator="sipas_score"),
    view("map", "map", unit=SON_LA, indicator=PAR),
    view("compare", "compare-line", unit=SON_LA, units=f"{QUANG_NINH},P63-01,P63-46", indicator=PAR, text="Một câu."),
    view("compare", "compare-bump", unit=SON_LA, indicator=PAR),
    view("compare", unit="VN", indicator="dti_score"),
    view("compare", unit=SON_LA, units=QUANG_NINH, indicator=PAR, view="slope"),
    view("compare", unit=SON_LA, units=QUANG_NINH, indicator=PAR, view="dumbbell"),
    view("compare", unit=SON_LA, indicator=PAR, view="slope", year_from="2012", year_to="2024"),
    view("compare", unit=SON_LA, indicator=PAR, view="bars", year="2012"),
    view("compare", unit=SON_LA, indicator=PAR, view="bars", year="2020", measure="rank"),
    view("compare", unit=SON_LA, indicator=PAR, view="dist", year="2021"),
    view("compare", unit=SON_LA, indicator=PAR, view="grid"),
    view("compare", unit=SON_LA, units=QUANG_NINH, indicator=PAR, against="sipas_score", view="scatter", year="2022"),
    view("compare", unit=SON_LA, indicator=PAR, view="table"),
    view("compare", unit="P34-19", indicator=PAR, territory="2025", view="bars", year="2023"),
    view("overview", "tiles", unit="P34-19", territory="2025"),
    view("readiness", "ready-composition", unit=GIA_LAI),
    view("readiness", "ready-heat", unit="P63-46", level="district"),
    view("profile", unit=GIA_LAI),
    view("readiness", "", unit="VN"),
    view("compare", unit=SON_LA, indicator="nothing_like_it"),
    view("compare", unit=SON_LA, indicator=PAR, title=HOSTILE[:200], text="chữ " * 400, notes=HOSTILE),
    Slide("text", title=HOSTILE[:200], text=f"=cmd|' /C calc'!A0\n{HOSTILE}\n" + "Việc cần làm. " * 100, notes="\x00"),
)


@pytest.fixture(scope="module")
def reader(shipped_workspace: Path) -> Reader:
    return reader_of(shipped_workspace)


@pytest.fixture(scope="module")
def whole(reader: Reader) -> bytes:
    """Every kind of slide in one file."""
    return deck.to_bytes(made(reader, *EVERY))


@pytest.fixture(scope="module")
def slides(whole: bytes) -> list:
    return list(Presentation(io.BytesIO(whole)).slides)


def published(reader: Reader, code: str, year: int | None = None) -> pd.DataFrame:
    rows = reader.served.query(
        "figures_of_indicator", indicator=code, level="province", year_from=1990, year_to=2100, parent=None, region=None
    )
    return rows if year is None else rows[rows["year"] == year]


def kind(page) -> list:
    return [chart.chart_type for chart in charts_of(page)]


# -- figures


def test_the_line_of_a_province_has_the_figures_of_the_store_and_gaps_where_it_has_none(reader: Reader) -> None:
    _, page = opened(reader, view(unit=SON_LA, indicator=PAR)).slides
    (chart,) = charts_of(page)
    assert chart.chart_type == XL_CHART_TYPE.LINE_MARKERS
    rows = published(reader, PAR)
    mine = rows[(rows["unit_id"] == SON_LA) & rows["value"].notna()]
    years = [str(name)[-4:] for name in chart.plots[0].categories]
    assert years == [str(year) for year in range(2012, 2025)]
    shown: dict[str, float] = {}
    for series in chart.plots[0].series:
        if series.name.partition(" (")[0] == "Sơn La":
            found = {year: value for year, value in zip(years, series.values, strict=True) if value is not None}
            assert not set(found) & set(shown), "a year stands in one stretch only"
            shown |= found
    assert shown == {str(int(year)): value for year, value in zip(mine["year"], mine["value"], strict=True)}
    assert chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"


def test_no_line_joins_years_of_two_methods(reader: Reader) -> None:
    _, page = opened(reader, view(unit=SON_LA, units=f"{QUANG_NINH},P63-01", indicator=PAR)).slides
    rows = published(reader, PAR)
    method = {(row.unit_id, str(int(row.year))): row.method_id for row in rows.itertuples()}
    names = {"Sơn La": SON_LA, "Quảng Ninh": QUANG_NINH, "Hà Nội": "P63-01"}
    (chart,) = charts_of(page)
    years = [str(name)[-4:] for name in chart.plots[0].categories]
    joined = 0
    for series in chart.plots[0].series:
        unit = names.get(series.name.partition(" (")[0])
        if unit:
            found = [year for year, value in zip(years, series.values, strict=True) if value is not None]
            assert len({method[(unit, year)] for year in found}) == 1
            assert [int(year) for year in found] == list(range(int(found[0]), int(found[0]) + len(found)))
            joined += len(found) > 1
    assert joined


def test_bars_have_the_values_of_the_year_and_our_unit_in_red(reader: Reader) -> None:
    _, page = opened(reader, view(unit=SON_LA, indicator=PAR, view="bars", year="2024")).slides
    (chart,) = charts_of(page)
    assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    rows = published(reader, PAR, 2024)
    stored = {reader.short(row.unit_id): row.value for row in rows[rows["value"].notna()].itertuples()}
    plot = chart.plots[0]
    assert dict(zip(map(str, plot.categories), plot.series[0].values, strict=True)) == stored
    place = list(map(str, plot.categories)).index("Sơn La")
    assert str(plot.series[0].points[place].format.fill.fore_color.rgb) == "C8102E"
    for name, value in stored.items():
        assert f"{name}: " in notes_of(page) and value


def test_a_label_has_a_decimal_comma_and_the_rank_with_its_denominator(reader: Reader) -> None:
    _, page = opened(reader, view(unit=SON_LA, indicator=PAR, view="bars", year="2024")).slides
    (chart,) = charts_of(page)
    texts = [one.text for one in chart._chartSpace.iter(qn("a:t"))]
    assert "90,02 · 12/63" in texts


def test_ranks_stand_with_the_first_at_the_top(reader: Reader) -> None:
    _, page = opened(reader, view(unit=SON_LA, indicator=PAR, view="bump")).slides
    (chart,) = charts_of(page)
    assert chart.value_axis.reverse_order
    rows = published(reader, PAR)
    mine = rows[(rows["unit_id"] == SON_LA) & rows["rank"].notna()]
    values = {v for one in chart.plots[0].series if one.name.startswith("Sơn La") for v in one.values if v}
    assert values == set(mine["rank"].astype(float))


def test_the_levels_of_a_tier_are_parts_of_a_whole_the_best_first(reader: Reader) -> None:
    _, page = opened(reader, view("readiness", "ready-composition", unit=GIA_LAI)).slides
    (chart,) = charts_of(page)
    assert chart.chart_type == XL_CHART_TYPE.BAR_STACKED_100
    names = [series.name for series in chart.plots[0].series]
    assert names[0] == "Mức I (cao nhất)" and names.index("Không xếp hạng") > names.index("Mức IV")
    categories = list(map(str, chart.plots[0].categories))
    at = next(k for k, name in enumerate(categories) if name.startswith("Sở, ngành (2022"))
    assert {one.name: one.values[at] for one in chart.plots[0].series if one.values[at]} == {
        "Mức I (cao nhất)": 16, "Mức II": 2, "Mức III": 2,
    }  # fmt: skip


def test_the_readiness_of_the_country_names_the_provinces_and_ranks_none(reader: Reader) -> None:
    _, *pages = opened(reader, view("readiness", "", unit="VN")).slides
    rows = [row for page in pages for table in tables_of(page) for row in table[1:]]
    known = reader.served.query("readiness_overview")
    assert len(rows) == known["province_id"].nunique()
    (gia_lai,) = [row for row in rows if row[0] == "Gia Lai"]
    assert "2022: số đơn vị theo mức" in gia_lai[1] and "công bố 03/07/2019" in gia_lai[3]


def test_two_indicators_are_a_scatter_chart(reader: Reader) -> None:
    _, page = opened(reader, EVERY[14]).slides
    (chart,) = charts_of(page)
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER
    (mine,) = [series for series in chart.plots[0].series if series.name == "Sơn La"]
    assert list(mine.values) == [82.18]


def test_the_table_of_indices_says_value_rank_year_and_why_there_is_no_change(reader: Reader) -> None:
    _, *pages = opened(reader, view("overview", "tiles", unit=SON_LA)).slides
    rows = [row for page in pages for table in tables_of(page) for row in table[1:]]
    par = next(row for row in rows if row[0] == "PAR INDEX")
    assert par[1:4] == ["90,02", "12/63", "2024"] and "892/QĐ-BNV" in par[4]
    assert any(row[2].endswith("*") for row in rows)


def test_the_own_numbers_of_a_chart_are_in_its_sheet(whole: bytes) -> None:
    with ZipFile(io.BytesIO(whole)) as parts:
        sheets = [name for name in parts.namelist() if name.endswith(".xlsx")]
        assert len(sheets) == len([name for name in parts.namelist() if name.startswith("ppt/charts/chart")])
        for name in sheets:
            book = load_workbook(io.BytesIO(parts.read(name)))
            cells = [cell for row in book.active.iter_rows() for cell in row]
            assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


# -- every slide


def test_every_slide_has_a_title_notes_source_and_the_edition(slides: list) -> None:
    assert len(slides) > len(EVERY)
    for page in slides:
        assert page.shapes.title.text_frame.text.strip()
        assert notes_of(page).strip()
        assert "Số liệu: ấn bản 1" in source_of(page) and len(source_of(page).split("\n")) >= 2


def test_every_kind_of_chart_is_native(slides: list) -> None:
    kinds = {one for page in slides for one in kind(page)}
    assert kinds == {
        XL_CHART_TYPE.LINE_MARKERS, XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.COLUMN_CLUSTERED,
        XL_CHART_TYPE.BAR_STACKED_100, XL_CHART_TYPE.XY_SCATTER,
    }  # fmt: skip
    assert not any(shape.shape_type == 13 for page in slides for shape in page.shapes), "pictures cannot be edited"


def test_charts_say_themselves_in_words(slides: list) -> None:
    frames = [shape for page in slides for shape in page.shapes if shape.has_chart or shape.has_table]
    assert all(frame._element.nvGraphicFramePr.cNvPr.get("descr") for frame in frames)


def test_letters_are_large_enough(slides: list) -> None:
    for page in slides:
        for name, size, text in sizes_of(page):
            assert size >= (12 if name in ("source", "table") else 18), (name, size, text)
        quiet = [text for name, size, text in sizes_of(page) if name == "table" and size < 18]
        assert not any(text.replace(",", "").replace("/", "").isdigit() for text in quiet)


def test_nothing_stands_outside_its_box(slides: list) -> None:
    found = [f"slide {number}: {one}" for number, page in enumerate(slides, 1) for one in overflow(page)]
    assert found == []


def test_hostile_words_are_only_words(whole: bytes, slides: list) -> None:
    with ZipFile(io.BytesIO(whole)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(content)
                assert not list(root.iter(qn("a:hlinkClick"), qn("a:hlinkHover")))
                assert b"\xe2\x80\xae" not in content and b"_x0007_" not in content
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in content
    assert any(page.shapes.title.text_frame.text.startswith("=HYPERLINK") for page in slides)


def test_the_same_edition_gives_the_same_bytes(reader: Reader, shipped_workspace: Path) -> None:
    once, again = (deck.to_bytes(made(one, *EVERY[::4])) for one in (reader, reader_of(shipped_workspace)))
    assert once == again


def test_english_slides_have_no_vietnamese_words_of_ours(shipped_workspace: Path) -> None:
    found = opened(reader_of(shipped_workspace, "en"), *EVERY[:4], EVERY[18]).slides
    said = " ".join(shape.text_frame.text for page in found for shape in page.shapes if shape.name == "subtitle")
    assert "Units by level" in said and "điểm" not in said
    runs = [run for page in found for run in page.shapes._spTree.iter(qn("a:rPr")) if run.get("lang")]
    assert {run.get("lang") for run in runs} == {"en-GB"}


def test_ready_made_years_of_provinces_fit(reader: Reader) -> None:
    for unit in ("P63-64", "P34-52"):
        keys, _ = reader.agencies_of(unit)
        known = len(reader.served.query("readiness_figures", provinces=list(keys))) > 0
        year = ready.year(
            unit,
            reader.full(unit),
            {code: len(years) for code, years in reader.years_stated(unit).items()},
            known,
            "vi",
        )
        found = Presentation(io.BytesIO(deck.to_bytes(deck.deck_of(year, reader, "Số liệu: ấn bản 1", "2026-11-28"))))
        assert [one for page in found.slides for one in overflow(page)] == []


def test_the_country_fits(reader: Reader) -> None:
    year: Storyline = ready.country(reader.indicators["indicator_code"].tolist(), "vi")
    found = Presentation(io.BytesIO(deck.to_bytes(deck.deck_of(year, reader, "Số liệu: ấn bản 1", "2026-11-28"))))
    assert [one for page in found.slides for one in overflow(page)] == []


def test_many_decks_leave_no_memory_behind(reader: Reader) -> None:
    resource = pytest.importorskip("resource", reason="the system does not tell the memory of a process this way")
    some = EVERY[4::5]

    def most(count: int) -> int:
        for _ in range(count):
            deck.to_bytes(made(reader, *some))
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    # The first half fills caches and the allocator; after that a deck takes what the one before it gave back.
    before = most(DECKS // 2)
    after = most(DECKS // 2)
    assert after - before < 5 * 1024, f"{(after - before) / 1024:.0f} MiB more after the second {DECKS // 2} decks"


def test_a_deck_leaves_no_trees_behind_for_a_later_collection(reader: Reader) -> None:
    content = made(reader, EVERY[4])
    deck.to_bytes(content)
    gc.disable()
    try:
        before = len(gc.get_objects())
        deck.to_bytes(content)
        assert len(gc.get_objects()) - before < 200  # the parts of a single deck are thousands
    finally:
        gc.enable()


# -- the schema, as far as it can be told without it

ORDER = {
    "c:legend": "legendPos legendEntry layout overlay spPr txPr extLst",
    "c:dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize separator extLst",
    "c:dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions extLst",
    "c:marker": "symbol size spPr extLst",
    "c:catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "c:valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits",
    "c:scaling": "logBase orientation max min",
    "c:lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "c:barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "c:scatterChart": "scatterStyle varyColors ser dLbls axId",
    "c:chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly "
    "dispBlanksAs showDLblsOverMax",
    "c:chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart spPr "
    "txPr externalData printSettings userShapes",
    "a:tcPr": "lnL lnR lnT lnB lnTlToBr lnBlToTr cell3D noFill solidFill gradFill blipFill pattFill",
    "a:fld": "rPr pPr t",
    "a:rPr": "ln noFill solidFill gradFill blipFill pattFill grpFill effectLst effectDag highlight uLnTx uLn uFillTx "
    "uFill latin ea cs sym hlinkClick hlinkMouseOver rtl extLst",
}  # fmt: skip
SERIES = {
    "lineChart": "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth",
    "barChart": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape",
    "scatterChart": "idx order tx spPr marker dPt dLbls trendline errBars xVal yVal smooth",
}


def disorder(element, order: str) -> list[str]:
    names = [etree.QName(child).localname for child in element]
    known = order.split()
    unknown = [name for name in names if name not in known]
    places = [known.index(name) for name in names if name in known]
    return unknown + ([] if places == sorted(places) else [" ".join(names)])


def test_elements_stand_in_the_order_of_the_schema(whole: bytes) -> None:
    found = []
    with ZipFile(io.BytesIO(whole)) as parts:
        for name in parts.namelist():
            if not name.startswith(("ppt/charts/chart", "ppt/slides/slide")):
                continue
            root = etree.fromstring(parts.read(name))
            for tag, order in ORDER.items():
                for element in root.iter(qn(tag)):
                    if tag == "c:marker" and not len(element):
                        continue
                    found += [f"{name} {tag}: {one}" for one in disorder(element, order)]
            for chart, order in SERIES.items():
                for element in root.iter(qn(f"c:{chart}")):
                    for series in element.iter(qn("c:ser")):
                        found += [f"{name} {chart} ser: {one}" for one in disorder(series, order)]
            ids = [int(one.get("val")) for one in root.iter(qn("c:axId"), qn("c:crossAx"))]
            found += [f"{name}: axis {one}" for one in ids if one < 0]
    assert found == []


@pytest.mark.slow
def test_libreoffice_opens_every_slide(whole: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (soffice)")
    path = tmp_path / "deck.pptx"
    path.write_bytes(whole)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    import pypdfium2

    pages = pypdfium2.PdfDocument(str(tmp_path / "deck.pdf"))
    assert len(pages) == len(Presentation(io.BytesIO(whole)).slides)
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert "90,02" in text and "Sơn La" in text
