"""Labels that do not collide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple


def place(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to `wanted` with at least `apart` between any two, all within [low, high].

    The answer minimises the sum of squared displacements under a fixed order (isotonic regression by pooling
    neighbours), so labels move only where they must. Equal wishes keep their order of arrival. When `apart` does not
    fit into [low, high] for so many labels, they are spread evenly over it.
    """
    n = len(wanted)
    if n == 0:
        return []
    if n > 1 and apart * (n - 1) > high - low:
        apart = max(0.0, high - low) / (n - 1)
    order = sorted(range(n), key=lambda i: (wanted[i], i))
    # With z = position - i * apart the condition is "z does not fall".
    risen = _rising([wanted[index] - i * apart for i, index in enumerate(order)])
    least, most = low, max(low, high - (n - 1) * apart)
    placed = [0.0] * n
    for i, (index, z) in enumerate(zip(order, risen, strict=True)):
        placed[index] = min(max(z, least), most) + i * apart
    return placed


def _rising(wishes: Sequence[float]) -> list[float]:
    """The sequence that does not fall and is nearest to `wishes` (least squares): neighbours that fall are pooled."""
    pools: list[tuple[float, int]] = []
    for wish in wishes:
        pools.append((wish, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, count), (before, others) = pools.pop(), pools.pop()
            pools.append(((before * others + mean * count) / (others + count), others + count))
    return [mean for mean, count in pools for _ in range(count)]


def rows(starts: Sequence[float], widths: Sequence[float], gap: float = 6) -> list[int]:
    """The first row (0, 1, ...) in which each text fits that starts at `starts` (ascending) and is `widths` wide."""
    ends: list[float] = []
    taken = []
    for start, width in zip(starts, widths, strict=True):
        row = next((r for r, end in enumerate(ends) if end + gap <= start), len(ends))
        if row == len(ends):
            ends.append(start + width)
        else:
            ends[row] = start + width
        taken.append(row)
    return taken


def swarm(positions: Sequence[float], size: float) -> list[int]:
    """How many dots above (+) or below (-) the middle each dot stands so that no two of `size` pixels cover each other.

    `positions` are pixels along the axis, in any order.
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    last: dict[int, float] = {}
    taken = [0] * len(positions)
    for i in order:
        level = next(k for k in _outwards() if k not in last or positions[i] - last[k] >= size)
        last[level] = positions[i]
        taken[i] = level
    return taken


def _outwards() -> Iterator[int]:
    """0, 1, -1, 2, -2 ... without end."""
    yield 0
    step = 1
    while True:
        yield step
        yield -step
        step += 1


def spread(wanted: Sequence[float], widths: Sequence[float], low: float, high: float, gap: float = 8) -> list[float]:
    """How far to move centred texts of different `widths` sideways so that none touches another within [low, high].

    The texts keep their order. Returns shifts from the centres `wanted`, in pixels. Texts that do not fit are placed
    as near to that as can be.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    before = 0.0
    offsets = []
    for i in order:  # each text is a point once the widths before it are taken out of the axis
        offsets.append(before + widths[i] / 2)
        before += widths[i] + gap
    squeezed = [wanted[i] - offset for i, offset in zip(order, offsets, strict=True)]
    most = max(low, high - (before - gap))
    shifts = [0.0] * len(wanted)
    for i, offset, got in zip(order, offsets, _rising(squeezed), strict=True):
        shifts[i] = min(max(got, low), most) + offset - wanted[i]
    return shifts


class Box(NamedTuple):
    """A rectangle in pixels, y upwards."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Do the two overlap?"""
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


def beside(
    point: tuple[float, float],
    size: tuple[float, float],
    away: float,
    plot: tuple[float, float],
    texts: Sequence[Box],
    marks: Sequence[Box],
    must: bool,
) -> Box | None:
    """Where a text of `size` stands beside a point of a plot so that it touches neither other texts nor marks.

    Right of it, left, above or below (then at the slants), `away` from it; the first place that is free. When none is
    and the text `must` stand, the place that meets the fewest (texts count thrice); else None.
    """
    x, y = point
    width, height = size
    ways = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
    found = []
    for across, up in ways:
        reach = away if not (across and up) else away * 0.6
        left = x + (reach if across > 0 else -reach - width if across < 0 else -width / 2)
        low = y + (reach if up > 0 else -reach - height if up < 0 else -height / 2)
        box = Box(left, low, left + width, low + height)
        inside = box.left >= 0 and box.right <= plot[0] and box.low >= 0 and box.high <= plot[1]
        met = 3 * sum(box.meets(text) for text in texts) + sum(box.meets(mark) for mark in marks)
        if inside and not met:
            return box
        found.append((met + (0 if inside else 9), box))
    return min(found, key=lambda place: place[0])[1] if must else None
