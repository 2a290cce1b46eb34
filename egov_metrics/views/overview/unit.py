"""One unit: what is asked of the store, and the headline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from egov_metrics.analysis import recompute_words
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights.facts import findings_of
from egov_metrics.analysis.overview import Overview, overview
from egov_metrics.analysis.present_panel import PresentPanel
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.territory import same_territory
from egov_metrics.i18n.texts import Lang
from egov_metrics.views import territory
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.catalogue import catalogue
from egov_metrics.views.territory import How
from egov_metrics.views.view import View


@dataclass(frozen=True)
class UnitPage:
    """What the parts of the page share: the view, the row of the unit that is shown, its overview, how it is measured.

    Of a province in today's territory, `panel` has the figures of all 34 and `refused` what could not be recomputed of
    this one, by index; else they are None and {}. `unit` is then the present province, also when the reader asked for
    a former one.
    """

    view: View
    served: AskedEdition
    unit: dict
    name: str
    overview: Overview
    methods: Methods
    continuity: dict[str, str]
    indicators: pd.DataFrame
    findings: pd.DataFrame
    lineage: pd.DataFrame
    panel: PresentPanel | None
    refused: Mapping[str, tuple[Refusal, ...]]

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.view.lang

    @property
    def unit_id(self) -> str:
        """The key of the unit that is shown."""
        return str(self.unit["unit_id"])

    @property
    def key(self) -> str:
        """The key under which the unit's figures stand in a comparison."""
        return self.unit_id if self.panel else self.continuity.get(self.unit_id, self.unit_id)

    @property
    def how(self) -> tuple[bool, How]:
        """What else decides the figures of this page, for the keys of caches."""
        return self.panel is not None, territory.how(self.served, self.view)

    def called(self, unit_id: str) -> str:
        """The bare name of a unit."""
        return str(self.served.unit_options(self.lang).option(unit_id)[1])


def is_province(served: AskedEdition, unit_id: str) -> bool:
    """Is it one of the provinces before or since 1/7/2025?"""
    succession = territory.succession(served)
    return unit_id in succession.successor or unit_id in succession.members


def read_unit(served: AskedEdition, view: View) -> UnitPage:
    """Everything that is shown of the unit: at most eleven queries the first time, then none for this edition."""
    present = view.is_present and is_province(served, view.unit)
    shown = territory.succession(served).present(view.unit) if present else view.unit
    key = (shown, view.lang, present, territory.how(served, view))
    page = served.kept("overview_unit", key, lambda: _read(served, view, shown, present), most=256)
    return replace(page, view=view, served=served)


def _read(served: AskedEdition, view: View, unit_id: str, present: bool) -> UnitPage:
    """What `read_unit` keeps. Nobody may change what is in it."""
    known = catalogue(served)
    ids = same_territory(unit_id, known.continuity)
    units = served.query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False)
    unit = units.loc[unit_id].to_dict()
    figures = pd.concat([served.query("figures_of_unit", unit_id=one) for one in ids], ignore_index=True)
    panel = territory.panel(served, view) if present else None
    starts = units["valid_from"].min() if len(ids) == 1 and not present else pd.NaT
    return UnitPage(
        view=view,
        served=served,
        unit=unit,
        name=str(unit[f"name_{view.lang}"]),
        overview=overview(
            unit["level"],
            _with_panel(figures, panel, unit_id),
            known.indicators,
            panel.coverage if panel else known.newest_of_level.get(unit["level"], known.coverage.iloc[:0]),
            known.methods,
            since=None if pd.isna(starts) or starts.year < 2020 else starts.year,
        ),
        methods=known.methods,
        continuity=known.continuity,
        indicators=known.indicators,
        findings=findings_of(served.query, ids),
        lineage=served.query("lineage", unit_id=unit_id),
        panel=panel,
        refused=panel.refused(unit_id) if panel else {},
    )


def _with_panel(figures: pd.DataFrame, panel: PresentPanel | None, unit_id: str) -> pd.DataFrame:
    """A unit's figures with those of the panel in the place of its own ones of the same indices."""
    if panel is None:
        return figures
    replaced = figures["indicator_code"].isin(list(panel.by_code))
    replaced &= (figures["scope"] == "self") & (figures["statistic"] == "own") & ~figures["is_target"].astype(bool)
    return pd.concat([figures[~replaced], panel.of_unit(unit_id)], ignore_index=True)


def headline_words(page: UnitPage) -> tuple[str, str]:
    """The finding, and how far it can be compared with the one before."""
    lead = page.overview.lead
    said = [insights.detail(lead, page.methods, page.lang)] if lead else []
    if lead is not None and lead.figure is not None and page.panel is not None:
        words = recompute_words.made_of(lead.figure, page.called, page.lang)
        said += [f"{words}."] if words else []
    return _opened(insights.headline(_kind_name(page), page.overview, page.lang)), " ".join(filter(None, said))


def _kind_name(page: UnitPage) -> str:
    """The name as a sentence needs it: provinces and agencies by their name, others with their kind and parent."""
    if page.unit["level"] in ("province", "region"):
        return page.name
    return page.served.unit_options(page.lang).name(page.unit_id)


def _opened(sentence: str) -> str:
    """A sentence with a capital first letter: the kind of a unit ("thành phố") may be its first word."""
    return sentence[:1].upper() + sentence[1:]
