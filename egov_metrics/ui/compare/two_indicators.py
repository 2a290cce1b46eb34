"""Two indicators beside each other: every unit a dot, each indicator on its own axis and scale."""

from __future__ import annotations

from egov_metrics.ui.compare import framing
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import source_links
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.two_indicators import two_indicators
from egov_metrics.views.compare.words import Nothing, Words


def draw(page: Comparison) -> Words:
    """The year on the screen of the one indicator, the same or the nearest earlier one of the other."""
    shown = two_indicators(page, framing.look_of(page))
    if isinstance(shown, Nothing):
        return framing.nothing(shown)
    framing.block(page, shown, "compare-scatter", source_links(page, page.own, shown.rows[0]), downloads(page))
    return shown.words
