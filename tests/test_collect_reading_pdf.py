"""PDFs: paragraphs as they are read, without running heads; a scanned one is recognised."""

from __future__ import annotations

import subprocess
import textwrap
from datetime import date
from pathlib import Path

import pytest

from egov_metrics.collect.reading import ReadingRefused, read_bytes, read_file
from egov_metrics.collect.reading.pdf import drop_running, join, paragraphs
from egov_metrics.collect.reading.pdf_lines import Page, PrintedLine, order
from tests.reading_files import SENTENCES, Placed, page, pdf, scanned_pdf

LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O ({'0' * 32}) /U ({'1' * 32}) >> /ID [(a) (b)]"
TABLE = [("Đơn vị", "Tỷ lệ", "Hạng"), ("Tỉnh Sơn La", "81,93", "12"), ("Thành phố Hà Nội", "100", "3")]
HEAD, RUNNING = 815, "Báo cáo năm 2021"


def printed(*texts: str, top: float = 780, width: int = 80, left: float = 60, indent: float = 30) -> list[Placed]:
    """Paragraphs broken into lines, the first of each indented, as reports are set."""
    lines: list[Placed] = []
    for text in texts:
        for number, line in enumerate(textwrap.wrap(text, width, break_on_hyphens=False)):
            lines.append((left + (indent if number == 0 else 0), top, line))
            top -= 18
    return lines


def line(text: str, left: float, bottom: float, right: float) -> PrintedLine:
    return PrintedLine(text, left, bottom, right, bottom + 12)


def test_lines_of_a_paragraph_are_joined() -> None:
    reading = read_bytes("a.pdf", pdf([printed(*SENTENCES)]))
    assert (reading.text, reading.kind, reading.cells) == ("\n".join(SENTENCES), "pdf", ())


def test_running_heads_and_page_numbers_go_and_a_sentence_goes_on_over_the_page() -> None:
    first, second = SENTENCES[0].split(", tỷ lệ")
    pages = [
        [(200, HEAD, RUNNING), *printed(first + ","), (290, 30, "1")],
        [
            (200, HEAD, RUNNING),
            *printed("tỷ lệ" + second, indent=0),
            *printed(SENTENCES[1], top=600),
            (290, 30, "Trang 2/3"),
        ],
        [(200, HEAD, RUNNING), *printed(SENTENCES[2]), (290, 30, "- 3 -")],
    ]
    assert read_bytes("a.pdf", pdf(pages)).text == "\n".join(SENTENCES)


def test_numbers_at_the_edge_of_one_page_stay_when_they_are_text() -> None:
    assert (
        read_bytes("a.pdf", pdf([[(60, HEAD, "Đạt 81,93 điểm"), (60, 700, "Hạng 12")]])).text
        == "Đạt 81,93 điểm\nHạng 12"
    )


def test_columns_are_read_one_after_the_other() -> None:
    left = printed("Một hai ba bốn năm sáu bảy tám chín mười.", width=20, indent=0)
    right = printed("Thứ hai có các số 14.862 và 81,93 ở đây.", width=20, left=320, indent=0)
    text = read_bytes("a.pdf", pdf([left + right])).text.replace("\n", " ")
    assert text == "Một hai ba bốn năm sáu bảy tám chín mười. Thứ hai có các số 14.862 và 81,93 ở đây."


def test_a_page_drawn_from_below_is_read_from_above() -> None:
    lines = printed("Dòng một.", "Dòng hai.", "Dòng ba.")
    assert read_bytes("a.pdf", pdf([lines[::-1]])).text == "Dòng một.\nDòng hai.\nDòng ba."


def test_rows_of_a_table_stay_rows() -> None:
    lines: list[Placed] = [(60, 780, "Kết quả như sau:")]
    for number, row in enumerate([("Đơn vị", "Tỷ lệ", "Hạng"), ("Sơn La", "81,93", "12"), ("Bắc Kạn", "", "3")]):
        lines += [(left, 760 - 18 * number, text) for left, text in zip((60, 250, 400), row, strict=True) if text]
    reading = read_bytes("a.pdf", pdf([[*lines, (60, 690, "Hết bảng.")]]))
    assert reading.text.split("\n") == [
        "Kết quả như sau:", "Đơn vị | Tỷ lệ | Hạng", "Sơn La | 81,93 | 12", "Bắc Kạn |  | 3", "Hết bảng.",
    ]  # fmt: skip
    last = reading.cells[-1]
    assert (last.table, last.row, last.column, reading.text[last.start : last.end]) == (0, 2, 2, "3")
    assert [cell.is_head for cell in reading.cells] == [True] * 3 + [False] * 5


def test_rows_at_the_edge_of_every_page_stay() -> None:
    rows = [("Sơn La", "81,93"), ("Gia Lai", "80,02")]
    pages = []
    for number in range(4):
        lines: list[Placed] = [(200, HEAD, f"{RUNNING}: bảng {number}"), (60, 400, f"Chỉ số {'abcd'[number]}")]
        for place, row in enumerate(rows):
            lines += [(left, 50 - 18 * place, text) for left, text in zip((60, 300), row, strict=True)]
        pages.append(lines)
    reading = read_bytes("a.pdf", pdf(pages))
    assert reading.text.count("Sơn La | 81,93") == reading.text.count("Gia Lai | 80,02") == 4
    assert RUNNING not in reading.text and {cell.table for cell in reading.cells} == {0, 1, 2, 3}


def test_items_and_headings_keep_their_lines() -> None:
    texts = ["KẾT QUẢ ĐÁNH GIÁ", "a) Cấp tỉnh có 2 đơn vị", "b) cấp xã có 8 đơn vị", "- đạt 40%", "1. Mục"]
    assert read_bytes("a.pdf", pdf([printed(*texts)])).text.split("\n") == texts


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["giai đoạn 2011-", "2020"], "giai đoạn 2011-2020"),
        (["inter-", "national"], "international"),
        (["Thừa Thiên -", "Huế"], "Thừa Thiên - Huế"),
        (["Bà Rịa-", "Vũng Tàu"], "Bà Rịa-Vũng Tàu"),
        (["đạt", "81,93%"], "đạt 81,93%"),
    ],
)
def test_joining(parts: list[str], whole: str) -> None:
    assert join(parts) == whole


def test_order_and_paragraphs_on_places_alone() -> None:
    lines = [line("hai", 60, 700, 100), line("một", 60, 720, 100)]
    assert [each.text for each in order(lines)] == ["một", "hai"]
    columns = [line("trái", 60, 700, 200), line("phải", 300, 740, 500)]
    assert order(columns) == columns
    body = [line(f"dòng {number}", 60, 700 - 15 * number, 500) for number in range(3)]
    assert order([*body, line("đầu trang", 200, 800, 300)])[0].text == "đầu trang"
    many = [line(f"{number}", 60, 15 * number, 500) for number in range(400)]
    assert order(many) == many[::-1]
    body = [
        line("Câu này dài đến lề phải của trang", 60, 700, 500),
        line("và còn tiếp.", 60, 682, 200),
        line("Câu mới.", 60, 664, 500),
    ]
    assert list(paragraphs([Page(595, 842, body)])) == ["Câu này dài đến lề phải của trang và còn tiếp.", "Câu mới."]
    numbered = [Page(595, 842, [line(f"{number}", 290, 20, 300), *body]) for number in (7, 8)]
    assert [len(each.lines) for each in drop_running(numbered)] == [3, 3]


def test_metadata() -> None:
    info = "/Title (Bao cao) /CreationDate (D:20210305120000+07'00')"
    reading = read_bytes("a.pdf", pdf([printed(SENTENCES[0])], info))
    assert (reading.title, reading.published) == ("Bao cao", date(2021, 3, 5))


def test_a_scanned_pdf_is_said_to_be_one() -> None:
    with pytest.raises(ReadingRefused, match="OCR") as refused:
        read_bytes("a.pdf", scanned_pdf(2))
    assert refused.value.code == "scanned_pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf([[]]), "empty"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (pdf([printed(*SENTENCES)], trailer=LOCKED), "encrypted"),
    ],
)  # fmt: skip
def test_other_pdfs_that_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(ReadingRefused) as refused:
        read_bytes("a.pdf", content)
    assert refused.value.code == code


@pytest.mark.browser
def test_a_pdf_printed_by_a_browser(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.visiting import chromium_path

    source, printed_file = tmp_path / "a.html", tmp_path / "a.pdf"
    rows = "".join(f"<tr><td>{name}<td>{value}<td>{rank}" for name, value, rank in TABLE)
    prose = "".join(f"<p style='text-align:justify'>{text}</p>" for text in SENTENCES)
    source.write_bytes(page(f"<h1>Kết quả năm 2021</h1>{prose}<table border=1 cellpadding=5>{rows}</table>{prose}"))
    with sync_playwright() as playwright:
        chromium = chromium_path(playwright)
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={printed_file}", source.as_uri()], check=True, capture_output=True, timeout=120
    )
    lines = read_file(printed_file).text.split("\n")
    assert lines == ["Kết quả năm 2021", *SENTENCES, *(" | ".join(row) for row in TABLE), *SENTENCES]
