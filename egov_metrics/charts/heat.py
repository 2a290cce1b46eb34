"""Units by part of an assessment: a cell says the level and the points, the best unit on top."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import plain
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t

COLUMNS = (
    "unit_id", "name", "part", "part_name", "level", "nothing", "score", "maximum", "decimals", "raw", "raw_maximum",
    "raw_decimals", "rate", "basis",
)  # fmt: skip
ROW = 30
NARROW_ROW = 44


class _Cell(NamedTuple):
    level: int | None
    nothing: str | None
    score: float | None
    maximum: float | None
    decimals: int | None
    raw: float | None
    raw_maximum: float | None
    raw_decimals: int | None
    rate: float | None
    basis: str | None


def build(frame: pd.DataFrame, *, own: str | None = None, look: Look | None = None) -> go.Figure:
    """The heat map. `frame` has `COLUMNS`, one row for a unit and part; units and parts come in the order of the frame.

    `level` is 1 (the best) to 4 or missing; `score` of `maximum` is what the level was given for, `raw` of
    `raw_maximum` what was scored before criteria that do not apply were taken out. `nothing` is a kind of nothing;
    `basis` other than published is marked. `own` is the unit_id of our own unit. A unit without a row for a part has no
    figure there, which is not a kind of nothing. Cells carry the unit's key as customdata. Without any row:
    `layout.empty`.
    """
    look = look or Look()
    names, parts, cells = _read(frame)
    if not cells:
        return layout.empty(look, t("chart.empty", look.lang), look.height or 120)
    units = list(names)
    labels = [_label(names[unit], unit == own, look) for unit in units]
    size = look.size(layout.SIZE)
    left = min(max(layout.text_width(label, size) for label in labels) + 14, look.width * 0.42)
    row = NARROW_ROW if look.narrow else round(look.size(ROW))
    heads = [layout.wrapped(name, 16 if look.narrow else 40) for name in parts.values()]
    top = round(12 + look.size(18) * max(head.count("<br>") + 1 for head in heads))
    made = layout.base(look, look.height or len(units) * row + top + 4, (round(left), top, 4, 4))
    made["xaxis"] = layout.number_axis(look, list(range(len(heads))), heads, -0.5, len(heads) - 0.5) | {
        "side": "top",
        "showgrid": False,
        "tickfont": {"size": size, "color": look.palette.text},
    }
    made["yaxis"] = layout.rows_axis(look, labels, size)
    places = [(y, x, cells.get((unit, part))) for y, unit in enumerate(units) for x, part in enumerate(parts)]
    said = [_said(names[units[y]], list(parts.values())[x], cell, look) for y, x, cell in places]
    grid = [[_shade(cells.get((unit, part))) for part in parts] for unit in units]
    width = len(parts)
    trace: dict[str, Any] = {
        "type": "heatmap",
        "meta": "levels",
        "x": list(range(width)),
        "y": list(range(len(units))),
        "z": grid,
        "zmin": -0.5,
        "zmax": 6.5,
        "colorscale": _scale(look),
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hovertext": [said[y * width : (y + 1) * width] for y in range(len(units))],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [[unit] * width for unit in units],
    }
    words: dict[str, Any] = {
        "type": "scatter",
        "mode": "text",
        "meta": "words",
        "x": [x for _, x, _ in places],
        "y": [y for y, _, _ in places],
        "text": [_text(cell, look) for _, _, cell in places],
        "textfont": {"size": size, "color": [_ink(cell, look) for _, _, cell in places]},
        "hovertext": said,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    return layout.figure([trace, words], made)


def caption(
    frame: pd.DataFrame, title: str, *, own: str | None = None, source: str = "", look: Look | None = None
) -> Caption:
    """The words around `build` with the same arguments; `title` states the finding."""
    look = look or Look()
    names, parts, cells = _read(frame)
    if not cells:
        return Caption(title, "", source, "", t("chart.empty", look.lang))
    kinds = {cell.nothing for cell in cells.values() if cell.nothing and cell.level is None}
    marks = [numbers.nothing(kind, look.lang) for kind in numbers.NOTHINGS if kind in kinds]
    notes = []
    if marks:
        nothings = "; ".join(t("chart.nothing", look.lang, mark=mark, words=words) for mark, words in marks)
        notes.append(t("chart.note.nothings", look.lang, nothings=nothings))
    if len(cells) < len(names) * len(parts):
        notes.append(t("ready.heat.no_figure", look.lang, mark=numbers.NONE))
    if any(cell.basis and cell.basis != "published" for cell in cells.values()):
        notes.append(t("ready.heat.unpublished", look.lang))
    first = next(iter(names))
    best = "; ".join(
        f"{parts[part]} {_spoken(cell, look)}" for part in parts if (cell := cells.get((first, part))) is not None
    )
    return Caption(
        title=title,
        subtitle=t("ready.heat.subtitle", look.lang),
        source=source,
        method=" ".join(notes),
        alt=t("ready.heat.alt", look.lang, units=numbers.count(len(names)), parts=", ".join(parts.values()),
              name=names[first], best=best),
    )  # fmt: skip


def _read(frame: pd.DataFrame) -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str], _Cell]]:
    """Names by unit and by part in order of arrival, cells by unit and part."""
    if frame.empty:
        return {}, {}, {}
    columns = {name: plain(frame[name]) for name in COLUMNS}
    names = dict(zip(columns["unit_id"], columns["name"], strict=True))
    parts = dict(zip(columns["part"], columns["part_name"], strict=True))
    cells = {}
    for row in zip(*(columns[name] for name in COLUMNS), strict=True):
        unit, _, part, _, level, nothing, score, maximum, decimals, raw, raw_maximum, raw_decimals, rate, basis = row
        if level is not None and level not in (1, 2, 3, 4):
            raise ValueError(f"a level is 1, 2, 3 or 4, not {level!r}")
        cells[unit, part] = _Cell(
            None if level is None else int(level), nothing, score, maximum,
            None if decimals is None else int(decimals), raw, raw_maximum,
            None if raw_decimals is None else int(raw_decimals), rate, basis,
        )  # fmt: skip
    return names, parts, cells


def _label(name: str, is_own: bool, look: Look) -> str:
    text = layout.wrapped(name, 20 if look.narrow else 44)
    return f'<b><span style="color:{look.palette.own.text}">{text}</span></b>' if is_own else text


def _shade(cell: _Cell | None) -> int:
    """0 to 3 for I to IV, 4 for not ranked, 5 for points without a level, 6 for nothing known."""
    if cell is None:
        return 6
    if cell.level is not None:
        return cell.level - 1
    if cell.nothing:
        return 4 if cell.nothing == "not_ranked" else 6
    return 5


def _scale(look: Look) -> list[list[Any]]:
    colours = look.palette
    fills = [colours.levels[name] for name in (*numbers.LEVELS, "not_ranked")] + [colours.surface, colours.background]
    steps = []
    for place, fill in enumerate(fills):
        steps += [[place / len(fills), fill], [(place + 1) / len(fills), fill]]
    return steps


def _ink(cell: _Cell | None, look: Look) -> str:
    shade = _shade(cell)
    if shade >= 5:
        return look.palette.text if shade == 5 else look.palette.muted
    return look.palette.level_text[(*numbers.LEVELS, "not_ranked")[shade]]


def _points(score: float | None, maximum: float | None, decimals: int | None) -> str:
    """ "49,01/50": the points as they are printed, the maximum with as many decimals as it needs."""
    if score is None:
        return ""
    text = numbers.number(score, decimals)
    return text if maximum is None else f"{text}/{numbers.number(maximum, None)}"


def _text(cell: _Cell | None, look: Look) -> str:
    if cell is None:
        return numbers.NONE
    points = _points(cell.score, cell.maximum, cell.decimals)
    doubt = " ?" if cell.basis and cell.basis != "published" else ""
    if cell.level is not None:
        head = f"<b>{numbers.level(cell.level)}</b>{doubt}"
    elif cell.nothing:
        head = numbers.NOTHINGS[cell.nothing]
    else:
        head = ""
    between = "<br>" if look.narrow else "  ·  "
    return between.join(filter(None, [head, points + ("" if head else doubt)]))


def _spoken(cell: _Cell, look: Look) -> str:
    level = t("measure.level", look.lang, value=numbers.level(cell.level)) if cell.level else ""
    nothing = numbers.nothing(cell.nothing, look.lang).words if cell.nothing and not level else ""
    return ", ".join(filter(None, [level, nothing, _points(cell.score, cell.maximum, cell.decimals)]))


def _said(name: str, part: str, cell: _Cell | None, look: Look) -> str:
    lines = [f"<b>{layout.escape(name)}</b>", layout.escape(part)]
    if cell is None:
        return "<br>".join([*lines, t("chart.coverage.none", look.lang)])
    lines.append(_spoken(cell, look))
    if cell.raw is not None and cell.raw_maximum is not None:
        raw = _points(cell.raw, cell.raw_maximum, cell.raw_decimals)
        lines.append(t("ready.heat.raw", look.lang, points=raw))
    if cell.rate is not None:
        lines.append(t("ready.heat.rate", look.lang, rate=numbers.percent(cell.rate, None)))
    if cell.basis and cell.basis != "published":
        lines.append(numbers.basis(cell.basis, look.lang))
    return "<br>".join(line for line in lines if line)
