"""The whole edition to take home: a button that makes the package of open data when a reader asks for it."""

from __future__ import annotations

import streamlit as st

from egov_metrics import paths, settings, store
from egov_metrics.export.package import keeping
from egov_metrics.export.package.writing import Order
from egov_metrics.i18n.texts import t
from egov_metrics.ui import markup, parts
from egov_metrics.ui.parts import Download
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.page import Page


def show(page: Page) -> None:
    """What is in the package, and the button; of a very large store the command instead."""
    ref, lang = page.served.ref, page.lang
    st.html(html.heading(t("package.ui.head", lang)))
    if ref.file_bytes > keeping.LARGEST:
        command = f"python -m egov_metrics export --out egov-open.zip --edition {ref.short_hash}"
        parts.notice(t("package.ui.large", lang, command=command))
        return
    st.html(markup.small(t("package.ui.what", lang)))
    name = f"egov-open-{ref.short_hash}.zip"
    parts.downloads([Download(t("package.ui.button", lang), name, "application/zip", lambda: _made(ref))], "open-data")


def _made(ref: store.EditionRef) -> bytes:
    workspace = paths.workspace_folder()
    order = Order(store.open_edition(ref), ref, paths.data_folder(), settings.read_settings(workspace))
    return keeping.package(order, workspace)
