"""The grammar of numbers in Vietnamese prose: what counts as a number, how much it is, and what is none.

Written forms: 14.862 (dots between thousands), 81,93 (decimal comma), 0.680 and 81.93 (decimal point, in sources that
write so), 02 xã, 154/154, 65 - 70%, 1,2 triệu, 55 tỷ đồng, hai mươi ba. Dates, decision numbers, ISO numbers, times,
telephone numbers, levels ("mức độ 3") and years are no numbers here: `masks` names the places where they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACES = " \t\u00a0\u2009\u202f"
MILLION, THOUSAND, BILLION = 1e6, 1e3, 1e9


@dataclass(frozen=True, slots=True)
class Number:
    """A stated number. `start`/`end` span all of it with its fraction, range, multiplier and % sign.

    `kind`: percent, points_percent ("điểm phần trăm"), fraction, money (value in billion đồng), plain. `value` is the
    number, of a fraction the part, of a range its lower end; `of` the whole of a fraction; `other` the reading with
    comma and point swapped, where the form allows both; `decimals` as written; `is_range`, `in_words` as they say.
    """

    start: int
    end: int
    kind: str
    value: float
    of: float | None = None
    other: float | None = None
    decimals: int = 0
    is_range: bool = False
    in_words: bool = False


_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_FORM = re.compile(
    rf"(?<![\w.,/:+-])(?<!\d[ ])(?:(?P<first>{_DIGITS})(?P<firstpc>\s*%)?\s*(?:-|–|—|÷|đến|tới)\s*(?=\d))?"
    rf"(?P<number>{_DIGITS})(?:\s*/\s*(?P<of>{_DIGITS}))?(?![\w/:]|[.,]\d|-[^\W\d])"
    rf"(?P<unit>\s*(?:%|phần\s+trăm)(?:\s*điểm)?|\s*(?:điểm\s*%|điểm\s+phần\s+trăm)|"
    rf"\s*(?:nghìn|ngàn|trăm|chục)?\s*(?:tỷ|tỉ|triệu|nghìn|ngàn)\b(?:\s*(?:đồng|VNĐ|VND|đ)\b)?)?",
    re.IGNORECASE,
)

_WORD_UNITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ONE = r"(?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:{_ONE}\s+mươi(?:\s+{_ONE})?|mười(?:\s+{_ONE})?)"
_HUNDREDS = rf"{_ONE}\s+trăm(?:\s+(?:linh|lẻ)\s+{_ONE}|\s+{_TENS})?"
IN_WORDS = re.compile(rf"(?<!\w)(?:{_HUNDREDS}|{_TENS}|{_ONE})(?:\s+phần\s+trăm)?(?!\w)", re.IGNORECASE)

_MASKS = re.compile(
    "|".join(
        rf"(?:{pattern})"
        for pattern in (
            r"https?://\S+|www\.\S+|\S+@\S+",
            # decisions and other documents: số 17/NQ-CP, 43/2011/NĐ-CP, Nghị quyết 30c/NQ-CP, Đề án 06, Quyết định 766
            r"\d+[a-zđ]?\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ]{2,}[A-ZĐa-zđ0-9-]*(?:-[A-ZĐ][A-ZĐa-z0-9]*)*",
            r"(?:[Nn]ghị định|[Nn]ghị quyết|[Qq]uyết định|[Tt]hông tư|[Cc]hỉ thị|[Kk]ế hoạch|[Cc]ông văn|[Đđ]ề án|[Ll]uật|"
            r"[Đđ]iều|[Kk]hoản|[Mm]ục|[Cc]hương|[Pp]hụ lục|[Bb]iểu|[Bb]ảng|[Hh]ình|[Tt]rang|[Bb]ộ chỉ số|[Kk]hóa|[Kk]hoá)"
            r"\s+(?:(?:số|lần thứ)\s*:?\s*)?\d+[a-zđ]?(?!\d|[.,]\d|\s*%|/\d+\s+(?:xã|huyện|đơn vị))",
            r"(?:ISO|TCVN|IEC|IPv|HD|TT|Km|km|Covid|COVID|SARS)[\s/:-]*(?:ISO[\s/:-]*)?\d+(?:[-.:/]\d+)*",
            r"\b9001\s*:\s*\d{4}|\b\d{1,2}\s*:\s*\d{2}(?:\s*:\s*\d{2})?\b|\b\d{1,2}\s*(?:giờ|h)\s*\d{0,2}(?:\s*phút|p)?(?!\w)",
            r"(?:trên|/)\s*(?:mỗi\s+)?100\s*(?:dân|người dân|hộ)",
            r"(?:trên\s+|theo\s+)?thang(?:\s+điểm)?\s+\d+(?:\s*điểm)?(?!\s*-)",
            r"\b24\s*/\s*7\b|\b4\.0\b|\b[2-6]G\b",
            # telephone, fax
            r"(?:[Đđ]iện thoại|ĐT|[Ff]ax|[Hh]otline|[Đđ]ường dây nóng|[Tt]ổng đài|[Tt]el)\s*[:.]?\s*[\d\s.()-]{6,}",
            r"\b0\d{2,3}[\s.]?\d{3,4}[\s.]?\d{3,4}\b|\b1[89]00\s?\d{4}\b",
            # levels of services, grades: mức độ 3, 4; mức 3; cấp độ 3
            r"(?:mức\s+độ|mức|cấp\s+độ)\s+\d(?:\s*(?:,|và|-|–|hoặc|hay|;)\s*(?:mức\s+(?:độ\s+)?)?\d(?![\d.,]*\d|\s*(?:thủ|dịch|TTHC|DVC|hồ|%|đơn|cơ)))*(?![\d,.]*[\d%])",
            # views, ratings, counters
            r"(?:[Ll]ượt xem|[Ll]ượt truy cập|[Tt]ổng (?:số )?(?:lượt )?truy cập|[Đđ]ang (?:online|truy cập)|[Oo]nline|[Tt]rực tuyến|[Hh]ôm nay|[Hh]ôm qua|[Tt]háng này|[Tt]uần này)\s*:\s*[\d.,]+",
            r"[Ll]ượt xem\s+\d+|[Đđ]ang online\s+[\d.,]+|[Tt]ổng lượt truy cập\s+[\d.,]+|\(\s*\d+\s*/\s*5\s*\)",
            r"\bkỷ niệm\s+(?:lần thứ\s+)?\d+(?:\s+năm)?|\b(?:lần|kỳ họp|phiên họp|phiên|đợt|giai đoạn|tuổi|thế hệ)\s+(?:thứ\s+)?\d+\b(?!\s*(?:hồ sơ|%))",
        )
    )
)


def masks(text: str) -> list[tuple[int, int]]:
    """The spans of digits that are no data, in order of place."""
    return [found.span() for found in _MASKS.finditer(text)]


def numbers(text: str, masked: list[tuple[int, int]]) -> list[Number]:
    """The numbers of a text in order, none of which touches a masked span. Numbers in words come with `in_words`."""
    found = [number for match in _FORM.finditer(text) if (number := _read(match, masked)) is not None]
    taken = [(number.start, number.end) for number in found]
    for match in IN_WORDS.finditer(text):
        if not _touches(match.start(), match.end(), masked) and not _touches(match.start(), match.end(), taken):
            words = match.group().lower()
            percent = words.endswith("trăm") and "phần" in words
            value = float(words_value(words.replace("phần trăm", "")))
            found.append(Number(match.start(), match.end(), "percent" if percent else "plain", value, in_words=True))
    return sorted(found, key=lambda number: number.start)


def words_value(words: str) -> int:
    """The value of a number in words below 1,000 ("hai mươi ba" = 23). Unknown words count nothing."""
    total = 0
    last = 0
    for word in words.lower().split():
        if word == "trăm":
            total, last = total + (last or 1) * 100, 0
        elif word == "mươi":
            total, last = total + last * 10, 0
        elif word == "mười":
            total, last = total + 10, 0
        elif word in _WORD_UNITS:
            last = _WORD_UNITS[word]
    return total + last


def _read(match: re.Match[str], masked: list[tuple[int, int]]) -> Number | None:
    start, end = match.span()
    while end > start and match.string[end - 1] in SPACES + "\n":
        end -= 1
    if _touches(start, end, masked):
        return _second_half(match, masked)
    written = match["first"] or match["number"]
    unit = (match["unit"] or match["firstpc"] or "").lower().split()
    value, other, decimals = value_of(written)
    whole = value_of(match["of"])[0] if match["of"] else None
    kind = "fraction" if whole is not None else "plain"
    joined = "".join(unit)
    if "điểm" in joined and ("%" in joined or "phầntrăm" in joined):
        kind = "percent" if joined.startswith("%") else "points_percent"
    elif "%" in joined or "phầntrăm" in joined:
        kind = "percent"
    elif joined:
        value, other, kind = _multiplied(value, joined)
    if kind == "percent" and whole is not None:
        return None
    return Number(start, end, kind, value, whole, other, decimals, is_range=match["first"] is not None)


def _second_half(match: re.Match[str], masked: list[tuple[int, int]]) -> Number | None:
    """A range whose first half is masked ("mức độ 3 - 70%"): what is left of it."""
    if not match["first"] or _touches(match.start("number"), match.end(), masked):
        return None
    unit = (match["unit"] or "").strip()
    value, other, decimals = value_of(match["number"])
    kind = "percent" if unit.startswith("%") or unit.startswith("phần") else "plain"
    if unit and kind == "plain":
        value, other, kind = _multiplied(value, "".join(unit.lower().split()))
    end = match.start() + len(match.group().rstrip())
    return Number(match.start("number"), end, kind, value, None, other, decimals)


def _multiplied(value: float, unit: str) -> tuple[float, float | None, str]:
    factor = 1.0
    for word, times in (
        ("nghìn", THOUSAND), ("ngàn", THOUSAND), ("trăm", 100), ("chục", 10), ("triệu", MILLION), ("tỷ", BILLION), ("tỉ", BILLION),
    ):  # fmt: skip
        if word in unit:
            factor *= times
    is_money = unit.endswith(("đồng", "vnđ", "vnd", "đ")) or factor >= BILLION
    amount = round(value * factor / BILLION, 9) if is_money else round(value * factor, 6)
    return amount, None, "money" if is_money else "plain"


def value_of(written: str) -> tuple[float, float | None, int]:
    """(value, the other possible value or None, decimals as written) of a number in digits.

    14.862 is 14862 (other: 14.862), 0.680 is 0.68, 81,93 is 81.93, 14,862 is 14.862 (other: 14862), 1.234,5 is 1234.5.
    """
    plain = re.sub(r"[\u00a0\u2009\u202f]", "", written)
    if "." in plain and "," in plain:
        decimal = "," if plain.rfind(",") > plain.rfind(".") else "."
        thousands = "." if decimal == "," else ","
        tail = len(plain) - plain.rfind(decimal) - 1
        return float(plain.replace(thousands, "").replace(decimal, ".")), None, tail
    for mark in ".,":
        if mark not in plain:
            continue
        head, *groups = plain.split(mark)
        as_thousands = 1 <= len(head) <= 3 and not head.startswith("0") and all(len(group) == 3 for group in groups)
        if len(groups) > 1:
            return float(plain.replace(mark, "")), None, 0
        decimal_value = float(f"{head}.{groups[0]}")
        if not as_thousands:
            return decimal_value, None, len(groups[0])
        thousands_value = float(head + groups[0])
        if mark == ".":
            return thousands_value, decimal_value, 0
        return decimal_value, thousands_value, len(groups[0])
    return float(plain), None, 0


def _touches(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)
