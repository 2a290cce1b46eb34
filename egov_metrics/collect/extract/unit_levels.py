"""Levels I to IV of single units ("thành phố Huế đạt mức I về điều kiện sẵn sàng"), told from counts of units at a level."""

from __future__ import annotations

import re

from egov_metrics.collect.extract.windows import Span, Window

_UNITS_AT = re.compile(
    r"\d\s*(?:/\s*\d+\s*)?(?:đơn vị|cơ quan|sở|huyện|xã|phường|địa phương|quận|thị trấn)[^,;.]{0,40}$|(?<!\w)(?:số|tỷ lệ)\s+(?:đơn vị|cơ quan|huyện|xã|sở)[^,;.]{0,30}$|(?<!\w)(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:đơn vị|cơ quan|huyện|xã|sở)[^,;.]{0,40}$"
)
"""Units that are counted at a level."""
_READINESS = re.compile(r"sẵn sàng")
_RESULTS = re.compile(r"kết quả|(?<!\w)phần (?:hai|2)(?!\w)")
_EGOV = re.compile(r"chính quyền điện tử|cqđt|điều kiện sẵn sàng")
_ANY_LEVEL = re.compile(r"các mức|4 mức|từ mức|dưới mức|\bvà\s*$|mỗi mức|ngưỡng")
_COUNT_BEHIND = re.compile(r"\s*[:(]?\s*(?:là\s+|có\s+|gồm\s+|với\s+)?\d")
_BACK = 1500
"""So many characters back, a text may have said that it is about the e-government level."""


def level_code(text: str, window: Window, passage: Span, above: tuple[Span, ...]) -> str | None:
    """The code of the level that a number (1 to 4) states of one unit, None where it is a level that units are counted
    at, or not one of e-government. `text`: the normal form."""
    start, end = window.number.start, window.number.end
    gap = text[max(window.sentence[0], window.before[0]) : start]
    clause = re.split(r"[;.\n]", gap)[-1]
    if _UNITS_AT.search(clause) or _ANY_LEVEL.search(clause) or _COUNT_BEHIND.match(text[end : end + 14]):
        return None
    back = (max(0, passage[0] - _BACK), passage[0])
    if not any(_EGOV.search(text, *region) for region in (window.sentence, passage, *above, back)):
        return None
    low = max(window.sentence[0], text.rfind(";", window.sentence[0], start) + 1)
    stretch = text[low:start] + re.split(r"[,;]", text[end : end + 34])[0]
    readiness, result = (max((m.end() for m in word.finditer(stretch)), default=-1) for word in (_READINESS, _RESULTS))
    if readiness > result:
        return "egov_readiness_level"
    if result >= 0 and _READINESS.search(text, back[0], end):
        return "egov_result_level"
    return "egov_level"
