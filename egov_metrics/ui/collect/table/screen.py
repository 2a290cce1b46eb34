"""One import on the screen: what can be accepted, what has to be answered, how it is read, what became of each row."""

from __future__ import annotations

import streamlit as st

from egov_metrics import store
from egov_metrics.collect.reading import ReadingRefused
from egov_metrics.collect.workbooks import imports
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.collect import acting, start, who
from egov_metrics.ui.collect.reading import moment
from egov_metrics.ui.collect.table import judged, mapping, questions, source
from egov_metrics.ui.collect.table.sheet import Table, opened
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.session import Served
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.page import STYLE
from egov_metrics.views.view import View

FATES = ("accepted", "known", "duplicate", "rejected", "waiting")


def show(served: Served, view: View, import_id: str) -> None:
    """The import of the link; a plain remark when the workspace has none of that name or its file is not to be read."""
    back = Link(t("collect.back.all", view.lang), href("collect", view.elsewhere()))
    try:
        with st.spinner(t("table.reading", view.lang)):
            table = opened(served, view, who.person(), import_id)
    except (store.StoreError, ReadingRefused) as error:
        parts.headline(t("table.title", view.lang), links=[back])
        _told()
        parts.notice(acting.words_of(error, view.lang), kind="warn")
        return
    st.html(STYLE)
    _headline(table, back)
    _told()
    _state(table)
    if table.person.may_edit and not table.person.is_named:
        parts.notice(t("collect.name.first", table.lang))
        start.name(table.lang, table.person)
    _counts(table)
    _buttons(table)
    questions.show(table)
    judged.show(table)
    mapping.show(table)
    source.show(table)


def _told() -> None:
    """What was just done: at the top, and for a moment where the reader is."""
    for kind, words in acting.told():
        parts.notice(words, kind="warn" if kind == "warn" else "info")
        st.toast(words)


def _headline(table: Table, back: Link) -> None:
    one, lang = table.one, table.lang
    ready = table.plan.count("accepted")
    rows = table.served.query("families")
    family = next(iter(rows.loc[rows["family"] == table.plan.profile.family, f"short_{lang}"]), "")
    said = t(
        "table.brought", lang, by=one.brought_by, at=moment(one.brought_at),
        rows=numbers.count(table.plan.rows_read), sha=one.sha256[:12],
    )  # fmt: skip
    about = t("table.family", lang, family=family) if family else ""
    parts.headline(f"{one.name}: {plural('table.ready', ready, lang)}", " · ".join(filter(None, [about, said])), [back])


def _state(table: Table) -> None:
    one, lang = table.one, table.lang
    if one.batches:
        go = Link(t("collect.publish.go", lang), href("collect", table.view.elsewhere()))
        parts.notice(t("collect.batches", lang, batches=", ".join(one.batches)), links=[go])
    if one.state == imports.ASIDE:
        parts.notice(t("table.aside", lang, by=one.changed_by))
    if table.plan.opened.has_macros:
        parts.notice(t("import.said.macros", lang))


def _counts(table: Table) -> None:
    """What became of the statements, in one row."""
    counts = {fate: table.plan.count(fate) for fate in FATES[:-1]} | {"waiting": sum(table.plan.waiting.values())}
    heads = [html.Head(t(f"table.fate.{fate}", table.lang), "number") for fate in FATES]
    row = [html.text(numbers.count(counts[fate])) for fate in FATES]
    st.html(html.table(heads, [row], t("table.counts", table.lang)))


def _buttons(table: Table) -> None:
    if not table.may_say:
        return
    lang, ready = table.lang, table.plan.count("accepted")
    with st.container(horizontal=True, gap="small", key="table-buttons"):
        st.button(
            plural("collect.finish", ready, lang), type="primary" if ready else "secondary", key="table-accept",
            disabled=not ready, on_click=accept, args=(table,),
        )  # fmt: skip
        if table.one.state == imports.OPEN:
            st.button(t("table.put_aside", lang), key="table-aside", on_click=_set, args=(table, imports.ASIDE))
        elif table.one.state == imports.ASIDE:
            st.button(t("table.reopen", lang), key="table-reopen", on_click=_set, args=(table, imports.OPEN))
        st.button(
            t("table.as_document", lang), key="table-as-document", on_click=as_document, args=(table,),
            help=t("table.as_document.help", lang),
        )  # fmt: skip


def accept(table: Table) -> None:
    """Make the batch and tell what came of it. For a callback."""
    lang = table.lang

    def do() -> None:
        done = acting.accept_table(table.served, table.one)
        if done.batch is None:
            acting.tell(t("import.said.no_batch", lang))
            return
        acting.tell(t("collect.finish.done", lang, rows=numbers.count(done.rows), batch=done.batch.batch_id))
        if done.known:
            acting.tell(t("import.said.known", lang, n=numbers.count(done.known)))

    acting.safely(lang, do)


def _set(table: Table, state: str) -> None:
    if acting.safely(table.lang, lambda: acting.say_of_table(table.one, state=state)) and state == imports.ASIDE:
        acting.tell(t("table.was_put_aside", table.lang, name=table.one.name))
        filters.change(table=None)


def as_document(table: Table) -> None:
    """Open the review of the file as a document: its rows are read one by one. For a callback."""

    def do() -> None:
        made = acting.read_as_document(table.served, table.one)
        filters.change(table=None, review=made.review_id)

    acting.safely(table.lang, do)
