"""The stage: charts of pages taken for a slide or another site's page instead of being put on the screen.

While something is taken, `parts` keeps what a page would draw, and nothing of it reaches Streamlit: the chart is laid
out for the room that it is taken for and not for the reader's window.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from egov_metrics.charts.palette import Mode

NARROW = 480
"""Up to this width, in CSS pixels, a room is laid out as a phone's screen is."""


@dataclass(frozen=True)
class Room:
    """What a chart is laid out for: width and height in CSS pixels, how many bars fit, which palette."""

    width: int
    height: int
    most_bars: int
    mode: Mode = "light"

    @property
    def is_narrow(self) -> bool:
        """As narrow as a phone?"""
        return self.width <= NARROW


PLACE = (1240, 524)
"""Where a chart stands on a slide of 1280 x 720, in pixels."""
SLIDE = Room(568, 240, 9)
"""What a chart of a slide is laid out for. It is shown 2.18 times as large in its place, so that the smallest words of
a chart, of 11 pixels, become 24: large enough to be read over a poor video."""


@dataclass(frozen=True)
class Taken:
    """A chart with its words (`caption` as `charts.Caption`), or with `figure` None the words why there is none.
    `legend` are pairs of a label and its colour, of a chart whose legend is not a part of it."""

    key: str
    figure: go.Figure | None
    caption: Any = None
    why: str = ""
    legend: tuple[tuple[str, str], ...] = ()


@dataclass
class Stage:
    """What was taken, in order, and for which room."""

    room: Room = SLIDE
    taken: list[Taken] = field(default_factory=list)


_STAGE: ContextVar[Stage | None] = ContextVar("egov_stage", default=None)
_ROOM: ContextVar[Room] = ContextVar("egov_room", default=SLIDE)


def current() -> Stage | None:
    """The stage that charts are taken for at this moment; None for the screen."""
    return _STAGE.get()


@contextmanager
def laid_out_for(room: Room) -> Iterator[None]:
    """What is taken within is for this room."""
    token = _ROOM.set(room)
    try:
        yield
    finally:
        _ROOM.reset(token)


@contextmanager
def taking() -> Iterator[Stage]:
    """Take what is drawn within, instead of drawing it."""
    made = Stage(_ROOM.get())
    token = _STAGE.set(made)
    try:
        yield made
    finally:
        _STAGE.reset(token)
