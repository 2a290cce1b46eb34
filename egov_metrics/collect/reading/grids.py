"""Workbooks as typed cells of all sheets, hidden ones too, for imports. Runs in the separate process.

Formulas give the value that was stored with them, or nothing; nothing is ever computed.
"""

from __future__ import annotations

import io
import math
from datetime import date, datetime, time
from typing import Any

import python_calamine as calamine

from egov_metrics.collect.reading.limits import MAX_GRID_CELLS
from egov_metrics.collect.reading.percents import Percents, percent_cells


def read_grid(content: bytes, kind: str) -> dict:
    """{"sheets": [{"name", "hidden", "merged", "rows"}]} with rows as [number, [[column, kind, value], ...]].

    Kinds are n (number), p (number shown as a percentage), s (text), d (date as ISO text). In JSON's own types, since
    it travels between processes. On failure {"refused": [code, expected, found]}.
    """
    try:
        book = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError:
        return {"refused": ["encrypted", "a workbook without a password", "one with"]}
    except (calamine.CalamineError, ValueError, OSError) as error:
        return {"refused": ["damaged", "a whole workbook", str(error)[:120] or type(error).__name__]}
    percents = percent_cells(content) if kind == "xlsx" else {}
    sheets, cells = [], 0
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except (calamine.CalamineError, ValueError, OSError) as error:
            return {"refused": ["damaged", f"a sheet {meta.name!r}", str(error)[:120] or type(error).__name__]}
        rows: list = []
        if sheet.start is not None:
            shown = percents.get(meta.name)
            # iter_rows begins at the first row of the sheet, but at the first column that is filled.
            for number, row in enumerate(sheet.iter_rows()):
                filled = [
                    cell for at, value in enumerate(row, sheet.start[1]) if (cell := _cell(number, at, value, shown))
                ]
                cells += len(filled)
                if cells > MAX_GRID_CELLS:
                    limit = f"at most {MAX_GRID_CELLS:,} filled cells (save larger tables as csv)"
                    return {"refused": ["too_large", limit, "more"]}
                if filled:
                    rows.append([number, filled])
        merged = [[*first, *last] for first, last in (sheet.merged_cell_ranges or [])][:10_000]
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        sheets.append({"name": meta.name, "hidden": hidden, "merged": merged, "rows": rows})
    return {"sheets": sheets}


def _cell(row: int, column: int, value: Any, percents: Percents | None) -> list | None:
    """[column, kind, value] of a filled cell, None for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return [column, "s", "TRUE" if value else "FALSE"]
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return [column, "s", str(value)]
        return [column, "p" if percents and (row, column) in percents else "n", value]
    if isinstance(value, datetime):
        return [column, "d", value.date().isoformat()]
    if isinstance(value, date):
        return [column, "d", value.isoformat()]
    if isinstance(value, time):
        return [column, "s", f"{value:%H:%M}"]
    text = str(value)
    return [column, "s", text] if text.strip() else None
