"""How well proposals agree with a gold table: the three F1 figures, and how far the confidence can be trusted.

Matching is one to one within a document. `value`: the number was found; `indicator`: value and code agree; `full`: also
place (name and level), target or result, and the last year of the period where the gold row states a period.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from egov_metrics.collect.extract import Extractor
from egov_metrics.collect.reading import read_file

SURE = 0.9


class Scores(NamedTuple):
    """F1 by value, by indicator and in full; of the confident proposals the precision by indicator and their share."""

    value: float
    indicator: float
    full: float
    sure: float
    share: float
    proposed: int


def proposals(extractor: Extractor, folder: Path) -> list[dict[str, Any]]:
    """What is proposed of every document of a folder of samples, as rows; every quote is a stretch of the read text."""
    found = []
    for path in sorted(folder.glob("[0-9]*.*")):
        reading = read_file(path)
        for one in extractor.extract_reading(reading):
            assert reading.text[one.start : one.end] == one.quote, (path.name, one)
            found.append(one.as_row())
    return found


def gold(folder: Path) -> list[dict[str, Any]]:
    """The gold table of a folder of samples."""
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scores(gold_rows: Iterable[Mapping[str, Any]], proposed: Iterable[Mapping[str, Any]]) -> Scores:
    """The scores of proposals against a gold table."""
    wanted, given = _by_document(gold_rows), _by_document(proposed)
    counts = [sum(len(rows) for rows in table.values()) for table in (wanted, given)]
    hits = [0, 0, 0]
    sure = [0, 0]
    for doc, rows in wanted.items():
        mine = given.get(doc, [])
        for level in (0, 1):
            hits[level] += _common([_keys(row)[level] for row in rows], [_keys(row)[level] for row in mine])
        hits[2] += _full(rows, mine)
    for doc, mine in given.items():
        left = Counter(_keys(row)[1] for row in wanted.get(doc, []))
        for row in sorted(mine, key=lambda row: -row["confidence"]):
            is_right = left[_keys(row)[1]] > 0
            left[_keys(row)[1]] -= is_right
            if row["confidence"] >= SURE:
                sure[0] += is_right
                sure[1] += 1
    value, indicator, full = (2 * hit / sum(counts) for hit in hits)
    return Scores(value, indicator, full, sure[0] / max(sure[1], 1), sure[1] / max(counts[1], 1), counts[1])


def _by_document(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    table: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        table[row["doc"]].append(row)
    return table


def _keys(row: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    value = (round(float(row["value"]), 6),)
    coded = (*value, row["indicator"])
    return value, coded, (*coded, _folded(row["unit_name"]), row["unit_level"], row["qualifier"] == "target")


def _common(one: list[Any], other: list[Any]) -> int:
    return sum((Counter(one) & Counter(other)).values())


def _full(rows: Iterable[Mapping[str, Any]], mine: Iterable[Mapping[str, Any]]) -> int:
    left, hits = list(mine), 0
    for row in rows:
        year = (row["period_end"] or "")[:4] if row.get("period_text") else ""
        for one in left:
            if _keys(row)[2] == _keys(one)[2] and year in ("", (one["period_end"] or "")[:4]):
                left.remove(one)
                hits += 1
                break
    return hits


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).replace("-", " ").split())
