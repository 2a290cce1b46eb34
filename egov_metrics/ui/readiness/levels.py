"""The composition: every tier and year of a province by level."""

from __future__ import annotations

from collections.abc import Sequence

from egov_metrics.analysis.readiness import Assessment
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts, stage
from egov_metrics.ui.links import source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.readiness.files import Taken
from egov_metrics.views.readiness.levels import levels
from egov_metrics.views.readiness.reading import Page, when_short


def show(page: Page) -> None:
    """The chart of all tiers, or in words why there is none. On a slide of one tier that tier's alone, since the others
    have slides of their own."""
    lang, taken = page.lang, stage.current() is not None
    shown = levels(page, parts.look(lang, 1200, 1760), in_short=taken or parts.narrow(), alone=taken)
    if shown is None:
        if page.known.assessments:
            parts.notice(t("ready.levels.none", lang))
        return
    parts.chart_block(
        shown.figure(), shown.caption, "ready-composition", lang, links=source_links(shown.assessments, page),
        sheet=Taken(page.served, page.view, shown.assessments),
    )  # fmt: skip


def source_links(assessments: Sequence[Assessment], page: Page) -> list[Link]:
    """A way to the statement behind each assessment."""
    return [
        Link(
            t(
                "ready.source.link",
                page.lang,
                tier=t(f"ready.tier.{one.tier}", page.lang),
                when=when_short(one, page.lang),
            ),
            source_href(page.view, figure=one.figure_ids[0]),
        )
        for one in assessments
        if one.figure_ids
    ]
