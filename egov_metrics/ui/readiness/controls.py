"""The controls: whose agencies, which tier, which year, which levels."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis import readiness
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters
from egov_metrics.views.readiness.reading import Page, when, word_of

_LEVELS = "ready-levels"


def row(page: Page) -> None:
    """Unit, tier and year; of a list only the unit."""
    lang = page.lang
    with st.container(key="ready-controls", horizontal=True, vertical_alignment="top"):
        with st.container(key="ready-unit", width=420):
            filters.own_unit(page.options, t("ready.unit", lang), placeholder=t("ready.unit.country", lang))
        if page.is_list:
            return
        if len(page.tiers) > 1:
            filters.segments("level", _tiers(page), t("ready.tier", lang), key="ready-tier", label_visibility="visible")
        if len(page.years) > 1:
            named = {one.year: when(one, lang) for one in page.of_tier}
            filters.year(page.years, t("ready.year", lang), key="ready-year", format_func=named.__getitem__, width=300)


def levels(page: Page) -> None:
    """Which levels are shown of single units: any of them, none means all."""
    words = {
        word_of(name): " ".join(filter(None, [numbers.NOTHINGS.get(name), t(f"ready.class.short.{name}", page.lang)]))
        for name in readiness.CLASSES
    }
    chosen = [word for word in words if word in page.view.only]
    if st.session_state.get(_LEVELS) != chosen:
        st.session_state[_LEVELS] = chosen

    def changed() -> None:
        filters.change(only=tuple(st.session_state[_LEVELS]))

    st.pills(
        t("ready.levels", page.lang),
        list(words),
        selection_mode="multi",
        format_func=words.__getitem__,
        key=_LEVELS,
        on_change=changed,
    )


def _tiers(page: Page) -> dict[str, str]:
    """The tiers that can be chosen. While the view states none of them, the one that is shown stands for what it
    states, so that the control shows it and the link stays as it is."""
    stated = page.view.level
    return {
        (stated if tier == page.tier and stated not in page.tiers else tier): t(f"ready.tier.{tier}", page.lang)
        for tier in page.tiers
    }
