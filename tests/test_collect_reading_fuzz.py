"""Fuzzing: whatever the bytes are, a reading or one clear refusal comes out, within its time.

`EGOV_FUZZ` is the number of cases for all readers together (a small number when it is not set).
"""

from __future__ import annotations

import os
import random
import time
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egov_metrics.collect.reading import REFUSALS, Reading, ReadingRefused, read_bytes
from tests.reading_files import SENTENCES, TEXT, ods, page, pdf, word, word_bytes, xls, xlsx

CASES = int(os.environ.get("EGOV_FUZZ") or 540)
SLOWEST = 30.0
TABLE = [["Đơn vị", "Tỷ lệ"], ["Sơn La", "81,93"], ["Bắc Kạn", "0,5"]]


@lru_cache(maxsize=1)
def valid_files() -> dict[str, bytes]:
    """A sound file of every kind."""
    numbers: list[list[object]] = [["Đơn vị", "Tỷ lệ"], ["Sơn La", 81.93], ["Bắc Kạn", 0.5]]
    lines = [(60.0, 780.0 - 18 * number, text) for number, text in enumerate(SENTENCES)]
    paragraphs = "".join(f"<p>{text}</p>" for text in SENTENCES)
    return {
        "a.txt": TEXT.encode(),
        "b.txt": TEXT.encode("utf-16"),
        "a.csv": "\n".join(";".join(row) for row in TABLE).encode(),
        "a.html": page(f"<nav>x</nav><article>{paragraphs}<table><tr><th>a<th>b<tr><td>1<td>2</table></article>"),
        "a.docx": word_bytes(word(*SENTENCES, table=TABLE)),
        "a.pdf": pdf([lines, lines]),
        "a.xlsx": xlsx(numbers),
        "a.xls": xls(numbers),
        "a.ods": ods(numbers),
    }


NAMES = list(valid_files())
SETTINGS = settings(
    max_examples=max(CASES // (2 * len(NAMES)), 5),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="EGOV_FUZZ" not in os.environ,
)


def check(name: str, content: bytes) -> None:
    """Read, and see that nothing but a reading or a refusal comes out, in time."""
    before = time.monotonic()
    try:
        reading = read_bytes(name, content)
    except ReadingRefused as refused:
        assert refused.code in REFUSALS
        assert "\n" not in str(refused)
        assert "a file that opens," not in str(refused)  # what the worker says of an error that nobody expected
    else:
        assert isinstance(reading, Reading) and reading.text.strip() and "\r" not in reading.text
        assert all(0 <= cell.start < cell.end <= len(reading.text) for cell in reading.cells)
    assert time.monotonic() - before < SLOWEST


@pytest.mark.parametrize("name", NAMES)
def test_damaged_files(name: str) -> None:
    whole = valid_files()[name]

    @SETTINGS
    @given(
        st.integers(0, 2**32),
        st.integers(0, len(whole)),
        st.sampled_from(["flip", "cut", "zero", "twice", "shuffle", "insert"]),
    )
    def run(seed: int, place: int, harm: str) -> None:
        chance = random.Random(seed)
        content = bytearray(whole)
        if harm == "flip":
            for _ in range(chance.randint(1, 12)):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        elif harm == "cut":
            del content[place:]
        elif harm == "zero":
            content[place : place + chance.randint(1, 64)] = bytes(chance.randint(0, 64))
        elif harm == "twice":
            content[place:place] = content[chance.randrange(len(content)) :]
        elif harm == "shuffle":
            part = content[place : place + 200]
            chance.shuffle(part)
            content[place : place + 200] = part
        else:
            content[place:place] = chance.randbytes(chance.randint(1, 40))
        check(name, bytes(content))

    run()


# What lets random bytes get past the first look at them.
BEGINNINGS = {
    "a.txt": b"", "b.txt": b"\xff\xfe", "a.csv": b"a;b\n", "a.html": b"<html><body>", "a.docx": b"PK\x03\x04",
    "a.pdf": b"%PDF-1.7\n",
    "a.xlsx": b"PK\x03\x04", "a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.ods": b"PK\x05\x06",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_random_bytes(name: str) -> None:
    words = [
        text.encode()
        for text in ("<td>", "</p>", "Sơn La ", "81,93", "\n", ";", '"', "Workbook", "obj", "stream", "§¶ng", "&#x0;")
    ]
    pieces = st.lists(st.one_of(st.binary(max_size=40), st.sampled_from(words)), max_size=40).map(b"".join)

    @SETTINGS
    @given(pieces, st.booleans())
    def run(content: bytes, begins: bool) -> None:
        check(name, (BEGINNINGS[name] if begins else b"") + content)

    run()
