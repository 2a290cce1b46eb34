"""What pages read of an edition whatever the unit: asked of the store once, then kept."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis.catalogue import Catalogue, read_catalogue
from egov_metrics.ui.session import Served


def catalogue(served: Served) -> Catalogue:
    """Four queries the first time."""
    return _catalogue(str(served.ref.path), served)


@st.cache_resource(max_entries=4, show_spinner=False)
def _catalogue(path: str, _served: Served) -> Catalogue:
    return read_catalogue(_served.query)
