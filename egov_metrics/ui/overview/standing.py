"""One index over the years among comparable units, and where the unit stands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis import sentences
from egov_metrics.analysis.change import newest
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.overview import Tile
from egov_metrics.analysis.position import Position, comparable_values, position
from egov_metrics.analysis.territory import as_one
from egov_metrics.charts import line, line_caption, strip
from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, markup, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.overview.lists import movements
from egov_metrics.ui.overview.subjects import subject_of
from egov_metrics.ui.overview.unit import UnitPage


def series_and_position(page: UnitPage) -> None:
    """One index over the years among comparable units, and where the unit stands in its newest year."""
    shown = [tile for tile in page.overview.tiles if tile.figure is not None]
    if not shown:
        return
    options = {tile.code: sentences.short(tile.indicator, page.lang) for tile in shown}
    asked = page.view.indicator
    tile = next((tile for tile in shown if tile.code == asked), page.overview.lead or shown[0])
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = {tile.code: options[tile.code]} | options
            filters.select("indicator", chosen, t("overview.index", page.lang), key="overview-index", width=260)
            measures = {"value": t("overview.by_value", page.lang), "rank": t("overview.by_rank", page.lang)}
            filters.segments("measure", measures, t("overview.measure", page.lang), key="overview-measure")
        rows = _peers(page, tile)
        _series(page, tile, rows)
    with right:
        _position(page, tile, rows)
        movements(page)


def _peers(page: UnitPage, tile: Tile) -> pd.DataFrame:
    """Figures of all units of the level on one index: provinces of the country, others within the same parent."""
    level = page.unit["level"]
    rows = page.served.query(
        "figures_of_indicator",
        indicator=tile.code,
        level=level,
        year_from=1990,
        year_to=2100,
        parent=None if level == "province" else page.unit["parent_id"],
        region=None,
    )
    return as_one(rows, page.continuity)


def _series(page: UnitPage, tile: Tile, rows: pd.DataFrame) -> None:
    names = page.served.unit_options(page.lang)
    frame = chart_frame(rows, names.name).assign(name=lambda f: f["unit_id"].map(lambda u: _short_name(page, u)))
    subject, look = subject_of(tile.indicator, page.lang), Look(page.lang, parts.mode(), width=760, height=330)
    methods = page.methods.of_family(tile.indicator["family"])
    methods = methods.assign(name=methods[f"name_{page.lang}"], changes=methods[f"changes_{page.lang}"])
    given = {"own": page.key, "measure": page.view.measure, "look": look}
    figure = line.build(frame, methods, subject, **given)
    caption = line_caption.caption(frame, methods, subject, **given)
    compare = Link(t("overview.compare", page.lang), href("compare", page.view.elsewhere(indicator=tile.code)))
    assert tile.figure is not None
    source = Link(t("overview.source.all", page.lang), source_href(page.view, figure=tile.figure["figure_id"]))
    parts.chart_block(figure, caption, "overview-series", page.lang, links=[compare, source])


def _short_name(page: UnitPage, unit_id: str) -> str:
    return str(page.served.unit_options(page.lang).option(unit_id)[1])


def _position(page: UnitPage, tile: Tile, rows: pd.DataFrame) -> None:
    """The strip of the newest year in which the unit has a published value, else of ranks."""
    own = newest(rows[(rows["unit_id"] == page.key) & (rows["value_basis"] == "published")])
    found = None if own is None else position(rows, page.key, int(own["year"]), tile.indicator["direction"])
    names = page.served.unit_options(page.lang)
    if own is not None and found is not None:
        year = int(own["year"])
        shown = chart_frame(comparable_values(rows, year), names.name)
        words = sentences.position_words(page.name, found, tile.indicator, year, page.lang)
        _strip(page, tile, shown, year, words, found)
        return
    ranked = rows[rows["rank"].notna() & (rows["rank_basis"] == "published")]
    mine = ranked[ranked["unit_id"] == page.key]
    if mine.empty:
        return
    year = int(mine["year"].max())
    shown = chart_frame(ranked[ranked["year"] == year], names.name)
    if len(shown) > 1:
        words = t("overview.position.ranks", page.lang, n=numbers.count(len(shown)), year=str(year))
        _strip(page, tile, shown, year, words, None)


def _strip(page: UnitPage, tile: Tile, rows: pd.DataFrame, year: int, words: str, found: Position | None) -> None:
    look = Look(page.lang, parts.mode(), width=440)
    rows = rows.assign(name=rows["unit_id"].map(lambda unit: _short_name(page, unit)))
    subject = subject_of(tile.indicator, page.lang)
    measure = "value" if found else "rank"
    median = (t("overview.median", page.lang), found.median) if found else None
    figure = strip.build(rows, subject, own=page.key, measure=measure, mean=median, look=look)
    caption = strip.caption(rows, subject, own=page.key, measure=measure, mean=median, look=look)
    parts.title(t("overview.position.title", page.lang, year=str(year)))
    st.plotly_chart(figure, key="overview-strip", theme=None, config=parts.PLOTLY_CONFIG, alt=caption.alt)
    st.html(f'<p class="egov-text">{markup.escape(words)}</p>')
    parts.source_line(caption.source, [Link(t("overview.bars", page.lang), _bars(page, tile, year))])


def _bars(page: UnitPage, tile: Tile, year: int) -> str:
    return href("compare", page.view.elsewhere(indicator=tile.code, view="bars", year=year))
