"""How a source is called in a line of text: by its title where readers can read it."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import name

FOREIGN = 0.25
"""From this share of letters of other scripts on, a title is no name that a reader knows the source by; many machines
have no font for it either, so that boxes would stand there. A sign of such a script says more than a Latin letter."""


@lru_cache(maxsize=4096)  # a chart names the source of each of its points
def is_foreign(title: str) -> bool:
    """Is a good part of a title written in another script than the Latin one (Chinese, Lao, Korean ...)?"""
    letters = [one for one in title if one.isalpha()]
    other = sum(not name(one, "").startswith("LATIN") for one in letters)
    return other > FOREIGN * len(letters)


def source_name(title: str, producer: object) -> str:
    """The title; of one in another script the producer, where known. The whole title stands on the sources page."""
    return producer if isinstance(producer, str) and producer and is_foreign(title) else title
