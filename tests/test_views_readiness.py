"""What is said of the levels of agencies, asked of an edition alone: no page, no screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.asking import DirectEdition
from egov_metrics.views.readiness import listing, units, words
from egov_metrics.views.readiness.levels import levels
from egov_metrics.views.readiness.reading import Page, read
from egov_metrics.views.view import View

LOOK = Look("vi", width=1200)
GIA_LAI, OF_TODAY = View(unit="P63-64"), View(unit="P34-52")


@pytest.fixture(scope="module")
def edition(shipped_workspace: Path) -> DirectEdition:
    return DirectEdition(store.open_edition(store.current(shipped_workspace)))


def page(edition: DirectEdition, view: View, **changes: object) -> Page:
    return read(edition, replace(view, **changes))  # type: ignore[arg-type]


def test_the_finding_names_province_year_and_levels(edition: DirectEdition) -> None:
    assert words.finding(page(edition, GIA_LAI)) == "Gia Lai, năm 2022: trong 20 sở, 16 đạt mức I, 2 mức II, 2 mức III"
    english = words.finding(page(edition, GIA_LAI, lang="en"))
    assert english.startswith("Gia Lai, 2022: of 20 departments, 16 reached level I")


def test_a_province_of_today_names_the_former_ones_and_says_so(edition: DirectEdition) -> None:
    today = page(edition, OF_TODAY)
    assert words.finding(today).startswith("Gia Lai (đến 30/6/2025), năm 2022")
    assert "Bình Định" in words.territory_words(today) and words.territory_words(page(edition, GIA_LAI)) == ""
    recomputed = words.territory_words(page(edition, GIA_LAI, territory="2025"))
    assert recomputed == t("ready.not_recomputed", "vi")


def test_the_chart_of_levels_has_every_class_once_and_its_sources(edition: DirectEdition) -> None:
    shown = levels(page(edition, GIA_LAI), LOOK)
    assert shown is not None and shown.figure().data and shown.caption.source.startswith("Nguồn: ")
    assert not shown.frame.duplicated(["row", "detail", "level"]).any()
    short = levels(page(edition, GIA_LAI), LOOK, in_short=True)
    assert short is not None and set(short.frame["detail"]) != set(shown.frame["detail"])
    low = levels(page(edition, GIA_LAI), replace(LOOK, height=120))
    bars = shown.frame.groupby(["row", "detail"]).ngroups
    assert low is not None and 0 < (kept := low.frame.groupby(["row", "detail"]).ngroups) < bars
    assert str(bars - kept) in low.caption.method, "what is left out is told"
    assert levels(page(edition, View(unit="P63-01")), LOOK) is None, "Hà Nội has no levels in the store"


def test_a_slide_of_one_tier_shows_that_tier_alone(edition: DirectEdition) -> None:
    alone, every = (levels(page(edition, GIA_LAI, level="commune"), LOOK, alone=one) for one in (True, False))
    assert alone is not None and every is not None
    assert {one.tier for one in alone.assessments} == {"commune"} < {one.tier for one in every.assessments}


def test_units_are_pictured_by_level_or_by_points(edition: DirectEdition) -> None:
    seen = page(edition, GIA_LAI)
    (one,) = [one for one in seen.shown if one.units]
    picture = units.by_points(seen, one, units.cells_of(seen, one), LOOK)
    assert picture.by_points and picture.figure().data and picture.caption.title == units.title_of(seen, one)
    assert f"{one.units}" in picture.caption.method and "Sở Thông tin và Truyền thông" in picture.caption.title


def test_the_list_of_a_region_is_part_of_that_of_the_country(edition: DirectEdition) -> None:
    country, region = page(edition, View()), page(edition, View(unit="R34-trung-du-mien-nui-phia-bac"))
    everywhere, there = listing.known_assessments(country), listing.known_assessments(region)
    assert country.is_list and region.is_list and 0 < len(there) < len(everywhere)
    # Vĩnh Phúc lay in another region, and lies in this one as a part of Phú Thọ.
    assert set(there["province_id"]) == {"P63-06", "P63-25", "P63-26"} < set(everywhere["province_id"])
    assert listing.with_levels(there) == listing.with_levels(everywhere) & set(there["province_id"])
    for row in everywhere.to_dict("records"):
        assert listing.when_words(row, "vi") and listing.what_words(row, "vi") != numbers.NONE


def test_a_place_is_read_once_for_all_years_and_tiers(edition: DirectEdition) -> None:
    first = page(edition, GIA_LAI)
    assert page(edition, GIA_LAI, level="commune", year=2019).known is first.known
    assert page(edition, View(unit="P63-46")).known is not first.known
