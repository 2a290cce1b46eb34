"""Charts as pictures: buttons that save the chart above as PNG (twice its size) or SVG, with all that must go with it.

The reader's own browser draws the picture from the chart on the page (`picture.js`): nothing on the server needs a
browser, and nothing leaves the machine. It is always light, also where the page is dark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from egov_metrics.charts.light import lighter
from egov_metrics.charts.palette import LIGHT, Mode
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui.components import mount

FOLDER = Path(__file__).parent
_COLOURS = {name: getattr(LIGHT, name) for name in ("background", "text", "muted", "axis")}


@dataclass(frozen=True)
class Words:
    """What stands around a chart in its picture: plain text. `notes` are lines below it: what is measured, sources,
    how to read it, edition; `legend` pairs of a label and its colour, for charts whose legend is not a part of them."""

    title: str
    subtitle: str
    notes: Sequence[str] = ()
    legend: Sequence[tuple[str, str]] = ()


def buttons(chart: str, name: str, words: Words, mode: Mode, lang: Lang) -> None:
    """The two buttons for the chart with the key `chart`; `name` is the name of the file without its ending."""
    data = {
        "chart": re.sub(r"[^A-Za-z0-9_-]", "-", chart),  # as Streamlit writes a key into the page
        "name": re.sub(r"[^A-Za-z0-9_.-]+", "-", name),
        "title": words.title,
        "subtitle": words.subtitle,
        "notes": [note for note in words.notes if note],
        "legend": [list(entry) for entry in words.legend],
        "colours": _COLOURS,
        "lighter": lighter() if mode == "dark" else None,
        "texts": {one: t(f"picture.{one}", lang) for one in ("png", "svg", "group", "failed")},
    }
    mount("picture", FOLDER, f"{chart}-picture", data, width="content")
