"""Keeping what is made once from an edition: by name and key, of each name those that were used last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

_NOTHING = object()


class Kept:
    """What was made, shared between threads. Nobody may change what is kept."""

    def __init__(self) -> None:
        self._made: dict[str, OrderedDict[Hashable, Any]] = {}
        self._making: dict[tuple[str, Hashable], Lock] = {}
        self._lock = Lock()

    def get(self, name: str, key: Hashable, make: Callable[[], T], most: int) -> T:
        """What `make` made for a name and key before, else what it makes now; of a name at most `most` are kept.

        Several who ask for the same at once wait for the first one's. What `make` raises is not kept. It may ask for
        other names or keys, never for its own.
        """
        found = self._kept(name, key)
        if found is not _NOTHING:
            return found
        with self._lock:
            making = self._making.setdefault((name, key), Lock())
        with making:
            found = self._kept(name, key)
            if found is not _NOTHING:
                return found
            try:
                made = make()
                self._keep(name, key, made, most)
            finally:
                with self._lock:
                    self._making.pop((name, key), None)
        return made

    def _kept(self, name: str, key: Hashable) -> Any:
        with self._lock:
            room = self._made.get(name)
            if room is None or key not in room:
                return _NOTHING
            room.move_to_end(key)
            return room[key]

    def _keep(self, name: str, key: Hashable, made: object, most: int) -> None:
        with self._lock:
            room = self._made.setdefault(name, OrderedDict())
            room[key] = made
            while len(room) > most:
                room.popitem(last=False)
