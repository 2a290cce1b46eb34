"""Who the unit is: kind, where it lies, what it was and became, and the finding in one sentence."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis import lineage
from egov_metrics.analysis.insights import unit as told
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, markup, parts, territory
from egov_metrics.ui.components import mount
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile.reading import Profile
from egov_metrics.ui.profile.screen import FOLDER
from egov_metrics.ui.session import Served
from egov_metrics.ui.sources import html
from egov_metrics.units.keys import level_of
from egov_metrics.views.view import COUNTRY, View

OFFERED = 12


def choose(served: Served, view: View) -> None:
    """The picker of the unit; for a province also the switch of the territory; the button that prints."""
    with st.container(key="profile-choice", horizontal=True, vertical_alignment="top"):
        with st.container(key="profile-unit", width=460):
            filters.own_unit(
                served.unit_options(view.lang),
                t("profile.unit", view.lang),
                placeholder=t("profile.unit.none", view.lang),
                label_hidden=True,
            )
        if level_of(view.unit) == "province":
            territory.switch(view, key="profile-territory", labelled=False)
        if view.unit != COUNTRY:
            mount("print_button", FOLDER, "profile-print", {"label": t("profile.print", view.lang)})


def ask(served: Served, view: View) -> None:
    """No unit is chosen: what to do, and the provinces with most figures."""
    lang = view.lang
    parts.headline(t("profile.choose", lang), t("profile.choose.sub", lang))
    units = served.query("units")
    provinces = units[(units["level"] == "province") & (units["figures"] > 0)]
    best = provinces.sort_values(["figures", "unit_id"], ascending=[False, True]).head(OFFERED)
    if best.empty:
        st.html(markup.small(t("profile.choose.none", lang)))
        return
    options = served.unit_options(lang)
    items = []
    for row in best.to_dict("records"):
        link = Link(options.name(row["unit_id"]), href("profile", view.elsewhere(unit=row["unit_id"])))
        count = plural("profile.choose.figures", int(row["figures"]), lang)
        items.append(html.beside(html.anchor(link), html.quiet(count), between=" "))
    st.html(html.bullets(items))


def header(page: Profile) -> None:
    """Kind and place, the finding, what moved, what the unit was and became."""
    if page.is_moved:
        moved = t("profile.moved", page.lang, old=page.options.name(page.view.unit), new=page.name)
        back = t("profile.moved.back", page.lang, old=page.options.name(page.view.unit))
        parts.notice(moved, links=[Link(back, href("profile", page.view.elsewhere(territory="as-published")))])
    st.html(f'<p class="egov-identity">{_identity(page)}</p>')
    said = told.headline(page)
    parts.headline(said[:1].upper() + said[1:], page.below, became_links(page))


def _identity(page: Profile) -> str:
    said = [
        markup.link(Link(words, href("profile", page.view.elsewhere(unit=unit)))) if unit else markup.escape(words)
        for words, unit in told.identity(page)
    ]
    return f"<b>{markup.escape(page.short_name)}</b> · " + " · ".join(said)


def became_links(page: Profile) -> list[Link]:
    """The profiles of all the units that this one was formed of, or went over into; no more than fifteen."""
    unit, around = page.basis.unit, page.basis.lineage
    keys = lineage.present_units(unit, around)
    if not keys and page.basis.level == "province" and len(page.basis.ids) == 1:
        keys = list(around.loc[around["relation"] == "predecessor", "unit_id"])
    if not keys and page.basis.level == "commune":
        before = around[(around["relation"] == "predecessor") & (around["level"] == "commune")]
        keys = list(before["unit_id"])
    return [Link(_link_name(page, key), href("profile", page.view.elsewhere(unit=key))) for key in keys]


def _link_name(page: Profile, key: str) -> str:
    """ "phường An Phú" after the province in which it lies; others by the name that cannot be mistaken."""
    named = lineage.named(key, page.basis.lineage, page.lang) if level_of(key) == "commune" else ""
    return named or page.options.name(key)


def nothing(page: Profile) -> None:
    """A unit without any figure: the way to the profile of the unit above it."""
    if page.has_figures:
        return
    parent = page.basis.unit["parent_id"]
    words = t("profile.nothing", page.lang, unit=page.short_name)
    links = []
    if isinstance(parent, str) and level_of(parent) != "country":
        name = t("profile.nothing.what", page.lang, name=page.options.name(parent))
        links.append(Link(name, href("profile", page.view.elsewhere(unit=parent))))
    parts.notice(words, links=links)


def edition_words(page: Profile, today: str) -> str:
    """The edition and the day of printing."""
    ref = page.served.ref
    return t(
        "profile.sheet.edition", page.lang, number=ref.number, date=numbers.date(ref.built_at.date()),
        hash=ref.short_hash, today=today,
    )  # fmt: skip
