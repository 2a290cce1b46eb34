"""A deck as a PowerPoint file: titles as titles, native charts and tables, notes; the same bytes for the same deck."""

from __future__ import annotations

import datetime as dt
import io
from copy import deepcopy
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from egov_metrics.charts.palette import LIGHT, mix
from egov_metrics.export.deck import paging
from egov_metrics.export.deck.drawing import add_chart
from egov_metrics.export.deck.model import Deck, DeckSlide, Table
from egov_metrics.export.deck.packing import settled
from egov_metrics.export.deck.paging import BODY, INNER, LEFT, QUIET, Place
from egov_metrics.export.deck.words import clean, in_one_line
from egov_metrics.export.office import freed
from egov_metrics.i18n.texts import t

FONT = "Calibri"
"""Comes with every Windows and Office, and has all Vietnamese letters."""
LOCALES = {"vi": "vi-VN", "en": "en-GB"}
_TITLE_ONLY = 5
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_NUMBER_FIELD = "{5F2C0B1E-6E0D-4D57-9C55-3B1F1C1A0001}"
GAP = 0.15
"""Between charts that share a slide."""


def to_bytes(deck: Deck) -> bytes:
    """The .pptx file. Texts are written as they are; what they hold is never a formula, a link or a command."""
    content = _saved(deck)
    freed()
    return settled(content, deck.stamp)


def _saved(deck: Deck) -> bytes:
    made = _empty(deck)
    layout = made.slide_layouts[0]
    for number, slide in enumerate(deck.slides, 1):
        _slide(made, layout, slide, deck, number)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _empty(deck: Deck) -> Any:
    """A presentation of 16:9 with one layout, a title alone, in its place."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(paging.WIDTH), Inches(paging.HEIGHT)
    layouts = list(made.slide_layouts)
    for layout in layouts:
        if layout is not layouts[_TITLE_ONLY]:
            made.slide_layouts.remove(layout)
    layout = made.slide_layouts[0]
    for holder in (made.slide_master, layout):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type == 1 or shape.placeholder_format.idx == 0:
                _put(shape, _title_place())
            else:
                shape._element.getparent().remove(shape._element)
    package = made.part.package
    for key, rel in list(package._rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            package.drop_rel(key)  # a picture of the empty template
    moment = dt.datetime.fromisoformat(deck.stamp[:10])
    about = made.core_properties
    about.title, about.author, about.last_modified_by = in_one_line(deck.title), "egov-metrics", "egov-metrics"
    about.created = about.modified = moment
    about.language, about.subject = LOCALES[deck.lang], in_one_line(deck.edition)
    about.revision = 1
    return made


def _title_place() -> Place:
    return Place(LEFT, paging.TITLE_TOP, INNER, paging.TITLE_HEIGHT)


def _put(shape: Any, place: Place) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in place)


def _slide(made: Any, layout: Any, slide: DeckSlide, deck: Deck, number: int) -> None:
    page = made.slides.add_slide(layout)
    bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(paging.WIDTH), Inches(0.09))
    bar.name = "rule"
    _fill(bar, LIGHT.accent.line)
    bar.shadow.inherit = False
    title, size = paging.title_of(in_one_line(slide.title))
    box = page.shapes.title
    _put(box, _title_place())
    box.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    if slide.is_cover:
        _put(box, Place(LEFT, 2.2, INNER, 1.6))
        size = 36.0 if len(paging.wrapped(title, 36, INNER, True)) <= 2 else size
    _words(box.text_frame, title, size, LIGHT.text, deck, bold=True)
    found = paging.places(slide)
    if slide.is_cover:
        _box(page, Place(LEFT, 4.0, INNER, 0.9), slide.subtitle, BODY, LIGHT.muted, deck, "subtitle")
    elif found.subtitle:
        words = paging.cut(in_one_line(slide.subtitle), BODY, INNER, paging.MOST_SUBTITLE)
        _box(page, found.subtitle, words, BODY, LIGHT.muted, deck, "subtitle")
    if found.text:
        _box(page, found.text, clean(slide.text), BODY, LIGHT.text, deck, "text")
    if slide.charts:
        for chart, place in zip(slide.charts, _places_of(len(slide.charts), found.content), strict=True):
            top = 0.0
            if chart.title:
                top = paging.high(1, BODY) + 0.02
                head = Place(place.left, place.top, place.width, top)
                words = paging.cut(chart.title, BODY, place.width, 1, True)
                _box(page, head, words, BODY, LIGHT.text, deck, "chart title", bold=True)
            below = Place(place.left, place.top + top, place.width, place.height - top)
            frame = add_chart(page.shapes, chart, below, FONT)
            frame._element.nvGraphicFramePr.cNvPr.set("descr", in_one_line(chart.alt))
    elif slide.table is not None:
        _table(page, slide.table, found.content, deck)
    elif slide.words and not slide.is_cover:
        _box(page, found.content, clean(slide.words), BODY, LIGHT.text, deck, "words")
    _foot(page, slide, found.foot, deck, number)
    page.notes_slide.notes_text_frame.text = clean(slide.notes)


def _places_of(count: int, content: Place) -> list[Place]:
    """Where some charts stand: one alone, else in rows of up to three."""
    columns = 1 if count == 1 else 2 if count in (2, 4) else 3
    rows = -(-count // columns)
    width = (content.width - GAP * (columns - 1)) / columns
    height = (content.height - GAP * (rows - 1)) / rows
    return [
        Place(
            content.left + (k % columns) * (width + GAP), content.top + (k // columns) * (height + GAP), width, height
        )
        for k in range(count)
    ]


def _foot(page: Any, slide: DeckSlide, place: Place, deck: Deck, number: int) -> None:
    """Source, method, edition and the number of the slide: small, below everything else."""
    source, method = paging.foot_of(slide)
    lines = [one for one in (in_one_line(source), in_one_line(method), in_one_line(deck.edition)) if one]
    box = _box(page, place, "\n".join(lines), QUIET, LIGHT.muted, deck, "source")
    last = box.text_frame.paragraphs[-1]._p
    run = last.find(qn("a:r"))
    between = deepcopy(run)
    between.find(qn("a:t")).text = "  ·  "
    last.append(between)
    field = etree.SubElement(last, qn("a:fld"), id=_NUMBER_FIELD, type="slidenum")
    field.append(deepcopy(run.find(qn("a:rPr"))))
    etree.SubElement(field, qn("a:t")).text = str(number)


def _box(page: Any, place: Place, text: str, size: float, ink: str, deck: Deck, name: str, bold: bool = False) -> Any:
    box = page.shapes.add_textbox(*(Inches(one) for one in place))
    box.name = name
    _words(box.text_frame, text, size, ink, deck, bold)
    return box


def _words(frame: Any, text: str, size: float, ink: str, deck: Deck, bold: bool = False) -> None:
    """Fill a frame: no margins, lines as paragraphs, each run with font, size, colour and language."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        _letters(run, size, ink, deck, bold)


def _letters(run: Any, size: float, ink: str, deck: Deck, bold: bool = False) -> None:
    font = run.font
    font.name, font.size, font.bold = FONT, Pt(size), bold
    font.color.rgb = RGBColor.from_string(ink[1:])
    run._r.get_or_add_rPr().set("lang", LOCALES[deck.lang])


def _fill(shape: Any, ink: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(ink[1:])
    shape.line.fill.background()


def _table(page: Any, table: Table, place: Place, deck: Deck) -> None:
    columns = table.columns
    heads = [column.name for column in columns]
    heights = [
        paging.row_height(columns, heads, heading=True),
        *(paging.row_height(columns, row) for row in table.rows),
    ]
    frame = page.shapes.add_table(
        len(heights), len(columns), *(Inches(one) for one in (place.left, place.top, place.width, sum(heights)))
    )
    frame.name = "table"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", t("deck.table.alt", deck.lang, columns=", ".join(heads)))
    native = frame.table
    native._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    native.horz_banding = False
    for number, column in enumerate(columns):
        native.columns[number].width = Inches(column.share * place.width)
    for k, cells in enumerate([heads, *table.rows]):
        native.rows[k].height = Inches(heights[k])
        ink = LIGHT.own.text if k - 1 in table.marked else LIGHT.text
        for number, (column, text) in enumerate(zip(columns, cells, strict=True)):
            cell = native.cell(k, number)
            cell.margin_left = cell.margin_right = Inches(paging.CELL)
            cell.margin_top = cell.margin_bottom = Inches(paging.CELL / 2)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            quiet = column.quiet and k > 0
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if column.right else PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = in_one_line(text)
            bold = k == 0 or (k - 1 in table.marked and not quiet)
            _letters(run, QUIET if quiet else BODY, LIGHT.muted if quiet else ink, deck, bold)
            _rule_below(cell, mix("#FFFFFF", LIGHT.axis, 1.0 if k == 0 else 0.5))


def _rule_below(cell: Any, ink: str) -> None:
    """A thin line under a cell; it has to stand before the fill, where the schema expects it."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.Element(qn("a:lnB"), w="9525", cap="flat", cmpd="sng", algn="ctr")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=ink[1:])
    properties.insert(0, line)
