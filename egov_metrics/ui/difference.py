"""What differs between two editions, as lists: before a publish, and of a link to an older edition."""

from __future__ import annotations

from typing import Any

import pandas as pd

from egov_metrics import store
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import parts
from egov_metrics.ui.parts import Column


def show(found: store.Difference, lang: Lang) -> None:
    """New, changed and withdrawn figures, new and vanished findings; that there are none."""
    if found.is_empty:
        parts.notice(t("collect.preview.nothing", lang))
        return
    for kind in ("new", "changed", "withdrawn"):
        rows: pd.DataFrame = getattr(found, kind)
        if rows.empty:
            continue
        count = found.counts[kind]
        parts.title(t(f"collect.preview.{kind}", lang, n=numbers.count(count)), _cut(len(rows), count, lang))
        frame = pd.DataFrame([_figure(row, kind, lang) for row in rows.to_dict("records")])
        columns = [Column(name, t(f"collect.column.{name}", lang)) for name in frame.columns]
        parts.data_table(frame, columns, t(f"collect.preview.{kind}", lang, n=count), key=f"collect-{kind}")
    for kind in ("new_findings", "vanished_findings"):
        rows = getattr(found, kind)
        if rows.empty:
            continue
        count = found.counts[kind]
        parts.title(t(f"collect.preview.{kind}", lang, n=numbers.count(count)), _cut(len(rows), count, lang))
        parts.bullets([(str(row[f"message_{lang}"]), None) for row in rows.to_dict("records")])


def _cut(shown: int, count: int, lang: Lang) -> str:
    return t("collect.preview.cut", lang, shown=shown) if count > shown else ""


def _figure(row: dict[str, Any], kind: str, lang: Lang) -> dict[str, str]:
    """One figure of a difference in words."""
    unit = str(row[f"unit_name_{lang}"])
    unit = unit if row["scope"] == "self" else t(f"sources.scope.{row['scope']}", lang, unit=unit)
    when = "" if pd.isna(row["year"]) else str(int(row["year"]))
    told = {"unit": unit, "indicator": str(row[f"indicator_short_{lang}"]), "year": when}
    if kind == "changed":
        return told | {"before": _amount(row, "old_", lang), "after": _amount(row, "new_", lang)}
    return told | {"figure": _amount(row, "", lang)}


def _amount(row: dict[str, Any], prefix: str, lang: Lang) -> str:
    value, rank, rank_of = (row[f"{prefix}{name}"] for name in ("value", "rank", "rank_of"))
    decimals = row[f"{prefix}decimals"]
    said = []
    if not pd.isna(value):
        places = None if pd.isna(decimals) else int(decimals)
        said.append(numbers.value_with_qualifier(float(value), places, row.get(f"{prefix}qualifier"), lang))
    elif not numbers.is_none(row[f"{prefix}nothing"]):
        said.append(" ".join(numbers.nothing(str(row[f"{prefix}nothing"]), lang)))
    if not pd.isna(rank):
        said.append(numbers.rank_words(rank, None if pd.isna(rank_of) else rank_of, lang))
    return ", ".join(said)
