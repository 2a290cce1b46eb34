"""An open edition with what nearly every question needs of it: the spellings of indicators and the names of units."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from egov_metrics.analysis.lookup import resolve_indicator, resolve_units
from egov_metrics.api.problems import ApiProblem
from egov_metrics.store import Edition, UnknownName
from egov_metrics.units.search import UnitIndex


class Catalogue:
    """Made once for an edition and read by many threads: nothing in it changes after it was first asked for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The query of that name."""
        return self.edition.query("indicators")

    @cached_property
    def units(self) -> pd.DataFrame:
        """The query of that name."""
        return self.edition.query("units")

    @cached_property
    def _index(self) -> UnitIndex:
        return UnitIndex(self.units, self.edition.query("unit_aliases"))

    @cached_property
    def names(self) -> dict[str, str]:
        """Vietnamese name by key."""
        return dict(zip(self.units["unit_id"], self.units["name_vi"], strict=True))

    @cached_property
    def _aliases(self) -> pd.DataFrame:
        return self.edition.query("indicator_aliases")

    def indicator(self, text: str, parameter: str = "indicator") -> str:
        """The code that a spelling means. Raises `ApiProblem` naming near ones."""
        try:
            return resolve_indicator(text, self.indicators, self._aliases).indicator_code
        except UnknownName as error:
            hint = str(error).partition("; `sources`")[0]
            raise ApiProblem(404, "unknown_indicator", f"{hint} (see /api/v1/indicators)", parameter) from error

    def unit_ids(self, texts: tuple[str, ...], parameter: str = "unit") -> list[str]:
        """Keys of all units that bear one of these names over time, each once. Raises `ApiProblem` naming near ones."""
        try:
            found = [unit for text in texts for unit in resolve_units(text, self._index, names=self.names)]
        except UnknownName as error:
            raise ApiProblem(404, "unknown_unit", f"{error} (see /api/v1/units)", parameter) from error
        return list(dict.fromkeys(found))
