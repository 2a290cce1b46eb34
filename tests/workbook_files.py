"""Workbooks and tables for tests of imports; every figure in them is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd

from egov_metrics.collect.workbooks import Answers, Catalogue, Plan, Profile, plan, read_catalogue
from tests.conftest import ROOT
from tests.reading_files import book_bytes

OLD_63 = tuple(
    row.split(",")[3]
    for row in (ROOT / "data" / "units" / "provinces.csv").read_text(encoding="utf-8").splitlines()
    if row.startswith("P63-")
)
"""The names of the 63 provinces to 30/6/2025."""


def catalogue(workspace: Path) -> Catalogue:
    """The shipped catalogue with the batches of a workspace."""
    return read_catalogue(ROOT / "data", workspace)


def book(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    merged: Mapping[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
    formats: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """A workbook: rows by name of sheet, merged ranges, hidden sheets, number formats by cell."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for place in (merged or {}).get(name, ()):
            sheet.merge_cells(place)
        for cell, form in (formats or {}).get(name, {}).items():
            sheet[cell].number_format = form
        if name in hidden:
            sheet.sheet_state = "hidden"
    return book_bytes(made)


def planned(
    content: bytes, words: Catalogue, name: str = "so-lieu.xlsx", saved: Profile | None = None, **answers: object
) -> Plan:
    """The plan of a file; answers as in `Answers`."""
    return plan(name, content, words, saved=saved, answers=Answers(**answers))


def stated(made: Plan, fate: str = "accepted") -> pd.DataFrame:
    """The statements of a fate."""
    frame = made.judged.frame
    return frame[frame["fate"] == fate].reset_index(drop=True)


def values(made: Plan, part: str = "value", fate: str = "accepted") -> dict[tuple[str, str, str], str]:
    """Values (or another part) by unit, indicator and year."""
    frame = stated(made, fate)
    keys = zip(frame["unit_id"], frame["indicator_code"], frame["period_end"].str[:4], strict=True)
    return dict(zip(keys, frame[part], strict=True))
