"""What a deck asks of an edition: the catalogue once, names of units, figures by the queries that the pages use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from egov_metrics.analysis.change import yearly
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.territory import Succession, same_territory
from egov_metrics.charts.look import Look
from egov_metrics.i18n.texts import Lang
from egov_metrics.store.connection import Edition
from egov_metrics.store.kept import KeptAnswers
from egov_metrics.units.options import UnitOptions
from egov_metrics.views.asking import AskedEdition, DirectEdition
from egov_metrics.views.catalogue import catalogue
from egov_metrics.views.readiness.reading import agencies_of
from egov_metrics.views.territory import succession


class Reader:
    """An edition in one language. Nobody may change a frame of it."""

    def __init__(self, served: AskedEdition, lang: Lang) -> None:
        """`served` is the edition as a page asks it, or see `alone`."""
        self.served = served
        self.lang = lang

    @classmethod
    def alone(cls, edition: Edition, lang: Lang, weights: Mapping[str, float] | None = None) -> Reader:
        """Of an open edition that stays the caller's; what is asked twice is kept. `weights` of old provinces."""
        return cls(DirectEdition(KeptAnswers(edition), weights), lang)

    @cached_property
    def look(self) -> Look:
        """Light, and as wide as a projector: captions are worded for it."""
        return Look(self.lang, "light", 1600)

    @cached_property
    def units(self) -> pd.DataFrame:
        """All units by their keys."""
        return self.served.query("units").set_index("unit_id", drop=False)

    @property
    def options(self) -> UnitOptions:
        """All units by name."""
        return self.served.unit_options(self.lang)

    @property
    def indicators(self) -> pd.DataFrame:
        """The catalogue of indicators."""
        return catalogue(self.served).indicators

    @property
    def methods(self) -> Methods:
        """All method versions."""
        return catalogue(self.served).methods

    @property
    def succession(self) -> Succession:
        """Which province became which."""
        return succession(self.served)

    @property
    def continuity(self) -> dict[str, str]:
        """Present provinces of unchanged territory by their former keys."""
        return catalogue(self.served).continuity

    def has(self, unit_id: str) -> bool:
        """Does the edition have a unit?"""
        return unit_id in self.options

    def short(self, unit_id: str) -> str:
        """The bare name of a unit; the key where the edition has none."""
        return str(self.options.option(unit_id)[1]) if self.has(unit_id) else unit_id

    def full(self, unit_id: str) -> str:
        """The name that cannot be mistaken."""
        return self.options.name(unit_id)

    def level(self, unit_id: str) -> str:
        """The level of a unit; "" where the edition has none."""
        return str(self.units.at[unit_id, "level"]) if self.has(unit_id) else ""

    def agencies_of(self, province: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys under which a province's agencies have figures, and the provinces to name beside them."""
        return agencies_of(province, self.succession)

    def years_stated(self, unit_id: str) -> dict[str, set[int]]:
        """The years of each indicator that a unit, in its territory, has figures of its own of."""
        ids = same_territory(unit_id, self.continuity)
        rows = yearly(pd.concat([self.served.query("figures_of_unit", unit_id=one) for one in ids]))
        rows = rows[rows["value"].notna() | rows["rank"].notna()]
        return {str(code): set(years.astype(int)) for code, years in rows.groupby("indicator_code")["year"]}
