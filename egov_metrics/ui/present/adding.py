"""The button beside every chart that puts it into the storyline of this session."""

from __future__ import annotations

import streamlit as st

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.story import StoryRefused
from egov_metrics.ui import filters
from egov_metrics.ui.present import draft

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


Place = tuple[str, str, dict[str, str]]
"""Page and chart of a slide, and the parameters of its view that differ from the page's."""


def of_session(key: str) -> Place | None:
    """The slide that shows the chart of a key on the page in front of the reader; None where none does."""
    return place_of(str(st.session_state.get(PAGE, "")), key)


def place_of(page: str, key: str) -> Place | None:
    """Page, chart and other parameters of the slide that shows a chart; None where none does.

    A line of the overview or the profile is the same line of the compare page, where a slide shows it.
    """
    if page == "compare" and key.startswith("compare-") and not key.startswith("compare-move"):
        return "compare", "-".join(key.split("-")[:2]), {}
    if page == "map" and key.startswith("map-"):
        return "map", "map", {}
    if page == "readiness" and key.startswith("ready-"):
        return "readiness", "-".join(key.split("-")[:2]), {}
    if page == "overview" and key == "overview-series":
        return "compare", "compare-line", {"view": "line"}
    if page == "overview" and key == "overview-ranking":
        return "compare", "compare-bars", {"view": "bars"}
    if page == "profile" and key.startswith("profile-series-"):
        return "compare", "compare-line", {"view": "line", "indicator": key.removeprefix("profile-series-")}
    return None


def params_of(found: Place) -> dict[str, str]:
    """The parameters of the view of a slide, from what the reader sees."""
    _, chart, more = found
    params = {**filters.current().to_params(), **more}
    for name in ("story", "slide", "section", "search", "figure", "source", "review", "table"):
        params.pop(name, None)
    if chart == "ready-composition":
        params.pop("level", None)  # of all tiers
    return params


def _add(found: Place, lang: Lang) -> None:
    page, chart, _ = found
    try:
        n = draft.add(page, params_of(found), chart)
    except StoryRefused:
        st.toast(t("story.refused.too_long", lang))
        return
    st.toast(t("present.added", lang, n=numbers.count(n)))
