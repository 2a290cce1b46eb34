"""What one run of a review shows: the items of a filter, a page of them, and the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from egov_metrics import paths
from egov_metrics.charts.look import Subject
from egov_metrics.collect import review
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.store.tables import NUMBER
from egov_metrics.ui.collect import acting, passages
from egov_metrics.ui.collect.passages import Block
from egov_metrics.ui.collect.who import Person
from egov_metrics.ui.collect.written import day_shown
from egov_metrics.ui.session import Served
from egov_metrics.ui.subjects import subject_of
from egov_metrics.views.view import View

AT_ONCE = 40
"""How many items stand on the desk at a time: a document of 200 pages may have a thousand."""
FILTERS = ("open", "accepted", "rejected", "known", "batched", "all")
MOST_SHOWN = 40_000
"""Characters of a gap that one click opens."""
_DONE = {
    "open": ("accept", "reject", "edit", "split"),
    "known": ("accept", "reject", "edit", "split"),
    "accepted": ("reject", "edit", "split", "reopen"),
    "rejected": ("accept", "edit", "reopen"),
    "split": ("reopen",),
    "batched": (),
}


def state_key(review_id: str, name: str) -> str:
    """Where the session keeps something of a review."""
    return f"collect:{review_id}:{name}"


@dataclass(frozen=True)
class Names:
    """How units and indicators are called in one language."""

    served: Served
    lang: Lang

    @cached_property
    def indicators(self) -> dict[str, dict[str, Any]]:
        """The row of each indicator by its code."""
        return {row["indicator_code"]: row for row in self.served.query("indicators").to_dict("records")}

    @cached_property
    def ranks(self) -> dict[str, str]:
        """The indicator of each code of a rank."""
        rows = self.served.query("indicator_aliases")
        rows = rows[rows["role"] == "rank"]
        return dict(zip(rows["alias"], rows["indicator_code"], strict=True))

    def indicator(self, code: str) -> str:
        """The name of an indicator, or of its rank; the code itself when the catalogue has none."""
        if code in self.ranks:
            return t("collect.rank", self.lang, index=self.indicator(self.ranks[code]))
        return str(self.indicators[code][f"short_{self.lang}"]) if code in self.indicators else code

    def subject(self, code: str) -> Subject | None:
        """How the values of an indicator are written; None for ranks and unknown codes."""
        return subject_of(self.indicators[code], self.lang) if code in self.indicators else None

    def place(self, claim: review.Claim) -> str:
        """Whom a claim is of."""
        name = self.served.unit_options(self.lang).name(claim.unit_id) if claim.unit_id else claim.unit_name or "?"
        return name if claim.scope == "self" else t(f"sources.scope.{claim.scope}", self.lang, unit=name)

    def amount(self, claim: review.Claim) -> str:
        """The value with its unit, what it is out of, and how exact it is."""
        if not NUMBER.fullmatch(claim.value):
            return claim.value or numbers.NONE
        value, places = float(claim.value), len(claim.value.partition(".")[2])
        subject = self.subject(claim.indicator)
        out_of = f"/{_plain(claim.denominator)}" if claim.denominator else ""
        if subject is None:
            return numbers.number(value, places) + out_of
        return subject.amount(value, places, claim.qualifier, self.lang) + out_of

    def period(self, claim: review.Claim) -> str:
        """When it is of, and how that is known."""
        if claim.period_basis not in ("stated", "inferred", "document_date", "not_stated"):
            return t("collect.period.none", self.lang)
        start, end = claim.period_start, claim.period_end
        basis = t(f"sources.period_basis.{claim.period_basis}", self.lang)
        if not end:
            return basis
        if start[4:] == "-01-01" and end == f"{start[:4]}-12-31":
            when = t("sources.period.year", self.lang, year=start[:4])
        elif start:
            when = t("sources.period.between", self.lang, start=day_shown(start), end=day_shown(end))
        else:
            when = t("sources.period.until", self.lang, end=day_shown(end))
        return f"{when} ({basis})"


def _plain(text: str) -> str:
    return numbers.number(float(text), None) if NUMBER.fullmatch(text) else text


class Page:
    """One run of a review."""

    def __init__(self, served: Served, view: View, person: Person, review_id: str) -> None:
        """Read the review. Raises ReviewRefused when there is none of that name, or it is damaged."""
        self.served, self.view, self.person, self.lang = served, view, person, view.lang
        self.review = review.load(paths.workspace_folder(), review_id)
        self.text = review.text_of(paths.workspace_folder(), review_id)
        self.names = Names(served, view.lang)

    @property
    def review_id(self) -> str:
        """The name of the review."""
        return self.review.review_id

    @cached_property
    def in_order(self) -> list[review.Item]:
        """All items in the order of the text: their numbers on the page count from 1 in it."""
        return self.review.of_state("open", "accepted", "rejected", "known", "split", "batched")

    @property
    def filter(self) -> str:
        """Which items are listed."""
        kept = st.session_state.get(state_key(self.review_id, "filter"))
        return kept if kept in FILTERS else "open"

    @cached_property
    def listed(self) -> list[tuple[int, review.Item]]:
        """The items of the filter with their numbers."""
        numbered = enumerate(self.in_order, start=1)
        return [(n, item) for n, item in numbered if self.filter in ("all", item.state)]

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-len(self.listed) // AT_ONCE))

    @property
    def page(self) -> int:
        """Which page of the list is shown, from 0."""
        kept = st.session_state.get(state_key(self.review_id, "page"), 0)
        return min(max(int(kept), 0), self.pages - 1)

    @cached_property
    def on_desk(self) -> list[tuple[int, review.Item]]:
        """The items of this page of the list."""
        return self.listed[self.page * AT_ONCE : (self.page + 1) * AT_ONCE]

    def blocks(self) -> tuple[list[Block], dict[int, tuple[str, str]]]:
        """The text around the items of this page and what the reader opened besides; and what is marked in it: all
        items that stand there, by their place in `in_order`, with name and state."""
        spans = [(item.claim.start, item.claim.end) for _, item in self.on_desk] or [(0, min(len(self.text), 4000))]
        asked = st.session_state.get(state_key(self.review_id, "shown"), ())
        stretches = passages.merged([*passages.shown(self.text, spans), *asked])
        found = passages.blocks(
            self.text,
            stretches,
            [(item.claim.start, item.claim.end) for item in self.in_order],
            [(item.claim.number_start, item.claim.number_end) for item in self.in_order],
        )
        used = {place for block in found for piece in block.pieces for place in piece.items}
        return found, {place: (self.in_order[place].item_id, self.in_order[place].state) for place in sorted(used)}

    def desk_items(self) -> list[dict[str, Any]]:
        """The items as the desk takes them."""
        catalogue = acting.catalogue(self.served)
        return [
            self._desk_item(number, item, review.problems_of(item.claim, catalogue)) for number, item in self.on_desk
        ]

    def _desk_item(self, number: int, item: review.Item, wrong: Sequence[str]) -> dict[str, Any]:
        claim, names = item.claim, self.names
        done = [act for act in _DONE[item.state] if not (act == "accept" and wrong)]
        said = [
            f"{names.period(claim)}"
            + (f" · {t('collect.sure', self.lang, n=round(claim.confidence * 100))}" if claim.confidence else "")
        ]
        if item.is_corrected:
            said.append(t("collect.was", self.lang, was=f"{names.place(item.original)}, {names.amount(item.original)}"))
        if item.by and item.at:
            said.append(t("collect.by", self.lang, by=item.by, at=_moment(item)))
        if item.known:
            said.append(t("collect.known", self.lang, source=item.known.get("source_id", "")))
        said += [part for part in (claim.note, item.why) if part]
        return {
            "id": item.item_id,
            "n": number,
            "state": item.state,
            "state_words": t(f"review.state.{item.state}", self.lang),
            "start": claim.start,
            "end": claim.end,
            "title": f"{names.place(claim)}: {names.indicator(claim.indicator)}",
            "amount": names.amount(claim),
            "lines": said,
            "wrong": [t(f"review.problem.{word}", self.lang) for word in wrong]
            if item.state in ("open", "known")
            else [],
            "done": done,
        }


def _moment(item: review.Item) -> str:
    return moment(item.at)


def moment(at: Any) -> str:
    """A moment as people read it: day and time of the server's clock."""
    local = at.astimezone()
    return f"{numbers.date(local.date())} {local:%H:%M}"
