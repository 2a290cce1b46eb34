"""What a review is made of: the document, what is proposed, what people decided, and where that leaves each item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from egov_metrics.collect.extract import Proposal
from egov_metrics.store.errors import StoreError

STATES = ("open", "accepted", "rejected", "known", "split", "batched")
"""open: nobody has decided. known: the store had it already when the document came. split: its parts took its place.
batched: it is in a batch and no longer decided here (withdraw the batch instead)."""
ACTIONS = ("accept", "reject", "correct", "split", "add", "reopen", "source", "undo", "finishing", "finished")


class ReviewRefused(StoreError):
    """What is asked of a review cannot be done. `code` is a word of `REFUSALS`; the message is one line."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


REFUSALS = (
    "batched", "unknown_item", "unknown_review", "no_name", "no_statement", "wrong_field", "wrong_range", "no_parts",
    "nothing_to_undo", "damaged",
)  # fmt: skip
"""The closed list of `ReviewRefused.code`; each has its words under `review.refused.` in `strings.csv`."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one item says, all as texts as in the files under `observations/` ("" for none).

    `indicator` may be a rank code (`par_index_rank`): then `value` is the rank and `denominator` the number of units
    ranked. `value` has the decimals of the document and a decimal point. `unit` is what it is measured in. `unit_name`
    is the place as the document names it, for items whose `unit_id` is not known. `start` and `end` are offsets of the
    passage in the text of the review, `quote` is that stretch; `number_start` and `number_end` those of the number.
    """

    indicator: str = ""
    value: str = ""
    unit: str = ""
    denominator: str = ""
    qualifier: str = "exact"
    unit_id: str = ""
    scope: str = "self"
    unit_name: str = ""
    period_start: str = ""
    period_end: str = ""
    period_basis: str = ""
    statistic: str = "own"
    members: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""
    number_start: int = 0
    number_end: int = 0
    confidence: float = 0.0
    note: str = ""

    def content(self) -> dict[str, Any]:
        """The claim as it is written."""
        return asdict(self)


CORRECTABLE = frozenset(
    (
        "indicator", "value", "unit", "denominator", "qualifier", "unit_id", "scope", "unit_name", "period_start",
        "period_end", "period_basis", "statistic", "members", "start", "end", "note",
    )
)  # fmt: skip
"""What a person may change of a claim; the passage follows from its ends."""
SOURCE_FIELDS = frozenset(("producer", "title", "url", "published", "kind", "grade"))
"""What a person may say of the document as a source: columns of `sources.csv`."""
_TYPES = {one.name: one.type for one in fields(Claim)}


def claim_of(content: Mapping[str, Any]) -> Claim:
    """A claim as it was written; entries of another version of the program are passed over."""
    return Claim(**{name: cell for name, cell in content.items() if name in _TYPES})


def proposal_of(content: Mapping[str, Any], claim: Claim) -> Proposal:
    """A proposal as it was written, beside its claim."""
    days = {name: content[name] and date.fromisoformat(content[name]) for name in ("period_start", "period_end")}
    return Proposal(**{**content, **days, "quote": claim.quote})


def changed(claim: Claim, changes: Mapping[str, Any], text: str) -> Claim:
    """The claim with fields of `CORRECTABLE` replaced; its quote follows from its ends. Raises `ReviewRefused`."""
    for name, cell in changes.items():
        if name not in CORRECTABLE:
            raise ReviewRefused("wrong_field", f"expected a field of a statement, found {str(name)[:40]!r}")
        wanted = int if name in ("start", "end") else str
        if not isinstance(cell, wanted) or isinstance(cell, bool):
            raise ReviewRefused("wrong_field", f"{name}: expected {wanted.__name__}, found {str(cell)[:40]!r}")
    cells: dict[str, Any] = {name: cell.strip() if isinstance(cell, str) else cell for name, cell in changes.items()}
    new = replace(claim, **cells)
    if not {"start", "end"} & changes.keys():
        return new
    if not 0 <= new.start < new.end <= len(text):
        raise ReviewRefused(
            "wrong_range", f"expected a stretch of the text of {len(text)} characters, found {new.start}..{new.end}"
        )
    return replace(new, quote=text[new.start : new.end], number_start=new.start, number_end=new.end)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that one person did at one moment: one or more actions, all or none of them.

    `seq` is one more than that of the latest event its author knew; events count in the order of (seq, at, event_id).
    """

    event_id: str
    seq: int
    at: datetime
    by: str
    actions: tuple[dict[str, Any], ...]

    def content(self) -> dict[str, Any]:
        """The event as it is written."""
        return asdict(self) | {"at": self.at.isoformat(timespec="microseconds")}


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal, or what a person added or split off, as it stands now.

    `original` is the claim before anybody changed it; `by` and `at` tell who changed its state or its claim last, ""
    and None when nobody did. `known` names the figure and source that the store had already. `parent` is the item that
    it was split off, `batch` the batch that it is in.
    """

    item_id: str
    claim: Claim
    original: Claim
    state: str = "open"
    by: str = ""
    at: datetime | None = None
    why: str = ""
    parent: str = ""
    known: dict[str, str] = field(default_factory=dict)
    batch: str = ""
    added: bool = False

    @property
    def is_corrected(self) -> bool:
        """Did somebody change what it says?"""
        return self.claim != self.original


@dataclass(frozen=True, slots=True)
class Head:
    """A review as it began; never changed. `document` is the SHA-256 of the original, `rules` the version of the
    extraction rules by which its `proposals` were made, `claims` what these say (one for each), `known` what the store
    had of them already, by item."""

    review_id: str
    document: str
    name: str
    kind: str
    size: int
    opened_at: datetime
    opened_by: str
    rules: str
    title: str
    published: str
    notes: tuple[str, ...]
    characters: int
    proposals: tuple[Proposal, ...]
    claims: tuple[Claim, ...]
    known: dict[str, dict[str, str]]

    def content(self) -> dict[str, Any]:
        """The head as it is written."""
        proposals = [asdict(one) for one in self.proposals]
        for one in proposals:
            del one["quote"]  # that of the claim
            one |= {name: one[name] and one[name].isoformat() for name in ("period_start", "period_end")}
        return asdict(self) | {
            "opened_at": self.opened_at.isoformat(timespec="microseconds"),
            "proposals": proposals,
        }


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands: the fold of its events. `finishing` is the round that was begun and not ended yet: its
    number and its items; `batches` are those that it has made, in order."""

    head: Head
    items: dict[str, Item]
    source: dict[str, str]
    events: tuple[Event, ...]
    undone: frozenset[str]
    batches: tuple[str, ...] = ()
    finishing: tuple[int, tuple[str, ...]] | None = None

    @property
    def review_id(self) -> str:
        """Its name."""
        return self.head.review_id

    def of_state(self, *states: str) -> list[Item]:
        """Items of these states, in the order of the text."""
        found = [item for item in self.items.values() if item.state in states]
        return sorted(found, key=lambda item: (item.claim.start, item.claim.number_start, item.item_id))

    def counts(self) -> dict[str, int]:
        """How many items of each state there are."""
        found = dict.fromkeys(STATES, 0)
        for item in self.items.values():
            found[item.state] += 1
        return found

    @property
    def is_done(self) -> bool:
        """Is nothing left to decide, nor to be put into a batch?"""
        return self.finishing is None and not self.of_state("open", "accepted")

    def history(self, item_id: str) -> list[tuple[Event, dict[str, Any], bool]]:
        """What was done to an item, oldest first: event, action, and whether it was undone since."""
        return [
            (event, action, event.event_id in self.undone)
            for event in self.events
            for action in event.actions
            if action.get("item") == item_id or item_id in action.get("items", ())
        ]
