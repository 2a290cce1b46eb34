"""The rejected rows as a workbook, with the reasons beside them: to be corrected and imported again."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from egov_metrics.collect.workbooks.report import reason_words
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.sheet_fonts import sheet_font, use_sheet_fonts
from egov_metrics.store.files import TEMPORARY, make_folder, replace_file

MOST_ROWS = 1_000_000
"""Rows that a sheet of a spreadsheet can hold, less the heading."""
_FIELDS = (
    "reason", "sheet", "row", "bad_column", "bad_value", "unit_text", "unit_id", "indicator_text", "indicator_code",
    "period_start", "period_end", "value", "rank", "rank_of", "nothing", "qualifier", "denominator", "note",
)  # fmt: skip
_WIDTHS = {"reason": 60, "unit_text": 28, "indicator_text": 40, "bad_value": 24}
_HEAD_FONT, _HEAD_FILL = sheet_font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5CAD")


def workbook(rows: pd.DataFrame, lang: Lang) -> bytes:
    """The rows with their reasons. Its headings are those of a tidy table, so that the corrected file can be imported.

    All cells are texts: what begins like a formula stays a text in every program.
    """
    book = Workbook(write_only=True)
    use_sheet_fonts(book)
    sheet = book.create_sheet(t("import.rejected.sheet", lang))
    for number, name in enumerate(_FIELDS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 14)
    sheet.freeze_panes = "B2"
    headings = []
    for name in _FIELDS:
        cell = harmless(sheet, t(f"import.column.{name}", lang))
        cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
        headings.append(cell)
    sheet.append(headings)
    for row in rows.head(MOST_ROWS).to_dict("records"):
        told = {**row, "reason": reason_words(row["reason"], row, lang)}
        sheet.append([harmless(sheet, str(told[name])) for name in _FIELDS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        temporary.write_bytes(content)
        replace_file(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def harmless(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell that is a text whatever it begins with, without characters that no workbook can hold."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000])
    cell.data_type = "s"  # openpyxl takes a text that begins with "=" for a formula
    cell.quotePrefix = text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return cell


def fields() -> Sequence[str]:
    """The columns of the workbook."""
    return _FIELDS
