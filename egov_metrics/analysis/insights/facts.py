"""Figures from documents (dossiers, services, mailboxes ...) as tables and lists write them; findings on a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from egov_metrics.analysis.catalogue import Query
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t


@dataclass(frozen=True)
class Fact:
    """One figure in words: what it is, of which part of the unit ("" = of the unit itself), the value with what its
    document says of its exactness ("hơn 8.000", "chỉ tiêu 30%"), the date, and the figure that states it."""

    code: str
    family: str
    name: str
    scope: str
    value: str
    when: str
    figure_id: str
    is_target: bool


def read(rows: pd.DataFrame, indicators: pd.DataFrame, lang: Lang) -> list[Fact]:
    """The facts of the rows, in their order. `rows`: query `figures_of_unit`; `indicators`: query of that name."""
    known = indicators.set_index("indicator_code")
    found = []
    for row in rows.itertuples():
        code = str(row.indicator_code)
        value = numbers.value_with_qualifier(
            row.value, 0 if pd.isna(row.decimals) else int(row.decimals), row.qualifier, lang
        )
        found.append(
            Fact(
                code=code,
                family=str(known.at[code, "family"]),
                name=str(known.at[code, f"name_{lang}"]),
                scope="" if row.scope == "self" else t(f"overview.tier.{row.scope}", lang),
                value=value + ("%" if known.at[code, "unit"] == "percent" else ""),
                when=numbers.date(row.period_end.date()) if pd.notna(row.period_end) else "",
                figure_id=str(row.figure_id),
                is_target=bool(row.is_target),
            )
        )
    return found


def findings_of(query: Query, unit_ids: Sequence[str]) -> pd.DataFrame:
    """Findings on a unit under each of its keys, before and since 1/7/2025."""
    asked = {"indicator": None, "kind": None, "source_id": None, "figure_id": None}
    found = [query("findings", unit_id=one, **asked) for one in unit_ids]
    return pd.concat(found, ignore_index=True).drop_duplicates("finding_id") if len(found) > 1 else found[0]
