"""CSV and TSV: delimiter, quotes and decimal sign found out, rows as cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from egov_metrics.collect.reading.blocks import Block, Row, Slot, looks_like_head
from egov_metrics.collect.reading.limits import MAX_CELLS
from egov_metrics.collect.reading.model import ReadingRefused, note

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_LINES = 200
_FIELD_LIMIT = 1_000_000
_NUMBER = re.compile(r"\s*[-+]?\d[\d.,]*\s*%?\s*")
# What only a decimal point explains: 81.93, 0.680, 1,234.5; and the same with a comma.
_POINT = re.compile(r"\s*[-+]?(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+)\s*%?\s*")
_COMMA = re.compile(r"\s*[-+]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+)\s*%?\s*")


def find_delimiter(text: str) -> str | None:
    """The delimiter that cuts most lines into one number of fields, two or more; None when there is none."""
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        width, lines = Counter(widths).most_common(1)[0] if widths else (1, 0)
        steady = lines / len(widths) if widths else 0.0
        # Prose has commas too, but not the same number in every line.
        if width >= 2 and (steady >= 0.7 or (steady >= 0.5 and delimiter in ";\t|")):
            score = steady + min(width, 20) / 100 + (0.2 if delimiter in ";\t" else 0)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def find_decimal(rows: list[list[str]]) -> str | None:
    """The decimal sign, "." or ",", that the numbers of a table show; None when they show none or both."""
    points = commas = 0
    for row in rows[:5_000]:
        for field in row:
            if len(field) < 30:
                points += _POINT.fullmatch(field) is not None
                commas += _COMMA.fullmatch(field) is not None
    if points > 4 * commas:
        return "."
    return "," if commas > 4 * points else None


def read_csv(text: str, delimiter: str | None) -> tuple[list[Block], dict]:
    """Blocks and notes. Raises ReadingRefused (damaged, too_large).

    Numbers with a decimal point are written with a comma, as everywhere in texts that are read: "1,234.5" becomes
    "1234,5". Where the sign is not certain all stays as it is.
    """
    rows = list(_rows(text, delimiter))
    decimal = find_decimal(rows)
    if decimal == ".":
        rows = [[_with_comma(field) for field in row] for row in rows]
    head = len(rows) > 1 and looks_like_head(rows[0])
    blocks: list[Block] = [
        Row(0, place, tuple(Slot(column, field, head and place == 0) for column, field in enumerate(row)))
        for place, row in enumerate(rows)
    ]
    found = note("csv", delimiter=DELIMITERS.get(delimiter or "", "none"), decimal=decimal or "?")
    return blocks, {"title": None, "published": None, "notes": [found], "converted": None}


def _rows(text: str, delimiter: str | None) -> Iterator[list[str]]:
    if delimiter is None:
        yield from ([line] for line in text.split("\n") if line.strip())
        return
    csv.field_size_limit(_FIELD_LIMIT)
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            if any(field.strip() for field in row):
                cells += len(row)
                if cells > 2 * MAX_CELLS:
                    raise ReadingRefused("too_large", f"at most {MAX_CELLS:,} cells (import larger tables)", "more")
                yield row
    except csv.Error as error:
        raise ReadingRefused("damaged", "rows of delimited text", str(error)[:120]) from None


def _with_comma(field: str) -> str:
    if not _NUMBER.fullmatch(field):
        return field
    if "." in field and field.count(".") > 1:
        return field
    return field.replace(",", "").replace(".", ",")
