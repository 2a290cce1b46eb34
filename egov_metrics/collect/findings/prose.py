"""What the text states plainly and no proposal carries: scores beyond the scale of their index, "17/14 xã", and places
gained that do not fit the two ranks beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov_metrics.collect.findings.document import Document
from egov_metrics.collect.findings.model import Finding
from egov_metrics.collect.findings.rules import Rules
from egov_metrics.i18n.numbers import number as written
from egov_metrics.i18n.numbers import signed

_STATES = re.compile(r"(?:[^.;\d]|(?:19|20)\d{2}){0,60}(?:đạt|là|được|bằng)\s*(?:(?:tổng |số )?điểm\s*)?")
_UNITS = re.compile(r"\s*(?:xã|phường|huyện|quận|sở|đơn vị|cơ quan|thủ tục|tthc|hồ sơ|dịch vụ|tỉnh)(?!\w)")
_RANK = r"(?:hạng|vị trí|thứ|vị thứ)(?:\s+thứ)?\s*(?P<{}>\d{{1,2}})(?:/\d{{1,2}})?(?!\d|[.,/]\d)"
_BY = r"(?P<way>tăng|lên|vượt|giảm|tụt|lùi|sụt)\s+(?:được\s+)?(?P<by>\d{1,2})\s+bậc"
_GAP = r"[^.;\d]{0,40}"
_MOVES = [
    re.compile(
        _RANK.format("now") + _GAP + _BY + r"[^.;\d]{0,30}năm (?:trước|\d{4})[^.;\d]{0,30}?" + _RANK.format("before")
    ),
    re.compile(r"từ\s+" + _RANK.format("before") + r"[^.;\d]{0,24}?" + _RANK.format("now") + _GAP + _BY),
    re.compile(_BY + r"[^.;\d]{0,20}từ\s+" + _RANK.format("before") + r"[^.;\d]{0,24}?" + _RANK.format("now")),
]


def scales(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Scores right behind the name of their index that lie beyond its scale; the reader proposes none of them."""
    numbers = {one.start: one for one in doc.numbers}
    for index in rules.indices:
        known = rules.indicators.get(index.score)
        if known is None or known.high is None or index.within:
            continue  # parts of an index share their names with those of others
        for match in index.pattern.finditer(doc.normal):
            states = _STATES.match(doc.normal, match.end())
            one = numbers.get(states.end()) if states else None
            if one is None or one.decimals == 0 or one.kind not in ("plain", "percent") or one.value <= known.high:
                continue
            if not doc.proposals_at([one]) and not (one.kind == "percent" and known.high <= 1):
                yield doc.finding(
                    "scale", "warning", [match.span(), (one.start, one.end)], (), indicator=known.name,
                    value=doc.written(one), low=written(known.low, None), high=written(known.high, None),
                )  # fmt: skip


def fractions(doc: Document) -> Iterator[Finding]:
    """Counts beyond the number counted ("17/14 xã"); what may be a day and a month is none."""
    for one in doc.numbers:
        if one.kind != "fraction" or not one.of or one.value <= one.of or (one.value <= 31 and one.of <= 12):
            continue
        if _UNITS.match(doc.normal, one.end) and not doc.proposals_at([one]):
            yield doc.finding(
                "part_larger", "warning", [(one.start, one.end)], (), terms=written(one.value), total=written(one.of)
            )


def moves(doc: Document) -> Iterator[Finding]:
    """Both ranks and the places between them in one sentence: "thứ 20, tăng 5 bậc so với năm 2021 (thứ 30)"."""
    for begin, end in doc.sentences:
        for pattern in _MOVES:
            match = pattern.search(doc.normal, begin, end)
            if match is None:
                continue
            before, now, by = (int(match[name]) for name in ("before", "now", "by"))
            said = by if match["way"] in ("tăng", "lên", "vượt") else -by
            if before - now != said:
                yield doc.finding(
                    "rank_move", "warning", [match.span()], doc.proposals_in(match.span()), text="rank_move_said",
                    said=signed(said), before=written(before), now=written(now), moved=signed(before - now),
                )  # fmt: skip
            break
