"""From bytes to text: Unicode in its forms, windows-1258, and the legacy encodings, told apart by statistics."""

from __future__ import annotations

import codecs
import re
import unicodedata

from egov_metrics.collect.reading.blocks import unify_line_ends
from egov_metrics.collect.reading.legacy import (
    FEWEST_WORDS,
    LEGACY,
    MARGIN,
    SURE,
    choose_conversion,
    from_legacy,
)
from egov_metrics.collect.reading.model import ReadingRefused, note
from egov_metrics.collect.reading.syllables import score

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 1 << 18
"""Statistics of an encoding are settled by so much; the rest is decoded alike."""
_BROKEN_SHARE = 0.002
"""Share of characters beyond ASCII that may be broken in a text that is UTF-8 otherwise."""
_ONLY_SIGNS = re.compile(b"[\x00-\x7f\x80\x85\x91-\x97\xa0\xb0\xb1\xb2\xb3]*")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(content: bytes, declared: str | None = None, markup: bool = False) -> tuple[str, str, list[str]]:
    """Text (NFC, `\\n` ends), name of the encoding and notes.

    Text that was typed in a legacy font and stored as Unicode is left to `convert_typed`. `declared` is what the
    document itself says of its encoding; it is believed when nothing speaks against it. With `markup`, bytes in a
    legacy encoding come back as Western letters, to be converted when the markup is gone. Raises ReadingRefused
    (encoding, or unknown_kind for bytes that are no text).
    """
    text, encoding, notes = _decode_raw(content, declared)
    if encoding in LEGACY and not markup:
        text = "\n".join(from_legacy(line, encoding) for line in unify_line_ends(text).split("\n"))
    if "\x00" in text or len(_CONTROLS.findall(text[:_SAMPLE_BYTES])) > len(text[:_SAMPLE_BYTES]) / 100:
        raise ReadingRefused("unknown_kind", "text", "bytes that are none")
    return unicodedata.normalize("NFC", unify_line_ends(text)), encoding, notes


def convert_typed(text: str) -> tuple[str, str | None]:
    """Text typed in a legacy font, converted line by line, and the encoding; unchanged and None when it is not."""
    conversion = choose_conversion(text.split("\n"))
    if conversion is None:
        return text, None
    converted = "\n".join(map(conversion.convert, text.split("\n")))
    return unicodedata.normalize("NFC", converted), conversion.encoding


def _decode_raw(content: bytes, declared: str | None) -> tuple[str, str, list[str]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding)
    if unmarked := _utf16_without_mark(content):
        return _decode_marked(content, unmarked)
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    if broken := _nearly_utf8(content):
        return broken
    if _ONLY_SIGNS.fullmatch(content):
        return _western(content), "windows-1252", []
    return _decode_by_statistics(content, declared)


def _decode_marked(content: bytes, encoding: str) -> tuple[str, str, list[str]]:
    name = "utf-8" if encoding == "utf-8" else encoding[:6]
    try:
        return content.decode(encoding), name, []
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > 2 + len(text) * _BROKEN_SHARE:
        raise ReadingRefused("encoding", f"{name}, as the mark at its beginning says", "bytes that are none")
    return text, name, [note("broken_bytes", n=broken)]


def _utf16_without_mark(content: bytes) -> str | None:
    """UTF-16 tells itself by the zero bytes of its spaces and ASCII letters, all in odd or all in even places."""
    sample = content[: 1 << 14]
    if len(sample) < 4 or len(content) % 2 or b"\x00" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 2 * 0.3
    if odd > enough and even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > enough and odd * 20 < even else None


def _nearly_utf8(content: bytes) -> tuple[str, str, list[str]] | None:
    """UTF-8 with a few broken bytes, such as a file that was cut off: read, with a note."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", errors="ignore"))
    if beyond < 20 or broken > max(1, beyond * _BROKEN_SHARE):
        return None
    return text, "utf-8", [note("broken_bytes", n=broken)]


def _decode_by_statistics(content: bytes, declared: str | None) -> tuple[str, str, list[str]]:
    sample = content[:_SAMPLE_BYTES]
    western = _western(sample)
    tried = {"windows-1258": sample.decode("cp1258", errors="replace")}
    tried |= {encoding: from_legacy(western, encoding) for encoding in LEGACY}
    scores = {encoding: score(unicodedata.normalize("NFC", text)) for encoding, text in tried.items()}
    best, second = sorted(scores, key=lambda encoding: -scores[encoding].share)[:2]
    if scores[best].words >= FEWEST_WORDS and scores[best].share >= SURE:
        if scores[best].share - scores[second].share < MARGIN:
            raise ReadingRefused("encoding", "text in one encoding", f"text that may be {best} or {second}")
        if best == "windows-1258":
            return content.decode("cp1258", errors="replace"), best, []
        return _western(content), best, [note("converted", encoding=best)]
    if declared and (text := _declared(content, declared)) is not None:
        return text, declared, []
    raise ReadingRefused(
        "encoding", "Unicode, windows-1258, TCVN3 or VNI", f"bytes that are none of them for certain ({best}?)"
    )


def _declared(content: bytes, declared: str) -> str | None:
    try:
        if codecs.lookup(declared).name in ("utf-8", "ascii"):
            return content.decode("utf-8", errors="replace")
        return content.decode(declared)
    except (LookupError, ValueError, TypeError):
        return None


def _western(content: bytes) -> str:
    """Bytes as Western letters; none is lost, and those from A0 on keep their number."""
    return content.decode("latin-1").translate(_80)


_80 = {number: bytes([number]).decode("cp1252", errors="ignore") or chr(number) for number in range(0x80, 0xA0)}
