"""The colours of a map and what each stands for: classes of values, quarters, levels, changes, and no figure.

Better is darker on a light page (and lighter on a dark one), whichever way the scale runs. Changes are blue where it
got better and ochre where it got worse: the two stay apart for colour-blind readers, and red remains our own unit's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from egov_metrics.analysis.score_classes import ScoreClass
from egov_metrics.charts.bars import places
from egov_metrics.charts.layout import nice_ticks, tick_texts
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.palette import Palette, mix, readable
from egov_metrics.charts.points import Point
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t

Colour = Literal["value", "quartile", "level", "change"]
FEW = 8
"""Fewer units with figures than this are not put into quarters."""
_CLASSES, _FIFTHS = 5, 5
_WORDS = ("#000000", "#FFFFFF")
# From much worse to much better; `tests/test_map_shades.py` measures them. (light, dark)
DIVERGING = {
    "light": ("#9A5B00", "#F0CF9B", "#E9ECF0", "#A9CDEE", "#0B5CAD"),
    "dark": ("#E0A244", "#5E4520", "#27313C", "#2A4F74", "#6CB2F5"),
}


@dataclass(frozen=True)
class Shade:
    """One class of a map. `fill` and `text` are colours of a tile and of the words on it; `hatched` lays lines over it;
    `mark` stands in the tile in place of a number, "" where there is one."""

    kind: str
    label: str
    fill: str
    text: str
    hatched: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Moves:
    """What moved since the year before in the data: `of` has the units that compare, in the unit of the indicator or
    in places gained (+); `why` says of each other unit with a figure why it does not."""

    year: int
    of: Mapping[str, float]
    why: Mapping[str, str]


@dataclass(frozen=True)
class Painting:
    """`of` has the shade of every unit, `classes` all classes there are, also those that nobody is in, from the best
    down: a legend that stays the same while years go by."""

    of: Mapping[str, Shade]
    classes: tuple[Shade, ...]

    def legend(self) -> list[tuple[Shade, int]]:
        """The classes, then what else occurs, each with its number of units."""
        counted = Counter(self.of.values())
        others = sorted((one for one in counted if one not in self.classes), key=lambda one: _ORDER.index(one.kind))
        return [(shade, counted[shade]) for shade in (*self.classes, *others)]


_ORDER = ("unclassed", "unlike", "only", "former", *numbers.NOTHINGS, "refused", "none")
_Found = tuple[dict[str, Shade], list[Shade]]


def paint(
    points: Mapping[str, Point],
    units: Sequence[str],
    refused: Mapping[str, str],
    subject: Subject,
    colour: Colour,
    measure: Measure,
    bounds: tuple[float, float] | None,
    moves: Moves | None,
    look: Look,
    *,
    scores: Sequence[ScoreClass] = (),
    former: Collection[str] = (),
    gap: str | None = None,
) -> Painting:
    """The shades of `units`. `points` have figures or a kind of nothing; `refused` holds units not recomputed, `former`
    those of which only a rank among the provinces of before is known; `gap` is the kind of nothing of all that have no
    point, for a year in which nobody was measured. `scores` are the classes of values for the colour "level".

    `bounds` are the ends between which classes of values are made (None: of the points themselves), so that a colour
    means the same in every year that is measured alike; a value beyond them is in the first or last class.
    """
    having = {unit: points[unit] for unit in units if unit in points and points[unit].y is not None}
    if subject.is_level and measure == "value":
        found, classes = _levels(having, look)
    elif colour == "level" and scores:
        found, classes = _score_classes(having, scores, subject, look)
    elif colour == "quartile":
        found, classes = _quarters(having, subject, measure, look)
    elif colour == "change":
        found, classes = _changes(having, subject, measure, moves, look)
    else:
        found, classes = _classes(having, subject, measure, bounds, look)
    rest = [unit for unit in units if unit not in found]
    without = {unit: _without(points.get(unit), _kind(unit, refused, former, gap), measure, look) for unit in rest}
    return Painting({unit: found.get(unit) or without[unit] for unit in units}, tuple(classes))


def _ramp(step: int, of: int, palette: Palette) -> str:
    """The colour of class `step` of `of`, 0 the palest."""
    return mix(*palette.scale, 1.0 if of == 1 else step / (of - 1))


def _shade(kind: str, label: str, fill: str, **more: object) -> Shade:
    return Shade(kind, label, fill, readable(fill, _WORDS), **more)  # type: ignore[arg-type]


# classes of values and ranks


def _classes(
    points: Mapping[str, Point],
    subject: Subject,
    measure: Measure,
    bounds: tuple[float, float] | None,
    look: Look,
) -> _Found:
    values = [point.y or 0.0 for point in points.values()]
    if not values:
        return {}, []
    if measure == "rank":
        edges, labels = _rank_classes(max(point.rank_of or point.rank or 1 for point in points.values()))
    else:
        edges, labels = _value_classes(*(bounds or (min(values), max(values))), look)
    falling = subject.lower_is_better(measure)
    steps = range(len(labels) - 1, -1, -1) if falling else range(len(labels))
    made = [
        _shade("class", label, _ramp(step, len(labels), look.palette))
        for label, step in zip(labels, steps, strict=True)
    ]
    found = {unit: made[sum((point.y or 0.0) >= edge for edge in edges)] for unit, point in points.items()}
    return found, made if falling else made[::-1]


def _value_classes(low: float, high: float, look: Look) -> tuple[list[float], list[str]]:
    """Round inner edges and a label for each class between them."""
    inner = [tick for tick in nice_ticks(low, high, _CLASSES) if low < tick < high]
    if not inner:
        return [], [t("map.class.all", look.lang)]
    texts = tick_texts(inner)
    labels = [t("map.class.below", look.lang, value=texts[0])]
    labels += [t("map.class.between", look.lang, low=one, high=other) for one, other in pairwise(texts)]
    return inner, [*labels, t("map.class.from", look.lang, value=texts[-1])]


def _rank_classes(worst: int) -> tuple[list[float], list[str]]:
    """About five equal groups of places: 1–13, 14–26 ... of 63."""
    step = max(1, math.ceil(worst / _FIFTHS))
    firsts = list(range(1, worst + 1, step))
    lasts = [min(first + step - 1, worst) for first in firsts]
    labels = [str(one) if one == last else f"{one}–{last}" for one, last in zip(firsts, lasts, strict=True)]
    return [float(first) for first in firsts[1:]], labels


# quarters, levels, changes


def _quarters(points: Mapping[str, Point], subject: Subject, measure: Measure, look: Look) -> _Found:
    """Quarters of the units that have a published figure of one method (or one recomputed by one rule); equal figures
    are never parted. Other figures, and all when there are few, are in no quarter."""
    fit = {unit: point for unit, point in points.items() if point.is_published or point.is_recomputed}
    methods = Counter(point.method_id for point in fit.values() if point.qualifier == "exact")
    method = max(methods, key=lambda one: (methods[one], str(one)), default=None)
    fit = {unit: point for unit, point in fit.items() if point.method_id == method and point.qualifier == "exact"}
    outside = _shade("unclassed", t("map.unclassed", look.lang), look.palette.surface)
    if len(fit) < FEW:
        return dict.fromkeys(points, outside), []
    ranked = places([point.y or 0.0 for point in fit.values()], not subject.lower_is_better(measure))
    made = [
        _shade("quarter", t(f"map.quarter.{number}", look.lang), _ramp(4 - number, 4, look.palette))
        for number in (1, 2, 3, 4)
    ]
    found = {unit: made[4 * (place - 1) // len(fit)] for unit, place in zip(fit, ranked, strict=True)}
    return {unit: found.get(unit, outside) for unit in points}, made


def _levels(points: Mapping[str, Point], look: Look) -> _Found:
    """Level I is the best and the darkest."""
    colours = look.palette
    made = [
        Shade("level", t("measure.level", look.lang, value=name), colours.levels[name], colours.level_text[name])
        for name in numbers.LEVELS
    ]
    return {unit: made[int(point.y or 1) - 1] for unit, point in points.items()}, made


def _score_classes(points: Mapping[str, Point], scores: Sequence[ScoreClass], subject: Subject, look: Look) -> _Found:
    """The classes of a criteria set, the best first. A value below all of them, or one that is not exact as published,
    is in none."""
    outside = _shade("unclassed", t("map.unclassed", look.lang), look.palette.surface)
    last = len(scores) - 1
    made = [
        _shade(
            "class",
            t("map.class.score", look.lang, name=t(f"ready.class.{one.name}", look.lang),
              value=tick_texts([one.least])[0]),
            _ramp(last - place, len(scores), look.palette),
        )
        for place, one in enumerate(scores)
    ]  # fmt: skip
    found = {}
    for unit, point in points.items():
        fits = point.is_published and point.qualifier == "exact"
        place = next((i for i, one in enumerate(scores) if fits and (point.y or 0.0) >= one.least), None)
        found[unit] = outside if place is None else made[place]
    return found, made


def _changes(
    points: Mapping[str, Point], subject: Subject, measure: Measure, moves: Moves | None, look: Look
) -> _Found:
    """Five classes around no change; a unit that does not compare is hatched."""
    label = "map.unlike" if moves is not None else "map.unlike_first"
    unlike = _shade("unlike", t(label, look.lang), look.palette.surface, hatched=True)
    if moves is None or not moves.of:
        return dict.fromkeys(points, unlike), []
    split = _split([abs(change) for change in moves.of.values()], measure, subject)
    text = numbers.count(split) if measure == "rank" else tick_texts([split])[0]
    # Places gained are better as they are; of values it depends on the direction.
    sign = -1 if measure == "value" and subject.lower_is_better() else 1
    steps = (2, 0, -2) if measure == "rank" and split <= 1 else (2, 1, 0, -1, -2)
    made: dict[int, Shade] = {}
    for step in steps:
        way = "same" if step == 0 else f"{'up' if step * sign > 0 else 'down'}_{'far' if abs(step) == 2 else 'near'}"
        label = t(f"map.move.{measure}.{way}", look.lang, **({} if step == 0 else {"split": text}))
        made[step] = _shade("move", label, DIVERGING[look.mode][step + 2])
    found = {unit: made[_step(sign * change, split)] for unit, change in moves.of.items() if unit in points}
    return {unit: found.get(unit, unlike) for unit in points}, list(made.values())


def _step(better: float, split: float) -> int:
    if better == 0:
        return 0
    return int(math.copysign(2 if abs(better) >= split else 1, better))


def _split(sizes: Sequence[float], measure: Measure, subject: Subject) -> float:
    """A round size that parts great changes from small ones, near the middle of the greatest."""
    greatest = max(sizes)
    if greatest == 0:
        return 1.0 if measure == "rank" else 10.0**-subject.decimals
    power = 10.0 ** math.floor(math.log10(greatest / 2))
    split = max(factor * power for factor in (1, 2, 5) if factor * power <= greatest / 2 * (1 + 1e-9))
    return max(1.0, float(math.ceil(split))) if measure == "rank" else round(split, 9)


# those without what is measured


def _kind(unit: str, refused: Mapping[str, str], former: Collection[str], gap: str | None) -> str:
    """Why a unit without a point has none."""
    return gap or ("refused" if unit in refused else "former" if unit in former else "none")


def _without(point: Point | None, kind: str, measure: Measure, look: Look) -> Shade:
    """A unit without what is measured: only the other figure, a kind of nothing, else what `_kind` says."""
    colours, lang = look.palette, look.lang
    if point is not None and (point.value is not None or point.rank is not None):
        return _shade("only", t(f"map.only.{'rank' if measure == 'value' else 'value'}", lang), colours.surface)
    nothing = point.nothing if point is not None else kind if kind in numbers.NOTHINGS else None
    if nothing:
        said = numbers.nothing(nothing, lang)
        return _shade(nothing, said.words, colours.levels["not_ranked"], mark=said.mark)
    if kind == "former":
        return _shade("former", t("map.only.former", lang), colours.surface)
    if kind == "refused":
        return Shade("refused", t("map.refused", lang), colours.background, colours.muted, hatched=True, mark="⊘")
    return Shade("none", t("map.none", lang), colours.background, colours.muted, mark=numbers.NONE)
