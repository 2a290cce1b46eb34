"""What the compare page shows, worked out from the view: asked of the store once, then handed to the parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.compare import Measure, nearest
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.two_years import Pair
from egov_metrics.charts import scatter
from egov_metrics.i18n.texts import Lang
from egov_metrics.units.keys import level_of
from egov_metrics.units.options import UnitOptions
from egov_metrics.views import territory
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.compare.fields import TRIED, Field, field_of, means_of, partners, stated_region
from egov_metrics.views.compare.naming import short_name
from egov_metrics.views.view import COUNTRY, View

ONE_MEASURE: dict[str, Measure] = {"bump": "rank", "dist": "value", "scatter": "value"}
"""Views that show only ranks or only values, whatever the reader looks at elsewhere."""
PAIRS = ("slope", "dumbbell")
"""Views of two years."""
OF_A_YEAR = ("bars", "dist", "scatter")
"""Views of one year."""


@dataclass(frozen=True)
class Comparison:
    """A field as one reader looks at it.

    `own` and `chosen` are keys that occur in `figures`; `absent` are the units that the reader asked for and that do
    not.
    """

    view: View
    served: AskedEdition
    options: UnitOptions
    field: Field
    means: pd.DataFrame
    own: str | None
    chosen: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.view.lang

    @property
    def figures(self) -> pd.DataFrame:
        """The figures of all years."""
        return self.field.figures

    @property
    def indicator(self) -> dict:
        """The row of the indicator, with the most units of one year; {} without any."""
        return self.field.indicator

    @property
    def methods(self) -> Methods:
        """All method versions."""
        return self.field.methods

    @property
    def measure(self) -> Measure:
        """What is drawn: what the kind of chart shows, else what the view states, or the other one when only that has
        figures."""
        known = self.field.measures
        stated = next((one for one in known if one == self.view.measure), known[0])
        return ONE_MEASURE.get(self.view.view, stated)

    @property
    def asked(self) -> tuple[str, ...]:
        """Our own unit and the chosen ones."""
        return tuple(unit for unit in (self.own, *self.chosen) if unit)

    @cached_property
    def years(self) -> list[int]:
        """The years to choose from, oldest first: those with what is drawn; of a table, with any figure."""
        return compare.years_of(self.figures) if self.view.view == "table" else self.ranking_years

    @cached_property
    def span(self) -> tuple[int, int]:
        """First and last year of the series: what the view states, within what there is."""
        first, last = self.years[0], self.years[-1]
        low = min(max(self.view.year_from or first, first), last)
        return low, max(min(self.view.year_to or last, last), low)

    @cached_property
    def pair(self) -> Pair | None:
        """The two years of a slope or dumbbell chart, None where there are no two: the ends of the stated years; when
        none are stated, a pair that compares, its later year the one of a chart of one year if that can be."""
        two = self.field.two_years[self.measure]
        years = two.years
        if len(years) < 2:
            return None
        if self.view.year_from is None and self.view.year_to is None:
            best = None if self.view.year is None else two.best(self.asked, self.view.year)
            return best or two.best(self.asked) or two.pair(*self._newest_two(years))
        low, high = self.view.year_from or years[0], self.view.year_to or years[-1]
        inside = [year for year in years if low <= year <= high]
        if len(inside) >= 2:
            return two.pair(inside[0], inside[-1])
        last = inside[0] if inside else nearest(years, high)
        place = max(years.index(last), 1)
        return two.pair(years[place - 1], years[place])

    def _newest_two(self, years: list[int]) -> tuple[int, int]:
        """The two newest years in which our own unit (or else the first chosen one that has two) has figures."""
        rows = self.figures[self.figures[self.measure].notna()]
        for unit in self.asked:
            mine = sorted(set(rows.loc[rows["unit_id"] == unit, "year"].astype(int)))
            if len(mine) > 1:
                return mine[-2], mine[-1]
        return years[-2], years[-1]

    @cached_property
    def ranking_years(self) -> list[int]:
        """The years in which somebody has what is measured: those that a ranking can show."""
        return sorted(int(year) for year in self.figures.loc[self.figures[self.measure].notna(), "year"].unique())

    @cached_property
    def year(self) -> int:
        """The year of the ranking: the stated one or the nearest to it, else the newest; of two indicators the
        newest in which there is something to see."""
        if self.view.view == "scatter" and self.view.year is None and self.against is not None:
            return self._year_of_two(self.against)
        return nearest(self.ranking_years, self.view.year)

    def _year_of_two(self, other: Field) -> int:
        """The newest year in which our own unit and enough others have both values; else that in which enough have;
        else the newest."""
        newest = None
        for year in reversed(self.ranking_years):
            units = self._both(other, year)
            if len(units) < scatter.LEAST:
                continue
            if self.own is None or self.own in units:
                return year
            newest = newest or year
        return newest or self.ranking_years[-1]

    @cached_property
    def refused(self) -> tuple[Refusal, ...]:
        """What was not recomputed of the years on the screen."""
        low, high = self.shown_years
        return tuple(one for one in self.field.refused if low <= one.year <= high)

    @cached_property
    def shown_years(self) -> tuple[int, int]:
        """First and last year on the screen."""
        if not self.years:
            return territory.FIRST, territory.LAST
        if self.view.view in OF_A_YEAR:
            return self.year, self.year
        if self.view.view in PAIRS and self.pair:
            return self.pair.year_from, self.pair.year_to
        return self.span

    @cached_property
    def against(self) -> Field | None:
        """The field of the second indicator of a scatter chart; None where no other indicator has values."""
        if "value" not in self.field.measures:
            return None
        codes = [code for code in self.field.called if code != self.indicator["indicator_code"]]
        if self.view.against in codes:
            return _with_values(field_of(self.served, self.view, self.view.against))
        found: list[Field] = []
        for place, code in enumerate(partners(self.field, codes)):
            # After the likeliest ones others are asked only as long as there is nothing to see.
            if place >= TRIED and any(self._shared(field) >= scatter.LEAST for field in found):
                break
            field = _with_values(field_of(self.served, self.view, code))
            found += [] if field is None else [field]
        return max(found, key=self._shared, default=None)

    def _shared(self, other: Field) -> int:
        """How many units have values of the stated or newest year and of the other indicator in that beside it."""
        return len(self._both(other, nearest(self.ranking_years, self.view.year)))

    def _both(self, other: Field, year: int) -> set[str]:
        """The units with a value of a year and one of the other indicator in the year that stands beside it."""
        rows, beside = other.figures, _year_until(other, year)
        mine = self.figures.loc[self.figures["value"].notna() & (self.figures["year"] == year), "unit_id"]
        return set(mine) & set(rows.loc[rows["value"].notna() & (rows["year"] == beside), "unit_id"])

    @cached_property
    def against_year(self) -> int | None:
        """The year of the second indicator: that of the first, or the nearest earlier one with values; None without."""
        return None if self.against is None else _year_until(self.against, self.year)

    @cached_property
    def in_span(self) -> pd.DataFrame:
        """The figures of the years that the reader looks at."""
        return compare.within_years(self.figures, *self.span)

    def name(self, unit_id: str) -> str:
        """How a unit is called on this page."""
        return self.field.names.get(unit_id) or self.options.name(unit_id)

    def full_name(self, unit_id: str) -> str:
        """The name that cannot be mistaken; a province of unchanged territory needs no date."""
        return self.options.name(self.field.continuity.get(unit_id, unit_id))

    def short(self, unit_id: str) -> str:
        """The bare name."""
        return short_name(self.options, unit_id)


def read(served: AskedEdition, view: View) -> Comparison:
    """Ask the store for what the view states; at most eight queries, none when the field was looked at before."""
    by_province = view.level == "province"
    field = field_of(served, view, view.indicator)
    own, chosen, absent = _asked_units(view, field)
    region = stated_region(view) or field.region_of.get(own or "")
    code = field.indicator.get("indicator_code", "") if by_province else ""
    return Comparison(
        view=view,
        served=served,
        options=served.unit_options(view.lang),
        field=field,
        means=means_of(served, code, region, view.lang, field.is_present),
        own=own,
        chosen=chosen,
        absent=absent,
    )


def _with_values(field: Field) -> Field | None:
    return None if field.obstacle or "value" not in field.measures else field


def _year_until(field: Field, year: int) -> int | None:
    """The newest year up to `year` in which an indicator has values."""
    rows = field.figures
    years = rows.loc[rows["value"].notna() & (rows["year"] <= year), "year"]
    return None if years.empty else int(years.max())


def _asked_units(view: View, field: Field) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Our own unit and the chosen ones as they are shown, and those of this level that have nothing to show."""
    own = None
    absent = []
    if view.unit != COUNTRY and level_of(view.unit) == view.level:
        own = field.shown_key(view.unit)
        absent += [] if own else [view.unit]
    chosen: list[str] = []
    for unit in view.units:
        if level_of(unit) != view.level:
            continue
        key = field.shown_key(unit)
        if key is None:
            absent.append(unit)
        elif key != own and key not in chosen:
            chosen.append(key)
    return own, tuple(chosen), tuple(absent)
