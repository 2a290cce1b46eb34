"""How large the window is: the browser knows; the server is told once and remembers it for the session."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import parts, stage
from egov_metrics.ui.components import mount

FOLDER = Path(__file__).parent
STYLE = FOLDER / "compare.css"
Size = Literal["narrow", "medium", "large"]
# Width and height of a line chart in CSS pixels: for a phone, a laptop (1366 x 768), a projector (1920 x 1080).
_LINES: dict[Size, tuple[int, int]] = {"narrow": (358, 420), "medium": (1240, 470), "large": (1760, 680)}


def size() -> Size:
    """How large the window is, as far as the browser has told."""
    if parts.narrow():
        return "narrow"
    return "large" if parts.large() else "medium"


def line_size() -> tuple[int, int]:
    """Width and height for which a line chart is laid out."""
    on = stage.current()
    return (on.room.width, on.room.height) if on is not None else _LINES[size()]


def chart_width() -> int:
    """The width for which any other chart is laid out."""
    return line_size()[0]


def frame() -> DeltaGenerator:
    """What the page stands in: its style sheet, and less air between the parts than Streamlit leaves."""
    st.html(STYLE)
    return st.container(key="compare-page", gap="xsmall")


def compact_filters(chosen: str, lang: Lang) -> None:
    """On a phone: one button that says what is chosen and opens the filters."""
    with st.container(key="compare-compact"):
        mount("compact", FOLDER, "compare-compact-button", {"label": t("compare.filters", lang), "chosen": chosen})
