"""The fields of what is answered: name, type and meaning, for the answers and for their description alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from egov_metrics.analysis.series import plain

BASES = ("published", "derived", "list_order", "doubtful", "recomputed")
NOTHINGS = ("not_ranked", "not_applicable", "not_submitted", "not_published")
QUALIFIERS = ("exact", "approx", "at_least", "more_than", "less_than", "target")
SCOPES = ("self", "departments", "districts", "communes")
STATISTICS = ("own", "mean", "median")
PERIODS = ("stated", "inferred", "document_date", "not_stated")
LEVELS = ("country", "region", "province", "district", "commune", "department")


@dataclass(frozen=True)
class Field:
    """One field. `type` is string, number, integer, boolean, array or object; `filled` ones are never null."""

    name: str
    type: str
    about: str
    choices: tuple[str, ...] = ()
    filled: bool = False

    def schema(self) -> dict[str, Any]:
        """Its JSON schema."""
        schema: dict[str, Any] = {"type": self.type if self.filled else [self.type, "null"]}
        if self.choices:
            schema["enum"] = [*self.choices, *([] if self.filled else [None])]
        if self.type == "array":
            schema["items"] = {}
        return schema | {"description": self.about}


def record(row: Mapping[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    """A row of a query with these fields, as JSON holds them: whole numbers whole, dates as ISO texts, gaps null."""
    found = {}
    for field in fields:
        value = plain(row[field.name])
        found[field.name] = int(value) if field.type == "integer" and value is not None else value
    return found


_BASIS = (
    "published: as its source states it. derived: follows from other figures. list_order: read from the order of a "
)
_BASIS += "list. doubtful: cannot be right, or its year or index is unsure. recomputed: worked out by this program."
_RANKS = (
    Field(
        "rank",
        "integer",
        "Place among the units ranked; 1 is the best. Never worked out here unless rank_basis says so.",
    ),
    Field("rank_of", "integer", "How many units were ranked, where that is stated."),
)
_KINDS = (
    Field("qualifier", "string", "exact; approx; a bound (at_least, more_than, less_than); target: a plan, no result.",
          QUALIFIERS),
    Field("value_basis", "string", f"What the value rests on. {_BASIS}", BASES),
    Field("rank_basis", "string", f"What the rank rests on. {_BASIS}", BASES),
    Field("nothing", "string", "Why there is no value, where that is known. None of these is zero.", NOTHINGS),
    Field("method_version", "string", "How it was measured (see /api/v1/methods). Figures of two methods do not "
          "compare unless the method says so."),
)  # fmt: skip
_SOURCES = (
    Field("source_id", "string", "Source of the value, or of the rank when there is no value (see /api/v1/sources)."),
    Field("rank_source_id", "string", "Source of the rank."),
)
_PERIOD = (
    Field("period_start", "string", "First day, where the source says when counting began."),
    Field("period_end", "string", "Last day, or the day of which a stock is."),
    Field(
        "period_basis", "string", "How the period is known. document_date: only the document's date bounds it.", PERIODS
    ),
)

SERIES = (
    Field("unit_id", "string", "Key of the unit (see /api/v1/units).", filled=True),
    Field("unit_name", "string", "Vietnamese name without its kind.", filled=True),
    Field("indicator", "string", "Code of the indicator (see /api/v1/indicators).", filled=True),
    Field("year", "integer", "Year; null when the source names none."),
    Field("value", "number", "In the unit of the indicator, as stated; null is no zero."),
    *_RANKS,
    *_KINDS,
    Field("source_title", "string", "Title of that source."),
    Field("source_url", "string", "Its address."),
    Field("findings", "array", "What is odd about the figure: kind, severity, state, sentences; of contradictions what "
          "each source states.", filled=True),
    Field("scope", "string", "self, or all departments, districts or communes of the unit taken together.", SCOPES),
    Field("statistic", "string", "own, or the mean or median of several units.", STATISTICS),
    Field("members", "integer", "How many units a mean or median is of, where stated."),
    *_PERIOD,
    Field("value_reason", "string", "Why this value was chosen among what sources state."),
    Field("rank_reason", "string", "Why this rank was chosen."),
    Field("source_published", "string", "Date of that source: YYYY, YYYY-MM or YYYY-MM-DD."),
    *_SOURCES,
)  # fmt: skip
"""Those of `analysis.series.FIELDS`, in that order."""

_OF_FORMER = Field("members", "array", "Former provinces that a recomputed value is of.", filled=True)
PRESENT = (
    *(_OF_FORMER if field.name == "members" else field for field in SERIES),
    Field("missing_members", "array", "Former provinces without a figure.", filled=True),
    Field("rule", "string", "Rule of the recomputation: mean.", ("mean",)),
    Field("stored_id", "string", "Key under which a stated figure is kept."),
    Field("published_rank", "integer", "Rank that a publisher gave, kept apart from recomputed places."),
    Field("published_rank_of", "integer", "Among how many."),
    Field("refused", "object", "Why the year cannot be worked out: reason, message_vi, message_en."),
)

RANKS = (
    Field("unit_id", "string", "Key of the unit.", filled=True),
    Field("unit_name", "string", "Vietnamese name without its kind.", filled=True),
    Field("indicator", "string", "Code of the indicator.", filled=True),
    Field("year", "integer", "Year.", filled=True),
    *_RANKS,
    Field("value", "number", "In the unit of the indicator; null is no zero."),
    *_KINDS,
    *_PERIOD,
    Field("conflict", "boolean", "Do sources contradict each other? The series tells what each states.", filled=True),
    *_SOURCES,
)

UNITS = (
    Field(
        "unit_id",
        "string",
        "Key; codes alone were used twice (P63-82 and P34-82 are different provinces).",
        filled=True,
    ),
    Field("level", "string", "Level.", LEVELS, filled=True),
    Field("code", "string", "Official code within its list."),
    Field("name_vi", "string", "Vietnamese name without its kind.", filled=True),
    Field("name_en", "string", "English name.", filled=True),
    Field("kind", "string", "Kind in Vietnamese: tỉnh, thành phố, huyện, phường ...", filled=True),
    Field("parent_id", "string", "Unit above."),
    Field("region_id", "string", "Region of a province."),
    Field("province_id", "string", "Province that it is or lies in."),
    Field("valid_from", "string", "First day, where known."),
    Field("valid_to", "string", "Last day; null while it exists."),
    Field("figures", "integer", "How many figures the store has of it.", filled=True),
    Field("last_year", "integer", "Year of the newest."),
)

INDICATORS = (
    Field("indicator_code", "string", "Code.", filled=True),
    Field("family", "string", "Index or subject that it belongs to.", filled=True),
    Field("parent_code", "string", "Indicator that it is a part of; parts need not add up."),
    Field("name_vi", "string", "Vietnamese name.", filled=True),
    Field("name_en", "string", "English name.", filled=True),
    Field("short_vi", "string", "Short Vietnamese name.", filled=True),
    Field("short_en", "string", "Short English name.", filled=True),
    Field("unit", "string", "points, percent, count, level, rank ...", filled=True),
    Field("scale_min", "number", "Least possible value."),
    Field("scale_max", "number", "Greatest possible value; of a method the method's own."),
    Field("decimals", "integer", "Decimals in which it is usually published.", filled=True),
    Field("direction", "string", "Which values are better. Of levels of e-government, I (1) is the best: lower.",
          ("higher", "lower", "neutral"), filled=True),
    Field("topic", "string", "Subject.", filled=True),
    Field("definition_vi", "string", "What it is, in Vietnamese.", filled=True),
    Field("definition_en", "string", "What it is, in English.", filled=True),
    Field("is_headline", "boolean", "Is it the total of its family?"),
    Field("figures", "integer", "How many figures of years the store has.", filled=True),
    Field("first_year", "integer", "Year of the first."),
    Field("last_year", "integer", "Year of the newest."),
)  # fmt: skip

METHODS = (
    Field("method_id", "string", "Key: the method_version of a figure.", filled=True),
    Field("family", "string", "Index that it is of.", filled=True),
    Field("year_from", "integer", "First year."),
    Field("year_to", "integer", "Last year; null while in force or unknown."),
    Field("decision", "string", "Decision that set it."),
    Field("decision_date", "string", "Its date."),
    Field("name_vi", "string", "Vietnamese name.", filled=True),
    Field("name_en", "string", "English name.", filled=True),
    Field("comparable_with_previous", "string", "Do its figures compare with those of the method before?",
          ("yes", "no", "first", "not_stated"), filled=True),
    Field("comparable_within", "string", "Do its years compare with each other?", ("yes", "no", "not_stated"),
          filled=True),
    Field("reason_vi", "string", "Why, in Vietnamese.", filled=True),
    Field("reason_en", "string", "Why, in English.", filled=True),
    Field("start_basis", "string", "Is its first year stated or inferred?", ("stated", "inferred", "not_stated"),
          filled=True),
    Field("scale_max", "number", "Greatest possible total."),
    Field("source_url", "string", "Where that is said."),
)  # fmt: skip

SOURCES = (
    Field("source_id", "string", "Key.", filled=True),
    Field("producer", "string", "Who published it.", filled=True),
    Field("title", "string", "Title.", filled=True),
    Field("url", "string", "Address."),
    Field("published", "string", "Date: YYYY, YYYY-MM or YYYY-MM-DD."),
    Field("accessed", "string", "Day on which it was read."),
    Field("kind", "string", "Kind of document.", ("article", "portal", "decision", "report", "dataset"), filled=True),
    Field("grade", "string", "official: by the publisher of the index or an authority; press; secondary: a repost.",
          ("official", "press", "secondary"), filled=True),
    Field("note", "string", "What is to be known of it."),
    Field("statements", "integer", "How many statements it made.", filled=True),
    Field("preferred", "integer", "How many of them are shown before those of other sources.", filled=True),
    Field("indicators", "string", "Codes of the indicators that it told of, with spaces between."),
    Field("first_year", "integer", "Year of the first figure."),
    Field("last_year", "integer", "Year of the newest."),
)  # fmt: skip

EDITIONS = (
    Field(
        "edition",
        "string",
        "The first 12 digits of the hash of the content: what the parameter edition takes.",
        filled=True,
    ),
    Field("number", "integer", "Number, ascending.", filled=True),
    Field("built_at", "string", "Date and time of the build (UTC).", filled=True),
    Field("figures", "integer", "How many figures it has.", filled=True),
    Field("in_service", "boolean", "Is it the one that answers when no edition is asked for?", filled=True),
)
