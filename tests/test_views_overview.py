"""All indices of a unit and of the country, asked of an edition alone: no page, no screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.views.asking import DirectEdition
from egov_metrics.views.overview.country import finding, read_country
from egov_metrics.views.overview.unit import headline_words, is_province, read_unit
from egov_metrics.views.view import View
from tests.compare_store import build_territory_store
from tests.deck_files import one, reader_of, view


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_territory_store(tmp_path_factory.mktemp("overview"))[0]


@pytest.fixture(scope="module")
def edition(shipped_workspace: Path) -> DirectEdition:
    return DirectEdition(store.open_edition(store.current(shipped_workspace)))


def test_the_headline_of_a_unit_is_its_lead_in_its_territory(edition: DirectEdition) -> None:
    published, today = (read_unit(edition, View(unit="P63-49", territory=one)) for one in ("as-published", "2025"))
    assert (published.unit_id, today.unit_id) == ("P63-49", "P34-48") and published.panel is None
    title, said = headline_words(today)
    assert title.startswith("Đà Nẵng") and "Quảng Nam" in said, "a recomputed figure says what it is made of"
    assert headline_words(published)[0] != title


def test_a_unit_is_read_once_and_carries_the_view_that_asked(edition: DirectEdition) -> None:
    view = View(unit="P63-14")
    first, second = read_unit(edition, view), read_unit(edition, replace(view, year=2021))
    assert second.overview is first.overview and second.view.year == 2021
    assert read_unit(edition, replace(view, lang="en")).name == "Son La" != first.name


def test_only_provinces_have_two_territories(edition: DirectEdition) -> None:
    assert is_province(edition, "P63-64") and is_province(edition, "P34-52") and not is_province(edition, "VN")


def test_the_country_is_told_of_in_both_territories(edition: DirectEdition) -> None:
    published, today = (read_country(edition, View(territory=one)) for one in ("as-published", "2025"))
    assert finding(published) and finding(today) and published.panel is None and today.panel is not None
    newest = [{tile.indicator["indicator_code"]: tile.provinces for tile in page.tiles} for page in (published, today)]
    assert newest[0].keys() == newest[1].keys() and newest[0] != newest[1], "rankings of the 34 are others"


def test_slides_of_unit_and_country_have_the_pages_headline(workspace: Path) -> None:
    reader = reader_of(workspace)
    for params in ({"unit": "P63-14"}, {"unit": "P63-64", "territory": "2025"}):
        slide = one(reader, view("overview", "tiles", **params))
        page = read_unit(reader.served, View.from_params(params)[0])
        title, said = headline_words(page)
        assert slide.title == title and slide.notes.startswith(said) and slide.table is not None
    slide = one(reader, view("overview", "tiles", unit="VN", territory="2025"))
    assert slide.title == finding(read_country(reader.served, View(territory="2025")))
    assert "tính lại" in slide.method
