"""The classes into which a criteria set puts scores of provinces ("Loại A: từ 90%"), as far as the data state them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class ScoreClass:
    """One class by its name in `level_rules` (A, B, good ...); `least` is the lowest score in it."""

    name: str
    least: float


def score_classes(
    sets: pd.DataFrame, rules: pd.DataFrame, indicator: Mapping[str, Any], year: int, methods: Collection[str]
) -> tuple[ScoreClass, ...]:
    """The classes of an indicator in a year, the best first; () where no source states any for that year.

    `sets`, `rules`: queries `criteria_sets`, `level_rules`; `indicator`: a row of the catalogue. Classes are of the
    family's headline score of provinces, by a set of the whole country that names the years it was used in, or else the
    one method version of all figures of the year (`methods`): what a source says of one year is never carried into
    another. A rule that states no lowest score makes no class.
    """
    if indicator.get("is_headline") is not True or indicator["unit"] == "level":
        return ()
    mine = sets[(sets["family"] == indicator["family"]) & (sets["tier"] == "province") & sets["unit_id"].isna()]
    for one in mine.to_dict("records"):
        if _applies(one, year, methods):
            of_set = rules[(rules["set_id"] == one["set_id"]) & (rules["tier"] == "province")]
            found = [_class(rule, one) for rule in of_set[of_set["part"] == "total"].to_dict("records")]
            if any(found):
                return tuple(sorted((c for c in found if c is not None), key=lambda c: -c.least))
    return ()


def _applies(one: Mapping[str, Any], year: int, methods: Collection[str]) -> bool:
    first, last = one["year_from"], one["year_to"]
    if pd.notna(first) and pd.notna(last):
        return bool(first <= year <= last)
    return isinstance(one["method_id"], str) and set(methods) == {one["method_id"]}


def _class(rule: Mapping[str, Any], one: Mapping[str, Any]) -> ScoreClass | None:
    if pd.notna(rule["min_points"]):
        return ScoreClass(str(rule["level"]), float(rule["min_points"]))
    if pd.notna(rule["min_percent"]) and pd.notna(one["max_points"]):
        return ScoreClass(str(rule["level"]), float(rule["min_percent"]) * float(one["max_points"]) / 100)
    return None
