"""Classes of scores of provinces: only of the years, the method version and the indicator that a source states."""

from __future__ import annotations

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.analysis.score_classes import ScoreClass, score_classes

HEADLINE = {"indicator_code": "s", "family": "F", "unit": "points", "is_headline": True}
CLASSES = (ScoreClass("A", 90.0), ScoreClass("B", 80.0))


def found(year=2015, methods=(), indicator=None, rules=None, **of_set):
    one = {"set_id": "S", "tier": "province", "family": "F", "method_id": None, "unit_id": None, "year_from": 2015,
           "year_to": 2015, "max_points": 100.0, **of_set}  # fmt: skip
    rule = {"set_id": "S", "tier": one["tier"], "part": "total", "min_points": None, "min_percent": None}
    given = rules or [("B", None, 80.0), ("A", None, 90.0)]
    rows = [{**rule, "level": level, "min_points": points, "min_percent": percent} for level, points, percent in given]
    return score_classes(pd.DataFrame([one]), pd.DataFrame(rows), HEADLINE | (indicator or {}), year, methods)


def test_the_best_class_comes_first():
    assert found() == CLASSES


@pytest.mark.parametrize("year", [2014, 2016])
def test_no_class_is_carried_into_another_year(year):
    assert found(year) == ()


def test_a_set_of_a_method_holds_for_years_measured_by_it_alone():
    open_ended = {"method_id": "M", "year_from": 2015, "year_to": None}
    assert found(2017, {"M"}, **open_ended) == CLASSES
    assert found(2017, {"M", "N"}, **open_ended) == found(2017, (), **open_ended) == ()


def test_percents_are_of_the_maximum_and_points_are_points():
    assert found(max_points=500.0) == (ScoreClass("A", 450.0), ScoreClass("B", 400.0))
    assert found(max_points=None) == ()
    assert found(max_points=None, rules=[("A", 54.0, None)]) == (ScoreClass("A", 54.0),)


@pytest.mark.parametrize(
    "of_set", [{"tier": "district"}, {"family": "G"}, {"unit_id": "P63-04"}], ids=["tier", "family", "province"]
)
def test_other_sets_make_no_classes(of_set):
    assert found(**of_set) == ()


def test_parts_of_an_index_and_levels_have_no_classes_of_scores():
    assert found(indicator={"is_headline": False}) == found(indicator={"unit": "level"}) == ()


def test_the_shipped_data_state_classes_of_par_index_2015_alone(shipped_workspace):
    edition = store.open_edition(store.current(shipped_workspace))
    sets, rules, rows = (edition.query(name) for name in ("criteria_sets", "level_rules", "indicators"))
    par = rows[rows["indicator_code"] == "par_index_score"].iloc[0].to_dict()
    by_year = {year: score_classes(sets, rules, par, year, {"PAR-2012-1294"}) for year in (2014, 2015, 2016)}
    assert [(one.name, one.least) for one in by_year.pop(2015)] == [("A", 90.0), ("B", 80.0), ("C", 70.0)]
    assert set(by_year.values()) == {()}
