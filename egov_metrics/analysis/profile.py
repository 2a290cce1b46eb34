"""Where one unit stands on every index, like for like: the rows of a profile, as plain numbers.

Everything beside a figure is of the same index, year, day, method and order of provinces (the 63 or the 34), and only
of values that are published as such or recomputed by the one rule of the territory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from operator import itemgetter
from statistics import median
from typing import Any, Literal

import pandas as pd

from egov_metrics.analysis import cells
from egov_metrics.analysis.change import FIT, Change, Rows, latest_change_of, newest_of
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.compare import ORDERS
from egov_metrics.analysis.frames import records
from egov_metrics.analysis.profile_field import Field

Trend = Literal["up", "down", "flat"]

FEWEST = 5
"""A median of fewer units of a country says little, and a line from worst to best of fewer is no scale."""
FEWEST_NEAR = 3
"""Of a region. Both only where at least half of those ranked have a value: leaders alone say nothing of a middle."""
FEWEST_SIMILAR = 2
"""Of comparable units, which are named."""
TREND_YEARS = 3
STEADY = 2 / 3
"""A trend needs so great a share of the pairs of years to go one way more than the other."""
COLUMNS = (
    "indicator_code", "year", "value", "decimals", "rank", "rank_of", "rank_basis", "value_basis", "place", "of",
    "median", "best", "region_median", "trend", "method_id",
)  # fmt: skip
"""The columns of `position_rows`."""


@dataclass(frozen=True)
class Typical:
    """A middle value and of how many units it is. `statistic`: median (of the values at hand), or the mean or median
    that a publisher states; then `of` is None when it does not say of how many."""

    value: float
    of: int | None
    statistic: Literal["median", "mean"] = "median"
    is_published: bool = False


@dataclass(frozen=True)
class Standing:
    """One index of a unit.

    `figure` is the newest row (published before others), `rows` are all years in order of time.
    `peers` are the values it is compared with, by unit, its own among them when that is fit; `place` is its place among
    them (ties share), None when its value is not fit, nobody else has one or the index has no better end. `ranks` are
    the ranks of the same ranking, by unit. `country` is the mean that the publisher states, else the median of `peers`.
    """

    indicator: dict
    figure: dict
    rows: Rows
    change: Change | None
    trend: Trend | None
    peers: Mapping[str, float]
    ranks: Mapping[str, int]
    place: int | None
    country: Typical | None
    region: Typical | None
    similar: Typical | None

    @property
    def code(self) -> str:
        """The indicator's code."""
        return str(self.indicator["indicator_code"])

    @property
    def year(self) -> int:
        """The year of the figure."""
        return int(self.figure["year"])

    @property
    def of(self) -> int:
        """How many units have a value to compare with, this one among them."""
        return len(self.peers)

    @property
    def ranked(self) -> int | None:
        """How many units the publisher ranked, where it says so."""
        return _ranked(self.figure)

    @property
    def expected(self) -> int | None:
        """How many units a whole table has: those ranked; where nobody says, all provinces of the order."""
        return _expected(self.figure)

    @property
    def is_complete(self) -> bool:
        """Has every unit of the whole table a value here?"""
        return self.expected is not None and self.of >= self.expected

    @property
    def covers(self) -> bool:
        """Have at least half of the whole table (of which it is not known how many, at least `FEWEST`) a value?"""
        return _covers(self.of, self.expected)

    @property
    def best_is_known(self) -> bool:
        """Is the best of the values the best of all: of a complete table, or ranked first by the publisher?"""
        if self.best is None:
            return False
        first = self.figure["rank_basis"] == "published" and self.ranks.get(self.best[0]) == 1
        return first or self.is_complete

    @property
    def best(self) -> tuple[str, float] | None:
        """Who has the best of the values, and which; of equal ones the first key. None without a better end."""
        if not self.peers or self.indicator["direction"] not in ("higher", "lower"):
            return None
        sign = -1 if self.indicator["direction"] == "higher" else 1
        unit = min(self.peers, key=lambda key: (sign * self.peers[key], key))
        return unit, self.peers[unit]

    @property
    def median(self) -> float | None:
        """The median of the values, from `FEWEST` units on."""
        return _median(list(self.peers.values()), FEWEST)

    @property
    def scale(self) -> Literal["value", "rank"] | None:
        """On which scale the position is drawn: values where at least half of those ranked have one, else published
        ranks; None when neither makes a scale, since from the worst of leaders to the best is none."""
        if self.place is not None and self.covers:
            return "value"
        return "rank" if self.figure["rank_basis"] == "published" and (self.ranked or 0) > 1 else None

    @property
    def place_tells(self) -> bool:
        """Does the place among the values at hand say something that the rank does not?"""
        if self.place is None:
            return False
        if self.figure["rank_basis"] == "recomputed":  # that is this place
            return True
        return pd.isna(self.figure["rank"]) or (self.place, self.of) != (int(self.figure["rank"]), self.ranked)


def standings(
    field: Field,
    unit_id: str,
    indicators: Sequence[dict],
    methods: Methods,
    *,
    similar: Collection[str] = (),
) -> list[Standing]:
    """The standing of `unit_id` on those of `indicators` (rows of the catalogue) that it has a figure of, in their
    order. `similar` are the keys of its comparable units in the field.
    """
    rows_of: dict[str, list[dict]] = defaultdict(list)
    for row in records(field.of_unit(unit_id)):  # once: a frame for every question costs most
        rows_of[row["indicator_code"]].append(row)
    found = []
    for indicator in indicators:
        rows = rows_of[indicator["indicator_code"]]
        figure = newest_of(rows)
        if figure is not None:
            found.append(_standing(indicator, figure, rows, field, methods, set(similar)))
    return found


def _standing(
    indicator: dict,
    figure: dict,
    rows: Rows,
    field: Field,
    methods: Methods,
    similar: set[str],
) -> Standing:
    unit_id = str(figure["unit_id"])
    of_year = field.cells[(str(indicator["indicator_code"]), int(figure["year"]))]
    own = next(cell for cell in of_year if cell.unit_id == unit_id and cell.order == figure["order"])
    beside = [cell for cell in cells.alike(of_year, own) if cell.value is not None]
    peers = {cell.unit_id: float(cell.value or 0) for cell in beside}
    near = [cell.unit_id for cell in beside if cell.region_id is not None and cell.region_id == own.region_id]
    middle = indicator["unit"] != "level"  # levels have no distance, so no middle
    return Standing(
        indicator=indicator,
        figure=figure,
        rows=rows,
        change=_change(rows, figure, methods),
        trend=trend(rows, indicator, methods),
        peers=peers,
        ranks={cell.unit_id: int(cell.rank or 0) for cell in cells.same_ranking(of_year, own)},
        place=_place(peers, unit_id, indicator["direction"]),
        country=_country(peers, field, figure) if middle else None,
        region=_region({unit: peers[unit] for unit in near}, len(peers), field, figure) if middle else None,
        similar=_typical(peers, similar - {unit_id}, FEWEST_SIMILAR) if middle else None,
    )


def _change(rows: Rows, figure: dict, methods: Methods) -> Change | None:
    """The latest change; places among present provinces that we ranked ourselves are left out, since in two years these
    are places among different units."""
    change = latest_change_of(rows, methods)
    recomputed = figure["rank_basis"] == "recomputed"
    return replace(change, places=None) if change is not None and recomputed else change


def _place(peers: Mapping[str, float], unit_id: str, direction: str) -> int | None:
    """1 for the best; ties share and the next place is skipped."""
    if unit_id not in peers or len(peers) < 2 or direction not in ("higher", "lower"):
        return None
    own = peers[unit_id]
    return 1 + sum(value > own if direction == "higher" else value < own for value in peers.values())


def _median(values: Sequence[float], fewest: int) -> float | None:
    return float(median(values)) if len(values) >= fewest else None


def _typical(peers: Mapping[str, float], units: Collection[str], fewest: int) -> Typical | None:
    values = [peers[unit] for unit in units if unit in peers]
    middle = _median(values, fewest)
    return None if middle is None else Typical(middle, len(values))


def _stated(field: Field, figure: dict, level: str, unit_id: str | None = None) -> list[dict]:
    """The published means and medians of a level (of one unit) that go with a figure: same index, year and method."""
    method = None if pd.isna(figure["method_id"]) else figure["method_id"]
    rows = field.stated_means.get((str(figure["indicator_code"]), int(figure["year"])), [])
    return [
        row
        for row in rows
        if row["level"] == level
        and (None if pd.isna(row["method_id"]) else row["method_id"]) == method
        and unit_id in (None, row["unit_id"])
    ]


def _country(peers: Mapping[str, float], field: Field, figure: dict) -> Typical | None:
    """The published mean of the country, of the same order of provinces; else the median of the values at hand."""
    if figure["level"] == "province":
        others = [count for order, count in ORDERS.items() if order != figure["order"]]
        for row in _stated(field, figure, "country"):
            counted = pd.notna(row["averaged"])
            # Without a count it is of the provinces that there were in the year measured.
            in_order = row["averaged"] not in others if counted else (figure["order"] == "P63") == (row["year"] < 2025)
            if in_order:
                return _published(row)
    return _typical(peers, list(peers), FEWEST) if _covers(len(peers), _expected(figure)) else None


def _region(near: Mapping[str, float], of: int, field: Field, figure: dict) -> Typical | None:
    """The published mean of the region, else the median of its values at hand (`of`: how many the country has); only
    provinces lie in regions."""
    if figure["level"] != "province" or pd.isna(figure["region_id"]):
        return None
    rows = _stated(field, figure, "region", str(figure["region_id"]))
    if rows:
        return _published(rows[0])
    return _typical(near, list(near), FEWEST_NEAR) if _covers(of, _expected(figure)) else None


def _covers(of: int, expected: int | None) -> bool:
    return of >= FEWEST and 2 * of >= (expected or 0)


def _ranked(figure: Mapping[str, Any]) -> int | None:
    """A rank worked out here is among those with values, and says nothing of how many were ranked."""
    of = figure["rank_of"]
    return None if figure["rank_basis"] == "recomputed" or pd.isna(of) else int(of)


def _expected(figure: Mapping[str, Any]) -> int | None:
    return _ranked(figure) or ORDERS.get(str(figure["order"]))


def _published(row: Mapping[str, Any]) -> Typical:
    of = None if pd.isna(row["averaged"]) else int(row["averaged"])
    return Typical(float(row["value"]), of, "mean" if row["statistic"] == "mean" else "median", True)


def trend(rows: Rows, indicator: Mapping[str, Any], methods: Methods) -> Trend | None:
    """Whether an index has been getting better or worse over the years measured like the newest one; None when these
    are fewer than `TREND_YEARS`.

    Of all pairs of these years, those in which the later is better count +1, worse -1, level 0 (the sum is Kendall's
    S): "up" from `STEADY` of the pairs on, "down" likewise, else "flat": now up, now down. `rows` as of `Standing`.
    """
    if indicator["direction"] not in ("higher", "lower"):
        return None
    columns = ("year", "value", "value_basis", "qualifier", "method_id")
    fit: dict[int, tuple[float, str, Any]] = {}  # the last figure of a year counts
    for year, value, basis, qualifier, method in map(itemgetter(*columns), rows):
        if value == value and value is not None and basis in FIT and qualifier == "exact":
            fit[int(year)] = float(value), basis, method
    if len(fit) < TREND_YEARS:
        return None
    _, last_basis, last_method = fit[max(fit)]
    alike = [
        value
        for _, (value, basis, method) in sorted(fit.items())
        if basis == last_basis and methods.likeness(method, last_method).is_like
    ]
    if len(alike) < TREND_YEARS:
        return None
    sign = 1 if indicator["direction"] == "higher" else -1
    moves = [sign * (later - earlier) for earlier, later in combinations(alike, 2)]
    share = sum((move > 0) - (move < 0) for move in moves) / len(moves)
    return "up" if share >= STEADY else "down" if share <= -STEADY else "flat"


def position_rows(found: Sequence[Standing]) -> pd.DataFrame:
    """Standings as a frame with `COLUMNS`, one row an index: what insight sentences are written from.

    Without a published rank, `rank_of` is how many a whole table has, so that nobody takes a few for all of them.
    """
    rows = [
        {
            **{name: one.figure[name] for name in COLUMNS if name in one.figure},
            "indicator_code": one.code,
            "year": one.year,
            "rank_of": one.ranked if one.figure["rank_basis"] == "published" else one.expected,
            "place": one.place,
            "of": one.of,
            "median": one.median,
            "best": None if one.best is None else one.best[1],
            "region_median": None if one.region is None else one.region.value,
            "trend": one.trend,
        }
        for one in found
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
