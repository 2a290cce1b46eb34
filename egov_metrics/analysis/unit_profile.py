"""All that is known of one unit, read once: the profile page, its printed sheet and the report are written from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import pandas as pd

from egov_metrics.analysis import lineage
from egov_metrics.analysis.catalogue import Catalogue, Query, read_catalogue
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.compare import one_line_each
from egov_metrics.analysis.insights import facts
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights.facts import Fact, findings_of
from egov_metrics.analysis.overview import EGOV_FAMILY, Overview, overview
from egov_metrics.analysis.position import beside
from egov_metrics.analysis.profile import Standing, position_rows, standings
from egov_metrics.analysis.profile_field import Field, as_of_today, as_published, stand_in
from egov_metrics.analysis.recompute import Refusal, recompute
from egov_metrics.analysis.similar import Similar, similar
from egov_metrics.analysis.territory import Succession, same_territory
from egov_metrics.i18n.texts import Lang

FIRST, LAST = 1990, 2100


class Names(Protocol):
    """How units are called in one language (`units.options.UnitOptions`)."""

    def name(self, unit_id: str) -> str:
        """The name that cannot be mistaken."""

    def option(self, unit_id: str) -> list[Any]:
        """Key, bare name, hint and more."""


@dataclass(frozen=True)
class Basis:
    """What does not depend on the units that a reader compares with; kept between runs, so nobody may change it.

    `unit` is the unit shown (of a former province in today's territory the present one), `key` its key in `field`.
    `main` and `components` are rows of the catalogue, `of_components` says of how many of the latter the unit has
    figures; `refused` is what could not be recomputed for it, by index; `proposed` are the comparable units that we
    propose. `field` is shared by all provinces of a territory and has more years and indices than the unit.
    """

    unit: dict
    key: str
    ids: tuple[str, ...]
    figures: pd.DataFrame
    overview: Overview
    methods: Methods
    indicators: pd.DataFrame
    main: list[dict]
    components: list[dict]
    field: Field
    of_components: int
    refused: Mapping[str, tuple[Refusal, ...]]
    proposed: tuple[Similar, ...]
    findings: pd.DataFrame
    lineage: pd.DataFrame
    parts: pd.DataFrame
    counted: pd.DataFrame
    continuity: dict[str, str]

    @property
    def level(self) -> str:
        """The level of the unit."""
        return str(self.unit["level"])


@dataclass(frozen=True)
class UnitProfile:
    """A basis with the standings of the unit, in one language. `similar` are the keys of the comparable units,
    `is_present` says that provinces are shown as the 34 of today."""

    lang: Lang
    is_present: bool
    names: Names
    basis: Basis
    standings: list[Standing]
    similar: tuple[str, ...]

    @property
    def unit_id(self) -> str:
        """The key of the unit shown."""
        return str(self.basis.unit["unit_id"])

    @cached_property
    def facts(self) -> list[Fact]:
        """The figures from documents in words, for the screen and for the sheet."""
        return facts.read(self.basis.overview.facts, self.basis.indicators, self.lang)

    @cached_property
    def positions(self) -> pd.DataFrame:
        """The standings as insight sentences read them."""
        return position_rows(self.standings)

    @cached_property
    def below(self) -> str:
        """What moved and whether that is real; what the unit was formed of and what became of it."""
        lead = self.basis.overview.lead
        unit, around = self.basis.unit, self.basis.lineage
        said = [
            insights.detail(lead, self.basis.methods, self.lang) if lead else "",
            lineage.formed_from(unit, around, self.lang),
            lineage.became(unit, around, self.lang),
        ]
        return " ".join(text for text in said if text)

    @cached_property
    def name(self) -> str:
        """The name that cannot be mistaken, with kind, parent and dates as far as needed."""
        return self.names.name(self.unit_id)

    @property
    def short_name(self) -> str:
        """The bare name."""
        return str(self.basis.unit[f"name_{self.lang}"])

    @property
    def catalogue(self) -> dict[str, dict]:
        """The rows of the main indices by code."""
        return {one["indicator_code"]: one for one in self.basis.main}

    def called(self, unit_id: str) -> str:
        """How a unit beside ours is called: by its bare name, unless it is a present province beside former ones."""
        if unit_id.startswith("P34-") and not self.is_present and not self.basis.key.startswith("P34-"):
            return self.names.name(unit_id)
        return str(self.names.option(unit_id)[1])

    @property
    def has_figures(self) -> bool:
        """Is there any figure to show of the unit itself or of its departments, districts or communes as a whole?"""
        overview = self.basis.overview
        told = self.standings or overview.tiers or overview.own_level or len(overview.facts)
        return bool(told) or len(self.basis.figures) > 0


def index_rows(indicators: pd.DataFrame) -> tuple[list[dict], list[dict]]:
    """The main indices and their components, rows of the catalogue. `indicators`: query of that name."""
    index = indicators[(indicators["topic"] == "composite_index") & (indicators["family"] != EGOV_FAMILY)]
    head = index["is_headline"].fillna(False).astype(bool)
    return index[head].to_dict("records"), index[~head & index["parent_code"].notna()].to_dict("records")


def standing_rows(
    query: Query, indicators: pd.DataFrame, ids: Sequence[str], level: str, parent: str | None
) -> pd.DataFrame:
    """The query `standings` of some units, all indices and components."""
    main, components_of = index_rows(indicators)
    codes = tuple(one["indicator_code"] for one in [*main, *components_of])
    return query("standings", unit_ids=tuple(ids), indicators=codes, level=level, parent=parent)


def parent_of(unit: Mapping[str, Any]) -> str | None:
    """The unit within which a unit is compared; provinces are compared with all others."""
    return unit["parent_id"] if unit["level"] in ("district", "commune", "department") else None


@dataclass(frozen=True)
class Fields:
    """The figures among which a unit is looked at. `own`: those in the territory shown; `published`: those of all
    provinces as published (of a unit that is no province: `own`)."""

    own: Field
    published: Field


def read_basis(
    query: Query, known: Catalogue, succession: Succession, fields: Fields, shown: str, present: bool
) -> Basis:
    """Everything of the unit `shown` that the edition has; `present` for a province in the territory of today.

    Asks seven questions at most. `fields` are handed in, since all provinces share them.
    """
    continuity, field = known.continuity, fields.own
    main, components_of = index_rows(known.indicators)
    ids = tuple(same_territory(shown, continuity))
    rows = query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False)
    unit = rows.loc[shown].to_dict()
    figures = pd.concat([query("figures_of_unit", unit_id=one) for one in ids], ignore_index=True)
    refused = {}
    if present:
        mine = {code: tuple(one for one in of if one.unit_id == shown) for code, of in field.refused.items()}
        refused = {code: of for code, of in mine.items() if of}
        if succession.is_merged(shown):
            codes = codes_of(fields.published, (*ids, *succession.members[shown]))
            figures = stand_in(figures, field, shown, codes)
    key = shown if present else continuity.get(shown, shown)
    starts = rows["valid_from"].min() if len(ids) == 1 else pd.NaT
    coverage = known.newest_of_level.get(unit["level"], known.coverage.iloc[:0])
    since = None if pd.isna(starts) or starts.year < 2020 or present else int(starts.year)
    members = {one: len(of) for one, of in succession.members.items()} if present else {}
    return Basis(
        unit=unit,
        key=key,
        ids=ids,
        figures=figures,
        overview=overview(unit["level"], figures, known.indicators, coverage, known.methods, since=since),
        methods=known.methods,
        indicators=known.indicators,
        main=main,
        components=components_of,
        field=field,
        of_components=len({one["indicator_code"] for one in components_of} & codes_of(fields.published, {*ids, key})),
        refused=refused,
        proposed=_proposed(field, key, main, members),
        findings=findings_of(query, ids),
        lineage=query("lineage", unit_id=shown),
        parts=query("parts_of_unit", unit_ids=ids),
        counted=query("parts_counted", unit_ids=ids),
        continuity=continuity,
    )


def codes_of(field: Field, units: Collection[str]) -> set[str]:
    """The indices of which one of the units has a figure."""
    return {code for unit in units for code, _ in field.keys.get(unit, ())}


def read_profile(query: Query, unit_id: str, lang: Lang, names: Names, *, present: bool = False) -> UnitProfile:
    """The profile of a unit as the page shows it to who chooses nothing: as published, or (`present`, provinces only)
    in the territory of today by the plain mean; with the comparable units that are proposed."""
    known = read_catalogue(query)
    succession = Succession.of(query("province_succession"))
    shown = succession.present(unit_id) if present else unit_id
    ids = tuple(same_territory(shown, known.continuity))
    unit = query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False).loc[shown].to_dict()
    if unit["level"] == "province":
        rows = standing_rows(query, known.indicators, known.provinces, "province", None)
        published = as_published(rows, known.continuity)
        main, _ = index_rows(known.indicators)
        own = as_of_today(rows, None, succession, main) if present else published
    else:
        rows = standing_rows(query, known.indicators, ids, str(unit["level"]), parent_of(unit))
        own = published = as_published(rows, known.continuity)
    basis = read_basis(query, known, succession, Fields(own, published), shown, present)
    keys = tuple(one.unit_id for one in basis.proposed)
    found = standings(own, basis.key, basis.main, basis.methods, similar=keys)
    return UnitProfile(lang, present, names, basis, found, keys)


def years_of(query: Query, page: UnitProfile, one: Standing) -> pd.DataFrame:
    """All years of an index for the units beside ours, in the territory of the profile (of today: by the plain mean);
    provinces of one order. Rows of the query `figures_of_indicator`."""
    basis = page.basis
    province = basis.level == "province"
    rows = query(
        "figures_of_indicator", indicator=one.code, level=basis.level, year_from=FIRST, year_to=LAST,
        parent=None if province else basis.unit["parent_id"], region=None,
    )  # fmt: skip
    if not province:
        return rows
    if page.is_present:
        return recompute(rows, Succession.of(query("province_succession")), one.indicator).figures
    return beside(one_line_each(rows, basis.continuity), basis.key)


def _proposed(field: Field, key: str, main: list[dict], members: dict[str, int]) -> tuple[Similar, ...]:
    regions: dict[str, str | None] = {}
    mine = field.keys.get(key, ())
    for pair in mine:
        for cell in field.cells[pair]:
            # An unchanged province has figures under both of its keys: its region is that of the key it is shown by.
            if cell.unit_id not in regions or cell.order == cell.unit_id.partition("-")[0]:
                regions[cell.unit_id] = cell.region_id
    codes = {one["indicator_code"] for one in main}
    heads = {pair: field.cells[pair] for pair in mine if pair[0] in codes}
    return tuple(similar(heads, key, regions, members))
