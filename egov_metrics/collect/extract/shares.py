"""Lists of units that go on with a share: "tỷ lệ ... của Đà Nẵng đạt 63,07%; Hà Nam 58,96%; Bạc Liêu 9,43%"."""

from __future__ import annotations

import re

from egov_metrics.collect.extract import ranking
from egov_metrics.collect.extract.found import Found
from egov_metrics.collect.extract.places import Mention
from egov_metrics.collect.extract.segments import Sentence
from egov_metrics.collect.extract.spans import Placed
from egov_metrics.collect.extract.tiers import Tiers
from egov_metrics.collect.extract.windows import Window

_HOLDS = 900
"""So many characters on, a list of units may still go on with a share."""
_CHANGES = {"overdue_rate": "overdue_rate_change"}
"""What a change of a share that was just told is a figure of."""
_SAME = re.compile(
    r"(?:chỉ tiêu|kế hoạch|mục tiêu)(?: (?:là|giao|đề ra|năm))*\s*$|(?:con số|tỷ lệ|tỷ trọng|mức|chỉ số|kết quả) (?:này|đó|ấy|trên|tương ứng)"
)
_FILLERS = re.compile(
    r"(?<!\w)(?:đạt|là|với|chỉ|còn|mới|có|ở|tại|của|mức|lên|tới|đến|thấp|cao|nhất|hơn|trên|dưới|gần|khoảng|tỷ lệ|tỉ lệ|thì|được|và|các|khối|cấp|tỉnh|huyện|xã|"
    r"thành phố|thị xã|phường|quận|bộ|ngành|địa phương|đơn vị|sở|xếp|hạng|thứ|vị trí|đứng|đầu|dẫn|cuối|bảng|tiếp|theo|kế|đó|sau|lần lượt|tương ứng|riêng|trong|khi|nơi|chỉ tiêu|kế hoạch|mục tiêu|giao|đề ra|vượt|"
    r"con số|này|năm|toàn|cũng|đã|ít|nhiều|cụ thể|gồm|như|nhóm|hai|ba|tư|nhì|toàn tỉnh|cả nước|điểm|số|rất|vẫn|tương đương)(?!\w)|[\d.,;:()/%–-]+"
)
"""Words that say nothing of what is measured."""


class Shares:
    """Remembers for one text what share it told last."""

    def __init__(self, normal_text: str, named: Placed[Mention], tiers: Tiers) -> None:
        self._text, self._named, self._tiers = normal_text, named, tiers
        self._last: Found | None = None

    def remember(self, found: list[Found]) -> None:
        """Take note of what was just read."""
        if found and found[-1].kind == "percent":
            self._last = found[-1]

    def goes_on(self, window: Window, sentence: Sentence) -> list[Found]:
        """A share whose clause says only of whom it is: it is of what was spoken of last ("Hà Nam 58,96%")."""
        number, last, text = window.number, self._last, self._text
        if last is None or number.start - last.window.number.end > _HOLDS:
            return []
        sign = ranking.change_of(text, window)
        if number.kind == "points_percent" and sign and last.code in _CHANGES:
            code, value = _CHANGES[last.code], sign * number.value
            return [Found(window, code, value, "percentage_points", None, 2.0, 1.0, True, "percent")]
        if number.kind != "percent" or sign or ranking.is_difference(text, window):
            return []
        low = max(sentence.start, text.rfind(";", sentence.start, number.start) + 1)
        named = self._named.between(low, number.start)
        behind = re.split(r"[,;.]", text[number.end : window.after[1]][:40])[0]
        stretch = f"{text[window.before[0] : number.start]} {behind}"
        if not named and not _SAME.search(stretch) and not self._tiers.is_named(window):
            return []
        stretch = _SAME.sub(" ", stretch)
        for one in named:
            stretch = stretch.replace(text[one.start : one.end], " ")
        if len(_FILLERS.sub(" ", stretch).split()) > 1:
            return []
        return [Found(window, last.code, number.value, "percent", None, 1.5, 0.4, False, "percent", is_held=True)]
