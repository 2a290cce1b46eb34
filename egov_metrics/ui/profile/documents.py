"""Facts from documents: by topic, a line each, all topics but the first folded; targets apart from results."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis.insights.facts import Fact
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile.reading import Profile
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.html import Html


def documents(page: Profile) -> None:
    """All facts of the unit, by topic; the targets are the last topic."""
    if not page.facts:
        return
    topics: dict[str, list[Fact]] = {}
    names = topic_names(page)
    targets = t("profile.facts.targets", page.lang)
    for fact in sorted(page.facts, key=lambda one: one.is_target):
        topics.setdefault(targets if fact.is_target else names[fact.family], []).append(fact)
    parts.title(t("profile.facts", page.lang), t("profile.facts.note", page.lang))
    blocks = [
        html.folded(
            html.beside(html.strong(topic), html.quiet(f"({numbers.count(len(found))})"), between=" "),
            html.bullets([_line(page, fact) for fact in found]),
            opened=place == 0,
        )
        for place, (topic, found) in enumerate(topics.items())
    ]
    st.html(f'<div class="egov-facts">{html.joined(*blocks)}</div>')


def topic_names(page: Profile) -> dict[str, str]:
    """The names of the topics by family."""
    rows = page.basis.indicators
    return dict(zip(rows["family"], rows[f"family_short_{page.lang}"], strict=True))


def _line(page: Profile, fact: Fact) -> Html:
    """ "Số tài khoản thư công vụ: hơn 8.000 · cấp xã · 08/07/2020 · nguồn"."""
    said = html.beside(html.text(f"{fact.name}:"), html.strong(fact.value), between=" ")
    source = html.anchor(Link(t("overview.source", page.lang), source_href(page.view, figure=fact.figure_id)))
    return html.beside(said, html.quiet(fact.scope), html.quiet(fact.when), source)
