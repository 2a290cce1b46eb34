"""Workbooks (.xlsx, .xls, .ods): each visible sheet as its name and its rows. Runs in the separate process.

Formulas give the value that was stored with them; nothing is ever computed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import python_calamine as calamine

from egov_metrics.collect.reading.limits import MAX_CELLS
from egov_metrics.collect.reading.percents import Percents, percent_cells

_DIGITS = 15
"""Significant digits that a spreadsheet shows of a number."""


def read_sheets(content: bytes, kind: str) -> dict:
    """{"sheets": [[name, rows], ...], "hidden": [names]} with rows as [number, [[column, text], ...]].

    In JSON's own types, since it travels between processes. On failure {"refused": [code, expected, found]}.
    """
    try:
        book = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError:
        return {"refused": ["encrypted", "a workbook without a password", "one with"]}
    except (calamine.CalamineError, ValueError, OSError) as error:
        return {"refused": ["damaged", "a whole workbook", str(error)[:120] or type(error).__name__]}
    percents = percent_cells(content) if kind == "xlsx" else {}
    sheets, hidden, cells = [], [], 0
    for meta in book.sheets_metadata:
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            hidden.append(meta.name)
            continue
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except (calamine.CalamineError, ValueError, OSError) as error:
            return {"refused": ["damaged", f"a sheet {meta.name!r}", str(error)[:120] or type(error).__name__]}
        rows: list = []
        for number, row in _rows(sheet, percents.get(meta.name)):
            cells += len(row)
            if cells > MAX_CELLS:
                return {"refused": ["too_large", f"at most {MAX_CELLS:,} filled cells (import larger tables)", "more"]}
            rows.append([number, row])
        sheets.append([meta.name, rows])
    return {"sheets": sheets, "hidden": hidden}


def _rows(sheet: Any, percents: Percents | None) -> Iterator[tuple[int, list[list]]]:
    if sheet.start is None:
        return
    # iter_rows begins at the first row of the sheet, but at the first column that is filled.
    for number, row in enumerate(sheet.iter_rows()):
        filled = []
        for column, value in enumerate(row, start=sheet.start[1]):
            if value is None or value == "":
                continue
            is_percent = percents is not None and (number, column) in percents
            if text := write_value(value, is_percent):
                filled.append([column, text])
        if filled:
            yield number, filled


def write_value(value: Any, is_percent: bool = False) -> str:
    """A value as Vietnamese text has it: 81,93; 14862; 03/07/2019; 95%."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return write_number(value, is_percent)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time(0) else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def write_number(value: float, is_percent: bool = False) -> str:
    """A number in full, decimal comma, no thousands signs, with the digits that a spreadsheet shows of it."""
    shown = f"{value * 100 if is_percent else value:.{_DIGITS}g}"
    if "e" in shown:
        exact = Decimal(shown)
        shown = f"{exact:f}" if abs(exact.adjusted()) < 40 else shown
    if "." in shown and "e" not in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace(".", ",") + ("%" if is_percent else "")
