"""The files under `data/`: which columns they have and what a cell may hold.

This is the loader's side of `schema.sql`: a cell is judged here, where its file and line are still known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
INTEGER = re.compile(r"-?\d{1,9}", re.ASCII)
POSITIVE = re.compile(r"[1-9]\d{0,8}", re.ASCII)
OFFSET = re.compile(r"\d{1,9}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)

NOTHINGS = ("not_ranked", "not_applicable", "not_submitted", "not_published")
BASES = ("published", "derived", "list_order", "doubtful", "recomputed")
QUALIFIERS = ("exact", "approx", "at_least", "more_than", "less_than", "target")
LEVELS = ("country", "region", "province", "district", "commune", "department")
SCOPES = ("self", "departments", "districts", "communes")


@dataclass(frozen=True)
class Column:
    """A column: whether a cell may be empty, how it is judged, and the words for a wrong one."""

    name: str
    required: bool = False
    pattern: re.Pattern[str] | None = None
    choices: tuple[str, ...] | None = None
    expected: str = "a text"
    kind: str = "text"

    def accepts(self, cell: str) -> bool:
        """True when a non-empty cell is well formed."""
        if self.choices is not None:
            return cell in self.choices
        if self.pattern is not None and self.pattern.fullmatch(cell) is None:
            return False
        return self.kind != "date" or _is_day(cell)


def _is_day(cell: str) -> bool:
    """Is it in the calendar? 2019-02-30 has the form of a date and is none."""
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _text(name: str, required: bool = False) -> Column:
    return Column(name, required)


def _number(name: str) -> Column:
    return Column(name, pattern=NUMBER, expected="a number with a decimal point, such as 81.93", kind="number")


def _integer(name: str, required: bool = False) -> Column:
    return Column(name, required, INTEGER, expected="a whole number", kind="integer")


def _positive(name: str) -> Column:
    return Column(name, pattern=POSITIVE, expected="a whole number of at least 1", kind="integer")


def _date(name: str) -> Column:
    return Column(name, pattern=DATE, expected="a date as 2019-12-31", kind="date")


def _choice(name: str, choices: tuple[str, ...], required: bool = True) -> Column:
    return Column(name, required, choices=choices, expected="one of " + ", ".join(choices))


@dataclass(frozen=True)
class Table:
    """A table of the store and the files that fill it. `key` must be unique over all its files."""

    name: str
    files: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str, str], ...] = ()

    @property
    def column_names(self) -> list[str]:
        """The header, in the order of the file."""
        return [column.name for column in self.columns]


def _both(name: str) -> tuple[Column, Column]:
    return _text(f"{name}_vi", True), _text(f"{name}_en", True)


YES_NO = ("yes", "no")
TIERS = ("department", "district", "commune", "province", "ministry")
KNOWN = ("stated", "inferred", "not_found")
CLASSES = ("I", "II", "III", "IV", "not_ranked", "good", "fair", "average", "weak", "A", "B", "C")

TABLES: tuple[Table, ...] = (
    Table(
        "unit",
        "units/*.csv",
        (
            _text("unit_id", True),
            _choice("level", LEVELS),
            _text("code"),
            *_both("name"),
            _text("kind", True),
            _text("parent_id"),
            _text("region_id"),
            _date("valid_from"),
            _date("valid_to"),
            _text("note"),
        ),
        ("unit_id",),
        (("parent_id", "unit", "unit_id"), ("region_id", "unit", "unit_id")),
    ),
    Table(
        "unit_alias",
        "unit_aliases.csv",
        (
            _text("unit_id", True),
            _text("alias", True),
            _choice("kind", ("old_name", "spelling", "short", "english")),
        ),
        ("unit_id", "alias"),
        (("unit_id", "unit", "unit_id"),),
    ),
    Table(
        "unit_succession",
        "unit_succession.csv",
        (
            _text("predecessor_id", True),
            _text("successor_id", True),
            _choice("extent", ("whole", "part")),
            Column("effective", True, DATE, expected="a date as 2025-07-01", kind="date"),
            _text("basis"),
            _text("note"),
        ),
        ("predecessor_id", "successor_id"),
        (("predecessor_id", "unit", "unit_id"), ("successor_id", "unit", "unit_id")),
    ),
    Table(
        "family",
        "families.csv",
        (
            _text("family", True),
            _integer("sort_order", True),
            *_both("name"),
            *_both("short"),
            _text("producer_vi"),
            _text("producer_en"),
            *_both("description"),
            _text("headline_code"),
        ),
        ("family",),
        (("headline_code", "indicator", "indicator_code"),),
    ),
    Table(
        "indicator",
        "indicators.csv",
        (
            Column("indicator_code", True, re.compile(r"[a-z][a-z0-9_]*"), expected="lower case letters, digits and _"),
            _text("family", True),
            _text("parent_code"),
            _integer("sort_order", True),
            *_both("name"),
            *_both("short"),
            _text("unit", True),
            _number("scale_min"),
            _number("scale_max"),
            _integer("decimals", True),
            _choice("direction", ("higher", "lower", "neutral")),
            _text("topic", True),
            *_both("definition"),
        ),
        ("indicator_code",),
        (("family", "family", "family"), ("parent_code", "indicator", "indicator_code")),
    ),
    Table(
        "indicator_alias",
        "indicator_aliases.csv",
        (_text("alias", True), _text("indicator_code", True), _choice("role", ("value", "rank", "family"))),
        ("alias",),
        (("indicator_code", "indicator", "indicator_code"),),
    ),
    Table(
        "method_version",
        "methods.csv",
        (
            _text("method_id", True),
            _text("family", True),
            _integer("year_from"),
            _integer("year_to"),
            _text("decision"),
            _date("decision_date"),
            *_both("name"),
            *_both("changes"),
            _choice("comparable_with_previous", ("yes", "no", "first", "not_stated")),
            _choice("comparable_within", ("yes", "no", "not_stated")),
            *_both("reason"),
            _choice("start_basis", ("stated", "inferred", "not_stated")),
            _number("scale_max"),
            _choice("by_year", YES_NO),
            _text("source_url"),
        ),
        ("method_id",),
        (("family", "family", "family"),),
    ),
    Table(
        "known_gap",
        "known_gaps.csv",
        (
            _text("family", True),
            _integer("year", True),
            _choice("nothing", NOTHINGS),
            _choice("extent", ("all", "some")),
            *_both("reason"),
        ),
        ("family", "year"),
        (("family", "family", "family"),),
    ),
    Table(
        "criteria_set",
        "criteria/sets.csv",
        (
            _text("set_id", True),
            _choice("tier", TIERS),
            _text("family", True),
            _text("method_id"),
            _text("unit_id"),
            _integer("year_from"),
            _integer("year_to"),
            _text("decision"),
            _date("decision_date"),
            *_both("name"),
            _number("max_points"),
            _integer("groups"),
            _integer("criteria"),
            _integer("sub_criteria"),
            _number("survey_points"),
            _choice("basis", KNOWN),
            _text("note_vi"),
            _text("note_en"),
            _text("source_url"),
        ),
        ("set_id", "tier"),
        (
            ("family", "family", "family"),
            ("method_id", "method_version", "method_id"),
            ("unit_id", "unit", "unit_id"),
        ),
    ),
    Table(
        "criteria_group",
        "criteria/groups.csv",
        (
            _text("set_id", True),
            _choice("tier", TIERS),
            _text("group_code", True),
            _text("parent_code"),
            _integer("sort_order", True),
            _choice("part", ("readiness", "result", "local"), required=False),
            *_both("name"),
            _number("max_points"),
            _choice("basis", KNOWN),
            _text("note_vi"),
            _text("note_en"),
            _text("source_url"),
        ),
        ("set_id", "tier", "group_code"),
        (("set_id", "criteria_set", "set_id"),),
    ),
    Table(
        "level_rule",
        "criteria/level_rules.csv",
        (
            _text("set_id", True),
            _choice("tier", TIERS),
            _choice("part", ("total", "readiness", "result")),
            _choice("level", CLASSES),
            _integer("sort_order", True),
            _number("min_points"),
            _number("min_percent"),
            _number("cut_above"),
            _number("cut_to"),
            _choice("basis", KNOWN),
            _text("note_vi"),
            _text("note_en"),
            _text("source_url"),
        ),
        ("set_id", "tier", "part", "level"),
        (("set_id", "criteria_set", "set_id"),),
    ),
    Table(
        "source",
        "sources.csv",
        (
            _text("source_id", True),
            _text("producer", True),
            _text("title", True),
            _text("url"),
            Column("published", pattern=PARTIAL_DATE, expected="YYYY, YYYY-MM or YYYY-MM-DD"),
            _date("accessed"),
            _choice("kind", ("article", "portal", "decision", "report", "dataset")),
            _choice("grade", ("official", "press", "secondary")),
            _text("checksum"),
            _text("note"),
        ),
        ("source_id",),
    ),
    Table(
        "observation",
        "observations/*.csv",
        (
            _text("unit_id", True),
            _choice("scope", SCOPES),
            _text("indicator_code", True),
            _date("period_start"),
            _date("period_end"),
            _choice("period_basis", ("stated", "inferred", "document_date", "not_stated")),
            _choice("statistic", ("own", "mean", "median")),
            _positive("members"),
            _number("value"),
            _choice("nothing", NOTHINGS, required=False),
            _positive("rank"),
            _positive("rank_of"),
            _number("denominator"),
            _choice("qualifier", QUALIFIERS),
            _choice("value_basis", BASES, required=False),
            _choice("rank_basis", BASES, required=False),
            _text("method_id"),
            _text("source_id", True),
            _text("passage"),
            _choice("status", ("current", "superseded")),
            _text("note"),
        ),
        (
            "unit_id",
            "scope",
            "indicator_code",
            "period_start",
            "period_end",
            "statistic",
            "members",
            "qualifier",
            "value",
            "rank",
            "nothing",
            "source_id",
            "passage",
        ),
        (
            ("unit_id", "unit", "unit_id"),
            ("indicator_code", "indicator", "indicator_code"),
            ("method_id", "method_version", "method_id"),
            ("source_id", "source", "source_id"),
        ),
    ),
    Table(
        "sum_rule",
        "sum_rules.csv",
        (
            _text("rule_id", True),
            _choice("form", ("sum", "mean")),
            _text("total", True),
            _text("parts", True),
            _number("tolerance"),
            _integer("year_from"),
            _text("note"),
        ),
        ("rule_id",),
    ),
    Table(
        "reviewed_finding",
        "findings.csv",
        (
            _text("finding_id", True),
            _text("kind", True),
            _choice("severity", ("warning", "info")),
            _choice("state", ("open", "explained", "accepted")),
            _text("unit_id"),
            _choice("scope", SCOPES, required=False),
            _text("indicator_codes"),
            _date("period_end"),
            _text("source_id"),
            _text("message_vi", True),
            _text("message_en", True),
        ),
        ("finding_id",),
        (("unit_id", "unit", "unit_id"), ("source_id", "source", "source_id")),
    ),
)

OBSERVATION: tuple[str, ...] = tuple(next(table for table in TABLES if table.name == "observation").column_names)
"""What one statement is made of: the columns of the files under `observations/`, and of a batch."""

PROOF_COLUMNS: tuple[Column, ...] = (
    Column("document", pattern=SHA256, expected="the SHA-256 of a document (64 hex digits)"),
    Column("quote_start", pattern=OFFSET, expected="a place in the text, from 0", kind="integer"),
    Column("quote_end", pattern=OFFSET, expected="a place in the text, from 0", kind="integer"),
    _text("quote"),
)
PROOF: tuple[str, ...] = tuple(column.name for column in PROOF_COLUMNS)
"""What a row of a batch says beyond that: the document, where in its read text the passage stands, and the passage.
Of a cell of a workbook `quote` is `sheet!B12`, and there are no places."""
