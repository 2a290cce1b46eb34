"""The series of one indicator for provinces of today, as records: `python -m egov_metrics series --territory 2025`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egov_metrics.analysis import recompute_words
from egov_metrics.analysis.recompute import Refusal, Rule, recompute
from egov_metrics.analysis.series import FIELDS, INTEGERS, Existing, findings_by_figure, known_nothings, plain
from egov_metrics.analysis.territory import Succession
from egov_metrics.store.connection import Edition
from egov_metrics.store.errors import UnknownName

PRESENT_FIELDS = (*FIELDS, "missing_members", "rule", "stored_id", "published_rank", "published_rank_of", "refused")
"""Fields of a record, in order: those of a series as published, with `members` as keys of former provinces."""
FIRST, LAST = 1900, 9999


def present_series(
    edition: Edition,
    indicator: str,
    unit_ids: list[str],
    year_from: int | None = None,
    year_to: int | None = None,
    *,
    rule: Rule = "mean",
    weights: Mapping[str, float] | None = None,
    partial: bool = False,
) -> list[dict[str, Any]]:
    """Figures of `indicator` (a code) for present provinces, one record a unit and year, in that order.

    Former provinces among `unit_ids` stand for the present ones that they went into. What is worked out has the
    `value_basis` "recomputed", its `members` and `rule`, and the findings of its members' figures; what a publisher
    stated of a present or unchanged province has no members, and `stored_id` is the key that it is stored under.
    A year that cannot be worked out has a record without value whose `refused` holds `reason` (see `Refusal`),
    `message_vi` and `message_en`; so has no other record. Ranks as `recompute` promises.

    Raises UnknownName for a unit that is no province.
    """
    succession = Succession.of(edition.query("province_succession"))
    chosen = _present(edition, unit_ids, succession)
    catalogue = edition.query("indicators")
    stated = edition.query(
        "figures_of_indicator", indicator=indicator, level="province", year_from=FIRST, year_to=LAST,
        parent=None, region=None,
    )  # fmt: skip
    row = catalogue[catalogue["indicator_code"] == indicator].iloc[0].to_dict()
    found = recompute(stated, succession, row, rule=rule, weights=weights, partial=partial)
    names = _names(edition, succession)
    wanted = range(FIRST if year_from is None else year_from, (LAST if year_to is None else year_to) + 1)
    figures = found.figures[found.figures["unit_id"].isin(chosen) & found.figures["year"].isin(wanted)]
    refused = [one for one in found.refused if one.unit_id in chosen and one.year in wanted]
    ids = _figure_ids(figures, stated)
    every_id = [figure for group in ids for figure in group]
    touching = findings_by_figure(edition, every_id)
    records = [
        _record(row, indicator, names["vi"], [one for figure in group for one in touching.get(figure, [])])
        for row, group in zip(figures.to_dict("records"), ids, strict=True)
    ]
    records += [_refused(one, indicator, rule, names) for one in refused]
    have = {(record["unit_id"], record["year"]) for record in records}
    provinces = [Existing(unit, names["vi"][unit], FIRST, LAST) for unit in chosen]
    nothings = known_nothings(edition, indicator, have, provinces, year_from, year_to)
    records += [dict.fromkeys(PRESENT_FIELDS) | one | {"members": [], "missing_members": []} for one in nothings]
    return sorted(records, key=lambda record: (record["unit_id"], record["year"]))


def _present(edition: Edition, unit_ids: list[str], succession: Succession) -> list[str]:
    """The present provinces, each once. Raises UnknownName."""
    chosen = list(dict.fromkeys(succession.present(unit) for unit in unit_ids))
    for unit in chosen:
        if unit not in succession.members:
            row = edition.query("units_by_id", unit_ids=[unit]).iloc[0]
            raise UnknownName(f"{unit} ({row['kind']} {row['name_vi']}) is no province: only they are recomputed")
    return chosen


def _names(edition: Edition, succession: Succession) -> dict[str, dict[str, str]]:
    """The names of all provinces by language and key."""
    units = edition.query("units_by_id", unit_ids=[*succession.members, *succession.successor])
    return {lang: dict(zip(units["unit_id"], units[f"name_{lang}"], strict=True)) for lang in ("vi", "en")}


def _figure_ids(figures: pd.DataFrame, stated: pd.DataFrame) -> list[list[str]]:
    """For each row, the stored figures that it is or is worked out from."""
    known = dict(zip(zip(stated["unit_id"], stated["year"], strict=True), stated["figure_id"], strict=True))
    return [
        [figure] if isinstance(figure, str) else [known[(member, year)] for member in members]
        for figure, members, year in zip(figures["figure_id"], figures["members"], figures["year"], strict=True)
    ]


def _record(row: dict, indicator: str, names: Mapping[str, str], findings: list[dict[str, Any]]) -> dict[str, Any]:
    record = {name: plain(row.get(name)) for name in PRESENT_FIELDS if name not in ("members", "missing_members")}
    record |= {
        "unit_name": names[row["unit_id"]],
        "indicator": indicator,
        "method_version": plain(row["method_id"]),
        "source_published": plain(row["published"]),
        "scope": "self",
        "statistic": "own",
        "findings": findings,
        "members": list(row["members"]),
        "missing_members": list(row["missing_members"]),
        "refused": None,
    }
    for name in (*INTEGERS, "published_rank", "published_rank_of"):  # a column with gaps comes as floats
        if name != "members":
            record[name] = None if record[name] is None else int(record[name])
    return {name: record[name] for name in PRESENT_FIELDS}


def _refused(refusal: Refusal, indicator: str, rule: Rule, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A record that is no figure: nobody is to take it for a gap, nor for a zero."""
    said = {
        f"message_{lang}": recompute_words.reason(refusal, names[lang].__getitem__, lang)  # type: ignore[arg-type]
        for lang in names
    }
    return dict.fromkeys(PRESENT_FIELDS) | {
        "unit_id": refusal.unit_id,
        "unit_name": names["vi"][refusal.unit_id],
        "indicator": indicator,
        "year": refusal.year,
        "scope": "self",
        "statistic": "own",
        "findings": [],
        "members": list(refusal.members),
        "missing_members": list(refusal.missing_members),
        "rule": rule,
        "refused": {"reason": refusal.reason, **said},
    }
