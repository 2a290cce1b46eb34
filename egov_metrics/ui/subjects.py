"""Indicators as charts and tiles know them: where the rooms of the pages find both."""

from egov_metrics.analysis.insights.words import unit_word
from egov_metrics.charts.subjects import subject_of

__all__ = ["subject_of", "unit_word"]
