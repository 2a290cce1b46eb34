"""What a person has to answer before a sheet is taken: each question with its answers as buttons."""

from __future__ import annotations

import streamlit as st

from egov_metrics.collect.workbooks import Question, imports
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import parts
from egov_metrics.ui.collect.table.sheet import Table

YEARS = range(2035, 1989, -1)


def show(table: Table) -> None:
    """The open questions; nothing where there is none."""
    asked = table.plan.questions
    if not asked:
        return
    parts.title(plural("table.questions", len(asked), table.lang), t("table.questions.sub", table.lang))
    for at, question in enumerate(asked):
        with st.container(border=True, key=f"table-question-{at}"):
            waiting = table.plan.waiting.get(question.sheet, 0)  # none can be told where the year is not known
            said = t("table.waiting", table.lang, n=numbers.count(waiting)) if waiting else ""
            parts.title(t("table.sheet", table.lang, sheet=question.sheet), said)
            parts.bullets([(words, None) for words in _words(table, question)])
            if table.may_say:
                _answers(table, question, at)


def _words(table: Table, question: Question) -> list[str]:
    """The reasons in words, with names of indicators where programs are told codes."""
    told = []
    for kind, fields in question.reasons:
        named = {"indicator": table.names.indicator(fields["indicator"])} if "indicator" in fields else {}
        told.append(t(f"import.ask.{kind}", table.lang, **{**fields, **named}))
    return told


def _answers(table: Table, question: Question, at: int) -> None:
    lang = table.lang
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for way, cell in question.ways:
            if way == "year":
                key = table.key(f"year-{at}")
                years = list(YEARS)
                known = years.index(int(cell)) if cell is not None and int(cell) in years else None
                st.selectbox(
                    t("import.column.year", lang), years, known, key=key, width=120, placeholder=t("form.choose", lang)
                )
                st.button(
                    t("table.answer.year", lang), key=table.key(f"answer-year-{at}"),
                    on_click=_say_year, args=(table, question.sheet, key),
                )  # fmt: skip
            else:
                name = f"{way}.{cell}" if way == "era" else way
                st.button(
                    t(f"table.answer.{name}", lang), key=table.key(f"answer-{name}-{at}"),
                    on_click=answer, args=(table, question.sheet, way, cell),
                )  # fmt: skip


def _say_year(table: Table, sheet: str, key: str) -> None:
    year = st.session_state.get(key)
    if year is not None:
        answer(table, sheet, "year", int(year))


def answer(table: Table, sheet: str, way: str, cell: str | int | None) -> None:
    """Record an answer (a way of `Question.ways`) about a sheet. For callbacks."""
    made = table.plan.profile
    if way == "skip":
        table.say(imports.with_sheet(made, sheet, use=False, why="skipped"))
        return
    use = table.one.said.use | {sheet}
    if way == "year":
        made = imports.with_sheet(made, sheet, year=cell, year_from="given")
    elif way == "era":
        made = imports.with_sheet(made, sheet, era=cell)
    table.say(made, use)
