"""Tables of a read document as grids: which rows are headings, what stands above each column, what is the caption.

A reader gives filled cells, a merged cell once, at its first place. Here headings are spread again over the columns that
they were merged over. Text without cells has tables where lines in a row are parted by " | " or tabs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from egov_metrics.collect.extract.segments import Passage
from egov_metrics.collect.extract.table_cells import figures_of, is_ordinal, is_year
from egov_metrics.collect.extract.windows import Span
from egov_metrics.collect.reading.model import Cell

_MOST_HEADS = 5
_LONGEST_CELL = 220
"""Characters of a cell beyond which its row is prose."""
_LONGEST_CAPTION = 260
_MOST_CAPTIONS = 3
_LETTERHEAD = re.compile(
    r"cộng h(?:òa|oà) xã hội|độc lập\s*[-–]|^\s*số\s*:|^\s*(?:biểu|phụ lục|mẫu)(?: số)?\s*[\w./-]+\s*$", re.IGNORECASE
)
_NEW_TABLE = re.compile(r"^(?:bảng|biểu|phụ lục)\s+(?:số\s+)?[\dIVX]+", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"^\(?(?:[A-Za-z]|\d{1,2})\)?(?:\s*=.*)?$")
_RULE = re.compile(r"^\s*\|?[\s:|+=-]*-{2,}[\s:|+=-]*$")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled cell: its column, its place in the text, what it says."""

    column: int
    start: int
    end: int
    text: str
    is_head: bool = False

    @property
    def span(self) -> Span:
        """Where it stands in the text."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its number in the document's table, its cells by column. `start`/`end`: the row in the text."""

    number: int
    cells: dict[int, Filled]

    @property
    def start(self) -> int:
        """Where its first cell begins."""
        return min(cell.start for cell in self.cells.values())

    @property
    def end(self) -> int:
        """Where its last cell ends."""
        return max(cell.end for cell in self.cells.values())


@dataclass(slots=True)
class Grid:
    """A table. `paths`: the headings of each column, outermost first. `captions`: lines that name it, farthest first;
    `lead`: the paragraph that introduces these, for what it says of time. `above`: headings in force over it."""

    heads: list[GridRow]
    rows: list[GridRow]
    paths: dict[int, tuple[Filled, ...]] = field(default_factory=dict)
    captions: list[Span] = field(default_factory=list)
    lead: Span | None = None
    above: tuple[Span, ...] = ()

    @property
    def spans(self) -> list[Span]:
        """The rows that are not to be read as prose: all but those with a long cell."""
        rows = [*self.heads, *self.rows]
        return [(one.start, one.end) for one in rows if not _is_prose(one)]

    @property
    def start(self) -> int:
        """Where its first heading or row begins."""
        return min(row.start for row in [*self.heads, *self.rows])

    @property
    def end(self) -> int:
        """Where its last row ends."""
        return max(row.end for row in [*self.heads, *self.rows])


class Spans:
    """Stretches of a text that do not overlap."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """Does one of them reach into start..end?"""
        at = bisect_left(self._starts, end)
        return at > 0 and self._spans[at - 1][1] > start


def grids(text: str, cells: Sequence[Cell] = ()) -> list[Grid]:
    """The tables of a text, in order, without captions from around them (`place`). `cells`: those that the reader
    found; without any, lines parted by " | " or tabs are taken for rows."""
    found: list[Grid] = []
    tables = _of_cells(text, cells) if cells else _of_lines(text)
    for rows in tables:
        for part in _parts(rows):
            grid = _grid(part)
            if grid is None:
                continue
            last = found[-1] if found else None
            if not grid.heads and last and last.heads and _goes_on(last, grid, text):
                grid.heads, grid.paths, grid.captions = last.heads, last.paths, last.captions
                grid = Grid([], grid.rows, last.paths, last.captions)
            found.append(grid)
    return found


def place(found: list[Grid], prose: Sequence[Passage], text: str) -> None:
    """Give each table the captions, the lead and the headings that stand over it in the prose of the document."""
    ends = [passage.end for passage in prose]
    previous_end = 0
    for number, grid in enumerate(found):
        begin = min([grid.start, *(start for start, _ in grid.captions)])
        at = bisect_right(ends, begin)
        own: list[Span] = []
        lead: Span | None = None
        for passage in reversed(prose[max(0, at - _MOST_CAPTIONS - 1) : at]):
            if passage.start < previous_end or passage.is_heading:
                break
            line = text[passage.start : passage.end].strip()
            if len(own) == _MOST_CAPTIONS or len(line) > _LONGEST_CAPTION or line.endswith((".", ";")):
                lead = (passage.start, passage.end)
                break
            own.insert(0, (passage.start, passage.end))
        points_back = bool(own) and text[slice(*own[-1])].rstrip().endswith(":")
        grid.lead = lead if points_back else None
        before = prose[at - 1] if at else None
        if before is not None:
            grid.above = (*before.above, (before.start, before.end)) if before.is_heading else before.above
        is_same = number and not grid.heads and grid.captions and grid.paths is found[number - 1].paths
        if is_same:
            grid.captions, grid.above, grid.lead = (
                found[number - 1].captions,
                found[number - 1].above,
                found[number - 1].lead,
            )
        else:
            grid.captions = [*own, *grid.captions]
        previous_end = grid.end


def _of_cells(text: str, cells: Sequence[Cell]) -> Iterator[list[GridRow]]:
    rows: list[GridRow] = []
    table = number = -1
    for cell in cells:
        if cell.table != table and rows:
            yield rows
            rows = []
        if cell.table != table or cell.row != number or not rows:
            rows.append(GridRow(cell.row, {}))
        table, number = cell.table, cell.row
        rows[-1].cells[cell.column] = Filled(
            cell.column, cell.start, cell.end, text[cell.start : cell.end], cell.is_head
        )
    if rows:
        yield rows


def _of_lines(text: str) -> Iterator[list[GridRow]]:
    rows: list[GridRow] = []
    for number, match in enumerate(re.finditer(r"[^\n]*\n?", text)):
        line = match.group().rstrip("\n")
        if _RULE.match(line):
            continue
        mark = "|" if line.count("|") >= 1 else "\t" if "\t" in line.strip() else ""
        row = GridRow(number, _cells_of_line(line, match.start(), mark)) if mark else None
        if row is not None and len(row.cells) >= 2:
            rows.append(row)
        else:
            if len(rows) >= 2:
                yield rows
            rows = []
    if len(rows) >= 2:
        yield rows


def _cells_of_line(line: str, offset: int, mark: str) -> dict[int, Filled]:
    cells: dict[int, Filled] = {}
    begin = 0
    first = 1 if line.lstrip().startswith("|") else 0
    for column, piece in enumerate(line.split(mark)):
        plain = piece.strip()
        if plain:
            start = offset + begin + len(piece) - len(piece.lstrip())
            cells[column - first] = Filled(column - first, start, start + len(plain), plain)
        begin += len(piece) + 1
    return cells


def _parts(rows: list[GridRow]) -> Iterator[list[GridRow]]:
    """A sheet may hold several tables, one below the other: empty rows or a caption part them."""
    part: list[GridRow] = []
    for row in rows:
        is_new = bool(part) and (
            (len(row.cells) == 1 and _NEW_TABLE.match(_only(row)) is not None)
            or (row.number - part[-1].number > 1 and not _has_value(row) and _has_value(part[-1]))
        )
        if is_new and len(part) > 1:
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _grid(rows: list[GridRow]) -> Grid | None:
    at = 0
    captions: list[Span] = []
    while at < len(rows) and _is_caption(rows[at]):
        captions.append((rows[at].start, rows[at].end))
        at += 1
    heads: list[GridRow] = []
    while at < len(rows) and len(heads) < _MOST_HEADS and _is_heading(rows[at], heads):
        heads.append(rows[at])
        at += 1
    body = [row for row in rows[at:] if not _counts_columns(row) and not _repeats(row, heads)]
    if not body or not any(_has_value(row) or _has_level(row) for row in body):
        return None
    body = _unwrapped(body)
    grid = Grid(heads, body, captions=captions)
    grid.paths = _paths(heads, {column for row in body for column in row.cells})
    return grid


def _unwrapped(rows: list[GridRow]) -> list[GridRow]:
    """A label that a printed table breaks over two lines is one again; the row is the line with the numbers."""
    found: list[GridRow] = []
    for row in rows:
        before = found[-1] if found else None
        label = min((cell for cell in row.cells.values() if cell.text[:1].islower()), key=_column, default=None)
        is_broken = label is not None and not re.match(r"[a-zđ][.)]", label.text) and not is_ordinal(label.text)
        if before is None or not is_broken or label is None or label.column not in before.cells:
            found.append(row)
            continue
        first = before.cells[label.column]
        has_figures, had_figures = _has_value(row), _has_value(before)
        joined = f"{first.text} {label.text}"
        if not has_figures and len(row.cells) == 1:
            found[-1] = _renamed(before, label.column, joined)
        elif has_figures and not had_figures and len(before.cells) == 1:
            found[-1] = _renamed(row, label.column, joined)
        else:
            found.append(row)
    return found


def _renamed(row: GridRow, column: int, text: str) -> GridRow:
    return GridRow(row.number, {**row.cells, column: replace(row.cells[column], text=text)})


def _column(cell: Filled) -> int:
    return cell.column


def _is_caption(row: GridRow) -> bool:
    if _has_value(row):
        return False
    return len(row.cells) == 1 or any(_LETTERHEAD.search(cell.text) for cell in row.cells.values())


def _is_heading(row: GridRow, heads: list[GridRow]) -> bool:
    if _counts_columns(row) or _has_value(row):
        return False
    if not heads:
        return len(row.cells) >= 2
    # A second line of headings leaves the columns of labels empty; a group of rows begins there.
    if min(heads[0].cells) not in row.cells:
        return True
    return all(cell.is_head for cell in row.cells.values()) and len(row.cells) > 1 and not _has_level(row)


def _has_value(row: GridRow) -> bool:
    """Is there a number that is no year and no ordinal at the row's beginning?"""
    ordered = sorted(row.cells.values(), key=lambda cell: cell.column)
    if len(ordered) > 1 and is_ordinal(ordered[0].text):
        ordered = ordered[1:]
    figures = [figure for cell in ordered if not is_year(cell.text) for figure in figures_of(cell.text)]
    return any(figure.kind != "level" for figure in figures)


def _has_level(row: GridRow) -> bool:
    ordered = sorted(row.cells.values(), key=lambda cell: cell.column)
    return any(re.fullmatch(r"(?:[Mm]ức (?:độ )?)?(?:I{1,3}|IV)", cell.text.strip()) for cell in ordered[1:])


def _counts_columns(row: GridRow) -> bool:
    """Is it the row that numbers the columns: A, B, 1, 2, 3 = 4 + 5?"""
    texts = [cell.text.strip() for _, cell in sorted(row.cells.items())]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.match(text) for text in texts):
        return False
    digits = [int(match.group()) for text in texts if (match := re.search(r"\d+", text))]
    return len(digits) >= 2 and digits[0] <= 2 and all(right == left + 1 for left, right in pairwise(digits))


def _repeats(row: GridRow, heads: list[GridRow]) -> bool:
    """A table that runs over pages says its headings again."""
    said = {column: cell.text for column, cell in row.cells.items()}
    return any(said == {column: cell.text for column, cell in head.cells.items()} for head in heads)


def _paths(heads: list[GridRow], columns: set[int]) -> dict[int, tuple[Filled, ...]]:
    """The headings over each column. One that is merged over several stands over all below which another line
    parts them: it reaches to the right as far as no other stands in its line."""
    found: dict[int, tuple[Filled, ...]] = {}
    for column in sorted(columns):
        path: list[Filled] = []
        for depth, head in enumerate(heads):
            own = head.cells.get(column)
            below = any(column in lower.cells for lower in heads[depth + 1 :])
            if own is None and below:
                left = max((other for other in head.cells if other < column), default=None)
                if left is not None and any(left in lower.cells for lower in heads[depth + 1 :]):
                    own = head.cells[left]
            if own is None and not below and depth == len(heads) - 1 and not path:
                own = _merged_over(heads, column, columns)
            if own is not None and path and own.text[:1].islower() and path[-1].column == own.column == column:
                path[-1] = replace(path[-1], text=f"{path[-1].text} {own.text}")  # a heading broken over two lines
            elif own is not None:
                path.append(own)
        found[column] = tuple(path)
    return found


def _merged_over(heads: list[GridRow], column: int, columns: set[int]) -> Filled | None:
    """The heading left of a column that has none in any line, when only such columns lie between."""
    left = max((other for head in heads for other in head.cells if other < column), default=None)
    if left is None or any(between in columns for between in range(left + 1, column)):
        return None
    return next((head.cells[left] for head in reversed(heads) if left in head.cells), None)


def _goes_on(before: Grid, grid: Grid, text: str) -> bool:
    """Is it the rest of a table that a page ends in? Nothing stands between, and the columns are the same."""
    between = text[before.end : grid.start].strip()
    columns = {column for row in grid.rows for column in row.cells}
    return not between and columns <= set(before.paths) and not grid.captions


def _is_prose(row: GridRow) -> bool:
    return any(len(cell.text) > _LONGEST_CELL for cell in row.cells.values())


def _only(row: GridRow) -> str:
    return next(iter(row.cells.values())).text
