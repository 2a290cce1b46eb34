"""What the charts of this page share: their look, the block on the screen, what stands where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import plotly.graph_objects as go

from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.ui import parts, sheet
from egov_metrics.ui.compare import screen
from egov_metrics.ui.markup import Link
from egov_metrics.views.compare import remarks
from egov_metrics.views.compare.reading import OF_A_YEAR, PAIRS, Comparison
from egov_metrics.views.compare.words import Nothing, Words


class Shown(Protocol):
    """What the functions of `views.compare` make of a page for one kind of chart."""

    @property
    def caption(self) -> Caption:
        """The words of the chart."""

    @property
    def words(self) -> Words:
        """The finding and the quieter line below it."""

    def figure(self) -> go.Figure:
        """The chart."""

    def notes(self, *first: str) -> str:
        """How to read it, `first` before what belongs to its kind."""


def look_of(page: Comparison) -> Look:
    """The look of a chart as wide and as high as its place on the page."""
    return Look(page.lang, parts.mode(), *screen.line_size())


def below_only(page: Comparison) -> tuple[str, ...]:
    """What stands in the heading of a large screen, and on a phone below the chart."""
    return tuple(remarks.moved(page)) if page.field.is_present and parts.narrow() else ()


def block(
    page: Comparison,
    shown: Shown,
    key: str,
    links: Sequence[Link],
    files: Sequence[parts.Download],
    table: Callable[[], None] | None = None,
) -> None:
    """The chart under the page's headline, which says its title and subtitle; pictures and citations say the finding
    too."""
    caption, notes = shown.caption, shown.notes(*below_only(page))
    method = " ".join(word for word in (notes, caption.method) if word)
    said = replace(caption, title=shown.words.title, subtitle="", method=method)
    framed = parts.Framed(caption.subtitle, facts_of(page))
    parts.chart_block(
        shown.figure(), said, key, page.lang, links=links, files=files, headed=False, table=table, framed=framed
    )


def facts_of(page: Comparison) -> list[str]:
    """What a picture must say of the figures on the screen: indicator, methods, territory, basis; of two for both."""
    pair, years = page.pair, page.span
    if page.view.view in PAIRS and pair is not None:
        years = pair.year_from, pair.year_to
    elif page.view.view in OF_A_YEAR:
        years = page.year, page.year
    shown = page.figures[
        page.figures["year"].isin(years) if page.view.view in PAIRS else page.figures["year"].between(*years)
    ]
    by_province = page.view.level == "province"
    told = sheet.facts(shown, page.indicator, page.methods.frame, page.view, by_province)
    if page.view.view == "scatter" and page.against is not None:
        other = page.against.figures[page.against.figures["year"] == page.against_year]
        told += sheet.facts(other, page.against.indicator, page.against.methods.frame, page.view, by_province)
    return told


def nothing(said: Nothing) -> Words:
    """What stands in the place of a chart that has nothing to show; the words for the page's heading."""
    parts.empty_state(said.title, said.why, said.what)
    return Words(said.finding, "")
