"""Tables of a PDF, which only places tell: lines parted by wide gaps at the same places, one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from egov_metrics.collect.reading.blocks import Row, Slot, looks_like_head
from egov_metrics.collect.reading.pdf_lines import Page, Piece, PrintedLine

_FEWEST_ROWS = 2
_FARTHEST = 4.0
"""Distance of two rows of a table, in heights of a line."""


@dataclass(frozen=True)
class Table:
    """Lines that stand as rows one below the other."""

    lines: list[PrintedLine]

    def rows(self, number: int) -> Iterator[Row]:
        """The rows of table `number`. Rows with all cells make the columns; cells of the others stand below these."""
        columns = self._columns()
        for place, line in enumerate(self.lines):
            slots: dict[int, Slot] = {}
            for order, piece in enumerate(line.pieces):
                column = order if len(line.pieces) == len(columns) else _column(piece, columns)
                text = f"{slots[column].text} {piece.text}" if column in slots else piece.text
                slots[column] = Slot(column, text)
            ordered = [slots.get(column, Slot(column, "")) for column in range(max(slots) + 1)]
            if place == 0 and looks_like_head([slot.text for slot in ordered]):
                ordered = [replace(slot, is_head=True) for slot in ordered]
            yield Row(number, place, tuple(ordered))

    def _columns(self) -> list[Piece]:
        most = max(len(line.pieces) for line in self.lines)
        full = [line.pieces for line in self.lines if len(line.pieces) == most]
        return [
            Piece("", min(piece.left for piece in below), max(piece.right for piece in below))
            for below in zip(*full, strict=True)
        ]


def follows(before: PrintedLine, line: PrintedLine) -> bool:
    """Is a line the next row? Close below, and two cells at least stand below cells."""
    if not 0 < before.bottom - line.bottom <= _FARTHEST * before.height:
        return False
    fewer, more = sorted((before.pieces, line.pieces), key=len)
    return sum(1 for piece in fewer if any(_overlap(piece, other) > 0 for other in more)) >= 2


def split_tables(pages: list[Page]) -> Iterator[list[Page] | Table]:
    """Prose and tables in reading order. Prose stays in pages, so that its sentences go on across them."""
    prose: list[Page] = []
    for page in pages:
        kept: list[PrintedLine] = []
        for lines, is_table in _runs(page.lines):
            if not is_table:
                kept.extend(lines)
                continue
            prose.append(replace(page, lines=kept))
            if any(part.lines for part in prose):
                yield prose
            yield Table(lines)
            prose, kept = [], []
        prose.append(replace(page, lines=kept))
    if any(part.lines for part in prose):
        yield prose


def _runs(lines: list[PrintedLine]) -> Iterator[tuple[list[PrintedLine], bool]]:
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and len(lines[end].pieces) > 1 and (end == start or follows(lines[end - 1], lines[end])):
            end += 1
        if end - start >= _FEWEST_ROWS:
            yield lines[start:end], True
            start = end
        else:
            end = max(end, start + 1)
            yield lines[start:end], False
            start = end


def _column(piece: Piece, columns: list[Piece]) -> int:
    middle = (piece.left + piece.right) / 2
    return max(
        range(len(columns)),
        key=lambda column: (
            max(_overlap(piece, columns[column]), 0.0),
            -abs(middle - (columns[column].left + columns[column].right) / 2),
        ),
    )


def _overlap(piece: Piece, other: Piece) -> float:
    return min(piece.right, other.right) - max(piece.left, other.left)
