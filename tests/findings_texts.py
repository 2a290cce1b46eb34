"""Made-up documents for the findings: proposals as a reader of a text would make them, and what is found in it."""

from __future__ import annotations

from pathlib import Path

from egov_metrics.collect.extract import Proposal
from egov_metrics.collect.findings import KINDS, SEVERITIES, Finder, Finding

ROOT = Path(__file__).resolve().parent.parent
UNIT = ("Lạng Sơn", "province", "Việt Nam", "P63-20")
CONFLICTS = ("sum", "part_larger", "rate_count", "levels_total", "flow", "rank_beyond", "stated_twice", "wording")
"""Kinds that say that two things of a document cannot both hold."""


FINDER = Finder(ROOT / "data")


def propose(text: str, *read: tuple) -> list[Proposal]:
    """Proposals as a reader of `text` would make them: code and number as written, in order of place, and what is
    other than exact, undated, of one province: `unit`, `of`, `qualifier`, `start`, `end`, `words`, `place`."""
    made, at = [], 0
    for code, number, *rest in read:
        more = rest[0] if rest else {}
        at = text.index(number, 0 if more.get("same") else at)
        begin = max(text.rfind(". ", 0, at) + 2, text.rfind("\n", 0, at) + 1, 0)
        digits = number.rstrip("%").split("/")[0]
        value = more.get("value") or float(digits.replace(".", "").replace(",", "."))
        name, level, parent, unit_id = more.get("place", UNIT)
        made.append(
            Proposal(
                "made-up", name, level, parent, unit_id, more.get("start"), more.get("end"), more.get("words", ""),
                code, value, more.get("unit", "percent" if number.endswith("%") else "count"), more.get("of"),
                more.get("qualifier", "exact"), text[begin : at + len(number)], begin, at + len(number), 0.95, "", at,
                at + len(number), len(digits.partition(",")[2]),
            )
        )  # fmt: skip
        at += 0 if more.get("same") else len(number)
    return made


def found(text: str, proposals: list[Proposal] | None = None, **given: object) -> dict[str, Finding]:
    """The findings by kind; each must say its places and sentences right."""
    made = proposals or []
    findings = FINDER.find(text, made, **given)  # type: ignore[arg-type]
    for one in findings:
        assert one.kind in KINDS and one.severity in SEVERITIES
        assert all(text[place.start : place.end] == place.quote and place.quote for place in one.ranges)
        assert all(0 <= index < len(made) for index in one.proposals)
        assert one.message("vi") and one.message("en") and one.kind_name("vi") != one.kind_name("en")
    return {one.kind: one for one in findings}
