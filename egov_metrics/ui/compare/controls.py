"""The controls: one row of filters above, the kind of view and the years under the title."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters
from egov_metrics.ui.compare.naming import level_of, short_name
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.compare.screen import compact_filters
from egov_metrics.ui.unit_picker import unit_picker
from egov_metrics.ui.view import COUNTRY, LEVELS, MAX_UNITS
from egov_metrics.units.folding import fold


def row(page: Comparison) -> None:
    """Indicator, units, level, region or parent, value or rank; on a phone behind one button that says the choice."""
    compact_filters(_chosen_words(page), page.lang)
    with st.container(key="compare-filters", horizontal=True, vertical_alignment="top"):
        if page.indicator:
            _indicator(page)
        with st.container(key="compare-units", width="stretch"):
            _units(page)
        filters.select("level", levels(page), t("compare.level", page.lang), width=132)
        if page.view.level == "province":
            filters.select("region", _regions(page), t("compare.region", page.lang), width=190)
        else:
            filters.select("parent", _parents(page), t("compare.parent", page.lang), width=190)
        if len(page.field.measures) > 1:
            kinds = {measure: t(f"compare.measure.{measure}", page.lang) for measure in page.field.measures}
            filters.segments("measure", kinds, t("compare.measure", page.lang), label_visibility="visible")


def bar(page: Comparison) -> None:
    """Line, bars or table, and the years of it."""
    with st.container(
        key="compare-bar", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        views = {view: t(f"compare.view.{view}", page.lang) for view in ("line", "bars", "table")}
        filters.segments("view", views, t("compare.view", page.lang))
        if page.view.view == "bars":
            label = t("compare.year", page.lang)
            filters.year(page.ranking_years, label, label_visibility="collapsed", width=120)
        else:
            first, last = page.years[0], page.years[-1]
            filters.years(first, last, t("compare.years", page.lang), label_visibility="collapsed", width=300)


def levels(page: Comparison) -> dict[str, str]:
    """The levels of units by their names."""
    return {level: t(f"compare.level.{level}", page.lang) for level in LEVELS}


def _indicator(page: Comparison) -> None:
    filters.select("indicator", page.field.called, t("compare.indicator", page.lang), width=230)


def _units(page: Comparison) -> None:
    """The picker of units of the level; our own unit is shown first when it is of that level."""
    view = page.view
    own = view.unit if view.unit != COUNTRY and level_of(view.unit) == view.level else None
    here = tuple(unit for unit in view.units if level_of(unit) == view.level)
    elsewhere = tuple(unit for unit in view.units if level_of(unit) != view.level)

    def take(units: tuple[str, ...]) -> None:
        filters.change(units=(*units, *elsewhere)[:MAX_UNITS])

    unit_picker(
        "filter-units",
        t("compare.units", page.lang),
        page.options,
        here,
        take,
        page.lang,
        multiple=True,
        own=own,
        most=MAX_UNITS,
        levels={view.level},
    )


def _regions(page: Comparison) -> Mapping[str | None, str]:
    stated = (page.view.region,) if page.view.region and page.view.region not in page.field.regions else ()
    several = sum(region.startswith("R34") for region in page.field.regions) > 0
    call = page.options.name if several else lambda region: short_name(page.options, region)
    named = {region: call(region) for region in (*page.field.regions, *stated)}
    return {None: t("compare.region.all", page.lang), **dict(sorted(named.items(), key=lambda item: fold(item[1])))}


def _parents(page: Comparison) -> Mapping[str | None, str]:
    """Provinces that have units with figures, and within the chosen one its districts, when these have units too."""
    rows = page.field.parents
    provinces = rows.groupby("province_id")["units"].sum().to_dict()
    named = {key: f"{short_name(page.options, key)} ({numbers.count(n)})" for key, n in provinces.items()}
    ordered: dict[str | None, str] = {}
    ordered[None] = t("compare.parent.all", page.lang, n=numbers.count(rows["units"].sum()))
    stated = page.view.parent
    districts = rows[rows["parent_level"] == "district"].set_index("parent_id")["province_id"].to_dict()
    open_province = districts.get(stated, stated)
    for key, name in sorted(named.items(), key=lambda item: fold(item[1])):
        ordered[key] = name
        if key == open_province:
            inside = {one: short_name(page.options, one) for one, province in districts.items() if province == key}
            ordered |= {one: f"– {called}" for one, called in sorted(inside.items(), key=lambda item: fold(item[1]))}
    if stated and stated not in ordered:
        ordered[stated] = short_name(page.options, stated)
    return ordered


def _chosen_words(page: Comparison) -> str:
    """What is chosen, in a few words: "PAR INDEX · hạng · Sơn La + 3"."""
    parts = [page.field.called[page.indicator["indicator_code"]]] if page.indicator else []
    if page.view.level != "province":
        parts.append(levels(page)[page.view.level])
    place = page.view.region if page.view.level == "province" else page.view.parent
    if place:
        parts.append(short_name(page.options, place))
    if page.indicator:
        parts.append(t(f"compare.measure.{page.measure}", page.lang))
    units = [unit for unit in (page.own, *page.chosen) if unit]
    if units:
        more = f" +{len(units) - 1}" if len(units) > 1 else ""
        parts.append(page.name(units[0]) + more)
    return " · ".join(parts)
