"""Two indicators beside each other: every unit a dot, each indicator on its own axis and scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis import compare
from egov_metrics.charts import scatter
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.subjects import subject_of
from egov_metrics.i18n.texts import t
from egov_metrics.views.compare import framing
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words, nothing


@dataclass(frozen=True)
class TwoIndicators:
    """Of each indicator, first that of the page: its figures of its year, these as charts read them, and itself as
    charts know it; `given` is what chart and caption are told."""

    page: Comparison
    years: tuple[int, int]
    rows: tuple[pd.DataFrame, pd.DataFrame]
    frames: tuple[pd.DataFrame, pd.DataFrame]
    subjects: tuple[Subject, Subject]
    given: dict[str, Any]
    caption: Caption

    def figure(self) -> go.Figure:
        """The chart."""
        return scatter.build(*self.frames, *self.subjects, **self.given)

    @property
    def words(self) -> Words:
        """The chart's own sentence; which of the units that were asked for lack one of the two figures."""
        return Words(self.caption.title, f"{self.caption.subtitle} {self._absent_words()}".strip())

    def notes(self, *first: str, on_page: bool = True) -> str:
        """How to read the chart, `first` before what belongs to this kind, that the other year is earlier; `on_page` as
        in `notes_of`."""
        year, other = self.years
        when = ""
        if other < year:
            when = t("compare.against.earlier", self.page.lang, index=self.subjects[1].short, year=other)
        return framing.notes_of(self.page, self.rows[0], (year, year), *first, when, on_page=on_page)

    def _absent_words(self) -> str:
        page = self.page
        having = [set(frame.loc[frame["value"].notna(), "unit_id"]) for frame in self.rows]
        refused = {one.unit_id for one in page.refused}
        lacking = [unit for unit in page.asked if unit not in having[0] & having[1] and unit not in refused]
        if not lacking:
            return ""
        first, second = (f"{one.short} {year}" for one, year in zip(self.subjects, self.years, strict=True))
        units = ", ".join(map(page.name, lacking))
        return t("compare.against.absent", page.lang, units=units, first=first, second=second)


def two_indicators(page: Comparison, look: Look) -> TwoIndicators | Nothing:
    """The year on the screen of the one indicator, the same or the nearest earlier one of the other."""
    if "value" not in page.field.measures:
        return nothing(page, "value")
    if page.against is None or page.against_year is None:
        return nothing(page, "against")
    years = page.year, page.against_year
    figures = page.figures, page.against.figures
    rows = compare.within_years(figures[0], years[0], years[0]), compare.within_years(figures[1], years[1], years[1])
    subjects = subject_of(page.indicator, page.lang), subject_of(page.against.indicator, page.lang)
    frames = framing.frame_of(page, rows[0]), framing.frame_of(page, rows[1])
    given: dict[str, Any] = {
        "year_x": years[0],
        "year_y": years[1],
        "own": page.own,
        "chosen": page.chosen,
        "look": look,
    }
    return TwoIndicators(page, years, rows, frames, subjects, given, scatter.caption(*frames, *subjects, **given))
