"""Below the charts of years: why the rank of our own unit moved between the years that they show."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis import rank_move as moves
from egov_metrics.analysis.rank_move import Moved
from egov_metrics.i18n.texts import t
from egov_metrics.ui import rank_move
from egov_metrics.ui.compare import screen
from egov_metrics.views.compare.framing import is_one_ranking
from egov_metrics.views.compare.reading import PAIRS, Comparison

VIEWS = ("line", "bump", "slope", "dumbbell")


def why_rank_moved(page: Comparison) -> None:
    """The block, when the reader opens it; only for an own unit whose index has a better end."""
    if not can_be_told(page):
        return
    if st.toggle(t("compare.why", page.lang, unit=page.name(str(page.own))), key="compare-why"):
        show(page)


def can_be_told(page: Comparison) -> bool:
    """Has our own unit two figures of one ranking whose index has a better end, and does the chart show years?"""
    if page.own is None or page.view.view not in VIEWS or page.indicator["direction"] == "neutral":
        return False
    mine = page.figures[page.figures["unit_id"] == page.own]
    return len(mine) > 1 and is_one_ranking(page, mine)


def show(page: Comparison) -> None:
    """The block on our own unit, of which `can_be_told` is true."""
    own = str(page.own)
    rank_move.show(
        page.served, page.view, page.figures, own, page.indicator, page.name, page.methods, "compare-move",
        width=screen.chart_width(), found=_found(page, own),
    )  # fmt: skip


def _found(page: Comparison, own: str) -> Moved:
    """The move between the two years on the screen; of a chart of many years the newest one among those."""
    direction = str(page.indicator["direction"])
    if page.view.view in PAIRS and page.pair is not None:
        two = page.pair.year_from, page.pair.year_to
        return moves.between(page.figures, own, *two, direction, page.methods)
    return moves.newest(page.figures, own, direction, page.methods, page.span)
