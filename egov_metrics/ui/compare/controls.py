"""The controls: one row of filters above, the kind of view and the years under the title."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from egov_metrics.analysis.two_years import Pair
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, parts, territory
from egov_metrics.ui.compare.screen import compact_filters
from egov_metrics.ui.unit_picker import unit_picker
from egov_metrics.ui.year_player import year_player
from egov_metrics.units.folding import fold
from egov_metrics.units.keys import level_of
from egov_metrics.views.compare import two_years
from egov_metrics.views.compare.fields import stated_region
from egov_metrics.views.compare.naming import short_name
from egov_metrics.views.compare.reading import OF_A_YEAR, ONE_MEASURE, PAIRS, Comparison
from egov_metrics.views.compare.words import levels
from egov_metrics.views.view import COUNTRY, MAX_UNITS, VIEWS

MANY_UNITS = 5
WIDE_PICKER = Path(__file__).parent / "wide_picker.css"
"""From so many chosen units on, their chips have a row of their own."""


def row(page: Comparison) -> None:
    """Indicator, units, level, region or parent, value or rank, territory; on a phone behind one button that says the
    choice."""
    compact_filters(_chosen_words(page), page.lang)
    if len(page.view.units) >= MANY_UNITS:
        st.html(WIDE_PICKER)
    with st.container(key="compare-filters", horizontal=True, vertical_alignment="top"):
        if page.indicator:
            _indicator(page)
        if page.view.view == "scatter" and page.against:
            _against(page)
        with st.container(key="compare-units", width="stretch"):
            _units(page)
        filters.select("level", levels(page.lang), t("compare.level", page.lang), width=116)
        if page.view.level == "province":
            filters.select("region", _regions(page), t("compare.region", page.lang), width=150)
        else:
            filters.select("parent", _parents(page), t("compare.parent", page.lang), width=190)
        if len(page.field.measures) > 1 and page.view.view not in ONE_MEASURE:
            kinds = {measure: t(f"compare.measure.{measure}", page.lang) for measure in page.field.measures}
            filters.segments("measure", kinds, t("compare.measure", page.lang), label_visibility="visible")
        if page.view.level == "province":
            territory.switch(page.view, "compare-territory")


def bar(page: Comparison) -> None:
    """The kind of view, and the years of it."""
    with st.container(
        key="compare-bar", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        with st.container(key="compare-views", horizontal=True, vertical_alignment="center", width="content"):
            _views(page)
        if two_years.crosses(page):
            back = partial(filters.change, across=False)
            st.button(t("compare.pair.back", page.lang), key="compare-not-across", on_click=back)
        if page.years:
            _years(page)


def _views(page: Comparison) -> None:
    """One segment for each kind, of which two years have two; a phone has a list instead."""
    lang = page.lang
    if parts.narrow():
        named = {view: t(f"compare.view.{view}", lang) for view in VIEWS}
        filters.select("view", named, t("compare.view", lang), key="filter-view-list", label_visibility="collapsed")
        return
    now = page.view.view
    # The segment of two years stands for whichever of its two charts the reader looks at.
    shown = [view for view in VIEWS if view not in PAIRS or view == (now if now in PAIRS else PAIRS[0])]
    named = {view: t(f"compare.view.{'pair' if view in PAIRS else view}", lang) for view in shown}
    filters.segments("view", named, t("compare.view", lang))
    if now in PAIRS:
        kinds = {view: t(f"compare.pair.{view}", lang) for view in PAIRS}
        filters.segments("view", kinds, t("compare.pair", lang), key="filter-view-pair")


def _years(page: Comparison) -> None:
    label = t("compare.years", page.lang)
    if page.view.view in PAIRS:
        if page.pair:
            _two_years(page, label)
    elif page.view.view in OF_A_YEAR:
        with st.container(key="compare-year", width=360):
            label, key = t("compare.year", page.lang), "compare-year-player"
            if page.view.view == "scatter":  # opens with a year that has both indicators, not always the newest
                year_player(page.ranking_years, label, page.lang, key, year=page.year, on_pick=_take_year)
            else:
                year_player(page.ranking_years, label, page.lang, key)
    else:
        filters.years(page.years[0], page.years[-1], label, label_visibility="collapsed", width=300)


def _take_year(year: int) -> None:
    filters.change(year=year)


def _two_years(page: Comparison, label: str) -> None:
    """A slider over the years that have figures; its two ends are the two years of the chart."""
    assert page.pair is not None
    years, shown = page.field.two_years[page.measure].years, (page.pair.year_from, page.pair.year_to)
    key = "compare-two-years"
    if st.session_state.get(key, shown) != shown:
        st.session_state[key] = shown

    def taken() -> None:
        first, last = st.session_state[key]
        filters.change(year_from=int(first), year_to=int(last))

    with st.container(
        key="compare-pair-years", horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
    ):
        st.select_slider(
            label,
            years,
            shown,
            key=key,
            on_change=taken,
            label_visibility="collapsed",
            width=170 if page.view.across else 220,
        )
        _play_later_year(page, page.pair)


def _play_later_year(page: Comparison, pair: Pair) -> None:
    """Buttons that move the later year through those that can be drawn beside the earlier one."""
    two = page.field.two_years[page.measure]
    beside = (two.pair(pair.year_from, year) for year in two.years if year > pair.year_from)
    drawn = [one.year_to for one in beside if one.is_like or (page.view.across and one.kind != "none")]
    if len(drawn) > 1 and pair.year_to in drawn:

        def taken(year: int) -> None:
            filters.change(year_from=pair.year_from, year_to=year)

        label = t("compare.pair.player", page.lang)
        with st.container(key="compare-pair-play", width=132):
            year_player(
                drawn, label, page.lang, "compare-pair-player", year=pair.year_to, on_pick=taken, buttons_only=True
            )


def _indicator(page: Comparison) -> None:
    beside_another = page.view.view == "scatter"
    width = 180 if beside_another else 200
    filters.select("indicator", page.field.called, t("compare.indicator", page.lang), width=width)


def _against(page: Comparison) -> None:
    """The second indicator of a scatter chart."""
    assert page.against is not None
    code = page.indicator["indicator_code"]
    others = {one: name for one, name in page.field.called.items() if one != code}
    shown = page.against.indicator["indicator_code"]
    ordered = {shown: others.pop(shown), **others} if page.view.against not in others else others
    filters.select("against", ordered, t("compare.against", page.lang), width=180)


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
    region = stated_region(page.view)
    stated = (region,) if region and region not in page.field.regions else ()
    # As published, regions before and since 1/7/2025 stand together, some under one name.
    several = not page.field.is_present and any(region.startswith("R34") for region in page.field.regions)
    call = page.options.name if several else page.short
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
    words = [page.field.called[page.indicator["indicator_code"]]] if page.indicator else []
    if page.view.level != "province":
        words.append(levels(page.lang)[page.view.level])
    place = page.view.region if page.view.level == "province" else page.view.parent
    if place:
        words.append(short_name(page.options, place))
    if page.indicator:
        words.append(t(f"compare.measure.{page.measure}", page.lang))
    if page.field.is_present:
        words.append(t("territory.2025", page.lang))
    if page.asked:
        more = f" +{len(page.asked) - 1}" if len(page.asked) > 1 else ""
        words.append(page.name(page.asked[0]) + more)
    return " · ".join(words)
