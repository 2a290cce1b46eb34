"""Comparing units on one indicator: which figures are shown, which units stand out, what they may be compared with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import pandas as pd

from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.territory import same_territory
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t

Measure = Literal["value", "rank"]

MANY = 200
"""More units than this are not listed together: the reader is asked for a province first."""
HIGHLIGHTED = 5
"""So many units are drawn in colour when the reader chose none."""
ORDERS = {"P63": 63, "P34": 34}
"""The two orders of provinces, by the first part of their keys, with how many provinces each has."""


def indicators_with_figures(indicators: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """The indicators that have figures on a level, in catalogue order (families, then their own order).

    `indicators`: query of that name; `used`: query `indicators_of_level`. Adds `units`, the most units of one year.
    """
    plain = indicators.drop(columns=["figures", "first_year", "last_year"])
    return plain.merge(used, on="indicator_code", how="inner", sort=False)


def one_line_each(figures: pd.DataFrame, continuity: Mapping[str, str]) -> pd.DataFrame:
    """Figures with each province of unchanged territory under one key, the old one; `stored_id` keeps the stored key.

    `continuity`: `territory.unchanged`. Where a publisher ranked both the provinces before and those since 1/7/2025 in
    one year, both have a figure of that year: then the present province stays apart, since a line has one point a year.
    """
    stored = figures["unit_id"].tolist()
    taken = set(zip(stored, figures["year"], strict=True))
    joined = [
        continuity[unit] if unit in continuity and (continuity[unit], year) not in taken else unit
        for unit, year in zip(stored, figures["year"], strict=True)
    ]
    return figures.assign(unit_id=joined, stored_id=stored)


def in_region(figures: pd.DataFrame, region: str | None) -> pd.DataFrame:
    """The figures of units that lie, or lay, in a region (all without one); frame as from `one_line_each`."""
    if region is None:
        return figures
    inside = set(figures.loc[figures["region_id"] == region, "unit_id"])
    return figures[figures["unit_id"].isin(inside)]


def within_years(figures: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """The figures of the years from `first` to `last`."""
    return figures[(figures["year"] >= first) & (figures["year"] <= last)]


def measures(figures: pd.DataFrame) -> list[Measure]:
    """What can be drawn of these figures: value, rank, both, or nothing."""
    named: tuple[Measure, ...] = ("value", "rank")
    return [measure for measure in named if figures[measure].notna().any()]


def years_of(figures: pd.DataFrame) -> list[int]:
    """The years that have a figure or a known kind of nothing, oldest first."""
    stated = figures["value"].notna() | figures["rank"].notna() | figures["nothing"].notna()
    return sorted(int(year) for year in figures.loc[stated, "year"].dropna().unique())


def nearest(available: Sequence[int], stated: int | None) -> int:
    """The year to show: the stated one, else the nearest there is (the later of two), without one the newest.

    Raises ValueError without any year.
    """
    if not available:
        raise ValueError("no year to choose from")
    wanted = max(available) if stated is None else stated
    return min(available, key=lambda one: (abs(one - wanted), -one))


def shown_key(unit_id: str, present: Collection[str], continuity: Mapping[str, str]) -> str | None:
    """The key under which a unit is shown: that of its territory before 1/7/2025, which carries the years joined by
    `one_line_each`, else the one since; None when neither has figures."""
    return next((key for key in same_territory(unit_id, continuity) if key in present), None)


def most_figures(figures: pd.DataFrame, measure: Measure, count: int = HIGHLIGHTED) -> list[str]:
    """The units with the most figures of what is measured; of equal ones those whose newest is newer, then better.

    Ranks decide what is better where there are any, else the order of the keys does.
    """
    drawn = figures.loc[figures[measure].notna(), ["unit_id", "year", "rank"]]
    if drawn.empty:
        return []
    grouped = drawn.sort_values("year").groupby("unit_id")
    counted = grouped.agg(count=("year", "size"), newest=("year", "max"), rank=("rank", "last")).reset_index()
    ordered = counted.sort_values(["count", "newest", "rank", "unit_id"], ascending=[False, False, True, True])
    return ordered["unit_id"].head(count).tolist()


def orders(figures: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Figures of one year apart by order of provinces (P63, P34), the one with more figures first.

    A ranking of 63 provinces and one of 34 are two rankings. Units that are no provinces come as one group, named "".
    """
    prefix = figures["unit_id"].str.partition("-")[0]
    prefix = prefix.where(prefix.isin(list(ORDERS)), "")
    groups = [(str(order), rows) for order, rows in figures.groupby(prefix, sort=True)]
    return sorted(groups, key=lambda group: -len(group[1]))


def means_of(wide: pd.DataFrame, region: str | None, lang: Lang, is_present: bool = False) -> pd.DataFrame:
    """Published means and medians of the country and of one region, with how they are called, one row a year.

    `wide`: query `wide_figures`. The country's own index is none of them. The columns of the query and `label`; `kind`
    (country or region). Means of different numbers of provinces have different labels, so that they are never one line.
    With `is_present` only those of the provinces since 1/7/2025: a mean of 63 says nothing of 34.
    """
    rows = _of_present(wide) if is_present else wide
    rows = rows[
        rows["statistic"].isin(["mean", "median"])
        & (rows["value_basis"] == "published")
        & rows["value"].notna()
        & rows["year"].notna()
        & ((rows["level"] == "country") | (rows["unit_id"] == (region or "")))
    ]
    counts = {
        key: set(group["members"].dropna().astype(int))
        for key, group in rows.groupby(["unit_id", "statistic"], sort=False)
    }
    labels = [
        _mean_label(level, statistic, members, counts[(unit, statistic)], lang)
        for level, unit, statistic, members in zip(
            rows["level"], rows["unit_id"], rows["statistic"], rows["members"], strict=True
        )
    ]
    return rows.assign(label=labels, kind=rows["level"])


def _of_present(wide: pd.DataFrame) -> pd.DataFrame:
    """The means over provinces since 1/7/2025; without a number of members those of years measured since then."""
    since = wide["members"].isna() & (wide["year"] >= 2025)
    of_region = (wide["level"] == "region") & wide["unit_id"].astype(str).str.startswith("R34-")
    return wide[(wide["members"] == ORDERS["P34"]) | since | of_region]


def _mean_label(level: str, statistic: str, members: float, counts: set[int], lang: Lang) -> str:
    """Named with its number of members only where every year of the series that states one states the same."""
    if level == "region":
        return t(f"compare.mean.region_{statistic}", lang)
    if pd.notna(members) and len(counts) > 1:
        return t(f"compare.mean.{statistic}_of", lang, n=numbers.count(members))
    return t(f"compare.mean.{statistic}", lang)


def mean_of_year(
    means: pd.DataFrame, year: int, order: str, method_ids: Sequence[str | None]
) -> tuple[str, float] | None:
    """Label and value of the country's mean (or median) to draw beside a ranking of one year, or None.

    Only one of the same method, and not one of the other order of provinces.
    """
    rows = means[(means["kind"] == "country") & (means["year"] == year) & means["method_id"].isin(list(method_ids))]
    other = [number for key, number in ORDERS.items() if key != order]
    rows = rows[~rows["members"].isin(other)]
    if order != "P63":  # without a number of members it is of the provinces that existed in the year measured
        rows = rows[rows["members"].notna() | (rows["year"] >= 2025)]
    if rows.empty:
        return None
    first = rows.sort_values("statistic").iloc[0]
    return str(first["label"]), float(first["value"])


def methods_shown(figures: pd.DataFrame, measure: Measure) -> list[str]:
    """Keys of the method versions of the figures that are drawn."""
    return sorted(figures.loc[figures[measure].notna(), "method_id"].dropna().unique())


def comparability_words(figures: pd.DataFrame, measure: Measure, methods: Methods, lang: Lang) -> str:
    """A sentence on what of the screen compares with what; "" when all of it does and its publisher says so."""
    shown = methods_shown(figures, measure)
    if len(shown) > 1:
        return t(f"compare.methods.{measure}", lang, n=numbers.count(len(shown)))
    row = methods.row(shown[0]) if shown else None
    several = figures.loc[figures[measure].notna(), "year"].nunique() > 1
    if row is not None and several and row["comparable_within"] != "yes":
        return t("compare.methods.unclear", lang)
    return ""


def separate_rankings(figures: pd.DataFrame, level: str) -> int:
    """Of how many provinces' own assessments the figures are: 1 for provinces, else the number of different parents."""
    return 1 if level == "province" or figures.empty else int(figures["parent_id"].nunique())


def chosen_first(figures: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """The figures of the chosen units before the others, in the order of choice; each part keeps its own order."""
    place = {unit: number for number, unit in enumerate(chosen)}
    order = figures["unit_id"].map(lambda unit: place.get(unit, len(place)))
    return figures.assign(_place=order).sort_values("_place", kind="stable").drop(columns="_place")


def table_order(figures: pd.DataFrame, direction: str) -> pd.DataFrame:
    """Figures as a table lists them: newest year first, then by published rank, then the better value, then the key."""
    better = figures["value"] if direction == "lower" else -figures["value"]
    ordered = figures.assign(_better=better).sort_values(
        ["year", "rank", "_better", "unit_id"], ascending=[False, True, True, True], na_position="last"
    )
    return ordered.drop(columns="_better")


def few(figures: pd.DataFrame, measure: Measure, asked: Sequence[str], direction: str, most: int) -> pd.DataFrame:
    """At most `most` rows of one year for a ranking that has no room for all: those asked for with their neighbours,
    the best and the last one. All rows where there is room, or nothing is measured."""
    better_first = measure == "rank" or direction == "lower"
    order = figures[figures[measure].notna()].sort_values([measure, "unit_id"], ascending=[better_first, True])
    if len(order) <= most:
        return figures
    units = order["unit_id"].tolist()
    places = [units.index(unit) for unit in asked if unit in units][: most // 2]
    wanted = dict.fromkeys([*places, 0, len(units) - 1])
    reach = 1
    while len(wanted) < most and reach < len(units):
        near = [place + step for place in (*places, 0) for step in (-reach, reach)]
        wanted |= dict.fromkeys(place for place in near if 0 <= place < len(units))
        reach += 1
    kept = {units[place] for place in list(wanted)[:most]}
    return figures[figures["unit_id"].isin(kept)]
