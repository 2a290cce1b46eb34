"""A cell as proof: the row that a figure of a workbook stands in, with the headings over it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from egov_metrics.collect.workbooks.grid import NUMBER, PERCENT, TEXT, Book, Sheet, Value, column_name, column_number
from egov_metrics.i18n import numbers

_PLACE = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})")
_LONGEST = 120
_MOST_HEADINGS = 3


@dataclass(frozen=True)
class Line:
    """A row of a sheet: its number as spreadsheets count, and the texts of the columns shown."""

    row: int
    cells: tuple[str, ...]
    is_head: bool


@dataclass(frozen=True)
class Surroundings:
    """`columns` are letters; the cell itself stands in the last line, in column `at`."""

    sheet: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    at: int


def place_of(quote: str) -> tuple[str, int, int] | None:
    """Sheet, row and column (from 0) of a cell named as statements of imports name theirs ("PCI!B12"), else None."""
    found = _PLACE.fullmatch(quote)
    if found is None or int(found["row"]) < 1:
        return None
    return found["sheet"], int(found["row"]) - 1, column_number(found["column"])


def surroundings(book: Book, quote: str) -> Surroundings | None:
    """The row of a cell with the name to its left, its neighbours and up to three lines of headings; None when the book
    has nothing at that place."""
    place = place_of(quote)
    sheet = next((one for one in book.sheets if place is not None and one.name == place[0]), None)
    if place is None or sheet is None or (place[1], place[2]) not in sheet.spread:
        return None
    _, row, column = place
    labels = [one for one in sheet.columns if one < column and _kind(sheet, row, one) == TEXT][-1:]
    beside = [one for one in (column - 1, column, column + 1) if one == column or (row, one) in sheet.spread]
    shown = sorted({*labels, *beside})
    headings = [one for one in range(_first_figure(sheet, row, column)) if (one, column) in sheet.spread]
    lines = [Line(one + 1, _texts(sheet, one, shown), True) for one in headings[-_MOST_HEADINGS:]]
    lines.append(Line(row + 1, _texts(sheet, row, shown), False))
    return Surroundings(sheet.name, tuple(map(column_name, shown)), tuple(lines), shown.index(column))


def _first_figure(sheet: Sheet, row: int, column: int) -> int:
    """The row of the first number of a column, not below the cell itself; a year at its top is a heading. In a file
    whose cells are all texts only the first row is one."""
    numbered = [one for (one, at) in sheet.cells if at == column and _kind(sheet, one, at) in (NUMBER, PERCENT)]
    figures = sorted(one for one in numbered if one <= row)
    while len(figures) > 1 and _is_year(sheet.cells[figures[0], column].value):
        figures.pop(0)
    return figures[0] if figures else min(row, min((one for (one, at) in sheet.cells if at == column), default=row) + 1)


def _is_year(value: float | str) -> bool:
    return isinstance(value, float | int) and float(value).is_integer() and 1990 <= value <= 2100


def _kind(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.spread.get((row, column))
    return cell.kind if cell is not None else ""


def _texts(sheet: Sheet, row: int, columns: list[int]) -> tuple[str, ...]:
    cells = (sheet.spread.get((row, column)) for column in columns)
    return tuple("" if cell is None else _text(cell) for cell in cells)


def _text(cell: Value) -> str:
    """A cell as text; numbers with a decimal comma."""
    if cell.kind in (NUMBER, PERCENT):
        number = cell.text.replace(".", ",")
        return f"{numbers.number(float(cell.value) * 100, None)}%" if cell.kind == PERCENT else number
    return " ".join(cell.text.split())[:_LONGEST]
