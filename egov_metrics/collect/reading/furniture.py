"""Page furniture: menus, counters, weather, rates, and what else stands around an article.

The words are in `furniture.csv`: names of classes and ids (whole words, or written together), words of articles that
take weak ones back, and patterns of what small boxes say.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from lxml import etree

from egov_metrics.collect.reading.page_measures import Measures

# fmt: off
NEVER_READ = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet", "canvas",
    "video", "audio", "map", "head", "button", "select", "option", "optgroup", "datalist", "input", "textarea",
    "progress", "meter", "dialog", "link", "meta", "title", "base",
))
# fmt: on
"""Elements that hold no text of the page, or only that of its controls."""
# fmt: off
_FURNITURE_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar", "dialog",
    "alertdialog", "tablist",
))
# fmt: on
# fmt: off
_BOXES = frozenset((
    "div", "section", "aside", "table", "ul", "ol", "dl", "fieldset", "center", "td", "th", "li", "p", "span",
    "tr", "tbody",
))
# fmt: on
# fmt: off
_LISTS = frozenset((
    "div", "section", "ul", "ol", "dl", "table", "td", "center", "tr", "tbody",
))
# fmt: on
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "d-none", "hidden"))
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_COUNTER_LINE = re.compile(
    r"(?:\W*(?:tổng )?(?:số )?(?:lượt (?:truy cập|xem|đọc|người xem)|người (?:đang )?(?:truy cập|online|trực tuyến|xem)"
    r"|đang (?:truy cập|online|trực tuyến|xem)|views?|hits|online|visitors?)\s*:?\s*[\d.,\s]+(?:lượt|người)?\W*)",
    re.IGNORECASE,
)
_COUNTER_AT_END = re.compile(r"\W*(?:số )?lượt (?:xem|đọc|truy cập)\s*:\s*[\d.,]+\W*$", re.IGNORECASE)
_LONGEST_COUNTER_LINE = 120

LARGEST_BOX = 700
"""Characters of text up to which a box may be a counter, the weather or a table of rates."""
LARGEST_LIST = 3_000
"""The same for a list of other articles, which its heading tells."""
ARTICLE_SHARE = 0.4
"""An element with so much of the page's prose holds the article, whatever it is called."""
LINK_SHARE = 0.6
"""A block with three links or more, and this share of its text in them, is a menu or a list of other articles."""
_FEWEST_LINKS = 3


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    """Where -> word -> strength."""
    table: dict[str, dict[str, str]] = {}
    with Path(__file__).with_name("furniture.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["where"], {})[row["word"]] = row["strength"]
    return table


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    return {
        where: [re.compile(word, re.IGNORECASE) for word in _table()[where]]
        for where in ("counter", "weather", "exchange", "related")
    }


@lru_cache(maxsize=10_000)
def named_furniture(names: str) -> str:
    """`strong` or `weak` when classes and ids name furniture, else empty."""
    table, found = _table(), set()
    words = {word.lower() for word in _WORDS.findall(names)}
    for word in words & table["word"].keys():
        found.add(table["word"][word])
    for name in names.lower().split():
        joined = re.sub("[^a-z]", "", name)
        found |= {strength for word, strength in table["joined"].items() if word in joined}
    if "strong" in found:
        # "has-sidebar", "no-menu", "with-nav": said of the page, not of the part.
        return "" if words & {"has", "no", "with", "without"} else "strong"
    return "weak" if found and not words & (table["article"].keys() | {"has", "no", "with", "without"}) else ""


def without_counter(line: str) -> str:
    """A line without what counts its readers ("Lượt xem: 1.234"); prose is left alone."""
    if len(line) > _LONGEST_COUNTER_LINE:
        return line
    return "" if _COUNTER_LINE.fullmatch(line) else _COUNTER_AT_END.sub("", line)


def box_kind(text: str) -> str:
    """counter, weather or exchange when the text of a small box is one of them, else empty."""
    if not any(map(str.isdigit, text)):
        return ""
    for kind in ("counter", "weather", "exchange"):
        if sum(1 for pattern in _patterns()[kind] if pattern.search(text)) >= 2:
            return kind
    return ""


def is_furniture(element: etree._Element, measures: Measures, in_article: bool) -> bool:
    """Is this element left out? In doubt it stays: nothing that holds much of the page's prose is furniture."""
    tag = element.tag
    if tag in NEVER_READ:
        return True
    if tag in ("body", "html", "main", "article"):
        return False
    own = measures.of(element)
    if own.text and measures.share(element) >= ARTICLE_SHARE:
        return False
    if _is_hidden(element) or _by_name(element, measures, in_article):
        return True
    if own.prose or tag not in _BOXES:
        return False
    if tag in _LISTS and own.links >= _FEWEST_LINKS and own.linked >= LINK_SHARE * own.text and not own.numbers:
        return True
    if own.text > LARGEST_LIST or own.elements > LARGEST_LIST:
        return False
    if tag in _LISTS and own.links >= 2 and _patterns()["related"][0].match(measures.text_of(element)):
        return True
    return 8 <= own.text <= LARGEST_BOX and bool(box_kind(measures.text_of(element)))


def _by_name(element: etree._Element, measures: Measures, in_article: bool) -> bool:
    own = measures.of(element)
    if own.heading:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    strength = named_furniture(names[:500]) if names.strip() else ""
    if element.tag in ("nav", "menu") or (element.get("role") or "").lower() in _FURNITURE_ROLES:
        strength = "strong"
    if element.tag == "form":
        # Whole pages stand in a form; a form proper says hardly anything.
        return not own.prose and not own.tables
    if strength == "strong":
        return not (in_article and own.prose) or own.linked > 0.5 * own.text
    if element.tag == "footer":
        return not (in_article and own.prose)
    if strength == "weak" and not in_article:
        return not own.prose or own.linked > 0.5 * own.text
    if element.tag in ("header", "aside"):
        return not in_article or own.linked > 0.5 * own.text
    return bool(strength) and own.linked > 0.5 * own.text


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    classes = (element.get("class") or "").lower().split()
    shown_again = any(name.startswith("d-") and name != "d-none" for name in classes)
    return not shown_again and not _HIDDEN_CLASSES.isdisjoint(classes)
