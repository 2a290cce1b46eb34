"""Statements out of tables with rows of units and columns of indicators or years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from egov_metrics.collect.workbooks.catalogue import Catalogue
from egov_metrics.collect.workbooks.grid import TEXT, Book, Sheet, column_name, column_number
from egov_metrics.collect.workbooks.layout import Layout
from egov_metrics.collect.workbooks.names import NEW, OLD, Named, era_of
from egov_metrics.collect.workbooks.profile import ColumnMap, Profile, SheetMap
from egov_metrics.collect.workbooks.statements import frame_of
from egov_metrics.collect.workbooks.values import Signs, nothing_of, number_of, rank_of_cell, signs_of
from egov_metrics.i18n.texts import t

WHOLE = {"old": (63, 64), "new": (34,)}
"""Numbers of provinces that a complete ranking has."""
_SURELY_OLD = 3
"""From how many names of provinces that are none today a table is one of the old provinces."""


@dataclass(frozen=True)
class _Column:
    """A column that is read: its place, its map, its signs and the greatest value of its indicator."""

    at: int
    map: ColumnMap
    year: int
    signs: Signs
    greatest: float | None


def extract(
    book: Book,
    profile: Profile,
    layouts: dict[str, Layout | None],
    catalogue: Catalogue,
    progress: Callable[[float], None] = lambda share: None,
) -> pd.DataFrame:
    """The statements of all sheets that the profile uses and whose year is known."""
    told_years = {
        sheet.year for sheet in profile.sheets if sheet.use and sheet.year_from in ("sheet_name", "title", "heading")
    }
    rows: list[dict[str, str]] = []
    for number, sheet in enumerate(book.sheets):
        progress(number / len(book.sheets))
        told, layout = profile.sheet(sheet.name), layouts[sheet.name]
        if told is not None and told.use and layout is not None:
            rows += _with_whole_rankings(list(_sheet(sheet, told, layout, catalogue, told_years)), told)
    progress(1.0)
    return frame_of(rows)


def era_of_sheet(sheet: Sheet, told: SheetMap, layout: Layout, catalogue: Catalogue, year: int) -> str:
    """Whether a table speaks of the old or the new provinces: as told, else by its period and its names."""
    if told.era != "auto":
        return told.era
    era = era_of(f"{year}-12-31")
    if era == NEW and told.level == "province":
        column = layout.unit_columns[0]
        old_only = {text for row in layout.data_rows if catalogue.names.is_old_only(text := sheet.text(row, column))}
        return OLD if len(old_only) >= _SURELY_OLD else NEW
    return era


def _sheet(
    sheet: Sheet, told: SheetMap, layout: Layout, catalogue: Catalogue, told_years: set[int | None]
) -> Iterator[dict[str, str]]:
    groups = _groups(sheet, told, layout, catalogue)
    eras = {year: era_of_sheet(sheet, told, layout, catalogue, year) for _, _, year in groups}
    period = _period_words(told, told_years)
    for row in layout.data_rows:
        for (unit_column, indicator, year), columns in groups.items():
            text = sheet.text(row, unit_column)
            stated = _stated(sheet, row, columns)
            if not stated:
                continue
            if _is_sum_of_nothing(sheet, row, indicator, stated, groups, catalogue):
                stated |= {
                    "reason": "sum_of_nothing",
                    "bad_column": columns[0].map.column,
                    "bad_value": stated["value"],
                }
            place = f"{sheet.name}!{column_name(columns[0].at)}{row + 1}"
            cells = {
                "indicator_code": indicator, "indicator_text": columns[0].map.heading, "sheet": sheet.name,
                "row": str(row + 1),
                "unit_text": text, "quote": stated.pop("quote", place), **_whole_year(year), **period,
                **stated,
            }  # fmt: skip
            named = (
                catalogue.names.resolve(text, told.level, eras[year], told.parent, year)
                if text
                else Named(None, "no_unit")
            )
            cells["unit_id"] = named.unit_id or ""
            if named.unit_id is None and "reason" not in cells:
                cells |= {"reason": named.reason, "bad_column": column_name(unit_column), "bad_value": text,
                          "near": "; ".join(named.near)}  # fmt: skip
            yield cells


def _groups(
    sheet: Sheet, told: SheetMap, layout: Layout, catalogue: Catalogue
) -> dict[tuple[int, str, int], list[_Column]]:
    """The columns that make one statement together: value and rank of an indicator and year, of one list of units."""
    groups: dict[tuple[int, str, int], list[_Column]] = defaultdict(list)
    for column in told.columns:
        year = column.year or told.year
        if column.indicator is None or column.indicator not in catalogue.by_code or year is None:
            continue
        at = column_number(column.column)
        greatest = catalogue.scale(column.indicator, year)[1]
        values = (sheet.cells.get((row, at)) for row in layout.data_rows)
        signs = signs_of((value.text for value in values if value is not None and value.kind == TEXT), greatest)
        key = (column_number(column.unit_column), column.indicator, year)
        groups[key].append(_Column(at, column, year, signs, greatest))
    return {key: sorted(columns, key=lambda one: one.map.part != "value") for key, columns in groups.items()}


def _stated(sheet: Sheet, row: int, columns: list[_Column]) -> dict[str, str]:
    """Value, rank or kind of nothing in the cells of a row; empty when nothing stands there."""
    out: dict[str, str] = {}
    for column in columns:
        cell = sheet.cells.get((row, column.at))
        if cell is None:
            continue
        nothing = nothing_of(cell.text) if cell.kind == TEXT else None
        if nothing == "":
            continue
        out.setdefault("quote", f"{sheet.name}!{column_name(column.at)}{row + 1}")
        if nothing:
            if "value" not in out:
                out["nothing"] = nothing
        elif column.map.part == "rank":
            rank = rank_of_cell(cell)
            if rank is None:
                out |= {"reason": "bad_rank", "bad_column": column.map.column, "bad_value": cell.text}
            else:
                out |= {"rank": rank[0], "rank_of": rank[1]}
                # A score of somebody who is not ranked and a rank of nobody do not go together.
                out.pop("nothing", None)
        else:
            number = number_of(cell, column.signs)
            if number is None:
                out |= {"reason": "bad_number", "bad_column": column.map.column, "bad_value": cell.text}
            else:
                out["value"] = _scaled(*number, column)
    return out


def _is_sum_of_nothing(
    sheet: Sheet, row: int, indicator: str, stated: dict[str, str], groups: dict, catalogue: Catalogue
) -> bool:
    """Is a total 0 because the parts beside it are empty? A formula over empty cells gives 0; nobody scored it."""
    if "value" not in stated or Decimal(stated["value"]) != 0:
        return False
    parts = [
        column.at
        for (_, code, _), columns in groups.items()
        if catalogue.by_code[code]["parent_code"] == indicator
        for column in columns
    ]
    return bool(parts) and not any((row, at) in sheet.cells for at in parts)


def _scaled(number: str, is_percent: bool, column: _Column) -> str:
    """A number in the scale of its indicator: 95% of an index from 0 to 1 is 0.95."""
    factor = Decimal(str(column.map.factor))
    if is_percent and column.greatest is not None and column.greatest <= 1:
        factor /= 100
    return number if factor == 1 else f"{(Decimal(number) * factor).normalize():f}"


def _whole_year(year: int) -> dict[str, str]:
    return {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}


def _period_words(told: SheetMap, told_years: set[int | None]) -> dict[str, str]:
    """How the year is known: the file's name alone is no statement, unless another sheet of the file states it too."""
    if told.year_from == "file_name" and told.year not in told_years:
        return {"period_basis": "inferred", "note": t("import.note.year_of_name", "vi")}
    if told.year_from == "given":
        return {"period_basis": "inferred", "note": t("import.note.year_given", "vi")}
    return {"period_basis": "stated"}


def _with_whole_rankings(rows: list[dict[str, str]], told: SheetMap) -> list[dict[str, str]]:
    """Say among how many, where a ranking is complete: all provinces have a rank, the last is the number of them."""
    ranked: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row.get("rank") and not row.get("rank_of") and row["unit_id"]:
            ranked[row["indicator_code"], row["period_end"]].append(row)
    for ranking in ranked.values():
        count, last = len(ranking), max(int(row["rank"]) for row in ranking)
        if told.level == "province" and count in (*WHOLE["old"], *WHOLE["new"]) and count - 5 <= last <= count:
            for row in ranking:
                row["rank_of"] = str(count)
    return rows
