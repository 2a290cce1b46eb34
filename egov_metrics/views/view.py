"""The view: what a reader is looking at, as plain data that fits into a link.

One model for all pages. A link carries ids and codes, never labels, so it opens the same view in either language.
This module knows nothing of Streamlit; `filters` binds it to the address bar and to widgets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, NamedTuple
from urllib.parse import urlencode

from egov_metrics.i18n.texts import LANGS, Lang

COUNTRY: Final = "VN"
VIEWS: Final = ("line", "bump", "slope", "dumbbell", "bars", "dist", "grid", "scatter", "table")
MEASURES: Final = ("value", "rank")
TERRITORIES: Final = ("as-published", "2025")
RULES: Final = ("mean", "weighted")
COLOURS: Final = ("value", "quartile", "level", "change")
SHAPES: Final = ("tiles", "outlines")
LEVELS: Final = ("province", "district", "commune", "department")
SECTIONS: Final = ("coverage", "sources", "findings", "glossary")
MAX_UNITS: Final = 30
"""How many units a link may name beside the own one: more makes neither a readable chart nor a short link."""

_UNIT: Final = re.compile(r"VN|[RPDC](?:63|34)-[a-z0-9-]{1,60}|A-[A-Za-z0-9-]{3,120}")
_INDICATOR: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,79}")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}|2100")
_EDITION: Final = re.compile(r"[0-9a-f]{12}")
_ID: Final = re.compile(r"[A-Za-z0-9_.:-]{1,120}")
_REVIEW: Final = re.compile(r"[0-9a-f]{16}-[1-9][0-9]{0,5}")
_TABLE: Final = re.compile(r"[0-9a-f]{16}")
_STORY: Final = re.compile(r"[A-Za-z0-9_-]{1,6000}\.[0-9a-f]{8}")
_WORD: Final = re.compile(r"[a-z][a-z_]{1,39}")
_FIRST_YEAR: Final = 1990
_MOST_WORDS: Final = 8
_LONGEST_SEARCH: Final = 80

Stated = Mapping[str, str | Sequence[str]]


class Problem(NamedTuple):
    """One thing in a link that could not be used: `key` names the text to show, with these two fields."""

    key: str
    param: str
    value: str


@dataclass(frozen=True)
class View:
    """What is on the screen. Two views are equal when they show the same.

    unit       the own unit; "VN" is the country as a whole
    units      other units, in the order chosen; never the own one, never one twice
    indicator  an indicator code; None = the page's own choice
    year_from, year_to  the years of a series; None = from the first, to the last there is
    year       the year of a ranking; None = the newest there is
    view       the kind of chart of the compare page (`VIEWS`); measure: value or rank
    against    the second indicator of a scatter chart; None = the page's own choice
    across     did the reader ask for a change across a break of the method?
    territory  provinces as their figures were published, or the 34 since 1/7/2025 ("2025"); `rule` says how values of
               merged provinces are recomputed, `partial` whether also from some of the provinces they were formed of
    colour     what colours the map; shape: its tiles, or outlines that the installation supplies
    region, level, parent  which units are listed: of a region, on a level, within a unit
    section    which part of the sources page is shown; search, only: the text and the words (grade, kind, severity,
               state; each word belongs to one of them) that narrow its lists
    figure, source  what the sources page has open
    review, table  the review, or the import of a table, that the collect page has open
    story, slide   the storyline that the present page has, and the slide from which it is played (None: it is edited)
               All nine belong to one page alone and do not travel to other pages (`only` also narrows the
               readiness page, by level).
    lang, edition  always part of a link; edition is the first 12 hex digits of its content hash
    """

    unit: str = COUNTRY
    units: tuple[str, ...] = ()
    indicator: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    year: int | None = None
    view: str = "line"
    measure: str = "value"
    against: str | None = None
    across: bool = False
    territory: str = "as-published"
    rule: str = "mean"
    partial: bool = False
    colour: str = "value"
    shape: str = "tiles"
    region: str | None = None
    level: str = "province"
    parent: str | None = None
    section: str = "coverage"
    search: str | None = None
    only: tuple[str, ...] = ()
    figure: str | None = None
    source: str | None = None
    review: str | None = None
    table: str | None = None
    story: str | None = None
    slide: int | None = None
    lang: Lang = "vi"
    edition: str | None = None

    def __post_init__(self) -> None:
        others = tuple(unit for unit in dict.fromkeys(self.units) if unit != self.unit)
        object.__setattr__(self, "units", others)

    @property
    def is_present(self) -> bool:
        """Are provinces shown as the 34 since 1/7/2025?"""
        return self.territory == "2025"

    @classmethod
    def from_params(cls, stated: Stated, default: View | None = None) -> tuple[View, tuple[Problem, ...]]:
        """The view that query parameters state, and what in them could not be used.

        A parameter that is absent, empty or unusable leaves the value of `default`; only the unusable is a problem.
        Parameters that are not ours are passed over. Only the form of ids is looked at: `known` looks at the rest.
        """
        default = default or cls()
        found: dict[str, object] = {}
        problems: list[Problem] = []
        for param, (name, read) in _READERS.items():
            text = _text(stated.get(param, ""), joined=name in ("units", "only"))
            if not text:
                continue
            try:
                found[name] = read(text)
            except ValueError as error:
                problems.append(Problem(str(error), param, text[:60]))
        low, high = found.get("year_from"), found.get("year_to")
        if isinstance(low, int) and isinstance(high, int) and low > high:
            del found["year_from"], found["year_to"]
            problems.append(Problem("filter.problem.years_reversed", "from, to", f"{low}, {high}"))
        return replace(default, **found), tuple(problems)  # type: ignore[arg-type]

    def to_params(self) -> dict[str, str]:
        """The query parameters that state this view, in a fixed order.

        `unit` and `lang` are always there, so that a link means the same on an installation with other defaults.
        """
        always = {"unit", "lang"}
        params: dict[str, str] = {}
        for param, (name, _) in _READERS.items():
            value = getattr(self, name)
            if value is None or (name not in always and value == _PLAIN[name]):
                continue
            params[param] = ",".join(value) if isinstance(value, tuple) else "yes" if value is True else str(value)
        return params

    def to_query(self) -> str:
        """The same as the query of an address."""
        return urlencode(self.to_params())

    def known(self, units: Container[str], indicators: Mapping[str, str]) -> tuple[View, tuple[Problem, ...]]:
        """This view without the units and indicators that an edition does not have, and which those were.

        `units` holds all unit ids; `indicators` maps each lower-case code and alias to the code to use.
        """
        view, problems = self, []
        if view.unit not in units:
            problems.append(Problem("filter.problem.unknown_unit", "unit", view.unit))
            view = replace(view, unit=COUNTRY)
        missing = [unit for unit in view.units if unit not in units]
        if missing:
            problems.append(Problem("filter.problem.unknown_unit", "units", ", ".join(missing)))
            view = replace(view, units=tuple(unit for unit in view.units if unit not in missing))
        for name in ("region", "parent"):
            value = getattr(view, name)
            if value is not None and value not in units:
                problems.append(Problem("filter.problem.unknown_unit", name, value))
                view = replace(view, **{name: None})  # type: ignore[arg-type]
        for name in ("indicator", "against"):
            value = getattr(view, name)
            if value is not None:
                code = indicators.get(value.lower())
                if code is None:
                    problems.append(Problem("filter.problem.unknown_indicator", name, value))
                view = replace(view, **{name: code})  # type: ignore[arg-type]
        return view, tuple(problems)

    def elsewhere(self, **changes: object) -> View:
        """This view as it travels to another page: without what belongs to one page alone, with `changes`."""
        return replace(self, **{**{name: _PLAIN[name] for name in _STAYS}, **changes})  # type: ignore[arg-type]


def is_unit_id(text: str) -> bool:
    """Has a text the form of a unit's key? (Whether an edition has the unit is for `View.known` to say.)"""
    return _UNIT.fullmatch(text) is not None


def _text(value: str | Sequence[str], joined: bool) -> str:
    """The text of a parameter; of a repeated one the last, or all of them joined by commas."""
    if isinstance(value, str):
        return value.strip()
    return (",".join(value) if joined else (value[-1] if value else "")).strip()


def _unit(text: str) -> str:
    if not _UNIT.fullmatch(text):
        raise ValueError("filter.problem.unreadable")
    return text


def _units(text: str) -> tuple[str, ...]:
    units = tuple(_unit(part.strip()) for part in text.split(",") if part.strip())
    if len(set(units)) > MAX_UNITS:
        raise ValueError("filter.problem.too_many_units")
    return units


def _words(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if len(words) > _MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        raise ValueError("filter.problem.unreadable")
    return words


def _search(text: str) -> str | None:
    """A text to search for: composed letters, single spaces."""
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if len(tidy) > _LONGEST_SEARCH:
        raise ValueError("filter.problem.unreadable")
    return tidy or None


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text) or int(text) < _FIRST_YEAR:
        raise ValueError("filter.problem.unreadable")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("filter.problem.unreadable")
    return text == "yes"


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]?", text):
        raise ValueError("filter.problem.unreadable")
    return int(text)


class _Form:
    """A reader that accepts what matches a pattern."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def __call__(self, text: str) -> str:
        if not self.pattern.fullmatch(text):
            raise ValueError("filter.problem.unreadable")
        return text


class _OneOf:
    """A reader that accepts the words of a closed list."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def __call__(self, text: str) -> str:
        if text not in self.words:
            raise ValueError("filter.problem.unreadable")
        return text


# Parameter -> (field, reader), in the order in which a link is written.
_READERS: Final[dict[str, tuple[str, Callable[[str], object]]]] = {
    "unit": ("unit", _unit),
    "units": ("units", _units),
    "indicator": ("indicator", _Form(_INDICATOR)),
    "from": ("year_from", _year),
    "to": ("year_to", _year),
    "year": ("year", _year),
    "view": ("view", _OneOf(VIEWS)),
    "measure": ("measure", _OneOf(MEASURES)),
    "against": ("against", _Form(_INDICATOR)),
    "across": ("across", _flag),
    "territory": ("territory", _OneOf(TERRITORIES)),
    "rule": ("rule", _OneOf(RULES)),
    "partial": ("partial", _flag),
    "colour": ("colour", _OneOf(COLOURS)),
    "shape": ("shape", _OneOf(SHAPES)),
    "region": ("region", _unit),
    "level": ("level", _OneOf(LEVELS)),
    "parent": ("parent", _unit),
    "section": ("section", _OneOf(SECTIONS)),
    "search": ("search", _search),
    "only": ("only", _words),
    "figure": ("figure", _Form(_ID)),
    "source": ("source", _Form(_ID)),
    "review": ("review", _Form(_REVIEW)),
    "table": ("table", _Form(_TABLE)),
    "story": ("story", _Form(_STORY)),
    "slide": ("slide", _number),
    "lang": ("lang", _OneOf(LANGS)),
    "edition": ("edition", _Form(_EDITION)),
}
PARAMS: Final = frozenset(_READERS)
_PLAIN: Final = {field.name: field.default for field in fields(View)}
_STAYS: Final = ("section", "search", "only", "figure", "source", "review", "table", "story", "slide")
"""What belongs to the sources page, the collect page, or the present page alone."""
