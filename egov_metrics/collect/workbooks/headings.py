"""From the headings of tables to indicators: "PCI 2015", "Xếp hạng", "Chỉ số thành phần 3: Tính minh bạch".

A heading is an indicator only when all of its words are: what remains after years, words such as "chỉ số" or "score"
and the name of the family must be one of the names or spellings of the catalogue. Anything less is only proposed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from egov_metrics.units.folding import fold

YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")
VALUE, RANK = "value", "rank"
_GLUED = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
_RANK = re.compile(
    r"\b(?:(?:xep|thu|vi tri) hang|(?<!ngan )(?<!khach )(?<!nha )(?<!cua )(?<!mat )hang|rank(?:ing)?s?|xh)\b"
)
_CLASS = re.compile(r"\b(?:nhom|xep loai|group|tier)\b")
_UNWEIGHTED = re.compile(r"\b(?:un ?weighted|(?:khong|chua) (?:co )?trong so)\b")
_WEIGHTED = re.compile(r"\b(?:weighted|(?:co )?trong so)\b")
_NUMBERED = re.compile(
    r"\b(?:chi so (?:thanh phan|noi dung)|noi dung|thanh phan|sub ?index|sub|dimension|cstp|truc|tru cot|linh vuc|d)"
    r"(?: so)? ?\d{1,2}\b|^\d{1,2}\b"
)
_PART = re.compile(r"\b(?:thanh phan|noi dung|sub ?index|sub|dimension|cstp)\b")
_SCORE = re.compile(
    r"\b(?:tong diem|diem so|diem|tong so diem|gia tri|ket qua|score|total|index|value|chi so|overall)\b"
)
# fmt: off
_FILLERS = frozenset((
    "chi", "so", "diem", "tong", "score", "index", "value", "total", "overall", "final", "nam", "year", "ket", "qua",
    "gia", "tri", "thanh", "phan", "noi", "dung", "sub", "subindex", "dimension", "cap", "tinh", "cac", "cua", "the",
    "of", "and", "va", "for", "in", "hop", "points", "point",
))
# fmt: on
_ENOUGH = 0.5
"""Share of words in common from which an indicator is proposed (never used unasked)."""


@dataclass(frozen=True)
class Match:
    """What a heading means. `indicator` is None when nothing fits whole; `near` are codes that a person may mean.

    `part` is value or rank; a lone "Xếp hạng" is a rank without an indicator. `year` is the one that it names.
    `general` says that it names no indicator at all ("Điểm", "2019", "Chỉ số thành phần 3"): title or sheet do.
    """

    indicator: str | None
    part: str = VALUE
    year: int | None = None
    near: tuple[str, ...] = ()
    general: bool = False


class Headings:
    """The names of all indicators, prepared. Frames have the columns of the files of the same name."""

    def __init__(self, indicators: pd.DataFrame, aliases: pd.DataFrame, families: pd.DataFrame) -> None:
        self._family = dict(zip(indicators["indicator_code"], indicators["family"], strict=True))
        self._headline = {
            row.family: row.headline_code for row in families.itertuples() if isinstance(row.headline_code, str)
        }
        self._family_words: dict[str, set[str]] = defaultdict(set)
        for row in families.itertuples():
            self._family_words[row.family] |= {fold(row.family), fold(row.short_vi), fold(row.short_en)}
        for row in aliases[aliases["role"] == "family"].itertuples():
            if "." not in row.alias:
                self._family_words[self._family[row.indicator_code]].add(fold(row.alias))
        self._keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._codes = {code.lower(): code for code in self._family}
        self._ranks: dict[str, str] = {}
        self._whole: dict[str, set[str]] = defaultdict(set)
        for row in indicators.to_dict("records"):
            for name in ("indicator_code", "name_vi", "name_en", "short_vi", "short_en"):
                self._add(str(row[name]), row["indicator_code"])
            for name in ("name_vi", "name_en"):
                self._whole[fold(str(row[name]))].add(row["indicator_code"])
        for row in aliases.itertuples():
            if row.role == RANK:
                self._ranks[row.alias.lower()] = row.indicator_code
            else:
                self._codes.setdefault(row.alias.lower(), row.indicator_code)
                self._add(row.alias, row.indicator_code)

    def family_of(self, texts: Iterable[str]) -> str | None:
        """The family that the texts name most often, None when they name none."""
        named = Counter[str]()
        for text in texts:
            said = f" {fold(_GLUED.sub(' ', text))} "
            named.update(
                family
                for family, words in self._family_words.items()
                if family in self._headline and any(f" {word} " in said for word in words)
            )
        return named.most_common(1)[0][0] if named else None

    def family(self, code: str) -> str:
        """The family of an indicator."""
        return self._family[code]

    def code(self, text: str, family: str | None = None) -> tuple[str | None, str]:
        """An indicator by its code, an alias or its whole name, and which part is meant (value, rank)."""
        wanted = text.strip().lower()
        if wanted in self._codes:
            return self._codes[wanted], VALUE
        if wanted in self._ranks:
            return self._ranks[wanted], RANK
        if (named := re.fullmatch(r".*\[([a-z0-9_]+)\]", wanted)) and named[1] in self._codes:
            return self._codes[named[1]], VALUE  # a name that two bear, with its code
        match = self.match([text], family)
        return match.indicator, match.part

    def match(self, lines: Sequence[str], family: str | None) -> Match:
        """What the lines of a heading, top to bottom, mean in a table of a family."""
        lines = [line for line in dict.fromkeys(" ".join(line.split()) for line in lines) if line]
        for line in reversed(lines):
            if line.lower() in self._ranks:
                return Match(self._ranks[line.lower()], RANK)
        # The lowest line is the most particular: a year or a rank said there counts for the column.
        years = [int(told[-1]) for line in reversed(lines) if (told := YEAR.findall(line))]
        year = years[0] if years else None
        named = [self._whole.get(fold(YEAR.sub(" ", line)), set()) for line in lines]
        whole = {code for codes in named for code in codes}
        if all(named) and len(whole) == 1:
            return Match(whole.pop(), VALUE, year)  # also names that have "hạng" in them
        texts = [*lines, *(" ".join(lines[at:]) for at in range(len(lines) - 1))]
        said = " ".join(fold(_GLUED.sub(" ", line)) for line in lines)
        part = RANK if _is_rank(said) else VALUE
        if part == RANK and _CLASS.search(said):
            return Match(None, VALUE, year)  # classes that come from ranks ("Nhóm xếp hạng")
        found = {code for text in texts for code in self._exact(text, family)}
        particular = found - set(self._headline.values()) or found
        if len(particular) == 1:
            return Match(particular.pop(), part, year)
        if particular:
            return Match(None, part, year, tuple(sorted(particular))[:5])
        if lines and not any(self._words(line, family) for line in lines):
            return Match(None, part, year, general=True)
        return Match(None, part, year, self._near(texts, family))

    def headline(self, family: str | None, lines: Sequence[str]) -> str | None:
        """The total of a family, where a heading speaks of a score and of no numbered part ("Tổng điểm")."""
        said = " ".join(fold(_GLUED.sub(" ", line)) for line in lines)
        is_total = _SCORE.search(said) and not _PART.search(said)
        return self._headline.get(family or "") if is_total else None

    def _add(self, text: str, code: str) -> None:
        family = self._family[code]
        for spelt in {text, re.sub(r"\([^)]*\)", " ", text)}:
            if words := self._words(spelt, family):
                self._keys[words].add(code)
            elif code == self._headline.get(family):
                self._keys[(family,)].add(code)

    def _exact(self, text: str, family: str | None) -> set[str]:
        found: set[str] = set()
        for spelt in (text, re.sub(r"\([^)]*\)", " ", text)):
            named = self.family_of([spelt]) or family
            words = self._words(spelt, named)
            if not words and self.family_of([spelt]) is not None and named in self._headline:
                found.add(self._headline[named])
            codes = self._keys.get(words, set())
            # The parts of an index have names that mean something in its tables only ("Tính minh bạch").
            found |= {
                code
                for code in codes
                if self._family[code] == named or (named is None and self._family[code] not in self._headline)
            }
        return found

    def _near(self, texts: Sequence[str], family: str | None) -> tuple[str, ...]:
        scores: dict[str, float] = {}
        for text in texts:
            words = set(self._words(text, family))
            for key, codes in self._keys.items():
                common = len(words & set(key)) / max(1, len(words | set(key)))
                for code in codes if common >= _ENOUGH else ():
                    if family is None or self._family[code] == family:
                        scores[code] = max(scores.get(code, 0), common)
        return tuple(sorted(scores, key=lambda code: (-scores[code], code))[:3])

    def _words(self, text: str, family: str | None) -> tuple[str, ...]:
        """The words that tell one indicator of a family from another, sorted."""
        said = fold(_GLUED.sub(" ", YEAR.sub(" ", text)))
        said = _NUMBERED.sub(" ", said)
        said = _UNWEIGHTED.sub(" unweightedmean ", said)
        said = _WEIGHTED.sub(" weightedmean ", said)
        said = f" {' '.join(_strip_rank(said).split())} "
        for word in sorted(self._family_words.get(family or "", ()), key=len, reverse=True):
            said = said.replace(f" {word} ", " ")
        return tuple(sorted({word for word in said.split() if word not in _FILLERS}))


def years_in(text: str) -> list[int]:
    """The years that a text names, also when they are glued to letters (PAPI_2011, Weighted2015)."""
    return [int(year) for year in YEAR.findall(text)]


def without_years(text: str) -> str:
    """A text by which the same sheet or column of another year is known."""
    return " ".join(fold(_GLUED.sub(" ", YEAR.sub(" ", text))).split())


def _is_rank(said: str) -> bool:
    return _strip_rank(said) != said


def _strip_rank(said: str) -> str:
    """Without the words of a rank; "hạng" counts at an end only: a bank ("ngân hàng") folds to it too."""
    found = list(_RANK.finditer(said))
    kept = said
    for one in reversed(found):
        at_end = not said[one.end() :].strip() or not said[: one.start()].strip()
        if one.group() not in ("hang", "xh") or at_end:
            kept = f"{kept[: one.start()]} {kept[one.end() :]}"
    return kept
