"""Every page on full data: PCI 2005-2022 with Hà Tây to 2008, and PAPI 2011-2024, beside what is shipped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from tests import panels
from tests.conftest import once_per_run, run_command
from tests.opening import open_page

VIEWS = ("line", "bump", "slope", "dumbbell", "bars", "dist", "grid", "scatter", "table")


@pytest.fixture(scope="session")
def panel_workspace(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the edition of the panels."""

    def build(folder: Path) -> None:
        shutil.rmtree(folder / "data", ignore_errors=True)
        panels.write(folder / "data", shared_folder / "panels")
        run_command("build", data=folder / "data", workspace=folder / "workspace")

    return once_per_run(tmp_path_factory, "panel", build) / "workspace"


@pytest.fixture
def opened(panel_workspace, monkeypatch):
    """Open a page with parameters; the page stands without an exception."""
    monkeypatch.setenv("EGOV_WORKSPACE", str(panel_workspace))

    def open_(page: str, **params: str) -> AppTest:
        return open_page(page, **{"indicator": "pci_score", **params})

    return open_


def points(at: AppTest) -> int:
    """How many points its charts draw."""
    drawn = [trace for chart in at.get("plotly_chart") for trace in json.loads(chart.proto.spec)["data"]]
    return sum(len(trace["x"]) for trace in drawn if isinstance(trace.get("x"), list)) + sum(
        len(trace["x"].get("bdata", "")) for trace in drawn if isinstance(trace.get("x"), dict)
    )


def figures(workspace: Path, *arguments: str) -> list[dict]:
    """What `series` prints."""
    asked = ("series", "--indicator", "pci_score", "--format", "json", *arguments)
    return json.loads(run_command(*asked, workspace=workspace))


def test_all_provinces_are_there_and_ha_tay_until_2008(panel_workspace):
    edition = store.open_edition(store.current(panel_workspace))
    rows = edition.query(
        "figures_of_indicator", indicator="pci_score", level="province", year_from=2005, year_to=2022, parent=None,
        region=None,
    )  # fmt: skip
    counted = rows.groupby("year")["unit_id"].nunique()
    assert counted.loc[2005] == 42 and set(counted.loc[2006:2008]) == {64} and set(counted.loc[2009:]) == {63}
    assert set(rows.loc[rows["unit_id"] == panels.HA_TAY, "year"]) == {2005, 2006, 2007, 2008}
    papi = edition.query(
        "figures_of_indicator", indicator="papi_score", level="province", year_from=2011, year_to=2024, parent=None,
        region=None,
    )  # fmt: skip
    assert papi["year"].nunique() == 14 and papi.groupby("year")["unit_id"].nunique().min() >= 60


@pytest.mark.parametrize("territory", ["as-published", "2025"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_compare_draws_all_of_them(opened, view, territory):
    asked = {"unit": "P63-14", "units": "P63-22,P63-06", "across": "yes", "from": "2009", "to": "2021", "year": "2021"}
    at = opened("compare", view=view, territory=territory, **asked)
    assert view == "table" or points(at) >= 30


@pytest.mark.parametrize("territory", ["as-published", "2025"])
@pytest.mark.parametrize("year", ["2005", "2008", "2021"])
@pytest.mark.parametrize("colour", ["value", "quartile", "level", "change"])
def test_the_map_of_any_year_and_colour(opened, colour, year, territory):
    at = opened("map", unit="P63-14", year=year, colour=colour, territory=territory)
    assert points(at) > 34


@pytest.mark.parametrize("unit", ["VN", "P63-14", "P63-01", panels.HA_TAY, "P34-19", "D63-622", "P34-01"])
@pytest.mark.parametrize("page", ["overview", "profile", "map", "compare", "readiness"])
@pytest.mark.parametrize("territory", ["as-published", "2025"])
def test_every_page_opens_for_old_new_and_ended_provinces(opened, page, unit, territory):
    opened(page, unit=unit, territory=territory)


def test_a_merged_province_of_today_has_all_years_and_its_mean(panel_workspace):
    made = figures(panel_workspace, "--unit", "Thái Nguyên", "--territory", "2025", "--from", "2006", "--to", "2022")
    assert [row["year"] for row in made] == list(range(2006, 2023))
    parts = {
        unit: {row["year"]: row["value"] for row in figures(panel_workspace, "--unit", unit)}
        for unit in ("P63-19", "P63-06")
    }
    for row in made:
        assert row["value_basis"] == "recomputed" and set(row["members"]) == {"P63-19", "P63-06"}
        mean = (parts["P63-19"][row["year"]] + parts["P63-06"][row["year"]]) / 2
        assert row["value"] == pytest.approx(mean) and row["rank_of"] <= 34


def test_ha_noi_of_today_is_not_the_one_before_ha_tay_joined(panel_workspace):
    made = pd.DataFrame(figures(panel_workspace, "--unit", "P34-01", "--territory", "2025", "--to", "2010"))
    before, since = made[made["year"] <= 2008], made[made["year"] > 2008]
    assert not (before["value_basis"] == "published").any()
    assert (since["value_basis"] == "published").all() and len(since) == 2
