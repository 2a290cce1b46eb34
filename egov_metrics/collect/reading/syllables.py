"""Is a word a Vietnamese syllable? The measure by which encodings are told apart.

Vietnamese is written in syllables of strict form (onset, vowels, ending, at most one tone), so text that was decoded
wrongly shows at once: nearly none of its words with diacritics are syllables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_VOWELS = (
    "(?:oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|iêu|yêu|uêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ôô"
    "|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}{_VOWELS}(?:ng|nh|ch|[ckmnpt])?")
# Letters, and everything beyond ASCII but white space and typographic marks: in text decoded wrongly, signs such as
# the paragraph sign stand for letters.
_WORD = re.compile("[A-Za-z\u00a1-\u1fff\u2c00-\ufffd]+")


@dataclass(frozen=True)
class Score:
    """Of `words` words with a character beyond ASCII, `syllables` are Vietnamese syllables."""

    words: int
    syllables: int

    @property
    def share(self) -> float:
        """0 to 1; 0 when there are no such words."""
        return self.syllables / self.words if self.words else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.words + other.words, self.syllables + other.syllables)


def score(text: str) -> Score:
    """How Vietnamese a text is, judged by its words with characters beyond ASCII."""
    return score_words(word for word in _WORD.findall(text) if not word.isascii())


def score_words(words: Iterable[str]) -> Score:
    """The score of words that are known to hold a character beyond ASCII."""
    judged = [is_syllable(word) for word in words]
    return Score(len(judged), sum(judged))


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """True for a word of Vietnamese form, written in one case or with a capital at its beginning."""
    if len(word) > 12 or not (word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in parts if mark in TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
    return _SYLLABLE.fullmatch(plain) is not None
