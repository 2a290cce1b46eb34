"""A report as a file: which endings there are, and when there is nothing to report."""

from __future__ import annotations

from collections.abc import Callable

from egov_metrics.analysis.unit_profile import UnitProfile
from egov_metrics.export.report import docx_file, pdf_file
from egov_metrics.export.report.model import Report
from egov_metrics.store.errors import StoreError

RANKED_LEVELS = ("province", "district", "commune", "department")
WRITERS: dict[str, Callable[[Report], bytes]] = {"pdf": pdf_file.make, "docx": docx_file.make}
MIMES = {"pdf": pdf_file.MIME, "docx": docx_file.MIME}


class NothingToReport(StoreError):
    """The unit has no figure, or is none that a report is about; the message says which."""


def check(page: UnitProfile, edition: int) -> None:
    """Raises NothingToReport for a country or region, and for a unit of which the edition has no figure."""
    level = page.basis.level
    if level not in RANKED_LEVELS:
        raise NothingToReport(
            f"{page.unit_id} is a {level}: a report is about a province, district, commune or department"
        )
    if not page.has_figures:
        merged = level == "province" and page.unit_id.startswith("P34-") and not page.is_present
        hint = "; `--territory 2025` recomputes it from the former provinces" if merged else ""
        raise NothingToReport(f"edition {edition} has no figure of {page.name} ({page.unit_id}) to report on{hint}")


def make(report: Report, ending: str) -> bytes:
    """The report as a file of a kind of `WRITERS`. Raises KeyError for another ending."""
    return WRITERS[ending](report)
