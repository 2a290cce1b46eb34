"""From events to the state of a review: a pure function; the order in which files are found does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from egov_metrics.collect.review.model import (
    SOURCE_FIELDS,
    Claim,
    Event,
    Head,
    Item,
    Review,
    ReviewRefused,
    changed,
)


def item_ids(count: int) -> list[str]:
    """The names of the items that were proposed."""
    return [f"p{place}" for place in range(count)]


def fold(head: Head, events: Iterable[Event], text: str) -> Review:
    """The state after all events. Conflicting decisions: the last counts, all stay in the history.

    An action that does not fit any more, since another person's came first (a part of a split that was undone, an
    item that went into a batch), changes nothing; it stays in the history too.
    """
    ordered = tuple(sorted({one.event_id: one for one in events}.values(), key=_order))
    undone = frozenset(_undone(ordered))
    state = _State(head, text)
    for event in ordered:
        if event.event_id not in undone:
            for number, action in enumerate(event.actions):
                state.apply(event, number, action)
    return Review(
        head, state.items, state.source, ordered, undone, tuple(state.batches), state.finishing
    )  # fmt: skip


def _order(event: Event) -> tuple[int, Any, str]:
    return event.seq, event.at, event.event_id


def _undone(events: Iterable[Event]) -> Iterable[str]:
    """Events that a later one takes back. What is in a batch is not taken back."""
    earlier: dict[str, Event] = {}
    for event in events:
        for action in event.actions:
            named = earlier.get(str(action.get("event", "")))
            if action.get("do") == "undo" and named is not None and may_be_undone(named):
                yield named.event_id
        earlier[event.event_id] = event


def may_be_undone(event: Event) -> bool:
    """Decisions may; undoing, and the rounds of finishing, may not."""
    return all(action.get("do") not in ("undo", "finishing", "finished") for action in event.actions)


class _State:
    def __init__(self, head: Head, text: str) -> None:
        self.text = text
        self.items: dict[str, Item] = {}
        for name, claim in zip(item_ids(len(head.claims)), head.claims, strict=True):
            known = head.known.get(name, {})
            self.items[name] = Item(name, claim, claim, "known" if known else "open", known=known)
        self.source: dict[str, str] = {}
        self.batches: list[str] = []
        self.finishing: tuple[int, tuple[str, ...]] | None = None

    def apply(self, event: Event, number: int, action: Mapping[str, Any]) -> None:
        do = action.get("do")
        if do == "source":
            given = action.get("fields", {})
            self.source |= {name: str(cell) for name, cell in given.items() if name in SOURCE_FIELDS}
        elif do == "add":
            self._add(f"{event.event_id}.{number}", "", Claim(), action.get("fields", {}), event)
            if action.get("accept") and f"{event.event_id}.{number}" in self.items:
                added = self.items[f"{event.event_id}.{number}"]
                self.items[added.item_id] = replace(added, state="accepted")
        elif do == "finishing":
            self.finishing = event.seq, tuple(name for name in action.get("items", ()) if name in self.items)
        elif do == "finished":
            self._finished(event, action)
        elif do in ("accept", "reject", "correct", "split", "reopen"):
            item = self.items.get(str(action.get("item", "")))
            if item is not None and item.state != "batched" and not self._is_frozen(item.item_id):
                self._decide(event, number, action, item)

    def _is_frozen(self, item_id: str) -> bool:
        return self.finishing is not None and item_id in self.finishing[1]

    def _decide(self, event: Event, number: int, action: Mapping[str, Any], item: Item) -> None:
        do = action["do"]
        if do == "correct":
            try:
                claim = changed(item.claim, action.get("fields", {}), self.text)
            except ReviewRefused:
                return
            self.items[item.item_id] = replace(item, claim=claim, by=event.by, at=event.at)
            return
        if item.state == "split" and do != "reopen":
            return  # its parts are decided, not the whole
        if do == "split":
            for place, fields in enumerate(action.get("parts", ())):
                self._add(f"{event.event_id}.{number}.{place}", item.item_id, item.claim, fields, event)
            state = "split"
        elif do == "reopen":
            state = "open"
            if item.state == "split":
                parts = [one for one in self.items.values() if one.parent == item.item_id]
                if any(one.state in ("batched", "split") or self._is_frozen(one.item_id) for one in parts):
                    return
                self.items = {name: one for name, one in self.items.items() if one.parent != item.item_id}
        else:
            state = {"accept": "accepted", "reject": "rejected"}[do]
        self.items[item.item_id] = replace(item, state=state, why=str(action.get("why", "")), by=event.by, at=event.at)

    def _add(self, name: str, parent: str, base: Claim, fields: Mapping[str, Any], event: Event) -> None:
        try:
            claim = changed(base, fields, self.text)
        except ReviewRefused:
            return
        self.items[name] = Item(name, claim, claim, by=event.by, at=event.at, parent=parent, added=True)

    def _finished(self, event: Event, action: Mapping[str, Any]) -> None:
        batch = str(action.get("batch", ""))
        for name in action.get("items", ()):
            if name in self.items:
                self.items[name] = replace(self.items[name], state="batched", batch=batch)
        if batch and batch not in self.batches:
            self.batches.append(batch)
        self.finishing = None
