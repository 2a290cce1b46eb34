"""From a file to a plan: what would be imported, what not and why, and what a person has to answer first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from egov_metrics.collect.reading import ReadingRefused
from egov_metrics.collect.workbooks.catalogue import Catalogue
from egov_metrics.collect.workbooks.judging import Judged, judge
from egov_metrics.collect.workbooks.opening import Opened, open_file
from egov_metrics.collect.workbooks.profile import Profile, SheetMap, Source
from egov_metrics.collect.workbooks.proposal import propose
from egov_metrics.collect.workbooks.questions import Answers, Question, ask
from egov_metrics.collect.workbooks.statements import frame_of
from egov_metrics.collect.workbooks.tidy import tidy
from egov_metrics.collect.workbooks.wide import extract
from egov_metrics.store.errors import StoreError

Progress = Callable[[str, float], None]
"""Told the step (open, read, judge, write) and the share of it that is done."""


class ImportRefused(StoreError):
    """An import that cannot be done as asked: one line with what was expected and what was found. `code`: one of
    `REFUSALS`, whose words are under `import.refused.` in `strings.csv`, or ""."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


REFUSALS = ("changed_meanwhile", "damaged", "no_name", "no_table", "unknown_import")


@dataclass(frozen=True)
class LeftOut:
    """A row that is no statement: a total, a mean, a note, an example; or has no fitting number of cells."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True)
class Plan:
    """What an import would do. `judged.frame` are all statements with their fate; `waiting` counts those of sheets
    with an open question, by sheet. `answers` that name no sheet of the file were refused before."""

    opened: Opened
    form: str
    profile: Profile
    judged: Judged
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]
    sources: tuple[dict[str, str], ...]
    rows_read: int
    waiting: dict[str, int] = field(default_factory=dict)

    def count(self, fate: str) -> int:
        """How many statements have a fate (accepted, rejected, duplicate, known)."""
        return int((self.judged.frame["fate"] == fate).sum())


def plan(
    name: str,
    content: bytes,
    catalogue: Catalogue,
    *,
    saved: Profile | None = None,
    answers: Answers | None = None,
    source: Source | None = None,
    keep_known: bool = False,
    progress: Progress = lambda step, share: None,
) -> Plan:
    """Read a file and judge all that it states; writes nothing.

    `saved` is a profile that a person kept or corrected, `source` what the file is. Raises ReadingRefused for what
    cannot be read, ImportRefused for a file without a table or answers about sheets that it has not.
    """
    answers = answers or Answers()
    progress("open", 0.0)
    opened = open_file(name, content)
    progress("open", 1.0)
    proposal = propose(opened.book, catalogue, saved)
    profile = _answered(proposal.profile, answers, opened)
    own = _own_source(opened, profile, source, catalogue)
    frames, sources = [], [own]
    left_out = [
        LeftOut(table.sheet, number, "broken_row") for number, _ in opened.broken for table in opened.tables[:1]
    ]
    rows_read = len(opened.broken)
    for table in opened.tables:
        tidied = tidy(table, catalogue, own["source_id"], lambda share: progress("read", share))
        frames.append(tidied.frame)
        sources += tidied.sources
        left_out += [LeftOut(table.sheet, row, reason) for row, reason in tidied.skipped]
        rows_read += len(table.rows)
    wide = extract(opened.book, profile, proposal.layouts, catalogue, lambda share: progress("read", share))
    wide["source_id"] = own["source_id"]
    for sheet in profile.sheets:
        layout = proposal.layouts.get(sheet.sheet)
        if sheet.use and layout is not None:
            left_out += [LeftOut(sheet.sheet, row + 1, reason) for row, reason in layout.left_out]
            rows_read += len(layout.data_rows)
    questions = ask(opened.book, profile, proposal.layouts, wide, catalogue, answers)
    asked = {question.sheet for question in questions}
    waiting = {str(sheet): int(n) for sheet, n in wide["sheet"].value_counts().items() if sheet in asked}
    wide = wide[~wide["sheet"].isin(asked)]
    if len(wide) or not frames:
        frames.append(wide)
    if not opened.tables and not any(sheet.columns for sheet in profile.sheets):
        expected = "a table with a column of unit names and columns of figures"
        raise ImportRefused(
            f"{opened.name}: expected {expected}, found none in {len(opened.book.sheets)} sheets", "no_table"
        )
    progress("judge", 0.0)
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    judged = judge(frame if len(frame) else frame_of([]), catalogue, catalogue.known, keep_known)
    progress("judge", 1.0)
    used = set(judged.frame.loc[judged.frame["fate"] == "accepted", "source_id"].unique())
    return Plan(
        opened, _form(opened), profile, judged, tuple(questions), tuple(left_out),
        tuple(one for one in sources if one["source_id"] in used), rows_read, waiting,
    )  # fmt: skip


def _form(opened: Opened) -> str:
    return "tidy" if opened.tables else "wide"


def _answered(profile: Profile, answers: Answers, opened: Opened) -> Profile:
    """The profile with what a person answered. Raises ImportRefused for a sheet that the file has not."""
    known = {sheet.sheet for sheet in profile.sheets}
    for name in sorted(answers.names() - known):
        raise ImportRefused(f"sheet {name!r}: expected one of {', '.join(sorted(known)) or 'none'}")
    sheets = []
    for sheet in profile.sheets:
        sheets.append(_answered_sheet(sheet, answers))
    return replace(profile, sheets=tuple(sheets))


def _answered_sheet(sheet: SheetMap, answers: Answers) -> SheetMap:
    if sheet.sheet in answers.skip:
        return replace(sheet, use=False, why="skipped")
    if sheet.sheet in answers.years:
        columns = tuple(replace(column, year=None) for column in sheet.columns)
        sheet = replace(sheet, year=answers.years[sheet.sheet], year_from="given", columns=columns)
    if sheet.sheet in answers.eras:
        sheet = replace(sheet, era=answers.eras[sheet.sheet])
    return sheet


def _own_source(opened: Opened, profile: Profile, given: Source | None, catalogue: Catalogue) -> dict[str, str]:
    """The row of `sources.csv` for the file itself: as given, else as the profile says, else from name and family."""
    told = {name: getattr(given, name, "") or getattr(profile.source, name) for name in Source.__dataclass_fields__}
    producers = dict(zip(catalogue.families["family"], catalogue.families["producer_vi"], strict=True))
    producer = told["producer"] or producers.get(profile.family or "") or ""
    return {
        "source_id": f"import-{opened.sha256[:12]}",
        "producer": str(producer) if isinstance(producer, str) and producer else opened.name,
        "title": told["title"] or opened.name,
        "url": told["url"],
        "published": told["published"],
        "kind": "dataset",
        # Who brings a file does not make it official: that is said, not assumed.
        "grade": told["grade"] or "secondary",
        "checksum": opened.sha256,
    }


def preview_rows(plan: Plan, fate: str, most: int) -> pd.DataFrame:
    """The first statements of a fate, in the order of the file."""
    frame = plan.judged.frame
    return frame.iloc[np.flatnonzero(frame["fate"] == fate)[:most]]


__all__ = ["ImportRefused", "LeftOut", "Plan", "Progress", "ReadingRefused", "plan", "preview_rows"]
