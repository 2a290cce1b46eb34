"""What is read of an edition whatever the unit: methods, indicators, coverage, which province became which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.territory import Succession, unchanged
from egov_metrics.units.options import UnitRegister

Query = Callable[..., pd.DataFrame]
"""Asks an edition: the name of a query and its parameters (`Edition.query`)."""


@dataclass(frozen=True)
class Catalogue:
    """Nobody may change a frame of it. `provinces` are the keys of all provinces that there are or were."""

    methods: Methods
    indicators: pd.DataFrame
    coverage: pd.DataFrame
    continuity: dict[str, str]
    provinces: tuple[str, ...]

    @cached_property
    def newest_of_level(self) -> dict[str, pd.DataFrame]:
        """Of the coverage of each level, the newest year of every index."""
        newest = self.coverage.sort_values("year").drop_duplicates(["level", "indicator_code"], keep="last")
        return {str(level): rows for level, rows in newest.groupby("level")}


def read_register(query: Query) -> UnitRegister:
    """All units of the edition by name. Asks three questions."""
    steps = query("province_succession")
    return UnitRegister(query("units"), query("unit_aliases"), unchanged(steps), Succession.of(steps).successor)


def read_catalogue(query: Query) -> Catalogue:
    """Asks four questions."""
    steps = query("province_succession")
    return Catalogue(
        Methods(query("methods")),
        query("indicators"),
        query("coverage"),
        unchanged(steps),
        tuple(dict.fromkeys([*steps["predecessor_id"], *steps["successor_id"]])),
    )
