"""Tables: all indices of a unit or of the country with rank, year, change and source; the figures of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.country import CountryTile, country_tiles
from egov_metrics.analysis.insights import compare as compared
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights.words import method_words, short
from egov_metrics.analysis.overview import Overview, Tile, overview
from egov_metrics.analysis.present_panel import PresentPanel, present_panel
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.recompute_words import made_of, reason
from egov_metrics.analysis.territory import same_territory
from egov_metrics.charts.caption import BOUNDS, scale
from egov_metrics.charts.subjects import subject_of
from egov_metrics.export.deck.comparison import NothingToShow, method_of
from egov_metrics.export.deck.model import Column, DeckSlide, Table
from egov_metrics.export.deck.reading import Reader
from egov_metrics.export.deck.scales import STAR
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.i18n.titles import source_name
from egov_metrics.views.compare.framing import notes_of
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.view import View

MOST_ROWS = 30
"""More figures than this of one comparison are no slides: the first are shown, and the slide says so."""


def indices_slide(reader: Reader, asked: View) -> DeckSlide:
    """The table of all indices of a unit, or of the country. Raises NothingToShow."""
    if not reader.has(asked.unit):
        raise NothingToShow(t("deck.none.unit", reader.lang, unit=asked.unit))
    if reader.level(asked.unit) == "country":
        return _country(reader, asked)
    found, unit, panel = _overview(reader, asked)
    lang = reader.lang
    stated = [tile for tile in found.tiles if tile.figure is not None]
    name = reader.short(unit) if reader.level(unit) in ("province", "region") else reader.full(unit)
    headline = insights.headline(name, found, lang)
    if not stated:
        raise NothingToShow(headline)
    rows = tuple(_row(tile, reader) for tile in stated)
    lead = found.lead
    told = [insights.detail(lead, reader.methods, lang)] if lead else []
    told += [insights.stale_words(tile, lang) for tile in found.stale]
    told += [insights.missing_words(tile, lang) for tile in found.missing]
    method = [t("deck.note.star", lang)] if any(STAR in cell for row in rows for cell in row) else []
    method.append(t("deck.note.indices", lang))
    if panel is not None:
        method.append(t("deck.note.present", lang))
        known = {tile.code for tile in stated}
        told += [_refused(code, why, reader) for code, why in panel.refused(unit).items() if code not in known]
    return DeckSlide(
        title=headline[:1].upper() + headline[1:],
        subtitle=t("deck.indices.subtitle", lang),
        table=Table(_columns(lang), rows),
        source=_sources([tile.figure for tile in stated if tile.figure], lang),
        method=" ".join(method),
        notes="\n".join(one for one in told if one),
    )


def _refused(code: str, refused: Sequence[Refusal], reader: Reader) -> str:
    """That an index could not be recomputed, with the reason of the newest year."""
    row = reader.indicators[reader.indicators["indicator_code"] == code].iloc[0].to_dict()
    why = reason(refused[-1], reader.short, reader.lang)
    return f"{short(row, reader.lang)}: {t('terr.refused', reader.lang)} ({why})"


def _overview(reader: Reader, asked: View) -> tuple[Overview, str, PresentPanel | None]:
    """The overview of a unit, the key of the unit that is shown, and the 34 provinces where they are asked for."""
    provinces = reader.succession
    is_province = asked.unit in provinces.successor or asked.unit in provinces.members
    panel, unit = None, asked.unit
    if asked.is_present and is_province:
        unit = provinces.present(asked.unit)
        headline = reader.indicators[reader.indicators["is_headline"].fillna(False).astype(bool)]
        rows = reader.edition.query("figures_of_provinces", indicators=tuple(headline["indicator_code"]))
        panel = present_panel(rows, provinces, headline, rule="mean", weights={}, partial=asked.partial)
    ids = same_territory(unit, reader.continuity)
    figures = pd.concat([reader.edition.query("figures_of_unit", unit_id=one) for one in ids], ignore_index=True)
    if panel is not None:
        gone = figures["indicator_code"].isin(list(panel.by_code)) & (figures["scope"] == "self")
        gone &= (figures["statistic"] == "own") & ~figures["is_target"].astype(bool)
        figures = pd.concat([figures[~gone], panel.of_unit(unit)], ignore_index=True)
    level = reader.level(unit)
    newest = reader.coverage.sort_values("year").drop_duplicates(["level", "indicator_code"], keep="last")
    coverage = panel.coverage if panel else newest[newest["level"] == level]
    start = pd.Timestamp(str(reader.row(unit)["valid_from"])) if pd.notna(reader.row(unit)["valid_from"]) else None
    since = start.year if start is not None and len(ids) == 1 and panel is None and start.year >= 2020 else None
    return overview(level, figures, reader.indicators, coverage, reader.methods, since), unit, panel


def _columns(lang: Lang) -> tuple[Column, ...]:
    return (
        Column(t("overview.index", lang), 0.16),
        Column(t("compare.table.value", lang), 0.12, right=True),
        Column(t("compare.table.rank", lang), 0.11, right=True),
        Column(t("compare.table.year", lang), 0.13, right=True),
        Column(t("deck.column.change", lang), 0.30),
        Column(t("compare.table.source", lang), 0.18, quiet=True),
    )


def _row(tile: Tile, reader: Reader) -> tuple[str, ...]:
    figure, lang = tile.figure or {}, reader.lang
    return (
        short(tile.indicator, lang),
        value_words(figure, tile.indicator),
        rank_words(figure),
        when(figure),
        _change_words(tile, reader),
        origin(figure, reader),
    )


def value_words(figure: dict[str, Any], indicator: dict[str, Any]) -> str:
    """ "90,02", "> 91 *"; the mark of the kind of nothing, or "–", where there is no value."""
    if pd.isna(figure["value"]):
        kind = figure.get("nothing")
        return numbers.NOTHINGS[kind] if isinstance(kind, str) and pd.isna(figure["rank"]) else numbers.NONE
    decimals = indicator["decimals"] if pd.isna(figure["decimals"]) else figure["decimals"]
    plain = (
        numbers.level(figure["value"])
        if indicator["unit"] == "level"
        else numbers.number(figure["value"], int(decimals))
    )
    qualifier = figure.get("qualifier") or "exact"
    soft = figure["value_basis"] != "published" or qualifier != "exact"
    return BOUNDS.get(str(qualifier), "") + plain + (STAR if soft else "")


def rank_words(figure: dict[str, Any]) -> str:
    """ "12/63", with a star when it was not published; "–" without one."""
    if pd.isna(figure["rank"]):
        return numbers.NONE
    return numbers.rank(figure["rank"], figure["rank_of"]) + (STAR if figure["rank_basis"] != "published" else "")


def when(figure: dict[str, Any]) -> str:
    """The year, or the day when the figure stands for a part of it."""
    end = figure.get("period_end")
    if end is not None and pd.notna(end) and (end.month, end.day) != (12, 31):
        return numbers.date(end.date())
    return str(int(figure["year"]))


def producer(figure: dict[str, Any]) -> str:
    """Who published it; "" when that is not known."""
    found = figure.get("source_producer")
    return found if isinstance(found, str) else ""


def origin(figure: dict[str, Any], reader: Reader) -> str:
    """Who published it; of a recomputed figure what it is worked out from."""
    made = made_of(figure, reader.short, reader.lang) if isinstance(figure.get("rule"), str) else None
    return made or producer(figure)


def _change_words(tile: Tile, reader: Reader) -> str:
    """Places where ranks compare, else the value where that is like for like; why there is none."""
    change, lang = tile.change, reader.lang
    if change is None or tile.figure is None:
        return t("deck.change.none", lang)
    year, unlike = str(change.year_from), ""
    if not change.likeness.is_like:
        method = method_words(change.likeness.method_id, reader.methods, lang)
        kind = change.likeness.kind
        unlike = t(f"overview.unlike.{kind}", lang, **({"method": method} if kind == "broken" else {}))
    if change.places is not None:
        trend = "up" if change.places > 0 else "down" if change.places < 0 else "same"
        fields = {"year": year} | ({"n": numbers.count(abs(change.places))} if change.places else {})
        said = t(f"overview.tile.rank_{trend}", lang, **fields)
    elif change.shown_value is not None:
        stated = tile.figure["decimals"]
        decimals = int(tile.indicator["decimals"] if pd.isna(stated) else stated)
        said = t("overview.tile.value", lang, delta=numbers.signed(change.shown_value, decimals), year=year)
    else:
        said = t("overview.tile.no_change", lang, year=year)
    return f"{said}; {unlike}" if unlike else said


def _sources(figures: list[dict[str, Any]], lang: Lang, at_most: int = 3) -> str:
    """ "Nguồn: A (2023); B và 4 nguồn khác", the newest first."""
    named: dict[str, None] = {}
    for figure in sorted(figures, key=lambda one: -int(one["year"])):
        if isinstance(figure.get("source_title"), str):
            title = source_name(figure["source_title"], figure.get("source_producer"))
            published = figure.get("published")
            named[f"{title} ({numbers.date(published)})" if isinstance(published, str) else title] = None
    if not named:
        return ""
    listed = "; ".join(list(named)[:at_most])
    if len(named) > at_most:
        more = plural("chart.source.more", len(named) - at_most, lang)
        return t("chart.source.and_more", lang, sources=listed, more=more)
    return t("chart.source", lang, sources=listed)


def _country(reader: Reader, asked: View) -> DeckSlide:
    lang = reader.lang
    if asked.is_present:
        raise NothingToShow(t("deck.none.country_present", lang))
    headline = reader.indicators[reader.indicators["is_headline"].fillna(False).astype(bool)]
    codes = tuple(headline["indicator_code"])
    tiles = country_tiles(
        reader.edition.query("country_figures", indicators=codes),
        reader.edition.query("headline_figures", indicators=codes),
        reader.indicators,
        reader.methods,
    )
    stated = [tile for tile in tiles if tile.figure is not None]
    if not stated:
        raise NothingToShow(insights.country_headline(tiles, lang))
    columns = (
        Column(t("overview.index", lang), 0.17),
        Column(t("compare.table.value", lang), 0.13, right=True),
        Column(t("compare.table.year", lang), 0.13, right=True),
        Column(t("deck.column.statistic", lang), 0.21),
        Column(t("deck.column.leader", lang), 0.18),
        Column(t("compare.table.source", lang), 0.18, quiet=True),
    )
    rows = tuple(_country_row(tile, lang) for tile in stated)
    star = t("deck.note.star", lang) if any(STAR in cell for row in rows for cell in row) else ""
    return DeckSlide(
        title=insights.country_headline(tiles, lang),
        subtitle=t("deck.indices.subtitle", lang),
        table=Table(columns, rows),
        source=_sources([tile.figure for tile in stated if tile.figure], lang),
        method=" ".join(one for one in (star, t("deck.note.indices", lang)) if one),
    )


def _country_row(tile: CountryTile, lang: Lang) -> tuple[str, ...]:
    figure = tile.figure or {}
    leader = ""
    if tile.leader is not None:
        leader = f"{tile.leader[f'name_{lang}']} ({int(tile.leader['year'])})"
    return (
        short(tile.indicator, lang),
        value_words({**figure, "qualifier": figure.get("qualifier"), "nothing": None}, tile.indicator),
        when(figure),
        insights.country_statistic(tile, False, lang),
        leader,
        producer(figure),
    )


def figures_slide(page: Comparison, reader: Reader) -> DeckSlide:
    """The table of the figures that a comparison leaves: units that were asked for first, then by year and rank."""
    lang, rows = page.lang, page.in_span
    every = compare.chosen_first(compare.table_order(rows, page.indicator["direction"]), page.asked)
    shown = every.head(MOST_ROWS).to_dict("records")
    columns = (
        Column(t("compare.table.unit", lang), 0.28),
        Column(t("compare.table.year", lang), 0.13, right=True),
        Column(t("compare.table.value", lang), 0.15, right=True),
        Column(t("compare.table.rank", lang), 0.13, right=True),
        Column(t("compare.table.source", lang), 0.31, quiet=True),
    )
    cells = tuple(
        (page.name(row["unit_id"]), when(row), value_words(row, page.indicator), rank_words(row), origin(row, reader))
        for row in shown
    )
    more = []
    if len(every) > len(shown):
        more.append(t("deck.note.picked", lang, n=numbers.count(len(shown)), of=numbers.count(len(every))))
    if any(STAR in cell for row in cells for cell in row):
        more.append(t("deck.note.star", lang))
    marks = {row["nothing"] for row in shown if isinstance(row["nothing"], str)}
    if marks:
        said = "; ".join(" ".join(numbers.nothing(kind, lang)) for kind in sorted(marks))
        more.append(t("chart.note.nothings", lang, nothings=said))
    return DeckSlide(
        title=compared.plain_finding(rows, page.indicator, lang),
        subtitle=f"{scale(subject_of(page.indicator, lang), 'value', reader.look)}.",
        table=Table(columns, cells, frozenset(k for k, row in enumerate(shown) if row["unit_id"] == page.own)),
        source=_sources(every.to_dict("records"), lang),
        method=method_of(page, more, notes_of(page, rows, page.span, on_page=False)),
    )
