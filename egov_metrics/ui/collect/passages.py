"""The text of a document as the desk shows it: only the surroundings of some passages, cut into pieces that carry the
numbers of the items that stand in them. Pure functions on offsets."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AROUND = 500
"""Characters shown before and behind a passage, up to the line's end."""
LONGEST_LINE = 1200
"""How far the end of a line is looked for."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of text without a boundary inside. `items`: places of the items whose number it is part of."""

    start: int
    text: str
    items: tuple[int, ...] = ()


@dataclass(frozen=True)
class Block:
    """Shown text, in pieces, or (`gap`) a stretch that is left out."""

    pieces: tuple[Piece, ...] = ()
    gap: Span | None = None


def shown(text: str, passages: Iterable[Span], around: int = AROUND) -> list[Span]:
    """Which stretches of a text are shown: each passage with its surroundings, to whole lines; in order, apart."""
    found: list[Span] = []
    for start, end in sorted(passages):
        first = text.rfind("\n", max(0, start - around - LONGEST_LINE), max(0, start - around)) + 1
        if not first and start - around > 0:
            first = start - around
        last = text.find("\n", min(len(text), end + around), end + around + LONGEST_LINE)
        stop = last if last >= 0 else min(len(text), end + around)
        found.append((first, stop))
    return merged(found)


def blocks(text: str, stretches: Sequence[Span], passages: Sequence[Span], numbers: Sequence[Span]) -> list[Block]:
    """The stretches in pieces, with the gaps between them. `passages` and `numbers` are those of the items in order:
    a piece ends wherever one of them begins or ends."""
    cuts = sorted({place for span in (*passages, *numbers) for place in span})
    found: list[Block] = []
    at = 0
    for start, end in stretches:
        if text[at:start].strip():
            found.append(Block(gap=(at, start)))
        inside = cuts[bisect.bisect_right(cuts, start) : bisect.bisect_left(cuts, end)]
        edges = [start, *inside, end]
        near = [(place, low, high) for place, (low, high) in enumerate(numbers) if low < end and start < high]
        pieces = []
        for first, last in zip(edges, edges[1:], strict=False):
            items = tuple(place for place, low, high in near if low <= first and last <= high)
            pieces.append(Piece(first, text[first:last], items))
        found.append(Block(tuple(piece for piece in pieces if piece.text)))
        at = end
    if text[at:].strip():
        found.append(Block(gap=(at, len(text))))
    return found


def merged(stretches: Iterable[Span]) -> list[Span]:
    """Stretches in order, those that touch or overlap as one."""
    found: list[Span] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
