"""Which ready-made storylines there are for the own unit of the view, made of what the store has of it."""

from __future__ import annotations

import streamlit as st

from egov_metrics.i18n.texts import t
from egov_metrics.story import Storyline, ready
from egov_metrics.ui import filters
from egov_metrics.ui.session import Served
from egov_metrics.units.keys import level_of
from egov_metrics.views.readiness import reading as ready_reading
from egov_metrics.views.view import COUNTRY, View


def unit_row(served: Served, view: View) -> None:
    """The own unit and, for a comparison, another one."""
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(width=380):
            filters.own_unit(
                served.unit_options(view.lang), t("overview.unit", view.lang),
                placeholder=t("overview.unit.country", view.lang),
            )  # fmt: skip
        with st.container(width=380):
            filters.other_units(served.unit_options(view.lang), t("present.beside", view.lang))


def ready_made(served: Served, view: View) -> dict[str, Storyline]:
    """The storylines by kind; those of a province only where one is chosen."""
    lang, options = view.lang, served.unit_options(view.lang)
    found: dict[str, Storyline] = {}
    if view.unit != COUNTRY and level_of(view.unit) == "province":
        name, years = options.name(view.unit), _years(served, view.unit)
        stated = {code: len(found) for code, found in years.items()}
        page = ready_reading.read(served, View(unit=view.unit, lang=lang))
        tiers = set() if page.is_list else {one.tier for one in page.known.assessments}
        found["year"] = ready.year(
            view.unit, name, stated, bool(tiers), lang, {code: max(known) for code, known in years.items()}
        )
        if tiers:
            found["levels"] = ready.levels(view.unit, name, stated, tiers, lang)
        other = next((unit for unit in view.units if level_of(unit) == "province"), None)
        if other is not None:
            beside = {code: len(found) for code, found in _years(served, other).items()}
            found["two"] = ready.two(view.unit, other, name, options.name(other), stated, beside, lang)
    used = served.query("indicators_of_level", level="province")
    found["country"] = ready.country(set(used["indicator_code"]), lang)
    return {kind: story for kind, story in found.items() if story.shown}


def _years(served: Served, unit: str) -> dict[str, set[int]]:
    """The years of each indicator in which a unit has a value or rank."""
    rows = served.query("figures_of_unit", unit_id=unit)
    rows = rows[(rows["scope"] == "self") & (rows["value"].notna() | rows["rank"].notna()) & rows["year"].notna()]
    return {str(code): set(years.astype(int)) for code, years in rows.groupby("indicator_code")["year"]}
