"""Every index from the catalogue: what it is, its scale, its parts, its method versions, its known gaps."""

from __future__ import annotations

from typing import Any

import streamlit as st

from egov_metrics.analysis.sources import family_codes, matches
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.ui import filters, parts, session
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sources import html, methods, narrowing, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page

Row = dict[str, Any]
_OTHER: dict[Lang, Lang] = {"vi": "en", "en": "vi"}


@st.fragment
def show() -> None:
    """The indices, then the topics of facts; the family of the view's indicator is unfolded."""
    page = Page(session.served(), filters.current())
    lang, families = page.lang, page.families
    if families.empty:
        parts.headline(t("sources.glossary.title.none", lang))
        parts.empty_state(t("sources.empty.title", lang), t("sources.empty.why", lang), t("sources.empty.what", lang))
        return
    headed = families["headline_code"].notna()
    parts.headline(
        t(
            "sources.glossary.title",
            lang,
            indices=numbers.count(int(headed.sum())),
            indicators=numbers.count(len(page.indicators)),
        ),
        t("sources.glossary.sub", lang),
    )
    search = narrowing.search(t("sources.search", lang), t("sources.glossary.placeholder", lang))
    found = _found(page, search)
    opened = _family_of(page, page.view.indicator)
    for key, rows in (("indices", families[headed]), ("topics", families[~headed])):
        blocks = [
            _family(page, row, opened=bool(search) or row["family"] == opened)
            for row in rows.to_dict("records")
            if row["family"] in found
        ]
        if blocks:
            parts.title(t(f"sources.glossary.{key}", lang))
            st.html(html.joined(*blocks))
    if not found:
        parts.notice(t("sources.glossary.nothing", lang))


def _found(page: Page, search: str | None) -> set[str]:
    """The families in which a search is found, in either language."""
    names = ("name_vi", "name_en", "short_vi", "short_en")
    families = matches(page.families, (*names, "producer_vi", "description_vi", "description_en"), search)
    indicators = matches(page.indicators, (*names, "indicator_code", "definition_vi", "definition_en"), search)
    return {*page.families.loc[families, "family"], *page.indicators.loc[indicators, "family"]}


def _family_of(page: Page, code: str | None) -> str | None:
    return page.catalogue[code]["family"] if code in page.catalogue else None


def _family(page: Page, row: Row, opened: bool) -> Html:
    lang = page.lang
    other = _OTHER[lang]
    codes = family_codes(page.indicators, row["family"])
    facts = plural("sources.indices", len(codes), lang)
    if words.given(row["last_year"]):
        facts += " · " + t("sources.glossary.newest", lang, year=int(row["last_year"]))
    summary = html.joined(html.strong(row[f"name_{lang}"]), " ", html.quiet(facts))
    other_name = html.quiet(row[f"name_{other}"], other) if row[f"name_{other}"] != row[f"name_{lang}"] else html.EMPTY
    head = page.catalogue.get(row["headline_code"]) if words.given(row["headline_code"]) else None
    versions = page.methods.of_family(row["family"])
    caption = t("sources.glossary.versions", lang, index=row[f"short_{lang}"])
    return html.folded(
        summary,
        html.joined(
            other_name,
            html.paragraph(row[f"description_{lang}"]),
            _about(page, row, head),
            html.joined(html.heading(caption), methods.table(page, versions, caption)) if len(versions) else html.EMPTY,
            _gaps(page, row["family"]),
            _indicators(page, codes, row),
        ),
        opened,
    )


def _about(page: Page, row: Row, head: Row | None) -> Html:
    lang = page.lang
    pairs = [(t("sources.term.producer", lang), html.text(words.said(row[f"producer_{lang}"])))]
    if head is not None:
        compare = Link(t("sources.glossary.compare", lang), page.compare_href(head["indicator_code"]))
        there = page.section_href("findings", indicator=head["indicator_code"])
        pairs += [
            (t("sources.term.scale", lang), html.text(words.scale(head, lang))),
            (t("sources.term.direction", lang), html.text(words.direction(head, lang))),
            (
                t("sources.term.more", lang),
                html.beside(html.anchor(compare), html.anchor(Link(t("sources.section.findings", lang), there))),
            ),
        ]
    return html.terms(pairs)


def _gaps(page: Page, family: str) -> Html:
    rows = page.gaps[page.gaps["family"] == family].to_dict("records")
    if not rows:
        return html.EMPTY
    items = [
        html.text(
            f"{int(row['year'])}: "
            + t(
                "sources.gap",
                page.lang,
                kind=" ".join(numbers.nothing(row["nothing"], page.lang)),
                extent=t(f"sources.extent.{row['extent']}", page.lang),
                reason=row[f"reason_{page.lang}"],
            )
        )
        for row in rows
    ]
    return html.joined(html.heading(t("finding_kind.known_gap", page.lang)), html.bullets(items))


def _indicators(page: Page, codes: list[str], family: Row) -> Html:
    lang = page.lang
    caption = t("sources.glossary.indicators", lang, index=family[f"short_{lang}"])
    heads = [
        html.Head(t("sources.column.indicator", lang), "lead"),
        html.Head(t("sources.column.definition", lang), "wide"),
        html.Head(t("sources.term.scale", lang)),
        html.Head(t("sources.column.have", lang)),
    ]
    rows = [_indicator(page, page.catalogue[code]) for code in codes]
    return html.joined(html.heading(caption), html.table(heads, rows, caption))


def _indicator(page: Page, row: Row) -> list[Html]:
    lang = page.lang
    other = _OTHER[lang]
    name, same = row[f"name_{lang}"], row[f"name_{other}"]
    have = html.quiet(t("sources.glossary.unused", lang))
    if row["figures"]:
        years = words.years(row["first_year"], row["last_year"], lang)
        count = plural("sources.figures", int(row["figures"]), lang)
        have = html.anchor(Link(f"{count}, {years}", page.compare_href(row["indicator_code"])))
    return [
        html.lines(
            html.strong(name),
            html.quiet(same, other) if same != name else html.EMPTY,
            html.quiet(row["indicator_code"]),
        ),
        html.text(row[f"definition_{lang}"]),
        html.lines(html.text(words.scale(row, lang)), html.quiet(words.direction(row, lang))),
        have,
    ]
