"""All that the collect page writes. Each asks on the server whether this person may, whatever the page has drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from egov_metrics import paths, store
from egov_metrics.collect import review, workbooks
from egov_metrics.collect.extract import Extractor
from egov_metrics.collect.reading import ReadingRefused, clean_name, describe_refusal
from egov_metrics.collect.workbooks import imports, profile
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, has, t
from egov_metrics.permission import PermissionRefused
from egov_metrics.store.batches import batch_ids
from egov_metrics.store.withdrawals import deciding
from egov_metrics.ui.collect.who import require
from egov_metrics.ui.session import Served

_SAID = "collect:said"
MOST_ROWS = 300_000
"""Rows of a table that the page takes; the command line takes more."""


@st.cache_resource(max_entries=2, show_spinner=False)
def _extractor(data: str, _rules: str) -> Extractor:
    return Extractor(paths.data_folder(data))


@st.cache_resource(max_entries=4, show_spinner=False)
def _catalogue(path: str, _ref: store.EditionRef) -> review.Catalogue:
    return review.Catalogue.of(store.open_edition(_ref))


def catalogue(served: Served) -> review.Catalogue:
    """The units and indicators of the newest edition: what a batch of today may speak of."""
    return _catalogue(str(served.newest.path), served.newest)


def drop(served: Served, name: str, content: bytes) -> review.Opened:
    """Open the review of a document. Raises what `review.open_review` raises, and `PermissionRefused`."""
    who = require()
    data = paths.data_folder()
    rules = review.rules_version(data)
    return review.open_review(
        paths.workspace_folder(), name, content, who.name,
        extractor=_extractor(str(data), rules), catalogue=catalogue(served),
        edition=store.open_edition(served.newest), rules=rules,
    )  # fmt: skip


def decide(served: Served, review_id: str, actions: Sequence[dict[str, Any]]) -> review.Review:
    """Record actions. Raises what `review.decide` raises, and `PermissionRefused`."""
    who = require()
    return review.decide(paths.workspace_folder(), review_id, who.name, actions, catalogue(served))


def undo(review_id: str) -> review.Review:
    """Take back this person's last decision. Raises what `review.undo` raises, and `PermissionRefused`."""
    who = require()
    return review.undo(paths.workspace_folder(), review_id, who.name)[0]


def finish(served: Served, review_id: str) -> review.Finished:
    """Put what was accepted into a batch. Raises what `review.finish` raises, and `PermissionRefused`."""
    who = require()
    return review.finish(paths.workspace_folder(), review_id, who.name, catalogue(served))


def publish(note: str) -> store.BuildResult:
    """Make the next edition. Raises what `store.publish` raises, and `PermissionRefused`."""
    who = require()
    said = note.strip() or t("collect.publish.note", "vi", by=who.name)
    return store.publish(paths.data_folder(), paths.workspace_folder(), said)


def roll_back(number: int) -> store.Rollback:
    """Put an older edition in service. Raises what `store.rolled_back` raises, and `PermissionRefused`."""
    who = require()
    return store.rolled_back(paths.workspace_folder(), number, by=who.name or "rollback")


def state(served: Served) -> str:
    """What previews and plans depend on beside what they are of: the edition, the batches, what is withdrawn."""
    workspace = paths.workspace_folder()
    records = sorted(one.record_id for one in deciding(workspace).values())
    return "|".join([served.newest.content_hash, *batch_ids(workspace), *records])


@st.cache_resource(max_entries=2, show_spinner=False)
def _words(data: str, workspace: str, state: str) -> workbooks.Catalogue:
    return workbooks.read_catalogue(paths.data_folder(data), paths.workspace_folder(workspace))


def words(served: Served) -> workbooks.Catalogue:
    """What tables are read with: the reviewed data and the batches as they are now."""
    return _words(str(paths.data_folder()), str(paths.workspace_folder()), state(served))


@st.cache_resource(max_entries=3, show_spinner=False)
def _plan(
    name: str, _content: bytes, sha256: str, said: str, state: str, _said: imports.Said, _words: workbooks.Catalogue
) -> workbooks.Plan:
    return workbooks.plan(name, _content, _words, saved=_said.profile, answers=_said.answers)


def plan_of(served: Served, one: imports.Import) -> workbooks.Plan:
    """What an import would do as things stand. Raises what `workbooks.plan` and `imports.content` raise."""
    content = imports.content(paths.workspace_folder(), one)
    return _plan(one.name, content, one.sha256, repr(one.said), state(served), one.said, words(served))


def bring_table(served: Served, name: str, content: bytes) -> tuple[imports.Import, bool] | None:
    """Begin the import of a table; None for what is no table of units and figures: a document. The second is False
    when it was begun before. Raises ReadingRefused, StoreError and PermissionRefused."""
    who = require()
    if not workbooks.may_be_table(name, content):
        return None
    sha256, said = hashlib.sha256(content).hexdigest(), imports.Said()
    try:
        made = _plan(clean_name(name), content, sha256, repr(said), state(served), said, words(served))
    except workbooks.ImportRefused as refused:
        if refused.code == "no_table":
            return None
        raise
    if made.rows_read > MOST_ROWS:
        raise workbooks.ImportRefused(f"{name}: expected at most {MOST_ROWS} rows, found {made.rows_read}", "too_many")
    return imports.bring(paths.workspace_folder(), name, content, who.name)


def read_as_document(served: Served, one: imports.Import) -> review.Opened:
    """Open the review of a file that was brought as a table. Raises what `drop` raises."""
    return drop(served, one.name, imports.content(paths.workspace_folder(), one))


def say_of_table(one: imports.Import, *, said: imports.Said | None = None, state: str | None = None) -> imports.Import:
    """Record how a table is read, or put it aside. Raises what `imports.say` raises, and `PermissionRefused`."""
    who = require()
    return imports.say(paths.workspace_folder(), one, who.name, said=said, state=state)


def accept_table(served: Served, one: imports.Import) -> workbooks.Accepted:
    """Make a batch of what an import gives as `one` has it. Raises ImportRefused (also when somebody changed it
    meanwhile), StoreError and `PermissionRefused`."""
    who = require()
    workspace = paths.workspace_folder()
    now = imports.load(workspace, one.import_id)
    if now.step != one.step:
        raise workbooks.ImportRefused(f"{one.name}: changed by {now.changed_by}", "changed_meanwhile")
    made = plan_of(served, now)
    done = workbooks.accept(made, imports.content(workspace, now), words(served), workspace, by=who.name)
    left = imports.OPEN if made.questions else imports.ACCEPTED
    imports.say(workspace, now, who.name, state=left, batches=[done.batch.batch_id] if done.batch else [])
    return done


def keep_profile(made: profile.Profile, name: str) -> None:
    """Keep a way of reading for other workbooks. Raises ProfileRefused and `PermissionRefused`."""
    require()
    profile.save(paths.workspace_folder(), made, name)


def safely(lang: Lang, act: Callable[[], object]) -> bool:
    """Do something; what it refuses is kept to be told on the page. False when it was refused."""
    try:
        act()
    except (store.StoreError, ReadingRefused, PermissionRefused) as error:
        tell(words_of(error, lang), "warn")
        return False
    return True


def words_of(error: Exception, lang: Lang) -> str:
    """A refusal in words for people; where the server keeps its files is not told."""
    if isinstance(error, ReadingRefused):
        return describe_refusal(error, lang)
    if isinstance(error, PermissionRefused):
        return t("collect.refused.permission", lang)
    code = getattr(error, "code", "")
    for key in (f"review.refused.{code}", f"import.refused.{code}"):
        if has(key):
            return t(key, lang)
    return t("collect.refused", lang, why=str(error).replace(str(paths.workspace_folder()), "EGOV_WORKSPACE"))


def tell(words: str, kind: str = "info") -> None:
    """Keep a remark for the next run of the page."""
    st.session_state.setdefault(_SAID, []).append((kind, words))


def told() -> list[tuple[str, str]]:
    """The remarks kept since they were last asked for: kind (info, warn) and words."""
    return list(dict.fromkeys(st.session_state.pop(_SAID, [])))


def batch_words(done: review.Finished, lang: Lang) -> str:
    """What finishing did."""
    if not done.batch_id:
        return t("collect.finish.nothing", lang)
    key = "collect.finish.done" if done.made else "collect.finish.already"
    return t(key, lang, rows=numbers.count(done.rows), batch=done.batch_id)
