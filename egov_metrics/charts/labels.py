"""Labels that do not collide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


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
    # With z = position - i * apart the condition is "z does not fall"; pooled means solve it.
    pools: list[list[float]] = []
    for i, index in enumerate(order):
        pools.append([wanted[index] - i * apart, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, weight = pools.pop()
            before = pools[-1]
            before[0] = (before[0] * before[1] + mean * weight) / (before[1] + weight)
            before[1] += weight
    least, most = low, max(low, high - (n - 1) * apart)
    placed = [0.0] * n
    i = 0
    for mean, weight in pools:
        for _ in range(int(weight)):
            placed[order[i]] = min(max(mean, least), most) + i * apart
            i += 1
    return placed


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
