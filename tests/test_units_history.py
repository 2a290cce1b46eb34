"""Units that have ended stay findable: by typing without accents, with the day they ended and what became of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.analysis.territory import Succession, unchanged
from egov_metrics.ui.unit_picker import UnitOptions, UnitRegister


@pytest.fixture(scope="module")
def register(shipped_workspace: Path) -> UnitRegister:
    edition = store.open_edition(store.current(shipped_workspace))
    succession = edition.query("province_succession")
    return UnitRegister(
        edition.query("units"),
        edition.query("unit_aliases"),
        unchanged(succession),
        Succession.of(succession).successor,
    )


@pytest.fixture(scope="module")
def options(register: UnitRegister) -> UnitOptions:
    return UnitOptions(register, "vi")


@pytest.mark.parametrize(
    ("typed", "unit_id", "label", "hint"),
    [
        (
            "cho don",
            "D63-064",
            "huyện Chợ Đồn (Bắc Kạn, đến 30/6/2025)",
            "huyện · Bắc Kạn · đến 30/6/2025 · nay thuộc Thái Nguyên",
        ),
        ("bac kan", "P63-06", "Bắc Kạn", "tỉnh · đến 30/6/2025 · nay thuộc Thái Nguyên"),
        (
            "pleiku",
            "D63-622",
            "thành phố Pleiku (Gia Lai, đến 30/6/2025)",
            "thành phố · Gia Lai · đến 30/6/2025 · nay thuộc Gia Lai (từ 1/7/2025)",
        ),
        # Quảng Ninh did not change: a district of it says only that it ended.
        (
            "uong bi",
            "D63-196",
            "thành phố Uông Bí (Quảng Ninh, đến 30/6/2025)",
            "thành phố · Quảng Ninh · đến 30/6/2025",
        ),
        (
            "cho gao",
            "D63-822",
            "huyện Chợ Gạo (Tiền Giang, đến 30/6/2025)",
            "huyện · Tiền Giang · đến 30/6/2025 · nay thuộc Đồng Tháp",
        ),
        ("tien giang", "P63-82", "Tiền Giang", "tỉnh · đến 30/6/2025 · nay thuộc Đồng Tháp"),
        ("gia lai", "P63-64", "Gia Lai (đến 30/6/2025)", "tỉnh · đến 30/6/2025 · nay thuộc Gia Lai (từ 1/7/2025)"),
    ],
)
def test_a_former_unit_is_found_and_says_what_became_of_it(
    options: UnitOptions, typed: str, unit_id: str, label: str, hint: str
) -> None:
    found = options.find(typed)
    assert unit_id in [row[0] for row in found[:3]]
    assert options.name(unit_id) == label
    assert next(row for row in found if row[0] == unit_id)[2] == hint


def test_the_present_namesakes_are_found_beside_them(options: UnitOptions) -> None:
    for typed, present in [("cho don", "C34-02020"), ("pleiku", "C34-23575"), ("gia lai", "P34-52")]:
        row = next(row for row in options.find(typed) if row[0] == present)
        assert "từ 1/7/2025" in row[2] and "nay thuộc" not in row[2]


@pytest.mark.parametrize("typed", ["bac kan", "tien giang", "binh dinh"])
def test_an_old_name_also_finds_the_present_province(options: UnitOptions, typed: str) -> None:
    assert any(row[0].startswith("P34-") for row in options.find(typed))


def test_units_that_last_say_nothing_of_a_successor(options: UnitOptions) -> None:
    assert options.option("P63-14")[2] == "tỉnh" and options.option("P34-52")[2] == "tỉnh · từ 1/7/2025"


def test_the_words_are_english_in_english(register: UnitRegister) -> None:
    row = UnitOptions(register, "en").option("D63-064")
    assert row[2] == "district · Bac Kan · until 30 June 2025 · now in Thai Nguyen"
