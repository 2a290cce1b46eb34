"""From what people write to keys: indicators by any of their spellings, units by any of their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from egov_metrics.store.errors import UnknownName
from egov_metrics.units.folding import fold
from egov_metrics.units.search import UnitIndex


@dataclass(frozen=True)
class IndicatorChoice:
    """An indicator and what the spelling asked for (`value` or `rank`)."""

    indicator_code: str
    measure: str


def resolve_indicator(text: str, indicators: pd.DataFrame, aliases: pd.DataFrame) -> IndicatorChoice:
    """The indicator that a spelling means: its code, a rank code or the name of its family, in any case.

    `indicators` and `aliases` are the queries of those names. Raises `UnknownName` naming near spellings.
    """
    wanted = text.strip().lower()
    codes = {code.lower(): code for code in indicators["indicator_code"]}
    if wanted in codes:
        return IndicatorChoice(codes[wanted], "value")
    for alias, code, role in aliases[["alias", "indicator_code", "role"]].itertuples(index=False):
        if alias.lower() == wanted:
            return IndicatorChoice(code, "rank" if role == "rank" else "value")
    folded = fold(text)
    near = [
        row.indicator_code
        for row in indicators.itertuples()
        if folded and folded in fold(f"{row.indicator_code} {row.name_vi} {row.name_en}")
    ][:5] or _similar(wanted, [*codes.values(), *aliases["alias"]])
    hint = f"; near: {', '.join(near)}" if near else "; `sources` in the dashboard lists all of them"
    raise UnknownName(f"no indicator {text!r}{hint}")


def _similar(wanted: str, spellings: list[str]) -> list[str]:
    """Spellings that differ by a few letters, best first."""
    by_lower = {spelling.lower(): spelling for spelling in spellings}
    return [by_lower[match] for match in get_close_matches(wanted, by_lower, n=3, cutoff=0.75)]


def resolve_units(
    text: str, index: UnitIndex, levels: list[str] | None = None, names: Mapping[str, str] | None = None
) -> list[str]:
    """Every unit that bears a name over time, as keys. Raises `UnknownName` naming near units.

    `names` (key to name) lets the message say what the near units are called.
    """
    found = index.resolve(text, levels=levels)
    if found:
        return found
    near = index.find(text, levels=levels, limit=3)
    called = [f"{names[unit]} ({unit})" if names and unit in names else unit for unit in near]
    hint = f"; near: {', '.join(called)}" if called else ""
    raise UnknownName(f"no unit named {text!r}{hint}")
