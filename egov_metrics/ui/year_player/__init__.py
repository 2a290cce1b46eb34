"""Going through the years: a slider with previous, play and next, for a chart that shows one year at a time.

Streamlit's slider has no play, and a server that pushed the years would pile them up in front of a slow browser. So
this is a small component of our own (`player.html`, `player.css`, `player.js`): the browser asks for the next year only
when the page has been drawn for the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from egov_metrics.analysis.compare import nearest
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import filters
from egov_metrics.ui.components import mount

FOLDER = Path(__file__).parent
_TEXTS = ("play", "pause", "previous", "next")


def year_player(
    available: Sequence[int],
    label: str,
    lang: Lang,
    key: str = "year-player",
    *,
    year: int | None = None,
    on_pick: Callable[[int], None] | None = None,
    buttons_only: bool = False,
) -> int:
    """The year of the view among the `available` ones, with buttons and a slider to change it; returns that year.

    A choice writes `year` of the view (None for the newest year) before the page or fragment around it runs again. One
    year alone has nothing to play and is only written. It never starts by itself; at the end it stops, and playing
    again begins with the first year. Space plays and pauses, the arrow keys step. Raises ValueError without any year.
    Another year than that of the view is played when `year` says what it is and `on_pick` takes a choice; with
    `buttons_only` its number and slider stand elsewhere.
    """
    years = sorted(set(available))
    shown = nearest(years, filters.current().year if on_pick is None else year)
    memory = st.session_state.setdefault(f"{key}:memory", {"stamp": 0})

    def take(sent: Any) -> None:
        if not isinstance(sent, dict) or type(sent.get("stamp")) is not int:
            return
        memory["stamp"] = max(memory["stamp"], sent["stamp"])
        year = sent.get("year")
        if type(year) is not int or year not in years:
            return
        if on_pick is None:
            filters.change(year=None if year == years[-1] else year)
        else:
            on_pick(year)

    texts = {name: t(f"player.{name}", lang) for name in _TEXTS}
    data = {
        "key": key,
        "years": years,
        "year": shown,
        "stamp": memory["stamp"],
        "bare": buttons_only,
        "texts": {"label": label, **texts},
    }
    mount("player", FOLDER, key, data, pick=take)
    return shown
