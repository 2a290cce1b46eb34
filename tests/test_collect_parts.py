"""The small parts of the collect page: what people type, which text is shown, where a passage stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.settings import Settings, read_settings, write_settings
from egov_metrics.ui.collect.passages import blocks, merged, shown
from egov_metrics.ui.collect.written import day_shown, day_text, first_number, number_shown, number_text
from egov_metrics.ui.sources.document import place_of
from tests.commands import Run, runner


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("90,02", "90.02"), ("1.234,50", "1234.50"), ("14.862", "14862"), ("0.68", "0.68"), ("97%", "97"), ("−3", "-3"),
        ("+2", "2"), (" 1 200 ", "1200"), ("", ""),
    ],
)  # fmt: skip
def test_numbers_are_read_as_vietnamese_write_them(typed: str, text: str) -> None:
    assert number_text(typed) == text


@pytest.mark.parametrize("typed", ["chín", "9,0,1", "1.23.4", "--1", "1e5", "12/63", ","])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        number_text(typed)


@given(st.decimals(0, 10**8, places=2).map(lambda value: f"{value:.2f}"))
def test_a_number_that_is_shown_is_read_again(text: str) -> None:
    assert number_text(number_shown(text)) == text


def test_days_months_and_years() -> None:
    assert [day_text("2020", False), day_text("2020", True)] == ["2020-01-01", "2020-12-31"]
    assert [day_text("2/2020", False), day_text("2/2020", True)] == ["2020-02-01", "2020-02-29"]
    assert day_text("31/12/2019", False) == day_text("31-12-2019", True) == "2019-12-31" and day_text("", True) == ""
    assert [day_shown("2019-12-31"), day_shown(""), day_shown("x")] == ["31/12/2019", "", "x"]
    for wrong in ("30/2/2019", "13/2019", "19", "hôm qua", "0/1/2019"):
        with pytest.raises(ValueError):
            day_text(wrong, True)


def test_the_first_number_of_a_marked_passage() -> None:
    assert first_number("đạt 90,02 điểm, xếp 12/63") == ("90.02", "")
    assert first_number("xếp thứ 12/63") == ("12", "63") and first_number("không có") == ("", "")


TEXTS = st.text("ab1 \n", max_size=300)
SPANS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40)), max_size=8)


@given(TEXTS, SPANS)
def test_pieces_and_gaps_give_the_whole_text_and_mark_exactly_the_numbers(text: str, given_spans: list) -> None:
    spans = [(at, min(len(text), at + size + 1)) for at, size in given_spans if at < len(text)]
    stretches = shown(text, spans, around=10)
    assert stretches == merged(stretches)
    assert all(any(low <= start and end <= high for low, high in stretches) for start, end in spans)
    at = 0
    for block in blocks(text, stretches, spans, spans):
        if block.gap is not None:
            assert text[at : block.gap[0]].strip() == "" and block.gap[0] >= at
            at = block.gap[1]
        for piece in block.pieces:
            assert text[at : piece.start].strip() == ""
            at = piece.start + len(piece.text)
            assert text[piece.start : at] == piece.text
            assert set(piece.items) == {n for n, (low, high) in enumerate(spans) if low <= piece.start and at <= high}
    assert text[at:].strip() == ""


def test_a_passage_is_found_again_when_the_text_is_read_otherwise() -> None:
    text = "Một dòng.\nNăm 2020 đạt 87,02 điểm.\n"
    quote = "Năm 2020 đạt 87,02 điểm."
    start = text.index(quote)
    end = start + len(quote)
    assert place_of(text, start, end, quote) == (start, end)
    assert place_of("thêm\n" + text, start, end, quote) == (start + 5, end + 5)
    assert place_of("khác hẳn", start, end, quote) is None


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


def test_editors_are_set_by_command_and_other_settings_leave_them(run: Run, tmp_path: Path) -> None:
    said = run("config", "--editors", "lan@example.org", "minh@example.org", "--workspace", tmp_path)
    assert said.status == 0 and "editors: lan@example.org, minh@example.org" in said.out
    assert run("config", "--lang", "en", "--workspace", tmp_path).status == 0
    assert read_settings(tmp_path) == Settings(None, "en", ("lan@example.org", "minh@example.org"))
    assert "nobody" in run("config", "--editors", "--workspace", tmp_path).out
    assert read_settings(tmp_path).editors == ()
    write_settings(tmp_path, Settings(editors=("a@b.c",)))
    (tmp_path / "settings.json").write_text('{"editors": "a@b.c"}')
    assert read_settings(tmp_path).editors == ()
