"""Which rule of the lexicon a number fits, and how well: concepts near it count most, inherited ones less."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from egov_metrics.collect.extract.lexicon import Lexicon, Rule
from egov_metrics.collect.extract.windows import Span, Window

NEAR, SHARED, LINKED, SENTENCE, CONTEXT = 1.6, 1.1, 0.4, -0.4, -0.8
"""What a concept adds to the score of a rule by where it stands. One that is far away speaks against a rule that needs
it: another rule, which needs less, then fits better."""
_CLOSE, _FADES, _FAINTEST = 60, 0.008, 1.2
_ELLIPSIS = re.compile(r"\s*(?:[,;.)(|\n]|$|và\b|hoặc\b|trường hợp|của\b|là\b|cho\b|thuộc\b|&&)")
_NOUN_REACH = 34
_REMEMBERED = 20_000
_UNIT_ONLY = re.compile(r"\s*(?:đơn vị|cơ quan|trường hợp|chiếc|cái|mục)\s*(?:[,;.)]|$)")
_OTHER_NOUN = re.compile(
    r"\s*(?:lượt\s+)?(?:người|lượt|phiếu|đại biểu|hộ|khách|hội nghị|lớp|buổi|tin|bài|km|ha|tấn|dự án|mô hình|giải pháp|nhiệm vụ|sáng kiến|học viên|công dân)(?!\w)"
)


class Concepts:
    """Where each concept stands in a text; looked up once for a passage, when first asked for."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self._found: dict[str, list[Span]] = {}
        self._outside: dict[tuple[str, Span], bool] = {}
        self._region: Span = (0, 0)

    def enter(self, region: Span) -> None:
        """Look at another passage from now on."""
        self._region, self._found = region, {}
        if len(self._outside) > _REMEMBERED:
            self._outside = {}

    def spans(self, concept: str) -> list[Span]:
        """All places of a concept in the passage, in order."""
        found = self._found.get(concept)
        if found is None:
            pattern = self._lexicon.concepts[concept]
            found = self._found[concept] = [match.span() for match in pattern.finditer(self._text, *self._region)]
        return found

    def within(self, concept: str, span: Span) -> bool:
        """Does the concept stand inside the span?"""
        spans = self.spans(concept)
        at = bisect_left(spans, (span[0], span[0]))
        return at < len(spans) and spans[at][1] <= span[1]

    def outside(self, concept: str, span: Span) -> bool:
        """As `within`, for a span of another passage (a heading)."""
        known = self._outside.get((concept, span))
        if known is None:
            known = self._lexicon.concepts[concept].search(self._text, *span) is not None
            self._outside[concept, span] = known
        return known


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule that a number fits, with the score; `is_near`: everything that it needs stands in the own clause."""

    rule: Rule
    score: float
    is_near: bool


class Matcher:
    """Fits numbers of one text to the rules of a lexicon."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon
        self.concepts = Concepts(text, lexicon)
        self._by_kind: dict[str, list[Rule]] = {}
        self._reached: dict[str, float | None] = {}
        for rule in lexicon.rules:
            self._by_kind.setdefault(rule.kind, []).append(rule)

    def nouns(self, window: Window) -> frozenset[str]:
        """The countable concepts that the number counts: those that begin first behind it, in its clause."""
        start = window.after[0]
        stop = re.search(r"[,;:.()\n|]", self.text[start : start + _NOUN_REACH])
        end = min(start + (stop.start() if stop else _NOUN_REACH), window.after[1])
        begins: dict[str, int] = {}
        for concept in self.lexicon.counted:
            for span in self.concepts.spans(concept):
                if start <= span[0] < end:
                    begins[concept] = span[0]
                    break
        if not begins:
            return frozenset()
        first = min(begins.values())
        if _OTHER_NOUN.match(self.text[start:first]):
            return frozenset()
        return frozenset(concept for concept, begin in begins.items() if begin - first <= 18)

    def fits(self, window: Window, kind: str, above: tuple[Span, ...]) -> list[Fit]:
        """The rules of a kind that the number fits, best first."""
        if kind == "count" and _OTHER_NOUN.match(self.text, window.number.end):
            return []
        nouns = self.nouns(window) if kind == "count" else frozenset()
        self._reached = {}  # many rules need the same concepts
        found = []
        for rule in self._by_kind.get(kind, []):
            fit = self._fit(rule, window, nouns, above)
            if fit is not None:
                found.append(fit)
        return sorted(found, key=lambda fit: -fit.score)

    def _fit(self, rule: Rule, window: Window, nouns: frozenset[str], above: tuple[Span, ...]) -> Fit | None:
        score, is_near = rule.weight, True
        if rule.kind == "count":
            head = self._head(rule, window, nouns, above)
            if head is None:
                return None
            score += head
            is_near = head >= LINKED
        for need in rule.needs:
            reached = self._reach(need.concept, window, above)
            lowest = {"near": LINKED, "sentence": SENTENCE - 0.2, "context": CONTEXT}[need.reach]
            if reached is None or reached < lowest:
                return None
            score += reached
            is_near = is_near and reached >= LINKED
        near = window.near
        if any(self._in(concept, near) for concept in rule.excluded) or nouns.intersection(rule.excluded_heads):
            return None
        for sibling in rule.siblings:
            here = self.concepts.within(
                sibling.lstrip("!"), (window.sentence[0], window.sentence[1] + 160)
            ) and not self._in(sibling.lstrip("!"), near)
            if here == sibling.startswith("!"):
                return None
        return Fit(rule, score, is_near)

    def _head(self, rule: Rule, window: Window, nouns: frozenset[str], above: tuple[Span, ...]) -> float | None:
        if nouns:
            if nouns.intersection(rule.heads):
                return NEAR
            if _UNIT_ONLY.match(self.text, window.number.end):  # "cơ quan Đảng 12 đơn vị"
                before = max((self._reach_before(head, window) for head in rule.heads), default=0.0)
                if before:
                    return before
            led = window.is_led and any(self.concepts.within(head, window.before) for head in rule.heads)
            return LINKED if led and not nouns.intersection({"dossier", "procedure"}) else None
        after = self.text[window.number.end : window.number.end + 14]
        if not _ELLIPSIS.match(after) and not window.is_led:
            return None
        reached = max(
            (reach for head in rule.heads if (reach := self._reach(head, window, above)) is not None), default=None
        )
        if reached is None or (not _ELLIPSIS.match(after) and reached < SHARED):
            return None
        return reached - 0.2

    def _reach_before(self, concept: str, window: Window) -> float:
        """What a concept adds that is the label directly before the number, 0 when it is not there."""
        low = max(window.before[0], window.before[1] - 50)
        return (
            SHARED
            if any(
                low <= start and window.before[1] - end <= 16
                for start, end in self.concepts.spans(concept)
                if end <= window.before[1]
            )
            else 0.0
        )

    def _in(self, concept: str, spans: list[Span]) -> bool:
        return any(self.concepts.within(concept, span) for span in spans)

    def _reach(self, concept: str, window: Window, above: tuple[Span, ...]) -> float | None:
        """What the concept adds by where it stands, None when it stands nowhere near; worked out once for a number."""
        if concept not in self._reached:
            self._reached[concept] = self._reach_of(concept, window, above)
        return self._reached[concept]

    def _reach_of(self, concept: str, window: Window, above: tuple[Span, ...]) -> float | None:
        if not self.concepts.spans(concept):
            return CONTEXT if any(self.concepts.outside(concept, span) for span in above) else None
        for start, end in window.near:
            for span in self.concepts.spans(concept):
                if start <= span[0] and span[1] <= end:
                    gap = min(abs(span[0] - window.number.end), abs(window.number.start - span[1]))
                    return NEAR - min(_FAINTEST, max(0, gap - _CLOSE) * _FADES)
        if self._in(concept, window.shared):
            return SHARED
        if self._in(concept, window.linked):
            return LINKED
        if self.concepts.within(concept, window.sentence):
            return SENTENCE
        if self.concepts.within(concept, window.whole):
            return SENTENCE - 0.2
        if any(span[1] <= window.sentence[0] for span in self.concepts.spans(concept)[:1]):
            return CONTEXT
        return CONTEXT if any(self.concepts.outside(concept, span) for span in above) else None
