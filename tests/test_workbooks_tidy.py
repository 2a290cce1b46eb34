"""Tidy tables, the template, and rejected rows that come back."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from egov_metrics.collect.reading import ReadingRefused
from egov_metrics.collect.workbooks import Catalogue, ImportRefused, template
from egov_metrics.collect.workbooks.rejected import workbook
from egov_metrics.collect.workbooks.template import COLUMNS
from egov_metrics.collect.workbooks.tidy import fields_of
from tests.reading_files import book_bytes, xlsx
from tests.workbook_files import book, catalogue, planned, stated, values


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("none"))


def test_friendly_headings_in_both_languages() -> None:
    assert fields_of(["Đơn vị (*)", "Chỉ số", "Năm", "Giá trị"]) == {0: "unit", 1: "indicator", 2: "year", 3: "value"}
    assert fields_of(["unit_id", "indicator_code", "period_start", "period_end", "rank"])
    assert fields_of(["Tỉnh", "PAR INDEX 2021", "Xếp hạng"]) is None
    assert fields_of(["unit", "indicator", "value"]) is None, "a table without periods is none"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimited_text(words: Catalogue, delimiter: str, encoding: str) -> None:
    lines = [
        ("Đơn vị", "Chỉ số", "Năm", "Giá trị", "Hạng", "Ghi chú"),
        ("Sơn La", "PAR_INDEX", "2016", "72.31", "40/63", "một dòng có; dấu"),
        ("TT-Huế", "sipas_score", "2016", "81.5", "", ""),
        ("Mai Sơn, Sơn La", "DDCI", "2016", "61.25", "", ""),
    ]
    text = "".join(delimiter.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    made = planned(text.encode(encoding), words, "bang.csv")
    assert made.form == "tidy" and made.opened.kind == "csv"
    found = values(made)
    assert found["P63-14", "par_index_score", "2016"] == "72.31" and found["P63-46", "sipas_score", "2016"] == "81.5"
    district = next(unit for unit, code, _ in found if code == "ddci_score")
    assert words.names.level(district) == "district" and words.names.province_of(district) == "P63-14"
    first = stated(made).iloc[0]
    assert (first["rank"], first["rank_of"], first["quote"], first["row"]) == ("40", "63", "bang!D2", 2)


def test_a_table_of_headings_alone_has_no_rows(words: Catalogue) -> None:
    made = planned("Đơn vị,Chỉ số,Năm,Giá trị,Hạng\r\n".encode(), words, "trong.csv")
    assert made.form == "tidy" and stated(made).empty


def test_decimal_commas_of_a_column(words: Catalogue) -> None:
    rows = ("Sơn La;PAR_INDEX;2016;72,31", "Gia Lai;PAR_INDEX;2016;1.072,5", "Phú Yên;PAR_INDEX;2016;70")
    text = "\n".join(["unit;indicator;year;value", *rows])
    made = planned(text.encode(), words, "a.csv")
    assert values(made)["P63-14", "par_index_score", "2016"] == "72.31"
    assert values(made)["P63-54", "par_index_score", "2016"] == "70"
    assert stated(made, "rejected")[["reason", "bad_value"]].values.tolist() == [["out_of_bounds", "1072.5"]]


def test_what_is_wrong_with_a_row_is_said_with_column_and_value(words: Catalogue) -> None:
    rows = [
        ["unit", "indicator", "year", "value", "rank", "nothing", "qualifier", "source_id"],
        ["Sơn Laa", "PAR_INDEX", "2016", "70", "", "", "", ""],
        ["Sơn La", "PAR_IDX", "2016", "70", "", "", "", ""],
        ["Sơn La", "PAR_INDEX", "16", "70", "", "", "", ""],
        ["Sơn La", "PAR_INDEX", "2016", "bảy mươi", "", "", "", ""],
        ["Sơn La", "PAR_INDEX", "2016", "", "0", "", "", ""],
        ["Sơn La", "PAR_INDEX", "2016", "", "", "", "", ""],
        ["Sơn La", "PAR_INDEX", "2016", "70", "", "not_ranked", "", ""],
        ["Sơn La", "PAR_INDEX", "2016", "70", "", "", "chừng", ""],
        ["Sơn La", "PAR_INDEX", "2016", "70", "", "", "", "no-such-source"],
        ["", "PAR_INDEX", "2016", "70", "", "", "", ""],
        ["Sơn La", "", "2016", "70", "", "", "", ""],
        ["Sơn La", "PAR_INDEX", "", "70", "", "", "", ""],
        ["Gia Lai", "PAR_INDEX", "2016", "70,5", "", "", "khoảng", ""],
    ]
    text = "\n".join(";".join(row) for row in rows)
    made = planned(text.encode(), words, "a.csv")
    refused = stated(made, "rejected")
    assert list(zip(refused["row"], refused["reason"], refused["bad_column"], strict=True)) == [
        (2, "unknown_unit", "A"), (3, "unknown_indicator", "B"), (4, "bad_period", "C"), (5, "bad_number", "D"),
        (6, "bad_rank", "E"), (7, "nothing_stated", "D7"), (8, "value_and_nothing", "D8"), (9, "bad_word", "G"),
        (10, "unknown_source", "H"), (11, "no_unit", "A"), (12, "no_indicator", "B"), (13, "no_period", "C"),
    ]  # fmt: skip
    assert stated(made)["qualifier"].tolist() == ["approx"]
    assert refused["near"].iloc[0] == "Sơn La"


def test_rows_with_too_many_cells_are_counted_and_the_others_keep_their_numbers(words: Catalogue) -> None:
    text = (
        "unit,indicator,year,value\nSơn La,PAR_INDEX,2016,70\nGia Lai,PAR_INDEX,2016,71,9\nPhú Yên,PAR_INDEX,2016,72\n"
    )
    made = planned(text.encode(), words, "a.csv")
    assert [(one.row, one.reason) for one in made.left_out] == [(3, "broken_row")]
    assert stated(made)["row"].tolist() == [2, 4]


def test_ranks_under_the_name_of_a_rank(words: Catalogue) -> None:
    text = "unit,indicator,year,value\nSơn La,par_index_rank,2016,40\n"
    row = stated(planned(text.encode(), words, "a.csv")).iloc[0]
    assert (row["indicator_code"], row["value"], row["rank"]) == ("par_index_score", "", "40")


def test_sources_that_the_rows_name_come_along(words: Catalogue) -> None:
    text = (
        "unit,indicator,year,value,source_title,source_url\n"
        "Sơn La,PAR_INDEX,2016,70,Báo cáo mẫu,https://example.org/a\nGia Lai,PAR_INDEX,2016,71,,\n"
    )
    made = planned(text.encode(), words, "a.csv")
    assert [source["title"] for source in made.sources] == ["a.csv", "Báo cáo mẫu"]
    assert stated(made)["source_id"].tolist() == [made.sources[1]["source_id"], made.sources[0]["source_id"]]


def test_parquet(words: Catalogue) -> None:
    frame = pd.DataFrame(
        {"unit_id": ["P63-14"], "indicator_code": ["par_index_score"], "year": [2016], "value": [1.234]}
    )
    out = io.BytesIO()
    frame.to_parquet(out)
    assert values(planned(out.getvalue(), words, "a.parquet")) == {("P63-14", "par_index_score", "2016"): "1.234"}
    with pytest.raises(ReadingRefused, match="damaged"):
        planned(out.getvalue()[:200], words, "a.parquet")


def test_a_filled_template_is_read_and_its_example_is_not(words: Catalogue) -> None:
    content = template(words, "district", "P63-14")
    made = openpyxl.load_workbook(io.BytesIO(content))
    guide, rows, lists = made.worksheets
    assert rows.protection.sheet and lists.protection.sheet and guide.protection.sheet
    assert rows["A3"].protection.locked and not rows["C3"].protection.locked
    assert rows["A3"].value.startswith("=") and len(rows.data_validations.dataValidation) == 5
    column = {name: at for at, name in enumerate(COLUMNS, start=1)}
    label = next(cell.value for cell in lists["A"] if cell.value and cell.value.endswith("Mai Sơn, Sơn La"))
    for name, value in {"unit_text": label, "indicator_text": lists["D2"].value, "year": 2021, "value": "70,5"}.items():
        rows.cell(3, column[name], value)
    rows.cell(4, column["unit_text"], label)
    rows.cell(4, column["indicator_text"], lists["D2"].value)
    rows.cell(4, column["year"], 2022)
    rows.cell(4, column["nothing"], "chưa nộp")
    read = planned(book_bytes(made), words, "mau.xlsx")
    code = lists["E2"].value
    assert values(read) == {("D63-125", code, "2021"): "70.5", ("D63-125", code, "2022"): ""}
    assert values(read, "nothing")["D63-125", code, "2022"] == "not_submitted"
    assert ("example_row" in {one.reason for one in read.left_out}) and not read.questions


def test_every_choice_of_the_template_is_understood(words: Catalogue) -> None:
    """Each unit and indicator of the lists is what its code beside it says: a province can only choose what is read."""
    for level, parent in (("province", None), ("district", "P63-22"), ("commune", "P34-14")):
        lists = openpyxl.load_workbook(io.BytesIO(template(words, level, parent))).worksheets[2]
        rows = [["unit", "indicator", "year", "value", "expected"]]
        for row in lists.iter_rows(min_row=2, max_col=3, values_only=True):
            for key, year in ((row[1], 2018), (row[2], 2026)):
                if row[0] and key:
                    rows.append([row[0], "par_index_score", year, "50", key])
        made = planned(xlsx(rows), words)
        found = {row["row"]: row["unit_id"] for row in stated(made).to_dict("records")}
        assert [found.get(at) for at in range(2, len(rows) + 1)] == [row[4] for row in rows[1:]], level
    lists = openpyxl.load_workbook(io.BytesIO(template(words))).worksheets[2]
    for name, code in lists.iter_rows(min_row=2, min_col=4, max_col=5, values_only=True):
        if name:
            assert words.headings.code(name)[0] == code, name


def test_a_template_needs_units(words: Catalogue) -> None:
    with pytest.raises(ImportRefused, match="--unit with a province"):
        template(words, "commune")


def test_rejected_rows_can_be_corrected_and_imported_again(words: Catalogue) -> None:
    rows = [["Tỉnh", "PAR INDEX 2016"], ["Sơn La", 70.1], ["Sơn Laa", 80.5], ['=HYPERLINK("http://x")', 3]]
    made = planned(book({"A": rows}), words)
    content = workbook(stated(made, "rejected"), "vi")
    back = openpyxl.load_workbook(io.BytesIO(content)).active
    heads = {cell.value: cell.column for cell in back[1]}
    assert back.cell(2, heads["Đơn vị"]).value == "Sơn Laa"
    assert "Sơn La" in back.cell(2, heads["Lý do bị loại"]).value
    assert {cell.data_type for row in back.iter_rows() for cell in row if cell.value is not None} == {"s"}
    back.cell(2, heads["Đơn vị"]).value = "Gia Lai"
    again = planned(book_bytes(back.parent), words, "sua.xlsx")
    assert values(again)["P63-64", "par_index_score", "2016"] == "80.5"
