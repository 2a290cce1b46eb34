"""How units are called beside each other: as short as can be without being mistaken."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from egov_metrics.units.options import UnitOptions


def short_name(options: UnitOptions, unit_id: str) -> str:
    """The bare name."""
    return str(options.option(unit_id)[1])


def labels(figures: pd.DataFrame, options: UnitOptions, level: str, is_present: bool = False) -> dict[str, str]:
    """The name of each unit of `figures` (unit_id, parent_id), no two alike.

    Bare names where the page shows the provinces of today alone. Else bare names with these exceptions: a province
    since 1/7/2025 that stands under its own key is another territory or another ranking than the old one, and says so;
    units of several provinces name theirs; what is still shared gets the name in full.
    """
    units = figures.drop_duplicates("unit_id")
    if is_present:
        return {unit_id: short_name(options, unit_id) for unit_id in units["unit_id"]}
    many_parents = level != "province" and units["parent_id"].nunique() > 1
    called = {}
    for unit_id, parent_id in zip(units["unit_id"], units["parent_id"], strict=True):
        name = short_name(options, unit_id)
        if unit_id.startswith("P34-"):
            name = options.name(unit_id)
        elif many_parents and isinstance(parent_id, str):
            name = f"{name} ({short_name(options, parent_id)})"
        called[unit_id] = name
    short = Counter(short_name(options, unit_id) for unit_id in called) if level == "province" else Counter()
    alike = Counter(called.values())
    return {
        unit_id: options.name(unit_id) if alike[name] > 1 or (name in short and short[name] > 1) else name
        for unit_id, name in called.items()
    }
