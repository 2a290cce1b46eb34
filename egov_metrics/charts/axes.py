"""Where a scale begins and ends, and which of its numbers are written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from egov_metrics.charts import layout
from egov_metrics.charts.look import Measure, Subject
from egov_metrics.charts.points import Point
from egov_metrics.i18n import numbers


class Scale(NamedTuple):
    """Both ends of an axis (`low` is left or below and may be the greater number), its ticks and their texts."""

    low: float
    high: float
    ticks: list[float]
    texts: list[str]


def worst_rank(points: Sequence[Point]) -> int:
    """The last place there is: the largest denominator or rank of some points; 1 without any."""
    return max((max(point.rank_of or 0, point.rank or 0) for point in points), default=1) or 1


def over_time(
    points: Sequence[Point], subject: Subject, measure: Measure, others: Sequence[float] = (), room: float = 0.0
) -> Scale:
    """The scale of a chart of years: values upwards as numbers grow, ranks with 1 and levels with I at the top.

    `points` have something to draw, `others` are further values that must fit in, `room` is kept free at the lower
    edge as a share of the whole (for marks of nothing).
    """
    if measure == "rank":
        return ranks(worst_rank(points), room)
    if subject.is_level:
        return Scale(4.4 + room * 4, 0.6, [1.0, 2.0, 3.0, 4.0], list(numbers.LEVELS))
    values = [point.y or 0.0 for point in points] + list(others)
    low, high = min(values, default=0.0), max(values, default=1.0)
    # A flat line must not look like a mountain: the axis covers at least a few steps of the last decimal.
    least = max(5 * 10.0**-subject.decimals, abs(high) * 0.02)
    if high - low < least:
        middle = (high + low) / 2
        low, high = middle - least / 2, middle + least / 2
    pad = (high - low) * 0.07
    ticks = layout.nice_ticks(low - pad, high + pad)
    return Scale(low - pad - room * (high - low), high + pad, ticks, layout.tick_texts(ticks))


def ranks(worst: int, room: float = 0.0) -> Scale:
    """A scale of ranks with 1 at the top and `worst` below; `room` as of `over_time`."""
    pad = max(0.6, worst * 0.035)
    places = layout.rank_ticks(worst)
    texts = [numbers.count(place) for place in places]
    return Scale(worst + pad + room * worst, 1 - pad, [float(place) for place in places], texts)


def towards_better(
    points: Sequence[Point], subject: Subject, measure: Measure, others: Sequence[float] = (), about: int = 5
) -> Scale:
    """The scale of a chart of one moment: the better end is right or above, whichever number it is.

    `points` have something to draw (at least one), `others` are further values that must fit in, `about` is how many
    ticks there is room for.
    """
    if measure == "rank":
        worst = worst_rank(points)
        places = layout.rank_ticks(worst, about)
        pad = max(0.5, worst * 0.02)
        return Scale(worst + pad, 1 - pad, [float(place) for place in places], [numbers.count(p) for p in places])
    if subject.is_level:
        return Scale(4.5, 0.5, [1.0, 2.0, 3.0, 4.0], list(numbers.LEVELS))
    values = [point.y or 0.0 for point in points] + list(others)
    low, high = min(values), max(values)
    pad = max((high - low) * 0.04, 10.0**-subject.decimals, abs(high) * 0.002)
    ticks = layout.nice_ticks(low - pad, high + pad, about)
    ends = (high + pad, low - pad) if subject.lower_is_better(measure) else (low - pad, high + pad)
    return Scale(*ends, ticks, layout.tick_texts(ticks))
