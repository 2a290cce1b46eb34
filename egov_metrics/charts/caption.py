"""The words around a chart: title, scale and period, source, note on the method, and the sentence read in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.points import Point, drawn, newest, standing
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t


@dataclass(frozen=True)
class Caption:
    """Plain text (no markup) for around a chart.

    `title` states what the chart shows, `subtitle` scale, period and how many units, `source` where the figures are
    from ("" when there are none), `method` how to read breaks, gaps and marks ("" when there is nothing to say),
    `alt` is the sentence for those who do not see the chart.
    """

    title: str
    subtitle: str
    source: str
    method: str
    alt: str


def source_line(points: Sequence[Point], look: Look, at_most: int = 2) -> str:
    """ "Nguồn: A (22/11/2026); B (2023) và 12 nguồn khác", the newest figures' sources first; "" without any."""
    seen: dict[str, None] = {}
    for point in sorted(points, key=lambda point: -point.x):
        if point.source:
            seen[f"{point.source} ({numbers.date(point.published)})" if point.published else point.source] = None
    if not seen:
        return ""
    named = "; ".join(list(seen)[:at_most])
    if len(seen) > at_most:
        more = plural("chart.source.more", len(seen) - at_most, look.lang)
        return t("chart.source.and_more", look.lang, sources=named, more=more)
    return t("chart.source", look.lang, sources=named)


def scale(subject: Subject, measure: Measure, look: Look) -> str:
    """ "Điểm, thang 0–100", "Hạng (1 là cao nhất)", "%"."""
    if measure == "rank":
        return t("chart.scale.rank", look.lang)
    if subject.is_level:
        return t("chart.scale.level", look.lang)
    unit = t(f"measure_name.{subject.unit}", look.lang)
    if subject.scale_min is not None and subject.scale_max is not None and subject.unit == "points":
        low, high = (numbers.number(bound, None) for bound in (subject.scale_min, subject.scale_max))
        return t("chart.scale.bounded", look.lang, unit=unit, low=low, high=high)
    return unit


def span(points: Sequence[Point]) -> str:
    """ "2012–2024", or the one year, or ""."""
    years = [point.year for point in points]
    if not years:
        return ""
    return str(min(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"


def extent(points: Sequence[Point], subject: Subject, measure: Measure, look: Look) -> str:
    """ "từ 59,70 đến 93,40" of what is drawn; "" when nothing is."""
    shown = drawn(points)
    if not shown:
        return ""
    low, high = (written(pick(shown, key=lambda p: p.y or 0), subject, measure) for pick in (min, max))
    if low == high:
        return t("chart.alt.all_at", look.lang, value=low)
    return t("chart.alt.range", look.lang, low=low, high=high)


BOUNDS = {"approx": "≈ ", "at_least": "≥ ", "more_than": "> ", "less_than": "< "}
"""Before a number that its source states as a bound or an approximation; the hover text says it in words."""


def written(point: Point, subject: Subject, measure: Measure) -> str:
    """The drawn number of a point as a label shows it: "90,02", or the rank with its denominator "12/63"."""
    if measure == "rank":
        return numbers.rank(point.rank, point.rank_of)
    return BOUNDS.get(point.qualifier, "") + subject.plain(point.value, point.decimals)


def newest_sentence(points: Sequence[Point], subject: Subject, look: Look) -> str:
    """ "Sơn La năm 2024: 90,02 điểm · hạng 12/63." of the newest figure of one unit; "" without any."""
    point = newest(points)
    if point is None:
        return ""
    return t("chart.alt.newest", look.lang, name=point.name, year=point.year, figure=standing(point, subject, look))
