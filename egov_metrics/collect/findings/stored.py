"""This document against what the store has: other values, the same ones, ranks that moved otherwise, another index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from egov_metrics.collect.extract import Proposal
from egov_metrics.collect.findings.document import Document
from egov_metrics.collect.findings.model import Finding
from egov_metrics.collect.findings.rules import Rules
from egov_metrics.collect.findings.single import is_of_unit, spans
from egov_metrics.i18n.numbers import is_none, signed
from egov_metrics.i18n.numbers import number as written
from egov_metrics.i18n.titles import source_name
from egov_metrics.store import Edition

SCOPES = {"department": "departments", "district": "districts", "commune": "communes"}
Row = dict[str, Any]


class _Known:
    """The figures of the units of one document, read once a unit."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._units: dict[str, list[Row]] = {}

    def of(self, unit_id: str) -> list[Row]:
        if unit_id not in self._units:
            frame = self._edition.query("figures_of_unit", unit_id=unit_id)
            self._units[unit_id] = [dict(row) for row in frame.to_dict("records")]
        return self._units[unit_id]


def against_store(doc: Document, rules: Rules, edition: Edition) -> Iterator[Finding]:
    """Compare results with the figures of the same unit, tier, indicator and period; plans are not compared."""
    known = _Known(edition)
    same: list[int] = []
    seen: set[tuple[object, ...]] = set()
    for index, one in enumerate(doc.proposals):
        if not one.unit_id or one.qualifier == "target" or one.unit == "ranks":
            continue
        code, column = _column(rules, one)
        key = (one.indicator, one.unit_id, one.unit_level, one.period_start, one.period_end)
        is_first = key not in seen
        seen.add(key)
        figures = [row for row in known.of(one.unit_id) if _is_same(row, one, code) and not is_none(row[column])]
        if not figures:
            yield from _another_index(doc, rules, known, index, one)
        elif any(_agrees(row, column, one) for row in figures):
            same.append(index)
        elif is_first and is_of_unit(doc, rules, one):  # a second value of the document is a matter of its own
            if column == "value":
                other = list(_another_index(doc, rules, known, index, one))
                if other:
                    yield from other
                    continue
            yield _differs(doc, rules, index, one, figures[0], column)
    if same:
        yield doc.finding(
            "store_same", "info", spans(doc, same), same, n=str(len(same)),
            values="; ".join(doc.written(doc.proposals[i]) for i in same[:8]) + ("; ..." if len(same) > 8 else ""),
        )  # fmt: skip


def _column(rules: Rules, one: Proposal) -> tuple[str, str]:
    """The indicator and the column that a proposal is compared with: a rank belongs to its indicator's figure."""
    base = rules.rank_of.get(one.indicator)
    return (base, "rank") if base else (one.indicator, "value")


def _is_same(row: Row, one: Proposal, code: str) -> bool:
    is_tier = one.unit_name == one.parent_unit and one.unit_level in SCOPES
    scope = SCOPES[one.unit_level] if is_tier else "self"
    if (row["indicator_code"], row["scope"], row["is_target"], row["statistic"]) != (code, scope, False, "own"):
        return False
    if one.period_end is None or is_none(row["period_end"]):
        return False
    start = None if is_none(row["period_start"]) else _day(row["period_start"])
    return _day(row["period_end"]) == one.period_end and (one.period_start is None or start in (None, one.period_start))


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _agrees(row: Row, column: str, one: Proposal) -> bool:
    """The same as far as the less exact of both is written; a bound agrees with a value that it allows."""
    stored = float(row[column])
    if column == "rank":
        return stored == one.value
    if one.qualifier in ("more_than", "at_least") or row["qualifier"] in ("less_than",):
        return stored >= one.value
    if one.qualifier == "less_than" or row["qualifier"] in ("more_than", "at_least"):
        return stored <= one.value
    if "approx" in (one.qualifier, row["qualifier"]):
        return abs(stored - one.value) <= 0.05 * max(abs(stored), 1)
    known = 6 if is_none(row["decimals"]) else int(row["decimals"])
    return abs(stored - one.value) < 0.5 * 10.0 ** -min(known, one.decimals) + 1e-9


def _differs(doc: Document, rules: Rules, index: int, one: Proposal, row: Row, column: str) -> Finding:
    decimals = None if column == "rank" or is_none(row["decimals"]) else int(row["decimals"])
    return doc.finding(
        "store_differs", "warning", spans(doc, [index]), [index], indicator=rules.name(one.indicator),
        unit=one.unit_name, value=doc.written(one), stored=written(float(row[column]), decimals), year=_year(one),
        source=_source(row),
    )  # fmt: skip


def moves(doc: Document, rules: Rules, edition: Edition | None) -> Iterator[Finding]:
    """ "tăng 3 bậc" against the ranks of both years: those of the document where it states them, else of the store.

    Ranks among different numbers of units are not compared."""
    known = _Known(edition) if edition is not None else None
    for index, one in enumerate(doc.proposals):
        code = rules.rank_of.get(one.indicator.removesuffix("_change"))
        if one.unit != "ranks" or code is None or one.period_end is None or one.qualifier == "target":
            continue
        stated = [i for i, other in enumerate(doc.proposals) if _is_rank_of(rules, other, code, one)]
        years = [rank.period_end.year for i in stated if (rank := doc.proposals[i]).period_end is not None]
        if len(set(years)) < len(years) or not all(is_of_unit(doc, rules, doc.proposals[i]) for i in (index, *stated)):
            continue  # two ranks of one year, or of another unit: first a matter of reading
        places = _places(known.of(one.unit_id) if known and one.unit_id else [], code)
        for i in stated:
            rank = doc.proposals[i]
            if rank.period_end is not None:
                places[rank.period_end.year] = rank.value, rank.denominator
        year = one.period_end.year
        now, before = places.get(year), places.get(year - 1)
        if now is None or before is None or before[0] - now[0] == one.value:
            continue
        if now[1] and before[1] and now[1] != before[1]:
            continue
        yield doc.finding(
            "rank_move", "warning", spans(doc, [index, *stated]), [index, *stated], indicator=rules.name(code),
            unit=one.unit_name, said=signed(one.value), year=str(year), before=written(before[0]),
            now=written(now[0]), moved=signed(before[0] - now[0]), last=str(year - 1),
        )  # fmt: skip


def _places(rows: list[Row], code: str) -> dict[int, tuple[float, float | None]]:
    """Rank and number ranked by year, as the store has them."""
    return {
        int(row["year"]): (float(row["rank"]), None if is_none(row["rank_of"]) else float(row["rank_of"]))
        for row in rows
        if (row["indicator_code"], row["scope"]) == (code, "self")
        and not is_none(row["rank"])
        and not is_none(row["year"])
    }


def _is_rank_of(rules: Rules, other: Proposal, code: str, one: Proposal) -> bool:
    return (
        other.unit_id == one.unit_id
        and rules.rank_of.get(other.indicator) == code
        and other.qualifier != "target"
        and other.unit_level == one.unit_level
    )


def _another_index(doc: Document, rules: Rules, known: _Known, index: int, one: Proposal) -> Iterator[Finding]:
    """The store has exactly this score for the unit and year under the name of another index."""
    own = rules.indicators.get(one.indicator)
    if own is None or not one.indicator.endswith("_score") or one.decimals < 2 or one.period_end is None:
        return
    hits: dict[str, Row] = {}
    for row in known.of(one.unit_id):
        code = row["indicator_code"]
        other = rules.indicators.get(code)
        if other is None or not code.endswith("_score") or other.high != own.high or code == one.indicator:
            continue
        if row["scope"] == "self" and row["year"] == one.period_end.year and _is_value(row["value"], one.value):
            hits[code] = row
    for code, row in hits.items():
        yield doc.finding(
            "index_name", "warning", spans(doc, [index]), [index], indicator=own.name, other=rules.name(code),
            unit=one.unit_name, value=doc.written(one), year=_year(one),
            source=_source(row),
        )  # fmt: skip


def _is_value(stored: Any, value: float) -> bool:
    return not is_none(stored) and float(stored) == value


def _source(row: Row) -> str:
    """The source as pages name it: its producer where the title is in another script."""
    if not is_none(row["source_title"]):
        return source_name(str(row["source_title"]), row["source_producer"])
    return "–" if is_none(row["source_producer"]) else str(row["source_producer"])


def _year(one: Proposal) -> str:
    return str(one.period_end.year) if one.period_end else "–"
