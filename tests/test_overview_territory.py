"""The overview in today's territory: recomputed figures marked, refused ones with a reason, former units led on."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from tests.opening import open_page, plain


@pytest.fixture
def shipped(shipped_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EGOV_WORKSPACE", str(shipped_workspace))
    return shipped_workspace


def opened(**params: str) -> AppTest:
    return open_page(**params)


def markup(at: AppTest) -> str:
    return "\n".join(html.proto.body for html in at.get("html"))


def headline(at: AppTest) -> str:
    found = re.search(r'<h1 class="egov-headline">(.*?)</h1>', markup(at))
    assert found
    return unescape(found.group(1))


def below(at: AppTest) -> str:
    found = re.search(r'<p class="egov-sub">(.*?)</p>', markup(at))
    return found.group(1) if found else ""


def tile(at: AppTest, name: str) -> str:
    """The tile of an index as HTML."""
    for found in re.findall(r'<li class="egov-tile">(.*?)</li>', markup(at), re.S):
        if re.search(rf"<h2>{re.escape(name)}", found):
            return str(found)
    raise AssertionError(f"no tile {name}")


def test_a_former_province_is_shown_as_its_present_one_with_the_way_back(shipped: Path) -> None:
    at = opened(unit="P63-06", territory="2025")
    assert headline(at).startswith("Thái Nguyên ")
    assert "Bắc Kạn nay thuộc Thái Nguyên (từ 1/7/2025)" in plain(below(at))
    link = re.search(r'href="overview\?([^"]*)"[^>]*>Xem Bắc Kạn như đã công bố', below(at))
    assert link and "unit=P63-06" in link.group(1) and "territory" not in link.group(1)
    # Each way of naming the territory shows the same figures.
    for unit in ("P63-19", "P34-19"):
        assert headline(opened(unit=unit, territory="2025")) == headline(at)


def test_a_merged_province_has_the_mean_of_its_members_marked_as_such(shipped: Path) -> None:
    shown = tile(opened(unit="P34-19", territory="2025"), "PAR INDEX")
    assert "87,50" in shown and "2023" in shown
    assert "tính lại, trung bình cộng của 2 tỉnh cũ" in shown
    assert "hạng" not in plain(shown)  # 6 of 7 with figures is no rank of a province
    link = re.search(r'href="([^"]*)"[^>]*>số của các tỉnh cũ', shown)
    assert link and "unit=P63-06" in link.group(1) and "units=P63-19" in link.group(1) and "year" not in link.group(1)
    assert "figure=" not in shown


def test_as_published_nothing_of_it_is_recomputed(shipped: Path) -> None:
    for unit in ("P34-19", "P63-06", "P63-14", "VN"):
        at = opened(unit=unit)
        assert "tính lại" not in plain(markup(at).replace("đáng ngờ, tính lại hoặc chỉ tiêu", "")), unit


def test_gia_lai_of_today_is_not_its_namesake(shipped: Path) -> None:
    at = opened(unit="P63-64", territory="2025")
    shown = tile(at, "CQĐT – Bộ TT&amp;TT")
    assert "2017" in shown and "tính lại" in shown and "0,680" not in shown  # 2018 is refused: Bình Định has no figure
    assert "thứ 15 trong 25 tỉnh có số liệu" in shown
    published = tile(at, "DTI")
    assert "31/34" in published and "tính lại" not in published and "figure=" in published


def test_what_is_refused_says_why_and_is_no_gap(shipped: Path) -> None:
    at = opened(unit="P63-64", territory="2025")
    assert "chưa tính lại" in tile(at, "SIPAS") and "Bình Định không có số liệu" in tile(at, "SIPAS")
    titles = [expander.label for expander in at.expander]
    assert any("chưa tính lại được cho Gia Lai" in title for title in titles)
    accepted = opened(unit="P63-64", territory="2025", partial="yes")
    assert "tính lại từ 1 trong 2 tỉnh cũ, thiếu Bình Định" in tile(accepted, "SIPAS")


def test_an_unchanged_province_keeps_its_values_and_its_rank_among_63_is_named_as_such(shipped: Path) -> None:
    at = opened(unit="P63-14", territory="2025")
    assert headline(at) == "Sơn La đạt 90,02 điểm PAR INDEX năm 2024"
    shown = tile(at, "PAR INDEX")
    assert "90,02" in shown and "hạng công bố 12/63 (theo tỉnh cũ)" in plain(shown) and "tính lại" not in shown
    assert "3/3" not in plain(markup(at))
    assert headline(opened(unit="P34-14", territory="2025")) == headline(at)


def test_the_country_ranks_the_34_and_says_how_many_have_figures(shipped: Path) -> None:
    at = opened(territory="2025", indicator="egov_mic_score")
    assert re.search(r"Có số liệu của \d+ trong 34 tỉnh năm \d{4}; \d+ tỉnh chưa tính lại được", plain(markup(at)))
    assert "không phải bảng xếp hạng công bố" in plain(markup(at))
    assert headline(at) == "PAR INDEX năm 2024: bình quân của 63 tỉnh 88,37 điểm"
    assert "bình quân của 63 tỉnh" in plain(tile(at, "PAR INDEX")) and "của 34 tỉnh" in plain(tile(at, "DTI"))
    assert t("overview.statistic.mean_before", "vi") in plain(tile(at, "PAPI"))
    assert t("overview.statistic.mean", "vi") in plain(tile(opened(), "PAR INDEX"))
    assert "Hà Nội đứng đầu (2024)" in plain(tile(at, "DTI"))


def test_a_district_has_no_switch_and_leads_to_its_communes(shipped: Path) -> None:
    at = opened(unit="D63-064", territory="2025")
    assert not [one for one in at.get("button_group") if "territory" in str(one.key)]
    assert "địa bàn nay thuộc Thái Nguyên, nằm trong 8 xã" in plain(below(at))
    assert "unit=P34-19" in below(at) and "unit=C34-02020" in below(at)


def test_the_switch_is_in_the_address_and_english_has_no_vietnamese(shipped: Path) -> None:
    at = opened(unit="P63-06", territory="2025", lang="en")
    assert headline(at).startswith("Thai Nguyen ")
    assert "recomputed, plain mean of 2 former provinces" in tile(at, "PAR INDEX")
    assert not re.search(r"tỉnh|tính lại|nay thuộc", plain(below(at)))
    assert at.query_params["territory"] in ("2025", ["2025"])


def test_weights_that_are_not_there_are_told_and_the_plain_mean_is_taken(shipped: Path) -> None:
    at = opened(unit="P34-19", territory="2025", rule="weighted")
    assert "weights.csv" in plain(markup(at))
    assert "trung bình cộng của 2 tỉnh cũ" in tile(at, "PAR INDEX")


def test_another_unit_in_todays_territory_asks_at_most_twelve_questions(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = store.Edition.query

    def counted(self: store.Edition, name: str, **parameters: object) -> object:
        asked.append(name)
        return real(self, name, **parameters)

    monkeypatch.setattr(store.Edition, "query", counted)
    at = opened(unit="P63-20", territory="2025")
    asked.clear()
    at.query_params["unit"] = "P63-24"
    at.run()
    assert not at.exception and 0 < len(asked) <= 12, asked
