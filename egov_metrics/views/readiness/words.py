"""The finding in one sentence, and what the reader must know before reading on."""

from __future__ import annotations

import pandas as pd

from egov_metrics.analysis import readiness
from egov_metrics.analysis.insights import readiness as insights
from egov_metrics.analysis.readiness import Assessment, Composition
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import marked
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.views.readiness.reading import Page, when


def finding(page: Page) -> str:
    """The first finding of what is shown, as a title: without a full stop."""
    if page.shown:
        return _sentence(page, page.shown[0]).removesuffix(".")
    key = "ready.headline.frame" if page.tiers else "ready.headline.none"
    tier = t(f"ready.tier.{page.tier}", page.lang).lower()
    return t(key, page.lang, place=places(page), **({"tier": tier} if page.tiers else {}))


def below(page: Page) -> list[str]:
    """What stands below the finding: the other assessments of the year, their other parts, our own unit."""
    if not page.shown:
        return []
    return [*(_sentence(page, one) for one in page.shown[1:]), *_details(page), _own_words(page)]


def territory_words(page: Page) -> str:
    """Why a present province shows former ones, or why nothing is recomputed; "" where neither is so."""
    lang = page.lang
    if page.place.kind == "present":
        return t("ready.present", lang, units=", ".join(page.options.name(unit) for unit in page.place.named))
    return t("ready.not_recomputed", lang) if page.view.is_present else ""


def places(page: Page) -> str:
    """The provinces whose agencies are shown."""
    return ", ".join(page.short(unit) for unit in page.place.named)


def _sentence(page: Page, one: Assessment) -> str:
    """Whose, when, and the first thing that is known: the composition, else the leader by points, else a fact."""
    lang = page.lang
    said = ""
    if one.compositions:
        said = _opening(one, one.compositions[0], page)
    if not said and one.has_points:
        said = _leader(page, one)
        said = _lowered(said) if one.units == 1 else said  # else it begins with a name
    if not said:
        said = t("ready.headline.no_level", lang, tier=t(f"ready.tier.{one.tier}", lang).lower())
    return t("ready.headline", lang, place=page.province(one), when=when(one, lang), said=said)


def _lowered(sentence: str) -> str:
    """A sentence of levels as it goes on after a colon: it begins with a word, never with a name."""
    return sentence[:1].lower() + sentence[1:]


def _opening(one: Assessment, composition: Composition, page: Page) -> str:
    """A composition as it goes on after whose and when."""
    words = _lowered(_words(one, composition, page))
    if not words or composition.part == "total":
        return words
    part = t(f"ready.part.{composition.part}", page.lang).lower()
    return t("ready.about_part", page.lang, part=part, said=words)


def composition_words(one: Assessment, composition: Composition, page: Page) -> str:
    """A composition as a sentence, with its part before it when the set has parts; "" when nothing can be said."""
    words = _words(one, composition, page)
    if not words or composition.part == "total":
        return words
    part = t(f"ready.part.{composition.part}", page.lang)
    return t("ready.of_part", page.lang, part=part, said=_lowered(words))


def _words(one: Assessment, composition: Composition, page: Page) -> str:
    scope = f"{one.tier}s"
    words = insights.composition(scope, composition.counts, composition.total, page.lang)
    if not words and composition.is_share_only:
        words = insights.shares(scope, composition.shares, page.lang)
    return words


def _details(page: Page) -> list[str]:
    """What else the shown assessments say: the other parts; how the number of units is known."""
    said = []
    for one in page.shown:
        said += [composition_words(one, other, page) for other in one.compositions[1:]]
        if any(composition.total_basis == "inferred" for composition in one.compositions):
            said.append(t("ready.total.inferred", page.lang, n=numbers.count(one.number)))
        if one.compositions and one.has_points and not one.has_levels:
            said.append(_leader(page, one))
    return [words for words in said if words]


def _leader(page: Page, one: Assessment) -> str:
    """Who has most points, with the maximum where it is stated, and of how many the points are known."""
    rows = readiness.ranked(one.cells)
    if rows.empty:
        return ""
    top = rows.iloc[0]
    points = points_words(top["score"], top["maximum"])
    name = str(top[f"name_{page.lang}"])
    if len(rows) == 1:
        return t("ready.leader.only", page.lang, unit=name, points=points)
    units = plural(f"insight.units.{one.tier}", len(rows), page.lang)
    return t("ready.leader", page.lang, unit=name, points=points, units=units)


def _own_words(page: Page) -> str:
    """What is known of our own unit in what is shown."""
    marked, lang = page.place.marked, page.lang
    if marked is None:
        return ""
    name = page.short(marked)
    said = []
    for one in page.shown:
        for row in one.cells[one.cells["unit_id"] == marked].itertuples():
            level = readiness.class_of(row.level, row.nothing)
            if level is None:
                continue
            words = insights.own_level(name, level, lang)
            part = t(f"ready.part.{row.part}", lang)
            said.append(words if row.part == "total" else t("ready.of_part", lang, part=part, said=words))
    if said:
        return " ".join(said)
    for one in page.shown:
        for row in readiness.ranked(one.cells).itertuples():
            if row.unit_id == marked:
                stated = rank_words(row.rank, row.rank_of, row.rank_basis, lang)
                rank = t("ready.own.rank", lang, rank=stated) if stated else ""
                return t("ready.own.points", lang, unit=name, points=points_words(row.score, row.maximum), rank=rank)
    return t("ready.own.none", lang, unit=name)


def rank_words(rank: float, rank_of: float, basis: object, lang: Lang) -> str:
    """ "1/20", one that was not published with what it is: "20/20 (suy ra)"; "" without one."""
    if pd.isna(rank):
        return ""
    return marked(numbers.rank(rank, rank_of), basis if isinstance(basis, str) else None, Look(lang))


def points_words(score: float, maximum: float) -> str:
    """ "141,6/150"; without a maximum the points alone."""
    points = numbers.number(score, None)
    return points if pd.isna(maximum) else f"{points}/{numbers.number(maximum, None)}"
