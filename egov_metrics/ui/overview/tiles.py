"""Tiles: every index of a unit at a glance, and its e-government level."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis import recompute_words
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.overview import Tile
from egov_metrics.charts import sparkline
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import Mode
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import figures, markup, parts
from egov_metrics.ui.overview.unit import source_link
from egov_metrics.ui.subjects import subject_of, unit_word
from egov_metrics.views.overview.unit import UnitPage

FIRST = ("PAR_INDEX", "ICT_INDEX", "EGOV_MIC", "DTI")
"""The families that a leader asks for first; the e-government level follows them, then the others."""


def tiles(page: UnitPage) -> None:
    """A tile for every index that has a figure, and one for the e-government level where anything is known of it."""
    parts.tiles(of_unit(page), page.lang)


def of_unit(page: UnitPage) -> list[markup.Tile]:
    """Those tiles."""
    view = tuple(sorted(page.view.to_params().items()))
    return _tiles(str(page.served.ref.path), page.unit_id, view, parts.mode(), page)


@st.cache_resource(max_entries=256, show_spinner=False)
def _tiles(path: str, unit: str, view: tuple[tuple[str, str], ...], mode: Mode, _page: UnitPage) -> list[markup.Tile]:
    """The tiles of a unit, whose links carry the view."""
    page = _page
    stated = [tile for tile in page.overview.tiles if tile.figure is not None]
    first = [_tile(page, tile) for tile in stated if tile.indicator["family"] in FIRST]
    others = [_tile(page, tile) for tile in stated if tile.indicator["family"] not in FIRST]
    known = page.overview.own_level is not None or page.overview.tiers
    level = [figures.level_tile(page.overview, page.view)] if known else []
    return [*first, *level, *others, *_refused_tiles(page)]


def _refused_tiles(page: UnitPage) -> list[markup.Tile]:
    """Indices of which nothing could be recomputed for the province, with the reason of the newest year."""
    stated = {tile.code for tile in page.overview.tiles if tile.figure is not None}
    named = page.indicators.set_index("indicator_code")[f"short_{page.lang}"]
    return [
        markup.Tile(
            name=str(named[code]),
            year=str(refused[-1].year),
            nothing=t("terr.refused", page.lang),
            change=markup.Change(None, recompute_words.reason(refused[-1], page.called, page.lang)),
        )
        for code, refused in page.refused.items()
        if code not in stated
    ]


def _tile(page: UnitPage, tile: Tile) -> markup.Tile:
    figure, indicator, lang = tile.figure, tile.indicator, page.lang
    assert figure is not None
    has_value = pd.notna(figure["value"])
    value = numbers.number(figure["value"], figures.places(figure, indicator)) if has_value else ""
    spark, measure = "", ""
    if len(tile.rows) > 1:
        measure, points = figures.spark_points(tile.rows, figure, tile.change, page.methods, page.name)
        subject, look = subject_of(indicator, lang), Look(lang, parts.mode())
        spark = sparkline.svg(points, subject, measure=measure, look=look) if len(points) > 1 else ""
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
        flags=_flags(page, figure),
        notes=_notes(page, figure),
        source=figures.producer(figure),
        link=source_link(page, figure, tile.code),
    )


def _flags(page: UnitPage, figure: dict) -> list[str]:
    """Marks of caution; of a recomputed figure from how many former provinces it is, and which are missing."""
    lang = page.lang
    if figure["value_basis"] != "recomputed":
        return figures.flags(figure, lang)
    n, of = len(figure["members"]), len(figure["members"]) + len(figure["missing_members"])
    if n == of:
        mark = t("terr.flag", lang, rule=t(f"territory.rule.{figure['rule']}", lang), n=numbers.count(n))
    else:
        missing = recompute_words.listed(figure["missing_members"], page.called)
        mark = t("terr.flag.partial", lang, n=numbers.count(n), of=numbers.count(of), missing=missing)
    return [mark, *figures.flags(figure | {"value_basis": None}, lang)]


def _notes(page: UnitPage, figure: dict) -> list[str]:
    """Of a province of today: its place among those with figures, and what an unchanged one was ranked before."""
    if page.panel is None:
        return []
    said = []
    if pd.notna(figure["place"]):
        fields = {"place": numbers.count(figure["place"]), "of": numbers.count(figure["place_of"])}
        said.append(t("terr.place", page.lang, **fields))
    if pd.isna(figure["rank"]) and pd.notna(figure["published_rank"]):
        rank = numbers.rank(figure["published_rank"], figure["published_rank_of"])
        said.append(t("terr.published_rank", page.lang, rank=rank))
    return said
