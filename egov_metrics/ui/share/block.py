"""The button that unfolds the citations of a chart or figure, and the frame of a chart, ready to be copied."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import filters, session, sheet
from egov_metrics.ui.components import mount
from egov_metrics.ui.embed.asked import PAGES as EMBEDDED
from egov_metrics.ui.present import adding
from egov_metrics.ui.share import texts
from egov_metrics.ui.share.texts import Subject

MOVES = {f"compare-{kind}" for kind in adding.MOVES.values()}
FOLDER = Path(__file__).parent


def button(key: str, subject: Callable[[], Subject], lang: Lang) -> None:
    """Below the chart (or figure) of a key. `subject` is asked only when the reader unfolds it."""
    place = adding.of_session(key)
    framed = place is not None and place[0] in EMBEDDED
    label = t("share.open" if framed else "share.open_cite", lang)
    box = st.popover(
        label, key=f"{key}-share", icon=":material/format_quote:", type="tertiary", width="content", on_change="rerun"
    )
    if not box.open:
        return
    served = session.served()
    about, link = subject(), f"{sheet.address()}?{filters.current().to_query()}"
    fields = [
        (t("share.short", lang), texts.short(about, served.ref, link, lang)),
        (t("share.long", lang), texts.long(about, served.ref, link, lang, datetime.date.today())),
    ]
    if place is not None and framed:
        page, chart, _ = place
        of_chart = {"chart": chart.partition("-")[2]} if chart in MOVES else {}
        kept = {**adding.params_of(place), **of_chart, "lang": lang, "edition": served.ref.short_hash}
        newest = {name: text for name, text in kept.items() if name != "edition"}
        fields += [
            (t("share.frame", lang), texts.frame(sheet.base(), page, kept, about.title)),
            (t("share.frame_newest", lang), texts.frame(sheet.base(), page, newest, about.title)),
        ]
    with box:
        copies(f"{key}-copies", fields, lang)


def copies(key: str, fields: list[tuple[str, str]], lang: Lang) -> None:
    """Texts under their labels, each with a button that puts it on the clipboard."""
    words = {name: t(f"share.copy.{name}", lang) for name in ("label", "done", "failed")}
    mount("copies", FOLDER, key, {"fields": [list(one) for one in fields], "texts": words})
