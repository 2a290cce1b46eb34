"""What the profile shows of one unit: asked of the store once, then handed to the parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

from egov_metrics.analysis import compare, lineage
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.overview import Overview, overview
from egov_metrics.analysis.profile import Standing, position_rows, standings
from egov_metrics.analysis.profile_field import Field, stand_in
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.similar import Similar, similar
from egov_metrics.analysis.territory import same_territory
from egov_metrics.i18n.texts import Lang
from egov_metrics.ui import facts, territory
from egov_metrics.ui.catalogue import catalogue
from egov_metrics.ui.facts import Fact, findings_of
from egov_metrics.ui.profile import fields
from egov_metrics.ui.profile.fields import Asked
from egov_metrics.ui.session import Served
from egov_metrics.ui.unit_picker import UnitOptions
from egov_metrics.ui.view import View
from egov_metrics.units.keys import level_of

RANKED_LEVELS = ("province", "district", "commune", "department")


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


Stamp = tuple[Asked, tuple[str, ...], tuple[tuple[str, str], ...]]
"""A basis, the units compared with, and the parameters of the view that links carry."""


@dataclass(frozen=True)
class Profile:
    """A basis as one reader looks at it. `similar` are the keys of the comparable units, `absent` those asked for that
    have no figures beside ours; `is_proposed` says that the reader chose none. `stamp` is the key under which drawn
    parts of the page are kept."""

    view: View
    served: Served
    options: UnitOptions
    basis: Basis
    standings: list[Standing]
    similar: tuple[str, ...]
    absent: tuple[str, ...]
    is_proposed: bool
    stamp: Stamp

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.view.lang

    @property
    def unit_id(self) -> str:
        """The key of the unit shown."""
        return str(self.basis.unit["unit_id"])

    @property
    def is_moved(self) -> bool:
        """Is another unit shown than the one that was asked for: the present province of a former one?"""
        return self.unit_id != self.view.unit and self.unit_id not in same_territory(
            self.view.unit, self.basis.continuity
        )

    @cached_property
    def facts(self) -> list[Fact]:
        """The figures from documents in words, for the screen and for the sheet."""
        return facts.read(self.basis.overview.facts, self.basis.indicators, self.view)

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
        return self.options.name(self.unit_id)

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
        if unit_id.startswith("P34-") and not self.view.is_present and not self.basis.key.startswith("P34-"):
            return self.options.name(unit_id)
        return str(self.options.option(unit_id)[1])

    @property
    def has_figures(self) -> bool:
        """Is there any figure to show of the unit itself or of its departments, districts or communes as a whole?"""
        overview = self.basis.overview
        told = self.standings or overview.tiers or overview.own_level or len(overview.facts)
        return bool(told) or len(self.basis.figures) > 0


def read(served: Served, view: View) -> Profile:
    """Everything of the unit of the view: at most twelve queries the first time, then none for this edition."""
    asked = _asked(served, view)
    basis = _basis(asked, served)
    chosen, absent = _chosen(view, basis, asked, served)
    keys = chosen or tuple(one.unit_id for one in basis.proposed)
    return Profile(
        view=view,
        served=served,
        options=served.unit_options(view.lang),
        basis=basis,
        standings=_standings(asked, keys, basis),
        similar=keys,
        absent=absent,
        is_proposed=not chosen,
        stamp=(asked, keys, tuple(view.to_params().items())),
    )


def components(page: Profile) -> list[Standing]:
    """The standing on the components of the indices; worked out only for those who ask."""
    return _components(page.stamp[0], page.similar, page.basis, page.served)


def _chosen(view: View, basis: Basis, asked: Asked, served: Served) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of the units that the reader chose, and those of them that have no figure beside ours."""
    if not view.units:
        return (), ()
    present = _beside(basis, asked, served)
    found: list[str] = []
    absent = []
    for unit in view.units:
        if level_of(unit) != basis.level:
            continue
        key = compare.shown_key(unit, present, basis.continuity)
        if key is None:
            absent.append(unit)
        elif key != basis.key and key not in found:
            found.append(key)
    return tuple(found), tuple(absent)


def _asked(served: Served, view: View) -> Asked:
    present = view.is_present and level_of(view.unit) == "province"
    shown = territory.succession(served).present(view.unit) if present else view.unit
    loads = territory.weights() if present and view.rule == "weighted" else {}
    return Asked(
        path=str(served.ref.path),
        shown=shown,
        lang=view.lang,
        present=present,
        rule="weighted" if loads else "mean",
        partial=present and view.partial,
        loads=tuple(sorted(loads.items())),
    )


# The arguments of these caches that begin with an underscore are decided by the others.


@st.cache_resource(max_entries=256, show_spinner=False)
def _basis(asked: Asked, _served: Served) -> Basis:
    served, shown, present = _served, asked.shown, asked.present
    known_of_all = catalogue(served)
    continuity, methods, indicators = known_of_all.continuity, known_of_all.methods, known_of_all.indicators
    main, components_of = fields.indices(asked.path, served)
    ids = tuple(same_territory(shown, continuity))
    known = served.query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False)
    unit = known.loc[shown].to_dict()
    figures = pd.concat([served.query("figures_of_unit", unit_id=one) for one in ids], ignore_index=True)
    succession = territory.succession(served)
    field = fields.field_of(asked, unit, ids, served)
    refused = {}
    if present:
        mine = {code: tuple(one for one in of if one.unit_id == shown) for code, of in field.refused.items()}
        refused = {code: of for code, of in mine.items() if of}
        if succession.is_merged(shown):
            codes = fields.codes_of(fields.published(asked.path, served), (*ids, *succession.members[shown]))
            figures = stand_in(figures, field, shown, codes)
    key = shown if present else continuity.get(shown, shown)
    held = fields.published(asked.path, served) if unit["level"] == "province" else field
    starts = known["valid_from"].min() if len(ids) == 1 else pd.NaT
    coverage = known_of_all.newest_of_level.get(unit["level"], known_of_all.coverage.iloc[:0])
    since = None if pd.isna(starts) or starts.year < 2020 or present else int(starts.year)
    return Basis(
        unit=unit,
        key=key,
        ids=ids,
        figures=figures,
        overview=overview(unit["level"], figures, indicators, coverage, methods, since=since),
        methods=methods,
        indicators=indicators,
        main=main,
        components=components_of,
        field=field,
        of_components=len({one["indicator_code"] for one in components_of} & fields.codes_of(held, {*ids, key})),
        refused=refused,
        proposed=_proposed(
            field, key, main, {one: len(of) for one, of in succession.members.items()} if present else {}
        ),
        findings=findings_of(served, ids),
        lineage=served.query("lineage", unit_id=shown),
        parts=served.query("parts_of_unit", unit_ids=ids),
        counted=served.query("parts_counted", unit_ids=ids),
        continuity=continuity,
    )


def _beside(basis: Basis, asked: Asked, served: Served) -> set[str]:
    """The units that have a figure of an index in a year in which ours, or a province it was formed of, has one."""
    field = basis.field
    if basis.level != "province":
        return set(field.figures["unit_id"])
    members = territory.succession(served).members.get(basis.key, ()) if asked.present else ()
    held = fields.published(asked.path, served).keys
    pairs = {pair for unit in {*basis.ids, basis.key, *members} for pair in held.get(unit, ())}
    return {cell.unit_id for pair in pairs for cell in field.cells.get(pair, ())}


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


@st.cache_resource(max_entries=256, show_spinner=False)
def _standings(asked: Asked, keys: tuple[str, ...], _basis: Basis) -> list[Standing]:
    return standings(_basis.field, _basis.key, _basis.main, _basis.methods, similar=keys)


@st.cache_resource(max_entries=64, show_spinner=False)
def _components(asked: Asked, keys: tuple[str, ...], _basis: Basis, _served: Served) -> list[Standing]:
    field = _basis.field
    if asked.present:
        field = fields.of_today(asked.path, True, asked.rule, asked.partial, asked.loads, _served)
    return standings(field, _basis.key, _basis.components, _basis.methods, similar=keys)
