"""Finding units by what people type: no accents, old names, short names, unit and parent together, small slips."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from egov_metrics.units.folding import LEVELS_OF_KIND, fold, fold_accents_kept, split_kind

LEVELS = ("country", "region", "province", "district", "commune", "department")
"""Levels in the order in which equally good answers are listed."""

# How well an answer fits; the lower the better.
_EXACT, _WITH_PARENT, _PREFIX, _WORD_PREFIX, _CONTAINS, _ONE_SLIP = range(6)
_MIN_LETTERS_FOR_A_SLIP = 5


@dataclass(frozen=True, slots=True)
class _Unit:
    """A row of the units frame, prepared for ordering and matching."""

    unit_id: str
    level: str
    level_order: int
    kind: str
    name: str
    accented: str
    has_ended: bool
    valid_from: str
    valid_to: str
    parent_id: str
    parent_key: str

    def is_valid_in(self, year: int) -> bool:
        """Did the unit exist on any day of the year? An unknown date is taken as valid."""
        begins = self.valid_from[:4] or "0000"
        ends = self.valid_to[:4] or "9999"
        return begins <= f"{year:04d}" <= ends


@dataclass(slots=True)
class _Key:
    """A folded name or alias and the units that bear it, with whether it is the unit's own name."""

    text: str
    bearers: list[tuple[_Unit, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Form:
    """One reading of what was typed: as it stands, or without the kind before the name."""

    order: int
    kind: str | None
    folded: str
    accented: str


_Hit = tuple[_Form, _Unit, bool]


class UnitIndex:
    """Search over units and aliases; built once per edition, then read by many threads (it never changes).

    `units` has the columns unit_id, level, name_vi, name_en, kind, parent_id, region_id, valid_from, valid_to and
    parent_name; `aliases` has unit_id and alias. Dates may be ISO strings, dates or timestamps; missing = unknown.
    Raises ValueError for missing columns, a unit_id that occurs twice, or an unknown level.
    """

    _UNIT_COLUMNS = ("unit_id", "level", "name_vi", "name_en", "kind", "parent_id", "valid_from", "valid_to")

    def __init__(self, units: pd.DataFrame, aliases: pd.DataFrame) -> None:
        self._units = _read_units(units, self._UNIT_COLUMNS)
        names_en = _column(units, "name_en")
        ids = _column(units, "unit_id")
        self._english = {unit_id: fold(name) for unit_id, name in zip(ids, names_en, strict=True) if name}
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for unit_id, alias in zip(_column(aliases, "unit_id"), _column(aliases, "alias"), strict=True):
            if unit_id in self._units:
                self._aliases[unit_id].append(alias)

    def __len__(self) -> int:
        return len(self._units)

    def find(self, query: str, levels: Collection[str] | None = None, limit: int = 20) -> list[str]:
        """The unit_ids that fit what was typed, best first, at most `limit`, only of `levels` when given.

        Order: the whole name or alias; name with parent ("cho don, bac kan", either order); a name that begins so;
        a word that begins so; a name that contains it; one letter wrong, missing, added or swapped (from five letters
        on). Inside each: country, region, province, district, commune, department; own names before aliases; names with
        the accents that were typed; then by name, present units before ended ones. A kind before the name ("tỉnh",
        "TP.", "huyện") is no part of the name, and brings units of that kind first. An empty query finds nothing.
        """
        wanted = _wanted(levels)
        forms = _forms(query)
        found: list[str] = []
        for tier in self._tiers(forms, wanted):
            best: dict[str, tuple[object, ...]] = {}
            for form, unit, is_own in tier:
                key = (
                    form.order,
                    form.kind not in (None, unit.kind),
                    unit.level_order,
                    not is_own,
                    unit.accented != form.accented,
                    unit.name,
                    unit.has_ended,
                    unit.unit_id,
                )
                if unit.unit_id not in best or key < best[unit.unit_id]:
                    best[unit.unit_id] = key
            found += [unit_id for unit_id in sorted(best, key=best.__getitem__) if unit_id not in found]
            if len(found) >= limit:
                break
        return found[:limit]

    def resolve(self, name: str, year: int | None = None, levels: Collection[str] | None = None) -> list[str]:
        """All units that are called exactly so (accents and case aside), of the highest level that has one.

        Takes a unit_id, a name, an alias, or name and parent after a comma ("Chợ Đồn, Bắc Kạn"). A kind before the name
        narrows the answer to units of that kind ("thành phố Sơn La" is no province), or, when none bears the name, to
        the levels that have such units ("thị xã Đông Triều", a thành phố later). Own names come before aliases, older
        units before newer: "gia lai" gives P63-64 and P34-52. `year` leaves out units that did not exist in that year.
        Nothing found is an empty list.
        """
        wanted = _wanted(levels)
        if name.strip() in self._units:
            unit = self._units[name.strip()]
            return [unit.unit_id] if unit.level in wanted and (year is None or unit.is_valid_in(year)) else []
        own_part, _, parent_part = name.partition(",")
        for form in _forms(own_part):
            found = [
                (unit, is_own)
                for unit, is_own in self._bearers(form.folded)
                if unit.level in wanted
                and (not fold(parent_part) or self._has_ancestor(unit, parent_part, exactly=True))
            ]
            if form.kind is not None:
                # A kind may have changed since the source was written ("thị xã Đông Triều"), the tier has not.
                of_kind = [pair for pair in found if pair[0].kind == form.kind]
                found = of_kind or [pair for pair in found if pair[0].level in LEVELS_OF_KIND[form.kind]]
            found = [pair for pair in found if year is None or pair[0].is_valid_in(year)]
            if found:
                highest = min(unit.level_order for unit, _ in found)
                found = [pair for pair in found if pair[0].level_order == highest]
                found.sort(key=lambda pair: (not pair[1], not pair[0].has_ended, pair[0].valid_from, pair[0].unit_id))
                return [unit.unit_id for unit, _ in found]
        return []

    @cached_property
    def _keys(self) -> dict[str, _Key]:
        """Folded name -> its bearers. Lazy: a page that searches nothing pays nothing."""
        keys: dict[str, _Key] = {}

        def add(text: str, unit: _Unit, is_own: bool) -> None:
            key = keys.get(text)
            if key is None:
                key = keys[text] = _Key(text)
            if all(other is not unit for other, _ in key.bearers):
                key.bearers.append((unit, is_own))

        for unit in self._units.values():
            add(unit.name, unit, True)
            if "'" in unit.accented:  # "Ea H'leo" is also typed "ea hleo"
                add(fold(unit.accented.replace("'", "")), unit, True)
            english = self._english.get(unit.unit_id)
            if english:
                add(english, unit, True)
            for alias in self._aliases.get(unit.unit_id, ()):
                add(fold(alias), unit, False)
        keys.pop("", None)
        return keys

    def _bearers(self, folded: str) -> list[tuple[_Unit, bool]]:
        key = self._keys.get(folded)
        return key.bearers if key else []

    def _tiers(self, forms: list[_Form], wanted: Collection[str]) -> Iterator[list[_Hit]]:
        """The hits of each tier, best first; a later tier costs nothing to who stops before it."""
        keys: dict[int, list[tuple[_Form, _Key]]] = defaultdict(list)
        for form in forms:
            for key in self._keys.values():
                if form.folded in key.text:
                    keys[_tier(form.folded, key.text)].append((form, key))
        for tier in range(_ONE_SLIP):
            if tier == _WITH_PARENT:
                yield [(form, unit, True) for form in forms for unit in self._with_parent(form, wanted)]
            else:
                yield _hits(keys[tier], wanted)
        yield _hits(self._one_slip_away(forms), wanted)

    def _with_parent(self, form: _Form, wanted: Collection[str]) -> Iterator[_Unit]:
        """Units whose name is one end of the text and an ancestor's name begins with the other end."""
        words = form.folded.split()
        for cut in range(1, len(words)):
            left, right = " ".join(words[:cut]), " ".join(words[cut:])
            for name, ancestor in ((left, right), (right, left)):
                for unit, _ in self._bearers(name):
                    if unit.level in wanted and self._has_ancestor(unit, ancestor):
                        yield unit

    def _has_ancestor(self, unit: _Unit, text: str, exactly: bool = False) -> bool:
        wanted = {form.folded for form in _forms(text)}
        for name in self._ancestor_names(unit):
            if any(name == folded if exactly else name.startswith(folded) for folded in wanted):
                return True
        return False

    def _ancestor_names(self, unit: _Unit) -> Iterator[str]:
        yield unit.parent_key
        parent = self._units.get(unit.parent_id)
        while parent is not None and parent.level != "country":
            yield parent.name
            yield from (fold(alias) for alias in self._aliases.get(parent.unit_id, ()))
            parent = self._units.get(parent.parent_id)

    def _one_slip_away(self, forms: list[_Form]) -> Iterator[tuple[_Form, _Key]]:
        for form in forms:
            letters = len(form.folded)
            if letters >= _MIN_LETTERS_FOR_A_SLIP:
                for length in (letters - 1, letters, letters + 1):
                    for key in self._keys_by_length.get(length, ()):
                        if is_one_slip(form.folded, key.text):
                            yield form, key

    @cached_property
    def _keys_by_length(self) -> dict[int, list[_Key]]:
        by_length: dict[int, list[_Key]] = defaultdict(list)
        for key in self._keys.values():
            by_length[len(key.text)].append(key)
        return dict(by_length)


def is_one_slip(one: str, other: str) -> bool:
    """Do two texts differ by exactly one letter (wrong, missing or added) or by two neighbours swapped?"""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    return one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]


def _forms(text: str) -> list[_Form]:
    """The text as typed, then without its kind: the whole first, since "xa dung" may be Xa Dung itself."""
    kind, name = split_kind(text)
    written = [(None, text), (kind, name)] if kind else [(None, text)]
    forms = [_Form(order, kind, fold(text), fold_accents_kept(text)) for order, (kind, text) in enumerate(written)]
    return [form for form in forms if form.folded]


def _tier(text: str, name: str) -> int:
    if name == text:
        return _EXACT
    if name.startswith(text):
        return _PREFIX
    return _WORD_PREFIX if f" {text}" in name else _CONTAINS


def _hits(keys: Iterable[tuple[_Form, _Key]], wanted: Collection[str]) -> list[_Hit]:
    return [(form, unit, is_own) for form, key in keys for unit, is_own in key.bearers if unit.level in wanted]


def _wanted(levels: Collection[str] | None) -> frozenset[str]:
    if levels is None:
        return frozenset(LEVELS)
    unknown = set(levels) - set(LEVELS)
    if unknown:
        raise ValueError(f"unknown level {', '.join(sorted(unknown))}: expected some of {', '.join(LEVELS)}")
    return frozenset(levels)


def _column(frame: pd.DataFrame, name: str) -> list[str]:
    """A column as strings, "" where nothing is; dates as ISO days."""
    if name not in frame.columns:
        raise ValueError(f"column {name} is missing: found {', '.join(map(str, frame.columns))}")
    return [
        "" if missing else value.isoformat()[:10] if isinstance(value, dt.date) else str(value)
        for value, missing in zip(frame[name].tolist(), frame[name].isna().tolist(), strict=True)
    ]


def _read_units(frame: pd.DataFrame, columns: Iterable[str]) -> dict[str, _Unit]:
    values = {name: _column(frame, name) for name in columns}
    parents = _column(frame, "parent_name") if "parent_name" in frame.columns else [""] * len(frame)
    order = {level: place for place, level in enumerate(LEVELS)}
    units: dict[str, _Unit] = {}
    for place, unit_id in enumerate(values["unit_id"]):
        level, name = values["level"][place], values["name_vi"][place]
        if level not in order:
            raise ValueError(f"{unit_id} has the unknown level {level!r}: expected one of {', '.join(LEVELS)}")
        if unit_id in units:
            raise ValueError(f"unit {unit_id} occurs twice")
        units[unit_id] = _Unit(
            unit_id=unit_id,
            level=level,
            level_order=order[level],
            kind=values["kind"][place],
            name=fold(name),
            accented=fold_accents_kept(name),
            has_ended=bool(values["valid_to"][place]),
            valid_from=values["valid_from"][place],
            valid_to=values["valid_to"][place],
            parent_id=values["parent_id"][place],
            parent_key=fold(parents[place]),
        )
    return units
