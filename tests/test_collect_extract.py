"""Extraction from prose: the grammars of numbers and periods, made-up sentences, the five documents when at hand."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.collect.extract import Extractor, LexiconRefused
from egov_metrics.collect.extract.lexicon import load, normal
from egov_metrics.collect.extract.numbers import masks, numbers
from egov_metrics.collect.extract.periods import periods

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("EGOV_SHARED") or ROOT.parent / "shared")
GOLD = SHARED / "data" / "seeds_gold.csv"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(ROOT / "data")


def stated(extractor: Extractor, text: str) -> list[str]:
    return sorted(f"{one.indicator}={one.value:.10g}" for one in extractor.extract(text))


def phrases() -> list[tuple[str, str]]:
    with (ROOT / "tests/samples/phrases.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["expected"]) for row in csv.DictReader(file)]


def test_made_up_sentences_give_their_figures_and_no_others(extractor: Extractor) -> None:
    hit = wanted = proposed = 0
    for text, expected in phrases():
        want, have = Counter(expected.split()), Counter(stated(extractor, text))
        hit, wanted, proposed = hit + sum((want & have).values()), wanted + want.total(), proposed + have.total()
    assert wanted >= 80 and hit / wanted >= 0.97 and hit / proposed >= 0.97


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("14.862 hồ sơ", "plain", 14862), ("81,93", "plain", 81.93), ("0,680", "plain", 0.68), ("0.680", "plain", 0.68),
        ("02 xã", "plain", 2), ("154/154", "fraction", 154), ("1,2 triệu hồ sơ", "plain", 1_200_000),
        ("55 tỷ đồng", "money", 55), ("500 triệu đồng", "money", 0.5), ("65 - 70%", "percent", 65),
        ("hai mươi ba xã", "plain", 23), ("0,5 điểm phần trăm", "points_percent", 0.5),
    ],
)  # fmt: skip
def test_numbers_are_read_as_written(text: str, kind: str, value: float) -> None:
    (found,) = numbers(text, masks(text))
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    ["Nghị quyết số 17/NQ-CP", "ISO 9001:2015", "lúc 17:07:34", "Lượt xem: 17", "mức độ 3, 4", "ĐT: 0212.3852.123"],
)
def test_what_is_no_number_is_masked(text: str) -> None:
    assert numbers(text, masks(text)) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("quý II/2020", "2020-04-01", "2020-06-30"), ("6 tháng đầu năm 2021", "2021-01-01", "2021-06-30"),
        ("tính đến 30/6/2023", "None", "2023-06-30"), ("giai đoạn 2011-2020", "2011-01-01", "2020-12-31"),
        ("Từ tháng 1-2015 đến tháng 6-2016", "2015-01-01", "2016-06-30"),
        ("từ 1-1-2016 đến ngày 14-8-2016", "2016-01-01", "2016-08-14"), ("năm 2019", "2019-01-01", "2019-12-31"),
    ],
)  # fmt: skip
def test_periods_are_read_as_written(text: str, first: str, last: str) -> None:
    (found,) = periods(text)
    assert (str(found.first), str(found.last)) == (first, last)


def test_a_compared_year_measures_nothing() -> None:
    (found,) = periods("so với năm 2017")
    assert found.is_compared


def test_a_target_and_a_bound_say_so(extractor: Extractor) -> None:
    (target,) = extractor.extract("Phấn đấu đến cuối năm 2020 tỷ lệ hồ sơ giải quyết đúng hạn đạt 98%.")
    assert target.qualifier == "target"
    (bound,) = extractor.extract("Tỉnh đã cấp hơn 8.000 tài khoản thư điện tử công vụ.")
    assert (bound.qualifier, bound.value) == ("more_than", 8000)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,/%-–: \nđạtnămquýIVhồsơtỷlệtháng", max_size=80))
def test_no_text_breaks_it_and_passages_are_stretches_of_it(text: str) -> None:
    for one in EXTRACTOR.extract(text):
        assert text[one.start : one.end] == one.quote and one.start <= one.number_start < one.number_end <= one.end
    assert len(normal(text)) == len(text)


EXTRACTOR = Extractor(ROOT / "data")


def test_a_rule_with_an_unknown_concept_is_refused(tmp_path: Path) -> None:
    for file in (ROOT / "data/lexicon").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("dossiers_received,count,dossier,nonsense,,,0\n")
    with pytest.raises(LexiconRefused, match="rules.csv, line .*nonsense"):
        load(tmp_path)


@pytest.mark.skipif(not GOLD.is_file(), reason="the gold table of the five documents is not at hand")
def test_the_five_documents(extractor: Extractor) -> None:
    with GOLD.open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    hit: Counter[str] = Counter()
    proposed = 0
    for doc in sorted({row["doc"] for row in gold}):
        found = extractor.extract((SHARED / "seeds" / doc).read_text(encoding="utf-8"), doc)
        proposed += len(found)
        mine = [row for row in gold if row["doc"] == doc]
        for name, of_gold, of_found in (
            ("value", lambda r: float(r["value"]), lambda p: p.value),
            ("indicator", lambda r: (float(r["value"]), r["indicator"]), lambda p: (p.value, p.indicator)),
        ):
            hit[name] += (Counter(map(of_gold, mine)) & Counter(map(of_found, found))).total()
    scores = {name: 2 * count / (len(gold) + proposed) for name, count in hit.items()}
    assert scores["value"] >= 0.97 and scores["indicator"] >= 0.93, scores


def test_a_heading_that_also_names_what_is_planned_does_not_date_results_by_it(extractor: Extractor) -> None:
    text = (
        "ỦY BAN NHÂN DÂN TỈNH BẾN TRE\nSố: 412/BC-UBND\nBến Tre, ngày 20 tháng 6 năm 2023\n\nBÁO CÁO\n"
        "Kết quả cải cách hành chính 6 tháng đầu năm 2023 và nhiệm vụ 6 tháng cuối năm\n\n"
        "I. KẾT QUẢ THỰC HIỆN\n1. Tiếp nhận và giải quyết hồ sơ\n"
        "Đã giải quyết xong 4.120 hồ sơ.\n"
    )
    (found,) = [one for one in extractor.extract(text) if one.value == 4120]
    assert (str(found.period_start), str(found.period_end)) == ("2023-01-01", "2023-06-30")


def test_the_items_of_a_list_are_of_the_period_that_its_first_one_states(extractor: Extractor) -> None:
    text = (
        "BÁO CÁO CẢI CÁCH HÀNH CHÍNH 6 THÁNG ĐẦU NĂM 2023\n\n"
        "Tình hình hồ sơ của tỉnh Trà Vinh:\n"
        "- Từ ngày 15/12/2022 đến ngày 14/6/2023, toàn tỉnh tiếp nhận mới 30.000 hồ sơ.\n"
        "- Đã giải quyết xong 28.000 hồ sơ.\n"
        "- Đang giải quyết 2.000 hồ sơ.\n\n"
        "Đơn vị có 40 hồ sơ trễ hẹn.\n"
    )
    when = {one.value: (str(one.period_start), str(one.period_end)) for one in extractor.extract(text)}
    assert when[30000] == when[28000] == when[2000] == ("2022-12-15", "2023-06-14")
    assert when[40] == ("2023-01-01", "2023-06-30"), "another paragraph is of what its title says"
