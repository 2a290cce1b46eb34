"""Insight sentences, written from the data in both languages: see docs/developers/insights.md."""
