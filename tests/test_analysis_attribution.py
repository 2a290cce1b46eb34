"""Components of a change: the parts add up, a rule must be seen in both years, and nothing is claimed without one."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.analysis.attribution import Attribution, attribute, components_of
from egov_metrics.analysis.insights import attribution as words
from egov_metrics.charts import contributions
from egov_metrics.charts.look import Look
from egov_metrics.i18n.texts import LANGS
from egov_metrics.ui.subjects import subject_of
from tests.analysis_frames import CHAIN, figure, figures, indicator, methods

CODES = ("one", "two", "three")
CATALOGUE = {code: indicator(code, scale_min=0, scale_max=100) for code in ("idx_score", *CODES)}
HOLE = re.compile(r"[{}]|None|nan|NaT|<NA>")


def frame(totals: tuple[float, float], *parts: tuple[float, float], decimals: int = 2, **cells: Any) -> pd.DataFrame:
    codes = ["idx_score", *(f"c{place}" for place in range(len(parts)))]
    codes = ["idx_score", *CODES][: len(parts) + 1] if len(parts) <= 3 else codes
    return figures(
        *(
            figure(indicator_code=code, year=2012 + at, value=pair[at], decimals=decimals, **cells)
            for code, pair in zip(codes, (totals, *parts), strict=True)
            for at in (0, 1)
        )
    )


def told(rows: pd.DataFrame, codes: tuple[str, ...] = CODES) -> Attribution:
    found = attribute(rows, "idx_score", codes, 2012, 2013, CHAIN)
    assert found is not None
    return found


def test_a_sum_is_attributed():
    found = told(frame((60.0, 63.0), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5)))
    assert found.rule == "sum" and found.change == pytest.approx(3.0) and found.residual == 0.0
    assert [part.contribution for part in found.parts] == pytest.approx([4.0, -1.5, 0.5])


def test_a_plain_mean_is_attributed_by_shares_and_the_rest_is_named_rounding():
    found = told(frame((0.8654, 0.9), (0.7925, 0.82), (0.9538, 0.98), (0.85, 0.8999), decimals=4))
    assert found.rule == "mean" and found.residual != 0.0 and abs(found.residual) < 1e-4
    assert [part.contribution for part in found.parts] == pytest.approx([0.0275 / 3, 0.0262 / 3, 0.0499 / 3])
    assert sum(part.contribution or 0 for part in found.parts) + found.residual == pytest.approx(found.change)


def test_neither_claims_nothing():
    weighted = frame((50.0, 55.0), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5))
    one_year = frame((60.0, 66.0), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5))  # the sum holds in 2012 only
    for rows in (weighted, one_year):
        found = told(rows)
        assert found.rule is None and found.residual == 0.0
        assert [part.contribution for part in found.parts] == [None, None, None]
        assert [part.change for part in found.parts] == pytest.approx([4.0, -1.5, 0.5])


def test_rounding_is_as_wide_as_the_printed_decimals_allow_and_no_wider():
    inside = ((60.0, 63.0), (20.2, 24.0), (29.9, 28.5), (10.0, 10.5))  # 60.1, and half a tenth four times is 0.2
    assert told(frame(*inside, decimals=1)).rule == "sum"
    assert told(frame(*inside, decimals=2)).rule is None


@pytest.mark.parametrize(
    "cells", [{"value_basis": "derived"}, {"qualifier": "more_than"}, {"method_id": None}, {"is_target": True}]
)
def test_what_may_not_be_compared_is_not_attributed(cells):
    rows = frame((60.0, 63.0), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5), **cells)
    assert attribute(rows, "idx_score", CODES, 2012, 2013, CHAIN) is None


def test_nothing_across_a_break():
    rows = frame((60.0, 63.0), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5))
    for first, later in (("M2", "M3"), ("M4", "M5")):
        cut = rows.assign(method_id=rows["year"].map({2012: first, 2013: later}))
        assert attribute(cut, "idx_score", CODES, 2012, 2013, CHAIN) is None
    unsure = methods({"method_id": "M1", "comparable_within": "not_stated"})
    assert attribute(rows, "idx_score", CODES, 2012, 2013, unsure) is None


def test_components_of_another_method_or_day_or_of_one_year_are_left_out():
    rows = frame((50.0, 52.5), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5))
    assert told(rows).rule is None
    third = rows["indicator_code"].eq("three")
    for cells in ({"method_id": "M2"}, {"period_end": pd.Timestamp(2013, 6, 30)}, {"value_basis": "derived"}):
        without = rows.astype({"period_end": "datetime64[ns]"}).assign(
            **{name: rows[name].mask(third & rows["year"].eq(2013), cell) for name, cell in cells.items()}
        )
        found = told(without)
        assert found.rule == "sum" and [part.indicator_code for part in found.parts] == ["one", "two"]
    assert attribute(rows, "idx_score", ("one",), 2012, 2013, CHAIN) is None
    assert attribute(rows[~third], "idx_score", ("three", "one"), 2012, 2013, CHAIN) is None
    assert attribute(rows[rows["year"] == 2012], "idx_score", CODES, 2012, 2013, CHAIN) is None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=2, max_size=8),
    st.sampled_from(["sum", "mean", "other"]),
    st.integers(0, 3),
)
def test_contributions_and_rounding_add_up_exactly(parts, made, decimals):
    values = [(before / 1000, after / 1000) for before, after in parts]
    printed = [tuple(round(value, 3) for value in pair) for pair in values]
    share = {"sum": 1.0, "mean": 1.0 / len(parts), "other": 0.3}[made]
    totals = tuple(round(share * sum(pair[at] for pair in values), decimals) for at in (0, 1))
    codes = [f"c{place}" for place in range(len(parts))]
    rows = figures(
        *(figure(indicator_code="idx_score", year=2012 + at, value=totals[at], decimals=decimals) for at in (0, 1)),
        *(
            figure(indicator_code=code, year=2012 + at, value=pair[at], decimals=3)
            for code, pair in zip(codes, printed, strict=True)
            for at in (0, 1)
        ),
    )
    found = attribute(rows, "idx_score", codes, 2012, 2013, CHAIN)
    assert found is not None
    if made != "other":
        assert found.rule is not None
    if found.rule is None:
        assert all(part.contribution is None for part in found.parts)
        return
    assert sum(part.contribution or 0 for part in found.parts) + found.residual == pytest.approx(found.change, abs=1e-8)
    slack = 10.0**-decimals + len(parts) * 0.001
    assert abs(found.residual) <= slack + 1e-8  # what is called rounding is no more than rounding can be


def test_components_are_those_of_the_catalogue_in_its_order():
    catalogue = pd.DataFrame({"indicator_code": ["a", "b", "c"], "parent_code": ["t", None, "t"]})
    assert components_of(catalogue, "t") == ["a", "c"] and components_of(catalogue, "b") == []


def test_the_sentence_names_the_greatest_gain_and_loss():
    found = told(frame((60.0, 63.0), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5)))
    assert words.sentence(found, CATALOGUE, "vi") == (
        "Mức tăng 3,00 điểm gồm 3 thành phần; tăng nhiều nhất: one vi (+4,00); giảm nhiều nhất: two vi (−1,50)."
    )
    assert words.sentence(found, CATALOGUE, "en") == (
        "The rise of 3,00 points is made of 3 components; most gained: one en (+4,00); most lost: two en (−1,50)."
    )
    gains = told(frame((60.0, 63.0), (20.0, 22.0), (40.0, 41.0)))
    assert "giảm nhiều nhất" not in words.sentence(gains, CATALOGUE, "vi")
    still = told(frame((60.0, 60.0), (20.0, 20.0), (40.0, 40.0)))
    assert words.sentence(still, CATALOGUE, "vi") == "Tổng không đổi, gồm 2 thành phần."
    neither = told(frame((50.0, 55.0), (20.0, 24.0), (40.0, 40.0)))
    assert "không quy được" in words.sentence(neither, CATALOGUE, "vi") and "one" not in words.sentence(
        neither, CATALOGUE, "vi"
    )
    assert words.own_changes(neither, CATALOGUE, "vi")[0] == "one vi: 20,00 điểm → 24,00 điểm (+4,00)."
    for lang in LANGS:
        said = [words.sentence(one, CATALOGUE, lang) for one in (found, gains, still, neither)]
        assert len(set(said)) == 4 and not any(HOLE.search(text) for text in said)


@pytest.mark.parametrize("look", [Look("vi", "light", 1000), Look("en", "dark", 366)])
def test_contributions_are_drawn_greatest_first_with_rounding_as_a_bar(look: Look):
    found = told(frame((60.0, 63.1), (20.0, 24.0), (30.0, 28.5), (10.0, 10.5), decimals=1))
    names = {code: f"<{code}>" for code in CODES}
    drawn = contributions.build(found, names, look=look).to_plotly_json()
    go.Figure(drawn)
    bars, texts = drawn["data"]
    assert list(bars["x"]) == pytest.approx([4.0, 0.5, -1.5, 0.1])
    assert [text.strip("\u2009") for text in texts["text"]] == ["+4,0", "+0,5", "−1,5", "+0,1"]
    assert bars["marker"]["pattern"]["shape"][-1] == "/" and look.palette.own.line not in bars["marker"]["color"]
    assert not any("<" in name for name in drawn["layout"]["yaxis"]["ticktext"])
    title = words.sentence(found, CATALOGUE, look.lang)
    subject = subject_of(CATALOGUE["idx_score"], look.lang)
    around = contributions.caption(found, names, subject, look=look, title=title, source="S")
    assert "2012 → 2013: +3,1" in around.subtitle and around.method and "<two> −1,5" in around.alt
    neither = told(frame((50.0, 55.0), (20.0, 24.0), (40.0, 40.0)))
    assert contributions.build(neither, names, look=look).to_plotly_json()["data"] == []


def test_dimensions_of_papi_make_up_its_total(shared_folder):
    """Real figures: six dimensions of 62 provinces or more in each year 2011-2016; the total is their sum."""
    openpyxl = pytest.importorskip("openpyxl")
    path = shared_folder / "panels" / "official" / "PAPI_2011-2016.xlsx"
    if not path.exists():
        pytest.skip(f"the panel is not here: {path}")
    names = (
        "Participation at Local Levels", "Transparency", "Vertical Accountability", "Control of Corruption",
        "Public Administrative Procedures", "Public Service Delivery",
    )  # fmt: skip
    years: dict[int, dict[str, dict[str, float]]] = {}
    for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True):
        header, _, *rows = sheet.iter_rows(values_only=True)
        total = next(name for name in header if name and name.startswith("Un-weighted"))
        cells = [dict(zip(header, row, strict=True)) for row in rows]
        whole = [row for row in cells if all(isinstance(row[name], (int, float)) for name in (*names, total))]
        years[int(sheet.title[:4])] = {
            row["tentinh_vie"]: {**{name: row[name] for name in names}, "idx_score": row[total]} for row in whole
        }
    told_of = 0
    for year in range(2011, 2016):
        for unit in years[year].keys() & years[year + 1].keys():
            rows = figures(
                *(
                    figure(indicator_code=code, year=one, value=round(value, 2), decimals=2)
                    for one in (year, year + 1)
                    for code, value in years[one][unit].items()
                )
            )
            found = attribute(rows, "idx_score", names, year, year + 1, CHAIN)
            assert found is not None and found.rule == "sum" and len(found.parts) == 6, (year, unit)
            contributed = sum(part.contribution or 0 for part in found.parts)
            assert contributed + found.residual == pytest.approx(found.change, abs=1e-9)
            assert abs(found.residual) <= 0.07 + 1e-9  # seven figures of two decimals in each year
            told_of += 1
    assert told_of >= 5 * 60
