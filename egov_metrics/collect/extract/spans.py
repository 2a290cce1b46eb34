"""Things that stand at places of a text, ready to be asked for by place: long documents have thousands of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Placed(Generic[T]):
    """A sequence in order of place; `start` says where one begins."""

    def __init__(self, items: Sequence[T], start: Callable[[T], int]) -> None:
        self._items = sorted(items, key=start)
        self._starts = [start(one) for one in self._items]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def between(self, low: int, high: int) -> list[T]:
        """Those that begin at `low` or later and before `high`, in order."""
        return self._items[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def before(self, high: int) -> Iterator[T]:
        """Those that begin before `high`, the nearest first."""
        for place in range(bisect_left(self._starts, high) - 1, -1, -1):
            yield self._items[place]
