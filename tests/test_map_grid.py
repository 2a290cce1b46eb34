"""The tile grids: every province once, neighbours near, islands with their provinces."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from egov_metrics.charts.grid import grid
from egov_metrics.charts.layout import text_width

ROOT = Path(__file__).resolve().parent.parent
ORDERS = ("P63", "P34")
# Some borders that a reader would look for, from the north to the south.
NEIGHBOURS = {
    "P63": ["14-11", "14-17", "01-17", "01-25", "01-27", "22-20", "22-31", "40-38", "42-44", "45-46", "46-48", "48-49",
            "62-64", "64-52", "66-67", "68-75", "79-74", "79-80", "92-89", "95-96", "91-96", "83-84"],
    "P34": ["14-11", "14-25", "01-25", "01-37", "22-20", "22-31", "40-38", "42-44", "44-46", "46-48", "51-52", "66-56",
            "68-75", "79-75", "79-82", "92-86", "96-91", "80-82"],
}  # fmt: skip


def names(order: str) -> dict[str, str]:
    with (ROOT / "data" / "units" / "provinces.csv").open(encoding="utf-8", newline="") as file:
        return {row["unit_id"]: row["name_vi"] for row in csv.DictReader(file) if row["unit_id"].startswith(order)}


@pytest.mark.parametrize("order", ORDERS)
def test_every_province_stands_on_the_grid_once(order):
    units = grid(order).units
    assert sorted(units) == sorted(names(order))
    assert len(units) == int(order[1:])


@pytest.mark.parametrize("order", ORDERS)
def test_no_two_tiles_share_a_place(order):
    made = grid(order)
    places = Counter((one.col, one.row) for one in (*made.places, *made.islands))
    assert [place for place, n in places.items() if n > 1] == []
    assert min(col for col, _ in places) == min(row for _, row in places) == 0
    assert (made.cols, made.rows) == {"P63": (7, 14), "P34": (6, 12)}[order]


@pytest.mark.parametrize("order", ORDERS)
def test_neighbours_touch(order):
    at = {place.unit_id: (place.col, place.row) for place in grid(order).places}
    apart = []
    for pair in NEIGHBOURS[order]:
        one, other = (at[f"{order}-{code}"] for code in pair.split("-"))
        if max(abs(one[0] - other[0]), abs(one[1] - other[1])) > 1:
            apart.append(pair)
    assert apart == []


@pytest.mark.parametrize("order", ORDERS)
def test_the_islands_belong_to_da_nang_and_khanh_hoa(order):
    called = names(order)
    found = {island.name_vi: called[island.unit_id] for island in grid(order).islands}
    assert found == {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}
    at = {place.unit_id: place for place in grid(order).places}
    for island in grid(order).islands:
        assert island.col > at[island.unit_id].col or island.row > at[island.unit_id].row  # out at sea
        assert 110 < island.lon < 116 and 7 < island.lat < 18


@pytest.mark.parametrize("order", ORDERS)
def test_short_names_are_shorter(order):
    called = names(order)
    for place in grid(order).places:
        if place.short_vi:
            assert text_width(place.short_vi) < text_width(called[place.unit_id])
            assert place.short("en") and place.short("vi") == place.short_vi
