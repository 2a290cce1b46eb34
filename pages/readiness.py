"""Readiness: the e-government level of a province's departments, districts and communes, and by which criteria."""

import streamlit as st

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.readiness import controls, files, heading, levels, listing, notes, rules, units
from egov_metrics.views.readiness import reading

shell.within_shell(ROOT)


@st.fragment
def readiness() -> None:
    """The whole page: a change of a filter draws it anew and leaves the shell alone."""
    page = reading.read(session.served(), filters.current())
    st.html(rules.STYLE)
    controls.row(page)
    if page.is_list:
        listing.show(page)
        rules.library(page)
        notes.process(page)
        return
    if not page.tiers:
        heading.show(page)
        heading.nothing(page)
        rules.national(page)
        return
    heading.show(page)
    levels.show(page)
    units.show(page)
    files.show(page)
    rules.of_tier(page)
    notes.show(page)


readiness()
