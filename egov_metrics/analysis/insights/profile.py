"""What a unit is good at, what it is weak at, and where its indices are going.

All functions read rows as `analysis.profile.position_rows` makes them, one row an index: indicator_code, year, value,
decimals, rank, rank_of, rank_basis, value_basis, place, of, median, best, region_median, trend, method_id.
`indicators` are the rows of the catalogue by code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import pandas as pd

from egov_metrics.analysis.insights import gates
from egov_metrics.analysis.insights.words import difference, short
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t

MOST = 3
"""So many strengths and so many weaknesses are told: a leader reads no more."""
QUARTER = 0.25

Side = Literal["best", "worst"]


class Standing(NamedTuple):
    """Where a unit stands on an index: `place` of `of`; `is_rank` tells the published rank from a place among values
    at hand."""

    place: int
    of: int
    is_rank: bool


def strengths(
    rows: pd.DataFrame, indicators: Mapping[str, dict], lang: Lang, level: str = "province", most: int = MOST
) -> list[str]:
    """Sentences on the indices where the unit is in the best quarter, best first, then on those getting better."""
    return _told(rows, indicators, lang, level, "best", most)


def weaknesses(
    rows: pd.DataFrame, indicators: Mapping[str, dict], lang: Lang, level: str = "province", most: int = MOST
) -> list[str]:
    """Sentences on the indices where the unit is in the last quarter, last first, then on those getting worse."""
    return _told(rows, indicators, lang, level, "worst", most)


def summary(unit: str, rows: pd.DataFrame, indicators: Mapping[str, dict], lang: Lang) -> str:
    """One sentence: in how many of its indices the unit is in the best and in the last quarter; "" for fewer than two
    indices that tell."""
    sides = [_side(row) for row in _current(rows, indicators) if standing(row) is not None]
    if not gates.enough(len(sides), 2):
        return ""
    return t(
        "insight.profile.summary", lang, unit=unit, of=numbers.count(len(sides)),
        best=numbers.count(sides.count("best")), worst=numbers.count(sides.count("worst")),
    )  # fmt: skip


def standing(row: Mapping[str, Any]) -> Standing | None:
    """The rank of a row, published or among all recomputed; failing that its place, where enough of those ranked have
    a value; None when neither says which quarter it is."""
    rank, rank_of = row["rank"], row["rank_of"]
    if gates.published(row["rank_basis"]) and pd.notna(rank) and gates.enough(rank_of, gates.FEWEST_QUARTERS):
        return Standing(int(rank), int(rank_of), True)
    if pd.isna(row["place"]) or not gates.fit(row["value_basis"]):
        return None
    if not gates.covers(row["of"], rank_of) or not gates.enough(row["of"], gates.FEWEST_QUARTERS):
        return None
    return Standing(int(row["place"]), int(row["of"]), False)


def distance(row: Mapping[str, Any], indicator: dict, lang: Lang) -> str:
    """How far the value lies from the best and from the median of the values at hand: "hơn trung vị 2,30 điểm và kém
    giá trị tốt nhất 1,85 điểm (trong 40 đơn vị có số liệu)"; "" where these values are too few to tell.

    At or above both, only what is not nought is told.
    """
    told = gates.covers(row["of"], row["rank_of"]) and gates.fit(row["value_basis"]) and pd.notna(row["place"])
    if not told or indicator["direction"] not in ("higher", "lower") or indicator["unit"] == "level":
        return ""
    sign = 1 if indicator["direction"] == "higher" else -1
    parts = []
    if pd.notna(row["median"]):
        ahead = sign * (float(row["value"]) - float(row["median"]))
        key = "above" if ahead > 0 else "below" if ahead < 0 else "at"
        fields = {"delta": difference(ahead, indicator, row["decimals"], lang)} if ahead else {}
        parts.append(t(f"insight.distance.median.{key}", lang, **fields))
    if pd.notna(row["best"]):
        behind = sign * (float(row["best"]) - float(row["value"]))
        if behind > 0:
            parts.append(t("insight.distance.best", lang, delta=difference(behind, indicator, row["decimals"], lang)))
    if not parts:
        return ""
    return t("insight.distance", lang, parts=", ".join(parts), n=numbers.count(row["of"]))


def trend_words(trend: str | None, lang: Lang) -> str:
    """What three or more years measured alike show, in a few words; "" when nothing is known."""
    return t(f"insight.trend.{trend}", lang) if trend in ("up", "down", "flat") else ""


def _told(
    rows: pd.DataFrame, indicators: Mapping[str, dict], lang: Lang, level: str, side: Side, most: int
) -> list[str]:
    going = "up" if side == "best" else "down"
    placed: list[tuple[float, str]] = []
    moving: list[tuple[float, str]] = []
    for row in _current(rows, indicators):
        indicator = indicators[row["indicator_code"]]
        where = _side(row)
        if where == side:
            stand = standing(row)
            assert stand is not None
            share = stand.place / stand.of
            placed.append((share if side == "best" else -share, _placed(row, stand, indicator, side, level, lang)))
        elif where is None and row["trend"] == going:
            words = t(
                "insight.profile.moving", lang, index=short(indicator, lang), year=str(int(row["year"])),
                trend=trend_words(going, lang),
            )  # fmt: skip
            moving.append((-int(row["year"]), words))
    ordered = sorted(placed, key=lambda one: one[0]) + sorted(moving, key=lambda one: one[0])
    return [words for _, words in ordered[:most]]


def _placed(row: Mapping[str, Any], stand: Standing, indicator: dict, side: Side, level: str, lang: Lang) -> str:
    """One sentence on an index in the first or last quarter, with distances and trend as far as they are known."""
    if stand.is_rank:
        where = numbers.rank_words(stand.place, stand.of, lang)
    else:
        units = plural(f"insight.units.{level}", stand.of, lang)
        where = t("insight.place", lang, place=numbers.count(stand.place), units=units)
    tail = [text for text in (distance(row, indicator, lang), trend_words(_trend(row), lang)) if text]
    fields = {"index": short(indicator, lang), "year": str(int(row["year"])), "where": where}
    if not tail:
        return t(f"insight.profile.{side}", lang, **fields)
    return t(f"insight.profile.{side}_more", lang, **fields, more="; ".join(tail))


def _trend(row: Mapping[str, Any]) -> str | None:
    return row["trend"] if isinstance(row["trend"], str) else None


def _side(row: Mapping[str, Any]) -> Side | None:
    """Is the row in the best or in the last quarter?"""
    stand = standing(row)
    if stand is None:
        return None
    if stand.place <= QUARTER * stand.of:
        return "best"
    return "worst" if stand.place > (1 - QUARTER) * stand.of else None


def _current(rows: pd.DataFrame, indicators: Mapping[str, dict]) -> Sequence[dict]:
    """The rows that may be told: of known indices with a better end, none old beside the newest."""
    known = [
        row
        for row in rows.to_dict("records")
        if row["indicator_code"] in indicators and indicators[row["indicator_code"]]["direction"] in ("higher", "lower")
    ]
    newest = max((int(row["year"]) for row in known), default=0)
    return [row for row in known if gates.fresh(row["year"], newest)]
