"""One unit on the screen: its picker, the headline, and what became of it."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis import lineage
from egov_metrics.analysis.territory import same_territory
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.session import Served
from egov_metrics.ui.territory import switch as territory_switch
from egov_metrics.views.overview.unit import UnitPage, headline_words, is_province
from egov_metrics.views.view import COUNTRY, View

LEADS = 9
"""So many links to present units stand under the headline of a former one."""


def source_link(page: UnitPage, figure: dict, code: str, text: str = "overview.source") -> Link:
    """Where a figure is stated; of a recomputed one the former provinces' figures that it is worked out from."""
    if isinstance(figure["figure_id"], str):
        return Link(t(text, page.lang), source_href(page.view, figure=figure["figure_id"]))
    year, (first, *others) = int(figure["year"]), figure["members"]
    view = page.view.elsewhere(
        unit=first, units=tuple(others), indicator=code, territory="as-published", view="table", level="province",
        region=None, year_from=year, year_to=year,
    )  # fmt: skip
    return Link(t("terr.members", page.lang), href("compare", view))


def choose_unit(served: Served, view: View) -> None:
    """The picker of the own unit and, for provinces and the country, the switch of the territory."""
    label = t("overview.unit", view.lang)
    with st.container(horizontal=True, vertical_alignment="top", key="overview-choose"):
        with st.container(width=420):
            filters.own_unit(served.unit_options(view.lang), label, placeholder=t("overview.unit.country", view.lang))
        if is_province(served, view.unit) or view.unit == COUNTRY:
            territory_switch(view)


def headline(page: UnitPage) -> None:
    """The finding in one sentence, what moved and whether it is real, what became of the unit."""
    moved, links = _moved(page)
    title, said = headline_words(page)
    parts.headline(
        title,
        " ".join(text for text in (said, *moved) if text),
        [*links, Link(t("profile.open", page.lang), href("profile", page.view.elsewhere()))],
    )


def _moved(page: UnitPage) -> tuple[list[str], list[Link]]:
    """What became of the unit and what it was formed of, and the ways there."""
    lang, view = page.lang, page.view
    options = page.served.unit_options(lang)

    def to(unit_id: str, text: str, **changes: object) -> Link:
        return Link(text, href("overview", view.elsewhere(unit=unit_id, **changes)))

    if page.panel is not None:
        members = [row["unit_id"] for row in page.lineage[page.lineage["relation"] == "predecessor"].to_dict("records")]
        if len(members) < 2:
            return [], []
        told = [lineage.formed_from(page.unit, page.lineage, lang)]
        if view.unit in members:
            told = [t("terr.moved", lang, old=options.name(view.unit), new=options.name(page.unit_id))]
        back = [view.unit] if view.unit in members else members
        links = [to(one, t("terr.moved.back", lang, old=options.name(one)), territory="as-published") for one in back]
        return told, links
    if len(same_territory(view.unit, page.continuity)) > 1:
        return [], []
    words = [lineage.became(page.unit, page.lineage, lang), lineage.formed_from(page.unit, page.lineage, lang)]
    present = lineage.present_units(page.unit, page.lineage)
    links = [to(one, lineage.named(one, page.lineage, lang) or page.called(one)) for one in present[:LEADS]]
    if page.unit["level"] == "province" and present:
        links = [to(present[0], t("terr.see_present", lang, unit=page.called(present[0])), territory="2025")]
    return words, links
