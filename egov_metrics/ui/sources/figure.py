"""One figure: what it says, why this value and rank, and everything that stands behind it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import parts
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.share import block
from egov_metrics.ui.share.texts import Subject
from egov_metrics.ui.sources import document, findings, html, methods, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.listing import grade_mark
from egov_metrics.ui.sources.page import Page
from egov_metrics.views.view import COUNTRY, LEVELS

Row = dict[str, Any]


def show(page: Page, figure_id: str) -> None:
    """The figure of the link; a plain remark when this edition has none of that name."""
    known = page.served.query("figure", figure_id=figure_id)
    if known.empty:
        back = Link(t("sources.section.coverage", page.lang), page.section_href("coverage"))
        parts.headline(t("sources.figure.unknown", page.lang))
        parts.notice(t("sources.figure.unknown.why", page.lang, id=figure_id), kind="warn", links=[back])
        return
    row = known.to_dict("records")[0]
    statements = page.served.query("statements_of_figure", figure_id=figure_id)
    _headline(page, row, statements)
    st.html(_terms(page, row, statements))
    superseded = int((statements["status"] == "superseded").sum())
    title = plural("sources.figure.statements", len(statements) - superseded, page.lang)
    parts.title(title, _agreement(page, row, superseded))
    st.html(_statements(page, row, statements, title))
    document.show(page, statements)
    version = page.methods.row(row["method_id"])
    parts.title(t("sources.figure.method", page.lang))
    st.html(methods.one(page, version) if version else html.paragraph(_no_method(page, row)))
    stated = tuple(statements["observation_id"])
    found = page.served.query("findings_of_statements", observation_ids=stated, source_id=None)
    findings.touching(page, found, t("sources.figure.findings.none", page.lang))


def _headline(page: Page, row: Row, statements: pd.DataFrame) -> None:
    lang, code = page.lang, row["indicator_code"]
    subject = page.subject(code)
    whom = words.of_whom(row, page.unit_name(row["unit_id"]), row["level"], lang)
    amount, place = words.amount(row, subject, lang), words.place(row)
    rank = t("number.rank", lang, rank=place) if place else ""
    figure = ", ".join(part for part in (amount, rank) if part) or words.nothing(row, lang)
    key = "sources.figure.title" if words.given(row["year"]) else "sources.figure.title.undated"
    year = {"year": int(row["year"])} if words.given(row["year"]) else {}
    said = t(key, lang, whom=whom, index=page.short(code), figure=figure, **year)
    compare = Link(t("sources.figure.compare", lang), href("compare", page.view.elsewhere(**_compared(page, row))))
    overview = Link(
        t("sources.figure.overview", lang, unit=page.unit_name(row["unit_id"])),
        href("overview", page.view.elsewhere(unit=row["unit_id"], units=())),
    )
    title = said[:1].upper() + said[1:]
    parts.headline(title, t("sources.figure.target", lang) if row["is_target"] else "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        parts.source_line("", [compare, overview])
        block.button("sources-figure", lambda: _subject(page, row, statements, title), lang)


def _subject(page: Page, row: Row, statements: pd.DataFrame, title: str) -> Subject:
    """The figure as citations name it: scale, method, on what it rests, and who states it."""
    lang, code = page.lang, row["indicator_code"]
    version = page.methods.row(row["method_id"])
    scale = t("picture.indicator", lang, name=page.name(code), scale=words.scale(page.catalogue[code], lang))
    facts = [scale]
    if version:
        facts.append(t("picture.methods", lang, names=str(version[f"name_{lang}"])))
    bases = dict.fromkeys(str(row[one]) for one in ("value_basis", "rank_basis") if words.given(row[one]))
    if bases:
        facts.append(t("picture.basis", lang, words="; ".join(numbers.basis(one, lang) for one in bases)))
    current = statements[statements["status"] != "superseded"]
    named = dict.fromkeys(
        f"{one['title']} ({one['published']})" if words.given(one["published"]) else str(one["title"])
        for one in current.to_dict("records")
    )
    return Subject(title, "", facts, t("chart.source", lang, sources="; ".join(named)) if named else "")


def _no_method(page: Page, row: Row) -> str:
    """Why no method stands behind a figure: facts have none; of an index it is not known."""
    family = page.catalogue[row["indicator_code"]]["family"]
    return t(f"sources.figure.method.{'none' if len(page.methods.of_family(family)) else 'fact'}", page.lang)


def _other_periods(page: Page, row: Row) -> Html:
    """The other figures of the same indicator and unit, with their years or dates."""
    lang, subject = page.lang, page.subject(row["indicator_code"])
    rows = page.served.query(
        "series", indicator=row["indicator_code"], unit_ids=[row["unit_id"]], year_from=None, year_to=None
    ).to_dict("records")
    same = [one for one in rows if one["scope"] == row["scope"] and one["statistic"] == row["statistic"]]
    years = [one["year"] for one in same]
    links = []
    for one in same:
        if one["figure_id"] == row["figure_id"]:
            continue
        dated = years.count(one["year"]) > 1 and words.given(one["period_end"])
        when = numbers.date(str(one["period_end"])[:10]) if dated else words.year(one, lang)
        figure = ", ".join(part for part in (words.amount(one, subject, lang), words.place(one)) if part)
        link = page.figure_link(one["figure_id"], figure or words.nothing(one, lang))
        links.append(html.beside(html.text(f"{when}:"), html.anchor(link), between=" "))
    return html.beside(*links)


def _compared(page: Page, row: Row) -> dict[str, object]:
    """What the compare page needs to show this figure among its like: index, level and the unit beside the own one."""
    changes: dict[str, object] = {"indicator": row["indicator_code"], "region": None, "parent": None}
    if row["unit_id"] not in (page.view.unit, COUNTRY) and row["level"] in LEVELS:
        changes["units"] = page.units_with(row["unit_id"])
    if row["level"] in LEVELS:
        changes["level"] = row["level"]
        if row["level"] != "province":
            changes["parent"] = words.said(row["parent_id"]) or None
    if words.given(row["year"]):
        changes["year"] = int(row["year"])
    return changes


def _terms(page: Page, row: Row, statements: pd.DataFrame) -> Html:
    lang, code = page.lang, row["indicator_code"]
    subject = page.subject(code)
    titles = dict(zip(statements["source_id"], statements["title"], strict=True))
    glossary = page.section_href("glossary", indicator=code)
    return html.terms(
        [
            (
                t("sources.term.value", lang),
                _chosen(page, row, "value", words.amount(row, subject, lang), titles),
            ),
            (t("sources.term.rank", lang), _chosen(page, row, "rank", words.place(row), titles)),
            (t("sources.term.nothing", lang), html.text(words.nothing(row, lang))),
            (t("sources.term.period", lang), html.text(words.period(row, lang))),
            (t("sources.term.unit", lang), html.text(page.full_unit_name(row["unit_id"]))),
            (
                t("sources.term.indicator", lang),
                html.lines(
                    html.anchor(Link(page.name(code), glossary)),
                    html.quiet(
                        f"{words.scale(page.catalogue[code], lang)}. {words.direction(page.catalogue[code], lang)}"
                    ),
                ),
            ),
            (t("sources.term.others", lang), _other_periods(page, row)),
            (t("sources.term.statistic", lang), html.text(words.statistic_name(row, row["level"], lang))),
            (
                t("sources.term.denominator", lang),
                html.text(numbers.number(row["denominator"], None)) if words.given(row["denominator"]) else html.EMPTY,
            ),
        ]
    )


def _chosen(page: Page, row: Row, part: str, figure: str, titles: dict[str, str]) -> Html:
    """The value or the rank, how it is known, whose it is, and why this one is shown."""
    if not figure:
        return html.EMPTY
    source_id, reason = words.said(row[f"{part}_source_id"]), words.said(row[f"{part}_reason"])
    source = html.EMPTY
    if source_id in titles:
        source = html.anchor(page.source_link(source_id, titles[source_id]), html.spoken(titles[source_id]))
    why = t("sources.figure.why", page.lang, reason=t(f"reason.{reason}", page.lang)) if reason else ""
    return html.lines(html.beside(html.strong(figure), _basis(page, row[f"{part}_basis"])), source, html.quiet(why))


def _basis(page: Page, basis: object) -> Html:
    said = words.said(basis)
    return html.mark(numbers.basis(said, page.lang), "good" if said == "published" else "warn") if said else html.EMPTY


def _agreement(page: Page, row: Row, superseded: int) -> str:
    """Whether the sources agree, in one sentence, and how many earlier versions stand below."""
    said = ""
    if int(row["distinct_values"]) > 1 or int(row["distinct_ranks"]) > 1:
        said = t("sources.figure.disagree", page.lang)
    elif int(row["observations"]) > 1:
        said = t("sources.figure.agree", page.lang)
    earlier = plural("sources.figure.superseded", superseded, page.lang) if superseded else ""
    return " ".join(part for part in (said, earlier) if part)


def _statements(page: Page, figure: Row, statements: pd.DataFrame, caption: str) -> Html:
    lang = page.lang
    heads = [
        html.Head(t("sources.column.source", lang), "lead wide"),
        html.Head(t("sources.column.value", lang), "number"),
        html.Head(t("sources.column.rank", lang), "number"),
        html.Head(t("sources.column.used", lang), "narrow"),
        html.Head(t("sources.column.passage", lang), "narrow"),
        html.Head(t("sources.column.remarks", lang)),
    ]
    rows = [_statement(page, figure, row) for row in statements.to_dict("records")]
    return html.table(heads, rows, caption)


def _statement(page: Page, figure: Row, row: Row) -> list[Html]:
    lang, subject = page.lang, page.subject(figure["indicator_code"])
    value = words.amount(row, subject, lang)
    source = html.lines(
        html.anchor(page.source_link(row["source_id"], row["title"]), html.spoken(row["title"])),
        html.beside(
            html.quiet(row["producer"], html.spoken(row["producer"])),
            html.quiet(words.published(row["published"], lang)),
            grade_mark(row["grade"], page),
        ),
        address(page, row["url"]),
    )
    return [
        source,
        html.text(value or words.nothing(row, lang)),
        html.text(words.place(row)),
        _used(page, figure, row),
        html.text(words.passage(row["passage"], lang)),
        _remarks(page, figure, row),
    ]


def address(page: Page, url: object) -> Html:
    """The way to the page of a source, outside of the app."""
    said = words.said(url)
    return html.anchor(Link(t("sources.open.address", page.lang), said)) if said else html.EMPTY


def _used(page: Page, figure: Row, row: Row) -> Html:
    """Whether the figure shows this statement, as a whole or only its value or rank, or it was replaced."""
    if row["status"] == "superseded":
        return html.mark(t("sources.used.superseded", page.lang), "warn")
    shown = [part for part in ("value", "rank") if words.given(row[f"is_{part}"]) and bool(row[f"is_{part}"])]
    if not shown:
        return html.text(t("sources.used.no", page.lang))
    whole = all(part in shown or not words.given(figure[part]) for part in ("value", "rank"))
    return html.mark(t(f"sources.used.{'yes' if whole else shown[0]}", page.lang), "good")


def _remarks(page: Page, figure: Row, row: Row) -> Html:
    """What is particular about one statement: how it is known, what of it was replaced, its own period and
    denominator, the note, who brought it and when."""
    lang, said = page.lang, []
    for part in ("value", "rank"):
        basis = words.said(row[f"{part}_basis"])
        if basis and basis != "published":
            said.append(html.text(t(f"sources.basis.{part}", lang, basis=numbers.basis(basis, lang))))
    if any(
        words.said(row[name]) != words.said(figure[name]) for name in ("period_start", "period_end", "period_basis")
    ):
        said.append(html.text(words.period(row, lang)))
    if words.given(row["denominator"]):
        out_of = numbers.number(row["denominator"], None)
        said.append(html.text(t("sources.of", lang, n=out_of)))
    if row["status"] in ("value_superseded", "rank_superseded"):
        said.append(html.text(t(f"sources.status.{row['status']}", lang)))
    if words.given(row["note"]):
        said.append(html.quiet(row["note"], "vi"))
    said.append(html.quiet(words.brought(row, lang)))
    return html.lines(*said)
