"""How many units reached which level of e-government: I (the highest) to IV, and below that "not ranked"."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import plain
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t

COLUMNS = ("tier", "level", "units")
ORDER = (*numbers.LEVELS, "not_ranked")
"""From the best to the worst, the order of the segments from left to right."""
ROW = 40


def build(frame: pd.DataFrame, *, look: Look | None = None) -> go.Figure:
    """Stacked bars, one for a tier. `frame` has `COLUMNS`: tier is a label ("Cấp xã · 2019"), level 1 to 4 or missing
    for not ranked, units how many.

    Segments are shares of the tier, written as counts, so that 17 districts and 222 communes compare; the number of
    all units stands at the right. Another level than 1 to 4 is a ValueError. Without any unit: `layout.empty`.
    """
    look = look or Look()
    tiers = _read(frame)
    if not tiers:
        return layout.empty(look, t("chart.empty", look.lang), look.height or 120)
    names = [layout.wrapped(name, 18 if look.narrow else 40) for name in tiers]
    left = min(max(layout.text_width(name) for name in names) + 14, look.width * 0.4)
    totals = [sum(counts.values()) for counts in tiers.values()]
    right = max(layout.text_width(numbers.count(total), layout.SIZE, bold=True) for total in totals) + 16
    legend_rows = 2 if look.narrow else 1
    top = 12 + 22 * legend_rows
    made = layout.base(look, look.height or len(tiers) * ROW + top + 8, (round(left), top, round(right), 8))
    made |= {"barmode": "stack", "bargap": 0.3}
    made["xaxis"] = layout.blank_axis(look, 0, 1)
    made["yaxis"] = layout.rows_axis(look, names)
    made["annotations"] = [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": row,
            "text": f"<b>{numbers.count(total)}</b>",
            "showarrow": False,
            "font": {"size": layout.SIZE, "color": look.palette.text},
        }
        for row, total in enumerate(totals)
    ]
    present = [level for level in ORDER if any(counts.get(level) for counts in tiers.values())]
    made["annotations"].append(_legend(present, look, left, legend_rows))
    return layout.figure([_segment(level, tiers, totals, look, look.width - left - right) for level in present], made)


def _legend(present: list[str], look: Look, left: float, lines: int) -> dict[str, Any]:
    """What the fills mean, as one text above the bars (plotly's own legend takes five lines on a phone)."""
    parts = [
        f'<span style="color:{look.palette.levels[level] if level != "not_ranked" else look.palette.muted}">'
        f"{'▨' if level == 'not_ranked' else '■'}</span> {t(f'chart.levels.{level}', look.lang)}"
        for level in present
    ]
    first = (len(parts) + lines - 1) // lines
    rows = ["   ".join(parts[:first]), "   ".join(parts[first:])]
    return {
        "name": "legend",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -round(left) if look.narrow else 0,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "text": "<br>".join(row for row in rows if row),
        "align": "left",
        "showarrow": False,
        "font": {"size": layout.SMALL, "color": look.palette.text},
    }


def caption(frame: pd.DataFrame, indicator: str, *, source: str = "", look: Look | None = None) -> Caption:
    """The words around `build`: `indicator` is its name, `source` the ready source line."""
    look = look or Look()
    tiers = _read(frame)
    title = t("chart.levels.title", look.lang, indicator=indicator)
    if not tiers:
        return Caption(title, "", source, "", t("chart.empty", look.lang))
    sentences = [t("chart.alt.levels", look.lang)]
    for tier, counts in tiers.items():
        parts = ", ".join(f"{t(f'chart.levels.{level}', look.lang)} {numbers.count(n)}" for level, n in counts.items())
        sentences.append(t("chart.alt.levels_tier", look.lang, tier=tier, parts=parts))
    return Caption(title, t("chart.levels.subtitle", look.lang), source, "", " ".join(sentences))


def _read(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Counts by level (in `ORDER`) of every tier that has any unit, tiers in order of arrival."""
    if frame.empty:
        return {}
    tiers: dict[str, dict[str, int]] = {}
    for tier, level, units in zip(*(plain(frame[name]) for name in COLUMNS), strict=True):
        key = "not_ranked" if level is None else numbers.level(level)
        counts = tiers.setdefault(tier, {})
        counts[key] = counts.get(key, 0) + int(units or 0)
    ordered = {tier: {level: counts[level] for level in ORDER if level in counts} for tier, counts in tiers.items()}
    return {tier: counts for tier, counts in ordered.items() if sum(counts.values())}


def _segment(
    level: str, tiers: dict[str, dict[str, int]], totals: list[int], look: Look, plot_width: float
) -> dict[str, Any]:
    colours = look.palette
    name = t(f"chart.levels.{level}", look.lang)
    counts = [tier.get(level, 0) for tier in tiers.values()]
    shares = [n / total for n, total in zip(counts, totals, strict=True)]
    return {
        "type": "bar",
        "orientation": "h",
        "meta": level,
        "name": name,
        "x": shares,
        "y": list(range(len(counts))),
        # A number is written only where its segment has room for it; the pointer and the alt sentence say all of them.
        "text": [numbers.count(n) if share * plot_width >= 18 else "" for n, share in zip(counts, shares, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 14, "color": colours.level_text[level]},
        "hovertext": [
            f"<b>{layout.escape(tier)}</b><br>"
            + t(
                "chart.levels.cell",
                look.lang,
                level=name,
                n=numbers.count(n),
                total=numbers.count(total),
                share=numbers.percent(100 * share, 1),
            )
            for tier, n, total, share in zip(tiers, counts, totals, shares, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": colours.levels[level],
            "line": {"color": colours.background, "width": 1.5},
            "pattern": {
                "shape": "/" if level == "not_ranked" else "",
                "fillmode": "overlay",
                "fgcolor": colours.muted,
                "fgopacity": 0.45,
                "size": 7,
                "solidity": 0.2,
            },
        },
    }
