"""The figures among which one unit is looked at: as they were published, or in the territory of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from egov_metrics.analysis import cells
from egov_metrics.analysis.recompute import Recomputed, Refusal, Rule, recompute
from egov_metrics.analysis.territory import Succession, as_one
from egov_metrics.units.keys import order_of


@dataclass(frozen=True)
class Field:
    """The figures in which a unit is looked at.

    `figures`: rows of the query `standings` (own statistics) in one territory: an unchanged province has one key, the
    column `order` says whether a figure is of the 63 or of the 34. `means`: the published means of country and regions.
    `refused`: what could not be recomputed for the unit itself (of a field of all units: for any), by indicator.
    """

    figures: pd.DataFrame
    means: pd.DataFrame
    refused: Mapping[str, tuple[Refusal, ...]]

    @cached_property
    def cells(self) -> cells.Cells:
        """The figures by index and year, as plain rows."""
        return cells.read(self.figures)

    @cached_property
    def keys(self) -> dict[str, list[tuple[str, int]]]:
        """The indices and years in which a unit has cells, in the order of `cells`."""
        found: dict[str, dict[tuple[str, int], None]] = defaultdict(dict)
        for key, row in self.cells.items():
            for cell in row:
                found[cell.unit_id][key] = None
        return {unit: list(keys) for unit, keys in found.items()}

    def of_unit(self, unit_id: str) -> pd.DataFrame:
        """The figures of a unit, by year."""
        return self.figures.iloc[self._places.get(unit_id, [])].sort_values("year", kind="stable")

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, unit in enumerate(self.figures["unit_id"]):
            found[unit].append(place)
        return found

    @cached_property
    def stated_means(self) -> dict[tuple[str, int], list[dict]]:
        """The published means by index and year, means before medians."""
        found: dict[tuple[str, int], list[dict]] = defaultdict(list)
        rows = self.means[(self.means["value_basis"] == "published") & self.means["value"].notna()]
        for row in rows.sort_values("statistic", kind="stable").to_dict("records"):
            found[(row["indicator_code"], int(row["year"]))].append(row)
        return found


def as_published(rows: pd.DataFrame, continuity: Mapping[str, str]) -> Field:
    """The field of units as their figures were published. `rows`: query `standings`; `continuity`: `unchanged`."""
    own, means = _apart(rows)
    return Field(as_one(own, continuity), means, {})


def as_of_today(
    rows: pd.DataFrame,
    unit_id: str | None,
    succession: Succession,
    indicators: Collection[Mapping[str, Any]],
    *,
    rule: Rule = "mean",
    weights: Mapping[str, float] | None = None,
    partial: bool = False,
) -> Field:
    """The field of the 34 provinces, recomputed where nobody published a figure (see `recompute`).

    With `unit_id` None the refusals of all of them are kept, for a field that several units share.
    """
    own, means = _apart(rows)
    made: list[pd.DataFrame] = []
    refused: dict[str, tuple[Refusal, ...]] = {}
    by_code = dict(iter(own.groupby("indicator_code", sort=False)))
    for indicator in indicators:
        code = str(indicator["indicator_code"])
        if code not in by_code:
            continue
        found: Recomputed = recompute(by_code[code], succession, indicator, rule=rule, weights=weights, partial=partial)
        if len(found.figures):
            made.append(found.figures)
        mine = tuple(one for one in found.refused if unit_id in (None, one.unit_id))
        if mine:
            refused[code] = mine
    figures = pd.concat(made, ignore_index=True) if made else own.iloc[:0]
    return Field(figures.assign(order=figures["unit_id"].map(order_of)), means, refused)


def _apart(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    own = rows["statistic"] == "own"
    return rows[own].reset_index(drop=True), rows[~own]


def stand_in(figures: pd.DataFrame, field: Field, unit_id: str, of: Collection[str] | None = None) -> pd.DataFrame:
    """The figures of a unit with those of its indices as they are in `field`: what a recomputed province is told from.

    `figures`: query `figures_of_unit`. Indices are taken from the field altogether (of those `of`, else of all that
    it has), everything else from `figures`. A
    rank that was worked out here is left out: it is no rank that a headline may state.
    """
    codes = {code for code, _ in field.cells}
    codes = codes if of is None else codes & set(of)
    indices = (figures["scope"] == "self") & (figures["statistic"] == "own") & figures["indicator_code"].isin(codes)
    mine = (
        field.of_unit(unit_id)
        .sort_index()
        .assign(scope="self", statistic="own", is_target=False, is_latest_in_year=True, denominator=None)
    )
    by_us = mine["rank_basis"] == "recomputed"
    mine = mine.assign(**{name: mine[name].where(~by_us, None) for name in ("rank", "rank_of", "rank_basis")})
    return pd.concat([figures[~indices], mine[[name for name in figures.columns if name in mine]]], ignore_index=True)
