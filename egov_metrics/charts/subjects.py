"""Indicators as charts know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egov_metrics.charts.look import Subject
from egov_metrics.i18n.texts import Lang


def subject_of(indicator: Mapping[str, Any], lang: Lang) -> Subject:
    """The indicator (a row of the catalogue) as charts know it."""
    bounds = [None if pd.isna(indicator[name]) else float(indicator[name]) for name in ("scale_min", "scale_max")]
    return Subject(
        name=str(indicator[f"name_{lang}"]),
        short=str(indicator[f"short_{lang}"]),
        unit=str(indicator["unit"]),
        decimals=int(indicator["decimals"]),
        scale_min=bounds[0],
        scale_max=bounds[1],
        direction=indicator["direction"],
    )
