"""What became of a unit and what it was formed of, in a sentence and as the units to go on to.

Provinces went over into provinces; the district level ended, so that a district leads to the present communes on its
land and to their province; a commune leads to one present commune or to several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.units.folding import fold
from egov_metrics.units.labels import date_label, kind_label

Unit = Mapping[str, Any]
NAMED = 4
"""So many units are named in a sentence; of more it says how many there are."""


def became(unit: Unit, neighbours: pd.DataFrame, lang: Lang) -> str:
    """What became of a unit that has ended: "Nay thuộc Thái Nguyên (từ 1/7/2025)."; "" for one that lasts.

    `unit` has level and valid_to; `neighbours` are the rows of the query `lineage` for it. A province whose territory
    went on unchanged has not ended: "" too. Only what directly followed is told (Hoành Bồ went into Hạ Long in 2020).
    """
    after = _of(neighbours, "successor")
    if after.empty or _goes_on(unit, after):
        return ""
    level = str(after["level"].iloc[0])
    since = date_label(after["effective"].iloc[0], lang)
    if unit["level"] == "district" and level == "commune":
        return t(
            "lineage.district", lang, date=_end(unit, after, lang), provinces=_parents(after, lang),
            communes=_counted(after, lang),
        )  # fmt: skip
    if level == "province":
        return t("lineage.province", lang, names=_joined([_name(row, lang) for row in _rows(after)], lang), date=since)
    within = f"{_named_or_counted(after, lang)} ({_parents(after, lang)})"
    return t("lineage.into" if len(after) == 1 else "lineage.split", lang, names=within, date=since)


def formed_from(unit: Unit, neighbours: pd.DataFrame, lang: Lang) -> str:
    """What a unit was formed of: "Hợp nhất từ Bắc Kạn và Thái Nguyên ngày 1/7/2025."; "" when it is not known or when
    the territory is that of one unit before. Arguments as of `became`."""
    before = _of(neighbours, "predecessor")
    if len(before) < 2 and not (before["extent"] == "part").any():
        return ""
    if unit["level"] == "commune":  # the districts, too, are before a commune: its own level says more
        communes = before[before["level"] == "commune"]
        before = communes if len(communes) else before
        if len(before) < 2 and not (before["extent"] == "part").any():
            return ""
    names = _joined([_with_extent(row, lang) for row in _rows(before)], lang)
    return t(
        "lineage.formed.province" if unit["level"] == "province" else "lineage.formed",
        lang,
        names=names,
        date=date_label(before["effective"].iloc[0], lang),
    )


def present_units(unit: Unit, neighbours: pd.DataFrame) -> list[str]:
    """The keys of the present units that a former one leads to: its province, then the communes on its land by name.

    For a province its successor; [] for a unit that lasts. Arguments as of `became`.
    """
    after = _of(neighbours, "successor")
    if after.empty or _goes_on(unit, after):
        return []
    provinces = list(dict.fromkeys(after.loc[after["level"] == "commune", "parent_id"]))
    return [*provinces, *(row["unit_id"] for row in _rows(after))]


def named(unit_id: str, neighbours: pd.DataFrame, lang: Lang) -> str:
    """How a successor is called beside its former unit: "xã Chợ Đồn"; "" for a unit that is none."""
    rows = _of(neighbours, "successor")
    rows = rows[rows["unit_id"] == unit_id]
    return _name(rows.iloc[0], lang) if len(rows) else ""


def _of(neighbours: pd.DataFrame, relation: Literal["successor", "predecessor"]) -> pd.DataFrame:
    return neighbours[neighbours["relation"] == relation]


def _goes_on(unit: Unit, after: pd.DataFrame) -> bool:
    """Did the whole territory become one unit of the same level, formed of nothing else?"""
    first = after.iloc[0]
    alone = len(after) == 1 and first["extent"] == "whole" and int(first["predecessors"]) == 1
    return alone and unit["level"] == first["level"] == "province"


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """By name, accents aside."""
    return sorted(frame.to_dict("records"), key=lambda row: (fold(row["name_vi"]), row["unit_id"]))


def _name(row: Unit, lang: Lang) -> str:
    """Provinces by their name, others with their kind: "phường Pleiku"."""
    name = str(row[f"name_{lang}"])
    if row["level"] == "province" or str(row["name_vi"]).lower().startswith(f"{row['kind']} "):
        return name
    return t("unit.named", lang, kind=kind_label(str(row["kind"]), lang), name=name)


def _with_extent(row: Unit, lang: Lang) -> str:
    name = _name(row, lang)
    return t("lineage.part", lang, name=name) if row["extent"] == "part" else name


def _joined(names: list[str], lang: Lang) -> str:
    """ "A", "A và B", "A, B và C"."""
    if len(names) < 2:
        return "".join(names)
    return t("lineage.and", lang, names=", ".join(names[:-1]), last=names[-1])


def _named_or_counted(after: pd.DataFrame, lang: Lang) -> str:
    if len(after) <= NAMED:
        return _joined([_name(row, lang) for row in _rows(after)], lang)
    return _counted(after, lang)


def _counted(after: pd.DataFrame, lang: Lang) -> str:
    """ "7 xã và 2 phường", "xã Bằng Thành", the most frequent kind first."""
    if len(after) == 1:
        return _name(_rows(after)[0], lang)
    kinds = Counter(after["kind"])
    return _joined([plural(f"lineage.count.{_key(kind)}", n, lang) for kind, n in kinds.most_common()], lang)


def _key(kind: str) -> str:
    return fold(kind).replace(" ", "_")


def _parents(after: pd.DataFrame, lang: Lang) -> str:
    return ", ".join(dict.fromkeys(after[f"parent_name_{lang}"].dropna()))


def _end(unit: Unit, after: pd.DataFrame, lang: Lang) -> str:
    """The last day of the unit; of one whose end is not stated, the day before what followed began."""
    if not pd.isna(unit["valid_to"]):
        return date_label(unit["valid_to"], lang)
    return date_label(pd.Timestamp(after["effective"].iloc[0]) - pd.Timedelta(days=1), lang)
