"""How the sources page names things: periods, scopes, who states, what kind of thing it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egov_metrics.charts.look import Subject
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, has, t

Row = Mapping[str, Any]

_DIRECTIONS = {"higher": "sources.direction.higher", "lower": "sources.direction.lower"}


def given(value: Any) -> bool:
    """Is there a value (not None, NaN, NaT or empty)?"""
    return not (numbers.is_none(value) or value == "")


def said(value: Any) -> str:
    """A text of a frame, "" for none."""
    return str(value) if given(value) else ""


def kind_name(kind: str, lang: Lang) -> str:
    """What a kind of finding is called; a kind without a name (of another edition) stands as it is."""
    key = f"finding_kind.{kind}"
    return t(key, lang) if has(key) else kind


def amount(row: Row, subject: Subject, lang: Lang) -> str:
    """The value of a figure or statement with its unit and qualifier, "" without a value."""
    if not given(row["value"]):
        return ""
    decimals = int(row["decimals"]) if given(row["decimals"]) else None
    return subject.amount(float(row["value"]), decimals, said(row["qualifier"]) or None, lang)


def place(row: Row) -> str:
    """The rank with its denominator, "" without a rank."""
    return numbers.rank(row["rank"], row["rank_of"]) if given(row["rank"]) else ""


def nothing(row: Row, lang: Lang) -> str:
    """Mark and words of a kind of nothing, "" when there is a figure."""
    return " ".join(numbers.nothing(row["nothing"], lang)) if given(row["nothing"]) else ""


def year(row: Row, lang: Lang) -> str:
    """The year of a figure, or that none is stated."""
    return str(int(row["year"])) if given(row["year"]) else t("finding.undated", lang)


def period(row: Row, lang: Lang) -> str:
    """When the figure is of: "năm 2021 (nguồn nêu rõ)", "đến 29/8/2025 (...)"."""
    basis = t(f"sources.period_basis.{row['period_basis']}", lang)
    start, end = (_day(row[name]) for name in ("period_start", "period_end"))
    if not end:
        return basis
    if start and start[4:] == "-01-01" and end == f"{start[:4]}-12-31":
        when = t("sources.period.year", lang, year=start[:4])
    elif start:
        when = t("sources.period.between", lang, start=numbers.date(start), end=numbers.date(end))
    else:
        when = t("sources.period.until", lang, end=numbers.date(end))
    return f"{when} ({basis})"


def _day(value: Any) -> str:
    return str(value)[:10] if given(value) else ""


def of_whom(row: Row, unit: str, level: str, lang: Lang) -> str:
    """Whom a figure is of: "Sơn La", "cấp xã của Gia Lai", "Việt Nam (trung bình 63 đơn vị)"."""
    whom = unit if row["scope"] == "self" else t(f"sources.scope.{row['scope']}", lang, unit=unit)
    statistic = statistic_name(row, level, lang)
    return f"{whom} ({statistic})" if statistic else whom


def statistic_name(row: Row, level: str, lang: Lang) -> str:
    """What a figure of many units is: mean, median, or the country's own index; "" for a unit's own figure."""
    if row["statistic"] == "own":
        return t("sources.statistic.own", lang) if level == "country" else ""
    members = said(row["members"]) and numbers.count(row["members"])
    key = f"sources.statistic.{row['statistic']}"
    return t(f"{key}.of", lang, n=members) if members else t(key, lang)


def passage(value: Any, lang: Lang) -> str:
    """ "đoạn 7", "" when no passage is noted."""
    return t("sources.passage", lang, number=said(value)) if given(value) else ""


def brought(row: Row, lang: Lang) -> str:
    """Who accepted a statement and on which day; "" for one of the reviewed data."""
    if not given(row["batch_id"]):
        return ""
    day = numbers.date(row["made_at"].date())
    return t(f"sources.brought.{row['batch_kind']}", lang, by=said(row["made_by"]), date=day)


def published(value: Any, lang: Lang) -> str:
    """When a source was published, or that it is not known."""
    return numbers.date(said(value)) if given(value) else t("sources.undated", lang)


def scale(indicator: Row, lang: Lang) -> str:
    """ "Điểm, thang 0–100", "Mức I (cao nhất) đến IV", "%"."""
    if indicator["unit"] == "level":
        return t("chart.scale.level", lang)
    unit = t(f"measure_name.{indicator['unit']}", lang)
    low, high = indicator["scale_min"], indicator["scale_max"]
    if pd.isna(low) or pd.isna(high):
        return unit
    return t("chart.scale.bounded", lang, unit=unit, low=numbers.number(low, None), high=numbers.number(high, None))


def direction(indicator: Row, lang: Lang) -> str:
    """Which end of the scale is the better one."""
    if indicator["unit"] == "level":
        return t("sources.direction.level", lang)
    return t(_DIRECTIONS.get(str(indicator["direction"]), "sources.direction.neutral"), lang)


def years(first: Any, last: Any, lang: Lang) -> str:
    """ "2017–2018", "từ 2025", "2020"; "" when neither is known."""
    if not given(first) and not given(last):
        return ""
    if not given(last):
        return t("sources.years.from", lang, year=int(first))
    if not given(first):
        return t("sources.years.to", lang, year=int(last))
    return str(int(first)) if int(first) == int(last) else f"{int(first)}–{int(last)}"
