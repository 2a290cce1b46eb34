"""Scores, ranks and levels: numbers that belong to a composite index or to a scale, not to something counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from egov_metrics.collect.extract.lexicon import Index, Lexicon
from egov_metrics.collect.extract.numbers import Number
from egov_metrics.collect.extract.spans import Placed
from egov_metrics.collect.extract.windows import Span, Window

_RANK_BEFORE = re.compile(
    r"(?:(?:xếp|đứng|giữ|ở|đạt|vươn lên|tụt xuống|lên|xuống)\s+)?(?:(?:vị trí|thứ hạng|vị thứ|hạng|thứ)\s*)+(?:(?:thứ|chung|tổng thể|là|:|cao nhất là|số)\s*)*$|"
    r"(?:xếp|đứng)\s+(?:hạng\s+)?(?:ở\s+)?(?:vị trí\s+)?(?:thứ\s+)?$|top\s+$"
)
_RANK_LIST = re.compile(
    r"(?<!\w)(?:hạng|vị trí|thứ hạng|thứ)\s+(?:thứ\s+)?\d{1,3}(?:\s*/\s*\d{2,3})?(?:\s*,\s*(?:hạng\s+|thứ\s+)?\d{1,3})*\s*(?:,|và|&&)\s*(?:hạng\s+|thứ\s+)?$"
)
"""A list of ranks ("ở các hạng 9, 16, 51")."""
_FROM_TO = re.compile(
    r"từ\s+(?:vị trí|hạng|thứ hạng|thứ|vị thứ)\s*(?:thứ\s*|số\s*)?\d{1,3}(?:\s*/\s*\d{2,3})?\s*(?:\([^)]*\)\s*|năm \d{4}\s*)*(?:lên|xuống|tụt xuống|vươn lên|rơi xuống|còn)\s*(?:tới\s*|hàng\s*)?$"
)
_FROM = re.compile(r"từ\s+(?:vị trí|hạng|thứ hạng|thứ|mức|xếp hạng)?\s*(?:thứ\s*)?$")
_UP = re.compile(
    r"(?<!\w)(?:tăng|thăng|cải thiện|vươn lên|tiến|nhích lên|nhích|leo lên|leo|bứt lên|bật lên|nhảy|vượt lên|vượt|cao thêm|thêm|lên)\s*(?:được\s*|thêm\s*|tới\s*|đến\s*|hơn\s*|vượt\s*bậc\s*)?$"
)
_DOWN = re.compile(
    r"(?<!\w)(?:giảm|tụt|sụt|xuống|rớt|rơi|lùi|hạ|mất|hụt|trượt|đẩy xuống|sút|thụt lùi|thấp hơn)\s*(?:tới\s*|đến\s*|hơn\s*|đi\s*|mất\s*|xuống\s*)?$"
)
_HIGHER = re.compile(
    r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|cao thêm|hơn|vượt|nhiều hơn|ít hơn|kém|tụt|mất|nhích|hụt|sút|thêm|nhiều hơn năm trước|hơn năm trước|kém năm trước)\s*(?:thêm|được|khoảng|tới|đến|gần|trên|hơn|đi|trung bình|bình quân)?\s*$"
)
_APART = re.compile(
    r"(?P<way>cao|thấp) hơn (?:so với )?(?:cùng kỳ |kết quả )?(?:năm|quý|kỳ)[^,;.%]{0,18} (?:là|tới|đến)\s*$"
)
_POINTS_ARE = re.compile(
    r"(?<!\w)điểm(?: số| tổng hợp| trung bình| bình quân| đánh giá)?[^,;.]{0,34}(?:là|đạt|:|còn|được)\s*$"
)
_PLACES = re.compile(r"\s*(?:bậc|nấc|hạng|thứ bậc|vị trí|bực)\b")
_POINTS = re.compile(r"\s*(?:/\s*\d+\s*)?(?:điểm|đ\b)")
_TAIL_AS_SCORE = re.compile(
    r"\s*(?:điểm|%|/100|[,;.)\n(|]|$|và\b|xếp\b|đứng\b|tăng\b|giảm\b|trên\b|trong\b|cao\b|thấp\b|ở\b|–|-|thuộc\b|là\b|giữ\b)"
)
_STANDS = r"(?:xếp|đứng|giữ|ở|vị trí|hạng|thứ hạng|giành|bám sát ở)\s+(?:vững\s+)?(?:ở\s+)?(?:vị trí\s+|thứ hạng\s+|hạng\s+|ngôi\s+)?"
_TEENS = r"mười(?:\s+(?:một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))?"
_OF_ALL = r"(?:\s+(?:bảng(?: xếp hạng)?|cả nước|toàn quốc|toàn tỉnh|tỉnh|khu vực|danh sách|khối|cấp|nhóm))?"
RANK_WORDS = re.compile(
    r"(?<!\w)(?<!người )(?<!cơ quan )(?<!trong tốp )(?:"
    r"(?P<first>về nhất|nhất (?:bảng|khối)|nhà vô địch|ngôi (?:đầu|vương)|đầu bảng|cán đích đầu tiên|"
    rf"{_STANDS}(?:thứ\s+nhất|số\s+(?:1|một)|cao nhất|nhất)|(?:đứng|dẫn|ở)\s+đầu{_OF_ALL}|"
    r"(?:vị trí|ngôi|hạng)\s+(?:thứ\s+)?(?:nhất|số\s+(?:1|một)|đầu(?:\s+bảng)?|quán quân)|quán quân|"
    r"cao nhất (?:trong\s+)?(?:toàn tỉnh|cả nước|toàn quốc))|"
    rf"(?P<second>về nhì|{_STANDS}(?:thứ\s+)?(?:nhì|hai)(?!\s+(?:năm|lần))|(?:ngôi\s+|vị trí\s+)?á quân)|"
    rf"(?P<third>về ba|{_STANDS}(?:thứ\s+)ba|hạng ba|vị trí thứ ba)|"
    rf"(?P<other>{_STANDS}thứ\s+(?P<word>tư|bốn|năm|sáu|bảy|tám|chín|{_TEENS})))(?!\w)"
)
ROMAN_LEVEL = re.compile(r"(?<!\w)(?:mức(?:\s+độ)?|loại)\s+(?P<level>iv|iii|ii|i)(?!\w)")
_LEVELS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
REGION = re.compile(
    r"khu vực|trong vùng|các tỉnh (?:trong )?vùng|tây nguyên|đồng bằng|miền núi phía bắc|trung du|(?:nam|bắc|trung) bộ(?!\w)|"
    r"duyên hải|miền trung"
)
_WORD_RANKS = {"tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


_NO_RANK = re.compile(
    r"(?:\d|nhóm|tốp|top|các)\s*(?:địa phương|tỉnh|tỉnh, thành phố|đơn vị|nước|thành phố|huyện)?\s*$|(?:không|chưa|mất|để tuột|phấn đấu không)\s+(?:còn\s+)?(?:giữ|ở|được)?\s*(?:được\s*)?$"
)
"""Before words that name no rank of a unit: "30 địa phương dẫn đầu", "không giữ được ngôi đầu"."""
_RISES = re.compile(r"từ\s+\d[\d.,]*\s*(?:điểm|%)?[^;.\d]{0,12}(?:năm \d{4}\s*)?(?:lên|xuống|còn)[^;.\d]{0,12}$")
_WEIGHS = 300
"""So many characters nearer a less telling name must stand, by how much less its weight is, to be meant before another."""
_CARRIES = 3000
"""So many characters on, an index that was named is still spoken of when no other one is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number read as score, rank or change of an index. `sign` is -1 for a loss."""

    index: Index
    code: str
    value: float
    of: float | None
    unit: str
    score: float


class IndexFinder:
    """Which index a place of the text speaks of."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        found = sorted(
            (
                (match.start(), match.end(), index)
                for index in lexicon.indices
                for match in index.pattern.finditer(text)
            ),
            key=lambda mention: (mention[0], -mention[1]),
        )
        self.mentions: Placed[tuple[int, int, Index]] = Placed(found, lambda mention: mention[0])
        self._text = text
        self.topic: Index | None = None
        """The index that a sentence named whose number was read as one of it."""
        self.since = 0
        """Where the section of the text began: what stands before it is not carried over."""

    def enter(self, start: int, end: int) -> None:
        """A heading, or the first sentence of a paragraph: where it names one index, the text turns to that one."""
        named = {one.name: one for _, _, one in self.mentions.between(start, end) if not one.within and one.high > 0}
        if len(named) == 1:
            self.topic = next(iter(named.values()))

    def of(
        self, window: Window, passage: Span, above: tuple[Span, ...], wanted: str, level: str = ""
    ) -> tuple[Index, float] | None:
        """The index that has the `wanted` code (score, rank, ...) nearest to the number, with how sure that is. `level`:
        of the unit that the number is of, which an index that is not named in the sentence must be made for."""
        start, end = window.number.start, window.number.end
        best: tuple[float, float, Index] | None = None
        near = self.mentions.between(passage[0] - _CARRIES - 200, max(window.after[1], passage[0]))
        for mention_start, mention_end, index in [
            *(one for span in above for one in self.mentions.between(*span)),
            *near,
        ]:
            if not getattr(index, wanted) or not self._holds(index, mention_start, passage, above):
                continue
            if index.within and not self._is_part_of(window, mention_start, mention_end, index):
                continue
            if wanted == "score" and not any(
                value is not None and index.low <= value <= index.high
                for value in (window.number.value, window.number.other)
            ):
                continue
            is_near = window.sentence[0] <= mention_start and mention_end <= window.after[1]
            if not is_near and level and index.levels and level not in index.levels:
                continue
            if window.sentence[0] <= mention_start and mention_end <= start:
                sure, distance = 3.0, start - mention_end
            elif end <= mention_start and mention_end <= window.after[1]:
                sure, distance = 2.6, mention_start - end + 40
            elif passage[0] <= mention_start < window.sentence[0]:
                sure, distance = 1.6, start - mention_end
            elif any(span[0] <= mention_start < span[1] for span in above):
                sure, distance = 1.2, start - mention_end
            elif 0 <= passage[0] - mention_end < _CARRIES and mention_start >= self.since:
                sure, distance = 1.1, start - mention_end
            else:
                continue
            if index.within:
                sure += 1.2
            elif sure < 2:
                sure += self._is_topic(index, above)
            key = (sure, _WEIGHS * index.weight - distance, index)
            if best is None or key[:2] > best[:2]:
                best = key
        return (best[2], best[0] + 0.1 * best[2].weight) if best else None

    def _is_part_of(self, window: Window, start: int, end: int, index: Index) -> bool:
        """Does a part of an index that is named at `start` belong to the number: in its own clause, between it and the
        number before it, or, of the e-government level, before its converted score?"""
        number = window.number
        if any(low <= start and end <= high for low, high in (*window.near, *window.linked)):
            return True
        if not window.sentence[0] <= start < number.start:
            return False
        between = self._text[end : number.start]
        if index.within == "egov_local":
            return "quy đổi" in between and not re.search(r"tổng|chung|xếp hạng|;", between)
        return start >= window.left and ";" not in between or bool(_RISES.search(between))

    def _is_topic(self, index: Index, above: tuple[Span, ...]) -> float:
        """More for the index that the text turned to last, or that stands first where a title names several."""
        if self.topic is not None:
            return 0.35 if index.name == self.topic.name else 0.0
        first = next((one for span in above for _, _, one in self.mentions.between(*span) if not one.within), None)
        return 0.2 if first is not None and index.name == first.name else 0.0

    def _holds(self, index: Index, at: int, passage: Span, above: tuple[Span, ...]) -> bool:
        """An index that is part of another one counts only where that one is named in the same passage or above it."""
        if not index.within:
            return True
        regions = (passage, *above)
        return any(other.name == index.within for span in regions for _, _, other in self.mentions.between(*span))


def change_of(text: str, window: Window) -> int:
    """+1 or -1 when the number is a rise or a fall ("tăng 5 bậc"), else 0. "tăng lên 95%" is no change."""
    before = text[max(window.sentence[0], window.number.start - 30) : window.number.start]
    apart = _APART.search(text[max(window.sentence[0], window.number.start - 60) : window.number.start])
    if apart:
        return -1 if apart["way"] in ("thấp", "kém") else 1
    if re.search(r"(?:lên|còn|xuống còn|xuống|đạt|đến|tới|là)\s*(?:mức\s*)?$", before) and not _PLACES.match(
        text, window.number.end
    ):
        return 0
    if re.search(r"không (?:dưới|thấp hơn|vượt|giảm|tăng)\s*(?:quá\s*)?$", before):
        return 0
    if _DOWN.search(before):
        return -1
    up = _UP.search(before)
    if up and up.group().startswith("vượt") and not _PLACES.match(text, window.number.end):
        return 0
    return 1 if up else 0


def is_difference(text: str, window: Window) -> bool:
    """Does the number say how much more or less something is ("cao hơn 2,5%", "tăng 12% so với")?"""
    before = text[max(window.sentence[0], window.number.start - 30) : window.number.start]
    if re.search(r"(?:đạt|là|hồ sơ|thủ tục|cấp|có|được|lệ|chiếm|tiếp nhận|giải quyết)\s+hơn\s*$", before):
        return False
    if _APART.search(text[max(window.sentence[0], window.number.start - 60) : window.number.start]):
        return True
    match = _HIGHER.search(before)
    if match is None:
        return False
    word = match.group().split()[0]
    if word in ("cao", "thấp") and not re.match(
        r"[^;.]{0,40}?(?:so với|năm|kỳ)", text[window.number.end : window.number.end + 44]
    ):
        return False  # "thấp hơn 3%" is a bound
    if word == "hơn":
        return False
    return word not in ("vượt",) or "so với" in text[window.number.end : window.number.end + 40]


_SCORE_MOVES = re.compile(
    r"(?:điểm số|số điểm|tổng điểm|điểm)\s+(?:đã\s+|cũng\s+|được\s+)?(?:tăng|giảm)(?:\s+thêm)?\s*$"
)


def rank_of(text: str, window: Window) -> bool:
    """Is the number a rank?"""
    number = window.number
    if number.kind not in ("plain", "fraction") or number.decimals or number.value < 1 or number.value > 800:
        return False
    before = text[max(window.sentence[0], number.start - 46) : number.start]
    if re.search(r"(?:năm|lần|tháng|kỳ|phiên|đợt)\s+thứ\s*$", before):
        return False
    if _RANK_LIST.search(text[max(window.sentence[0], number.start - 60) : number.start]):
        return True
    if _FROM_TO.search(text[max(window.sentence[0], number.start - 90) : number.start]):
        return True
    if _RANK_BEFORE.search(before) is None or change_of(text, window):
        return False
    return not re.match(r"\s*(?:tháng|năm|kỳ|khóa)\b", text[number.end : number.end + 8])


def is_former(text: str, window: Window) -> bool:
    """Is the number the rank that was left ("từ hạng 52 xuống 61")?"""
    number = window.number
    before = text[max(window.sentence[0], number.start - 30) : number.start]
    return bool(
        _FROM.search(before) and re.match(r"[^.;]{0,40}?(?:lên|xuống|vươn|tụt)\b", text[number.end : number.end + 60])
    )


def read(
    text: str,
    window: Window,
    finder: IndexFinder,
    passage: Span,
    above: tuple[Span, ...],
    nouns: frozenset[str],
    level: str = "",
) -> Reading | None:
    """The number as a score, rank or change of an index, or None. `level`: of the unit that it is of."""
    number = window.number
    sign = change_of(text, window)
    after = text[number.end : number.end + 24]
    if rank_of(text, window):
        return _rank(text, window, finder, passage, above, level)
    group = _group(text, window, finder, passage, above)
    if group is not None:
        return group
    if sign and _PLACES.match(after):
        found = finder.of(window, passage, above, "rank_change", level)
        return _reading(found, "rank_change", sign * number.value, None, "ranks") if found else None
    if number.kind not in ("plain", "percent", "points_percent", "fraction") or number.in_words:
        return None
    if sign or is_difference(text, window):
        told = (
            number.kind == "points_percent"
            or _POINTS.match(after)
            or _SCORE_MOVES.search(text[max(window.sentence[0], number.start - 34) : number.start])
        )
        if not (told or number.kind in ("percent", "points_percent")) or not sign:
            return None
        found = finder.of(window, passage, above, "score_change", level)
        least = 1.0 if told and not nouns else 2.0
        return (
            _reading(found, "score_change", sign * number.value, None, "points") if found and found[1] > least else None
        )
    return _score(text, window, finder, passage, above, nouns, level)


def _score(
    text: str,
    window: Window,
    finder: IndexFinder,
    passage: Span,
    above: tuple[Span, ...],
    nouns: frozenset[str],
    level: str,
) -> Reading | None:
    number = window.number
    after = text[number.end : number.end + 24]
    found = finder.of(window, passage, above, "score", level)
    if found is None or nouns:
        return None
    index, sure = found
    has_points = bool(_POINTS.match(after)) or bool(
        _POINTS_ARE.search(text[max(window.sentence[0], number.start - 60) : number.start])
    )
    value = number.value
    if number.other is not None and not index.low <= value <= index.high:
        value = number.other
    if not index.low <= value <= index.high or not _TAIL_AS_SCORE.match(after):
        return None
    if number.kind == "fraction" and (
        number.of is None or not has_points and number.of not in (10, 80, 100, 150, 1000, 50, 18)
    ):
        return None
    is_fraction_scale = index.high <= 1
    if not (has_points or number.decimals >= 2 or (number.kind == "percent" and not is_fraction_scale)):
        return None
    if number.kind == "percent" and not _may_be_percent(text, window, index, sure):
        return None
    if sure < 2.5 and not (has_points or number.decimals >= 2):
        return None
    between = text[window.sentence[0] : number.start]
    if number.kind == "percent" and re.search(
        r"(?<!\w)(?:hồ sơ|đúng hạn|trực tuyến|số hóa|văn bản)(?!\w)[^,;]*$", between
    ):
        return None
    if index.within == "egov_local" and number.kind == "fraction" and number.of and number.of > 1:
        return Reading(index, f"{index.score}_raw", value, number.of, "points", sure)
    unit = "percent" if index.score == "sipas_score" else "points"
    return Reading(index, index.score, value, number.of if number.kind == "fraction" else None, unit, sure)


_IN_PERCENT = ("par", "sipas", "par_biz")
"""Indices whose score is also written with a % sign."""


def _may_be_percent(text: str, window: Window, index: Index, sure: float) -> bool:
    if index.name not in _IN_PERCENT or (sure < 2.5 and window.number.decimals != 2):
        return False
    gap = text[window.sentence[0] : window.number.start]
    named = [match.end() for match in index.pattern.finditer(gap)]
    return bool(named) and len(gap) - named[-1] < 110 or window.number.decimals == 2


def _group(text: str, window: Window, finder: IndexFinder, passage: Span, above: tuple[Span, ...]) -> Reading | None:
    """ "nhóm 2" of PAPI; "nhóm 30 địa phương dẫn đầu" is a rank."""
    number = window.number
    if number.kind != "plain" or number.decimals or number.in_words:
        return None
    before = text[max(window.sentence[0], number.start - 16) : number.start]
    if not re.search(r"(?<!\w)(?:nhóm|tốp|top)\s+(?:thứ\s+)?$", before):
        return None
    if number.value > 4 or re.match(r"\s*(?:tỉnh|địa phương|đơn vị|nước)", text[number.end : number.end + 16]):
        found = finder.of(window, passage, above, "rank") if number.value >= 3 else None
        return Reading(found[0], found[0].rank, number.value, None, "rank", found[1]) if found else None
    found = finder.of(window, passage, above, "rank")
    if found is None or found[0].name.split("_")[0] != "papi" or not 1 <= number.value <= 4:
        return None
    return Reading(found[0], "papi_group", number.value, None, "level", found[1])


def _rank(
    text: str, window: Window, finder: IndexFinder, passage: Span, above: tuple[Span, ...], level: str
) -> Reading | None:
    number = window.number
    found = finder.of(window, passage, above, "rank", level)
    if found is None:
        return None
    index, sure = found
    before, after = text[max(window.sentence[0], number.start - 90) : number.start], text[number.end : number.end + 50]
    own = re.split(r"[,;.]", after)[0]  # "hạng 9, đứng nhì vùng Đông Nam Bộ": the region is of the other rank
    regional = index.rank_region and number.of is None and REGION.search(f"{before} {own}")
    code = index.rank_region if regional else index.rank
    return Reading(index, code, number.value, number.of or _denominator(text, number.end), "rank", sure)


def _denominator(text: str, end: int) -> float | None:
    match = re.match(
        r"\s*(?:trong(?: tổng)?(?: số)?|trên tổng số|trên|/)\s*(\d{2,3})\s*(?:tỉnh|huyện|đơn vị|địa phương|xã|sở|bộ)",
        text[end : end + 50],
    )
    return float(match.group(1)) if match else None


def _reading(found: tuple[Index, float] | None, what: str, value: float, of: float | None, unit: str) -> Reading | None:
    return Reading(found[0], getattr(found[0], what), value, of, unit, found[1]) if found else None


def word_ranks(text: str, start: int, end: int) -> list[Number]:
    """Ranks in words ("đứng đầu", "thứ nhì") as numbers, in order."""
    found = []
    for match in RANK_WORDS.finditer(text, start, end):
        if _NO_RANK.search(text[max(start, match.start() - 40) : match.start()]):
            continue
        if match["first"]:
            value = 1
        elif match["second"]:
            value = 2
        elif match["third"]:
            value = 3
        else:
            word = match["word"]
            first, _, rest = word.partition(" ")
            value = (
                10 + {"một": 1, "hai": 2, "ba": 3, "lăm": 5, **_WORD_RANKS}.get(rest, 0)
                if first == "mười"
                else _WORD_RANKS[first]
            )
        found.append(Number(match.start(), match.end(), "word_rank", float(value), in_words=True))
    return found


def roman_levels(text: str, start: int, end: int) -> list[Number]:
    """Levels I to IV as numbers 1 to 4, in order."""
    return [
        Number(match.start(), match.end(), "level", float(_LEVELS[match["level"]]))
        for match in ROMAN_LEVEL.finditer(text, start, end)
    ]
