"""Which units a text names, and where: provinces, districts, communes and agencies, before and since 1/7/2025."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from egov_metrics.collect.extract.spans import Placed
from egov_metrics.units.folding import LEVELS_OF_KIND

COUNTRY = "VN"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_KIND_WORDS = {
    "tỉnh": "tỉnh", "huyện": "huyện", "quận": "quận", "xã": "xã", "phường": "phường", "tp": "thành phố", "tx": "thị xã",
    "tt": "thị trấn", "phố": "thành phố", "trấn": "thị trấn", "khu": "đặc khu",
}  # fmt: skip
_TWO_WORD_KINDS = {"phố": "thành", "trấn": "thị", "khu": "đặc"}
_LONGEST_NAME = 6
_NAMED_KINDS = ("huyện", "quận", "thị xã", "xã", "phường", "thị trấn")
"""Kinds whose names are units even where the register does not know them; "thành phố" and "tỉnh" begin other names too."""
_REFORM = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: its key ("" for an agency that the register does not have), bare name, level, and what it lies in."""

    unit_id: str
    name: str
    level: str
    parent_id: str
    parent_name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit at a place of the text. `kind`: the kind written before the name, if any; the span includes it."""

    start: int
    end: int
    place: Place
    kind: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place
    kind: str
    ended: bool


@lru_cache(maxsize=50_000)
def name_key(text: str) -> str:
    """The form in which names are compared: lower case, the tone of each syllable at its end, so that Hoà Bình and
    Hòa Bình are one; other accents stay; hyphens and apostrophes are spaces."""
    words = []
    for word in re.split(r"[\s\-–'’]+", unicodedata.normalize("NFD", text.lower())):
        tones = "".join(mark for mark in word if mark in _TONES)
        words.append("".join(mark for mark in word if mark not in _TONES) + tones)
    return " ".join(word for word in words if word)


class Gazetteer:
    """All units of the register by name. Built once from the data folder (0.3 s), then only read."""

    def __init__(self, rows: list[_Row], aliases: list[tuple[str, str]], agencies: list[tuple[str, str, str]]) -> None:
        self.by_id = {row.place.unit_id: row.place for row in rows}
        self._rows = {row.place.unit_id: row for row in rows}
        self._keys: dict[str, list[_Row]] = defaultdict(list)
        self._departments: dict[tuple[str, str], str] = {}
        for row in rows:
            if row.place.level == "department":
                self._departments[row.place.parent_id, name_key(row.place.name)] = row.place.unit_id
            elif row.place.level in ("province", "district", "commune"):
                self._keys[name_key(row.place.name)].append(row)
        for unit_id, alias in aliases:
            known = self._rows.get(unit_id)
            if known is not None and known.place.level in ("province", "district"):
                self._keys[name_key(alias)].append(known)
        self._agencies = [
            (name, owner, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for name, owner, pattern in agencies
        ]

    @classmethod
    def load(cls, data: Path, lexicon: Path) -> Gazetteer:
        """Read `units/*.csv` and `unit_aliases.csv` of a data folder, and `agencies.csv` of the lexicon."""
        units = [row for file in sorted((data / "units").glob("*.csv")) for row in _csv(file)]
        names = {row["unit_id"]: row["name_vi"] for row in units}
        rows = [
            _Row(
                Place(row["unit_id"], row["name_vi"], row["level"], row["parent_id"], names.get(row["parent_id"], "")),
                row["kind"],
                bool(row["valid_to"]),
            )
            for row in units
        ]
        # A former name of a present province is the name of another, older unit: only spellings stay.
        aliases = [
            (row["unit_id"], row["alias"]) for row in _csv(data / "unit_aliases.csv") if row["kind"] != "old_name"
        ]
        agencies = [(row["name"], row["owner"], row["pattern"]) for row in _csv(lexicon / "agencies.csv")]
        return cls(rows, aliases, agencies)

    @cached_property
    def country(self) -> Place:
        """Việt Nam."""
        return self.by_id.get(COUNTRY, Place(COUNTRY, "Việt Nam", "country", "", ""))

    @cached_property
    def agency_names(self) -> dict[str, str]:
        """Names of departments and ministries by their `name_key`, in which capitals do not count."""
        return {name_key(name): name for name, _, _ in self._agencies}

    def province_of(self, place: Place) -> Place | None:
        """The province that a unit lies in, or is."""
        current: Place | None = place
        while current is not None and current.level != "province":
            current = self.by_id.get(current.parent_id)
        return current

    def mentions(self, text: str, home: Collection[str] = (), when: date | None = None) -> list[Mention]:
        """Units named in the text, in order. `home`: keys of provinces (and districts) that the document is about;
        a bare district name counts only inside them. `when`: which units of a name existed."""
        words = list(_WORD.finditer(text))
        keys = [name_key(word.group()) for word in words]
        found: list[Mention] = []
        at = 0
        while at < len(words):
            mention, used = self._at(text, words, keys, at, set(home), when)
            if mention is not None:
                found.append(mention)
            at += max(used, 1)
        return self._with_agencies(text, found, home, when)

    def _at(
        self, text: str, words: list[re.Match[str]], keys: list[str], at: int, home: set[str], when: date | None
    ) -> tuple[Mention | None, int]:
        first = words[at].group()
        if not (first[0].isupper() or first.isdigit()):
            return None, 1
        kind, kind_start = _kind_before(text, words, at)
        if first.isdigit() and kind not in ("quận", "phường"):
            return None, 1
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            if not _is_one_name(text, words, at, length):
                continue
            key = " ".join(keys[at : at + length])
            rows = (
                self._keys.get(f"{name_key(kind)} {key}", []) if kind and first.isdigit() else self._keys.get(key, [])
            )
            row = self._choose(rows, kind, home, when)
            if row is None:
                continue
            if kind is None and not self._may_stand_bare(row, text, words, at, length, home):
                continue
            start = kind_start if kind else words[at].start()
            return Mention(start, words[at + length - 1].end(), row.place, kind), length
        if kind in _NAMED_KINDS:
            return self._unknown(text, words, at, kind, kind_start, home)
        return None, 1

    def _unknown(
        self, text: str, words: list[re.Match[str]], at: int, kind: str, start: int, home: set[str]
    ) -> tuple[Mention | None, int]:
        """A unit that the register does not have (one that ended long ago): better so than taken for another one."""
        length = 1
        while length < 3 and at + length < len(words) and _is_one_name(text, words, at, length + 1):
            length += 1
        end = words[at + length - 1].end()
        known = self._keys.get(" ".join(name_key(word.group()) for word in words[at : at + length]), [])
        before = text[max(0, start - 6) : start].lower().split()
        if any(row.place.level == "province" for row in known) or (
            before and before[-1] in ("cấp", "các", "số", "mỗi")
        ):
            return None, 1
        if length < 2 or text[words[at].start() : end].isupper():
            return None, 1
        parent = next(
            (self.by_id[key] for key in sorted(home) if key in self.by_id and self.by_id[key].level == "province"), None
        )
        name = text[words[at].start() : end]
        level = "commune" if kind in ("xã", "phường", "thị trấn") else "district"
        place = Place("", name, level, parent.unit_id if parent else "", parent.name if parent else "")
        return Mention(start, end, place, kind), length

    def _choose(self, rows: list[_Row], kind: str | None, home: set[str], when: date | None) -> _Row | None:
        if kind is not None:
            exact = [row for row in rows if row.kind == kind]
            rows = exact or [row for row in rows if row.place.level in LEVELS_OF_KIND[kind]]
        else:
            rows = [row for row in rows if row.place.level != "commune"]
        if not rows:
            return None
        inside = [row for row in rows if self._is_inside(row.place, home)]
        is_province = any(row.place.level == "province" for row in rows)
        if not is_province and len({row.place.parent_id for row in rows}) > 1 and not inside:
            return None if home else rows[0]
        rows = inside or rows
        order = {"province": 0, "district": 1, "commune": 2}
        is_late = when is not None and when >= _REFORM
        return min(rows, key=lambda row: (order[row.place.level], row.ended == is_late, row.place.unit_id))

    def _is_inside(self, place: Place, home: set[str]) -> bool:
        current: Place | None = place
        while current is not None:
            if current.unit_id in home:
                return True
            current = self.by_id.get(current.parent_id)
        return False

    def _may_stand_bare(
        self, row: _Row, text: str, words: list[re.Match[str]], at: int, length: int, home: set[str]
    ) -> bool:
        before = words[at - 1] if at else None
        if before is not None and before.group()[0].isupper() and text[before.end() : words[at].start()] == " ":
            known = {"UBND", "TP", "HĐND", "Báo", "Tỉnh", "Thành", "Đoàn", "VNPT", "Nam", "Bắc", "Và", "Riêng", "Theo", "Tại", "Trong", "Của", "Do", "Từ", "Với", "Như", "Cùng", "Khi", "Còn", "Trừ", "Sau", "Năm"}  # fmt: skip
            if before.group() not in known:
                return False
        if row.place.level == "province":
            return True
        return length > 1 and self._is_inside(row.place, home)

    def _with_agencies(
        self, text: str, found: list[Mention], home: Collection[str], when: date | None
    ) -> list[Mention]:
        named = Placed([one for one in found if one.place.level == "province"], lambda one: one.start)
        agencies: list[Mention] = []
        provinces = [self.by_id[key] for key in home if key in self.by_id and self.by_id[key].level == "province"]
        for name, owner, pattern in self._agencies:
            for start, end in [match.span() for match in pattern.finditer(text)] + _head_of(name, text):
                parent = self.country if owner == "country" else (provinces[0] if provinces else None)
                nearest = next(iter(named.between(end, end + 9)), None)
                if owner != "country" and nearest is not None:
                    parent = nearest.place
                parent_id, parent_name = (parent.unit_id, parent.name) if parent else ("", "")
                unit_id = self._departments.get((parent_id, name_key(name)), "")
                place = Place(unit_id, name, "department", parent_id, parent_name)
                agencies.append(Mention(start, end, place, "department"))
        longest = sorted(agencies, key=lambda one: (one.start, -one.end))
        kept = Placed(
            [one for i, one in enumerate(longest) if not i or one.start >= longest[i - 1].end], lambda one: one.start
        )
        inside = [
            one
            for one in found
            if not any(other.end > one.start for other in kept.between(one.start - 120, one.start + 1))
        ]
        return sorted([*inside, *kept], key=lambda one: one.start)


_HEAD = 500


def _head_of(name: str, text: str) -> list[tuple[int, int]]:
    """A department in the capitals of a letter head ("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG")."""
    capitals, head, found = name.upper(), text[: _HEAD + 1], []
    start = head.find(capitals)
    while start >= 0 and start + len(capitals) <= _HEAD:
        end = start + len(capitals)
        if not (_is_letter(head[start - 1 : start]) or _is_letter(head[end : end + 1])):
            found.append((start, end))
        start = head.find(capitals, end)
    return found


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _kind_before(text: str, words: list[re.Match[str]], at: int) -> tuple[str | None, int]:
    """The kind written directly before a name, and where it begins."""
    if not at or text[words[at - 1].end() : words[at].start()] not in (" ", ". ", ".", "\u00a0", ": "):
        return None, words[at].start()
    last = words[at - 1].group().lower()
    kind = _KIND_WORDS.get(last)
    if kind is None:
        return None, words[at].start()
    if last in _TWO_WORD_KINDS:
        if at < 2 or words[at - 2].group().lower() != _TWO_WORD_KINDS[last]:
            return None, words[at].start()
        return kind, words[at - 2].start()
    if last == "xã" and at > 1 and words[at - 2].group().lower() == "thị":
        return "thị xã", words[at - 2].start()
    if last == "tt" and words[at - 1].group().islower():
        return None, words[at].start()
    return kind, words[at - 1].start()


def _is_one_name(text: str, words: list[re.Match[str]], at: int, length: int) -> bool:
    """Are the words of one name, with capitals, joined by spaces or hyphens?"""
    for place in range(at + 1, at + length):
        gap = text[words[place - 1].end() : words[place].start()]
        if gap not in (" ", " - ", "-", " – ", "–", "\u00a0") or not words[place].group()[0].isupper():
            return False
    return True


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
