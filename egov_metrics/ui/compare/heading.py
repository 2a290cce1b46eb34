"""What stands around every view: the finding, what is absent, ways to the sources, and what to do when it is empty."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.compare import notices
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.views.compare import remarks
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words


def show(page: Comparison, words: Words) -> None:
    """The heading, and remarks on the units that the reader asked for."""
    lang, subtitle, links = page.lang, words.subtitle, []
    if page.field.is_present:
        moved = remarks.moved(page)
        # What is drawn of one year says already that it is of the 34.
        territory = [] if page.view.view in ("bars", "dist") else [t("compare.present", lang)]
        # On a phone these words would push the chart off the screen: there they stand below it.
        subtitle = " ".join([subtitle, *territory, *([] if parts.narrow() else moved)]).strip()
        back = replace(page.view, territory="as-published")
        links = [Link(t("compare.moved.back", lang), href("compare", back))] if moved else []
    parts.headline(words.title, subtitle, links)
    notices.absent(page)


def obstacle(page: Comparison, said: Nothing) -> None:
    """Why nothing is drawn, and what to do."""
    parts.headline(said.finding)
    links = [Link(t("compare.sources.all", page.lang), _sources(page))]
    parts.empty_state(said.title, said.why, said.what, links=links)


def source_links(page: Comparison, unit: str | None, rows: pd.DataFrame | None = None) -> list[Link]:
    """To the source of the newest figure of a unit, and to all sources of the indicator."""
    rows = page.in_span if rows is None else rows
    drawn = rows[(rows["unit_id"] == unit) & rows[page.measure].notna()].sort_values("year")
    links = []
    if len(drawn):
        newest = drawn.iloc[-1]
        text = t("compare.sources.figure", page.lang, unit=page.name(str(unit)), year=str(int(newest["year"])))
        links.append(Link(text, source_href(page.view, figure=str(newest["figure_id"]))))
    return [*links, Link(t("compare.sources.all", page.lang), _sources(page))]


def _sources(page: Comparison) -> str:
    code = page.indicator.get("indicator_code")
    return href("sources", page.view.elsewhere(indicator=code) if code else page.view.elsewhere())
