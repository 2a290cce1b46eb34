"""Method versions in words: which years, by which decision, what changed, and whether one may compare."""

from __future__ import annotations

from typing import Any

import pandas as pd

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sources import html, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page

Row = dict[str, Any]


def one(page: Page, version: Row) -> Html:
    """One version as terms."""
    lang = page.lang
    return html.terms(
        [
            (t("sources.term.version", lang), html.lines(html.strong(version[f"name_{lang}"]), _years(page, version))),
            (t("sources.term.decision", lang), _decision(page, version)),
            (t("sources.term.changes", lang), html.text(version[f"changes_{lang}"])),
            (t("sources.term.comparable", lang), _comparable(page, version)),
        ]
    )


def table(page: Page, versions: pd.DataFrame, caption: str) -> Html:
    """The versions of one index, in order of time."""
    lang = page.lang
    heads = [
        html.Head(t("sources.term.version", lang), "lead"),
        html.Head(t("sources.term.decision", lang), "mid"),
        html.Head(t("sources.term.changes", lang)),
        html.Head(t("sources.term.comparable", lang), "wide"),
    ]
    rows = [
        [
            html.lines(html.strong(row[f"name_{lang}"]), _years(page, row)),
            _decision(page, row),
            html.text(row[f"changes_{lang}"]),
            _comparable(page, row),
        ]
        for row in versions.to_dict("records")
    ]
    return html.table(heads, rows, caption)


def _years(page: Page, version: Row) -> Html:
    """The years, and how their beginning is known."""
    span = words.years(version["year_from"], version["year_to"], page.lang)
    if not bool(version["by_year"]):
        span = span or t("sources.version.by_set", page.lang)
    start = t(f"sources.start.{version['start_basis']}", page.lang)
    inferred = version["start_basis"] == "inferred"
    return html.lines(html.text(span), html.mark(start, "warn") if inferred else html.quiet(start))


def _decision(page: Page, version: Row) -> Html:
    decision = words.said(version["decision"])
    day = numbers.date(str(version["decision_date"])[:10]) if words.given(version["decision_date"]) else ""
    url = words.said(version["source_url"])
    link = html.anchor(Link(t("sources.open.address", page.lang), url)) if url else html.EMPTY
    return html.lines(html.text(decision or t("sources.version.no_decision", page.lang)), html.quiet(day), link)


def _comparable(page: Page, version: Row) -> Html:
    before = version["comparable_with_previous"]
    kind = {"yes": "good", "no": "warn"}.get(before, "plain")
    within = version["comparable_within"]
    return html.lines(
        html.mark(t(f"sources.comparable.{before}", page.lang), kind),
        html.text(t(f"sources.within.{within}", page.lang)),
        html.quiet(version[f"reason_{page.lang}"]),
    )
