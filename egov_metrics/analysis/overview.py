"""What a leader needs of one unit in ten seconds: headline, tiles, what rose and fell, what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from egov_metrics.analysis.change import Change, Rows, latest_change_of, newest_of, yearly
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.frames import records

EGOV_FAMILY = "EGOV_LEVEL"
FRESH_YEARS = 3
UNREAD = ("value_observation_id", "rank_observation_id", "value_source_id", "rank_source_id", "value_reason",
          "rank_reason", "observations", "period_start")  # fmt: skip
"""Columns of `figures_of_unit` that no tile, line or strip reads."""
TIERS = ("departments", "districts", "communes")
LEVEL_CODES = {
    "I": "egov_level1_units",
    "II": "egov_level2_units",
    "III": "egov_level3_units",
    "IV": "egov_level4_units",
    "not_ranked": "egov_unranked_units",
}
LEVEL_SHARES = {mark: code.replace("_units", "_share") for mark, code in LEVEL_CODES.items()}


@dataclass(frozen=True)
class Tile:
    """One index of a unit. `figure` is the row shown (None: no figure), `rows` all its years in
    order of time, `newest_anywhere` the newest year that any unit of the level has."""

    indicator: dict
    figure: dict | None
    rows: Rows
    change: Change | None
    newest_anywhere: int | None
    units_newest: int

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator["indicator_code"]

    @property
    def year(self) -> int | None:
        """The year of the figure shown."""
        return None if self.figure is None else int(self.figure["year"])

    @property
    def years_behind(self) -> int:
        """How many years the figure shown is older than the newest that others have."""
        if self.year is None or self.newest_anywhere is None:
            return 0
        return max(0, self.newest_anywhere - self.year)


@dataclass(frozen=True)
class Movement:
    """An index that rose or fell. `measure` says by what: `rank` (places) or `value` (like for like only)."""

    tile: Tile
    measure: Literal["rank", "value"]
    amount: float

    @property
    def rose(self) -> bool:
        """True for the better: places gained, or the value moved in the good direction."""
        return self.amount > 0


@dataclass(frozen=True)
class TierLevels:
    """The e-government levels of a tier of a unit: `counts` by mark (I, II, III, IV, not_ranked), what is stated
    only; `shares` likewise in percent; `of` the number of units in the tier where the source states it."""

    scope: str
    year: int
    period_basis: str
    method_id: str | None
    counts: dict[str, int]
    shares: dict[str, float]
    of: int | None
    figure_ids: tuple[str, ...]

    @property
    def summed(self) -> int | None:
        """The number of units where no source states it but the counts of all classes are stated: their sum."""
        return sum(self.counts.values()) if self.of is None and set(self.counts) == set(LEVEL_CODES) else None


@dataclass(frozen=True)
class OwnLevel:
    """What is known of the unit's own e-government level: rows of egov_level, readiness, result, local score.

    `rows` are of the newest year; where that has points and no level, `earlier` are the rows of the newest year before
    it that has one (else no row): the level stays worth telling.
    """

    year: int
    rows: pd.DataFrame
    earlier: pd.DataFrame


@dataclass(frozen=True)
class Overview:
    """All of it. `tiles` are in the order of the catalogue, those with a figure and those without; `facts` are the
    figures of other indicators (from documents), newest first."""

    tiles: list[Tile]
    movements: list[Movement]
    tiers: list[TierLevels]
    own_level: OwnLevel | None
    facts: pd.DataFrame
    newest_year: int | None

    @property
    def lead(self) -> Tile | None:
        """The tile that the headline is about: the first index with a published figure that is not old, else any.

        Old is what lies more than `FRESH_YEARS` before the newest of the unit's indices: nobody should be told a figure
        of nine years ago while one of last year stands beside it.
        """
        stated = [tile for tile in self.tiles if tile.figure is not None]
        newest_year = max((tile.year or 0 for tile in stated), default=0)
        stated = [tile for tile in stated if (tile.year or 0) >= newest_year - FRESH_YEARS]
        published = [
            tile
            for tile in stated
            if tile.figure and "published" in (tile.figure["value_basis"], tile.figure["rank_basis"])
        ]
        return next(iter(published or stated), None)

    @property
    def rose(self) -> list[Movement]:
        """Movements for the better, greatest first."""
        return sorted((m for m in self.movements if m.rose), key=lambda m: -m.amount)

    @property
    def fell(self) -> list[Movement]:
        """Movements for the worse, greatest first."""
        return sorted((m for m in self.movements if not m.rose), key=lambda m: m.amount)

    @property
    def missing(self) -> list[Tile]:
        """Indices that units of this level have and this one has not."""
        return [tile for tile in self.tiles if tile.figure is None]

    @property
    def stale(self) -> list[Tile]:
        """Indices whose newest figure is older than what others have, oldest first."""
        return sorted((t for t in self.tiles if t.years_behind > 0), key=lambda t: -t.years_behind)


def overview(
    level: str,
    figures: pd.DataFrame,
    indicators: pd.DataFrame,
    coverage: pd.DataFrame,
    methods: Methods,
    since: int | None = None,
) -> Overview:
    """The overview of one unit of a `level`, from queries `figures_of_unit`, `indicators` and `coverage`.

    `since` is the first year in which the unit existed, where known: what others have from before is not missing.
    """
    of_level = coverage[coverage["level"] == level].sort_values("year").drop_duplicates("indicator_code", keep="last")
    if since is not None:
        of_level = of_level[of_level["year"] >= since]
    years = dict(zip(of_level["indicator_code"], of_level["year"], strict=True))
    units = dict(zip(of_level["indicator_code"], of_level["units"], strict=True))
    headline = indicators[indicators["is_headline"].fillna(False) & (indicators["family"] != EGOV_FAMILY)]
    tiles = []
    # Taking rows out of a frame costs by the column: what only the sources page reads stays behind.
    own = yearly(figures.loc[figures["indicator_code"].isin(headline["indicator_code"]), _read_of(figures)])
    rows_of: dict[str, list[dict]] = defaultdict(list)
    for row in records(own):  # once for all tiles: a frame for every question costs most
        rows_of[row["indicator_code"]].append(row)
    for indicator in records(headline):
        code = indicator["indicator_code"]
        rows = rows_of[code]
        figure = newest_of(rows)
        if figure is None and code not in units:
            continue
        tiles.append(
            Tile(
                indicator=indicator,
                figure=figure,
                rows=rows,
                change=latest_change_of(rows, methods),
                newest_anywhere=years.get(code),
                units_newest=int(units.get(code, 0)),
            )
        )
    stated = figures[figures["year"].notna() & ~figures["is_target"].astype(bool)]
    return Overview(
        tiles=tiles,
        movements=[movement for tile in tiles if (movement := _movement(tile)) is not None],
        tiers=tier_levels(figures),
        own_level=_own_level(figures),
        facts=_facts(figures, indicators, headline),
        newest_year=int(stated["year"].max()) if len(stated) else None,
    )


def _read_of(figures: pd.DataFrame) -> list[str]:
    return [name for name in figures.columns if name not in UNREAD]


def _facts(figures: pd.DataFrame, indicators: pd.DataFrame, headline: pd.DataFrame) -> pd.DataFrame:
    """Figures of topics (dossiers, online services, mailboxes ...), targets among them, newest first."""
    columns = (indicators[name].tolist() for name in ("indicator_code", "topic", "family"))
    topics = {
        code
        for code, topic, family in zip(*columns, strict=True)
        if topic != "composite_index" and family != EGOV_FAMILY
    }
    rows = figures[figures["indicator_code"].isin(topics - set(headline["indicator_code"]))]
    if rows.empty:
        return rows
    order = dict(zip(indicators["indicator_code"], range(len(indicators)), strict=True))
    return rows.assign(_order=rows["indicator_code"].map(order)).sort_values(
        ["year", "_order", "scope"], ascending=[False, True, False], na_position="last"
    )


def _movement(tile: Tile) -> Movement | None:
    """Places first, since ranks are what is judged; the value only like for like; nothing for no movement."""
    change = tile.change
    if change is None:
        return None
    if change.places:
        return Movement(tile, "rank", change.places)
    if change.places is None and change.shown_value and tile.indicator["direction"] != "neutral":
        sign = -1 if tile.indicator["direction"] == "lower" else 1
        return Movement(tile, "value", sign * change.shown_value)
    return None


def tier_levels(figures: pd.DataFrame) -> list[TierLevels]:
    """E-government levels by tier and year, newest year of each tier only; plans and what no source states stay out.

    `figures`: query `figures_of_unit` of the unit whose tiers are meant.
    """
    found = []
    codes = {code: mark for mark, code in LEVEL_CODES.items()}
    shares = {code: mark for mark, code in LEVEL_SHARES.items()}
    of_levels = figures["indicator_code"].isin([*codes, *shares])
    if not of_levels.any():  # most units have none
        return []
    relevant = figures[
        of_levels
        & figures["value"].notna()
        & figures["year"].notna()
        & ~figures["is_target"].astype(bool)
        & figures["is_latest_in_year"].astype(bool)
    ]
    for scope in TIERS:
        rows = relevant[relevant["scope"] == scope]
        if rows.empty:
            continue
        rows = rows[rows["year"] == rows["year"].max()]
        denominators = rows["denominator"].dropna()
        first = rows.iloc[0]
        found.append(
            TierLevels(
                scope=scope,
                year=int(first["year"]),
                period_basis=str(first["period_basis"]),
                method_id=first["method_id"] if isinstance(first["method_id"], str) else None,
                counts={codes[r.indicator_code]: int(r.value) for r in rows.itertuples() if r.indicator_code in codes},
                shares={
                    shares[r.indicator_code]: float(r.value) for r in rows.itertuples() if r.indicator_code in shares
                },
                of=int(denominators.iloc[0]) if len(denominators) else None,
                figure_ids=tuple(rows["figure_id"]),
            )
        )
    return found


OWN_CODES = (
    "egov_level", "egov_readiness_level", "egov_result_level", "egov_local_score", "egov_readiness_score",
    "egov_result_score", "egov_readiness_rate", "egov_result_rate", "egov_readiness_score_raw", "egov_result_score_raw",
)  # fmt: skip


OWN_LEVELS = OWN_CODES[:3]


def _own_level(figures: pd.DataFrame) -> OwnLevel | None:
    of_level = figures["indicator_code"].isin(OWN_CODES)
    if not of_level.any():
        return None
    rows = figures[
        of_level & (figures["scope"] == "self") & figures["year"].notna() & ~figures["is_target"].astype(bool)
    ]
    if rows.empty:
        return None
    order = {code: place for place, code in enumerate(OWN_CODES)}
    rows = rows.sort_values("indicator_code", key=lambda codes: codes.map(order))
    year = int(rows["year"].max())
    levels = rows[rows["indicator_code"].isin(OWN_LEVELS) & rows["value"].notna()]
    earlier = levels.iloc[:0] if (levels["year"] == year).any() else levels[levels["year"] == levels["year"].max()]
    return OwnLevel(year, rows[rows["year"] == year], earlier)
