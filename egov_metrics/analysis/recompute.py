"""Figures of the 34 provinces of today, worked out from those of the 63 they were formed of, by a named rule.

What a publisher states for a present province is kept; what nobody published is marked recomputed, with the provinces
it is of. Precedent of the plain mean: DTI 2024, which its publisher worked out so for the merged provinces.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pandas as pd

from egov_metrics.analysis.frames import records
from egov_metrics.analysis.position import shared_ranks
from egov_metrics.analysis.territory import Succession

Rule = Literal["mean", "weighted"]
RULES: tuple[Rule, ...] = ("mean", "weighted")
Reason = Literal["missing", "no_values", "methods", "periods", "not_exact", "not_averaged", "no_weights", "territory"]
REASONS: tuple[Reason, ...] = get_args(Reason)
Cause = Literal["no_figure", "rank_only", "not_published", "bound"]
"""Why a member has no value that can be used: it has no figure at all, only a rank, only a value that was not published
as such, or only a bound or an approximate value."""
AVERAGED = ("points", "percent", "per_100")
"""Units of indicators of which a mean has a meaning. Counts and sums of money would add up, levels have no distance."""
ADDED = ("stored_id", "members", "missing_members", "rule", "published_rank", "published_rank_of")
"""The columns that `recompute` adds to those of the query `figures_of_indicator`."""


_OF_FIGURE = ("figure_id", "parent_id", "nothing", "denominator", "value_reason")
_OF_RANK = ("rank", "rank_of", "rank_basis", "rank_reason", "distinct_ranks")
_OF_RANK_SOURCE = ("rank_source_id", "rank_source_title", "rank_source_producer", "rank_source_url", "rank_published")
_OF_SOURCE = ("source_id", "source_producer", "source_url", "published")


@dataclass(frozen=True)
class Refusal:
    """Why a present province has no recomputed value in a year.

    `missing`: not all members have a value; `no_values`: no member has a value (they may have ranks, which are not
    averaged); `methods`: members were measured in different ways; `periods`: their figures are of different dates of
    the year; `not_exact`: a member's value is not published as such or is only a bound; `not_averaged`: a mean of this
    indicator has no meaning; `no_weights`: a member has no weight; `territory`: in that year another province had not
    yet joined the one named in `missing_members`. `members` are those with a value that can be used,
    `missing_members` all others, and `causes` says of each of these why (empty where the reason is about all of them).
    """

    unit_id: str
    year: int
    reason: Reason
    members: tuple[str, ...]
    missing_members: tuple[str, ...]
    causes: tuple[Cause, ...] = ()


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
    `Refusal`. What a publisher states for the present province itself always wins. A value from fewer than all members
    is only about that of the province: its `qualifier` is "approx". Units that are neither one of the 63 nor of the 34
    are left out. Recomputed values are not rounded: `decimals` says how many to show.

    Ranks: in a year in which the publisher ranked present provinces, only its ranks are kept. In any other year they
    are recomputed among the exact values of one method version and date (ties share and skip), `rank_of` is how many
    those are, `rank_basis` is "recomputed", and what the publisher said of an unchanged province among the 63 stands in
    `published_rank` and `published_rank_of`. Raises ValueError for an unknown rule.
    """
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: expected one of {', '.join(RULES)}")
    stored: dict[tuple[str, int], dict] = {}
    parts: dict[tuple[str, int], list[dict]] = defaultdict(list)
    smaller: dict[tuple[str, int], list[str]] = defaultdict(list)
    rows = records(figures[figures["year"].notna()])
    for row in rows:
        successor = succession.successor.get(row["unit_id"])
        if successor is not None and int(row["year"]) < succession.whole_since.get(row["unit_id"], 0):
            smaller[(successor, int(row["year"]))].append(row["unit_id"])
        elif successor is not None:
            parts[(successor, int(row["year"]))].append(row)
        elif row["unit_id"] in succession.members:
            stored[(row["unit_id"], int(row["year"]))] = row
    made: list[dict] = []
    refused: list[Refusal] = []
    for key in sorted(stored.keys() | parts.keys() | smaller.keys(), key=lambda key: (key[1], key[0])):
        unit_id, year = key
        members = succession.members.get(unit_id, ())
        if key in stored:
            made.append(_kept(stored[key], unit_id, succession))
        elif key in smaller:
            refused.append(Refusal(unit_id, year, "territory", (), tuple(smaller[key])))
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
    of_member = {row["unit_id"]: row for row in rows}
    missing = tuple(member for member in members if member not in having)

    def refuse(reason: Reason) -> Refusal:
        causes = (
            tuple(_cause(of_member.get(member)) for member in missing) if reason in ("missing", "not_exact") else ()
        )
        return Refusal(unit_id, year, reason, having, missing, causes)

    if indicator["unit"] not in AVERAGED:
        return refuse("not_averaged")
    if not with_value:
        return refuse("no_values")
    if len({_known(row["method_id"]) for row in usable}) > 1:
        return refuse("methods")
    if len({_day(row.get("period_end")) for row in usable}) > 1:
        return refuse("periods")
    if not usable or (missing and not partial):
        return refuse("not_exact" if len(usable) < len(with_value) else "missing")
    loads = [weights.get(member, 0.0) if rule == "weighted" else 1.0 for member in having]
    if not all(load > 0 and math.isfinite(load) for load in loads):
        return refuse("no_weights")
    usable.sort(key=lambda row: row["unit_id"])  # the order of `having`
    values = [float(row["value"]) for row in usable]
    decimals = [row["decimals"] for row in usable if pd.notna(row["decimals"])]
    return {
        **usable[0],
        **_without_publisher(usable),
        "unit_id": unit_id,
        "value": _mean(values, loads),
        "qualifier": "approx" if missing else "exact",
        "decimals": max(decimals, default=None),
        "value_basis": "recomputed",
        "stored_id": unit_id,
        "members": having,
        "missing_members": missing,
        "rule": rule,
    }


def _cause(row: dict | None) -> Cause:
    if row is None or (pd.isna(row["value"]) and pd.isna(row["rank"])):
        return "no_figure"
    if pd.isna(row["value"]):
        return "rank_only"
    return "bound" if row["value_basis"] == "published" else "not_published"


def _mean(values: Sequence[float], loads: Sequence[float]) -> float:
    """The weighted mean; rounding of binary arithmetic neither carries it past its members nor parts two equal ones."""
    largest = max(loads)  # weights may be as large as floats get
    shares = [load / largest for load in loads]
    mean = sum(value * share for value, share in zip(values, shares, strict=True)) / sum(shares)
    return min(max(round(mean, 10), min(values)), max(values))


def _without_publisher(rows: Sequence[dict]) -> dict[str, Any]:
    """What a recomputed row must not inherit from its first member alone."""
    first = rows[0]
    cleared: dict[str, Any] = {name: None for name in (*_OF_FIGURE, *_OF_RANK, *_OF_RANK_SOURCE) if name in first}
    cleared |= {"published_rank": None, "published_rank_of": None}
    if "distinct_values" in first:
        cleared["distinct_values"] = max(int(row["distinct_values"]) for row in rows)
    if "observations" in first:
        cleared["observations"] = sum(int(row["observations"]) for row in rows)
    unsure = [row["period_basis"] for row in rows if row.get("period_basis") not in (None, "stated")]
    if unsure:
        cleared["period_basis"] = unsure[0]
    titles = dict.fromkeys(row["source_title"] for row in rows if isinstance(row.get("source_title"), str))
    if titles:
        cleared["source_title"] = "; ".join(titles)
    if len(titles) > 1:  # several sources: none of their addresses stands for all
        cleared |= {name: None for name in _OF_SOURCE if name in first}
    return cleared


def _known(method_id: object) -> object:
    return method_id if isinstance(method_id, str) else None


def _day(moment: object) -> object:
    return None if moment is None or pd.isna(moment) else moment


def _ranked(figures: pd.DataFrame, direction: str) -> pd.DataFrame:
    """Ranks as `recompute` promises; a rank of ours has neither source nor reason nor statements that disagree."""
    if figures.empty:
        return figures
    own = figures["stored_id"].astype(str).str.startswith("P34-")
    published = own & figures["rank"].notna() & (figures["rank_basis"] == "published")
    by_publisher = figures["year"].isin(set(figures.loc[published, "year"]))
    kept = by_publisher & own
    ranks = figures["rank"].where(kept).astype("Float64")
    counts = figures["rank_of"].where(kept).astype("Float64")
    bases = figures["rank_basis"].astype(object).where(kept, None)
    if direction in ("higher", "lower"):
        fit = ~by_publisher & figures["value"].notna() & figures["value_basis"].isin(("published", "recomputed"))
        fit &= figures["qualifier"] == "exact"
        alike = ["year", figures["method_id"].map(lambda method: _known(method) or "")]
        alike += [figures["period_end"].astype("datetime64[s]")] if "period_end" in figures else []
        for _, group in figures[fit].groupby(alike, dropna=False):
            if len(group) > 1:
                ranks[group.index] = shared_ranks(group["value"].astype(float), direction).astype("Float64")
                counts[group.index] = len(group)
                bases[group.index] = "recomputed"
    ranked = figures.assign(
        rank=ranks.astype("float64"), rank_of=counts.astype("float64"), rank_basis=bases.where(bases.notna(), None)
    )
    names = [name for name in ("rank_reason", *_OF_RANK_SOURCE) if name in figures]
    for name in names:
        ranked[name] = ranked[name].where(kept)
    if "distinct_ranks" in figures:
        ranked["distinct_ranks"] = ranked["distinct_ranks"].where(kept, 0)
        ranked["conflict"] = (ranked["distinct_values"] > 1) | (ranked["distinct_ranks"] > 1)
    return ranked
