"""What the profile shows of one unit: asked of the store once, then handed to the parts."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from egov_metrics.analysis import compare
from egov_metrics.analysis.profile import Standing, standings
from egov_metrics.analysis.territory import same_territory
from egov_metrics.analysis.unit_profile import Basis, Fields, UnitProfile, read_basis
from egov_metrics.ui.profile import fields
from egov_metrics.ui.profile.fields import Asked
from egov_metrics.ui.session import Served
from egov_metrics.ui.unit_picker import UnitOptions
from egov_metrics.units.keys import level_of
from egov_metrics.views import territory
from egov_metrics.views.catalogue import catalogue
from egov_metrics.views.view import View

RANKED_LEVELS = ("province", "district", "commune", "department")


Stamp = tuple[Asked, tuple[str, ...], tuple[tuple[str, str], ...]]
"""A basis, the units compared with, and the parameters of the view that links carry."""


@dataclass(frozen=True)
class Profile(UnitProfile):
    """The profile of a unit as one reader looks at it. `absent` are the units asked for beside ours that have no
    figures there; `is_proposed` says that the reader chose none. `stamp` is the key under which drawn parts of the page
    are kept."""

    view: View
    served: Served
    absent: tuple[str, ...]
    is_proposed: bool
    stamp: Stamp

    @property
    def options(self) -> UnitOptions:
        """The units by name, as the pickers offer them."""
        return self.served.unit_options(self.lang)

    @property
    def is_moved(self) -> bool:
        """Is another unit shown than the one that was asked for: the present province of a former one?"""
        return self.unit_id != self.view.unit and self.unit_id not in same_territory(
            self.view.unit, self.basis.continuity
        )


def read(served: Served, view: View) -> Profile:
    """Everything of the unit of the view: at most twelve queries the first time, then none for this edition."""
    asked = _asked(served, view)
    basis = _basis(asked, served)
    chosen, absent = _chosen(view, basis, asked, served)
    keys = chosen or tuple(one.unit_id for one in basis.proposed)
    return Profile(
        lang=view.lang,
        is_present=view.is_present,
        names=served.unit_options(view.lang),
        basis=basis,
        standings=_standings(asked, keys, basis),
        similar=keys,
        view=view,
        served=served,
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
    loads = served.weights() if present and view.rule == "weighted" else {}
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
    known, shown = catalogue(_served), asked.shown
    ids = tuple(same_territory(shown, known.continuity))
    unit = _served.query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False).loc[shown].to_dict()
    own = fields.field_of(asked, unit, ids, _served)
    of_all = fields.published(asked.path, _served) if unit["level"] == "province" else own
    return read_basis(_served.query, known, territory.succession(_served), Fields(own, of_all), shown, asked.present)


def _beside(basis: Basis, asked: Asked, served: Served) -> set[str]:
    """The units that have a figure of an index in a year in which ours, or a province it was formed of, has one."""
    field = basis.field
    if basis.level != "province":
        return set(field.figures["unit_id"])
    members = territory.succession(served).members.get(basis.key, ()) if asked.present else ()
    held = fields.published(asked.path, served).keys
    pairs = {pair for unit in {*basis.ids, basis.key, *members} for pair in held.get(unit, ())}
    return {cell.unit_id for pair in pairs for cell in field.cells.get(pair, ())}


@st.cache_resource(max_entries=256, show_spinner=False)
def _standings(asked: Asked, keys: tuple[str, ...], _basis: Basis) -> list[Standing]:
    return standings(_basis.field, _basis.key, _basis.main, _basis.methods, similar=keys)


@st.cache_resource(max_entries=64, show_spinner=False)
def _components(asked: Asked, keys: tuple[str, ...], _basis: Basis, _served: Served) -> list[Standing]:
    field = _basis.field
    if asked.present:
        field = fields.of_today(asked.path, True, asked.rule, asked.partial, asked.loads, _served)
    return standings(field, _basis.key, _basis.components, _basis.methods, similar=keys)
