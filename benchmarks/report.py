"""What a measurement says: a table, targets beside what was seen, and the same as JSON."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from egov_metrics.paths import ROOT

ARTIFACTS = ROOT / ".artifacts"
PACKAGES = ("streamlit", "duckdb", "pandas", "plotly", "pyarrow", "dash")


@dataclass(frozen=True)
class Target:
    """What was aimed at and what was seen; `at_most` tells the direction."""

    what: str
    seen: float
    limit: float
    at_most: bool = True

    @property
    def met(self) -> bool:
        """Was it reached?"""
        return self.seen <= self.limit if self.at_most else self.seen >= self.limit

    def line(self) -> str:
        """In words: what, seen, target, met or missed."""
        verdict, sign = "met   " if self.met else "MISSED", "<=" if self.at_most else ">="
        return f"  {verdict} {self.what}: {written(self.seen)} (target {sign} {self.limit:g})"


@dataclass
class Result:
    """One measurement: rows of a table (all with the same keys), targets, and everything else worth keeping."""

    name: str
    title: str
    rows: list[dict[str, Any]]
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The table with its targets and notes, for the terminal."""
        parts = ["", self.title, *table(self.rows), *(target.line() for target in self.targets)]
        return "\n".join([*parts, *(f"  {note}" for note in self.notes)])

    def keep(self, quick: bool) -> Path:
        """Write .artifacts/bench-<name>.json and return its path."""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / f"bench-{self.name}{'-quick' if quick else ''}.json"
        targets = [{**asdict(target), "met": target.met} for target in self.targets]
        content = {**asdict(self), "targets": targets, "machine": machine()}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return path


def written(value: Any) -> str:
    """A cell: numbers with as many decimals as they deserve, nothing for None."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return str(value)


def table(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The lines of a table: texts to the left, numbers to the right."""
    if not rows:
        return []
    names = list(rows[0])
    cells = [names, *([written(row[name]) for name in names] for row in rows)]
    wide = [max(len(line[place]) for line in cells) for place in range(len(names))]
    left = [isinstance(rows[0][name], str) for name in names]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if text else cell.rjust(width) for cell, width, text in zip(line, wide, left, strict=True)
        )
        for line in cells
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def p50_p95(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum, in milliseconds."""
    return {
        "p50 ms": 1000 * median(seconds),
        "p95 ms": 1000 * percentile(seconds, 0.95),
        "max ms": 1000 * max(seconds),
    }


def machine() -> dict[str, Any]:
    """Where and on what it was measured."""
    found: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    load = os.getloadavg() if hasattr(os, "getloadavg") else None
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load_before": load[0] if load else None,
        "packages": found,
    }


def _commit() -> str | None:
    try:
        done = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() or None
