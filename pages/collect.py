"""Collect: drop documents and tables, review what they state, publish what was accepted."""

import streamlit as st

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.collect import publishing, screen, start, who
from egov_metrics.ui.collect.table import blank
from egov_metrics.ui.collect.table import screen as table_screen

shell.within_shell(ROOT)


@st.fragment
def review(opened: str) -> None:
    """The desk: a decision draws it anew and leaves the shell alone; when the review was left, all is drawn again."""
    if filters.current().review != opened:
        st.rerun()
    screen.show(session.served(), filters.current(), opened)


@st.fragment
def table(opened: str) -> None:
    """The import of a table, in the same way."""
    if filters.current().table != opened:
        st.rerun()
    table_screen.show(session.served(), filters.current(), opened)


view, served = filters.current(), session.served()

if view.review:
    review(view.review)
elif view.table:
    table(view.table)
else:
    person = who.person()
    start.headline(view, person)
    start.name(view.lang, person)
    start.drop(served, view.lang, person)
    blank.show(served, view)
    start.tables(view)
    start.listing(view)
    publishing.show(served, view, person)
