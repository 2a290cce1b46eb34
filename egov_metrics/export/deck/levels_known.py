"""Of which provinces the store knows levels of agencies: the readiness page of the country or a region as a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from egov_metrics.analysis import readiness
from egov_metrics.export.deck.comparison import NothingToShow
from egov_metrics.export.deck.model import Column, DeckSlide, Table
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.units.folding import fold
from egov_metrics.views.view import View


def known_slide(reader: Reader, asked: View) -> DeckSlide:
    """A row for each province, a column for each tier; provinces are not ranked. Raises NothingToShow."""
    lang = reader.lang
    rows = reader.edition.query("readiness_overview")
    if reader.level(asked.unit) == "region":
        rows = rows[
            [_is_in(reader, asked.unit, *row) for row in zip(rows["province_id"], rows["region_id"], strict=True)]
        ]
    if rows.empty:
        raise NothingToShow(t("ready.list.none", lang))
    levels = rows[(rows["tier_statements"] > 0) | (rows["units_with_level"] > 0)]["province_id"].nunique()
    points = rows[rows["units_with_score"] > 0]["province_id"].nunique()
    cells: dict[tuple[str, str], list[str]] = {}
    for row in rows.sort_values("year", ascending=False).to_dict("records"):
        cells.setdefault((row["province_id"], row["tier"]), []).append(_cell(row, lang))
    provinces = sorted(set(rows["province_id"]), key=lambda unit: fold(reader.short(unit)))
    table = tuple(
        (
            reader.full(unit) if unit.startswith("P34-") else reader.short(unit),
            *("; ".join(cells.get((unit, tier), [])) or numbers.NONE for tier in readiness.TIERS),
        )
        for unit in provinces
    )
    columns = (
        Column(t("ready.list.province", lang), 0.19),
        *(Column(t(f"ready.tier.{tier}", lang), 0.27) for tier in readiness.TIERS),
    )
    return DeckSlide(
        title=t("deck.known.title", lang, levels=numbers.count(levels), points=numbers.count(points)),
        subtitle=t("ready.list.title", lang),
        table=Table(columns, table),
        source=t("deck.known.source", lang),
        method=f"{t('ready.list.compare', lang)} {t('deck.note.best_first', lang)}",
    )


def _is_in(reader: Reader, region: str, province: str, stated: object) -> bool:
    succession = reader.succession
    return region in (stated, succession.region.get(succession.present(province)))


def _cell(row: dict[str, Any], lang: Lang) -> str:
    """When, and what is known of it: "2022: số đơn vị theo mức, điểm của 4 đơn vị"."""
    if pd.isna(row["year"]):
        when = t("ready.when.none", lang)
    elif row["period_basis"] == "document_date":
        when = t("ready.when.document_short", lang, date=numbers.date(row["period_end"].date()))
    else:
        when = str(int(row["year"]))
    said = [t("ready.list.by_level", lang)] if row["tier_statements"] else []
    for name, key in (("units_with_level", "unit_levels"), ("units_with_score", "unit_points")):
        said += [plural(f"ready.list.{key}", int(row[name]), lang)] if row[name] else []
    said += [t("ready.list.facts", lang)] if row["facts"] else []
    return f"{when}: {', '.join(said)}"
