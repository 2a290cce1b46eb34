"""Remarks on units on the screen: those without figures here, and the list of what was not recomputed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.parts import Column
from egov_metrics.views.compare import remarks
from egov_metrics.views.compare.reading import Comparison


def absent(page: Comparison) -> None:
    """Which of the units that the reader asked for have nothing to show here, why, and ways on."""
    for remark in remarks.absent(page):
        links = [Link(called, href("compare", view)) for called, view in remark.ways]
        parts.notice(remark.words, links=links)


def refused_list(page: Comparison) -> None:
    """All that was not recomputed, with the reason, for who opens the list."""
    if not page.refused:
        return
    opened = st.expander(t("compare.refused.list", page.lang), key="compare-refused", on_change="rerun")
    if opened.open:
        with opened:
            frame = pd.DataFrame(remarks.refused_rows(page), columns=["unit", "years", "reason"])
            columns = [
                Column("unit", t("compare.table.unit", page.lang), pinned=True),
                Column("years", t("compare.years", page.lang)),
                Column("reason", t("compare.refused.reason", page.lang)),
            ]
            parts.data_table(frame, columns, t("compare.refused.list", page.lang), key="compare-refused-table")
