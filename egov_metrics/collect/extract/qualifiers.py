"""How exact a stated number is ("hơn 8.000", "khoảng 80%"), and whether it is a result or a target."""

from __future__ import annotations

import re

from egov_metrics.collect.extract.windows import Window

_BEFORE = (
    ("at_least", re.compile(r"(?<!\w)(?:ít nhất|tối thiểu|không dưới|không thấp hơn|từ)\s*(?:là\s*|đạt\s*)?$")),
    ("more_than", re.compile(r"(?<!\w)(?:hơn|trên|vượt|vượt mức|trên mức|cao hơn)\s*$")),
    (
        "approx",
        re.compile(
            r"(?<!\w)(?:khoảng|gần|xấp xỉ|ước|ước đạt|ước khoảng|chừng|độ khoảng|suýt soát|ngót|ước tính)\s*(?:đạt\s*|khoảng\s*)?$"
        ),
    ),
    ("less_than", re.compile(r"(?<!\w)(?:dưới|chưa đến|chưa tới|không quá|tối đa|thấp hơn|chưa đầy)\s*$")),
)
_TARGET = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|dự kiến|kế hoạch (?:giao|đề ra|năm|là|(?:19|20)\d\d|của \w+ là|đến)|sẽ|được giao|(?<!bàn )giao (?:chỉ tiêu|các|cho)|yêu cầu|đặt ra|khẩn trương|cần (?:đạt|phải|nâng|đưa|hoàn thành)|đề ra|quyết tâm|hướng tới|tiến tới|đề nghị (?:các|ubnd|sở|từng|mỗi|địa phương|đơn vị)|bảo đảm đến|phải (?:đạt|được|có|đóng góp|bảo đảm|đảm bảo|giảm|nâng|hoàn thành)(?! (?:giải quyết|xử lý))|lộ trình|nhiệm vụ|kỳ vọng|nhắm tới|hướng đến|mong(?: muốn)?|đòi hỏi|vào (?:tốp|top|nhóm))(?!\w)"
)
_PLANS = re.compile(
    r"(?<!\w)(?:mục tiêu|phương hướng|nhiệm vụ(?:,| và)? (?:giải pháp|trọng tâm|năm|quý|6 tháng|trong thời gian)|chỉ tiêu phấn đấu|kế hoạch (?:năm|quý|6 tháng|thực hiện))(?!\w)"
)
_ACCOUNTS = re.compile(
    r"(?<!\w)(?:kết quả|tình hình|đánh giá|thực hiện (?:các )?(?:mục tiêu|nhiệm vụ|kế hoạch|chỉ tiêu))(?!\w)"
)
"""A heading of what was done, whatever plan it names."""
_RESULT = re.compile(
    r"(?<!\w)(?:đã|kết quả|đạt được|hiện|thực hiện được|vượt (?:mục tiêu|chỉ tiêu|kế hoạch)|đạt (?:mục tiêu|chỉ tiêu|kế hoạch)|hoàn thành (?:mục tiêu|chỉ tiêu|kế hoạch)|tính đến|trong khi|thực tế)(?!\w)"
)
_IN_BRACKETS = re.compile(
    r"(?:mục tiêu|chỉ tiêu|kế hoạch)(?: \w+){0,2}\s*\(\s*$|[(,;]\s*(?:mục tiêu|chỉ tiêu|kế hoạch|yêu cầu|theo kế hoạch|so với (?:mục tiêu|chỉ tiêu|kế hoạch))(?:\s+(?:giao|đề ra|năm|là|được giao|của \w+|tối thiểu|đặt ra|đến năm|trên|ít nhất))*\s*$"
)


def qualifier(text: str, window: Window) -> str:
    """exact, approx, at_least, more_than or less_than, from the words directly around the number."""
    number = window.number
    if number.is_range:
        return "at_least"
    before = text[max(window.sentence[0], number.start - 26) : number.start]
    after = text[number.end : number.end + 60]
    for name, pattern in _BEFORE:
        if name == "at_least" and re.search(r"từ\s*$", before):
            if re.match(r"[^.;]{0,30}?trở lên", after):
                return name
            continue
        if pattern.search(before):
            return name
    if re.match(r"\s*(?:trở lên|trở đi)", after):
        return "at_least"
    return "exact"


def is_plan(text: str, span: tuple[int, int]) -> bool:
    """Does a heading say that plans follow ("Phương hướng, nhiệm vụ năm 2023")?"""
    return bool(_PLANS.search(text, *span)) and not _ACCOUNTS.search(text, *span)


def is_target(text: str, window: Window, is_under_plan: bool = False) -> bool:
    """Is the number planned, ordered or hoped for rather than reached? `is_under_plan`: a heading above says plans."""
    start = window.number.start
    sentence = text[window.sentence[0] : start]
    near = text[max(window.sentence[0], start - 46) : start]
    if _IN_BRACKETS.search(near):
        return True
    cues = list(_TARGET.finditer(sentence))
    if not cues:
        return is_under_plan and not _RESULT.search(sentence)
    last = cues[-1]
    if re.search(
        r"(?:vượt|đạt|hoàn thành|so với|bằng|cao hơn|thấp hơn)\s*(?:và vượt\s*)?(?:các\s*)?$",
        sentence[max(0, last.start() - 24) : last.start()],
    ):
        return False
    results = [match.start() for match in _RESULT.finditer(sentence) if match.start() > last.start()]
    return not results
