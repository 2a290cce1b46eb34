"""Why a rank moved: from the first place to the second, step by step, place 1 on top (at the right on a phone)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

from egov_metrics.analysis.rank_move import RankMove
from egov_metrics.charts import layout
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.palette import mix
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

HEIGHT = 250
ROW = 40
NAMED = 6
"""So many units of a step are named under the pointer."""

Kind = Literal["total", "own", "gain", "loss"]


@dataclass(frozen=True)
class Bar:
    """A bar from one place to another; a total begins at the edge (`start` None)."""

    label: str
    start: float | None
    end: float
    text: str
    hover: str
    kind: Kind


def build(move: RankMove, name: Callable[[str], str], *, look: Look | None = None) -> go.Figure:
    """The figure of an explained move. `name` gives the name of a unit for the pointer.

    Full bars are the places of the two years, the bars between are gains (upwards) and losses, each with its sign;
    they add up. On a phone the bars lie, with place 1 at the right.
    """
    look = look or Look()
    steps = bars(move, name, look)
    places = [place for bar in steps for place in (bar.start, bar.end) if place is not None]
    best, worst = min(places), max(places)
    pad = max(0.7, 0.16 * (worst - best + 1))
    edge, top = worst + pad, max(best - pad, 1 - pad)
    labels = [_wrapped(bar.label) if not look.narrow else bar.label for bar in steps]
    if look.narrow:
        left = max(layout.text_width(label, 12.5) for label in labels) + 14
        made = layout.base(look, look.height or len(steps) * ROW + 34, (round(left), 6, 18, 30))
        made["xaxis"] = _places_axis(look, edge, top) | {"side": "bottom"}
        made["yaxis"] = layout.rows_axis(look, labels, 12.5)
    else:
        made = layout.base(look, look.height or HEIGHT, (46, 12, 12, 46))
        made["yaxis"] = _places_axis(look, edge, top)
        made["xaxis"] = layout.number_axis(look, list(range(len(steps))), labels, -0.6, len(steps) - 0.4)
        made["xaxis"] |= {"showgrid": False, "tickfont": {"size": look.size(12.5), "color": look.palette.text}}
    made["bargap"] = 0.45
    made["shapes"] = _links(steps, look)
    return layout.figure([_trace(steps, edge, look), _texts(steps, look)], made)


def caption(
    move: RankMove, subject: Subject, *, look: Look | None = None, title: str, note: str = "", source: str = ""
) -> Caption:
    """The words around `build`: `title` is the sentence, `note` what it is told of, `source` the line of sources."""
    look = look or Look()
    years = f"{move.year_from} → {move.year_to}"
    steps = "; ".join(
        f"{t(f'insight.step.{step.kind}', look.lang)} {numbers.signed(step.places)}" for step in move.steps
    )
    return Caption(
        title=title,
        subtitle=t("chart.waterfall.subtitle", look.lang, indicator=subject.short, years=years),
        source=source,
        method=" ".join(text for text in (note, t("chart.waterfall.method", look.lang)) if text),
        alt=t("chart.waterfall.alt", look.lang, sentence=title.rstrip("."), steps=steps),
    )


def bars(move: RankMove, name: Callable[[str], str], look: Look) -> list[Bar]:
    """The bars from the place of the first year to that of the second, as they stand beside one another."""
    lang = look.lang
    first, last = (
        Bar(
            t("insight.step.from", lang, year=str(year)), None, place, _place(place, published, move, lang),
            layout.escape(_place(place, published, move, lang)), "total",
        )
        for year, place, published in (
            (move.year_from, move.place_from, move.published_from), (move.year_to, move.place_to, move.published_to)
        )
    )  # fmt: skip
    found, at = [first], move.place_from
    for step in move.steps:
        kind: Kind = "own" if step.kind == "own" else "gain" if step.places > 0 else "loss"
        lines = [
            f"<b>{plural('chart.waterfall.places', abs(step.places), lang, sign=numbers.signed(step.places)[:1])}</b>"
            if step.places else f"<b>{t('chart.waterfall.none', lang)}</b>",
            layout.wrapped(t(f"insight.step.why.{step.kind}", lang), 40),
            layout.wrapped(_names(step.units, name, look), 40),
        ]  # fmt: skip
        text = numbers.signed(step.places) if step.places else "0"
        hover = "<br>".join(line for line in lines if line)
        found.append(Bar(t(f"insight.step.{step.kind}", lang), at, at - step.places, text, hover, kind))
        at -= step.places
    return [*found, last]


def _place(place: int, published: tuple[int, int | None] | None, move: RankMove, lang: Any) -> str:
    """The published rank where that is what is drawn, else the place among those it is told of."""
    if move.is_as_published and published is not None:
        return numbers.rank(*published)
    return t("chart.waterfall.place", lang, place=numbers.count(place))


def _names(units: Sequence[str], name: Callable[[str], str], look: Look) -> str:
    named = sorted(name(unit) for unit in units)
    shown = ", ".join(named[:NAMED])
    if len(named) <= NAMED:
        return shown
    return t("chart.waterfall.more", look.lang, names=shown, n=numbers.count(len(named) - NAMED))


def _wrapped(label: str) -> str:
    return layout.wrapped(label, 20)


def _places_axis(look: Look, edge: float, top: float) -> dict[str, Any]:
    """Whole places only; the smaller the better."""
    first, last = max(1, int(top) + (top % 1 > 0)), int(edge)
    step = max(1, -(-(last - first) // 6))
    ticks = list(range(first, last + 1, step))
    return layout.number_axis(look, ticks, [numbers.count(tick) for tick in ticks], edge, top)


def _trace(bars: Sequence[Bar], edge: float, look: Look) -> dict[str, Any]:
    colours = look.palette
    fill = {
        "total": colours.own.line, "own": mix(colours.background, colours.own.line, 0.5),
        "gain": colours.accent.line, "loss": colours.more.line,
    }  # fmt: skip
    base = [edge if bar.start is None else bar.start for bar in bars]
    lengths = [bar.end - start for bar, start in zip(bars, base, strict=True)]
    rows = list(range(len(bars)))
    return {
        "type": "bar",
        "meta": "steps",
        "orientation": "h" if look.narrow else "v",
        "x" if look.narrow else "y": lengths,
        "y" if look.narrow else "x": rows,
        "base": base,
        "hovertext": [bar.hover for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": [fill[bar.kind] for bar in bars], "line": {"width": 0}},
    }


def _texts(bars: Sequence[Bar], look: Look) -> dict[str, Any]:
    """Places above full bars; signs beyond the end to which a bar leads: above gains, below losses."""
    falls = [bar.start is not None and bar.end > bar.start for bar in bars]
    ends = [bar.end for bar in bars]
    rows = list(range(len(bars)))
    away = ["middle left" if fall else "middle right" for fall in falls]
    if not look.narrow:
        away = ["bottom center" if fall else "top center" for fall in falls]
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "numbers",
        "x": ends if look.narrow else rows,
        "y": rows if look.narrow else ends,
        "text": [f"<b>\u2009{layout.escape(bar.text)}\u2009</b>" for bar in bars],
        "textposition": away,
        "textfont": {
            "size": look.size(14),
            "color": [look.palette.own.text if bar.kind in ("total", "own") else look.palette.text for bar in bars],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _links(bars: Sequence[Bar], look: Look) -> list[dict[str, Any]]:
    """Thin lines from where one bar ends to where the next begins."""
    line = {"color": look.palette.axis, "width": 1}
    along, across = ("y", "x") if look.narrow else ("x", "y")
    return [
        {
            "type": "line", f"{along}0": place + 0.28, f"{along}1": place + 0.72,
            f"{across}0": bar.end, f"{across}1": bar.end, "line": line, "layer": "below",
        }
        for place, bar in enumerate(bars[:-1])
    ]  # fmt: skip
