"""Of which provinces the store knows levels or points of agencies, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.views import territory
from egov_metrics.views.readiness.reading import Page


def known_assessments(page: Page) -> pd.DataFrame:
    """The rows of the query `readiness_overview`: one for a province, tier and year; of a region its provinces only."""
    rows = page.served.query("readiness_overview")
    if page.place.region is None:
        return rows
    stated = zip(rows["province_id"], rows["region_id"], strict=True)
    return rows[[is_in(page, unit, region) for unit, region in stated]]


def is_in(page: Page, province: str, stated: object) -> bool:
    """Does a province lie in the region looked at, by its stated region or by that of its present province?"""
    succession = territory.succession(page.served)
    return page.place.region in (stated, succession.region.get(succession.present(province)))


def with_levels(known: pd.DataFrame) -> set[str]:
    """The provinces of which levels are known."""
    return set(known.loc[(known["tier_statements"] > 0) | (known["units_with_level"] > 0), "province_id"])


def with_points(known: pd.DataFrame) -> set[str]:
    """The provinces of which points are known."""
    return set(known.loc[known["units_with_score"] > 0, "province_id"])


def when_words(row: Mapping[str, Any], lang: Lang) -> str:
    """ "2022", "công bố 3/7/2019", or that no time is stated."""
    if pd.isna(row["year"]):
        return t("ready.when.none", lang)
    if row["period_basis"] == "document_date":
        return t("ready.when.document_short", lang, date=numbers.date(row["period_end"].date()))
    return str(int(row["year"]))


def what_words(row: Mapping[str, Any], lang: Lang) -> str:
    """What is known of a tier: "số đơn vị theo mức, điểm của 4 đơn vị"."""
    said = [t("ready.list.by_level", lang)] if row["tier_statements"] else []
    for name, key in (("units_with_level", "unit_levels"), ("units_with_score", "unit_points")):
        said += [plural(f"ready.list.{key}", int(row[name]), lang)] if row[name] else []
    said += [t("ready.list.facts", lang)] if row["facts"] else []
    return ", ".join(said)
