"""One unit: what is asked of the store, and the headline."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.overview import Overview, overview
from egov_metrics.analysis.territory import same_territory, unchanged
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.session import Served
from egov_metrics.ui.view import View


@dataclass(frozen=True)
class UnitPage:
    """What the parts of the page share: the view, the unit's row, its overview, and the index that is looked at."""

    view: View
    served: Served
    unit: dict
    name: str
    overview: Overview
    methods: Methods
    continuity: dict[str, str]
    indicators: pd.DataFrame
    findings: pd.DataFrame
    lineage: pd.DataFrame

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.view.lang

    @property
    def key(self) -> str:
        """The key under which the unit's figures stand in a comparison."""
        return self.continuity.get(self.unit["unit_id"], self.unit["unit_id"])


def choose_unit(served: Served, view: View) -> None:
    """The picker of the own unit."""
    label = t("overview.unit", view.lang)
    filters.own_unit(served.unit_options(view.lang), label, placeholder=t("overview.unit.country", view.lang))


def read_unit(served: Served, view: View) -> UnitPage:
    """Everything that the page shows of the unit: eight queries the first time, then none for this edition."""
    page = _read(str(served.ref.path), view.unit, view.lang, served, view)
    return replace(page, view=view, served=served)


@st.cache_resource(max_entries=256, show_spinner=False)
def _read(path: str, unit_id: str, lang: Lang, _served: Served, _view: View) -> UnitPage:
    """What `read_unit` keeps, by edition, unit and language. Parts of the page never change what they are given."""
    served, view = _served, _view
    continuity = unchanged(served.query("province_succession"))
    ids = same_territory(view.unit, continuity)
    known = served.query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False)
    unit = known.loc[view.unit].to_dict()
    figures = pd.concat([served.query("figures_of_unit", unit_id=one) for one in ids], ignore_index=True)
    methods = Methods(served.query("methods"))
    indicators = served.query("indicators")
    starts = known["valid_from"].min() if len(ids) == 1 else pd.NaT
    return UnitPage(
        view=view,
        served=served,
        unit=unit,
        name=str(unit[f"name_{view.lang}"]),
        overview=overview(
            unit["level"],
            figures,
            indicators,
            served.query("coverage"),
            methods,
            since=None if pd.isna(starts) or starts.year < 2020 else starts.year,
        ),
        methods=methods,
        continuity=continuity,
        indicators=indicators,
        findings=served.query("findings", unit_id=view.unit, indicator=None, kind=None, source_id=None, figure_id=None),
        lineage=served.query("lineage", unit_id=view.unit),
    )


def headline(page: UnitPage) -> None:
    """The finding in one sentence, what moved and whether it is real, what became of the unit."""
    lead = page.overview.lead
    below = insights.detail(lead, page.methods, page.lang) if lead else ""
    became = _lineage_words(page)
    parts.headline(
        insights.headline(_kind_name(page), page.overview, page.lang),
        " ".join(text for text in (below, became) if text),
    )


def _kind_name(page: UnitPage) -> str:
    """The name as a sentence needs it: provinces and agencies by their name, others with their kind and parent."""
    if page.unit["level"] in ("province", "region"):
        return page.name
    return page.served.unit_options(page.lang).name(page.view.unit)


def _lineage_words(page: UnitPage) -> str:
    if page.unit["level"] != "province" or len(same_territory(page.view.unit, page.continuity)) > 1:
        return ""
    said = []
    for relation in ("predecessor", "successor"):
        rows = page.lineage[(page.lineage["relation"] == relation) & (page.lineage["level"] == "province")]
        if len(rows):
            names = ", ".join(rows[f"name_{page.lang}"])
            said.append(
                t(f"overview.{relation}", page.lang, names=names, date=numbers.date(rows["effective"].iloc[0].date()))
            )
    return " ".join(said)
