"""One source: its record, everything that it stated, and what is odd in it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, parts, session
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sources import findings, html, narrowing, words
from egov_metrics.ui.sources.figure import address
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.listing import GRADE_MARKS
from egov_metrics.ui.sources.page import STRETCH, Page

Row = dict[str, Any]


def show(page: Page, source_id: str) -> None:
    """The source of the link; a plain remark when this edition has none of that name."""
    found = page.sources[page.sources["source_id"] == source_id]
    if found.empty:
        back = Link(t("sources.section.sources", page.lang), page.section_href("sources"))
        parts.headline(t("sources.source.unknown", page.lang))
        parts.notice(t("sources.source.unknown.why", page.lang, id=source_id), kind="warn", links=[back])
        return
    row = found.to_dict("records")[0]
    lang = page.lang
    parts.headline(
        row["title"],
        " · ".join(
            [row["producer"], words.published(row["published"], lang), t(f"sources.grade.{row['grade']}", lang)]
        ),
    )
    st.html(_record(page, row))
    _gave(source_id, int(row["statements"]))
    touched = page.served.query("findings_of_statements", observation_ids=(), source_id=source_id)
    findings.touching(page, touched, t("sources.source.findings.none", lang))


def _record(page: Page, row: Row) -> Html:
    lang = page.lang
    given = t(
        "sources.source.given", lang, n=numbers.count(row["statements"]), preferred=numbers.count(row["preferred"])
    )
    codes = words.said(row["indicators"]).split()
    accessed = numbers.date(str(row["accessed"])[:10]) if words.given(row["accessed"]) else ""
    return html.terms(
        [
            (
                t("sources.term.address", lang),
                html.lines(address(page, row["url"]), html.quiet(words.said(row["url"])))
                if words.given(row["url"])
                else html.text(t("sources.source.no_address", lang)),
            ),
            (t("sources.term.producer", lang), html.text(row["producer"], html.spoken(row["producer"]))),
            (t("sources.term.published", lang), html.text(words.published(row["published"], lang))),
            (t("sources.term.accessed", lang), html.text(accessed)),
            (t("sources.term.kind", lang), html.text(t(f"sources.kind.{row['kind']}", lang))),
            (
                t("sources.term.grade", lang),
                html.lines(
                    html.mark(t(f"sources.grade.{row['grade']}", lang), GRADE_MARKS[row["grade"]]),
                    html.quiet(t(f"sources.grade.{row['grade']}.what", lang)),
                ),
            ),
            (t("sources.term.given", lang), html.text(given)),
            (
                t("sources.term.indicators", lang),
                html.text(", ".join(page.short(code) for code in codes if code in page.catalogue)),
            ),
            (t("sources.term.checksum", lang), html.text(words.said(row["checksum"]))),
            (
                t("sources.term.note", lang),
                html.text(words.said(row["note"]), "vi") if words.given(row["note"]) else html.EMPTY,
            ),
        ]
    )


@st.fragment
def _gave(source_id: str, statements: int) -> None:
    """What the source stated, each statement with the figure that it stands behind."""
    page = Page(session.served(), filters.current())
    lang = page.lang
    parts.title(
        plural("sources.source.gave", statements, lang), t("sources.source.gave.sub", lang) if statements else ""
    )
    if not statements:
        st.html(html.paragraph(t("sources.source.gave.none", lang)))
        return
    rows = narrowing.shown_of("sources-gave", statements, source_id)
    stretches = [
        page.served.query("source_gave", source_id=source_id, most=STRETCH, skip=skip)
        for skip in range(0, rows, STRETCH)
    ]
    stated = pd.concat(stretches, ignore_index=True).head(rows)
    st.html(_table(page, stated, narrowing.shown_words(rows, statements, statements, lang)))
    narrowing.more("sources-gave", statements, lang)


def _table(page: Page, stated: pd.DataFrame, caption: str) -> Html:
    lang = page.lang
    heads = [
        html.Head(t("sources.column.figure", lang), "lead wide"),
        html.Head(t("sources.column.value", lang), "number"),
        html.Head(t("sources.column.rank", lang), "number"),
        html.Head(t("sources.column.passage", lang), "narrow"),
        html.Head(t("sources.column.used", lang), "narrow"),
        html.Head(t("sources.column.remarks", lang)),
    ]
    figures = page.figures_of(list(stated["observation_id"])).to_dict("index")
    rows = [_row(page, row, figures.get(row["observation_id"])) for row in stated.to_dict("records")]
    return html.table(heads, rows, caption)


def _row(page: Page, row: Row, figure: Row | None) -> list[Html]:
    lang, code = page.lang, row["indicator_code"]
    name = page.unit_name(row["unit_id"])
    whom = name if row["scope"] == "self" else t(f"sources.scope.{row['scope']}", lang, unit=name)
    what = f"{page.short(code)} {words.year(row, lang)}"
    name_of = html.anchor(page.figure_link(figure["figure_id"], what)) if figure else html.text(what)
    used = figure is not None and bool(figure["is_preferred"])
    unused = "superseded" if row["status"] == "superseded" else "no"
    bases = [
        t(f"sources.basis.{part}", lang, basis=numbers.basis(words.said(row[f"{part}_basis"]), lang))
        for part in ("value", "rank")
        if words.said(row[f"{part}_basis"]) not in ("", "published")
    ]
    return [
        html.lines(name_of, html.quiet(whom)),
        html.text(words.amount(row, page.subject(code), lang) or words.nothing(row, lang)),
        html.text(words.place(row)),
        html.text(words.passage(row["passage"], lang)),
        html.mark(t("sources.used.yes", lang), "good") if used else html.text(t(f"sources.used.{unused}", lang)),
        html.lines(*map(html.text, bases), html.quiet(words.said(row["note"]), "vi")),
    ]
