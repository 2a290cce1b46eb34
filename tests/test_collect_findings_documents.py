"""Findings in whole documents: sound ones that are made up, the five when at hand, whatever a text says; the rules."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.collect.extract import Extractor, LexiconRefused
from egov_metrics.collect.findings import KINDS, Finder, findings
from egov_metrics.collect.reading import read_file
from egov_metrics.i18n.texts import strings
from tests.findings_texts import CONFLICTS, FINDER, ROOT, found, propose

SHARED = Path(os.environ.get("EGOV_SHARED") or ROOT.parent / "shared")
EXTRACTOR = Extractor(ROOT / "data")


def test_every_kind_has_its_words() -> None:
    table = strings()
    kinds = {key.removeprefix("doc_finding_kind.") for key in table if key.startswith("doc_finding_kind.")}
    assert kinds == set(KINDS)
    assert all(
        f"doc_finding.{rule.rule}" in table for rule in Finder(ROOT / "data").rules.words if rule.kind != "not_data"
    )


@pytest.mark.parametrize(
    ("file", "row", "says"),
    [
        ("finding_words.csv", "x,no_kind,info,sentence,a,,,", "finding_words.csv, line 2: kind 'no_kind'"),
        ("finding_words.csv", "x,claim,info,sentence,(a,,,", "not a regular expression"),
        ("finding_codes.csv", "whole_of,a,b,", "finding_codes.csv, line 2: relation 'whole_of'"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(tmp_path: Path, file: str, row: str, says: str) -> None:
    shipped = (ROOT / "data/lexicon" / file).read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / file).write_text(f"{shipped}\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconRefused, match=says.replace("(", r"\(")):
        Finder(tmp_path)


def test_a_reading_and_its_text_give_the_same(tmp_path: Path) -> None:
    text = "Huyện có 150 thủ tục, trong đó 120 thủ tục mức độ 3, 40 thủ tục mức độ 4.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    reading = read_file(tmp_path / "a.txt")
    assert findings(reading, [], data=ROOT / "data") == findings(text, [], data=ROOT / "data") == FINDER.find(text, [])
    assert findings(text, [], data=ROOT / "data")


PIECES = [
    "Năm 2019", "xếp thứ", "23/63", ", trong đó", "gồm", "(", ")", ":", ";", ".", "\n", "mức độ 3", "mức IV",
    "không xếp hạng", "120 hồ sơ", "14.862", "81,93 điểm", "97%", "đạt tỷ lệ", "Sơn La", "huyện Mai Sơn", "cấp xã",
    "phấn đấu", "hơn", "chỉ có", "dự kiến tháng 4 tháng 2020", "tối thiểu trên", "còn lại", "0/0", "41 xã", "0",
    "khẩn trương xây dựng", "quá hạn giảm", "tất cả văn bản đều", "tăng 5 bậc", "PAR INDEX", "999999999999", "5/3 xã",
    "Lượt xem: 17", "đạt", "hạng 5",
]  # fmt: skip


@settings(max_examples=int(os.environ.get("EGOV_FUZZ") or 150), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_whatever_a_text_says_its_findings_have_places_and_words(text: str) -> None:
    made = EXTRACTOR.extract(text)
    found(text, made)
    found(text, made, published=date(2020, 6, 1))


def test_nothing_is_found_in_nothing_and_the_proposals_stay() -> None:
    assert FINDER.find("", []) == []
    text = "Số hộp thư đã cấp là 140, cụ thể: đơn vị: 30 hộp thư. Số cán bộ được cấp hộp thư: 90."
    read = propose(text, ("email_accounts", "140"), ("email_accounts_org", "30"), ("email_accounts_staff", "90"))
    before = [one.as_row() for one in read]
    FINDER.find(text, read)
    assert [one.as_row() for one in read] == before


SAMPLES = sorted(path for path in (ROOT / "tests/samples/build").iterdir() if path.suffix in (".txt", ".html"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:20])
def test_sound_documents_raise_no_alarm(path: Path) -> None:
    """The sums, shares, rates and ranks of the made-up documents hold."""
    reading = read_file(path)
    read = EXTRACTOR.extract(reading.text, path.name, reading.title, reading.published)
    one = found(reading.text, read, title=reading.title, published=reading.published)
    assert not set(one) & set(CONFLICTS)


def seed(number: str) -> Path:
    """One of the five documents; skips where they are not at hand."""
    paths = list((SHARED / "seeds").glob(f"{number}_*.txt"))
    if not paths:
        pytest.skip("the five documents are not at hand (EGOV_SHARED)")
    return paths[0]


# What stands in the five documents, by the figures that the findings must name (and no other finding of the kind).
EXPECTED: dict[str, dict[str, tuple[str, ...]]] = {
    "000": {
        "sum": ("174 + 39 = 213", "209"), "bound": ("80%",), "coverage": ("80%",), "one_for_two": ("100%",),
        "claim": (),
        "no_date": ("2019",), "tier": ("127",), "not_data": ("30", "75"),
    },
    "001": {
        "target": ("30%",), "not_stated": (), "other_year": ("81,93", "2019"), "bound": ("8.000",), "coverage": (),
        "same_number": ("12",), "undated": ("2020",), "tier": ("204",),
    },
    "002": {
        "sum": ("36 + 88 = 124", "137"), "wording": (), "plan_past": ("2020",), "future_period": ("549.286",),
        "place_inferred": (), "other_set": ("12, 17",), "not_data": ("(0/5)", "9001:2008"), "undated": (), "claim": (),
    },
    "003": {
        "denominator": ("2 + 8 + 5 + 2 + 3 = 20",), "direction": (), "rest": ("16/17",), "undated": (),
        "look_alike": ("0-1",), "instruction": ("41",), "not_data": ("17:07:34",), "other_year": ("0,680",),
    },
    "004": {
        "flow": ("447", "26.170", "401"), "double_qualifier": ("55",), "readiness": ("80%",),
        "bound": ("460.000", "97%"),
        "year_inferred": ("2016",), "levels_mixed": (), "rank_only": (), "survey_base": (), "not_data": ("26185",),
        "no_date": (), "tier": ("14",),
    },
}  # fmt: skip


@pytest.mark.parametrize("doc", sorted(EXPECTED))
def test_the_five_documents(doc: str) -> None:
    reading = read_file(seed(doc))
    read = EXTRACTOR.extract(reading.text, doc, reading.title, reading.published)
    findings = FINDER.find(reading.text, read, reading.title, reading.published)
    messages = {kind: " ".join(one.message("vi") for one in findings if one.kind == kind) for kind in KINDS}
    for kind, figures in EXPECTED[doc].items():
        assert messages[kind], kind
        assert all(figure in messages[kind] for figure in figures), (kind, messages[kind])
    assert {one.kind for one in findings} <= set(EXPECTED[doc])
    assert [one.kind for one in findings].count("sum") == (1 if "sum" in EXPECTED[doc] else 0)
