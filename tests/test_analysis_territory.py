"""Provinces through the reform: figures are joined only where the territory is the same."""

from __future__ import annotations

import pandas as pd

from egov_metrics.analysis.territory import as_one, same_territory, unchanged
from tests.analysis_frames import figure, figures

SUCCESSION = pd.DataFrame(
    [
        ("P63-14", "P34-14", "whole", 1),
        ("P63-64", "P34-52", "whole", 2),
        ("P63-52", "P34-52", "whole", 2),
        ("P63-99", "P34-99", "part", 1),  # one predecessor, but only a part of it
    ],
    columns=["predecessor_id", "successor_id", "extent", "predecessors"],
)


def test_only_one_whole_predecessor_leaves_a_territory_unchanged() -> None:
    assert unchanged(SUCCESSION) == {"P34-14": "P63-14"}


def test_both_keys_of_an_unchanged_territory_are_found_from_either() -> None:
    continuity = unchanged(SUCCESSION)
    assert same_territory("P34-14", continuity) == same_territory("P63-14", continuity) == ["P63-14", "P34-14"]
    assert same_territory("P34-52", continuity) == ["P34-52"]
    assert same_territory("P63-64", continuity) == ["P63-64"]


def test_figures_of_an_unchanged_province_become_one_line_and_others_stay_apart() -> None:
    before = figures(*(figure(unit_id=unit, value=1.0) for unit in ("P63-14", "P34-14", "P63-64", "P34-52")))
    joined = as_one(before, unchanged(SUCCESSION))
    assert joined["unit_id"].tolist() == ["P63-14", "P63-14", "P63-64", "P34-52"]
    assert joined["order"].tolist() == ["P63", "P34", "P63", "P34"]
    assert joined.drop(columns=["unit_id", "order"]).equals(before.drop(columns="unit_id"))
    assert before["unit_id"].tolist()[1] == "P34-14"
    assert as_one(figures(), {}).empty
