"""The units that a picker offers, as rows that its script can search and show. No Streamlit here."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import pandas as pd

from egov_metrics.i18n.texts import Lang, t
from egov_metrics.units.folding import fold
from egov_metrics.units.labels import date_label, full_label, kind_label, shared_names, short_label
from egov_metrics.units.search import LEVELS, UnitIndex

Row = list[Any]
"""[unit_id, name, hint, name when chosen ("" = the name), other names]: what the picker's script reads."""


class UnitOptions:
    """All units of an edition as options in one language; made once per edition and language, then only read.

    `units` has the columns of the query `units` (and so `figures`), `aliases` those of `unit_aliases`.
    Offered without asking are the country, regions, provinces and every unit that has figures; the others, some
    15,000 districts and communes, are found by `find`.
    """

    def __init__(self, units: pd.DataFrame, aliases: pd.DataFrame, lang: Lang) -> None:
        shared = shared_names(units)
        self._lang = lang
        self._rows = {row["unit_id"]: row for row in units.assign(name_shared=shared).to_dict("records")}
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for unit_id, alias in zip(aliases["unit_id"], aliases["alias"], strict=True):
            self._aliases[unit_id].append(alias)
        self._index = UnitIndex(units, aliases)
        offered = [
            row
            for row in self._rows.values()
            if row["level"] in ("country", "region", "province") or (row.get("figures") or 0) > 0
        ]
        offered.sort(key=_order)
        self.offered: list[Row] = [self.option(row["unit_id"]) for row in offered]
        self.version = hashlib.sha256(json.dumps(self.offered).encode()).hexdigest()[:12]
        """Changes when `offered` does: the script prepares its options again only then."""

    def offered_on(self, levels: Collection[str]) -> list[Row]:
        """Those of `offered` that are on one of the levels."""
        return [row for row in self.offered if self._rows[row[0]]["level"] in levels]

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def option(self, unit_id: str) -> Row:
        """The option of a unit. Raises KeyError for an id that the edition does not have."""
        row = self._rows[unit_id]
        name = short_label(row, self._lang)
        # What has ended shows its bare name (nearly all figures are of such units); the hint beside it has the date.
        chosen = self.name(unit_id) if _missing(row["valid_to"]) else name
        english = [row["name_en"]] if self._lang == "vi" and fold(row["name_en"]) != fold(row["name_vi"]) else []
        vietnamese = [row["name_vi"]] if self._lang == "en" and fold(row["name_en"]) != fold(row["name_vi"]) else []
        also = [*english, *vietnamese, *self._aliases.get(unit_id, ())]
        return [unit_id, name, self._hint(row), "" if chosen == name else chosen, also]

    def name(self, unit_id: str) -> str:
        """The name that cannot be mistaken, as `full_label` makes it; the id itself for a unit that is not there."""
        row = self._rows.get(unit_id)
        return full_label(row, self._lang) if row else unit_id

    def find(self, query: str, levels: Collection[str] | None = None, limit: int = 20) -> list[Row]:
        """Options that answer what was typed, best first, among all units of the edition (of some levels)."""
        return [self.option(unit_id) for unit_id in self._index.find(query, levels, limit)]

    def _hint(self, row: dict[str, Any]) -> str:
        parent = row.get("parent_name") if self._lang == "vi" else row.get("parent_name_en")
        within = row["level"] in ("district", "commune", "department") and isinstance(parent, str)
        parts = [kind_label(row["kind"], self._lang), parent if within else "", self._validity(row)]
        return " · ".join(part for part in parts if part)

    def _validity(self, row: dict[str, Any]) -> str:
        for key, column in (("unit.until", "valid_to"), ("unit.since", "valid_from")):
            if not _missing(row[column]):
                return t(key, self._lang, date=date_label(row[column], self._lang))
        return ""


def _missing(value: Any) -> bool:
    return bool(pd.isna(value)) or value == ""


def _order(row: dict[str, Any]) -> tuple[int, bool, str, int]:
    """By level; units with figures first; by name; of two with one name, the one with more figures first."""
    figures = int(row.get("figures") or 0)
    return LEVELS.index(row["level"]), figures == 0, fold(row["name_vi"]), -figures
