"""The font of reports, which the program brings along: Tinos, of the widths of Times New Roman (OFL.txt)."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
FAMILY = "Tinos"
_RANGES = (
    "\u0020-\u007e\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2010\u2011\u2013-\u2015\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2032\u2033\u2039\u203a\u20ab\u20ac\u2122\u2190-\u2195\u2212\u2248\u2260\u2264\u2265"
    "\u25a0\u25a1\u25b2\u25ba\u25bc\u25c4\u25cb\u25cf"
)
_OTHER = re.compile(f"[^{_RANGES}\n]")
INSTEAD = "\u25a1"
"""Stands for a sign that the font has not, so that no reader takes a gap for nothing."""


def printable(text: str) -> str:
    """The text with an empty box for every sign that the font has not (titles of sources may have any)."""
    return _OTHER.sub(INSTEAD, text)
