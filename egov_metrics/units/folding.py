"""Comparing names without accents, case and punctuation, and taking the kind off a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEVELS_OF_KIND = {
    "tỉnh": ("province",),
    "thành phố": ("province", "district"),
    "huyện": ("district",),
    "quận": ("district",),
    "thị xã": ("district",),
    "xã": ("commune",),
    "phường": ("commune",),
    "thị trấn": ("commune",),
    "đặc khu": ("commune",),
}
KINDS = tuple(LEVELS_OF_KIND)
"""The kinds that are written before a name, as `unit.kind` spells them, and the levels that have units of the kind."""

_SHORT_KINDS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}
_DOTTED_KINDS = {"t": "tỉnh", "h": "huyện", "q": "quận", "x": "xã", "p": "phường", "f": "phường"}
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[\W_]+")


def ascii_letters(text: str) -> str:
    """The text with its Vietnamese accents taken off and đ written d; case and punctuation stay. NFC or NFD alike."""
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.replace("đ", "d").replace("Đ", "D")


def _tidy(text: str) -> str:
    # NFC before the split: a combining accent is no letter to the pattern and would cut the word in two.
    return _NOT_A_LETTER_OR_DIGIT.sub(" ", unicodedata.normalize("NFC", text).lower()).strip()


def fold(text: str) -> str:
    """The form in which names are compared: lower case, no accents, đ as d, punctuation as one space, no outer space.

    `fold("  Bà Rịa - Vũng Tàu") == "ba ria vung tau"`. NFC and NFD spellings fold alike; nothing else is taken away.
    """
    return _tidy(ascii_letters(text))


def fold_accents_kept(text: str) -> str:
    """As `fold`, but with the accents: tells "Tân Thạnh" from "Tân Thành" when the reader typed them."""
    return _tidy(text)


def split_kind(text: str) -> tuple[str | None, str]:
    """`(kind, name)` of a written name; the kind is one of `KINDS`, or None when the text has none before the name."""
    trimmed = unicodedata.normalize("NFC", text).strip()
    found = _pattern(ascii_letters(trimmed) == trimmed).match(trimmed)
    if found is None or not any(letter.isalpha() for letter in found["name"]):
        return None, trimmed
    return _kind_of(found["kind"] or found["dotted"]), found["name"].strip()


@lru_cache(maxsize=2)
def _pattern(without_accents: bool) -> re.Pattern[str]:
    spelt = [ascii_letters(kind) for kind in KINDS] if without_accents else list(KINDS)
    words = "|".join(sorted((re.escape(kind).replace(r"\ ", r"\s+") for kind in spelt), key=len, reverse=True))
    # The short forms end in a dot or a space, the one-letter ones in a dot only: "H. Chợ Đồn", but not "H'leo".
    short = "|".join(rf"{letters[0]}\.?{letters[1]}" for letters in _SHORT_KINDS)
    dotted = "|".join(_DOTTED_KINDS)
    return re.compile(
        rf"(?:(?P<kind>(?:{words})(?=[\s.:])|(?:{short})(?=[\s.]))[\s.:]*|(?P<dotted>{dotted})\.\s*)(?P<name>\S.*)$",
        re.IGNORECASE | re.DOTALL,
    )


def _kind_of(written: str) -> str:
    folded = fold(written)
    letters = folded.replace(" ", "")
    if letters in _SHORT_KINDS:
        return _SHORT_KINDS[letters]
    if folded in _DOTTED_KINDS:
        return _DOTTED_KINDS[folded]
    return next(kind for kind in KINDS if fold(kind) == folded)
