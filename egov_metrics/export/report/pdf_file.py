"""The report as PDF/UA-1: tagged, with its language and title, its fonts within it, texts for its figures.

Set by Typst in this process, from the layout `report.typ` and the content as JSON; nothing is fetched and no file of
the machine is read but the font that the program brings along.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from egov_metrics.export.report import fonts
from egov_metrics.export.report.model import Bullets, Figure, Heading, Pair, Paragraph, References, Report, Table

MIME = "application/pdf"
TEMPLATE = Path(__file__).with_name("report.typ")
STANDARD: Literal["ua-1"] = "ua-1"
_KINDS = {
    Table: "table",
    Figure: "figure",
    Pair: "pair",
    Paragraph: "paragraph",
    Bullets: "bullets",
    References: "references",
    Heading: "heading",
}
_PICTURE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'


def make(report: Report) -> bytes:
    """The file. The same report gives the same bytes."""
    made = dt.datetime.fromisoformat(report.made).replace(tzinfo=dt.UTC)
    compiled = _compiler().compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs={"report": json.dumps(_plain(report), ensure_ascii=False)},
        pdf_standards=STANDARD, timestamp=made,
    )  # fmt: skip
    assert isinstance(compiled, bytes)
    return compiled


def picture(svg: str, dots_per_inch: int = 220) -> bytes:
    """A drawing as PNG, for files that cannot hold SVG everywhere."""
    compiled = _compiler().compile(_PICTURE, format="png", sys_inputs={"svg": fonts.printable(svg)}, ppi=dots_per_inch)
    return compiled if isinstance(compiled, bytes) else compiled[0]  # type: ignore[index]


def _compiler() -> typst.Compiler:
    """A compiler that sees our layout and our font only. Each call has its own: one keeps what it compiled last."""
    return typst.Compiler(root=TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])


def _plain(part: Any) -> Any:
    """What JSON can hold; blocks with their kind, texts with signs that the font has."""
    if isinstance(part, str):
        return fonts.printable(part)
    if isinstance(part, tuple):
        return [_plain(one) for one in part]
    if is_dataclass(part):
        made = {field.name: _plain(getattr(part, field.name)) for field in fields(part)}
        return made | {"kind": _KINDS[type(part)]} if type(part) in _KINDS else made
    return part
