"""Tiles: every index of a unit at a glance, and its e-government level."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.insights.words import method_words, short
from egov_metrics.analysis.overview import Tile
from egov_metrics.charts import sparkline
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.palette import Mode
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import markup, parts
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.overview.unit import UnitPage
from egov_metrics.ui.subjects import subject_of, unit_word

FIRST = ("PAR_INDEX", "ICT_INDEX", "EGOV_MIC", "DTI")
"""The families that a leader asks for first; the e-government level follows them, then the others."""


def tiles(page: UnitPage) -> None:
    """A tile for every index that has a figure, and one for the e-government level."""
    view = tuple(sorted(page.view.to_params().items()))
    parts.tiles(_tiles(str(page.served.ref.path), page.view.unit, view, parts.mode(), page), page.lang)


@st.cache_resource(max_entries=256, show_spinner=False)
def _tiles(path: str, unit: str, view: tuple[tuple[str, str], ...], mode: Mode, _page: UnitPage) -> list[markup.Tile]:
    """The tiles of a unit, whose links carry the view."""
    page = _page
    stated = [tile for tile in page.overview.tiles if tile.figure is not None]
    first = [_tile(page, tile) for tile in stated if tile.indicator["family"] in FIRST]
    others = [_tile(page, tile) for tile in stated if tile.indicator["family"] not in FIRST]
    return [*first, _level_tile(page), *others]


def _tile(page: UnitPage, tile: Tile) -> markup.Tile:
    figure, indicator, lang = tile.figure, tile.indicator, page.lang
    assert figure is not None
    has_value = pd.notna(figure["value"])
    value = numbers.number(figure["value"], _places(figure, indicator)) if has_value else ""
    measure, rows = _spark_rows(page, tile)
    subject, look = subject_of(indicator, lang), Look(lang, parts.mode())
    spark = sparkline.svg(rows, subject, measure=measure, look=look) if len(rows) > 1 else ""
    link = Link(t("overview.source", lang), source_href(page.view, figure=figure["figure_id"]))
    return markup.Tile(
        name=short(indicator, lang),
        year=_when(figure),
        value=value,
        unit=unit_word(indicator, lang),
        rank=numbers.rank(figure["rank"], figure["rank_of"]) if pd.notna(figure["rank"]) else "",
        change=_tile_change(page, tile),
        spark=spark,
        spark_note=t(f"overview.spark.note.{measure}", lang) if spark else "",
        spark_alt=t(f"overview.spark.{measure}", lang, index=short(indicator, lang)) if spark else "",
        flags=_flags(figure, lang),
        source=_published(figure, lang),
        link=link,
    )


def _spark_rows(page: UnitPage, tile: Tile) -> tuple[Measure, pd.DataFrame]:
    """What the small line of a tile shows: the measure that its words speak of, up to the figure that it states.

    Only what is published as such. Where nobody says that the years of a method compare, the points stay apart.
    """
    change = tile.change
    by_rank = tile.figure is not None and pd.isna(tile.figure["value"])
    by_rank = by_rank or (change is not None and change.places is not None)
    measure: Measure = "rank" if by_rank else "value"
    rows = chart_frame(tile.series, lambda _: page.name)
    rows = rows[rows[measure].notna() & (rows[f"{measure}_basis"] == "published")]
    if measure == "value":
        apart = {
            method
            for method in rows["method_id"].dropna().unique()
            if (page.methods.row(method) or {}).get("comparable_within") != "yes"
        }
        years = rows["method_id"].astype("string") + ":" + rows["year"].astype("string")
        rows = rows.assign(method_id=rows["method_id"].where(~rows["method_id"].isin(apart), years))
    return measure, rows


def _places(figure: dict | pd.Series, indicator: dict) -> int:
    stated = figure["decimals"]
    return int(indicator["decimals"]) if pd.isna(stated) else int(stated)


def _when(figure: dict) -> str:
    """The year, or the date when the figure stands for a part of the year."""
    end = figure["period_end"]
    if pd.notna(end) and (end.month, end.day) != (12, 31):
        return numbers.date(end.date())
    return str(int(figure["year"]))


def _published(figure: dict, lang: Lang) -> str:
    producer = figure["source_producer"]
    return str(producer) if isinstance(producer, str) else ""


def _flags(figure: dict | pd.Series, lang: Lang) -> list[str]:
    """Marks of caution: not published as such, sources that disagree, an inferred year."""
    flags = []
    for part in ("value", "rank"):
        basis = figure[f"{part}_basis"]
        if isinstance(basis, str) and basis != "published":
            flags.append(t(f"overview.flag.{part}.{basis}", lang))
    if figure["distinct_values"] > 1 or figure["distinct_ranks"] > 1:
        flags.append(t("overview.flag.conflict", lang))
    if figure["period_basis"] == "inferred":
        flags.append(t("overview.flag.year_inferred", lang))
    elif figure["period_basis"] == "document_date":
        flags.append(t("overview.flag.document_date", lang))
    return flags


def _tile_change(page: UnitPage, tile: Tile) -> markup.Change | None:
    change, lang = tile.change, page.lang
    if change is None or tile.figure is None:
        return None
    unlike = ""
    if not change.likeness.is_like:
        method = method_words(change.likeness.method_id, page.methods, lang)
        kind = change.likeness.kind
        unlike = t(f"overview.unlike.{kind}", lang, **({"method": method} if kind == "broken" else {}))
    year = str(change.year_from)
    if change.places is not None:
        trend: markup.Trend = "up" if change.places > 0 else "down" if change.places < 0 else "same"
        fields = {"year": year} | ({"n": numbers.count(abs(change.places))} if change.places else {})
        text = t(f"overview.tile.rank_{trend}", lang, **fields)
        return markup.Change(trend, text, unlike)
    if change.shown_value is not None:
        sign = -1 if tile.indicator["direction"] == "lower" else 1
        better = sign * change.shown_value
        trend = "up" if better > 0 else "down" if better < 0 else "same"
        delta = numbers.signed(change.shown_value, _places(tile.figure, tile.indicator))
        return markup.Change(trend, t("overview.tile.value", lang, delta=delta, year=year), unlike)
    return markup.Change(None, t("overview.tile.no_change", lang, year=year), unlike)


def _level_tile(page: UnitPage) -> markup.Tile:
    """The e-government level: of the unit itself, or how many of its departments reached level I."""
    lang, name = page.lang, t("overview.level", page.lang)
    own = page.overview.own_level
    if own is not None:
        rows = own.rows.set_index("indicator_code")
        first = own.rows.iloc[0]
        value, unit = _own_level_words(rows, lang)
        link = Link(t("overview.source", lang), source_href(page.view, figure=first["figure_id"]))
        return markup.Tile(
            name=name, year=str(own.year), value=value, unit=unit, flags=_flags(first, lang),
            source=_published(first.to_dict(), lang), link=link,
        )  # fmt: skip
    if page.overview.tiers:
        tier = page.overview.tiers[0]
        best = next((mark for mark in ("I", "II", "III", "IV") if mark in tier.counts), None)
        value = numbers.count(tier.counts[best]) if best else ""
        words = t(f"overview.level.tier.{tier.scope}", lang, level=best or "")
        return markup.Tile(
            name=name,
            year=str(tier.year),
            value=value,
            unit=words if best else "",
            nothing=t("overview.level.unranked", lang) if not best else "",
            flags=[t("overview.flag.document_date", lang)] if tier.period_basis == "document_date" else [],
            link=Link(t("overview.source", lang), source_href(page.view, figure=tier.figure_ids[0])),
        )
    return markup.Tile(name=name, nothing=t("overview.level.none", lang))


def _own_level_words(rows: pd.DataFrame, lang: Lang) -> tuple[str, str]:
    if "egov_level" in rows.index:
        return numbers.level(rows.at["egov_level", "value"]), t("overview.level.own", lang)
    both = [code for code in ("egov_readiness_level", "egov_result_level") if code in rows.index]
    if both:
        values = " · ".join(numbers.level(rows.at[code, "value"]) for code in both)
        return values, " · ".join(t(f"overview.level.{code}", lang) for code in both)
    row = rows.iloc[0]
    decimals = 2 if pd.isna(row["decimals"]) else int(row["decimals"])
    return numbers.number(row["value"], decimals), t("overview.level.points", lang)
