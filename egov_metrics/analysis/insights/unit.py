"""What a profile says of one unit, in words: the same on the screen, on the printed sheet and in the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egov_metrics.analysis.insights import figures
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights import profile as told
from egov_metrics.analysis.insights.words import amount, short
from egov_metrics.analysis.overview import Tile
from egov_metrics.analysis.recompute_words import reason, years_words
from egov_metrics.analysis.unit_profile import UnitProfile
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.units.labels import date_label, kind_label


def headline(page: UnitProfile) -> str:
    """The finding in one sentence; of a region its published mean."""
    if page.basis.level == "region":
        means = region_means(page)
        return means[0] if means else t("overview.headline.none", page.lang, unit=page.short_name)
    plain = page.basis.level == "province"
    return insights.headline(page.short_name if plain else page.name, page.basis.overview, page.lang)


def strengths(page: UnitProfile) -> list[str]:
    """Sentences on what the unit is good at."""
    return told.strengths(page.positions, page.catalogue, page.lang, page.basis.level)


def weaknesses(page: UnitProfile) -> list[str]:
    """Sentences on what it is weak at."""
    return told.weaknesses(page.positions, page.catalogue, page.lang, page.basis.level)


def counted(page: UnitProfile, only_with_figures: bool = False) -> list[str]:
    """ "17 đơn vị cấp huyện (đến 30/6/2025): 5 có số liệu trong kho" for each level within the unit."""
    said = []
    rows = page.basis.counted
    for row in (rows[rows["with_figures"] > 0] if only_with_figures else rows).to_dict("records"):
        units = plural(f"profile.parts.count.{row['level']}", int(row["units"]), page.lang)
        if row["ended"]:
            units = t("profile.parts.ended", page.lang, units=units)
        key = "with" if row["with_figures"] else "without"
        fields = {"n": numbers.count(row["with_figures"])} if row["with_figures"] else {}
        said.append(t(f"profile.parts.{key}", page.lang, units=units, **fields))
    return said


def part_name(page: UnitProfile, row: Mapping[str, Any]) -> tuple[str, str]:
    """Name and kind of a unit within; an agency's name says what it is."""
    _, name, hint, *_ = page.names.option(row["unit_id"])
    return str(name), "" if row["level"] == "department" else str(hint).partition(" · ")[0]


def newest(page: UnitProfile, row: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Of a unit within: its index and year, the figure in words, and what it is when it was not published."""
    lang = page.lang
    if not isinstance(row["indicator_code"], str):
        return "", "", []
    indicator = {"unit": row["measured_in"], "decimals": row["usual_decimals"]}
    said = []
    if pd.notna(row["value"]):
        text = amount(row["value"], indicator, row["decimals"], lang)
        said.append(text if row["qualifier"] == "exact" else t(f"qualifier.{row['qualifier']}", lang, value=text))
    elif isinstance(row["nothing"], str):
        said.append(numbers.nothing(row["nothing"], lang).words)
    if pd.notna(row["rank"]):
        said.append(figures.rank_words(row["rank"], row["rank_of"], lang))
    year = "" if pd.isna(row["year"]) else str(int(row["year"]))
    basis = [row[f"{part}_basis"] for part in ("value", "rank") if isinstance(row[f"{part}_basis"], str)]
    odd = [numbers.basis(one, lang) for one in dict.fromkeys(basis) if one != "published"]
    return f"{row[f'short_{lang}']} {year}".strip(), " · ".join(said), odd


def lacking(page: UnitProfile) -> list[str]:
    """What is missing or old, as sentences; that nothing is, when nothing is."""
    overview = page.basis.overview
    found = [insights.stale_words(tile, page.lang) for tile in overview.stale]
    found += [_missing_words(page, tile) for tile in overview.missing]
    found += before_merger(page)
    return found or [t("overview.lacking.none", page.lang)]


def lacking_on_paper(page: UnitProfile) -> list[str]:
    """`lacking` for who has no page to click on; what could not be recomputed is told year by year."""
    overview, refused = page.basis.overview, page.basis.refused
    found = [insights.stale_words(tile, page.lang) for tile in overview.stale]
    found += [insights.missing_words(tile, page.lang) for tile in overview.missing if tile.code not in refused]
    found += [*refused_words(page), *before_merger(page, "report.before_merger")]
    return found or [t("overview.lacking.none", page.lang)]


def _missing_words(page: UnitProfile, tile: Tile) -> str:
    """That there is no figure; of one that could not be recomputed, why not in its newest year."""
    refused = page.basis.refused.get(tile.code, ())
    if not refused:
        return insights.missing_words(tile, page.lang)
    newest = max(refused, key=lambda one: one.year)
    return t(
        "profile.refused", page.lang, index=short(tile.indicator, page.lang), years=str(newest.year),
        reason=reason(newest, page.called, page.lang),
    )  # fmt: skip


def before_merger(page: UnitProfile, key: str = "profile.before_merger") -> list[str]:
    """For a present province as published: that figures of earlier years stand under those it was formed of, in the
    words of the text `key`."""
    rows = page.basis.lineage
    rows = rows[(rows["relation"] == "predecessor") & (rows["level"] == "province")]
    if page.basis.level != "province" or page.is_present or len(rows) < 2:
        return []
    date = numbers.date(rows["effective"].iloc[0].date())
    return [t(key, page.lang, date=date, names=", ".join(rows[f"name_{page.lang}"]))]


def region_means(page: UnitProfile) -> list[str]:
    """ "Tây Nguyên: bình quân công bố PAR INDEX năm 2024 là 85,63 điểm" for the newest mean of each index."""
    rows = page.basis.figures
    rows = rows[
        rows["statistic"].isin(("mean", "median")) & (rows["value_basis"] == "published") & rows["year"].notna()
    ]
    newest = rows.sort_values("year").drop_duplicates("indicator_code", keep="last").set_index("indicator_code")
    known = page.basis.indicators.set_index("indicator_code", drop=False)
    said = []
    for code in known.index[known.index.isin(newest.index)]:
        figure, indicator = newest.loc[code], known.loc[code].to_dict()
        said.append(
            t(
                f"profile.region.{figure['statistic']}", page.lang, unit=page.short_name,
                index=indicator[f"short_{page.lang}"], year=str(int(figure["year"])),
                amount=amount(figure["value"], indicator, figure["decimals"], page.lang),
            )
        )  # fmt: skip
    return said


def refused_words(page: UnitProfile) -> list[str]:
    """One sentence an index and reason: "Không tính lại được DTI năm 2020–2022: ..."."""
    said = []
    for code, refusals in page.basis.refused.items():
        by_reason: dict[str, list[int]] = {}
        for one in refusals:
            by_reason.setdefault(reason(one, page.called, page.lang), []).append(one.year)
        index = str(page.catalogue[code][f"short_{page.lang}"])
        said += [
            t("profile.refused", page.lang, index=index, years=years_words(years), reason=why)
            for why, years in by_reason.items()
        ]
    return said


def identity(page: UnitProfile) -> list[tuple[str, str]]:
    """ "tỉnh", "vùng Trung du và miền núi phía Bắc", "đến 30/6/2025": each with the key of the unit named, or ""."""
    unit, lang = page.basis.unit, page.lang
    department = page.basis.level == "department"
    found = [(t("profile.kind.department", lang) if department else kind_label(str(unit["kind"]), lang), "")]
    parent, region = unit["parent_id"], unit["region_id"]
    if page.basis.level in ("district", "commune", "department") and isinstance(parent, str):
        found.append((t("profile.of", lang, name=page.names.option(parent)[1]), parent))
    elif page.basis.level == "province" and isinstance(region, str):
        found.append((t("profile.region", lang, name=page.names.option(region)[1]), ""))
    if len(page.basis.ids) > 1:
        return found
    if pd.notna(unit["valid_to"]):
        found.append((t("unit.until", lang, date=date_label(unit["valid_to"], lang)), ""))
    elif pd.notna(unit["valid_from"]):
        found.append((t("unit.since", lang, date=date_label(unit["valid_from"], lang)), ""))
    return found
