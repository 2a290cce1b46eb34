"""The 34 provinces on several indices at once: places are kept apart from ranks, refusals by province and index."""

from __future__ import annotations

import pandas as pd

from egov_metrics.analysis.present_panel import ENOUGH, present_panel
from egov_metrics.analysis.territory import PRESENT_PROVINCES, Succession
from tests.analysis_frames import figure, figures, indicator

PROVINCES = [f"{number:02d}" for number in range(1, PRESENT_PROVINCES + 1)]
MEMBERS = {f"P34-{code}": (f"P63-{code}",) for code in PROVINCES} | {"P34-01": ("P63-01", "P63-99")}
SUCCESSION = Succession(
    {old: new for new, olds in MEMBERS.items() for old in olds}, MEMBERS, dict.fromkeys(MEMBERS, "R34-a")
)
CATALOGUE = pd.DataFrame([indicator("one"), indicator("two"), indicator("none")])


def panel_of(count: int, *more: dict):
    """A panel in which the first `count` provinces have a value on the index `one`."""
    rows = [figure(indicator_code="one", unit_id=f"P63-{code}", value=50.0 + int(code)) for code in PROVINCES[:count]]
    return present_panel(figures(*rows, *more), SUCCESSION, CATALOGUE)


def both(*values: float) -> list[dict]:
    return [
        figure(indicator_code="two", unit_id=unit, value=value)
        for unit, value in zip(("P63-01", "P63-99"), values, strict=False)
    ]


def test_a_recomputed_rank_is_a_rank_only_among_all_34() -> None:
    complete = panel_of(PRESENT_PROVINCES, figure(indicator_code="one", unit_id="P63-99", value=1.0))
    rows = complete.figures("one")
    assert rows["rank_of"].eq(PRESENT_PROVINCES).all() and rows["place"].isna().all()
    some = panel_of(ENOUGH + 1).figures("one")  # the first is refused: P63-99 has no figure
    assert some["rank"].isna().all() and some["rank_basis"].isna().all()
    assert some["place_of"].eq(ENOUGH).all() and some["place"].min() == 1
    few = panel_of(ENOUGH).figures("one")
    assert few["rank"].isna().all() and few["place"].isna().all() and few["value"].notna().all()


def test_the_rows_of_a_unit_are_of_all_its_indices_and_read_like_its_own() -> None:
    panel = panel_of(5, *both(10.0, 20.0))
    mine = panel.of_unit("P34-01")
    assert mine["indicator_code"].tolist() == ["two"] and mine["value"].tolist() == [15.0]
    assert mine[["scope", "statistic"]].to_numpy().tolist() == [["self", "own"]]
    assert mine["is_latest_in_year"].all() and not mine["is_target"].any()
    assert panel.of_unit("P34-34").empty
    assert panel.of_unit("P34-02")["value_basis"].tolist() == ["published"]


def test_refusals_are_told_by_province_and_index() -> None:
    panel = panel_of(5, *both(10.0))
    refused = panel.refused("P34-01")
    assert {code: [one.reason for one in found] for code, found in refused.items()} == {
        "one": ["missing"], "two": ["missing"],
    }  # fmt: skip
    assert panel.refused("P34-02") == {}


def test_coverage_counts_present_provinces_only() -> None:
    counted = panel_of(5, *both(10.0, 20.0)).coverage.set_index("indicator_code")["units"].to_dict()
    assert counted == {"one": 4, "two": 1}


def test_newest_has_the_names_and_only_the_newest_year_with_two_provinces() -> None:
    older = figure(indicator_code="one", unit_id="P63-30", value=1.0, year=2019)
    alone = figure(indicator_code="one", unit_id="P63-02", value=1.0, year=2022)
    newest = panel_of(3, older, alone).newest({unit: (f"vi {unit}", f"en {unit}") for unit in MEMBERS})
    assert newest["unit_id"].tolist() == ["P34-02", "P34-03"] and set(newest["year"]) == {2020}
    assert newest["name_vi"].tolist() == ["vi P34-02", "vi P34-03"]


def test_without_figures_the_panel_is_empty() -> None:
    panel = present_panel(figures(), SUCCESSION, CATALOGUE)
    assert panel.of_unit("P34-02").empty and panel.coverage.empty and panel.refused("P34-01") == {}
    assert panel.newest({}).empty
