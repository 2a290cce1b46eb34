"""Reading the files of reports: what a PDF shows and how it is tagged, without trusting who wrote it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

HEADER = 18 * 72 / 25.4
"""Points: above stands the page's number."""


def squeezed(text: str) -> str:
    """Without spaces and ends of lines, which a layout may put anywhere; a hyphen at the end of a line is one."""
    return re.sub(r"\s", "", re.sub("[\u0002\ufffe]", "-", text))


def shown(content: bytes) -> str:
    """The text of all pages without their numbers."""
    document = pdfium.PdfDocument(content)
    texts = []
    for page in document:
        _, height = page.get_size()
        texts.append(page.get_textpage().get_text_bounded(top=height - HEADER))
    return squeezed("".join(texts))


def fonts(content: bytes) -> dict[str, bool]:
    """The fonts of all text, and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in pdfium.PdfDocument(content):
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(one)
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found


def tags(content: bytes) -> list[tuple[str, str]]:
    """Type and alternative text of every element of the structure, in order."""
    document = pdfium.PdfDocument(content)
    found: list[tuple[str, str]] = []
    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page)
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            found += _walk(raw.FPDF_StructTree_GetChildAtIndex(tree, number))
        raw.FPDF_StructTree_Close(tree)
    return found


def _walk(element: object) -> Iterator[tuple[str, str]]:
    if not element:
        return
    yield _said(raw.FPDF_StructElement_GetType, element), _said(raw.FPDF_StructElement_GetAltText, element)
    for number in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
        yield from _walk(raw.FPDF_StructElement_GetChildAtIndex(element, number))


def _said(ask: object, element: object) -> str:
    size = ask(element, None, 0)  # type: ignore[operator]
    buffer = ctypes.create_string_buffer(size)
    ask(element, buffer, size)  # type: ignore[operator]
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")
