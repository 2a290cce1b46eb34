"""Many years: lines of values or ranks, ranks as a bump chart, small charts of one unit each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis import compare
from egov_metrics.analysis.frames import kept_apart
from egov_metrics.charts import bump, line, line_caption, multiples
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.subjects import subject_of
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.compare import framing
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words, nothing

_CHARTS: dict[str, tuple[Callable[..., go.Figure], Callable[..., Caption]]] = {
    "line": (line.build, line_caption.caption),
    "bump": (bump.build, bump.caption),
    "grid": (multiples.build, multiples.caption),
}
"""The views of many years: what draws them and what says in words what they show."""


@dataclass(frozen=True)
class OverYears:
    """`rows` are all figures of the years, `drawn` those with what is measured or with a kind of nothing, `frame` these
    as charts read them; `picked` are the units in colour beside our own; `given` is what chart and caption are told."""

    page: Comparison
    rows: pd.DataFrame
    drawn: pd.DataFrame
    frame: pd.DataFrame
    eras: pd.DataFrame | None
    subject: Subject
    picked: tuple[str, ...]
    given: dict[str, Any]
    caption: Caption

    def figure(self) -> go.Figure:
        """The chart."""
        return _CHARTS[self.page.view.view][0](self.frame, self.eras, self.subject, **self.given)

    @property
    def words(self) -> Words:
        """The chart's own sentence on the one unit that was asked for; of several, or of none, what the figures say."""
        page, title = self.page, self.caption.title
        having = set(self.drawn.loc[self.drawn[page.measure].notna(), "unit_id"])
        asked = [unit for unit in page.asked if unit in having]
        if len(asked) != 1:
            title = framing.finding(page, self.drawn, asked, page.name, page.own)
        return Words(title, self.caption.subtitle)

    @property
    def by_default(self) -> bool:
        """Are units in colour that nobody asked for?"""
        return bool(self.picked) and not self.page.chosen

    def notes(self, *first: str, on_page: bool = True) -> str:
        """How to read the chart, `first` before what belongs to this kind; `on_page` as in `notes_of`."""
        more = t("compare.note.highlighted", self.page.lang, n=numbers.count(compare.HIGHLIGHTED))
        words = (*first, region_words(self.page), more if self.by_default and on_page else "")
        return framing.notes_of(self.page, self.rows, self.page.span, *words, on_page=on_page)


def over_years(page: Comparison, look: Look, most: int | None = None) -> OverYears | Nothing:
    """What the view of many years shows; a grid has `most` small charts, as many as the chart allows when None.

    `look` is that of the place: a grid is as high as it needs to be.
    """
    view = page.view.view
    if view == "bump" and "rank" not in page.field.measures:
        return nothing(page, "rank")
    rows = page.in_span
    drawn = rows[rows[page.measure].notna() | rows["nothing"].notna()]
    picked = page.chosen if view == "grid" else framing.highlighted(page, drawn)
    frame, eras = kept_apart(framing.frame_of(page, drawn), page.methods), framing.methods_of(page)
    subject = subject_of(page.indicator, page.lang)
    look = replace(look, height=None) if view == "grid" else look
    given: dict[str, Any] = {"own": page.own, "chosen": picked, "look": look, "years": page.span}
    if view != "bump":
        given["measure"] = page.measure
    if view == "line":
        given["means"] = page.means
    if view == "grid" and most is not None:
        given["most"] = most
    caption = _CHARTS[view][1](frame, eras, subject, **given)
    return OverYears(page, rows, drawn, frame, eras, subject, picked, given, caption)


def region_words(page: Comparison) -> str:
    """Of which region the regional mean in a line chart is; "" without one."""
    region = page.means.loc[page.means["kind"] == "region", "unit_id"]
    if page.measure != "value" or page.view.view != "line" or not len(region):
        return ""
    return t("compare.mean.region_is", page.lang, region=page.short(str(region.iloc[0])))
