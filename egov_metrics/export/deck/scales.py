"""Axes whose numbers are written with a decimal comma whatever the settings of the machine that shows them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from egov_metrics.charts.caption import BOUNDS
from egov_metrics.charts.layout import nice_ticks
from egov_metrics.charts.look import Measure, Subject
from egov_metrics.charts.points import Point
from egov_metrics.export.deck.model import Axis, Datum, Series
from egov_metrics.export.deck.paging import BODY, inches
from egov_metrics.i18n import numbers

STAR = " *"
"""Stands after a number that is no published and exact figure."""


def of_values(values: Sequence[float], subject: Subject, from_low: bool = False) -> Axis:
    """A scale of values, upwards as they grow; `from_low`: bars begin at 0 or at the lower bound of the scale."""
    if subject.is_level:
        return Axis(0.5, 4.5, (1.0, 2.0, 3.0, 4.0), numbers.LEVELS, turned=True)
    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_low:
        low = min(0.0 if not subject.scale_min or subject.scale_min < 0 else subject.scale_min, low)
    least = max(5 * 10.0**-subject.decimals, abs(high) * 0.02)
    if high - low < least:
        middle = (high + low) / 2
        low, high = (low, low + least) if from_low else (middle - least / 2, middle + least / 2)
    pad = (high - low) * 0.06
    made = _round(low if from_low else low - pad, high + pad)
    top = subject.scale_max
    over = 0.0 if top is None or max(values, default=0.0) > top else made.high - top
    if over <= 0 or from_low:
        return made
    # No axis goes beyond the end of a scale: what is too much above is put below.
    ticks = tuple(round(tick - over, 9) for tick in made.ticks)
    return Axis(ticks[0], ticks[-1], ticks, texts(ticks))


def _round(low: float, high: float) -> Axis:
    """From tick to tick: whole numbers where the steps are whole, else three ticks, whose texts an axis can hold."""
    ticks = nice_ticks(low, high, 5)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else high - low
    if step < 1 - 1e-9 or not math.isclose(step, round(step)) or high >= 1000:
        half = nice_ticks(0, (high - low) / 2 + 1e-12, 4)
        unit = half[1] - half[0] if len(half) > 1 else (high - low) / 2
        first = math.floor(low / unit + 1e-9) * unit
        reach = math.ceil((high - first) / (2 * unit) - 1e-9) * unit
        digits = max(0, 4 - math.floor(math.log10(unit)))
        three = [round(first + k * reach, digits) for k in range(3)]
        return Axis(three[0], three[2], tuple(three), texts(three))
    first = math.floor(low / step + 1e-9) * step
    count = math.ceil((high - first) / step - 1e-9)
    found = [round(first + k * step, 6) for k in range(count + 1)]
    return Axis(found[0], found[-1], tuple(found), texts(found))


def texts(ticks: Sequence[float]) -> tuple[str, ...]:
    """Numbers with as many decimals as the finest of them needs."""
    decimals = max(len(f"{tick:.6f}".rstrip("0").partition(".")[2]) for tick in ticks)
    return tuple(numbers.number(tick, decimals) for tick in ticks)


def of_ranks(worst: int) -> Axis:
    """A scale of ranks with the first at the top: ticks at round places, ends a little beyond the first and last."""
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if worst <= 7 * one or one == 1000)
    ticks = tuple(float(place) for place in range(step, worst + 1, step))
    return Axis(0.0, worst + max(0.5, worst * 0.03), ticks, tuple(f"{tick:.0f}" for tick in ticks), turned=True)


def of_counts(most: int) -> Axis:
    """A scale of numbers of units."""
    return _round(0.0, max(4.0, float(most)))


def worst_of(points: Sequence[Point]) -> int:
    """The last place there is."""
    return max((max(point.rank_of or 0, point.rank or 0) for point in points), default=1) or 1


def label(point: Point, subject: Subject, measure: Measure, with_other: bool = False) -> str:
    """ "90,02", "hơn" as "> 91 *", "12/63"; with `with_other` "90,02 · 12/63", each with its own star."""
    value = rank = ""
    if point.value is not None:
        soft = point.value_basis != "published" or point.qualifier != "exact"
        value = BOUNDS.get(point.qualifier, "") + subject.plain(point.value, point.decimals) + (STAR if soft else "")
    if point.rank is not None:
        rank = numbers.rank(point.rank, point.rank_of) + (STAR if point.rank_basis != "published" else "")
    if not with_other:
        return value if measure == "value" else rank
    return " · ".join(one for one in ((value, rank) if measure == "value" else (rank, value)) if one)


def datum(point: Point, text: str = "", ink: str = "") -> Datum:
    """A point of a chart with its mark."""
    return Datum(point.y, text, point.is_hollow, ink, disputed=point.conflict)


ROOM = 0.12
"""The height of a label in parts of the height of a chart."""
NEAR = 1.8
"""Within so many heights of labels another mark is in the way of one."""
END = 0.5
"""Nearer than so many heights of labels to an end of the axis, a label would lie on the legend or on the years."""
ACROSS = 11.2
"""Inches between the axis and the right end of a chart that has a slide to itself."""


class _Put(NamedTuple):
    """A label that has its place: the number of its column, its middle on the axis, half its width in columns."""

    column: int
    middle: float
    half: float


def told_apart(series: Sequence[Series], axis: Axis, across: float = ACROSS) -> tuple[Series, ...]:
    """The series with each label on the side of its point, above before below, where no other mark in colour, no end of
    the axis and no label of a year beside it is near. `across` is the width of the years in inches.

    A label without a free side is left out, as the notes have the figure; but that of our own unit never is.
    """
    # All places are counted downwards.
    room, down = (axis.high - axis.low) * ROOM, 1 if axis.turned else -1
    top, bottom = sorted((down * axis.low, down * axis.high))
    count = max((len(one.data) for one in series), default=0)
    sides: dict[tuple[int, int], bool | None] = {}
    taken: list[_Put] = []
    for number in range(count):
        here = [
            (down * datum.value, k)
            for k, one in enumerate(series)
            if (one.joined or one.named) and (datum := one.data[number]).value is not None
        ]
        # Our own first, then from the top down.
        for at, k in sorted(here, key=lambda found: (not series[found[1]].strong, found[0])):
            text, strong = series[k].data[number].label, series[k].strong
            if not text:
                continue
            # The small mark of a mean is in the way only where the label would lie.
            others = [(one - at, room if series[other].dashed else NEAR * room) for one, other in here if other != k]
            marks = {
                False: any(-near < step < 0 for step, near in others),
                True: any(0 <= step < near for step, near in others),
            }
            ends = {False: at - top < END * room, True: bottom - at < END * room}
            half = inches(text, BODY, strong) * count / across / 2
            puts = {below: _Put(number, at + (0.8 if below else -0.8) * room, half) for below in (False, True)}
            beside = {below: any(_meet(put, other, room) for other in taken) for below, put in puts.items()}
            free = [below for below in (False, True) if not (marks[below] or ends[below] or beside[below])]
            if not free and strong:
                # On a mark is better than on another text.
                free = sorted((False, True), key=lambda below: (ends[below], beside[below], marks[below]))
            sides[(k, number)] = free[0] if free else None
            if free:
                taken.append(puts[free[0]])
    return tuple(
        replace(one, data=tuple(_sided(datum, sides.get((k, number), False)) for number, datum in enumerate(one.data)))
        for k, one in enumerate(series)
    )


def _meet(one: _Put, other: _Put, room: float) -> bool:
    """Do two labels lie over one another?"""
    return abs(one.middle - other.middle) < room and abs(one.column - other.column) < one.half + other.half


def _sided(datum: Datum, below: bool | None) -> Datum:
    return replace(datum, label="") if below is None else replace(datum, below=below)
