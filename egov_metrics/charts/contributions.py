"""What each component gave to the change of a total: bars to both sides of nought, the greatest gain on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from egov_metrics.analysis.attribution import Attribution
from egov_metrics.charts import layout
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Subject
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t

ROW = 28


def build(found: Attribution, names: Mapping[str, str], *, look: Look | None = None) -> go.Figure:
    """The figure of an attribution with a rule; without one `layout.empty`. `names`: components by their codes.

    The rest that rounding leaves is a bar of its own, hatched; it is left out when it is nought at the decimals shown.
    """
    look = look or Look()
    if found.rule is None:
        return layout.empty(look, t("chart.contributions.none", look.lang))
    bars = sorted(
        ((names[part.indicator_code], part.contribution or 0.0, "") for part in found.parts), key=lambda bar: -bar[1]
    )
    if numbers.number(found.residual, found.decimals) != numbers.number(0.0, found.decimals):
        bars.append((t("chart.contributions.rounding", look.lang), found.residual, "/"))
    labels = [layout.escape(layout.cut(name, 26 if look.narrow else 48)) for name, _, _ in bars]
    texts = [numbers.signed(value, found.decimals) for _, value, _ in bars]
    left = min(max(layout.text_width(label, 12.5) for label in labels) + 14, look.width * 0.5)
    values = [value for _, value, _ in bars]
    room = (max(map(layout.text_width, texts)) + 10) / max(look.width - left - 24, 1)
    low, high = min(0.0, *values), max(0.0, *values)
    reach = (high - low) or 1.0
    made = layout.base(look, look.height or len(bars) * ROW + 16, (round(left), 6, 12, 10))
    ends = (low - reach * room * 1.4 * (low < 0), high + reach * room * 1.4 * (high > 0 or low == 0))
    made["xaxis"] = layout.blank_axis(look, *ends)
    made["yaxis"] = layout.rows_axis(look, labels, 12.5)
    made["bargap"] = 0.3
    nought = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "layer": "above"}
    made["shapes"] = [nought | {"line": {"color": look.palette.axis, "width": 1}}]
    rows = list(range(len(bars)))
    colours = look.palette
    drawn: dict[str, Any] = {
        "type": "bar",
        "meta": "contributions",
        "orientation": "h",
        "x": values,
        "y": rows,
        "hoverinfo": "skip",
        "marker": {
            "color": [colours.accent.line if value > 0 else colours.more.line for value in values],
            "line": {"width": 0},
            "pattern": {"shape": [shape for _, _, shape in bars], "fgcolor": colours.background, "size": 7},
        },
    }
    words = {
        "type": "scatter",
        "mode": "text",
        "meta": "numbers",
        "x": values,
        "y": rows,
        "text": [f"\u2009{text}\u2009" for text in texts],
        "textposition": ["middle right" if value >= 0 else "middle left" for value in values],
        "textfont": {"size": look.size(12.5), "color": colours.text},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return layout.figure([drawn, words], made)


def caption(
    found: Attribution, names: Mapping[str, str], subject: Subject, *, look: Look | None = None, title: str, source: str
) -> Caption:
    """The words around `build`: `title` is the sentence, `source` the line of sources; the note says how the total is
    made up and that it was seen from the figures."""
    look = look or Look()
    parts = "; ".join(
        f"{names[part.indicator_code]} {numbers.signed(part.contribution, found.decimals)}" for part in found.parts
    )
    return Caption(
        title=title,
        subtitle=t(
            "chart.contributions.subtitle", look.lang, indicator=subject.short,
            years=f"{found.year_from} → {found.year_to}", change=numbers.signed(found.change, found.decimals),
        ),
        source=source,
        method=t(f"chart.contributions.{found.rule}", look.lang) if found.rule else "",
        alt=t("chart.contributions.alt", look.lang, sentence=title.rstrip("."), parts=parts),
    )  # fmt: skip
