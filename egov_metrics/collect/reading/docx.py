"""Word documents (.docx, .docm): paragraphs, lists, text boxes and tables in order, without headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from lxml import etree

from egov_metrics.collect.reading.archive import Archive, main_part, parse_xml
from egov_metrics.collect.reading.blocks import Block, Line, Row, Slot, looks_like_head
from egov_metrics.collect.reading.docx_fonts import Fonts
from egov_metrics.collect.reading.legacy import Font, convert_runs
from egov_metrics.collect.reading.limits import MAX_SPAN
from egov_metrics.collect.reading.model import note

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Deleted and moved text, the second form of a text box, fields' codes, comments' marks: not what a reader sees.
_FIRST_ROW = 0x20
# Programs that make documents from a template often leave its date in them.
_DATES_OF_TEMPLATES = {"2013-12-23T23:15:00Z"}
_UNSEEN = {"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sectPr"}


class _Document:
    """The blocks of one document; tables are counted as they come."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.tables = 0
        self.converted: set[str] = set()

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Paragraphs and tables below an element, in reading order; other wrappers are looked into."""
        waiting = [container]
        while waiting:
            element = waiting.pop()
            name = _name(element)
            if name in _UNSEEN:
                continue
            if name == "p":
                boxes: list[etree._Element] = []
                yield Line(self.paragraph(element, boxes))
                waiting.extend(reversed(boxes))
            elif name == "tbl":
                yield from self.table(element)
            else:
                waiting.extend(reversed(element))

    def paragraph(self, paragraph: etree._Element, boxes: list[etree._Element]) -> str:
        """The text of a paragraph; text boxes anchored in it are put into `boxes`."""
        runs: list[tuple[Font | None, str]] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            name = _name(element)
            if name in _UNSEEN:
                continue
            if name == "txbxContent":
                boxes.append(element)
            elif name == "r":
                if not self.fonts.is_hidden(element):
                    text = self.run(element, waiting)
                    runs.append((self.fonts.legacy(element, paragraph), text))
            else:
                waiting.extend(reversed(element))
        text, encoding = convert_runs(runs)
        if encoding:
            self.converted.add(encoding)
        return text

    def run(self, run: etree._Element, waiting: list[etree._Element]) -> str:
        """The text of a run. What is drawn in it (text boxes) is left to `waiting`."""
        pieces = []
        for element in run:
            name = _name(element)
            if name == "t":
                pieces.append(element.text or "")
            elif name == "tab":
                pieces.append("\t")
            elif name in ("br", "cr"):
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name not in _UNSEEN and len(element):
                waiting.append(element)
        return "".join(pieces)

    def table(self, table: etree._Element) -> Iterator[Block]:
        """Rows as they are drawn. A table within a cell is read as its text."""
        number, self.tables = self.tables, self.tables + 1
        marked = _marks_first_row(table)
        for place, row in enumerate(_children(table, "tr")):
            head = any(_on(mark) for mark in row.iterfind("{*}trPr/{*}tblHeader"))
            slots, column = [], _number(row.find("{*}trPr/{*}gridBefore"))
            for cell in _children(row, "tc"):
                properties = cell.find("{*}tcPr")
                span, goes_on = 1, False
                if properties is not None:
                    span = max(1, _number(properties.find("{*}gridSpan")))
                    merge = properties.find("{*}vMerge")
                    goes_on = merge is not None and _value(merge) != "restart"
                if not goes_on:
                    slots.append(Slot(column, self._cell_text(cell), head))
                column += span
            if marked and place == 0 and looks_like_head([slot.text for slot in slots]):
                slots = [replace(slot, is_head=True) for slot in slots]
            yield Row(number, place, tuple(slots))

    def _cell_text(self, cell: etree._Element) -> str:
        pieces, waiting = [], [cell]
        while waiting:
            element = waiting.pop()
            name = _name(element)
            if name in _UNSEEN:
                continue
            if name == "p":
                boxes: list[etree._Element] = []
                pieces.append(self.paragraph(element, boxes))
                waiting.extend(reversed(boxes))
            else:
                waiting.extend(reversed(element))
        return "\n".join(filter(None, pieces))


def read_docx(content: bytes) -> tuple[list[Block], dict]:
    """Blocks, and what is known besides: title, published, notes, converted (a legacy encoding or None)."""
    archive = Archive(content)
    main = main_part(archive) or "word/document.xml"
    root = parse_xml(archive.read(main))
    document = _Document(Fonts(_part(archive, "word/styles.xml")))
    blocks = [block for body in root.iterfind("{*}body") for block in document.blocks(body)]
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if (part := _part(archive, notes)) is not None:
            blocks.extend(document.blocks(part))
    title, published = _properties(archive)
    known = {
        "title": title,
        "published": published,
        "notes": [note("macros")] if archive.has_macros() else [],
        "converted": next(iter(sorted(document.converted)), None),
    }
    return blocks, known


def _part(archive: Archive, name: str) -> etree._Element | None:
    content = archive.find(name)
    return None if content is None else parse_xml(content)


def _properties(archive: Archive) -> tuple[str | None, date | None]:
    core = _part(archive, "docProps/core.xml")
    if core is None:
        return None, None
    title, created = core.findtext("{*}title"), core.findtext("{*}created")
    stated = (created or "").strip()
    try:
        published = None if stated in _DATES_OF_TEMPLATES else datetime.fromisoformat(stated).date()
    except ValueError:
        published = None
    return (title or "").strip() or None, published


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of a name, also within content controls and insertions, but not within another table."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            waiting.extend(reversed(child))


def _marks_first_row(table: etree._Element) -> bool:
    """Does the look of a table set its first row apart?"""
    look = table.find("{*}tblPr/{*}tblLook")
    if look is None:
        return False
    if (first := look.get(f"{_W}firstRow") or look.get(f"{_STRICT}firstRow")) is not None:
        return first in ("1", "true", "on")
    try:
        return bool(int(_value(look) or "0", 16) & _FIRST_ROW)
    except ValueError:
        return False


def _value(element: etree._Element) -> str:
    return element.get(f"{_W}val") or element.get(f"{_STRICT}val") or ""


def _on(element: etree._Element) -> bool:
    return _value(element) not in ("0", "false", "off")


def _number(element: etree._Element | None) -> int:
    digits = "" if element is None else _value(element)
    return min(int(digits), MAX_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
