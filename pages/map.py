"""Map: one indicator and year of all provinces on a grid of tiles, beside a ranked list; the years can be played."""

import streamlit as st

from egov_metrics.paths import ROOT
from egov_metrics.ui import filters, session, shell
from egov_metrics.ui.map import page

shell.within_shell(ROOT)


@st.fragment
def province_map() -> None:
    """The whole page: a change of a filter draws it anew and leaves the shell alone."""
    page.show(session.served(), filters.current())


province_map()
