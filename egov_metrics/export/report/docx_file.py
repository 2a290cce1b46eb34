"""The report as a Word document: real headings, tables whose heads repeat, figures as pictures with their texts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Opened
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from egov_metrics.export.office import freed, without_copies_of_styles
from egov_metrics.export.report import pdf_file
from egov_metrics.export.report.model import (
    Block,
    Bullets,
    Closing,
    Column,
    Figure,
    Head,
    Heading,
    Pair,
    Paragraph,
    Reference,
    References,
    Report,
    Table,
)

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
LEFT, RIGHT, EDGE, WIDTH = 30, 16, 20, 164
"""Millimetres: margins, and the text between them on A4."""
GUTTER = 4
_SIDES = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
    "w:rPr", "w:sectPr",
)  # fmt: skip
"""What the borders of a paragraph stand before: Word wants the properties in the order of its schema."""
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def make(report: Report) -> bytes:
    """The file."""
    content = _saved(report)
    freed()
    return content


def _saved(report: Report) -> bytes:
    document = Document()
    without_copies_of_styles(document)
    _styles(document, report.lang)
    _page(document)
    properties = document.core_properties
    properties.title, properties.language, properties.author = report.title, report.lang, "egov-metrics"
    made = dt.datetime.fromisoformat(report.made)
    properties.created = properties.modified = made
    _head(document, report.head)
    for section in report.sections:
        document.add_heading(section.title, 1)
        for block in section.blocks:
            _block(document, block)
    _closing(document, report.closing)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: Opened, lang: str) -> None:
    styles = document.styles
    normal = styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _font(normal, 13)
    _language(normal, "vi-VN" if lang == "vi" else "en-GB")
    form = normal.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(6)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.widow_control = True
    for level in (1, 2):
        style = styles[f"Heading {level}"]
        assert isinstance(style, ParagraphStyle)
        _font(style, 13, bold=True)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12 if level == 1 else 8), Pt(6)
        style.paragraph_format.keep_with_next = True
    bullet = styles["List Bullet"]
    assert isinstance(bullet, ParagraphStyle)
    bullet.paragraph_format.space_after = Pt(3)
    for name, size, italic, bold in (("Report Note", 10, True, False), ("Report Cell", 10.5, False, False)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(made, ParagraphStyle)
        made.base_style = normal
        _font(made, size, bold=bold, italic=italic)
        made.paragraph_format.space_after = Pt(8 if italic else 0)
    caption = styles["Caption"]
    assert isinstance(caption, ParagraphStyle)
    _font(caption, 12, bold=True)
    caption.font.color.rgb = RGBColor(0, 0, 0)
    caption.paragraph_format.alignment = CENTER
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(4)


def _font(style: ParagraphStyle, size: float, *, bold: bool = False, italic: bool = False) -> None:
    """Name the font for all scripts: the theme of Word's own styles names another one."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, italic
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)


def _language(style: ParagraphStyle, code: str) -> None:
    lang = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        lang.set(qn(name), code)
    style.element.get_or_add_rPr().append(lang)


def _page(document: Opened) -> None:
    """A4 with the margins of official documents; the page's number in its head, but for the first."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.top_margin = section.bottom_margin = Mm(EDGE)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        paragraph.add_run()._r.append(element)


def _head(document: Opened, head: Head) -> None:
    grid = _grid(document, (0.39 * WIDTH, 0.61 * WIDTH), 2)
    left, right = grid.cell(0, 0), grid.cell(0, 1)
    _centred(left.paragraphs[0], head.authority, 12)
    _centred(left.add_paragraph(), head.agency, 12, bold=True)
    _rule(left.add_paragraph(), 0.26 * WIDTH / 2)
    _centred(right.paragraphs[0], head.nation, 12, bold=True)
    _centred(right.add_paragraph(), head.motto, 13, bold=True)
    _rule(right.add_paragraph(), 0.25 * WIDTH / 2)
    _centred(grid.cell(1, 0).paragraphs[0], head.number, 13)
    _centred(grid.cell(1, 1).paragraphs[0], head.place_date, 13, italic=True)
    kind = document.add_paragraph()
    kind.paragraph_format.space_before = Pt(14)
    _centred(kind, head.kind, 14, bold=True)
    _centred(document.add_paragraph(), head.subject, 13, bold=True)
    _rule(document.add_paragraph(), 0.39 * WIDTH)


def _rule(paragraph: WordParagraph, indent: float) -> None:
    """The short line below a line of the head; `indent` in millimetres on both sides."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.line_spacing, form.space_before, form.space_after = Pt(3), Pt(3), Pt(4)
    _border(paragraph, "top")


def _centred(
    paragraph: WordParagraph, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> WordParagraph:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _border(paragraph: WordParagraph, side: str) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def _grid(document: Opened, widths: Sequence[float], rows: int) -> WordTable:
    """A table without lines, for what stands side by side; `widths` in millimetres."""
    grid = document.add_table(rows, len(widths))
    grid.autofit = False
    _margins(grid, 0)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return grid


def _block(document: Opened, block: Block) -> None:
    if isinstance(block, Paragraph):
        paragraph = document.add_paragraph(block.text, "Report Note" if block.is_note else None)
        paragraph.alignment = JUSTIFY
        if not block.is_note:
            paragraph.paragraph_format.first_line_indent = Mm(10)
    elif isinstance(block, Bullets):
        for item in block.items:
            paragraph = document.add_paragraph(item, "List Bullet")
            paragraph.alignment = _SIDES["left"] if block.is_small else JUSTIFY
            if block.is_small:
                paragraph.runs[0].font.size = Pt(11)
    elif isinstance(block, References):
        for one in block.items:
            _reference(document.add_paragraph(style="Report Cell"), one)
    elif isinstance(block, Heading):
        document.add_heading(block.text, 2)
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Figure):
        _figure(document.add_paragraph(), block, WIDTH)
        document.add_paragraph(block.caption, "Caption")
        _note(document, block.source, block.note)
    elif isinstance(block, Pair):
        _pair(document, block)


def _reference(paragraph: WordParagraph, one: Reference) -> None:
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent, form.space_after = Mm(6), Mm(-6), Pt(2)
    run = paragraph.add_run(f"{one.text} " if one.url else one.text)
    if not one.url:
        return
    target = paragraph.part.relate_to(one.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    shown = paragraph.add_run(one.host)
    shown.font.underline = True
    link.append(shown._r)
    run._r.addnext(link)


def _note(document: Opened, *texts: str) -> None:
    words = " ".join(text for text in texts if text)
    if words:
        document.add_paragraph(words, "Report Note")


def _pair(document: Opened, pair: Pair) -> None:
    half = (WIDTH - GUTTER) / 2
    grid = _grid(document, (WIDTH / 2, WIDTH / 2), 1)
    _whole(grid)
    for cell, one in zip(grid.rows[0].cells, (pair.left, pair.right), strict=True):
        if one is None:
            continue
        _figure(cell.paragraphs[0], one, half - GUTTER)
        # A row is whole anyway; kept with what follows, all pairs would go to the next page together.
        cell.paragraphs[0].paragraph_format.keep_with_next = False
        caption = cell.add_paragraph(one.caption, "Caption")
        caption.paragraph_format.keep_with_next = False
        if one.source:
            cell.add_paragraph(one.source, "Report Note")


def _figure(paragraph: WordParagraph, figure: Figure, millimetres: float) -> None:
    paragraph.alignment = CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)
    shape = paragraph.add_run().add_picture(io.BytesIO(pdf_file.picture(figure.svg)), width=Emu(Mm(millimetres)))
    properties = shape._inline.docPr
    properties.set("descr", figure.alt)
    properties.set("title", figure.caption)


def _table(document: Opened, table: Table) -> None:
    caption = document.add_paragraph(table.caption, "Caption")
    caption.paragraph_format.keep_with_next = True
    made = document.add_table(1, len(table.columns), "Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(column.share for column in table.columns)
    widths = [Mm(WIDTH * column.share / whole) for column in table.columns]
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        _fill(cell, column.title, "", Column("", 1, "center"), bold=True)
    for row in table.rows:
        for cell, stated, column in zip(made.add_row().cells, row, table.columns, strict=True):
            _fill(cell, stated.text, stated.note, column)
    for line in made.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
    for grid_column, width in zip(made.columns, widths, strict=True):
        grid_column.width = width
    _whole(made)
    head = made.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    _margins(made, 0.9)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), table.caption)
    made._tbl.tblPr.append(described)
    _note(document, table.note) if table.note else document.add_paragraph()


def _margins(table: WordTable, millimetres: float) -> None:
    """Left and right of the text in each cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(millimetres * 56.7)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _whole(table: WordTable) -> None:
    """No row is cut by the end of a page."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _fill(cell: _Cell, text: str, note: str, column: Column, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Report Cell"
    paragraph.alignment = _SIDES[column.align]
    paragraph.add_run(text).font.bold = bold
    if note:
        below = cell.add_paragraph(style="Report Cell")
        below.alignment = _SIDES[column.align]
        run = below.add_run(note)
        run.font.size, run.font.italic = Pt(8.5), True


def _closing(document: Opened, closing: Closing) -> None:
    edition = document.add_paragraph(closing.edition)
    edition.alignment, edition.paragraph_format.first_line_indent = JUSTIFY, Mm(10)
    edition.paragraph_format.space_before, edition.paragraph_format.space_after = Pt(8), Pt(14)
    edition.paragraph_format.keep_with_next = edition.paragraph_format.keep_together = True
    grid = _grid(document, (0.45 * WIDTH, 0.55 * WIDTH), 1)
    _whole(grid)
    left, right = grid.rows[0].cells
    title = left.paragraphs[0].add_run(closing.receivers_title)
    title.font.size, title.font.bold, title.font.italic = Pt(12), True, True
    for one in closing.receivers:
        left.add_paragraph().add_run(one).font.size = Pt(11)
    _centred(right.paragraphs[0], closing.post, 13, bold=True)
    _centred(right.add_paragraph(), closing.sign, 13, italic=True).paragraph_format.space_after = Pt(45)
    _centred(right.add_paragraph(), closing.name, 13, bold=True)
