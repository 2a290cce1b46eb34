"""Fonts of the workbooks that we write, in the order of parts in which Excel writes them."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Color, Font
from openpyxl.utils.indexed_list import IndexedList

_NAME, _SIZE = "Calibri", 11


class SheetFont(Font):
    """A font that checkers of the format accept: openpyxl's own begins with its name, Excel's ends with it."""

    tagname = "font"
    __attrs__, __nested__ = Font.__attrs__, Font.__nested__
    __elements__ = (
        "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
        "family", "charset", "scheme",
    )  # fmt: skip


def sheet_font(bold: bool = False, italic: bool = False, color: str | None = None, size: float = _SIZE) -> Font:
    """A font of a cell; `color` is RRGGBB."""
    return SheetFont(name=_NAME, sz=size, family=2, bold=bold, italic=italic, color=color)


def use_sheet_fonts(book: Workbook) -> None:
    """Give a new workbook such a font as its default; before its first sheet is filled."""
    plain = SheetFont(name=_NAME, sz=_SIZE, family=2, color=Color(theme=1), scheme="minor")
    book._fonts = IndexedList([plain])
