"""The files of the profile page: its style sheets and its script."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from egov_metrics.ui.sources.page import STYLE as TABLES

FOLDER = Path(__file__).parent


def style() -> None:
    """The style sheets of tables and of this page, and how it is printed."""
    st.html(TABLES)
    st.html(FOLDER / "profile.css")
    st.html(FOLDER / "print.css")
