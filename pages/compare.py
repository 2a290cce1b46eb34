"""Compare: one indicator, many units, the years; as charts of many kinds or a table, and as files."""

import streamlit as st

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.compare import controls, heading, movement, notices, screen
from egov_metrics.ui.compare.kinds import VIEWS
from egov_metrics.views.compare import reading
from egov_metrics.views.compare.words import obstacle

shell.within_shell(ROOT)


@st.fragment
def compare(told: bool) -> None:
    """The whole page: a change of a filter draws it anew and leaves the shell alone; only when the shell has `told` of
    a bad link, and that is no longer so, all is drawn again."""
    if told and not filters.problems():
        st.rerun()
    page = reading.read(session.served(), filters.current())
    with screen.frame():
        controls.row(page)
        if (none := obstacle(page)) is not None:
            heading.obstacle(page, none)
            return
        top = st.container(gap="xsmall")
        controls.bar(page)
        words = VIEWS[page.view.view](page)
        notices.refused_list(page)
        movement.why_rank_moved(page)
        with top:
            heading.show(page, words)


compare(bool(filters.problems()))
