"""Whether a number means all departments, districts, communes or provinces of a unit together, and which of them."""

from __future__ import annotations

import re

from egov_metrics.collect.extract.lexicon import Lexicon
from egov_metrics.collect.extract.places import Place
from egov_metrics.collect.extract.windows import Span, Window

_ORDER = ("country", "province", "department", "district", "commune")
_TOPIC = re.compile(
    r"(?:đối với|tại|ở|về|riêng|khối|trong đó|cụ thể|trong số \d+|:|^|[.;\n])\s*(?:ubnd\s+|khối\s+|các\s+|đơn vị\s+)?$"
)
_JOINS = re.compile(
    r"\s*(?:(?:là|đạt|có|với|chỉ|còn|cũng|mới|được|chiếm|bằng|tới|hơn|trên|gần|khoảng|dưới|:|thì|tương ứng|ở mức|lên|xuống|không|phải|thấp|cao)\s*){0,4}$"
)
_IN_BRACKETS = re.compile(r"\s*\(\s*(?:ở\s+|khối\s+)?(?:cấp\s+)?(?P<word>xã|huyện|sở)(?:[^)]{0,14})\)")
_COUNTED = re.compile(
    r"\s*(?:số\s+|các\s+|đơn vị\s+|ubnd\s+)*(?:cấp\s+)?(?P<word>xã(?!\s+hội)|phường|huyện|quận|sở(?! hữu)|bộ(?! phận)|địa phương|tỉnh(?! ủy))(?!\w)"
)
_ACTS = re.compile(r"\s*(?:đã |cũng |hiện )*(?:tiếp nhận|nhận|đạt|có|giải quyết|trả|xử lý|còn)(?!\w)")
_LABEL = re.compile(
    r"(?:^|[,;:(])\s*(?:cấp |khối |ubnd )?(?P<word>xã|huyện|sở(?=,? ngành)|sở|tỉnh)(?:,? ngành)?(?:,? (?:thị xã|phường|thành phố|thị trấn))*\s*(?:là |đạt |hơn |trên |gần |khoảng |: )?$"
)
"""A bare tier as the label of a number ("tỉnh 97%; huyện 90%; xã 58%")."""
_STAFF_OF = re.compile(
    r"\s*(?:số )?(?:cán bộ(?:, công chức)?|công chức|cbcc|hồ sơ)(?: của)? (?:khối |cấp )(?P<word>xã|huyện)(?!\w)"
)
_MORE = re.compile(r"[^.;:()\d]{0,34}?(?:,|và)\s*(?:ubnd\s+|các\s+)*(?:cấp\s+)?(?:huyện|xã)(?!\w)")
"""A second tier behind the first: the number is of both."""
_WHOLE = re.compile(r"(?<!\w)(?:toàn tỉnh|cấp tỉnh|toàn huyện|toàn thành phố|cả nước|toàn quốc|tổng số|chung)(?!\w)")
_LEVEL_OF = {
    "xã": "commune", "phường": "commune", "huyện": "district", "quận": "district", "sở": "department",
    "bộ": "department", "địa phương": "province", "tỉnh": "province",
}  # fmt: skip


class Tiers:
    """Answers for one text which tier a number is of."""

    def __init__(self, normal_text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = normal_text, lexicon

    def of(
        self, place: Place, window: Window, sentence: Span, passage: Span, above: tuple[Span, ...], is_tiered: bool
    ) -> str:
        """The tier of `place` that the number is of, or "" for the unit itself.

        It is named directly before or behind the number or is the topic of the sentence. A number that counts units of
        a tier (`is_tiered`) takes the tier that stands nearest before it, up to the headings above.
        """
        number = window.number
        direct = self._direct(place, window)
        if direct:
            return direct
        found = [
            (start, end, level)
            for start, end, level in self._matches(place, sentence[0], sentence[1])
            if end <= number.start or any(low <= start and end <= high for low, high in window.near)
        ]
        before = [one for one in found if one[1] <= number.start]
        if place.level == "country":
            near = [one for one in before if not self._stops(one[1], number.start)]
            return near[-1][2] if near else ""
        topical = [
            one
            for one in before
            if self._is_topic(one, sentence, number.start) and not self._stops(one[1], number.start)
        ]
        if topical:
            return topical[-1][2]
        if not is_tiered:
            return ""
        inside = [one for one in found if any(low <= one[0] and one[1] <= high for low, high in window.near)]
        if inside:
            return min(inside, key=lambda one: abs(one[0] - number.start))[2]
        for start, end in ((passage[0], number.start), *reversed(above)):
            earlier = self._matches(place, start, end)
            if earlier:
                return earlier[-1][2]
        return ""

    def is_named(self, window: Window) -> bool:
        """Does a word for a tier stand in the number's own clause?"""
        return any(
            tier.pattern.search(self._text, start, end) for tier in self._lexicon.tiers for start, end in window.near
        )

    def _matches(self, place: Place, start: int, end: int) -> list[tuple[int, int, str]]:
        """The words for tiers of a place within a range, in order."""
        owner = "country" if place.level == "country" else ""
        return sorted(
            (match.start(), match.end(), tier.level)
            for tier in self._lexicon.tiers
            if tier.of == owner and self._may(place, tier.level)
            for match in tier.pattern.finditer(self._text, start, end)
        )

    @staticmethod
    def _may(place: Place, level: str) -> bool:
        """Has the place units of that level? Departments are of provinces and (ministries) of the country."""
        if place.level not in _ORDER or level == "department" and place.level not in ("province", "country"):
            return False
        return _ORDER.index(level) > _ORDER.index(place.level)

    def _direct(self, place: Place, window: Window) -> str:
        number = window.number
        bracket = _IN_BRACKETS.match(self._text, number.end)
        if bracket and self._may(place, _LEVEL_OF[bracket["word"]]):
            return _LEVEL_OF[bracket["word"]]
        start = max(window.sentence[0], number.start - 60)
        close = [
            one
            for one in self._matches(place, start, number.start)
            if self._adjoins(one[1], number.start) and not self._is_part_of_list(one[0])
        ]
        if close:
            return close[-1][2]
        label = _LABEL.search(self._text[max(window.sentence[0], number.start - 40) : number.start])
        if label:
            word = label["word"]
            if word == "tỉnh":
                return ""
            if self._may(place, _LEVEL_OF[word]):
                return _LEVEL_OF[word]
        staff = _STAFF_OF.match(self._text, number.end) if number.kind == "percent" else None
        if staff and self._may(place, _LEVEL_OF[staff["word"]]):
            return _LEVEL_OF[staff["word"]]
        if number.kind == "percent":
            counted = _COUNTED.match(self._text, number.end)
            if counted:
                level = _LEVEL_OF[counted["word"]]
                if counted["word"] == "địa phương" and place.level == "province":
                    level = "district"
                if self._may(place, level) and not _MORE.match(self._text, counted.end()):
                    return level
        return ""

    def _is_part_of_list(self, start: int) -> bool:
        """Is the tier one of several that are counted or named together ("12 UBND các huyện", "huyện và cấp xã")?"""
        return bool(
            re.search(
                r"(?:\d\s*(?:ubnd\s+)?|(?:huyện|tỉnh|sở|xã|ngành)\s*(?:,|và|đến)\s*(?:ubnd\s+)?)$",
                self._text[max(0, start - 24) : start],
            )
        )

    def _adjoins(self, end: int, number_start: int) -> bool:
        return _JOINS.fullmatch(self._text[end:number_start]) is not None

    def _is_topic(self, one: tuple[int, int, str], sentence: Span, number_start: int) -> bool:
        """Is the tier what the sentence speaks of up to the number? A semicolon ends that, save after "riêng"."""
        before = self._text[max(sentence[0], one[0] - 16) : one[0]]
        is_subject = bool(re.search(r",\s*$", before)) and _ACTS.match(self._text, one[1]) is not None
        return (is_subject or bool(_TOPIC.search(before))) and (
            ";" not in self._text[one[1] : number_start] or "riêng" in before
        )

    def _stops(self, end: int, number_start: int) -> bool:
        """Does the text go back to the whole between a tier and the number?"""
        return bool(_WHOLE.search(self._text, end, number_start))
