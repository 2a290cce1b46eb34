"""Where the provinces stand on the tile grids of the 63 and of the 34, and where the islands of two of them lie.

The grids are our own (`grids/*.csv`): few rows, so that a map fits on a laptop, and as many neighbours as possible
side by side or corner to corner. How they were laid out: docs/developers/map.md.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from egov_metrics.i18n.texts import Lang

FOLDER = Path(__file__).parent / "grids"
Order = Literal["P63", "P34"]
"""The provinces until 30/6/2025 and those since 1/7/2025, by the first part of their keys."""


@dataclass(frozen=True)
class Place:
    """The tile of one province: column and row from the upper left, and shorter names ("" = none) for narrow tiles."""

    unit_id: str
    col: int
    row: int
    short_vi: str
    short_en: str

    def short(self, lang: Lang) -> str:
        """A shorter name, or ""."""
        return self.short_vi if lang == "vi" else self.short_en


@dataclass(frozen=True)
class Island:
    """An archipelago that belongs to the province `unit_id`: it is shown and named, but has no figures of its own.

    `col` and `row` are its place on the grid, `lon` and `lat` (degrees, WGS 84) its place among outlines.
    """

    unit_id: str
    name_vi: str
    name_en: str
    province_vi: str
    province_en: str
    col: int
    row: int
    lon: float
    lat: float

    def name(self, lang: Lang) -> str:
        """The bare name: "Hoàng Sa"."""
        return self.name_vi if lang == "vi" else self.name_en

    def province(self, lang: Lang) -> str:
        """The name of the province that it belongs to."""
        return self.province_vi if lang == "vi" else self.province_en


@dataclass(frozen=True)
class Grid:
    """A tile grid: each province of one order once, no two in one place, islands in places of their own."""

    order: Order
    places: tuple[Place, ...]
    islands: tuple[Island, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The keys of all provinces."""
        return tuple(place.unit_id for place in self.places)

    @property
    def cols(self) -> int:
        """How many columns there are."""
        return 1 + max(*(one.col for one in self.places), *(one.col for one in self.islands))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return 1 + max(*(one.row for one in self.places), *(one.row for one in self.islands))


@cache
def grid(order: Order) -> Grid:
    """The grid of an order of provinces."""
    places = tuple(
        Place(row["unit_id"], int(row["col"]), int(row["row"]), row["short_vi"], row["short_en"])
        for row in _read(f"tiles_{order[1:]}.csv")
    )
    islands = tuple(
        Island(row["unit_id"], row["name_vi"], row["name_en"], row["province_vi"], row["province_en"],
               int(row["col"]), int(row["row"]), float(row["lon"]), float(row["lat"]))
        for row in _read("islands.csv") if row["order"] == order
    )  # fmt: skip
    return Grid(order, places, islands)


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
