"""The reviewed files of units: complete, consistent, and true where their source is known to be wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from egov_metrics.units.folding import fold
from egov_metrics.units.search import UnitIndex

DATA = Path(__file__).resolve().parent.parent / "data"

OLD_PROVINCES = """An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định,
Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai,
Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hồ Chí Minh, Hưng Yên, Khánh Hòa,
Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ,
Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên,
Thanh Hóa, Thừa Thiên Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái"""
MEMBERS_OF_MERGED = {
    "Tuyên Quang": "Hà Giang, Tuyên Quang",
    "Lào Cai": "Lào Cai, Yên Bái",
    "Thái Nguyên": "Bắc Kạn, Thái Nguyên",
    "Phú Thọ": "Hòa Bình, Phú Thọ, Vĩnh Phúc",
    "Bắc Ninh": "Bắc Giang, Bắc Ninh",
    "Hưng Yên": "Hưng Yên, Thái Bình",
    "Hải Phòng": "Hải Dương, Hải Phòng",
    "Ninh Bình": "Hà Nam, Nam Định, Ninh Bình",
    "Quảng Trị": "Quảng Bình, Quảng Trị",
    "Đà Nẵng": "Quảng Nam, Đà Nẵng",
    "Quảng Ngãi": "Kon Tum, Quảng Ngãi",
    "Gia Lai": "Bình Định, Gia Lai",
    "Khánh Hòa": "Khánh Hòa, Ninh Thuận",
    "Lâm Đồng": "Bình Thuận, Lâm Đồng, Đắk Nông",
    "Đắk Lắk": "Phú Yên, Đắk Lắk",
    "Hồ Chí Minh": "Bà Rịa - Vũng Tàu, Bình Dương, Hồ Chí Minh",
    "Đồng Nai": "Bình Phước, Đồng Nai",
    "Tây Ninh": "Long An, Tây Ninh",
    "Cần Thơ": "Cần Thơ, Hậu Giang, Sóc Trăng",
    "Vĩnh Long": "Bến Tre, Trà Vinh, Vĩnh Long",
    "Đồng Tháp": "Tiền Giang, Đồng Tháp",
    "Cà Mau": "Bạc Liêu, Cà Mau",
    "An Giang": "An Giang, Kiên Giang",
}
UNCHANGED = (
    *("Cao Bằng", "Điện Biên", "Hà Nội", "Hà Tĩnh", "Lai Châu"),
    *("Lạng Sơn", "Nghệ An", "Quảng Ninh", "Sơn La", "Thanh Hóa"),
)


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    """The units of the five files that this test answers for (departments have their own tests)."""
    names = ("country_regions", "provinces", "districts", "communes_old", "communes_present")
    return pd.concat([read(f"units/{name}.csv") for name in names], ignore_index=True).set_index("unit_id", drop=False)


@pytest.fixture(scope="module")
def succession() -> pd.DataFrame:
    return read("unit_succession.csv")


@pytest.fixture(scope="module")
def index(units: pd.DataFrame) -> UnitIndex:
    parent_name = units["parent_id"].map(units["name_vi"]).fillna("")
    return UnitIndex(units.assign(parent_name=parent_name), read("unit_aliases.csv"))


def system(units: pd.DataFrame, prefix: str) -> pd.DataFrame:
    return units[units["unit_id"].str.startswith(prefix)]


def test_the_63_and_the_34_provinces_are_there_by_name(units: pd.DataFrame) -> None:
    old = [name.strip() for name in OLD_PROVINCES.replace("\n", " ").split(",")]
    assert sorted(system(units, "P63-")["name_vi"]) == sorted(old)
    assert sorted(system(units, "P34-")["name_vi"]) == sorted([*MEMBERS_OF_MERGED, *UNCHANGED, "Huế"])
    assert len(old) == 63 and len(MEMBERS_OF_MERGED) + len(UNCHANGED) + 1 == 34


def test_counts(units: pd.DataFrame) -> None:
    counts = units.groupby(units["unit_id"].str.split("-").str[0]).size().to_dict()
    # 696 districts at the end of the level and three that ended before; 10,035 communes; 13 present ones are đặc khu.
    assert counts == {"VN": 1, "R63": 6, "R34": 6, "P63": 63, "P34": 34, "D63": 699, "C63": 10035, "C34": 3321}
    present = system(units, "C34-")["kind"].value_counts().to_dict()
    assert present == {"xã": 2621, "phường": 687, "đặc khu": 13}


def test_ids_are_unique_and_every_parent_is_of_the_level_above(units: pd.DataFrame) -> None:
    assert units["unit_id"].is_unique
    parents = {"R": "VN", "P63": "VN", "P34": "VN", "D63": "P63", "C63": "D63", "C34": "P34"}
    for prefix, parent_prefix in parents.items():
        children = system(units, prefix)
        assert children["parent_id"].isin(units["unit_id"]).all(), prefix
        assert children["parent_id"].str.startswith(parent_prefix).all(), prefix
    provinces = system(units, "P")
    assert provinces["region_id"].isin(system(units, "R")["unit_id"]).all()
    assert (provinces["region_id"].str[1:3] == provinces["unit_id"].str[1:3]).all()
    assert (units.loc[~units["unit_id"].isin(provinces["unit_id"]), "region_id"] == "").all()


def test_each_province_has_districts_and_communes(units: pd.DataFrame) -> None:
    assert set(system(units, "D63-")["parent_id"]) == set(system(units, "P63-")["unit_id"])
    assert set(system(units, "C34-")["parent_id"]) == set(system(units, "P34-")["unit_id"])
    without = set(system(units, "D63-")["unit_id"]) - set(system(units, "C63-")["parent_id"])
    # Five island districts had no communes; of the three that ended earlier only the district itself is entered.
    islands = {"D63-318", "D63-471", "D63-498", "D63-536", "D63-755"}
    assert without == islands | {"D63-hoanh-bo", "D63-nam-dong", "D63-tp-hue"}


def test_names_carry_no_kind_unless_they_are_numbers(units: pd.DataFrame) -> None:
    local = units[units["level"].isin(["district", "commune"])]
    kinds = {"huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu"}
    assert set(local["kind"]) == kinds
    first = local["name_vi"].str.lower().str.extract(f"^({'|'.join(kinds)}) (.)")
    numbered = first[1].str.isdigit() == True  # noqa: E712 - missing is not numbered
    assert (first.loc[numbered, 0] == local.loc[numbered, "kind"]).all() and numbered.sum() > 100
    assert not local["name_vi"].str[0].str.isdigit().any()
    # "Phường Đúc" is the whole name of a ward of Huế.
    assert local.loc[first[0].notna() & ~numbered, "name_vi"].to_dict() == {"C63-19780": "Phường Đúc"}
    assert units.loc["D63-760", ["name_vi", "name_en", "kind"]].tolist() == ["Quận 1", "District 1", "quận"]
    assert units["name_en"].map(lambda name: name.isascii() and bool(name)).all()


def test_validity(units: pd.DataFrame) -> None:
    old = units[units["unit_id"].str.match("[A-Z]63-")]
    early = {"D63-hoanh-bo": "2019-12-31", "D63-nam-dong": "2024-12-31", "D63-tp-hue": "2024-12-31"}
    assert old["valid_to"].to_dict() == dict.fromkeys(old["unit_id"], "2025-06-30") | early
    present = units[units["unit_id"].str.match("[A-Z]34-")]
    assert set(present["valid_from"]) == {"2025-07-01"} and set(present["valid_to"]) == {""}


def test_the_five_provinces_of_tay_nguyen(units: pd.DataFrame) -> None:
    members = units[units["region_id"] == "R63-tay-nguyen"]["name_vi"]
    assert sorted(members) == ["Gia Lai", "Kon Tum", "Lâm Đồng", "Đắk Lắk", "Đắk Nông"]
    assert units[units["level"] == "region"]["name_vi"].nunique() == 8


def test_reused_codes_are_different_units(units: pd.DataFrame) -> None:
    reused = {"15": "Yên Bái", "24": "Bắc Giang", "44": "Quảng Bình", "52": "Bình Định", "80": "Long An"}
    reused |= {"82": "Tiền Giang", "91": "Kiên Giang"}
    same_code = system(units, "P").groupby("code")["name_vi"].unique()
    differing = {code for code, names in same_code.items() if len(names) > 1}
    assert differing == set(reused) | {"46"}  # 46 is the one province that changed its name and not its territory
    for code, name in reused.items():
        assert units.loc[f"P63-{code}", "name_vi"] == name != units.loc[f"P34-{code}", "name_vi"]


def test_each_of_the_63_is_whole_in_one_of_the_34(units: pd.DataFrame, succession: pd.DataFrame) -> None:
    rows = succession[succession["predecessor_id"].str.startswith("P63-")]
    assert len(rows) == 63 and rows["predecessor_id"].is_unique
    assert set(rows["extent"]) == {"whole"} and set(rows["effective"]) == {"2025-07-01"}
    name = units["name_vi"]
    members = rows.groupby(rows["successor_id"].map(name))["predecessor_id"].agg(lambda ids: {name[id_] for id_ in ids})
    expected = {new: set(old.split(", ")) for new, old in MEMBERS_OF_MERGED.items()}
    expected |= {same: {same} for same in UNCHANGED} | {"Huế": {"Thừa Thiên Huế"}}
    assert members.to_dict() == expected


def test_succession_joins_known_units_inside_the_province_that_followed(
    units: pd.DataFrame, succession: pd.DataFrame
) -> None:
    assert not succession.duplicated(["predecessor_id", "successor_id"]).any()
    assert succession["predecessor_id"].isin(units["unit_id"]).all()
    assert succession["successor_id"].isin(units["unit_id"]).all()
    province_after = succession[succession["predecessor_id"].str.startswith("P63-")]
    after = province_after.set_index("predecessor_id")["successor_id"]
    parent = units["parent_id"]
    for row in succession[succession["successor_id"].str.startswith("C34-")].itertuples():
        district = parent[row.predecessor_id] if row.predecessor_id.startswith("C63-") else row.predecessor_id
        assert after[parent[district]] == parent[row.successor_id], row


def test_extent_is_whole_exactly_when_there_is_one_successor(succession: pd.DataFrame) -> None:
    successors = succession.groupby("predecessor_id")["successor_id"].transform("size")
    assert ((successors == 1) == (succession["extent"] == "whole")).all()
    assert len(succession[succession["predecessor_id"].str.startswith("C63-")]) == 10565
    assert len(succession[succession["predecessor_id"].str.startswith("D63-")]) == 3655


def test_every_unit_that_ended_has_a_successor_and_every_new_one_a_predecessor(
    units: pd.DataFrame, succession: pd.DataFrame
) -> None:
    below_regions = ~units["level"].isin(["country", "region"])
    ended = units[below_regions & (units["valid_to"] != "")]["unit_id"]
    begun = units[below_regions & (units["valid_from"] == "2025-07-01")]["unit_id"]
    assert set(ended) == set(succession["predecessor_id"])
    assert set(begun) <= set(succession["successor_id"])


def test_a_successor_begins_on_the_day_after_its_predecessor_ended(
    units: pd.DataFrame, succession: pd.DataFrame
) -> None:
    ended = pd.to_datetime(succession["predecessor_id"].map(units["valid_to"]))
    effective = pd.to_datetime(succession["effective"])
    assert (effective - ended == pd.Timedelta(days=1)).all()


def test_a_district_goes_where_its_communes_go(units: pd.DataFrame, succession: pd.DataFrame) -> None:
    communes = succession[succession["predecessor_id"].str.startswith("C63-")]
    by_district = communes.groupby(communes["predecessor_id"].map(units["parent_id"]))["successor_id"].agg(set)
    own = succession.groupby("predecessor_id")["successor_id"].agg(set)
    assert by_district.to_dict() == own.loc[by_district.index].to_dict()


@pytest.mark.parametrize(
    ("code", "successor"),
    [
        ("28252", "28249"),  # Phường 4 and 6 of Mỹ Tho
        ("28270", "28270"),
        ("28437", "28435"),  # Phường 3 and 4 of thị xã Cai Lậy
        ("28439", "28439"),
        ("29902", "29905"),  # Phường 3 and 4 of Sa Đéc
        ("29908", "29905"),
        ("25462", "25459"),  # Phường 4 of Tây Ninh, not of Tân An
        ("29623", "29623"),  # Mỹ An of Mang Thít, not of Thạnh Phú
        ("06079", "06079"),  # Hồng Phong of Bình Gia, not of Cao Lộc
        ("28036", "28036"),
    ],
)
def test_communes_that_the_source_sends_to_a_namesakes_successor(
    succession: pd.DataFrame, code: str, successor: str
) -> None:
    rows = succession[succession["predecessor_id"] == f"C63-{code}"]
    assert rows["successor_id"].tolist() == [f"C34-{successor}"]
    assert rows["note"].iloc[0].startswith("Bỏ ") and rows["basis"].iloc[0].endswith("đã sửa")


def test_all_corrections_are_noted(succession: pd.DataFrame) -> None:
    corrected = succession[succession["basis"].str.endswith("đã sửa")]
    assert corrected["predecessor_id"].nunique() == 31
    assert corrected["note"].str.startswith("Bỏ ").all()
    # The 32nd pair: Hòa Bình of Vĩnh Bảo loses two communes that are its namesake's.
    assert corrected.drop_duplicates("predecessor_id")["note"].str.count("Bỏ ").sum() == 32


def test_hoang_sa_and_truong_sa(units: pd.DataFrame, succession: pd.DataFrame) -> None:
    for district, commune, province, present in (
        ("D63-498", "C34-20333", "P63-48", "P34-48"),
        ("D63-576", "C34-22736", "P63-56", "P34-56"),
    ):
        assert units.loc[district, ["kind", "parent_id"]].tolist() == ["huyện", province]
        assert units.loc[commune, ["kind", "parent_id"]].tolist() == ["đặc khu", present]
        rows = succession[succession["predecessor_id"] == district]
        assert rows[["successor_id", "extent"]].to_numpy().tolist() == [[commune, "whole"]]


def test_districts_that_ended_before_2025(units: pd.DataFrame, succession: pd.DataFrame) -> None:
    rows = succession[succession["predecessor_id"].isin(["D63-hoanh-bo", "D63-nam-dong", "D63-tp-hue"])]
    named = rows.assign(successor=rows["successor_id"].map(units["name_vi"]))
    assert sorted(named[["predecessor_id", "successor", "extent", "effective"]].to_numpy().tolist()) == [
        ["D63-hoanh-bo", "Hạ Long", "whole", "2020-01-01"],
        ["D63-nam-dong", "Phú Lộc", "whole", "2025-01-01"],
        ["D63-tp-hue", "Phú Xuân", "part", "2025-01-01"],
        ["D63-tp-hue", "Thuận Hóa", "part", "2025-01-01"],
    ]


def test_aliases_say_something_new_about_known_units(units: pd.DataFrame) -> None:
    aliases = read("unit_aliases.csv")
    assert aliases["unit_id"].isin(units["unit_id"]).all()
    assert not aliases.duplicated(["unit_id", "alias"]).any()
    assert set(aliases["kind"]) == {"old_name", "spelling", "short", "english"}
    for row in aliases.itertuples():
        names = units.loc[row.unit_id, ["name_vi", "name_en"]].map(fold).tolist()
        assert fold(row.alias) not in names, f"{row.alias} is found without an alias"


def test_agrees_with_the_source_material(units: pd.DataFrame, succession: pd.DataFrame, shared_folder: Path) -> None:
    given = pd.read_csv(shared_folder / "units/provinces.csv", dtype=str, keep_default_na=False)
    ours = units.loc[given["unit_id"]].reset_index(drop=True)
    for column in ("code", "name_vi", "name_en", "valid_from", "valid_to"):
        assert ours[column].tolist() == given[column].tolist(), column
    assert ours["kind"].tolist() == given["type"].tolist()
    assert ours["region_id"].map(units["name_vi"]).tolist() == given["region"].tolist()
    mapped = pd.read_csv(shared_folder / "units/communes_seed_map.csv", dtype=str)
    pairs = set(zip("C63-" + mapped["old_commune_code"], "C34-" + mapped["new_commune_code"], strict=True))
    codes = succession[succession["predecessor_id"].isin({old for old, _ in pairs})]
    assert set(zip(codes["predecessor_id"], codes["successor_id"], strict=True)) == pairs
    seeds = pd.read_csv(shared_folder / "units/districts_seed.csv", dtype=str)
    for row in seeds.itertuples():
        rows = succession[succession["predecessor_id"] == f"D63-{row.district_code}"]
        assert set(rows["successor_id"].str[4:]) == set(row.new_commune_codes.split()), row.district_name_vi


def test_districts_that_the_figures_name_are_found_in_their_province(index: UnitIndex, shared_folder: Path) -> None:
    published = pd.read_csv(shared_folder / "data/published_figures.csv", dtype=str)
    gold = pd.read_csv(shared_folder / "data/seeds_gold.csv", dtype=str)
    criteria = pd.read_csv(shared_folder / "criteria/cqdt_observations.csv", dtype=str)
    criteria = criteria.rename(columns={"level": "unit_level", "unit": "unit_name"})
    sets = {"HUE": "Thừa Thiên Huế", "GIALAI": "Gia Lai", "PHUTHO": "Phú Thọ", "VPHUC": "Vĩnh Phúc"}
    criteria["parent_unit"] = criteria["set_code"].str.split("_").str[1].map(sets)
    gold["year"] = gold["period_end"].str[:4]
    columns = ["unit_level", "unit_name", "parent_unit", "year"]
    named = pd.concat([frame[columns] for frame in (published, gold, criteria)]).query("unit_level == 'district'")
    # A district row that bears its province's name is about all its districts together: a scope, not a unit.
    named = named[named["unit_name"] != named["parent_unit"]].drop_duplicates()
    assert len(named) > 40
    for row in named.itertuples():
        year = None if pd.isna(row.year) else int(row.year)
        found = index.resolve(f"{row.unit_name}, {row.parent_unit}", year=year, levels=["district"])
        assert len(found) == 1, (row, found)
