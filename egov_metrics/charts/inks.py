"""Which unit has which colour, and its name written in it."""

from __future__ import annotations

from collections.abc import Sequence

from egov_metrics.charts import layout
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import Ink


def inks(own: str | None, chosen: Sequence[str], look: Look) -> dict[str, Ink]:
    """The colour of each chosen unit in their order, and of our own, which wins when it is in both."""
    picked = [unit for unit in dict.fromkeys(chosen) if unit != own]
    return {unit: look.palette.ink(i) for i, unit in enumerate(picked)} | ({own: look.palette.own} if own else {})


def row_name(name: str, ink: Ink | None, look: Look) -> str:
    """The name of a row: bold in its colour, plain without one, cut to what a phone or a desk can hold."""
    text = layout.escape(layout.cut(name, 22 if look.narrow else 44))
    return f'<span style="color:{ink.text}"><b>{text}</b></span>' if ink else text
