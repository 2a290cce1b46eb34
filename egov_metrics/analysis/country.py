"""The country at a glance: national means, medians and own indices, and who leads, from published figures only."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from egov_metrics.analysis.change import Change, change_between
from egov_metrics.analysis.comparability import Methods

ORDER = ("mean", "own", "median")
"""Which statistic stands for the country where an index has several: the mean of provinces compares with a province."""


@dataclass(frozen=True)
class CountryTile:
    """One index of the country. `figure` is the newest national row, `series` its years in one statistic (a mean is
    never joined with the country's own index), `leader` the province ranked first in the newest year, if published."""

    indicator: dict
    figure: dict | None
    series: pd.DataFrame
    change: Change | None
    leader: dict | None
    provinces: int
    provinces_year: int | None

    @property
    def statistic(self) -> str | None:
        """mean, median or own."""
        return None if self.figure is None else str(self.figure["statistic"])


def country_tiles(
    national: pd.DataFrame, provinces: pd.DataFrame, indicators: pd.DataFrame, methods: Methods
) -> list[CountryTile]:
    """Tiles of every headline index that has a national figure or figures of provinces, in catalogue order.

    `national`: query `country_figures`; `provinces`: query `headline_figures`; `indicators`: query `indicators`.
    """
    tiles = []
    headline = indicators[indicators["is_headline"].fillna(False)]
    for indicator in headline.to_dict("records"):
        code = indicator["indicator_code"]
        rows = national[(national["indicator_code"] == code) & national["value"].notna()]
        ranked = provinces[provinces["indicator_code"] == code]
        if rows.empty and ranked.empty:
            continue
        series = _series(rows)
        tiles.append(
            CountryTile(
                indicator=indicator,
                figure=series.iloc[-1].to_dict() if len(series) else None,
                series=series,
                change=_change(series, methods),
                leader=_leader(ranked),
                provinces=len(ranked),
                provinces_year=int(ranked["year"].max()) if len(ranked) else None,
            )
        )
    return tiles


def _series(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one statistic: the one that reaches furthest, then by `ORDER`; published before others."""
    published = rows[rows["value_basis"] == "published"]
    rows = published if len(published) else rows
    if rows.empty:
        return rows
    reach = rows.groupby("statistic")["year"].max()
    statistic = min(reach.index, key=lambda name: (-reach[name], ORDER.index(name)))
    return rows[rows["statistic"] == statistic].sort_values("year")


def _change(series: pd.DataFrame, methods: Methods) -> Change | None:
    if len(series) < 2:
        return None
    return change_between(series.iloc[-2].to_dict(), series.iloc[-1].to_dict(), methods)


def _leader(ranked: pd.DataFrame) -> dict | None:
    first = ranked[(ranked["rank"] == 1) & (ranked["rank_basis"] == "published")]
    return first.iloc[0].to_dict() if len(first) else None
