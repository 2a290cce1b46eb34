"""Rates against the counts that stand beside them: "154/154 cơ quan, đạt tỷ lệ 100%"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov_metrics.collect.extract.numbers import Number
from egov_metrics.collect.findings.document import Document
from egov_metrics.collect.findings.model import Finding
from egov_metrics.i18n.numbers import number as written

_LINK = re.compile(
    r"[^.;\n%]{0,60}?(?:đạt|chiếm|tức|bằng|tương đương|tương ứng|tỷ lệ|tỉ lệ|\()\s*"
    r"(?:(?:là|với|đạt|tỷ lệ|tỉ lệ|khoảng|gần)\s+)*"
)


def agrees(part: float, whole: float, rate: Number) -> bool:
    """Is `rate` percent what part and whole give, rounded or cut off at its last decimal?"""
    if whole <= 0:
        return True
    return abs(100 * part / whole - rate.value) < 10**-rate.decimals + 1e-9


def fractions(doc: Document) -> Iterator[Finding]:
    """Percentages that do not fit the fraction directly before them."""
    for one, rate in zip(doc.numbers, doc.numbers[1:], strict=False):
        if one.kind != "fraction" or rate.kind != "percent" or not one.of or one.value > one.of or rate.is_range:
            continue
        gap = doc.normal[one.end : rate.start]
        if not _LINK.fullmatch(gap) or doc.is_vague(rate) or re.search(r"(?<!\w)(?:xếp|hạng|tăng|giảm)(?!\w)", gap):
            continue
        if re.search(r"(?:thứ|hạng|vị trí)\s*(?:thứ\s*)?$", doc.normal[max(0, one.start - 16) : one.start]):
            continue
        if not agrees(one.value, one.of, rate):
            yield conflict(doc, [one, rate], one.value, one.of, rate)


def conflict(doc: Document, numbers: list[Number], part: float, whole: float, rate: Number) -> Finding:
    """A rate that its counts do not give."""
    return doc.finding(
        "rate_count", "warning", [(one.start, one.end) for one in numbers], doc.proposals_at(numbers),
        part=written(part, None), whole=written(whole, None), rate=doc.written(rate),
        share=f"{written(100 * part / whole, max(rate.decimals, 1))}%",
    )  # fmt: skip
