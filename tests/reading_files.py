"""Files of every kind that reading knows, made in the test: nothing is kept in the repository."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import openpyxl
import xlwt

SENTENCES = (
    "Năm 2021, tỉnh Mẫu có 154/154 xã, phường kết nối mạng số liệu chuyên dùng, tỷ lệ hồ sơ trực tuyến đạt 81,93%.",
    "Hệ thống một cửa điện tử đã tiếp nhận 14.862 hồ sơ, trả kết quả đúng hạn 14.707 hồ sơ; còn lại đang xử lý.",
    "Chỉ số cải cách hành chính đạt 0,680 điểm, xếp thứ 23/63 tỉnh, thành phố, tăng 5 bậc so với năm trước.",
)
"""Made-up prose with numbers of several forms."""
TEXT = "\n".join(SENTENCES) + "\n"


def page(body: str, head: str = "") -> bytes:
    """A web page in UTF-8."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def word(*paragraphs: str, table: list[list[str]] | None = None) -> docx.document.Document:
    """A Word document; its table has the look that Word gives by itself."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return document


def word_bytes(document: docx.document.Document) -> bytes:
    """The file of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def xlsx(rows: list[list[object]], title: str = "Số liệu") -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book_bytes(book)


def book_bytes(book: openpyxl.Workbook) -> bytes:
    """The file of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(rows: list[list[object]], title: str = "Số liệu") -> bytes:
    """A workbook of Excel 97-2003."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(title)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(rows: list[list[object]], title: str = "Số liệu") -> bytes:
    """An OpenDocument spreadsheet with texts and numbers."""
    cells = []
    for row in rows:
        cells.append("<table:table-row>")
        for value in row:
            if isinstance(value, int | float):
                cells.append(
                    f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
                    "</table:table-cell>"
                )
            else:
                text = "" if value is None else f"<text:p>{value}</text:p>"
                cells.append(f'<table:table-cell office:value-type="string">{text}</table:table-cell>')
        cells.append("</table:table-row>")
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{title}">{"".join(cells)}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entries = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}'
        "</manifest:manifest>"
    )
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


Placed = tuple[float, float, str]
"""Left, bottom (points) and text of a line on a page of A4."""


def pdf(pages: list[list[Placed]], info: str = "", size: float = 12, trailer: str = "") -> bytes:
    """A PDF whose every letter is half as wide as high; letters are found by a table, as in files of Word."""
    letters = sorted({letter for lines in pages for _, _, text in lines for letter in text})
    code = {letter: number for number, letter in enumerate(letters, start=1)}
    table = "\n".join(f"<{code[letter]:04x}> <{letter.encode('utf-16-be').hex()}>" for letter in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(letters)} beginbfchar\n{table}\nendbfchar\n"
        "endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 6 0 R >>",
        _stream(cmap),
        "<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>",
        f"<< {info} >>",
    ]
    kids = []
    for lines in pages:
        drawn = "\n".join(
            f"BT /F {size} Tf {left} {bottom} Td <{''.join(f'{code[letter]:04x}' for letter in text)}> Tj ET"
            for left, bottom, text in lines
        )
        objects.append(_stream(drawn))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _pdf_file(objects, f"/Info 7 0 R {trailer}")


def scanned_pdf(pages: int = 1) -> bytes:
    """A PDF whose pages hold a picture each and no text."""
    picture = bytes(range(256)) * 4
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        _stream(picture.hex(), "/Type /XObject /Subtype /Image /Width 32 /Height 32 /ColorSpace /DeviceGray "
                "/BitsPerComponent 8 /Filter /ASCIIHexDecode"),
        _stream("q 595 0 0 842 0 0 cm /I Do Q"),
    ]  # fmt: skip
    kids = []
    for _ in range(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /XObject << /I 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {pages} >>"
    return _pdf_file(objects, "")


def _stream(content: str, entries: str = "") -> str:
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def _pdf_file(objects: list[str], trailer: str) -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + end.encode("latin-1")


def lying_archive(claimed: int) -> bytes:
    """A docx whose directory claims that its text unpacks to `claimed` bytes."""
    made = bytearray(archive({"word/document.xml": b"<w/>" * 1000, "[Content_Types].xml": "<Types/>"}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = made.find(signature)
        made[place + offset : place + offset + 4] = struct.pack("<I", claimed)
    return bytes(made)


def packed_zeros(size: int) -> bytes:
    """A valid docx whose text is `size` zero bytes."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made,
        made.open("word/document.xml", "w") as part,
    ):
        for _ in range(size >> 20):
            part.write(bytes(1 << 20))
    return file.getvalue()
