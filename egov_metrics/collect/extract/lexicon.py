"""The words and rules of extraction, read from data files that an analyst can extend (`data/lexicon/*.csv`).

concepts.csv   a concept and the words that express it: a regular expression on lower-case text, spaces match any space
rules.csv      what a number must stand beside to be a figure of an indicator; see docs/developers/collect.md
indices.csv    composite indices: how they are called, the codes of their score, rank and changes, their range
tiers.csv      words for all departments, districts or communes of a unit
together.csv   indicators that one number may state at once
agencies.csv   departments and ministries
headings.csv   what headings of tables shorten or say in one word, written out
confidence.csv the weight of each sign of how a figure was found (confidence.py)
names.csv      words that belong together though "và" or a comma stands between them
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from egov_metrics.paths import ROOT

RULE_KINDS = ("count", "percent", "money", "ratio", "change_percent")
_PAIRS = [
    (a + b, c + d)
    for a, b, c, d in (
        ("o", "à", "ò", "a"), ("o", "á", "ó", "a"), ("o", "ả", "ỏ", "a"), ("o", "ã", "õ", "a"), ("o", "ạ", "ọ", "a"),
        ("o", "è", "ò", "e"), ("o", "é", "ó", "e"), ("o", "ẻ", "ỏ", "e"), ("o", "ẽ", "õ", "e"), ("o", "ẹ", "ọ", "e"),
    )
]  # fmt: skip
_TONE = re.compile("|".join(f"{old}(?!\\w)" for old, _ in _PAIRS) + "|[uU][ỷủ](?= ban)")
_RATE = re.compile(r"tỉ(?=\s(?:lệ|trọng|đồng|suất))")
_TONE_TO = dict(_PAIRS)


class LexiconRefused(Exception):
    """A lexicon file that cannot be used: what was expected, what came, where."""


@dataclass(frozen=True, slots=True)
class Need:
    """A concept that a rule asks for. `reach`: near, sentence or context; how far away it may stand."""

    concept: str
    reach: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a figure of an indicator is stated."""

    code: str
    kind: str
    heads: tuple[str, ...]
    needs: tuple[Need, ...]
    siblings: tuple[str, ...]
    excluded: tuple[str, ...]
    excluded_heads: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Index:
    """A composite index and its codes ("" where it has none); `levels`: of the units that it is made for, empty for all."""

    name: str
    pattern: re.Pattern[str]
    score: str
    rank: str
    score_change: str
    rank_change: str
    rank_region: str
    low: float
    high: float
    within: str
    weight: float
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tier:
    """Words for all departments, districts, communes or provinces of a unit. `of`: "country" for those of the country,
    "" for those of any unit below it."""

    of: str
    level: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """All of it, checked: every concept that a rule names exists."""

    concepts: dict[str, re.Pattern[str]]
    rules: tuple[Rule, ...]
    indices: tuple[Index, ...]
    tiers: tuple[Tier, ...]
    together: tuple[frozenset[str], ...]
    names: re.Pattern[str]
    headings: dict[str, str]
    weights: dict[str, float]

    @cached_property
    def counted(self) -> frozenset[str]:
        """Concepts that are counted: the heads of count rules."""
        return frozenset(head for rule in self.rules for head in rule.heads)


def lexicon_folder(data: Path) -> Path:
    """The lexicon of a data folder; the shipped one when that folder has none."""
    own = data / "lexicon"
    return own if own.is_dir() else ROOT / "data" / "lexicon"


def normal(text: str) -> str:
    """Lower case, the tone of oa/oe and of "ủy ban" at one place, "tỷ lệ" for "tỉ lệ"; as many characters as before."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" alone grows
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    lower = _RATE.sub("tỷ", lower)
    return _TONE.sub(lambda match: _TONE_TO.get(match.group(), "ủy"[: len(match.group())]), lower)


_DASH = re.compile(r"(?<=[^\W\d])\s[-–—]\s(?=\d)")
_ASIDE = re.compile(r"\((?=[^()\d]{2,60}\))[^()]*\)")


def flat(text: str, lexicon: Lexicon) -> str:
    """The normal form with what seems to end a clause and does not taken out: "và" and commas inside names, short
    remarks in brackets without a number ("(iDesk)"), a dash between a label and its number. As many characters as before."""
    text = _DASH.sub(lambda match: " " * len(match.group()), text)
    text = _ASIDE.sub(lambda match: re.sub(r"[(),;:]", " ", match.group()), text)
    return lexicon.names.sub(lambda match: match.group().replace(",", " ").replace(" và ", " && "), text)


def load(folder: Path) -> Lexicon:
    """Read and check a lexicon folder. Raises `LexiconRefused`."""
    concepts = {
        row["concept"]: _pattern(row["pattern"], "concepts.csv", line) for line, row in _rows(folder / "concepts.csv")
    }
    rules = tuple(_rule(row, line, concepts) for line, row in _rows(folder / "rules.csv"))
    indices = tuple(
        Index(
            row["index"], _pattern(row["pattern"], "indices.csv", line), row["score"], row["rank"], row["score_change"],
            row["rank_change"], row["rank_region"], float(row["low"]), float(row["high"]), row["within"], float(row["weight"]),
            frozenset(row["levels"].split()),
        )
        for line, row in _rows(folder / "indices.csv")
    )  # fmt: skip
    tiers = tuple(
        Tier(row["of"], row["level"], _pattern(row["pattern"], "tiers.csv", line))
        for line, row in _rows(folder / "tiers.csv")
    )
    together = tuple(frozenset(row["codes"].split()) for _, row in _rows(folder / "together.csv"))
    weights = {row["sign"]: float(row["weight"]) for _, row in _rows(folder / "confidence.csv")}
    names = sorted((normal(row["words"]) for _, row in _rows(folder / "names.csv")), key=len, reverse=True)
    joined = "|".join(re.escape(words).replace("\\ ", r"\s+") for words in names)
    headings = dict(_heading(row, line) for line, row in _rows(folder / "headings.csv"))
    return Lexicon(
        concepts, rules, indices, tiers, together, re.compile(rf"(?<!\w)(?:{joined})(?!\w)"), headings, weights
    )


def _rule(row: dict[str, str], line: int, concepts: dict[str, re.Pattern[str]]) -> Rule:
    where = f"rules.csv, line {line}"
    if row["kind"] not in RULE_KINDS:
        raise LexiconRefused(f"{where}: kind {row['kind']!r}, expected one of {', '.join(RULE_KINDS)}")
    reaches = {"~": "sentence", "*": "context"}
    needs = tuple(Need(word.lstrip("~*"), reaches.get(word[0], "near")) for word in row["all"].split())
    siblings = tuple(word.removeprefix("sibling_") for word in row["any"].split())
    excluded = tuple(word for word in row["not"].split() if word[0] != "@" and not word.startswith("sibling_"))
    excluded_heads = tuple(word[1:] for word in row["not"].split() if word[0] == "@")
    no_siblings = tuple(
        f"!{word.removeprefix('sibling_')}" for word in row["not"].split() if word.startswith("sibling_")
    )
    heads = tuple(row["head"].split())
    named = [
        *heads,
        *(need.concept for need in needs),
        *siblings,
        *excluded,
        *excluded_heads,
        *(word[1:] for word in no_siblings),
    ]
    unknown = [word for word in named if word not in concepts]
    if unknown:
        raise LexiconRefused(f"{where}: concept {unknown[0]!r} is not in concepts.csv")
    return Rule(
        row["code"],
        row["kind"],
        heads,
        needs,
        (*siblings, *no_siblings),
        excluded,
        excluded_heads,
        float(row["weight"] or 0),
    )


def _heading(row: dict[str, str], line: int) -> tuple[str, str]:
    short, means = normal(row["short"]).strip(), normal(row["means"]).strip()
    if not short or not means:
        raise LexiconRefused(f"headings.csv, line {line}: {short!r} means {means!r}, expected words in both columns")
    return short, means


def _pattern(text: str, file: str, line: int) -> re.Pattern[str]:
    try:
        body = normal(text).replace(" ", r"\s+")
        return re.compile(rf"(?<!\w)(?:{body})(?!\w)")
    except re.error as error:
        raise LexiconRefused(f"{file}, line {line}: not a regular expression: {error}") from None


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                (number, {key: value or "" for key, value in row.items()})
                for number, row in enumerate(csv.DictReader(file), 2)
            ]
    except OSError as error:
        raise LexiconRefused(f"{path}: {error.strerror}") from None
