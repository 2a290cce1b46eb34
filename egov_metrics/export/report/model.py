"""What a report holds, whatever file it becomes: sections of paragraphs, tables and figures in plain text.

All texts are written in the reader's language and number format already; writers lay them out and add nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeAlias

from egov_metrics.i18n.texts import Lang

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what it states, and below it, smaller, what must be known with it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width of the table, and on which side its cells stand."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table with its numbered caption. Every row has a cell for each column; `note` stands below."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A drawing (a whole SVG document of `size` CSS pixels) with its numbered caption, source line and note.

    `alt` is the text for those who do not see it.
    """

    caption: str
    alt: str
    svg: str
    size: tuple[int, int]
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Pair:
    """Two small figures side by side; the last of an odd number stands alone on the left."""

    left: Figure
    right: Figure | None = None


@dataclass(frozen=True)
class Paragraph:
    """Running text; `is_note` is a quiet remark."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences; `is_small` for what is looked up rather than read."""

    items: tuple[str, ...]
    is_small: bool = False


@dataclass(frozen=True)
class Reference:
    """A source: its number and what it is called; the address, of which the reader sees the host (both may be "")."""

    text: str
    host: str = ""
    url: str = ""


@dataclass(frozen=True)
class References:
    """The list of sources, in the order of their numbers."""

    items: tuple[Reference, ...]


@dataclass(frozen=True)
class Heading:
    """A heading within a section, with its number ("1. Điểm mạnh")."""

    text: str


Block: TypeAlias = Table | Figure | Pair | Paragraph | Bullets | References | Heading


@dataclass(frozen=True)
class Section:
    """A section with its number in its title ("I. TÓM TẮT")."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Head:
    """The first lines of an official document. What the agency fills in stands there as dotted lines."""

    nation: str
    motto: str
    authority: str
    agency: str
    number: str
    place_date: str
    kind: str
    subject: str


@dataclass(frozen=True)
class Closing:
    """The last lines: from which edition the report is; receivers on the left, the signer's post and name on the right,
    to be filled in."""

    edition: str
    receivers_title: str
    receivers: tuple[str, ...]
    post: str
    sign: str
    name: str


@dataclass(frozen=True)
class Report:
    """A whole report. `title` is that of the file; `made` is its date as the ISO day."""

    lang: Lang
    unit_id: str
    title: str
    made: str
    head: Head
    sections: tuple[Section, ...]
    closing: Closing

    def figures(self) -> Iterator[Figure]:
        """All figures in their order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figure):
                    yield block
                elif isinstance(block, Pair):
                    yield from (one for one in (block.left, block.right) if one is not None)

    def tables(self) -> Iterator[Table]:
        """All tables in their order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Table))

    def texts(self) -> Iterator[str]:
        """Every text that a reader sees (not the drawings and what stands for them), in order."""
        yield from _texts(self.head)
        yield from _texts(self.sections)
        yield from _texts(self.closing)


UNSEEN = ("alt", "svg", "align", "url")


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        if part:
            yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in UNSEEN:
                yield from _texts(getattr(part, field.name))
