"""TCVN3 (ABC) and VNI: fonts that drew Vietnamese letters in the places of Western ones.

Text typed in them is found as bytes, and as Unicode text of Western letters that means something else ("§¶ng",
"Ñaûng"). Both are one case here: the bytes are first read as Western letters, then converted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from egov_metrics.collect.reading.syllables import score

LEGACY = ("tcvn3", "vni")

# TCVN 5712 (VN3): one sign for each lower-case letter, capitals only without tones (fonts of capitals draw the rest).
_TCVN3_SIGNS = "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©ª«¬\u00ad®¡¢£¤¥¦§\u03bc"
_TCVN3_LETTERS = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĂÂÊÔƠƯĐà"
_TCVN3 = str.maketrans(_TCVN3_SIGNS, _TCVN3_LETTERS)

# VNI: the plain vowel, then a sign for its tone, or for circumflex or breve with the tone.
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_CIRCUMFLEX = dict(zip("âáàåãä", ["", *"\u0301\u0300\u0309\u0303\u0323"], strict=True))
_VNI_BREVE = dict(zip("êéèúüë", ["", *"\u0301\u0300\u0309\u0303\u0323"], strict=True))
_VNI_HORNED = {"ô": "ơ", "ö": "ư"}
_VNI_SINGLE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))


def _vni_table() -> dict[str, str]:
    pairs = dict(_VNI_SINGLE)
    for base in "aeouyôö":
        for sign, tone in _VNI_TONES.items():
            pairs[base + sign] = _VNI_HORNED.get(base, base) + tone
    for base in "aeo":
        for sign, tone in _VNI_CIRCUMFLEX.items():
            pairs[base + sign] = f"{base}\u0302{tone}"
    for sign, tone in _VNI_BREVE.items():
        pairs["a" + sign] = f"a\u0306{tone}"
    table = {}
    for typed, letter in pairs.items():
        letter = unicodedata.normalize("NFC", letter)
        table[typed] = letter
        # A capital vowel decides; its sign is typed small or large.
        table[typed[0].upper() + typed[1:]] = table[typed.upper()] = letter.upper()
    return table


_VNI = _vni_table()
_VNI_TYPED = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile("[A-Za-z\u00a1-\u1fff\u2c00-\ufffd]+")
_BEYOND_LATIN_1 = re.compile("[\u0100-\u03bb\u03bd-\uffff]")
# Signs that Vietnamese text does not have: a line without any is not looked at twice.
_SUSPECT = re.compile(
    "[¡-©ª«¬\u00ad®µ-¾ÄÅÆÇÈËÎÏÐÑÖ-ØÛÜÞ-ßäåæçëîïñö-øûüþÿ\u03bc]|[aeouôAEOUÔ][âêáàéèãúùõ]|[AEOU][ÂÊÁÀÉÈÃÚÙÕ]"
)

SURE = 0.85
"""Share of words that must be syllables for an encoding to be believed."""
MARGIN = 0.15
"""How far the best encoding must be ahead of the next."""
FEWEST_WORDS = 3
"""Words with diacritics below which statistics say nothing."""
_WRONG = 0.6
"""A line with a smaller share of syllables is not Vietnamese as it stands."""


@dataclass(frozen=True)
class Conversion:
    """From text typed in a legacy font to Unicode, line by line: what is right as it stands is left alone."""

    encoding: str
    lines: list[int] = field(default_factory=lambda: [0])

    def convert(self, line: str) -> str:
        """The line as Unicode, or unchanged when that is no better than it is."""
        if not _SUSPECT.search(line):
            return line
        converted = from_legacy(line, self.encoding)
        if score(converted).share <= score(line).share:
            return line
        self.lines[0] += 1
        return converted

    def convert_together(self, parts: Sequence[str]) -> list[str]:
        """Several short texts judged as one line, such as the cells of a row."""
        if not any(map(_SUSPECT.search, parts)):
            return list(parts)
        line = " ".join(parts)
        if score(from_legacy(line, self.encoding)).share <= score(line).share:
            return list(parts)
        self.lines[0] += 1
        return [from_legacy(part, self.encoding) for part in parts]


def choose_conversion(lines: Iterable[str]) -> Conversion | None:
    """The conversion that a text in Unicode needs, or None when it is right as it stands or nothing is certain.

    Lines vote, since a document may be typed in part in a legacy font: a line that is wrong as it stands and right
    when converted.
    """
    votes = dict.fromkeys(LEGACY, 0)
    for line in lines:
        if _SUSPECT.search(line) and (plain := score(line)).words and plain.share < _WRONG:
            scores = {encoding: score(from_legacy(line, encoding)) for encoding in LEGACY}
            best = max(LEGACY, key=lambda encoding: scores[encoding].share)
            if scores[best].share >= SURE:
                votes[best] += plain.words
    best = max(LEGACY, key=lambda encoding: votes[encoding])
    if votes[best] < FEWEST_WORDS or votes[best] <= 2 * (sum(votes.values()) - votes[best]):
        return None
    return Conversion(best)


def from_legacy(text: str, encoding: str, capitals: bool = False) -> str:
    """Text of Western letters read as it was meant. Words that hold other letters than Western ones stay.

    `capitals` for a font that draws small letters as capitals (.VnTimeH).
    """
    convert = _from_tcvn3 if encoding == "tcvn3" else _from_vni
    converted = _WORD.sub(lambda found: convert(found[0]), text)
    if capitals:
        return converted.upper()
    return _raise_capitals(converted) if encoding == "tcvn3" else converted


@lru_cache(maxsize=50_000)
def _from_tcvn3(word: str) -> str:
    return word if _BEYOND_LATIN_1.search(word) else word.translate(_TCVN3)


@lru_cache(maxsize=50_000)
def _from_vni(word: str) -> str:
    return word if _BEYOND_LATIN_1.search(word) else _VNI_TYPED.sub(lambda found: _VNI[found[0]], word)


def _raise_capitals(line: str) -> str:
    """TCVN3 has no capitals with tones: words typed in capitals got them from the font, which plain text lacks."""
    if len(re.findall("[A-Z]", line)) >= 4 and not re.search("[a-z]", line):
        return line.upper()
    return _WORD.sub(lambda found: found[0].upper() if _is_capitals(found[0]) else found[0], line)


def _is_capitals(word: str) -> bool:
    return len(re.findall("[A-Z]", word)) >= 2 and not re.search("[a-z]", word)


def legacy_font(name: str) -> tuple[str, bool] | None:
    """The encoding that a font's name tells, and whether it draws capitals: `.VnTimeH` is ("tcvn3", True)."""
    folded = name.strip().strip("'\"").lower()
    if folded.startswith(".vn"):
        return "tcvn3", folded.endswith("h")
    if folded.startswith("vni-"):
        return "vni", False
    return None


def convert_by_font(text: str, encoding: str, capitals: bool) -> str:
    """What a run in a legacy font says, unless the run was typed in Unicode all the same."""
    if _BEYOND_LATIN_1.search(text):
        return text
    as_it_is, converted = score(text), from_legacy(text, encoding, capitals)
    return text if as_it_is.share > score(converted).share else converted


Font = tuple[str, bool]
"""A legacy font: its encoding, and whether it draws small letters as capitals."""


def convert_runs(runs: Sequence[tuple[Font | None, str]]) -> tuple[str, str | None]:
    """Text of runs, each with its legacy font or None, and the encoding from which something was converted.

    Neighbours of one font are converted together: programs cut words into runs.
    """
    pieces: list[str] = []
    encoding, start = None, 0
    while start < len(runs):
        end = start
        while end < len(runs) and runs[end][0] == runs[start][0]:
            end += 1
        font, text = runs[start][0], "".join(text for _, text in runs[start:end])
        if font and (converted := convert_by_font(text, *font)) != text:
            encoding, text = font[0], converted
        pieces.append(text)
        start = end
    return "".join(pieces), encoding
