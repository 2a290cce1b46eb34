"""When the figures of a table were measured: what its headings, labels and captions name, the nearest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

from egov_metrics.collect.extract.lexicon import normal
from egov_metrics.collect.extract.periods import Period, periods
from egov_metrics.collect.extract.table_columns import RowLabel
from egov_metrics.collect.extract.table_grid import Filled, Grid
from egov_metrics.collect.extract.times import Times, When
from egov_metrics.collect.extract.windows import Span

_OLDER = re.compile(
    r"(?:thực hiện |kết quả |số liệu )?(?:cùng kỳ(?: năm (?:trước|ngoái|(?:19|20)\d{2}))?|kỳ trước|năm trước)"
)
_CHANGES = re.compile(r"(?<!\w)(?:tăng|giảm|thay đổi|chênh lệch|biến động)(?!\w)|\+/-")


class TableTimes:
    """The periods of one table. `opening`: the lines that the document begins with."""

    def __init__(self, grid: Grid, text: str, opening: Sequence[Span], times: Times) -> None:
        self._grid, self._text, self._opening, self._times = grid, text, opening, times

    def of(self, column: int, label: RowLabel, group: Filled | None) -> When | None:
        """The period of a cell: of the nearest words that name one, its cell in the row, the headings over the column,
        the label, the group, the caption, the lead, the headings of the text, its opening. None when a heading speaks
        of an earlier period that nothing dates."""
        over = self._grid.paths[column]
        near: list[Span] = [label.period.span] if label.period is not None else []
        near += [cell.span for cell in reversed(over)]
        far: list[Span] = [part.span for part in reversed(label.parts)]
        far += [group.span] if group is not None else []
        far += [*reversed(self._grid.captions)]
        far += [self._grid.lead] if self._grid.lead is not None else []
        far += [*reversed(self._grid.above), *self._opening]
        heads = normal(" ".join(cell.text for cell in over))
        found = self._day_of(label) or self._dated(near, far)
        if found is None and _CHANGES.search(heads):
            found = self._latest  # how much more than before, beside the years: it belongs to the last of them
        found = found or self._dated(far, []) or self._undated
        inner = normal(over[-1].text).strip() if over else ""
        return _before(found, inner) if _OLDER.fullmatch(inner) else found

    @cached_property
    def _latest(self) -> When | None:
        """The last period that a heading names."""
        spans = [cell.span for path in self._grid.paths.values() for cell in path]
        found = [one for span in spans if (one := self._dated([span], [])) is not None]
        return max(found, key=lambda when: when.last or date.min, default=None)

    @cached_property
    def _undated(self) -> When:
        """What holds where nothing over a cell names a period."""
        return self._times.of((0, 0), 0, 0, (0, 0), tuple(self._opening[:1]))

    def _day_of(self, label: RowLabel) -> When | None:
        """A cell that dates its row: what it counts is a state at that day."""
        words = label.period.text if label.period is not None else ""
        days = [one for one in _periods(words, None) if one.form in ("day", "long_day") and one.last is not None]
        return When(None, days[0].last, words, True) if len(days) == 1 else None

    def _dated(self, spans: list[Span], farther: list[Span]) -> When | None:
        """What the first of the spans names that names any; `farther` may tell the year of "Quý I"."""
        for at, span in enumerate(spans):
            words = self._text[span[0] : span[1]]
            found = [one for one in _periods(words, self._year([*spans[at + 1 :], *farther])) if _measures(one, words)]
            if found:
                one = found[-1]
                return When(one.first, one.last, words[one.start : one.end], True)
        return None

    def _year(self, spans: list[Span]) -> int | None:
        for start, end in spans:
            named = [one for one in _periods(self._text[start:end], None) if not one.is_compared]
            years = [one.last.year for one in named if one.last is not None]
            if years:
                return years[-1]
        return self._times.published.year if self._times.published else None


@lru_cache(maxsize=4096)
def _periods(words: str, year: int | None) -> tuple[Period, ...]:
    """As `periods`; the same headings and captions stand over many cells."""
    return tuple(periods(words, year))


def _measures(period: Period, words: str) -> bool:
    """Is it a period that something is measured over, not the date of a decision?"""
    if period.last is None or period.is_compared:
        return False
    if period.form in ("day", "long_day", "day_short") and period.first is not None:
        return False
    before = normal(words[max(0, period.start - 40) : period.start])
    return not re.search(r"(?:qđ|nđ|nq|quyết định|nghị định|nghị quyết|thông tư|công văn|kế hoạch số)[^.;]*$", before)


def _before(when: When, heading: str) -> When | None:
    """The same stretch of the year that a heading compares with ("cùng kỳ năm 2022"), of the year before when it names
    none. None when nothing says what it is before of."""
    if when.last is None or not when.words:
        return None
    named = re.search(r"\d{4}", heading)
    years = when.last.year - int(named.group()) if named else 1
    first = _years_before(when.first, years) if when.first else None
    return replace(when, first=first, last=_years_before(when.last, years))


def _years_before(day: date, years: int) -> date:
    if day.month == 2 and day.day == 29:
        day = day.replace(day=28)
    return day.replace(year=day.year - years)
