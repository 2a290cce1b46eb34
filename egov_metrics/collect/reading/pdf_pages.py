"""PDFs: the lines of every page with their places. Runs in the separate process."""

from __future__ import annotations

import ctypes
import io
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from egov_metrics.collect.reading.limits import MAX_PAGES, MAX_TEXT_CHARACTERS

_LINE = re.compile("[^\r\n]+")
_SPACES = re.compile(" +")
_WIDE_GAP = 0.9
"""Width of a gap, in heights of the line, that parts cells; justified text stays well below."""
_GAP_IN_ROW, _MADE_GAP_IN_ROW = 0.7, 0.36
"""The same in a line that has such a gap, since another cell of the row may nearly fill its column; the second where
the file has no space and the gap alone parts the words (0.27 is usual between words)."""


def read_pages(content: bytes) -> dict:
    """The lines of all pages, or what is wrong with the file, in JSON's own types since it travels between processes.

    {"pages": [{"width", "height", "images", "lines": [[text, left, bottom, right, top, pieces], ...]}], "title",
    "created"}; pieces are [[text, left, right], ...], more than one where wide gaps part a line. Lengths are in
    points from the lower left corner. On failure {"refused": [code, expected, found]}.
    """
    try:
        document = pdfium.PdfDocument(io.BytesIO(content))
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            return {"refused": ["encrypted", "a PDF without a password", "one with"]}
        return {"refused": ["damaged", "a whole PDF", str(error)[:120]]}
    count = len(document)
    if count > MAX_PAGES:
        return {"refused": ["too_large", f"at most {MAX_PAGES:,} pages", f"{count:,}"]}
    pages: list[dict] = []
    characters, broken = 0, 0
    for number in range(count):
        try:
            page = document[number]
            found = _read_page(page)
            page.close()
        except pdfium.PdfiumError:
            broken += 1
            continue
        characters += sum(len(line[0]) for line in found["lines"])
        if characters > MAX_TEXT_CHARACTERS:
            return {"refused": ["too_large", f"at most {MAX_TEXT_CHARACTERS:,} characters of text", "more"]}
        pages.append(found)
    if broken and not any(page["lines"] for page in pages):
        return {"refused": ["damaged", "pages that open", f"{broken} that do not"]}
    metadata = document.get_metadata_dict()
    return {"pages": pages, "title": metadata.get("Title", ""), "created": metadata.get("CreationDate", "")}


def _read_page(page: pdfium.PdfPage) -> dict:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    width, height = page.get_size()
    lines = []
    units = 0  # UTF-16 units before the line, which pdfium counts in
    done = 0
    for found in _LINE.finditer(text):
        units += _units(text[done : found.start()])
        line, first = found[0], units
        units += _units(line)
        done = found.end()
        left_pad, right_pad = len(line) - len(line.lstrip()), len(line) - len(line.rstrip())
        if not line.strip():
            continue
        box = _box(text_page, first + left_pad, units - 1 - right_pad)
        if box is not None:
            start = first + left_pad
            lines.append([line.strip(), *box, _pieces(text_page, line.strip(), start, box)])
    images = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)) if not lines else 0
    text_page.close()
    return {"width": width, "height": height, "images": images, "lines": lines}


def _pieces(text_page: pdfium.PdfTextPage, line: str, start: int, box: list[float]) -> list[list]:
    """The pieces of a line between gaps that are wider than the line is high: cells of a row."""
    if " " not in line or len(line) != _units(line):
        return [[line, box[0], box[2]]]
    gaps = []
    for space in _SPACES.finditer(line):
        before = _char_box(text_page, start + space.start() - 1)
        after = _char_box(text_page, start + space.end())
        if before is not None and after is not None:
            enough = _MADE_GAP_IN_ROW if _is_made(text_page, start + space.start()) else _GAP_IN_ROW
            gaps.append((space, round(before.right, 1), round(after.left, 1), enough))
    height = box[3] - box[1]
    if not any(right - left > _WIDE_GAP * height for _, left, right, _ in gaps):
        return [[line, box[0], box[2]]]
    pieces, begin, edge = [], 0, box[0]
    for space, left, right, enough in gaps:
        if right - left > enough * height:
            pieces.append([line[begin : space.start()], edge, left])
            begin, edge = space.end(), right
    return [*pieces, [line[begin:], edge, box[2]]]


def _units(text: str) -> int:
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def _box(text_page: pdfium.PdfTextPage, first: int, last: int) -> list[float] | None:
    """Left, bottom, right and top of a line, from its first and last character."""
    a, b = _char_box(text_page, first), _char_box(text_page, last)
    if a is None or b is None:
        return None
    edges = [min(a.left, b.left), min(a.bottom, b.bottom), max(a.right, b.right), max(a.top, b.top)]
    return [round(edge, 1) if abs(edge) < 1e6 else 0.0 for edge in edges]


def _char_box(text_page: pdfium.PdfTextPage, place: int) -> raw.FS_RECTF | None:
    """The place of a character, counted in the page's text; it reaches from one letter to the next."""
    index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, place)
    rectangle = raw.FS_RECTF()
    if index < 0 or not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rectangle)):
        return None
    return rectangle


def _is_made(text_page: pdfium.PdfTextPage, place: int) -> bool:
    """Is a space not in the file, but made of a gap?"""
    return raw.FPDFText_IsGenerated(text_page, raw.FPDFText_GetCharIndexFromTextIndex(text_page, place)) == 1
