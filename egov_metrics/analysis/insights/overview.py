"""What the overview says of a unit and of the country. No sentence without a figure, none across a break."""

from __future__ import annotations

import pandas as pd

from egov_metrics.analysis.change import Change
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.country import CountryTile
from egov_metrics.analysis.insights import gates
from egov_metrics.analysis.insights.words import amount, method_words, short
from egov_metrics.analysis.overview import Movement, Overview, Tile
from egov_metrics.analysis.position import Position
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t

FIRST_OF_34 = 2025
"""Before this year means over provinces are of the 63, unless they state their number."""


def headline(unit: str, overview: Overview, lang: Lang) -> str:
    """One sentence: what the unit has reached on its leading index, in which year, at which rank."""
    tile = overview.lead
    if tile is None or tile.figure is None:
        if len(overview.facts) or overview.tiers or overview.own_level:
            return t("overview.headline.facts", lang, unit=unit)
        return t("overview.headline.none", lang, unit=unit)
    figure = tile.figure
    parts = {"unit": unit, "index": short(tile.indicator, lang), "year": str(tile.year)}
    has_value, has_rank = pd.notna(figure["value"]), pd.notna(figure["rank"])
    if has_value:
        parts["value"] = numbers.number(figure["value"], _decimals(tile))
        parts["amount"] = amount(figure["value"], tile.indicator, figure["decimals"], lang)
    if has_rank:
        parts["rank"] = numbers.rank(figure["rank"], figure["rank_of"])
    if has_value and has_rank:
        return t("overview.headline.value_rank", lang, **_only(parts, "unit", "index", "year", "amount", "rank"))
    if has_value:
        return t("overview.headline.value", lang, **_only(parts, "unit", "index", "year", "amount"))
    return t("overview.headline.rank", lang, **_only(parts, "unit", "index", "year", "rank"))


def country_statistic(tile: CountryTile, is_present: bool, lang: Lang) -> str:
    """What a national figure is: "bình quân các tỉnh". Where the 34 of today are shown (`is_present`), a mean says of
    how many provinces it is, or, when its source does not, that it is of years of the 63."""
    if tile.figure is None:
        return ""
    if is_present and tile.statistic in ("mean", "median") and int(tile.figure["year"]) < FIRST_OF_34:
        if pd.isna(tile.figure["members"]):
            return t(f"overview.statistic.{tile.statistic}_before", lang)
        return t(f"overview.statistic.{tile.statistic}_of", lang, n=numbers.count(tile.figure["members"]))
    return t(f"overview.statistic.{tile.statistic}", lang)


def country_headline(tiles: list[CountryTile], lang: Lang, is_present: bool = False) -> str:
    """One sentence on the country: the first index with a national figure, and its leader in the same year."""
    for tile in tiles:
        if tile.figure is None:
            continue
        fields = {
            "index": short(tile.indicator, lang),
            "year": str(int(tile.figure["year"])),
            "amount": amount(tile.figure["value"], tile.indicator, tile.figure["decimals"], lang),
            "statistic": country_statistic(tile, is_present, lang),
        }
        leader = tile.leader
        if leader is None or not gates.same_year(leader["year"], tile.figure["year"]):
            return t("overview.country.value", lang, **fields)
        return t("overview.country.leader", lang, **fields, leader=leader[f"name_{lang}"])
    return t("overview.country.none", lang)


def detail(tile: Tile, methods: Methods, lang: Lang) -> str:
    """What moved since the figure before and whether that is real; says so when there is nothing to compare with."""
    figure = tile.figure
    if figure is None:
        return ""
    marks = [
        t(f"overview.basis.{part}", lang, basis=numbers.basis(figure[f"{part}_basis"], lang))
        for part in ("value", "rank")
        if isinstance(figure[f"{part}_basis"], str) and not gates.published(figure[f"{part}_basis"])
    ]
    change = tile.change
    if change is None:
        return " ".join([*marks, t("overview.change.none", lang)])
    return " ".join([*marks, *change_sentences(change, tile.indicator, figure["decimals"], methods, lang)])


def change_sentences(change: Change, indicator: dict, decimals: int | None, methods: Methods, lang: Lang) -> list[str]:
    """A change in words: places, then the value or why it may not be compared."""
    year = str(change.year_from)
    sentences = []
    if change.places is not None:
        key = "up" if change.places > 0 else "down" if change.places < 0 else "same"
        if change.places:
            sentences.append(plural(f"overview.places.{key}", abs(change.places), lang, year=year))
        else:
            sentences.append(t("overview.places.same", lang, year=year))
    method = method_words(change.likeness.method_id, methods, lang)
    if gates.measured_alike(change.likeness):
        if change.value is not None:
            key = "up" if change.value > 0 else "down" if change.value < 0 else "same"
            delta = amount(abs(change.value), indicator, decimals, lang)
            fields = {"year": year, "method": method} | ({"delta": delta} if change.value else {})
            sentences.append(t(f"overview.value.{key}", lang, **fields))
        elif not sentences:
            sentences.append(t("overview.change.parts", lang, year=year))
    elif change.likeness.kind == "broken":
        key = "broken" if change.places is not None else "broken_only"
        sentences.append(t(f"overview.value.{key}", lang, **_since(key, change, methods, lang), method=method))
    else:
        sentences.append(t("overview.value.not_stated", lang))
    return sentences


def _since(key: str, change: Change, methods: Methods, lang: Lang) -> dict[str, str]:
    """From when another method counts: the first year of its version where it is known, else after the year before."""
    if key == "broken_only":
        return {"year": str(change.year_from)}
    row = methods.row(change.likeness.method_id)
    start = None if row is None else row["year_from"]
    if start is None or pd.isna(start):
        return {"since": t("overview.since.after", lang, year=str(change.year_from))}
    return {"since": t("overview.since.from", lang, year=str(int(start)))}


def like_mark(change: Change | None, lang: Lang) -> tuple[str, str]:
    """The like-for-like mark of a change and its words: "=" alike, "≠" another method, "?" nobody says, "" none."""
    if change is None:
        return "", ""
    kind = "same" if gates.measured_alike(change.likeness) else change.likeness.kind
    mark = {"same": "=", "broken": "≠", "not_stated": "?"}[kind]
    return mark, t(f"overview.like.{kind}", lang)


def movement_words(movement: Movement, lang: Lang) -> str:
    """One line for the lists of what rose and fell: "PAR INDEX: tăng 1 bậc, 13/63 (2022) → 12/63 (2024)"."""
    tile, change = movement.tile, movement.tile.change
    assert change is not None and tile.figure is not None
    name = short(tile.indicator, lang)
    before = [row for row in tile.rows if row["year"] == change.year_from][-1]
    if movement.measure == "rank":
        key = "overview.moved.rank_up" if movement.rose else "overview.moved.rank_down"
        return plural(
            key, int(abs(movement.amount)), lang, index=name,
            before=numbers.rank(before["rank"], before["rank_of"]),
            after=numbers.rank(tile.figure["rank"], tile.figure["rank_of"]),
            year_from=str(change.year_from), year_to=str(change.year_to),
        )  # fmt: skip
    key = "overview.moved.value_up" if change.value and change.value > 0 else "overview.moved.value_down"
    return t(
        key, lang, index=name, delta=amount(abs(change.value or 0), tile.indicator, tile.figure["decimals"], lang),
        year_from=str(change.year_from), year_to=str(change.year_to),
    )  # fmt: skip


def position_words(
    unit: str, position: Position, indicator: dict, year: int, lang: Lang, level: str | None = None
) -> str:
    """Where the unit stands among those that have a value; never worded as the published rank. With a `level` the
    others are called what they are ("27 tỉnh"), without one units."""
    kind = "complete" if position.is_complete else "partial"
    key, of = f"overview.position.{kind}", {"of": numbers.count(position.of)}
    if level in ("province", "district", "commune", "department"):
        key, of = f"overview.place.{kind}", {"units": plural(f"insight.units.{level}", position.of, lang)}
    return t(
        key, lang, unit=unit, place=numbers.count(position.place), **of,
        index=short(indicator, lang), year=str(year),
        median=numbers.number(position.median, int(indicator["decimals"])),
    )  # fmt: skip


def missing_words(tile: Tile, lang: Lang) -> str:
    """Why a tile is empty, as far as it can be said: the store has no figure of this unit."""
    units = plural("compare.finding.units", tile.units_newest, lang)
    return t("overview.missing", lang, index=short(tile.indicator, lang), units=units, year=str(tile.newest_anywhere))


def stale_words(tile: Tile, lang: Lang) -> str:
    """How old the newest figure of an index is against what others have."""
    return t(
        "overview.stale", lang, index=short(tile.indicator, lang), year=str(tile.year), newest=str(tile.newest_anywhere)
    )


def _decimals(tile: Tile) -> int:
    stated = tile.figure["decimals"] if tile.figure else None
    return int(tile.indicator["decimals"]) if stated is None or pd.isna(stated) else int(stated)


def _only(parts: dict[str, str], *names: str) -> dict[str, str]:
    return {name: parts[name] for name in names}
