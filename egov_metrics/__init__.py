"""egov-metrics: published indicators of Vietnamese provinces, compared like with like."""

__version__ = "0.1.0"
