"""How much a slide holds: places and sizes in inches and points, lines of text, and the pages that a long one takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import NamedTuple

from egov_metrics.charts.layout import text_width
from egov_metrics.export.deck.model import Column, DeckSlide, Table
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t

WIDTH, HEIGHT = 13.333, 7.5
LEFT, INNER = 0.6, 12.13
TITLE_TOP, TITLE_HEIGHT = 0.32, 1.06
SUBTITLE_TOP = 1.45
FOOT_BOTTOM = 7.4
BODY, QUIET, HEADING = 18.0, 12.0, 24.0
TITLES = (28.0, 26.0, 24.0, 22.0, 20.0)
LEAD = 1.2
"""Height of a line in parts of the size of its letters."""
CELL = 0.08
"""Left and right of the text of a cell; half of it above and below."""
MOST_SOURCE, MOST_METHOD = 2, 4
MOST_SUBTITLE, MOST_TEXT = 2, 3
ELLIPSIS = "…"
SAFE = 1.04
"""What is added to widths, which are estimates: digits in Calibri are as wide as the estimate."""


class Place(NamedTuple):
    """A box of a slide in inches."""

    left: float
    top: float
    width: float
    height: float


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """The lines that a text takes in a box `width` inches wide; words that are too long are broken."""
    found: list[str] = []
    for line in text.split("\n"):
        current = ""
        for word in line.split(" "):
            longer = f"{current} {word}" if current else word
            if inches(longer, size, bold) <= width:
                current = longer
                continue
            if current:
                found.append(current)
            while inches(word, size, bold) > width:
                cut = _fitting(word, size, width, bold)
                found.append(word[:cut])
                word = word[cut:]
            current = word
        found.append(current)
    return found


@lru_cache(maxsize=8192)
def inches(text: str, size: float, bold: bool = False) -> float:
    """About how wide a line of text is; rather too much than too little for Calibri."""
    return text_width(escape(text), size, bold) * SAFE / 72


def _fitting(word: str, size: float, width: float, bold: bool) -> int:
    """How many of the first characters of a word fit, at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if inches(word[:middle], size, bold) <= width else (low, middle - 1)
    return low


def high(lines: int, size: float) -> float:
    """How high some lines are, in inches."""
    return lines * size * LEAD / 72


def cut(text: str, size: float, width: float, most: int, bold: bool = False) -> str:
    """A text that takes at most `most` lines: what is left out ends in an ellipsis (the notes have all of it)."""
    lines = wrapped(text, size, width, bold)
    if len(lines) <= most:
        return text
    last = lines[most - 1]
    while last and inches(f"{last} {ELLIPSIS}", size, bold) > width:
        last = last[:-1].rstrip()
    return " ".join([*lines[: most - 1], f"{last} {ELLIPSIS}"])


def title_of(text: str) -> tuple[str, float]:
    """A title as it fits above a slide, and the size of its letters: the largest that holds all of it."""
    for size in TITLES:
        if high(len(wrapped(text, size, INNER, True)), size) <= TITLE_HEIGHT:
            return text, size
    size = TITLES[-1]
    return cut(text, size, INNER, int(TITLE_HEIGHT / high(1, size)), True), size


def foot_of(slide: DeckSlide) -> tuple[str, str]:
    """Source and method as they fit below a slide."""
    source = cut(slide.source, QUIET, INNER, MOST_SOURCE)
    return source, cut(slide.method, QUIET, INNER, MOST_METHOD)


class Places(NamedTuple):
    """Where the parts of a slide are; None for those it lacks."""

    subtitle: Place | None
    text: Place | None
    content: Place
    foot: Place


def places(slide: DeckSlide) -> Places:
    """The boxes of a slide: what stands above and below takes what it needs, the content has the rest."""
    lines = sum(len(wrapped(part, QUIET, INNER)) for part in foot_of(slide) if part) + 1
    foot = Place(LEFT, FOOT_BOTTOM - high(lines, QUIET) - 0.04, INNER, high(lines, QUIET) + 0.04)
    top, subtitle, text = SUBTITLE_TOP, None, None
    if slide.subtitle:
        count = min(len(wrapped(slide.subtitle, BODY, INNER)), MOST_SUBTITLE)
        subtitle = Place(LEFT, top, INNER, high(count, BODY))
        top += subtitle.height + 0.06
    if slide.text:
        text = Place(LEFT, top, INNER, high(len(wrapped(slide.text, BODY, INNER)), BODY))
        top += text.height + 0.06
    if slide.words:
        top += 0.2
    return Places(subtitle, text, Place(LEFT, top, INNER, foot.top - 0.08 - top), foot)


def pages(slide: DeckSlide, lang: Lang) -> list[DeckSlide]:
    """The slides that one takes: long tables and long words go on, each page with source and notes; what is cut above
    or below stands in the notes in full."""
    slide = _with_all_in_notes(slide)
    if slide.is_cover:
        return [slide]
    after: list[DeckSlide] = []
    if slide.text and len(wrapped(slide.text, BODY, INNER)) > MOST_TEXT:
        after = pages(replace(slide, charts=(), table=None, words=slide.text, text="", subtitle=""), lang)
        slide = replace(slide, text="")
    if slide.table is not None:
        parts = [replace(slide, table=part) for part in _tables(slide.table, places(slide).content.height)]
    elif slide.words:
        # One line stays free: how programs break lines differs a little.
        most = max(1, int(places(slide).content.height / high(1, BODY)) - 1)
        parts = [replace(slide, words=words) for words in _parted(slide.words, most)]
    else:
        parts = [slide]
    if len(parts) > 1:
        of = numbers.count(len(parts))
        parts = [
            replace(part, title=t("deck.page", lang, title=part.title, n=numbers.count(n), of=of))
            for n, part in enumerate(parts, 1)
        ]
    return [*parts, *after]


def _parted(words: str, most: int) -> list[str]:
    """Words in parts of at most `most` lines; paragraphs stay what they are, but for one that two parts share."""
    found: list[str] = []
    part: list[str] = []
    used = 0
    for paragraph in words.split("\n"):
        start = end = 0
        for line in wrapped(paragraph, BODY, INNER):
            if used == most:
                part += [paragraph[start:end].strip()] if end > start else []
                found.append("\n".join(part))
                part, used, start = [], 0, end
            end = paragraph.index(line, end) + len(line)
            used += 1
        part.append(paragraph[start:end].strip())
    return [*found, "\n".join(part)]


def _with_all_in_notes(slide: DeckSlide) -> DeckSlide:
    """Notes that have title, subtitle, source and method in full where the slide has no room for all of it."""
    title, _ = title_of(slide.title)
    short = cut(slide.subtitle, BODY, INNER, MOST_SUBTITLE)
    told = [slide.title if title != slide.title else "", slide.subtitle if short != slide.subtitle else ""]
    told += [slide.notes, slide.method, slide.source]
    return replace(slide, notes="\n\n".join(one for one in told if one))


def row_height(columns: Sequence[Column], row: Sequence[str], heading: bool = False) -> float:
    """How high a row of a table is."""
    most = 0.0
    for column, cell in zip(columns, row, strict=True):
        size = QUIET if column.quiet and not heading else BODY
        lines = len(wrapped(cell, size, column.share * INNER - 2 * CELL, heading))
        most = max(most, high(lines, size))
    return most + CELL


def _tables(table: Table, room: float) -> list[Table]:
    """The pages of a table, each with its heading, as few as can be and about equally full; a row is never parted."""
    room -= row_height(table.columns, [column.name for column in table.columns], heading=True)
    heights = [row_height(table.columns, row) for row in table.rows]
    ends = _filled(heights, room)
    low, high = sum(heights) / len(ends), room
    while len(ends) > 1 and high - low > 0.05:
        middle = (low + high) / 2
        tried = _filled(heights, middle)
        if len(tried) > len(ends):
            low = middle
        else:
            ends, high = tried, middle
    return [_part(table, start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _filled(heights: Sequence[float], room: float) -> list[int]:
    """Where each page ends when every page takes what fits, at least one row."""
    ends: list[int] = []
    used = 0.0
    for number, height in enumerate(heights):
        if used and used + height > room:
            ends.append(number)
            used = 0.0
        used += height
    return [*ends, len(heights)]


def _part(table: Table, first: int, end: int) -> Table:
    marked = frozenset(number - first for number in table.marked if first <= number < end)
    return Table(table.columns, table.rows[first:end], marked)
