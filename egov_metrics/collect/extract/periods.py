"""The grammar of periods: what stretch of time a text names, and the dates it writes.

năm 2019; quý II/2020; 6 tháng đầu năm 2021; tháng 5/2022; từ 1-1-2016 đến 14-8-2016; giai đoạn 2011-2020; tính đến
30/6/2023; đến cuối năm 2020; năm học 2021-2022. A period that is only compared with ("so với năm 2017", "cùng kỳ năm
trước") is marked so, for the number does not measure it.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left, insort
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch. `first` is None for a state at a date ("tính đến 30/6"); both are None where a year is missing
    and nobody supplied one. `is_compared`: the text only compares with it; `is_planned`: a date until which is planned."""

    start: int
    end: int
    first: date | None
    last: date | None
    is_compared: bool = False
    form: str = "year"


_DAY = r"(?:ngày\s+)?(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{4}))?"
_MONTH = r"tháng\s+(\d{1,2})(?:\s*[-/.]\s*|\s+năm\s+)(\d{4})"
_YEAR = r"(?:19|20)\d{2}"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS = {"ba": 3, "sáu": 6, "chín": 9, "hai": 2, "một": 1, "bốn": 4, "năm": 5, "bảy": 7, "tám": 8, "mười": 10}
_LINK = r"\s*(?:-|–|—|đến|tới)\s*(?:hết\s+|nay\s+|năm\s+)?"

_FORMS = [
    ("span_days", rf"(?:từ\s+|kể từ\s+)?{_DAY}\s*(?:-|–|đến|tới)\s*(?:hết\s+)?(?:ngày\s+)?(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}})"),
    ("span_months", rf"(?:từ\s+)?tháng\s+(\d{{1,2}})(?:\s*[-/.]\s*({_YEAR}))?\s*(?:-|–|đến|tới)\s*(?:hết\s+)?(?:tháng\s+)?(\d{{1,2}})\s*(?:[-/.]|năm)\s*({_YEAR})"),
    ("span_years", rf"(?:trong\s+)?(?:giai đoạn|thời kỳ|các năm|từ năm|từ|năm|nhiệm kỳ)\s*(?:\(?\s*)({_YEAR}){_LINK}({_YEAR})"),
    ("bare_years", rf"(?<![\d/.-])({_YEAR})\s*[-–]\s*({_YEAR})(?![\d/])"),
    ("months_of_year", rf"(\d{{1,2}}|ba|sáu|chín|hai|bốn|bảy|tám|mười|năm)\s+tháng(?:\s+(đầu|cuối))?(?:\s+năm)?\s*/?\s*({_YEAR}|nay)"),
    ("quarter", rf"quý\s+(iv|iii|ii|i|[1-4])\s*(?:/|-|năm|,\s*năm)?\s*(?:năm\s+)?({_YEAR}|nay)"),
    ("quarter_bare", r"quý\s+(iv|iii|ii|i|[1-4])(?!\w|\s*[/-])"),
    ("long_day", rf"ngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+({_YEAR})"),
    ("day", rf"(?:ngày\s+)?(?<![\d/.-])(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*({_YEAR})(?!\d)"),
    ("month", rf"tháng\s+(\d{{1,2}})\s*(?:[-/.]|,?\s*năm)\s*({_YEAR})"),
    ("month_short", rf"(?<![\d/.-])(\d{{1,2}})/({_YEAR})(?!\d)"),
    ("half", rf"(?:nửa đầu|nửa cuối)\s+năm\s+({_YEAR})"),
    ("year", rf"(?:cả\s+|trong\s+|hết\s+|cuối\s+|đầu\s+)?năm\s+({_YEAR})(?!\s*[-–]\s*{_YEAR})"),
    ("day_short", r"(?:sáng|chiều|tối|ngày|hôm)\s+(?:ngày\s+)?(\d{1,2})\s*[-/.]\s*(\d{1,2})(?![\d/.-])"),
    ("month_bare", r"tháng\s+(\d{1,2})(?!\s*[\d/.-])(?!\s+tháng)"),
    ("this_year", r"(?<!nhiều )(?<!những )(?<!mấy )(?<!các )(?<!vài )(?:trong\s+)?năm\s+nay"),
    ("months_bare", r"(\d{1,2}|ba|sáu|chín)\s+tháng\s+(đầu|cuối)\s+năm(?!\s*\d)"),
    ("months_alone", r"(?<!mỗi )(?<!sau )(?<!khoảng )(6|9|sáu|chín)\s+tháng(?!\s*(?:đầu|cuối|năm|qua|tới|một|trở|trước|tuổi|kể|liên|[\d/]))(?!\w)"),
    ("year_alone", rf"(?<![\d/.,-])({_YEAR})(?![\d/.,%-]*\d)(?!\s*(?:%|hồ sơ|thủ tục|TTHC|máy|tài khoản|chứng thư|hộp thư|đơn vị|cơ quan|văn bản|dịch vụ|người|lượt|doanh nghiệp|hộ|điểm))"),
]  # fmt: skip
_PATTERNS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FORMS]
_UNTIL = re.compile(
    r"(?:tính đến|tính tới|đến hết|đến cuối|đến nay,? tính đến|tính từ đầu năm đến|đến|trước|vào|hết)\s+(?:thời điểm\s+|hết\s+|cuối\s+)?$",
    re.IGNORECASE,
)
_SINCE_JANUARY = re.compile(
    r"(?:từ\s+)?đầu\s+năm\s+(?:\d{4}\s+)?(?:đến|tới)\s+(?:nay\s*,?\s*)?(?:hết\s+)?$", re.IGNORECASE
)
_COMPARED = re.compile(
    r"(?:so với|so cùng kỳ|hơn|kém|bằng|thấp hơn|cao hơn|so|cùng kỳ(?: của)?|thay vì|tại thời điểm)\s+(?:với\s+)?(?:(?:PCI|PAPI|PAR[ -]?INDEX|SIPAS|DTI|ICT[ -]?INDEX|chỉ số|chính mình|bảng xếp hạng)\s+)*(?:cùng kỳ\s+|kết quả\s+|thời điểm\s+)?(?:của\s+)?(?:cả\s+)?$",
    re.IGNORECASE,
)


def periods(text: str, known_year: int | None = None) -> list[Period]:
    """The periods of a text in order, longest first where they overlap. `known_year` completes forms without a year
    ("quý II", "6 tháng đầu năm", "ngày 3/7"); without it those have no dates."""
    taken: list[Period] = []
    spans: list[tuple[int, int]] = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            at = bisect_left(spans, (match.start(), 0))
            if (at and spans[at - 1][1] > match.start()) or (at < len(spans) and spans[at][0] < match.end()):
                continue
            span = _dates(form, match, known_year)
            if span is None:
                continue
            before = text[max(0, match.start() - 40) : match.start()]
            period = Period(match.start(), match.end(), *span, is_compared=bool(_COMPARED.search(before)), form=form)
            taken.append(_until(period, before))
            insort(spans, (taken[-1].start, taken[-1].end))
    return sorted(taken, key=lambda period: period.start)


def _until(period: Period, before: str) -> Period:
    """A day or month after "tính đến" is a state at its last day; after "từ đầu năm đến" it begins in January."""
    if period.last is None:
        return period
    since = _SINCE_JANUARY.search(before)
    if since:
        return replace(period, first=date(period.last.year, 1, 1), start=period.start - len(before) + since.start())
    until = _UNTIL.search(before)
    if until and period.form in (
        "day",
        "long_day",
        "day_short",
        "month",
        "month_short",
        "month_bare",
        "year",
        "year_alone",
    ):
        return replace(period, first=None, start=period.start - len(before) + until.start())
    return period


def _dates(form: str, match: re.Match[str], known: int | None) -> tuple[date | None, date | None] | None:
    """First and last day, (None, None) when the year is unknown, None when it is no date at all."""
    given = match.groups()
    if form == "span_days":
        last = _day(given[3], given[4], given[5])
        first = _day(given[0], given[1], given[2] or given[5])
        return (first, last) if first and last and first <= last else None
    if form == "span_months":
        return _months(int(given[1] or given[3]), int(given[0]), int(given[3]), int(given[2]))
    if form in ("span_years", "bare_years"):
        first_year, last_year = int(given[0]), int(given[1])
        return (date(first_year, 1, 1), date(last_year, 12, 31)) if first_year < last_year else None
    if form == "months_alone":
        return (
            (None, None) if known is None else _months(known, 1, known, _WORDS.get(given[0].lower()) or int(given[0]))
        )
    if form in ("months_of_year", "months_bare"):
        count = _WORDS.get(given[0].lower()) or (int(given[0]) if given[0].isdigit() else 0)
        year = _year(given[2], known) if form == "months_of_year" else known
        if not 1 <= count <= 12:
            return None
        if year is None:
            return None, None
        return _months(year, 13 - count, year, 12) if given[1] == "cuối" else _months(year, 1, year, count)
    if form in ("quarter", "quarter_bare"):
        number = _ROMAN[given[0].lower()]
        year = _year(given[1], known) if form == "quarter" else known
        return (None, None) if year is None else _months(year, 3 * number - 2, year, 3 * number)
    if form in ("day", "long_day", "day_short"):
        stated = given[2] if form != "day_short" else known
        if not _is_day(given[0], given[1]):
            return None
        day = _day(given[0], given[1], stated) if stated else None
        return (day, day) if day or not stated else None
    if form in ("month", "month_short", "month_bare"):
        year = int(given[1]) if form != "month_bare" else known
        if not 1 <= int(given[0]) <= 12:
            return None
        return (None, None) if year is None else _months(year, int(given[0]), year, int(given[0]))
    if form == "half":
        year = int(given[0])
        return _months(year, 1, year, 6) if "đầu" in match.group().lower() else _months(year, 7, year, 12)
    year = known if form == "this_year" else int(given[0])
    return (None, None) if year is None else (date(year, 1, 1), date(year, 12, 31))


def _year(written: str, known: int | None) -> int | None:
    return int(written) if written.isdigit() else known


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _day(day: str, month: str, year: str | int | None) -> date | None:
    try:
        return date(int(year or 0), int(month), int(day))
    except ValueError:
        return None


def _months(first_year: int, first: int, last_year: int, last: int) -> tuple[date, date] | None:
    if not (1 <= first <= 12 and 1 <= last <= 12) or (first_year, first) > (last_year, last):
        return None
    return date(first_year, first, 1), date(last_year, last, calendar.monthrange(last_year, last)[1])
