"""Office Open XML files under test: what checkers of the schema leave out, found without trusting who wrote them."""

from __future__ import annotations

import io
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PLACES = {
    "lineChart": {"t", "b", "l", "r", "ctr"},
    "scatterChart": {"t", "b", "l", "r", "ctr"},
    "clustered": {"outEnd", "inEnd", "ctr", "inBase"},
    "stacked": {"inEnd", "ctr", "inBase"},
    "percentStacked": {"inEnd", "ctr", "inBase"},
}
"""Where each kind of chart may have its labels; Office asks for a repair of a file that says otherwise."""
Parts = dict[str, bytes]


def parts_of(content: bytes) -> Parts:
    """The parts of a file by their names; those of workbooks within it too, as `outer!inner`."""
    found: Parts = {}
    with ZipFile(io.BytesIO(content)) as opened:
        for name in opened.namelist():
            found[name] = opened.read(name)
            if name.endswith(".xlsx"):
                found |= {f"{name}!{inner}": part for inner, part in parts_of(found[name]).items()}
    return found


def zipped(parts: Parts) -> bytes:
    """The file of some parts, without those of workbooks within it."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name, part in parts.items():
            if "!" not in name:
                written.writestr(name, part)
    return out.getvalue()


def problems(content: bytes) -> list[str]:
    """What is wrong with the package and its ids, in words."""
    parts = parts_of(content)
    return [problem for check in CHECKS for problem in check(parts)]


def _rooted(parts: Parts, pattern: str) -> Iterator[tuple[str, etree._Element]]:
    for name, part in parts.items():
        if re.search(pattern, name):
            yield name, etree.fromstring(part)


def _types(parts: Parts) -> Iterator[str]:
    """Every part has a content type of its own or by its ending, and no type is of a part that is not there."""
    for types, root in _rooted(parts, r"(^|!)\[Content_Types\]\.xml$"):
        within = types.removesuffix("[Content_Types].xml")
        named = {one.get("PartName", "").lstrip("/") for one in root if etree.QName(one).localname == "Override"}
        endings = {one.get("Extension", "").lower() for one in root if etree.QName(one).localname == "Default"}
        mine = {name[len(within) :] for name in parts if name.startswith(within) and "!" not in name[len(within) :]}
        mine.discard("[Content_Types].xml")
        yield from (f"{within}{name} has a type and is not there" for name in named - mine)
        for name in mine - named:
            ending = name.rpartition(".")[2].lower()
            if ending not in endings or (ending == "xml" and not name.startswith("customXml/item")):
                yield f"{within}{name} has no content type"


def _relations(parts: Parts) -> Iterator[str]:
    """Every relation leads to a part, has an id of its own, and every id that a part names is one of its relations."""
    for name, root in _rooted(parts, r"\.rels$"):
        within, _, path = name.rpartition("!")
        base = posixpath.dirname(posixpath.dirname(path))
        keys = [one.get("Id") for one in root]
        yield from (f"{name}: {key} twice" for key, count in Counter(keys).items() if count > 1)
        for one in root:
            if one.get("TargetMode") == "External":
                continue
            target = str(one.get("Target"))
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            if (f"{within}!{full}" if within else full) not in parts:
                yield f"{name}: {target} is not there"
        owner = name.replace("_rels/", "").removesuffix(".rels")
        if owner in parts and owner.endswith(".xml"):
            used = {
                value
                for element in etree.fromstring(parts[owner]).iter()
                for key, value in element.attrib.items()
                if str(key).startswith(R)
            }
            yield from (f"{owner}: relation {key} is not there" for key in used - set(keys))


def _twice(parts: Parts) -> Iterator[str]:
    """Ids that must be of one thing alone are: shapes of a slide, slides, series of a chart, drawings of a document."""
    rules = (
        (r"ppt/slides/slide\d+\.xml$", f"{P}cNvPr", "id"),
        (r"ppt/presentation\.xml$", f"{P}sldId", "id"),
        (r"word/document\.xml$", f"{WP}docPr", "id"),
        (r"xl/workbook\.xml$", f"{S}sheet", "sheetId"),
    )
    for pattern, tag, key in rules:
        for name, root in _rooted(parts, pattern):
            counted = Counter(one.get(key) for one in root.iter(tag))
            yield from (f"{name}: {key} {one} of {count} {tag}" for one, count in counted.items() if count > 1)
    for name, root in _rooted(parts, r"charts/chart\d+\.xml$"):
        for tag in ("idx", "order"):
            counted = Counter(one.find(f"{C}{tag}").get("val") for one in root.iter(f"{C}ser"))
            yield from (f"{name}: {tag} {one} of {count} series" for one, count in counted.items() if count > 1)
        axes = {one.find(f"{C}axId").get("val") for tag in ("catAx", "valAx") for one in root.iter(f"{C}{tag}")}
        used = {one.get("val") for one in root.iter(f"{C}axId", f"{C}crossAx")}
        yield from (f"{name}: axis {one} is not there" for one in used - axes)


def _labels(parts: Parts) -> Iterator[str]:
    """Labels of points stand where their kind of chart may have them, and there is a point below each."""
    for name, root in _rooted(parts, r"charts/chart\d+\.xml$"):
        for plot in root.iter(*(f"{C}{kind}" for kind in ("lineChart", "scatterChart", "barChart"))):
            kind = etree.QName(plot).localname
            may = PLACES[plot.find(f"{C}grouping").get("val") if kind == "barChart" else kind]
            for series in plot.iter(f"{C}ser"):
                count = max(int(one.get("val")) for one in series.iter(f"{C}ptCount"))
                for label in series.iter(f"{C}dLbl"):
                    place, at = label.find(f"{C}dLblPos"), int(label.find(f"{C}idx").get("val"))
                    if place is not None and place.get("val") not in may:
                        yield f"{name}: a label of a {kind} at {place.get('val')}"
                    if at >= count:
                        yield f"{name}: a label of point {at} of {count}"


def _styles(parts: Parts) -> Iterator[str]:
    """Styles that are named exist."""
    if "word/document.xml" in parts:
        known = {one.get(f"{W}styleId") for one in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")}
        for name, root in _rooted(parts, r"^word/(document|header\d*|footer\d*)\.xml$"):
            used = {one.get(f"{W}val") for one in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
            yield from (f"{name}: style {one} is not there" for one in used - known)
    for styles, root in _rooted(parts, r"xl/styles\.xml$"):
        formats = root.find(f"{S}cellXfs")
        within = styles.removesuffix("styles.xml")
        for name, sheet in _rooted(parts, re.escape(within) + r"worksheets/sheet\d+\.xml$"):
            used = {int(one.get("s")) for one in sheet.iter(f"{S}c") if one.get("s")}
            yield from (f"{name}: format {one} of {len(formats)}" for one in used if one >= len(formats))


CHECKS: tuple[Callable[[Parts], Iterator[str]], ...] = (_types, _relations, _twice, _labels, _styles)
