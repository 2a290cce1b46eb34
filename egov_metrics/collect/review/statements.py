"""From what an item says to a row of a batch, and what keeps it from being one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from egov_metrics.collect.extract import Proposal
from egov_metrics.collect.review.model import Claim, Head
from egov_metrics.store.connection import Edition
from egov_metrics.store.tables import NUMBER, OBSERVATION, PARTIAL_DATE, POSITIVE, PROOF, QUALIFIERS, SCOPES

PROBLEMS = (
    "unit", "indicator", "value", "rank", "denominator", "scale", "measure", "scope", "period", "period_order",
    "period_year", "qualifier", "statistic", "members", "quote",
)  # fmt: skip
"""The closed list of reasons why an item is no statement; each has its words under `review.problem.`."""
PERIOD_BASES = ("stated", "inferred", "document_date", "not_stated")
STATISTICS = ("own", "mean", "median")
_TIERS = {"department": "departments", "district": "districts", "commune": "communes"}
_BELOW = {"country": SCOPES, "region": SCOPES, "province": SCOPES, "district": ("self", "departments", "communes")}
# Sources write points for percent and the other way round; a count is never either.
_ALIKE = {"percent": "points", "percentage_points": "points", "ranks": "rank"}
_MEAN = re.compile(r"trung bình|bình quân")
_COUNTED = ("count", "rank", "ranks", "level")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Indicator:
    """What a code may say: its own unit of measure and scale, and whether the code is that of a rank."""

    code: str
    unit: str
    low: float | None
    high: float | None
    decimals: int
    is_rank: bool = False


@dataclass(frozen=True)
class Catalogue:
    """The units and indicators that an edition knows, by key; of indicators also the codes of ranks."""

    levels: Mapping[str, str]
    indicators: Mapping[str, Indicator]

    @classmethod
    def of(cls, edition: Edition) -> Catalogue:
        """Read it from an open edition."""
        units, known = edition.query("units"), {}
        for row in edition.query("indicators").to_dict("records"):
            low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("scale_min", "scale_max"))
            code = str(row["indicator_code"])
            known[code] = Indicator(code, str(row["unit"]), low, high, int(row["decimals"]))
        for row in edition.query("indicator_aliases").to_dict("records"):
            if row["role"] == "rank" and row["alias"] not in known:
                known[str(row["alias"])] = replace(known[str(row["indicator_code"])], is_rank=True)
        return cls(dict(zip(units["unit_id"], units["level"], strict=True)), known)


def claim_from(proposal: Proposal, text: str) -> Claim:
    """What a proposal says, as texts in the manner of the files under `observations/`."""
    level = {"P": "province", "D": "district", "C": "commune", "A": "department", "R": "region", "V": "country"}
    own = level.get(proposal.unit_id[:1], proposal.unit_level)
    is_tier = proposal.unit_level != own and proposal.unit_level in _TIERS
    before = text[max(0, proposal.number_start - 80) : proposal.number_start].lower()
    is_mean = own in ("country", "region") and not is_tier and bool(_MEAN.search(before))
    ends = [day.isoformat() if isinstance(day, date) else "" for day in (proposal.period_start, proposal.period_end)]
    return Claim(
        indicator=proposal.indicator,
        value=written(proposal.value, proposal.decimals, proposal.unit),
        unit=proposal.unit,
        denominator="" if proposal.denominator is None else written(proposal.denominator, 0, "count"),
        qualifier=proposal.qualifier,
        unit_id=proposal.unit_id,
        scope=_TIERS[proposal.unit_level] if is_tier else "self",
        unit_name=proposal.unit_name,
        period_start=ends[0],
        period_end=ends[1],
        period_basis=_basis(proposal, ends[1]),
        statistic="mean" if is_mean else "own",
        start=proposal.start,
        end=proposal.end,
        quote=proposal.quote,
        number_start=proposal.number_start,
        number_end=proposal.number_end,
        confidence=proposal.confidence,
        note="Nguồn ghi một khoảng; đây là cận dưới" if proposal.note.startswith("range") else "",
    )


def _basis(proposal: Proposal, last: str) -> str:
    """How the period is known: "" (nobody knows it yet) asks the reviewer."""
    if not last:
        return ""
    return "stated" if proposal.period_text or proposal.period_start is not None else "document_date"


def written(value: float, decimals: int, unit: str) -> str:
    """A number as the files write it: decimal point, the zeros that the document has ("0.680"), no exponent."""
    places = 0 if float(value).is_integer() and unit in _COUNTED else decimals
    text = f"{value:.{places}f}"
    if float(text) != value:  # "1,2 triệu" has one decimal as written, 750 million are 0.75 billion
        text = f"{value:.9f}".rstrip("0").rstrip(".")
    return text


def problems_of(claim: Claim, catalogue: Catalogue) -> list[str]:
    """Why a claim cannot become a statement: words of `PROBLEMS`, worst first; empty when it can."""
    found = []
    level = catalogue.levels.get(claim.unit_id)
    indicator = catalogue.indicators.get(claim.indicator)
    if level is None:
        found.append("unit")
    elif claim.scope not in _BELOW.get(level, ("self",)):
        found.append("scope")
    if indicator is None:
        found.append("indicator")
    found += _problems_of_amount(claim, indicator)
    found += _problems_of_period(claim)
    if claim.qualifier not in QUALIFIERS:
        found.append("qualifier")
    if claim.statistic not in STATISTICS:
        found.append("statistic")
    if claim.members and not POSITIVE.fullmatch(claim.members):
        found.append("members")
    if not claim.quote.strip() or claim.start >= claim.end:
        found.append("quote")
    return sorted(found, key=PROBLEMS.index)


def _problems_of_amount(claim: Claim, indicator: Indicator | None) -> list[str]:
    found = []
    if claim.denominator and not (NUMBER.fullmatch(claim.denominator) and float(claim.denominator) > 0):
        found.append("denominator")
    if not NUMBER.fullmatch(claim.value):
        return [*found, "value"]
    if indicator is None:
        return found
    value = float(claim.value)
    if indicator.is_rank:
        is_place = bool(POSITIVE.fullmatch(claim.value))
        out_of = bool(claim.denominator) and not POSITIVE.fullmatch(claim.denominator)
        if not is_place or out_of or ("denominator" not in found and value > float(claim.denominator or "inf")):
            found.append("rank")
        return found
    if (indicator.low is not None and value < indicator.low) or (indicator.high is not None and value > indicator.high):
        found.append("scale")
    if claim.unit and _ALIKE.get(claim.unit, claim.unit) != _ALIKE.get(indicator.unit, indicator.unit):
        found.append("measure")
    return found


def _problems_of_period(claim: Claim) -> list[str]:
    if claim.period_basis not in PERIOD_BASES:
        return ["period"]
    ends = [_day(text) for text in (claim.period_start, claim.period_end)]
    unreadable = any(
        text and day is None for text, day in zip((claim.period_start, claim.period_end), ends, strict=True)
    )
    if unreadable or (claim.period_basis != "not_stated" and ends[1] is None):
        return ["period"]
    if ends[0] is not None and (ends[1] is None or ends[0] > ends[1]):
        return ["period_order"]
    if any(day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR for day in ends):
        return ["period_year"]
    return []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def rows_of(claims: Iterable[Claim], catalogue: Catalogue, head: Head, text: str) -> list[dict[str, str]]:
    """Rows of a batch, in the columns `OBSERVATION` and `PROOF`. All claims must be without problems.

    A value and a rank of the same figure that one passage states are one row; the same statement twice is one row.
    """
    rows: list[dict[str, str]] = []
    for claim in claims:
        row = _row(claim, catalogue.indicators[claim.indicator], head, text)
        if any(_is_said(row, one) for one in rows):
            continue
        other = next((one for one in rows if _completes(row, one)), None)
        if other is not None:
            other |= {name: cell for name, cell in row.items() if cell and not other[name]}
        else:
            rows.append(row)
    return rows


def _row(claim: Claim, indicator: Indicator, head: Head, text: str) -> dict[str, str]:
    row = dict.fromkeys((*OBSERVATION, *PROOF), "")
    row |= {
        "unit_id": claim.unit_id, "scope": claim.scope, "indicator_code": indicator.code,
        "period_start": claim.period_start, "period_end": claim.period_end, "period_basis": claim.period_basis,
        "statistic": claim.statistic, "members": claim.members, "qualifier": claim.qualifier,
        "source_id": source_id_of(head.document), "passage": str(passage_number(text, claim.start)),
        "status": "current", "note": claim.note, "document": head.document, "quote_start": str(claim.start),
        "quote_end": str(claim.end), "quote": claim.quote,
    }  # fmt: skip
    if indicator.is_rank:
        return row | {"rank": claim.value, "rank_of": claim.denominator, "rank_basis": "published"}
    return row | {"value": claim.value, "denominator": claim.denominator, "value_basis": "published"}


_SAME = ("unit_id", "scope", "indicator_code", "period_start", "period_end", "statistic", "members", "qualifier")
_PLACE = ("period_basis", "quote_start", "quote_end")


def _completes(row: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Is one the value and the other the rank of one figure, in one passage?"""
    if any(row[name] != other[name] for name in (*_SAME, *_PLACE)):
        return False
    return bool(row["value"]) != bool(row["rank"]) and bool(other["value"]) != bool(other["rank"]) and (
        bool(row["value"]) != bool(other["value"])
    )  # fmt: skip


def _is_said(row: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Does another row say all of this already?"""
    is_same = all(row[name] == other[name] for name in (*_SAME, "passage"))
    return is_same and all(row[name] in ("", other[name]) for name in ("value", "rank"))


def passage_number(text: str, start: int) -> int:
    """Which passage of a text an offset stands in: lines with something on them, counted from 1."""
    return max(1, sum(1 for line in text[: start + 1].split("\n") if line.strip()))


def source_id_of(document: str) -> str:
    """The key of a document as a source: made of its checksum, so that the same document is the same source."""
    return f"doc-{document[:16]}"


def source_of(head: Head, said: Mapping[str, str], text: str, unknown: str) -> dict[str, str]:
    """The document as a row of `sources.csv`. What nobody said of it comes from the document itself: its title or first
    line, its date; `unknown` stands for its producer. Nobody vouches for it, so it is secondary until somebody does."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), head.name)
    published = said.get("published", "") or head.published
    return {
        "source_id": source_id_of(head.document),
        "producer": said.get("producer", "") or unknown,
        "title": said.get("title", "") or head.title or first[:200],
        "url": said.get("url", ""),
        "published": published if PARTIAL_DATE.fullmatch(published) else "",
        "accessed": head.opened_at.date().isoformat(),
        "kind": said.get("kind", "") or "report",
        "grade": said.get("grade", "") or "secondary",
        "checksum": head.document,
        "note": head.name,
    }


def known_in(claims: Mapping[str, Claim], catalogue: Catalogue, edition: Edition) -> dict[str, dict[str, str]]:
    """Which claims the store has already, by their names: the same figure with the same value (or rank). Each with
    figure_id and source_id of the statement that says so."""
    usable = {
        name: (claim, catalogue.indicators[claim.indicator])
        for name, claim in claims.items()
        if claim.indicator in catalogue.indicators
        and claim.unit_id in catalogue.levels
        and NUMBER.fullmatch(claim.value)
    }
    if not usable:
        return {}
    rows = edition.query(
        "known_statements",
        unit_ids=sorted({claim.unit_id for claim, _ in usable.values()}),
        indicators=sorted({indicator.code for _, indicator in usable.values()}),
    )
    stated: dict[tuple, dict[str, Any]] = {}
    for row in rows.to_dict("records"):
        start, end = (str(row[name])[:10] if not pd.isna(row[name]) else "" for name in ("period_start", "period_end"))
        same = (row["unit_id"], row["scope"], row["indicator_code"], row["statistic"], bool(row["is_target"]))
        for kind in ("value", "rank"):
            if not pd.isna(row[kind]):
                stated.setdefault((*same, start, end, kind, round(float(row[kind]), 6)), row)
    found = {}
    for name, (claim, indicator) in usable.items():
        same = (claim.unit_id, claim.scope, indicator.code, claim.statistic, claim.qualifier == "target")
        kind = "rank" if indicator.is_rank else "value"
        key = (*same, claim.period_start, claim.period_end, kind, round(float(claim.value), 6))
        if claim.period_end and key in stated:
            found[name] = {field: str(stated[key][field]) for field in ("figure_id", "source_id")}
    return found
