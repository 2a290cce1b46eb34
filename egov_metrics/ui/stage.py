"""The stage: charts of pages taken for a slide instead of being put on the screen.

While something is taken, `parts` keeps what a page would draw; the page is laid out for the stage and not for the
reader's window. A slide is drawn at half its size and shown twice as large, so that the smallest words of a chart are
large enough to be read over a poor video.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

WIDTH, HEIGHT = 620, 262
"""Where a chart stands on a slide of 1280 x 720, in halves of its pixels."""
MOST_BARS = 10
"""Bars that fit on a slide."""


@dataclass(frozen=True)
class Taken:
    """A chart with its words (`caption` as `charts.Caption`), or with `figure` None the words why there is none."""

    key: str
    figure: go.Figure | None
    caption: Any = None
    why: str = ""


@dataclass
class Stage:
    """What was taken, in order."""

    taken: list[Taken] = field(default_factory=list)


_STAGE: ContextVar[Stage | None] = ContextVar("egov_stage", default=None)


def current() -> Stage | None:
    """The stage that charts are taken for at this moment; None for the screen."""
    return _STAGE.get()


@contextmanager
def taking() -> Iterator[Stage]:
    """Take what is drawn within, instead of drawing it."""
    made = Stage()
    token = _STAGE.set(made)
    try:
        yield made
    finally:
        _STAGE.reset(token)
