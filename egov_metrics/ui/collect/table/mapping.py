"""How the file is read: which sheets, of which year, what each column states; corrected, kept for other workbooks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics import paths
from egov_metrics.collect.workbooks import imports, profile
from egov_metrics.collect.workbooks.grid import column_number
from egov_metrics.collect.workbooks.profile import ERAS, PARTS, ColumnMap, Profile, SheetMap
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.ui import parts
from egov_metrics.ui.collect import acting
from egov_metrics.ui.collect.table.questions import YEARS
from egov_metrics.ui.collect.table.sheet import Table
from egov_metrics.ui.sources import html
from egov_metrics.units.folding import fold

_LOCKED = ("column", "heading", "example")


def show(table: Table) -> None:
    """The sheets, the form of one of them, and the profiles that are kept; for tables with a column of units only."""
    made = table.plan.profile
    if not made.sheets:
        return
    used = sum(sheet.use for sheet in made.sheets)
    box = st.expander(
        t("table.mapping", table.lang, used=used, sheets=len(made.sheets)), key="table-mapping-box", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        _sheets(table, made)
        if table.may_say:
            _one_sheet(table, made)
            _profiles(table, made)


def _sheets(table: Table, made: Profile) -> None:
    lang = table.lang
    asked = {question.sheet for question in table.plan.questions}
    accepted = table.plan.judged.frame
    counts = accepted.loc[accepted["fate"] == "accepted", "sheet"].value_counts()
    heads = [
        html.Head(t("import.column.sheet", lang), "lead"),
        html.Head(t("table.column.period", lang)),
        html.Head(t("table.column.columns", lang), "number"),
        html.Head(t("table.fate.accepted", lang), "number"),
        html.Head(t("collect.column.state", lang)),
    ]
    rows = [
        [
            html.text(sheet.sheet, "vi"),
            html.lines(html.text(_year(sheet, lang)), html.quiet(t(f"table.year_from.{sheet.year_from}", lang))),
            html.text(f"{sum(one.indicator is not None for one in sheet.columns)}/{len(sheet.columns)}"),
            html.text(numbers.count(int(counts.get(sheet.sheet, 0)))),
            html.text(_state(sheet, asked, lang)),
        ]
        for sheet in made.sheets
    ]
    st.html(html.table(heads, rows, t("table.mapping.sheets", lang)))


def _year(sheet: SheetMap, lang: Lang) -> str:
    return str(sheet.year) if sheet.year else t("table.year.none", lang)


def _state(sheet: SheetMap, asked: set[str], lang: Lang) -> str:
    if sheet.sheet in asked:
        return t("table.state.question", lang)
    return t("table.state.used" if sheet.use else f"table.state.{sheet.why or 'skipped'}", lang)


def _one_sheet(table: Table, made: Profile) -> None:
    """The form of one sheet: only sheets with a table in them have one."""
    lang = table.lang
    with_table = [sheet.sheet for sheet in made.sheets if sheet.columns]
    if not with_table:
        return
    chosen = st.selectbox(t("table.mapping.sheet", lang), with_table, key=f"table-{table.one.import_id}-sheet")
    sheet = next(one for one in made.sheets if one.sheet == chosen)
    codes = sorted(table.names.indicators, key=lambda code: fold(table.names.indicator(code)))
    with st.form(table.key(f"form-{chosen}"), border=False):
        first, second, third = st.columns(3)
        use = first.toggle(t("table.mapping.use", lang), sheet.use, key=table.key(f"use-{chosen}"))
        years: list[int | None] = [None, *YEARS]
        year = second.selectbox(
            t("import.column.year", lang), years, years.index(sheet.year) if sheet.year in years else 0,
            format_func=lambda one: str(one) if one else t("table.year.none", lang), key=table.key(f"of-{chosen}"),
        )  # fmt: skip
        era = third.selectbox(
            t("table.mapping.era", lang), ERAS, ERAS.index(sheet.era),
            format_func=lambda one: t(f"table.era.{one}", lang), key=table.key(f"era-{chosen}"),
        )  # fmt: skip
        edited = st.data_editor(
            pd.DataFrame(rows_of(table, sheet)), hide_index=True, key=table.key(f"columns-{chosen}"),
            disabled=list(_LOCKED), num_rows="fixed", placeholder=numbers.NONE, column_config=_config(table, codes),
        )  # fmt: skip
        if st.form_submit_button(t("table.mapping.apply", lang)):
            _apply(table, made, sheet, use, year, era, edited.to_dict("records"))
            st.rerun()


def rows_of(table: Table, sheet: SheetMap) -> list[dict[str, Any]]:
    """The columns of a sheet as rows of the editor, with the first figure of each as an example."""
    cells = next((one for one in table.plan.opened.book.sheets if one.name == sheet.sheet), None)
    rows = []
    for one in sheet.columns:
        at, first = column_number(one.column), sheet.first_row - 1
        example = next((text for row in range(first, first + 5) if cells and (text := cells.text(row, at))), "")
        rows.append(
            {
                "column": one.column, "heading": one.heading, "example": _short(example), "indicator": one.indicator,
                "part": one.part, "year": one.year, "factor": float(one.factor),
            }
        )  # fmt: skip
    return rows


def _short(cell: str) -> str:
    """A cell as an example: a number with at most six digits behind the comma."""
    try:
        return numbers.number(float(cell), None)
    except ValueError:
        return cell


def _config(table: Table, codes: Sequence[str]) -> dict[str, Any]:
    lang, column = table.lang, st.column_config

    def head(name: str) -> str:
        return t(f"table.column.{name}", lang)

    return {
        "column": column.TextColumn(head("column"), width=60),
        "heading": column.TextColumn(head("heading"), width=260),
        "example": column.TextColumn(head("example"), width=90),
        "indicator": column.SelectboxColumn(
            head("indicator"), options=list(codes), format_func=lambda code: table.names.indicator(str(code)), width=280
        ),
        "part": column.SelectboxColumn(
            head("part"), options=list(PARTS), required=True, format_func=lambda one: t(f"table.part.{one}", lang)
        ),
        "year": column.NumberColumn(head("year"), min_value=1990, max_value=2100, step=1, format="%d", width=80),
        "factor": column.NumberColumn(head("factor"), min_value=0.000001, required=True, width=80),
    }


def columns_of(sheet: SheetMap, rows: Sequence[Mapping[str, Any]]) -> tuple[ColumnMap, ...]:
    """The columns of a sheet as the rows of the editor say."""
    told = {str(row["column"]): row for row in rows}
    made = []
    for one in sheet.columns:
        row = told.get(one.column)
        if row is None:
            made.append(one)
            continue
        code = None if numbers.is_none(row["indicator"]) else str(row["indicator"]) or None
        year = None if numbers.is_none(row["year"]) else int(row["year"])
        near = one.near if code is None else ()
        made.append(
            replace(one, indicator=code, part=str(row["part"]), year=year, factor=float(row["factor"]), near=near)
        )
    return tuple(made)


def _apply(
    table: Table, made: Profile, sheet: SheetMap, use: bool, year: int | None, era: str, rows: list[dict[str, Any]]
) -> None:  # fmt: skip
    """Record the form; the sheet is then asked about no more, unless its year is not known."""
    columns = columns_of(sheet, rows)
    fields: dict[str, Any] = {"use": use, "era": era, "columns": columns, "why": "" if use else "skipped"}
    if year != sheet.year:
        fields |= {"year": year, "year_from": "given" if year else "none"}
    changed = imports.with_sheet(made, sheet.sheet, **fields)
    if changed == made:
        acting.tell(t("table.mapping.same", table.lang))
        return
    if table.say(changed):
        acting.tell(t("table.mapping.done", table.lang, sheet=sheet.sheet))


def _profiles(table: Table, made: Profile) -> None:
    """Another workbook's way of reading, and a name to keep this one under."""
    lang = table.lang
    kept = profile.names(paths.workspace_folder())
    parts.title(t("table.profiles", lang), t("table.profiles.sub", lang))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if kept:
            key = table.key("profile")
            st.selectbox(
                t("table.profile.kept", lang), kept, None, key=key, placeholder=t("form.choose", lang), width=220
            )
            st.button(t("table.profile.use", lang), key="table-profile-use", on_click=_use, args=(table, key))
        name = table.key("profile-name")
        st.text_input(t("table.profile.name", lang), made.name, key=name, max_chars=60, width=220)
        st.button(t("table.profile.keep", lang), key="table-profile-keep", on_click=_keep, args=(table, made, name))


def _use(table: Table, key: str) -> None:
    name = st.session_state.get(key)
    if name not in profile.names(paths.workspace_folder()):
        return

    def do() -> None:
        told = profile.read(paths.workspace_folder(), str(name))
        if table.say(told, frozenset()):
            acting.tell(t("table.profile.used", table.lang, name=name))

    acting.safely(table.lang, do)


def _keep(table: Table, made: Profile, key: str) -> None:
    typed = str(st.session_state.get(key) or "")
    name = name_of(typed)
    if not name:
        acting.tell(t("table.profile.unnamed", table.lang), "warn")
    elif acting.safely(table.lang, lambda: acting.keep_profile(made, name)):
        acting.tell(plural("table.profile.saved", len(made.sheets), table.lang, name=name))


def name_of(typed: str) -> str:
    """What a person types as the name of a profile: "PCI hằng năm" -> "pci-hang-nam"; "" for nothing usable."""
    return re.sub(r"[^a-z0-9_]+", "-", fold(typed).lower()).strip("-_")[:60]
