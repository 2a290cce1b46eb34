"""Tiers of agencies by level: one bar for a tier and year, level I first, then down to not ranked and not stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import plain
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t

COLUMNS = ("row", "detail", "level", "units", "share", "total", "total_basis", "own")
NOT_STATED = "not_stated"
ORDER = (*numbers.LEVELS, "not_ranked", NOT_STATED)
"""From left to right: the best first, what no source states last."""
ROW = 54
NARROW_ROW = 62
LEAST_ROW, LEAST_NARROW_ROW = 34, 48
"""Two lines of a name, on a phone three, stand in a row of this height; a lower one cannot be read."""
NAMES = 0.4
"""The most of the width that the names may take."""
LETTER = 7.3
"""The width of a letter of a name, on average."""
TOTALS = ("stated", "inferred", "listed", "")


@dataclass(frozen=True)
class _Bar:
    """One bar: `units` and `shares` by class, `total` and its basis, and where our own unit is."""

    name: str
    detail: str
    units: dict[str, int]
    shares: dict[str, float]
    total: int | None
    basis: str
    own: tuple[str, str] | None

    def width(self, level: str) -> float:
        """The part of the bar that a class takes, 0 to 1."""
        if self.units:
            return self.units.get(level, 0) / max(1, self.total or sum(self.units.values()))
        return self.shares.get(level, 0.0) / 100

    def share(self, level: str) -> float | None:
        """The percentage of a class: as stated, else of the known total; None when neither is there."""
        if level in self.shares:
            return self.shares[level]
        return 100 * self.units[level] / self.total if self.total and level in self.units else None


def build(frame: pd.DataFrame, *, look: Look | None = None) -> go.Figure:
    """The bars, in the order in which their rows arrive. `frame` has `COLUMNS`, one row for a bar and class.

    `row` and `detail` name the bar ("Sở, ngành", "năm 2022"); `level` is a class of `ORDER`; `units` how many, or
    missing where only a `share` (percent) is stated; `total` how many units the bar is of, `total_basis` how that is
    known (`TOTALS`); `own` the name of our own unit in the class that it has, else missing. What a total has beyond the
    classes is drawn as not stated. An unknown class or basis is a ValueError. Without any bar: `layout.empty`.
    """
    look = look or Look()
    bars = _read(frame)
    if not bars:
        return layout.empty(look, t("chart.empty", look.lang), look.height or 120)
    names = [_name(bar, look) for bar in bars]
    size = look.size(layout.SIZE)
    left = min(max(layout.text_width(name, size) for name in names) + 14, look.width * NAMES)
    totals = [_total(bar, look) for bar in bars]
    right = max(layout.text_width(total, size) for total in totals) + 18
    present = [level for level in ORDER if any(bar.width(level) for bar in bars)]
    lines = _legend_lines(present, look, look.width - 8 - (0 if look.narrow else left))
    top = round(12 + look.size(20) * len(lines))
    row: float = NARROW_ROW if look.narrow else round(look.size(ROW))
    if look.height is not None:
        row = min(row, (look.height - top - 6) / len(bars))
    made = layout.base(look, look.height or round(len(bars) * row) + top + 6, (round(left), top, round(right), 6))
    made |= {"barmode": "stack", "bargap": 0.46}
    made["xaxis"] = layout.blank_axis(look, 0, 1)
    made["yaxis"] = layout.rows_axis(look, names, size)
    made["annotations"] = [
        *(_beside(text, place, look) for place, text in enumerate(totals)),
        *(mark for place, bar in enumerate(bars) if (mark := _own(bar, place, look)) is not None),
        _legend(lines, left, look),
    ]
    width = look.width - left - right
    made["annotations"] += [mark for place, bar in enumerate(bars) for mark in _small(bar, place, width, row, look)]
    return layout.figure([_segment(level, bars, width, look) for level in present], made)


def fitting(bars: int, look: Look) -> int:
    """How many of so many bars can be read in the height of the look; all where it has none."""
    if look.height is None:
        return bars
    least = LEAST_NARROW_ROW if look.narrow else look.size(LEAST_ROW)
    return min(bars, max(1, int((look.height - 12 - 2 * look.size(20) - 6) / least)))


def caption(frame: pd.DataFrame, title: str, *, source: str = "", look: Look | None = None) -> Caption:
    """The words around `build`; `title` states the finding, `source` is the ready source line."""
    look = look or Look()
    bars = _read(frame)
    if not bars:
        return Caption(title, "", source, "", t("chart.empty", look.lang))
    notes = [
        t(f"ready.chart.total.{basis}.note", look.lang) for basis in TOTALS[1:3] if any(b.basis == basis for b in bars)
    ]
    if any(bar.shares and not bar.units for bar in bars):
        notes.append(t("ready.chart.share_only.note", look.lang))
    if any(bar.units.get(NOT_STATED) for bar in bars):
        notes.append(t("ready.chart.not_stated.note", look.lang))
    sentences = [t("ready.chart.alt", look.lang)]
    for bar in bars:
        classes = [level for level in ORDER if level in bar.units or level in bar.shares]
        parts = ", ".join(f"{_class(level, look)} {_amount(bar, level)}" for level in classes)
        total = f" ({_plain_total(bar, look)})" if bar.total else ""
        sentences.append(f"{', '.join(filter(None, [bar.name, bar.detail]))}{total}: {parts}.")
    return Caption(title, t("ready.chart.subtitle", look.lang), source, " ".join(notes), " ".join(sentences))


def _read(frame: pd.DataFrame) -> list[_Bar]:
    if frame.empty:
        return []
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for row, detail, level, units, share, total, basis, own in zip(
        *(plain(frame[name]) for name in COLUMNS), strict=True
    ):
        if level not in ORDER or (basis or "") not in TOTALS:
            raise ValueError(f"unknown class {level!r} or basis {basis!r}")
        kept = grouped.setdefault((row, detail or ""), {"units": {}, "shares": {}, "own": None})
        kept |= {"total": None if total is None else int(total), "basis": basis or ""}
        if units is not None:
            kept["units"][level] = int(units)
        if share is not None:
            kept["shares"][level] = float(share)
        if own:
            kept["own"] = (level, own)
    bars = []
    for (row, detail), kept in grouped.items():
        rest = (kept["total"] or 0) - sum(kept["units"].values())
        if kept["units"] and rest > 0:
            kept["units"][NOT_STATED] = kept["units"].get(NOT_STATED, 0) + rest
        bars.append(_Bar(row, detail, kept["units"], kept["shares"], kept["total"], kept["basis"], kept["own"]))
    return [bar for bar in bars if any(bar.units.values()) or any(bar.shares.values())]


def _name(bar: _Bar, look: Look) -> str:
    """Two lines: the tier, and below it in grey the year."""
    width = 17 if look.narrow else min(44, int(look.width * NAMES / look.size(LETTER)))
    first = layout.wrapped(bar.name, width)
    if not bar.detail:
        return first
    return f'{first}<br><span style="color:{look.palette.muted}">{layout.wrapped(bar.detail, width)}</span>'


def _total(bar: _Bar, look: Look) -> str:
    """ "20", with a word below when no source states it; a question mark where it is not known."""
    number = f"<b>{numbers.count(bar.total)}</b>" if bar.total else "<b>?</b>"
    word = t(f"ready.chart.total.{bar.basis or 'unknown'}", look.lang) if bar.basis != "stated" else ""
    return f'{number}<br><span style="color:{look.palette.muted}">{word}</span>' if word else number


def _plain_total(bar: _Bar, look: Look) -> str:
    word = t(f"ready.chart.total.{bar.basis}", look.lang) if bar.basis in ("inferred", "listed") else ""
    return ", ".join(filter(None, [numbers.count(bar.total), word]))


def _beside(text: str, place: int, look: Look) -> dict[str, Any]:
    return {
        "name": "total",
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": place,
        "text": text,
        "align": "left",
        "showarrow": False,
        "font": {"size": look.size(layout.SIZE), "color": look.palette.text},
    }


def _own(bar: _Bar, place: int, look: Look) -> dict[str, Any] | None:
    """Our own unit above the class that it has."""
    if bar.own is None or not bar.width(bar.own[0]):
        return None
    level, name = bar.own
    before = sum(bar.width(one) for one in ORDER[: ORDER.index(level)])
    middle = before + bar.width(level) / 2
    anchor = "left" if middle < 0.25 else "right" if middle > 0.75 else "center"
    return {
        "name": "own",
        "x": middle,
        "y": place,
        "yshift": look.size(24),
        "xanchor": anchor,
        "xshift": {"left": -6, "right": 6, "center": 0}[anchor],
        "text": f"<b>▼ {layout.escape(name)}</b>" if anchor != "right" else f"<b>{layout.escape(name)} ▼</b>",
        "showarrow": False,
        "font": {"size": look.size(layout.SMALL), "color": look.palette.own.text},
    }


def _has_room(bar: _Bar, level: str, plot_width: float, look: Look) -> bool:
    return bar.width(level) * plot_width >= layout.text_width(_amount(bar, level), look.size(14), bold=True) + 3


def _small(bar: _Bar, place: int, plot_width: float, row: float, look: Look) -> list[dict[str, Any]]:
    """The numbers that do not fit into their segments, below them from left to right without touching each other."""
    size = look.size(layout.SMALL)
    marks: list[dict[str, Any]] = []
    before, free = 0.0, 0.0
    for level in ORDER:
        wide = bar.width(level)
        if wide and not _has_room(bar, level, plot_width, look):
            text = _amount(bar, level)
            needed = layout.text_width(text, size)
            at = max((before + wide / 2) * plot_width - needed / 2, free)
            free = at + needed + 5
            marks.append(
                {
                    "name": "small",
                    "x": at / plot_width,
                    "xref": "x",
                    "xanchor": "left",
                    "y": place,
                    "yshift": -round(row * 0.27 + size * 0.6),
                    "text": text,
                    "showarrow": False,
                    "borderpad": 0,
                    "font": {"size": size, "color": look.palette.text},
                }
            )
        before += wide
    return marks


def _class(level: str, look: Look) -> str:
    return t(f"chart.levels.{level}" if level != NOT_STATED else "ready.class.not_stated", look.lang)


def _legend_lines(present: list[str], look: Look, room: float) -> list[str]:
    """The meaning of the fills, in as many lines as the `room` beside the names asks for."""
    parts = []
    for level in present:
        mark = {"not_ranked": "▨", NOT_STATED: "□"}.get(level, "■")
        colour = look.palette.levels.get(level, look.palette.muted) if mark == "■" else look.palette.muted
        parts.append(f'<span style="color:{colour}">{mark}</span> {_class(level, look)}')
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}   {part}" if lines[-1] else part
        if lines[-1] and layout.text_width(longer, look.size(layout.SIZE)) > room:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


def _legend(lines: list[str], left: float, look: Look) -> dict[str, Any]:
    return {
        "name": "legend",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -round(left) if look.narrow else 0,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2,
        "text": "<br>".join(lines),
        "align": "left",
        "showarrow": False,
        "font": {"size": look.size(layout.SIZE), "color": look.palette.text},
    }


def _amount(bar: _Bar, level: str) -> str:
    """The count; where only a share is stated, that."""
    if level in bar.units:
        return numbers.count(bar.units[level])
    return numbers.percent(bar.shares[level], None)


def _said(bar: _Bar, level: str, look: Look) -> str:
    """What the pointer says of a segment."""
    lines = [f"<b>{layout.escape(', '.join(filter(None, [bar.name, bar.detail])))}</b>"]
    if level in bar.units:
        share = bar.share(level)
        count = numbers.rank(bar.units[level], bar.total)
        share_words = f" ({numbers.percent(share, 1)})" if share is not None else ""
        lines.append(f"{_class(level, look)}: {count}{share_words}")
    else:
        lines.append(f"{_class(level, look)}: {numbers.percent(bar.shares[level], None)}")
        lines.append(t("ready.chart.total.unknown_hover", look.lang))
    return "<br>".join(lines)


def _segment(level: str, bars: list[_Bar], plot_width: float, look: Look) -> dict[str, Any]:
    colours = look.palette
    shown = [(place, bar) for place, bar in enumerate(bars) if bar.width(level)]
    fill = colours.levels.get(level, colours.background)
    texts = [_amount(bar, level) if _has_room(bar, level, plot_width, look) else "" for _, bar in shown]
    return {
        "type": "bar",
        "orientation": "h",
        "meta": level,
        "name": _class(level, look),
        "x": [bar.width(level) for _, bar in shown],
        "y": [place for place, _ in shown],
        # A number that its segment has no room for stands below it: `_small`.
        "text": texts,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": look.size(14), "color": colours.level_text.get(level, colours.muted)},
        "hovertext": [_said(bar, level, look) for _, bar in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": fill,
            "line": {"color": colours.axis if level == NOT_STATED else colours.background, "width": 1.5},
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
