"""A whole and what the text divides it into: "209 ..., trong đó 174 mức độ 3, 39 mức độ 4".

Only parts that exclude each other are added: each must be told apart by another word of one dimension (levels,
deadlines, tiers; `finding_parts.csv`), so that "14.862 hồ sơ, trong đó 662 trực tuyến, đã trả 14.707" is no sum. Too
much is always a conflict; too little only where the text lists all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from egov_metrics.collect.extract.numbers import Number
from egov_metrics.collect.findings.document import Document, Span
from egov_metrics.collect.findings.model import Finding
from egov_metrics.collect.findings.rules import Rules
from egov_metrics.i18n.numbers import number as written

_MARK = re.compile(
    r"(?<!\w)(?P<list>bao gồm|gồm(?: có)?|cụ thể(?: là)?)(?!\w)\s*:?|"
    r"(?<!\w)(?:trong đó|trong số đó)(?!\w)\s*:?|(?P<open>\()|(?P<colon>:)"
)
LEVELS = "egov_level"
"""Has checks of its own (`levels.py`)."""
_LISTED_ONLY = ("tier",)
"""Tiers share procedures: they add up only where the text lists them ("gồm")."""
_FARTHEST = {"list": 140, "in": 140, "open": 30, "colon": 24}


@dataclass(frozen=True, slots=True)
class _Part:
    number: Number
    clause: str


@dataclass(frozen=True, slots=True)
class _Division:
    whole: Number
    whole_clause: str
    parts: list[_Part]
    is_list: bool


def divisions(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Sums that the sentences of a document state and that do not hold, and parts larger than their whole."""
    for span in doc.sentences:
        seen: set[tuple[int, ...]] = set()
        for one in _divisions(doc, span):
            for finding in _checked(doc, rules, one):
                key = tuple(place.start for place in finding.ranges)
                if key not in seen:
                    seen.add(key)
                    yield finding


def _divisions(doc: Document, span: Span) -> Iterator[_Division]:
    described = dict(doc.clauses(span))
    numbers = list(described)
    marks = list(_MARK.finditer(doc.normal, *span))
    for place, mark in enumerate(marks):
        kind = "list" if mark["list"] else "open" if mark["open"] else "colon" if mark["colon"] else "in"
        before = [one for one in numbers if one.end <= mark.start()]
        if not before or mark.start() - before[-1].end > _FARTHEST[kind]:
            continue
        whole = before[-1]
        between = doc.text[whole.end : mark.start()]
        if not _is_count(whole) or doc.is_vague(whole) or ";" in between or (kind == "colon" and "," in between):
            continue
        end = _end(doc, span, mark, marks[place + 1 :], numbers)
        inside = [
            _Part(one, described[one])
            for one in numbers
            if mark.end() <= one.start < end and _depth(doc, mark.end(), one.start) == 0 and _is_count(one)
        ]
        if inside:
            yield _Division(whole, described[whole], inside, kind != "in")


def _end(doc: Document, span: Span, mark: re.Match[str], later: list[re.Match[str]], numbers: list[Number]) -> int:
    """Where the parts end: at the closing bracket, or where another whole begins behind a semicolon."""
    if mark["open"]:
        close = doc.text.find(")", mark.end(), span[1])
        return close if close >= 0 else span[1]
    for other in later:
        if other["open"] or _depth(doc, mark.end(), other.start()):
            continue
        wholes = [one for one in numbers if mark.end() <= one.start and one.end <= other.start()]
        if not wholes or other["colon"]:
            continue
        return max(doc.text.rfind(";", mark.end(), wholes[-1].start), mark.end()) if wholes else span[1]
    return span[1]


def _depth(doc: Document, start: int, end: int) -> int:
    between = doc.text[start:end]
    return max(0, between.count("(") - between.count(")"))


def _is_count(one: Number) -> bool:
    return one.kind == "plain" and (one.decimals == 0 or one.decimals == 3) and not one.is_range


def _checked(doc: Document, rules: Rules, one: _Division) -> Iterator[Finding]:
    dimensions = dict.fromkeys(member.dimension for member in rules.members if member.dimension != LEVELS)
    for dimension in dimensions:
        if dimension in _LISTED_ONLY and not one.is_list:
            continue
        named = [(part, _members(rules, dimension, part.clause)) for part in one.parts]
        told = [(part.number, members[0]) for part, members in named if len(members) == 1]
        names = {name for _, name in told}
        parts = [number for number, _ in told]
        if not told or len(names) < len(told) or not all(_may_add(doc, one.whole, number) for number in parts):
            continue
        if len(_members(rules, dimension, one.whole_clause)) == 1:
            continue  # the whole is itself a member: what follows are others
        gap = sum(number.value for number in parts) - one.whole.value
        is_complete = one.is_list or any(known <= names for known in rules.complete.get(dimension, ()))
        lists_all = len(told) > 1 and len(told) == len(one.parts) and is_complete
        if gap > 0 or (gap < 0 and lists_all):
            yield _finding(doc, one.whole, parts, gap)
            return


def _may_add(doc: Document, whole: Number, part: Number) -> bool:
    """A bound adds to nothing, and dossiers are no part of anything but dossiers."""
    nouns = [doc.normal[number.end :].lstrip()[:5] == "hồ sơ" for number in (whole, part)]
    has_noun = re.match(r"\s*[^\W\d_]", doc.normal[part.end : part.end + 3])
    return not doc.is_vague(part) and (nouns[0] == nouns[1] or not has_noun)


def _members(rules: Rules, dimension: str, clause: str) -> list[str]:
    return [one.name for one in rules.members if one.dimension == dimension and one.pattern.search(clause)]


def _finding(doc: Document, whole: Number, parts: list[Number], gap: float) -> Finding:
    numbers = [whole, *parts]
    return doc.finding(
        "sum" if len(parts) > 1 else "part_larger",
        "warning",
        [(one.start, one.end) for one in numbers],
        doc.proposals_at(numbers),
        terms=" + ".join(doc.written(one) for one in parts),
        added=written(whole.value + gap, None),
        total=doc.written(whole),
        gap=written(abs(gap), None),
    )
