"""Word documents, workbooks and delimited text: everything in order, and every cell at its place."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.collect.reading import Reading, ReadingRefused, read_bytes, read_file
from egov_metrics.collect.reading.sheets import write_number, write_value
from tests.reading_files import SENTENCES, archive, book_bytes, ods, word, word_bytes, xls, xlsx

TABLE = [["Đơn vị", "Tỷ lệ", "Hạng"], ["Sơn La", "81,93", "12"], ["Bắc Kạn", "", "3"]]
NUMBERS = [["Đơn vị", "Tỷ lệ", "Hạng"], ["Sơn La", 81.93, 12], ["Bắc Kạn", None, 3]]
LINES = ["Đơn vị | Tỷ lệ | Hạng", "Sơn La | 81,93 | 12", "Bắc Kạn |  | 3"]
GRID = {(row, column): text for row, texts in enumerate(TABLE) for column, text in enumerate(texts) if text}


def grid(reading: Reading, table: int = 0) -> dict[tuple[int, int], str]:
    cells = [cell for cell in reading.cells if cell.table == table]
    return {(cell.row, cell.column): reading.text[cell.start : cell.end] for cell in cells}


# Word


def test_paragraphs_and_tables_come_in_order() -> None:
    document = word(SENTENCES[0], table=TABLE)
    document.add_paragraph(SENTENCES[1], style="List Number")
    document.add_table(1, 2).cell(0, 1).text = "sau\ncùng"
    reading = read_bytes("Báo cáo.docx", word_bytes(document))
    assert reading.text.split("\n") == [SENTENCES[0], *LINES, SENTENCES[1], " | sau cùng"]
    assert (grid(reading), grid(reading, 1)) == (GRID, {(0, 1): "sau cùng"})
    assert [cell.is_head for cell in reading.cells if cell.table == 0] == [True] * 3 + [False] * 5
    assert (reading.kind, reading.encoding, reading.name) == ("docx", None, "Báo cáo.docx")


def test_headers_footers_hidden_and_deleted_text_are_left_out() -> None:
    document = word("Một ")
    document.sections[0].header.paragraphs[0].text = "Đầu trang 11"
    document.sections[0].footer.paragraphs[0].text = "Chân trang 12"
    paragraph = document.paragraphs[0]
    paragraph.add_run("ẩn 13").font.hidden = True
    for change, tag in (("del", "delText"), ("ins", "t")):
        xml = f'<w:{change} {nsdecls("w")} w:id="1"><w:r><w:{tag}>{change}</w:{tag}></w:r></w:{change}>'
        paragraph._p.append(parse_xml(xml))
    assert read_bytes("a.docx", word_bytes(document)).text == "Một ins"


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    document = word("Trước", "Sau")
    box = "<w:txbxContent><w:p><w:r><w:t>Trong khung 154/154</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml">'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.paragraphs[0]._p.append(parse_xml(xml))
    assert read_bytes("a.docx", word_bytes(document)).text == "Trước\nTrong khung 154/154\nSau"


def test_merged_cells_stand_once() -> None:
    document = word(table=[["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]])
    table = document.tables[0]
    table.cell(0, 0).merge(table.cell(0, 1)).text = "ab"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "fi"
    reading = read_bytes("a.docx", word_bytes(document))
    assert reading.text == "ab | c\nd | e | fi\ng | h"
    assert grid(reading) == {
        (0, 0): "ab",
        (0, 2): "c",
        (1, 0): "d",
        (1, 1): "e",
        (1, 2): "fi",
        (2, 0): "g",
        (2, 1): "h",
    }


def test_fonts_tell_the_legacy_encoding_run_by_run() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, font in (
        ("quyÕt ®Þnh", ".VnTimeH"),
        (": TØnh cã 5 x·, ", ".VnTime"),
        ("huyện có 6 xã, ", "Times New Roman"),
        ("Ñaûng b", "VNI-Times"),
        ("oä", "VNI-Times"),
        (", gõ Unicode: được", ".VnTime"),
    ):
        paragraph.add_run(text).font.name = font
    reading = read_bytes("a.docx", word_bytes(document))
    assert reading.text == "QUYẾT ĐỊNH: Tỉnh có 5 xã, huyện có 6 xã, Đảng bộ, gõ Unicode: được"
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph("TØnh Hµ Giang")
    reading = read_bytes("a.docx", word_bytes(document))
    assert (reading.text, reading.encoding, reading.notes) == ("Tỉnh Hà Giang", "tcvn3", ("converted|encoding=tcvn3",))


def test_properties_are_what_the_document_states() -> None:
    document = word("Một")
    assert (
        read_bytes("a.docx", word_bytes(document)).published is None
    )  # the date of the template, not of this document
    document.core_properties.title, document.core_properties.created = "Báo cáo", datetime(2022, 1, 5, 8)
    reading = read_bytes("a.docx", word_bytes(document))
    assert (reading.title, reading.published) == ("Báo cáo", date(2022, 1, 5))


# workbooks


@pytest.mark.parametrize(("kind", "make"), [("xlsx", xlsx), ("xls", xls), ("ods", ods)])
def test_a_sheet_is_its_name_and_its_rows(kind: str, make) -> None:
    reading = read_bytes("renamed.dat", make(NUMBERS))
    assert reading.kind == kind
    assert reading.text.split("\n") == ["Số liệu", *LINES]
    assert grid(reading) == GRID
    assert [cell.is_head for cell in reading.cells] == [True] * 3 + [False] * 5


def test_places_percentages_dates_and_hidden_sheets() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C5"], sheet["D5"], sheet["D6"] = "Tỷ lệ", "Ngày", datetime(2019, 7, 3)
    sheet["C6"], sheet["C7"] = 0.953, 0.5
    sheet["C6"].number_format, sheet["C7"].number_format = "0.0%", '0.00"%"'
    sheet.merge_cells("C8:D8")
    sheet["C8"] = "gộp"
    book.create_sheet("Trống")
    book.create_sheet("Ẩn").append(["99"])
    book["Ẩn"].sheet_state = "hidden"
    book.create_sheet("Hai").append([1, True])
    reading = read_bytes("a.xlsx", book_bytes(book))
    assert reading.text.split("\n") == ["Sheet", "Tỷ lệ | Ngày", "95,3% | 03/07/2019", "0,5", "gộp", "Hai", "1 | TRUE"]
    places = {(4, 2): "Tỷ lệ", (4, 3): "Ngày", (5, 2): "95,3%", (5, 3): "03/07/2019", (6, 2): "0,5", (7, 2): "gộp"}
    assert grid(reading) == places
    assert reading.notes == ("hidden_sheets|sheets=Ẩn",)


def test_formulas_give_what_was_stored_and_are_not_computed() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Tổng", "=1+1", '=HYPERLINK("http://x.invalid","7")', "'=2+2"])
    reading = read_bytes("a.xlsx", book_bytes(book))
    assert reading.text == "Sheet\nTổng |  |  | '=2+2"  # openpyxl stores no value with a formula


def test_numbers_are_written_as_read_in_vietnamese() -> None:
    written = [write_number(value) for value in (81.93, 14862.0, 0.1 + 0.2, -5, 1e21, 1e-7, 123456789.123)]
    assert written == ["81,93", "14862", "0,3", "-5", "1000000000000000000000", "0,0000001", "123456789,123"]
    assert (write_number(0.07, True), write_number(1.0, True), write_value(date(2020, 1, 2))) == (
        "7%",
        "100%",
        "02/01/2020",
    )


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_written_number_reads_back(value: float) -> None:
    back = float(write_number(value).replace(",", "."))
    assert abs(back - value) <= abs(value) * 1e-14


def test_macros_are_noted_and_nothing_more() -> None:
    file = io.BytesIO(xlsx(NUMBERS))
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen Shell")
    assert read_bytes("a.xlsm", file.getvalue()).notes == ("macros",)


def test_the_workbooks_of_two_publishers(shared_folder: Path) -> None:
    folder = shared_folder / "panels" / "official"
    pci, papi = read_file(folder / "PCI_2015.xlsx"), read_file(folder / "PAPI_2011-2016.xlsx")
    assert len(pci.cells) > 10_000 and len(papi.cells) > 10_000
    assert pci.notes == ("hidden_sheets|sheets=Summary",)


# delimited text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    rows = [[f'"{text}"' if delimiter in text else text for text in row] for row in TABLE]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    reading = read_bytes("a.csv", text.encode(encoding))
    assert (reading.kind, reading.text.split("\n"), grid(reading)) == ("csv", LINES, GRID)
    assert [cell.is_head for cell in reading.cells] == [True] * 3 + [False] * 5


@pytest.mark.parametrize(
    ("text", "said", "decimal"),
    [
        ("a;b\nx;81,93\ny;14.862", "a | b\nx | 81,93\ny | 14.862", ","),
        ('a,b\nx,81.93\ny,"14,862"\nz,0.680', "a | b\nx | 81,93\ny | 14862\nz | 0,680", "."),
        ("a;b\nx;14.862\ny;1.234", "a | b\nx | 14.862\ny | 1.234", "?"),
        ('a,b\nx,"Câu, có ""dấu"" 1.5"\ny,2.25', 'a | b\nx | Câu, có "dấu" 1.5\ny | 2,25', "."),
    ],
)
def test_decimal_sign_is_found_or_left(text: str, said: str, decimal: str) -> None:
    reading = read_bytes("a.csv", text.encode())
    assert reading.text == said
    assert reading.notes[0].endswith(f"|decimal={decimal}")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xls", "Tên\tSố\nSơn La\t5\n", "csv"),
        ("a.csv", "Một câu, có dấu phẩy.\nCâu hai không có\nCâu ba, với hai, dấu\n", "text"),
        ("a.txt", "a,b\n1,2\n", "text"),
        ("a.csv", "Sơn La\nBắc Kạn\n", "csv"),
    ],
)
def test_kinds_of_text(name: str, content: str, kind: str) -> None:
    assert read_bytes(name, content.encode()).kind == kind


# what is not read


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"{\\rtf1 text}", "unknown_kind", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "unknown_kind", "picture"),
        (archive({"a.txt": "x"}), "unknown_kind", "another archive"),
        (archive({"ppt/presentation.xml": "<p/>"}), "unknown_kind", "presentation"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "unknown_kind", "OpenDocument text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "unknown_kind", "Word 97"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "encrypted", "one with"),
        (b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "unknown_kind", "2003"),
        (b'<?xml version="1.0"?><a/>', "unknown_kind", "another XML"),
        (b"\x00\x01\x02\x03" * 50, "unknown_kind", "bytes that are none"),
        (archive({"word/document.xml": "<w"}), "damaged", "error"),
        (archive({"xl/workbook.xml": "<w/>"}), "damaged", "expected"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_what_to_do(content: bytes, code: str, says: str) -> None:
    with pytest.raises(ReadingRefused, match=says) as refused:
        read_bytes("tệp.doc", content)
    assert refused.value.code == code and str(refused.value).startswith("tệp.doc: expected ")
