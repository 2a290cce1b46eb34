"""The map itself with its legend and the year player, beside the ranked list; a click chooses the unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import streamlit as st

from egov_metrics.charts import map_scene, outlines, tiles
from egov_metrics.charts.outline_file import Outlines
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.compare import framing, notices
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.map import html, listing
from egov_metrics.ui.map.reading import MapPage
from egov_metrics.ui.markup import Link
from egov_metrics.ui.year_player import year_player
from egov_metrics.views.compare.framing import notes_of
from egov_metrics.views.compare.one_year import finding_of_year


def draw(page: MapPage, shapes: Outlines | None = None) -> None:
    """The legend; map and list side by side, below each other on a phone; source line, table and files below the map.

    `shapes` are outlines to draw in place of the tiles.
    """
    st.html(html.legend(t(f"map.legend.{page.colour}", page.lang), page.scene.painting.legend()))
    left, right = st.columns([7, 4], gap="medium")
    with left, st.container(gap="xsmall"):
        chart(page, shapes)
        if page.gap is None:
            notices.refused_list(page.seen)
    with right:
        listing.ranked(page)


def chart(page: MapPage, shapes: Outlines | None = None) -> None:
    """The map alone, with all that must go with it."""
    caption = map_scene.caption(page.scene, finding(page), tiles=shapes is None)
    key = f"map-{page.grid.order}-{page.own}"  # a new one for each unit: a click on the chart itself leaves no trace

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
        page.lang,
        links=source_links(page),
        table=None if page.gap else lambda: listing.table(page, caption.title),
        files=downloads(page.seen) if page.gap is None else (),
        headed=False,
        framed=parts.Framed(subtitle(page), framing.facts_of(page.seen), _legend(page)),
        on_select=chosen,
        below=lambda: _player(page),
    )


def _legend(page: MapPage) -> list[tuple[str, str]]:
    """The classes with their numbers of units and colours: on the page they stand above the map, not in it."""
    return [(f"{shade.label} ({numbers.count(n)})", shade.fill) for shade, n in page.scene.painting.legend() if n]


def _player(page: MapPage) -> None:
    newest = page.seen.ranking_years[-1]

    def take(year: int) -> None:
        filters.change(year=None if year == newest else year)

    year_player(page.years, t("map.year", page.lang), page.lang, "map-year-player", year=page.year, on_pick=take)


def finding(page: MapPage) -> str:
    """Where our own unit stands, else who leads, else what there is; or that nobody was measured."""
    if page.gap is not None:
        index = str(page.seen.indicator[f"short_{page.lang}"])
        return t("map.gap", page.lang, index=index, year=str(page.year))
    return finding_of_year(page.seen, page.rows, page.own, (), page.called)


def subtitle(page: MapPage) -> str:
    """Scale, how many have what is shown, when our own unit has not, why little compares, and what else must be known
    of the colours. Of a year in which nobody was measured only the reason."""
    if page.gap is not None:
        return page.gap[1]
    said = [map_scene.caption(page.scene).subtitle]
    point = page.scene.points.get(page.own or "")
    if page.own is not None and (point is None or point.y is None):
        said.append(
            t(f"map.own_without.{page.seen.measure}", page.lang, unit=page.names[page.own], year=str(page.year))
        )
    return " ".join(filter(None, [*said, unlike_words(page), _colour_words(page)]))


def unlike_words(page: MapPage) -> str:
    """Why changes are missing: that there is no earlier figure, or the one reason that most provinces share."""
    lang, measure = page.lang, page.seen.measure
    if page.colour != "change":
        return ""
    if page.moves is None:
        key = "only_ranks" if measure == "value" and _ranked_before(page) else measure
        return t(f"map.change.first.{key}", lang, year=str(page.year))
    drawn = [unit for unit, point in page.scene.points.items() if point.y is not None]
    why = Counter(page.moves.why[unit] for unit in drawn if unit in page.moves.why)
    if not why:
        return ""
    reason, n = why.most_common(1)[0]
    if n < len(drawn) / 2:
        return ""
    fields = {"year": str(page.moves.year), "reason": reason.rstrip(".")}
    if n == len(drawn):
        return t("map.change.none", lang, **fields)
    return t("map.change.most", lang, n=numbers.count(n), of=numbers.count(len(drawn)), **fields)


def _ranked_before(page: MapPage) -> bool:
    figures = page.seen.figures
    mine = figures["rank"].notna() & figures["unit_id"].isin(page.rows["joined_id"])
    return bool((mine & (figures["year"] < page.year)).any())


def _colour_words(page: MapPage) -> str:
    """That the colours which the link asks for are not there, and where they are."""
    lang, asked = page.lang, page.view.colour
    if asked in page.colours or asked == "value":
        return ""
    colour = t(f"map.colour.{page.colour}", lang).lower()
    if asked != "level":
        return t("map.colour.absent", lang, asked=t(f"map.colour.{asked}", lang).lower(), colour=colour)
    years = ", ".join(map(str, page.classed_years))
    where = t("map.colour.classed_years", lang, years=years) if years else ""
    return " ".join(filter(None, [t("map.colour.no_level", lang, year=str(page.year), colour=colour), where]))


def _notes(page: MapPage) -> str:
    if page.gap is not None:
        return ""
    other = plural("map.note.other_order", page.other, page.lang) if page.other else ""
    unplaced = t("map.note.unplaced", page.lang, units=", ".join(page.unplaced)) if page.unplaced else ""
    classed = t("map.note.level", page.lang, year=str(page.year)) if page.colour == "level" and page.scores else ""
    more = " ".join(said for said in (other, unplaced, classed) if said)
    return notes_of(page.seen, page.rows, (page.year, page.year), *framing.below_only(page.seen), more)


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
