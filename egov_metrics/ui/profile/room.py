"""Sharing the room that is left on the printed sheet: which lists get how many of their items."""

from __future__ import annotations

import math
from collections.abc import Sequence

COLUMNS = 2


def height(lines: Sequence[int]) -> int:
    """How many lines a list needs at most that runs in two columns and whose items, of so many lines, are not cut."""
    return math.ceil((sum(lines) + max(lines) - 1) / COLUMNS) if lines else 0


def shares(lists: Sequence[Sequence[int]], room: float, heading: float) -> list[int]:
    """How many items of each list are printed, from its beginning: one of each in turn, as long as there is room.

    `lists` are the lines of their items, `room` and `heading` (what a list costs before its first item: its title with
    the line that says how many more there are) are in lines. A list whose next item does not fit is closed; the others
    go on. What is taken never needs more than `room`.
    """
    taken = [0] * len(lists)
    is_open = [bool(one) for one in lists]
    while any(is_open):
        for place, one in enumerate(lists):
            if not is_open[place]:
                continue
            taken[place] += 1
            if _needed(lists, taken, heading) > room:
                taken[place] -= 1
                is_open[place] = False
            elif taken[place] == len(one):
                is_open[place] = False
    return taken


def _needed(lists: Sequence[Sequence[int]], taken: Sequence[int], heading: float) -> float:
    return sum(heading + height(one[:n]) for one, n in zip(lists, taken, strict=True) if n)
