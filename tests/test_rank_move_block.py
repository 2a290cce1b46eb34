"""The block "why the rank moved" on a made-up store: steps, components, names on demand, sources, and its reasons."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from tests.sample import Sample, small_sample

PAGE = """
import streamlit as st
from egov_metrics.analysis.comparability import Methods
from egov_metrics.ui import parts, rank_move, session
from egov_metrics.views.view import View

served = session.serve(None)
lang = st.query_params.get("lang", "vi")
unit = st.query_params["unit"]
indicators = served.query("indicators").set_index("indicator_code", drop=False)
figures = served.query(
    "figures_of_indicator", indicator="par_index_score", level="province", year_from=1990, year_to=2100,
    parent=None, region=None,
)
options = served.unit_options(lang)
rank_move.show(
    served, View(unit=unit, lang=lang), figures, unit, indicators.loc["par_index_score"].to_dict(),
    lambda key: str(options.option(key)[1]), Methods(served.query("methods")), "test",
)
"""
OTHERS = (("01", "Hà Nội"), ("02", "Hà Giang"), ("04", "Cao Bằng"), ("06", "Bắc Kạn"), ("08", "Tuyên Quang"),
          ("10", "Lào Cai"), ("11", "Điện Biên"), ("12", "Lai Châu"))  # fmt: skip


def sample() -> Sample:
    """Eleven provinces with values of 2022 and 2023, of whose totals Sơn La's is made up of two components."""
    made = small_sample()
    for code, name in OTHERS:
        made.add("unit", unit_id=f"P63-{code}", level="province", code=code, name=name, kind="tỉnh", parent_id="VN",
                 valid_to="2025-06-30")  # fmt: skip
    for code in ("self_score", "survey_score"):
        made.add("indicator", indicator_code=code, family="PAR_INDEX", parent_code="par_index_score", name=code,
                 short=code)  # fmt: skip
    made.figure("P63-14", 2022, "84.00", 3).figure("P63-14", 2023, "85.20", 4)
    made.figure("P63-64", 2022, "90.00").figure("P63-64", 2023, "91.00")
    made.figure("P63-52", 2022, "84.50").figure("P63-52", 2023, "80.00")
    made.figure("P63-01", 2022, "83.00").figure("P63-01", 2023, "86.00")
    made.figure("P63-02", 2022, "82.00").figure("P63-02", 2023, "87.00")
    for code, _ in OTHERS[2:]:
        made.figure(f"P63-{code}", 2022, "70.00").figure(f"P63-{code}", 2023, "71.00")
    made.figure("P63-64", 2016, "", 9)
    for code, before, after in (("self_score", "60.00", "60.50"), ("survey_score", "24.00", "24.70")):
        made.figure("P63-14", 2022, before, indicator_code=code).figure("P63-14", 2023, after, indicator_code=code)
    return made


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rank_move")
    store.build(sample().write(folder / "data"), folder / "workspace")
    return folder / "workspace"


@pytest.fixture
def block(workspace: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))

    def opened(unit: str, lang: str = "vi") -> AppTest:
        at = AppTest.from_string(PAGE, default_timeout=60)
        at.query_params["unit"] = unit
        at.query_params["lang"] = lang
        at.run()
        assert not at.exception, at.exception
        return at

    return opened


def text(at: AppTest) -> str:
    bodies = "\n".join(html.proto.body for html in at.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bodies)))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_block_tells_steps_components_and_sources(block, lang):
    at = block("P63-14", lang)
    said = text(at)
    if lang == "vi":
        assert (
            "Trong 11 tỉnh có số liệu cả hai năm, giảm 1 bậc: điểm tăng 1,20 nhưng 2 tỉnh vượt lên, vượt được 1 tỉnh"
        ) in said
        assert "Hạng công bố: 3/63 năm 2022 và 4/63 năm 2023." in said and "không phải hạng công bố" in said
        assert "Mức tăng 1,20 điểm gồm 2 thành phần; tăng nhiều nhất: survey_score (+0,70)." in said
        assert "Nguồn: Bài press-1" in said and "Số liệu 2023" in said and "Số liệu 2022" in said
    else:
        assert "Among 11 provinces with figures of both years, down 1 place" in said
        assert "The rise of 1,20 points is made of 2 components" in said and "Source: Bài press-1" in said
    assert len(at.get("plotly_chart")) == 2
    links = "\n".join(html.proto.body for html in at.get("html"))
    assert links.count("figure=") == 2 and "indicator=self_score" in links


def test_names_come_when_they_are_asked_for(block):
    at = block("P63-14")
    assert "Hà Giang" not in text(at)
    at.session_state["test-who"] = True
    at.run()
    assert not at.exception
    assert "Vượt lên (2): Hà Giang, Hà Nội." in text(at) and "Bị vượt qua hoặc tụt lại (1): Bình Định." in text(at)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_says_why_it_cannot_tell(block, lang):
    alone = text(block("P34-52", lang))
    assert {"vi": "Chưa có hai năm số liệu", "en": "no two years of figures"}[lang] in alone
    at = block("P63-64", lang)
    assert len(at.get("plotly_chart")) == 1  # 2022 and 2023 are alike; 2021 and 2016 are not looked at
    assert "2022 → 2023" in text(at)
