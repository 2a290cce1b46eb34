"""Lines of a PDF's page: their places, and the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass, replace

_MOST_RUNS = 300
"""Runs of lines beyond which a page is simply sorted from above."""
_TOUCH = 3.0
"""Points by which the boxes of neighbouring lines may overlap."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line between wide gaps."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page; lengths in points, y upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    pieces: tuple[Piece, ...] = ()

    @property
    def height(self) -> float:
        """Never 0."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True)
class Page:
    """The lines of a page in reading order."""

    width: float
    height: float
    lines: list[PrintedLine]


def order(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Lines in reading order: as they were drawn, but what was drawn later and stands above is read before.

    Lines drawn downwards are a run. A run above an earlier one, in the same column, goes before it (a running head
    that was drawn last, a page drawn from below); one that stands beside it is the next column, and stays behind.
    """
    runs: list[list[PrintedLine]] = []
    for line in lines:
        if runs and line.bottom <= runs[-1][-1].top:
            runs[-1].append(line)
        else:
            runs.append([line])
    if len(runs) > _MOST_RUNS:
        return sorted(lines, key=lambda line: (-line.bottom, line.left))
    placed: list[tuple[_Extent, list[PrintedLine]]] = []
    for run in runs:
        extent = _Extent(run)
        place = next((n for n, (other, _) in enumerate(placed) if extent.is_above(other)), len(placed))
        placed.insert(place, (extent, run))
    return [line for _, run in placed for line in run]


class _Extent:
    """The rectangle around a run."""

    def __init__(self, run: list[PrintedLine]) -> None:
        self.left = min(line.left for line in run)
        self.bottom = min(line.bottom for line in run)
        self.right = max(line.right for line in run)
        self.top = max(line.top for line in run)

    def is_above(self, other: _Extent) -> bool:
        """Does it stand wholly above the other, and not only beside it?"""
        shared = min(self.right, other.right) - max(self.left, other.left)
        narrower = min(self.right - self.left, other.right - other.left)
        return self.bottom >= other.top - _TOUCH and shared > 0.5 * narrower


def join_beside(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Lines that stand beside each other at one height, drawn one after the other, are one line in pieces."""
    joined: list[PrintedLine] = []
    for line in lines:
        if joined and _is_beside(joined[-1], line):
            before = joined[-1]
            joined[-1] = replace(
                before,
                text=f"{before.text} {line.text}",
                bottom=min(before.bottom, line.bottom),
                right=max(before.right, line.right),
                top=max(before.top, line.top),
                pieces=before.pieces + line.pieces,
            )
        else:
            joined.append(line)
    return joined


def _is_beside(before: PrintedLine, line: PrintedLine) -> bool:
    shared = min(before.top, line.top) - max(before.bottom, line.bottom)
    return shared > 0.6 * min(before.height, line.height) and line.left >= before.right - 1.0
