"""What pages read of an edition whatever the unit: asked of the store once, then kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.territory import unchanged
from egov_metrics.ui.session import Served


@dataclass(frozen=True)
class Catalogue:
    """Nobody may change a frame of it. `provinces` are the keys of all provinces that there are or were."""

    methods: Methods
    indicators: pd.DataFrame
    coverage: pd.DataFrame
    continuity: dict[str, str]
    provinces: tuple[str, ...]

    @cached_property
    def newest_of_level(self) -> dict[str, pd.DataFrame]:
        """Of the coverage of each level, the newest year of every index."""
        newest = self.coverage.sort_values("year").drop_duplicates(["level", "indicator_code"], keep="last")
        return {str(level): rows for level, rows in newest.groupby("level")}


def catalogue(served: Served) -> Catalogue:
    """Four queries the first time."""
    return _catalogue(str(served.ref.path), served)


@st.cache_resource(max_entries=4, show_spinner=False)
def _catalogue(path: str, _served: Served) -> Catalogue:
    steps = _served.query("province_succession")
    return Catalogue(
        Methods(_served.query("methods")),
        _served.query("indicators"),
        _served.query("coverage"),
        unchanged(steps),
        tuple(dict.fromkeys([*steps["predecessor_id"], *steps["successor_id"]])),
    )
