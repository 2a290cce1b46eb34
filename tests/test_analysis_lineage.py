"""What became of former units: in words and as the units to go on to, by example and for every unit of the shipped
data."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.analysis import lineage


@pytest.fixture(scope="module")
def edition(shipped_workspace: Path) -> store.Edition:
    return store.open_edition(store.current(shipped_workspace))


def told(edition: store.Edition, unit_id: str, lang: str = "vi") -> tuple[str, str, list[str]]:
    unit = edition.query("units_by_id", unit_ids=[unit_id]).iloc[0].to_dict()
    near = edition.query("lineage", unit_id=unit_id)
    return (
        lineage.became(unit, near, lang),  # type: ignore[arg-type]
        lineage.formed_from(unit, near, lang),  # type: ignore[arg-type]
        lineage.present_units(unit, near),
    )


@pytest.mark.parametrize(
    ("unit_id", "words", "first"),
    [
        ("P63-06", "Nay thuộc Thái Nguyên (từ 1/7/2025).", ["P34-19"]),
        ("P63-64", "Nay thuộc Gia Lai (từ 1/7/2025).", ["P34-52"]),
        (
            "D63-064",
            "Cấp huyện kết thúc ngày 30/6/2025: địa bàn nay thuộc Thái Nguyên, nằm trong 8 xã.",
            ["P34-19", "C34-02014"],
        ),
        (
            "D63-622",
            "Cấp huyện kết thúc ngày 30/6/2025: địa bàn nay thuộc Gia Lai, nằm trong 5 phường và 2 xã.",
            ["P34-52"],
        ),
        (
            "D63-822",
            "Cấp huyện kết thúc ngày 30/6/2025: địa bàn nay thuộc Đồng Tháp, nằm trong 6 xã.",
            ["P34-82"],
        ),
        ("C63-28594", "Nhập vào xã Chợ Gạo (Đồng Tháp) từ 1/7/2025.", ["P34-82", "C34-28594"]),
        ("C63-00634", "Chia về 5 phường (Hà Nội) từ 1/7/2025.", ["P34-01"]),
        ("D63-hoanh-bo", "Nhập vào thành phố Hạ Long (Quảng Ninh) từ 1/1/2020.", ["D63-193"]),
        ("D63-tp-hue", "Chia về quận Phú Xuân và quận Thuận Hóa (Thừa Thiên Huế) từ 1/1/2025.", ["D63-475"]),
    ],
)
def test_a_former_unit_says_what_became_of_it(
    edition: store.Edition, unit_id: str, words: str, first: list[str]
) -> None:
    said, _, leads_to = told(edition, unit_id)
    assert said == words
    assert leads_to[: len(first)] == first


@pytest.mark.parametrize("unit_id", ["P63-14", "P34-14", "P63-22", "P34-22", "P34-52", "C34-02020", "VN"])
def test_a_unit_that_lasts_says_nothing(edition: store.Edition, unit_id: str) -> None:
    said, _, leads_to = told(edition, unit_id)
    assert (said, leads_to) == ("", [])


def test_a_present_unit_says_what_it_was_formed_of(edition: store.Edition) -> None:
    assert told(edition, "P34-52")[1] == "Hợp nhất từ Bình Định và Gia Lai ngày 1/7/2025."
    assert told(edition, "P34-52", "en")[1] == "Formed from Binh Dinh and Gia Lai on 1 July 2025."
    assert told(edition, "P34-14")[1] == ""
    formed = told(edition, "C34-02020")[1]
    assert "thị trấn Bằng Lũng" in formed and "huyện" not in formed


def test_former_units_of_the_shipped_data_have_their_words(edition: store.Edition) -> None:
    """No province or district before the reform is a dead end, and each lies in the successor of its province."""
    succession = edition.query("province_succession")
    successor = dict(zip(succession["predecessor_id"], succession["successor_id"], strict=True))
    units = edition.query("units")
    districts = units[units["unit_id"].str.startswith("D63")].iloc[::5]  # 700 of them take half a minute
    provinces = units[units["unit_id"].str.startswith("P63")]
    former = pd.concat([provinces, districts, units[units["unit_id"].isin(["C63-28594", "C63-03646"])]])
    silent = []
    for unit in former.to_dict("records"):
        near = edition.query("lineage", unit_id=unit["unit_id"])
        leads_to = lineage.present_units(unit, near)
        if not lineage.became(unit, near, "vi") or not leads_to or not lineage.became(unit, near, "en"):
            silent.append(unit["unit_id"])
        elif leads_to[0].startswith("P34"):
            assert leads_to[0] == successor[unit["province_id"]], unit["unit_id"]
    unchanged = succession[succession["predecessors"] == 1]["predecessor_id"]
    assert sorted(silent) == sorted(unchanged)
    assert len(former) > 200


def test_a_part_is_called_a_part() -> None:
    columns = ["relation", "unit_id", "extent", "effective", "name_vi", "name_en", "kind", "level", "predecessors"]
    near = pd.DataFrame(
        [
            ("predecessor", "C63-1", "whole", pd.Timestamp("2025-07-01"), "Một", "Mot", "xã", "commune", None),
            ("predecessor", "C63-2", "part", pd.Timestamp("2025-07-01"), "Hai", "Hai", "phường", "commune", None),
        ],
        columns=columns,
    )
    unit = {"level": "commune", "valid_to": None}
    assert lineage.formed_from(unit, near, "vi") == "Thành lập ngày 1/7/2025 trên cơ sở một phần phường Hai và xã Một."
    alone = near[near["extent"] == "whole"]
    assert lineage.formed_from(unit, alone, "vi") == ""
