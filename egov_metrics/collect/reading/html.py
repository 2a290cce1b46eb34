"""Web pages: the text that a reader of the article sees. Nothing is fetched and nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lxml import etree

from egov_metrics.collect.reading.blocks import Block, Line, Row, Slot, looks_like_head, tidy_text
from egov_metrics.collect.reading.furniture import is_furniture, without_counter
from egov_metrics.collect.reading.legacy import Font, convert_runs, legacy_font
from egov_metrics.collect.reading.limits import MAX_SPAN
from egov_metrics.collect.reading.model import ReadingRefused
from egov_metrics.collect.reading.page_measures import BLOCKS, Measures

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_FONT_FAMILY = re.compile(r"font-family\s*:\s*([^;,]+)", re.IGNORECASE)
_PUBLISHED = ("article:published_time", "datepublished", "pubdate", "publishdate", "dc.date.issued", "dc.date")
_LARGEST_CELL = 1_500
"""Characters of a cell beyond which a table only lays out the page."""
_MOST_COLUMNS = 512
"""Columns up to which cells that reach into the rows below are followed."""
_END = object()


class _Page:
    """The blocks of one page."""

    def __init__(self, root: etree._Element) -> None:
        self.measures = Measures(root)
        self.root = root
        self.tables = 0
        self.converted: set[str] = set()
        self._runs: list[tuple[Font | None, str]] = []

    def blocks(self) -> Iterator[Block]:
        """Lines and rows in the order of the page, without its furniture."""
        waiting: list[tuple] = [(self.root, None, False, False)]
        while waiting:
            element, font, in_article, keeps_lines = waiting.pop()
            if element is _END:
                yield from self._flush()
                continue
            if isinstance(element, str):
                self._runs.append((font, element if keeps_lines else element.replace("\n", " ").replace("\r", " ")))
                continue
            if not isinstance(element.tag, str) or is_furniture(element, self.measures, in_article):
                continue
            if element.tag == "br":
                self._runs.append((font, "\n"))
                continue
            font = _font_of(element, font)
            in_article = in_article or element.tag in ("article", "main")
            keeps_lines = keeps_lines or element.tag == "pre"
            is_block = element.tag in BLOCKS
            if is_block:
                yield from self._flush()
            if element.tag == "table" and (rows := self._data_rows(element)):
                yield from self._table(rows, font, in_article)
                continue
            if is_block:
                waiting.append((_END, None, False, False))
            for child in reversed(element):
                if child.tail:
                    waiting.append((child.tail, font, in_article, keeps_lines))
                waiting.append((child, font, in_article, keeps_lines))
            if element.text:
                waiting.append((element.text, font, in_article, keeps_lines))
        yield from self._flush()

    def _flush(self) -> Iterator[Block]:
        if not self._runs:
            return
        text, encoding = convert_runs(self._runs)
        self._runs = []
        if encoding:
            self.converted.add(encoding)
        for line in text.split("\n"):
            if tidy := without_counter(tidy_text(line)):
                yield Line(tidy)

    def _data_rows(self, table: etree._Element) -> list[tuple[etree._Element, bool]]:
        """Rows of a table and whether each stands in its head; empty when the table only lays out the page."""
        if self.measures.of(table).tables or self.measures.of(table).heading:
            return []
        rows = [(row, row.getparent().tag == "thead") for row in table.iter("tr")]
        widths = [sum(1 for cell in row if cell.tag in ("td", "th")) for row, _ in rows]
        if max(widths, default=0) < 2:
            return []
        largest = max(self.measures.of(cell).text for row, _ in rows for cell in row if cell.tag in ("td", "th"))
        if largest > _LARGEST_CELL:
            return []
        # A menu beside an article: few rows, and nearly all of the text in one cell.
        beside = len(rows) <= 3 and largest > 300 and largest > 0.6 * self.measures.of(table).text
        return [] if beside else rows

    def _table(self, rows: list[tuple[etree._Element, bool]], font: Font | None, in_article: bool) -> Iterator[Block]:
        table = rows[0][0].getparent()
        while table.tag != "table":
            table = table.getparent()
        for caption in table.iterchildren("caption"):
            yield Line(self._text(caption, font, in_article))
        number, self.tables = self.tables, self.tables + 1
        guesses_head = len(rows) > 1 and next(table.iter("th"), None) is None
        taken: dict[int, int] = {}  # column -> rows that a cell from above still covers
        for place, (row, in_head) in enumerate(rows):
            slots, column = [], 0
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            head = in_head or (place == 0 and bool(cells) and all(map(_is_bold, cells)))
            covered = {column: left - 1 for column, left in taken.items() if left > 1}
            for cell in cells:
                while taken.get(column, 0) > 0:
                    column += 1
                slots.append(Slot(column, self._text(cell, font, in_article), head or cell.tag == "th"))
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                if high > 1:
                    covered |= dict.fromkeys(range(column, min(column + wide, _MOST_COLUMNS)), high - 1)
                column += wide
            taken = covered
            if place == 0 and guesses_head and looks_like_head([slot.text for slot in slots]):
                slots = [replace(slot, is_head=True) for slot in slots]
            yield Row(number, place, tuple(slots))

    def _text(self, cell: etree._Element, font: Font | None, in_article: bool) -> str:
        runs: list[tuple[Font | None, str]] = []
        waiting: list[tuple] = [(cell, font)]
        while waiting:
            element, font = waiting.pop()
            if isinstance(element, str):
                runs.append((font, element))
                continue
            if not isinstance(element.tag, str):
                continue
            if element is not cell and is_furniture(element, self.measures, in_article):
                continue
            font = _font_of(element, font)
            if element.tag == "br" or (element.tag in BLOCKS and element is not cell):
                runs.append((font, " "))
                waiting.append((" ", font))
            for child in reversed(element):
                if child.tail:
                    waiting.append((child.tail, font))
                waiting.append((child, font))
            if element.text:
                waiting.append((element.text, font))
        text, encoding = convert_runs(runs)
        if encoding:
            self.converted.add(encoding)
        return tidy_text(text)


def declared_encoding(content: bytes) -> str | None:
    """What a page says of its own encoding, near its beginning."""
    found = _CHARSET.search(content[:4096])
    return found[1].decode("ascii").lower() if found else None


def read_html(text: str) -> tuple[list[Block], dict]:
    """Blocks, and what is known besides: title, published, notes, converted. Raises ReadingRefused (damaged)."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(_CONTROLS.sub("", text).encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingRefused("damaged", "a web page", f"an error: {str(error)[:120]}") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadingRefused("damaged", "a web page nested at most 2,048 deep", "a deeper one")
    if root is None:
        raise ReadingRefused("empty", "a web page with text", "none")
    page = _Page(root)
    blocks = list(page.blocks())
    title, published = _metadata(root)
    known: dict = {
        "title": title,
        "published": published,
        "notes": [],
        "converted": next(iter(sorted(page.converted)), None),
    }
    return blocks, known


def _metadata(root: etree._Element) -> tuple[str | None, date | None]:
    stated: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        stated.setdefault(name, meta.get("content") or "")
    title = stated.get("og:title") or " ".join(next((e.itertext() for e in root.iter("title")), ()))
    published = next((found for name in _PUBLISHED if (found := _date(stated.get(name, "")))), None)
    if published is None:
        times = (time.get("datetime") or "" for time in root.iter("time") if time.get("pubdate") is not None)
        published = next((found for text in times if (found := _date(text))), None)
    return tidy_text(title) or None, published


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _font_of(element: etree._Element, above: Font | None) -> Font | None:
    name = element.get("face") or ""
    if not name and (found := _FONT_FAMILY.search(element.get("style") or "")):
        name = found[1]
    return legacy_font(name.split(",")[0]) if name else above


def _span(cell: etree._Element, name: str) -> int:
    digits = (cell.get(name) or "").strip()
    return max(1, min(int(digits), MAX_SPAN)) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1


def _is_bold(cell: etree._Element) -> bool:
    text = "".join("".join(cell.itertext()).split())
    bold = "".join("".join("".join(e.itertext()).split()) for e in cell.iter("b", "strong"))
    return bool(text) and text == bold
