"""What stands near a number: the stretch of text that describes it, and the wider ones that it inherits from.

Vietnamese describes a number before it ("tỷ lệ ... đạt 97%") or behind it ("662 hồ sơ tiếp nhận trực tuyến"). Between
two numbers the text is shared out at clause marks; what cannot be told belongs to the number before it when that one
began its clause, else to the one behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from egov_metrics.collect.extract.numbers import Number
from egov_metrics.collect.extract.segments import CLAUSE

Span = tuple[int, int]
_LINK = re.compile(
    r"(?:đạt|là|bằng|còn|chiếm|lên|xuống|được|ở mức|tỷ lệ|tỉ lệ|số điểm|điểm số|với|có|:|=|khoảng|hơn|trên|gần|dưới|ước|tới|đến|"
    r"tối thiểu|ít nhất|tổng số|tổng cộng|thêm)\s*(?:tỷ lệ|tỉ lệ|mức|khoảng|hơn|trên|gần|dưới|là|được|tới|đến|ước|tổng số|số|:|xấp xỉ|tối thiểu|ít nhất|\s)*$"
)
_PREDICATE = re.compile(
    r"(?<!\w)(?:đã|được|đạt|có|là|tiếp nhận|giải quyết|trong đó|với|chiếm|tăng|giảm|xếp)(?!\w)|[:()%.]"
)
_EMPTY = re.compile(
    r"[\s,;:()./–—-]*(?:(?:và|còn|đạt|là|chiếm|với|bằng|khoảng|hơn|trên|gần|tỷ lệ|tỉ lệ|tương đương|tương ứng|có|được|đã|ước|trong đó|gồm|mức|lần lượt|thì|tức|tức là|ứng với|đạt tỷ lệ|chiếm tỷ lệ)[\s,;:()./–—-]*)*"
)
_BASE = re.compile(r"(?:trên |trong |so với )?(?:tổng số|tổng lượng|tổng|số lượng|số)\s+.{2,60}")
"""What a share is of ("54,3% số hồ sơ tiếp nhận"): it says nothing of what was counted."""
_AGENCY = re.compile(
    r"\s*(?:cơ quan|đơn vị|ubnd|sở|huyện|quận|xã|phường|thị trấn|thị xã|phòng|ban|trường|trạm|chi cục|trung tâm|doanh nghiệp)(?!\w)"
)
_OUT_OF = re.compile(r"(?:trong (?:tổng )?số|trong các|của)\s[^,;.:]{2,50},\s*(?:có\s+|đã có\s+)?$")
"""What a share is out of, before it ("trong số văn bản phát hành, 96,4% ...")."""
_LABEL = re.compile(r"[^;]{3,160}:\s*(?:\w+\s+){0,2}$")
"""The label of a number ("Làm TTHC tại xã, phường: 7,29"), commas and all."""
_FARTHEST = 260


@dataclass(slots=True)
class Window:
    """The ranges around one number. `near`: its own clause; `after`: the part of it behind the number; `shared`: the
    predicate of a list that it stands in; `linked`: what the number before it stands near, when its own clause says
    nothing; `sentence`: the sentence up to the end of its clause, `whole`: all of it;
    `left`: where the number before it ends; `is_led`: described before it."""

    number: Number
    before: Span
    after: Span
    shared: list[Span] = field(default_factory=list)
    linked: list[Span] = field(default_factory=list)
    sentence: Span = (0, 0)
    whole: Span = (0, 0)
    left: int = 0
    is_led: bool = False
    leads: bool = False

    @property
    def near(self) -> list[Span]:
        """The own clause, before and behind the number."""
        return [self.before, self.after]


def windows(text: str, sentence: Span, numbers: list[Number]) -> list[Window]:
    """The windows of the numbers of one sentence. `text`: normal form of the whole text."""
    found: list[Window] = []
    for place, number in enumerate(numbers):
        left = numbers[place - 1].end if place else sentence[0]
        right = numbers[place + 1].start if place + 1 < len(numbers) else sentence[1]
        found.append(
            Window(
                number,
                (left, number.start),
                (number.end, right),
                sentence=(sentence[0], right),
                whole=sentence,
                left=left,
            )
        )
    for place, window in enumerate(found):
        gap = text[window.before[0] : window.before[1]]
        window.is_led = bool(_LINK.search(gap))
        if not place:
            window.leads = not window.is_led and not _last_clause(gap).strip(" \t-–+•*.)(")
            label = _LABEL.search(gap)
            if label:
                window.before = (window.before[0] + label.start(), window.before[1])
            elif not window.is_led:
                window.before = (window.before[1] - len(_last_clause(gap)), window.before[1])
            window.before = (max(window.before[0], window.before[1] - _FARTHEST), window.before[1])
    for left_window, right_window in zip(found, found[1:], strict=False):
        _share(text, left_window, right_window)
    for window in found[-1:]:
        if window.is_led and not window.leads:
            window.after = (window.after[0], window.after[0] + len(_first_clause(text[slice(*window.after)])))
        window.after = (window.after[0], min(window.after[1], window.after[0] + _FARTHEST))
    _led(text, sentence, found)
    for window in found:
        base = _OUT_OF.search(text[sentence[0] : window.number.start])
        if base:
            window.linked.append((sentence[0] + base.start(), sentence[0] + base.end()))
    _lists(text, found)
    for left_window, right_window in zip(found, found[1:], strict=False):
        behind = _first_clause(text[slice(*right_window.after)]).strip(" .")
        if _EMPTY.fullmatch(text[slice(*right_window.before)]) and (
            not behind or (right_window.number.kind == "percent" and _BASE.fullmatch(behind))
        ):
            right_window.linked = [*left_window.near, *left_window.shared, *right_window.linked]
            if left_window.linked and all(_EMPTY.fullmatch(text[slice(*span)]) for span in left_window.near):
                right_window.linked += left_window.linked
    return found


def _share(text: str, left: Window, right: Window) -> None:
    """Cut the text between two numbers into what describes the one and what describes the other."""
    start, end = left.number.end, right.number.start
    gap = text[start:end]
    # With a digit behind it, so that "và" before a number is seen as a mark.
    marks = [
        match for match in CLAUSE.finditer(gap + "0") if not (match.group() == ":" and match.end() >= len(gap.rstrip()))
    ]
    if not marks:
        left.after, right.before = (start, end), (start, end)
        right.leads = False
        return
    first, last = marks[0], marks[-1]
    tail = gap[last.end() :]
    if right.is_led and len(marks) > 1 and not left.leads and _EMPTY.fullmatch(tail) is None:
        left.after, right.before = (start, start + first.start()), (start + first.end(), end)
    elif left.leads or not right.is_led:
        left.after, right.before = (start, start + last.start()), (start + last.end(), end)
    else:
        left.after = (start, start + first.start())
        right.before = (
            (start + first.end(), end)
            if _EMPTY.fullmatch(tail) is None or len(marks) > 1
            else (start + last.end(), end)
        )
    right.leads = not tail.strip(" \t-–+•*.)(") and not right.is_led
    left.after = (left.after[0], min(left.after[1], left.after[0] + _FARTHEST))
    right.before = (max(right.before[0], right.before[1] - _FARTHEST), right.before[1])


def _led(text: str, sentence: Span, found: list[Window]) -> None:
    """What a colon leads in without a number of its own ("Tỷ lệ số hóa: cấp tỉnh 92%, cấp xã 71%") is said of each."""
    if not found:
        return
    colon = text.rfind(":", sentence[0], found[0].number.start)
    for window in found:
        start = window.number.start
        if 0 <= colon < start:
            window.linked.append((sentence[0], colon))
        low = max(sentence[0], text.rfind(";", sentence[0], start) + 1)
        label = text.find(":", low, start)
        if low > sentence[0] and label >= 0 and not re.search(r"\d", text[low:label]):
            window.linked.append((low, label))


def _lists(text: str, found: list[Window]) -> None:
    """Numbers of one list ("tại 19 cơ quan, 12 UBND huyện, 204 xã đã ...") share what stands before and behind it."""
    at = 0
    while at < len(found):
        end = at
        while end + 1 < len(found) and _is_list(text, found[end], found[end + 1]):
            end += 1
        if end > at:
            before, after = found[at].before, found[end].after
            for place in range(at, end + 1):
                found[place].shared = [span for span in (before, after) if span not in found[place].near]
                if end + 1 < len(found) and found[end + 1].number.kind == "percent":
                    found[place].shared.append((found[end].number.end, found[end + 1].after[1]))
        at = end + 1


def _is_list(text: str, left: Window, right: Window) -> bool:
    gap = text[left.number.end : right.number.start]
    both_plain = {left.number.kind, right.number.kind} <= {"plain", "fraction"} and all(
        _AGENCY.match(text, one.number.end) for one in (left, right)
    )
    return (
        both_plain
        and len(gap) < 170
        and not _PREDICATE.search(gap)
        and bool(re.search(r"[,;]|(?<!\w)(?:và|cùng)(?!\w)", gap))
    )


def _last_clause(gap: str) -> str:
    marks = [match for match in CLAUSE.finditer(gap) if match.end() < len(gap.rstrip())]
    return gap[marks[-1].end() :] if marks else gap


def _first_clause(gap: str) -> str:
    match = CLAUSE.search(gap)
    return gap[: match.start()] if match else gap
