"""A made-up store for the tests of the compare page: what a real year brings, small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

from egov_metrics import store
from tests.sample import Sample, small_sample


def compare_sample() -> Sample:
    """The small sample with Quảng Ninh in a region of its own, before and since 1/7/2025 one territory; figures of
    three years and two methods, a year with rankings of both orders of provinces, means, districts of two provinces."""
    sample = small_sample()
    sample.add("unit", unit_id="R63-b", level="region", name="Đông Bắc", kind="vùng", parent_id="VN")
    sample.add("unit", unit_id="P63-22", level="province", code="22", name="Quảng Ninh", kind="tỉnh", parent_id="VN",
               region_id="R63-b", valid_to="2025-06-30")  # fmt: skip
    sample.add("unit", unit_id="P34-22", level="province", code="22", name="Quảng Ninh", kind="tỉnh", parent_id="VN",
               valid_from="2025-07-01")  # fmt: skip
    sample.add(
        "unit_succession", predecessor_id="P63-22", successor_id="P34-22", extent="whole", effective="2025-07-01"
    )
    sample.add("unit", unit_id="D63-193", level="district", code="193", name="Hạ Long", kind="thành phố",
               parent_id="P63-22", valid_to="2025-06-30")  # fmt: skip
    sample.figure("P63-22", 2019, "90.10", 1).figure("P63-22", 2021, "90.12", 2)
    sample.figure("P63-52", 2021, "85.20", "", value_basis="derived")
    sample.figure("P63-14", 2023, "88.66", 13).figure("P63-22", 2023, "92.18", 1, source_id="official-1")
    # The same year stated differently, and a rank that another source gives.
    sample.figure("P63-14", 2021, "87.61", "", source_id="press-2")
    sample.figure("P63-64", 2023, "80.50").figure("P63-64", 2023, "", 58, source_id="press-2")
    # In 2024 the publisher ranked both the 63 and the 34.
    sample.figure("P63-22", 2024, "91.00", 4).figure("P34-22", 2024, "91.00", 2, rank_of=34)
    sample.figure("P34-52", 2024, "79.00", 30, rank_of=34)
    sample.figure("P34-22", 2025, "93.00", 1, rank_of=34)
    for year, value, members in ((2019, "81.15", ""), (2021, "86.37", 63), (2023, "86.98", 63), (2024, "80.00", 34)):
        sample.figure("VN", year, value, statistic="mean", members=members)
    sample.figure("VN", 2023, "70.00")
    sample.figure("R63-b", 2023, "88.33", statistic="mean")
    for unit, value in (("D63-622", "70.36"), ("D63-623", "69.75"), ("D63-193", "70.80")):
        sample.figure(unit, 2023, value)
    sample.figure("P63-14", 2022, "", "", nothing="not_published")
    return sample


def territory_sample() -> Sample:
    """The compare sample with every old province in a present one, a year in which both parts of Gia Lai have a value
    (2023: 80,50 and 84,50), two years of one method for all but Gia Lai, and a second indicator of three years."""
    sample = compare_sample()
    sample.add("unit", unit_id="R34-a", level="region", name="Miền núi", kind="vùng", parent_id="VN")
    for row in sample.rows["unit"]:
        if row["unit_id"] in ("P34-22", "P34-52"):
            row["region_id"] = "R34-a"
    sample.add("unit", unit_id="P34-14", level="province", code="14", name="Sơn La", kind="tỉnh", parent_id="VN",
               region_id="R34-a", valid_from="2025-07-01")  # fmt: skip
    sample.add(
        "unit_succession", predecessor_id="P63-14", successor_id="P34-14", extent="whole", effective="2025-07-01"
    )
    sample.figure("P63-52", 2023, "84.50", 40, source_id="press-2")
    sample.add("family", family="SECOND", name="Chỉ số thứ hai", short="Thứ hai", sort_order=3,
               headline_code="second_score")  # fmt: skip
    sample.add("indicator", indicator_code="second_score", family="SECOND", name="Chỉ số thứ hai", short="Thứ hai",
               scale_min=0, scale_max=10, decimals=1)  # fmt: skip
    sample.add("method_version", method_id="SEC-A", family="SECOND", year_from=2020, name="SEC-A")
    for unit, value in (("P63-14", "5.5"), ("P63-22", "7.5"), ("P63-52", "6.0"), ("P63-64", "4.0")):
        sample.figure(unit, 2022, value, "", indicator_code="second_score")
    sample.figure("P63-14", 2021, "5.0", "", indicator_code="second_score")
    return sample


def build_territory_store(folder: Path) -> tuple[Path, store.EditionRef]:
    """Build the store of `territory_sample` under `folder`: its workspace and its edition."""
    made = store.build(territory_sample().write(folder / "data"), folder / "workspace")
    return folder / "workspace", made.edition


def build_compare_store(folder: Path) -> tuple[Path, store.EditionRef]:
    """Build the store under `folder`: its workspace and its edition."""
    made = store.build(compare_sample().write(folder / "data"), folder / "workspace")
    return folder / "workspace", made.edition
