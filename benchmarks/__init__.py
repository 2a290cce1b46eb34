"""Measurements: how fast the pages are, beside what was aimed at and beside other programs. Not tests."""
