"""A map of equal tiles: every province as large as any other, with its name, value and rank in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.grid import Grid, Place
from egov_metrics.charts.map_scene import Scene
from egov_metrics.i18n.texts import t

ROW, ROW_NARROW = 36, 56
"""Height of a row in pixels, on a desk and on a phone, where a tile is narrow and has a line for each thing."""
_WIDTH, _HEIGHT = 0.96, 0.94
_PADDING = 6.0
_LINE = 1.3
_SIZES = tuple(size / 2 for size in range(32, 15, -1))
"""Sizes of type to try, in pixels, from 16 down to 8."""


class _Text(NamedTuple):
    """The lines of one tile: its name (more than one only on a phone) and its numbers."""

    name: list[str]
    numbers: list[str]


def build(scene: Scene, grid: Grid) -> go.Figure:
    """The figure: one bar a tile, so that the whole tile answers to the pointer; a click gives `customdata`, the unit.

    The type is as large as all names and numbers allow without a break; a name that does not fit is shortened, on a
    phone it may take two lines. Islands are marked with the name of their province and have no colour. A province that
    the scene does not have leaves its place empty.
    """
    look = scene.look
    row = look.height / grid.rows if look.height else ROW_NARROW if look.narrow else ROW
    made = layout.base(look, round(row * grid.rows), (0, 0, 0, 0))
    made["xaxis"] = layout.blank_axis(look, -0.5, grid.cols - 0.5)
    made["yaxis"] = layout.blank_axis(look, grid.rows - 0.5, -0.5)
    made["barmode"], made["clickmode"] = "overlay", "event+select"
    made["shapes"] = [_frame(island.col, island.row, look.palette.axis) for island in grid.islands]
    size, texts = _lettering(scene, grid, look.width / grid.cols * _WIDTH - _PADDING, row * _HEIGHT)
    return layout.figure([_tiles(scene, grid, size, texts), _islands(scene, grid, size)], made)


def _tiles(scene: Scene, grid: Grid, size: float, texts: dict[str, _Text]) -> dict[str, Any]:
    at = {place.unit_id: place for place in grid.places}
    units = [unit for unit in scene.units if unit in texts]
    shades = [scene.shade(unit) for unit in units]
    colours = scene.look.palette
    empty = {colours.background, colours.surface}
    return {
        "type": "bar",
        "meta": "tiles",
        "x": [at[unit].col for unit in units],
        "base": [at[unit].row - _HEIGHT / 2 for unit in units],
        "y": [_HEIGHT] * len(units),
        "width": _WIDTH,
        "customdata": units,
        "text": [_written(texts[unit]) for unit in units],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"size": size, "color": [shade.text for shade in shades]},
        "hovertext": [scene.hover(unit) for unit in units],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [shade.fill for shade in shades],
            "line": {
                "color": [colours.own.line if unit == scene.own else colours.field for unit in units],
                "width": [3 if unit == scene.own else int(shade.fill in empty)
                          for unit, shade in zip(units, shades, strict=True)],
            },
            "pattern": {
                "shape": ["/" if shade.hatched else "" for shade in shades],
                "fillmode": "overlay",
                "fgcolor": colours.muted,
                "fgopacity": 0.45,
                "size": 8,
                "solidity": 0.15,
            },
        },
        # A click selects, and what is not selected must not fade: what is chosen shows by its frame.
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }  # fmt: skip


def _written(text: _Text) -> str:
    return f"<b>{'<br>'.join(map(layout.escape, text.name))}</b><br>{'<br>'.join(text.numbers)}"


def _lettering(scene: Scene, grid: Grid, wide: float, high: float) -> tuple[float, dict[str, _Text]]:
    """The largest size of type in which everything fits into `wide` by `high` pixels, and the lines of each tile."""
    places = [place for place in grid.places if place.unit_id in scene.names]
    for size in _SIZES:
        texts = {place.unit_id: _fitted(scene, place, size, wide) for place in places}
        if all(text and _lines(text) * size * _LINE <= high for text in texts.values()):
            return size, {unit: text for unit, text in texts.items() if text}
    shortest = {place.unit_id: _names(scene, place)[-1] for place in places}
    return _SIZES[-1], {unit: _Text([name], scene.numbers(unit)) for unit, name in shortest.items()}


def _lines(text: _Text) -> int:
    return len(text.name) + len(text.numbers)


def _fitted(scene: Scene, place: Place, size: float, wide: float) -> _Text | None:
    """The lines of a tile in a size of type, None when they do not fit its width."""
    figures = scene.numbers(place.unit_id)
    joined = [" · ".join(figures)]
    if not _fits(joined, size, wide, bold=False):
        if not scene.look.narrow or not _fits(figures, size, wide, bold=False):
            return None
        joined = figures
    for name in _names(scene, place):
        for lines in [[name], *([_halves(name)] if scene.look.narrow and " " in name else [])]:
            if _fits(lines, size, wide, bold=True):
                return _Text(lines, joined)
    return None


def _names(scene: Scene, place: Place) -> list[str]:
    """The name, and a shorter one where the grid knows one."""
    short = place.short(scene.look.lang)
    return [scene.names[place.unit_id], *([short] if short else [])]


def _fits(lines: Sequence[str], size: float, wide: float, *, bold: bool) -> bool:
    return all(layout.text_width(line, size, bold) <= wide for line in lines)


def _halves(name: str) -> list[str]:
    """A name in two lines, as even as its words allow."""
    words = name.split(" ")
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(map(len, cut))))


def _frame(col: int, row: int, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": col - _WIDTH / 2,
        "x1": col + _WIDTH / 2,
        "y0": row - _HEIGHT / 2,
        "y1": row + _HEIGHT / 2,
        "line": {"color": colour, "width": 1, "dash": "dot"},
        "layer": "below",
    }


def _islands(scene: Scene, grid: Grid, size: float) -> dict[str, Any]:
    """Names of the islands with that of their province; on a phone without the word for an archipelago."""
    lang = scene.look.lang
    key = "map.island.narrow" if scene.look.narrow else "map.island"
    said = [
        t(key, lang, island=island.name(lang), province=island.province(lang)).replace("|", "<br>")
        for island in grid.islands
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "islands",
        "x": [island.col for island in grid.islands],
        "y": [island.row for island in grid.islands],
        "text": said,
        "textfont": {"size": min(size, 12 if not scene.look.narrow else 8.5), "color": scene.look.palette.muted},
        "hovertext": [scene.island(island) for island in grid.islands],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
