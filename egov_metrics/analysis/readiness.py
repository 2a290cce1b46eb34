"""The e-government level of a province's agencies: how many of a tier reached which level, and what single units got.

Level I is the highest and IV the lowest that is awarded; below it a unit is *not ranked*, which is a result. What a
source does not state of a unit is neither of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from egov_metrics.analysis.frames import records
from egov_metrics.analysis.position import shared_ranks

Tier = Literal["department", "district", "commune"]
Part = Literal["total", "readiness", "result"]
Row = Mapping[str, Any]
TotalBasis = Literal["stated", "inferred", "listed", ""]

TIERS: Final[tuple[Tier, ...]] = ("department", "district", "commune")
PARTS: Final[tuple[Part, ...]] = ("total", "readiness", "result")
NOT_RANKED: Final = "not_ranked"
CLASSES: Final = ("I", "II", "III", "IV", NOT_RANKED)
"""The best first; *not ranked* is the last of them, not a lack of a figure."""

LATE: Final = "communes_selfassess_late"
"""A fact about the process, not a level: communes that had not assessed themselves in time."""

_COUNTS: Final = {
    "egov_level1_units": "I",
    "egov_level2_units": "II",
    "egov_level3_units": "III",
    "egov_level4_units": "IV",
    "egov_unranked_units": NOT_RANKED,
}
_SHARES: Final = {code.replace("_units", "_share"): name for code, name in _COUNTS.items()}
# Indicator -> part and column of `CELLS`.
_OF_UNITS: Final[dict[str, tuple[Part, str]]] = {
    "egov_level": ("total", "level"),
    "egov_local_score": ("total", "score"),
    **{
        f"egov_{part}_{code}": (part, column)
        for part in PARTS[1:]
        for code, column in (("level", "level"), ("score", "score"), ("score_raw", "raw"), ("rate", "rate"))
    },
}
CELLS: Final = (
    "unit_id", "name_vi", "name_en", "kind", "part", "level", "level_basis", "nothing", "score", "maximum", "raw",
    "raw_maximum", "raw_decimals", "rate", "decimals", "score_basis", "rank", "rank_of", "rank_basis", "figure_id",
)  # fmt: skip


@dataclass(frozen=True)
class Composition:
    """A tier by level, of one part (`total` when the level is one).

    `counts` are units by class, in the order of `CLASSES`, only those that are known; `from_units` are the classes
    whose count was made of single units' levels, `from_shares` those made of a share and a total that one statement
    has both. `shares` are percentages as stated. `total` is the number of units that they are of: `stated`, `inferred`
    (all classes counted, and every stated share fits their sum), or `listed` (only the units that the publication names
    in the store); None when it is not known. `figure_ids` are the figures used.
    """

    part: Part
    counts: Mapping[str, int]
    shares: Mapping[str, float]
    total: int | None
    total_basis: TotalBasis
    from_units: tuple[str, ...]
    from_shares: tuple[str, ...]
    figure_ids: tuple[str, ...]

    @property
    def known(self) -> int:
        """How many units have a stated class."""
        return sum(self.counts.values())

    @property
    def rest(self) -> int:
        """Units of the total whose class is not stated; 0 when the total is not known."""
        return max(0, (self.total or self.known) - self.known)

    @property
    def is_complete(self) -> bool:
        """Is the class of every unit known?"""
        return self.total is not None and self.total_basis != "listed" and self.known == self.total

    @property
    def is_share_only(self) -> bool:
        """Are there shares and no counts?"""
        return bool(self.shares) and not self.counts


@dataclass(frozen=True)
class Assessment:
    """One tier of one province as one publication has it: a year and a method version.

    `period_basis` document_date: the source names no year, `year` is that of the document, whose date is `date`.
    `compositions` has one for each part of which something is known; `cells` (columns `CELLS`) one row for a unit and
    part. `facts` are figures about the process; `sources` titles with their dates.
    """

    province_id: str
    tier: Tier
    year: int
    method_id: str | None
    period_basis: str
    date: dt.date | None
    compositions: tuple[Composition, ...]
    cells: pd.DataFrame
    facts: pd.DataFrame
    sources: tuple[tuple[str, str | None], ...]
    figure_ids: tuple[str, ...]

    @property
    def number(self) -> int | None:
        """How many units the tier has, stated or inferred; None when neither."""
        return next((one.total for one in self.compositions if one.total_basis in ("stated", "inferred")), None)

    @property
    def units(self) -> int:
        """How many single units have a level or points."""
        return int(self.cells["unit_id"].nunique())

    @property
    def has_levels(self) -> bool:
        """Has any single unit a level, or is stated not to be ranked?"""
        return bool((self.cells["level"].notna() | (self.cells["nothing"] == NOT_RANKED)).any())

    @property
    def has_points(self) -> bool:
        """Has any single unit points?"""
        return bool(self.cells["score"].notna().any())


def assessments(figures: pd.DataFrame) -> list[Assessment]:
    """All assessments in `figures` (query `readiness_figures`): by province, tier, year (oldest first), method.

    Figures without a year are passed over: `undated` counts them.
    """
    rows = figures[figures["year"].notna()]
    rows = rows.assign(
        tier=[_tier(*row) for row in zip(rows["indicator_code"], rows["scope"], rows["level"], strict=True)]
    )
    rows = rows[rows["tier"].isin(TIERS)]
    found = []
    for (province, tier, year, method), group in rows.groupby(
        ["province_id", "tier", "year", "method_id"], sort=False, dropna=False
    ):
        found.append(_assessment(str(province), tier, int(year), method if isinstance(method, str) else None, group))
    return sorted(found, key=lambda one: (one.province_id, TIERS.index(one.tier), one.year, one.method_id or ""))


def undated(figures: pd.DataFrame) -> int:
    """How many figures of `readiness_figures` name neither a year nor a date."""
    return int(figures["year"].isna().sum())


def converted(score: float, maximum: float, excluded: float = 0.0) -> float:
    """A score scaled back to `maximum` after criteria worth `excluded` points that do not apply were left out.

    converted = score / (maximum - excluded) * maximum, as Thừa Thiên Huế published it for 2020. ValueError when nothing
    is left to be assessed, or when the score is greater than what is left.
    """
    left = maximum - excluded
    if left <= 0 or excluded < 0:
        raise ValueError(f"nothing is left of {maximum:g} points without {excluded:g}")
    if score > left + 1e-9:
        raise ValueError(f"{score:g} points of {left:g}")
    return score / left * maximum


def best_first(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with the best unit first: by level, then by points, of the part that most units have; ties by name.

    *Not ranked* stands after IV and before units without any level.
    """
    if cells.empty:
        return cells
    known = cells[cells["level"].notna() | cells["score"].notna() | cells["nothing"].notna()]
    parts = sorted(PARTS, key=lambda part: (-int((known["part"] == part).sum()), PARTS.index(part)))
    of_units: dict[str, dict[str, Row]] = {}
    for cell in records(cells):
        of_units.setdefault(cell["unit_id"], {})[cell["part"]] = cell
    by_unit: dict[str, tuple] = {}
    for unit_id, of_part in of_units.items():
        key: list[float] = []
        for part in parts:
            row = of_part.get(part)
            key += [_order(row), -float(row["score"]) if row is not None and pd.notna(row["score"]) else 0.0]
        by_unit[unit_id] = (*key, str(next(iter(of_part.values()))["name_vi"]))
    order = {unit: place for place, unit in enumerate(sorted(by_unit, key=by_unit.__getitem__))}
    place = cells["unit_id"].map(order)
    part_of = cells["part"].map({part: number for number, part in enumerate(PARTS)})
    return cells.assign(_place=place, _part=part_of).sort_values(["_place", "_part"]).drop(columns=["_place", "_part"])


def class_of(level: float | None, nothing: str | None) -> str | None:
    """The class of a unit: I to IV, not_ranked, or None when nothing is stated."""
    if level is not None and pd.notna(level):
        return CLASSES[int(level) - 1]
    return NOT_RANKED if nothing == NOT_RANKED else None


def with_classes(cells: pd.DataFrame, classes: Iterable[str]) -> pd.DataFrame:
    """The cells of the units that have one of the classes in any part."""
    wanted = set(classes)
    found = [class_of(*pair) in wanted for pair in zip(cells["level"], cells["nothing"], strict=True)]
    return cells[cells["unit_id"].isin(cells.loc[found, "unit_id"])]


def ranked(cells: pd.DataFrame, part: Part = "total") -> pd.DataFrame:
    """The units of one part that have points, the best first, with their `place` among them (ties share and skip).

    A place among available figures is never a published rank, which is in `rank` and `rank_of` where there is one.
    Only published points get a place.
    """
    rows = cells[(cells["part"] == part) & cells["score"].notna()]
    fit = rows["score"].where(rows["score_basis"] == "published")
    rows = rows.assign(place=shared_ranks(fit, "higher"))
    return rows.sort_values(["score", "name_vi"], ascending=[False, True])


def _tier(indicator: str, scope: str, level: str) -> str:
    if indicator == LATE:
        return "commune"
    return str(level) if scope == "self" else str(scope).removesuffix("s")


def _assessment(province: str, tier: Tier, year: int, method: str | None, rows: pd.DataFrame) -> Assessment:
    facts = rows[rows["indicator_code"] == LATE]
    stated = rows[rows["indicator_code"].isin([*_COUNTS, *_SHARES]) & (rows["unit_id"] == province)]
    cells = _cells(rows[(rows["scope"] == "self") & (rows["unit_id"] != province)])
    fit = records(stated[stated["value"].notna() & (stated["value_basis"] == "published")])
    single = records(cells)
    made = [_composition(part, fit if part == "total" else [], single) for part in PARTS]
    compositions = [one for one in made if one is not None]
    ends = rows["period_end"].dropna()
    sources = rows.drop_duplicates("source_id")
    return Assessment(
        province_id=province,
        tier=tier,
        year=year,
        method_id=method,
        period_basis="document_date"
        if (rows["period_basis"] == "document_date").any()
        else str(rows["period_basis"].iloc[0]),
        date=ends.max().date() if len(ends) else None,
        compositions=tuple(compositions),
        cells=best_first(cells),
        facts=facts,
        sources=tuple(
            (str(row.source_title), row.published if isinstance(row.published, str) else None)
            for row in sources.itertuples()
        ),
        figure_ids=tuple(rows["figure_id"]),
    )


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for a unit and part, from figures of single units."""
    made: dict[tuple[str, str], dict] = {}
    for row in records(rows):
        if row["indicator_code"] not in _OF_UNITS:
            continue
        part, column = _OF_UNITS[row["indicator_code"]]
        cell = made.setdefault((row["unit_id"], part), dict.fromkeys(CELLS))
        cell |= {name: row[name] for name in ("unit_id", "name_vi", "name_en", "kind")} | {"part": part}
        cell[column] = row["value"]
        if column == "level":
            cell |= {"level_basis": row["value_basis"], "nothing": row["nothing"], "figure_id": row["figure_id"]}
        elif column == "raw":
            cell |= {"raw_maximum": row["denominator"], "raw_decimals": row["decimals"]}
        elif column == "score":
            cell |= {"maximum": row["denominator"], "decimals": row["decimals"], "score_basis": row["value_basis"]}
            cell |= {name: row[name] for name in ("rank", "rank_of", "rank_basis")}
            cell["nothing"] = cell["nothing"] or row["nothing"]
        cell["figure_id"] = cell["figure_id"] or row["figure_id"]
        made[row["unit_id"], part] = cell
    frame = pd.DataFrame(list(made.values()), columns=list(CELLS))
    numbers = ("level", "score", "maximum", "raw", "raw_maximum", "raw_decimals", "rate", "decimals", "rank", "rank_of")
    return frame.astype(dict.fromkeys(numbers, float) | {name: object for name in CELLS if name not in numbers})


def _composition(part: Part, stated: Sequence[Row], cells: Sequence[Row]) -> Composition | None:
    """From stated counts (their published rows), and single units for the classes without one; None when no class is
    known."""
    of_shares = [row for row in stated if row["indicator_code"] in _SHARES]
    counts = {_COUNTS[row["indicator_code"]]: int(row["value"]) for row in stated if row["indicator_code"] in _COUNTS}
    shares = {_SHARES[row["indicator_code"]]: float(row["value"]) for row in of_shares}
    decimals = {
        _SHARES[row["indicator_code"]]: 0 if pd.isna(row["decimals"]) else int(row["decimals"]) for row in of_shares
    }
    from_shares = []
    for row in of_shares:
        name = _SHARES[row["indicator_code"]]
        if pd.isna(row["denominator"]):
            continue
        number = _units_of_share(float(row["value"]), int(row["denominator"]), decimals[name])
        if name not in counts and number is not None:
            counts[name] = number
            from_shares.append(name)
    denominators = {int(row["denominator"]) for row in stated if pd.notna(row["denominator"])}
    total = denominators.pop() if len(denominators) == 1 else None
    if total is not None and sum(counts.values()) > total:
        total = None
    single = _single(part, cells)
    added = {name: n for name, n in single.items() if name not in counts}
    if counts and total is not None and sum(counts.values()) + sum(added.values()) > total:
        added = {}
    from_units = tuple(name for name in CLASSES if name in added)
    counts = {name: (counts | added)[name] for name in CLASSES if name in counts or name in added}
    if not counts and not shares:
        return None
    basis: TotalBasis = "stated" if total is not None else ""
    if total is None and counts and _adds_up(counts, shares, decimals, from_units):
        total, basis = sum(counts.values()), "inferred"
    elif total is None and counts and len(from_units) == len(counts):
        total, basis = len({cell["unit_id"] for cell in cells}), "listed"
    of_units = [cell["figure_id"] for cell in cells if cell["part"] == part and pd.notna(cell["level"])]
    return Composition(
        part=part,
        counts=counts,
        shares={name: shares[name] for name in CLASSES if name in shares},
        total=total,
        total_basis=basis,
        from_units=from_units,
        from_shares=tuple(from_shares),
        figure_ids=(*(row["figure_id"] for row in stated), *(of_units if from_units else [])),
    )


def _single(part: Part, cells: Sequence[Row]) -> dict[str, int]:
    """Single units by class, published levels only."""
    mine = [cell for cell in cells if cell["part"] == part]
    fit = [cell for cell in mine if cell["level_basis"] == "published" or cell["nothing"] == NOT_RANKED]
    names = [class_of(cell["level"], cell["nothing"]) for cell in fit]
    return {name: names.count(name) for name in CLASSES if name in names}


def _adds_up(
    counts: Mapping[str, int], shares: Mapping[str, float], decimals: Mapping[str, int], from_units: tuple[str, ...]
) -> bool:
    """Are the counts all units of the tier? When all five classes are counted; or when every count has a share that
    fits their sum, and the shares make 100. Counts of single units never prove that there are no others."""
    if from_units:
        return False
    total = sum(counts.values())
    if not total:
        return False
    fits = all(
        abs(100 * counts[name] / total - share) <= 0.5 * 10.0 ** -decimals[name] + 1e-9
        for name, share in shares.items()
        if name in counts
    )
    if set(counts) == set(CLASSES):
        return fits
    slack = sum(0.5 * 10.0 ** -decimals[name] for name in shares)
    return fits and set(shares) == set(counts) and len(shares) > 1 and abs(sum(shares.values()) - 100) <= slack + 1e-9


def _units_of_share(share: float, total: int, decimals: int) -> int | None:
    """The one number of units that a share of a total can mean, None when several or none round to it."""
    slack = 0.5 * 10.0**-decimals + 1e-9
    near = round(share * total / 100)
    fitting = [n for n in (near - 1, near, near + 1) if 0 <= n <= total and abs(100 * n / total - share) <= slack]
    return fitting[0] if len(fitting) == 1 else None


def _order(row: Row | None) -> float:
    """0 for level I to 3 for IV, 4 for not ranked, 5 for nothing stated."""
    if row is None:
        return 5.0
    name = class_of(row["level"], row["nothing"])
    return 5.0 if name is None else float(CLASSES.index(name))


@dataclass(frozen=True)
class Frame:
    """A criteria set on one tier: its row of `criteria_sets`, its rows of `criteria_groups` and of `level_rules`."""

    row: Mapping[str, object]
    groups: pd.DataFrame
    rules: pd.DataFrame

    @property
    def set_id(self) -> str:
        """The key of the set."""
        return str(self.row["set_id"])

    @property
    def tier(self) -> str:
        """Whom it assesses."""
        return str(self.row["tier"])

    @property
    def unit_id(self) -> str | None:
        """The province that issued it, None for a national set."""
        unit = self.row["unit_id"]
        return unit if isinstance(unit, str) else None

    @property
    def method_id(self) -> str | None:
        """The method version of its figures, None when the store has none."""
        method = self.row["method_id"]
        return method if isinstance(method, str) else None

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not known of it: any of maximum, groups, thresholds."""
        top = self.groups[self.groups["parent_code"].isna()]
        has_maximum = pd.notna(self.row["max_points"]) or (len(top) > 0 and bool(top["max_points"].notna().all()))
        lacking = {"maximum": not has_maximum, "groups": top.empty, "thresholds": self.rules.empty}
        return tuple(name for name, missing in lacking.items() if missing)


def frames(sets: pd.DataFrame, groups: pd.DataFrame, rules: pd.DataFrame) -> list[Frame]:
    """All criteria sets, one for each tier, in the order of `sets`; from the queries of those names."""
    found = []
    for row in sets.to_dict("records"):
        inside = [
            frame[(frame["set_id"] == row["set_id"]) & (frame["tier"] == row["tier"])] for frame in (groups, rules)
        ]
        found.append(Frame(row, inside[0].sort_values("sort_order"), inside[1].sort_values(["part", "sort_order"])))
    return found


def frames_of(
    known: Iterable[Frame], provinces: Iterable[str], tier: str, methods: Iterable[str | None]
) -> list[Frame]:
    """The sets that rule a tier of some provinces: those of the methods of its figures first, then the provinces'
    other sets, then the national frame of the tier that belongs to the e-government level."""
    wanted, named = set(provinces), [method for method in dict.fromkeys(methods) if method]
    ours = [one for one in known if one.tier == tier and one.row["family"] == "EGOV_LEVEL"]
    by_method = sorted(
        (one for one in ours if one.method_id in named), key=lambda one: named.index(one.method_id or "")
    )
    by_province = [one for one in ours if one.unit_id in wanted and one not in by_method]
    national = [one for one in ours if one.unit_id is None and one not in by_method]
    return [*by_method, *by_province, *national]
