"""What people do with reviews: open one, decide, take back, finish. Reading never writes; every writer says who.

Two may work at once: decisions are events of their own and none is lost; of two on one item the last counts. Killed at
any moment, a review is as it was before or after the event; finishing again ends a round that was cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from egov_metrics import __version__
from egov_metrics.collect import originals
from egov_metrics.collect.extract import Extractor
from egov_metrics.collect.extract.lexicon import lexicon_folder
from egov_metrics.collect.reading import read_bytes
from egov_metrics.collect.review import files
from egov_metrics.collect.review.folding import fold, item_ids, may_be_undone
from egov_metrics.collect.review.model import ACTIONS, SOURCE_FIELDS, Claim, Event, Head, Review, ReviewRefused, changed
from egov_metrics.collect.review.statements import (
    Catalogue,
    claim_from,
    known_in,
    problems_of,
    rows_of,
    source_of,
)
from egov_metrics.i18n.texts import t
from egov_metrics.store.batches import OBSERVATION, PROOF, batch_ids, read_head, write_batch
from egov_metrics.store.connection import Edition
from egov_metrics.store.errors import BatchDamaged, StoreError
from egov_metrics.store.tables import TABLES

MARK = "review"
"""The entry of a batch's file that names the review and round that made it."""
_NOT_BY_HAND = ("undo", "finishing", "finished")


@dataclass(frozen=True)
class Opened:
    """A review that a document led to; `made` is False when one of that document was open already."""

    review_id: str
    made: bool


@dataclass(frozen=True)
class Finished:
    """What finishing did: the batch ("" when nothing was accepted), whether it was made now, how many rows it has, and
    how many items are still open."""

    batch_id: str
    made: bool
    rows: int
    left: int


def open_review(
    workspace: Path,
    name: str,
    content: bytes,
    by: str,
    *,
    extractor: Extractor,
    catalogue: Catalogue,
    edition: Edition | None = None,
    rules: str = "",
) -> Opened:
    """Keep a document and begin its review; a review of it that is not done yet is the one that is meant.

    The proposals are worked out here, once, and stay with the review whatever becomes of the rules. Items that
    `edition` has already are set aside as known. Raises ReadingRefused for a document that is not read, ReviewRefused
    without a name, StoreError when the workspace cannot be written.
    """
    if not by.strip():
        raise ReviewRefused("no_name", "a review needs the name of who brings the document")
    document = sha256(content).hexdigest()
    number = 1
    while files.name_of(document, number) in set(files.review_ids(workspace)):
        if not load(workspace, files.name_of(document, number)).is_done:
            originals.keep(workspace, name, content, by)
            return Opened(files.name_of(document, number), False)
        number += 1
    reading = read_bytes(name, content)
    originals.keep(workspace, name, content, by)
    proposals = tuple(extractor.extract_reading(reading))
    claims = tuple(claim_from(one, reading.text) for one in proposals)
    by_item = dict(zip(item_ids(len(claims)), claims, strict=True))
    head = Head(
        review_id=files.name_of(document, number),
        document=document,
        name=reading.name,
        kind=reading.kind,
        size=reading.size,
        opened_at=datetime.now(UTC),
        opened_by=" ".join(by.split()),
        rules=rules,
        title=reading.title or "",
        published=reading.published.isoformat() if reading.published else "",
        notes=reading.notes,
        characters=len(reading.text),
        proposals=proposals,
        claims=claims,
        known=known_in(by_item, catalogue, edition) if edition is not None else {},
    )
    return Opened(head.review_id, files.write_head(workspace, head, reading.text))


def rules_version(data: Path) -> str:
    """Which rules propose now: the program's version and a checksum of the lexicon, as "0.4.0+1a2b3c4d5e6f"."""
    digest = sha256()
    for path in sorted(lexicon_folder(data).glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}+{digest.hexdigest()[:12]}"


def load(workspace: Path, review_id: str) -> Review:
    """A review as it stands now. Raises ReviewRefused when there is none of that name, or a file is damaged."""
    head = files.read_head(workspace, review_id)
    return _folded(workspace, head.review_id, head.opened_at, files.event_names(workspace, review_id))


@lru_cache(maxsize=256)
def _folded(workspace: Path, review_id: str, _opened_at: datetime, names: tuple[str, ...]) -> Review:
    """The fold of these events, kept: none of the files ever changes, and a list of reviews asks for all of them."""
    head, text = files.read_head(workspace, review_id), files.read_text(workspace, review_id)
    return fold(head, files.read_events(workspace, review_id, names), text)


def text_of(workspace: Path, review_id: str) -> str:
    """The text of the document as it was read when the review began: what all offsets count in."""
    return files.read_text(workspace, review_id)


def reviews(workspace: Path) -> list[Review]:
    """All reviews, those with something left first, then the newest first. Damaged ones are left out."""
    found = []
    for name in files.review_ids(workspace):
        try:
            found.append(load(workspace, name))
        except ReviewRefused:
            continue
    newest = sorted(found, key=lambda one: one.head.opened_at, reverse=True)
    return sorted(newest, key=lambda one: one.is_done)


def decide(workspace: Path, review_id: str, by: str, actions: Sequence[dict[str, Any]], catalogue: Catalogue) -> Review:
    """Record actions of one person, all or none, and return the review after them.

    Actions: {"do": "accept" | "reject" | "reopen", "item"}, {"do": "correct", "item", "fields"}, {"do": "split",
    "item", "parts": [fields, ...]}, {"do": "add", "fields"} (accepted at once with "accept": True), {"do": "source",
    "fields"}. Raises ReviewRefused when one
    of them cannot be done: an unknown item, one that is in a batch, accepting what is no statement (its state stays).
    """
    with files.held(workspace, review_id):
        before = load(workspace, review_id)
        text = files.read_text(workspace, review_id)
        for action in actions:
            if action.get("do") not in ACTIONS or action["do"] in _NOT_BY_HAND:
                raise ReviewRefused("wrong_field", f"expected something to do, found {str(action.get('do'))[:40]!r}")
        event = files.Event("probe-0", len(before.events) + 10**6, datetime.now(UTC), by, tuple(map(dict, actions)))
        for number, action in enumerate(event.actions):
            _check(before, action, text)
            after = fold(before.head, [*before.events, _first(event, number + 1)], text)
            name = f"probe-0.{number}" if action.get("accept") else str(action.get("item", ""))
            is_accepted = name in after.items and (action.get("accept") or action["do"] == "accept")
            if is_accepted and (wrong := problems_of(after.items[name].claim, catalogue)):
                raise ReviewRefused("no_statement", f"{name}: no statement yet ({', '.join(wrong)})")
        files.add_event(workspace, review_id, before.events, by, actions)
        return load(workspace, review_id)


def _first(event: Event, count: int) -> Event:
    return Event(event.event_id, event.seq, event.at, event.by, event.actions[:count])


def _check(review: Review, action: dict[str, Any], text: str) -> None:
    fields = action.get("fields", {})
    if action["do"] == "source":
        _check_source(fields)
        return
    if action["do"] == "add":
        changed(Claim(), fields, text)
        return
    item = review.items.get(str(action.get("item", "")))
    if item is None:
        raise ReviewRefused("unknown_item", f"no item {str(action.get('item'))[:60]!r} in {review.review_id}")
    if item.state == "batched" or (review.finishing and item.item_id in review.finishing[1]):
        raise ReviewRefused("batched", f"{item.item_id} is in a batch already: withdraw the batch instead")
    if action["do"] == "correct":
        changed(item.claim, fields, text)
    if action["do"] == "split":
        if len(action.get("parts", ())) < 2:
            raise ReviewRefused("no_parts", "expected two parts or more, found fewer")
        for part in action["parts"]:
            changed(item.claim, part, text)


def _check_source(fields: dict[str, Any]) -> None:
    columns = {column.name: column for table in TABLES if table.name == "source" for column in table.columns}
    for name, cell in fields.items():
        if name not in SOURCE_FIELDS or not isinstance(cell, str):
            raise ReviewRefused("wrong_field", f"expected a text of a source, found {str(name)[:40]!r}")
        if cell and not columns[name].accepts(cell):
            raise ReviewRefused("wrong_field", f"{name}: expected {columns[name].expected}, found {cell[:40]!r}")
        if name == "url" and cell and not cell.startswith(("https://", "http://")):
            raise ReviewRefused("wrong_field", f"url: expected an address of the web, found {cell[:40]!r}")


def undo(workspace: Path, review_id: str, by: str) -> tuple[Review, Event]:
    """Take back the last thing that this person did and that still counts; the review after it, and what it was.

    Raises ReviewRefused when there is nothing, or when what was decided then is in a batch by now.
    """
    with files.held(workspace, review_id):
        before = load(workspace, review_id)
        who = " ".join(by.split())
        own = [
            one for one in before.events
            if one.by == who and one.event_id not in before.undone and may_be_undone(one)
        ]  # fmt: skip
        if not own:
            raise ReviewRefused("nothing_to_undo", f"{who} has decided nothing that could be taken back")
        last = own[-1]
        touched = {str(action.get("item", "")) for action in last.actions}
        touched |= {name for name in before.items if name.startswith(f"{last.event_id}.")}
        frozen = set(before.finishing[1]) if before.finishing else set()
        if any(name in frozen or before.items[name].state == "batched" for name in touched & before.items.keys()):
            raise ReviewRefused("batched", "what was decided last is in a batch already: withdraw the batch instead")
        files.add_event(workspace, review_id, before.events, by, [{"do": "undo", "event": last.event_id}])
        return load(workspace, review_id), last


def finish(workspace: Path, review_id: str, by: str, catalogue: Catalogue) -> Finished:
    """Put what was accepted since the last time into one batch, exactly once.

    A round that was cut off is ended first, with the batch that it had written or, when it had not, with one of the
    items it had named. With nothing newly accepted the last batch is told and none is made. Items that became no
    statement since (a catalogue that changed) go back to the reviewers and stay accepted until they decide.
    """
    with files.held(workspace, review_id):
        review = load(workspace, review_id)
        if review.finishing is None:
            ready = [
                item.item_id for item in review.of_state("accepted") if not problems_of(item.claim, catalogue)
            ]  # fmt: skip
            if not ready:
                last = review.batches[-1] if review.batches else ""
                return Finished(last, False, 0, review.counts()["open"])
            files.add_event(workspace, review_id, review.events, by, [{"do": "finishing", "items": ready}])
            review = load(workspace, review_id)
        if review.finishing is None:
            raise ReviewRefused("damaged", f"{review_id}: expected the round that was just begun, found none")
        number, items = review.finishing
        mark = f"{review_id}/{number}"
        batch_id, rows = _made(workspace, mark), 0
        made = not batch_id
        if made:
            try:
                batch_id, rows = _write(workspace, review, items, mark, by, catalogue)
            except StoreError:  # nothing was written: the round is over, its items are as they were
                files.add_event(workspace, review_id, review.events, by, [{"do": "finished", "batch": "", "items": []}])
                raise
        files.add_event(
            workspace, review_id, review.events, by, [{"do": "finished", "batch": batch_id, "items": list(items)}]
        )
        return Finished(batch_id, made, rows, load(workspace, review_id).counts()["open"])


def _made(workspace: Path, mark: str) -> str:
    """The batch that a round had written before it was cut off, or ""."""
    for name in reversed(batch_ids(workspace)):
        try:
            if any(one.get(MARK) == mark for one in read_head(workspace, name).files):
                return name
        except BatchDamaged:
            continue
    return ""


def _write(
    workspace: Path, review: Review, items: Sequence[str], mark: str, by: str, catalogue: Catalogue
) -> tuple[str, int]:
    head, text = review.head, files.read_text(workspace, review.review_id)
    for name in items:
        if wrong := problems_of(review.items[name].claim, catalogue):
            raise ReviewRefused("no_statement", f"{name}: no statement any more ({', '.join(wrong)})")
    rows = rows_of((review.items[name].claim for name in items), catalogue, head, text)
    written = write_batch(
        workspace,
        pd.DataFrame(rows, columns=[*OBSERVATION, *PROOF]),
        kind="review",
        by=by,
        note=head.name,
        sources=[source_of(head, review.source, text, t("review.source.unknown", "vi"))],
        files=[{"name": head.name, "sha256": head.document, "size": head.size, MARK: mark}],
    )
    return written.batch_id, len(rows)


def accept_above(
    review: Review, confidence: float, catalogue: Catalogue, judge: Callable[[Any], bool] = lambda item: True
) -> list[dict[str, Any]]:
    """The actions that accept all open items which are statements and at least as sure as `confidence`."""
    return [
        {"do": "accept", "item": item.item_id}
        for item in review.of_state("open")
        if item.claim.confidence >= confidence and not problems_of(item.claim, catalogue) and judge(item)
    ]
