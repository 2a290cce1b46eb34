"""Units through the reform of 2025: which provinces of today are the old ones with the same territory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from egov_metrics.units.keys import order_of

PRESENT_PROVINCES = 34


@dataclass(frozen=True)
class Succession:
    """The 63 provinces and the 34 that they became.

    `successor`: old key to present key; `members`: present key to the old ones, sorted; `region`: present key to its
    region. All 63 are in the first, all 34 in the second. `whole_since`: the first whole year in which one of the 63
    had its last extent, for those that another province joined before 2025 (Hà Nội, which Hà Tây joined in 2008).
    """

    successor: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    region: Mapping[str, str]
    whole_since: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Succession:
        """From the query `province_succession`; each old province went wholly into one present province."""
        earlier, frame = frame, _last_steps(frame)
        earlier = earlier[~earlier.index.isin(frame.index)]
        whole = frame[frame["extent"] == "whole"]
        successor = dict(zip(whole["predecessor_id"], whole["successor_id"], strict=True))
        members: dict[str, tuple[str, ...]] = {}
        for old, new in sorted(successor.items()):
            members[new] = (*members.get(new, ()), old)
        regions = frame.dropna(subset="successor_region_id")
        return cls(
            successor,
            members,
            dict(zip(regions["successor_id"], regions["successor_region_id"], strict=True)),
            {
                unit: day.year + ((day.month, day.day) != (1, 1))
                for unit, day in zip(earlier["successor_id"], pd.to_datetime(earlier["effective"]), strict=True)
            },
        )

    def present(self, unit_id: str) -> str:
        """The present province of a province old or present; any other key as it is."""
        return self.successor.get(unit_id, unit_id)

    def is_merged(self, unit_id: str) -> bool:
        """Is this a present province formed of several?"""
        return len(self.members.get(unit_id, ())) > 1


def unchanged(succession: pd.DataFrame) -> dict[str, str]:
    """Present province to old one, for those whose territory did not change (P34-14 to P63-14).

    `succession`: query `province_succession`. A merged province is not among them: its figures are never joined
    with those of a unit that bore its name.
    """
    steps = _last_steps(succession)
    same = steps[(steps["predecessors"] == 1) & (steps["extent"] == "whole")]
    return dict(zip(same["successor_id"], same["predecessor_id"], strict=True))


def _last_steps(succession: pd.DataFrame) -> pd.DataFrame:
    """The rows whose successor is there today: a province that ended before 2025 (Hà Tây) went into one of the 63."""
    return succession[~succession["successor_id"].isin(succession["predecessor_id"])]


def same_territory(unit_id: str, continuity: Mapping[str, str]) -> list[str]:
    """The keys under which one territory has figures: the unit and, if unchanged, the other one of its kind."""
    first = continuity.get(unit_id, unit_id)
    return [first, *(later for later, earlier in continuity.items() if earlier == first)]


def as_one(figures: pd.DataFrame, continuity: Mapping[str, str]) -> pd.DataFrame:
    """Figures with each unchanged province under its old key, so that one territory is one line.

    Returns a frame like `figures` (needs `unit_id`) with one more column, `order`: that of the key as stored, since a
    figure among 34 provinces stays one. Values, ranks and years are untouched.
    """
    return figures.assign(
        unit_id=figures["unit_id"].map(lambda unit: continuity.get(unit, unit)),
        order=figures["unit_id"].map(order_of),
    )
