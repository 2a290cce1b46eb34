"""One indicator and the units of one level that have figures of it: asked of the store once, kept between runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.compare import Measure
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.territory import Succession
from egov_metrics.analysis.two_years import TwoYears
from egov_metrics.i18n.texts import Lang
from egov_metrics.units.folding import fold
from egov_metrics.views import territory
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.catalogue import catalogue
from egov_metrics.views.compare.naming import labels
from egov_metrics.views.view import View

Obstacle = Literal["", "level", "ask_parent", "nothing"]


@dataclass(frozen=True)
class Field:
    """One indicator and the units of one level, region or parent that have figures of it: what does not depend on the
    units, years and view that a reader chooses. Kept between runs, so nobody may change it.

    `figures` are the rows of the query `figures_of_indicator` of all years, each unchanged province under one key;
    `called` names the indicators that can be chosen, `names` the units of the figures, `region_of` has the region of
    every unit. With `is_present` the figures are those of the 34 provinces of today, with the columns of `recompute`,
    and `refused` says what was not worked out. `obstacle` says why there is nothing to draw, or is "".
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
    two_years: dict[Measure, TwoYears]
    succession: Succession
    is_present: bool
    refused: tuple[Refusal, ...]
    obstacle: Obstacle

    def shown_key(self, unit: str) -> str | None:
        """The key under which a unit is shown here, None when it has no figures: of a former province, where the 34 of
        today are shown, that of its present one."""
        if self.is_present:
            present = self.succession.present(unit)
            return present if present in self.names else None
        return compare.shown_key(unit, self.names, self.continuity)


def stated_region(view: View) -> str | None:
    """The stated region, when it is one of the territory that is shown."""
    if view.level != "province" or view.region is None:
        return None
    return None if view.is_present and not view.region.startswith("R34-") else view.region


def field_of(served: AskedEdition, view: View, code: str | None) -> Field:
    """The field of an indicator (without one of a good one to begin with) on the view's level, place and territory."""
    is_present = view.level == "province" and view.is_present
    key = (
        view.level,
        code,
        stated_region(view),
        None if view.level == "province" else view.parent,
        view.lang,
        is_present,
        territory.how(served, view) if is_present else None,
    )
    return served.kept("field", key, lambda: _field(served, view, code, is_present), most=96)


def _field(served: AskedEdition, view: View, stated: str | None, is_present: bool) -> Field:
    level, lang, region = view.level, view.lang, stated_region(view)
    options, known = served.unit_options(lang), catalogue(served)
    available, called = _available(served, level, lang)
    indicator = _indicator(available, stated)
    by_province = level == "province"
    parent = None if by_province else view.parent
    parents = pd.DataFrame()
    if not by_province:
        parents = served.query("parents_of_indicator", indicator=indicator.get("indicator_code", ""), level=level)
    obstacle: Obstacle = "" if indicator else "level"
    if indicator and not by_province and parent is None and indicator["units"] > compare.MANY:
        obstacle = "ask_parent"
    everything, refused = _everything(served, view, {} if obstacle else indicator, is_present, known.continuity)
    figures = compare.in_region(everything, region)
    measures = tuple(compare.measures(figures))
    if not obstacle and not measures:
        obstacle = "nothing"
    regions = everything.loc[everything["region_id"].notna(), ["unit_id", "region_id"]].drop_duplicates("unit_id")
    methods, succession = known.methods, territory.succession(served)
    return Field(
        available=available,
        called=called,
        indicator=indicator,
        methods=methods,
        continuity=known.continuity,
        parents=parents,
        regions=tuple(sorted(everything["region_id"].dropna().unique())) if by_province else (),
        figures=figures,
        names=labels(figures, options, level, is_present),
        region_of=dict(zip(regions["unit_id"], regions["region_id"], strict=True)),
        measures=measures or ("value",),
        two_years={measure: TwoYears(figures, measure, methods) for measure in ("value", "rank")},
        succession=succession,
        is_present=is_present,
        refused=tuple(one for one in refused if region is None or succession.region.get(one.unit_id) == region),
        obstacle=obstacle,
    )


def _everything(
    served: AskedEdition, view: View, indicator: dict, is_present: bool, continuity: dict[str, str]
) -> tuple[pd.DataFrame, tuple[Refusal, ...]]:
    """The figures of all years of a level in the territory of the view, and what was not worked out; none for {}."""
    if is_present and indicator:
        found = territory.figures(served, view, indicator)
        return _stated(found.figures), found.refused
    asked = served.query(
        "figures_of_indicator",
        indicator=indicator.get("indicator_code", ""),
        level=view.level,
        year_from=territory.FIRST,
        year_to=territory.LAST,
        parent=None if view.level == "province" else view.parent,
        region=None,
    )
    return compare.one_line_each(_stated(asked), continuity), ()


def _available(served: AskedEdition, level: str, lang: Lang) -> tuple[pd.DataFrame, dict[str, str]]:
    """The indicators that units of a level have figures of, and what they are called."""

    def make() -> tuple[pd.DataFrame, dict[str, str]]:
        used = served.query("indicators_of_level", level=level)
        available = compare.indicators_with_figures(catalogue(served).indicators, used)
        return available, _indicator_names(available, lang)

    return served.kept("indicators_of_level", (level, lang), make, most=16)


def _stated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["value"].notna() | rows["rank"].notna() | rows["nothing"].notna()]


def means_of(served: AskedEdition, code: str, region: str | None, lang: Lang, is_present: bool) -> pd.DataFrame:
    """National and regional means of an indicator, as `compare.means_of` gives them; none for the code ""."""

    def make() -> pd.DataFrame:
        return compare.means_of(served.query("wide_figures", indicator=code), region, lang, is_present)

    return served.kept("means", (code, region, lang, is_present), make, most=256)


TRIED, MOST_TRIED = 3, 6


def partners(field: Field, codes: list[str]) -> list[str]:
    """Indicators to set beside one when the reader named none, at most `MOST_TRIED`, the likeliest `TRIED` first:
    headlines of other families with figures of many units and of years that do not all lie after those of this one."""
    rows = field.available[field.available["indicator_code"].isin(codes)]
    if rows.empty:
        return []
    newest = field.indicator["last_year"]
    order = rows.assign(
        _same=rows["family"] == field.indicator["family"], _part=rows["is_headline"].ne(True).fillna(True).astype(bool),
        _late=rows["first_year"] > newest, _few=-rows["units"],
    ).sort_values(["_late", "_same", "_part", "_few"], kind="stable")  # fmt: skip
    return [str(code) for code in order["indicator_code"].head(MOST_TRIED)]


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
