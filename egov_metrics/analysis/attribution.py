"""Which components of an index changed it between two years, where the components are published and make up the total.

Whether a total is the sum or the plain mean of its components is not taken from anywhere: it must hold, within what
rounding explains, in both years. Then each component's change (or its share of it) is its contribution, and what
rounding leaves is named. Where neither holds nothing is attributed, and only the components' own changes remain.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from egov_metrics.analysis.change import FIT, yearly
from egov_metrics.analysis.comparability import Likeness, Methods

Rule = Literal["sum", "mean"]

DUST = 1e-9
"""Differences below this come from binary arithmetic, not from figures."""


@dataclass(frozen=True)
class Part:
    """One component: its values in both years, in its own unit, and its contribution to the change of the total in the
    unit of the total (None where nothing is attributed)."""

    indicator_code: str
    value_from: float
    value_to: float
    decimals: int
    contribution: float | None

    @property
    def change(self) -> float:
        """Later value minus earlier."""
        return self.value_to - self.value_from


@dataclass(frozen=True)
class Attribution:
    """The change of a total between two years. `rule` says how components make it up, None when they do not as far as
    the figures show. With a rule the contributions of `parts` and `residual` (rounding) add up to `change`."""

    unit_id: str
    indicator_code: str
    year_from: int
    year_to: int
    value_from: float
    value_to: float
    decimals: int
    rule: Rule | None
    parts: tuple[Part, ...]
    residual: float
    likeness: Likeness

    @property
    def change(self) -> float:
        """Later total minus earlier, in the unit of the indicator."""
        return self.value_to - self.value_from


def components_of(indicators: pd.DataFrame, indicator_code: str) -> list[str]:
    """The indicators whose parent is `indicator_code`, in the order of the catalogue (query `indicators`)."""
    return list(indicators.loc[indicators["parent_code"] == indicator_code, "indicator_code"])


def attribute(
    figures: pd.DataFrame,
    indicator_code: str,
    components: Collection[str],
    year_from: int,
    year_to: int,
    methods: Methods,
) -> Attribution | None:
    """The change of `indicator_code` of one unit between two years, by those of `components` that have both years.

    `figures`: query `figures_of_unit` of the unit. None when the total has no exact published value in both years, when
    the years were not measured alike, or when fewer than two components have comparable values in both.
    """
    rows = {(row["indicator_code"], int(row["year"])): row for row in yearly(figures).to_dict("records")}
    totals = _pair(rows, indicator_code, year_from, year_to)
    if totals is None:
        return None
    likeness = methods.likeness(*(row["method_id"] if isinstance(row["method_id"], str) else None for row in totals))
    if not likeness.is_like:
        return None
    found = []
    for code in components:
        pair = _pair(rows, code, year_from, year_to)
        if pair is not None and _goes_with(pair, totals):
            found.append((code, pair))
    if len(found) < 2:
        return None
    rule = next((rule for rule in ("sum", "mean") if all(_holds(rule, totals, found, at) for at in (0, 1))), None)
    share = {"sum": 1.0, "mean": 1.0 / len(found), None: 0.0}[rule]
    parts = tuple(
        Part(
            code, float(before["value"]), float(after["value"]), max(_decimals(before), _decimals(after)),
            None if rule is None else share * (float(after["value"]) - float(before["value"])),
        )
        for code, (before, after) in found
    )  # fmt: skip
    change = float(totals[1]["value"]) - float(totals[0]["value"])
    rest = change - sum(part.contribution or 0.0 for part in parts)
    return Attribution(
        unit_id=str(totals[0]["unit_id"]),
        indicator_code=indicator_code,
        year_from=year_from,
        year_to=year_to,
        value_from=float(totals[0]["value"]),
        value_to=float(totals[1]["value"]),
        decimals=max(map(_decimals, totals)),
        rule=rule,  # type: ignore[arg-type]
        parts=parts,
        residual=0.0 if rule is None or abs(rest) < DUST else rest,
        likeness=likeness,
    )


def _pair(
    rows: Mapping[tuple[str, int], dict[str, Any]], code: str, year_from: int, year_to: int
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The figures of both years, when both are exact and of one fit basis."""
    before, after = rows.get((code, year_from)), rows.get((code, year_to))
    if before is None or after is None or before["value_basis"] != after["value_basis"]:
        return None
    fit = all(
        row["value_basis"] in FIT and row["qualifier"] == "exact" and pd.notna(row["value"]) for row in (before, after)
    )
    return (before, after) if fit else None


def _goes_with(pair: Sequence[dict[str, Any]], totals: Sequence[dict[str, Any]]) -> bool:
    """Measured by the same method as the total, and up to the same day, in each year?"""
    return all(
        part["method_id"] == total["method_id"] and _day(part["period_end"]) == _day(total["period_end"])
        for part, total in zip(pair, totals, strict=True)
    )


def _day(moment: Any) -> Any:
    return None if pd.isna(moment) else moment


def _holds(rule: str, totals: Sequence[dict], found: Sequence[tuple[str, Sequence[dict]]], at: int) -> bool:
    """Is the total of a year the sum (or plain mean) of its components, as far as rounding lets one tell?

    Each figure may be off by half a unit of its last decimal.
    """
    parts = [pair[at] for _, pair in found]
    share = 1.0 / len(parts) if rule == "mean" else 1.0
    made = share * sum(float(part["value"]) for part in parts)
    slack = _half(totals[at]) + share * sum(_half(part) for part in parts)
    return abs(float(totals[at]["value"]) - made) <= slack + DUST


def _half(row: Mapping[str, Any]) -> float:
    return 0.5 * 10.0 ** -_decimals(row)


def _decimals(row: Mapping[str, Any]) -> int:
    """As many decimals as the source prints; without a number of them, two."""
    return 2 if pd.isna(row["decimals"]) else int(row["decimals"])
