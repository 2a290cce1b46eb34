"""Charts of many years: lines of values or ranks, ranks as a bump chart, small charts of one unit each."""

from __future__ import annotations

from egov_metrics.ui.compare import framing
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import source_links
from egov_metrics.views.compare.over_years import over_years
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words


def draw(page: Comparison) -> Words:
    """Lines that stop where figures do not compare; ranks over the years; a small chart for each of some units."""
    shown = over_years(page, framing.look_of(page))
    if isinstance(shown, Nothing):
        return framing.nothing(shown)
    picked = shown.picked
    links = source_links(page, page.own or (picked[0] if len(picked) == 1 else None))
    framing.block(page, shown, f"compare-{page.view.view}", links, downloads(page))
    return shown.words
