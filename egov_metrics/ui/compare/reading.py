"""What the compare page shows, worked out from the view: asked of the store once, then handed to the parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd
import streamlit as st

from egov_metrics.analysis import compare
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.compare import Measure
from egov_metrics.analysis.territory import unchanged
from egov_metrics.i18n.texts import Lang
from egov_metrics.ui.compare.naming import labels, level_of
from egov_metrics.ui.session import Served
from egov_metrics.ui.unit_picker import UnitOptions
from egov_metrics.ui.view import COUNTRY, View
from egov_metrics.units.folding import fold

FIRST, LAST = 1990, 2100
Obstacle = Literal["", "level", "ask_parent", "nothing"]


@dataclass(frozen=True)
class Field:
    """One indicator and the units of one level, region or parent that have figures of it: what does not depend on the
    units, years and view that a reader chooses. Kept between runs, so nobody may change it.

    `figures` are the rows of the query `figures_of_indicator` of all years, each unchanged province under one key;
    `called` names the indicators that can be chosen, `names` the units of the figures, `region_of` has the region of
    every unit. `obstacle` says why there is nothing to draw, or is "".
    """

    available: pd.DataFrame
    called: dict[str, str]
    indicator: dict
    methods: Methods
    continuity: dict[str, str]
    parents: pd.DataFrame
    regions: tuple[str, ...]
    figures: pd.DataFrame
    names: dict[str, str]
    region_of: dict[str, str]
    measures: tuple[Measure, ...]
    obstacle: Obstacle


@dataclass(frozen=True)
class Comparison:
    """A field as one reader looks at it.

    `own` and `chosen` are keys that occur in `figures`; `absent` are the units that the reader asked for and that do
    not.
    """

    view: View
    served: Served
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
        """What is drawn: what the view states, or the other one when only that has figures."""
        known = self.field.measures
        return next((one for one in known if one == self.view.measure), known[0])

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
    def ranking_years(self) -> list[int]:
        """The years in which somebody has what is measured: those that a ranking can show."""
        return sorted(int(year) for year in self.figures.loc[self.figures[self.measure].notna(), "year"].unique())

    @cached_property
    def year(self) -> int:
        """The year of the ranking: the stated one or the nearest to it, else the newest."""
        stated = self.view.year or self.ranking_years[-1]
        return min(self.ranking_years, key=lambda one: (abs(one - stated), -one))

    @cached_property
    def in_span(self) -> pd.DataFrame:
        """The figures of the years that the reader looks at."""
        return compare.within_years(self.figures, *self.span)

    def name(self, unit_id: str) -> str:
        """How a unit is called on this page."""
        return self.field.names.get(unit_id) or self.options.name(unit_id)


def read(served: Served, view: View) -> Comparison:
    """Ask the store for what the view states; at most eight queries, none when the field was looked at before."""
    by_province = view.level == "province"
    field = _field(
        str(served.ref.path),
        view.level,
        view.indicator,
        view.region if by_province else None,
        None if by_province else view.parent,
        view.lang,
        served,
    )
    own, chosen, absent = _asked_units(view, set(field.names), field.continuity)
    region = view.region or field.region_of.get(own or "")
    code = field.indicator.get("indicator_code", "")
    return Comparison(
        view=view,
        served=served,
        options=served.unit_options(view.lang),
        field=field,
        means=_means(str(served.ref.path), code if by_province else "", region, view.lang, served),
        own=own,
        chosen=chosen,
        absent=absent,
    )


# `path` is part of the key of these caches (the file name carries the content hash), `_served` is not.


@st.cache_resource(max_entries=48, show_spinner=False)
def _field(
    path: str, level: str, stated: str | None, region: str | None, parent: str | None, lang: Lang, _served: Served
) -> Field:
    options = _served.unit_options(lang)
    used = _served.query("indicators_of_level", level=level)
    available = compare.indicators_with_figures(_served.query("indicators"), used)
    indicator = _indicator(available, stated)
    code = indicator.get("indicator_code", "")
    by_province = level == "province"
    continuity = unchanged(_served.query("province_succession"))
    parents = pd.DataFrame() if by_province else _served.query("parents_of_indicator", indicator=code, level=level)
    obstacle: Obstacle = "" if indicator else "level"
    if indicator and not by_province and parent is None and indicator["units"] > compare.MANY:
        obstacle = "ask_parent"
    asked = _served.query(
        "figures_of_indicator",
        indicator="" if obstacle else code,
        level=level,
        year_from=FIRST,
        year_to=LAST,
        parent=parent,
        region=None,
    )
    stated_rows = asked[asked["value"].notna() | asked["rank"].notna() | asked["nothing"].notna()]
    everything = compare.one_line_each(stated_rows, continuity)
    figures = compare.in_region(everything, region)
    measures = tuple(compare.measures(figures))
    if not obstacle and not measures:
        obstacle = "nothing"
    regions = everything.loc[everything["region_id"].notna(), ["unit_id", "region_id"]].drop_duplicates("unit_id")
    return Field(
        available=available,
        called=_indicator_names(available, lang),
        indicator=indicator,
        methods=Methods(_served.query("methods")),
        continuity=continuity,
        parents=parents,
        regions=tuple(sorted(everything["region_id"].dropna().unique())) if by_province else (),
        figures=figures,
        names=labels(figures, options, level),
        region_of=dict(zip(regions["unit_id"], regions["region_id"], strict=True)),
        measures=measures or ("value",),
        obstacle=obstacle,
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def _means(path: str, code: str, region: str | None, lang: Lang, _served: Served) -> pd.DataFrame:
    return compare.means_of(_served.query("wide_figures", indicator=code), region, lang)


def _indicator_names(available: pd.DataFrame, lang: Lang) -> dict[str, str]:
    """The indicators that can be chosen, by family; those within a family carry its name unless theirs tells it."""
    named = {}
    for row in available.to_dict("records"):
        short, family = str(row[f"short_{lang}"]), str(row[f"family_short_{lang}"])
        tells = bool(row["is_headline"]) or bool({*fold(short).split()} & {*fold(family).split()})
        named[row["indicator_code"]] = short if tells else f"{family}: {short}"
    return named


def _indicator(available: pd.DataFrame, stated: str | None) -> dict:
    """The stated indicator when it has figures on this level, else a good one to begin with; {} without any.

    That is the first index of the catalogue that at least half as many units have as the fullest one: a level should
    not open on a single dot.
    """
    rows = available[available["indicator_code"] == stated]
    if rows.empty:
        rows = available[available["units"] * 2 >= available["units"].max()]
    return rows.iloc[0].to_dict() if len(rows) else {}


def _asked_units(
    view: View, present: set[str], continuity: dict[str, str]
) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Our own unit and the chosen ones as they are shown, and those of this level that have nothing to show."""
    own = None
    absent = []
    if view.unit != COUNTRY and level_of(view.unit) == view.level:
        own = compare.shown_key(view.unit, present, continuity)
        absent += [] if own else [view.unit]
    chosen: list[str] = []
    for unit in view.units:
        if level_of(unit) != view.level:
            continue
        key = compare.shown_key(unit, present, continuity)
        if key is None:
            absent.append(unit)
        elif key != own and key not in chosen:
            chosen.append(key)
    return own, tuple(chosen), tuple(absent)
