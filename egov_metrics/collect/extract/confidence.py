"""How sure a proposal is: signs of how it was found, weighed by how often such proposals were right.

The weights are data (`data/lexicon/confidence.csv`): those of a logistic regression over the sample documents that rules
are written from, of "value and indicator are right" on the signs. `python -m benchmarks.confidence` fits them anew.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

HIGHEST, LOWEST = 0.99, 0.05


@dataclass(frozen=True, slots=True)
class How:
    """What is known of how a number was read, before it is weighed. `kind`: rank, score, level, count, percent, money,
    ratio ...; `score` and `margin`: of the fit and over the next best indicator; `reach`: how near the index stood."""

    kind: str
    score: float
    margin: float
    is_near: bool
    is_held: bool = False
    in_words: bool = False
    decimals: int = 0
    has_period: bool = False
    is_target: bool = False
    has_tier: bool = False
    is_named: bool = False
    is_part_score: bool = False


def signs(how: How) -> tuple[str, ...]:
    """The signs of a reading, sorted; every one of them has a weight."""
    found = [f"kind_{how.kind}"]
    if how.is_held:
        found.append("held")
    elif how.kind in ("rank", "score"):
        reach = how.score - 4
        found.append("index_near" if reach >= 2.5 else "index_passage" if reach >= 1.5 else "index_far")
    else:
        found.append("near" if how.is_near else "apart")
        found.append("clear" if how.margin >= 1.2 else "close" if how.margin < 0.5 else "fair")
        if how.score >= 4.5:
            found.append("strong")
        elif how.score < 2.4:
            found.append("weak")
    if how.kind == "score" and how.decimals >= 2:
        found.append("decimals")
    if how.is_part_score:
        found.append("part_score")
    for name in ("in_words", "has_period", "is_target", "has_tier", "is_named"):
        if getattr(how, name):
            found.append(name)
    return tuple(sorted(found))


def confidence(found: Collection[str], weights: Mapping[str, float]) -> float:
    """The share of proposals with such signs that were right, between `LOWEST` and `HIGHEST`, to two decimals.

    A sign without a weight counts nothing."""
    odds = weights.get("base", 0.0) + sum(weights.get(one, 0.0) for one in found)
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))))), 2)
