"""What contradicts what in a document under review, beside its items. Found by `egov_metrics.collect.findings`."""

from __future__ import annotations

import streamlit as st

from egov_metrics import store
from egov_metrics.collect.findings import Finding, findings
from egov_metrics.collect.review.folding import item_ids
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.collect.reading import Page


def show(page: Page) -> None:
    """The findings on what was proposed, as they come, with the numbers of the items; nothing where there are none."""
    found = _found(page.review_id, str(page.served.newest.path), page)
    if not found:
        return
    numbers = {item.item_id: number for number, item in enumerate(page.in_order, start=1)}
    names = item_ids(len(page.review.head.proposals))
    lines = []
    for one in found:
        items = sorted(numbers[names[place]] for place in one.proposals if names[place] in numbers)
        where = f" [{', '.join(map(str, items))}]" if items else ""
        lines.append((f"{one.message(page.lang)}{where}", None))
    with st.expander(t("collect.findings", page.lang, n=len(found)), expanded=True, key="collect-findings"):
        parts.bullets(lines)


@st.cache_data(max_entries=32, show_spinner=False)
def _found(review_id: str, edition: str, _page: Page) -> list[Finding]:
    return list(findings(_page.text, list(_page.review.head.proposals), store.open_edition(_page.served.newest)))
