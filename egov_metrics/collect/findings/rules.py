"""The rules of the findings, from data files that an analyst can extend (`data/lexicon/finding_*.csv`).

finding_words.csv   wordings that a reader must see: a pattern on normal text, and what must or must not stand near
finding_parts.csv   words that divide a whole: the members of a dimension; `complete`: the sets that leave nothing out
finding_codes.csv   how indicators hang together: part_of, rate (of which whole), look_alike, counted_with
sum_rules.csv       parts that make a total or a mean (the store checks by them too)
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from egov_metrics.collect.extract.lexicon import Index, LexiconRefused, lexicon_folder, normal
from egov_metrics.collect.extract.lexicon import load as load_lexicon
from egov_metrics.collect.findings.model import KINDS, SEVERITIES, Words
from egov_metrics.paths import ROOT

REACHES = ("sentence", "passage", "document")
RELATIONS = ("part_of", "rate", "look_alike", "needs_word", "counted_with")


@dataclass(frozen=True, slots=True)
class WordRule:
    """A wording. `also` must stand in reach, `unless` must not; `codes`: only beside a proposal of these indicators."""

    rule: str
    kind: str
    severity: str
    reach: str
    pattern: re.Pattern[str]
    also: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a dimension ("đúng hạn" of deadline) and the words for it."""

    dimension: str
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SumRule:
    """Parts that make a total; `form` sum or mean; `total` a code; tolerance in the unit of the values."""

    rule: str
    form: str
    total: str
    parts: tuple[str, ...]
    tolerance: float
    year_from: int


@dataclass(frozen=True, slots=True)
class Relation:
    """`code` stands in a relation to each of `against`; `pattern` are words that should stand beside it."""

    name: str
    code: str
    against: tuple[str, ...]
    pattern: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the catalogue says of an indicator."""

    code: str
    name: Words
    low: float | None
    high: float | None
    decimals: int
    unit: str


@dataclass(frozen=True)
class Rules:
    """All of it, checked."""

    words: tuple[WordRule, ...]
    members: tuple[Member, ...]
    complete: dict[str, tuple[frozenset[str], ...]]
    sums: tuple[SumRule, ...]
    relations: tuple[Relation, ...]
    indicators: dict[str, Indicator]
    rank_of: dict[str, str]
    provinces: frozenset[str]
    indices: tuple[Index, ...]

    def related(self, name: str) -> list[Relation]:
        """The relations of one name."""
        return [one for one in self.relations if one.name == name]

    def name(self, code: str) -> Words:
        """The short name of an indicator, also of a rank ("PAR INDEX: hạng"); the code when it is not known."""
        found = self.indicators.get(code)
        if found is not None:
            return found.name
        base = self.indicators.get(self.rank_of.get(code, ""))
        return Words(f"{base.name.vi}: hạng", f"{base.name.en}: rank") if base else Words(code, code)


def load(data: Path) -> Rules:
    """Read and check the rules of a data folder; files that its lexicon lacks come from the shipped one.

    Raises `LexiconRefused`: file, line, expected, found."""
    words = tuple(_word(row, line) for line, row in _rows(_file(data, "finding_words.csv")))
    members, complete = [], {}
    for line, row in _rows(_file(data, "finding_parts.csv")):
        if row["member"]:
            members.append(Member(row["dimension"], row["member"], _pattern(row["pattern"], "finding_parts.csv", line)))
        if row["complete"]:
            complete[row["dimension"]] = tuple(frozenset(part.split()) for part in row["complete"].split("|"))
    sums = tuple(
        SumRule(
            row["rule_id"], row["form"], row["total"], tuple(row["parts"].split()), float(row["tolerance"] or 0),
            int(row["year_from"] or 0),
        )
        for _, row in _rows(_given(data, "sum_rules.csv"))
    )  # fmt: skip
    relations = tuple(_relation(row, line) for line, row in _rows(_file(data, "finding_codes.csv")))
    indicators = {
        row["indicator_code"]: Indicator(
            row["indicator_code"], Words(row["short_vi"], row["short_en"]), _number(row["scale_min"]),
            _number(row["scale_max"]), int(row["decimals"]), row["unit"],
        )
        for _, row in _rows(_given(data, "indicators.csv"))
    }  # fmt: skip
    ranks = {
        row["alias"]: row["indicator_code"]
        for _, row in _rows(_given(data, "indicator_aliases.csv"))
        if row["role"] == "rank"
    }
    indices = load_lexicon(_lexicon(data)).indices
    provinces = frozenset(row["name_vi"] for _, row in _rows(_given(data, "units/provinces.csv")))
    return Rules(words, tuple(members), complete, sums, relations, indicators, ranks, provinces, indices)


def _word(row: dict[str, str], line: int) -> WordRule:
    file = "finding_words.csv"
    for column, allowed in (("kind", KINDS), ("severity", SEVERITIES), ("reach", REACHES)):
        if row[column] not in allowed:
            raise LexiconRefused(f"{file}, line {line}: {column} {row[column]!r}, expected one of {', '.join(allowed)}")
    also, unless = (_pattern(row[name], file, line) if row[name] else None for name in ("also", "unless"))
    pattern = _pattern(row["pattern"], file, line)
    return WordRule(
        row["rule"], row["kind"], row["severity"], row["reach"], pattern, also, unless, frozenset(row["codes"].split())
    )


def _relation(row: dict[str, str], line: int) -> Relation:
    if row["relation"] not in RELATIONS:
        raise LexiconRefused(
            f"finding_codes.csv, line {line}: relation {row['relation']!r}, expected one of {', '.join(RELATIONS)}"
        )
    pattern = _pattern(row["pattern"], "finding_codes.csv", line) if row["pattern"] else None
    return Relation(row["relation"], row["code"], tuple(row["against"].split()), pattern)


def _pattern(text: str, file: str, line: int) -> re.Pattern[str]:
    try:
        return re.compile(normal(text).replace(" ", r"\s+"))
    except re.error as error:
        raise LexiconRefused(f"{file}, line {line}: not a regular expression: {error}") from None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _lexicon(data: Path) -> Path:
    """The lexicon that extraction uses: of the data folder where it is whole, else the shipped one."""
    own = lexicon_folder(data)
    return own if (own / "indices.csv").is_file() else ROOT / "data" / "lexicon"


def _file(data: Path, name: str) -> Path:
    own = lexicon_folder(data) / name
    return own if own.is_file() else ROOT / "data" / "lexicon" / name


def _given(data: Path, name: str) -> Path:
    own = data / name
    return own if own.is_file() else ROOT / "data" / name


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                (number, {key: value or "" for key, value in row.items()})
                for number, row in enumerate(csv.DictReader(file), 2)
            ]
    except OSError as error:
        raise LexiconRefused(f"{path}: {error.strerror}") from None
