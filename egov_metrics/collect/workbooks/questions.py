"""What a person has to answer before a sheet is imported: its year is not certain, it is hidden, it is like another.

A sheet with an open question is left out; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from egov_metrics.collect.workbooks.catalogue import Catalogue
from egov_metrics.collect.workbooks.grid import Book
from egov_metrics.collect.workbooks.headings import years_in
from egov_metrics.collect.workbooks.judging import numbers
from egov_metrics.collect.workbooks.layout import Layout
from egov_metrics.collect.workbooks.names import NEW, era_of
from egov_metrics.collect.workbooks.profile import Profile, SheetMap
from egov_metrics.i18n.texts import Lang, t

KINDS = (
    "year_unknown", "year_other_than_file", "years_disagree", "hidden_sheet", "differs_from_sheet",
    "equals_other_year", "which_provinces", "share_scale",
)  # fmt: skip
"""The closed list of kinds; each has its words under `import.ask.` in `strings.csv`."""
_ENOUGH = 5
_MOST_COMPARED = 2
"""How many other sheets are named."""
_EVIDENCE = {"given": 0, "sheet_name": 1, "title": 1, "heading": 1, "column": 1, "file_name": 2, "none": 3}


@dataclass(frozen=True)
class Answers:
    """What a person said: years and provinces (old, new) of sheets, sheets to leave out, sheets to take as they are."""

    years: Mapping[str, int] = field(default_factory=dict)
    eras: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    use: frozenset[str] = frozenset()

    def names(self) -> set[str]:
        """All sheets that are named."""
        return {*self.years, *self.eras, *self.skip, *self.use}


@dataclass(frozen=True)
class Question:
    """Why a sheet is not imported unasked. `reasons` are kinds with the fields of their words; `ways` are what may be
    answered: year (with the likely one, None when it is not known), era (old, new), skip, use."""

    sheet: str
    reasons: tuple[tuple[str, Mapping[str, Any]], ...]
    ways: tuple[tuple[str, str | int | None], ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The ways as options of the command line."""
        told = ((way, f"={cell or 'YYYY'}" if way in ("year", "era") else "") for way, cell in self.ways)
        return tuple(
            f'--{way}-sheet "{self.sheet}"' if way in ("skip", "use") else f'--sheet-{way} "{self.sheet}{cell}"'
            for way, cell in told
        )

    def words(self, lang: Lang) -> list[str]:
        """The reasons in words, one sentence each."""
        return [t(f"import.ask.{kind}", lang, **fields) for kind, fields in self.reasons]


def ask(
    book: Book, profile: Profile, layouts: Mapping[str, Layout | None], frame: pd.DataFrame, catalogue: Catalogue,
    answers: Answers,
) -> list[Question]:  # fmt: skip
    """The open questions of a workbook; `frame` are the statements of its sheets under the years of the profile."""
    found: list[Question] = []
    sheets = [sheet for sheet in profile.sheets if sheet.use]
    by_sheet = {str(name): rows for name, rows in frame.groupby("sheet", sort=False)}
    for sheet in sheets:
        if sheet.sheet in answers.names() or sheet.year_from == "given":
            continue
        rows = by_sheet.get(sheet.sheet, frame.iloc[:0])
        reasons: list[tuple[str, dict[str, Any]]] = []
        reasons += _about_year(book, sheet, sheets)
        if sheet.hidden:
            reasons.append(("hidden_sheet", {"sheet": sheet.sheet}))
        reasons += _about_others(sheet, rows, sheets, by_sheet, bool(reasons))
        reasons += _about_store(sheet, rows, catalogue)
        reasons += _about_provinces(book, sheet, layouts.get(sheet.sheet), rows, catalogue)
        reasons += _about_scale(sheet, rows, catalogue)
        if reasons:
            found.append(Question(sheet.sheet, tuple(reasons), _ways(sheet, reasons)))
    return found


def _ways(sheet: SheetMap, reasons: list[tuple[str, dict[str, Any]]]) -> tuple[tuple[str, str | int | None], ...]:
    kinds = {kind for kind, _ in reasons}
    ways: list[tuple[str, str | int | None]] = [("skip", None)]
    if kinds - {"hidden_sheet", "which_provinces", "share_scale"}:
        ways.insert(0, ("year", _likely_year(sheet, reasons)))
    if "which_provinces" in kinds:
        ways = [("era", "new"), ("era", "old"), *ways]
    if "year_unknown" not in kinds and "differs_from_sheet" not in kinds:
        ways.append(("use", None))
    return tuple(ways)


def _likely_year(sheet: SheetMap, reasons: list[tuple[str, dict[str, Any]]]) -> int | None:
    for kind, fields in reasons:
        if kind == "equals_other_year":
            return int(fields["other"])
    return sheet.year


def _heading_years(sheet: SheetMap) -> set[int]:
    return {year for column in sheet.columns if column.indicator for year in years_in(column.heading)}


def _about_year(book: Book, sheet: SheetMap, sheets: list[SheetMap]) -> list[tuple[str, dict[str, Any]]]:
    of_file = sorted(set(years_in(book.name)))
    if sheet.year_from == "column":
        return []
    if sheet.year is None:
        return [("year_unknown", {"sheet": sheet.sheet})]
    reasons: list[tuple[str, dict[str, Any]]] = []
    if of_file and not of_file[0] <= sheet.year <= of_file[-1]:
        said = "–".join(str(year) for year in dict.fromkeys((of_file[0], of_file[-1])))
        reasons.append(("year_other_than_file", {"sheet": sheet.sheet, "year": sheet.year, "file": said}))
    headed = _heading_years(sheet) - {sheet.year}
    # A heading copied from sheet to sheet of different years ("Unweighted2015") tells nothing of one of them.
    copied = {
        year
        for other in sheets
        if other.sheet != sheet.sheet and other.year != sheet.year
        for year in _heading_years(other)
    }
    if sheet.year_from in ("sheet_name", "title") and headed - copied:
        fields = {"sheet": sheet.sheet, "year": sheet.year, "heading": ", ".join(map(str, sorted(headed - copied)))}
        reasons.append(("years_disagree", fields))
    return reasons


def _about_others(
    sheet: SheetMap, rows: pd.DataFrame, sheets: list[SheetMap], by_sheet: dict[str, pd.DataFrame], doubtful: bool
) -> list[tuple[str, dict[str, Any]]]:
    """Other sheets with the same indicators and other numbers; said of the sheet whose year is less certain."""
    reasons: list[tuple[str, dict[str, Any]]] = []
    for other in sheets:
        if other.sheet == sheet.sheet or other.sheet not in by_sheet:
            continue
        same_year = sheet.year == other.year or doubtful
        less_certain = (_EVIDENCE[sheet.year_from], sheet.hidden, sheets.index(sheet)) > (
            _EVIDENCE[other.year_from], other.hidden, sheets.index(other),
        )  # fmt: skip
        if not same_year or other.hidden or not (less_certain or doubtful):
            continue
        for code, compared, differ in _compared(rows, by_sheet[other.sheet]):
            if compared >= _ENOUGH and differ >= 0.5 * compared:
                if sum(kind == "differs_from_sheet" for kind, _ in reasons) >= _MOST_COMPARED:
                    return reasons
                fields = {"sheet": sheet.sheet, "other": other.sheet, "indicator": code, "n": differ, "of": compared}
                reasons.append(("differs_from_sheet", fields))
                break
    return reasons


def _compared(one: pd.DataFrame, other: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Indicators that two sheets share: how many units both have, and how many values differ. Totals first."""
    columns = ["unit_id", "indicator_code", "value"]
    stated = [rows.loc[(rows["value"] != "") & (rows["unit_id"] != ""), columns] for rows in (one, other)]
    both = stated[0].merge(stated[1], on=["unit_id", "indicator_code"], suffixes=("", "_other"))
    if both.empty:
        return []
    gap = np.abs(numbers(both["value"]) - numbers(both["value_other"]))
    both = both.assign(differs=gap > 0.0051)
    counted = both.groupby("indicator_code", sort=False)["differs"].agg(["size", "sum"])
    found = [(str(code), int(row["size"]), int(row["sum"])) for code, row in counted.iterrows()]
    return sorted(found, key=lambda one: (-one[2], len(one[0])))


def _about_store(sheet: SheetMap, rows: pd.DataFrame, catalogue: Catalogue) -> list[tuple[str, dict[str, Any]]]:
    """Numbers that the store has for another year and not for this one."""
    if sheet.year is None or rows.empty or catalogue.known.empty:
        return []
    columns = ["unit_id", "indicator_code"]
    mine = rows.loc[rows["value"] != "", columns].assign(
        number=numbers(rows.loc[rows["value"] != "", "value"]).round(4)
    )
    known = catalogue.known[catalogue.known["value"] != ""]
    known = known.assign(number=numbers(known["value"]).round(4), year=known["period_end"].str[:4])
    same = mine.merge(known[[*columns, "number", "year"]].drop_duplicates(), on=[*columns, "number"])
    counts = same["year"].value_counts()
    own = int(counts.get(str(sheet.year), 0))
    others = counts.drop(str(sheet.year), errors="ignore")
    if len(others) and others.iloc[0] >= max(_ENOUGH, 0.5 * len(mine) * 0.1) and others.iloc[0] > 2 * own:
        fields = {"sheet": sheet.sheet, "year": sheet.year, "other": str(others.index[0]), "n": int(others.iloc[0])}
        return [("equals_other_year", fields)]
    return []


def _about_provinces(
    book: Book, sheet: SheetMap, layout: Layout | None, rows: pd.DataFrame, catalogue: Catalogue
) -> list[tuple[str, dict[str, Any]]]:
    """A table of 34 provinces for a year that ended before they were made: old or new ones?"""
    if layout is None or sheet.level != "province" or sheet.era != "auto" or sheet.year is None:
        return []
    if era_of(f"{sheet.year}-12-31") == NEW or sheet.year < 2023:
        return []
    table = next(one for one in book.sheets if one.name == sheet.sheet)
    texts = {text for row in layout.data_rows if (text := table.text(row, layout.unit_columns[0]))}
    named = [text for text in texts if catalogue.names.provinces(text)]
    if len(named) == 34 and not any(catalogue.names.is_old_only(text) for text in named):
        return [("which_provinces", {"sheet": sheet.sheet, "year": sheet.year})]
    return []


def _about_scale(sheet: SheetMap, rows: pd.DataFrame, catalogue: Catalogue) -> list[tuple[str, dict[str, Any]]]:
    """Shares written from 0 to 1 where the indicator counts percent."""
    reasons = []
    for column in sheet.columns:
        if column.indicator is None or column.part != "value" or column.factor != 1:
            continue
        row = catalogue.by_code.get(column.indicator)
        if row is None or catalogue.scale(column.indicator, sheet.year)[1] != 100:
            continue
        at = rows["quote"].str.contains(f"!{column.column}[0-9]+$", regex=True)
        values = numbers(rows.loc[at & (rows["indicator_code"] == column.indicator), "value"])
        values = values[~np.isnan(values)]
        if len(values) >= _ENOUGH and values.max() <= 1 and (values % 1 != 0).any():
            reasons.append(("share_scale", {"sheet": sheet.sheet, "column": column.column}))
    return reasons
