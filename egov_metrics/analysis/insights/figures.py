"""One figure in a few words: when, how exact, what it is based on, how it moved; the e-government level as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from egov_metrics.analysis.change import Change
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights.words import method_words
from egov_metrics.analysis.overview import Overview, OwnLevel, TierLevels
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t

Trend = Literal["up", "down", "same"]


@dataclass(frozen=True)
class ChangeWords:
    """How a figure moved: `trend` is whether it got better, whatever the direction of the scale.

    `text` is the whole sentence ("tăng 1 bậc so với 2023"); `unlike` says why the two figures may not be compared, or
    is empty when they may.
    """

    trend: Trend | None
    text: str
    unlike: str = ""


@dataclass(frozen=True)
class LevelLine:
    """The e-government level of a unit or of its departments, in words; what is not known is "".

    `nothing` says what is known instead of a level; `figure_id` is the figure that states it, None without any.
    """

    name: str
    year: str = ""
    value: str = ""
    unit: str = ""
    rank: str = ""
    nothing: str = ""
    flags: Sequence[str] = field(default=())
    notes: Sequence[str] = field(default=())
    source: str = ""
    figure_id: str | None = None


def places(figure: dict | pd.Series, indicator: dict) -> int:
    """How many decimals: as the source printed them, else as is usual for the indicator."""
    stated = figure["decimals"]
    return int(indicator["decimals"]) if pd.isna(stated) else int(stated)


def when(figure: dict) -> str:
    """The year, or the date when the figure stands for a part of the year."""
    end = figure["period_end"]
    if pd.notna(end) and (end.month, end.day) != (12, 31):
        return numbers.date(end.date())
    return str(int(figure["year"]))


def producer(figure: dict) -> str:
    """Who published it; "" when that is not known."""
    found = figure["source_producer"]
    return str(found) if isinstance(found, str) else ""


def flags(figure: dict | pd.Series, lang: Lang) -> list[str]:
    """Marks of caution: not published as such, sources that disagree, an inferred year."""
    marks = []
    for part in ("value", "rank"):
        basis = figure[f"{part}_basis"]
        if isinstance(basis, str) and basis != "published":
            marks.append(t(f"overview.flag.{part}.{basis}", lang))
    if figure["distinct_values"] > 1 or figure["distinct_ranks"] > 1:
        marks.append(t("overview.flag.conflict", lang))
    if figure["period_basis"] == "inferred":
        marks.append(t("overview.flag.year_inferred", lang))
    elif figure["period_basis"] == "document_date":
        marks.append(t("overview.flag.document_date", lang))
    return marks


def change_mark(
    change: Change | None, figure: dict | None, indicator: dict, methods: Methods, lang: Lang
) -> ChangeWords | None:
    """How a figure moved: by places where ranks compare, else by its value where that is like for like, else not."""
    if change is None or figure is None:
        return None
    unlike = ""
    if not change.likeness.is_like:
        method = method_words(change.likeness.method_id, methods, lang)
        kind = change.likeness.kind
        unlike = t(f"overview.unlike.{kind}", lang, **({"method": method} if kind == "broken" else {}))
    year = str(change.year_from)
    if change.places is not None:
        trend: Trend = "up" if change.places > 0 else "down" if change.places < 0 else "same"
        fields = {"year": year} | ({"n": numbers.count(abs(change.places))} if change.places else {})
        return ChangeWords(trend, t(f"overview.tile.rank_{trend}", lang, **fields), unlike)
    if change.shown_value is not None:
        better = (-1 if indicator["direction"] == "lower" else 1) * change.shown_value
        trend = "up" if better > 0 else "down" if better < 0 else "same"
        delta = numbers.signed(change.shown_value, places(figure, indicator))
        return ChangeWords(trend, t("overview.tile.value", lang, delta=delta, year=year), unlike)
    return ChangeWords(None, t("overview.tile.no_change", lang, year=year), unlike)


def rank_words(rank: float, rank_of: float, lang: Lang) -> str:
    """ "hạng 12/63"; of a rank whose denominator no source states, "hạng 1 (không nêu tổng số)"."""
    words = numbers.rank_words(rank, rank_of, lang)
    return t("rank.of_unstated", lang, rank=words) if pd.notna(rank) and pd.isna(rank_of) else words


def level_line(overview: Overview, lang: Lang) -> LevelLine:
    """The e-government level: of the unit itself, or how many of its departments reached level I."""
    name = t("overview.level", lang)
    own = overview.own_level
    if own is not None:
        first = own.rows.iloc[0]
        value, unit = _own_level_words(own.rows.set_index("indicator_code"), lang)
        return LevelLine(
            name=name, year=str(own.year), value=value, unit=unit, flags=flags(first, lang),
            rank=numbers.rank(first["rank"], first["rank_of"]) if pd.notna(first["rank"]) else "",
            notes=_own_level_notes(own, lang), source=producer(first.to_dict()), figure_id=str(first["figure_id"]),
        )  # fmt: skip
    if overview.tiers:
        return _tier_line(overview.tiers[0], name, lang)
    return LevelLine(name=name, nothing=t("overview.level.none", lang))


def _tier_line(tier: TierLevels, name: str, lang: Lang) -> LevelLine:
    """How many units of a tier are at the best level that one of them has, of how many as far as that is known."""
    best = next((mark for mark in ("I", "II", "III", "IV") if mark in tier.counts), None)
    total, notes = tier.of or tier.summed, []
    if best and total is None:
        notes = [t("overview.level.no_total", lang)]
    elif best and tier.of is None:
        notes = [t("overview.level.summed", lang, n=numbers.count(total))]
    return LevelLine(
        name=name,
        year=str(tier.year),
        value=numbers.rank(tier.counts[best], total) if best else "",
        unit=t(f"overview.level.tier.{tier.scope}", lang, level=best) if best else "",
        nothing=t("overview.level.unranked", lang) if not best else "",
        flags=[t("overview.flag.document_date", lang)] if tier.period_basis == "document_date" else [],
        notes=notes,
        figure_id=tier.figure_ids[0],
    )


def _own_level_words(rows: pd.DataFrame, lang: Lang) -> tuple[str, str]:
    """The level, or the levels of both parts, else the points of how many as far as that is stated."""
    if "egov_level" in rows.index:
        return numbers.level(rows.at["egov_level", "value"]), t("overview.level.own", lang)
    both = [code for code in ("egov_readiness_level", "egov_result_level") if code in rows.index]
    if both:
        values = " · ".join(numbers.level(rows.at[code, "value"]) for code in both)
        return values, " · ".join(t(f"overview.level.{code}", lang) for code in both)
    row = rows.iloc[0]
    points = numbers.number(row["value"], 2 if pd.isna(row["decimals"]) else int(row["decimals"]))
    of = "" if pd.isna(row["denominator"]) else f"/{numbers.number(float(row['denominator']), None)}"
    return points + of, t("overview.level.points", lang)


def _own_level_notes(own: OwnLevel, lang: Lang) -> list[str]:
    """That a rank is of an unknown number of units; the level of an earlier year where the newest has points only."""
    first, notes = own.rows.iloc[0], []
    if pd.notna(first["rank"]) and pd.isna(first["rank_of"]):
        notes.append(t("rank.no_total", lang))
    if len(own.earlier):
        row = own.earlier.iloc[0].to_dict()
        said = " · ".join(
            t(f"overview.level.named.{code}", lang, level=numbers.level(value))
            for code, value in zip(own.earlier["indicator_code"], own.earlier["value"], strict=True)
        )
        dated = row["period_basis"] == "document_date"
        key = "overview.level.earlier_document" if dated else "overview.level.earlier"
        notes.append(t(key, lang, level=said, when=when(row)))
    return notes
