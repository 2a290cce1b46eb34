"""One index over the years among comparable units, and where the unit stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from egov_metrics.analysis import recompute_words
from egov_metrics.analysis.change import newest
from egov_metrics.analysis.frames import chart_frame, kept_apart
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.overview import Tile
from egov_metrics.analysis.position import beside, comparable_values, of_one_order, position
from egov_metrics.analysis.territory import as_one
from egov_metrics.charts import bars, line, line_caption, strip
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.palette import Mode
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, markup, parts, rank_move
from egov_metrics.ui.links import href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.overview.lists import movements
from egov_metrics.ui.overview.unit import source_link
from egov_metrics.ui.sheet import Sheet
from egov_metrics.ui.subjects import subject_of
from egov_metrics.views.overview.unit import UnitPage
from egov_metrics.views.territory import How

MOST_BARS = 20
"""Up to so many figures of one single year are bars: a line of one point says little."""


@dataclass(frozen=True)
class Drawn:
    """A chart and its words."""

    figure: go.Figure
    caption: Caption


@dataclass(frozen=True)
class Place:
    """The strip of one year with the sentence that goes under it."""

    drawn: Drawn
    words: str
    year: int


def series_and_position(page: UnitPage) -> None:
    """One index over the years among comparable units; where the unit stands in its newest year; what moved."""
    shown = [tile for tile in page.overview.tiles if tile.figure is not None]
    if not shown:
        return
    options = {tile.code: short(tile.indicator, page.lang) for tile in shown}
    asked = page.view.indicator
    tile = next((tile for tile in shown if tile.code == asked), page.overview.lead or shown[0])
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = {tile.code: options[tile.code]} | options
            filters.select("indicator", chosen, t("overview.index", page.lang), key="overview-index", width=260)
            offered = _measures(tile)
            if len(offered) > 1:
                words = {"value": t("overview.by_value", page.lang), "rank": t("overview.by_rank", page.lang)}
                filters.segments("measure", words, t("overview.measure", page.lang), key="overview-measure")
        _show_series(page, tile)
        _show_move(page, tile)
    with right:
        _show_place(page, tile)
        movements(page)


def _show_series(page: UnitPage, tile: Tile) -> None:
    offered = _measures(tile)
    measure: Measure = "rank" if page.view.measure == "rank" else "value"
    measure = measure if measure in offered else offered[0]
    drawn = _series(*_where(page, tile), measure, page.lang, *_how_shown(page, 760, 1080), page, tile)
    compare = Link(t("overview.compare", page.lang), href("compare", page.view.elsewhere(indicator=tile.code)))
    assert tile.figure is not None
    source = source_link(page, tile.figure, tile.code, "overview.source.all")
    parts.chart_block(
        drawn.figure, drawn.caption, f"overview-series-{tile.code}", page.lang, links=[compare, source],
        sheet=_sheet(page, tile, _peers_of(page, tile), drawn.caption.title),
    )  # fmt: skip


def _sheet(page: UnitPage, tile: Tile, rows: pd.DataFrame, title: str) -> Sheet:
    by_province = page.unit["level"] == "province"
    return Sheet(page.served, page.view, tile.indicator, rows, _full_name(page), title, by_province)


def _full_name(page: UnitPage) -> Callable[[str], str]:
    return page.served.unit_options(page.lang).name


def _measures(tile: Tile) -> list[Measure]:
    """Value, rank or both: what any year of the unit's index states."""
    both: tuple[Measure, ...] = ("value", "rank")
    return [measure for measure in both if any(pd.notna(row[measure]) for row in tile.rows)]


def _show_place(page: UnitPage, tile: Tile) -> None:
    place = _place(*_where(page, tile), page.lang, *_how_shown(page, 440, 640), page, tile)
    if place is None:
        return
    parts.title(t("overview.position.title", page.lang, year=str(place.year)))
    alt, key = place.drawn.caption.alt, f"overview-strip-{place.year}-{tile.code}"
    st.plotly_chart(place.drawn.figure, key=key, theme=None, config=parts.PLOTLY_CONFIG, alt=alt)
    st.html(f'<p class="egov-text">{markup.escape(place.words)}</p>')
    ranking = href(
        "compare", page.view.elsewhere(indicator=tile.code, view="table", year_from=place.year, year_to=place.year)
    )
    parts.source_line(place.drawn.caption.source, [Link(t("overview.bars", page.lang), ranking)])
    rows = _peers_of(page, tile)
    shown = rows[rows["year"] == place.year]
    parts.below_chart(key, place.drawn.caption, page.lang, sheet=_sheet(page, tile, shown, place.drawn.caption.title))


def _show_move(page: UnitPage, tile: Tile) -> None:
    """Why the rank moved, as far as it can be told: own change and that of others."""
    rows = _peers_of(page, tile)
    if page.key in set(rows["unit_id"]):
        names = dict(zip(rows["unit_id"], rows["name"], strict=True))
        rank_move.show(
            page.served, page.view, rows, page.key, tile.indicator, names.__getitem__, page.methods,
            f"overview-move-{tile.code}", width=760, only_told=True,
        )  # fmt: skip


def _how_shown(page: UnitPage, medium: int, projector: int) -> tuple[Mode, int, bool]:
    """What of the reader's window decides a chart, as keys of a cache."""
    look = parts.look(page.lang, medium, projector)
    return look.mode, look.width, look.projected


def _where(page: UnitPage, tile: Tile) -> tuple[str, str, tuple[bool, How], str]:
    return str(page.served.ref.path), page.unit_id, page.how, tile.code


# Below, arguments with an underscore are not part of the key of a cache: the ones before them decide them.


@st.cache_resource(max_entries=64, show_spinner=False)
def _peers(
    path: str, code: str, level: str, parent: str | None, how: tuple[bool, How], lang: str, _page: UnitPage
) -> pd.DataFrame:
    """Figures of all units of a level on one index, named; an unchanged province is one before and after 2025."""
    if _page.panel is not None:
        frame = chart_frame(_page.panel.figures(code), _page.called)
        return frame.assign(note=recompute_words.notes(frame, _page.called, _page.lang))
    rows = _page.served.query(
        "figures_of_indicator", indicator=code, level=level, year_from=1990, year_to=2100, parent=parent, region=None
    )
    names = _page.served.unit_options(_page.lang)
    return chart_frame(as_one(rows, _page.continuity), lambda unit: str(names.option(unit)[1]))


def _peers_of(page: UnitPage, tile: Tile) -> pd.DataFrame:
    """Provinces are among all provinces of their order, others among the units of the same parent."""
    level = page.unit["level"]
    parent = None if level == "province" else page.unit["parent_id"]
    rows = _peers(str(page.served.ref.path), tile.code, level, parent, page.how, page.lang, page)
    return beside(rows, page.key) if level == "province" and page.panel is None else rows


@st.cache_resource(max_entries=256, show_spinner=False)
def _series(
    path: str,
    unit: str,
    how: tuple[bool, How],
    code: str,
    measure: Measure,
    lang: str,
    mode: Mode,
    width: int,
    projected: bool,
    _page: UnitPage,
    _tile: Tile,
) -> Drawn:
    frame = _peers_of(_page, _tile)
    methods = _page.methods.of_family(_tile.indicator["family"])
    methods = methods.assign(name=methods[f"name_{lang}"], changes=methods[f"changes_{lang}"])
    subject, look = (
        subject_of(_tile.indicator, _page.lang),
        Look(_page.lang, mode, width, 430 if projected else 330, projected),
    )
    held = frame[frame[measure].notna()]
    if held["year"].nunique() == 1 and 1 < len(held) <= MOST_BARS:
        bare = replace(look, height=None)
        drawn = bars.build(held, subject, own=_page.key, measure=measure, look=bare)
        said = bars.caption(held, subject, own=_page.key, measure=measure, look=bare)
        told = line_caption.caption(frame, methods, subject, own=_page.key, measure=measure, look=look)
        return Drawn(drawn, replace(said, title=told.title))
    frame = kept_apart(frame, _page.methods)
    scene = line.stage(frame, methods, _page.key, (), measure, None, look, None)
    given: dict[str, Any] = {"own": _page.key, "measure": measure, "look": look, "scene": scene}
    figure = line.build(frame, methods, subject, **given)
    return Drawn(figure, line_caption.caption(frame, methods, subject, **given))


@st.cache_resource(max_entries=256, show_spinner=False)
def _place(
    path: str,
    unit: str,
    how: tuple[bool, How],
    code: str,
    lang: str,
    mode: Mode,
    width: int,
    projected: bool,
    _page: UnitPage,
    _tile: Tile,
) -> Place | None:
    """The strip of the newest year in which the unit has a published value (or one recomputed of all provinces that it
    was formed of), else of published ranks."""
    page, rows = _page, _peers_of(_page, _tile)
    mine = rows[rows["unit_id"] == page.key]
    whole = (mine["value_basis"] == "recomputed") & (mine["qualifier"] == "exact")
    own = newest(mine[(mine["value_basis"] == "published") | whole])
    found = None if own is None else position(rows, page.key, int(own["year"]), _tile.indicator["direction"])
    look = Look(page.lang, mode, width, projected=projected)
    subject = subject_of(_tile.indicator, page.lang)
    measure: Measure = "value" if found is not None else "rank"
    median = None
    if own is not None and found is not None:
        year = int(own["year"])
        shown = comparable_values(of_one_order(rows, page.key, year), year)
        median = (t("overview.median", page.lang), found.median)
        words = insights.position_words(page.name, found, _tile.indicator, year, page.lang, page.unit["level"])
    else:
        ranked = rows[rows["rank"].notna() & (rows["rank_basis"] == "published")]
        years = ranked.loc[ranked["unit_id"] == page.key, "year"]
        if years.empty:
            return None
        year = int(years.max())
        shown = of_one_order(ranked[ranked["year"] == year], page.key, year)
        if len(shown) < 2:
            return None
        words = t("overview.position.ranks", page.lang, n=numbers.count(len(shown)), year=str(year))
    figure = strip.build(shown, subject, own=page.key, measure=measure, mean=median, look=look)
    caption = strip.caption(shown, subject, own=page.key, measure=measure, mean=median, look=look)
    return Place(Drawn(figure, caption), words, year)
