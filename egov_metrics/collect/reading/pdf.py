"""PDFs: paragraphs put together from the lines of the pages, without running heads and page numbers."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import date

from egov_metrics.collect.reading.blocks import Block, Line
from egov_metrics.collect.reading.isolation import open_apart
from egov_metrics.collect.reading.model import ReadingRefused, note
from egov_metrics.collect.reading.pdf_lines import Page, Piece, PrintedLine, join_beside, order
from egov_metrics.collect.reading.pdf_tables import Table, follows, split_tables

_EDGE = 0.1
"""Share of a page's height at its top and bottom where running heads and page numbers stand."""
_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page|tr\.)\s*)?[-–—\s]*\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?:;…][\"”’')\]]*$")
_ITEM = re.compile(
    r"(?:[-–+*•●▪○]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ][.)]\s|[IVX]{1,5}[.)]\s|(?:Điều|Bảng|Phụ lục|Biểu|Hình) \d)"
)
_HYPHEN = re.compile(r"(?<=\w)[\u0002\ufffe\u00ad\u2010-]$")
_WIDE = 0.86
"""A line that reaches so far across the text goes on in the next."""
_COLUMN = 40.0
"""Points within which lines count as beginning together."""
_SPREAD = 1.9
"""Distance of two lines, in heights of a line, beyond which a new paragraph begins."""


def read_pdf(content: bytes) -> tuple[list[Block], dict]:
    """Blocks, and what is known besides: title, published, notes, converted.

    Raises ReadingRefused (scanned_pdf, encrypted, damaged, empty, too_large, too_slow).
    """
    found = open_apart("pdf", content)
    pages = [Page(page["width"], page["height"], join_beside(order(_lines(page["lines"])))) for page in found["pages"]]
    empty = [number for number, page in enumerate(pages, start=1) if not page.lines]
    pictures = [number for number in empty if found["pages"][number - 1]["images"]]
    letters = sum(len(line.text) for page in pages for line in page.lines)
    if pictures and letters < 40 * len(pages):
        counted = f"pictures on {len(pictures)} of {len(pages)} pages and hardly any text"
        raise ReadingRefused("scanned_pdf", "a PDF with text (recognise the scanned one with OCR first)", counted)
    if not letters:
        raise ReadingRefused("empty", "a PDF with text", "none")
    notes = [note("pages_without_text", pages=", ".join(map(str, pictures[:20])))] if pictures else []
    blocks: list[Block] = []
    tables = 0
    parts = list(split_tables(drop_running(pages)))
    gap = usual_gap([page for part in parts if not isinstance(part, Table) for page in part])
    for part in parts:
        if isinstance(part, Table):
            blocks.extend(part.rows(tables))
            tables += 1
        else:
            blocks.extend(Line(text) for text in paragraphs(part, gap))
    title = " ".join(found["title"].split()) or None
    return blocks, {"title": title, "published": _created(found["created"]), "notes": notes, "converted": None}


def _lines(found: list[list]) -> list[PrintedLine]:
    return [
        PrintedLine(text, left, bottom, right, top, tuple(Piece(*piece) for piece in pieces))
        for text, left, bottom, right, top, pieces in found
    ]


def drop_running(pages: list[Page]) -> list[Page]:
    """The pages without page numbers, and without lines that stand at one place at the edge of many pages.

    Digits may differ between pages. Rows of tables are never taken for such a line.
    """
    edges = [_edge_lines(page) for page in pages]
    repeated = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = max(2, len(pages) // 2)
    kept = []
    for page, lines in zip(pages, edges, strict=True):
        running = {id(line) for line in lines if _PAGE_NUMBER.fullmatch(line.text) or repeated[_key(line)] >= often}
        kept.append(Page(page.width, page.height, [line for line in page.lines if id(line) not in running]))
    return kept


def _edge_lines(page: Page) -> list[PrintedLine]:
    """Lines near the top or bottom, with letters or as a page number, that are no rows of a table."""
    found = []
    for place, line in enumerate(page.lines):
        if page.height * _EDGE <= line.top and line.bottom <= page.height * (1 - _EDGE):
            continue
        beside = page.lines[max(place - 1, 0) : place] + page.lines[place + 1 : place + 2]
        if len(line.pieces) > 1 and any(follows(*pair) for near in beside for pair in ((near, line), (line, near))):
            continue
        if re.search(r"[^\W\d_]{2}", line.text) or _PAGE_NUMBER.fullmatch(line.text):
            found.append(line)
    return found


def _key(line: PrintedLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 4)


def paragraphs(pages: list[Page], gap: float | None = None) -> Iterator[str]:
    """Paragraphs: lines of one are joined, also across pages where a sentence goes on. `gap`: `usual_gap` of all."""
    parts: list[str] = []
    before: PrintedLine | None = None
    gap = usual_gap(pages) if gap is None else gap
    for page in pages:
        column = Columns(page, gap)
        new_page = True
        for line in page.lines:
            if before is not None and _goes_on(before, line, column, new_page):
                parts.append(line.text)
            else:
                if parts:
                    yield join(parts)
                parts = [line.text]
            before, new_page = line, False
    if parts:
        yield join(parts)


class Columns:
    """How far the lines of a page reach to the right, by where they begin, and how far apart they are."""

    def __init__(self, page: Page, gap: float) -> None:
        self.gap = gap
        self._wide = 0.4 * page.width
        self._edges: dict[int, tuple[float, float]] = {}
        for line in page.lines:
            place = int(line.left // _COLUMN)
            for near in (place - 1, place, place + 1):
                left, right = self._edges.get(near, (line.left, line.right))
                self._edges[near] = (min(left, line.left), max(right, line.right))

    def is_full(self, line: PrintedLine) -> bool:
        """Does a line reach to the right edge of its column?"""
        left, right = self._edges.get(int(line.left // _COLUMN), (line.left, line.right))
        return line.right - left >= _WIDE * (right - left)

    def is_wide(self, line: PrintedLine) -> bool:
        """Is its column so wide that a full line is no accident?"""
        left, right = self._edges.get(int(line.left // _COLUMN), (line.left, line.right))
        return right - left >= self._wide


def usual_gap(pages: list[Page]) -> float:
    """The distance of lines within a paragraph: there may be more gaps between paragraphs and rows than within."""
    gaps = [
        down
        for page in pages
        for a, b in zip(page.lines, page.lines[1:], strict=False)
        if 3 < (down := a.bottom - b.bottom) < 60
    ]
    return statistics.quantiles(gaps, n=4)[0] if len(gaps) > 3 else statistics.median(gaps or [0.0])


def _goes_on(before: PrintedLine, line: PrintedLine, column: Columns, new_page: bool) -> bool:
    """Does a line continue the paragraph of the one before it?"""
    if _ITEM.match(line.text) or _heads(before.text):
        return False
    ended = _ENDS.search(before.text) is not None
    small = line.text[:1].islower()
    if new_page:
        return not ended and small
    if abs(before.height - line.height) > 0.25 * max(before.height, line.height):
        return False
    down = before.bottom - line.bottom
    if down <= 0.5 * line.height:
        # Beside the line before: the same line in pieces, or the next column.
        return down > -0.5 * line.height or (not ended and small)
    if down > max(1.35 * column.gap, _SPREAD * 0.8 * line.height):
        return False
    full = column.is_full(before)
    if ended:
        return full and column.is_wide(before) and line.left <= before.left + 0.5 * line.height
    return small or (full and line.left <= before.left + 3 * line.height)


def _heads(text: str) -> bool:
    """Lines all in capitals are headings: they are joined to nothing that follows."""
    return text.isupper() and len(text) > 3 and not text[-1].isdigit()


def join(parts: list[str]) -> str:
    """Lines as one text; a word that was cut at a line's end is whole again, a range of years too."""
    text = parts[0]
    for part in parts[1:]:
        if _HYPHEN.search(text):
            keeps_hyphen = text[-2].isdigit() or not part[:1].islower()
            text = text[:-1] + ("-" if keeps_hyphen else "") + part
        else:
            text += " " + part
    return text.replace("\u0002", "-").replace("\ufffe", "-")


def _created(text: str) -> date | None:
    found = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
