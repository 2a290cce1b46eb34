"""What a finding about a document under review is: what is odd, where it stands, which proposals it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from egov_metrics.i18n.texts import Lang, t

SEVERITIES = ("warning", "info")
"""warning: two things that cannot both hold, or a plan or instruction that is easily taken for a result; info: what a
reader must know before accepting the figure."""

KINDS = (
    "sum", "part_larger", "rate_count", "levels_total", "denominator", "flow", "rank_beyond", "scale", "target",
    "future_period", "plan_past", "no_date", "undated", "year_inferred", "other_year", "place_inferred", "tier",
    "levels_mixed", "one_for_two", "same_number", "double_qualifier", "bound", "wording", "direction", "stated_twice",
    "instruction", "claim", "coverage", "readiness", "survey_base", "not_stated", "rank_only", "look_alike",
    "other_set", "rest", "not_data", "store_differs", "store_same", "rank_move", "index_name",
)  # fmt: skip
"""The closed list of kinds; each has a name in the table of texts (`doc_finding_kind.<kind>`)."""


@dataclass(frozen=True, slots=True)
class Words:
    """A field of a sentence that reads differently in the two languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the read text: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction or caution. `proposals` are positions in the list that was looked at; `ranges` are what a page
    highlights, in order of place. Nothing is changed by it: the proposals stay as they were read."""

    kind: str
    severity: str
    text: str
    fields: tuple[tuple[str, str | Words], ...]
    proposals: tuple[int, ...]
    ranges: tuple[Range, ...]

    def message(self, lang: Lang) -> str:
        """The sentence for people, in Vietnamese or English."""
        values = {name: (getattr(value, lang) if isinstance(value, Words) else value) for name, value in self.fields}
        return t(f"doc_finding.{self.text}", lang, **values)

    def kind_name(self, lang: Lang) -> str:
        """What kind it is, in a few words."""
        return t(f"doc_finding_kind.{self.kind}", lang)
