"""What every sentence is made of: an amount with its unit, an indicator's short name, a method version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egov_metrics.analysis.comparability import Methods
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, has, t


def amount(value: float, indicator: dict, decimals: int | None, lang: Lang) -> str:
    """A value with its unit: "90,02 điểm", "82,18%", "mức IV"."""
    if indicator["unit"] == "level":
        text = numbers.level(value)
    else:
        shown = indicator["decimals"] if decimals is None or pd.isna(decimals) else decimals
        text = numbers.number(value, int(shown))
    key = f"measure.{indicator['unit']}"
    return t(key, lang, value=text) if has(key) else text


def short(indicator: dict, lang: Lang) -> str:
    """The short name of an indicator."""
    return str(indicator[f"short_{lang}"])


def method_words(method_id: str | None, methods: Methods, lang: Lang) -> str:
    """A method version in a few words: the decision's number where there is one, else its name."""
    row = methods.row(method_id)
    if row is None:
        return ""
    name = str(row["decision"]) if isinstance(row["decision"], str) else str(row[f"name_{lang}"])
    if row["start_basis"] == "inferred" and isinstance(row["decision"], str):
        return t("overview.method.inferred", lang, method=name)
    return name


def difference(change: float, indicator: dict, decimals: int | None, lang: Lang) -> str:
    """How far two values lie apart, without a sign: "1,20 điểm"; percentages lie percentage points apart."""
    unit = "percentage_points" if indicator["unit"] == "percent" else indicator["unit"]
    return amount(abs(change), {**indicator, "unit": unit}, decimals, lang)


def plain(value: float, indicator: Mapping[str, Any], decimals: int) -> str:
    """The number alone, without its unit: "90,02", "IV"."""
    if indicator["unit"] == "level" and value in (1, 2, 3, 4):
        return numbers.level(value)
    return numbers.number(value, decimals)


def unit_word(indicator: Mapping[str, Any], lang: Lang) -> str:
    """What stands small beside a big number: "điểm", "%"."""
    return t(f"measure.{indicator['unit']}", lang, value="").strip()
