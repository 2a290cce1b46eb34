"""Figures of the 34 provinces of today, worked out from those of the 63 they were formed of, by a named rule.

What a publisher states for a present province is kept; what nobody published is marked recomputed, with the provinces
it is of. Precedent of the plain mean: DTI 2024, which its publisher worked out so for the merged provinces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from egov_metrics.analysis.position import shared_ranks
from egov_metrics.analysis.territory import Succession

Rule = Literal["mean", "weighted"]
RULES: tuple[Rule, ...] = ("mean", "weighted")
Reason = Literal["missing", "no_values", "methods", "not_exact", "not_averaged", "no_weights"]
AVERAGED = ("points", "percent", "per_100")
"""Units of indicators of which a mean has a meaning. Counts and sums of money would add up, levels have no distance."""
ADDED = ("stored_id", "members", "missing_members", "rule", "published_rank", "published_rank_of")
"""The columns that `recompute` adds to those of the query `figures_of_indicator`."""


@dataclass(frozen=True)
class Refusal:
    """Why a present province has no recomputed value in a year.

    `missing`: not all members have a value (those that lack it are in `missing_members`); `no_values`: no member has a
    value (they may have ranks, which are not averaged); `methods`: members were measured in different ways;
    `not_exact`: a member's value is not published as such or is only a bound; `not_averaged`: a mean of this indicator
    has no meaning; `no_weights`: a member has no weight.
    """

    unit_id: str
    year: int
    reason: Reason
    members: tuple[str, ...]
    missing_members: tuple[str, ...]


@dataclass(frozen=True)
class Recomputed:
    """`figures`: one row for a present province and year, by year and key; `refused`: what was not worked out."""

    figures: pd.DataFrame
    refused: tuple[Refusal, ...]


def recompute(
    figures: pd.DataFrame,
    succession: Succession,
    indicator: Mapping[str, Any],
    *,
    rule: Rule = "mean",
    weights: Mapping[str, float] | None = None,
    partial: bool = False,
) -> Recomputed:
    """The figures of one indicator for the 34 provinces since 1/7/2025.

    `figures`: query `figures_of_indicator` of level province (63 and 34 mixed as they are stored, one row a unit and
    year). `indicator`: its row of the catalogue (`unit`, `direction`). `weights`: a positive number for each old
    province (unit_id), for the rule `weighted`. `partial` accepts values from fewer than all members.

    A province whose territory did not change keeps its published figure under its present key. For a merged one the
    members' published, exact values of one method version are averaged; if that cannot be, there is no row but a
    `Refusal`. A figure that a publisher states for the present province itself always wins.

    Ranks: in a year in which the publisher ranked present provinces, only its ranks are kept. In any other year they
    are recomputed among the values of one method version (ties share and skip), `rank_of` is how many those are,
    `rank_basis` is "recomputed", and what the publisher said of an unchanged province among the 63 stands in
    `published_rank` and `published_rank_of`. Raises ValueError for an unknown rule.
    """
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: expected one of {', '.join(RULES)}")
    stored: dict[tuple[str, int], dict] = {}
    parts: dict[tuple[str, int], list[dict]] = defaultdict(list)
    rows = figures[figures["year"].notna()].to_dict("records")
    for row in rows:
        successor = succession.successor.get(row["unit_id"])
        if successor is None:
            stored[(row["unit_id"], int(row["year"]))] = row
        else:
            parts[(successor, int(row["year"]))].append(row)
    made: list[dict] = []
    refused: list[Refusal] = []
    for key in sorted(stored.keys() | parts.keys(), key=lambda key: (key[1], key[0])):
        unit_id, year = key
        members = succession.members.get(unit_id, ())
        if key in stored:
            made.append(_kept(stored[key], unit_id, succession))
        elif len(members) == 1:
            made.append(_kept(parts[key][0], unit_id, succession))
        else:
            answer = _joined(parts[key], unit_id, year, members, indicator, rule, weights or {}, partial)
            if isinstance(answer, Refusal):
                refused.append(answer)
            else:
                made.append({**answer, "region_id": succession.region.get(unit_id)})
    columns = [*figures.columns, *(name for name in ADDED if name not in figures.columns)]
    found = pd.DataFrame(made, columns=columns)
    return Recomputed(
        _ranked(found.astype({"year": figures["year"].dtype}), str(indicator["direction"])), tuple(refused)
    )


def _kept(row: dict, unit_id: str, succession: Succession) -> dict:
    """A published figure under the present key."""
    return {
        **row,
        "unit_id": unit_id,
        "region_id": succession.region.get(unit_id, row.get("region_id")),
        "stored_id": row["unit_id"],
        "members": (),
        "missing_members": (),
        "rule": None,
        "published_rank": row["rank"],
        "published_rank_of": row["rank_of"],
    }


def _joined(
    rows: Sequence[dict],
    unit_id: str,
    year: int,
    members: tuple[str, ...],
    indicator: Mapping[str, Any],
    rule: Rule,
    weights: Mapping[str, float],
    partial: bool,
) -> dict | Refusal:
    """One recomputed row of a merged province, or why there is none."""
    with_value = [row for row in rows if pd.notna(row["value"])]
    usable = [row for row in with_value if row["value_basis"] == "published" and row["qualifier"] == "exact"]
    having = tuple(sorted(row["unit_id"] for row in usable))
    missing = tuple(member for member in members if member not in having)

    def refuse(reason: Reason) -> Refusal:
        return Refusal(unit_id, year, reason, having, missing)

    if indicator["unit"] not in AVERAGED:
        return refuse("not_averaged")
    if not with_value:
        return refuse("no_values")
    if len({_known(row["method_id"]) for row in usable}) > 1:
        return refuse("methods")
    if not usable or (missing and not partial):
        return refuse("not_exact" if len(usable) < len(with_value) else "missing")
    if rule == "weighted" and not all(weights.get(member, 0) > 0 for member in having):
        return refuse("no_weights")
    loads = [weights[row["unit_id"]] if rule == "weighted" else 1.0 for row in usable]
    values = [float(row["value"]) for row in usable]
    mean = sum(value * load for value, load in zip(values, loads, strict=True)) / sum(loads)
    decimals = [row["decimals"] for row in usable if pd.notna(row["decimals"])]
    return {
        **usable[0],
        **_without_publisher(usable),
        "unit_id": unit_id,
        # Rounding of binary arithmetic must not carry a mean past its members.
        "value": min(max(mean, min(values)), max(values)),
        "decimals": max(decimals, default=None),
        "value_basis": "recomputed",
        "stored_id": unit_id,
        "members": having,
        "missing_members": missing,
        "rule": rule,
    }


def _without_publisher(rows: Sequence[dict]) -> dict[str, Any]:
    """What a recomputed row must not inherit from its first member, and the sources of all of them."""
    cleared: dict[str, Any] = dict.fromkeys(
        (
            "figure_id", "parent_id", "rank", "rank_of", "rank_basis", "rank_reason", "rank_source_id",
            "rank_source_title", "rank_source_producer", "rank_source_url", "rank_published", "nothing",
            "denominator", "value_reason", "published_rank", "published_rank_of",
        )
    )  # fmt: skip
    present = {name: None for name in cleared if name in rows[0] or name.startswith("published_rank")}
    titles = dict.fromkeys(row["source_title"] for row in rows if isinstance(row.get("source_title"), str))
    spread: dict[str, Any] = {"conflict": any(bool(row.get("conflict")) for row in rows)}
    if titles:
        spread["source_title"] = "; ".join(titles)
    if len(titles) > 1:  # several sources: none of their addresses stands for all
        spread |= {name: None for name in ("source_url", "published", "source_producer") if name in rows[0]}
    return {**present, **spread}


def _known(method_id: object) -> object:
    return method_id if isinstance(method_id, str) else None


def _ranked(figures: pd.DataFrame, direction: str) -> pd.DataFrame:
    """Ranks as `recompute` promises."""
    if figures.empty:
        return figures
    own = figures["stored_id"].astype(str).str.startswith("P34-")
    published_years = set(figures.loc[own & figures["rank"].notna(), "year"])
    by_publisher = figures["year"].isin(published_years)
    ranks = pd.Series(pd.NA, index=figures.index, dtype="Int64")
    counts = pd.Series(pd.NA, index=figures.index, dtype="Int64")
    ranks[by_publisher & own] = figures.loc[by_publisher & own, "rank"].astype("Int64")
    counts[by_publisher & own] = figures.loc[by_publisher & own, "rank_of"].astype("Int64")
    bases = figures["rank_basis"].where(by_publisher & own, None).astype(object)
    if direction in ("higher", "lower"):
        fit = ~by_publisher & figures["value"].notna() & figures["value_basis"].isin(("published", "recomputed"))
        fit &= figures["qualifier"] == "exact"
        methods = figures["method_id"].fillna("")
        for _, group in figures[fit].groupby(["year", methods[fit]]):
            if len(group) > 1:
                ranks[group.index] = shared_ranks(group["value"].astype(float), direction)
                counts[group.index] = len(group)
                bases[group.index] = "recomputed"
    return figures.assign(
        rank=ranks.astype("Float64").astype("float64"), rank_of=counts.astype("Float64").astype("float64"),
        rank_basis=bases.where(bases.notna(), None),
    )  # fmt: skip
