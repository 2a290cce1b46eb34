"""Profile: one screen for one unit, old or new, from the province to the commune; prints on one A4."""

import streamlit as st

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.profile import (
    comparable,
    documents,
    header,
    indices,
    lists,
    reading,
    reports,
    screen,
    series,
    sheet,
)
from egov_metrics.views.view import COUNTRY

shell.within_shell(ROOT)


@st.fragment
def over_time(page: reading.Profile) -> None:
    """A change of the index draws its chart anew, and the sheet for the printer that has it too."""
    series.series(page)
    sheet.sheet(page)


view, served = filters.current(), session.served()
screen.style()
header.choose(served, view)

if view.unit == COUNTRY:
    header.ask(served, view)
else:
    page = reading.read(served, view)
    header.header(page)
    indices.table(page)
    lists.balance(page)
    indices.more(page)
    comparable.units(page)
    over_time(page)
    lists.within(page)
    documents.documents(page)
    lists.gaps(page)
    reports.buttons(page)
    header.nothing(page)
