"""Which of several statements is shown: the rules one by one, value and rank apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov_metrics import store
from tests.sample import Sample, small_sample

NEW = ("P63-52", 2018)


def shown(sample: Sample, folder: Path, unit_id: str = NEW[0]) -> dict:
    result = store.build(sample.write(folder / "data"), folder / "workspace")
    figures = store.open_edition(result.edition).query("figures_of_unit", unit_id=unit_id)
    assert len(figures) == 1
    return figures.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("better", "worse", "reason"),
    [
        ({"value": "80.10", "source_id": "press-1"},
         {"value": "80.20", "source_id": "official-1", "value_basis": "derived"}, "basis"),
        ({"value": "80.10", "source_id": "press-1"},
         {"value": "80.2000", "source_id": "official-1", "value_basis": "doubtful"}, "basis"),
        ({"value": "80.1", "source_id": "official-1"}, {"value": "80.234", "source_id": "press-1"}, "grade"),
        ({"value": "80.234", "source_id": "press-2"}, {"value": "80.1", "source_id": "press-1"}, "decimals"),
        ({"value": "80.12", "source_id": "press-early"}, {"value": "80.21", "source_id": "press-1"}, "earlier"),
    ],
)  # fmt: skip
def test_one_rule_after_the_other(tmp_path: Path, better: dict, worse: dict, reason: str) -> None:
    for order, rows in enumerate(((better, worse), (worse, better))):
        sample = small_sample()
        for row in rows:
            sample.figure(*NEW, **row)
        figure = shown(sample, tmp_path / str(order))
        assert f"{figure['value']:.6f}" == f"{float(better['value']):.6f}"
        assert (figure["value_reason"], figure["distinct_values"]) == (reason, 2)


def test_the_more_often_stated(tmp_path: Path) -> None:
    sample = small_sample().figure(*NEW, "80.21", source_id="press-early")
    sample.figure(*NEW, "80.12", source_id="press-1").figure(*NEW, "80.12", source_id="press-2")
    figure = shown(sample, tmp_path)
    assert (figure["value"], figure["value_reason"]) == (80.12, "most_stated")


def test_value_and_rank_are_chosen_apart(tmp_path: Path) -> None:
    sample = small_sample().figure(*NEW, "80.12", 5, source_id="press-1", rank_basis="list_order")
    sample.figure(*NEW, "80.21", 6, source_id="press-2", value_basis="derived")
    figure = shown(sample, tmp_path)
    assert (figure["value"], figure["value_source_id"]) == (80.12, "press-1")
    assert (figure["rank"], figure["rank_source_id"], figure["rank_reason"]) == (6, "press-2", "basis")


def test_a_rank_without_its_denominator_borrows_it_from_a_source_that_agrees(tmp_path: Path) -> None:
    sample = small_sample().figure(*NEW, "", 5, source_id="official-1", rank_of="")
    sample.figure(*NEW, "", 5, source_id="press-1", rank_of=63)
    figure = shown(sample, tmp_path)
    assert (figure["rank"], figure["rank_of"], figure["rank_source_id"]) == (5, 63, "official-1")


def test_roundings_agree_and_the_finer_is_shown(tmp_path: Path) -> None:
    sample = small_sample().figure(*NEW, "80.1", source_id="press-1").figure(*NEW, "80.12", source_id="press-2")
    figure = shown(sample, tmp_path)
    assert (figure["value"], figure["value_reason"], figure["distinct_values"]) == (80.12, "agreed", 1)


def test_a_superseded_statement_is_never_shown(tmp_path: Path) -> None:
    sample = small_sample().figure(*NEW, "80.12", source_id="official-1", status="superseded")
    sample.figure(*NEW, "80.50", source_id="press-1")
    figure = shown(sample, tmp_path)
    assert (figure["value"], figure["observations"]) == (80.5, 1)


def test_other_dates_are_other_figures_and_only_the_last_stands_for_the_year(tmp_path: Path) -> None:
    sample = small_sample()
    for end, value in (("2018-08-25", "85.75"), ("2018-08-29", "86.13")):
        sample.figure(*NEW, value, period_end=end)
    result = store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    assert result.findings == []
    figures = store.open_edition(result.edition).query("figures_of_unit", unit_id=NEW[0])
    assert figures.sort_values("period_end")["is_latest_in_year"].tolist() == [False, True]


def test_a_target_is_not_a_result(tmp_path: Path) -> None:
    sample = small_sample().figure(*NEW, "80.12").figure(*NEW, "90.00", source_id="press-2", qualifier="target")
    result = store.build(sample.write(tmp_path / "data"), tmp_path / "workspace")
    assert result.findings == []
    rows = store.open_edition(result.edition).query(
        "figures_of_indicator", indicator="par_index_score", level="province", year_from=2018, year_to=2018,
        parent=None, region=None,
    )  # fmt: skip
    assert rows["value"].tolist() == [80.12]


def test_the_method_version_follows_from_the_year(tmp_path: Path) -> None:
    figure = shown(small_sample().figure(*NEW, "80.12"), tmp_path)
    assert figure["method_id"] == "PAR-B"


def test_a_mean_stated_with_and_without_its_count_is_one_figure(tmp_path: Path) -> None:
    sample = small_sample().figure("VN", 2018, "76.92", statistic="mean", members=63)
    sample.figure("VN", 2018, "76.90", statistic="mean", source_id="press-2")
    figure = shown(sample, tmp_path, "VN")
    assert (figure["members"], figure["observations"], figure["distinct_values"]) == (63, 2, 2)


def test_a_page_that_states_a_value_twice_has_one_voice(tmp_path: Path) -> None:
    sample = small_sample().figure(*NEW, "80.21", source_id="press-early")
    sample.figure(*NEW, "80.12", source_id="press-1", passage=3).figure(*NEW, "80.12", source_id="press-1", passage=9)
    figure = shown(sample, tmp_path)
    assert (figure["value"], figure["value_reason"]) == (80.21, "earlier")
