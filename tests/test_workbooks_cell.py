"""The row that a cell stands in, as proof of a figure."""

from __future__ import annotations

import pytest

from egov_metrics.collect.workbooks import cell
from egov_metrics.collect.workbooks.grid import read_book
from tests.workbook_files import book

ROWS = [
    ["Bảng 1: Chỉ số năng lực cạnh tranh"],
    ["STT", "Tỉnh", "Điểm", None, "Hạng"],
    [None, None, 2014, 2015, None],
    [1, "Sơn La", 55.25, 57.2095947265625, 44],
    [2, "Gia Lai", 56.16, 56.5, 47],
]


def around(quote: str, rows=ROWS, **more) -> cell.Surroundings | None:
    return cell.surroundings(read_book("b.xlsx", book({"Bảng": rows, "B!2": ROWS}, **more)), quote)


def test_the_row_with_its_name_neighbours_and_headings() -> None:
    found = around("Bảng!D5")
    assert found is not None and (found.sheet, found.columns, found.at) == ("Bảng", ("B", "C", "D", "E"), 2)
    assert [(line.row, line.is_head, line.cells) for line in found.lines] == [
        (3, True, ("", "2014", "2015", "")),
        (5, False, ("Gia Lai", "56,16", "56,5", "47")),
    ]
    first = around("Bảng!D4")
    assert first is not None and first.lines[-1].cells == ("Sơn La", "55,25", "57,2095947265625", "44")


def test_a_merged_heading_stands_over_all_its_columns() -> None:
    found = around("Bảng!D5", merged={"Bảng": ["C2:D2", "A1:E1"]})
    assert found is not None and [line.cells[2] for line in found.lines] == [ROWS[0][0], "Điểm", "2015", "56,5"]


def test_shares_are_shown_as_the_sheet_shows_them() -> None:
    found = around("Bảng!B2", [["Tỉnh", "Tỷ lệ"], ["Sơn La", 0.955]], formats={"Bảng": {"B2": "0.0%"}})
    assert found is not None and found.lines[-1].cells == ("Sơn La", "95,5%")


def test_a_sheet_whose_name_has_the_sign() -> None:
    assert cell.place_of("B!2!C4") == ("B!2", 3, 2)
    found = around("B!2!C4")
    assert found is not None and found.lines[-1].cells[found.at] == "55,25"


def test_a_delimited_file_has_its_first_line_as_heading() -> None:
    text = "unit_id,indicator_code,year,value\nP63-14,pci_score,2015,57.2\nP63-64,pci_score,2015,56.8\n"
    found = cell.surroundings(read_book("so.csv", text.encode()), "so!D3")
    assert found is not None
    assert [line.cells for line in found.lines] == [("year", "value"), ("2015", "56.8")]


@pytest.mark.parametrize(
    "quote", ["", "đạt 87 điểm!", "Bảng!D0", "Bảng!D99", "Bảng!ZZ5", "Khác!D5", "Bảng!D5 ", "!D5", "Bảng!d5"]
)
def test_no_such_cell(quote: str) -> None:
    assert around(quote) is None
