"""A mapping profile made from a workbook itself, and one that is kept fitted to another workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from egov_metrics.collect.workbooks.catalogue import Catalogue
from egov_metrics.collect.workbooks.grid import Book, Sheet, column_name
from egov_metrics.collect.workbooks.headings import RANK, Headings, Match, without_years, years_in
from egov_metrics.collect.workbooks.layout import Layout, heading_lines, lay_out
from egov_metrics.collect.workbooks.profile import ColumnMap, Profile, SheetMap

SHOWN = 200
"""Characters of a heading that are kept."""


@dataclass(frozen=True)
class Proposal:
    """A profile for a workbook, with the tables found in its sheets (None where there is none)."""

    profile: Profile
    layouts: dict[str, Layout | None]


def propose(book: Book, catalogue: Catalogue, saved: Profile | None = None) -> Proposal:
    """How a workbook may be read. What a kept or edited profile says of a sheet or column counts before anything."""
    layouts = {sheet.name: lay_out(sheet, catalogue.names) for sheet in book.sheets}
    family = (saved.family if saved else None) or family_of(book, layouts, catalogue)
    sheets = []
    for sheet in book.sheets:
        proposed = _sheet(book, sheet, layouts[sheet.name], catalogue, family)
        told = saved.sheet(sheet.name) if saved else None
        if told is not None:
            is_made_for = saved is not None and saved.made_for in ("", book.sha256)
            proposed = _as_told(sheet, proposed, layouts[sheet.name], told, is_made_for)
        sheets.append(proposed)
    name, source = (saved.name, saved.source) if saved else ("", Profile().source)
    return Proposal(Profile(name, book.sha256, family, source, tuple(sheets)), layouts)


def family_of(book: Book, layouts: dict[str, Layout | None], catalogue: Catalogue) -> str | None:
    """The index that a workbook is about, by its name, the names of its sheets, its titles and headings."""
    texts = [book.name, *(sheet.name for sheet in book.sheets)]
    for sheet in book.sheets:
        layout = layouts[sheet.name]
        if layout is not None:
            texts += layout.titles
            texts += [line for column in layout.value_columns for line in heading_lines(sheet, layout, column)]
    return catalogue.headings.family_of(texts)


def _sheet(book: Book, sheet: Sheet, layout: Layout | None, catalogue: Catalogue, family: str | None) -> SheetMap:
    if layout is None:
        return SheetMap(sheet.name, False, "no_table", sheet.hidden)
    texts = [sheet.name, *layout.titles]
    own = catalogue.headings.family_of(texts) or family
    columns = _columns(sheet, layout, catalogue, own, [*texts, book.name])
    used = any(column.indicator for column in columns)
    year, year_from = _year(book, sheet, layout, columns)
    columns = [column if year_from == "column" else replace(column, year=None) for column in columns]
    return SheetMap(
        sheet=sheet.name,
        use=used,
        why="" if used else "no_indicator",
        hidden=sheet.hidden,
        header_rows=tuple(row + 1 for row in layout.header_rows),
        first_row=layout.first_row + 1,
        level=layout.level,
        parent=layout.parent,
        year=year,
        year_from=year_from,
        columns=tuple(columns),
    )


def _columns(
    sheet: Sheet, layout: Layout, catalogue: Catalogue, family: str | None, texts: list[str]
) -> list[ColumnMap]:
    """The columns of values with what their headings mean; a lone "Xếp hạng" ranks the value to its left."""
    headings = catalogue.headings
    about = _about(catalogue, family, texts)
    columns: list[ColumnMap] = []
    former: ColumnMap | None = None
    for column in layout.value_columns:
        lines = heading_lines(sheet, layout, column)
        match = headings.match(lines, family)
        indicator = match.indicator
        if indicator is None and lines and match.general:
            ranks_former = match.part == RANK and former is not None and former.part != RANK
            indicator = former.indicator if ranks_former and former else _general(match, lines, headings, family, about)
        made = ColumnMap(
            column=column_name(column),
            heading=" / ".join(lines)[:SHOWN],
            unit_column=column_name(layout.unit_column_of(column)),
            indicator=indicator,
            part=match.part,
            year=match.year,
            near=() if indicator else match.near,
        )
        columns.append(made)
        former = made if indicator else former if match.part == RANK else None
    return _without_doubles(columns)


def _about(catalogue: Catalogue, family: str | None, texts: list[str]) -> str | None:
    """The indicator that the name of a sheet or a title names; a part of an index before the index itself."""
    found = [catalogue.headings.match([text.rpartition(".")[0] or text], family).indicator for text in texts]
    codes = [code for code in found if code]
    headline = catalogue.headings.headline(family, ["score"])
    particular = [code for code in codes if code != headline]
    return particular[0] if particular else codes[0] if codes else None


def _general(match: Match, lines: list[str], headings: Headings, family: str | None, about: str | None) -> str | None:
    """What a heading that names no indicator ("Điểm", "2019") stands for: what the sheet is about, or the total."""
    if about is not None:
        return about
    return headings.headline(family, lines) or (headings.headline(family, ["score"]) if match.year else None)


def _without_doubles(columns: list[ColumnMap]) -> list[ColumnMap]:
    """One column for an indicator, part and year: of several none is used unasked, but for the one that names it first
    where the others are only general."""
    seen: dict[tuple, list[int]] = {}
    for at, column in enumerate(columns):
        if column.indicator:
            seen.setdefault((column.indicator, column.part, column.year), []).append(at)
    out = list(columns)
    for (code, _, _), places in seen.items():
        for at in places[1:]:
            out[at] = replace(out[at], indicator=None, near=(code,))
    return out


def _year(book: Book, sheet: Sheet, layout: Layout, columns: list[ColumnMap]) -> tuple[int | None, str]:
    """The year of a sheet and where it stands: in its name, its title, its headings, or the name of the file."""
    used = [column for column in columns if column.indicator]
    told = {column.year for column in used if column.year}
    if len(told) > 1:
        return None, "column"
    for texts, where in (([sheet.name], "sheet_name"), (layout.titles, "title")):
        found = {year for text in texts for year in years_in(text)}
        if len(found) == 1:
            return found.pop(), where
    if told:
        return told.pop(), "heading"
    found = set(years_in(book.name))
    return (found.pop(), "file_name") if len(found) == 1 else (None, "none")


def _as_told(sheet: Sheet, proposed: SheetMap, layout: Layout | None, told: SheetMap, is_made_for: bool) -> SheetMap:
    """The proposal with what a profile says of this sheet, or of the same sheet of another year."""
    if layout is None or not told.use:
        why = "" if told.use else told.why or "skipped"
        return replace(proposed, use=proposed.use and told.use, why=proposed.why or why)
    same = is_made_for and told.sheet == sheet.name
    by_heading = {without_years(column.heading): column for column in told.columns}
    by_letter = {column.column: column for column in told.columns} if same else {}
    columns = []
    for column in proposed.columns:
        known = by_letter.get(column.column)
        if known is None and column.heading:
            known = by_heading.get(without_years(column.heading))
        if known is not None:
            told_here: dict[str, Any] = {"unit_column": known.unit_column, "year": known.year} if same else {}
            column = replace(
                column, indicator=known.indicator, part=known.part, factor=known.factor, near=(), **told_here
            )
        columns.append(column)
    given: dict[str, Any] = {}
    if same and told.year and (told.year_from == "given" or told.year != proposed.year):
        given = {"year": told.year, "year_from": "given"}
    if same:
        given |= {"level": told.level, "parent": told.parent}
    used = any(column.indicator for column in columns)
    why = "" if used else "no_indicator"
    return replace(proposed, use=used, why=why, columns=tuple(columns), era=told.era, **given)
