"""Which components of an index changed the total of a unit between two years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from egov_metrics.analysis.attribution import Attribution, attribute, components_of
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.rank_move import Moved
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.catalogue import catalogue


class Attributed(NamedTuple):
    """What each component gave; `known` are the figures of the unit that it is worked out of (query `figures_of_unit`),
    `by_code` the rows of all indicators."""

    found: Attribution
    known: pd.DataFrame
    by_code: dict[str, dict[str, Any]]


def years_of(moved: Moved) -> tuple[int, int] | None:
    """The two years that a move is told of; else the newest two that were measured alike, though no rank can be told of
    them."""
    move, refused = moved
    if move is not None:
        return move.year_from, move.year_to
    alike = (one for one in refused if one.likeness is not None and one.likeness.is_like)
    return next(((one.year_from, one.year_to) for one in alike), None)


def attributed(
    served: AskedEdition, mine: pd.DataFrame, indicator: Mapping[str, Any], methods: Methods,
    years: tuple[int, int] | None,
) -> Attributed | None:  # fmt: skip
    """The components of an index of which the total of one unit is made up; `mine` are its figures of all years. None
    where they are not published for both years, or the total is recomputed. Asks one question."""
    if years is None:
        return None
    indicators = catalogue(served).indicators
    codes = components_of(indicators, str(indicator["indicator_code"]))
    rows = mine[mine["year"].isin(years)]
    stored = set(rows["stored_id"] if "stored_id" in rows else rows["unit_id"])
    if len(codes) < 2 or len(stored) != 1 or (rows["value_basis"] == "recomputed").any():
        return None
    known = served.query("figures_of_unit", unit_id=stored.pop())
    found = attribute(known, str(indicator["indicator_code"]), codes, *years, methods)
    if found is None:
        return None
    return Attributed(found, known, {row["indicator_code"]: row for row in indicators.to_dict("records")})
