"""The kinds of charts of the compare page and what draws each: for the page itself, and for slides that show one."""

from __future__ import annotations

from collections.abc import Callable

from egov_metrics.ui.compare import listing, over_years, pairs, ranking, two_indicators
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Words

CHARTS: dict[str, Callable[[Comparison], Words]] = {
    "line": over_years.draw,
    "bump": over_years.draw,
    "slope": pairs.draw,
    "dumbbell": pairs.draw,
    "bars": ranking.draw,
    "dist": ranking.draw,
    "grid": over_years.draw,
    "scatter": two_indicators.draw,
}
"""What a slide may show too."""

VIEWS: dict[str, Callable[[Comparison], Words]] = {**CHARTS, "table": listing.draw_table}
