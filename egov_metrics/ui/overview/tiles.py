"""Tiles: every index of a unit at a glance, and its e-government level."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.overview import Tile
from egov_metrics.charts import sparkline
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import Mode
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import figures, markup, parts
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.overview.unit import UnitPage
from egov_metrics.ui.subjects import subject_of, unit_word

FIRST = ("PAR_INDEX", "ICT_INDEX", "EGOV_MIC", "DTI")
"""The families that a leader asks for first; the e-government level follows them, then the others."""


def tiles(page: UnitPage) -> None:
    """A tile for every index that has a figure, and one for the e-government level."""
    view = tuple(sorted(page.view.to_params().items()))
    parts.tiles(_tiles(str(page.served.ref.path), page.view.unit, view, parts.mode(), page), page.lang)


@st.cache_resource(max_entries=256, show_spinner=False)
def _tiles(path: str, unit: str, view: tuple[tuple[str, str], ...], mode: Mode, _page: UnitPage) -> list[markup.Tile]:
    """The tiles of a unit, whose links carry the view."""
    page = _page
    stated = [tile for tile in page.overview.tiles if tile.figure is not None]
    first = [_tile(page, tile) for tile in stated if tile.indicator["family"] in FIRST]
    others = [_tile(page, tile) for tile in stated if tile.indicator["family"] not in FIRST]
    return [*first, _level_tile(page), *others]


def _tile(page: UnitPage, tile: Tile) -> markup.Tile:
    figure, indicator, lang = tile.figure, tile.indicator, page.lang
    assert figure is not None
    has_value = pd.notna(figure["value"])
    value = numbers.number(figure["value"], figures.places(figure, indicator)) if has_value else ""
    measure, rows = figures.spark_rows(tile.series, figure, tile.change, page.methods, page.name)
    subject, look = subject_of(indicator, lang), Look(lang, parts.mode())
    spark = sparkline.svg(rows, subject, measure=measure, look=look) if len(rows) > 1 else ""
    link = Link(t("overview.source", lang), source_href(page.view, figure=figure["figure_id"]))
    return markup.Tile(
        name=short(indicator, lang),
        year=figures.when(figure),
        value=value,
        unit=unit_word(indicator, lang),
        rank=numbers.rank(figure["rank"], figure["rank_of"]) if pd.notna(figure["rank"]) else "",
        change=figures.change_mark(tile.change, figure, indicator, page.methods, lang),
        spark=spark,
        spark_note=t(f"overview.spark.note.{measure}", lang) if spark else "",
        spark_alt=t(f"overview.spark.{measure}", lang, index=short(indicator, lang)) if spark else "",
        flags=figures.flags(figure, lang),
        source=figures.producer(figure),
        link=link,
    )


def _level_tile(page: UnitPage) -> markup.Tile:
    """The e-government level: of the unit itself, or how many of its departments reached level I."""
    lang, name = page.lang, t("overview.level", page.lang)
    own = page.overview.own_level
    if own is not None:
        rows = own.rows.set_index("indicator_code")
        first = own.rows.iloc[0]
        value, unit = _own_level_words(rows, lang)
        link = Link(t("overview.source", lang), source_href(page.view, figure=first["figure_id"]))
        return markup.Tile(
            name=name, year=str(own.year), value=value, unit=unit, flags=figures.flags(first, lang),
            source=figures.producer(first.to_dict()), link=link,
        )  # fmt: skip
    if page.overview.tiers:
        tier = page.overview.tiers[0]
        best = next((mark for mark in ("I", "II", "III", "IV") if mark in tier.counts), None)
        value = numbers.count(tier.counts[best]) if best else ""
        words = t(f"overview.level.tier.{tier.scope}", lang, level=best or "")
        return markup.Tile(
            name=name,
            year=str(tier.year),
            value=value,
            unit=words if best else "",
            nothing=t("overview.level.unranked", lang) if not best else "",
            flags=[t("overview.flag.document_date", lang)] if tier.period_basis == "document_date" else [],
            link=Link(t("overview.source", lang), source_href(page.view, figure=tier.figure_ids[0])),
        )
    return markup.Tile(name=name, nothing=t("overview.level.none", lang))


def _own_level_words(rows: pd.DataFrame, lang: Lang) -> tuple[str, str]:
    if "egov_level" in rows.index:
        return numbers.level(rows.at["egov_level", "value"]), t("overview.level.own", lang)
    both = [code for code in ("egov_readiness_level", "egov_result_level") if code in rows.index]
    if both:
        values = " · ".join(numbers.level(rows.at[code, "value"]) for code in both)
        return values, " · ".join(t(f"overview.level.{code}", lang) for code in both)
    row = rows.iloc[0]
    decimals = 2 if pd.isna(row["decimals"]) else int(row["decimals"])
    return numbers.number(row["value"], decimals), t("overview.level.points", lang)
