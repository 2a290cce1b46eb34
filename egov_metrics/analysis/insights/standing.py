"""A standing in words: what the screen, the printed sheet and the report write into a row of the table of indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from egov_metrics.analysis.insights import figures
from egov_metrics.analysis.insights.figures import ChangeWords
from egov_metrics.analysis.insights.profile import trend_words
from egov_metrics.analysis.insights.words import plain, short, unit_word
from egov_metrics.analysis.profile import Standing, Typical
from egov_metrics.analysis.recompute_words import made_of
from egov_metrics.analysis.unit_profile import UnitProfile
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t


class Noted(NamedTuple):
    """A number and what must be known with it: "88,37", "bình quân 63 đơn vị công bố"."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One index in plain words; what is not known is "". `figure_id` is the figure that
    states it."""

    code: str
    name: str
    year: str
    value: str
    unit: str
    flags: tuple[str, ...]
    made_of: str
    figure_id: str
    rank: Noted
    place: str
    region: Noted
    country: Noted
    similar: Noted
    best: Noted
    change: ChangeWords | None
    trend: str


def row_of(page: UnitProfile, one: Standing) -> Row:
    """The row of a standing."""
    figure, indicator, lang = one.figure, one.indicator, page.lang
    has_value = pd.notna(figure["value"])
    stated = isinstance(figure["figure_id"], str)
    return Row(
        code=one.code,
        name=short(indicator, lang),
        year=figures.when(figure),
        value=stated_value(figure, indicator, lang) if has_value else "",
        unit=unit_word(indicator, lang) if has_value and indicator["unit"] != "level" else "",
        flags=tuple(_flags(figure, lang)),
        made_of=(made_of(figure, page.called, lang) or "") if "rule" in figure else "",
        figure_id=figure["figure_id"] if stated else "",
        rank=stated_rank(figure, lang),
        place=_place(one, lang),
        region=_typical(one.region, one, lang),
        country=_typical(one.country, one, lang),
        similar=_typical(one.similar, one, lang),
        best=_best(page, one),
        change=figures.change_mark(one.change, figure, indicator, page.basis.methods, lang),
        trend=trend_words(one.trend, lang),
    )


def no_value(row: Row, lang: Lang) -> str:
    """What stands in place of a value: of a ranked unit, that only its rank is published."""
    return t("profile.value.none", lang) if row.rank.text and not row.value else ""


def stated_value(figure: dict, indicator: dict, lang: Lang) -> str:
    """The number with what its source says of its exactness: "90,02", "khoảng 87,50"."""
    text = plain(figure["value"], indicator, figures.places(figure, indicator))
    exact = figure["qualifier"] in (None, "exact") or pd.isna(figure["qualifier"])
    return text if exact else t(f"qualifier.{figure['qualifier']}", lang, value=text)


def _flags(figure: dict, lang: Lang) -> list[str]:
    """The marks of caution, without that of a rank recomputed here: such a rank is shown as a place."""
    stated = figure | {"rank_basis": None} if figure["rank_basis"] == "recomputed" else figure
    return figures.flags(stated, lang)


def stated_rank(figure: dict, lang: Lang) -> Noted:
    """The rank that a publisher states; in today's territory that of an unchanged province among the former ones."""
    if figure["rank_basis"] != "recomputed":
        if pd.isna(figure["rank"]):
            return Noted("")
        note = t("rank.no_total", lang) if pd.isna(figure["rank_of"]) else ""
        return Noted(numbers.rank(figure["rank"], figure["rank_of"]), note)
    rank, rank_of = figure.get("published_rank"), figure.get("published_rank_of")
    if rank is None or pd.isna(rank):
        return Noted("")
    among = "" if rank_of is None or pd.isna(rank_of) else t("profile.rank.among_old", lang, of=numbers.count(rank_of))
    return Noted(numbers.rank(rank, rank_of), among)


def _place(one: Standing, lang: Lang) -> str:
    """The place among units with figures, where it says more than the rank."""
    if not one.place_tells:
        return ""
    key = "profile.place.recomputed" if one.figure["rank_basis"] == "recomputed" else "profile.place"
    return t(key, lang, place=numbers.count(one.place), of=numbers.count(one.of))


def _typical(typical: Typical | None, one: Standing, lang: Lang) -> Noted:
    if typical is None:
        return Noted("")
    text = numbers.number(typical.value, figures.places(one.figure, one.indicator))
    if not typical.is_published:
        return Noted(text, t("profile.typical.median", lang, n=numbers.count(typical.of)))
    kind = "mean" if typical.statistic == "mean" else "published"
    if typical.of is None:
        return Noted(text, t(f"profile.typical.{kind}", lang))
    return Noted(text, t(f"profile.typical.{kind}_of", lang, n=numbers.count(typical.of)))


def _best(page: UnitProfile, one: Standing) -> Noted:
    """How far the value is from the best one, and whose that is; "" where too few have values to know the best."""
    if one.best is None or one.place is None or one.indicator["unit"] == "level":
        return Noted("")
    if not one.best_is_known and not one.covers:
        return Noted("")
    among = "" if one.best_is_known else t("profile.best.among", page.lang, n=numbers.count(one.of))
    if one.place == 1:
        return Noted(t("profile.best.self", page.lang), among)
    unit, best = one.best
    away = numbers.number(abs(best - float(one.figure["value"])), figures.places(one.figure, one.indicator))
    return Noted(away, " · ".join(text for text in (page.called(unit), among) if text))
