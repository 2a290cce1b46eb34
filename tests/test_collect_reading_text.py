"""Plain text: every Unicode form, every line end, and the legacy encodings of Vietnamese, recognised or refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.collect.reading import ReadingRefused, read_bytes, read_file
from egov_metrics.collect.reading.legacy import _TCVN3, _VNI, from_legacy
from egov_metrics.collect.reading.syllables import is_syllable, score
from tests.reading_files import SENTENCES, TEXT

CAPITALS = "ỦY BAN NHÂN DÂN TỈNH MẪU\nTỔNG HỢP KẾT QUẢ NĂM 2021\n"


def in_tcvn3(text: str) -> str:
    """Text as it is typed in a TCVN3 font: Western signs; capitals with tones have none and come out small."""
    back = {chr(letter): chr(sign) for sign, letter in reversed(_TCVN3.items()) if sign < 0x100}
    return "".join(back.get(letter) or back.get(letter.lower(), letter) for letter in text)


def in_vni(text: str) -> str:
    """Text as it is typed in a VNI font: vowel and sign."""
    back = {}
    for typed, letter in _VNI.items():
        if letter.islower() or typed.isupper():
            back.setdefault(letter, typed)
    return "".join(back.get(letter, letter) for letter in text)


def in_1258(text: str) -> bytes:
    """Windows-1258: tones stand after their vowels."""
    pieces = []
    for letter in text:
        try:
            pieces.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            pieces.append((base + tone).encode("cp1258"))
    return b"".join(pieces)


def test_a_clean_text_is_read_unchanged(tmp_path: Path) -> None:
    text = "  Tiêu đề\n\n\tMột dòng\u00a0với khoảng trắng.  \n" + TEXT
    path = tmp_path / "bài viết.txt"
    path.write_bytes(text.encode())
    reading = read_file(path)
    assert (reading.text, reading.kind, reading.encoding, reading.notes) == (text, "text", "utf-8", ())
    assert (reading.name, reading.size, reading.cells) == ("bài viết.txt", len(text.encode()), ())


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_is_one(end: str) -> None:
    assert read_bytes("a.txt", TEXT.replace("\n", end).encode()).text == TEXT


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (in_1258(TEXT), "windows-1258"),
        (in_tcvn3(TEXT).encode("latin-1"), "tcvn3"),
        (in_vni(TEXT).encode("latin-1"), "vni"),
        (in_tcvn3(TEXT).encode("utf-8"), "tcvn3"),
        (in_vni(TEXT).encode("utf-8"), "vni"),
        (in_vni(TEXT).encode("utf-16"), "vni"),
    ],
)
def test_encodings_come_out_alike(content: bytes, encoding: str) -> None:
    reading = read_bytes("a.txt", content)
    assert (reading.text, reading.encoding) == (TEXT, encoding)
    assert (f"converted|encoding={encoding}" in reading.notes) == (encoding in ("tcvn3", "vni"))


def test_what_people_see_of_legacy_fonts() -> None:
    assert from_legacy("§¶ng bé tØnh S¬n La n¨m 2019: 15 x·, ph\u00ad\u00adêng", "tcvn3")[:14] == "Đảng bộ tỉnh S"
    assert from_legacy("Ñaûng boä tænh Sôn La, 15 xaõ", "vni") == "Đảng bộ tỉnh Sơn La, 15 xã"
    assert from_legacy("UÛY BAN NHAÂN DAÂN TÆNH", "vni") == "ỦY BAN NHÂN DÂN TỈNH"


def test_capitals_that_a_font_drew_are_capitals() -> None:
    assert read_bytes("a.txt", in_tcvn3(CAPITALS).encode("latin-1")).text == CAPITALS


def test_a_document_typed_in_part_in_a_legacy_font() -> None:
    mixed = SENTENCES[0] + "\n" + in_tcvn3(SENTENCES[1]) + "\n" + SENTENCES[2] + "\n"
    assert read_bytes("a.txt", mixed.encode()).text == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "Le résumé français où l'été a été très beau, dorée et fêtée à Orléans.",
        "Größe über Straße: 12 °C, § 5 Absatz ½ µm ±3, naïve façade.",
        "Điều 5 § ® © ½ µ",
    ],
)
def test_other_unicode_text_stays(text: str) -> None:
    assert read_bytes("a.txt", text.encode()).text == text


@pytest.mark.parametrize(
    "content",
    [
        "Le résumé français où l'été a été très beau et doré".encode("latin-1"),
        "Москва и область, отчёт за год".encode("koi8-r"),
        "Tổng".encode()[:-1] + b"\xff\xfe\xfd",
        b"\xc0\xe9\xf1",
    ],
)
def test_what_is_not_certain_is_refused(content: bytes) -> None:
    with pytest.raises(ReadingRefused) as refused:
        read_bytes("a.txt", content)
    assert refused.value.code == "encoding"
    assert str(refused.value).startswith("a.txt: expected ") and "\n" not in str(refused.value)


def test_a_text_that_was_cut_within_a_letter_is_read_with_a_note() -> None:
    reading = read_bytes("a.txt", (TEXT + "Kết quả đ").encode()[:-1])
    assert reading.text.startswith(TEXT) and reading.notes == ("broken_bytes|n=1",)


@pytest.mark.parametrize("content", [b"", b" \r\n\t", "\ufeff".encode(), b"\x00\x00\x00"])
def test_nothing_is_said_to_be_nothing(content: bytes) -> None:
    with pytest.raises(ReadingRefused) as refused:
        read_bytes("a.txt", content)
    assert refused.value.code == "empty"


def test_syllables() -> None:
    assert all(map(is_syllable, ["Nghiêng", "QUYẾT", "khuỷu", "đường", "giữa", "Đắk", "ươm", "yếu"]))
    assert not any(map(is_syllable, ["kÕt", "®Þnh", "coù", "Straße", "éé", "tổộ", "quyếT"]))
    assert score(TEXT).share == 1.0 and score("only ascii").share == 0.0


VIETNAMESE = st.lists(
    st.sampled_from(" ".join(SENTENCES).split() + CAPITALS.lower().split()), min_size=12, max_size=60
).map(" ".join)


@settings(deadline=None)
@given(VIETNAMESE)
def test_words_in_any_order_come_out_right_or_not_at_all(text: str) -> None:
    for content in (in_1258(text), in_tcvn3(text).encode("latin-1"), in_vni(text).encode("latin-1")):
        try:
            assert read_bytes("a.txt", content).text == text
        except ReadingRefused as refused:
            assert refused.code == "encoding" and len(set(text.split())) < 12
    for typed in (in_tcvn3(text), in_vni(text)):
        assert read_bytes("a.txt", typed.encode()).text in (text, typed)
    for form in ("NFC", "NFD"):
        assert read_bytes("a.txt", unicodedata.normalize(form, text).encode()).text == text


def test_the_five_documents_are_read_unchanged(shared_folder: Path) -> None:
    files = sorted((shared_folder / "seeds").glob("*.txt"))
    assert files
    for path in files:
        content = path.read_bytes()
        assert read_file(path).text == content.decode()
        for typed in (in_tcvn3, in_vni):
            clean = " ".join(content.decode().replace("…", "...").split())
            assert read_bytes("a.txt", typed(clean).encode("latin-1", errors="ignore")).encoding in ("tcvn3", "vni")
