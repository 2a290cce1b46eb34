"""Below the charts of years: why the rank of our own unit moved."""

from __future__ import annotations

import streamlit as st

from egov_metrics.i18n.texts import t
from egov_metrics.ui import rank_move
from egov_metrics.ui.compare import screen
from egov_metrics.ui.compare.framing import is_one_ranking
from egov_metrics.ui.compare.reading import Comparison

VIEWS = ("line", "bump", "slope", "dumbbell")


def why_rank_moved(page: Comparison) -> None:
    """The block, when the reader opens it; only for an own unit whose index has a better end."""
    own = page.own
    if own is None or page.view.view not in VIEWS or page.indicator["direction"] == "neutral":
        return
    mine = page.figures[page.figures["unit_id"] == own]
    if len(mine) < 2 or not is_one_ranking(page, mine):
        return
    opened = st.toggle(t("compare.why", page.lang, unit=page.name(own)), key="compare-why")
    if opened:
        rank_move.show(
            page.served, page.view, page.figures, own, page.indicator, page.name, page.methods, "compare-move",
            width=screen.chart_width(),
        )  # fmt: skip
