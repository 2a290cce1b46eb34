"""Outlines of provinces that an installation supplies as GeoJSON: read, checked, matched and made light enough to draw.

Nothing of a file is trusted: size, form and number of points are limited, and what cannot be used is said in a word
(`OutlinesRefused`), which the page puts into a sentence.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

from egov_metrics.charts.grid import Order
from egov_metrics.units.folding import fold

Reason = Literal["unreadable", "too_large", "not_geojson", "too_many", "too_detailed", "coordinates", "nothing"]
MOST_BYTES: Final = 30_000_000
MOST_FEATURES: Final = 500
MOST_READ: Final = 600_000
MOST_DRAWN: Final = 24_000
"""Points: so many are read at most, and so many drawn; a screen shows no more."""
_FINEST: Final = 0.004
"""Degrees between the points of the finest grid that outlines are laid on: a third of a pixel on a projector."""
_SPACING: Final = 0.22
"""Degrees between the points that answer to the pointer inside a province."""
_CODES: Final = ("unit_id", "code", "ma", "ma_tinh", "matinh", "ma_gso", "gso", "province_code", "ma_tinh_tp")
_NAMES: Final = re.compile(r"name|ten|tinh|province|varname", re.IGNORECASE)
_KIND: Final = re.compile(r"^(?:tinh|thanh pho|tp|province of|city of) (?=\D)|(?<=\D) (?:province|city)$")

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
Ring = list[Point]
"""Points of a closed line."""


class OutlinesRefused(ValueError):
    """A file of outlines cannot be used; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Shape:
    """One province: its rings, points inside that answer to the pointer, and the point where a mark may stand."""

    rings: tuple[Ring, ...]
    inside: tuple[Point, ...]
    middle: Point


@dataclass(frozen=True)
class Outlines:
    """The shapes that could be matched, the features that could not (by their names), and how the drawing is bounded:
    west, south, east, north in degrees."""

    order: Order
    shapes: Mapping[str, Shape]
    unmatched: tuple[str, ...]
    bounds: tuple[float, float, float, float]


def read_outlines(path: Path, order: Order, names: Mapping[str, str]) -> Outlines:
    """The outlines of a GeoJSON file (a FeatureCollection of polygons in longitude and latitude, WGS 84).

    `names` maps folded names (`known_names`) to the keys of the provinces of `order`. A feature is matched by a
    property with a name, failing that by one with the two-digit code. Raises OutlinesRefused.
    """
    features = _features(path)
    left = MOST_READ
    found: dict[str, list[Ring]] = {}
    unmatched: list[str] = []
    for feature in features:
        properties = feature.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        unit = _match(properties, order, names)
        if unit is None:
            unmatched.append(_called(properties))
            continue
        for ring in _rings(feature.get("geometry")):
            left -= len(ring)
            if left < 0:
                raise OutlinesRefused("too_detailed")
            found.setdefault(unit, []).append(ring)
    if not found:
        raise OutlinesRefused("nothing")
    light = _light(found)
    shapes = {unit: _shape(rings) for unit, rings in light.items()}
    every = [point for rings in light.values() for ring in rings for point in ring]
    return Outlines(order, shapes, tuple(unmatched), _box(every))


def known_names(called: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded names of provinces without their kind, from pairs of name and key; a name that two bear is left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for name, unit in called:
        key = _plain(name)
        if found.setdefault(key, unit) != unit:
            shared.add(key)
    return {key: unit for key, unit in found.items() if key and key not in shared}


def _plain(name: str) -> str:
    return _KIND.sub("", fold(name))


# reading


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OutlinesRefused("too_large")
        stated = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise OutlinesRefused("unreadable") from error
    features = stated.get("features") if isinstance(stated, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise OutlinesRefused("not_geojson")
    if len(features) > MOST_FEATURES:
        raise OutlinesRefused("too_many")
    return features


def _rings(geometry: Any) -> Iterator[Ring]:
    """The rings of a polygon or of several; holes are rings as well."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise OutlinesRefused("not_geojson")
    coordinates = geometry.get("coordinates")
    for polygon in [coordinates] if kind == "Polygon" else coordinates if isinstance(coordinates, list) else [None]:
        if not isinstance(polygon, list):
            raise OutlinesRefused("not_geojson")
        for ring in polygon:
            try:
                points = [(float(point[0]), float(point[1])) for point in ring]
            except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
                raise OutlinesRefused("not_geojson") from error
            if len(points) < 4:
                raise OutlinesRefused("not_geojson")
            # Metres of a national grid and swapped axes both fall outside of these.
            if not all(90.0 <= x <= 130.0 and 0.0 <= y <= 30.0 for x, y in points):
                raise OutlinesRefused("coordinates")
            yield points


def _match(properties: dict[str, Any], order: Order, names: Mapping[str, str]) -> str | None:
    texts = {key: value for key, value in properties.items() if isinstance(value, str)}
    for key, value in texts.items():
        if _NAMES.search(key) and _plain(value) in names:
            return names[_plain(value)]
    units = set(names.values())
    lower = {key.lower(): str(value) for key, value in properties.items() if isinstance(value, (str, int))}
    for key in _CODES:
        for unit in (lower.get(key, ""), f"{order}-{lower.get(key, '').zfill(2)}"):
            if unit in units:
                return unit
    return None


def _called(properties: dict[str, Any]) -> str:
    """What to call a feature that could not be matched: its name, else the first of its texts."""
    texts = {key: value for key, value in properties.items() if isinstance(value, str) and value.strip()}
    named = [value for key, value in texts.items() if _NAMES.search(key)]
    return (named or list(texts.values()) or ["?"])[0][:40]


# making light


def _light(found: Mapping[str, list[Ring]]) -> dict[str, tuple[Ring, ...]]:
    """All rings on one grid, as coarse as it must be: neighbours keep their common border, since both are rounded to
    the same points. The largest ring of each province stays, however small."""
    grid = _FINEST
    while True:
        light = {unit: _on_grid(rings, grid) for unit, rings in found.items()}
        if sum(len(ring) for rings in light.values() for ring in rings) <= MOST_DRAWN or grid > 1:
            return light
        grid *= 1.5


def _on_grid(rings: list[Ring], grid: float) -> tuple[Ring, ...]:
    largest = max(rings, key=_area)
    kept = []
    for ring in rings:
        rounded = [(round(x / grid) * grid, round(y / grid) * grid) for x, y in ring]
        light = [point for at, point in enumerate(rounded) if at == 0 or point != rounded[at - 1]]
        if len(light) >= 4:
            kept.append(light)
        elif ring is largest:
            kept.append(ring)
    return tuple(kept)


def _area(ring: Ring) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))) / 2


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """West, south, east and north of some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _shape(rings: tuple[Ring, ...]) -> Shape:
    """A shape with a grid of points inside it; the middle is the one farthest from the border."""
    largest = max(rings, key=_area)
    west, south, east, north = _box(largest)
    step = min(_SPACING, (east - west) / 4 or _SPACING, (north - south) / 4 or _SPACING)
    columns, rows = (max(1, math.ceil(size / step - 0.5)) for size in (east - west, north - south))
    grid = [(west + (col + 0.5) * step, south + (row + 0.5) * step) for col in range(columns) for row in range(rows)]
    inside = tuple(point for point in grid if _within(point, largest))
    if not inside:
        inside = ((sum(x for x, _ in largest) / len(largest), sum(y for _, y in largest) / len(largest)),)
    border = largest[:: max(1, len(largest) // 200)]
    middle = max(inside, key=lambda point: min(math.dist(point, other) for other in border))
    return Shape(rings, inside, middle)


def _within(point: Point, ring: Ring) -> bool:
    """Does a point lie inside a ring? A ray to the right crosses its border an odd number of times."""
    x, y = point
    odd = False
    for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            odd = not odd
    return odd
