"""What extraction proposes: one statement of a number, with the passage that states it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from egov_metrics.collect.extract.places import Place

FIELDS = (
    "doc", "unit_name", "unit_level", "parent_unit", "unit_id", "period_start", "period_end", "period_text", "indicator",
    "value", "unit", "denominator", "qualifier", "quote", "start", "end", "confidence", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed observation. `unit_name` is bare; of all departments, districts or communes of a unit it is the name of
    that unit and `unit_level` the tier, as is `parent_unit`. `unit_id` is the unit's key (of a tier that of the unit it
    belongs to), "" when the register has none. Levels I to IV are the values 1 to 4. `start`/`end` are offsets in the
    read text, and `quote` is that stretch. `confidence` runs from 0 to 1; `signs` are
    what it was weighed from."""

    doc: str
    unit_name: str
    unit_level: str
    parent_unit: str
    unit_id: str
    period_start: date | None
    period_end: date | None
    period_text: str
    indicator: str
    value: float
    unit: str
    denominator: float | None
    qualifier: str
    quote: str
    start: int
    end: int
    confidence: float
    note: str
    number_start: int
    number_end: int
    decimals: int = 0
    signs: tuple[str, ...] = ()

    def as_row(self) -> dict[str, object]:
        """The fields that files carry, in the order of `FIELDS`; whole numbers without a fraction."""
        row = {name: value for name, value in asdict(self).items() if name in FIELDS}
        for name in ("value", "denominator"):
            amount = row[name]
            if isinstance(amount, float) and amount.is_integer():
                row[name] = int(amount)
        for name in ("period_start", "period_end"):
            day = row[name]
            row[name] = day.isoformat() if isinstance(day, date) else None
        return {name: row[name] for name in FIELDS}


def named(place: Place, tier: str) -> tuple[str, str, str]:
    """Name, level and parent as a proposal has them; of a tier both names are the unit's that it belongs to."""
    if tier:
        return place.name, tier, place.name
    return place.name, place.level, place.parent_name


def once_each(found: list[Proposal]) -> list[Proposal]:
    """A number that a document repeats is one statement: the surest of its sentences stays."""
    kept: dict[tuple[object, ...], Proposal] = {}
    for one in found:
        key = (one.indicator, round(one.value, 6), one.unit_name, one.unit_level, one.qualifier == "target")
        if key not in kept or one.confidence > kept[key].confidence + 0.05:
            kept[key] = one
    return sorted(kept.values(), key=lambda one: (one.number_start, one.indicator))
