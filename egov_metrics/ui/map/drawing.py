"""The map itself with its legend and the year player, beside the ranked list; a click chooses the unit."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from egov_metrics.charts import map_scene, outlines, tiles
from egov_metrics.charts.outline_file import Outlines
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.compare import framing, ranking
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.map import html, listing
from egov_metrics.ui.map.reading import MapPage
from egov_metrics.ui.markup import Link
from egov_metrics.ui.year_player import year_player


def draw(page: MapPage, shapes: Outlines | None = None) -> None:
    """The legend; map and list side by side, below each other on a phone; source line, table and files below the map.

    `shapes` are outlines to draw in place of the tiles.
    """
    lang = page.lang
    caption = map_scene.caption(page.scene, finding(page), tiles=shapes is None)
    st.html(html.legend(t(f"map.legend.{page.colour}", lang), page.scene.painting.legend()))
    left, right = st.columns([7, 4], gap="medium")
    with left, st.container(gap="xsmall"):
        key = (
            f"map-{page.grid.order}-{page.own}"  # a new one for each unit: a click on the chart itself leaves no trace
        )

        def chosen() -> None:
            points = st.session_state[key]["selection"]["points"]
            unit = points[0].get("customdata") if points else None
            unit = unit[0] if isinstance(unit, list) and unit else unit
            if isinstance(unit, str) and unit in page.names:
                filters.change(unit=unit)

        parts.chart_block(
            outlines.build(page.scene, page.grid, shapes) if shapes else tiles.build(page.scene, page.grid),
            replace(caption, subtitle="", method=" ".join(word for word in (_notes(page), caption.method) if word)),
            key,
            lang,
            links=source_links(page),
            table=lambda: listing.table(page, caption.title),
            files=downloads(page.seen),
            headed=False,
            on_select=chosen,
            below=lambda: _player(page),
        )
    with right:
        listing.ranked(page)


def _player(page: MapPage) -> None:
    year_player(page.seen.ranking_years, t("map.year", page.lang), page.lang, "map-year-player")


def finding(page: MapPage) -> str:
    """Where our own unit stands, else who leads, else what there is."""
    return ranking.finding_of_year(page.seen, page.rows, page.own, (), page.called)


def subtitle(page: MapPage) -> str:
    """Scale, how many have what is shown, and when our own unit has not."""
    said = map_scene.caption(page.scene).subtitle
    point = page.scene.points.get(page.own or "")
    if page.own is None or (point is not None and point.y is not None):
        return said
    name = page.names[page.own]
    return f"{said} {t(f'map.own_without.{page.seen.measure}', page.lang, unit=name, year=str(page.year))}"


def _notes(page: MapPage) -> str:
    other = plural("map.note.other_order", page.other, page.lang) if page.other else ""
    unplaced = t("map.note.unplaced", page.lang, units=", ".join(page.unplaced)) if page.unplaced else ""
    return framing.notes_of(
        page.seen, page.rows, (page.year, page.year), " ".join(said for said in (other, unplaced) if said)
    )


def source_links(page: MapPage) -> list[Link]:
    """To the source of our own unit's figure, and to all sources of the indicator."""
    lang, seen = page.lang, page.seen
    mine = page.rows[(page.rows["unit_id"] == page.own) & page.rows[seen.measure].notna()]
    links = []
    if len(mine) and isinstance(mine["figure_id"].iloc[0], str) and mine["value_basis"].iloc[0] != "recomputed":
        text = t("compare.sources.figure", lang, unit=page.names[str(page.own)], year=str(page.year))
        links.append(Link(text, source_href(page.view, figure=str(mine["figure_id"].iloc[0]))))
    everything = page.view.elsewhere(indicator=seen.indicator["indicator_code"])
    return [*links, Link(t("compare.sources.all", lang), href("sources", everything))]
