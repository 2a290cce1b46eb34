"""What the parts of the sources page share: the view, the catalogue, names and links; and the way between sections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.territory import same_territory, unchanged
from egov_metrics.charts.look import Subject
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import markup
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.session import Served
from egov_metrics.ui.subjects import subject_of
from egov_metrics.views.view import COUNTRY, MAX_UNITS, SECTIONS, View

STRETCH = 40
"""How many rows a long list shows at first, and how many more at a time; rows are looked up in as many."""

STYLE = Path(__file__).with_name("sources.css")


class Page:
    """One run of the page. Frames are asked for when a part needs them, each once."""

    def __init__(self, served: Served, view: View) -> None:
        self.served = served
        self.view = view
        self.lang: Lang = view.lang

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Query `indicators`."""
        return self.served.query("indicators")

    @cached_property
    def catalogue(self) -> dict[str, dict[str, Any]]:
        """The row of each indicator by its code."""
        return {row["indicator_code"]: row for row in self.indicators.to_dict("records")}

    @cached_property
    def families(self) -> pd.DataFrame:
        """Query `families`."""
        return self.served.query("families")

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Query `known_gaps`."""
        return self.served.query("known_gaps")

    @cached_property
    def methods(self) -> Methods:
        """The method versions of all families."""
        return Methods(self.served.query("methods"))

    @cached_property
    def all_findings(self) -> pd.DataFrame:
        """All findings, worst first."""
        return self.served.query("all_findings")

    def figures_of(self, observation_ids: Sequence[str]) -> pd.DataFrame:
        """The figures behind which statements stand (`figures_of_statements`), by observation_id.

        Asked for a stretch at a time: few are looked up by their key, many would be searched for in all there are.
        """
        stretches = [tuple(observation_ids[at : at + STRETCH]) for at in range(0, len(observation_ids), STRETCH)]
        found = [self.served.query("figures_of_statements", observation_ids=stretch) for stretch in stretches or [()]]
        return pd.concat(found, ignore_index=True).set_index("observation_id")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Query `sources`: every source with what it gave."""
        return self.served.query("sources")

    @cached_property
    def units_meant(self) -> list[str] | None:
        """The keys of the own unit's territory, before and after 1/7/2025 alike; None for the country: all units."""
        if self.view.unit == COUNTRY:
            return None
        return same_territory(self.view.unit, unchanged(self.served.query("province_succession")))

    def unit_name(self, unit_id: str) -> str:
        """The name of a unit as the picker shows it when chosen: provinces and regions that have ended are bare, since
        the year beside them tells them from those of today; all others carry what tells them apart."""
        options = self.served.unit_options(self.lang)
        if unit_id[:1] not in ("P", "R") or unit_id not in options:
            return options.name(unit_id)
        _, name, _, chosen, _ = options.option(unit_id)
        return str(chosen or name)

    def full_unit_name(self, unit_id: str) -> str:
        """The name of a unit with its dates where another one bears it too."""
        return self.served.unit_options(self.lang).name(unit_id)

    def short(self, code: str) -> str:
        """The short name of an indicator, for cells and headlines."""
        return str(self.catalogue[code][f"short_{self.lang}"])

    def name(self, code: str) -> str:
        """The whole name of an indicator."""
        return str(self.catalogue[code][f"name_{self.lang}"])

    def subject(self, code: str) -> Subject:
        """The indicator as charts and numbers know it."""
        return subject_of(self.catalogue[code], self.lang)

    def figure_link(self, figure_id: str, text: str) -> Link:
        """A link that opens a figure on this page."""
        return Link(text, source_href(self.view, figure=figure_id))

    def source_link(self, source_id: str, text: str) -> Link:
        """A link that opens a source on this page."""
        return Link(text, source_href(self.view, source=source_id))

    def section_href(self, section: str, **changes: object) -> str:
        """The address of a section."""
        return href("sources", self.view.elsewhere(section=section, **changes))

    def compare_href(self, code: str, **changes: object) -> str:
        """The address of the compare page with an indicator, all units of a level."""
        return href("compare", self.view.elsewhere(**{"indicator": code, "region": None, "parent": None, **changes}))

    def units_with(self, unit_id: str) -> tuple[str, ...]:
        """The units of the view with another one among them, as many as a link carries."""
        return tuple(dict.fromkeys((unit_id, *self.view.units)))[:MAX_UNITS]


def begin(served: Served, view: View) -> Page:
    """Start the page: its style and the ways to its sections. With a figure or source open, none is the current one."""
    page = Page(served, view)
    st.html(STYLE)
    opened = view.figure or view.source
    st.html(_sections(page, None if opened else view.section))
    return page


def _sections(page: Page, current: str | None) -> str:
    links = []
    for section in SECTIONS:
        made = markup.link(Link(t(f"sources.section.{section}", page.lang), page.section_href(section)))
        links.append(made.replace("<a ", '<a aria-current="page" ', 1) if section == current else made)
    return f'<nav class="egov-sections" aria-label="{escape(t("sources.sections", page.lang))}">{"".join(links)}</nav>'
