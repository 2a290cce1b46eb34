"""The passage behind a statement that came with a document: the text, or the row of a table, with it marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics import paths, store
from egov_metrics.collect import originals
from egov_metrics.collect.reading import ReadingRefused, read_bytes
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui.sources import cell, html, words
from egov_metrics.ui.sources.html import Html
from egov_metrics.ui.sources.page import Page

AROUND = 700
"""Characters of the text shown before and behind the passage."""
LONGEST = 4000
"""Characters of a passage that are shown: one may be a whole table."""


@st.cache_data(max_entries=32, show_spinner=False)
def text_of(workspace: str, sha256: str) -> str | None:
    """The text of a kept original as it is read today; None when it is not kept or not read any more."""
    try:
        folder = paths.workspace_folder(workspace)
        kept = originals.find(folder, sha256)
        return read_bytes(kept.name, originals.content_of(folder, sha256)).text if kept else None
    except (store.StoreError, ReadingRefused, OSError):
        return None


def place_of(text: str, start: int, end: int, quote: str) -> tuple[int, int] | None:
    """Where a passage stands in a text: at its offsets, or where its words are when the text is read otherwise now."""
    if text[start:end] == quote:
        return start, end
    found = text.find(quote) if quote else -1
    return (found, found + len(quote)) if found >= 0 else None


def show(page: Page, statements: pd.DataFrame) -> None:
    """For each document behind the statements its passage, in its surroundings; nothing where there is no document."""
    rows = [row for row in statements.to_dict("records") if words.given(row["document"])]
    if not rows:
        return
    st.html(html.heading(t("sources.document.title", page.lang), 2))
    st.html(html.joined(*(_one(page, row, number == 0) for number, row in enumerate(_each_passage(rows)))))


def _each_passage(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Versions of a figure may be of one passage: it is shown once."""
    found: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        found.setdefault((row["document"], row["quote_start"], row["quote"]), row)
    return list(found.values())


def _one(page: Page, row: dict[str, Any], opened: bool) -> Html:
    kept = originals.find(paths.workspace_folder(), str(row["document"]))
    name = kept.name if kept else words.said(row["title"])
    summary = html.beside(html.strong(name), html.quiet(words.brought(row, page.lang)))
    about = [html.quiet(t("sources.document.checksum", page.lang, sha=row["document"]))]
    if kept:
        day, size = numbers.date(kept.kept_at.date()), numbers.count(kept.size)
        about.append(html.quiet(t("sources.document.kept", page.lang, by=kept.by, date=day, bytes=size)))
    else:
        about.append(html.quiet(t("sources.document.gone", page.lang)))
    return html.folded(summary, html.joined(html.lines(*about), _passage(page.lang, row)), opened)


def _passage(lang: Lang, row: dict[str, Any]) -> Html:
    """The passage marked in its surroundings; alone where the text cannot be had."""
    quote = words.said(row["quote"])
    text = text_of(str(paths.workspace_folder()), str(row["document"])) if words.given(row["quote_start"]) else None
    place = place_of(text, int(row["quote_start"]), int(row["quote_end"]), quote) if text is not None else None
    if text is None or place is None:
        in_table = cell.html_of(str(row["document"]), quote, lang)
        if in_table is not None:
            return in_table
        return Html(f'<blockquote class="egov-passage" lang="vi"><mark>{escape(quote[:LONGEST])}</mark></blockquote>')
    start, end = place
    first = max(0, text.rfind("\n", 0, max(0, start - AROUND)) + 1, start - 2 * AROUND)
    last = min(len(text), end + AROUND)
    cut = min(end, start + LONGEST)
    before, said, after = (escape(part) for part in (text[first:start], text[start:cut], text[cut:last]))
    return Html(
        f'<blockquote class="egov-passage" lang="vi">{"… " if first else ""}{before}<mark>{said}</mark>{after}'
        f"{' …' if last < len(text) else ''}</blockquote>"
    )
