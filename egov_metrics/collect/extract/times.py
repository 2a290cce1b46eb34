"""When a number was measured: the period named nearest to it, else the one its document is about, else its date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from egov_metrics.collect.extract.periods import Period, periods
from egov_metrics.collect.extract.spans import Placed

_HEAD = 700
_YEARS = ("year", "year_alone", "this_year", "span_years", "bare_years", "span_days", "span_months")
_LOOKS_BACK = 60
"""So many named periods before a number are looked at for one that holds on."""
_STRETCHES = ("quarter", "quarter_bare", "months_of_year", "months_bare", "span_days", "span_months", "year", "month")
_NOW = re.compile(
    r"(?<!\w)(?<!thực )(?<!phát )(?<!xuất )(?<!biểu )(?<!thể )(?:tính đến nay|cho đến nay|đến nay|hiện nay|hiện tại|đến thời điểm này|hiện)(?!\s*(?:đại|thực|trạng|hành))(?!\w)",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"(?<!với )(?<!kỳ )(?<!hơn )(?<!cuối )(?:một |1 )?năm (?:liền )?trước đó(?!\w)")
_DATELINE = re.compile(r"(?:cập nhật|ngày đăng|đăng ngày|ngày xuất bản|thứ \w+,?|ngày|^|\n|,)\s*:?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """First and last day of what a number measures, the words that say so ("" when nothing does), and whether the
    period is stated in the number's own sentence or passage."""

    first: date | None
    last: date | None
    words: str
    is_sure: bool

    def year_before(self) -> When:
        """The same stretch one year earlier; as it is where there is none."""
        return replace(self, first=_earlier(self.first), last=_earlier(self.last))


class Times:
    """The periods of one document. `published`: the day that its text or, failing that, its metadata tell: the
    metadata of an office file are often those of the form that it was made from."""

    def __init__(self, text: str, title: str, published: date | None) -> None:
        self._text = text
        known = periods(text)
        stated = _dateline(text, known)
        self.is_dated = stated is not None
        self.published = stated or (published if _is_likely(published, known) else None)
        year = self.published.year if self.published else _year_of(title, known)
        all_periods = [self._as_of(one) for one in periods(text, year)] if year else known
        self.periods = Placed(all_periods, lambda one: one.start)
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
        carries: str = "",
    ) -> When:
        """The period of the number that stands at `start`..`end`. `carries`: what holds on from earlier passages when
        nothing nearer is named: "flows" any stretch, "years" a year, "" nothing."""
        annual = carries == "years"
        own = [one for one in self.periods.between(*sentence) if self._measures(one) and self._suits(one, annual)]
        before = [one for one in own if one.end <= start]
        since = before[-1].end if before else sentence[0]
        if _YEAR_BEFORE.search(self._text[since:start].lower()):
            known = before[-1] if before else next((one for one in own), None)
            when = self._when(known, True) if known else self._elsewhere(sentence, passage, above, carries)
            return replace(when.year_before(), words="", is_sure=True)
        behind = [one for one in own if end <= one.start <= end + 60 and self._is_joined(end, one.start)]
        now = list(_NOW.finditer(self._text, since, start))
        if now and self.published is not None:
            return When(None, self.published, now[-1].group(), True)
        if before:
            return self._when(before[-1], True)
        if behind:
            return self._when(behind[0], True)
        return self._elsewhere(sentence, passage, above, carries)

    def _newest(self, found: list[Period]) -> Period:
        """Of periods named earlier in a passage the one that ends last, up to the date of the text: an older one is only
        looked back at ("chuyển từ năm 2020"); of equals the nearest."""
        known = [one for one in found if self.published is None or one.last is None or one.last <= self.published]
        return max(enumerate(known or found), key=lambda one: (one[1].last or date.min, one[0]))[1]

    def _begun(self, named: list[Period]) -> list[Period]:
        """Without those that were still to come: a heading that also names what is planned ("kết quả 6 tháng đầu năm,
        nhiệm vụ 6 tháng cuối năm") does not date results by it."""
        return [one for one in named if self.published is None or one.first is None or one.first <= self.published]

    def planned(self, when: When, passage: tuple[int, int], above: tuple[tuple[int, int], ...]) -> When:
        """The period of a plan: a stated one as it is, else one that is named near and not over, else the year of the
        document."""
        if when.is_sure or self.published is None:
            return when
        for span in (passage, *reversed(above)):
            named = [one for one in self.periods.between(*span) if one.last is not None and one.last >= self.published]
            if named:
                return self._when(named[-1], False)
        return When(None, date(self.published.year, 12, 31), "", False)

    def is_over(self, when: When) -> bool:
        """Did a stated period end so long before the document that it cannot be a plan of it?"""
        if self.published is None or when.last is None or not when.is_sure:
            return False
        return when.last < self.published - timedelta(days=190)

    def is_ahead(self, when: When) -> bool:
        """Does a stated period begin, or a stated day lie, in a year after the document, or is it all of a year that has
        only begun? Then only a plan can be of it."""
        if not self.is_dated or self.published is None or when.last is None or not when.is_sure:
            return False
        if when.last.year > self.published.year:
            return when.first is None or when.first > self.published
        whole_year = when.first is not None and (when.first.month, when.last.month) == (1, 12)
        return whole_year and when.last.year == self.published.year and self.published.month <= 3

    def _as_of(self, period: Period) -> Period:
        """A period without a year, of a document of January to March, that would end later in its year is of the year
        before ("6 tháng cuối năm")."""
        if self.published is None or self.published.month > 3 or period.last is None or period.first is None:
            return period
        if (
            period.form not in ("months_bare", "quarter_bare", "month_bare", "months_alone")
            or period.last <= self.published
        ):
            return period
        return replace(period, first=_earlier(period.first), last=_earlier(period.last))

    def _elsewhere(
        self, sentence: tuple[int, int], passage: tuple[int, int], above: tuple[tuple[int, int], ...], carries: str
    ) -> When:
        """The period that a sentence without one inherits."""
        compared = [
            one for one in self.periods.between(*sentence) if one.is_compared and one.form in ("year", "year_alone")
        ]
        earlier = [
            one
            for one in self.periods.between(passage[0], sentence[0])
            if self._suits(one, carries == "years")
            and self._measures(one)
            and one.form not in ("day_short", "day", "long_day")
        ]
        if earlier:
            return self._when(self._newest(earlier), True)
        for span in reversed(above):
            named = [
                one
                for one in self.periods.between(*span)
                if self._measures(one) and one.form not in ("day", "long_day", "day_short")
            ]
            if named:
                return self._when((self._begun(named) or named)[-1], True)
        if compared and compared[0].last is not None and compared[0].first is not None:
            following = compared[0].last.year + 1  # "tăng 8 bậc so với năm 2018" measures 2019
            if self.published is None or following <= self.published.year:
                return When(date(following, 1, 1), date(following, 12, 31), "", False)
        if self._title is not None:
            return When(self._title.first, self._title.last, "", False)
        carried = self._carried(passage[0], carries)
        if carried is not None:
            return self._when(carried, False)
        first_words = [
            one
            for one in self.periods.between(0, _HEAD)
            if self._measures(one) and one.form in ("quarter", "months_of_year", "year", "span_years", "month")
        ]
        if first_words and self.published is None:
            return self._when(first_words[0], False)
        return When(None, self.published, "", False)

    def _carried(self, until: int, carries: str) -> Period | None:
        """Of the stretches that the text measured before, the one that ends last, up to its own date and not long
        before it."""
        if not carries:
            return None
        forms = _STRETCHES if carries == "flows" else ("year",)
        until_day = self.published or date.max
        since = self.published - timedelta(days=500) if self.published else date.min
        found = [
            one
            for one in islice(self.periods.before(until), _LOOKS_BACK)
            if self._measures(one)
            and one.first is not None
            and one.last is not None
            and since <= one.last <= until_day
            and one.form in forms
        ]
        return max(found, key=lambda one: (one.last or date.min, one.start), default=None)

    def _measures(self, period: Period) -> bool:
        if period.last is None or period.is_compared:
            return False
        if (
            period.form in ("day", "long_day", "day_short", "month_bare", "bare_years", "year_alone")
            and period.first is not None
        ):
            before = self._text[max(0, period.start - 44) : period.start].lower()
            if re.search(
                r"(?:qđ|nđ|nq|kh|ubnd|ttg|cp|quyết định|nghị định|nghị quyết|kế hoạch số|thông tư|chỉ thị|công văn)[^.;]*$",
                before,
            ):
                return False
            if period.form in ("day", "long_day", "day_short"):
                return bool(re.search(r"(?:đến|tới|trong|thời điểm)\s*$", before))
        return True

    @staticmethod
    def _suits(period: Period, annual: bool) -> bool:
        """May a figure that is made for whole years be of the period?"""
        return not annual or period.form in _YEARS

    def _is_joined(self, end: int, start: int) -> bool:
        return not re.search(r"[.;,]|\d", self._text[end:start])

    def _when(self, period: Period, is_sure: bool) -> When:
        return When(period.first, period.last, self._text[period.start : period.end], is_sure)


def _is_likely(day: date | None, known: list[Period]) -> bool:
    """May a date of the metadata be that of a text that names these periods? It is of the last year that the text
    looks back to, or of the next; that of a form or of a copy is not."""
    years = [
        one.last.year for one in known if one.last is not None and not one.is_compared and one.form != "span_years"
    ]
    if day is None or not years:
        return day is not None
    return any(day.year - year in (0, 1) for year in years) and day.year >= max(
        (year for year in set(years) if years.count(year) > len(years) / 3), default=0
    )


def _earlier(day: date | None) -> date | None:
    if day is None:
        return None
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


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
