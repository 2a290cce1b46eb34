"""All checks of a document under review, worst first, each contradiction once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from egov_metrics.collect.extract import Proposal
from egov_metrics.collect.findings import codes, levels, parts, prose, rates, single, stored, timing, wording
from egov_metrics.collect.findings.document import Document
from egov_metrics.collect.findings.model import KINDS, SEVERITIES, Finding
from egov_metrics.collect.findings.rules import load
from egov_metrics.collect.reading import Reading
from egov_metrics.paths import data_folder
from egov_metrics.store import Edition


def findings(
    reading: Reading | str, proposals: Sequence[Proposal], edition: Edition | None = None, data: Path | None = None
) -> list[Finding]:
    """The findings of a reading (or a bare text) and its proposals, by the rules of the data folder in use, which are
    read once in the life of the process. Raises `LexiconRefused`."""
    finder = _finder(data or data_folder())
    if isinstance(reading, str):
        return finder.find(reading, proposals, edition=edition)
    return finder.find(reading.text, proposals, reading.title, reading.published, edition)


@cache
def _finder(data: Path) -> Finder:
    return Finder(data)


class Finder:
    """Looks at documents with one set of rules; may be shared, it keeps nothing of a document."""

    def __init__(self, data: Path) -> None:
        """Read the rules of a data folder. Raises `LexiconRefused`."""
        self.rules = load(data)

    def find(
        self,
        text: str,
        proposals: Sequence[Proposal],
        title: str | None = None,
        published: date | None = None,
        edition: Edition | None = None,
    ) -> list[Finding]:
        """The findings of a read text and its proposals; with an open `edition` also what the store says otherwise.

        `title` and `published` are what metadata say, as for `Extractor.extract`. Nothing is changed."""
        doc = Document(text, proposals, title, published)
        found = list(self._all(doc, edition))
        order = {kind: place for place, kind in enumerate(KINDS)}
        found.sort(key=lambda one: (SEVERITIES.index(one.severity), one.ranges[:1] == (), _first(one), order[one.kind]))
        return _once(found)

    def _all(self, doc: Document, edition: Edition | None) -> Iterator[Finding]:
        rules = self.rules
        yield from parts.divisions(doc, rules)
        yield from levels.spread(doc, rules)
        yield from codes.sums(doc, rules)
        yield from codes.parts(doc, rules)
        yield from rates.fractions(doc)
        yield from codes.rates(doc, rules)
        yield from codes.flows(doc)
        yield from single.ranks(doc, rules)
        yield from single.scales(doc, rules)
        yield from prose.scales(doc, rules)
        yield from prose.fractions(doc)
        yield from prose.moves(doc)
        yield from single.stated_twice(doc, rules)
        yield from single.targets(doc, rules)
        yield from single.bounds(doc)
        yield from single.one_for_two(doc, rules)
        yield from single.same_number(doc)
        yield from single.tiers(doc)
        yield from single.levels_mixed(doc)
        yield from single.rank_words(doc, rules)
        yield from single.related(doc, rules)
        yield from single.units_of_scores(doc, rules)
        yield from timing.document_date(doc)
        yield from timing.undated(doc)
        yield from timing.future(doc)
        yield from timing.past_plans(doc)
        yield from timing.yearless(doc)
        yield from timing.other_years(doc)
        yield from wording.said(doc, rules)
        yield from wording.sets(doc, rules)
        yield from wording.place(doc)
        yield from stored.moves(doc, rules, edition)
        if edition is not None:
            yield from stored.against_store(doc, rules, edition)


def _first(one: Finding) -> int:
    return one.ranges[0].start if one.ranges else 0


def _once(found: list[Finding]) -> list[Finding]:
    """Two ways to the same contradiction (by the words and by the indicators) are one finding."""
    kept: list[Finding] = []
    seen: set[tuple[object, ...]] = set()
    for one in found:
        kind = "sum" if one.kind in ("sum", "levels_total", "part_larger") else one.kind
        key = (
            kind,
            tuple((place.start, place.end) for place in one.ranges),
            "" if one.severity == "warning" else one.text,
        )
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept
