"""Provinces as published or as the 34 of today: the switch, and the figures of one indicator in that territory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from egov_metrics import paths
from egov_metrics.analysis.present_panel import PresentPanel, present_panel
from egov_metrics.analysis.recompute import Recomputed, Rule, recompute
from egov_metrics.analysis.territory import Succession
from egov_metrics.analysis.weights import WeightsRefused, read_weights
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.session import Served
from egov_metrics.views.view import TERRITORIES, View

WEIGHTS = "weights.csv"
"""In the workspace: unit_id of an old province, weight (such as its population); makes the rule `weighted` usable."""
FIRST, LAST = 1990, 2100


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
    if weights():
        rules = {"mean": t("territory.rule.mean", lang), "weighted": t("territory.rule.weighted", lang)}
        filters.select("rule", rules, t("territory.rule", lang), key=f"filter-{key}-rule", width=190)
    filters.toggle(
        "partial", t("territory.partial", lang), key=f"filter-{key}-partial", help=t("territory.partial.help", lang)
    )
    if view.rule == "weighted" and not weights():
        parts.notice(t("terr.weights.none", lang, file=WEIGHTS), kind="warn")


def succession(served: Served) -> Succession:
    """Which province became which, of the edition."""
    return _succession(str(served.ref.path), served)


def figures(served: Served, view: View, indicator: Mapping[str, Any]) -> Recomputed:
    """All years' figures of provinces of one indicator in the territory of the view.

    As published: the rows of the query `figures_of_indicator`, nothing refused. Today's: as `recompute` makes them
    (with its columns `ADDED`). `indicator` is a row of the query `indicators`. Nobody may change what is returned.
    """
    code = str(indicator["indicator_code"])
    found = how(view)
    return _figures(str(served.ref.path), code, view.is_present, *found, served, indicator)


def panel(served: Served, view: View) -> PresentPanel:
    """The 34 provinces of today on all headline indices, by the rule of the view; one query for an edition."""
    return _panel(str(served.ref.path), *how(view), served)


class How(NamedTuple):
    """How present provinces are recomputed; part of the key of every cache that holds their figures."""

    rule: Rule
    partial: bool
    loads: tuple[tuple[str, float], ...]


def how(view: View) -> How:
    """What the view asks for, as far as this installation can do it: weighted only with weights."""
    if not view.is_present:
        return How("mean", False, ())
    if view.rule == "weighted" and weights():
        return How("weighted", view.partial, tuple(sorted(weights().items())))
    return How("mean", view.partial, ())


def weights() -> dict[str, float]:
    """The weights of old provinces that the installation supplies, {} without a usable file (`read_weights`)."""
    path = paths.workspace_folder() / WEIGHTS
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return {}
    return _weights(path, stamp)


# `path` is part of the key of these caches (the file name carries the content hash), `_served` is not.


@st.cache_resource(max_entries=4, show_spinner=False)
def _succession(path: str, _served: Served) -> Succession:
    return Succession.of(_served.query("province_succession"))


@st.cache_resource(max_entries=128, show_spinner=False)
def _figures(
    path: str,
    code: str,
    present: bool,
    rule: Rule,
    partial: bool,
    loads: tuple[tuple[str, float], ...],
    _served: Served,
    _indicator: Mapping[str, Any],
) -> Recomputed:
    rows: pd.DataFrame = _served.query(
        "figures_of_indicator",
        indicator=code,
        level="province",
        year_from=FIRST,
        year_to=LAST,
        parent=None,
        region=None,
    )
    if not present:
        return Recomputed(rows, ())
    return recompute(rows, _succession(path, _served), _indicator, rule=rule, weights=dict(loads), partial=partial)


@st.cache_resource(max_entries=8, show_spinner=False)
def _panel(path: str, rule: Rule, partial: bool, loads: tuple[tuple[str, float], ...], _served: Served) -> PresentPanel:
    indicators = _served.query("indicators")
    headline = indicators[indicators["is_headline"].fillna(False)]
    figures = _served.query("figures_of_provinces", indicators=tuple(headline["indicator_code"]))
    return present_panel(figures, _succession(path, _served), headline, rule=rule, weights=dict(loads), partial=partial)


@st.cache_resource(max_entries=4, show_spinner=False)
def _weights(path: Path, stamp: int) -> dict[str, float]:
    try:
        return read_weights(path)
    except (OSError, WeightsRefused):
        return {}
