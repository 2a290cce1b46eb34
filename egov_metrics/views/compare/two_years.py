"""Two years beside each other as this page shows them: their figures, what moved, and what lies between them."""

from __future__ import annotations

import pandas as pd

from egov_metrics.analysis.insights.words import method_words
from egov_metrics.analysis.two_years import Pair, changes
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.compare.reading import PAIRS, Comparison


def rows_of(page: Comparison, pair: Pair) -> pd.DataFrame:
    """The figures of both years of the units that a chart of the pair shows."""
    rows = page.figures
    both = rows["year"].isin((pair.year_from, pair.year_to)) & rows["unit_id"].isin(pair.shown)
    return rows[both & rows[page.measure].notna()]


def moved(page: Comparison, pair: Pair) -> dict[str, float]:
    """The change of each unit drawn: of the value, or in steps (ranks, levels: + is for the better)."""
    first_is_best = page.measure == "rank" or page.indicator["unit"] == "level"
    return changes(page.figures, pair, page.measure, first_is_best)


def note(page: Comparison, pair: Pair, unit: str) -> str | None:
    """What must be known of the change of one unit: that it is none, or what it crosses."""
    if unit in pair.marked:
        return t("compare.pair.marked", page.lang)
    return across_words(page) or None


def with_changes(page: Comparison, pair: Pair) -> pd.DataFrame:
    """`rows_of`, with what moved in the rows of the later year: the columns that a file has for it."""
    rows = rows_of(page, pair)
    by_unit = moved(page, pair)
    in_steps = page.measure == "rank" or page.indicator["unit"] == "level"
    later = (rows["year"] == pair.year_to).tolist()
    units = rows["unit_id"].tolist()
    found = [by_unit.get(unit) if last else None for unit, last in zip(units, later, strict=True)]
    empty = [None] * len(found)
    notes = [note(page, pair, unit) if last else None for unit, last in zip(units, later, strict=True)]
    return rows.assign(
        change=empty if in_steps else found,
        change_places=found if in_steps else empty,
        change_since=[pair.year_from if last else None for last in later],
        change_note=notes,
    )


def crosses(page: Comparison) -> bool:
    """Does the screen show two years that do not compare, since the reader asked for them?"""
    pair = page.pair if page.view.view in PAIRS else None
    return pair is not None and not pair.is_like and pair.kind != "none" and page.view.across


def across_words(page: Comparison) -> str:
    """What lies between the two years on the screen when they do not compare and the reader asked for them, or when
    they are ranks by different methods, which may stand beside each other but are no progress; else ""."""
    pair = page.pair if page.view.view in PAIRS else None
    if pair is None:
        return ""
    if pair.is_like:
        return t("compare.across.words_rank", page.lang, why=why(page, pair)) if pair.likeness else ""
    if not crosses(page):
        return ""
    unclear = "_unclear" if pair.kind == "not_stated" else ""
    return t(f"compare.across.words{unclear}", page.lang, why=why(page, pair))


def why(page: Comparison, pair: Pair) -> str:
    """Why two years do not compare: the decision that lies between them, or how many were ranked."""
    lang = page.lang
    if pair.kind == "field":
        if pair.counts and pair.counts[0] != pair.counts[1]:
            first, last = map(numbers.count, pair.counts)
            return t("compare.across.field", lang, first=first, last=last)
        return t("compare.across.other_units", lang)
    method = method_words(pair.likeness.method_id, page.methods, lang) if pair.likeness else ""
    if pair.likeness and pair.likeness.kind == "broken":
        return t("compare.across.broken", lang, method=method) if method else t("compare.across.methods", lang)
    return t("compare.across.not_stated", lang)
