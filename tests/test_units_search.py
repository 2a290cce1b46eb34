"""Folding and search on the shipped units: what readers type, and what they must find."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.units.folding import fold, split_kind
from egov_metrics.units.search import UnitIndex, is_one_slip

DATA = Path(__file__).resolve().parent.parent / "data"
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ -.,'AĐÊÔ12"


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    names = ("country_regions", "provinces", "districts", "communes_old", "communes_present")
    frame = pd.concat([pd.read_csv(DATA / f"units/{name}.csv", dtype=str) for name in names], ignore_index=True)
    return frame.assign(parent_name=frame["parent_id"].map(frame.set_index("unit_id")["name_vi"]))


@pytest.fixture(scope="module")
def index(units: pd.DataFrame) -> UnitIndex:
    return UnitIndex(units, pd.read_csv(DATA / "unit_aliases.csv", dtype=str))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("  ĐẮK   Lắk ", "dak lak"),
        ("Thừa Thiên-Huế", "thua thien hue"),
        ("Ea H'leo", "ea h leo"),
        ("TP.HCM", "tp hcm"),
        ("", ""),
        ("...", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text(alphabet=VIETNAMESE, max_size=30))
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded == fold(unicodedata.normalize("NFD", text)) == fold(text.upper())
    assert folded.isascii() and "  " not in folded and folded == folded.strip()


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("tỉnh Sơn La", "tỉnh", "Sơn La"),
        ("Thành phố Hồ Chí Minh", "thành phố", "Hồ Chí Minh"),
        ("TP. Đà Nẵng", "thành phố", "Đà Nẵng"),
        ("TP.HCM", "thành phố", "HCM"),
        ("tp hcm", "thành phố", "hcm"),
        ("T.P Huế", "thành phố", "Huế"),
        ("huyện Chợ Đồn", "huyện", "Chợ Đồn"),
        ("H. Chợ Đồn", "huyện", "Chợ Đồn"),
        ("Thị xã Đông Triều", "thị xã", "Đông Triều"),
        ("TX Đông Triều", "thị xã", "Đông Triều"),
        ("thị trấn Bằng Lũng", "thị trấn", "Bằng Lũng"),
        ("Phường Tô Hiệu", "phường", "Tô Hiệu"),
        ("đặc khu Hoàng Sa", "đặc khu", "Hoàng Sa"),
        ("quan hai chau", "quận", "hai chau"),
        ("thanh pho da nang", "thành phố", "da nang"),
        (unicodedata.normalize("NFD", "quận Hải Châu"), "quận", "Hải Châu"),
        ("Quan Sơn", None, "Quan Sơn"),
        ("Tĩnh Gia", None, "Tĩnh Gia"),
        ("Xa Dungô", None, "Xa Dungô"),
        ("Quận 1", None, "Quận 1"),
        ("Phường 1 Bảo Lộc", "phường", "1 Bảo Lộc"),
        ("tỉnh", None, "tỉnh"),
        ("Hòa Bình", None, "Hòa Bình"),
        ("TPHCM", None, "TPHCM"),
        ("", None, ""),
    ],
)
def test_split_kind(text: str, kind: str | None, name: str) -> None:
    assert split_kind(text) == (kind, name)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("son la", ["P34-14", "P63-14", "D63-116"]),
        ("Sơn La", ["P34-14", "P63-14", "D63-116"]),
        ("tp hcm", ["P34-79", "P63-79"]),
        ("TP.HCM", ["P34-79", "P63-79"]),
        ("TPHCM", ["P34-79", "P63-79"]),
        ("Sài Gòn", ["P34-79", "P63-79"]),
        ("Hanoi", ["P34-01", "P63-01"]),
        ("bac kan", ["P63-06", "P34-19", "D63-058"]),
        ("Bắc Cạn", ["P63-06", "P34-19", "D63-058"]),
        ("thua thien hue", ["P63-46", "P34-46", "D63-tp-hue"]),
        ("Thừa Thiên - Huế", ["P63-46", "P34-46"]),
        ("Huế", ["P34-46", "P63-46", "D63-tp-hue"]),
        ("Bình Định", ["P63-52", "P34-52"]),
        ("BR-VT", ["P63-77"]),
        ("dac lac", ["P34-66", "P63-66"]),
        ("Hoà Bình", ["P63-17"]),
        ("ĐBSCL", ["R34-dong-bang-song-cuu-long", "R63-dong-bang-song-cuu-long"]),
        ("ca nuoc", ["VN"]),
        ("cho don", ["D63-064"]),
        ("chợ đồn bắc kạn", ["D63-064"]),
        ("cho don, bac kan", ["D63-064"]),
        ("huyện Chợ Đồn, tỉnh Bắc Kạn", ["D63-064"]),
        ("bac kan cho don", ["D63-064"]),
        ("hoanh bo", ["D63-hoanh-bo"]),
        ("phuong 4 sa dec", ["C63-29908"]),
        ("Quận 1", ["D63-760"]),
        ("quan 9", ["D63-769"]),
        ("ea hleo", ["D63-645"]),
        ("thành phố Sơn La", ["D63-116"]),
        ("xa dung", ["C34-03208", "C63-03373"]),
        ("hoang sa", ["D63-498", "C34-20333"]),
        ("Spratly Islands", ["D63-576", "C34-22736"]),
    ],
)
def test_find(index: UnitIndex, query: str, first: list[str]) -> None:
    assert index.find(query)[: len(first)] == first


@pytest.mark.parametrize("query", ["son lla", "sonn la", "sno la", "quang nihn", "quangninh", "tuyen quamg", "bak kan"])
def test_one_slip_is_forgiven(index: UnitIndex, units: pd.DataFrame, query: str) -> None:
    names = units.set_index("unit_id")["name_vi"].map(fold)
    found = index.find(query)
    assert found and is_one_slip(names[found[0]], query)
    assert found[0].startswith("P")


def test_short_texts_and_two_slips_are_not_forgiven(index: UnitIndex) -> None:
    assert index.find("hux") == []  # Huế is one letter away, but nearly everything is near three letters
    assert index.find("qqang nihn") == []
    assert index.find("") == index.find("  .") == index.find("tỉnh không có") == []


def test_tiers_of_find(index: UnitIndex, units: pd.DataFrame) -> None:
    names = units.set_index("unit_id")["name_vi"].map(fold)
    found = [names[unit_id] for unit_id in index.find("binh", levels=["province"], limit=100)]
    begins = [name.startswith("binh") for name in found]
    assert begins.count(True) == 4 and begins.index(False) == 4, found
    assert {"hoa binh", "quang binh", "thai binh", "ninh binh"} <= set(found[4:])


def test_accents_that_were_typed_come_first_inside_a_level(index: UnitIndex, units: pd.DataFrame) -> None:
    named = units.set_index("unit_id")["name_vi"]
    typed = [named[unit_id] for unit_id in index.find("Tân Thạnh", levels=["commune"], limit=12)]
    other = [named[unit_id] for unit_id in index.find("Tân Thành", levels=["commune"], limit=12)]
    assert set(typed) == {"Tân Thạnh"} and set(other) == {"Tân Thành"}


def test_levels_and_limit(index: UnitIndex) -> None:
    assert index.find("son la", levels=["district"])[0] == "D63-116"
    assert all(unit_id.startswith("C") for unit_id in index.find("son la", levels=["commune"]))
    assert len(index.find("tan", limit=7)) == 7
    found = index.find("a", limit=20000)
    assert len(found) == len(set(found)) > 5000
    with pytest.raises(ValueError, match="unknown level city: expected some of country"):
        index.find("hue", levels=["city"])


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("gia lai", None, ["P63-64", "P34-52"]),
        ("gia lai", 2018, ["P63-64"]),
        ("gia lai", 2025, ["P63-64", "P34-52"]),
        ("gia lai", 2026, ["P34-52"]),
        ("son la", None, ["P63-14", "P34-14"]),
        ("Tỉnh Sơn La", None, ["P63-14", "P34-14"]),
        ("thành phố Sơn La", None, ["D63-116"]),
        ("thành phố Sơn La", 2026, []),
        ("tp hcm", None, ["P63-79", "P34-79"]),
        ("binh dinh", None, ["P63-52", "P34-52"]),
        ("Huế", None, ["P34-46", "P63-46"]),
        ("Huế", 2020, ["P63-46"]),
        ("TP. Huế", 2020, ["D63-tp-hue"]),
        ("Thừa Thiên Huế", None, ["P63-46", "P34-46"]),
        ("thị xã Đông Triều", 2016, ["D63-205"]),
        ("chợ đồn, bắc kạn", None, ["D63-064"]),
        ("Chợ Đồn, tỉnh Bắc Kạn", 2019, ["D63-064"]),
        ("chợ đồn, sơn la", None, []),
        ("P63-14", None, ["P63-14"]),
        ("P63-14", 2026, []),
        ("son", None, []),
        ("", None, []),
    ],
)
def test_resolve(index: UnitIndex, name: str, year: int | None, expected: list[str]) -> None:
    assert index.resolve(name, year) == expected


def test_resolve_in_levels(index: UnitIndex) -> None:
    assert index.resolve("son la", levels=["district"]) == ["D63-116"]
    assert index.resolve("P63-14", levels=["district"]) == []
    assert index.resolve("Châu Thành, Tiền Giang", levels=["district"]) == ["D63-821"]
    assert len(index.resolve("Châu Thành", levels=["district"])) > 5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("son la", "son la", False),
        ("son la", "son lla", True),
        ("son la", "so la", True),
        ("son la", "sun la", True),
        ("son la", "sno la", True),
        ("son la", "son", False),
        ("son la", "sn lo", False),
        ("ab", "ba", True),
        ("abc", "cba", False),
    ],
)
def test_is_one_slip(one: str, other: str, expected: bool) -> None:
    assert is_one_slip(one, other) is is_one_slip(other, one) is expected


def test_a_wrong_frame_is_refused_in_words() -> None:
    row = {
        "unit_id": "P63-14", "level": "province", "name_vi": "Sơn La", "name_en": "Son La", "kind": "tỉnh",
        "parent_id": "VN", "valid_from": None, "valid_to": pd.Timestamp("2025-06-30"),
    }  # fmt: skip
    none = pd.DataFrame(columns=["unit_id", "alias"])
    good = pd.DataFrame([row])
    assert UnitIndex(good, none).resolve("son la", 2025) == ["P63-14"]
    assert UnitIndex(good, none).resolve("son la", 2026) == []
    with pytest.raises(ValueError, match="column kind is missing"):
        UnitIndex(good.drop(columns="kind"), none)
    with pytest.raises(ValueError, match="P63-14 occurs twice"):
        UnitIndex(pd.DataFrame([row, row]), none)
    with pytest.raises(ValueError, match="unknown level 'state'"):
        UnitIndex(pd.DataFrame([row | {"level": "state"}]), none)
    with pytest.raises(ValueError, match="column alias is missing"):
        UnitIndex(good, pd.DataFrame({"unit_id": ["P63-14"]}))


def test_present_units_come_before_ended_ones_of_the_same_name() -> None:
    ended = {
        "unit_id": "A", "level": "commune", "name_vi": "Tân Phú", "name_en": "Tan Phu", "kind": "xã",
        "parent_id": None, "valid_from": None, "valid_to": "2025-06-30",
    }  # fmt: skip
    lasting = ended | {"unit_id": "B", "valid_from": "2025-07-01", "valid_to": None}
    index = UnitIndex(pd.DataFrame([ended, lasting]), pd.DataFrame(columns=["unit_id", "alias"]))
    assert index.find("tan phu") == ["B", "A"]
    assert index.resolve("tan phu") == ["A", "B"]
