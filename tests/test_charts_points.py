"""Points of a unit: the same from a frame and from plain rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.analysis.change import yearly
from egov_metrics.analysis.frames import chart_frame, records
from egov_metrics.charts.look import Measure
from egov_metrics.charts.points import of_unit, read


@pytest.fixture(scope="module")
def edition(shipped_workspace: Path) -> store.Edition:
    return store.open_edition(store.current(shipped_workspace))


@pytest.mark.parametrize("measure", ["value", "rank"])
@pytest.mark.parametrize("unit", ["P63-14", "P63-64", "P34-24", "D63-196"])
def test_rows_of_a_unit_make_the_points_of_its_frame(edition: store.Edition, unit: str, measure: Measure) -> None:
    found = yearly(edition.query("figures_of_unit", unit_id=unit))
    assert len(found)
    for _, series in found.groupby("indicator_code"):
        expected = read(chart_frame(series, lambda _: "tên"), measure)
        assert of_unit(records(series), "tên", measure) == expected
