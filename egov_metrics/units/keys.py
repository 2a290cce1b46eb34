"""What the key of a unit tells by itself: its level and its order of provinces (docs/developers/architecture.md)."""

from __future__ import annotations

_LEVELS = {"P": "province", "D": "district", "C": "commune", "A": "department", "R": "region"}


def level_of(unit_id: str) -> str:
    """The level of a unit, from the first letter of its key."""
    return _LEVELS.get(unit_id[0], "country")


def order_of(unit_id: str) -> str:
    """The part of a key before its first hyphen: P63 and P34 are the provinces before and since 1/7/2025."""
    return unit_id.partition("-")[0]
