"""A document under review as the checks see it: its numbers with their clauses, and the proposals at them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from egov_metrics.collect.extract import Proposal
from egov_metrics.collect.extract.lexicon import normal
from egov_metrics.collect.extract.numbers import Number, masks, numbers
from egov_metrics.collect.extract.segments import CLAUSE, Passage, passages
from egov_metrics.collect.extract.times import Times
from egov_metrics.collect.findings.model import Finding, Range, Words

Span = tuple[int, int]
_NUMBER_ENDS = re.compile(r"(?<=\d\d)\.\s+(?=[A-ZĐÀ-Ỹ])")
_VAGUE = re.compile(
    r"(?<!\w)(?:hơn|trên|gần|khoảng|xấp xỉ|ước(?: đạt| tính)?|ít nhất|tối thiểu|dưới|không dưới|chưa đến|chưa tới|"
    r"tối đa|chừng|không quá)\s*(?:đạt\s*|là\s*)?$"
)
_TARGET = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|dự kiến|đặt ra|hướng tới|kế hoạch (?:giao|đề ra|năm|của tỉnh)|yêu cầu|"
    r"quyết tâm|phải (?:đạt|được|đóng góp)|đề nghị (?:các|những|huyện|tỉnh))(?!\w)"
)


class Document:
    """Text, proposals and what both say. Offsets count in the whole text; `normal` has as many characters as it."""

    def __init__(self, text: str, proposals: Sequence[Proposal], title: str | None, published: date | None) -> None:
        self.text, self.proposals, self.title = text, proposals, title or ""
        self.normal = normal(text)
        self.passages: list[Passage] = passages(text)
        first = self.passages[0] if self.passages else None
        head = text[: first.end] if first and first.end - first.start < 400 else ""
        times = Times(text, title or head, published)
        self.head = title or head
        self.published: date | None = times.published
        self.periods = times.periods
        masked = sorted([*masks(text), *((one.start, one.end) for one in self.periods)])
        self.numbers = [one for passage in self.passages for one in _numbers(text, passage, masked)]
        self._starts = [one.start for one in self.numbers]
        self._sentences = [
            span for passage in self.passages for one in passage.sentences for span in self._cut(one.start, one.end)
        ]
        self._sentence_starts = [one[0] for one in self._sentences]
        self._passages = [(one.start, one.end) for one in self.passages]
        self._passage_starts = [one.start for one in self.passages]
        self._headings = {one.start: one.above for one in self.passages}
        self._at: dict[int, list[int]] = {}
        for index, one in enumerate(proposals):
            self._at.setdefault(one.number_start, []).append(index)

    def _cut(self, start: int, end: int) -> list[Span]:
        """A sentence that ends in a number of two digits or more ends there ("xếp thứ 41. Tỉnh ...")."""
        cuts = [match.end() for match in _NUMBER_ENDS.finditer(self.text, start, end)]
        return list(zip([start, *cuts], [*cuts, end], strict=True))

    @property
    def sentences(self) -> list[Span]:
        """All sentences, in order."""
        return self._sentences

    def sentence(self, at: int) -> Span:
        """The sentence around a place; the place alone when it lies in none."""
        return _around(self._sentences, self._sentence_starts, at)

    def passage(self, at: int) -> Span:
        """The paragraph around a place; the place alone when it lies in none."""
        return _around(self._passages, self._passage_starts, at)

    def headings(self, at: int) -> tuple[Span, ...]:
        """The headings in force at a place, outermost first."""
        return self._headings.get(self.passage(at)[0], ())

    def within(self, span: Span) -> list[Number]:
        """The numbers that begin in a span."""
        return self.numbers[bisect.bisect_left(self._starts, span[0]) : bisect.bisect_left(self._starts, span[1])]

    def clauses(self, span: Span) -> list[tuple[Number, str]]:
        """The numbers of a span, each with the words of its own clause (normal form): up to the marks on both sides."""
        found = self.within(span)
        clauses = []
        for place, one in enumerate(found):
            begin, finish = self.sentence(one.start)
            left = max(found[place - 1].end if place else span[0], begin)
            right = min(found[place + 1].start if place + 1 < len(found) else span[1], max(finish, one.end))
            is_followed = place + 1 < len(found) and right == found[place + 1].start
            before, after = self.normal[left : one.start], self.normal[one.end : right]
            marks = [  # with a digit behind it, so that "và" before a number is seen as a mark
                mark
                for mark in CLAUSE.finditer(before + "0")
                if mark.group() != ":" or mark.end() < len(before.rstrip())
            ]
            begin = left + (marks[-1].end() if marks else 0)
            finish = one.end + _clause_end(after, is_followed)
            clauses.append((one, f"{self.normal[begin : one.start]} # {self.normal[one.end : finish]}"))
        return clauses

    def is_vague(self, number: Number) -> bool:
        """Is it a bound or an approximate number?"""
        return bool(_VAGUE.search(self.normal[max(0, number.start - 24) : number.start])) or bool(
            re.match(r"\s*(?:\S+\s+){0,2}trở lên", self.normal[number.end : number.end + 30])
        )

    def vague_words(self, at: int) -> str:
        """The words of a bound directly before a number ("hơn", "tối thiểu"), as the document writes them; "" without.
        "15,8 trên 18 điểm" is a part of a whole and no bound."""
        begin = max(0, at - 24)
        found = _VAGUE.search(self.normal[begin:at])
        if found is None or re.search(r"\d\s*$", self.normal[begin : begin + found.start()]):
            return ""
        return " ".join(self.text[begin + found.start() : at].split())

    def is_planned(self, at: int) -> bool:
        """Does a word of planning stand before this place in its sentence?"""
        return bool(_TARGET.search(self.normal[self.sentence(at)[0] : at]))

    def proposals_at(self, numbers_: Iterable[Number]) -> tuple[int, ...]:
        """The positions of the proposals that were read from these numbers."""
        return tuple(index for one in numbers_ for index in self._at.get(one.start, ()))

    def proposals_in(self, span: Span) -> tuple[int, ...]:
        """The positions of the proposals whose number begins in a span."""
        return tuple(i for i, one in enumerate(self.proposals) if span[0] <= one.number_start < span[1])

    def range(self, start: int, end: int) -> Range:
        """A stretch of the text, without the blanks at its ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Range(start, end, self.text[start:end])

    def written(self, one: Number | Proposal) -> str:
        """A number as the document writes it."""
        start, end = (one.start, one.end) if isinstance(one, Number) else (one.number_start, one.number_end)
        return " ".join(self.text[start:end].split())

    def finding(
        self,
        kind: str,
        severity: str,
        spans: Iterable[Span],
        proposals: Iterable[int] = (),
        text: str | None = None,
        **fields: str | Words,
    ) -> Finding:
        """A finding with its ranges put in order, each once."""
        places = sorted(set(spans))
        return Finding(
            kind,
            severity,
            text or kind,
            tuple(sorted(fields.items())),
            tuple(sorted(set(proposals))),
            tuple(self.range(*span) for span in places),
        )


def _numbers(text: str, passage: Passage, masked: list[Span]) -> list[Number]:
    """The numbers of a paragraph, with offsets in the whole text; those in words are left out."""
    begin, end = passage.start, passage.end
    first = bisect.bisect_left(masked, (begin, begin))
    near = [(s - begin, e - begin) for s, e in masked[max(0, first - 1) : bisect.bisect_left(masked, (end, end))]]
    return [
        replace(one, start=one.start + begin, end=one.end + begin)
        for one in numbers(text[begin:end], near)
        if not one.in_words
    ]


def _clause_end(after: str, is_followed: bool) -> int:
    """Where the clause of a number ends: at the first mark, unless that only joins levels ("mức độ 3, 4")."""
    for mark in CLAUSE.finditer(after + ("0" if is_followed else "")):
        joins = re.match(r"\s*(?:mức\s+(?:độ\s+)?)?\d(?!\d)", after[mark.end() :])
        if joins and re.search(r"mức\s+(?:độ\s+)?\d\s*$", after[: mark.start()]):
            continue
        return min(mark.start(), len(after))
    return len(after)


def _around(spans: list[Span], starts: list[int], at: int) -> Span:
    place = bisect.bisect_right(starts, at) - 1
    if place >= 0 and spans[place][0] <= at < spans[place][1]:
        return spans[place]
    return at, at
