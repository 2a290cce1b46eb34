"""Decks for tests: made from a store, opened again as PowerPoint would, and what stands on their slides."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

from egov_metrics import store
from egov_metrics.export import deck
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n.texts import Lang
from egov_metrics.story import Slide, Storyline
from egov_metrics.story.model import slide_of

EDITION = "Số liệu: ấn bản 1"
DAY = "2026-11-28"


def reader_of(workspace: Path, lang: Lang = "vi") -> Reader:
    return Reader.alone(store.open_edition(store.current(workspace)), lang)


def story(*slides: Slide, title: str = "Thử") -> Storyline:
    return Storyline(title, slides)


def view(
    page: str = "compare", chart: str = "", title: str = "", text: str = "", notes: str = "", **params: str
) -> Slide:
    """A slide; `year_from` and `year_to` stand for `from` and `to`."""
    named = {{"year_from": "from", "year_to": "to"}.get(name, name): value for name, value in params.items()}
    return slide_of(page, named, chart, title=title, text=text, notes=notes)


def made(reader: Reader, *slides: Slide) -> deck.Deck:
    return deck.deck_of(story(*slides), reader, EDITION, DAY)


def one(reader: Reader, slide: Slide) -> deck.DeckSlide:
    """The slide that one of a storyline becomes, when it is one."""
    _, found = made(reader, slide).slides
    return found


def opened(reader: Reader, *slides: Slide) -> Any:
    """The file, opened again."""
    return Presentation(io.BytesIO(deck.to_bytes(made(reader, *slides))))


def charts_of(page: Any) -> list[Any]:
    return [shape.chart for shape in page.shapes if shape.has_chart]


def tables_of(page: Any) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in shape.table.rows] for shape in page.shapes if shape.has_table]


def source_of(page: Any) -> str:
    (found,) = [shape.text_frame.text for shape in page.shapes if shape.name == "source"]
    return found


def notes_of(page: Any) -> str:
    return page.notes_slide.notes_text_frame.text


def sizes_of(page: Any) -> Iterator[tuple[str, float, str]]:
    """Name of the shape, size in points and text of everything written on a slide."""
    for shape in page.shapes:
        if shape.has_chart:
            for sized in shape.chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
                if sized.get("sz"):
                    yield shape.name, int(sized.get("sz")) / 100, ""
        elif shape.has_table:
            for row in shape.table.rows:
                for cell in row.cells:
                    for run in cell.text_frame.paragraphs[0].runs:
                        yield shape.name, run.font.size.pt, run.text
        elif shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    yield shape.name, run.font.size.pt, run.text


def overflow(page: Any) -> list[str]:
    """What does not fit: boxes beyond the slide or over one another, texts that need more room than their box.

    Letters are taken to be 0.46 as wide as high: those of Calibri were measured at 0.41 to 0.45 in such texts.
    """
    found, boxes = [], []
    for shape in page.shapes:
        if shape.name == "rule":
            continue
        left, top, width, height = (Emu(n).inches for n in (shape.left, shape.top, shape.width, shape.height))
        if left < 0 or top < 0 or left + width > 13.34 or top + height > 7.5:
            found.append(f"{shape.name} is not on the slide")
        boxes.append((shape.name, top, top + height, left, left + width))
        if not shape.has_text_frame:
            continue
        needed = 0.0
        for paragraph in shape.text_frame.paragraphs:
            size = max((run.font.size.pt for run in paragraph.runs), default=18.0)
            lines = max(1, math.ceil(len(paragraph.text) * size * 0.46 / 72 / width))
            needed += lines * size * 1.2 / 72
        if needed > height + 0.05:
            found.append(f"{shape.name} needs {needed:.2f} of {height:.2f} inches: {shape.text_frame.text[:60]}")
    for k, (name, top, bottom, left, right) in enumerate(boxes):
        for other, top_2, bottom_2, left_2, right_2 in boxes[k + 1 :]:
            apart = bottom <= top_2 + 0.02 or bottom_2 <= top + 0.02 or right <= left_2 + 0.02 or right_2 <= left + 0.02
            if not apart:
                found.append(f"{name} lies over {other}")
    return found
