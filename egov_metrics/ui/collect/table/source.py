"""The file as a source: who published it, under which title, where and when."""

from __future__ import annotations

import re
from dataclasses import replace

import streamlit as st

from egov_metrics.collect.workbooks import Source
from egov_metrics.collect.workbooks.profile import GRADES
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.collect import acting
from egov_metrics.ui.collect.table.sheet import Table

_DAY = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?")


def show(table: Table) -> None:
    """A form for who may change it, one line for others; what is left empty comes from the file and its index."""
    lang = table.lang
    box = st.expander(t("collect.source", lang), key="table-source-box", on_change="rerun")
    if not box.open:
        return
    given = table.plan.profile.source
    own = next(
        (one for one in table.plan.sources if one["source_id"].startswith("import-")), {"producer": "", "title": ""}
    )
    with box:
        if not table.may_say:
            parts.source_line(" · ".join(text for text in (given.producer or own["producer"], given.title) if text))
            return
        with st.form(table.key("source"), border=False):
            first, second = st.columns(2)
            producer = first.text_input(t("source.producer", lang), given.producer or own["producer"], max_chars=200)
            title = second.text_input(t("source.title", lang), given.title or table.one.name, max_chars=300)
            url = first.text_input(t("source.url", lang), given.url, placeholder="https://", max_chars=500)
            published = second.text_input(t("source.published", lang), given.published, placeholder="2024-12-31")
            grade = first.selectbox(
                t("source.grade", lang), GRADES, GRADES.index(given.grade or "secondary"),
                format_func=lambda word: t(f"sources.grade.{word}", lang),
            )  # fmt: skip
            if st.form_submit_button(t("form.save", lang)):
                _keep(table, Source(title.strip(), producer.strip(), url.strip(), published.strip(), grade))
                st.rerun()


def _keep(table: Table, said: Source) -> None:
    if not _DAY.fullmatch(said.published) or (said.url and not said.url.startswith(("https://", "http://"))):
        acting.tell(t("review.refused.wrong_field", table.lang), "warn")
    elif table.say(replace(table.plan.profile, source=said)):
        acting.tell(t("collect.source.saved", table.lang))
