"""What a file is, told by its content; the ending of its name only decides between kinds of plain text."""

from __future__ import annotations

import re

from egov_metrics.collect.reading.archive import Archive, kind_of_archive
from egov_metrics.collect.reading.model import ReadingRefused

_KNOWN = "a text, html, docx, pdf, xlsx, xls, ods or csv file"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OTHERS = {
    b"{\\rtf": "a rich text (RTF) file: save it as docx",
    b"Rar!": "a RAR archive: unpack it first",
    b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"\x1f\x8b": "a gzip archive: unpack it first",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"PAR1": "a Parquet file",
}
# Elements with which pages begin, also those that other programs save under the endings of Word and Excel.
_PAGE = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:table|div|p|h[1-6]|article|section|meta|main|ul)\b[^>]*>",
    re.I | re.S,
)
_XML = re.compile(r"\s*<\?xml\b")


def kind_of_bytes(content: bytes) -> str | None:
    """docx, xlsx, ods, pdf or xls by its first bytes and its parts; None for what may be a kind of text.

    Raises ReadingRefused for what is recognised and not read, with what to do about it.
    """
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ReadingRefused("empty", "a document", "nothing in it")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return kind_of_archive(Archive(content))
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if content.startswith(_PICTURES):
        raise ReadingRefused("unknown_kind", _KNOWN, "a picture: pictures are not read")
    for beginning, found in _OTHERS.items():
        if content.startswith(beginning):
            raise ReadingRefused("unknown_kind", _KNOWN, found)
    return None


def _kind_of_ole(content: bytes) -> str:
    """The older container of Office: its directory names the streams in UTF-16."""
    if _names(content, "EncryptedPackage"):
        raise ReadingRefused("encrypted", "a file without a password", "one with")
    if _names(content, "Workbook") or _names(content, "Book"):
        return "xls"
    if _names(content, "WordDocument"):
        raise ReadingRefused("unknown_kind", _KNOWN, "a Word 97-2003 document: save it as docx")
    raise ReadingRefused("unknown_kind", _KNOWN, "an older Office file of another kind")


def ole_has_macros(content: bytes) -> bool:
    """Does an older Office file carry a macro project? It is never opened."""
    return _names(content, "_VBA_PROJECT")


def _names(content: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") + b"\x00\x00" in content


def may_be_html(content: bytes, name: str) -> bool:
    """Before the encoding is known: do the first bytes look like a page?"""
    beginning = content[:8192].replace(b"\x00", b"").decode("latin-1")
    return looks_like_html(re.sub("^(?:ï»¿|ÿþ|þÿ)", "", beginning), name)


def looks_like_html(text: str, name: str) -> bool:
    """Is a text a web page? By its beginning; a text file that only mentions elements is none."""
    beginning = text[:4096].lstrip("\ufeff \t\r\n")
    if not beginning.startswith("<"):
        return False
    return bool(_PAGE.search(beginning) or (_FRAGMENT.match(beginning) and not name.lower().endswith(".txt")))


def refuse_other_xml(text: str) -> None:
    """XML that is no web page, such as a workbook of Excel 2003: refused with what to do."""
    if _XML.match(text[:200]):
        found = "another XML file"
        if "urn:schemas-microsoft-com:office:spreadsheet" in text[:4096]:
            found = "an XML workbook of Excel 2003: save it as xlsx"
        raise ReadingRefused("unknown_kind", _KNOWN, found)
