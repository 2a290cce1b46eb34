"""Texts that nobody would write: the grammars of numbers and periods and the whole engine never break on them.

`EGOV_FUZZ` is the number of cases for each of the three (a small number when it is not set).
"""

from __future__ import annotations

import math
import os
import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egov_metrics.collect.extract import Extractor
from egov_metrics.collect.extract.numbers import masks, numbers, value_of
from egov_metrics.collect.extract.periods import periods
from egov_metrics.paths import ROOT

CASES = int(os.environ.get("EGOV_FUZZ") or 400)
HOW = {
    "max_examples": CASES,
    "deadline": None,
    "derandomize": "EGOV_FUZZ" not in os.environ,
    "suppress_health_check": list(HealthCheck),
}

DIGITS = st.from_regex(r"\A[0-9]{1,4}([.,][0-9]{1,3}){0,3}( ?/ ?[0-9]{1,4})?\Z")
WRITTEN = st.from_regex(
    r"\A([0-9]{1,3}(\.[0-9]{3}){1,2}(,[0-9]{1,4})?|[0-9]{1,3}(,[0-9]{3}){2}(\.[0-9]{1,4})?|[0-9]{1,6}([.,][0-9]{1,4})?)\Z"
)
PIECES = st.sampled_from(
    [
        "hồ sơ",
        "đạt",
        "là",
        "chiếm",
        "tăng",
        "giảm",
        "so với",
        "cùng kỳ",
        "năm",
        "quý",
        "tháng",
        "ngày",
        "từ",
        "đến",
        "tới",
        "giai đoạn",
        "đầu",
        "cuối",
        "%",
        "phần trăm",
        "điểm",
        "triệu",
        "tỷ đồng",
        "nghìn",
        "hai mươi ba",
        "một trăm linh năm",
        "mức độ",
        "mức IV",
        "loại II",
        "không xếp hạng",
        "xếp thứ",
        "hạng",
        "đứng đầu",
        "thứ nhì",
        "trong đó",
        "gồm",
        "và",
        "lần lượt",
        "cấp xã",
        "các sở",
        "huyện",
        "xã",
        "tỉnh",
        "Sơn La",
        "Gia Lai",
        "TP. Pleiku",
        "Sở Nội vụ",
        "PAR INDEX",
        "PAPI",
        "chứng thư số",
        "thủ tục hành chính",
        "trực tuyến",
        "toàn trình",
        "phấn đấu",
        "chỉ tiêu",
        "hơn",
        "gần",
        "khoảng",
        "dưới",
        "tối thiểu",
        "QĐ-UBND",
        "Nghị quyết",
        "số",
        "Lượt xem:",
        "ISO 9001:2008",
        "0987.654.321",
        "nhóm",
        "hài lòng",
        "đúng hạn",
    ]
)
MARKS = st.sampled_from(
    [" ", " ", " ", ", ", ". ", "; ", ": ", " - ", "\n", "\n\n", " (", ") ", "/", "-", "–", "|", "\u00a0", "...", "“"]
)
PROSE = st.lists(st.one_of(DIGITS, PIECES, MARKS, st.text(max_size=6)), max_size=40).map("".join)
DATED = st.lists(
    st.one_of(
        st.integers(0, 2999).map(str),
        st.sampled_from(
            [
                "năm",
                "quý",
                "I",
                "II",
                "III",
                "IV",
                "tháng",
                "ngày",
                "6 tháng đầu",
                "từ",
                "đến",
                "tính đến",
                "giai đoạn",
                "-",
                "/",
                "–",
                " ",
                ", ",
                "đầu",
                "cuối",
                "nay",
                "so với",
                "cùng kỳ",
                "chín tháng",
                "29/02/2023",
            ]
        ),
        st.just(" "),
    ),
    max_size=16,
).map("".join)


@settings(**HOW)
@given(PROSE)
def test_the_grammar_of_numbers_reads_any_text(text: str) -> None:
    """Numbers come in order, do not overlap, lie in the text, are finite and touch no masked stretch."""
    hidden = masks(text)
    found = numbers(text, hidden)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert math.isfinite(one.value) and one.value >= 0
        assert any(letter.isdigit() or letter.isalpha() for letter in text[one.start : one.end])
        if not one.is_range:
            assert not any(one.start < end and start < one.end for start, end in hidden)


@settings(**HOW)
@given(WRITTEN)
def test_a_written_number_has_the_digits_of_its_value(text: str) -> None:
    """Whatever dots and commas mean, the significant digits are those that are written."""
    value, other, decimals = value_of(text)
    digits = re.sub(r"\D", "", text).lstrip("0")
    for one in (value, other):
        if one is not None:
            assert f"{one:.6f}".replace(".", "").strip("0") == digits.strip("0")
    assert 0 <= decimals <= len(text)


@settings(**HOW)
@given(DATED, st.one_of(st.none(), st.integers(1990, 2030)))
def test_the_grammar_of_periods_reads_any_text(text: str, year: int | None) -> None:
    """Periods lie in the text, are dates or nothing, and do not end before they begin."""
    for one in periods(text, year):
        assert 0 <= one.start < one.end <= len(text)
        assert one.last is None or isinstance(one.last, date)
        assert one.first is None or (one.last is not None and one.first <= one.last)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(ROOT / "data")


@settings(**HOW | {"max_examples": max(CASES // 4, 100)})
@given(text=PROSE, published=st.one_of(st.none(), st.dates(date(2005, 1, 1), date(2027, 12, 31))))
def test_the_engine_reads_any_text(extractor: Extractor, text: str, published: date | None) -> None:
    """Proposals quote the text, name a unit and an indicator, and no number of the text is proposed twice alike."""
    found = extractor.extract(text, "doc", None, published)
    for one in found:
        assert text[one.start : one.end] == one.quote and one.start <= one.number_start < one.number_end <= one.end
        assert one.indicator and one.unit_name and 0 <= one.confidence <= 1 and math.isfinite(one.value)
        assert one.period_start is None or (one.period_end is not None and one.period_start <= one.period_end)
    keys = [(one.number_start, one.indicator) for one in found]
    assert len(keys) == len(set(keys))
