"""From a file to a `Reading`: its kind is recognised, its reader called, the text put together."""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from email import message_from_bytes, policy
from pathlib import Path

from egov_metrics.collect.reading import kinds
from egov_metrics.collect.reading.blocks import Block, compose
from egov_metrics.collect.reading.decoding import convert_typed, decode
from egov_metrics.collect.reading.delimited import find_delimiter, read_csv
from egov_metrics.collect.reading.docx import read_docx
from egov_metrics.collect.reading.html import declared_encoding, read_html
from egov_metrics.collect.reading.limits import MAX_FILE_BYTES, MAX_NAME_CHARACTERS, MAX_TEXT_CHARACTERS, MIB
from egov_metrics.collect.reading.model import Cell, Reading, ReadingRefused, note
from egov_metrics.collect.reading.pdf import read_pdf
from egov_metrics.collect.reading.workbook import read_workbook

_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php")
_TABLES = (".csv", ".tsv", ".tab")
_SHEETS = (".xls", ".xlsx", ".ods")


def read_file(path: Path) -> Reading:
    """Read a file. Raises ReadingRefused; the size is looked at before anything is read."""
    name = clean_name(path.name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadingRefused("not_a_file", "a file", f"something else at {path}", name)
        if status.st_size > MAX_FILE_BYTES:
            raise _too_large(name, status.st_size)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReadingRefused("not_a_file", "a file that can be read", f"{path}: {error}", name) from None
    return read_bytes(path.name, content)


def read_bytes(name: str, content: bytes) -> Reading:
    """Read what a file holds. `name` may come from anywhere: only its last part is kept, and nothing is opened.

    Raises ReadingRefused.
    """
    name = clean_name(name)
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(name, len(content))
    try:
        kind, encoding, text, cells, known = _read(name, content)
    except ReadingRefused as refused:
        refused.name = name
        raise
    if not text.strip():
        raise ReadingRefused("empty", "a document with text", "none", name)
    title = known["title"] and unicodedata.normalize("NFC", known["title"])
    return Reading(
        name=name,
        kind=kind,
        text=text,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        encoding=encoding,
        title=title,
        published=known["published"],
        cells=cells,
        notes=tuple(dict.fromkeys(known["notes"])),
    )


def clean_name(name: str) -> str:
    """The last part of a file name, without characters that nobody sees; never empty, never a path."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown[-MAX_NAME_CHARACTERS:] if shown not in ("", ".", "..") else "document"


_Found = tuple[str, str | None, str, tuple[Cell, ...], dict]
"""Kind, encoding, text, cells, and what is known besides (title, published, notes, converted)."""


def _read(name: str, content: bytes) -> _Found:
    kind = kinds.kind_of_bytes(content)
    if kind == "docx":
        return _composed(kind, None, *read_docx(content))
    if kind == "pdf":
        return _composed(kind, None, *read_pdf(content))
    if kind is not None:
        return _composed(kind, None, *read_workbook(content, kind))
    if (page := _page_of_archive(content)) is not None:
        content = page
    is_page = kinds.may_be_html(content, name)
    text, encoding, notes = decode(content, declared_encoding(content) if is_page else None, markup=is_page)
    return _read_text(name, text, encoding, notes)


def _read_text(name: str, text: str, encoding: str, notes: list[str]) -> _Found:
    lower = name.lower()
    if len(text) > MAX_TEXT_CHARACTERS:
        raise ReadingRefused("too_large", f"at most {MAX_TEXT_CHARACTERS:,} characters of text", f"{len(text):,}")
    if kinds.looks_like_html(text, name) or (lower.endswith(_PAGES) and "<" in text):
        blocks, known = read_html(text)
        known["notes"] = [*notes, *known["notes"]]
        return _composed("html", encoding, blocks, known)
    kinds.refuse_other_xml(text)
    delimiter = find_delimiter(text) if lower.endswith(_TABLES + _SHEETS) else None
    if delimiter is not None or (lower.endswith(_TABLES) and "," not in text):
        blocks, known = read_csv(text, delimiter)
        known["notes"] = [*notes, *known["notes"]]
        return _composed("csv", encoding, blocks, known)
    text, converted = convert_typed(text)
    if converted:
        notes = [*notes, note("converted", encoding=converted)]
    return "text", converted or encoding, text, (), {"title": None, "published": None, "notes": notes}


def _composed(kind: str, encoding: str | None, blocks: list[Block], known: dict) -> _Found:
    text, cells, conversion = compose(blocks)
    converted = conversion.encoding if conversion else known["converted"]
    if converted:
        known["notes"] = [*known["notes"], note("converted", encoding=converted)]
    return kind, converted or encoding, text, cells, known


def _page_of_archive(content: bytes) -> bytes | None:
    """The page of a web archive (.mht), which Word also saves under the name .doc; None for anything else."""
    if b"mime-version:" not in content[:2048].lower() or b"multipart/related" not in content[:4096].lower():
        return None
    for part in message_from_bytes(content, policy=policy.compat32).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return page
    return None


def _too_large(name: str, size: int) -> ReadingRefused:
    return ReadingRefused("too_large", f"at most {MAX_FILE_BYTES // MIB} MiB", f"{size / MIB:,.0f} MiB", name)
