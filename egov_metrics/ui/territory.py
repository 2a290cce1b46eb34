"""Provinces as published or as the 34 of today: the switch."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis.weights import FILE
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, parts, session
from egov_metrics.views.view import TERRITORIES, View


def switch(view: View, key: str = "territory", labelled: bool = True) -> None:
    """The switch between the provinces as published and those of today; with these, how they are recomputed.

    All of it stands below each other in one narrow place, so that it takes no row of its own beside other controls.
    Unless it is `labelled`, its label is left to screen readers. A link that asks for weights which this installation
    does not have gets the plain mean, and is told so.
    """
    with st.container(key=f"{key}-place", width="content", gap="xsmall"):
        _switch(view, key, labelled)


def _switch(view: View, key: str, labelled: bool) -> None:
    lang = view.lang
    names = {one: t(f"territory.{one}", lang) for one in TERRITORIES}
    seen = "visible" if labelled else "collapsed"
    filters.segments("territory", names, t("territory", lang), key=f"filter-{key}", label_visibility=seen)
    if not view.is_present:
        return
    if session.weights():
        rules = {"mean": t("territory.rule.mean", lang), "weighted": t("territory.rule.weighted", lang)}
        filters.select("rule", rules, t("territory.rule", lang), key=f"filter-{key}-rule", width=190)
    filters.toggle(
        "partial", t("territory.partial", lang), key=f"filter-{key}-partial", help=t("territory.partial.help", lang)
    )
    if view.rule == "weighted" and not session.weights():
        parts.notice(t("terr.weights.none", lang, file=FILE), kind="warn")
