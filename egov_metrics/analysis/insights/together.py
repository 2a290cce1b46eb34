"""Findings of units beside each other that `compare` does not word: two units, and provinces whose figures are ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from egov_metrics.analysis.compare import Measure
from egov_metrics.analysis.insights import gates
from egov_metrics.analysis.insights.compare import standing
from egov_metrics.analysis.insights.words import short
from egov_metrics.i18n.texts import Lang, t

Name = Callable[[str], str]


def spoken(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures for sentences that take only published ones: recomputed ones of present provinces count as such, and the
    sentence must then say so: `value_mark` and `rank_mark` are true of them, and `compare.standing` writes it. Other
    bases stay what they are, and frames without a recomputed figure are handed back unchanged."""
    if not (figures["value_basis"].eq("recomputed").any() or figures["rank_basis"].eq("recomputed").any()):
        return figures
    return figures.assign(
        value_mark=figures["value_basis"].eq("recomputed"),
        rank_mark=figures["rank_basis"].eq("recomputed"),
        value_basis=figures["value_basis"].replace("recomputed", "published"),
        rank_basis=figures["rank_basis"].replace("recomputed", "published"),
    )


def pair_finding(
    figures: pd.DataFrame, units: Sequence[str], indicator: dict, measure: Measure, name: Name, lang: Lang
) -> str:
    """Two units in the newest year that has both measured alike and up to the same day: "PAR INDEX 2024: Sơn La
    90,02 điểm, hạng 12/63; Quảng Ninh 93,01 điểm, hạng 3/63"; "" for another number of units, or without such a year.
    """
    if len(units) != 2:
        return ""
    fit = figures[measure].notna() & (figures[f"{measure}_basis"] == "published")
    first, second = (figures[fit & (figures["unit_id"] == unit)] for unit in units)
    alike = ["year", "method_id", "period_end", *(["rank_of"] if measure == "rank" else [])]
    both = first.merge(second, on=alike, suffixes=("_first", "_second")).sort_values("year")
    if both.empty:
        return ""
    year = both["year"].iloc[-1]
    one, other = (rows[rows["year"] == year].iloc[-1].to_dict() for rows in (first, second))
    return t(
        "compare.finding.pair", lang, index=short(indicator, lang), year=str(int(year)),
        first=name(units[0]), first_figure=standing(one, indicator, lang),
        second=name(units[1]), second_figure=standing(other, indicator, lang),
    )  # fmt: skip


def newest_of(figures: pd.DataFrame, unit: str | None, measure: Measure) -> dict | None:
    """The newest figure of one unit that has what is measured, published as such; None without one."""
    mine = figures[(figures["unit_id"] == unit) & gates.only_published(figures, measure)]
    return None if mine.empty else mine.loc[mine["year"].idxmax()].to_dict()


def of_fullest_year(figures: pd.DataFrame, units: Sequence[str], measure: Measure) -> pd.DataFrame:
    """The figures of the newest of those years in which most of `units` have what is measured and, if it ever has it,
    the first of them does: a sentence about several units should not leave out the one that asks."""
    mine = figures[figures["unit_id"].isin(list(units)) & figures[measure].notna()]
    mine = mine[mine[f"{measure}_basis"] == "published"]
    years = mine.loc[mine["unit_id"] == units[0], "year"] if len(units) else mine["year"]
    counts = mine[mine["year"].isin(years)].groupby("year")["unit_id"].nunique() if len(years) else pd.Series()
    if counts.empty:
        return figures
    return figures[figures["year"] == counts[counts == counts.max()].index.max()]
