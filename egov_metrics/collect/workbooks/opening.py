"""From a file to what can be read out of it: tidy tables as columns of texts, other sheets as cells."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from egov_metrics.collect.reading import ReadingRefused, clean_name, kinds
from egov_metrics.collect.reading.decoding import decode
from egov_metrics.collect.reading.limits import MIB
from egov_metrics.collect.workbooks.grid import NUMBER, PERCENT, Book, Sheet, Value, read_book
from egov_metrics.collect.workbooks.tidy import Table, fields_of, find_headings, letters_of
from egov_metrics.collect.workbooks.values import POINT, Signs, number_of, number_text, signs_of
from egov_metrics.store.rows import TEXT

MAX_TIDY_BYTES = 512 * MIB
"""Bytes of a tidy file: some four million rows."""
MAX_TIDY_ROWS = 5_000_000
_BEGINNING = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_NUMERIC = ("value", "denominator")


@dataclass(frozen=True)
class Opened:
    """A file: its tidy tables, and the book of its other sheets. `broken` are rows of a text file with other cells
    than headings: (row, text)."""

    name: str
    kind: str
    sha256: str
    size: int
    tables: tuple[Table, ...]
    book: Book
    has_macros: bool = False
    broken: tuple[tuple[int, str], ...] = ()


def may_be_table(name: str, content: bytes) -> bool:
    """Is it a workbook, a Parquet file, or called a delimited text? What others hold is prose."""
    if content[:4] == b"PAR1":
        return True
    try:
        kind = kinds.kind_of_bytes(content)
    except ReadingRefused:  # who reads it as a document says why
        return False
    return kind in ("xlsx", "xls", "ods") or (kind is None and name.lower().endswith((".csv", ".tsv")))


def open_file(name: str, content: bytes) -> Opened:
    """Open a workbook, a delimited text or a Parquet file. Raises ReadingRefused in one line."""
    name = clean_name(name)
    if len(content) > MAX_TIDY_BYTES:
        limit = f"at most {MAX_TIDY_BYTES // MIB} MiB"
        raise ReadingRefused("too_large", limit, f"{len(content) / MIB:,.0f} MiB", name)
    if content[:4] == b"PAR1":
        return _of_columns(name, "parquet", content, *_read_parquet(name, content))
    if kinds.kind_of_bytes(content[:_BEGINNING]) is None if not content.startswith(b"PK") else False:
        found = _read_text(name, content)
        if found is not None:
            return _of_columns(name, "csv", content, *found)
    book = read_book(name, content)
    tables, others = [], []
    for sheet in book.sheets:
        table = _of_sheet(sheet)
        if table is None:
            others.append(sheet)
        else:
            tables.append(table)
    rest = Book(book.name, book.kind, book.sha256, book.size, others, book.has_macros)
    return Opened(book.name, book.kind, book.sha256, book.size, tuple(tables), rest, book.has_macros)


def _of_columns(
    name: str, kind: str, content: bytes, table: pa.Table, rows: np.ndarray, broken: list[tuple[int, str]]
) -> Opened:
    sha = hashlib.sha256(content).hexdigest()
    fields = fields_of(table.column_names)
    if fields is None:
        raise ReadingRefused("unknown_kind", "a table with a row for each statement", "other columns", name)
    sheet = name.rpartition(".")[0] or name
    texts = {field: _texts(table.column(at)) for at, field in fields.items()}
    # Stored numbers of a Parquet file have a decimal point; what texts have is found out.
    signs = dict.fromkeys(_NUMERIC, POINT) if kind == "parquet" else {}
    made = Table(sheet, texts, rows, letters_of(fields), signs)
    book = Book(name, kind, sha, len(content), [])
    return Opened(name, kind, sha, len(content), (made,), book, broken=tuple(broken))


def _texts(column: pa.ChunkedArray) -> pd.Series:
    texts = column.cast(pa.string()).fill_null("")
    return pd.Series(texts, dtype=pd.ArrowDtype(pa.string())).astype(TEXT).str.strip()


def _read_parquet(name: str, content: bytes) -> tuple[pa.Table, np.ndarray, list[tuple[int, str]]]:
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        groups = range(file.metadata.num_row_groups)
        unpacked = sum(file.metadata.row_group(group).total_byte_size for group in groups)
        if file.metadata.num_rows > MAX_TIDY_ROWS or unpacked > 4 * MAX_TIDY_BYTES:
            raise ReadingRefused("too_large", f"at most {MAX_TIDY_ROWS:,} rows", f"{file.metadata.num_rows:,}", name)
        wanted = fields_of(file.schema_arrow.names) or {}
        table = file.read(columns=[file.schema_arrow.names[at] for at in wanted])
        return table, np.arange(2, len(table) + 2), []
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadingRefused("damaged", "a whole Parquet file", str(error)[:120], name) from None


def _read_text(name: str, content: bytes) -> tuple[pa.Table, np.ndarray, list[tuple[int, str]]] | None:
    """The columns of a tidy text file, None when its first line has not the headings of one."""
    beginning, _, _ = _decoded(content[:_BEGINNING], name)
    first = beginning.lstrip("\ufeff").partition("\n")[0].partition("\r")[0]
    # The sign that makes the headings of a tidy table out of the first line is the one that separates.
    for delimiter in _DELIMITERS:
        headings = [heading.strip() for heading in next(csv.reader([first], delimiter=delimiter), [])]
        if fields_of(headings) is not None:
            break
    else:
        return None
    text, encoding, _ = _decoded(content, name)
    if encoding.lower().replace("-", "") not in ("utf8", "ascii"):
        content = text.encode()
    broken: list[tuple[int, str]] = []

    def refuse(row: pc.InvalidRow) -> str:
        broken.append((int(row.number), str(row.text)[:200]))
        return "skip"

    try:
        table = pc.read_csv(
            io.BytesIO(content),
            read_options=pc.ReadOptions(use_threads=False, column_names=headings, skip_rows=1, block_size=1 << 23),
            parse_options=pc.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=refuse, ignore_empty_lines=True
            ),
            convert_options=pc.ConvertOptions(
                column_types={heading: pa.string() for heading in headings}, strings_can_be_null=False
            ),
        )
    except pa.ArrowException as error:
        raise ReadingRefused("damaged", "rows of delimited text", " ".join(str(error).split())[:120], name) from None
    if len(table) > MAX_TIDY_ROWS:
        raise ReadingRefused("too_large", f"at most {MAX_TIDY_ROWS:,} rows", f"{len(table):,}", name)
    return table, _numbered(len(table), broken), broken


def _decoded(content: bytes, name: str) -> tuple[str, str, list[str]]:
    """Text, at once where it is UTF-8; else as the reading room finds out."""
    try:
        return content.decode("utf-8-sig"), "utf8", []
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4:  # a beginning cut inside a letter
            return content[: error.start].decode("utf-8-sig"), "utf8", []
    try:
        return decode(content, None)
    except ReadingRefused as refused:
        refused.name = name
        raise


def _numbered(size: int, broken: list[tuple[int, str]]) -> np.ndarray:
    """Row numbers of the rows that are left, from 2, when some were taken out."""
    out = {number for number, _ in broken}
    if not out:
        return np.arange(2, size + 2)
    return np.array([number for number in range(2, size + 2 + len(out)) if number not in out][:size])


def _of_sheet(sheet: Sheet) -> Table | None:
    """A sheet as a tidy table, None when it is none."""
    beginning = [(row, [(column, value.text) for column, value in filled]) for row, filled in sheet.rows[:12]]
    found = find_headings(beginning)
    if found is None:
        return None
    head, fields = found
    rows = [(row, dict(filled)) for row, filled in sheet.rows if row > head]
    texts: dict[str, pd.Series] = {}
    for at, field in fields.items():
        column = [cells.get(at) for _, cells in rows]
        if field in _NUMERIC:
            signs = signs_of(
                value.text for value in column if value is not None and value.kind not in (NUMBER, PERCENT)
            )
            said = [_numeric(value, signs) if value is not None else "" for value in column]
        else:
            said = [value.text if value is not None else "" for value in column]
        texts[field] = pd.Series(said, dtype=TEXT)
    numbers = np.array([row + 1 for row, _ in rows], dtype="int64")
    return Table(sheet.name, texts, numbers, letters_of(fields), dict.fromkeys(_NUMERIC, POINT))


def _numeric(value: Value, signs: Signs) -> str:
    if value.kind == NUMBER:
        return number_text(float(value.value))
    if value.kind == PERCENT:
        return number_text(float(value.value) * 100) + "%"
    found = number_of(value, signs)
    return (found[0] + "%" * found[1]) if found else value.text
