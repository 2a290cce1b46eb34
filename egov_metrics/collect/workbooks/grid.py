"""A workbook or a delimited file as sheets of typed cells, hidden ones too; nothing is computed.

Workbooks are opened in the separate process of the reading room, with its limits. Rows and columns count from 0.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from egov_metrics.collect.reading import ReadingRefused, clean_name, kinds
from egov_metrics.collect.reading.archive import Archive
from egov_metrics.collect.reading.decoding import decode
from egov_metrics.collect.reading.delimited import find_delimiter
from egov_metrics.collect.reading.isolation import open_apart
from egov_metrics.collect.reading.limits import MAX_FILE_BYTES, MAX_GRID_CELLS, MIB

NUMBER, PERCENT, TEXT, DATE = "n", "p", "s", "d"
OPEN_SECONDS = 240.0
_FIELD_LIMIT = 1 << 20


class Value(NamedTuple):
    """A filled cell: how it is stored (number, number shown as a percentage, text, date as ISO text), and what."""

    kind: str
    value: float | str

    @property
    def text(self) -> str:
        """The cell as a person reads it, without blanks at the ends."""
        if self.kind == TEXT or self.kind == DATE:
            return str(self.value).strip()
        return f"{float(self.value):.15g}"


@dataclass
class Sheet:
    """`cells` holds the filled cells; of a merged range the first place holds them all."""

    name: str
    hidden: bool
    rows: list[tuple[int, list[tuple[int, Value]]]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    @cached_property
    def cells(self) -> dict[tuple[int, int], Value]:
        """The filled cells by row and column."""
        return {(row, column): value for row, filled in self.rows for column, value in filled}

    @cached_property
    def spread(self) -> dict[tuple[int, int], Value]:
        """The cells with those of merged ranges repeated in every place that they cover: how headings are read."""
        spread = dict(self.cells)
        for top, left, bottom, right in self.merged:
            first = self.cells.get((top, left))
            if first is not None:
                for row in range(top, min(bottom, top + 200) + 1):
                    for column in range(left, min(right, left + 200) + 1):
                        spread.setdefault((row, column), first)
        return spread

    @property
    def columns(self) -> list[int]:
        """The columns in which something stands, in order."""
        return sorted({column for _, filled in self.rows for column, _ in filled})

    def text(self, row: int, column: int) -> str:
        """A cell as text, "" for an empty one."""
        value = self.cells.get((row, column))
        return value.text if value else ""


@dataclass
class Book:
    """What a file holds. `kind` is xlsx, xls, ods or csv; `has_macros` is said, never opened."""

    name: str
    kind: str
    sha256: str
    size: int
    sheets: list[Sheet]
    has_macros: bool = False


def read_book(name: str, content: bytes) -> Book:
    """Read a workbook or a delimited file. Raises ReadingRefused: what the reading room refuses, and any other kind."""
    name = clean_name(name)
    if len(content) > MAX_FILE_BYTES:
        raise ReadingRefused(
            "too_large", f"at most {MAX_FILE_BYTES // MIB} MiB", f"{len(content) / MIB:,.0f} MiB", name
        )
    try:
        kind = kinds.kind_of_bytes(content)
        if kind is None:
            return _of_text(name, content)
        if kind not in ("xlsx", "xls", "ods"):
            raise ReadingRefused("unknown_kind", "a workbook (xlsx, xls, ods) or a csv file", f"a {kind} document")
        return _of_workbook(name, content, kind)
    except ReadingRefused as refused:
        refused.name = name
        raise


def column_name(column: int) -> str:
    """A, B ... Z, AA: how spreadsheets call a column (0 is A)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The other way round. Raises ValueError for what is no column."""
    number = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z" or number > 10_000:
            raise ValueError(f"expected a column such as C or AB, found {letters[:20]!r}")
        number = number * 26 + ord(letter) - ord("A") + 1
    if number == 0:
        raise ValueError("expected a column such as C or AB, found nothing")
    return number - 1


def _of_workbook(name: str, content: bytes, kind: str) -> Book:
    if kind == "xls":
        has_macros = kinds.ole_has_macros(content)
    else:
        archive = Archive(content)
        archive.check_parts()
        has_macros = archive.has_macros()
    found = open_apart(f"grid {kind}", content, OPEN_SECONDS)
    sheets = [
        Sheet(
            one["name"],
            one["hidden"],
            [(row, [(column, Value(form, value)) for column, form, value in cells]) for row, cells in one["rows"]],
            [tuple(place) for place in one["merged"]],
        )
        for one in found["sheets"]
    ]
    return Book(name, kind, hashlib.sha256(content).hexdigest(), len(content), sheets, has_macros)


def _of_text(name: str, content: bytes) -> Book:
    if kinds.may_be_html(content, name):
        raise ReadingRefused("unknown_kind", "a workbook (xlsx, xls, ods) or a csv file", "a web page")
    text, _, _ = decode(content, None)
    delimiter = find_delimiter(text) or (";" if ";" in text[:4096] else ",")
    rows: list[tuple[int, list[tuple[int, Value]]]] = []
    cells = 0
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            filled = [(column, Value(TEXT, cell.strip())) for column, cell in enumerate(fields) if cell.strip()]
            cells += len(filled)
            if cells > MAX_GRID_CELLS:
                raise ReadingRefused("too_large", f"at most {MAX_GRID_CELLS:,} filled cells", "more")
            if filled:
                rows.append((number, filled))
    except csv.Error as error:
        raise ReadingRefused("damaged", "rows of delimited text", str(error)[:120]) from None
    sheet = Sheet(name.rpartition(".")[0] or name, False, rows)
    return Book(name, "csv", hashlib.sha256(content).hexdigest(), len(content), [sheet])
