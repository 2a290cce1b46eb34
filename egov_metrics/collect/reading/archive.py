"""Zip archives (docx, xlsx, ods): what they are, and parts inflated only within limits.

Nothing is ever written to disk, so names of parts with `../` are only names.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from egov_metrics.collect.reading.limits import (
    MAX_INFLATED_BYTES,
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_RATIO,
    MIB,
    RATIO_FROM_BYTES,
)
from egov_metrics.collect.reading.model import ReadingRefused

_OFFICE_DOCUMENT = "/officeDocument"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
# What zipfile and zlib are known to raise on archives that are damaged or forged.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    IndexError,
    KeyError,
    OverflowError,
)


class Archive:
    """An archive whose directory claims nothing beyond the limits. Raises ReadingRefused where it does."""

    def __init__(self, content: bytes) -> None:
        with _damage_refused():
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._parts = {part.filename: part for part in self._zip.infolist()}
            _check_claims(self._zip.infolist())

    @property
    def names(self) -> list[str]:
        """The names of the parts, as the archive spells them."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """A part, inflated. Raises ReadingRefused when it is missing, damaged or larger than allowed."""
        pieces, size = [], 0
        for piece in self._pieces(name):
            size += len(piece)
            if size > MAX_PART_BYTES:
                raise ReadingRefused("zip_bomb", f"parts of at most {MAX_PART_BYTES // MIB} MiB", f"more in {name!r}")
            pieces.append(piece)
        return b"".join(pieces)

    def find(self, name: str) -> bytes | None:
        """A part that may be missing."""
        return self.read(name) if name in self._parts else None

    def check_parts(self) -> None:
        """Inflate every part once and compare its checksum: a directory that lies about sizes is refused here."""
        for name, part in self._parts.items():
            if part.file_size > MAX_PART_BYTES:
                raise ReadingRefused("zip_bomb", f"parts of at most {MAX_PART_BYTES // MIB} MiB", f"more in {name!r}")
            for _ in self._pieces(name):
                pass

    def has_macros(self) -> bool:
        """Does it carry a macro project? It is never opened."""
        return any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in self._parts)

    def _pieces(self, name: str) -> Iterator[bytes]:
        if name not in self._parts:
            raise ReadingRefused("damaged", f"a part {name!r} in the archive", "none")
        with _damage_refused(), self._zip.open(self._parts[name]) as part:
            while piece := part.read(MIB):
                yield piece


def kind_of_archive(archive: Archive) -> str:
    """docx, xlsx or ods, by what the archive holds. Raises ReadingRefused (unknown_kind) for anything else."""
    if (kind := archive.find("mimetype")) is not None:
        if kind.strip().startswith(_SPREADSHEET):
            return "ods"
        if kind.startswith(b"application/vnd.oasis.opendocument.text"):
            raise ReadingRefused("unknown_kind", "a docx, xlsx or ods file", "an OpenDocument text: save it as docx")
    main = main_part(archive)
    if main.startswith("word/"):
        return "docx"
    if main.startswith("xl/"):
        if main.endswith(".bin"):
            raise ReadingRefused("unknown_kind", "a docx, xlsx or ods file", "a binary workbook: save it as xlsx")
        return "xlsx"
    if main.startswith("ppt/"):
        raise ReadingRefused("unknown_kind", "a docx, xlsx or ods file", "a presentation: save it as pdf")
    raise ReadingRefused("unknown_kind", "a docx, xlsx or ods file", "another archive: unpack it first")


def main_part(archive: Archive) -> str:
    """Name of the main part of an Office file, empty when there is none."""
    if (relations := archive.find("_rels/.rels")) is not None:
        for relation in parse_xml(relations).iter("{*}Relationship"):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith(_OFFICE_DOCUMENT) and target in archive.names:
                return target
    usual = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml")
    return next((name for name in usual if name in archive.names), "")


def parse_xml(content: bytes) -> etree._Element:
    """XML of a part: no entities, no document types, no network. Raises ReadingRefused (damaged)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingRefused("damaged", "XML in the archive", f"an error: {str(error)[:120]}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadingRefused("damaged", "XML without a document type", "one that declares entities")
    return root


def _check_claims(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise ReadingRefused("zip_bomb", f"at most {MAX_PARTS:,} parts", f"{len(parts):,}")
    total = sum(part.file_size for part in parts)
    if total > MAX_INFLATED_BYTES:
        found = f"{total / MIB:,.0f} MiB"
        raise ReadingRefused("zip_bomb", f"an archive of at most {MAX_INFLATED_BYTES // MIB} MiB unpacked", found)
    for part in parts:
        if part.file_size > RATIO_FROM_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            ratio = f"{part.file_size // max(part.compress_size, 1):,} times"
            raise ReadingRefused("zip_bomb", f"parts that unpack to at most {MAX_RATIO} times their size", ratio)
        if part.flag_bits & 1:
            raise ReadingRefused("encrypted", "a file without a password", "one with")


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise ReadingRefused("damaged", "a whole archive", f"{type(error).__name__}: {str(error)[:120]}") from None
