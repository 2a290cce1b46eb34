"""Workbooks as blocks: each visible sheet is its name on a line, then its rows."""

from __future__ import annotations

from collections.abc import Iterator

from egov_metrics.collect.reading.archive import Archive
from egov_metrics.collect.reading.blocks import Block, Line, Row, Slot, looks_like_head
from egov_metrics.collect.reading.isolation import open_apart
from egov_metrics.collect.reading.kinds import ole_has_macros
from egov_metrics.collect.reading.model import note

_WIDEST_GAP = 20


def read_workbook(content: bytes, kind: str) -> tuple[list[Block], dict]:
    """Blocks, and what is known besides: title, published, notes, converted. `kind` is xlsx, xls or ods.

    Rows and columns keep the numbers that they have in the sheet, counted from 0. Raises ReadingRefused.
    """
    notes = []
    if kind == "xls":
        has_macros = ole_has_macros(content)
    else:
        archive = Archive(content)
        archive.check_parts()
        has_macros = archive.has_macros()
    if has_macros:
        notes.append(note("macros"))
    found = open_apart(kind, content)
    if found["hidden"]:
        notes.append(note("hidden_sheets", sheets=", ".join(found["hidden"][:10])))
    blocks: list[Block] = []
    for table, (name, rows) in enumerate(found["sheets"]):
        if rows:
            blocks.append(Line(name))
            blocks.extend(_rows(table, rows))
    return blocks, {"title": None, "published": None, "notes": notes, "converted": None}


def _rows(table: int, rows: list) -> list[Block]:
    head = next((place for place, (_, cells) in enumerate(rows) if len(cells) >= 2), None)
    blocks: list[Block] = []
    for place, (number, cells) in enumerate(rows):
        is_head = place == head and len(rows) > place + 1 and looks_like_head([text for _, text in cells])
        blocks.append(Row(table, number, tuple(_slots(cells, is_head))))
    return blocks


def _slots(cells: list, is_head: bool) -> Iterator[Slot]:
    """Filled cells, and the empty ones between them, so that a gap is seen in the line; a wide gap is one."""
    before = cells[0][0] - 1
    for column, text in cells:
        first_empty = before + 1 if column - before <= _WIDEST_GAP else column - 1
        yield from (Slot(empty, "") for empty in range(first_empty, column))
        yield Slot(column, text, is_head)
        before = column
