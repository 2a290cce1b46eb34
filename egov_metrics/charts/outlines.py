"""A map of outlines: a filled polygon for each province on plain axes, nothing of it fetched from anywhere."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from egov_metrics.charts import layout
from egov_metrics.charts.grid import Grid
from egov_metrics.charts.map_scene import Scene
from egov_metrics.charts.outline_file import Outlines, Shape
from egov_metrics.i18n.texts import t

_RATIO = 1.04
"""A degree of latitude is so much longer than one of longitude in the middle of the country (1 / cos 16 degrees)."""
_ROOM = 0.4
"""Degrees of room around what is drawn."""
HEIGHT, HEIGHT_NARROW = 560, 500


def build(scene: Scene, grid: Grid, outlines: Outlines) -> go.Figure:
    """The figure: the same colours and hover texts as the tiles; a click gives `customdata`, the unit.

    `outlines` are of the order of `grid`, whose islands are marked with the name of their province. A province without
    an outline is not drawn.
    """
    look = scene.look
    units = [unit for unit in scene.units if unit in outlines.shapes]
    west, south, east, north = outlines.bounds
    east = max(east, *(island.lon for island in grid.islands)) + 3 * _ROOM  # room for the names of the islands
    south = min(south, *(island.lat for island in grid.islands))
    made = layout.base(look, look.height or (HEIGHT_NARROW if look.narrow else HEIGHT), (0, 0, 0, 0))
    made["clickmode"], made["hoverdistance"] = "event+select", 14
    made["xaxis"] = layout.blank_axis(look, west - _ROOM, east + _ROOM) | {"constrain": "domain"}
    made["yaxis"] = layout.blank_axis(look, south - _ROOM, north + _ROOM) | {
        "scaleanchor": "x",
        "scaleratio": _RATIO,
        "constrain": "domain",
    }
    data = [_filled(scene, unit, outlines.shapes[unit]) for unit in units]
    return layout.figure([*data, _marks(scene, units, outlines), _islands(scene, grid), _hits(scene, outlines)], made)


def _filled(scene: Scene, unit: str, shape: Shape) -> dict[str, Any]:
    """One province; rings are parted by None."""
    colours, shade = scene.look.palette, scene.shade(unit)
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in shape.rings:
        x += [*([None] if x else []), *(round(lon, 4) for lon, _ in ring)]
        y += [*([None] if y else []), *(round(lat, 4) for _, lat in ring)]
    own = unit == scene.own
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "meta": "own" if own else "outline",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": shade.fill,
        "line": {"color": colours.own.line if own else colours.axis, "width": 3 if own else 0.8},
        "hoverinfo": "skip",
    }
    if shade.hatched:
        trace["fillpattern"] = {"shape": "/", "bgcolor": shade.fill, "fgcolor": colours.muted, "size": 6,
                                "solidity": 0.15}  # fmt: skip
    return trace


def _marks(scene: Scene, units: list[str], outlines: Outlines) -> dict[str, Any]:
    """The marks of the kinds of nothing."""
    marked = [unit for unit in units if scene.shade(unit).mark]
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "marks",
        "x": [outlines.shapes[unit].middle[0] for unit in marked],
        "y": [outlines.shapes[unit].middle[1] for unit in marked],
        "text": [scene.shade(unit).mark for unit in marked],
        "textfont": {"size": 12, "color": [scene.shade(unit).text for unit in marked]},
        "hoverinfo": "skip",
    }


def _hits(scene: Scene, outlines: Outlines) -> dict[str, Any]:
    """Points inside the provinces that answer to the pointer: a filled shape itself cannot be chosen by a click."""
    x: list[float] = []
    y: list[float] = []
    units: list[str] = []
    for unit, shape in outlines.shapes.items():
        if unit in scene.names:
            x += [round(lon, 4) for lon, _ in shape.inside]
            y += [round(lat, 4) for _, lat in shape.inside]
            units += [unit] * len(shape.inside)
    said = {unit: scene.hover(unit) for unit in set(units)}
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": "hits",
        "x": x,
        "y": y,
        "customdata": units,
        "hovertext": [said[unit] for unit in units],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 12, "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }


def _islands(scene: Scene, grid: Grid) -> dict[str, Any]:
    lang = scene.look.lang
    return {
        "type": "scatter",
        "mode": "markers+text",
        "meta": "islands",
        "x": [island.lon for island in grid.islands],
        "y": [island.lat for island in grid.islands],
        "text": [
            t("map.island", lang, island=island.name(lang), province=island.province(lang))
            .replace("|", "<br>")
            for island in grid.islands
        ],
        "textposition": "bottom center",
        "textfont": {"size": 11 if scene.look.narrow else 12, "color": scene.look.palette.muted},
        "marker": {"symbol": "diamond", "size": 9, "color": scene.look.palette.muted},
        "hovertext": [scene.island(island) for island in grid.islands],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }  # fmt: skip
