"""Lines and rows of tables, as every reader gives them, put together to one text with the places of its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from egov_metrics.collect.reading.legacy import Conversion, choose_conversion
from egov_metrics.collect.reading.limits import MAX_CELLS, MAX_TEXT_CHARACTERS
from egov_metrics.collect.reading.model import Cell, ReadingRefused

BETWEEN_CELLS = " | "
_SPACES = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]")
_NUMBER = re.compile(r"[-+\u2212]?\d[\d.,\s/:-]*\s*%?")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading, an item of a list: one line of the text (a forced break inside makes two)."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """What one cell says, in its column counted from 0."""

    column: int
    text: str
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, tables and rows counted from 0."""

    table: int
    row: int
    slots: tuple[Slot, ...]


Block = Line | Row


def compose(blocks: Iterable[Block]) -> tuple[str, tuple[Cell, ...], Conversion | None]:
    """Text, cells, and the conversion from a legacy encoding that was made (None when none was).

    White space is tidied, empty lines are left out, the text is NFC. Raises ReadingRefused (too_large) beyond the
    limits.
    """
    tidy = list(_tidy(blocks))
    conversion = choose_conversion(line for block in tidy for line in _lines_of(block))
    pieces: list[str] = []
    cells: list[Cell] = []
    place = 0
    for block in tidy:
        if pieces:
            pieces.append("\n")
            place += 1
        if isinstance(block, Line):
            text = _finish(conversion.convert(block.text) if conversion else block.text)
            pieces.append(text)
            place += len(text)
        else:
            place = _add_row(block, conversion, pieces, cells, place)
        if place > MAX_TEXT_CHARACTERS:
            raise ReadingRefused("too_large", f"at most {MAX_TEXT_CHARACTERS:,} characters of text", "more")
    return "".join(pieces), tuple(cells), conversion


def _add_row(row: Row, conversion: Conversion | None, pieces: list[str], cells: list[Cell], place: int) -> int:
    texts = [slot.text for slot in row.slots]
    if conversion:
        texts = conversion.convert_together(texts)
    for number, (slot, raw) in enumerate(zip(row.slots, texts, strict=True)):
        text = _finish(raw)
        if number:
            pieces.append(BETWEEN_CELLS)
            place += len(BETWEEN_CELLS)
        pieces.append(text)
        if text:
            cells.append(Cell(row.table, row.row, slot.column, place, place + len(text), slot.is_head))
        place += len(text)
    if len(cells) > MAX_CELLS:
        raise ReadingRefused("too_large", f"at most {MAX_CELLS:,} filled cells (import larger tables)", "more")
    return place


def _finish(text: str) -> str:
    """NFC, and without soft hyphens, which are letters only in text that is still to be converted."""
    if text.isascii():
        return text
    return tidy_text(unicodedata.normalize("NFC", text.replace("\u00ad", "")))


def _lines_of(block: Block) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield " ".join(slot.text for slot in block.slots)


def _tidy(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Line):
            for part in unify_line_ends(block.text).split("\n"):
                if text := tidy_text(part):
                    yield Line(text)
        else:
            slots = [Slot(slot.column, tidy_text(slot.text), slot.is_head) for slot in block.slots]
            while slots and not slots[-1].text:
                slots.pop()
            if slots:
                yield Row(block.table, block.row, tuple(slots))


def looks_like_head(texts: Sequence[str]) -> bool:
    """May a first row be a heading? Two filled cells or more, and none that is only a number."""
    filled = [text for text in texts if text.strip()]
    return len(filled) >= 2 and not any(_NUMBER.fullmatch(text.strip()) for text in filled)


def tidy_text(text: str) -> str:
    """The text on one line: runs of white space are one space, and characters that nobody sees are gone."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # nearly every cell; no other space than the plain one is printable
    return _SPACES.sub(" ", _UNSEEN.sub("", text).replace("\n", " ")).strip()


def unify_line_ends(text: str) -> str:
    """Every kind of line end as `\\n`."""
    return _LINE_ENDS.sub("\n", text)
