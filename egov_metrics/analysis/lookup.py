"""From what people write to keys: indicators by any of their spellings, units by any of their names."""

from __future__ import annotations

from dataclasses import dataclass

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
    ][:5]
    hint = f"; near: {', '.join(near)}" if near else "; `sources` in the dashboard lists all of them"
    raise UnknownName(f"no indicator {text!r}{hint}")


def resolve_units(text: str, index: UnitIndex, levels: list[str] | None = None) -> list[str]:
    """Every unit that bears a name over time, as keys. Raises `UnknownName` naming near units."""
    found = index.resolve(text, levels=levels)
    if found:
        return found
    near = index.find(text, levels=levels, limit=3)
    hint = f"; near: {', '.join(near)}" if near else ""
    raise UnknownName(f"no unit named {text!r}{hint}")
