"""Hostile files: refused in one line or harmless, quickly, and without the memory that they ask for."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from egov_metrics.collect.reading import (
    NOTES,
    REFUSALS,
    ReadingRefused,
    clean_name,
    describe_note,
    describe_refusal,
    isolation,
    read_bytes,
    read_file,
)
from egov_metrics.collect.reading.isolation import open_apart
from egov_metrics.collect.reading.limits import MAX_CELLS, MAX_FILE_BYTES, MIB
from egov_metrics.collect.reading.model import note
from egov_metrics.i18n import texts
from tests.conftest import ROOT
from tests.reading_files import (
    SENTENCES,
    archive,
    book_bytes,
    lying_archive,
    ods,
    packed_zeros,
    page,
    pdf,
    word,
    word_bytes,
    xlsx,
)

ODS = "application/vnd.oasis.opendocument.spreadsheet"
QUICK = 20.0
"""Seconds, generous for a busy machine; what these files ask for would take minutes or all memory."""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "' + "ha" * 500 + '">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&i;</w:t></w:r>'
    "</w:p></w:body></w:document>"
)  # fmt: skip
OUTSIDE = BOMB.partition("<!ENTITY")[0] + '<!ENTITY i SYSTEM "file:///etc/passwd">' + BOMB[BOMB.index("]>") :]


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    return book_bytes(book)


def repeated_ods() -> bytes:
    content = ods([["x"]])
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        text = made.read("content.xml").decode()
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
    cell += "<text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return archive({"mimetype": ODS, "content.xml": text.replace("<table:table-row>", f"{row}<table:table-row>", 1)})


@pytest.mark.parametrize(
    ("name", "make", "codes"),
    [
        ("a.docx", lambda: packed_zeros(300 * MIB), {"zip_bomb"}),
        ("a.docx", lambda: packed_zeros(60 * MIB), {"zip_bomb"}),
        ("a.docx", lambda: lying_archive((1 << 32) - 1), {"zip_bomb"}),
        ("a.docx", lambda: lying_archive(10), {"damaged"}),
        ("a.docx", lambda: archive({"word/document.xml": BOMB}), {"damaged"}),
        ("a.docx", lambda: archive({"word/document.xml": OUTSIDE}), {"damaged"}),
        ("a.docx", lambda: archive({f"word/{number}.xml": "" for number in range(10_001)}), {"zip_bomb"}),
        ("a.docx", lambda: archive({"word/document.xml": "<a>" * 5_000}), {"damaged"}),
        ("a.xlsx", far_cell, {"damaged", "too_large"}),
        ("a.ods", repeated_ods, {"damaged", "too_large", "too_slow"}),
        ("a.ods", lambda: archive({"mimetype": ODS, "content.xml": BOMB}), {"damaged", "empty"}),
        ("a.txt", lambda: b"x" * (200 * MIB), {"too_large"}),
        ("a.html", lambda: b"<html>" + b"<div>" * 500_000, {"damaged", "empty"}),
        ("a.csv", lambda: b"1;2\n" * (MAX_CELLS + 1), {"too_large"}),
        ("a.txt", lambda: b"x\n" * (11 * MIB), {"too_large"}),
    ],
)  # fmt: skip
def test_what_asks_for_too_much_is_refused_quickly(name: str, make, codes: set[str]) -> None:
    content, before = make(), time.monotonic()
    with pytest.raises(ReadingRefused) as refused:
        read_bytes(name, content)
    assert refused.value.code in codes
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 400
    assert time.monotonic() - before < QUICK


def test_memory_stays_bounded() -> None:
    """A process of its own with little memory: limits of this one would hit other tests."""
    pytest.importorskip("resource")
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))\n"
        "from tests.reading_files import *\nfrom egov_metrics.collect.reading import *\n"
        "for content in (packed_zeros(300 << 20), lying_archive((1 << 32) - 1), bytes(200 << 20)):\n"
        "    try: read_bytes('a.docx', content)\n"
        "    except ReadingRefused as refused: print(refused.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["zip_bomb", "zip_bomb", "too_large"], done.stderr[-2000:]


@pytest.mark.skipif(not hasattr(os, "truncate"), reason="no sparse files here")
def test_a_file_of_10_gb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    os.truncate(path, 10 << 30)
    with pytest.raises(ReadingRefused, match="10,240 MiB") as refused:
        read_file(path)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    "make", [Path.mkdir, lambda path: os.mkfifo(path) if hasattr(os, "mkfifo") else path.mkdir(), lambda path: None]
)
def test_what_is_no_file_is_said(tmp_path: Path, make) -> None:
    make(tmp_path / "a.txt")
    with pytest.raises(ReadingRefused) as refused:
        read_file(tmp_path / "a.txt")
    assert refused.value.code == "not_a_file"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\báo cáo.docx", "báo cáo.docx"),
        ("..", "document"),
        ("a/", "document"),
        ("", "document"),
        ("a\x00b\n.txt", "ab.txt"),
        ("x" * 500 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_names_never_become_paths(name: str, clean: str) -> None:
    assert clean_name(name) == read_bytes(name, b"x 1").name == clean


def test_paths_in_archives_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = io.BytesIO(word_bytes(word(SENTENCES[0])))
    with zipfile.ZipFile(file, "a") as made:
        for name in ("../../evil.txt", "/tmp/evil.txt", "word/../../evil"):
            made.writestr(name, "x")
    assert read_bytes("a.docx", file.getvalue()).text == SENTENCES[0]
    assert list(tmp_path.iterdir()) == []


def test_relations_lead_only_to_parts_of_the_archive() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://x/officeDocument" TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
    )
    with pytest.raises(ReadingRefused) as refused:
        read_bytes("a.docx", archive({"_rels/.rels": relations, "x.xml": "<x/>"}))
    assert refused.value.code == "unknown_kind"


def test_formulas_and_scripts_are_text_or_nothing() -> None:
    text = '=HYPERLINK("http://x.invalid","5")'
    assert read_bytes("a.txt", text.encode()).text == text
    assert "x.invalid" not in read_bytes("a.xlsx", xlsx([["Tên", 5], ["Hai", text]])).text
    assert read_bytes("a.html", page("<script>alert(1)</script><p>Đạt 5</p>")).text == "Đạt 5"
    assert (
        read_bytes("a.pdf", pdf([[(60, 700, "Đạt 5 điểm")]], trailer="/OpenAction << /S /JavaScript /JS (x) >>")).text
        == "Đạt 5 điểm"
    )


def test_a_reader_that_dies_or_hangs_takes_only_itself_down(monkeypatch: pytest.MonkeyPatch) -> None:
    good = xlsx([["Tên", "Số"], ["a", 5]])
    with pytest.raises(ReadingRefused) as refused:
        open_apart("xlsx", good, seconds=0.0)
    assert refused.value.code == "too_slow"
    worker = isolation._Worker()
    worker._process.kill()
    worker._process.wait()
    monkeypatch.setattr(isolation, "_idle", [worker])
    assert read_bytes("a.xlsx", good).text == "Số liệu\nTên | Số\na | 5"
    assert MAX_FILE_BYTES >= 50 * MIB


def test_every_refusal_and_note_has_its_words() -> None:
    for lang in texts.LANGS:
        for code in REFUSALS:
            assert "báo cáo.pdf" in describe_refusal(ReadingRefused(code, "a", "b", "báo cáo.pdf"), lang)
        filled = {"n": 3, "encoding": "vni", "delimiter": "tab", "decimal": ",", "sheets": "A|B", "pages": "1"}
        fields = {kind: texts.fields(texts.strings()[f"reading.note.{kind}"]["vi"]) for kind in NOTES}
        for kind in NOTES:
            said = describe_note(note(kind, **{field: filled[field] for field in fields[kind]}), lang)
            assert said and "{" not in said
    assert describe_note("hidden_sheets|sheets=A/B", "en").endswith("A/B")
