"""CSV that opens right in Excel with Vietnamese settings, and in every program that can be told what separates.

UTF-8 with a byte order mark (without it Excel reads the accents wrongly), `;` between cells and a decimal comma (Excel
takes both from the settings of the system), CRLF. One heading line and then figures only: lines of comment would become
rows of figures, so the source and the method of a figure stand in its own row, and the edition too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from egov_metrics.export.content import FIELDS, Content, Field
from egov_metrics.i18n.texts import t

MIME = "text/csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def make(content: Content) -> bytes:
    """The file. Headings and words are in the reader's language, dates dd/mm/yyyy, missing cells empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lang = content.about.lang
    writer.writerow([t(f"export.field.{field.name}", lang) for field in FIELDS])
    decimals = content.figures["decimals"].tolist()
    columns = [content.figures[field.name].tolist() for field in FIELDS]
    for cells in zip(decimals, *columns, strict=True):
        places = int(cells[0])
        writer.writerow([_written(cell, field, places) for field, cell in zip(FIELDS, cells[1:], strict=True)])
    return out.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what begins like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _written(cell: Any, field: Field, decimals: int) -> str:
    if cell is None:
        return ""
    if field.kind == "number":
        return f"{cell:.{decimals}f}".replace(".", ",")
    if field.kind in ("whole", "year"):
        return str(int(cell))
    if field.kind == "date":
        assert isinstance(cell, dt.date)
        return f"{cell:%d/%m/%Y}"
    return safe(str(cell))
