"""What stands above a view, and what stands in its place where there is nothing to draw."""

from __future__ import annotations

from typing import NamedTuple

from egov_metrics.analysis.insights import compare as insights
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.views.compare.naming import short_name
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.view import COUNTRY, LEVELS


class Words(NamedTuple):
    """The finding and the quieter line below it: scale, period, how many units."""

    title: str
    subtitle: str


class Nothing(NamedTuple):
    """Why nothing is drawn, and what to do ("" where nothing can be done); `title` stands above both, `finding` is the
    headline of the whole view."""

    title: str
    why: str
    what: str
    finding: str


def obstacle(page: Comparison) -> Nothing | None:
    """Why the field of a page has nothing to draw of any kind; None where it has."""
    lang = page.lang
    level = levels(lang)[page.view.level].lower()
    index = str(page.indicator.get(f"short_{lang}", ""))
    if not page.field.obstacle:
        return None
    if page.field.obstacle == "level":
        why, what = t("compare.empty.level", lang, level=level), t("compare.empty.level_what", lang)
    elif page.field.obstacle == "ask_parent":
        why = t("compare.empty.parent", lang, index=index, level=level)
        what = t("compare.empty.parent_what", lang)
    else:
        place = page.view.region if page.view.level == "province" else page.view.parent
        where = short_name(page.options, place or COUNTRY)
        why = t("compare.empty.nothing", lang, index=index, level=level, place=where)
        what = t("compare.empty.nothing_what", lang)
    title = t(f"compare.empty.title_{'ask' if page.field.obstacle == 'ask_parent' else 'none'}", lang)
    return Nothing(title, why, what, t("compare.title", lang))


def nothing(page: Comparison, reason: str) -> Nothing:
    """Why a kind of chart has nothing to show: it needs a `rank`, a `value`, two `years`, or another index (`against`)
    of which there is none."""
    lang = page.lang
    why = t(f"compare.none.{reason}", lang, index=str(page.indicator[f"short_{lang}"]))
    finding = insights.plain_finding(page.figures, page.indicator, lang)
    return Nothing(t("compare.empty.title_none", lang), why, t(f"compare.none.{reason}_what", lang), finding)


def levels(lang: Lang) -> dict[str, str]:
    """The levels of units by their names."""
    return {level: t(f"compare.level.{level}", lang) for level in LEVELS}
