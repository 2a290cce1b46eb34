"""Recomputed figures in words: what one is worked out from, and why another one is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from egov_metrics.analysis.recompute import Refusal
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t

Name = Callable[[str], str]
"""The short name of a former province by its key."""


def made_of(row: dict[str, Any], name: Name, lang: Lang) -> str | None:
    """ "Trung bình cộng của Thái Nguyên, Bắc Kạn", of an incomplete one also who is missing; None for other figures.

    `row`: a row of `recompute`, as a dictionary.
    """
    if row["value_basis"] != "recomputed":
        return None
    rule = t(f"territory.rule.{row['rule']}", lang)
    words = t("recomputed.made_of", lang, rule=rule[:1].upper() + rule[1:], members=listed(row["members"], name))
    if not row["missing_members"]:
        return words
    return t("recomputed.incomplete", lang, words=words, missing=listed(row["missing_members"], name))


def listed(units: Iterable[str], name: Name) -> str:
    """Names of units, separated by commas, in the order of the keys."""
    return ", ".join(name(unit) for unit in units)


def reason(refusal: Refusal, name: Name, lang: Lang) -> str:
    """Why a figure is not recomputed, without the year: "Bắc Kạn không có số liệu; Thái Nguyên (đến 30/6/2025) chỉ có
    hạng". A member that bears the name of the present province is told apart from it."""
    if not refusal.causes:
        missing = {"missing": listed(refusal.missing_members, name)} if refusal.reason == "territory" else {}
        return t(f"recomputed.refused.{refusal.reason}", lang, **missing)
    present = name(refusal.unit_id)
    by_cause: dict[str, list[str]] = {}
    for member, cause in zip(refusal.missing_members, refusal.causes, strict=True):
        called = name(member)
        by_cause.setdefault(cause, []).append(
            t("recomputed.former", lang, name=called) if called == present else called
        )
    return "; ".join(
        t(f"recomputed.cause.{cause}", lang, missing=", ".join(members)) for cause, members in by_cause.items()
    )


def refusals(refused: Iterable[Refusal], name: Name, lang: Lang) -> list[tuple[str, list[int], str]]:
    """Refusals of one unit for one reason taken together: key of the unit, years, reason in words; by unit and year."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in sorted(refused, key=lambda refusal: (refusal.unit_id, refusal.year)):
        found.setdefault((one.unit_id, reason(one, name, lang)), []).append(one.year)
    return [(unit, years, why) for (unit, why), years in found.items()]


def years_words(years: Sequence[int]) -> str:
    """ "2013, 2015–2018": neighbouring years as a span."""
    spans: list[list[int]] = []
    for year in sorted(set(years)):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def notes(figures: pd.DataFrame, name: Name, lang: Lang) -> list[str | None]:
    """What the pointer shows of each row of a frame of `recompute`: what the value is worked out from, among how many
    the rank is, and what the publisher's rank was; None for a figure that stands as it was published."""
    columns = ("value_basis", "rule", "members", "missing_members", "rank_basis", "rank_of", *_PUBLISHED)
    cells = zip(*(figures[column] for column in columns), strict=True)
    return [_note(dict(zip(columns, row, strict=True)), name, lang) for row in cells]


_PUBLISHED = ("published_rank", "published_rank_of")


def _note(row: dict[str, Any], name: Name, lang: Lang) -> str | None:
    words = [made_of(row, name, lang)]
    if row["rank_basis"] == "recomputed":
        words.append(t("recomputed.rank", lang, n=numbers.count(row["rank_of"])))
        if pd.notna(row["published_rank"]):
            words.append(t("recomputed.rank_published", lang, rank=numbers.rank(*(row[part] for part in _PUBLISHED))))
    return "; ".join(word for word in words if word) or None
