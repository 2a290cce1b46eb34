"""How much text, links and prose every element of a page holds: what decides between article and furniture."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
"""Elements that stand on lines of their own."""
FEWEST_PROSE = 80
"""Characters beside each other, mostly not in links, that count as prose."""
_FEWEST_BETWEEN_BREAKS = 50
# fmt: off
_SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "option", "textarea",
    "button", "head",
))
# fmt: on


@dataclass(slots=True)
class Measure:
    """Of one element with all that it holds: characters (of text, in links, in prose), links, tables, elements."""

    text: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    tables: int = 0
    elements: int = 0
    numbers: bool = False
    heading: bool = False
    beside: int = 0
    beside_linked: int = 0
    breaks: int = 0


class Measures:
    """The measures of all elements below a root. Linear in the size of the page."""

    def __init__(self, root: etree._Element) -> None:
        # The list keeps the elements alive, so that they stay the same objects.
        self._elements = [element for element in root.iter() if isinstance(element.tag, str)]
        self._measures = {element: Measure() for element in self._elements}
        for element in reversed(self._elements):
            self._add_up(element)
        self._whole = self._measures[root]

    def of(self, element: etree._Element) -> Measure:
        """The measure of an element."""
        return self._measures[element]

    def share(self, element: etree._Element) -> float:
        """Which part of the page's prose an element holds; where there is none, of its text outside of links."""
        own, whole = self._measures[element], self._whole
        if whole.prose:
            return own.prose / whole.prose
        return (own.text - own.linked) / max(whole.text - whole.linked, 1)

    def text_of(self, element: etree._Element) -> str:
        """The text of a small element, pieces separated by spaces."""
        pieces, waiting = [element.text or ""], list(reversed(element))
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                pieces.append(part)
                continue
            waiting.append(part.tail or "")
            if isinstance(part.tag, str) and part.tag not in _SILENT:
                pieces.append(part.text or "")
                waiting.extend(reversed(part))
        return " ".join(" ".join(pieces).split())

    def _add_up(self, element: etree._Element) -> None:
        own = self._measures[element]
        if element.tag in _SILENT:
            return
        own.beside = _length(element.text)
        for child in element:
            tail = _length(child.tail)
            own.beside += tail
            if not isinstance(child.tag, str):
                continue
            below = self._measures[child]
            own.text += below.text
            own.linked += below.linked
            own.links += below.links
            own.prose += below.prose
            own.elements += below.elements + 1
            own.tables += below.tables + (child.tag == "table")
            own.numbers |= below.numbers
            own.heading |= below.heading or child.tag == "h1"
            if child.tag not in BLOCKS:
                own.breaks += below.breaks + (child.tag == "br")
                own.beside += below.beside
                own.beside_linked += below.beside_linked
        own.text += _length(element.text) + sum(_length(child.tail) for child in element)
        own.heading |= element.tag == "h1"
        if element.tag == "a":
            own.linked, own.links, own.beside_linked = own.text, own.links + 1, own.beside
        if element.tag in BLOCKS:
            enough = max(FEWEST_PROSE, _FEWEST_BETWEEN_BREAKS * (own.breaks + 1))
            if own.beside >= enough and own.beside_linked < 0.4 * own.beside:
                own.prose += own.beside
            own.numbers |= element.tag in ("td", "th") and _is_number(element)


def _length(text: str | None) -> int:
    return len(" ".join(text.split())) if text else 0


def _is_number(element: etree._Element) -> bool:
    text = (element.text or "").strip()
    return 0 < len(text) < 20 and text[0].isdigit()
