"""One review on the screen: who, how far, the desk, the form, the document as a source, finishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from egov_metrics import paths
from egov_metrics.collect import originals, review
from egov_metrics.collect.reading import describe_note
from egov_metrics.collect.review.statements import source_of
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.store.tables import TABLES
from egov_metrics.ui import filters, parts
from egov_metrics.ui.collect import acting, findings, form, start, who
from egov_metrics.ui.collect.desk import desk
from egov_metrics.ui.collect.reading import FILTERS, MOST_SHOWN, Page, moment, state_key
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.session import Served
from egov_metrics.views.view import View


def show(served: Served, view: View, review_id: str) -> None:
    """The review of the link; a plain remark when the workspace has none of that name."""
    back = Link(t("collect.back", view.lang), href("collect", view.elsewhere()))
    try:
        page = Page(served, view, who.person(), review_id)
    except review.ReviewRefused as error:
        parts.headline(t("collect.title", view.lang), links=[back])
        for kind, words in acting.told():
            parts.notice(words, kind="warn" if kind == "warn" else "info")
        parts.notice(acting.words_of(error, view.lang), kind="warn")
        return
    _headline(page, back)
    remarks(page)
    findings.show(page)
    form.show(page)
    _bar(page)
    blocks, marks = page.blocks()
    desk(
        f"collect-desk-{page.review_id}", page.lang, blocks, page.desk_items(), marks,
        lambda sent: act(page, sent), may_edit=page.person.may_edit and page.person.is_named,
    )  # fmt: skip
    _source(page)


def remarks(page: Page) -> None:
    """What the last action led to, and what keeps this person from deciding."""
    for kind, words in acting.told():
        parts.notice(words, kind="warn" if kind == "warn" else "info")
    if page.review.finishing is not None:
        parts.notice(t("collect.finishing", page.lang), kind="warn")
    if page.review.batches:
        link = Link(t("collect.publish.go", page.lang), href("collect", page.view.elsewhere()))
        parts.notice(t("collect.batches", page.lang, batches=", ".join(page.review.batches)), links=[link])
    if page.person.may_edit and not page.person.is_named:
        who_is_here(page)


def who_is_here(page: Page) -> None:
    """A second person comes by a link: the name is asked here too."""
    parts.notice(t("collect.name.first", page.lang))
    start.name(page.lang, page.person)


def _headline(page: Page, back: Link) -> None:
    head, counts, lang = page.review.head, page.review.counts(), page.lang
    left = plural("collect.left", counts["open"], lang)
    said = t(
        "collect.opened", lang, by=head.opened_by, at=moment(head.opened_at), pages=numbers.count(head.characters),
        sha=head.document[:12],
    )  # fmt: skip
    parts.headline(f"{head.name}: {left}", said, [back])
    notes = [describe_note(one, lang) for one in head.notes]
    if notes:
        parts.notice(*notes)


def _bar(page: Page) -> None:
    """Which items are listed, and which page of them."""
    lang, counts = page.lang, page.review.counts()
    counts["all"] = len(page.review.items)
    shown = [name for name in FILTERS if counts[name] or name in ("open", "all", page.filter)]
    key = state_key(page.review_id, "filter")
    st.session_state[key] = page.filter
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="collect-bar"):
        st.segmented_control(
            t("collect.filter", lang), shown, key=key, required=True, label_visibility="collapsed",
            format_func=lambda name: f"{t(f'review.filter.{name}', lang)} {numbers.count(counts[name])}",
            on_change=_turn, args=(page.review_id, 0),
        )  # fmt: skip
        _finish(page)
        if page.pages > 1:
            at = page.page
            st.button(
                t("collect.page.previous", lang), key="collect-previous", disabled=at == 0,
                on_click=_turn, args=(page.review_id, at - 1),
            )  # fmt: skip
            st.text(t("collect.page.of", lang, page=at + 1, pages=page.pages))
            st.button(
                t("collect.page.next", lang), key="collect-next", disabled=at + 1 >= page.pages,
                on_click=_turn, args=(page.review_id, at + 1),
            )  # fmt: skip


def _turn(review_id: str, to: int) -> None:
    st.session_state[state_key(review_id, "page")] = to
    st.session_state.pop(state_key(review_id, "shown"), None)


def act(page: Page, sent: dict[str, Any]) -> None:
    """What the desk asks for, recorded before the page is drawn again. Refusals are told on the page."""
    do, item_id = sent["do"], str(sent.get("item", ""))
    if do == "show":
        _open_gap(page, sent["start"], sent["end"])
        return
    acting.safely(page.lang, lambda: _act(page, do, item_id, sent))


def _act(page: Page, do: str, item_id: str, sent: dict[str, Any]) -> None:
    who.require()
    if do == "undo":
        acting.undo(page.review_id)
    elif do == "add":
        form.open_add(page.review_id, page.review, page.text, sent["start"], sent["end"])
    elif do == "edit":
        form.open_edit(page.review_id, _item(page, item_id))
    elif do == "split":
        after = acting.decide(page.served, page.review_id, [{"do": "split", "item": item_id, "parts": [{}, {}]}])
        halves = [item for item in after.items.values() if item.parent == item_id]
        acting.tell(t("collect.split.done", page.lang))
        form.open_edit(page.review_id, halves[0])
    else:
        acting.decide(page.served, page.review_id, [{"do": do, "item": item_id}])


def _item(page: Page, item_id: str) -> review.Item:
    current = review.load(paths.workspace_folder(), page.review_id)
    if item_id not in current.items:
        raise review.ReviewRefused("unknown_item", f"no item {item_id[:60]!r} in {page.review_id}")
    return current.items[item_id]


def _open_gap(page: Page, start: int, end: int) -> None:
    start, end = max(0, start), min(end, len(page.text))
    if start < end:
        key = state_key(page.review_id, "shown")
        st.session_state[key] = (*st.session_state.get(key, ()), (start, min(end, start + MOST_SHOWN)))


def _source(page: Page) -> None:
    """The document as a source: what it gives by itself, and what a person says of it."""
    lang = page.lang
    opened = st.expander(t("collect.source", lang), key="collect-source-box", on_change="rerun")
    if not opened.open:
        return
    row = source_of(page.review.head, page.review.source, page.text, t("review.source.unknown", "vi"))
    kept = originals.find(paths.workspace_folder(), page.review.head.document)
    with opened:
        if kept:
            parts.source_line(
                t("collect.original", lang, name=kept.name, bytes=numbers.count(kept.size), sha=kept.sha256)
            )
        choices = {
            column.name: column.choices for table in TABLES if table.name == "source" for column in table.columns
        }
        if not (page.person.may_edit and page.person.is_named):
            parts.source_line(" · ".join(row[name] for name in ("producer", "title", "published", "url") if row[name]))
            return
        with st.form("collect-source", border=False):
            first, second = st.columns(2)
            given = {
                "producer": first.text_input(t("source.producer", lang), page.review.source.get("producer", "")),
                "title": second.text_input(t("source.title", lang), row["title"], max_chars=300),
                "url": first.text_input(t("source.url", lang), row["url"], placeholder="https://"),
                "published": second.text_input(t("source.published", lang), row["published"], placeholder="2024-12-31"),
            }
            for place, name in ((first, "kind"), (second, "grade")):
                words = list(choices[name] or ())
                chosen = place.selectbox(
                    t(f"source.{name}", lang), words, words.index(row[name]), format_func=_worded(name, lang)
                )
                given[name] = str(chosen)
            if st.form_submit_button(t("form.save", lang)) and acting.safely(
                lang,
                lambda: acting.decide(
                    page.served, page.review_id,
                    [{"do": "source", "fields": {name: str(cell).strip() for name, cell in given.items()}}],
                ),
            ):  # fmt: skip
                acting.tell(t("collect.source.saved", lang))
            if st.session_state.get("collect:said"):
                st.rerun()


def _worded(name: str, lang: Lang) -> Callable[[str], str]:
    return lambda word: t(f"sources.{name}.{word}", lang)


def _finish(page: Page) -> None:
    """The button that makes a batch of what was accepted."""
    if not (page.person.may_edit and page.person.is_named):
        return
    ready = page.review.counts()["accepted"]
    st.button(
        plural("collect.finish", ready, page.lang), type="primary" if ready else "secondary", key="collect-finish",
        disabled=not ready and page.review.finishing is None, on_click=finish,
        args=(page.served, page.lang, page.review_id),
    )  # fmt: skip


def finish(served: Served, lang: Lang, review_id: str) -> None:
    """Make the batch and tell what came of it; with nothing left to decide the list of reviews is shown."""

    def do() -> None:
        done = acting.finish(served, review_id)
        acting.tell(acting.batch_words(done, lang))
        if not done.left:
            filters.change(review=None)

    acting.safely(lang, do)
