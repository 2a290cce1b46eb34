"""Words of others as plain text: nothing of a storyline or a name of the store may harm the file it is written into."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
_FORMULA = ("=", "+", "-", "@", "{=")
_LINK = re.compile(r"(?:https?|ftp|mailto|internal|external|file):", re.IGNORECASE)


def clean(text: str) -> str:
    """Composed letters, single spaces, no control or hidden characters; lines are kept."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    kept = []
    for line in lines:
        plain = "".join(" " if unicodedata.category(one)[0] == "C" else one for one in _HIDDEN.sub("", line))
        kept.append(" ".join(plain.split()))
    return "\n".join(kept).strip()


def in_one_line(text: str) -> str:
    """The same without breaks of lines."""
    return " ".join(clean(text).split())


def for_sheet(text: str) -> str:
    """A label of the sheet behind a chart: what a program would take for a formula or a link begins with a space."""
    plain = in_one_line(text)
    return f" {plain}" if plain.startswith(_FORMULA) or _LINK.match(plain) else plain
