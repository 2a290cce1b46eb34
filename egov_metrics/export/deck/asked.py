"""What a slide asks for: the parameters of its view as plain data, as far as a deck draws them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from egov_metrics.analysis.compare import Measure

VIEWS = ("line", "bump", "slope", "dumbbell", "bars", "dist", "grid", "scatter", "table")
LEVELS = ("province", "district", "commune", "department")
COUNTRY = "VN"
MOST_UNITS = 30
_UNIT = re.compile(r"VN|[RPDC](?:63|34)-[a-z0-9-]{1,60}|A-[A-Za-z0-9-]{3,120}")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,79}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|2100")


@dataclass(frozen=True)
class Asked:
    """The view of a slide; the fields are those of a link, `year_from` and `year_to` its `from` and `to`.

    What a parameter states wrongly is left at its default and named in `wrong`: the slide says so.
    """

    unit: str = COUNTRY
    units: tuple[str, ...] = ()
    indicator: str | None = None
    against: str | None = None
    view: str = "line"
    measure: Measure = "value"
    level: str = "province"
    region: str | None = None
    parent: str | None = None
    year: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    across: bool = False
    is_present: bool = False
    rule: str = "mean"
    partial: bool = False
    wrong: tuple[str, ...] = ()


def asked(params: Mapping[str, str]) -> Asked:
    """Read the parameters of a view. Parameters of which a deck knows nothing are passed over."""
    wrong: list[str] = []

    def read(name: str, pattern: re.Pattern[str]) -> str | None:
        text = params.get(name, "").strip()
        if text and not pattern.fullmatch(text):
            wrong.append(name)
            return None
        return text or None

    def one_of(name: str, words: tuple[str, ...]) -> str:
        text = params.get(name, "").strip()
        if text and text not in words:
            wrong.append(name)
        return text if text in words else words[0]

    def year(name: str) -> int | None:
        text = read(name, _YEAR)
        return int(text) if text else None

    unit = read("unit", _UNIT) or COUNTRY
    several = [part.strip() for part in params.get("units", "").split(",") if part.strip()]
    units = tuple(dict.fromkeys(part for part in several if _UNIT.fullmatch(part) and part != unit))[:MOST_UNITS]
    if len(units) < len({*several} - {unit}):
        wrong.append("units")
    first, last = year("from"), year("to")
    if first and last and first > last:
        wrong.append("from")
        first = last = None
    return Asked(
        unit=unit,
        units=units,
        indicator=read("indicator", _CODE),
        against=read("against", _CODE),
        view=one_of("view", VIEWS),
        measure="rank" if one_of("measure", ("value", "rank")) == "rank" else "value",
        level=one_of("level", LEVELS),
        region=read("region", _UNIT),
        parent=read("parent", _UNIT),
        year=year("year"),
        year_from=first,
        year_to=last,
        across=one_of("across", ("no", "yes")) == "yes",
        is_present=one_of("territory", ("as-published", "2025")) == "2025",
        rule=one_of("rule", ("mean", "weighted")),
        partial=one_of("partial", ("no", "yes")) == "yes",
        wrong=tuple(wrong),
    )
