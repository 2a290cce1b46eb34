"""A standing in words: what both the screen and the printed sheet write into a row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from egov_metrics.analysis.insights.profile import trend_words
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.profile import Standing, Typical
from egov_metrics.analysis.recompute_words import made_of
from egov_metrics.charts import standing
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.palette import Mode
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import figures, markup
from egov_metrics.ui.links import source_href
from egov_metrics.ui.profile.reading import Profile
from egov_metrics.ui.subjects import subject_of, unit_word


class Noted(NamedTuple):
    """A number and what must be known with it: "88,37", "bình quân 63 đơn vị công bố"."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One index in plain words; what is not known is "". `source` is an address."""

    code: str
    name: str
    year: str
    value: str
    unit: str
    flags: tuple[str, ...]
    made_of: str
    source: str
    rank: Noted
    place: str
    region: Noted
    country: Noted
    similar: Noted
    best: Noted
    change: markup.Change | None
    trend: str


def row_of(page: Profile, one: Standing) -> Row:
    """The row of a standing."""
    figure, indicator, lang = one.figure, one.indicator, page.lang
    has_value = pd.notna(figure["value"])
    subject = subject_of(indicator, lang)
    stated = isinstance(figure["figure_id"], str)
    return Row(
        code=one.code,
        name=short(indicator, lang),
        year=figures.when(figure),
        value=_value(figure, indicator, lang) if has_value else "",
        unit=unit_word(indicator, lang) if has_value and not subject.is_level else "",
        flags=tuple(_flags(figure, lang)),
        made_of=(made_of(figure, page.called, lang) or "") if "rule" in figure else "",
        source=source_href(page.view, figure=figure["figure_id"]) if stated else "",
        rank=_rank(figure, lang),
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


def _value(figure: dict, indicator: dict, lang: Lang) -> str:
    """The number with what its source says of its exactness: "90,02", "khoảng 87,50"."""
    text = subject_of(indicator, lang).plain(figure["value"], figures.places(figure, indicator))
    exact = figure["qualifier"] in (None, "exact") or pd.isna(figure["qualifier"])
    return text if exact else t(f"qualifier.{figure['qualifier']}", lang, value=text)


def _flags(figure: dict, lang: Lang) -> list[str]:
    """The marks of caution, without that of a rank recomputed here: such a rank is shown as a place."""
    stated = figure | {"rank_basis": None} if figure["rank_basis"] == "recomputed" else figure
    return figures.flags(stated, lang)


def _rank(figure: dict, lang: Lang) -> Noted:
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


def _best(page: Profile, one: Standing) -> Noted:
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


def position(page: Profile, one: Standing, mode: Mode, width: int = standing.WIDTH) -> tuple[str, str]:
    """The drawing of where the unit stands and the sentence for those who do not see it; "" and "" without a scale."""
    if one.scale is None:
        return "", ""
    measure: Measure = one.scale
    by_value = measure == "value"
    marks = standing.Marks(
        figures=one.peers if by_value else one.ranks,
        own=page.basis.key,
        similar=page.similar,
        ranked=one.ranked,
        middle=one.country.value if by_value and one.country else None,
        region=one.region.value if by_value and one.region else None,
    )
    given: dict = {"measure": measure, "look": Look(page.lang, mode), "name": page.short_name}
    subject = subject_of(one.indicator, page.lang)
    return standing.svg(marks, subject, **given, width=width), standing.alt(marks, subject, **given)
