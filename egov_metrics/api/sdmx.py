"""Series as SDMX-CSV 2.0 (the data message of SDMX 3.0), for statistics offices.

The structure is described in docs/developers/api.md. It is written as a program can map it to a structure of its own:
codes only, one row a figure, the rank as a second measure, and what a figure rests on in attributes of our own words.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

MIME = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
STRUCTURE_ID = "EGOV_METRICS:FIGURES(1.0.0)"
DIMENSIONS = ("FREQ", "REF_AREA", "SCOPE", "INDICATOR", "STATISTIC", "PLAN", "TIME_PERIOD")
MEASURES = ("OBS_VALUE", "RANK")
ATTRIBUTES = (
    "UNIT_MEASURE", "RANK_OF", "OBS_STATUS", "QUALIFIER", "VALUE_BASIS", "RANK_BASIS", "NOTHING", "METHOD", "MEMBERS",
    "PERIOD_START", "PERIOD_END", "PERIOD_BASIS", "SOURCE_ID", "RANK_SOURCE_ID",
)  # fmt: skip
HEADER = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, *MEASURES, *ATTRIBUTES, "EDITION")
"""EDITION is a column of our own, no component of the structure."""


class Period(NamedTuple):
    """A period as SDMX writes it."""

    freq: str
    time: str


def period(start: str | None, end: str | None) -> Period | None:
    """The period of a figure from its ISO dates: a year (A), half-year (S), quarter (Q), month (M), a day (D), a stock
    of a day of which nobody says since when it was counted (_Z), any other stretch (_O: first day and duration in
    days). None without an end: SDMX has no time for that."""
    if end is None:
        return None
    if start is None:
        return Period("_Z", end)
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    if first == last:
        return Period("D", end)
    after = last + dt.timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    is_whole = first.day == 1 and after.day == 1 and (first.month - 1) % months == 0 if months > 0 else False
    if is_whole and months == 12:
        return Period("A", f"{first.year}")
    if is_whole and months == 6:
        return Period("S", f"{first.year}-S{(first.month + 5) // 6}")
    if is_whole and months == 3:
        return Period("Q", f"{first.year}-Q{(first.month + 2) // 3}")
    if is_whole and months == 1:
        return Period("M", f"{first.year}-{first.month:02d}")
    return Period("_O", f"{start}/P{(after - first).days}D")


def status(row: Mapping[str, Any]) -> str:
    """OBS_STATUS of the value by the code list of SDMX, where that list has the meaning: A stated as it is, E derived
    or recomputed, U doubtful, O no value. Bounds, plans and places in lists have none: the attributes tell them."""
    if row["value"] is None:
        return "O"
    if row["value_basis"] == "published":
        return "A" if row["qualifier"] == "exact" else ""
    return {"derived": "E", "recomputed": "E", "doubtful": "U"}.get(row["value_basis"], "")


def text(rows: Sequence[Mapping[str, Any]], unit: str, edition: str) -> str:
    """The message of records of a series, whose values are in `unit`. Records without a date make no row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows:
        when = _when(row)
        if when is not None:
            writer.writerow(_cells(row, when, unit, edition))
    return out.getvalue()


def left_out(rows: Sequence[Mapping[str, Any]]) -> int:
    """How many records make no row."""
    return sum(_when(row) is None for row in rows)


def _when(row: Mapping[str, Any]) -> Period | None:
    found = period(row["period_start"], row["period_end"])
    # The record of a year in which nobody was measured has no dates.
    if found is None and row["year"] is not None:
        return Period("A", str(row["year"]))
    return found


def _cells(row: Mapping[str, Any], when: Period, unit: str, edition: str) -> list[Any]:
    plan = "Y" if row["qualifier"] == "target" else "N"
    dimensions = (when.freq, row["unit_id"], row["scope"], row["indicator"], row["statistic"], plan, when.time)
    attributes = (
        unit, row["rank_of"], status(row), row["qualifier"], row["value_basis"], row["rank_basis"], row["nothing"],
        row["method_version"], row["members"], row["period_start"], row["period_end"], row["period_basis"],
        row["source_id"], row["rank_source_id"],
    )  # fmt: skip
    return ["dataflow", STRUCTURE_ID, "I", *dimensions, row["value"], row["rank"], *attributes, edition]
