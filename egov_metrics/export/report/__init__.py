"""The report on one unit as an official document: one content, written as PDF and as DOCX."""

from egov_metrics.export.report.build import MIMES, WRITERS, NothingToReport, check, make
from egov_metrics.export.report.content import Edition, build
from egov_metrics.export.report.model import Report

__all__ = ["MIMES", "WRITERS", "Edition", "NothingToReport", "Report", "build", "check", "make"]
