"""The 34 provinces of today on several indices at once, as the overview reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from egov_metrics.analysis.recompute import ADDED, Recomputed, Refusal, Rule, recompute
from egov_metrics.analysis.territory import PRESENT_PROVINCES, Succession

PLACES = ("place", "place_of")
"""The place among the provinces with figures, and among how many; never to be mixed with a rank."""
ENOUGH = PRESENT_PROVINCES // 2
"""A place among fewer provinces than this says nothing to who reads a single number (3 of 3 sounds like the last)."""


@dataclass(frozen=True)
class PresentPanel:
    """Recomputed figures by index code. Ranks among fewer than all 34 are no ranks: they stand in `PLACES`.

    Kept between runs, so nobody may change a frame of it.
    """

    by_code: Mapping[str, Recomputed]

    def figures(self, code: str) -> pd.DataFrame:
        """The figures of one index, as `recompute` gives them, with `PLACES`. Raises KeyError for another index."""
        return self.by_code[code].figures

    def refused(self, unit_id: str) -> dict[str, tuple[Refusal, ...]]:
        """What was not worked out for a province, by index code, in order of years; indices without refusals lack."""
        return self._refused.get(unit_id, {})

    def of_unit(self, unit_id: str) -> pd.DataFrame:
        """The rows of one province with the columns of the query `figures_of_unit` that an overview reads."""
        return self._everything.iloc[self._places.get(unit_id, [])]

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """How many provinces have a value or a rank: the columns of the query `coverage` that an overview reads."""
        counted = []
        for code, made in self.by_code.items():
            units = _stated(made.figures).groupby("year")["unit_id"].nunique()
            counted += [(code, "province", year, count) for year, count in units.items()]
        return pd.DataFrame(counted, columns=["indicator_code", "level", "year", "units"])

    @cached_property
    def _everything(self) -> pd.DataFrame:
        frames = [made.figures.assign(indicator_code=code) for code, made in self.by_code.items()]
        rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["unit_id", *ADDED, *PLACES])
        return rows.assign(scope="self", statistic="own", is_target=False, is_latest_in_year=True, level="province")

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, unit in enumerate(self._everything["unit_id"]):
            found[unit].append(place)
        return dict(found)

    @cached_property
    def _refused(self) -> dict[str, dict[str, tuple[Refusal, ...]]]:
        found: dict[str, dict[str, tuple[Refusal, ...]]] = defaultdict(dict)
        for code, made in self.by_code.items():
            for one in sorted(made.refused, key=lambda refusal: refusal.year):
                found[one.unit_id][code] = (*found[one.unit_id].get(code, ()), one)
        return dict(found)

    def newest(self, names: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
        """The figures of the newest year of each index with the columns of the query `headline_figures`.

        That is the newest year in which two provinces have figures, so that there is something to rank. `names`: the
        Vietnamese and the English name by key.
        """
        frames = []
        for code, made in self.by_code.items():
            stated = _stated(made.figures)
            together = stated[stated.groupby("year")["unit_id"].transform("size") > 1]
            newest = (together if len(together) else stated)["year"].max()
            rows = stated[stated["year"] == newest].sort_values(["rank", "unit_id"], na_position="last")
            frames.append(rows.assign(indicator_code=code))
        rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["unit_id"])
        both = [names[unit] for unit in rows["unit_id"]]
        return rows.assign(name_vi=[vi for vi, _ in both], name_en=[en for _, en in both])


def _stated(figures: pd.DataFrame) -> pd.DataFrame:
    return figures[figures["value"].notna() | figures["rank"].notna()]


def present_panel(
    figures: pd.DataFrame,
    succession: Succession,
    indicators: pd.DataFrame,
    *,
    rule: Rule = "mean",
    weights: Mapping[str, float] | None = None,
    partial: bool = False,
) -> PresentPanel:
    """The panel of the indices of `indicators` (rows of the query of that name) that have figures.

    `figures`: query `figures_of_provinces`. The rest as of `recompute`.
    """
    catalogue = {row["indicator_code"]: row for row in indicators.to_dict("records")}
    by_code: dict[str, Recomputed] = {}
    for code, rows in figures.groupby("indicator_code", sort=False):
        indicator: dict[Any, Any] = catalogue[str(code)]
        plain = rows.drop(columns="indicator_code")
        made = recompute(plain, succession, indicator, rule=rule, weights=weights, partial=partial)
        by_code[str(code)] = Recomputed(places_apart(made.figures), made.refused)
    return PresentPanel({code: by_code[code] for code in catalogue if code in by_code})


def places_apart(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of `recompute` in which a recomputed rank stays one only among all 34; among at least `ENOUGH` it moves
    to `PLACES`, among fewer it is gone."""
    some = (figures["rank_basis"] == "recomputed") & (figures["rank_of"] < PRESENT_PROVINCES)
    told = some & (figures["rank_of"] >= ENOUGH)
    return figures.assign(
        place=figures["rank"].where(told),
        place_of=figures["rank_of"].where(told),
        rank=figures["rank"].mask(some),
        rank_of=figures["rank_of"].mask(some),
        rank_basis=figures["rank_basis"].astype(object).mask(some, None),
    )
