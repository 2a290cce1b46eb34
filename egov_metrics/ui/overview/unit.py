"""One unit: what is asked of the store, and the headline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from egov_metrics.analysis import lineage, recompute_words
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights import overview as insights
from egov_metrics.analysis.insights.facts import findings_of
from egov_metrics.analysis.overview import Overview, overview
from egov_metrics.analysis.present_panel import PresentPanel
from egov_metrics.analysis.recompute import Refusal
from egov_metrics.analysis.territory import same_territory
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.session import Served
from egov_metrics.ui.territory import switch as territory_switch
from egov_metrics.views import territory
from egov_metrics.views.catalogue import catalogue
from egov_metrics.views.territory import How
from egov_metrics.views.view import COUNTRY, View

LEADS = 9
"""So many links to present units stand under the headline of a former one."""


@dataclass(frozen=True)
class UnitPage:
    """What the parts of the page share: the view, the row of the unit that is shown, its overview, how it is measured.

    Of a province in today's territory, `panel` has the figures of all 34 and `refused` what could not be recomputed of
    this one, by index; else they are None and {}. `unit` is then the present province, also when the reader asked for
    a former one.
    """

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


def source_link(page: UnitPage, figure: dict, code: str, text: str = "overview.source") -> Link:
    """Where a figure is stated; of a recomputed one the former provinces' figures that it is worked out from."""
    if isinstance(figure["figure_id"], str):
        return Link(t(text, page.lang), source_href(page.view, figure=figure["figure_id"]))
    year, (first, *others) = int(figure["year"]), figure["members"]
    view = page.view.elsewhere(
        unit=first, units=tuple(others), indicator=code, territory="as-published", view="table", level="province",
        region=None, year_from=year, year_to=year,
    )  # fmt: skip
    return Link(t("terr.members", page.lang), href("compare", view))


def choose_unit(served: Served, view: View) -> None:
    """The picker of the own unit and, for provinces and the country, the switch of the territory."""
    label = t("overview.unit", view.lang)
    with st.container(horizontal=True, vertical_alignment="top", key="overview-choose"):
        with st.container(width=420):
            filters.own_unit(served.unit_options(view.lang), label, placeholder=t("overview.unit.country", view.lang))
        if is_province(served, view.unit) or view.unit == COUNTRY:
            territory_switch(view)


def is_province(served: Served, unit_id: str) -> bool:
    """Is it one of the provinces before or since 1/7/2025?"""
    succession = territory.succession(served)
    return unit_id in succession.successor or unit_id in succession.members


def read_unit(served: Served, view: View) -> UnitPage:
    """Everything that the page shows of the unit: at most eleven queries the first time, then none for this edition."""
    present = view.is_present and is_province(served, view.unit)
    shown = territory.succession(served).present(view.unit) if present else view.unit
    page = _read(str(served.ref.path), shown, view.lang, present, territory.how(served, view), served, view)
    return replace(page, view=view, served=served)


@st.cache_resource(max_entries=256, show_spinner=False)
def _read(path: str, unit_id: str, lang: Lang, present: bool, how: How, _served: Served, _view: View) -> UnitPage:
    """What `read_unit` keeps, by edition, unit shown, language and territory. Parts of the page never change what they
    are given."""
    served, known = _served, catalogue(_served)
    ids = same_territory(unit_id, known.continuity)
    units = served.query("units_by_id", unit_ids=ids).set_index("unit_id", drop=False)
    unit = units.loc[unit_id].to_dict()
    figures = pd.concat([served.query("figures_of_unit", unit_id=one) for one in ids], ignore_index=True)
    panel = territory.panel(served, _view) if present else None
    starts = units["valid_from"].min() if len(ids) == 1 and not present else pd.NaT
    return UnitPage(
        view=_view,
        served=served,
        unit=unit,
        name=str(unit[f"name_{lang}"]),
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


def headline(page: UnitPage) -> None:
    """The finding in one sentence, what moved and whether it is real, what became of the unit."""
    moved, links = _moved(page)
    title, said = headline_words(page)
    parts.headline(
        title,
        " ".join(text for text in (said, *moved) if text),
        [*links, Link(t("profile.open", page.lang), href("profile", page.view.elsewhere()))],
    )


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


def _moved(page: UnitPage) -> tuple[list[str], list[Link]]:
    """What became of the unit and what it was formed of, and the ways there."""
    lang, view = page.lang, page.view
    options = page.served.unit_options(lang)

    def to(unit_id: str, text: str, **changes: object) -> Link:
        return Link(text, href("overview", view.elsewhere(unit=unit_id, **changes)))

    if page.panel is not None:
        members = [row["unit_id"] for row in page.lineage[page.lineage["relation"] == "predecessor"].to_dict("records")]
        if len(members) < 2:
            return [], []
        told = [lineage.formed_from(page.unit, page.lineage, lang)]
        if view.unit in members:
            told = [t("terr.moved", lang, old=options.name(view.unit), new=options.name(page.unit_id))]
        back = [view.unit] if view.unit in members else members
        links = [to(one, t("terr.moved.back", lang, old=options.name(one)), territory="as-published") for one in back]
        return told, links
    if len(same_territory(view.unit, page.continuity)) > 1:
        return [], []
    words = [lineage.became(page.unit, page.lineage, lang), lineage.formed_from(page.unit, page.lineage, lang)]
    present = lineage.present_units(page.unit, page.lineage)
    links = [to(one, lineage.named(one, page.lineage, lang) or page.called(one)) for one in present[:LEADS]]
    if page.unit["level"] == "province" and present:
        links = [to(present[0], t("terr.see_present", lang, unit=page.called(present[0])), territory="2025")]
    return words, links
