"""The figures of provinces in the territory of a view: as published, or of the 34 of today by the rule of the view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from egov_metrics.analysis.present_panel import PresentPanel, present_panel
from egov_metrics.analysis.recompute import Recomputed, Rule, recompute
from egov_metrics.analysis.territory import Succession
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.view import View

FIRST, LAST = 1990, 2100


class How(NamedTuple):
    """How present provinces are recomputed; part of the key of everything that is kept of their figures."""

    rule: Rule
    partial: bool
    loads: tuple[tuple[str, float], ...]


def succession(served: AskedEdition) -> Succession:
    """Which province became which, of the edition."""
    return served.kept("succession", (), lambda: Succession.of(served.query("province_succession")))


def how(served: AskedEdition, view: View) -> How:
    """What the view asks for, as far as it can be done here: weighted only with weights."""
    if not view.is_present:
        return How("mean", False, ())
    if view.rule == "weighted" and (weights := served.weights()):
        return How("weighted", view.partial, tuple(sorted(weights.items())))
    return How("mean", view.partial, ())


def figures(served: AskedEdition, view: View, indicator: Mapping[str, Any]) -> Recomputed:
    """All years' figures of provinces of one indicator in the territory of the view.

    As published: the rows of the query `figures_of_indicator`, nothing refused. Today's: as `recompute` makes them
    (with its columns `ADDED`). `indicator` is a row of the query `indicators`. Nobody may change what is returned.
    """
    found = how(served, view)
    key = (str(indicator["indicator_code"]), view.is_present, *found)
    return served.kept("figures", key, lambda: _figures(served, indicator, view.is_present, found), most=128)


def _figures(served: AskedEdition, indicator: Mapping[str, Any], present: bool, asked: How) -> Recomputed:
    rows = served.query(
        "figures_of_indicator",
        indicator=str(indicator["indicator_code"]),
        level="province",
        year_from=FIRST,
        year_to=LAST,
        parent=None,
        region=None,
    )
    if not present:
        return Recomputed(rows, ())
    steps = succession(served)
    return recompute(rows, steps, indicator, rule=asked.rule, weights=dict(asked.loads), partial=asked.partial)


def panel(served: AskedEdition, view: View) -> PresentPanel:
    """The 34 provinces of today on all headline indices, by the rule of the view; one query for an edition."""
    asked = how(served, view)
    return served.kept("panel", asked, lambda: _panel(served, asked), most=8)


def _panel(served: AskedEdition, asked: How) -> PresentPanel:
    indicators = served.query("indicators")
    headline = indicators[indicators["is_headline"].fillna(False)]
    rows = served.query("figures_of_provinces", indicators=tuple(headline["indicator_code"]))
    rule, loads = asked.rule, dict(asked.loads)
    return present_panel(rows, succession(served), headline, rule=rule, weights=loads, partial=asked.partial)
