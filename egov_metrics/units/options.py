"""All units of an edition by name: as a picker offers them, and as texts call them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from egov_metrics.i18n.texts import Lang, t
from egov_metrics.units.folding import fold
from egov_metrics.units.labels import date_label, full_label, kind_label, shared_names, short_label
from egov_metrics.units.search import LEVELS, UnitIndex

Row = list[Any]
"""[unit_id, name, hint, name when chosen ("" = the name), other names]: what the picker's script reads."""


MOST_OFFERED = 600
"""Of districts, communes and agencies with figures, as many go to the browser at once; more are found by asking."""


class UnitRegister:
    """All units of an edition and their other names; made once per edition, then only read.

    `units` has the columns of the query `units` (and so `figures`), `aliases` those of `unit_aliases`. `continuity`
    maps a present province to the old one with the same territory: the two are offered as one, under the old key,
    which has nearly all the figures, and without a date, since nothing ended. `successor` maps every old province to
    its present one: a former unit tells where its land belongs now.
    """

    def __init__(
        self,
        units: pd.DataFrame,
        aliases: pd.DataFrame,
        continuity: Mapping[str, str] | None = None,
        successor: Mapping[str, str] | None = None,
    ) -> None:
        self._units, self._aliases, self._continuity = units, aliases, dict(continuity or {})
        self._successor = dict(successor or {})
        frame = units.assign(name_shared=shared_names(units)).set_index("unit_id", drop=False)
        lasting = frame.index.isin(list(self._continuity.values()))
        frame.loc[lasting, "name_shared"] = False
        frame.loc[lasting, "valid_to"] = pd.NaT
        frame.loc[lasting, "valid_from"] = pd.NaT
        self._frame = frame
        self.ids = frozenset(self._frame.index)
        self.other_names: dict[str, list[str]] = defaultdict(list)
        for unit_id, alias in zip(aliases["unit_id"], aliases["alias"], strict=True):
            self.other_names[self.lasting(unit_id)].append(alias)
        for later, earlier in self._continuity.items():
            if later in self.ids and (name := frame.at[later, "name_vi"]) != frame.at[earlier, "name_vi"]:
                self.other_names[earlier].append(name)

    def lasting(self, unit_id: str) -> str:
        """The key under which a unit is offered: the old one's for a province whose territory did not change."""
        return self._continuity.get(unit_id, unit_id)

    def now_in(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """The present province that the land of a former unit belongs to; None for a unit that lasts, and where that is
        the province it always lay in."""
        province = row.get("province_id")
        if _missing(row["valid_to"]) or not isinstance(province, str) or province in self._continuity.values():
            return None
        present = self._successor.get(province)
        return self.row(present) if present is not None and present in self.ids else None

    @cached_property
    def index(self) -> UnitIndex:
        """The search over all units; half a second to make for the country, so only when somebody searches."""
        return UnitIndex(self._units, self._aliases)

    def row(self, unit_id: str) -> dict[str, Any]:
        """The columns of a unit. Raises KeyError for an id that the edition does not have."""
        return self._frame.loc[unit_id].to_dict()

    def offered(self) -> list[dict[str, Any]]:
        """The units that are offered without asking, in the order of the list."""
        frame = self._frame[~self._frame.index.isin(list(self._continuity))]
        wanted = frame["level"].isin(["country", "region", "province"])
        others = ~wanted & (frame["figures"] > 0)
        if others.sum() <= MOST_OFFERED:
            wanted |= others
        return sorted(frame[wanted].to_dict("records"), key=_order)


class UnitOptions:
    """The units of a register as options in one language; made once per edition and language, then only read.

    Offered without asking are the country, regions, provinces and, unless they are very many, the units that have
    figures; the others, some 15,000 districts and communes, are found by `find`.
    """

    def __init__(self, register: UnitRegister, lang: Lang) -> None:
        self._register = register
        self._lang = lang
        rows = register.offered()
        self._known = {row["unit_id"]: self._option(row) for row in rows}
        self._names = {row["unit_id"]: full_label(row, lang) for row in rows}
        self._levels = {row["unit_id"]: row["level"] for row in rows}
        self.offered: list[Row] = list(self._known.values())
        self.version = hashlib.sha256(json.dumps(self.offered).encode()).hexdigest()[:12]
        """Changes when `offered` does: the script prepares its options again only then."""

    def offered_on(self, levels: Collection[str]) -> list[Row]:
        """Those of `offered` that are on one of the levels."""
        return [row for row in self.offered if self._levels[row[0]] in levels]

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._register.ids

    def __len__(self) -> int:
        return len(self._register.ids)

    def option(self, unit_id: str) -> Row:
        """The option of a unit. Raises KeyError for an id that the edition does not have."""
        return self._known.get(unit_id) or self._option(self._register.row(unit_id))

    def _option(self, row: dict[str, Any]) -> Row:
        name = short_label(row, self._lang)
        # What has ended shows its bare name (nearly all figures are of such units); the hint beside it has the date.
        chosen = full_label(row, self._lang) if _missing(row["valid_to"]) else name
        other = row["name_en"] if self._lang == "vi" else row["name_vi"]
        also = [other] if fold(other) != fold(name) else []
        also = list(dict.fromkeys([*also, *self._register.other_names.get(row["unit_id"], [])]))
        return [row["unit_id"], name, self._hint(row), "" if chosen == name else chosen, also]

    def name(self, unit_id: str) -> str:
        """The name that cannot be mistaken, as `full_label` makes it; the id itself for a unit that is not there."""
        if unit_id in self._names:
            return self._names[unit_id]
        return full_label(self._register.row(unit_id), self._lang) if unit_id in self else unit_id

    def find(self, query: str, levels: Collection[str] | None = None, limit: int = 20) -> list[Row]:
        """Options that answer what was typed, best first, among all units of the edition (of some levels)."""
        found = self._register.index.find(query, levels, limit)
        return [self.option(unit_id) for unit_id in dict.fromkeys(map(self._register.lasting, found))]

    def _hint(self, row: dict[str, Any]) -> str:
        parent = row.get("parent_name") if self._lang == "vi" else row.get("parent_name_en")
        within = row["level"] in ("district", "commune", "department") and isinstance(parent, str)
        parts = [kind_label(row["kind"], self._lang), parent if within else "", self._validity(row), self._now_in(row)]
        return " · ".join(part for part in parts if part)

    def _now_in(self, row: dict[str, Any]) -> str:
        """What became of a former unit: "nay thuộc Thái Nguyên"; with a date where the old province bore that name."""
        present = self._register.now_in(row)
        if present is None:
            return ""
        named_so = present["name_vi"] in (row["name_vi"], row.get("parent_name"))
        name = full_label(present, self._lang) if named_so else short_label(present, self._lang)
        return t("lineage.now_in", self._lang, name=name)

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
