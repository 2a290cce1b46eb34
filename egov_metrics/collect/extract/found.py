"""A number and what it was read as, on its way to a proposal."""

from __future__ import annotations

from dataclasses import dataclass

from egov_metrics.collect.extract.windows import Window


@dataclass(frozen=True, slots=True)
class Found:
    """A number and the indicator that it was read as."""

    window: Window
    code: str
    value: float
    unit: str
    of: float | None
    score: float
    margin: float
    is_near: bool
    kind: str
    is_held: bool = False
