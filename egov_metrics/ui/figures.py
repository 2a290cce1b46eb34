"""One figure in a few words, for tiles and tables; the small line beside it and the tile of the e-government level."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from egov_metrics.analysis.change import FIT, Change, Rows
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.insights.figures import (
    change_mark,
    flags,
    level_line,
    places,
    producer,
    rank_words,
    when,
)
from egov_metrics.analysis.overview import Overview
from egov_metrics.charts.look import Measure
from egov_metrics.charts.points import Point, of_unit
from egov_metrics.i18n.texts import t
from egov_metrics.ui import markup
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.views.view import View

__all__ = [
    "change_mark", "flags", "kept_apart", "level_tile", "places", "producer", "rank_words", "spark_points", "when",
]  # fmt: skip


def spark_points(
    rows: Rows, figure: dict | None, change: Change | None, methods: Methods, name: str
) -> tuple[Measure, list[Point]]:
    """What a small line shows: the measure that the words beside it speak of, up to the figure that is stated.

    Only what is published as such, or recomputed for a present province. Where nobody says that the years of a method
    compare, the points stay apart.
    """
    by_rank = figure is not None and pd.isna(figure["value"])
    by_rank = by_rank or (change is not None and change.places is not None)
    measure: Measure = "rank" if by_rank else "value"
    points = [point for point in of_unit(rows, name, measure) if point.y is not None and point.basis in FIT]
    return measure, kept_apart(points, methods)


def kept_apart(points: Sequence[Point], methods: Methods) -> list[Point]:
    """The points of a small line, marked so that years of a method of which nobody says that they compare are not
    joined (`Methods.line_key`)."""
    return [point._replace(method_id=methods.line_key(point.method_id, point.year)) for point in points]


def level_tile(overview: Overview, view: View) -> markup.Tile:
    """The e-government level: of the unit itself, or how many of its departments reached level I."""
    line = level_line(overview, view.lang)
    link = None
    if line.figure_id is not None:
        link = Link(t("overview.source", view.lang), source_href(view, figure=line.figure_id))
    return markup.Tile(
        name=line.name, year=line.year, value=line.value, unit=line.unit, rank=line.rank, nothing=line.nothing,
        flags=line.flags, notes=line.notes, source=line.source, link=link,
    )  # fmt: skip
