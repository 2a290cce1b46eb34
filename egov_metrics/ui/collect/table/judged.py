"""What became of the rows: those to be accepted, those that are rejected and why, what contradicts the store."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.collect.workbooks import rejected_rows, report
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import parts
from egov_metrics.ui.collect.table.sheet import Table
from egov_metrics.ui.collect.written import number_shown
from egov_metrics.ui.parts import Column, Download

MOST = 200
"""Rows of a list that are shown."""
_MOST_UNITS = 12
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(table: Table) -> None:
    """The lists, each only where it has something."""
    told = report(table.plan, MOST)
    said = told["statements"]
    _accepted(table, said["accepted"])
    _conflicts(table, told)
    _rejected(table, told)
    _left_out(table, told)


def _list(table: Table, name: str, n: int, rows: list[dict[str, Any]], opened: bool = False) -> None:
    box = st.expander(
        t(f"table.list.{name}", table.lang, n=numbers.count(n)), expanded=opened, key=f"table-{name}-box",
        on_change="rerun",
    )  # fmt: skip
    if not box.open:
        return
    frame = pd.DataFrame(rows)
    columns = [Column(column, t(f"table.column.{column}", table.lang)) for column in frame.columns]
    with box:
        parts.data_table(frame, columns, t(f"table.list.{name}", table.lang, n=n), key=f"table-{name}")
        if n > len(rows):
            parts.source_line(t("collect.preview.cut", table.lang, shown=numbers.count(len(rows))))


def _accepted(table: Table, n: int) -> None:
    frame = table.plan.judged.frame
    rows = frame[frame["fate"] == "accepted"].head(MOST).to_dict("records")
    if rows:
        shown = [
            {**_about(table, row), "figure": _figure(row, table), "place": row["quote"], "note": row["note"]}
            for row in rows
        ]
        _list(table, "accepted", n, shown)


def _conflicts(table: Table, told: dict[str, Any]) -> None:
    if not told["conflicts"]:
        return
    rows = []
    for row in told["conflicts"]:
        here, known = both_sides(row, table.lang)
        about = {"unit": row["unit"], "indicator": table.names.indicator(row["indicator"]), "period": _period(row)}
        rows.append({**about, "figure": here, "known": known, "place": row["place"]})
    _list(table, "conflicts", told["conflicts_in_all"], rows, opened=True)


def both_sides(row: dict[str, Any], lang: Lang) -> tuple[str, str]:
    """What the file says and what the store has: value, rank, each where both state it."""
    here, known = [], []
    if row["value"] and row["known_value"]:
        here.append(number_shown(row["value"]))
        known.append(" · ".join(dict.fromkeys(number_shown(cell.strip()) for cell in row["known_value"].split(","))))
    if row["rank"] and row["known_rank"]:
        here.append(t("number.rank", lang, rank=row["rank"]))
        known.append(t("number.rank", lang, rank=row["known_rank"].replace(",", " ·")))
    return ", ".join(here), ", ".join(known)


def _rejected(table: Table, told: dict[str, Any]) -> None:
    n = told["statements"]["rejected"]
    if not n:
        return
    lang = table.lang
    unknown = [
        t(
            "import.said.unknown_unit", lang, text=unit["text"], n=numbers.count(unit["times"]),
            near=", ".join(unit["near"]) or t("import.said.nothing_near", lang),
        )
        for unit in told["unknown_units"]
    ]  # fmt: skip
    if unknown:
        parts.notice(*unknown[:_MOST_UNITS], kind="warn")
    rows = [
        {
            "place": f"{row['sheet']}!{row['column']}{row['row']}", "unit": row["unit"],
            "indicator": table.names.indicator(row["indicator"]), "wrong": row["value"],
            "reason": row[f"message_{lang}"],
        }
        for row in told["rejected"]
    ]  # fmt: skip
    _list(table, "rejected", n, rows, opened=not told["statements"]["accepted"])
    frame = table.plan.judged.frame
    stem = table.one.name.rpartition(".")[0] or table.one.name
    parts.downloads(
        [
            Download(
                t("table.rejected.download", lang), f"{stem}-{t('table.rejected.file', lang)}.xlsx", _XLSX,
                lambda: rejected_rows(frame[frame["fate"] == "rejected"], lang),
            )
        ],
        "table-rejected-file",
    )  # fmt: skip


def _left_out(table: Table, told: dict[str, Any]) -> None:
    """What is no statement: totals, notes; and columns of which nobody said what they are."""
    lang = table.lang
    lines = [
        t("import.said.left_out", lang, n=numbers.count(n), reason=t(f"import.left_out.{reason}", lang))
        for reason, n in told["left_out_by_reason"].items()
    ]
    if told["columns_left_out"]:
        lines.append(t("table.columns_left_out", lang, n=numbers.count(len(told["columns_left_out"]))))
    if lines:
        parts.bullets([(line, None) for line in lines])


def _about(table: Table, row: dict[str, Any]) -> dict[str, str]:
    options = table.served.unit_options(table.lang)
    unit = options.name(row["unit_id"]) if row["unit_id"] in options else row["unit_text"]
    unit = unit if row["scope"] == "self" else t(f"sources.scope.{row['scope']}", table.lang, unit=unit)
    return {"unit": unit, "indicator": table.names.indicator(row["indicator_code"]), "period": _period(row)}


def _figure(row: dict[str, Any], table: Table) -> str:
    said = []
    if row["value"]:
        said.append(number_shown(row["value"]))
    elif row["nothing"]:
        said.append(" ".join(numbers.nothing(row["nothing"], table.lang)))
    if row["rank"]:
        said.append(
            numbers.rank_words(float(row["rank"]), float(row["rank_of"]) if row["rank_of"] else None, table.lang)
        )
    return ", ".join(said)


def _period(row: dict[str, Any]) -> str:
    """A whole year as its number, anything else as its days."""
    start, end = row["period_start"], row["period_end"]
    if start[5:] == "01-01" and end[5:] == "12-31" and start[:4] == end[:4]:
        return str(end[:4])
    return "–".join(numbers.date(day) for day in (start, end) if day)
