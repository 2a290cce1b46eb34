"""Strengths and weaknesses, the units within, what is missing and what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from egov_metrics.analysis.insights import unit as told
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import markup, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile.reading import Profile
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.html import Html

PARTS_SHOWN = 12
FINDINGS_SHOWN = 5


def balance(page: Profile) -> None:
    """At most three strengths and three weaknesses, side by side."""
    if not page.standings:
        return
    found = {"strengths": told.strengths(page), "weaknesses": told.weaknesses(page)}
    sides = []
    for kind, words in found.items():
        said = words or [t(f"profile.{kind}.none", page.lang)]
        sides.append(markup.title(t(f"profile.{kind}", page.lang)) + markup.bullets([(one, None) for one in said]))
    _halves(*sides)


def _halves(left: str, right: str) -> None:
    """Two blocks side by side, on a phone one after the other without a gap of its own."""
    st.html(f'<div class="egov-halves"><div>{left}</div><div>{right}</div></div>')


def within(page: Profile) -> None:
    """The units within the unit that have figures, each with its newest; how many have none."""
    if page.basis.counted.empty:
        return
    rows = page.basis.parts.to_dict("records")
    said = " ".join(f"{words}." for words in told.counted(page))
    parts.title(t("profile.parts", page.lang), " ".join([said, t("profile.parts.note", page.lang)] if rows else [said]))
    if not rows:
        return
    shown, folded = ([_part(page, row) for row in some] for some in (rows[:PARTS_SHOWN], rows[PARTS_SHOWN:]))
    body = html.bullets(shown)
    if folded:
        more = html.text(t("profile.parts.more", page.lang, n=numbers.count(len(folded))))
        body = html.joined(body, html.folded(more, html.bullets(folded)))
    st.html(f'<div class="egov-parts">{body}</div>')


def _part(page: Profile, row: Mapping[str, Any]) -> Html:
    """ "Pleiku thành phố · DDCI 2022: 70,36 điểm · hạng 1/17 · nguồn"; a figure that was not published says so."""
    name, kind = told.part_name(page, row)
    link = Link(name, href("profile", page.view.elsewhere(unit=row["unit_id"])))
    what, said, odd = told.newest(page, row)
    figure = html.beside(html.text(f"{what}:"), html.strong(said), between=" ") if what else html.EMPTY
    source = html.EMPTY
    if isinstance(row["figure_id"], str):
        source = html.anchor(Link(t("overview.source", page.lang), source_href(page.view, figure=row["figure_id"])))
    named = html.beside(html.anchor(link), html.quiet(kind), between=" ")
    return html.beside(named, figure, *(html.mark(one, "warn") for one in odd), source)


def gaps(page: Profile) -> None:
    """What is missing or old; what is odd in the sources. Of a unit without any figure nothing can be said."""
    if not page.has_figures or page.basis.level == "region":
        return
    lang, overview, found = page.lang, page.basis.overview, page.basis.findings
    newest = t("overview.newest", lang, year=str(overview.newest_year)) if overview.newest_year else ""
    missing = markup.bullets([(one, None) for one in told.lacking(page)])
    shown = found.head(FINDINGS_SHOWN).to_dict("records")
    odd = markup.bullets([(str(row[f"message_{lang}"]), _finding_link(page, row)) for row in shown])
    if len(found) > FINDINGS_SHOWN:
        address = href("sources", page.view.elsewhere(section="findings"))
        odd += markup.source_line("", [Link(t("profile.findings.all", lang, n=numbers.count(len(found))), address)])
    counted_words = t("overview.odd.count", lang, n=numbers.count(len(found)))
    _halves(
        markup.title(t("profile.missing", lang), newest) + missing,
        markup.title(t("profile.findings", lang), counted_words) + odd,
    )


def _finding_link(page: Profile, row: Mapping[str, Any]) -> Link | None:
    if not isinstance(row["figure_id"], str):
        return None
    return Link(t("overview.source", page.lang), source_href(page.view, figure=row["figure_id"]))
