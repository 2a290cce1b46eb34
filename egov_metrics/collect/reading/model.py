"""What reading a file gives: the text, the cells of its tables, and what its metadata state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from egov_metrics.i18n import texts

REFUSALS = (
    "damaged",
    "empty",
    "encoding",
    "encrypted",
    "not_a_file",
    "scanned_pdf",
    "too_large",
    "too_slow",
    "unknown_kind",
    "zip_bomb",
)
"""The closed list of `ReadingRefused.code`; each has its words under `reading.refused.` in `strings.csv`."""
NOTES = (
    "broken_bytes",
    "converted",
    "csv",
    "hidden_sheets",
    "macros",
    "pages_without_text",
)
"""The closed list of kinds of notes; each has its words under `reading.note.` in `strings.csv`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell of a table of the document; an empty cell is not listed.

    `table`, `row` and `column` count from 0 in reading order; a merged cell stands once, at its first place.
    `start` and `end` are offsets in `Reading.text`.
    """

    table: int
    row: int
    column: int
    start: int
    end: int
    is_head: bool


@dataclass(frozen=True)
class Reading:
    """A document as read. `text` is NFC with `\\n` ends, and all offsets count its characters."""

    name: str
    kind: str
    text: str
    sha256: str
    size: int
    encoding: str | None
    title: str | None
    published: date | None
    cells: tuple[Cell, ...]
    notes: tuple[str, ...]


class ReadingRefused(Exception):
    """A file that is not read, and why: one line, with `code` from `REFUSALS`."""

    def __init__(self, code: str, expected: str, found: str, name: str = "") -> None:
        self.code, self.expected, self.found, self.name = code, expected, found, name
        super().__init__(code, expected, found, name)

    def __str__(self) -> str:
        where = f"{self.name}: " if self.name else ""
        return " ".join(f"{where}expected {self.expected}, found {self.found} [{self.code}]".split())


def note(kind: str, **values: object) -> str:
    """A note as `Reading.notes` holds it: the kind and its fields, `kind|field=value|...`."""
    return "|".join([kind, *(f"{field}={str(value).replace('|', '/')}" for field, value in values.items())])


def describe_note(text: str, lang: texts.Lang) -> str:
    """A note in words for people. Raises UnknownText for a kind that is not in `NOTES`."""
    kind, *pairs = text.split("|")
    return texts.t(f"reading.note.{kind}", lang, **dict(pair.partition("=")[::2] for pair in pairs))


def describe_refusal(refused: ReadingRefused, lang: texts.Lang) -> str:
    """A refusal in words for people."""
    return texts.t(f"reading.refused.{refused.code}", lang, name=refused.name, found=refused.found)
