"""What there is: a matrix of indicators and years with the number of units that have a figure."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import mix, readable
from egov_metrics.charts.points import plain
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

COLUMNS = ("indicator_code", "name", "year", "units", "with_value", "with_rank", "published")
GAP_COLUMNS = ("indicator_code", "year", "nothing", "reason")
ROW = 26

Count = Literal["units", "with_value", "with_rank", "published"]
_Cell = tuple[str, int]


def build(
    frame: pd.DataFrame, *, gaps: pd.DataFrame | None = None, count: Count = "units", look: Look | None = None
) -> go.Figure:
    """The matrix. `frame` has `COLUMNS`, one row for an indicator and year; rows come in the order of the frame.

    The number in a cell is the column named by `count`; a cell without a row is empty. `gaps` (`GAP_COLUMNS`) are
    known reasons why there is nothing: they show the mark of their kind and say the reason under the pointer.
    Every cell carries the code of its indicator as customdata. Without any row: `layout.empty`.
    """
    look = look or Look()
    names, years, cells = _read(frame)
    if not cells:
        return layout.empty(look, t("chart.empty", look.lang), look.height or 160)
    known = _gaps(gaps, names, years)
    codes = list(names)
    short = [layout.escape(layout.cut(names[code], 20 if look.narrow else 48)) for code in codes]
    left = min(max(layout.text_width(name) for name in short) + 14, look.width * 0.42)
    z = [[_number(cells.get((code, year)), count) for year in years] for code in codes]
    text = [[_text(z[r][c], known.get((code, year))) for c, year in enumerate(years)] for r, code in enumerate(codes)]
    said = [[_words((code, year), names, cells, known, look) for year in years] for code in codes]
    made = layout.base(look, look.height or len(codes) * ROW + 36, (round(left), 30, 6, 6))
    plot_width = look.width - left - 6
    made["xaxis"] = layout.years_axis(look, years[0], years[-1], plot_width) | {
        "side": "top",
        "showline": False,
        "ticks": "",
    }
    made["yaxis"] = layout.rows_axis(look, short)
    low, high = look.palette.scale
    most = max((number for row in z for number in row if number is not None), default=1)
    cell = min(plot_width / len(years), ROW)
    trace: dict[str, Any] = {
        "type": "heatmap",
        "meta": "coverage",
        "x": [float(year) for year in years],
        "y": list(range(len(codes))),
        "z": z,
        "zmin": 0,
        "zmax": max(most, 1),
        "colorscale": [[0.0, low], [1.0, high]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "hovertext": said,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [[code] * len(years) for code in codes],
    }
    return layout.figure([trace, _numbers(years, z, text, said, most, 9.5 if cell < 20 else 12, look)], made)


def caption(
    frame: pd.DataFrame, *, gaps: pd.DataFrame | None = None, count: Count = "units", look: Look | None = None
) -> Caption:
    """The words around `build` with the same arguments. The matrix counts what is stored, so it names no source."""
    look = look or Look()
    names, years, cells = _read(frame)
    if not cells:
        words = t("chart.empty", look.lang)
        return Caption(words, "", "", "", words)
    known = _gaps(gaps, names, years)
    kinds = {kind for kind, _ in known.values()}
    marks = [numbers.nothing(kind, look.lang) for kind in numbers.NOTHINGS if kind in kinds]
    nothings = "; ".join(t("chart.nothing", look.lang, mark=mark, words=words) for mark, words in marks)
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    rows = numbers.count(len(names))
    return Caption(
        title=t("chart.coverage.title", look.lang, rows=rows, years=span),
        subtitle=t("chart.coverage.subtitle", look.lang, years=span),
        source="",
        method=t("chart.note.nothings", look.lang, nothings=nothings) if nothings else "",
        alt=t(
            "chart.alt.coverage",
            look.lang,
            rows=rows,
            years=span,
            most=numbers.count(max(cell[count] for cell in cells.values())),
            empty=numbers.count(len(names) * len(years) - len(cells)),
        ),
    )


def _read(frame: pd.DataFrame) -> tuple[dict[str, str], list[int], dict[_Cell, dict[str, int]]]:
    """Names by code in order of arrival, all years from the first to the last, counts by code and year."""
    columns = {name: plain(frame[name]) for name in COLUMNS} if not frame.empty else {name: [] for name in COLUMNS}
    names = dict(zip(columns["indicator_code"], columns["name"], strict=True))
    cells = {
        (code, int(year)): {name: int(columns[name][i] or 0) for name in COLUMNS[3:]}
        for i, (code, year) in enumerate(zip(columns["indicator_code"], columns["year"], strict=True))
    }
    found = [year for _, year in cells]
    return names, list(range(min(found), max(found) + 1)) if found else [], cells


def _gaps(gaps: pd.DataFrame | None, names: dict[str, str], years: list[int]) -> dict[_Cell, tuple[str, str]]:
    """Kind of nothing and its reason by code and year, for cells of the matrix only."""
    if gaps is None or gaps.empty:
        return {}
    rows = zip(*(plain(gaps[name]) for name in GAP_COLUMNS), strict=True)
    found = {(code, int(year)): (nothing, reason or "") for code, year, nothing, reason in rows}
    return {cell: said for cell, said in found.items() if cell[0] in names and cell[1] in set(years)}


def _number(cell: dict[str, int] | None, count: Count) -> int | None:
    return None if cell is None else cell[count]


def _text(number: int | None, gap: tuple[str, str] | None) -> str:
    if number is not None:
        return numbers.count(number)
    return numbers.NOTHINGS[gap[0]] if gap else ""


def _words(
    where: _Cell,
    names: dict[str, str],
    cells: dict[_Cell, dict[str, int]],
    known: dict[_Cell, tuple[str, str]],
    look: Look,
) -> str:
    lines = [f"<b>{layout.escape(names[where[0]])}</b> · {where[1]}"]
    cell = cells.get(where)
    if cell:
        lines.append(
            t(
                "chart.coverage.cell",
                look.lang,
                units=plural("chart.units", cell["units"], look.lang),
                values=numbers.count(cell["with_value"]),
                ranks=numbers.count(cell["with_rank"]),
                published=numbers.count(cell["published"]),
            )
        )
    elif where not in known:
        lines.append(t("chart.coverage.none", look.lang))
    if where in known:
        kind, reason = known[where]
        lines.append(layout.wrapped(": ".join(filter(None, [numbers.nothing(kind, look.lang).words, reason]))))
    return "<br>".join(lines)


def _numbers(
    years: list[int],
    z: list[list[int | None]],
    text: list[list[str]],
    said: list[list[str]],
    most: int,
    size: float,
    look: Look,
) -> dict[str, Any]:
    """The numbers as a trace of text: plotly's own cell texts have no colour per cell and none where z is missing."""
    places = [(r, c) for r, row in enumerate(text) for c in range(len(row))]

    def colour(number: int | None) -> str:
        if number is None:
            return look.palette.muted
        return readable(mix(*look.palette.scale, number / max(most, 1)), look.palette.scale_text)

    return {
        "type": "scatter",
        "mode": "text",
        "meta": "numbers",
        "x": [float(years[c]) for _, c in places],
        "y": [r for r, _ in places],
        "text": [text[r][c] for r, c in places],
        "textfont": {"size": size, "color": [colour(z[r][c]) for r, c in places]},
        "hovertext": [said[r][c] for r, c in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
