"""Charts of many years: lines of values or ranks, ranks as a bump chart, small charts of one unit each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis import compare
from egov_metrics.analysis.frames import kept_apart
from egov_metrics.charts import bump, line, line_caption, multiples
from egov_metrics.charts.caption import Caption
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui.compare import framing
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import Words, source_links
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.subjects import subject_of


def draw_line(page: Comparison) -> Words:
    """Lines that stop where figures do not compare."""
    return _draw(page, line.build, line_caption.caption, {"measure": page.measure, "means": page.means})


def draw_bump(page: Comparison) -> Words:
    """Ranks over the years, every unit a line."""
    if "rank" not in page.field.measures:
        return framing.nothing(page, "rank")
    return _draw(page, bump.build, bump.caption, {})


def draw_grid(page: Comparison) -> Words:
    """A small chart for each unit: those that were asked for, then those with the most figures."""
    return _draw(page, multiples.build, multiples.caption, {"measure": page.measure})


def _draw(
    page: Comparison, build: Callable[..., go.Figure], caption_of: Callable[..., Caption], more: dict[str, Any]
) -> Words:
    rows = page.in_span
    drawn = rows[rows[page.measure].notna() | rows["nothing"].notna()]
    picked = page.chosen if page.view.view == "grid" else framing.highlighted(page, drawn)
    frame, methods = kept_apart(framing.frame_of(page, drawn), page.methods), framing.methods_of(page)
    subject = subject_of(page.indicator, page.lang)
    given = {
        "own": page.own,
        "chosen": picked,
        "look": framing.look_of(page, page.view.view != "grid"),
        "years": page.span,
        **more,
    }
    figure = build(frame, methods, subject, **given)
    caption = caption_of(frame, methods, subject, **given)
    by_default = bool(picked) and not page.chosen
    notes = framing.notes_of(page, rows, page.span, _region_words(page), _default_words(page) if by_default else "")
    links = source_links(page, page.own or (picked[0] if len(picked) == 1 else None))
    framing.block(page, figure, caption, f"compare-{page.view.view}", notes, links, downloads(page))
    return Words(_finding(page, drawn, caption), caption.subtitle)


def _finding(page: Comparison, drawn: pd.DataFrame, caption: Caption) -> str:
    """What the chart says of the one unit that was asked for; of several, or of none, what the figures say."""
    having = set(drawn.loc[drawn[page.measure].notna(), "unit_id"])
    asked = [unit for unit in page.asked if unit in having]
    if len(asked) == 1:
        return caption.title
    return framing.finding(page, drawn, asked, page.name, page.own)


def _default_words(page: Comparison) -> str:
    return t("compare.note.highlighted", page.lang, n=numbers.count(compare.HIGHLIGHTED))


def _region_words(page: Comparison) -> str:
    region = page.means.loc[page.means["kind"] == "region", "unit_id"]
    if page.measure != "value" or page.view.view != "line" or not len(region):
        return ""
    return t("compare.mean.region_is", page.lang, region=page.short(str(region.iloc[0])))
