"""One figure in a few words, for tiles and tables: when, how exact, what it is based on, how it moved."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from egov_metrics.analysis.change import FIT, Change, Rows
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights.words import method_words
from egov_metrics.analysis.overview import Overview, OwnLevel, TierLevels
from egov_metrics.charts.look import Measure
from egov_metrics.charts.points import Point, of_unit
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import markup
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.view import View


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
) -> markup.Change | None:
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
        trend: markup.Trend = "up" if change.places > 0 else "down" if change.places < 0 else "same"
        fields = {"year": year} | ({"n": numbers.count(abs(change.places))} if change.places else {})
        return markup.Change(trend, t(f"overview.tile.rank_{trend}", lang, **fields), unlike)
    if change.shown_value is not None:
        better = (-1 if indicator["direction"] == "lower" else 1) * change.shown_value
        trend = "up" if better > 0 else "down" if better < 0 else "same"
        delta = numbers.signed(change.shown_value, places(figure, indicator))
        return markup.Change(trend, t("overview.tile.value", lang, delta=delta, year=year), unlike)
    return markup.Change(None, t("overview.tile.no_change", lang, year=year), unlike)


def spark_points(
    rows: Rows, figure: dict | None, change: Change | None, methods: Methods, name: str
) -> tuple[Measure, list[Point]]:
    """What a small line shows: the measure that the words beside it speak of, up to the figure that is stated.

    Only what is published as such, or recomputed for a present province. Where nobody says that the years of a method
    compare, the points stay apart.
    """
    by_rank = figure is not None and pd.isna(figure["value"])
    by_rank = by_rank or (change is not None and change.places is not None)
    measure: Measure = "rank" if by_rank else "value"
    points = [point for point in of_unit(rows, name, measure) if point.y is not None and point.basis in FIT]
    return measure, kept_apart(points, methods)


def kept_apart(points: Sequence[Point], methods: Methods) -> list[Point]:
    """The points of a small line, marked so that years of a method of which nobody says that they compare are not
    joined (`Methods.line_key`)."""
    return [point._replace(method_id=methods.line_key(point.method_id, point.year)) for point in points]


def rank_words(rank: float, rank_of: float, lang: Lang) -> str:
    """ "hạng 12/63"; of a rank whose denominator no source states, "hạng 1 (không nêu tổng số)"."""
    words = numbers.rank_words(rank, rank_of, lang)
    return t("rank.of_unstated", lang, rank=words) if pd.notna(rank) and pd.isna(rank_of) else words


def level_tile(overview: Overview, view: View) -> markup.Tile:
    """The e-government level: of the unit itself, or how many of its departments reached level I."""
    lang, name = view.lang, t("overview.level", view.lang)
    own = overview.own_level
    if own is not None:
        first = own.rows.iloc[0]
        value, unit = _own_level_words(own.rows.set_index("indicator_code"), lang)
        link = Link(t("overview.source", lang), source_href(view, figure=first["figure_id"]))
        return markup.Tile(
            name=name, year=str(own.year), value=value, unit=unit, flags=flags(first, lang),
            rank=numbers.rank(first["rank"], first["rank_of"]) if pd.notna(first["rank"]) else "",
            notes=_own_level_notes(own, lang), source=producer(first.to_dict()), link=link,
        )  # fmt: skip
    if overview.tiers:
        return _tier_tile(overview.tiers[0], name, view)
    return markup.Tile(name=name, nothing=t("overview.level.none", lang))


def _tier_tile(tier: TierLevels, name: str, view: View) -> markup.Tile:
    """How many units of a tier are at the best level that one of them has, of how many as far as that is known."""
    lang = view.lang
    best = next((mark for mark in ("I", "II", "III", "IV") if mark in tier.counts), None)
    total, notes = tier.of or tier.summed, []
    if best and total is None:
        notes = [t("overview.level.no_total", lang)]
    elif best and tier.of is None:
        notes = [t("overview.level.summed", lang, n=numbers.count(total))]
    return markup.Tile(
        name=name,
        year=str(tier.year),
        value=numbers.rank(tier.counts[best], total) if best else "",
        unit=t(f"overview.level.tier.{tier.scope}", lang, level=best) if best else "",
        nothing=t("overview.level.unranked", lang) if not best else "",
        flags=[t("overview.flag.document_date", lang)] if tier.period_basis == "document_date" else [],
        notes=notes,
        link=Link(t("overview.source", lang), source_href(view, figure=tier.figure_ids[0])),
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
