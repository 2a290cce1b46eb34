"""Contradictions of a document under review: what does not fit, beside the proposals, in words for people."""

from egov_metrics.collect.findings.finder import Finder, findings
from egov_metrics.collect.findings.model import KINDS, SEVERITIES, Finding, Range, Words

__all__ = ["KINDS", "SEVERITIES", "Finder", "Finding", "Range", "Words", "findings"]
