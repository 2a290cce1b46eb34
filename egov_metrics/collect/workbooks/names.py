"""From the names that tables write to units: "TT-Huế", "Tp.HCM", "BRVT", "Đăk Lăk", districts of one province."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from egov_metrics.units.folding import fold
from egov_metrics.units.keys import order_of
from egov_metrics.units.search import UnitIndex

MERGER = "2025-07-01"
"""From this day the provinces are the 34 of today; a period that ended before belongs to those of its time."""
HA_NOI_GREW = 2008
"""Hà Tây joined Hà Nội on 1/8/2008; tables of that year and before name both."""
OLD, NEW = "old", "new"
LEVELS = ("province", "district", "commune", "department")
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})
"""Old files write the Icelandic letter, which looks the same."""
_KIND_WORDS = re.compile(
    r"^(?:tinh|thanh pho|tp|city of|province of)\s+(?=\S)|\s+(?:province|city|tinh|thanh pho)$", re.ASCII
)
_SUGGESTED = 3


@dataclass(frozen=True)
class Named:
    """What a name means. Without `unit_id`: `reason` (unknown_unit, ambiguous_unit, former_unit) and near names."""

    unit_id: str | None
    reason: str = ""
    near: tuple[str, ...] = ()


class UnitNames:
    """Units by name. `units` needs the columns of UnitIndex; made once for an import."""

    def __init__(self, units: pd.DataFrame, aliases: pd.DataFrame) -> None:
        self._index = UnitIndex(units, aliases)
        columns = ("unit_id", "level", "name_vi", "kind", "parent_id", "parent_name", "valid_from", "valid_to")
        self._rows = {row["unit_id"]: row for row in units[list(columns)].to_dict("records")}
        self._old_names = {
            (row.unit_id, fold(row.alias)) for row in aliases.itertuples() if getattr(row, "kind", "") == "old_name"
        }
        self._squeezed: dict[str, list[str]] = defaultdict(list)
        provinces = units[units["level"] == "province"]
        spelt = [*zip(provinces["name_vi"], provinces["unit_id"], strict=True)]
        spelt += [*zip(provinces["name_en"], provinces["unit_id"], strict=True)]
        ids = set(provinces["unit_id"])
        spelt += [(row.alias, row.unit_id) for row in aliases.itertuples() if row.unit_id in ids]
        for name, unit_id in spelt:
            bearers = self._squeezed[fold(str(name)).replace(" ", "")]
            if unit_id not in bearers:
                bearers.append(unit_id)
        self._resolve = lru_cache(maxsize=100_000)(self._resolve_anew)

    def label(self, unit_id: str) -> str:
        """Name and province of a unit, as lists for people show it."""
        row = self._rows[unit_id]
        name = f"{row['kind']} {row['name_vi']}" if row["level"] in ("district", "commune") else str(row["name_vi"])
        inside = row["level"] in ("district", "commune", "department") and isinstance(row["parent_name"], str)
        return f"{name}, {row['parent_name']}" if inside else name

    def level(self, unit_id: str) -> str:
        """The level of a unit."""
        return str(self._rows[unit_id]["level"])

    def province_of(self, unit_id: str) -> str | None:
        """The province that a unit lies in (itself for a province), None for country and regions."""
        row: dict | None = self._rows.get(unit_id)
        while row is not None and row["level"] != "province":
            row = self._rows.get(row["parent_id"])
        return str(row["unit_id"]) if row else None

    def provinces(self, text: str) -> list[str]:
        """All provinces, old and new, that are called so; used to see whether a column names provinces."""
        return list(self._all(clean(text), "province"))

    def is_old_only(self, text: str) -> bool:
        """Does a name belong to a province that is none today (Hà Giang, Bình Định)?"""
        found = [unit for unit in self.provinces(text) if not self._by_old_name(unit, text)]
        return bool(found) and all(order_of(unit) == "P63" for unit in found)

    def resolve(
        self, text: str, level: str = "province", era: str = OLD, parent: str | None = None, year: int | None = None
    ) -> Named:
        """The unit that a table means by a name. `era` says which provinces stand in it: the old or the new ones.

        `parent` is the province within which districts, communes and departments are looked for. A unit_id is itself.
        """
        return self._resolve(clean(text), level, era, parent, year)

    def _resolve_anew(self, text: str, level: str, era: str, parent: str | None, year: int | None) -> Named:
        if text in self._rows:
            return Named(text)
        found = self._all(text, level)
        if not found and level != "department" and fold(text) in ("ca nuoc", "toan quoc", "viet nam", "vietnam"):
            return Named("VN")
        inside = [unit for unit in found if self._fits(unit, era, parent, year)]
        if not inside:
            return Named(None, "unknown_unit", self.near(text, level, era, parent))
        own = [unit for unit in inside if not self._by_old_name(unit, text)] or inside
        if len(own) > 1:
            return Named(None, "ambiguous_unit", tuple(f"{self.label(unit)} [{unit}]" for unit in own[:_SUGGESTED]))
        by_old_name = self._by_old_name(own[0], text)
        if by_old_name and level == "province" and self._is_larger_now(own[0], era, year):
            return Named(None, "former_unit", (self.label(own[0]),))
        return Named(own[0])

    def _is_larger_now(self, unit: str, era: str, year: int | None) -> bool:
        """Was a unit's old name that of a part of it, at the time that is spoken of? A figure of Hà Tây in 2007 is none
        of Hà Nội, one of Hà Giang in 2026 none of Tuyên Quang; Thừa Thiên Huế is Huế under another name."""
        if era == OLD:
            return year is not None and year <= HA_NOI_GREW
        own_name = self._rows[unit]["name_vi"]
        return any(
            row["level"] == "province" and order_of(key) == "P63" and row["name_vi"] == own_name
            for key, row in self._rows.items()
        )

    def near(self, text: str, level: str, era: str, parent: str | None = None) -> tuple[str, ...]:
        """Names of units that may have been meant, best first."""
        try:
            units = self._index.find(text[:80], [level], limit=12)
        except ValueError:
            return ()
        fitting = [unit for unit in units if self._fits(unit, era, parent, None)]
        return tuple(dict.fromkeys(self.label(unit) for unit in fitting))[:_SUGGESTED]

    def parent_by_vote(self, texts: Iterable[str], level: str, era: str) -> str | None:
        """The province in which most of the names are units of a level; None when no province has 60 % of them."""
        wanted, votes = list(dict.fromkeys(clean(text) for text in texts)), Counter[str]()
        for text in wanted:
            found = (unit for unit in self._all(text, level) if self._fits(unit, era, None, None))
            votes.update({province for unit in found if (province := self.province_of(unit))})
        if not votes:
            return None
        best, count = votes.most_common(1)[0]
        return best if count >= max(2, 0.6 * len(wanted)) else None

    def units_of(self, level: str, era: str, parent: str | None = None) -> list[str]:
        """The units of a level, in the order of their keys."""
        return sorted(
            unit for unit, row in self._rows.items() if row["level"] == level and self._fits(unit, era, parent, None)
        )

    def _all(self, text: str, level: str) -> list[str]:
        found = self._index.resolve(text, levels=[level])
        if found or level != "province":
            return found
        folded = fold(text)
        for form in (folded, _KIND_WORDS.sub("", folded)):
            if bearers := self._squeezed.get(form.replace(" ", "")):
                return list(bearers)
        return []

    def _fits(self, unit: str, era: str, parent: str | None, year: int | None) -> bool:
        row = self._rows[unit]
        if row["level"] == "province":
            return order_of(unit) == ("P63" if era == OLD else "P34")
        if parent is not None and self.province_of(unit) != parent:
            return False
        begins, ends = row["valid_from"], row["valid_to"]
        if isinstance(begins, str) and begins >= MERGER and era == OLD:
            return False
        if isinstance(ends, str) and ends < MERGER and era == NEW:
            return False
        if year is not None and isinstance(ends, str) and ends < f"{year}-01-01":
            return False
        return not (year is not None and isinstance(begins, str) and begins > f"{year}-12-31")

    def _by_old_name(self, unit: str, text: str) -> bool:
        folded = fold(text)
        return any((unit, form) in self._old_names for form in (folded, _KIND_WORDS.sub("", folded)))


def clean(text: str) -> str:
    """A name without what tables put around it: numbers before it, marks of notes, blanks of all kinds."""
    trimmed = " ".join(text.translate(_ETH).split())
    trimmed = re.sub(r"^\(?\d{1,3}[.)]\s*", "", trimmed)
    return re.sub(r"\s*(?:\*+|\(\d\)|[¹²³])$", "", trimmed).strip()


def era_of(period_end: str) -> str:
    """Which provinces a period belongs to, by its last day."""
    return NEW if period_end >= MERGER else OLD
