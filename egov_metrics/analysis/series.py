"""The series of one indicator for some units, as records: what `python -m egov_metrics series` prints."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import pandas as pd

from egov_metrics.store.connection import Edition

FIELDS = (
    "unit_id", "unit_name", "indicator", "year", "value", "rank", "rank_of", "qualifier", "value_basis", "rank_basis",
    "nothing", "method_version", "source_title", "source_url", "findings",
    "scope", "statistic", "members", "period_start", "period_end", "period_basis", "value_reason", "rank_reason",
    "source_published", "source_id", "rank_source_id",
)  # fmt: skip
"""Fields of a record, in order. A value is a number in the unit of the indicator; dates are ISO texts. `source_*` is
the source of the value, or of the rank when there is no value."""
INTEGERS = ("year", "rank", "rank_of", "members")


def series(
    edition: Edition, indicator: str, unit_ids: list[str], year_from: int | None = None, year_to: int | None = None
) -> list[dict[str, Any]]:
    """Figures of `indicator` (a code) for `unit_ids`, in order of unit, scope, year and date.

    Every record has the fields of `FIELDS`. `findings` holds, for each finding that touches the figure, its kind,
    severity, state and sentences; for contradictions also `versions`: what each source states. A year without a
    figure is absent, or has a record with its kind of nothing where the reason is known (finding `known_gap`); it is
    never 0.
    """
    figures = edition.query("series", indicator=indicator, unit_ids=unit_ids, year_from=year_from, year_to=year_to)
    touching = findings_by_figure(edition, figures["figure_id"].tolist())
    records = [_record(row, indicator, touching) for row in figures.to_dict("records")]
    have = set(zip(figures["unit_id"], figures["year"], strict=True))
    records += known_nothings(edition, indicator, have, _provinces(edition, unit_ids), year_from, year_to)
    return sorted(records, key=lambda r: (r["unit_id"], r["scope"], r["year"] or 0, r["period_end"] or ""))


def _record(row: dict, indicator: str, touching: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    record = {name: plain(row.get(name)) for name in FIELDS}
    for name in INTEGERS:  # a column with gaps comes as floats
        record[name] = None if record[name] is None else int(record[name])
    record["indicator"] = indicator
    record["method_version"] = plain(row["method_id"])
    record["findings"] = touching.get(row["figure_id"], [])
    return record


def findings_by_figure(edition: Edition, figure_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The findings that touch some figures, as records by figure_id; of contradictions with what each source states."""
    findings = edition.query("findings_of_figures", figure_ids=figure_ids)
    contradicted = findings.loc[findings["kind"].str.startswith("conflicting_"), "figure_id"].unique().tolist()
    versions = edition.query("versions_of_figures", figure_ids=contradicted) if contradicted else None
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in findings.itertuples():
        record = {
            "finding_id": finding.finding_id,
            "kind": finding.kind,
            "severity": finding.severity,
            "state": finding.state,
            "message_vi": finding.message_vi,
            "message_en": finding.message_en,
        }
        if versions is not None and finding.kind.startswith("conflicting_"):
            record["versions"] = _versions(versions[versions["figure_id"] == finding.figure_id])
        found.setdefault(finding.figure_id, []).append(record)
    return found


def _versions(stated: pd.DataFrame) -> list[dict[str, Any]]:
    names = ("value", "rank", "rank_of", "value_basis", "rank_basis", "source_title", "source_url", "published")
    return [{name: plain(row[name]) for name in names} for row in stated.to_dict("records")]


class Existing(NamedTuple):
    """A province and the years from the first to the last in which it can have figures."""

    unit_id: str
    name: str
    first: int
    last: int


def _provinces(edition: Edition, unit_ids: list[str]) -> list[Existing]:
    units = edition.query("units_by_id", unit_ids=unit_ids)
    return [
        Existing(
            unit.unit_id,
            unit.name_vi,
            unit.valid_from.year if pd.notna(unit.valid_from) else 0,
            unit.valid_to.year if pd.notna(unit.valid_to) else 9999,
        )
        for unit in units[units["level"] == "province"].itertuples()
    ]


def known_nothings(
    edition: Edition,
    indicator: str,
    have: Collection[tuple[str, int]],
    provinces: Sequence[Existing],
    year_from: int | None,
    year_to: int | None,
) -> list[dict[str, Any]]:
    """Records for years in which nobody has a figure for a known reason (nobody was surveyed).

    Only years in which the province existed and that are not in `have` (unit_id, year). A year of which a part was
    published makes no record: whether this province was in that part is not known, since the store need not hold all
    of it.
    """
    gaps = edition.query("known_gaps_of_indicator", indicator=indicator)
    records = []
    for unit in provinces:
        for gap in gaps.itertuples():
            year = int(gap.year)
            wanted = (year_from is None or year >= year_from) and (year_to is None or year <= year_to)
            if (unit.unit_id, year) in have or not wanted or not unit.first <= year <= unit.last:
                continue
            record: dict[str, Any] = dict.fromkeys(FIELDS)
            record |= {
                "unit_id": unit.unit_id,
                "unit_name": unit.name,
                "indicator": indicator,
                "year": year,
                "nothing": gap.nothing,
                "scope": "self",
                "statistic": "own",
                "findings": [
                    {
                        "kind": "known_gap",
                        "severity": "info",
                        "state": "explained",
                        "message_vi": gap.reason_vi,
                        "message_en": gap.reason_en,
                    }
                ],
            }
            records.append(record)
    return records


def plain(value: object) -> Any:
    """A cell as JSON holds it: no NaN, no numpy, dates as ISO texts, whole numbers as int."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and pd.isna(value):
        return None
    return value
