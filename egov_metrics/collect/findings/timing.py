"""When: a period after the document's own date, a plan already past, dates without a year, figures without a date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from egov_metrics.collect.extract.periods import Period
from egov_metrics.collect.findings.document import Document
from egov_metrics.collect.findings.model import Finding
from egov_metrics.collect.findings.single import spans
from egov_metrics.i18n.numbers import date as day

_PLAN = re.compile(r"(?<!\w)(?:dự kiến|phấn đấu|sẽ|kế hoạch là)(?!\w)[^.;]{0,60}$")
_SLIP = re.compile(r"tháng\s+(\d{1,2})\s+tháng\s+((?:19|20)\d{2})(?!\d)")
_LISTED = 6


def document_date(doc: Document) -> Iterator[Finding]:
    """The document has no date of its own; its year is inferred or unknown."""
    if doc.published is not None or not doc.proposals:
        return
    years = sorted({str(one.period_end.year) for one in doc.proposals if one.period_end})
    first = doc.passages[0] if doc.passages else None
    named = [one for one in doc.periods if first and first.start <= one.start < first.end and one.last]
    place = [(named[0].start, named[0].end)] if named else []
    every = range(len(doc.proposals))
    if named and named[0].last and len(years) == 1 and str(named[0].last.year) == years[0]:
        yield doc.finding("no_date", "info", place, every, text="no_date_title", year=years[0])
    else:
        yield doc.finding("no_date", "info", place, every, years=", ".join(years) or "–")


def undated(doc: Document) -> Iterator[Finding]:
    """Proposals whose sentence and surroundings name no period: only the date of the document bounds them."""
    found = [i for i, one in enumerate(doc.proposals) if not one.period_text]
    if not found:
        return
    shown = [doc.written(doc.proposals[i]) for i in found]
    values = "; ".join(shown[:_LISTED]) + ("; ..." if len(shown) > _LISTED else "")
    text = "undated" if doc.published else "undated_unknown"
    fields = {"day": day(doc.published)} if doc.published else {}
    yield doc.finding(
        "undated", "info", spans(doc, found), found, text=text, n=str(len(found)), values=values, **fields
    )


def future(doc: Document) -> Iterator[Finding]:
    """Results for a period that ends after the document was published, named before them in their sentence."""
    if doc.published is None:
        return
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, one in enumerate(doc.proposals):
        if one.qualifier == "target" or one.period_end is None or one.period_end <= doc.published:
            continue
        sentence = doc.sentence(one.number_start)
        words = [
            period
            for period in doc.periods
            if sentence[0] <= period.start < one.number_start
            and period.last == one.period_end
            and not period.is_compared
            and _has_year(doc, period)
        ]
        if (
            words
            and not doc.is_planned(one.number_start)
            and not _PLAN.search(doc.normal[sentence[0] : one.number_start])
        ):
            at[words[0].start, words[0].end].append(index)
    for span, indices in at.items():
        yield doc.finding(
            "future_period", "warning", [span, *spans(doc, indices)], indices,
            values="; ".join(doc.written(doc.proposals[i]) for i in indices), day=day(doc.published),
            period=" ".join(doc.text[slice(*span)].split()),
        )  # fmt: skip


def past_plans(doc: Document) -> Iterator[Finding]:
    """Plans for a time that was over when the document was published."""
    if doc.published is None:
        return
    for start, end, last in _planned(doc):
        sentence = doc.sentence(start)
        plan = _PLAN.search(doc.normal, sentence[0], start) if start > sentence[0] else None
        plan = _PLAN.search(doc.normal[sentence[0] : start]) if plan is None else plan
        if plan is None or last >= doc.published or re.search(r"(?<!\w)(?:đã|trước đây|theo|từ|số)(?!\w)", plan[0]):
            continue
        yield doc.finding(
            "plan_past", "warning", [(start, end)], doc.proposals_in((start, sentence[1])),
            period=" ".join(doc.text[start:end].split()), day=day(doc.published),
        )  # fmt: skip


def _planned(doc: Document) -> list[tuple[int, int, date]]:
    found = [(one.start, one.end, one.last) for one in doc.periods if one.last and not one.is_compared]
    for match in _SLIP.finditer(doc.normal):
        if 1 <= int(match[1]) <= 12:
            found = [one for one in found if not match.start() <= one[0] < match.end()]
            found.append((match.start(), match.end(), date(int(match[2]), int(match[1]), 28)))
    return sorted(found)


def yearless(doc: Document) -> Iterator[Finding]:
    """Dates without a year in a document without a date: the year is inferred."""
    if doc.published is not None or not doc.proposals:
        return
    found = [one for one in doc.periods if one.form == "day_short"]
    if found:
        yield doc.finding(
            "year_inferred", "info", [(one.start, one.end) for one in found], (),
            dates="; ".join(" ".join(doc.text[one.start : one.end].split()) for one in found),
            year=_year(found[0]),
        )  # fmt: skip


def _has_year(doc: Document, period: Period) -> bool:
    """Is the year written, not completed from the date of the document?"""
    return bool(re.search(r"(?:19|20)\d{2}", doc.text[period.start : period.end]))


def _year(period: Period) -> str:
    return str(period.last.year) if period.last else "–"


def other_years(doc: Document) -> Iterator[Finding]:
    """Scores and ranks of an earlier year than the document's: they measure that year, not the one of publication."""
    if doc.published is None:
        return
    by_year: dict[int, list[int]] = defaultdict(list)
    for index, one in enumerate(doc.proposals):
        is_index = one.unit in ("rank", "ranks") or one.indicator.endswith(("_score", "_rank"))
        if not is_index or one.period_end is None or one.period_end.year >= doc.published.year:
            continue
        before = doc.normal[doc.sentence(one.number_start)[0] : one.number_end]
        said = before.rfind(str(one.period_end.year))
        if said >= 0 and not re.search(r"năm (?:liền )?trước|trước đó|so với", before[said:]):
            by_year[one.period_end.year].append(index)
    for year, indices in by_year.items():
        yield doc.finding(
            "other_year", "info", spans(doc, indices), indices, year=str(year), day=day(doc.published),
            values="; ".join(doc.written(doc.proposals[i]) for i in indices[:_LISTED])
            + ("; ..." if len(indices) > _LISTED else ""),
        )  # fmt: skip
