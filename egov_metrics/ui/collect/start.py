"""Where collecting begins: who is here, dropping documents, and the reviews there are."""

from __future__ import annotations

from html import escape
from typing import TypeVar

import streamlit as st

from egov_metrics import paths
from egov_metrics.collect import review
from egov_metrics.collect.reading.limits import MAX_FILE_BYTES, MIB
from egov_metrics.collect.workbooks import imports
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.collect import acting, who
from egov_metrics.ui.collect.reading import moment
from egov_metrics.ui.collect.who import Person
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.session import Served
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.page import STYLE
from egov_metrics.views.view import View

TYPES = (
    "txt",
    "html",
    "htm",
    "mht",
    "docx",
    "docm",
    "doc",
    "pdf",
    "xlsx",
    "xlsm",
    "xls",
    "ods",
    "csv",
    "tsv",
    "parquet",
)
AT_ONCE = 20
"""How many reviews are listed at first."""
Listed = TypeVar("Listed")
_UPLOADS = "collect:uploads"
_MORE = "collect:more"


def headline(view: View, person: Person) -> None:
    """What the page is for, what was just done, and what this person may not."""
    lang = view.lang
    parts.headline(t("collect.headline", lang), t("collect.sub", lang))
    for kind, words in acting.told():
        parts.notice(words, kind="warn" if kind == "warn" else "info")
    if person.may_edit:
        return
    parts.notice(t("collect.readonly", lang))
    if who.can_sign_in():
        st.button(t("collect.sign_in", lang), key="collect-sign-in", on_click=st.login)


def name(lang: Lang, person: Person) -> None:
    """Ask once who is here, where nobody signs in; say who it is."""
    if not person.may_edit:
        return
    if person.email is not None:
        parts.source_line(t("collect.you", lang, name=person.name))
        return

    def keep() -> None:
        who.give_name(st.session_state.get("collect-name", ""))

    st.text_input(
        t("collect.name", lang), person.name, key="collect-name", max_chars=who.LONGEST_NAME, on_change=keep,
        placeholder=t("collect.name.help", lang), width=320,
    )  # fmt: skip


def drop(served: Served, lang: Lang, person: Person) -> None:
    """The place to drop documents; a refused one is told and the others go on."""
    if not person.may_edit:
        return
    if not person.is_named:
        parts.notice(t("collect.name.first", lang))
        return
    turn = int(st.session_state.get(_UPLOADS, 0))
    said = {name: t(f"collect.drop.{name}", lang, size=MAX_FILE_BYTES // MIB) for name in ("here", "browse")}
    st.html(parts.upload_words("collect-drop", said["here"], said["browse"]))
    with st.container(key="collect-drop"):
        files = st.file_uploader(
            t("collect.drop", lang), list(TYPES), accept_multiple_files=True, key=f"collect-files-{turn}",
            max_upload_size=MAX_FILE_BYTES // MIB,
        )  # fmt: skip
    if not files:
        return
    take(served, lang, [(file.name, file.getvalue()) for file in files])
    st.session_state[_UPLOADS] = turn + 1  # an empty place for the next ones
    st.rerun()


def take(served: Served, lang: Lang, files: list[tuple[str, bytes]]) -> None:
    """Begin the import of each table and the review of each document; a single one is opened on the screen."""
    opened: list[review.Opened] = []
    brought: list[imports.Import] = []
    again = False
    bar = st.progress(0.0, t("collect.reading", lang, n=0, of=len(files)))
    for number, (file_name, content) in enumerate(files, start=1):
        bar.progress(number / len(files), t("collect.reading", lang, n=number, of=len(files)))

        def one(file_name: str = file_name, content: bytes = content) -> None:
            nonlocal again
            table = acting.bring_table(served, file_name, content)
            if table is not None:
                brought.append(table[0])
                again = again or not table[1]
            else:
                opened.append(acting.drop(served, file_name, content))
                again = again or not opened[-1].made

        acting.safely(lang, one)
    if again:
        acting.tell(t("collect.again", lang))
    if len(files) == len(opened) == 1:
        filters.change(review=opened[0].review_id)
    elif len(files) == len(brought) == 1:
        filters.change(table=brought[0].import_id)


def tables(view: View) -> None:
    """The imports of tables, open ones first; nothing as long as there is none."""
    lang = view.lang
    found = imports.imports(paths.workspace_folder())
    if not found:
        return
    left = sum(one.is_open for one in found)
    parts.title(
        plural("collect.tables", left, lang) if left else t("collect.tables.done", lang), t("collect.tables.sub", lang)
    )
    st.html(STYLE)
    heads = [
        html.Head(t("collect.column.table", lang), "lead wide"),
        html.Head(t("collect.column.opened", lang)),
        html.Head(t("collect.column.state", lang)),
    ]
    rows = []
    for one in _first(found, "tables"):
        link = Link(one.name, href("collect", view.elsewhere(table=one.import_id)))
        changed = f"{one.changed_by}, {moment(one.changed_at)}" if one.changed_at else ""
        rows.append(
            [
                html.anchor(link, "vi"),
                html.text(f"{one.brought_by}, {moment(one.brought_at)}"),
                html.lines(
                    html.text(t(f"table.import.{one.state}", lang)),
                    html.quiet(" · ".join(filter(None, [changed, ", ".join(one.batches)]))),
                ),
            ]
        )
    st.html(html.table(heads, rows, escape(t("collect.tables.sub", lang))))
    _offer_more(len(found), "tables", lang)


def listing(view: View) -> None:
    """All reviews, those with something left first."""
    lang = view.lang
    found = review.reviews(paths.workspace_folder())
    left = [one for one in found if not one.is_done]
    parts.title(plural("collect.reviews", len(left), lang), t("collect.reviews.sub", lang) if found else "")
    if not found:
        parts.notice(t("collect.reviews.none", lang))
        return
    st.html(STYLE)
    heads = [
        html.Head(t("collect.column.document", lang), "lead wide"),
        html.Head(t("collect.column.opened", lang)),
        *(html.Head(t(f"review.filter.{state}", lang), "number") for state in ("open", "accepted", "known", "batched")),
    ]
    rows = []
    for one in _first(found, "reviews"):
        counts = one.counts()
        link = Link(one.head.name, href("collect", view.elsewhere(review=one.review_id)))
        people = sorted({event.by for event in one.events} - {one.head.opened_by})
        rows.append(
            [
                html.lines(html.anchor(link, "vi"), html.quiet(one.head.title, "vi")),
                html.lines(
                    html.text(f"{one.head.opened_by}, {moment(one.head.opened_at)}"),
                    html.quiet(t("collect.people", lang, people=", ".join(people)) if people else ""),
                ),
                *(html.text(numbers.count(counts[state])) for state in ("open", "accepted", "known", "batched")),
            ]
        )
    st.html(html.table(heads, rows, escape(t("collect.reviews.sub", lang))))
    _offer_more(len(found), "reviews", lang)


def _first(found: list[Listed], name: str) -> list[Listed]:
    """As many of a list as were asked for."""
    return found[: AT_ONCE * (1 + int(st.session_state.get(f"{_MORE}:{name}", 0)))]


def _offer_more(count: int, name: str, lang: Lang) -> None:
    left = count - AT_ONCE * (1 + int(st.session_state.get(f"{_MORE}:{name}", 0)))
    if left > 0:
        st.button(
            t("sources.more", lang, n=min(AT_ONCE, left), left=left), key=f"collect-more-{name}",
            on_click=_more, args=(name,),
        )  # fmt: skip


def _more(name: str) -> None:
    st.session_state[f"{_MORE}:{name}"] = int(st.session_state.get(f"{_MORE}:{name}", 0)) + 1
