"""Texts in two languages and numbers as Vietnamese readers write them."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov_metrics.i18n import numbers, texts

ROOT = Path(__file__).resolve().parent.parent
CODE = [*(ROOT / "egov_metrics").rglob("*.py"), *(ROOT / "pages").glob("*.py"), *ROOT.glob("dashboard.py")]


# texts


def test_a_text_is_found_and_filled():
    assert texts.t("qualifier.more_than", "vi", value="8.000") == "hơn 8.000"
    assert texts.t("qualifier.more_than", "en", value="8.000") == "more than 8.000"


def test_an_unknown_key_is_named():
    with pytest.raises(KeyError, match="no.such.key"):
        texts.t("no.such.key", "vi")


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'fr'"):
        texts.t("basis.published", "fr")  # type: ignore[arg-type]


def test_a_text_without_its_value_is_refused():
    with pytest.raises(KeyError, match="value"):
        texts.t("qualifier.more_than", "vi")


def test_one_unit_is_not_one_units():
    assert texts.plural("chart.units", 1, "en") == "1 unit"
    assert texts.plural("chart.units", 1200, "en") == "1.200 units"
    assert texts.plural("chart.units", 2, "vi") == "2 đơn vị"


def test_the_shipped_table_keeps_its_contract():
    table = texts.read(texts.STRINGS)  # raises on a key twice, an empty text, fields that differ
    assert len(table) > 100
    spaced = [key for key, both in table.items() for text in both.values() if text != text.strip()]
    assert spaced == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a.b,một", "expected three filled fields"),
        ("a.b,một,", "expected three filled fields"),
        ("a.b,một, hai,one", "expected three filled fields"),
        ("a.b,một {n},one", "other fields"),
        ("a.b,một,one\na.b,hai,two", "twice"),
    ],
)
def test_a_damaged_table_is_refused_in_words(tmp_path, line, says):
    path = tmp_path / "strings.csv"
    path.write_text(f"key,vi,en\n{line}\n", encoding="utf-8")
    with pytest.raises(texts.DamagedStrings, match=says):
        texts.read(path)


def keys_used(source: str) -> tuple[set[str], set[str]]:
    """Literal keys of calls to t, plural and has, and the literal beginnings of keys put together in an f-string."""
    whole, beginnings = set(), set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in ("t", "plural"):
            continue
        key = node.args[0]
        for part in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                whole.add(part.value)
            elif isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                beginnings.add(part.values[0].value)
    return whole, beginnings


def test_the_search_for_keys_finds_them():
    source = 'x = t("a.b", lang) + texts.t(f"c.{kind}", lang) + t("d" if one else "e", lang) + plural("f", 2, lang)'
    assert keys_used(source) == ({"a.b", "d", "e", "f"}, {"c."})


def test_every_key_in_the_code_is_in_the_table():
    table = texts.strings()
    missing = []
    for path in CODE:
        whole, beginnings = keys_used(path.read_text(encoding="utf-8"))
        missing += [f"{path.name}: {key}" for key in whole if key not in table]
        missing += [f"{path.name}: {begin}..." for begin in beginnings if not any(k.startswith(begin) for k in table)]
    assert missing == []


def test_closed_vocabularies_have_their_words_in_both_languages():
    for lang in texts.LANGS:
        for qualifier in numbers.QUALIFIERS:
            assert "7" in numbers.value_with_qualifier(7, 0, qualifier, lang)
        assert all(numbers.basis(kind, lang) for kind in numbers.BASES)
        assert all(numbers.nothing(kind, lang).words for kind in numbers.NOTHINGS)
    marks = [numbers.nothing(kind, "vi").mark for kind in numbers.NOTHINGS]
    assert len(set(marks)) == 4 and "0" not in marks


# numbers


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (90.02, 2, "90,02"),
        (0.68, 3, "0,680"),
        (26170, 0, "26.170"),
        (1234567.891, 1, "1.234.567,9"),
        (-1.05, 2, "\u22121,05"),
        (-0.001, 2, "0,00"),
        (0.125, 2, "0,13"),
        (2.675, 2, "2,68"),
        (-2.5, 0, "\u22123"),
        (0.25, None, "0,25"),
        (100.0, None, "100"),
        (None, 2, "–"),
        (float("nan"), 2, "–"),
        (pd.NA, 2, "–"),
    ],
)
def test_numbers(value, decimals, written):
    assert numbers.number(value, decimals) == written


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_written_number_reads_back(value):
    written = numbers.number(float(value), 3)
    back = written.replace(".", "").replace(",", ".").replace("\u2212", "-")
    assert abs(float(back) - float(value)) < 0.0005000001
    assert written.partition(",")[2].isdigit() and len(written.partition(",")[2]) == 3


def test_changes_carry_their_sign_and_nought_has_none():
    assert [numbers.signed(value, 2) for value in (1.05, -0.3, 0, None)] == ["+1,05", "\u22120,30", "0,00", "–"]


def test_ranks():
    assert numbers.rank(23, 63) == "23/63"
    assert numbers.rank(23) == numbers.rank(23.0, float("nan")) == "23"
    assert numbers.rank(None, 63) == "–"
    assert numbers.rank_words(23, 63, "vi") == "hạng 23/63"
    assert numbers.rank_words(None, 63, "vi") == "–"


def test_levels_run_from_one_to_four():
    assert [numbers.level(value) for value in (1, 2, 3, 4.0, None)] == ["I", "II", "III", "IV", "–"]
    for wrong in (0, 5, 1.5):
        with pytest.raises(ValueError, match="level"):
            numbers.level(wrong)


def test_shares_counts_and_dates():
    assert numbers.percent(97.5) == "97,5%" and numbers.percent(None) == "–"
    assert numbers.count(15412) == "15.412"
    assert numbers.date("2026-11-22") == numbers.date(dt.date(2026, 11, 22)) == "22/11/2026"
    assert numbers.date(pd.Timestamp(2026, 11, 22)) == "22/11/2026"
    assert [numbers.date(value) for value in ("2026-11", "2026", None, "", pd.NaT)] == [
        "11/2026",
        "2026",
        "–",
        "–",
        "–",
    ]
    with pytest.raises(ValueError, match="22/11/2026"):
        numbers.date("22/11/2026")


def test_what_a_source_says_of_exactness_stays():
    assert numbers.value_with_qualifier(8000, 0, "more_than", "vi") == "hơn 8.000"
    assert numbers.value_with_qualifier(30, 0, "target", "en") == "target 30"
    assert numbers.value_with_qualifier(80, 0, "exact", "vi") == numbers.value_with_qualifier(80, 0, None, "vi") == "80"
    assert numbers.value_with_qualifier(None, 0, "approx", "vi") == "–"


def test_unknown_kinds_are_refused():
    with pytest.raises(KeyError):
        numbers.nothing("lost", "vi")
    with pytest.raises(KeyError):
        numbers.basis("guessed", "vi")
    assert numbers.basis(None, "vi") == ""
