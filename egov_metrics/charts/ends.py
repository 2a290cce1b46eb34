"""Names and figures at the ends of lines: beside the plot, moved apart, each led to its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from egov_metrics.charts import labels, layout
from egov_metrics.charts.look import Look

AWAY = 14
"""So many pixels a label stands off the plot."""


@dataclass(frozen=True)
class Tag:
    """A label beside the plot: its text (plotly's markup), the height of its line on the axis, its colour."""

    text: str
    y: float
    colour: str


def gutter(tags: Sequence[Tag], size: float) -> float:
    """How many pixels the labels need beside the plot; a little without any."""
    return max((layout.text_width(tag.text, size, bold=True) for tag in tags), default=-8) + AWAY + 10


def beside(
    tags: Sequence[Tag],
    look: Look,
    size: float,
    low: float,
    high: float,
    plot_height: float,
    side: Literal["left", "right"] = "right",
) -> list[dict[str, Any]]:
    """The labels as annotations; a thin line leads from a moved one to its height. `low`, `high`: ends of the axis.

    An annotation stands `ax`, `ay` pixels from its point on the edge of the plot, so the distances hold at every width.
    """
    apart = size * (2.65 if any("<br>" in tag.text for tag in tags) else 1.3)
    wanted = [(high - tag.y) / (high - low) * plot_height for tag in tags]
    placed = labels.place(wanted, apart, size / 2 - 6, plot_height - size / 2 + 6)
    made = []
    for tag, want, got in zip(tags, wanted, placed, strict=True):
        moved = abs(got - want) > 3
        made.append(
            {
                "name": "label",
                "x": 1 if side == "right" else 0,
                "xref": "paper",
                "y": tag.y,
                "text": tag.text,
                "align": "left" if side == "right" else "right",
                "xanchor": "left" if side == "right" else "right",
                "yanchor": "middle",
                "ax": AWAY if side == "right" else -AWAY,
                "ay": round(got - want, 1),
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": look.palette.axis if moved else "rgba(0,0,0,0)",
                "standoff": 0,
                "borderpad": 1,
                "font": {"size": size, "color": tag.colour},
            }
        )
    return made
