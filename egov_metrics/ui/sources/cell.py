"""The cell of a workbook that states a figure: its row with the headings over it, the cell marked."""

from __future__ import annotations

from html import escape

import streamlit as st

from egov_metrics import paths, store
from egov_metrics.collect import originals
from egov_metrics.collect.reading import ReadingRefused
from egov_metrics.collect.workbooks import cell
from egov_metrics.collect.workbooks.grid import Book, read_book
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui.sources.html import Html

MOST_BYTES = 16 << 20
"""Bytes of a workbook that is opened to show one of its cells."""


@st.cache_resource(max_entries=4, show_spinner=False)
def _book(workspace: str, sha256: str) -> Book | None:
    """A kept workbook; None when it is not kept, too large to be opened for one cell, or not read any more."""
    try:
        folder = paths.workspace_folder(workspace)
        kept = originals.find(folder, sha256)
        if kept is None or kept.size > MOST_BYTES:
            return None
        return read_book(kept.name, originals.content_of(folder, sha256))
    except (store.StoreError, ReadingRefused, OSError):
        return None


def html_of(sha256: str, quote: str, lang: Lang) -> Html | None:
    """The row of the cell that a statement names ("PCI!B12") as a small table; None where that cannot be had."""
    if cell.place_of(quote) is None:
        return None
    book = _book(str(paths.workspace_folder()), sha256)
    found = cell.surroundings(book, quote) if book is not None else None
    return None if found is None else _table(found, lang)


def _table(found: cell.Surroundings, lang: Lang) -> Html:
    corner = "".join(f'<th scope="col">{escape(letters)}</th>' for letters in ("", *found.columns))
    rows = []
    for line in found.lines:
        tag = "th" if line.is_head else "td"
        cells = [
            f"<{tag}>{f'<mark>{escape(text)}</mark>' if at == found.at and not line.is_head else escape(text)}</{tag}>"
            for at, text in enumerate(line.cells)
        ]
        rows.append(f'<tr><th scope="row">{line.row}</th>{"".join(cells)}</tr>')
    caption = escape(t("table.sheet", lang, sheet=found.sheet))
    return Html(
        f'<div class="egov-scroll"><table class="egov-cell" lang="vi"><caption>{caption}</caption>'
        f"<thead><tr>{corner}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
