"""What one cell of a table says: a number with its sign and exactness, a level, an ordinal, a year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from egov_metrics.collect.extract.lexicon import normal
from egov_metrics.collect.extract.numbers import masks, numbers

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LEVEL = re.compile(r"(?:(?:mức(?: độ)?|loại|hạng)\s*)?(?P<level>iv|iii|ii|i)")
_ORDINAL = re.compile(r"\(?(?:[ivxlc]{1,6}|\d{1,3}(?:\.\d{1,2}){0,3}|[a-zđ]|[a-zđ]\.?\d{1,2})[.)/]?", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<sign>[+\-−–↑↓▲▼])?\s*(?P<words>[≥>≤<~≈]|(?:(?:đạt|trên|hơn|dưới|gần|khoảng|ước|ít nhất|tối thiểu|không dưới|trung bình|"
    r"tăng|giảm|thứ|hạng|xếp thứ|là|mức)\s*)+)?\s*(?P<late>[+\-−–↑↓▲▼])?\s*\(?"
)
_AFTER = re.compile(
    r"\s*(?:%|điểm|hồ sơ|bậc|hạng|đơn vị|xã|huyện|sở|tthc|thủ tục|dịch vụ|dvc|hộp thư|chứng thư|máy|văn bản|người|tài khoản|đ)?"
    r"\s*(?:trở lên)?\s*\)?\s*(?:\*+|\(\*+\)|\(\d\)|\[\d\])?\.?"
)
_EXACTNESS = (
    ("at_least", re.compile(r"≥|ít nhất|tối thiểu|không dưới|trở lên")),
    ("more_than", re.compile(r">|trên|hơn")),
    ("less_than", re.compile(r"<|≤|dưới")),
    ("approx", re.compile(r"[~≈]|gần|khoảng|ước")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or level that fills a cell; `start`/`end` in the cell's text. `kind`: percent, points_percent, fraction,
    money, plain or level; `sign`: -1 or 1 where the cell has a sign or an arrow, else 0; the rest as in `Number`."""

    start: int
    end: int
    kind: str
    value: float
    of: float | None
    other: float | None
    decimals: int
    qualifier: str
    sign: int


@lru_cache(maxsize=4096)
def figure_of(text: str) -> Figure | None:
    """The number of a cell that holds nothing else but its sign, unit and exactness, or None."""
    if len(text) > 40 or not (any(map(str.isdigit, text)) or _may_be_level(text)):
        return None
    plain = normal(text)
    level = _LEVEL.fullmatch(plain.strip())
    if level:
        start = plain.index(level["level"]) if level["level"] == plain.strip() else plain.rindex(level["level"])
        value = float(_ROMAN[level["level"]])
        return Figure(start, start + len(level["level"]), "level", value, None, None, 0, "exact", 0)
    spans = [] if not any(map(str.isalpha, plain)) else masks(text)
    # A lone number in brackets or behind a sign is none of the dates and telephone numbers that prose masks.
    found = [one for one in numbers(_unsigned(text), spans) if not one.in_words]
    if len(found) != 1:
        return None
    number = found[0]
    before, after = _BEFORE.fullmatch(plain[: number.start]), _AFTER.fullmatch(plain[number.end :])
    if before is None or after is None:
        return None
    if before["words"] and re.fullmatch(r"(?:19|20)\d{2}", text[number.start : number.end]):
        return None  # "Thứ hạng 2022" is a heading
    words = f"{before['words'] or ''} {after.group()}"
    qualifier = "at_least" if number.is_range else "exact"
    qualifier = next((name for name, pattern in _EXACTNESS if pattern.search(words)), qualifier)
    mark = before["sign"] or before["late"] or ""
    falls = mark in ("-", "−", "–", "↓", "▼") or "giảm" in words
    rises = mark in ("+", "↑", "▲") or "tăng" in words
    return Figure(
        number.start, number.end, number.kind, number.value, number.of, number.other, number.decimals, qualifier,
        -1 if falls and mark else 1 if rises else -1 if falls else 0,
    )  # fmt: skip


def figures_of(text: str) -> tuple[Figure, ...]:
    """The number of a cell, or the two of a cell like "320 (85%)" or "81,27 (30/63)"; none otherwise."""
    figure = figure_of(text)
    if figure is not None:
        return (figure,)
    match = re.fullmatch(r"([^()]*\d[^()]*?)\s*\(\s*([^()]*\d[^()]*)\)", text.strip()) if len(text) < 40 else None
    if match is None:
        return ()
    first, second = figure_of(match.group(1)), figure_of(match.group(2))
    if first is None or second is None or "level" in (first.kind, second.kind):
        return ()
    offset = len(text) - len(text.lstrip())
    return tuple(
        replace(one, start=one.start + offset + match.start(group), end=one.end + offset + match.start(group))
        for group, one in ((1, first), (2, second))
    )


def is_year(text: str) -> bool:
    """Is the cell a year and nothing else ("2022", "Năm 2022")?"""
    return re.fullmatch(r"(?:[Nn]ăm\s+)?(?:19|20)\d{2}", text.strip()) is not None


def is_ordinal(text: str) -> bool:
    """May the cell number its row ("1", "II", "1.2", "a)")?"""
    return _ORDINAL.fullmatch(text.strip()) is not None


def depth_of(ordinal: str) -> int:
    """How deep a row stands by its ordinal or by the dash before its label: 1 for Roman numbers, 2 for "1" and for
    none, 3 for "1.1", 4 for letters, 5 for dashes."""
    plain = ordinal.strip().strip("().")
    if not plain:
        return 2
    if re.fullmatch(r"[IVX]+", plain) or re.fullmatch(r"[A-ZĐ]", plain):
        return 1
    if re.fullmatch(r"\d+", plain):
        return 2
    if re.fullmatch(r"\d+(?:\.\d+)+", plain):
        return 2 + plain.count(".")
    return 5 if plain[0] in "-–+•*" else 4


def _may_be_level(text: str) -> bool:
    return len(text) < 14 and text.rstrip()[-1:] in "IV"


def _unsigned(text: str) -> str:
    return re.sub(r"^\s*[+\-−–↑↓▲▼≥>≤<~≈(]+", lambda match: " " * len(match.group()), text)
