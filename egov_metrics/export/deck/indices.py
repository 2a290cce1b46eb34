"""Tables: all indices of a unit or of the country with rank, year, change and source; the figures of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.country import CountryTile
from egov_metrics.analysis.insights import compare as compared
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights.figures import change_mark, producer, when
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.overview import Tile
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.recompute_words import made_of, reason
from egov_metrics.charts.caption import BOUNDS, scale
from egov_metrics.charts.subjects import subject_of
from egov_metrics.export.deck.comparison import NothingToShow, method_of, refuse_unknown
from egov_metrics.export.deck.model import Column, DeckSlide, Table
from egov_metrics.export.deck.reading import Reader
from egov_metrics.export.deck.scales import STAR
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.i18n.titles import source_name
from egov_metrics.views.compare.framing import notes_of
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.overview.country import CountryPage, finding, read_country
from egov_metrics.views.overview.unit import headline_words, read_unit
from egov_metrics.views.view import COUNTRY, View

MOST_ROWS = 30
"""More figures than this of one comparison are no slides: the first are shown, and the slide says so."""


def indices_slide(reader: Reader, view: View) -> DeckSlide:
    """The table of all indices of a unit, or of the country. Raises NothingToShow."""
    refuse_unknown(reader, view)
    if view.unit == COUNTRY:
        return _country(read_country(reader.served, view))
    page = read_unit(reader.served, view)
    found, lang = page.overview, reader.lang
    stated = [tile for tile in found.tiles if tile.figure is not None]
    headline, detail = headline_words(page)
    if not stated:
        raise NothingToShow(headline)
    rows = tuple(_row(tile, reader) for tile in stated)
    told = [detail]
    told += [insights.stale_words(tile, lang) for tile in found.stale]
    told += [insights.missing_words(tile, lang) for tile in found.missing]
    method = [t("deck.note.star", lang)] if any(STAR in cell for row in rows for cell in row) else []
    method.append(t("deck.note.indices", lang))
    if page.panel is not None:
        method.append(t("deck.note.present", lang))
        known = {tile.code for tile in stated}
        told += [_refused(code, why, reader) for code, why in page.refused.items() if code not in known]
    return DeckSlide(
        title=headline,
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


def origin(figure: dict[str, Any], reader: Reader) -> str:
    """Who published it; of a recomputed figure what it is worked out from."""
    made = made_of(figure, reader.short, reader.lang) if isinstance(figure.get("rule"), str) else None
    return made or producer(figure)


def _change_words(tile: Tile, reader: Reader) -> str:
    """Places where ranks compare, else the value where that is like for like; why there is none."""
    found = change_mark(tile.change, tile.figure, tile.indicator, reader.methods, reader.lang)
    if found is None:
        return t("deck.change.none", reader.lang)
    return f"{found.text}; {found.unlike}" if found.unlike else found.text


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


def _country(page: CountryPage) -> DeckSlide:
    lang, tiles = page.lang, page.tiles
    stated = [tile for tile in tiles if tile.figure is not None]
    if not stated:
        raise NothingToShow(finding(page))
    columns = (
        Column(t("overview.index", lang), 0.17),
        Column(t("compare.table.value", lang), 0.13, right=True),
        Column(t("compare.table.year", lang), 0.13, right=True),
        Column(t("deck.column.statistic", lang), 0.21),
        Column(t("deck.column.leader", lang), 0.18),
        Column(t("compare.table.source", lang), 0.18, quiet=True),
    )
    rows = tuple(_country_row(tile, page) for tile in stated)
    star = t("deck.note.star", lang) if any(STAR in cell for row in rows for cell in row) else ""
    present = "" if page.panel is None else t("deck.note.present", lang)
    return DeckSlide(
        title=finding(page),
        subtitle=t("deck.indices.subtitle", lang),
        table=Table(columns, rows),
        source=_sources([tile.figure for tile in stated if tile.figure], lang),
        method=" ".join(one for one in (star, t("deck.note.indices", lang), present) if one),
    )


def _country_row(tile: CountryTile, page: CountryPage) -> tuple[str, ...]:
    figure, lang = tile.figure or {}, page.lang
    leader = ""
    if tile.leader is not None:
        leader = f"{tile.leader[f'name_{lang}']} ({int(tile.leader['year'])})"
    return (
        short(tile.indicator, lang),
        value_words({**figure, "qualifier": figure.get("qualifier"), "nothing": None}, tile.indicator),
        when(figure),
        insights.country_statistic(tile, page.view.is_present, lang),
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
