"""How the units of a tier are spread over the levels I to IV and "không xếp hạng": do counts, shares and total fit?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from egov_metrics.collect.extract.numbers import Number
from egov_metrics.collect.findings.document import Document, Span
from egov_metrics.collect.findings.model import Finding
from egov_metrics.collect.findings.rates import agrees
from egov_metrics.collect.findings.rules import Rules
from egov_metrics.i18n.numbers import number as written

DIMENSION = "egov_level"
_TIER = re.compile(
    r"(?<!\w)(?:(?P<department>cấp sở|cấp tỉnh|(?:các |khối )?sở(?:, (?:ban, )?ngành)?)|"
    r"(?P<commune>cấp xã|xã, phường|(?<!thị )xã|phường, xã)|"
    r"(?P<district>cấp huyện|ubnd huyện|(?:các |khối )?huyện, (?:thị xã, )?thành phố|huyện))(?!\w)"
)
_TOTAL = re.compile(r"(?:(?:trong (?:tổng )?(?:số )?|tổng (?:số|cộng) |toàn tỉnh (?:có |hiện có )|cả tỉnh có |có )$)")
_UNITS = re.compile(r"\s*(?:sở|cơ quan|đơn vị|huyện|xã|phường|quận|ubnd)(?!\w)")


@dataclass(slots=True)
class _Group:
    tier: str
    total: Number | None = None
    counts: dict[str, Number] = field(default_factory=dict)
    shares: dict[str, Number] = field(default_factory=dict)

    @property
    def numbers(self) -> list[Number]:
        found = [*self.counts.values(), *self.shares.values(), *([self.total] if self.total else [])]
        return sorted(set(found), key=lambda one: one.start)


def spread(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Findings about counts and shares of levels, by paragraph and tier. Needs two levels or more."""
    everyone = frozenset(one.name for one in rules.members if one.dimension == DIMENSION)
    for passage in doc.passages:
        for group in _groups(doc, rules, (passage.start, passage.end)):
            if len({*group.counts, *group.shares}) > 1:
                yield from _checked(doc, group, everyone)


def _groups(doc: Document, rules: Rules, span: Span) -> list[_Group]:
    groups: list[_Group] = []
    total: Number | None = None
    member, before = "", None
    for one, clause in doc.clauses(span):
        if one.kind not in ("plain", "fraction", "percent") or doc.is_vague(one) or doc.is_planned(one.start):
            member, before = "", None
            continue
        names = [known.name for known in rules.members if known.dimension == DIMENSION and known.pattern.search(clause)]
        is_share = one.kind == "percent"
        follows = before is not None and one.start - before.end < 60
        if is_share and not names and follows and before is not None and before.kind != "percent":
            names = [member]
        tier = _tier(doc, span, one, clause)
        if len(names) != 1 or not names[0]:
            if not is_share and not names and _is_total(doc, one):
                total = one
            member, before = "", None
            continue
        member, before = names[0], one
        last = groups[-1] if groups else None
        if last is None or last.tier != tier or member in (last.shares if is_share else last.counts):
            groups.append(last := _Group(tier, total))
            total = None
        (last.shares if is_share else last.counts)[member] = one
    return groups


def _tier(doc: Document, span: Span, one: Number, clause: str) -> str:
    own = _TIER.search(clause)
    if own is None:
        earlier = list(_TIER.finditer(doc.normal, span[0], one.start))
        own = earlier[-1] if earlier else None
    return str(own.lastgroup) if own else ""


def _is_total(doc: Document, one: Number) -> bool:
    before = doc.normal[max(0, one.start - 30) : one.start]
    return bool(_TOTAL.search(before) and _UNITS.match(doc.normal, one.end)) and one.decimals == 0


def _checked(doc: Document, group: _Group, everyone: frozenset[str]) -> Iterator[Finding]:
    counts, shares = group.counts, group.shares
    wholes = {one.of for one in counts.values() if one.of}
    of = group.total.value if group.total else wholes.pop() if len(wholes) == 1 else None
    added = sum(one.value for one in counts.values())
    if of is not None and len(counts) > 1 and (added > of or (added < of and set(counts) == everyone)):
        yield _finding(doc, group, "levels_total", counts, written(added), written(of))
    percent = sum(one.value for one in shares.values())
    slack = sum(0.5 * 10**-one.decimals for one in shares.values()) + 0.01
    if len(shares) > 2 and (percent > 100 + slack or (percent < 100 - slack and set(shares) == everyone)):
        yield _finding(doc, group, "levels_total", shares, f"{written(percent, None)}%", "100%")
    pairs = [(counts[name], share) for name, share in shares.items() if name in counts]
    is_inferred = of is None
    if of is None and len(pairs) > 2 and abs(percent - 100) <= slack and set(counts) == set(shares):
        of = added
    if of is None or not pairs:
        return
    wrong = [(count, share) for count, share in pairs if not agrees(count.value, of, share)]
    for count, share in wrong:
        yield doc.finding(
            "rate_count", "warning", [(count.start, count.end), (share.start, share.end)],
            doc.proposals_at([count, share]), part=doc.written(count), whole=written(of), rate=doc.written(share),
            share=f"{written(100 * count.value / of, max(share.decimals, 1))}%",
        )  # fmt: skip
    if is_inferred and not wrong:
        yield doc.finding(
            "denominator", "info", [(one.start, one.end) for one in group.numbers], doc.proposals_at(group.numbers),
            terms=" + ".join(doc.written(one) for one in counts.values()), total=written(of),
        )  # fmt: skip


def _finding(doc: Document, group: _Group, kind: str, parts: dict[str, Number], added: str, total: str) -> Finding:
    numbers = [*parts.values(), *([group.total] if group.total and "%" not in total else [])]
    terms = " + ".join(doc.written(one) for one in parts.values())
    return doc.finding(
        kind, "warning", [(one.start, one.end) for one in numbers], doc.proposals_at(numbers), terms=terms, added=added,
        total=total,
    )  # fmt: skip
