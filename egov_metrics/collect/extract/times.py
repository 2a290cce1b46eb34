"""When a number was measured: the period named nearest to it, else the one its document is about, else its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from egov_metrics.collect.extract.periods import Period, periods

_HEAD = 700
_DATELINE = re.compile(r"(?:cập nhật|ngày đăng|đăng ngày|ngày xuất bản|thứ \w+,?|ngày|^|\n|,)\s*:?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """First and last day of what a number measures, the words that say so ("" when nothing does), and whether the
    period is stated in the number's own sentence or passage."""

    first: date | None
    last: date | None
    words: str
    is_sure: bool


class Times:
    """The periods of one document. `published`: the day it was published, as far as the text or its metadata tell."""

    def __init__(self, text: str, title: str, published: date | None) -> None:
        self._text = text
        known = periods(text)
        self.published = published or _dateline(text, known)
        year = self.published.year if self.published else _year_of(title, known)
        self.periods = periods(text, year) if year else known
        self._title = next(
            (
                one
                for one in periods(title, year)
                if one.last is not None and not one.is_compared and one.form not in ("day", "long_day", "day_short")
            ),
            None,
        )
        self._year = year

    def of(
        self,
        sentence: tuple[int, int],
        start: int,
        end: int,
        passage: tuple[int, int],
        above: tuple[tuple[int, int], ...],
    ) -> When:
        """The period of the number that stands at `start`..`end`."""
        own = [one for one in self.periods if sentence[0] <= one.start < sentence[1] and self._measures(one)]
        before = [one for one in own if one.end <= start]
        behind = [one for one in own if end <= one.start <= end + 60 and self._is_joined(end, one.start)]
        if before:
            return self._when(before[-1], True)
        if behind:
            return self._when(behind[0], True)
        earlier = [
            one
            for one in self.periods
            if passage[0] <= one.start < sentence[0]
            and self._measures(one)
            and one.form not in ("day_short", "day", "long_day")
        ]
        if earlier:
            return self._when(earlier[-1], True)
        for span in reversed(above):
            named = [
                one
                for one in self.periods
                if span[0] <= one.start < span[1]
                and self._measures(one)
                and one.form not in ("day", "long_day", "day_short")
            ]
            if named:
                return self._when(named[-1], True)
        if self._title is not None:
            return When(self._title.first, self._title.last, "", False)
        first_words = [
            one
            for one in self.periods
            if one.start < _HEAD
            and self._measures(one)
            and one.form in ("quarter", "months_of_year", "year", "span_years", "month")
        ]
        if first_words and self.published is None:
            return self._when(first_words[0], False)
        return When(None, self.published, "", False)

    def _measures(self, period: Period) -> bool:
        if period.last is None or period.is_compared:
            return False
        if (
            period.form in ("day", "long_day", "day_short", "month_bare", "bare_years", "year_alone")
            and period.first is not None
        ):
            before = self._text[max(0, period.start - 44) : period.start].lower()
            if re.search(
                r"(?:qđ|nđ|nq|kh|ubnd|ttg|cp|quyết định|nghị định|nghị quyết|kế hoạch|thông tư|chỉ thị|công văn)[^.;]*$",
                before,
            ):
                return False
            if period.form in ("day", "long_day", "day_short"):
                return bool(re.search(r"(?:đến|tới|trong|thời điểm)\s*$", before))
        return True

    def _is_joined(self, end: int, start: int) -> bool:
        return not re.search(r"[.;]|\d", self._text[end:start])

    def _when(self, period: Period, is_sure: bool) -> When:
        return When(period.first, period.last, self._text[period.start : period.end], is_sure)


def _dateline(text: str, known: list[Period]) -> date | None:
    """A full date on a line of its own near the top, or with the words of a dateline; else at the very end."""
    for one in known:
        if one.form not in ("day", "long_day") or one.last is None or one.start > _HEAD:
            continue
        begin = text.rfind("\n", 0, one.start) + 1
        finish = text.find("\n", one.end)
        line = text[begin : finish if finish >= 0 else len(text)].strip()
        if len(line) < 70 and not re.search(r"QĐ|NĐ|NQ|/KH|Quyết định|Nghị|Kế hoạch|Số:?\s*\d", line):
            return one.last
        if re.search(r"cập nhật|ngày đăng|đăng lúc|đăng ngày", line, re.IGNORECASE):
            return one.last
        if re.search(r"^[^.]{0,60}, ngày \d", line) and len(line) < 110:
            return one.last
    return None


def _year_of(title: str, known: list[Period]) -> int | None:
    years = [one.last.year for one in periods(title) if one.last is not None and not one.is_compared]
    if years:
        return years[0]
    measured = [one.last.year for one in known if one.last is not None and not one.is_compared]
    return max(set(measured), key=lambda year: (measured.count(year), year)) if measured else None
