"""Numbers as Vietnamese readers write them, in both languages: 8.000,5 with a decimal comma, and a real minus sign.

The English pages keep the Vietnamese number format on purpose: a figure must look the same on the page, in the file
and in the decision it was taken from.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache
from typing import NamedTuple

from egov_metrics.i18n.texts import Lang, t

MINUS = "\u2212"
NONE = "–"
"""Shown where there is no number and nothing is known about why."""

LEVELS = ("I", "II", "III", "IV")
QUALIFIERS = ("exact", "approx", "at_least", "more_than", "less_than", "target")
BASES = ("published", "derived", "list_order", "doubtful", "recomputed")
NOTHINGS = {"not_ranked": "▽", "not_applicable": "×", "not_submitted": "□", "not_published": "…"}
"""The four kinds of nothing and their marks: the same in tables and in charts."""

_SWAP = str.maketrans({",": ".", ".": ",", "-": MINUS})
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")


class Nothing(NamedTuple):
    """A kind of nothing as it is shown: the mark in a cell or chart, the words beside it."""

    mark: str
    words: str


def is_none(value: object) -> bool:
    """Is it None, NaN, NaT or pandas' NA? (Frames carry any of them for "no value".)"""
    if value is None:
        return True
    if isinstance(value, (int, float, str)):
        return value != value
    return str(value) in ("<NA>", "NaT", "nan")


def number(value: float | None, decimals: int | None = 0) -> str:
    """8000.5, 1 -> "8.000,5"; fixed decimals, halves away from zero as in published tables; None -> "–".

    `decimals=None` keeps as many decimals as the number needs (at most six).
    """
    if value is None or is_none(value):
        return NONE
    return _written(float(value), None if decimals is None or is_none(decimals) else int(decimals))


@lru_cache(maxsize=16384)
def _written(value: float, decimals: int | None) -> str:
    if decimals is None:
        text = f"{value:,.6f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{decimals}f}"
        # Binary floats print 0.125 as 0.12 and 2.675 as 2.67: decide halves on the shortest decimal form instead.
        shortest = repr(value)
        if "e" not in shortest and shortest.endswith("5") and len(shortest.partition(".")[2]) == decimals + 1:
            text = f"{value + math.copysign(10.0 ** -(decimals + 3), value):,.{decimals}f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]  # no "minus nought"
    return text.translate(_SWAP)


def signed(value: float | None, decimals: int | None = 0) -> str:
    """A change: "+1,05", "−0,30", "0,00"; None -> "–"."""
    text = number(value, decimals)
    return text if text == NONE or text.startswith(MINUS) or not text.strip("0,") else f"+{text}"


def count(n: float | None) -> str:
    """A whole number: 15412 -> "15.412"."""
    return number(n, 0)


def percent(value: float | None, decimals: int | None = 1) -> str:
    """97.5 -> "97,5%": the value is already a percentage."""
    text = number(value, decimals)
    return text if text == NONE else f"{text}%"


def rank(place: float | None, rank_of: float | None = None) -> str:
    """12, 63 -> "12/63"; without a denominator "12"; without a rank "–"."""
    if place is None or is_none(place):
        return NONE
    return count(place) if rank_of is None or is_none(rank_of) else f"{count(place)}/{count(rank_of)}"


@lru_cache(maxsize=4096)
def rank_words(place: float | None, rank_of: float | None, lang: Lang) -> str:
    """12, 63 -> "hạng 12/63" or "rank 12/63"; without a rank "–"."""
    text = rank(place, rank_of)
    return text if text == NONE else t("number.rank", lang, rank=text)


def level(value: float | None) -> str:
    """The level of an agency: 1 -> "I" (the highest) ... 4 -> "IV" (the lowest). None -> "–"; others ValueError."""
    if value is None or is_none(value):
        return NONE
    if value not in (1, 2, 3, 4):
        raise ValueError(f"a level is 1, 2, 3 or 4, not {value!r}")
    return LEVELS[int(value) - 1]


def date(value: str | dt.date | None) -> str:
    """ "2026-11-22" or a date -> "22/11/2026"; "2026-11" -> "11/2026"; "2026" -> "2026"; none -> "–"."""
    if value is None or is_none(value) or value == "":
        return NONE
    match = _DATE.fullmatch(value if isinstance(value, str) else value.isoformat())
    if not match:
        raise ValueError(f"expected YYYY, YYYY-MM or YYYY-MM-DD, not {value!r}")
    return "/".join(part for part in reversed(match.groups()) if part)


def value_with_qualifier(value: float | None, decimals: int | None, qualifier: str | None, lang: Lang) -> str:
    """The figure with what its source says about its exactness: "hơn 8.000", "khoảng 80", "chỉ tiêu 30"."""
    text = number(value, decimals)
    if text == NONE or qualifier is None or is_none(qualifier) or qualifier == "exact":
        return text
    return t(f"qualifier.{qualifier}", lang, value=text)


def nothing(kind: str, lang: Lang) -> Nothing:
    """Mark and words of a kind of nothing. An unknown kind is a KeyError."""
    return Nothing(NOTHINGS[kind], t(f"nothing.{kind}", lang))


def basis(kind: str | None, lang: Lang) -> str:
    """Where a value or rank comes from, in words: "số công bố", "suy ra từ số công bố" ...; none -> ""."""
    return "" if kind is None or is_none(kind) else t(f"basis.{kind}", lang)
