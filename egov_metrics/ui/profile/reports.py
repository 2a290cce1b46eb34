"""The report on the unit as files, made when the reader asks for one."""

from __future__ import annotations

import datetime as dt
from functools import partial

from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.parts import Download
from egov_metrics.ui.profile import series
from egov_metrics.ui.profile.reading import RANKED_LEVELS, Profile

ENDINGS = ("pdf", "docx")
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def buttons(page: Profile) -> None:
    """Buttons that save the report; none for a unit without figures, nor for a region."""
    if page.has_figures and page.basis.level in RANKED_LEVELS:
        parts.downloads(downloads(page), "profile-report")


def downloads(page: Profile) -> list[Download]:
    """One file of each kind, of what this page shows: the same edition, territory, language and comparable units."""
    name = f"bao-cao_{page.unit_id}_egov-{page.served.ref.short_hash}"
    return [
        Download(
            t(f"report.download.{ending}", page.lang), f"{name}.{ending}", MIMES[ending], partial(made, page, ending)
        )
        for ending in ENDINGS
    ]


def made(page: Profile, ending: str) -> bytes:
    """The report as a file."""
    from egov_metrics.export import report  # the layout engines: only who asks for a report waits for them

    ref = page.served.ref
    edition = report.Edition(ref.number, ref.built_at.date(), ref.short_hash)
    years = partial(series.field, page)
    return report.make(report.build(page, page.served.query, edition, dt.date.today(), years), ending)
