"""What stands on the slides of a deck, before any file is written: words, charts as numbers, tables, notes, sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from egov_metrics.i18n.texts import Lang

ChartKind = Literal["line", "bars", "columns", "stacked", "scatter", "steps"]
"""line: years, points joined where a line may join them; bars: horizontal; columns: upright counts; stacked:
horizontal parts of a whole; scatter: two measures; steps: bars that hang from one place to the next, below an unseen
first series whose labels stand above them."""


@dataclass(frozen=True)
class Datum:
    """One point: its `value` (None: a gap), what is written beside it ("" for nothing), whether it is `hollow`, that is
    no published and exact figure, or `disputed` between sources, and `x`, the other measure of a scatter chart. `ink`
    is its own colour, "" for that of the series; `below`: the label stands under the point."""

    value: float | None
    label: str = ""
    hollow: bool = False
    ink: str = ""
    x: float | None = None
    disputed: bool = False
    below: bool = False


@dataclass(frozen=True)
class Series:
    """One series. `ink` is #RRGGBB, "" for one that is not seen; `named` says whether the legend has it; `joined`
    whether a line runs through its points; `dashed` is for means; `strong` for our own unit."""

    name: str
    data: tuple[Datum, ...]
    ink: str
    named: bool = True
    joined: bool = True
    dashed: bool = False
    strong: bool = False
    label_ink: str = ""


@dataclass(frozen=True)
class Axis:
    """A scale with written ticks. `ticks` are evenly spaced; `texts` how they are written. `low` and `high` are its
    ends, `low` the smaller number; a `turned` one has it at the top (ranks, levels)."""

    low: float
    high: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    turned: bool = False
    title: str = ""


@dataclass(frozen=True)
class Chart:
    """A native chart. `categories` are empty for a scatter chart, whose `across` is the axis of `Datum.x`; `alt` is the
    sentence for those who do not see it; `title` stands above it where several share a slide."""

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: Axis
    alt: str
    across: Axis | None = None
    title: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width; `right` for numbers, `quiet` for names of sources."""

    name: str
    share: float
    right: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Table:
    """A native table of texts; `marked` are the numbers of the rows of our own unit."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class DeckSlide:
    """One slide. `words` stand in the place of a chart: the presenter's own, or why there is nothing to draw.

    `source` and `method` stand small below; `notes` are the speaker's notes, which have both in full as well.
    """

    title: str
    subtitle: str = ""
    text: str = ""
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    words: str = ""
    source: str = ""
    method: str = ""
    notes: str = ""
    is_cover: bool = False


@dataclass(frozen=True)
class Deck:
    """All slides, and whose figures they are: `edition` in words, `stamp` the day it was built (ISO)."""

    title: str
    slides: tuple[DeckSlide, ...]
    lang: Lang
    edition: str
    stamp: str
