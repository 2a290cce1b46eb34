"""All sources: searched, narrowed, sorted; each opens with what it stated."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis.sources import GRADES, SOURCE_KINDS, codes_meant, counts, headline_codes, narrow_sources
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, parts, session
from egov_metrics.ui.sources import html, narrowing, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page

_SORTS: dict[str, tuple[list[str], list[bool]]] = {
    "most": (["statements", "source_id"], [False, True]),
    "newest": (["published", "source_id"], [False, True]),
    "title": (["title", "source_id"], [True, True]),
}
GRADE_MARKS = {"official": "good", "press": "plain", "secondary": "warn"}


@st.fragment
def show() -> None:
    """The list with its controls; a change of one of them draws nothing else anew."""
    page = Page(session.served(), filters.current())
    sources, view, lang = page.sources, page.view, page.lang
    if sources.empty:
        parts.headline(t("sources.list.title.none", lang))
        parts.empty_state(t("sources.empty.title", lang), t("sources.empty.why", lang), t("sources.empty.what", lang))
        return
    grades = counts(sources, "grade", GRADES)
    parts.headline(
        t(
            "sources.list.title",
            lang,
            n=numbers.count(len(sources)),
            statements=numbers.count(sources["statements"].sum()),
        ),
        t(
            "sources.list.sub",
            lang,
            **{grade: f"{numbers.count(n)} {t(f'sources.grade.{grade}', lang)}" for grade, n in grades.items()},
        ),
    )
    sort = _controls(page, grades)
    found = narrow_sources(sources, codes_meant(page.indicators, view.indicator), view.only, view.search)
    columns, ascending = _SORTS[sort]
    found = found.sort_values(columns, ascending=ascending, na_position="last")
    if found.empty:
        parts.notice(t("sources.list.nothing", lang))
        return
    about = (view.search, view.only, view.indicator, sort)
    rows = narrowing.shown_of("sources-list", len(found), about)
    said = narrowing.shown_words(rows, len(found), len(sources), lang)
    st.html(html.paragraph(said) + _table(page, found.head(rows), said))
    narrowing.more("sources-list", len(found), lang)


def _controls(page: Page, grades: dict[str, int]) -> str:
    lang = page.lang
    with st.container(horizontal=True, vertical_alignment="bottom", key="sources-controls"):
        narrowing.search(t("sources.search", lang), t("sources.search.placeholder", lang))
        offered = narrowing.labels("sources.grade", GRADES, lang, grades)
        narrowing.facet("grade", offered, t("sources.filter.grade", lang), lang)
        kinds = counts(page.sources, "kind", SOURCE_KINDS)
        offered = narrowing.labels("sources.kind", SOURCE_KINDS, lang, kinds)
        narrowing.facet("kind", offered, t("sources.filter.kind", lang), lang)
        codes = {code: page.short(code) for code in headline_codes(page.indicators)}
        asked = page.view.indicator
        narrowing.indicator(codes, asked, page.short(asked) if asked else "", lang)
        names = {sort: t(f"sources.sort.{sort}", lang) for sort in _SORTS}
        return st.selectbox(t("sources.sort", lang), list(names), format_func=names.__getitem__, key="sources-sort")


def _table(page: Page, found: pd.DataFrame, caption: str) -> Html:
    lang = page.lang
    heads = [
        html.Head(t("sources.column.source", lang), "lead wide"),
        html.Head(t("sources.column.published", lang), "narrow"),
        html.Head(t("sources.column.grade_kind", lang), "narrow"),
        html.Head(t("sources.column.years", lang), "narrow"),
        html.Head(t("sources.column.statements", lang), "number"),
    ]
    return html.table(heads, [_row(page, row) for row in found.to_dict("records")], caption)


def _row(page: Page, row: dict) -> list[Html]:
    lang = page.lang
    title = html.anchor(page.source_link(row["source_id"], row["title"]), html.spoken(row["title"]))
    return [
        html.lines(title, html.quiet(row["producer"], html.spoken(row["producer"]))),
        html.text(words.published(row["published"], lang)),
        html.beside(grade_mark(row["grade"], page), html.text(t(f"sources.kind.{row['kind']}", lang)), between=" "),
        html.text(words.years(row["first_year"], row["last_year"], lang)),
        html.text(t("sources.given", lang, n=numbers.count(row["statements"]), shown=numbers.count(row["preferred"]))),
    ]


def grade_mark(grade: str, page: Page) -> Html:
    """How near a source stands to who measured."""
    return html.mark(t(f"sources.grade.{grade}", page.lang), GRADE_MARKS[grade])
