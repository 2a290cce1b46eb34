"""What there is: how many units have a figure, by index and year; the national figures with their statistic."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis import sources as analysis
from egov_metrics.analysis.sources import Matrix, family_codes, headline_codes, topic_codes
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, markup, parts, session
from egov_metrics.ui.sources import html, matrix, narrowing, open_data, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page
from egov_metrics.views.view import LEVELS


def show(page: Page) -> None:
    """The matrix of headline indices, the family that is looked at in full, topics, and the national figures."""
    coverage = page.served.query("coverage")
    main = _matrix(page, coverage, headline_codes(page.indicators))
    topics = _matrix(page, coverage, topic_codes(page.indicators))
    _headline(page, main, topics)
    levels = {one: t(f"sources.level.{one}", page.lang) for one in LEVELS}
    filters.segments("level", levels, t("sources.level", page.lang), key="sources-level")
    if coverage.empty:
        parts.empty_state(
            t("sources.empty.title", page.lang), t("sources.empty.why", page.lang), t("sources.empty.what", page.lang)
        )
        return
    if main.rows:
        st.html(matrix.table(page, main, t("sources.coverage.headlines", page.lang), unfolds=True))
        _gaps(page, main)
        _family(page, coverage, main)
    elif not topics.rows:
        parts.notice(t("sources.coverage.none", page.lang))
    if topics.rows:
        _topics(len(topics.rows), opened=not main.rows)
    if main.rows or topics.rows:
        st.html(markup.source_line(_marks(page), note=t("sources.coverage.note", page.lang)))
    _national()
    open_data.show(page)


def _matrix(page: Page, coverage: pd.DataFrame, codes: list[str]) -> Matrix:
    return analysis.matrix(coverage, page.gaps, page.indicators, codes, page.view.level)


def _headline(page: Page, main: Matrix, topics: Matrix) -> None:
    level = t(f"sources.level.{page.view.level}", page.lang)
    years = sorted({*main.years, *topics.years})
    if not years:
        parts.headline(t("sources.coverage.title.none", page.lang, level=level))
        return
    parts.headline(
        t(
            "sources.coverage.title",
            page.lang,
            level=level,
            indices=plural("sources.indices", len(main.rows), page.lang),
            facts=plural("sources.facts", len(topics.rows), page.lang),
            years=words.years(years[0], years[-1], page.lang),
        ),
        t("sources.coverage.sub", page.lang),
    )


def _gaps(page: Page, shown: Matrix) -> None:
    lines = matrix.gap_lines(page, shown)
    if lines:
        st.html(html.joined(html.heading(t("finding_kind.known_gap", page.lang)), html.bullets(lines)))


def _family(page: Page, coverage: pd.DataFrame, main: Matrix) -> None:
    """The family of the view's indicator with all its parts, under the headline indices."""
    code = page.view.indicator
    family = page.catalogue[code]["family"] if code in page.catalogue else None
    row = next((row for row in main.rows if row.family == family), None)
    if row is None or not row.parts:
        return
    caption = t("sources.coverage.family", page.lang, index=page.short(row.code))
    parts.title(caption)
    st.html(matrix.table(page, _matrix(page, coverage, family_codes(page.indicators, row.family)), caption))


@st.fragment
def _topics(count: int, opened: bool) -> None:
    """The facts from documents, when the reader unfolds them."""
    page = Page(session.served(), filters.current())
    summary = plural("sources.coverage.topics", count, page.lang)
    block = st.expander(summary, expanded=opened, key=f"sources-topics-{page.view.level}", on_change="rerun")
    if not block.open:
        return
    topics = _matrix(page, page.served.query("coverage"), topic_codes(page.indicators))
    with block:
        rows = narrowing.shown_of("sources-topics", len(topics.rows), page.view.level)
        note = html.paragraph(t("sources.coverage.topics.note", page.lang))
        st.html(
            html.joined(note, matrix.table(page, Matrix(topics.years, topics.rows[:rows]), summary, whole_names=True))
        )
        narrowing.more("sources-topics", len(topics.rows), page.lang)


def _marks(page: Page) -> str:
    """The four kinds of nothing with their marks, and what an empty cell means."""
    kinds = [" ".join(numbers.nothing(kind, page.lang)) for kind in numbers.NOTHINGS]
    return t("sources.coverage.marks", page.lang, kinds="; ".join(kinds))


@st.fragment
def _national() -> None:
    """Figures of the whole country, when the reader unfolds them: which statistic each is, and what the years say."""
    page = Page(session.served(), filters.current())
    coverage = page.served.query("coverage")
    codes = sorted(set(coverage.loc[coverage["level"] == "country", "indicator_code"]))
    if not codes:
        return
    summary = t("sources.national", page.lang)
    block = st.expander(summary, key="sources-national", on_change="rerun")
    if not block.open:
        return
    rows = page.served.query("country_figures", indicators=codes)
    order = {code: place for place, code in enumerate(page.indicators["indicator_code"])}
    groups = sorted(rows.groupby(["indicator_code", "statistic"], sort=False), key=lambda one: order[one[0][0]])
    table = [_national_row(page, str(code), group) for (code, _), group in groups]
    heads = [
        html.Head(t("sources.column.indicator", page.lang), "lead"),
        html.Head(t("sources.column.statistic", page.lang)),
        html.Head(t("sources.column.years", page.lang), "wide"),
    ]
    note = html.paragraph(t("sources.national.note", page.lang))
    regions = coverage[coverage["level"] == "region"]
    if len(regions):
        said = t(
            "sources.national.regions",
            page.lang,
            indices=", ".join(page.short(code) for code in dict.fromkeys(regions["indicator_code"])),
            years=words.years(regions["year"].min(), regions["year"].max(), page.lang),
        )
        note = html.joined(note, html.paragraph(said))
    with block:
        st.html(html.joined(note, html.table(heads, table, summary)))


def _national_row(page: Page, code: str, group: pd.DataFrame) -> list[Html]:
    subject = page.subject(code)
    links = []
    for row in group.to_dict("records"):
        figure = subject.plain(row["value"], row["decimals"]) if words.given(row["value"]) else words.place(row)
        year = words.year(row, page.lang)
        links.append(
            html.beside(html.text(f"{year}:"), html.anchor(page.figure_link(row["figure_id"], figure)), between=" ")
        )
    kinds = dict.fromkeys(words.statistic_name(row, "country", page.lang) for row in group.to_dict("records"))
    return [html.text(page.short(code)), html.text("; ".join(kinds)), html.beside(*links)]
