"""Weights of former provinces (such as their population) for the rule `weighted`, from a file of the installation."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Container
from pathlib import Path

COLUMNS = ("unit_id", "weight")
FILE = "weights.csv"
"""In the workspace: unit_id of an old province, weight (such as its population); makes the rule `weighted` usable."""
_FORMER = re.compile(r"P63-[0-9]{2}")


class WeightsRefused(ValueError):
    """A file of weights cannot be used; `str()` is one line that says where and why."""


def installed_weights(workspace: Path) -> dict[str, float]:
    """The weights that an installation supplies in its workspace; {} without a usable file."""
    try:
        return read_weights(workspace / FILE)
    except (OSError, WeightsRefused):
        return {}


def read_weights(path: Path, known: Container[str] | None = None) -> dict[str, float]:
    """The weight of each former province in a CSV file with the columns unit_id and weight; others are passed over.

    `known`: the keys that may have a weight, those of the 63 provinces; without it, keys of their form. A weight is a
    positive number with a decimal point. Raises OSError for a file that cannot be read and WeightsRefused for one that
    cannot be used.
    """
    weights: dict[str, float] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise WeightsRefused(f"{path.name}: no column {' and '.join(missing)}; expected unit_id,weight")
            for row in rows:
                where, unit = f"{path.name}:{rows.line_num}", (row["unit_id"] or "").strip()
                if unit not in known if known is not None else not _FORMER.fullmatch(unit):
                    raise WeightsRefused(f"{where}: {unit!r} is none of the 63 provinces before 1/7/2025 (P63-14 ...)")
                if unit in weights:
                    raise WeightsRefused(f"{where}: {unit} stands there twice")
                weights[unit] = _positive(row["weight"] or "", where)
    except (UnicodeDecodeError, csv.Error) as error:
        raise WeightsRefused(f"{path.name}: expected CSV in UTF-8: {' '.join(str(error).split())}") from error
    if not weights:
        raise WeightsRefused(f"{path.name}: no weight in it")
    return weights


def _positive(text: str, where: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not (weight > 0 and math.isfinite(weight)):
        raise WeightsRefused(f"{where}: expected a positive number such as 1250000 or 0.5, found {text.strip()!r}")
    return weight
