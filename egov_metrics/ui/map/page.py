"""The page from top to bottom: filters, finding, map and list; or why there is nothing to show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from egov_metrics.charts.outline_file import Outlines, OutlinesRefused
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.compare.screen import frame
from egov_metrics.ui.links import href
from egov_metrics.ui.map import controls, drawing, reading, supplied
from egov_metrics.ui.markup import Link
from egov_metrics.ui.session import Served
from egov_metrics.units.keys import level_of
from egov_metrics.views.view import COUNTRY, View

STYLE = Path(__file__).parent / "map.css"
MOST_NAMED = 6
"""So many features or provinces without an outline are named in the notice."""


def show(served: Served, view: View) -> None:
    """The whole page."""
    page = reading.read(served, view)
    with frame():
        st.html(STYLE)
        if page is None:
            _nothing(view)
            return
        controls.row(page, has_outlines=any(map(supplied.path_of, supplied.FILES)))
        moved, links = _moved(page)
        parts.headline(drawing.finding(page), " ".join(filter(None, [drawing.subtitle(page), moved])), links)
        _absent(page)
        drawing.draw(page, _shapes(served, page))


def _nothing(view: View) -> None:
    lang = view.lang
    parts.headline(t("map.heading", lang))
    links = [Link(t("compare.sources.all", lang), href("sources", view.elsewhere()))]
    parts.empty_state(
        t("compare.empty.title_none", lang), t("map.empty.why", lang), t("map.empty.what", lang), links=links
    )


def _shapes(served: Served, page: reading.MapPage) -> Outlines | None:
    """The outlines to draw when the reader asks for them; says why there are none, or what of the file is not used."""
    lang, order = page.lang, page.grid.order
    if page.view.shape != "outlines":
        return None
    found, file = supplied.outlines_of(served, order), supplied.FILES[order]
    if found is None:
        parts.notice(t("map.outlines.none", lang, file=file))
        return None
    if isinstance(found, OutlinesRefused):
        parts.notice(t(f"map.outlines.{found.reason}", lang, file=file), kind="warn")
        return None
    missing = [name for unit, name in page.names.items() if unit not in found.shapes]
    said = [("unmatched", list(found.unmatched)), ("missing", missing)]
    told = [t(f"map.outlines.{key}", lang, file=file, names=_some(names)) for key, names in said if names]
    if told:
        parts.notice(*told, kind="warn")
    return found


def _some(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")


def _absent(page: reading.MapPage) -> None:
    """Why our own unit is not on the map."""
    view, lang, seen = page.view, page.lang, page.seen
    if view.unit == COUNTRY or level_of(view.unit) != "province":
        return
    succession = seen.field.succession
    name = seen.full_name(view.unit)
    if page.own is None:
        members = succession.members.get(view.unit, ())
        links = [Link(seen.short(one), href("map", replace(view, unit=one))) for one in members]
        if members:
            links.append(Link(t("territory.2025", lang), href("map", replace(view, territory="2025"))))
            parts.notice(t("map.absent.merged", lang, unit=name), links=links)
        else:
            now = succession.present(view.unit)
            links.append(Link(seen.options.name(now), href("map", replace(view, unit=now))))
            parts.notice(t("map.absent.gone", lang, unit=name), links=links)


def _moved(page: reading.MapPage) -> tuple[str, list[Link]]:
    """That our own unit is shown as the present province that it became a part of, with the way back."""
    view, lang, seen, own = page.view, page.lang, page.seen, page.own
    if own is None or not seen.field.is_present or own == view.unit or not seen.field.succession.is_merged(own):
        return "", []
    back = Link(t("compare.moved.back", lang), href("map", replace(view, territory="as-published")))
    return t("map.moved", lang, old=seen.full_name(view.unit), new=seen.options.name(own)), [back]
