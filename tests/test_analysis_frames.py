"""Rows of frames as plain dictionaries."""

from __future__ import annotations

import math

import pandas as pd

from egov_metrics.analysis.frames import records


def test_records_are_those_of_pandas() -> None:
    frame = pd.DataFrame(
        {
            "word": pd.Series(["a", None, "c"], dtype="str"),
            "whole": pd.array([1, None, 3], dtype="Int32"),
            "number": [1.5, float("nan"), 2.0],
            "flag": [True, False, True],
            "when": pd.to_datetime(["2024-12-31", None, "2025-07-01"]),
            "any": [None, ("a",), 3],
        },
        index=[5, 3, 9],
    )
    found, expected = records(frame), frame.to_dict("records")
    assert [list(row) for row in found] == [list(row) for row in expected]
    for mine, theirs in zip(found, expected, strict=True):
        for name, value in mine.items():
            other = theirs[name]
            both_missing = (value is pd.NaT and other is pd.NaT) or (
                isinstance(value, float) and isinstance(other, float) and math.isnan(value) and math.isnan(other)
            )
            assert type(value) is type(other) and (both_missing or value == other)
    assert records(frame.iloc[:0]) == []
