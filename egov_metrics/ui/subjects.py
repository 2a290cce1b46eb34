"""Indicators as charts and tiles know them."""

from __future__ import annotations

import pandas as pd

from egov_metrics.charts.look import Subject
from egov_metrics.i18n.texts import Lang, t


def subject_of(indicator: dict, lang: Lang) -> Subject:
    """The indicator as charts know it."""
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


def unit_word(indicator: dict, lang: Lang) -> str:
    """What stands small beside a big number: "điểm", "%"."""
    return t(f"measure.{indicator['unit']}", lang, value="").strip()
