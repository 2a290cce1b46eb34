"""A workbook: figures as real numbers, their sources, their methods, and a sheet about the file itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from egov_metrics.export.content import FIELDS, METHOD_COLUMNS, SOURCE_COLUMNS, Content
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.sheet_fonts import sheet_font, use_sheet_fonts

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD_FONT = sheet_font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0B5CAD")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_SOURCE_WIDTHS = (60, 30, 60, 14, 12)
_METHOD_WIDTHS = (22, 34, 26, 18, 60, 44, 60)


def make(content: Content) -> bytes:
    """The file. Headings and words are in the reader's language; Excel shows numbers in its own settings."""
    book = Workbook(write_only=True)
    use_sheet_fonts(book)
    lang = content.about.lang
    _figures(book.create_sheet(t("export.sheet.figures", lang)), content)
    labels = [t(f"export.source.{name}", lang) for name in SOURCE_COLUMNS]
    _listed(book.create_sheet(t("export.sheet.sources", lang)), labels, content.sources, _SOURCE_WIDTHS)
    labels = [t(f"export.method.{name}", lang) for name in METHOD_COLUMNS]
    _listed(book.create_sheet(t("export.sheet.methods", lang)), labels, content.methods, _METHOD_WIDTHS)
    _about(book.create_sheet(t("export.sheet.about", lang)), content)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _figures(sheet: WriteOnlyWorksheet, content: Content) -> None:
    lang = content.about.lang
    _lay_out(sheet, [field.width for field in FIELDS], len(content.figures))
    # The name of the unit stays in sight too.
    sheet.freeze_panes = "C2"
    sheet.append(_headings(sheet, [t(f"export.field.{field.name}", lang) for field in FIELDS]))
    decimals = content.figures["decimals"].tolist()
    columns = [content.figures[field.name].tolist() for field in FIELDS]
    kinds = [field.kind for field in FIELDS]
    for cells in zip(decimals, *columns, strict=True):
        formats = {"number": _number_format(int(cells[0])), "whole": "0", "year": "0", "date": "dd/mm/yyyy"}
        sheet.append([_cell(sheet, cell, formats.get(kind)) for kind, cell in zip(kinds, cells[1:], strict=True)])


def _number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _listed(sheet: WriteOnlyWorksheet, labels: Sequence[str], rows: pd.DataFrame, widths: Sequence[int]) -> None:
    _lay_out(sheet, widths, len(rows))
    sheet.append(_headings(sheet, labels))
    for cells in rows.itertuples(index=False):
        sheet.append([_cell(sheet, None if pd.isna(cell) else cell, None, _WRAPPED) for cell in cells])


def _about(sheet: WriteOnlyWorksheet, content: Content) -> None:
    about, lang = content.about, content.about.lang
    _lay_out(sheet, (28, 100), 0)
    edition = t(
        "ui.footer.edition",
        lang,
        number=about.edition_number,
        date=numbers.date(about.edition_date),
        hash=about.edition_hash[:12],
    )
    rows = [
        (t("export.about.title", lang), about.title),
        (t("export.about.subtitle", lang), about.subtitle),
        *about.filters,
        (t("export.about.edition", lang), edition),
        (t("export.about.hash", lang), about.edition_hash),
        (t("export.about.link", lang), about.link),
        (t("export.about.reading", lang), t("export.about.reading_words", lang)),
    ]
    sheet.append(_headings(sheet, [t("export.sheet.about", lang), ""]))
    for label, words in rows:
        sheet.append([_cell(sheet, label), _cell(sheet, words, None, _WRAPPED)])


def _lay_out(sheet: WriteOnlyWorksheet, widths: Sequence[int], rows: int) -> None:
    """Widths, a heading that stays, a filter; a write-only sheet takes these before its first row."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{rows + 1}"


def _headings(sheet: WriteOnlyWorksheet, labels: Sequence[str]) -> list[WriteOnlyCell]:
    cells = []
    for label in labels:
        cell = _cell(sheet, label, None, _WRAPPED)
        cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
        cells.append(cell)
    return cells


def _cell(
    sheet: WriteOnlyWorksheet, value: Any, number_format: str | None = None, alignment: Alignment | None = None
) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # openpyxl would take a text that begins with "=" for a formula.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    if number_format and value is not None:
        cell.number_format = number_format
    if alignment is not None:
        cell.alignment = alignment
    return cell
