"""The country when no unit is chosen: national figures, and who leads each index."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis import recompute_words
from egov_metrics.analysis.country import CountryTile
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.territory import as_one
from egov_metrics.charts import bars, sparkline
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.points import read
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import figures, filters, markup, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sheet import Sheet
from egov_metrics.ui.subjects import subject_of, unit_word
from egov_metrics.views.catalogue import catalogue
from egov_metrics.views.overview.country import CountryPage, finding


def headline(page: CountryPage) -> None:
    """The finding in one sentence."""
    parts.headline(finding(page), t("overview.country.choose", page.lang))


def tiles(page: CountryPage) -> None:
    """National figures with their statistic; the leader where there is no national figure."""
    parts.tiles([_tile(page, tile) for tile in page.tiles], page.lang)


def _tile(page: CountryPage, tile: CountryTile) -> markup.Tile:
    lang, indicator = page.lang, tile.indicator
    leader = ""
    if tile.leader is not None:
        leader = t("overview.country.first", lang, unit=tile.leader[f"name_{lang}"], year=str(int(tile.leader["year"])))
    if tile.figure is None:
        link = None
        if tile.leader is not None:
            link = Link(t("overview.source", lang), source_href(page.view, figure=tile.leader["figure_id"]))
        return markup.Tile(
            name=short(indicator, lang), nothing=t("overview.country.no_mean", lang), source=leader, link=link
        )
    figure = tile.figure
    subject, look = subject_of(indicator, lang), Look(lang, parts.mode())
    spark = ""
    if len(tile.series) > 1:
        rows = tile.series.assign(qualifier="exact", nothing=None, distinct_ranks=0)
        points = read(chart_frame(rows, lambda _: "VN"), "value")
        spark = sparkline.svg(figures.kept_apart(points, page.methods), subject, look=look)
    decimals = int(indicator["decimals"]) if pd.isna(figure["decimals"]) else int(figure["decimals"])
    statistic = insights.country_statistic(tile, page.view.is_present, lang)
    return markup.Tile(
        name=short(indicator, lang),
        year=str(int(figure["year"])),
        value=numbers.number(figure["value"], decimals),
        unit=unit_word(indicator, lang),
        rank=numbers.rank(figure["rank"], figure["rank_of"]) if pd.notna(figure["rank"]) else "",
        change=markup.Change(None, statistic),
        spark=spark,
        spark_alt=t("overview.spark.value", lang, index=short(indicator, lang)) if spark else "",
        source=leader,
        link=Link(t("overview.source", lang), source_href(page.view, figure=figure["figure_id"])),
    )


def ranking(page: CountryPage) -> None:
    """The provinces of the newest year of one index, ranked as far as they have figures."""
    shown = [tile for tile in page.tiles if tile.provinces > 1]
    if not shown:
        return
    lang = page.lang
    options = {tile.indicator["indicator_code"]: short(tile.indicator, lang) for tile in shown}
    code = page.view.indicator if page.view.indicator in options else next(iter(options))
    tile = next(tile for tile in shown if tile.indicator["indicator_code"] == code)
    filters.select(
        "indicator", {code: options[code]} | options, t("overview.index", lang), key="overview-index", width=260
    )
    year = tile.provinces_year or 0
    rows = _ranked(page, str(code), year)
    by_value = rows["value"].notna().sum() * 2 >= len(rows)
    names = page.served.unit_options(lang)
    frame = chart_frame(rows, lambda unit: str(names.option(unit)[1]))
    if page.panel is not None:
        notes = recompute_words.notes(frame, lambda unit: str(names.option(unit)[1]), lang)
        frame = frame.assign(note=notes)
    subject, look = subject_of(tile.indicator, lang), parts.look(lang, 1000, 1760)
    measure: Measure = "value" if by_value else "rank"
    figure = bars.build(frame, subject, measure=measure, look=look)
    caption = bars.caption(frame, subject, measure=measure, look=look)
    compare = href("compare", page.view.elsewhere(indicator=code, view="table", year_from=year, year_to=year))
    links = [Link(t("overview.compare", lang), compare)]
    full_name = page.served.unit_options(lang).name
    sheet = Sheet(page.served, page.view, tile.indicator, frame, full_name, caption.title)
    parts.chart_block(figure, caption, f"overview-ranking-{code}", lang, links=links, sheet=sheet)
    shown_units = int(frame[measure].notna().sum())
    fields = {"n": numbers.count(shown_units), "year": str(year)}
    if page.panel is None:
        words = t("overview.country.available", lang, **fields)
    else:
        refused = sum(one.year == year for one in page.panel.by_code[str(code)].refused)
        words = t("terr.country.available", lang, **fields, refused=numbers.count(refused))
    st.html(f'<p class="egov-text">{markup.escape(words)}</p>')


def _ranked(page: CountryPage, code: str, year: int) -> pd.DataFrame:
    """The figures of provinces of one year of an index: of the 34 of today, or of the order that has more."""
    if page.panel is not None:
        rows = page.panel.figures(code)
        return rows[(rows["year"] == year) & (rows["value"].notna() | rows["rank"].notna())]
    rows = page.served.query(
        "figures_of_indicator", indicator=code, level="province", year_from=year, year_to=year, parent=None, region=None
    )
    rows = as_one(rows, catalogue(page.served).continuity)
    return rows[rows["order"] == rows["order"].mode().iloc[0]]  # never the 63 and the 34 in one ranking
