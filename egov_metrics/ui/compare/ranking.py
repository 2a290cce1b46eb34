"""Charts of one year, one for each order of provinces: ranked bars, and how values are spread."""

from __future__ import annotations

from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts, stage
from egov_metrics.ui.compare import framing
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import source_links
from egov_metrics.views.compare import remarks
from egov_metrics.views.compare.one_year import one_year, rows_of_year
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words


def draw(page: Comparison) -> Words:
    """The bars of one year, from the best down; or how its values are spread and where who was asked for stands."""
    on = stage.current()
    most = None if on is None else on.room.most_bars  # a slide has no room for 63 of them
    shown = one_year(page, framing.look_of(page), most)
    if isinstance(shown, Nothing):
        return framing.nothing(shown)
    absent = remarks.absent_in_year(page, page.year, set(rows_of_year(page)["unit_id"]))
    if absent:
        parts.notice(absent)
    for one in shown:
        if len(shown) > 1:
            parts.title(t(f"compare.order.{one.order}", page.lang), one.having)
        key = f"compare-{page.view.view}-{one.order}"
        framing.block(
            page, one, key, source_links(page, one.own, one.rows), downloads(page) if one is shown[-1] else ()
        )
    return shown[0].words
