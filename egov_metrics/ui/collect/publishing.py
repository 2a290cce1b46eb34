"""From accepted batches to what readers see: what would change, the button that makes the next edition, and the way
back. All of it is about the whole workspace, not about one review."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics import paths, store
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.store.batches import batch_ids, read_head
from egov_metrics.store.withdrawals import deciding
from egov_metrics.ui import difference, filters, parts
from egov_metrics.ui.collect import acting
from egov_metrics.ui.collect.reading import moment
from egov_metrics.ui.collect.who import Person
from egov_metrics.ui.parts import Column
from egov_metrics.ui.session import Served
from egov_metrics.views.view import View

_ASKED = "collect:preview"
_BACK = "collect:back"
MOST_BATCHES = 30


def show(served: Served, view: View, person: Person) -> None:
    """What is accepted and not published, what would change, the editions and batches."""
    lang = view.lang
    names = batch_ids(paths.workspace_folder())
    waiting = _waiting(served, names)
    parts.title(t("collect.publish", lang), t("collect.publish.waiting", lang, n=len(waiting)))
    if person.may_edit:
        _publish(served, lang, person, acting.state(served))
    _editions(served, lang, person)
    _batches(served, lang, names)


def _waiting(served: Served, names: list[str]) -> list[str]:
    """Batches that count and that the edition in service was not built from."""
    decided = deciding(paths.workspace_folder())
    out = {name for name, record in decided.items() if name in record.withdrawn}
    return [name for name in names if name not in out and name not in served.newest.batches]


def _publish(served: Served, lang: Lang, person: Person, state: str) -> None:
    asked = st.session_state.get(_ASKED) == state

    def ask() -> None:
        st.session_state[_ASKED] = state

    st.button(t("collect.preview", lang), key="collect-preview", on_click=ask, disabled=asked)
    if not asked:
        return
    try:
        found = _preview(state, str(paths.data_folder()), str(paths.workspace_folder()))
    except store.StoreError as error:
        parts.notice(acting.words_of(error, lang), kind="warn")
        return
    difference.show(found, lang)
    if found.problems:
        told = [t("collect.preview.problems", lang), *map(str, found.problems[:10])]
        parts.notice(*told, kind="warn")
    if not person.is_named:
        parts.notice(t("collect.name.first", lang))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(t("collect.publish.what", lang), key="collect-note", max_chars=200)
        st.button(
            t("collect.publish.do", lang), type="primary", key="collect-publish", on_click=publish, args=(lang,),
            disabled=bool(found.problems) or found.is_empty or not person.is_named,
        )  # fmt: skip


@st.cache_data(max_entries=4, show_spinner=True)
def _preview(state: str, data: str, workspace: str) -> store.Difference:
    return store.preview(paths.data_folder(data), paths.workspace_folder(workspace))


def publish(lang: Lang) -> None:
    """Make the next edition; this page then shows it, and so do the others on their next run."""

    def do() -> None:
        done = acting.publish(str(st.session_state.get("collect-note", "")))
        acting.tell(t("collect.published", lang, number=done.edition.number, hash=done.edition.short_hash))
        st.session_state.pop(_ASKED, None)
        filters.change(edition=None)

    acting.safely(lang, do)


def _editions(served: Served, lang: Lang, person: Person) -> None:
    """The editions that are kept; another one is put in service in two clicks."""
    kept = store.editions(paths.workspace_folder())
    parts.title(t("collect.editions", lang), t("collect.editions.sub", lang))
    asked = st.session_state.get(_BACK)
    for ref in kept:
        serving = ref.number == served.newest.number
        said = t(
            "collect.edition", lang, number=ref.number, at=moment(ref.built_at),
            figures=numbers.count(ref.rows.get("figure", 0)), batches=len(ref.batches),
        )  # fmt: skip
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"collect-edition-{ref.number}"
        ):
            st.text(f"{said}{' · ' if ref.note else ''}{ref.note}", width="stretch")
            if serving:
                st.badge(t("collect.edition.serving", lang))
            elif not person.may_edit or ref.schema_version != store.SCHEMA_VERSION:
                continue
            elif asked == ref.number:
                st.button(
                    t("collect.back.confirm", lang, number=ref.number), type="primary",
                    key=f"collect-confirm-{ref.number}", on_click=roll_back, args=(lang, ref.number),
                )  # fmt: skip
                st.button(t("form.cancel", lang), key="collect-back-cancel", on_click=_ask, args=(None,))
            else:
                st.button(
                    t("collect.back.to", lang), key=f"collect-back-{ref.number}", on_click=_ask, args=(ref.number,),
                    help=t("collect.back.help", lang),
                )  # fmt: skip


def _ask(number: int | None) -> None:
    st.session_state[_BACK] = number


def roll_back(lang: Lang, number: int) -> None:
    """Put an edition in service and tell what became of the batches."""

    def do() -> None:
        done = acting.roll_back(number)
        acting.tell(
            t("collect.back.done", lang, number=number, withdrawn=len(done.withdrawn), restored=len(done.restored))
        )
        filters.change(edition=None)

    acting.safely(lang, do)
    st.session_state.pop(_BACK, None)
    st.session_state.pop(_ASKED, None)


def _batches(served: Served, lang: Lang, names: list[str]) -> None:
    """What was reviewed and imported, newest first, and whether it counts."""
    if not names:
        return
    opened = st.expander(t("collect.batches.title", lang, n=len(names)), key="collect-batches", on_change="rerun")
    if not opened.open:
        return
    decided, rows = deciding(paths.workspace_folder()), []
    for name in list(reversed(names))[:MOST_BATCHES]:
        record = decided.get(name)
        is_out = record is not None and name in record.withdrawn
        state = "withdrawn" if is_out else "service" if name in served.newest.batches else "accepted"
        row = {"batch": name, "state": t(f"collect.batch.{state}", lang), "who": "", "rows": "", "note": ""}
        try:
            head = read_head(paths.workspace_folder(), name)
            row |= {
                "who": f"{head.made_by}, {moment(head.made_at)}",
                "rows": numbers.count(head.rows),
                "note": head.note,
            }
        except store.BatchDamaged as error:
            row["note"] = acting.words_of(error, lang)
        if record is not None:
            row["note"] = " · ".join(part for part in (row["note"], f"{record.by}: {record.why}") if part)
        rows.append(row)
    frame = pd.DataFrame(rows)
    columns = [Column(name, t(f"collect.column.{name}", lang)) for name in frame.columns]
    with opened:
        parts.data_table(frame, columns, t("collect.batches.title", lang, n=len(names)), key="collect-batch-table")
