"""What stands around every view: the finding, what is absent, ways to the sources, and what to do when it is empty."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.compare import notices
from egov_metrics.ui.compare.controls import levels
from egov_metrics.ui.compare.naming import short_name
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link


class Words(NamedTuple):
    """The finding and the quieter line below it: scale, period, how many units."""

    title: str
    subtitle: str


def show(page: Comparison, words: Words) -> None:
    """The heading, and remarks on the units that the reader asked for."""
    lang, subtitle, links = page.lang, words.subtitle, []
    if page.field.is_present:
        moved = notices.moved(page)
        # What is drawn of one year says already that it is of the 34.
        territory = [] if page.view.view in ("bars", "dist") else [t("compare.present", lang)]
        # On a phone these words would push the chart off the screen: there they stand below it.
        subtitle = " ".join([subtitle, *territory, *([] if parts.narrow() else moved)]).strip()
        back = replace(page.view, territory="as-published")
        links = [Link(t("compare.moved.back", lang), href("compare", back))] if moved else []
    parts.headline(words.title, subtitle, links)
    notices.absent(page)


def obstacle(page: Comparison) -> None:
    """Why nothing is drawn, and what to do."""
    lang = page.lang
    level = levels(page)[page.view.level].lower()
    index = str(page.indicator.get(f"short_{lang}", ""))
    if page.field.obstacle == "level":
        why, what = t("compare.empty.level", lang, level=level), t("compare.empty.level_what", lang)
    elif page.field.obstacle == "ask_parent":
        why = t("compare.empty.parent", lang, index=index, level=level)
        what = t("compare.empty.parent_what", lang)
    else:
        place = page.view.region if page.view.level == "province" else page.view.parent
        where = short_name(page.options, place) if place else short_name(page.options, "VN")
        why = t("compare.empty.nothing", lang, index=index, level=level, place=where)
        what = t("compare.empty.nothing_what", lang)
    heading = t(f"compare.empty.title_{'ask' if page.field.obstacle == 'ask_parent' else 'none'}", lang)
    parts.headline(t("compare.title", lang))
    parts.empty_state(heading, why, what, links=[Link(t("compare.sources.all", lang), _sources(page))])


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


def gap_words(page: Comparison, first: int, last: int) -> list[str]:
    """Why provinces have no figures, or only some, in years between `first` and `last`, as far as it is known."""
    if page.view.level != "province":
        return []
    gaps = page.served.query("known_gaps")
    known = gaps[(gaps["family"] == page.indicator["family"]) & (gaps["year"] >= first) & (gaps["year"] <= last)]
    years = known.groupby(f"reason_{page.lang}", sort=False)["year"].agg(list)
    return [
        reason if any(str(year) in reason for year in listed) else f"{', '.join(map(str, listed))}: {reason}"
        for reason, listed in years.items()
    ]


def _sources(page: Comparison) -> str:
    code = page.indicator.get("indicator_code")
    return href("sources", page.view.elsewhere(indicator=code) if code else page.view.elsewhere())
