"""Contradictions of a document under review: made-up sentences in both directions for every kind, and the store."""

from __future__ import annotations

import csv
from datetime import date

import pandas as pd
import pytest

from tests.findings_texts import CONFLICTS, ROOT, UNIT, found, propose

# sums and parts


@pytest.mark.parametrize(
    "text",
    [
        "Huyện có 150 thủ tục trực tuyến, trong đó 120 thủ tục mức độ 3, 40 thủ tục mức độ 4.",
        "Huyện có 150 thủ tục, gồm 100 thủ tục mức độ 3 và 40 thủ tục mức độ 4.",
        "Cung cấp 300 dịch vụ công: mức độ 2: 10 dịch vụ, mức độ 3: 200 dịch vụ, mức độ 4: 80 dịch vụ.",
        "Đã giải quyết 9.000 hồ sơ, bao gồm 8.000 hồ sơ trước hạn; 900 hồ sơ đúng hạn; 200 hồ sơ quá hạn.",
        "Chứng thư số: 164 (tổ chức: 41; cá nhân: 133).",
        "Toàn tỉnh có 2.000 thủ tục, gồm cấp tỉnh 1.500 và cấp xã 400.",
        "Phải giải quyết 500 hồ sơ (tiếp nhận mới 420 hồ sơ, từ kỳ trước chuyển sang 90 hồ sơ).",
        "Trung tâm nhận 800 hồ sơ, trong đó giải quyết được 700 hồ sơ, 120 hồ sơ đang trong hạn giải quyết.",
    ],
)
def test_parts_that_do_not_make_their_whole_are_found(text: str) -> None:
    assert found(text)["sum"].severity == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "Huyện có 160 thủ tục trực tuyến, trong đó 120 thủ tục mức độ 3, 40 thủ tục mức độ 4.",
        "Huyện có 190 thủ tục, trong đó 120 thủ tục mức độ 3, 40 thủ tục mức độ 4.",
        "Nhận 1.000 hồ sơ, trong đó có 600 hồ sơ trực tuyến, đã trả kết quả 900 hồ sơ.",
        "Huyện có trên 150 thủ tục, trong đó 120 thủ tục mức độ 3, 40 thủ tục mức độ 4.",
        "Huyện có 150 thủ tục, trong đó 120 thủ tục mức độ 3, khoảng 40 thủ tục mức độ 4.",
        "Cung cấp 290 dịch vụ công: mức độ 2: 10 dịch vụ, mức độ 3: 200 dịch vụ, mức độ 4: 80 dịch vụ.",
        "Huyện có 20 thủ tục; tại xã có 90 thủ tục, trong đó 80 thủ tục mức độ 3, 10 thủ tục mức độ 4.",
        "Đã giải quyết 9.100 hồ sơ, bao gồm 8.000 hồ sơ trước hạn; 900 hồ sơ đúng hạn; 200 hồ sơ quá hạn.",
        "Đã làm việc tại 3 huyện (đúng hạn 20 hồ sơ, quá hạn 5 hồ sơ).",
        "Tỉnh có 1.500 thủ tục, trong đó cấp tỉnh 1.300 thủ tục, cấp huyện 300 thủ tục.",
        "Có 300 thủ tục mức độ 3, 4, trong đó 120 thủ tục mức độ 3, 180 thủ tục mức độ 4.",
        "Hộp thư: 36 hộp thư (trong đó: phòng ban của huyện 17; 19 xã, thị trấn).",
    ],
)
def test_sums_that_hold_or_are_no_sums_raise_nothing(text: str) -> None:
    assert not {"sum", "part_larger"} & set(found(text))


MAIL = "Số hộp thư đã cấp là {}, cụ thể: đơn vị: 30 hộp thư. Số cán bộ được cấp hộp thư: 90."


@pytest.mark.parametrize(("total", "kinds"), [("140", {"sum"}), ("120", set())])
def test_sums_by_the_indicators_also_over_sentences(total: str, kinds: set[str]) -> None:
    text = MAIL.format(total)
    read = propose(text, ("email_accounts", total), ("email_accounts_org", "30"), ("email_accounts_staff", "90"))
    one = found(text, read)
    assert set(one) & set(CONFLICTS) == kinds
    if kinds:
        assert one["sum"].proposals == (0, 1, 2) and len(one["sum"].ranges) == 3
        assert "30 + 90 = 120" in one["sum"].message("vi") and "140" in one["sum"].message("en")


@pytest.mark.parametrize(("mean", "kinds"), [("0,5000", set()), ("0,5800", {"sum"})])
def test_means_by_the_indicators(mean: str, kinds: set[str]) -> None:
    text = f"ICT Index năm 2019 đạt {mean} điểm: hạ tầng 0,4000; nhân lực 0,5000; ứng dụng 0,6000."
    year = {"unit": "points", "start": date(2019, 1, 1), "end": date(2019, 12, 31), "words": "năm 2019"}
    codes = ("ict_index_score", "ict_index_htkt_score", "ict_index_htnl_score", "ict_index_udcntt_score")
    read = [(code, number, year) for code, number in zip(codes, (mean, "0,4000", "0,5000", "0,6000"), strict=True)]
    if mean == "0,5000":
        read = [read[0], read[1], read[2], read[3]]
    assert set(found(text, propose(text, *read))) & set(CONFLICTS) == kinds


@pytest.mark.parametrize(
    ("text", "codes", "kinds"),
    [
        ("Nhận 100 hồ sơ; nộp qua mạng 120 hồ sơ.", ("dossiers_received", "dossiers_online_received"), {"part_larger"}),
        ("Nhận 200 hồ sơ; nộp qua mạng 120 hồ sơ.", ("dossiers_received", "dossiers_online_received"), set()),
        ("Có 19/17 xã.", ("onestop_communes",), {"part_larger"}),
        ("Có 17/17 xã.", ("onestop_communes",), set()),
    ],
)
def test_parts_larger_than_their_whole(text: str, codes: tuple[str, ...], kinds: set[str]) -> None:
    words = [word for word in text.replace(".", " ").split() if word[0].isdigit()]
    read = [(code, word, {"of": 17.0} if "/" in word else {}) for code, word in zip(codes, words, strict=True)]
    assert set(found(text, propose(text, *read))) & set(CONFLICTS) == kinds


# rates, levels, flows, ranks


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Phần mềm đã dùng ở 120/120 cơ quan, đạt 100%.", False),
        ("Phần mềm đã dùng ở 110/120 cơ quan, đạt 100%.", True),
        ("Có 182/214 thủ tục, tức 85%, đưa vào giải quyết.", False),
        ("Có 182/214 thủ tục, tức 95%, đưa vào giải quyết.", True),
        ("Có 182/214 thủ tục, tức trên 80%, đưa vào giải quyết.", False),
        ("Tỉnh xếp thứ 23/63, đạt 81,93% điểm tối đa.", False),
        ("Phần sẵn sàng đạt 46/50 điểm, tỷ lệ 92%.", False),
    ],
)
def test_rates_beside_fractions(text: str, is_wrong: bool) -> None:
    assert ("rate_count" in found(text)) == is_wrong


@pytest.mark.parametrize(("rate", "is_wrong"), [("3,2%", False), ("4,5%", True)])
def test_rates_beside_counts(rate: str, is_wrong: bool) -> None:
    text = f"Sở nhận 21.409 hồ sơ, trễ hạn 688 hồ sơ, tỷ lệ trễ hạn {rate}."
    read = propose(text, ("dossiers_received", "21.409"), ("dossiers_late", "688"), ("late_rate", rate))
    assert ("rate_count" in found(text, read)) == is_wrong


LEVELS = (
    "Đối với cấp sở: có {} đơn vị đạt mức I ({}%), 6 đơn vị đạt mức II (30%), 8 đơn vị đạt mức III (40%), "
    "1 đơn vị đạt mức IV (5%), 1 đơn vị không xếp hạng (5%)."
)


@pytest.mark.parametrize(
    ("count", "share", "kinds"),
    [("4", "20", {"denominator"}), ("4", "25", {"levels_total"}), ("5", "20", {"rate_count"})],
)
def test_levels_without_a_total(count: str, share: str, kinds: set[str]) -> None:
    one = found(LEVELS.format(count, share))
    assert set(one) & {"denominator", "levels_total", "rate_count"} == kinds
    if "denominator" in one:
        assert "= 20" in one["denominator"].message("vi")


@pytest.mark.parametrize(("total", "is_wrong"), [("20", False), ("18", True), ("22", True)])
def test_levels_with_a_total(total: str, is_wrong: bool) -> None:
    one = found(f"Trong số {total} sở tham gia. " + LEVELS.format("4", "20"))
    assert ("levels_total" in one) == is_wrong and "denominator" not in one


def test_shares_of_other_tiers_and_unread_parts_are_no_conflict() -> None:
    text = "Cấp huyện: 3 đơn vị đạt mức II (30%), 5 đơn vị đạt mức III (50%). 100% UBND cấp xã không xếp hạng."
    assert not {"levels_total", "rate_count"} & set(found(text))


@pytest.mark.parametrize(
    ("resolved", "left", "backlog", "is_wrong"),
    [
        ("8.960", "254", "", False),
        ("8.960", "300", "", False),
        ("8.000", "254", "", True),
        ("9.000", "254", "40", False),
    ],
)
def test_dossiers_must_flow(resolved: str, left: str, backlog: str, is_wrong: bool) -> None:
    text = f"Nhận mới 9.214 hồ sơ, kỳ trước chuyển {backlog or 'sang'}; giải quyết {resolved} hồ sơ, còn {left} hồ sơ."
    read = [("dossiers_received_new", "9.214"), ("dossiers_resolved", resolved), ("dossiers_pending", left)]
    if backlog:
        read.insert(1, ("dossiers_carried_over", backlog))
    assert ("flow" in found(text, propose(text, *read))) == is_wrong


def test_what_is_open_within_the_deadline_counts_where_it_closes_another_sum() -> None:
    text = "Cả kỳ nhận 500 hồ sơ, giải quyết 480 hồ sơ, 20 hồ sơ trong hạn. Riêng năm nay giải quyết 30, nhận mới 300."
    end = {"end": date(2020, 6, 30)}
    year = {**end, "start": date(2020, 1, 1)}
    read = propose(
        text, ("dossiers_received", "500", end), ("dossiers_resolved", "480", end),
        ("dossiers_pending_within_deadline", "20", end), ("dossiers_resolved", "30", year),
        ("dossiers_received_new", "300", year),
    )  # fmt: skip
    assert found(text, read)["flow"].proposals == (2, 3, 4)
    assert "flow" not in found(text, [one for one in read if one.indicator != "dossiers_received"])


@pytest.mark.parametrize(("rank", "is_wrong"), [("63/63", False), ("65/63", True)])
def test_ranks_beyond_the_number_ranked(rank: str, is_wrong: bool) -> None:
    text = f"PAR INDEX xếp thứ {rank} cả nước."
    read = propose(text, ("par_index_rank", rank, {"unit": "rank", "of": 63.0}))
    assert ("rank_beyond" in found(text, read)) == is_wrong


@pytest.mark.parametrize(("said", "is_wrong"), [("2", False), ("5", True)])
def test_places_gained_against_the_ranks_of_both_years(said: str, is_wrong: bool) -> None:
    text = f"Năm 2021 xếp hạng 10, tăng {said} bậc so với hạng 12 của năm 2020."
    now = {"unit": "rank", "start": date(2021, 1, 1), "end": date(2021, 12, 31)}
    before = {"unit": "rank", "start": date(2020, 1, 1), "end": date(2020, 12, 31)}
    read = propose(
        text, ("par_index_rank", "10", now), ("par_index_rank_change", said, {**now, "unit": "ranks"}),
        ("par_index_rank", "12", before),
    )  # fmt: skip
    assert ("rank_move" in found(text, read)) == is_wrong


@pytest.mark.parametrize(("value", "is_wrong"), [("81,93", False), ("181,93", True)])
def test_values_outside_their_scale(value: str, is_wrong: bool) -> None:
    text = f"PAR INDEX đạt {value} điểm."
    assert ("scale" in found(text, propose(text, ("par_index_score", value, {"unit": "points"})))) == is_wrong


# targets, time, place


def test_targets_alone_and_beside_a_result() -> None:
    text = "Hồ sơ nộp trực tuyến đạt 54%. Năm sau phấn đấu 70% hồ sơ nộp trực tuyến."
    plan = ("dossiers_online_share", "70%", {"qualifier": "target"})
    both = found(text, propose(text, ("dossiers_online_share", "54%"), plan))["target"]
    assert both.proposals == (0, 1) and "54%" in both.message("vi")
    assert found(text, propose(text, plan))["target"].text == "target"
    assert "target" not in found(text, propose(text, ("dossiers_online_share", "54%")))


def test_a_word_of_asking_alone_makes_no_target() -> None:
    text = "Số hồ sơ phải đề nghị người nộp bổ sung là 4.017 hồ sơ."
    assert "target" not in found(text, propose(text, ("dossiers_supplement", "4.017", {"qualifier": "target"})))


@pytest.mark.parametrize(("day", "is_wrong"), [(date(2020, 10, 27), True), (date(2021, 2, 1), False)])
def test_periods_that_end_after_the_document(day: date, is_wrong: bool) -> None:
    text = "Trong giai đoạn 2011-2020, huyện tiếp nhận 50.000 hồ sơ."
    period = {"start": date(2011, 1, 1), "end": date(2020, 12, 31), "words": "giai đoạn 2011-2020"}
    read = propose(text, ("dossiers_received", "50.000", period))
    assert ("future_period" in found(text, read, published=day)) == is_wrong


@pytest.mark.parametrize(
    ("text", "is_past"),
    [
        ("Hệ thống dự kiến tháng 4 tháng 2020 sẽ đưa vào vận hành.", True),
        ("Hệ thống dự kiến tháng 4/2020 đưa vào vận hành.", True),
        ("Hệ thống dự kiến tháng 12/2020 đưa vào vận hành.", False),
        ("Hệ thống đã vận hành từ tháng 4/2020.", False),
    ],
)
def test_plans_for_a_time_already_past(text: str, is_past: bool) -> None:
    assert ("plan_past" in found(text, published=date(2020, 10, 27))) == is_past


def test_documents_and_figures_without_a_date() -> None:
    text = "Kết quả năm 2019 của tỉnh\n\nChiều ngày 16-8, tỉnh có 14 hệ thống."
    year = {"start": date(2019, 1, 1), "end": date(2019, 12, 31), "words": "năm 2019"}
    dated, undated = propose(text, ("info_systems", "14", year)), propose(text, ("info_systems", "14"))
    one = found(text, dated)
    assert one["no_date"].text == "no_date_title" and "2019" in one["no_date"].message("vi")
    assert "year_inferred" in one and "undated" not in one
    assert {"no_date", "year_inferred"}.isdisjoint(found(text, dated, published=date(2020, 1, 5)))
    assert "05/01/2020" in found(text, undated, published=date(2020, 1, 5))["undated"].message("vi")


@pytest.mark.parametrize(("year", "is_other"), [(2019, True), (2020, False)])
def test_scores_of_another_year_than_the_document(year: int, is_other: bool) -> None:
    text = f"PAR INDEX năm {year} đạt 81,93 điểm."
    given = {"unit": "points", "start": date(year, 1, 1), "end": date(year, 12, 31), "words": f"năm {year}"}
    read = propose(text, ("par_index_score", "81,93", given))
    assert ("other_year" in found(text, read, published=date(2020, 7, 8))) == is_other


@pytest.mark.parametrize(("text", "is_inferred"), [("Huyện Chợ Gạo", True), ("Huyện Chợ Gạo, tỉnh Tiền Giang", False)])
def test_a_province_that_is_not_named(text: str, is_inferred: bool) -> None:
    text += " có 137 hộp thư."
    place = {"place": ("Chợ Gạo", "district", "Tiền Giang", "D63-822")}
    assert ("place_inferred" in found(text, propose(text, ("email_accounts", "137", place)))) == is_inferred


def test_tiers_and_mixed_levels() -> None:
    text = "Tỉnh có 5 cổng, 7 hệ thống. Cấp xã có 127 thủ tục. Thành phố Lạng Sơn có 11 cổng, 12 hệ thống."
    city = {"place": ("TP Lạng Sơn", "district", "Lạng Sơn", "D63-178")}
    tier = {"place": ("Lạng Sơn", "commune", "Lạng Sơn", "P63-20")}
    own = [("portals_total", "5"), ("info_systems", "7")]
    within = [("portals_total", "11", city), ("info_systems", "12", city)]
    one = found(text, propose(text, *own, ("dvctt_total", "127", tier), *within))
    assert "127 (Cấp xã, Lạng Sơn)" in one["tier"].message("vi") and one["levels_mixed"].proposals == (0, 1, 3, 4)
    assert {"tier", "levels_mixed"}.isdisjoint(found(text, propose(text, *own)))


# one number, two values, bounds


def test_one_number_for_two_things() -> None:
    text = "Máy tính có kết nối đạt 100%."
    read = propose(text, ("staff_computer_rate", "100%"), ("computers_internet_rate", "100%", {"same": True}))
    assert found(text, read)["one_for_two"].proposals == (0, 1)
    assert "one_for_two" not in found(text, read[:1])


@pytest.mark.parametrize(("second", "is_same"), [("15", True), ("16", False)])
def test_the_same_number_twice_in_a_list(second: str, is_same: bool) -> None:
    text = f"Phần mềm dùng tại 15 UBND huyện, {second} đơn vị sự nghiệp."
    read = propose(text, ("dms_units", "15"), ("dms_units_service_province", second))
    assert ("same_number" in found(text, read)) == is_same


@pytest.mark.parametrize(
    ("again", "is_twice"),
    [
        ("Như đã nêu, tỷ lệ văn bản điện tử trao đổi đạt 88%.", True),
        ("Như đã nêu, tỷ lệ văn bản điện tử trao đổi đạt 97%.", False),
        ("Huyện Bắc Sơn có tỷ lệ văn bản điện tử trao đổi đạt 88%.", False),
        ("Riêng khối giáo dục chỉ mới gửi 88% công văn.", False),
    ],
)
def test_one_indicator_with_two_values(again: str, is_twice: bool) -> None:
    text = f"Tỷ lệ văn bản điện tử trao đổi đạt 97%. {again}"
    second = "97%" if "97%" in again else "88%"
    read = propose(text, ("edoc_exchange_rate", "97%"), ("edoc_exchange_rate", second))
    assert ("stated_twice" in found(text, read)) == is_twice


def test_bounds_ranks_in_words_and_scores_without_a_unit() -> None:
    text = "Đã cấp hơn 8.000 hộp thư. DDCI đứng đầu. Chỉ số CCHC 81,93; xếp sau."
    read = propose(
        text, ("email_accounts", "8.000", {"qualifier": "more_than"}),
        ("ddci_rank", "đứng đầu", {"unit": "rank", "value": 1.0}), ("par_index_score", "81,93", {"unit": "points"}),
    )  # fmt: skip
    one = found(text, read)
    assert "hơn 8.000" in one["bound"].message("vi") and "đứng đầu" in one["rank_only"].message("vi")
    assert one["not_stated"].proposals == (2,)
    plain = "Đã cấp 8.000 hộp thư. DDCI đạt 70,1 điểm, đứng đầu. Chỉ số CCHC đạt 81,93 điểm."
    read = propose(
        plain, ("email_accounts", "8.000"), ("ddci_rank", "đứng đầu", {"unit": "rank", "value": 1.0}),
        ("par_index_score", "81,93", {"unit": "points"}),
    )  # fmt: skip
    assert {"bound", "rank_only", "not_stated"}.isdisjoint(found(plain, read))


# words


def sentences() -> list[tuple[str, str, str, str]]:
    with (ROOT / "tests/samples/findings.csv").open(encoding="utf-8", newline="") as file:
        return [(row["kind"], row["code"], row["says"], row["says_not"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("kind", "code", "says", "says_not"), sentences())
def test_words_that_a_reader_must_see(kind: str, code: str, says: str, says_not: str) -> None:
    """With a code, a figure of 100 % of that indicator was read from both sentences."""
    read = [propose(text, (code, "100%")) if code else [] for text in (says, says_not)]
    assert kind in found(says, read[0]) and kind not in found(says_not, read[1])


def test_what_is_no_data_and_yet_proposed_is_a_warning() -> None:
    text = "Hội nghị nối tới 63 điểm cầu."
    assert found(text, propose(text, ("info_systems", "63")))["not_data"].severity == "warning"


def test_sets_that_are_counted_apart_and_indices_that_look_alike() -> None:
    text = "Mạng LAN tại 12 cơ quan chuyên môn. Hộp thư cơ quan cấp huyện 17; điểm ứng dụng CNTT 0,680."
    read = propose(
        text, ("units_lan_wan_agencies", "12"), ("email_accounts_org_district", "17"),
        ("egov_mic_score", "0,680", {"unit": "points"}),
    )  # fmt: skip
    one = found(text, read)
    assert one["other_set"].proposals == (0, 1) and one["other_set"].severity == "info"
    assert one["look_alike"].proposals == (2,)
    same = text.replace("17", "12")
    read = propose(same, ("units_lan_wan_agencies", "12"), ("email_accounts_org_district", "12"))
    assert {"other_set", "look_alike"}.isdisjoint(found(same, read))


# the store


class Store:
    """Stands for an open edition: the figures of one province."""

    def __init__(self, *rows: dict[str, object]) -> None:
        common = {
            "scope": "self", "is_target": False, "statistic": "own", "qualifier": "exact", "decimals": 2, "rank": None,
            "rank_of": None, "value": None, "period_start": date(2019, 1, 1), "period_end": date(2019, 12, 31),
            "year": 2019, "source_title": "Báo cáo 2019", "source_producer": "Bộ Nội vụ",
        }  # fmt: skip
        self.rows = [common | row for row in rows]

    def query(self, name: str, unit_id: str) -> pd.DataFrame:
        assert (name, unit_id) == ("figures_of_unit", UNIT[3])
        return pd.DataFrame(self.rows).astype(object)


YEAR = {"unit": "points", "start": date(2019, 1, 1), "end": date(2019, 12, 31), "words": "năm 2019"}
YEAR_BEFORE = {"period_start": date(2018, 1, 1), "period_end": date(2018, 12, 31)}
SCORE = "Năm 2019 tỉnh đạt 0,812 điểm, xếp hạng 20/63."


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([{"indicator_code": "ict_index_score", "value": 0.812, "decimals": 3, "rank": 20}], {"store_same"}),
        ([{"indicator_code": "ict_index_score", "value": 0.8124, "decimals": 4, "rank": 20}], {"store_same"}),
        ([{"indicator_code": "ict_index_score", "value": 0.79, "decimals": 2, "rank": 22}], {"store_differs"}),
        ([{"indicator_code": "egov_mic_score", "value": 0.812, "decimals": 3, "rank": 20}], {"index_name"}),
        ([{"indicator_code": "ict_index_score", "value": 0.5, "year": 2018, **YEAR_BEFORE}], set()),
    ],
)  # fmt: skip
def test_the_document_against_the_store(rows: list[dict[str, object]], kinds: set[str]) -> None:
    read = propose(SCORE, ("ict_index_score", "0,812", YEAR), ("ict_index_rank", "20/63", {**YEAR, "unit": "rank"}))
    one = found(SCORE, read, edition=Store(*rows))
    assert {kind for kind in one if kind.startswith(("store", "index"))} == kinds
    if kinds == {"store_same"}:
        assert one["store_same"].proposals == (0, 1)


def test_places_gained_against_the_store() -> None:
    text = "Năm 2019, PAR INDEX tăng 5 bậc."
    read = propose(text, ("par_index_rank_change", "5", {**YEAR, "unit": "ranks"}))
    rows = [{"indicator_code": "par_index_score", "rank": 20, "year": 2019}]
    for before, is_wrong in ((25, False), (27, True)):
        store = Store(*rows, {"indicator_code": "par_index_score", "rank": before, "year": 2018})
        assert ("rank_move" in found(text, read, edition=store)) == is_wrong
