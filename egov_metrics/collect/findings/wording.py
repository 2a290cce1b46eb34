"""Wordings that a reader must see, by the rules of `finding_words.csv`; sets that are counted twice; places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from egov_metrics.collect.extract.lexicon import normal
from egov_metrics.collect.findings.document import Document, Span
from egov_metrics.collect.findings.model import Finding
from egov_metrics.collect.findings.rules import Rules, WordRule
from egov_metrics.collect.findings.single import spans


def said(doc: Document, rules: Rules) -> Iterator[Finding]:
    """The findings of all word rules; those of one rule in one sentence are one finding, `not_data` one a document."""
    for rule in rules.words:
        if rule.kind == "not_data":
            yield from _not_data(doc, rule)
            continue
        done: set[Span] = set()
        for match in rule.pattern.finditer(doc.normal):
            sentence = doc.sentence(match.start())
            if sentence in done or sentence[0] == sentence[1] or match.end() > sentence[1]:
                continue
            finding = _matched(doc, rule, match, sentence)
            if finding is not None:
                done.add(sentence)
                yield finding


def _matched(doc: Document, rule: WordRule, match: re.Match[str], sentence: Span) -> Finding | None:
    reach = {"sentence": sentence, "passage": doc.passage(match.start()), "document": (0, len(doc.normal))}[rule.reach]
    ranges = [match.span()]
    if rule.also is not None:
        also = rule.also.search(doc.normal, *reach)
        if also is None:
            return None
        ranges.append(also.span())
    if rule.unless is not None and rule.unless.search(doc.normal, *reach):
        return None
    proposals = [i for span in ranges for i in doc.proposals_in(span)]
    if rule.codes:
        near = [i for i in doc.proposals_in(sentence) if doc.proposals[i].qualifier != "target"]
        proposals = [i for i in near if doc.proposals[i].indicator in rule.codes]
        if not proposals:
            return None
    if rule.kind == "coverage":
        shares = [i for i in proposals if doc.proposals[i].unit == "percent"]
        proposals = shares or [i for i in doc.proposals_in(sentence) if doc.proposals[i].unit == "percent"]
        if not proposals:
            return None
    if not proposals and rule.kind in ("wording", "direction"):
        proposals = [i for span in ranges for i in doc.proposals_in(doc.sentence(span[0]))]
    said_ = " … ".join(doc.range(*span).quote for span in ranges)
    return doc.finding(rule.kind, rule.severity, ranges, proposals, text=rule.rule, words=" ".join(said_.split()))


def _not_data(doc: Document, rule: WordRule) -> Iterator[Finding]:
    found = [match.span() for match in rule.pattern.finditer(doc.normal)]
    if not found:
        return
    read = [i for span in found for i in doc.proposals_in(span)]
    values = list(dict.fromkeys(" ".join(doc.text[slice(*span)].split()) for span in found))
    yield doc.finding(
        "not_data", "warning" if read else "info", found, read, text="not_data_read" if read else "not_data",
        values="; ".join(values[:12]) + ("; ..." if len(values) > 12 else ""),
    )  # fmt: skip


def sets(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Bodies that are counted differently for two things: other sets, no conflict."""
    for relation in rules.related("counted_with"):
        if relation.pattern is None:
            continue
        body = relation.pattern.pattern
        adjacent = re.compile(
            rf"(?:{body})\s*(?::|là|có)?\s*(?P<behind>\d{{1,3}})(?![\d.,/%]*\d|\s*%)|(?<![\d.,/])(?P<before>\d{{1,3}})\s+(?:{body})"
        )
        found: dict[int, list[Span]] = defaultdict(list)
        for match in adjacent.finditer(doc.normal):
            name = "behind" if match["behind"] else "before"
            if doc.proposals_at(doc.within(match.span(name))):
                found[int(match[name])].append(match.span(name))
        if len(found) > 1:
            places = [places[0] for places in found.values()]
            yield doc.finding(
                "other_set", "info", places, doc.proposals_at([n for span in places for n in doc.within(span)]),
                values=", ".join(str(value) for value in found),
            )  # fmt: skip


def place(doc: Document) -> Iterator[Finding]:
    """The document is about a district or commune and does not name its province: that is inferred."""
    counted = Counter(
        (one.unit_name, one.unit_level, one.parent_unit)
        for one in doc.proposals
        if one.unit_level in ("district", "commune") and one.unit_name != one.parent_unit and one.unit_id
    )
    for (name, _level, parent), _ in counted.most_common(1):
        if parent and normal(parent) not in doc.normal:
            found = [i for i, one in enumerate(doc.proposals) if one.unit_name == name]
            first = doc.normal.find(normal(name))
            span = [(first, first + len(name))] if first >= 0 else spans(doc, found[:1])
            yield doc.finding("place_inferred", "info", span, found, unit=name, parent=parent)
