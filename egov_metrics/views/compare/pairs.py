"""Two years: a slope or a dumbbell for every unit, refused where the years do not compare until asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis.two_years import Pair
from egov_metrics.charts import dumbbell, slope
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.subjects import subject_of
from egov_metrics.i18n.texts import plural, t
from egov_metrics.views.compare import framing, two_years
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words, nothing

_CHARTS: dict[str, ModuleType] = {"slope": slope, "dumbbell": dumbbell}


class Refused(NamedTuple):
    """Two years that are not set side by side: `title`, `why` and the reason in the words of the catalogue (`what`) in
    the place of the chart, `finding` above all; `near` are two years that compare, when there are any."""

    pair: Pair
    title: str
    why: str
    what: str
    finding: str
    near: Pair | None


@dataclass(frozen=True)
class TwoYearsShown:
    """`rows` are the figures of both years of the units that are drawn, `frame` these as charts read them; `across`
    says what lies between the years, or is ""; `given` is what chart and caption are told."""

    page: Comparison
    pair: Pair
    rows: pd.DataFrame
    frame: pd.DataFrame
    subject: Subject
    across: str
    given: dict[str, Any]
    caption: Caption

    def figure(self) -> go.Figure:
        """The chart."""
        return _CHARTS[self.page.view.view].build(self.frame, self.subject, **self.given)

    @property
    def years(self) -> tuple[int, int]:
        """The earlier and the later year."""
        return self.pair.year_from, self.pair.year_to

    @property
    def words(self) -> Words:
        """The chart's own sentence; which of the units that were asked for lack one of the years."""
        return Words(self.caption.title, f"{self.caption.subtitle} {_absent_words(self.page, self.pair)}".strip())

    @property
    def left_out(self) -> str:
        """How many units are left out since their two figures do not compare; or ""."""
        units = self.pair.left_out
        return plural("compare.pair.left_out", len(units), self.page.lang) if units else ""

    def notes(self, *first: str, on_page: bool = True) -> str:
        """How to read the chart, `first` before what belongs to this kind; `on_page` as in `notes_of`."""
        return framing.notes_of(self.page, self.rows, self.years, *first, self.left_out, on_page=on_page)


def two_years_shown(page: Comparison, look: Look) -> TwoYearsShown | Refused | Nothing:
    """What the view of two years shows. `look` is that of the place: a dumbbell chart is as high as it needs to be."""
    pair = page.pair
    if pair is None:
        return nothing(page, "years")
    if pair.kind == "none" or not (pair.is_like or page.view.across):
        return _refused(page, pair)
    rows = two_years.rows_of(page, pair)
    across = two_years.across_words(page)
    frame, subject = framing.frame_of(page, rows), subject_of(page.indicator, page.lang)
    given: dict[str, Any] = {
        "years": (pair.year_from, pair.year_to),
        "own": page.own,
        "chosen": page.chosen,
        "measure": page.measure,
        "across": across or None,
        "alike": pair.is_like,
        "look": look if page.view.view == "slope" else replace(look, height=None),
    }
    caption = _CHARTS[page.view.view].caption(frame, subject, **given)
    return TwoYearsShown(page, pair, rows, frame, subject, across, given, caption)


def _absent_words(page: Comparison, pair: Pair) -> str:
    """Which of the units that were asked for are not drawn, since they lack one of the two years; or ""."""
    absent = [page.name(unit) for unit in page.asked if unit not in pair.shown and unit not in pair.left_out]
    if not absent:
        return ""
    years = {"first": pair.year_from, "last": pair.year_to}
    return t("compare.pair.absent", page.lang, units=", ".join(absent), **years)


def _refused(page: Comparison, pair: Pair) -> Refused:
    """Why the two years are not set side by side, and years that compare."""
    lang = page.lang
    years = {"first": pair.year_from, "last": pair.year_to}
    unclear = "_unclear" if pair.kind == "not_stated" else ""
    if pair.kind == "none":
        why, what = t("compare.pair.none", lang, **years), ""
    else:
        why = t(f"compare.pair.refused{unclear}", lang, **years, why=two_years.why(page, pair))
        what = _reason(page, pair)
    title = t(f"compare.pair.refused_title{unclear}", lang, **years)
    finding = t(f"compare.pair.title{unclear}", lang, index=str(page.indicator[f"short_{lang}"]), **years)
    near = page.field.two_years[page.measure].nearest(pair.year_from, pair.year_to, page.asked)
    return Refused(pair, title, why, what, finding, near)


def _reason(page: Comparison, pair: Pair) -> str:
    """The reason in the words of the catalogue of methods, with how it is known."""
    if pair.likeness is None:
        return ""
    said = pair.likeness.reason(page.lang)
    return f"{said} {t('chart.break.inferred_words', page.lang)}" if pair.likeness.inferred else said
