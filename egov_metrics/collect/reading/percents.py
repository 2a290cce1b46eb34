"""Which cells of an .xlsx are shown as percentages: stored as 0.95, and read by everybody as 95%."""

from __future__ import annotations

import io
import re

from lxml import etree

from egov_metrics.collect.reading.archive import Archive, parse_xml
from egov_metrics.collect.reading.model import ReadingRefused

Percents = set[tuple[int, int]]
"""(row, column), counted from 0."""
_BUILT_IN = {9, 10}
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def percent_cells(content: bytes) -> dict[str, Percents]:
    """The percentage cells by name of sheet. A workbook whose styles cannot be read has none."""
    try:
        archive = Archive(content)
        styles = _percent_styles(parse_xml(archive.read("xl/styles.xml")))
        if not styles:
            return {}
        return {name: _cells(archive.read(part), styles) for name, part in _sheets(archive)}
    except (ReadingRefused, etree.XMLSyntaxError, ValueError):
        return {}


def _percent_styles(styles: etree._Element) -> set[str]:
    formats = set(_BUILT_IN)
    for form in styles.iterfind("{*}numFmts/{*}numFmt"):
        code = re.sub(r'"[^"]*"|\\.', "", form.get("formatCode") or "")
        if "%" in code:
            formats.add(int(form.get("numFmtId") or -1))
    used = styles.iterfind("{*}cellXfs/{*}xf")
    return {str(number) for number, xf in enumerate(used) if int(xf.get("numFmtId") or 0) in formats}


def _sheets(archive: Archive) -> list[tuple[str, str]]:
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in parse_xml(archive.read("xl/_rels/workbook.xml.rels")).iter("{*}Relationship")
    }
    found = []
    for sheet in parse_xml(archive.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        target = targets.get(key, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.names:
            found.append((sheet.get("name") or "", part))
    return found


def _cells(sheet: bytes, styles: set[str]) -> Percents:
    found: Percents = set()
    reader = etree.iterparse(
        io.BytesIO(sheet), tag="{*}c", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for _, cell in reader:
        place = _REFERENCE.fullmatch(cell.get("r") or "")
        if place and cell.get("s") in styles and cell.get("t", "n") == "n":
            found.add((int(place[2]) - 1, _column(place[1])))
        cell.clear()
        while cell.getprevious() is not None:
            del cell.getparent()[0]
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
