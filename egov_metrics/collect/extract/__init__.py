"""Extraction from prose: numbers with indicator, unit, period and passage."""

from egov_metrics.collect.extract.engine import Extractor
from egov_metrics.collect.extract.lexicon import LexiconRefused
from egov_metrics.collect.extract.proposal import FIELDS, Proposal

__all__ = ["FIELDS", "Extractor", "LexiconRefused", "Proposal"]
