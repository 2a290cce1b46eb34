"""Sources are called by a name that readers can read."""

from __future__ import annotations

import pytest

from egov_metrics.charts.caption import source_line
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import read
from egov_metrics.i18n.titles import is_foreign, source_name
from tests.charts_frames import frame, row


@pytest.mark.parametrize(
    ("title", "foreign"),
    [
        ("Quyết định số 892/QĐ-BNV công bố Chỉ số cải cách hành chính", False),
        ("Lào Cai đứng thứ 6 toàn quốc (Lao translation; also /ur/)", False),
        ("2016年行政改革指数 (VIETJO)", True),
        ("베트남 행정개혁 꾸준히 개선 (Chao Vietnam)", True),
        ("越南公布2020年省级行政改革指数排名 (MOFCOM Ho Chi Minh City consulate, table top 10)", True),
        ("ດັດຊະນີການປະຕິຮູບ", True),
        ("2024", False),
        ("", False),
    ],
)
def test_a_title_in_another_script_is_known(title: str, foreign: bool) -> None:
    assert is_foreign(title) == foreign


def test_the_producer_stands_for_a_title_that_few_can_read() -> None:
    assert source_name("2016年行政改革指数", "VIETJO") == "VIETJO"
    assert source_name("2016年行政改革指数", None) == "2016年行政改革指数"
    assert source_name("Báo cáo", "Bộ Nội vụ") == "Báo cáo"


def test_two_such_sources_of_one_producer_stay_two_in_a_line_of_sources() -> None:
    given = frame(
        [
            row("A", 2016, 70.0, source_title="2016年行政改革指数", published="2017-06-01"),
            row("A", 2018, 71.0, source_title="2018年行政改革指数", published="2019-05-28"),
        ]
    ).assign(source_producer="VIETJO")
    assert source_line(read(given, "value"), Look()) == "Nguồn: VIETJO (28/05/2019); VIETJO (01/06/2017)"
