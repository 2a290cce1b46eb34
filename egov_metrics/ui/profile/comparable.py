"""The units that ours is compared with: proposed with reasons, and changed by the reader."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis.similar import FEWEST_SHARED, Similar
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, markup
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile.reading import RANKED_LEVELS, Profile
from egov_metrics.views import territory


def units(page: Profile) -> None:
    """The picker, and which units the table compares with and why."""
    if not page.standings or page.basis.level not in RANKED_LEVELS:
        return
    label = t("profile.similar", page.lang)
    with st.container(key="profile-similar", horizontal=True, vertical_alignment="center"):
        st.html(markup.title(label), width="content")
        with st.container(key="profile-similar-units"):
            filters.other_units(page.options, label, levels=(page.basis.level,), label_hidden=True)
    st.html(markup.source_line(words(page), take_over(page)))
    if page.absent:
        names = ", ".join(page.options.name(unit) for unit in page.absent)
        st.html(markup.small(t("profile.similar.absent", page.lang, units=names)))


def take_over(page: Profile) -> list[Link]:
    """The same view with the proposed units chosen, so that they stand in the picker and each can be taken out."""
    if not page.is_proposed or not page.similar:
        return []
    return [Link(t("profile.similar.take", page.lang), href("profile", page.view.elsewhere(units=page.similar)))]


def words(page: Profile) -> str:
    """Which units, and why these."""
    if not page.is_proposed:
        return t("profile.similar.chosen", page.lang, units=names(page))
    if not page.basis.proposed:
        return t("profile.similar.none", page.lang, n=numbers.count(FEWEST_SHARED))
    said = [
        t("profile.similar.reason", page.lang, unit=page.called(one.unit_id), reasons=_reasons(page, one))
        for one in page.basis.proposed
    ]
    return t("profile.similar.proposed", page.lang, units="; ".join(said))


def names(page: Profile) -> str:
    """The names of the comparable units."""
    return ", ".join(page.called(unit) for unit in page.similar)


def _reasons(page: Profile, one: Similar) -> str:
    found = []
    if one.same_region:
        found.append(t("profile.similar.region", page.lang))
    if one.merged_alike:
        members = territory.succession(page.served).members.get(one.unit_id, ())
        found.append(t("profile.similar.merged", page.lang, n=numbers.count(len(members))))
    if page.basis.level != "province":
        found.append(t("profile.similar.parent", page.lang))
    found.append(t("profile.similar.near", page.lang, n=numbers.count(len(one.shared))))
    return ", ".join(found)
