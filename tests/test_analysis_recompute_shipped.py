"""The shipped figures of the 34 provinces, by example: members, reused codes, and that nothing is made up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.analysis.recompute import Recomputed, recompute
from egov_metrics.analysis.territory import PRESENT_PROVINCES, Succession, unchanged
from tests.analysis_frames import figure, figures
from tests.test_analysis_recompute import INDEX, row


@pytest.fixture(scope="module")
def edition(shipped_workspace: Path) -> store.Edition:
    return store.open_edition(store.current(shipped_workspace))


@pytest.fixture(scope="module")
def succession(edition: store.Edition) -> Succession:
    return Succession.of(edition.query("province_succession"))


def stated(edition: store.Edition, code: str) -> pd.DataFrame:
    return edition.query(
        "figures_of_indicator", indicator=code, level="province", year_from=1990, year_to=2100, parent=None, region=None
    )


def shipped(edition: store.Edition, succession: Succession, code: str, **how: Any) -> Recomputed:
    catalogue = edition.query("indicators")
    chosen = catalogue[catalogue["indicator_code"] == code].iloc[0].to_dict()
    return recompute(stated(edition, code), succession, chosen, **how)


def test_all_63_map_into_the_34_each_once(edition: store.Edition, succession: Succession) -> None:
    units = edition.query("units")
    provinces = units[units["level"] == "province"]["unit_id"]
    assert sorted(succession.successor) == sorted(provinces[provinces.str.startswith("P63")])
    assert sorted(succession.members) == sorted(provinces[provinces.str.startswith("P34")])
    assert (len(succession.successor), len(succession.members)) == (63, PRESENT_PROVINCES)
    counted = Counter(member for members in succession.members.values() for member in members)
    assert set(counted.values()) == {1} and set(counted) == set(succession.successor)
    assert set(succession.region) == set(succession.members)
    merged = [unit for unit in succession.members if succession.is_merged(unit)]
    assert (len(merged), sum(len(succession.members[unit]) for unit in merged)) == (23, 52)


@pytest.mark.parametrize(
    ("present", "members"),
    [
        ("P34-52", ("P63-52", "P63-64")),  # Gia Lai = Bình Định + Gia Lai; 52 was Bình Định's code
        ("P34-82", ("P63-82", "P63-87")),  # Đồng Tháp = Tiền Giang + Đồng Tháp; 82 was Tiền Giang's code
        ("P34-19", ("P63-06", "P63-19")),  # Thái Nguyên = Bắc Kạn + Thái Nguyên
        ("P34-22", ("P63-22",)),
        ("P34-14", ("P63-14",)),
    ],
)
def test_members_of_the_provinces_that_everybody_asks_for(
    succession: Succession, present: str, members: tuple[str, ...]
) -> None:
    assert succession.members[present] == members
    assert {succession.present(member) for member in members} == {present}
    assert succession.present(present) == present


@pytest.mark.parametrize(("present", "members"), [("P34-52", ("P63-52", "P63-64")), ("P34-82", ("P63-82", "P63-87"))])
def test_reused_codes_are_never_mixed(
    edition: store.Edition, succession: Succession, present: str, members: tuple[str, str]
) -> None:
    """EGOV_MIC 2017: the present province is the mean of its members, not the figure of who had its code or name."""
    before = stated(edition, "egov_mic_score")
    values = before[before["year"] == 2017].set_index("unit_id")["value"]
    made = row(shipped(edition, succession, "egov_mic_score"), present, 2017)
    assert made["members"] == members
    assert made["value"] == pytest.approx((values[members[0]] + values[members[1]]) / 2)
    assert made["value"] not in (values[members[0]], values[members[1]])


def test_thai_nguyen_is_the_mean_of_itself_and_bac_kan(edition: store.Edition, succession: Succession) -> None:
    made = row(shipped(edition, succession, "par_index_score"), "P34-19", 2023)
    before = stated(edition, "par_index_score")
    values = before[before["year"] == 2023].set_index("unit_id")["value"]
    assert made["value"] == pytest.approx((values["P63-06"] + values["P63-19"]) / 2)
    assert made["value_basis"] == "recomputed" and made["members"] == ("P63-06", "P63-19")


@pytest.mark.parametrize(("present", "old"), [("P34-14", "P63-14"), ("P34-22", "P63-22")])
def test_unchanged_provinces_keep_every_published_value(
    edition: store.Edition, succession: Succession, present: str, old: str
) -> None:
    before = stated(edition, "par_index_score")
    mine = before[before["unit_id"] == old].set_index("year")
    after = shipped(edition, succession, "par_index_score").figures
    kept = after[after["unit_id"] == present].set_index("year")
    assert kept["value"].equals(mine["value"]) and kept["value_basis"].equals(mine["value_basis"])
    assert kept["published_rank"].tolist() == mine["rank"].tolist()
    assert len(kept) >= 8


def test_dti_2024_keeps_the_publishers_own_ranking_of_34(edition: store.Edition, succession: Succession) -> None:
    """That year has figures among 63 and among 34; only the latter are the present provinces' own."""
    before = stated(edition, "dti_score")
    before = before[before["year"] == 2024]
    assert set(before["unit_id"].str[:3]) == {"P63", "P34"}
    after = shipped(edition, succession, "dti_score").figures
    after = after[after["year"] == 2024]
    ours = before[before["unit_id"].str.startswith("P34")].set_index("unit_id").sort_index()
    kept = after[after["unit_id"].isin(ours.index)].set_index("unit_id").sort_index()
    assert kept["value"].equals(ours["value"]) and kept["rank"].tolist() == ours["rank"].tolist()
    assert set(after["rank_basis"].dropna()) <= set(ours["rank_basis"].dropna())
    assert set(after.loc[after["rank"].notna(), "rank_of"]) == {PRESENT_PROVINCES}


def test_no_index_of_the_shipped_data_invents_a_rank_or_joins_methods(
    edition: store.Edition, succession: Succession
) -> None:
    catalogue = edition.query("indicators")
    recomputed = 0
    for chosen in catalogue[catalogue["is_headline"].fillna(False)].to_dict("records"):
        before = stated(edition, chosen["indicator_code"])
        methods = before.set_index(["unit_id", "year"])["method_id"]
        after = recompute(before, succession, chosen).figures
        for made in after[after["value_basis"] == "recomputed"].to_dict("records"):
            recomputed += 1
            assert {methods[(member, made["year"])] for member in made["members"]} == {made["method_id"]}
            assert made["rank_basis"] in ("recomputed", None)
            assert pd.isna(made["rank"]) or made["rank_of"] <= PRESENT_PROVINCES
    assert recomputed > 20


def test_a_province_that_ended_before_2025_is_no_member_of_a_present_one() -> None:
    columns = ["predecessor_id", "successor_id", "extent", "predecessors", "successor_region_id", "effective"]
    steps = [
        ("P63-ha-tay", "P63-01", "whole", 1, "R63-a", "2008-01-01"),
        ("P63-01", "P34-01", "whole", 1, "R34-a", "2025-07-01"),
    ]
    frame = pd.DataFrame(steps, columns=columns)
    assert Succession.of(frame) == Succession(
        {"P63-01": "P34-01"}, {"P34-01": ("P63-01",)}, {"P34-01": "R34-a"}, {"P63-01": 2008}
    )
    assert unchanged(frame) == {"P34-01": "P63-01"}


def test_a_year_before_another_province_joined_is_of_another_territory() -> None:
    steps = pd.DataFrame(
        [("P63-28", "P63-01", "2008-08-01", None), ("P63-01", "P34-01", "2025-07-01", "R34-a")],
        columns=["predecessor_id", "successor_id", "effective", "successor_region_id"],
    ).assign(extent="whole", predecessors=1)
    succession = Succession.of(steps)
    assert succession.whole_since == {"P63-01": 2009} and succession.members == {"P34-01": ("P63-01",)}
    rows = [figure(unit_id=unit, year=year, value=50.0) for unit in ("P63-01", "P63-28") for year in (2008, 2009)]
    found = recompute(figures(*rows).assign(region_id="R63-a"), succession, INDEX)
    assert found.figures["year"].tolist() == [2009]
    assert [(one.unit_id, one.year, one.reason) for one in found.refused] == [("P34-01", 2008, "territory")]
