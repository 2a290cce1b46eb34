"""The controls of the map: one row of filters above it, which a phone hides behind a button."""

from __future__ import annotations

import streamlit as st

from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, territory
from egov_metrics.ui.compare.screen import compact_filters
from egov_metrics.ui.map.reading import MapPage
from egov_metrics.views.view import COUNTRY, SHAPES


def row(page: MapPage, has_outlines: bool) -> None:
    """Indicator, our own unit, value or rank, colours, territory; the shape where the installation has outlines."""
    lang, field = page.lang, page.seen.field
    compact_filters(_chosen_words(page), lang)
    with st.container(key="compare-filters", horizontal=True, vertical_alignment="top"):
        filters.select("indicator", field.called, t("compare.indicator", lang), width=180)
        with st.container(key="map-unit", width=390):
            filters.own_unit(page.seen.options, t("map.unit", lang), levels={"province"})
        if len(field.measures) > 1:
            kinds = {measure: t(f"compare.measure.{measure}", lang) for measure in field.measures}
            filters.segments("measure", kinds, t("compare.measure", lang), label_visibility="visible")
        if len(page.colours) > 1:
            named = {colour: t(f"map.colour.{colour}", lang) for colour in page.colours}
            filters.select("colour", named, t("map.colour", lang), width=140)
        territory.switch(page.view, "map-territory")
        if has_outlines:
            shapes = {shape: t(f"map.shape.{shape}", lang) for shape in SHAPES}
            filters.segments("shape", shapes, t("map.shape", lang), label_visibility="visible")


def _chosen_words(page: MapPage) -> str:
    """What is chosen, in a few words: "PAR INDEX · hạng · Sơn La"."""
    lang, seen = page.lang, page.seen
    words = [seen.field.called[seen.indicator["indicator_code"]], t(f"compare.measure.{seen.measure}", lang)]
    if seen.field.is_present:
        words.append(t("territory.2025", lang))
    if page.view.unit != COUNTRY:
        words.append(seen.short(page.view.unit))
    return " · ".join(words)
