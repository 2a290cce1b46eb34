"""All findings with their state; and the short list of those that touch a figure or a source."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from egov_metrics.analysis.sources import SEVERITIES, STATES, codes_meant, counts, headline_codes, narrow_findings
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, parts, session
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sources import html, narrowing, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page
from egov_metrics.views.view import COUNTRY

SEVERITY_MARKS = {"error": "wrong", "warning": "warn", "info": "plain"}
STATE_MARKS = {"open": "warn", "explained": "plain", "accepted": "plain"}


@st.fragment
def show() -> None:
    """The list with its counts and controls; a change of one of them draws nothing else anew."""
    page = Page(session.served(), filters.current())
    lang, view, every = page.lang, page.view, page.all_findings
    if every.empty:
        parts.headline(t("sources.findings.title.none", lang))
        parts.empty_state(
            t("sources.findings.empty", lang), t("sources.findings.empty.why", lang), t("sources.empty.what", lang)
        )
        return
    about = narrow_findings(every, page.units_meant, codes_meant(page.indicators, view.indicator), ())
    found = narrow_findings(about, None, None, view.only)
    _headline(page, every)
    _controls(page, every, about)
    st.html(_counts(page, about))
    _narrowed(page, about, every)
    if found.empty:
        parts.notice(t("sources.findings.nothing", lang))
        return
    rows = narrowing.shown_of("sources-findings", len(found), (view.only, view.unit, view.indicator))
    said = narrowing.shown_words(rows, len(found), len(every), lang)
    st.html(html.paragraph(said) + table(page, found.head(rows), said))
    narrowing.more("sources-findings", len(found), lang)


def _headline(page: Page, every: pd.DataFrame) -> None:
    states = counts(every, "state", STATES)
    said = plural("sources.findings.title", len(every), page.lang, open=numbers.count(states["open"]))
    parts.headline(said, t("sources.findings.sub", page.lang))


def _controls(page: Page, every: pd.DataFrame, about: pd.DataFrame) -> None:
    lang, view = page.lang, page.view
    filters.own_unit(
        page.served.unit_options(lang), t("sources.filter.unit", lang), placeholder=t("sources.filter.unit.all", lang)
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="sources-controls"):
        codes = {code: page.short(code) for code in headline_codes(page.indicators)}
        narrowing.indicator(codes, view.indicator, page.short(view.indicator) if view.indicator else "", lang)
        for name, choices in (("severity", SEVERITIES), ("state", STATES)):
            offered = narrowing.labels(f"sources.{name}", choices, lang, counts(about, name, choices))
            narrowing.facet(name, offered, t(f"sources.filter.{name}", lang), lang)
        kinds = sorted(every["kind"].unique(), key=lambda kind: words.kind_name(kind, lang))
        counted = counts(about, "kind", kinds)
        offered = {
            kind: f"{words.kind_name(kind, lang)} ({numbers.count(counted[kind])})"
            for kind in kinds
            if counted[kind] or kind in view.only
        }
        narrowing.facet("finding", offered, t("sources.filter.finding", lang), lang)


def _counts(page: Page, about: pd.DataFrame) -> Html:
    """How many of each state and severity, of those about the chosen unit and index."""
    said = []
    for name, choices in (("state", STATES), ("severity", SEVERITIES)):
        for word, n in counts(about, name, choices).items():
            label = html.text(t(f"sources.{name}.{word}", page.lang).lower())
            said.append(f"<span>{html.strong(numbers.count(n))} {label}</span>")
    return Html(f'<p class="egov-counts">{"".join(said)}</p>')


def _narrowed(page: Page, about: pd.DataFrame, every: pd.DataFrame) -> None:
    """That a unit or index of the link narrows the list, and the way to all findings."""
    view, lang = page.view, page.lang
    if view.unit == COUNTRY and view.indicator is None:
        return
    names = [page.unit_name(view.unit)] if view.unit != COUNTRY else []
    names += [page.short(view.indicator)] if view.indicator else []
    said = t("sources.findings.narrowed", lang, about=" · ".join(names), n=numbers.count(len(about)))
    everything = t("sources.findings.all", lang, n=numbers.count(len(every)))
    parts.source_line(said, [Link(everything, page.section_href("findings", unit=COUNTRY, indicator=None))])


def table(page: Page, found: pd.DataFrame, caption: str) -> Html:
    """Findings as a table: what is odd in a sentence, its kind, how grave, whether it is settled, and the figure."""
    lang = page.lang
    heads = [
        html.Head(t("sources.column.finding", lang), "lead wide"),
        html.Head(t("sources.column.kind", lang)),
        html.Head(t("sources.column.state", lang), "narrow"),
        html.Head(t("sources.column.figure", lang), "narrow"),
    ]
    stated = found["observation_id"].dropna()
    # With a figure open all findings are about it: they need no link.
    figures = {} if page.view.figure else page.figures_of(list(stated))["figure_id"].to_dict()
    return html.table(heads, [_row(page, row, figures) for row in found.to_dict("records")], caption)


def _row(page: Page, row: dict, figures: Mapping[str, str]) -> list[Html]:
    lang, view = page.lang, page.view
    unit = page.unit_name(row["unit_id"]) if words.given(row["unit_id"]) else ""
    index = page.short(row["indicator_code"]) if words.given(row["indicator_code"]) else ""
    year = str(int(row["year"])) if words.given(row["year"]) else ""
    link = html.EMPTY
    if row["observation_id"] in figures:
        figure_id = figures[row["observation_id"]]
        link = html.anchor(page.figure_link(figure_id, t("sources.open.figure", lang)))
    elif words.given(row["source_id"]) and not view.figure and not view.source:
        link = html.anchor(page.source_link(row["source_id"], t("sources.open.source", lang)))
    about = " · ".join(part for part in (unit, index, year) if part)
    return [
        html.lines(html.text(str(row[f"message_{lang}"])), html.quiet(about)),
        html.lines(
            html.text(words.kind_name(row["kind"], lang)),
            html.quiet(t(f"sources.origin.{row['origin']}", lang)),
        ),
        html.beside(
            html.mark(t(f"sources.severity.{row['severity']}", lang), SEVERITY_MARKS[row["severity"]]),
            html.mark(t(f"sources.state.{row['state']}", lang), STATE_MARKS[row["state"]]),
            between=" ",
        ),
        link,
    ]


def touching(page: Page, found: pd.DataFrame, none: str) -> None:
    """The findings that touch what is open, under a heading; or the sentence `none`."""
    if found.empty:
        parts.title(t("sources.findings.touching.none", page.lang))
        st.html(html.paragraph(none))
        return
    title = plural("sources.findings.touching", len(found), page.lang)
    parts.title(title)
    rows = narrowing.shown_of("sources-touching", len(found), (page.view.figure, page.view.source))
    st.html(table(page, found.head(rows), title))
    narrowing.more("sources-touching", len(found), page.lang)
