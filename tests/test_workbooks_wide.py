"""Wide tables as offices make them: headings on several lines, every spelling of names, totals, notes, odd numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov_metrics.collect.workbooks import Catalogue, ImportRefused
from egov_metrics.collect.workbooks.grid import Value, column_name, column_number
from egov_metrics.collect.workbooks.values import (
    COMMA,
    POINT,
    nothing_of,
    number_of,
    number_text,
    rank_of_cell,
    signs_of,
)
from tests.workbook_files import OLD_63, book, catalogue, planned, stated, values

SPELLINGS = {
    "P63-46": ("TT-Huế", "TT Hue", "TT-Hue", "Thừa Thiên - Huế", "Thua Thien-Hue", "Tỉnh Thừa Thiên Huế", "Huế"),
    "P63-79": ("Tp.HCM", "TP. Hồ Chí Minh", "TPHCM", "HCMC", "Ho Chi Minh City", "HoChiMinh", "Thanh phố Hồ Chí Minh"),
    "P63-45": ("Quang Tri", "Quảng Trị", "QUẢNG TRỊ", "Tỉnh Quảng Trị", "12. Quảng Trị", "Quảng Trị*"),
    "P63-77": ("BRVT", "BR-VT", "BR - VT", "Bà Rịa-Vũng Tàu", "Bà Rịa – Vũng Tàu", "Ba Ria Vung Tau"),
    "P63-66": ("Dak Lak", "DakLak", "Đắc Lắc", "Đăk Lăk", "Daklak"),
    "P63-06": ("Bac Kan", "Bắc Cạn", "BacKan"),
    "P63-17": ("Hoa Binh", "Hoà Bình", "Hòa Bình"),
    "P63-52": ("Bình Ðịnh",),  # the Icelandic letter that looks the same
    "P63-48": ("Danang", "Da Nang", "Tp Đà Nẵng", "TP. Đà Nẵng"),
}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("none"))


@pytest.mark.parametrize(("unit", "text"), [(unit, text) for unit, texts in SPELLINGS.items() for text in texts])
def test_names_of_provinces_in_every_spelling(words: Catalogue, unit: str, text: str) -> None:
    assert words.names.resolve(text, year=2019).unit_id == unit


def test_a_name_that_is_none_comes_with_near_names(words: Catalogue) -> None:
    named = words.names.resolve("Sơn Lạ La", year=2019)
    assert (named.unit_id, named.reason) == (None, "unknown_unit")
    assert words.names.resolve("Sơn Laa", year=2019).near == ("Sơn La",)


def test_headings_on_three_lines_with_merged_cells(words: Catalogue) -> None:
    rows = [
        ["BẢNG TỔNG HỢP KẾT QUẢ"],
        ["Số liệu các tỉnh"],
        ["STT", "Tỉnh, thành phố", "Chỉ số cải cách hành chính", None, None, None, "SIPAS"],
        [None, None, "PAR INDEX 2021", None, "PAR INDEX 2022", None, "2022"],
        [None, None, "Điểm", "Xếp hạng", "Điểm", "Xếp hạng", "Tỷ lệ (%)"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        [1, "Sơn La", 80.12, 30, 81.5, 28, "80,25"],
        [2, "TT-Huế", 85.9, 5, 86.01, 4, "83,10"],
        [3, "Tp.HCM", 79.05, 41, 80.0, 40, "79,90"],
        [None, "Trung bình", 81.69, None, 82.5, None, "81,08"],
        ["Ghi chú: số liệu giả định."],
    ]
    merged = ["A3:A5", "B3:B5", "C3:F3", "C4:D4", "E4:F4"]
    made = planned(book({"Bảng 1": rows}, {"Bảng 1": merged}), words)
    assert values(made) == {
        ("P63-14", "par_index_score", "2021"): "80.12", ("P63-14", "par_index_score", "2022"): "81.5",
        ("P63-46", "par_index_score", "2021"): "85.9", ("P63-46", "par_index_score", "2022"): "86.01",
        ("P63-79", "par_index_score", "2021"): "79.05", ("P63-79", "par_index_score", "2022"): "80",
        ("P63-14", "sipas_score", "2022"): "80.25", ("P63-46", "sipas_score", "2022"): "83.10",
        ("P63-79", "sipas_score", "2022"): "79.90",
    }  # fmt: skip
    assert values(made, "rank")["P63-46", "par_index_score", "2021"] == "5"
    assert {one.reason for one in made.left_out} == {"summary_row", "note"}
    quotes = set(stated(made)["quote"])
    assert {"Bảng 1!C7", "Bảng 1!E8", "Bảng 1!G9"} <= quotes


def test_columns_of_years_take_the_indicator_from_the_title(words: Catalogue) -> None:
    rows = [
        ["Chỉ số chuyển đổi số (DTI) các tỉnh giai đoạn 2020-2022"],
        ["Tỉnh", 2020, 2021, 2022],
        ["Lào Cai", 0.3801, 0.402, 0.6111],
        ["Yên Bái", 0.3, "-", 0.55],
        ["Hà Giang", "0,295", "không xếp hạng", "0,5"],
    ]
    made = planned(book({"DTI": rows}), words)
    found = values(made)
    assert found["P63-10", "dti_score", "2021"] == "0.402"
    assert ("P63-15", "dti_score", "2021") not in found, "an empty place states nothing"
    assert found["P63-02", "dti_score", "2020"] == "0.295"
    assert values(made, "nothing")["P63-02", "dti_score", "2021"] == "not_ranked"


def test_vietnamese_and_english_numbers_as_texts(words: Catalogue) -> None:
    assert signs_of(["1.234,5", "81,93"]) == COMMA
    assert signs_of(["1,234.5", "81.93"]) == POINT
    assert signs_of(["0.680", "0.712"]) == POINT
    assert signs_of(["1.234"]) == COMMA and signs_of(["1.234"], greatest=10) == POINT
    assert signs_of(["1.234.567", "12"]) == COMMA
    for text, signs, number in (
        ("1.234,5", COMMA, "1234.5"), ("81,93%", COMMA, "81.93"), ("12 345", COMMA, "12345"), ("−3,5", COMMA, "-3.5"),
        ("86,01 điểm", COMMA, "86.01"), ("1,234.5", POINT, "1234.5"),
    ):  # fmt: skip
        found = number_of(Value("s", text), signs)
        assert found is not None and found[0] == number, text
    for text in ("12/63", "mười", "1,2,3", "=1+1", "12.5.3", "", "3 tỉnh"):
        assert number_of(Value("s", text), COMMA) is None, text
    assert number_text(7.325588226318359) == "7.325588", "single precision is told by its digits"
    assert number_text(0.1 + 0.2) == "0.3" and number_text(63.0) == "63" and number_text(1e-7) == "0.0000001"
    assert rank_of_cell(Value("s", "23/63")) == ("23", "63") and rank_of_cell(Value("n", 2.5)) is None
    assert nothing_of("KXH") == "not_ranked" and nothing_of("…") == "" and nothing_of("chín") is None


def test_percent_cells_are_percents(words: Catalogue) -> None:
    rows = [
        ["Tỉnh", "SIPAS 2021", "DTI 2021"],
        ["Sơn La", 0.8512, 0.41],
        ["Gia Lai", 0.79, 0.39],
        ["Phú Yên", 0.8, 0.4],
    ]
    formats = {"A": {f"{column}{row}": "0.00%" for row in (2, 3, 4) for column in "BC"}}
    made = planned(book({"A": rows}, formats=formats), words)
    assert values(made)["P63-14", "sipas_score", "2021"] == "85.12"
    assert values(made)["P63-14", "dti_score", "2021"] == "0.41", "an index from 0 to 1 stays one"


def test_shares_from_0_to_1_are_asked_about(words: Catalogue) -> None:
    rows = [["Tỉnh", "SIPAS 2021"], *([name, 0.7 + at / 1000] for at, name in enumerate(OLD_63[:8]))]
    content = book({"A": rows})
    made = planned(content, words)
    assert [kind for question in made.questions for kind, _ in question.reasons] == ["share_scale"]
    assert not values(made)
    assert planned(content, words, use=frozenset({"A"})).count("accepted") == 8


def test_totals_regions_blank_columns_and_what_stands_below_are_left_out(words: Catalogue) -> None:
    rows = [
        ["TT", "Đơn vị", None, "PAR INDEX năm 2020"],
        [None, "Cả nước", None, 83.72],
        ["I", "Đồng bằng sông Hồng", None, 85.1],
        [1, "Hà Nội", None, 88.1],
        [2, "Hải Phòng", None, 87.2],
        ["II", "Tây Nguyên", None, None],
        [3, "Gia Lai", None, 80.6],
        [4, "Kon Tum", None, 79.5],
        [],
        [None, "Hà Nội", None, 88.1],
        [None, "Max", None, 88.1],
        [None, "Giá trị thấp nhất", None, 79.5],
        ["Nguồn: số liệu giả định"],
    ]
    made = planned(book({"A": rows}), words)
    assert {unit for unit, _, _ in values(made)} == {"P63-01", "P63-31", "P63-64", "P63-62"}
    reasons = {(one.row, one.reason) for one in made.left_out}
    assert {(2, "aggregate_row"), (3, "aggregate_row"), (10, "below_table"), (11, "summary_row")} <= reasons
    assert made.count("rejected") == made.count("duplicate") == 0


def test_unknown_units_and_wrong_cells_are_rejected_with_their_place(words: Catalogue) -> None:
    rows = [
        ["Tỉnh", "PAR INDEX 2019", "Xếp hạng"],
        ["Sơn La", 72.5, 22],
        ["Sơn Laa", 80.5, 24],
        ["Gia Lai", "tám mươi", 25],
        ["Phú Yên", 812.5, 26],
        ["Lâm Đồng", 79.9, "27/20"],
        ["Hà Nam", 80, "hai"],
    ]
    made = planned(book({"Bảng": rows}), words)
    found = {row["row"]: row for row in stated(made, "rejected").to_dict("records")}
    assert {row: one["reason"] for row, one in found.items()} == {
        3: "unknown_unit", 4: "bad_number", 5: "out_of_bounds", 6: "rank_beyond", 7: "bad_rank",
    }  # fmt: skip
    assert (found[3]["bad_value"], found[3]["near"]) == ("Sơn Laa", "Sơn La")
    assert (found[4]["bad_column"], found[4]["bad_value"]) == ("B", "tám mươi")
    assert found[5]["near"] == "0 – 100"
    assert list(values(made)) == [("P63-14", "par_index_score", "2019")]


def test_the_same_value_twice_is_one_and_two_values_are_none(words: Catalogue) -> None:
    rows = [
        ["Tỉnh", "PAR INDEX 2019"],
        ["Sơn La", 82.11], ["Son La", 82.11], ["Gia Lai", 80.1], ["Gia Lai", 80.9],
        ["Phú Yên", 77.456], ["Phu Yen", 77.46],
    ]  # fmt: skip
    made = planned(book({"A": rows}), words)
    assert values(made) == {
        ("P63-14", "par_index_score", "2019"): "82.11", ("P63-54", "par_index_score", "2019"): "77.456",
    }  # fmt: skip
    assert made.count("duplicate") == 2
    assert list(stated(made, "rejected")["reason"]) == ["conflict_in_file"] * 2
    assert stated(made, "rejected")["near"].iloc[0] == "A!B5: 80.9"


def test_known_figures_are_set_aside_and_contradictions_told(words: Catalogue) -> None:
    rows = [["Tỉnh", "PAR INDEX 2019", "Hạng"], ["Sơn La", 81.93, 23], ["Quảng Ninh", 91.2, 1], ["Gia Lai", 11.11, 60]]
    made = planned(book({"A": rows}), words)
    assert ("P63-14", "par_index_score", "2019") in values(made, fate="known")
    told = {row["unit_id"]: row for row in made.judged.conflicts.to_dict("records")}
    known = words.known[
        (words.known["indicator_code"] == "par_index_score") & (words.known["period_end"] == "2019-12-31")
    ]
    has = set(known.loc[known["value"] != "", "unit_id"])
    assert set(told) == {"P63-22", "P63-64"} & has and told
    assert all(row["known_value"] for row in told.values())


def test_provinces_since_july_2025_are_the_new_ones(words: Catalogue) -> None:
    names = ("Gia Lai", "Đồng Tháp", "Huế", "Lâm Đồng")
    rows = [["Tỉnh", "PAR INDEX 2026"], *([name, 80 + at] for at, name in enumerate(names))]
    found = {unit for unit, _, _ in values(planned(book({"A": rows}), words))}
    assert found == {"P34-52", "P34-82", "P34-46", "P34-68"}
    rows[0][1] = "PAR INDEX 2024"
    assert {unit[:3] for unit, _, _ in values(planned(book({"A": rows}), words))} == {"P63"}


def test_a_former_province_is_not_taken_for_the_one_it_is_part_of(words: Catalogue) -> None:
    rows = [["Tỉnh", "PAR INDEX 2026"], ["Tuyên Quang", 80], ["Hà Giang", 70], ["Gia Lai", 75], ["Thừa Thiên Huế", 81]]
    made = planned(book({"A": rows}), words)
    assert values(made)["P34-08", "par_index_score", "2026"] == "80"
    assert values(made)["P34-46", "par_index_score", "2026"] == "81"
    assert list(stated(made, "rejected")["reason"]) == ["former_unit"]
    assert words.names.resolve("Hà Tây", year=2007).reason == "former_unit"


def test_34_provinces_in_a_year_of_63_are_asked_about(words: Catalogue) -> None:
    names = [unit["name_vi"] for unit in words.units.to_dict("records") if unit["unit_id"].startswith("P34-")]
    content = book({"A": [["Tỉnh", "DTI 2024"], *([name, 0.5 + at / 100] for at, name in enumerate(names))]})
    made = planned(content, words)
    assert [kind for question in made.questions for kind, _ in question.reasons] == ["which_provinces"]
    answered = planned(content, words, eras={"A": "new"})
    assert {unit[:3] for unit, _, _ in values(answered)} == {"P34"} and answered.count("accepted") == 34


def test_districts_of_one_province(words: Catalogue) -> None:
    rows = [
        ["Kết quả DDCI năm 2022"],
        ["TT", "Huyện, thị xã, thành phố", "Điểm", "Xếp hạng"],
        [1, "Thành phố Sơn La", "70,25", 1], [2, "Huyện Mai Sơn", "68,1", 2], [3, "Mường La", "65,9", 3],
        [4, "H. Sông Mã", "64", 4], [5, "Mộc Châu", "60,5", 5],
    ]  # fmt: skip
    made = planned(book({"DDCI": rows}), words)
    assert made.profile.sheets[0].level == "district" and made.profile.sheets[0].parent == "P63-14"
    assert set(values(made).values()) == {"70.25", "68.1", "65.9", "64", "60.5"}
    assert all(words.names.province_of(unit) == "P63-14" for unit, _, _ in values(made))
    assert set(stated(made)["rank_of"]) == {""}, "nobody says that the list is whole"


def test_a_total_of_empty_parts_is_no_zero(words: Catalogue) -> None:
    rows = [
        ["Province", "Participation at local levels", "Control of corruption", "PAPI 2014"],
        ["Sơn La", 5.1, 4.9, 36.5], ["Gia Lai", 5.0, 4.8, 35.5], ["Phú Yên", None, None, 0],
    ]  # fmt: skip
    made = planned(book({"PAPI 2014": rows}), words)
    assert list(stated(made, "rejected")["reason"]) == ["sum_of_nothing"]
    assert made.count("accepted") == 6


@pytest.mark.parametrize(
    ("name", "sheet", "heading", "kinds"),
    [
        ("PCI_2015.xlsx", "Tổng hợp", "PCI 2014", ["year_other_than_file"]),
        ("PCI.xlsx", "Năm 2014", "PCI 2015", ["years_disagree"]),
        ("PCI.xlsx", "Tổng hợp", "PCI", ["year_unknown"]),
        ("PCI_2011-2013.xlsx", "2014", "PCI", ["year_other_than_file"]),
        ("PCI_2015.xlsx", "Tổng hợp", "PCI", []),
        ("PCI_2011-2015.xlsx", "2014", "PCI", []),
    ],
)
def test_years_that_are_not_certain_are_asked_about(
    words: Catalogue, name: str, sheet: str, heading: str, kinds: list[str]
) -> None:
    rows = [["Tỉnh", heading], *([unit, 60 + at / 10] for at, unit in enumerate(OLD_63[:6]))]
    made = planned(book({sheet: rows}), words, name)
    assert [kind for question in made.questions for kind, _ in question.reasons] == kinds
    assert bool(values(made)) == (not kinds)
    if kinds:
        answered = planned(book({sheet: rows}), words, name, years={sheet: 2014})
        assert {year for _, _, year in values(answered)} == {"2014"}


def test_a_hidden_sheet_of_other_numbers_is_asked_about_also_without_a_year(words: Catalogue) -> None:
    new = [["Tỉnh", "PCI 2016"], *([unit, 60 + at] for at, unit in enumerate(OLD_63[:20]))]
    old = [["Province", "PCI"], *([unit, 50 + at] for at, unit in enumerate(OLD_63[:20]))]
    made = planned(book({"Tong hop": new, "Cu": old}, hidden=["Cu"]), words, "PCI_2016.xlsx")
    (question,) = made.questions
    assert question.sheet == "Cu" and {kind for kind, _ in question.reasons} == {"hidden_sheet", "differs_from_sheet"}
    assert made.waiting == {"Cu": 20} and made.count("accepted") == 20


def test_numbers_of_another_year_in_the_store_are_noticed(tmp_path: Path, words: Catalogue) -> None:
    known = words.known[(words.known["indicator_code"] == "par_index_score") & (words.known["value"] != "")]
    year = known["period_end"].str[:4].value_counts().index[0]
    rows = known[known["period_end"].str[:4] == year].drop_duplicates("unit_id").head(12)
    names = [words.names.label(unit) for unit in rows["unit_id"]]
    other = "2013" if year != "2013" else "2014"
    table = [["Tỉnh", f"PAR INDEX {other}"], *map(list, zip(names, rows["value"].astype(float), strict=True))]
    made = planned(book({"A": table}), words)
    assert "equals_other_year" in [kind for question in made.questions for kind, _ in question.reasons]


def test_a_file_without_a_table_is_refused_in_one_line(words: Catalogue) -> None:
    with pytest.raises(ImportRefused, match="expected a table with a column of unit names"):
        planned(book({"A": [["chỉ có chữ"], ["ở đây"]]}), words)
    with pytest.raises(ImportRefused, match="sheet 'B': expected one of A"):
        planned(book({"A": [["Tỉnh", "PCI 2014"], ["Sơn La", 60]]}), words, skip=frozenset({"B"}))


def test_columns_have_letters() -> None:
    assert [column_name(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_number(column_name(at)) for at in (0, 25, 26, 701, 702)] == [0, 25, 26, 701, 702]
    for letters in ("", "A1", "É"):
        with pytest.raises(ValueError, match="expected a column"):
            column_number(letters)
