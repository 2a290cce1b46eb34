"""Figures in tables: headings on several lines, groups, totals, ranks and levels, tables of something else."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.collect.extract import Extractor, LexiconRefused
from egov_metrics.collect.extract.lexicon import load
from egov_metrics.collect.extract.proposal import Proposal
from egov_metrics.collect.extract.table_cells import figure_of
from egov_metrics.collect.extract.table_grid import grids
from egov_metrics.collect.reading import read_bytes
from egov_metrics.collect.reading.blocks import Line, Row, Slot, compose
from egov_metrics.collect.reading.model import Cell

ROOT = Path(__file__).resolve().parent.parent
Written = Sequence[str | tuple[str, int, int]]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(ROOT / "data")


def page(title: str, lines: Sequence[str], rows: Sequence[Written]) -> bytes:
    """A web page with one table; a cell that is merged is (text, columns, rows)."""
    body = ""
    for row in rows:
        cells = [cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in row]
        body += "".join(f'<td colspan="{wide}" rowspan="{high}">{text}</td>' for text, wide, high in cells).join(
            ("<tr>", "</tr>")
        )
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><body><h1>{title}</h1>{paragraphs}<table>{body}</table></body></html>".encode()


def proposed(extractor: Extractor, title: str, lines: Sequence[str], rows: Sequence[Written]) -> list[Proposal]:
    reading = read_bytes("bang.html", page(title, lines, rows))
    found = extractor.extract_reading(reading)
    for one in found:
        assert reading.text[one.start : one.end] == one.quote
        assert one.start <= one.number_start < one.number_end <= one.end
    return found


def figures(found: Sequence[Proposal], *, name: str | None = None, level: str | None = None) -> dict[str, float]:
    return {
        one.indicator: one.value
        for one in found
        if (name is None or one.unit_name == name) and (level is None or one.unit_level == level)
    }


DOSSIERS: list[Written] = [
    [("STT", 1, 2), ("Cơ quan", 1, 2), ("Số hồ sơ tiếp nhận", 3, 1), ("Số hồ sơ đã giải quyết", 4, 1),
     ("Hồ sơ đang giải quyết", 2, 1)],
    ["Tổng số", "Từ kỳ trước", "Trong kỳ", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"],
    ["A", "CẤP TỈNH", "1.000", "100", "900", "950", "500", "440", "10", "48", "2"],
    ["1", "SỞ XÂY DỰNG", "300", "30", "270", "290", "100", "188", "2", "9", "1"],
    ["B", "CẤP HUYỆN", "2.000", "100", "1.900", "1.950", "1.500", "440", "10", "47", "3"],
    ["1", "Hải Lăng", "500", "20", "480", "490", "400", "89", "1", "8", "2"],
    [("Tổng cộng", 2, 1), "3.000", "200", "2.800", "2.900", "2.000", "880", "20", "95", "5"],
]  # fmt: skip


def test_headings_on_two_lines_groups_and_the_total_of_a_table_of_dossiers(extractor: Extractor) -> None:
    title = "Kết quả giải quyết thủ tục hành chính quý III năm 2023 của tỉnh Quảng Trị"
    found = proposed(extractor, title, ["Đơn vị tính: Hồ sơ"], DOSSIERS)
    codes = ["total_in_period", "carried_over", "received_new", "resolved", "resolved_early", "resolved_due",
             "resolved_late", "pending_within_deadline", "pending_overdue"]  # fmt: skip
    rows = {
        ("Sở Xây dựng", "department"): (300, 30, 270, 290, 100, 188, 2, 9, 1),
        ("Hải Lăng", "district"): (500, 20, 480, 490, 400, 89, 1, 8, 2),
        ("Quảng Trị", "district"): (2000, 100, 1900, 1950, 1500, 440, 10, 47, 3),
    }
    for (name, level), values in rows.items():
        expected = {f"dossiers_{code}": value for code, value in zip(codes, values, strict=True)}
        assert figures(found, name=name, level=level) == expected
    province = {
        (one.indicator, one.value) for one in found if (one.unit_name, one.unit_level) == ("Quảng Trị", "province")
    }
    assert province == {
        (f"dossiers_{code}", value)
        for values in ((1000, 100, 900, 950, 500, 440, 10, 48, 2), (3000, 200, 2800, 2900, 2000, 880, 20, 95, 5))
        for code, value in zip(codes, values, strict=True)
    }
    assert {(one.period_start, one.period_end) for one in found} == {(date(2023, 7, 1), date(2023, 9, 30))}
    assert len(found) == 45


def test_the_number_of_a_proposal_is_its_cell(extractor: Extractor) -> None:
    reading = read_bytes("bang.html", page("Hồ sơ năm 2023 của tỉnh Quảng Trị", [], DOSSIERS))
    for one in extractor.extract_reading(reading):
        written = reading.text[one.number_start : one.number_end].replace(".", "")
        assert float(written) == one.value
        assert "\n" not in one.quote and one.quote.count(" | ") >= 9


def test_units_stand_in_headings(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["TT", "Sở, ngành", "Văn bản ký số (%)", "Hồ sơ công việc trên mạng (%)", "Số hộp thư", "Vốn (triệu đồng)"],
        ["1", "Nội vụ", "98", "95,5", "52", "300"],
        ["2", "Văn phòng UBND tỉnh", "100", "100", "61", "450"],
    ]  # fmt: skip
    found = proposed(extractor, "Ứng dụng CNTT của các sở, ngành tỉnh An Giang quý I/2024", ["Hộp thư điện tử"], rows)
    expected = {"docs_signed_sent_rate": 98, "workfiles_online_rate": 95.5, "email_accounts": 52}
    assert figures(found, name="Sở Nội vụ", level="department") == expected
    assert {one.unit for one in found} == {"percent", "count"}


def test_a_row_may_be_an_indicator_and_a_column_a_tier(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["TT", "Nội dung", "Đơn vị tính", "Cấp tỉnh", "Cấp huyện", "Cấp xã"],
        ["1", "Tỷ lệ cán bộ, công chức có máy tính", "%", "100", "98", "75,5"],
        ["2", "Tỷ lệ cơ quan có mạng LAN", "%", "100", "99", "62"],
        ["3", "Số hộp thư điện tử công vụ", "hộp thư", "1.200", "900", ""],
        ["4", "Dân số", "người", "", "", "1.300.000"],
    ]
    found = proposed(extractor, "Báo cáo ứng dụng CNTT năm 2018 tỉnh Hà Tĩnh", [], rows)
    assert {one.unit_name for one in found} == {"Hà Tĩnh"}
    assert figures(found, level="commune") == {"staff_computer_rate": 75.5, "units_lan_rate": 62}
    assert figures(found, level="district") == {"staff_computer_rate": 98, "units_lan_rate": 99, "email_accounts": 900}
    assert len(found) == 8


def test_parts_of_an_indicator_belong_to_the_row_that_they_are_part_of(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["STT", "Chỉ tiêu", "Số lượng", "Tỷ lệ (%)"],
        ["1", "Tổng số hồ sơ tiếp nhận", "12.000", ""],
        ["1.1", "Tồn từ kỳ trước chuyển sang", "300", ""],
        ["-", "Trong đó: trực tuyến", "7.000", "58,3"],
        ["2", "Hồ sơ đã giải quyết", "11.500", ""],
        ["2.1", "Trước hạn", "9.000", "78,3"],
        ["2.2", "Đúng hạn", "2.400", "20,9"],
        ["2.3", "Quá hạn", "100", "0,9"],
        ["3", "Hồ sơ đang giải quyết", "500", ""],
        ["3.1", "Quá hạn", "10", ""],
    ]
    found = proposed(extractor, "Cải cách hành chính năm 2022 huyện Chợ Gạo, tỉnh Tiền Giang", [], rows)
    assert figures(found, name="Chợ Gạo", level="district") == {
        "dossiers_total_in_period": 12000, "dossiers_carried_over": 300, "dossiers_online_received": 7000,
        "dossiers_online_share": 58.3, "dossiers_resolved": 11500, "dossiers_resolved_early": 9000,
        "dossiers_resolved_due": 2400, "dossiers_resolved_late": 100, "late_rate": 0.9, "dossiers_pending": 500,
        "dossiers_pending_overdue": 10,
    }  # fmt: skip


def test_years_may_be_columns_and_a_bare_row_goes_on_with_the_index_above(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["TT", "Chỉ số", "2019", "2020"],
        ["1", "PAR INDEX", "80,12", "82,33"],
        ["", "Xếp hạng", "30", "30"],
        ["2", "PCI", "66,10", "65,20"],
        ["", "Xếp hạng", "9", "12"],
    ]
    found = proposed(extractor, "Các chỉ số của tỉnh Bến Tre", [], rows)
    stated = {(one.indicator, one.period_end.year if one.period_end else 0, one.value) for one in found}
    assert stated == {
        ("par_index_score", 2019, 80.12), ("par_index_score", 2020, 82.33), ("par_index_rank", 2019, 30),
        ("par_index_rank", 2020, 30), ("pci_score", 2019, 66.1), ("pci_score", 2020, 65.2), ("pci_rank", 2019, 9),
        ("pci_rank", 2020, 12),
    }  # fmt: skip


def test_ranks_and_how_they_changed(extractor: Extractor) -> None:
    rows: list[Written] = [
        [("Tỉnh", 1, 2), ("Năm 2021", 2, 1), ("Năm 2022", 2, 1), ("Tăng/giảm hạng", 1, 2)],
        ["Điểm", "Hạng", "Điểm", "Hạng"],
        ["Đắk Lắk", "85,1", "40/63", "84,9", "45/63", "-5"],
        ["Gia Lai", "83,1", "50/63", "85,9", "35/63", "Tăng 15 bậc"],
        ["Trung bình cả nước", "86,37", "", "84,79", "", ""],
    ]
    found = proposed(extractor, "Chỉ số PAR INDEX các tỉnh Tây Nguyên", [], rows)
    changes = {(one.unit_name, one.value, one.period_end) for one in found if one.indicator == "par_index_rank_change"}
    assert changes == {("Đắk Lắk", -5, date(2022, 12, 31)), ("Gia Lai", 15, date(2022, 12, 31))}
    ranks = {(one.unit_name, one.value, one.denominator) for one in found if one.indicator == "par_index_rank"}
    assert ranks == {("Đắk Lắk", 40, 63), ("Đắk Lắk", 45, 63), ("Gia Lai", 50, 63), ("Gia Lai", 35, 63)}
    assert {one.value for one in found if one.unit_level == "country"} == {86.37, 84.79}


def test_levels_of_units_and_counts_of_units_by_level(extractor: Extractor) -> None:
    title = "Kết quả đánh giá chính quyền điện tử tỉnh Phú Thọ năm 2021"
    rows: list[Written] = [
        ["STT", "Huyện", "Sẵn sàng: tỷ lệ (%)", "Tổng điểm", "Mức độ"],
        ["1", "Thanh Ba", "86,4", "120,5", "II"],
        ["2", "Hạ Hòa", "62", "90", "Mức III"],
        ["3", "Yên Lập", "40", "61", "Không XH"],
    ]
    found = proposed(extractor, title, [], rows)
    levels = {(one.unit_name, one.value) for one in found if one.indicator == "egov_level"}
    assert levels == {("Thanh Ba", 2), ("Hạ Hòa", 3)}
    assert figures(found, name="Yên Lập") == {"egov_readiness_rate": 40, "egov_local_score": 61}

    rows = [
        [("Khối", 1, 2), ("Tổng số đơn vị", 1, 2), ("Mức I", 2, 1), ("Không xếp hạng", 2, 1)],
        ["Số đơn vị", "Tỷ lệ (%)", "Số đơn vị", "Tỷ lệ (%)"],
        ["Sở, ban, ngành", "20", "4", "20", "6", "30"],
        ["UBND cấp xã", "225", "10", "4,4", "115", "51,1"],
    ]
    found = proposed(extractor, title, [], rows)
    assert figures(found, name="Phú Thọ", level="department") == {
        "egov_level1_units": 4, "egov_level1_share": 20, "egov_unranked_units": 6, "egov_unranked_share": 30,
    }  # fmt: skip
    assert figures(found, level="commune")["egov_unranked_share"] == 51.1
    assert len(found) == 8


def test_a_total_row_is_of_the_tier_only_when_the_table_is(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["STT", "Huyện", "Hồ sơ tiếp nhận", "Tỷ lệ đúng hạn (%)"],
        ["1", "Cao Lộc", "500", "97"],
        ["2", "Bắc Sơn", "400", "99"],
        ["", "Cộng", "900", "98"],
    ]
    found = proposed(extractor, "Hồ sơ của UBND cấp huyện tỉnh Lạng Sơn năm 2022", [], rows)
    assert figures(found, name="Lạng Sơn", level="district") == {"dossiers_received": 900, "on_time_rate": 98}
    whole = [*rows[:-1], ["", "Toàn tỉnh", "1.500", "96"]]
    found = proposed(extractor, "Hồ sơ của UBND cấp huyện tỉnh Lạng Sơn năm 2022", [], whole)
    assert figures(found, name="Lạng Sơn", level="province") == {"dossiers_received": 1500, "on_time_rate": 96}


def test_plain_headings_take_the_kind_of_number_from_the_caption(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["Đơn vị", "Quý I", "Quý II"],
        ["Sở Y tế", "98,1", "97"],
        ["Huyện Mộc Châu", "95", "96,5"],
    ]
    found = proposed(extractor, "Tỷ lệ giải quyết hồ sơ đúng hạn năm 2022 của tỉnh Sơn La", [], rows)
    assert {(one.indicator, one.unit) for one in found} == {("on_time_rate", "percent")}
    stated = {(one.unit_name, one.value, one.period_end) for one in found}
    assert stated == {
        ("Sở Y tế", 98.1, date(2022, 3, 31)), ("Sở Y tế", 97, date(2022, 6, 30)),
        ("Mộc Châu", 95, date(2022, 3, 31)), ("Mộc Châu", 96.5, date(2022, 6, 30)),
    }  # fmt: skip


def test_what_only_a_column_beside_counts_is_not_counted(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["Cấp", "Tổng số TTHC", "DVCTT toàn trình", "Tỷ lệ DVCTT toàn trình (%)", "Số DVCTT có phát sinh hồ sơ"],
        ["Cấp huyện", "250", "100", "40", "80"],
        ["Cấp xã", "120", "50", "41,7", "30"],
    ]
    found = proposed(extractor, "Thủ tục và dịch vụ công tỉnh Đắk Nông đến 31/12/2022", [], rows)
    assert figures(found, level="district") == {"tthc_district_level": 250, "dvctt_full_share": 40}
    assert figures(found, level="commune") == {"tthc_commune_level": 120, "dvctt_full_share": 41.7}


def test_a_cell_may_hold_a_count_with_its_share_or_a_score_with_its_rank(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["TT", "Tiêu chí", "Kết quả"],
        ["1", "Cán bộ, công chức có hộp thư điện tử", "320 (85%)"],
        ["2", "Số cơ quan sử dụng phần mềm quản lý văn bản", "12/12 (100%)"],
    ]
    found = proposed(extractor, "Ứng dụng CNTT huyện Bố Trạch tỉnh Quảng Bình năm 2015", [], rows)
    assert figures(found, name="Bố Trạch") == {
        "email_accounts_staff": 320, "email_staff_coverage_rate": 85, "dms_units": 12, "dms_rate": 100,
    }  # fmt: skip
    rows = [["Tỉnh", "PCI 2021: điểm (xếp hạng)"], ["Lào Cai", "64,93 (25/63)"], ["Sơn La", "61,10 (45/63)"]]
    found = proposed(extractor, "Năng lực cạnh tranh cấp tỉnh", [], rows)
    assert [(one.unit_name, one.indicator, one.value, one.denominator) for one in found] == [
        ("Lào Cai", "pci_score", 64.93, None), ("Lào Cai", "pci_rank", 25, 63), ("Sơn La", "pci_score", 61.1, None),
        ("Sơn La", "pci_rank", 45, 63),
    ]  # fmt: skip


def test_the_innermost_words_tell_the_kind_of_a_number_and_broken_headings_are_one(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["Chỉ tiêu", "Năm 2018", "Năm 2019", "Tăng trưởng (%)"],
        ["Doanh thu công nghiệp CNTT (tỷ đồng)", "9.000", "9.500", "5,6"],
    ]
    found = proposed(extractor, "Công nghiệp CNTT tỉnh Bắc Ninh", [], rows)
    assert [(one.indicator, one.value, one.unit) for one in found] == [
        ("ict_revenue", 9000, "vnd_bn"), ("ict_revenue", 9500, "vnd_bn"), ("ict_revenue_growth", 5.6, "percent"),
    ]  # fmt: skip
    rows = [
        ["TT", "Đơn vị", "Hồ sơ", "Tỷ lệ hồ sơ", "Chứng thư số"],
        ["", "", "tiếp nhận", "trực tuyến (%)", "đã cấp"],
        ["1", "Huyện Anh Sơn", "1.200", "60", "120"],
        ["2", "TP Vinh", "5.200", "70", "420"],
    ]
    found = proposed(extractor, "Kết quả chuyển đổi số tỉnh Nghệ An năm 2023", [], rows)
    assert figures(found, name="Vinh") == {"dossiers_received": 5200, "dossiers_online_share": 70, "certs_total": 420}


def test_plans_results_and_the_same_months_of_the_year_before(extractor: Extractor) -> None:
    rows: list[Written] = [
        ["Chỉ tiêu", "Kế hoạch năm 2023", "6 tháng đầu năm 2023", "Cùng kỳ năm 2022", "Đạt so với kế hoạch (%)"],
        ["Tỷ lệ hồ sơ trực tuyến (%)", "50", "≥ 62,5", "41", "125"],
        ["Tỷ lệ số hóa hồ sơ (%)", "60", "70", "30", "117"],
    ]
    found = proposed(extractor, "Cải cách hành chính 6 tháng đầu năm 2023 tỉnh Vĩnh Long", [], rows)
    online = [(one.value, one.qualifier, one.period_end) for one in found if one.indicator == "dossiers_online_share"]
    assert online == [
        (50, "target", date(2023, 12, 31)), (62.5, "at_least", date(2023, 6, 30)), (41, "exact", date(2022, 6, 30)),
    ]  # fmt: skip
    assert len(found) == 6


@pytest.mark.parametrize(
    "rows",
    [
        [["Huyện", "Dân số (người)", "Số hộ", "Thu ngân sách (tỷ đồng)", "Tỷ lệ hộ nghèo (%)", "Số đại biểu"],
         ["Mai Sơn", "150.000", "30.000", "120", "15,2", "40"], ["Yên Châu", "80.000", "16.000", "60", "20,1", "30"]],
        [["Ngày", "Giờ", "Người tiếp", "Số lượt"], ["05/3", "8h00", "Chủ tịch UBND tỉnh", "12"]],
        [["Hạng mục", "Kinh phí (triệu đồng)"], ["Phần mềm một cửa điện tử", "5.000"], ["Máy tính cho xã", "3.000"]],
        [["Doanh nghiệp", "Doanh thu (tỷ đồng)", "Xếp hạng"], ["Công ty A", "120", "1"], ["Công ty B", "90", "2"]],
        [["STT", "Lĩnh vực", "Điểm tối đa", "Điểm tự chấm"], ["1", "Cải cách thể chế", "10", "9,5"]],
    ],
)  # fmt: skip
def test_a_table_of_something_else_gives_nothing(extractor: Extractor, rows: list[Written]) -> None:
    assert proposed(extractor, "Tình hình tỉnh Sơn La năm 2020", ["Bảng 1"], rows) == []


def test_rows_are_not_read_again_as_prose_and_prose_does_not_double_them(extractor: Extractor) -> None:
    rows: list[Written] = [["Đơn vị", "Hồ sơ tiếp nhận"], ["Huyện Cao Lộc", "6.811"], ["Toàn tỉnh", "57.630"]]
    lead = "Năm 2022, toàn tỉnh tiếp nhận 57.630 hồ sơ. Cụ thể:"
    found = proposed(extractor, "Tỉnh Lạng Sơn giải quyết hồ sơ", [lead], rows)
    assert sorted((one.unit_name, one.indicator, one.value) for one in found) == [
        ("Cao Lộc", "dossiers_received", 6811), ("Lạng Sơn", "dossiers_received", 57630),
    ]  # fmt: skip
    assert [one.number_start for one in found] == sorted(one.number_start for one in found)


def test_lines_parted_by_bars_or_tabs_are_a_table_too(extractor: Extractor) -> None:
    for mark in (" | ", "\t"):
        lines = [["Tỉnh", "PCI", "Hạng PCI"], ["Vĩnh Phúc", "66,75", "17"], ["Nam Định", "65,09", "32"]]
        text = "Chỉ số năng lực cạnh tranh năm 2019\n" + "\n".join(mark.join(line) for line in lines)
        found = extractor.extract(text)
        assert [(one.unit_name, one.indicator, one.value) for one in found] == [
            ("Vĩnh Phúc", "pci_score", 66.75), ("Vĩnh Phúc", "pci_rank", 17), ("Nam Định", "pci_score", 65.09),
            ("Nam Định", "pci_rank", 32),
        ]  # fmt: skip


def test_a_table_that_goes_on_after_a_page_keeps_its_headings(extractor: Extractor) -> None:
    lines = [["Tỉnh", "PCI"], ["Vĩnh Phúc", "66,75"], ["Nam Định", "65,09"]]
    text = "PCI năm 2019\n" + "\n".join(" | ".join(line) for line in lines)
    cells, at = [], text.index("Tỉnh")
    for number, line in enumerate(lines):
        for column, word in enumerate(line):
            table, row = (1, 0) if number == 2 else (0, number)
            cells.append(Cell(table, row, column, at, at + len(word), number == 0))
            at += len(word) + (3 if column == 0 else 1)
    assert [cell for cell in cells if text[cell.start : cell.end] not in sum(lines, [])] == []
    assert [one.value for one in extractor.extract(text, cells=cells)] == [66.75, 65.09]


def test_a_label_that_a_printed_table_breaks_is_one(extractor: Extractor) -> None:
    text = (
        "Hồ sơ năm 2023 tỉnh Bắc Giang\nSTT | Cơ quan | Hồ sơ tiếp nhận\n1 | Sở Y tế | 100\n"
        "2 | Sở Nông nghiệp và Phát triển | 200\n | nông thôn |  \n3 | Sở Tư pháp | 300"
    )
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    cells = []
    for row, start in enumerate(starts[1:]):
        end = starts[row + 2] - 1 if row + 2 < len(starts) else len(text)
        at = start
        for column, piece in enumerate(text[start:end].split("|")):
            if piece.strip():
                begin = at + len(piece) - len(piece.lstrip())
                cells.append(Cell(0, row, column, begin, begin + len(piece.strip()), row == 0))
            at += len(piece) + 1
    found = extractor.extract(text, cells=cells)
    names = [(one.unit_name, one.value) for one in found]
    assert ("Sở Nông nghiệp và Phát triển nông thôn", 200) in names and len(names) == 3


@pytest.mark.parametrize(
    ("cell", "kind", "value", "sign", "qualifier"),
    [
        ("14.862", "plain", 14862, 0, "exact"), ("81,93", "plain", 81.93, 0, "exact"),
        ("23/63", "fraction", 23, 0, "exact"), ("Mức IV", "level", 4, 0, "exact"),
        ("99,5%", "percent", 99.5, 0, "exact"), ("▲ 2", "plain", 2, 1, "exact"), ("-0,12", "plain", 0.12, -1, "exact"),
        ("Giảm 3 bậc", "plain", 3, -1, "exact"), ("> 95", "plain", 95, 0, "more_than"),
        ("khoảng 78", "plain", 78, 0, "approx"), ("12*", "plain", 12, 0, "exact"),
    ],
)  # fmt: skip
def test_a_cell_is_a_figure(cell: str, kind: str, value: float, sign: int, qualifier: str) -> None:
    figure = figure_of(cell)
    assert figure is not None
    assert (figure.kind, figure.value, figure.sign, figure.qualifier) == (kind, value, sign, qualifier)


@pytest.mark.parametrize(
    "cell", ["", "-", "Không XH", "Thứ hạng 2022", "05/3/2021", "QĐ 12/QĐ-UBND", "3 sở, 5 huyện", "Năm"]
)
def test_a_cell_is_no_figure(cell: str) -> None:
    assert figure_of(cell) is None


def test_a_shortened_heading_needs_what_it_means(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "data" / "lexicon", tmp_path / "lexicon")
    with (folder / "headings.csv").open("a", encoding="utf-8") as file:
        file.write("hsơ,\n")
    with pytest.raises(LexiconRefused, match=r"headings\.csv, line \d+: 'hsơ' means ''"):
        load(folder)


_WORDS = st.sampled_from(
    ["", "1", "II", "Hạng", "Tỷ lệ (%)", "Hồ sơ tiếp nhận", "Sở Y tế", "Cấp xã", "Tổng cộng", "2022", "Năm 2021", "PCI",
     "99,5%", "1.234", "0,68", "12/63", "-", "Mức II", "Không XH", "quá hạn", "Cùng kỳ năm 0000", "31/12/2020", "▼ 3",
     "a | b", "đúng\thạn"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.one_of(_WORDS, st.text(max_size=12)), max_size=7), max_size=8),
    st.sampled_from(["Hồ sơ", "Mức độ chính quyền điện tử năm 2022 tỉnh Sơn La", "PCI và PAPI 2021"]),
    st.booleans(),
)
def test_any_table_is_read_without_a_crash_and_offsets_hold(
    extractor: Extractor, rows: list[list[str]], title: str, has_cells: bool
) -> None:
    slots = [tuple(Slot(column, cell) for column, cell in enumerate(row)) for row in rows]
    text, cells, _ = compose([Line(title), *(Row(0, number, row) for number, row in enumerate(slots))])
    found = extractor.extract(text, cells=cells if has_cells else ())
    for one in found:
        assert text[one.start : one.end] == one.quote
        assert one.start <= one.number_start < one.number_end <= len(text)
    starts = [one.number_start for one in found]
    assert starts == sorted(starts)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 5)), unique=True, max_size=30), st.data()
)
def test_any_cells_make_grids_within_the_text(places: list[tuple[int, int, int]], data: st.DataObject) -> None:
    text, cells = "", []
    for table, row, column in sorted(places):
        word = data.draw(_WORDS) or "x"
        cells.append(Cell(table, row, column, len(text), len(text) + len(word), data.draw(st.booleans())))
        text += word + "\n"
    for grid in grids(text, cells):
        assert all(0 <= start < end <= len(text) for start, end in grid.spans)
        assert {column for row in grid.rows for column in row.cells} <= set(grid.paths)
