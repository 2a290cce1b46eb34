"""The figures among which the units of a profile are looked at: asked of the store once for all provinces.

Every province needs nearly all years of nearly all provinces, so that a field of each would be the same work and the
same memory a hundred times.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import streamlit as st

from egov_metrics.analysis.profile_field import Field, as_of_today, as_published
from egov_metrics.analysis.recompute import Rule
from egov_metrics.analysis.unit_profile import index_rows, parent_of, standing_rows
from egov_metrics.i18n.texts import Lang
from egov_metrics.ui.session import Served
from egov_metrics.views import territory
from egov_metrics.views.catalogue import catalogue


class Asked(NamedTuple):
    """What decides a basis: edition, unit shown, language, today's territory or not and how it is recomputed."""

    path: str
    shown: str
    lang: Lang
    present: bool
    rule: Rule
    partial: bool
    loads: tuple[tuple[str, float], ...]


def field_of(asked: Asked, unit: dict, ids: tuple[str, ...], served: Served) -> Field:
    """The figures in which a unit is looked at. All provinces share one field for each territory, kept for the edition;
    others are looked at among the units of their parent."""
    if asked.present:
        return of_today(asked.path, False, asked.rule, asked.partial, asked.loads, served)
    if unit["level"] == "province":
        return published(asked.path, served)
    rows = standing_rows(served.query_once, catalogue(served).indicators, ids, unit["level"], parent_of(unit))
    return as_published(rows, catalogue(served).continuity)


# The arguments of these caches that begin with an underscore are decided by the others.


@st.cache_resource(max_entries=4, show_spinner=False)
def indices(path: str, _served: Served) -> tuple[list[dict], list[dict]]:
    """The main indices and their components, rows of the catalogue."""
    return index_rows(catalogue(_served).indicators)


@st.cache_resource(max_entries=2, show_spinner=False)
def _rows_of_provinces(path: str, _served: Served) -> pd.DataFrame:
    """All years of all provinces: asked for once, since every province needs most of it."""
    known = catalogue(_served)
    return standing_rows(_served.query_once, known.indicators, known.provinces, "province", None)


@st.cache_resource(max_entries=2, show_spinner=False)
def published(path: str, _served: Served) -> Field:
    """The field of all provinces as their figures were published."""
    return as_published(_rows_of_provinces(path, _served), catalogue(_served).continuity)


@st.cache_resource(max_entries=6, show_spinner=False)
def of_today(
    path: str, components: bool, rule: Rule, partial: bool, loads: tuple[tuple[str, float], ...], _served: Served
) -> Field:
    """The field of the main indices, or of their components, in the territory of today."""
    return as_of_today(
        _rows_of_provinces(path, _served), None, territory.succession(_served),
        indices(path, _served)[components], rule=rule, weights=dict(loads), partial=partial,
    )  # fmt: skip
