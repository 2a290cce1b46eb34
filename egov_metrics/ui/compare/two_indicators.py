"""Two indicators beside each other: every unit a dot, each indicator on its own axis and scale."""

from __future__ import annotations

from typing import Any

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.charts import scatter
from egov_metrics.i18n.texts import t
from egov_metrics.ui.compare import framing
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import Words, source_links
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.subjects import subject_of


def draw_scatter(page: Comparison) -> Words:
    """The year on the screen of the one indicator, the same or the nearest earlier one of the other."""
    if "value" not in page.field.measures:
        return framing.nothing(page, "value")
    if page.against is None or page.against_year is None:
        return framing.nothing(page, "against")
    other, lang = page.against.indicator, page.lang
    rows = compare.within_years(page.figures, page.year, page.year)
    rows_other = compare.within_years(page.against.figures, page.against_year, page.against_year)
    subjects = subject_of(page.indicator, lang), subject_of(other, lang)
    frames = framing.frame_of(page, rows), framing.frame_of(page, rows_other)
    given: dict[str, Any] = {
        "year_x": page.year,
        "year_y": page.against_year,
        "own": page.own,
        "chosen": page.chosen,
        "look": framing.look_of(page),
    }
    figure = scatter.build(*frames, *subjects, **given)
    caption = scatter.caption(*frames, *subjects, **given)
    earlier = page.against_year < page.year
    when = t("compare.against.earlier", lang, index=subjects[1].short, year=page.against_year) if earlier else ""
    links = source_links(page, page.own, rows)
    notes = framing.notes_of(page, rows, (page.year, page.year), when)
    framing.block(page, figure, caption, "compare-scatter", notes, links, downloads(page))
    absent = _absent_words(page, other, rows, rows_other)
    return Words(caption.title, f"{caption.subtitle} {absent}".strip())


def _absent_words(page: Comparison, other: dict, rows: pd.DataFrame, rows_other: pd.DataFrame) -> str:
    """Which of the units that were asked for lack one of the two figures; or ""."""
    having = [set(frame.loc[frame["value"].notna(), "unit_id"]) for frame in (rows, rows_other)]
    refused = {one.unit_id for one in page.refused}
    lacking = [unit for unit in page.asked if unit not in having[0] & having[1] and unit not in refused]
    if not lacking:
        return ""
    first, second = (subject_of(one, page.lang).short for one in (page.indicator, other))
    years = {"first": f"{first} {page.year}", "second": f"{second} {page.against_year}"}
    return t("compare.against.absent", page.lang, units=", ".join(map(page.name, lacking)), **years)
