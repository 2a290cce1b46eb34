"""One indicator and the units that a slide compares on it: figures, names, years, findings and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.compare import Measure
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights import together
from egov_metrics.analysis.recompute import Refusal, recompute
from egov_metrics.analysis.recompute_words import notes as recomputed_notes
from egov_metrics.analysis.recompute_words import refusals, years_words
from egov_metrics.analysis.two_years import TwoYears
from egov_metrics.charts.line import FEW
from egov_metrics.charts.look import Subject
from egov_metrics.export.deck.asked import COUNTRY, Asked
from egov_metrics.export.deck.reading import FIRST, LAST, Reader
from egov_metrics.i18n.texts import t

ONE_MEASURE: dict[str, Measure] = {"bump": "rank", "dist": "value", "scatter": "value"}
"""Views that show only ranks or only values."""


class NothingToShow(Exception):
    """A slide whose chart has no figures; the message says why, in the reader's language, `title` what then stands
    above it ("": that there is nothing to draw)."""

    def __init__(self, why: str, title: str = "") -> None:
        super().__init__(why)
        self.title = title


@dataclass(frozen=True)
class Comparison:
    """What a view of the compare page shows. `own` and `chosen` are keys of `figures`; `absent` those that are not."""

    reader: Reader
    asked: Asked
    indicator: dict
    figures: pd.DataFrame
    names: dict[str, str]
    own: str | None
    chosen: tuple[str, ...]
    absent: tuple[str, ...]
    means: pd.DataFrame
    refused: tuple[Refusal, ...]

    @cached_property
    def measures(self) -> list[Measure]:
        """What there is to draw."""
        return compare.measures(self.figures)

    @cached_property
    def measure(self) -> Measure:
        """What is drawn. Raises NothingToShow where the view needs what there is not."""
        fixed = ONE_MEASURE.get(self.asked.view)
        if fixed is None:
            return self.asked.measure if self.asked.measure in self.measures else self.measures[0]
        if fixed not in self.measures:
            raise NothingToShow(t(f"compare.none.{fixed}", self.reader.lang, index=self.subject.short))
        return fixed

    @cached_property
    def subject(self) -> Subject:
        """The indicator as charts know it."""
        return self.reader.subject(self.indicator)

    @property
    def named(self) -> tuple[str, ...]:
        """Our own unit and the chosen ones."""
        return tuple(unit for unit in (self.own, *self.chosen) if unit)

    @cached_property
    def years(self) -> list[int]:
        """The years in which somebody has what is drawn; of a table, any figure."""
        if self.asked.view == "table":
            return compare.years_of(self.figures)
        return sorted(int(year) for year in self.figures.loc[self.figures[self.measure].notna(), "year"].unique())

    @cached_property
    def span(self) -> tuple[int, int]:
        """First and last year of a series: what the view states, within what there is."""
        first, last = self.years[0], self.years[-1]
        low = min(max(self.asked.year_from or first, first), last)
        return low, max(min(self.asked.year_to or last, last), low)

    @cached_property
    def year(self) -> int:
        """The year of a ranking: the stated one or the nearest to it, else the newest."""
        wanted = max(self.years) if self.asked.year is None else self.asked.year
        return min(self.years, key=lambda one: (abs(one - wanted), -one))

    @cached_property
    def two_years(self) -> TwoYears:
        """Which years of what is drawn compare."""
        return TwoYears(self.figures, self.measure, self.reader.methods)

    def name(self, unit_id: str) -> str:
        """How a unit is called."""
        return self.names.get(unit_id) or self.reader.full(unit_id)

    def frame(self, rows: pd.DataFrame, name: Callable[[str], str] | None = None) -> pd.DataFrame:
        """The rows as charts read them."""
        made = chart_frame(rows, name or self.name)
        if not self.asked.is_present:
            return made
        return made.assign(note=recomputed_notes(made, self.reader.short, self.reader.lang))

    @cached_property
    def eras(self) -> pd.DataFrame | None:
        """The method versions that follow one another by year, as charts read them."""
        lang = self.reader.lang
        rows = self.reader.methods.of_family(self.indicator["family"])
        rows = rows[rows["by_year"].astype(bool)]
        return None if rows.empty else rows.assign(name=rows[f"name_{lang}"], changes=rows[f"changes_{lang}"])

    def highlighted(self, drawn: pd.DataFrame) -> tuple[str, ...]:
        """The units in colour beside our own: the chosen ones; without either, those with the most figures."""
        if self.own or self.chosen or drawn["unit_id"].nunique() <= FEW:
            return self.chosen
        return tuple(compare.most_figures(drawn, self.measure))

    def is_one_ranking(self, rows: pd.DataFrame) -> bool:
        """Were these units scored and ranked together?"""
        return len(rows) > 0 and compare.separate_rankings(rows, self.asked.level) == 1

    def finding(
        self, rows: pd.DataFrame, units: Sequence[str], call: Callable[[str], str], own: str | None = None
    ) -> str:
        """What the figures say of some units, else who leads, else what there is."""
        spoken, lang = together.spoken(rows), self.reader.lang
        indicator, measure = self.indicator, self.measure
        found, mine = "", spoken[spoken["unit_id"].isin(list(units))]
        if len(units) > 1 and self.is_one_ranking(mine):
            found = together.pair_finding(spoken, units, indicator, measure, call, lang)
            group = together.of_fullest_year(spoken, units, measure)
            newest = together.newest_of(spoken, own, measure)
            found = found or insights.group_finding(group, units, indicator, measure, call, lang, newest)
        if not found and self.is_one_ranking(spoken):
            found = insights.leader_finding(spoken, indicator, measure, call, lang)
        if found:
            return found
        plain = insights.plain_finding(rows, indicator, lang)
        ours = rows["value_basis"].eq("recomputed").any() or rows["rank_basis"].eq("recomputed").any()
        return t("compare.finding.recomputed", lang, finding=plain) if ours else plain

    def notes(self, rows: pd.DataFrame, years: tuple[int, int], *more: str) -> str:
        """How to read the chart: what compares with what, whose rankings these are, why years are empty, what is not
        recomputed, and which of the units that were asked for have nothing here."""
        lang = self.reader.lang
        said = [] if self.is_one_ranking(rows) else [t("compare.note.separate", lang)]
        said.append(compare.comparability_words(rows, self.measure, self.reader.methods, lang))
        said += [*more, *self._gap_words(*years), *self._refused_words(*years), self._absent_words()]
        if self.asked.is_present:
            said.append(t("deck.note.present", lang))
        if self.asked.wrong:
            said.append(t("deck.note.wrong", lang, names=", ".join(self.asked.wrong)))
        return " ".join(one for one in said if one)

    def _gap_words(self, first: int, last: int) -> list[str]:
        if self.asked.level != "province":
            return []
        gaps = self.reader.gaps
        known = gaps[(gaps["family"] == self.indicator["family"]) & gaps["year"].between(first, last)]
        listed = known.groupby(f"reason_{self.reader.lang}", sort=False)["year"].agg(list)
        return [
            reason if any(str(year) in reason for year in years) else f"{', '.join(map(str, years))}: {reason}"
            for reason, years in listed.items()
        ]

    def _refused_words(self, first: int, last: int) -> list[str]:
        asked = {self.reader.succession.present(unit) for unit in (self.asked.unit, *self.asked.units)}
        mine = [one for one in self.refused if one.unit_id in asked and first <= one.year <= last]
        short = self.reader.short
        return [
            t("compare.refused.one", self.reader.lang, unit=short(unit), years=years_words(years), reason=why)
            for unit, years, why in refusals(mine, short, self.reader.lang)
        ]

    def _absent_words(self) -> str:
        if not self.absent:
            return ""
        return t("compare.absent", self.reader.lang, units=", ".join(map(self.reader.full, self.absent)))


def read_comparison(reader: Reader, asked: Asked, code: str | None = None) -> Comparison:
    """The comparison that a view asks for (`code`: another indicator than its own). Raises NothingToShow."""
    lang = reader.lang
    if asked.is_present and asked.rule != "mean":
        raise NothingToShow(t("deck.none.weighted", lang))
    for unit in (asked.unit, *asked.units):
        if not reader.has(unit):
            raise NothingToShow(t("deck.none.unit", lang, unit=unit))
    indicator = _indicator(reader, asked.level, code or asked.indicator)
    if asked.level != "province" and asked.parent is None and indicator["units"] > compare.MANY:
        level = t(f"compare.level.{asked.level}", lang).lower()
        raise NothingToShow(t("compare.empty.parent", lang, index=indicator[f"short_{lang}"], level=level))
    everything, refused = _figures(reader, asked, indicator)
    region = asked.region if asked.level == "province" else None
    figures = compare.in_region(everything, region)
    if not compare.measures(figures):
        place = region or asked.parent or COUNTRY
        level = t(f"compare.level.{asked.level}", lang).lower()
        said = {"index": indicator[f"short_{lang}"], "level": level, "place": reader.short(place)}
        raise NothingToShow(t("compare.empty.nothing", lang, **said))
    names = reader.names(figures, asked.level, asked.is_present)
    own, chosen, absent = _units(reader, asked, names)
    return Comparison(
        reader, asked, indicator, figures, names, own, chosen, absent,
        _means(reader, asked, indicator, everything, own), refused,
    )  # fmt: skip


def _indicator(reader: Reader, level: str, code: str | None) -> dict[str, Any]:
    """The stated indicator when units of the level have figures of it; without a statement a good one to begin with."""
    used = reader.edition.query("indicators_of_level", level=level)
    rows = compare.indicators_with_figures(reader.indicators, used)
    if rows.empty:
        said = t(f"compare.level.{level}", reader.lang).lower()
        raise NothingToShow(t("compare.empty.level", reader.lang, level=said))
    if code is None:
        return dict(rows[rows["units"] * 2 >= rows["units"].max()].iloc[0])
    found = rows[rows["indicator_code"].str.lower() == code.lower()]
    if found.empty:
        raise NothingToShow(t("deck.none.indicator", reader.lang, code=code))
    return dict(found.iloc[0])


def _figures(reader: Reader, asked: Asked, indicator: dict) -> tuple[pd.DataFrame, tuple[Refusal, ...]]:
    rows = reader.edition.query(
        "figures_of_indicator",
        indicator=indicator["indicator_code"],
        level=asked.level,
        year_from=FIRST,
        year_to=LAST,
        parent=None if asked.level == "province" else asked.parent,
        region=None,
    )
    refused: tuple[Refusal, ...] = ()
    is_present = asked.is_present and asked.level == "province"
    if is_present:
        found = recompute(rows, reader.succession, indicator, rule="mean", partial=asked.partial)
        rows, refused = found.figures, found.refused
    rows = rows[rows["value"].notna() | rows["rank"].notna() | rows["nothing"].notna()]
    return (rows if is_present else compare.one_line_each(rows, reader.continuity)), refused


def _units(reader: Reader, asked: Asked, names: dict[str, str]) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Our own unit and the chosen ones as they are shown, and those of this level that have nothing to show."""

    def shown(unit: str) -> str | None:
        if asked.is_present:
            present = reader.succession.present(unit)
            return present if present in names else None
        return compare.shown_key(unit, names, reader.continuity)

    def here(unit: str) -> bool:
        return unit != COUNTRY and reader.level(unit) == asked.level

    own = shown(asked.unit) if here(asked.unit) else None
    absent = [asked.unit] if here(asked.unit) and own is None else []
    chosen: list[str] = []
    for unit in filter(here, asked.units):
        key = shown(unit)
        if key is None:
            absent.append(unit)
        elif key != own and key not in chosen:
            chosen.append(key)
    return own, tuple(chosen), tuple(absent)


def _means(reader: Reader, asked: Asked, indicator: dict, figures: pd.DataFrame, own: str | None) -> pd.DataFrame:
    code = indicator["indicator_code"] if asked.level == "province" else ""
    rows = figures.loc[figures["unit_id"] == own, "region_id"].dropna()
    region = asked.region or (str(rows.iloc[-1]) if len(rows) else None)
    wide = reader.edition.query("wide_figures", indicator=code)
    return compare.means_of(wide, region, reader.lang, asked.is_present)
