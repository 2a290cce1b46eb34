"""The button beside every chart that puts it into the storyline of this session."""

from __future__ import annotations

import re
from collections.abc import Mapping

import streamlit as st

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.story import StoryRefused
from egov_metrics.ui import filters, session
from egov_metrics.ui.present import draft
from egov_metrics.ui.session import Served
from egov_metrics.units.keys import level_of
from egov_metrics.views.view import COUNTRY

PAGE = "egov:page"
"""Where the session keeps which page is shown."""


def button(key: str, lang: Lang) -> None:
    """The button below the chart of a key; nothing on pages whose charts no slide can show."""
    found = of_session(key)
    if found is None:
        return
    st.button(
        t("present.add", lang), key=f"{key}-present", icon=":material/add_to_queue:", type="tertiary",
        on_click=_add, args=(found, lang),
    )  # fmt: skip


MOVES = {"waterfall": "move", "components": "parts"}
"""The charts of why a rank moved, by the end of their key on the page: what they are called in a slide."""
_MOVE = re.compile(r"(compare|overview|profile)-move(?:-([A-Za-z0-9_.]+))?-(waterfall|components)")
_SAME = {"series": "line", "ranking": "bars"}
Place = tuple[str, str, dict[str, str]]
"""Page and chart of a slide, and the parameters of its view that differ from the page's."""


def of_session(key: str) -> Place | None:
    """The slide that shows the chart of a key on the page in front of the reader; None where none does."""
    return place_of(str(st.session_state.get(PAGE, "")), key)


def place_of(page: str, key: str) -> Place | None:
    """Page, chart and other parameters of the slide that shows a chart; None where none does.

    A line, ranking or move of the overview or the profile is the same one of the compare page, where a slide shows it;
    the key then ends with the code of the indicator.
    """
    if (move := _MOVE.fullmatch(key)) is not None and move.group(1) == page:
        code = move.group(2)
        more = {"indicator": code, "view": "line"} if code else {}
        return "compare", f"compare-{MOVES[move.group(3)]}", more
    if page == "compare" and key.startswith("compare-"):
        return "compare", "-".join(key.split("-")[:2]), {}
    if page == "map" and key.startswith("map-"):
        return "map", "map", {}
    if page == "readiness" and key.startswith("ready-"):
        return "readiness", "-".join(key.split("-")[:2]), {}
    if page == "overview" and key == "overview-levels":
        return "readiness", "ready-composition", {}
    kind, _, code = key.partition("-")[2].partition("-")
    if page == "overview" and kind == "strip":
        year, _, code = code.partition("-")
        return "compare", "compare-bars", {"view": "bars", "indicator": code, "year": year}
    if page in ("overview", "profile") and key.startswith(page) and kind in _SAME and code:
        view = _SAME[kind]
        return "compare", f"compare-{view}", {"view": view, "indicator": code}
    return None


def params_of(found: Place) -> dict[str, str]:
    """The parameters of the view of a slide, from what the reader sees."""
    _, chart, more = found
    params = {**filters.current().to_params(), **more}
    for name in ("story", "slide", "section", "search", "figure", "source", "review", "table"):
        params.pop(name, None)
    if chart == "ready-composition":
        params.pop("level", None)  # of all tiers
    if more.get("indicator"):  # from a page of one unit, whatever its level
        params = of_its_level(session.served(), params)
    return params


def of_its_level(served: Served, params: Mapping[str, str]) -> dict[str, str]:
    """The parameters with the level of the own unit; units below a province are compared with those of their parent."""
    found = {name: text for name, text in params.items() if name not in ("level", "parent")}
    level = level_of(params.get("unit", COUNTRY))
    if level not in ("district", "commune", "department"):
        return found
    row = served.query("units_by_id", unit_ids=[params["unit"]])
    parent = str(row["parent_id"].iloc[0]) if len(row) else ""
    return {**found, "level": level, **({"parent": parent} if parent else {})}


def _add(found: Place, lang: Lang) -> None:
    page, chart, _ = found
    try:
        n = draft.add(page, params_of(found), chart)
    except StoryRefused:
        st.toast(t("story.refused.too_long", lang))
        return
    st.toast(t("present.added", lang, n=numbers.count(n)))
