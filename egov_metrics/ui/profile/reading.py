"""What the profile shows of one unit: asked of the store once, then handed to the parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from egov_metrics.analysis import compare
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.overview import EGOV_FAMILY, Overview, overview
from egov_metrics.analysis.profile import Standing, standings
from egov_metrics.analysis.profile_field import Field, as_of_today, as_published, stand_in
from egov_metrics.analysis.recompute import Rule
from egov_metrics.analysis.similar import Similar, similar
from egov_metrics.analysis.territory import same_territory, unchanged
from egov_metrics.i18n.texts import Lang
from egov_metrics.ui import territory
from egov_metrics.ui.compare.naming import level_of
from egov_metrics.ui.session import Served
from egov_metrics.ui.unit_picker import UnitOptions
from egov_metrics.ui.view import View

RANKED_LEVELS = ("province", "district", "commune", "department")


@dataclass(frozen=True)
class Basis:
    """What does not depend on the units that a reader compares with; kept between runs, so nobody may change it.

    `unit` is the unit shown (of a former province in today's territory the present one), `key` its key in `field`.
    `main` and `components` are rows of the catalogue; `proposed` are the comparable units that we propose.
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
    rows: pd.DataFrame
    field: Field
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


class Asked(NamedTuple):
    """What decides a basis: edition, unit shown, language, today's territory or not and how it is recomputed."""

    path: str
    shown: str
    lang: Lang
    present: bool
    rule: Rule
    partial: bool
    loads: tuple[tuple[str, float], ...]


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
    chosen, absent = _chosen(view, basis)
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
    return _components(_asked(page.served, page.view), page.similar, page.basis, page.served)


def _chosen(view: View, basis: Basis) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of the units that the reader chose, and those of them that have no figure beside ours."""
    present = set(basis.field.figures["unit_id"])
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
    continuity, methods, indicators, main, components_of = _catalogue(asked.path, served)
    ids = tuple(same_territory(shown, continuity))
    known = served.query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False)
    unit = known.loc[shown].to_dict()
    figures = pd.concat([served.query("figures_of_unit", unit_id=one) for one in ids], ignore_index=True)
    succession = territory.succession(served)
    members = succession.members.get(shown, ()) if present else ()
    rows = served.query(
        "standings",
        unit_ids=tuple(dict.fromkeys([*ids, *members])),
        indicators=tuple(one["indicator_code"] for one in [*main, *components_of]),
        level=unit["level"],
        parent=unit["parent_id"] if unit["level"] in ("district", "commune", "department") else None,
    )
    if present:
        field = as_of_today(rows, shown, succession, main, **_how(asked))
        if succession.is_merged(shown):
            figures = stand_in(figures, field, shown)
    else:
        field = as_published(rows, continuity)
    key = shown if present else continuity.get(shown, shown)
    starts = known["valid_from"].min() if len(ids) == 1 else pd.NaT
    since = None if pd.isna(starts) or starts.year < 2020 or present else int(starts.year)
    return Basis(
        unit=unit,
        key=key,
        ids=ids,
        figures=figures,
        overview=overview(unit["level"], figures, indicators, served.query("coverage"), methods, since=since),
        methods=methods,
        indicators=indicators,
        main=main,
        components=components_of,
        rows=rows,
        field=field,
        proposed=_proposed(
            field, key, main, {one: len(of) for one, of in succession.members.items()} if present else {}
        ),
        findings=served.query("findings", unit_id=shown, indicator=None, kind=None, source_id=None, figure_id=None),
        lineage=served.query("lineage", unit_id=shown),
        parts=served.query("parts_of_unit", unit_ids=ids),
        counted=served.query("parts_counted", unit_ids=ids),
        continuity=continuity,
    )


def _how(asked: Asked) -> dict[str, Any]:
    """How figures are recomputed, as `as_of_today` takes it."""
    return {"rule": asked.rule, "weights": dict(asked.loads), "partial": asked.partial}


def _proposed(field: Field, key: str, main: list[dict], members: dict[str, int]) -> tuple[Similar, ...]:
    regions: dict[str, str | None] = {}
    for cells in field.cells.values():
        for cell in cells:
            # An unchanged province has figures under both of its keys: its region is that of the key it is shown by.
            if cell.unit_id not in regions or cell.order == cell.unit_id.partition("-")[0]:
                regions[cell.unit_id] = cell.region_id
    codes = {one["indicator_code"] for one in main}
    heads = {asked: cells for asked, cells in field.cells.items() if asked[0] in codes}
    return tuple(similar(heads, key, regions, members))


@st.cache_resource(max_entries=4, show_spinner=False)
def _catalogue(path: str, _served: Served) -> tuple[dict[str, str], Methods, pd.DataFrame, list[dict], list[dict]]:
    """What is the same for all units: unchanged provinces, methods, indicators, the main indices and their parts."""
    indicators = _served.query("indicators")
    index = indicators[(indicators["topic"] == "composite_index") & (indicators["family"] != EGOV_FAMILY)]
    head = index["is_headline"].fillna(False).astype(bool)
    return (
        unchanged(_served.query("province_succession")),
        Methods(_served.query("methods")),
        indicators,
        index[head].to_dict("records"),
        index[~head & index["parent_code"].notna()].to_dict("records"),
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def _standings(asked: Asked, keys: tuple[str, ...], _basis: Basis) -> list[Standing]:
    return standings(_basis.field, _basis.key, _basis.main, _basis.methods, similar=keys)


@st.cache_resource(max_entries=64, show_spinner=False)
def _components(asked: Asked, keys: tuple[str, ...], _basis: Basis, _served: Served) -> list[Standing]:
    field = _basis.field
    if asked.present:
        succession = territory.succession(_served)
        field = as_of_today(_basis.rows, asked.shown, succession, _basis.components, **_how(asked))
    return standings(field, _basis.key, _basis.components, _basis.methods, similar=keys)
