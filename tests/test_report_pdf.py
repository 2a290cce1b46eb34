"""PDF reports of the shipped data: the figures of the store, whole rows below their heads."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from egov_metrics.export.report import fonts
from egov_metrics.i18n import numbers
from tests.report_files import shown, squeezed
from tests.test_report import GIA_LAI, QUANG_NINH, SON_LA, Desk


@pytest.fixture(scope="module")
def desk(shipped_workspace: Path) -> Desk:
    return Desk(shipped_workspace)


@pytest.mark.parametrize("unit", [SON_LA, GIA_LAI, QUANG_NINH])
def test_the_figures_in_the_pdf_are_those_of_the_store(desk: Desk, unit: str) -> None:
    rows = desk.query(
        "figures_of_indicator", indicator="par_index_score", level="province", year_from=1990, year_to=2100,
        parent=None, region=None,
    )  # fmt: skip
    mine = rows[(rows["unit_id"] == unit) & (rows["value"].notna() | rows["rank"].notna())]
    text = shown(desk.pdf(unit))
    table = text[text.index("theotừngnăm") :]
    assert len(mine) > 3
    for row in mine.itertuples():
        sign = {"exact": "", "approx": "khoảng"}[row.qualifier]
        value = "–" if row.value != row.value else f"{sign}{numbers.number(row.value, int(row.decimals))}điểm"
        rank = "" if row.rank != row.rank else numbers.rank(int(row.rank), int(row.rank_of))
        assert re.search(rf"{row.year}{re.escape(value)}\D*?{re.escape(rank)}", table), (row.year, value, rank)


@pytest.mark.parametrize("unit", [SON_LA, GIA_LAI, QUANG_NINH])
def test_every_row_is_on_one_page_below_the_heads_of_its_table(desk: Desk, unit: str) -> None:
    pages = [squeezed(page.get_textpage().get_text_bounded()) for page in pdfium.PdfDocument(desk.pdf(unit))]
    seen = 0
    for table in desk.content(unit).tables():
        heads = squeezed(fonts.printable("".join(column.title for column in table.columns)))
        for row in table.rows:
            cells = squeezed(fonts.printable("".join(f"{cell.text}{cell.note}" for cell in row)))
            on = [number for number, text in enumerate(pages) if cells in text]
            assert on, cells
            assert all(heads in pages[number] for number in on), (heads, cells)
            seen += 1
    assert seen > 15
