"""The workbooks that provinces fill in, offered for the unit that the reader looks at."""

from __future__ import annotations

from functools import partial

import streamlit as st

from egov_metrics.collect.workbooks import template
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.collect import acting
from egov_metrics.ui.parts import Download
from egov_metrics.ui.session import Served
from egov_metrics.views.view import View

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TIERS = {"P63": ("district", "commune"), "P34": ("commune",)}
"""Which units a province has: districts ended with 30/6/2025."""


def show(served: Served, view: View) -> None:
    """A template of all provinces; where the own unit is a province, of its districts and communes too."""
    lang = view.lang
    box = st.expander(t("table.blank", lang), key="table-blank-box", on_change="rerun")
    if not box.open:
        return
    files = [_file(served, view, "province", None)]
    files += [_file(served, view, level, view.unit) for level in _TIERS.get(view.unit.partition("-")[0], ())]
    with box:
        parts.source_line(t("table.blank.sub", lang))
        parts.downloads(files, "table-blank")


def _file(served: Served, view: View, level: str, parent: str | None) -> Download:
    unit = served.unit_options(view.lang).name(parent) if parent else ""
    label = t(f"table.blank.{level}", view.lang, unit=unit) if parent else t(f"table.blank.{level}", view.lang)
    ending = f"-{parent.lower()}" if parent else ""
    return Download(
        label, f"mau-nhap-{level}{ending}.xlsx", _XLSX, partial(_made, served, level, parent)
    )  # fmt: skip


def _made(served: Served, level: str, parent: str | None) -> bytes:
    return template(acting.words(served), level, parent)
