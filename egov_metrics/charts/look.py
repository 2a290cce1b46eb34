"""What every chart needs to know besides its numbers: the indicator it shows and how it is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from egov_metrics.charts.palette import Mode, Palette, palette
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, has, t

Measure = Literal["value", "rank"]
Direction = Literal["higher", "lower", "neutral"]

NARROW = 560
"""Below this width (CSS pixels) a chart is laid out for a phone."""
LARGE = 1600
"""From this width on it is laid out for a projector."""
ENLARGED = 1.3


@dataclass(frozen=True)
class Subject:
    """The indicator that a chart shows, with its names already in the reader's language.

    `unit` is the unit of the catalogue ("points", "percent", "count", "level" ...), `decimals` how many are usual when
    a row does not say, `scale_min` and `scale_max` the bounds of the scale where it has any.
    """

    name: str
    short: str
    unit: str = "points"
    decimals: int = 2
    scale_min: float | None = None
    scale_max: float | None = None
    direction: Direction = "higher"

    @property
    def is_level(self) -> bool:
        """Is it a level I to IV (stored as 1 to 4, 1 the highest)?"""
        return self.unit == "level"

    def lower_is_better(self, measure: Measure = "value") -> bool:
        """Is the smaller number the better one: a rank, a level, or a value of which less is better?"""
        return measure == "rank" or self.direction == "lower" or self.is_level

    def plain(self, value: float | None, decimals: int | None = None) -> str:
        """The number alone: "90,02", "IV"."""
        if self.is_level and value in (1, 2, 3, 4):
            return numbers.level(value)
        return numbers.number(value, self.decimals if decimals is None else decimals)

    def amount(self, value: float | None, decimals: int | None, qualifier: str | None, lang: Lang) -> str:
        """The number with its unit and with what the source says of its exactness: "hơn 8.000", "97,5%"."""
        if value is None:
            return numbers.NONE
        text = self.plain(value, decimals)
        unit = f"measure.{self.unit}"
        if has(unit):
            text = t(unit, lang, value=text)
        return text if qualifier in (None, "exact") else t(f"qualifier.{qualifier}", lang, value=text)


@dataclass(frozen=True)
class Look:
    """How a chart is shown. `width` is the expected width in CSS pixels: the figure itself stretches to its place,
    the width decides how many labels fit. `height` overrides the height that a chart would choose. `projected` lays a
    chart out for a projector whatever its width, as one of several beside each other on a large screen."""

    lang: Lang = "vi"
    mode: Mode = "light"
    width: int = 1000
    height: int | None = None
    projected: bool = False

    @property
    def narrow(self) -> bool:
        """Is it laid out for a phone?"""
        return self.width < NARROW

    @property
    def large(self) -> bool:
        """Is it laid out for a projector, to be read across a room?"""
        return self.projected or self.width >= LARGE

    def size(self, pixels: float) -> float:
        """A size of type, or of what holds type, that is `pixels` on a desk: larger on a projector."""
        return round(pixels * ENLARGED, 1) if self.large else pixels

    @property
    def palette(self) -> Palette:
        """The colours of the mode."""
        return palette(self.mode)
