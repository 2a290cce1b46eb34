"""All that the collect page writes. Each asks on the server whether this person may, whatever the page has drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from egov_metrics import paths, store
from egov_metrics.collect import review
from egov_metrics.collect.extract import Extractor
from egov_metrics.collect.reading import ReadingRefused, describe_refusal
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, has, t
from egov_metrics.permission import PermissionRefused
from egov_metrics.ui.collect.who import require
from egov_metrics.ui.session import Served

_SAID = "collect:said"


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
    key = f"review.refused.{getattr(error, 'code', '')}"
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
