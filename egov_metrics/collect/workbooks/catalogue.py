"""What an import needs of the reviewed data and the batches: units, indicators, scales, and what is already stated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from egov_metrics.collect.workbooks.headings import Headings
from egov_metrics.collect.workbooks.names import UnitNames
from egov_metrics.store.batches import active, batch_rows
from egov_metrics.store.loading import brought, load
from egov_metrics.store.rows import TEXT

KEY = ("unit_id", "scope", "indicator_code", "period_start", "period_end", "statistic", "members", "plan")
"""What one figure is about; `plan` tells targets from results. Two statements with this key speak of the same."""
STATED = (*KEY, "value", "nothing", "rank", "rank_of", "qualifier")


@dataclass(frozen=True)
class Catalogue:
    """The words of the store at one moment. Made anew for every import; `batch_ids` are those it has seen."""

    units: pd.DataFrame
    unit_aliases: pd.DataFrame
    indicators: pd.DataFrame
    indicator_aliases: pd.DataFrame
    families: pd.DataFrame
    methods: pd.DataFrame
    sources: frozenset[str]
    known: pd.DataFrame
    batch_ids: frozenset[str]

    @cached_property
    def names(self) -> UnitNames:
        """The units by every spelling."""
        return UnitNames(self.units, self.unit_aliases)

    @cached_property
    def headings(self) -> Headings:
        """The indicators by what tables call them."""
        return Headings(self.indicators, self.indicator_aliases, self.families)

    @cached_property
    def by_code(self) -> dict[str, dict]:
        """Indicators by code."""
        return {row["indicator_code"]: row for row in self.indicators.to_dict("records")}

    def scale(self, code: str, year: int | None) -> tuple[float | None, float | None]:
        """The least and greatest value that an indicator may have in a year, None for no bound.

        As in the store's own check: a method version's scale counts for the headline of its family, and for points
        without a scale of their own.
        """
        row = self.by_code[code]
        low, high = _number(row["scale_min"]), _number(row["scale_max"])
        if code in self._headlines or (high is None and row["unit"] == "points"):
            for method in self._methods.get(row["family"], ()):
                first, last = _number(method["year_from"]) or 0, _number(method["year_to"]) or 9999
                if year is not None and first <= year <= last and _number(method["scale_max"]) is not None:
                    high = _number(method["scale_max"])
        return low, high

    @cached_property
    def _headlines(self) -> frozenset[str]:
        return frozenset(self.families["headline_code"].dropna())

    @cached_property
    def _methods(self) -> dict[str, list[dict]]:
        by_year = self.methods[self.methods["by_year"] == "yes"]
        return {str(family): rows.to_dict("records") for family, rows in by_year.groupby("family")}


def read_catalogue(data: Path, workspace: Path) -> Catalogue:
    """The catalogue of a data folder and of the batches of a workspace that count.

    Raises DataRefused or BatchDamaged when these cannot be read.
    """
    batches = brought(workspace)
    inputs = load(data, batches)
    units = inputs["unit"]
    parents = dict(zip(units["unit_id"], units["name_vi"], strict=True))
    units = units.assign(parent_name=units["parent_id"].map(parents))
    return Catalogue(
        units=units,
        unit_aliases=inputs["unit_alias"],
        indicators=inputs["indicator"],
        indicator_aliases=inputs["indicator_alias"],
        families=inputs["family"],
        methods=inputs["method_version"],
        sources=frozenset(inputs["source"]["source_id"]),
        known=stated(inputs["observation"]),
        batch_ids=frozenset(head.batch_id for head, rows in batches if rows is not None),
    )


def stated_since(workspace: Path, seen: frozenset[str]) -> pd.DataFrame:
    """What the batches state that came after a catalogue was read."""
    new = [batch_rows(workspace, head.batch_id) for head in active(workspace) if head.batch_id not in seen]
    return stated(pd.concat(new, ignore_index=True)) if new else stated(None)


def stated(rows: pd.DataFrame | None) -> pd.DataFrame:
    """Current statements as texts, "" for none, with the columns `STATED`."""
    if rows is None or rows.empty:
        return pd.DataFrame({name: pd.Series([], dtype=TEXT) for name in STATED})
    now = rows[rows["status"] == "current"]
    texts = {name: now[name].astype(TEXT).fillna("") for name in STATED if name != "plan"}
    texts["plan"] = plan_of(now["qualifier"])
    return pd.DataFrame({name: texts[name] for name in STATED}).reset_index(drop=True)


def plan_of(qualifier: pd.Series) -> pd.Series:
    """Targets and results are two figures: the word that tells them apart, for `KEY`."""
    return (qualifier == "target").fillna(False).map({True: "target", False: ""}).astype(TEXT)


def _number(cell: object) -> float | None:
    return None if cell is None or pd.isna(cell) else float(str(cell))
