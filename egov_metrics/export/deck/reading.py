"""What a deck asks of an edition: the catalogue once, names of units, figures by the queries that the pages use."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import pandas as pd

from egov_metrics.analysis.change import yearly
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.territory import Succession, same_territory, unchanged
from egov_metrics.charts.look import Look, Subject
from egov_metrics.i18n.texts import Lang
from egov_metrics.store.connection import Edition
from egov_metrics.units.labels import full_label, shared_names, short_label

FIRST, LAST = 1990, 2100


class Reader:
    """An edition in one language; what is asked twice is kept. Nobody may change a frame of it."""

    def __init__(self, edition: Edition, lang: Lang) -> None:
        """`edition` stays the caller's."""
        self.edition = edition
        self.lang = lang

    @cached_property
    def look(self) -> Look:
        """Light, and as wide as a projector: captions are worded for it."""
        return Look(self.lang, "light", 1600)

    @cached_property
    def units(self) -> pd.DataFrame:
        """All units by their keys, with `name_shared`."""
        rows = self.edition.query("units")
        return rows.assign(name_shared=shared_names(rows)).set_index("unit_id", drop=False)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The catalogue of indicators."""
        return self.edition.query("indicators")

    @cached_property
    def methods(self) -> Methods:
        """All method versions."""
        return Methods(self.edition.query("methods"))

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """How many units have figures, by level, indicator and year."""
        return self.edition.query("coverage")

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Years of which little or nothing was published."""
        return self.edition.query("known_gaps")

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Which province became which."""
        return self.edition.query("province_succession")

    @cached_property
    def succession(self) -> Succession:
        """The same, ready for questions."""
        return Succession.of(self.steps)

    @cached_property
    def continuity(self) -> dict[str, str]:
        """Present provinces of unchanged territory by their former keys."""
        return unchanged(self.steps)

    def has(self, unit_id: str) -> bool:
        """Does the edition have a unit?"""
        return unit_id in self.units.index

    def row(self, unit_id: str) -> dict:
        """A unit as a dictionary; an unknown one is a KeyError."""
        return self.units.loc[unit_id].to_dict()

    def short(self, unit_id: str) -> str:
        """The bare name of a unit; the key where the edition has none."""
        return short_label(self.units.loc[unit_id], self.lang) if self.has(unit_id) else unit_id

    def full(self, unit_id: str) -> str:
        """The name that cannot be mistaken."""
        return full_label(self.units.loc[unit_id], self.lang) if self.has(unit_id) else unit_id

    def level(self, unit_id: str) -> str:
        """The level of a unit; "" where the edition has none."""
        return str(self.units.at[unit_id, "level"]) if self.has(unit_id) else ""

    def subject(self, indicator: dict) -> Subject:
        """An indicator as charts know it."""
        low, high = (None if pd.isna(indicator[one]) else float(indicator[one]) for one in ("scale_min", "scale_max"))
        return Subject(
            name=str(indicator[f"name_{self.lang}"]),
            short=str(indicator[f"short_{self.lang}"]),
            unit=str(indicator["unit"]),
            decimals=int(indicator["decimals"]),
            scale_min=low,
            scale_max=high,
            direction=indicator["direction"],
        )

    def agencies_of(self, province: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys under which a province's agencies have figures, and the provinces to name beside them."""
        present = self.succession.present(province)
        members = self.succession.members.get(present, ())
        if province == present and len(members) > 1:
            return (*members, present), members
        if len(members) == 1:
            return (members[0], present), members
        return (province,), (province,)

    def years_stated(self, unit_id: str) -> dict[str, set[int]]:
        """The years of each indicator that a unit, in its territory, has figures of its own of."""
        ids = same_territory(unit_id, self.continuity)
        rows = yearly(pd.concat([self.edition.query("figures_of_unit", unit_id=one) for one in ids]))
        rows = rows[rows["value"].notna() | rows["rank"].notna()]
        return {str(code): set(years.astype(int)) for code, years in rows.groupby("indicator_code")["year"]}

    def names(self, figures: pd.DataFrame, level: str, is_present: bool) -> dict[str, str]:
        """The name of each unit of some figures, as short as can be with no two alike."""
        units = figures.drop_duplicates("unit_id")
        if is_present:
            return {unit: self.short(unit) for unit in units["unit_id"]}
        many = level != "province" and units["parent_id"].nunique() > 1
        called = {}
        for unit, parent in zip(units["unit_id"], units["parent_id"], strict=True):
            name = self.short(unit)
            if unit.startswith("P34-"):
                name = self.full(unit)
            elif many and isinstance(parent, str):
                name = f"{name} ({self.short(parent)})"
            called[unit] = name
        bare = Counter(self.short(unit) for unit in called) if level == "province" else Counter[str]()
        alike = Counter(called.values())
        return {
            unit: self.full(unit) if alike[name] > 1 or bare.get(name, 0) > 1 else name for unit, name in called.items()
        }
