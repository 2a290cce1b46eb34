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
from egov_metrics.i18n.texts import t
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
    return [*first, figures.level_tile(page.overview, page.view), *others]


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
