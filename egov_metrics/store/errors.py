"""What can go wrong with the store, each said in one clear line."""

from __future__ import annotations

from dataclasses import dataclass


class StoreError(Exception):
    """Base of every error that a user may meet; `str()` is one line fit to print."""


class NoEdition(StoreError):
    """The workspace holds no edition that can be served."""


class EditionDamaged(StoreError):
    """An edition file is missing, truncated or not what its manifest says."""


class SchemaMismatch(StoreError):
    """The edition was made by another version of the schema than this program reads."""


class BuildFailed(StoreError):
    """The build could not be finished; the previous edition stays in service."""


class BatchDamaged(StoreError):
    """A file of a batch, or of a withdrawal, is not what was written."""


class BatchRefused(StoreError):
    """What is asked of batches cannot be done: no such batch, no name, no rows."""


class UnknownName(StoreError):
    """A unit, an indicator or an edition that is asked for does not exist."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing in the reviewed data, or in a batch, that must be mended before it can be built.

    `file` is relative to the data folder; `line` counts from 1 (the header) or is 0 for the whole file. Of a batch,
    `file` is `batch <batch_id>` and `line` its row, counted from 1.
    `kind` is a word of the closed list in `docs/developers/checks.md`.
    """

    file: str
    line: int
    kind: str
    column: str
    expected: str
    found: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {self.column}:" if self.column else ""
        return f"{where}:{column} expected {self.expected}, found {self.found} [{self.kind}]"


class DataRefused(StoreError):
    """The reviewed data has problems; nothing was built."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        first = str(self.problems[0]) if self.problems else "no reason given"
        more = f" (and {len(self.problems) - 1} more; `check` lists them)" if len(self.problems) > 1 else ""
        super().__init__(first + more)
