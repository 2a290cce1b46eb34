"""Where the method of an indicator changes: the breaks of a chart of years, their labels and their words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from egov_metrics.charts import labels
from egov_metrics.charts.layout import escape, text_width, wrapped
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import plain
from egov_metrics.i18n.texts import t

COLUMNS = (
    "method_id",
    "year_from",
    "year_to",
    "decision",
    "name",
    "changes",
    "comparable_with_previous",
    "start_basis",
)
SIZE = 11
ROW = 14
GAP = 12
"""Between two labels in full; short ones may stand closer."""


@dataclass(frozen=True)
class Break:
    """The first year of a method that follows another one."""

    year: int
    decision: str | None
    name: str
    changes: str
    comparable: str
    inferred: bool

    @property
    def x(self) -> float:
        """Half a year before the first year of the new method."""
        return self.year - 0.5

    def labels(self, look: Look) -> tuple[str, str]:
        """The label in full and in short: "2948/QĐ-BNV", "2948"; in words when no decision is known. Where nobody says
        whether the years before compare, it does not claim a new method."""
        if not self.decision:
            if self.comparable == "not_stated":
                return t("chart.break.unclear", look.lang), t("chart.break.unclear_short", look.lang)
            if self.inferred:
                return t("chart.break.inferred", look.lang), t("chart.break.inferred_short", look.lang)
            return t("chart.break.new", look.lang), t("chart.break.new_short", look.lang)
        mark = " ?" if self.inferred else ""
        return self.decision + mark, self.decision.partition("/")[0] + mark

    def words(self, look: Look) -> str:
        """What the pointer shows: from when, by which decision, what changed, and what may be compared."""
        lang = look.lang
        lines = [f"<b>{escape(t('chart.break.from', lang, year=self.year, name=self.name))}</b>"]
        if self.decision and self.decision not in self.name:
            lines.append(escape(t("chart.break.decision", lang, decision=self.decision)))
        if self.changes:
            lines.append(wrapped(self.changes))
        if self.inferred:
            lines.append(wrapped(t("chart.break.inferred_words", lang)))
        lines.append(wrapped(t(f"chart.break.comparable.{self.comparable}", lang)))
        return "<br>".join(lines)


def read(methods: pd.DataFrame | None, first: int, last: int) -> list[Break]:
    """The breaks after `first` and not after `last`, in order of year. The first method of all is no break."""
    if methods is None or methods.empty:
        return []
    columns = {column: plain(methods[column]) for column in COLUMNS}
    breaks = [
        Break(
            year=int(year),
            decision=columns["decision"][i],
            name=columns["name"][i],
            changes=columns["changes"][i] or "",
            comparable=columns["comparable_with_previous"][i],
            inferred=columns["start_basis"][i] == "inferred",
        )
        for i, year in enumerate(columns["year_from"])
        if year is not None and first < int(year) <= last and columns["comparable_with_previous"][i] != "first"
    ]
    return sorted(breaks, key=lambda found: found.year)


@dataclass(frozen=True)
class Marks:
    """The breaks as they are drawn: parts of a layout, and how much room above the plot the labels take."""

    shapes: list[dict[str, Any]]
    annotations: list[dict[str, Any]]
    headroom: int


def marks(
    breaks: Sequence[Break],
    look: Look,
    first: int,
    last: int,
    plot_width: float,
    *,
    panel: str | None = None,
    labelled: bool = True,
) -> Marks:
    """Dashed lines, bands and labels for `breaks` on an axis of the years `first` to `last`.

    `panel` is the number of the axes in a figure of several panels ("" for the first, "2", ...).
    """
    if not breaks:
        return Marks([], [], 0)
    colours = look.palette
    per_year = plot_width / (last - first + 1)
    size, xref = look.size(SIZE), f"x{panel or ''}"
    yref = "paper" if panel is None else f"y{panel} domain"
    starts = [(found.x - (first - 0.5)) * per_year for found in breaks]
    chosen, taken = _fitting(breaks, look, starts)
    shapes: list[dict[str, Any]] = []
    ends = [found.x for found in breaks[1:]] + [last + 0.5]
    for i, (found, end) in enumerate(zip(breaks, ends, strict=True)):
        if i % 2 == 0:
            shapes.append(_shape(found.x, end, 0, 1, {"fillcolor": colours.band, "line": {"width": 0}}, "rect"))
    headroom = math.ceil((max(taken) + 1) * look.size(ROW) + 4) if labelled else 0
    annotations = []
    for found, label, row in zip(breaks, chosen, taken, strict=True):
        line = {"color": colours.axis, "width": 1, "dash": "dot" if found.inferred else "dash"}
        shapes.append(_shape(found.x, found.x, 0, 1, {"line": line}, "line"))
        annotations.append(
            {
                "x": found.x,
                "xref": xref,
                "y": 1,
                "yref": yref,
                "yanchor": "bottom",
                "yshift": 2 + row * look.size(ROW),
                "xanchor": "left",
                "xshift": -2,
                "text": f"<i>{escape(label)}</i>" if found.inferred else escape(label),
                "showarrow": False,
                "align": "left",
                "borderpad": 0,
                "font": {"size": size, "color": colours.muted},
            }
        )
    placed = [shape | {"xref": xref, "yref": yref} for shape in shapes]
    return Marks(placed, annotations if labelled else [], headroom)


def _fitting(breaks: Sequence[Break], look: Look, starts: Sequence[float]) -> tuple[list[str], list[int]]:
    """Full labels when they fit in two rows, else short ones in as many rows as they need."""
    both = [found.labels(look) for found in breaks]
    full = [label for label, _ in both]
    taken = labels.rows(starts, [text_width(label, look.size(SIZE)) for label in full], GAP)
    if max(taken) < 2:
        return full, taken
    short = [label for _, label in both]
    return short, labels.rows(starts, [text_width(label, look.size(SIZE)) for label in short])


def _shape(x0: float, x1: float, y0: float, y1: float, style: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"type": kind, "x0": x0, "x1": x1, "y0": y0, "y1": y1, "layer": "below"} | style


def hover_trace(breaks: Sequence[Break], look: Look, low: float, high: float, marks: int = 12) -> dict[str, Any]:
    """An unseen trace of wide marks along every break that answers the pointer with the words of the break.

    `marks` is how many stand above each other: the pointer finds one within about thirty pixels.
    """
    steps = [low + (high - low) * (k + 0.5) / marks for k in range(marks)]
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": "break",
        "x": [found.x for found in breaks for _ in steps],
        "y": [y for _ in breaks for y in steps],
        "text": [words for words in (found.words(look) for found in breaks) for _ in steps],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 16, "opacity": 0, "color": look.palette.axis},
    }
