"""Compare: one indicator, many units, the years; as charts of many kinds or a table, and as files."""

import streamlit as st

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.compare import (
    controls,
    heading,
    listing,
    movement,
    notices,
    over_years,
    pairs,
    ranking,
    reading,
    screen,
    two_indicators,
)

shell.within_shell(ROOT)

VIEWS = {
    "line": over_years.draw_line,
    "bump": over_years.draw_bump,
    "slope": pairs.draw_slope,
    "dumbbell": pairs.draw_dumbbell,
    "bars": ranking.draw_bars,
    "dist": ranking.draw_spread,
    "grid": over_years.draw_grid,
    "scatter": two_indicators.draw_scatter,
    "table": listing.draw_table,
}


@st.fragment
def compare(told: bool) -> None:
    """The whole page: a change of a filter draws it anew and leaves the shell alone; only when the shell has `told` of
    a bad link, and that is no longer so, all is drawn again."""
    if told and not filters.problems():
        st.rerun()
    page = reading.read(session.served(), filters.current())
    with screen.frame():
        controls.row(page)
        if page.field.obstacle:
            heading.obstacle(page)
            return
        top = st.container(gap="xsmall")
        controls.bar(page)
        words = VIEWS[page.view.view](page)
        notices.refused_list(page)
        movement.why_rank_moved(page)
        with top:
            heading.show(page, words)


compare(bool(filters.problems()))
