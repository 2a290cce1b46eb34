"""Labels of units in both languages."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from egov_metrics.paths import ROOT
from egov_metrics.units.labels import date_label, full_label, kind_label, shared_names, short_label

UNITS = pd.DataFrame(
    [
        ("P63-64", "province", "Gia Lai", "Gia Lai", "tỉnh", "2008-08-01", "2025-06-30", "Việt Nam"),
        ("P34-52", "province", "Gia Lai", "Gia Lai", "tỉnh", "2025-07-01", None, "Việt Nam"),
        ("P63-06", "province", "Bắc Kạn", "Bac Kan", "tỉnh", "2008-08-01", "2025-06-30", "Việt Nam"),
        ("D63-064", "district", "Chợ Đồn", "Cho Don", "huyện", None, "2025-06-30", "Bắc Kạn"),
        ("C34-02020", "commune", "Chợ Đồn", "Cho Don", "xã", "2025-07-01", None, "Thái Nguyên"),
        ("D63-760", "district", "Quận 1", "District 1", "quận", None, "2025-06-30", "Hồ Chí Minh"),
        ("C63-19780", "commune", "Phường Đúc", "Phuong Duc", "phường", None, "2025-06-30", "Thuận Hóa"),
        ("C34-20333", "commune", "Hoàng Sa", "Hoang Sa", "đặc khu", "2025-07-01", None, "Đà Nẵng"),
        ("A-1", "department", "Sở Y tế", "Department of Health", "sở", None, None, "Gia Lai"),
        ("VN", "country", "Việt Nam", "Viet Nam", "quốc gia", None, None, None),
    ],
    columns=["unit_id", "level", "name_vi", "name_en", "kind", "valid_from", "valid_to", "parent_name"],
)
UNITS = UNITS.assign(name_shared=shared_names(UNITS)).set_index("unit_id")


@pytest.mark.parametrize(
    ("unit_id", "vi", "en"),
    [
        ("P63-64", "Gia Lai (đến 30/6/2025)", "Gia Lai (until 30 June 2025)"),
        ("P34-52", "Gia Lai (từ 1/7/2025)", "Gia Lai (since 1 July 2025)"),
        ("P63-06", "Bắc Kạn", "Bac Kan"),
        ("D63-064", "huyện Chợ Đồn (Bắc Kạn, đến 30/6/2025)", "Cho Don district (Bac Kan, until 30 June 2025)"),
        ("C34-02020", "xã Chợ Đồn (Thái Nguyên)", "Cho Don commune (Thai Nguyen)"),
        ("D63-760", "Quận 1 (Hồ Chí Minh, đến 30/6/2025)", "District 1 (Ho Chi Minh, until 30 June 2025)"),
        (
            "C63-19780",
            "phường Phường Đúc (Thuận Hóa, đến 30/6/2025)",
            "Phuong Duc ward (Thuan Hoa, until 30 June 2025)",
        ),
        ("C34-20333", "đặc khu Hoàng Sa (Đà Nẵng)", "Hoang Sa special zone (Da Nang)"),
        ("A-1", "Sở Y tế (Gia Lai)", "Department of Health (Gia Lai)"),
        ("VN", "Việt Nam", "Viet Nam"),
    ],
)
def test_full_label(unit_id: str, vi: str, en: str) -> None:
    row = UNITS.loc[unit_id]
    assert full_label(row) == vi
    assert full_label(row, "en") == en
    assert full_label(row.to_dict()) == vi


def test_dates_only_when_the_name_is_shared_and_wanted() -> None:
    row = UNITS.loc["P63-64"]
    assert full_label(row, shared=False) == "Gia Lai"
    assert full_label(UNITS.loc["P63-06"], shared=True) == "Bắc Kạn (đến 30/6/2025)"
    assert full_label(row.drop("name_shared")) == "Gia Lai"


def test_the_english_name_of_the_parent_is_used_when_given() -> None:
    row = UNITS.loc["D63-760"].to_dict() | {"parent_name_en": "Ho Chi Minh City"}
    assert full_label(row, "en") == "District 1 (Ho Chi Minh City, until 30 June 2025)"


def test_shared_names_are_those_of_two_provinces_not_of_districts_and_communes() -> None:
    assert UNITS.index[UNITS["name_shared"]].tolist() == ["P63-64", "P34-52"]


def test_short_label() -> None:
    assert short_label(UNITS.loc["D63-064"]) == "Chợ Đồn"
    assert short_label(UNITS.loc["D63-064"], "en") == "Cho Don"


def test_kinds_and_days() -> None:
    assert kind_label("thị xã") == "thị xã" and kind_label("thị xã", "en") == "town"
    assert kind_label("bộ", "en") == "ministry" and kind_label("tổ", "en") == "tổ"
    days = ("2025-06-30", dt.date(2025, 6, 30), pd.Timestamp("2025-06-30"))
    assert {date_label(day) for day in days} == {"30/6/2025"}
    assert {date_label(day, "en") for day in days} == {"30 June 2025"}


def test_every_kind_of_the_data_has_an_english_word() -> None:
    for path in sorted((ROOT / "data" / "units").glob("*.csv")):
        for kind in pd.read_csv(path, usecols=["kind"])["kind"].dropna().unique():
            word = kind_label(kind, "en")
            assert word.isascii() and word != kind, f"{path.name}: {kind}"
