"""Do two indicators go together? Association only: nothing here says what causes what."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import pandas as pd

LEAST = 10
"""A correlation of fewer units than this says more about chance than about the indicators."""


def spearman(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Spearman's rank correlation of pairs, -1 to 1; equal values share the mean of their ranks.

    None when there are fewer than `LEAST` pairs or when one side is all equal. Lengths that differ, or a missing value,
    are a ValueError. (Spearman 1904: the correlation of Pearson, taken of ranks.)
    """
    if len(x) != len(y):
        raise ValueError(f"expected pairs, not {len(x)} and {len(y)} values")
    if any(value != value for value in (*x, *y)):
        raise ValueError("expected no missing value")
    if len(x) < LEAST:
        return None
    one, other = (pd.Series(list(values), dtype="float64").rank().tolist() for values in (x, y))
    middle = (len(x) + 1) / 2
    spread = sum((a - middle) ** 2 for a in one) * sum((b - middle) ** 2 for b in other)
    if not spread:
        return None
    together = sum((a - middle) * (b - middle) for a, b in zip(one, other, strict=True)) / sqrt(spread)
    return min(1.0, max(-1.0, together))
