"""What the views of a comparison show, asked of an edition alone: no page, no screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import pytest

from egov_metrics import store
from egov_metrics.charts.look import Look
from egov_metrics.views.asking import DirectEdition
from egov_metrics.views.compare import remarks
from egov_metrics.views.compare.one_year import OneYear, one_year
from egov_metrics.views.compare.over_years import OverYears, over_years
from egov_metrics.views.compare.pairs import Refused, TwoYearsShown, two_years_shown
from egov_metrics.views.compare.reading import Comparison, read
from egov_metrics.views.compare.two_indicators import TwoIndicators, two_indicators
from egov_metrics.views.compare.words import Nothing, obstacle
from egov_metrics.views.view import View
from tests.compare_store import build_territory_store

PAR = "par_index_score"
LOOK = Look("vi", width=1240, height=470)
SON_LA = View(unit="P63-14", indicator=PAR)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> DirectEdition:
    workspace: Path = build_territory_store(tmp_path_factory.mktemp("views"))[0]
    return DirectEdition(store.open_edition(store.current(workspace)))


def page(edition: DirectEdition, base: View, /, **changes: object) -> Comparison:
    return read(edition, replace(base, **changes))  # type: ignore[arg-type]


def lines(edition: DirectEdition, **changes: object) -> OverYears:
    found = over_years(page(edition, SON_LA, **changes), LOOK)
    assert isinstance(found, OverYears)
    return found


def bars(edition: DirectEdition, most: int | None = None, **changes: object) -> list[OneYear]:
    found = one_year(page(edition, SON_LA, **{"view": "bars", **changes}), LOOK, most)
    assert isinstance(found, list)
    return found


def test_lines_tell_of_the_one_unit_and_of_several_among_each_other(edition: DirectEdition) -> None:
    alone, several = lines(edition), lines(edition, units=("P63-22",))
    assert alone.words.title == alone.caption.title and "Sơn La" in alone.words.title
    assert "Quảng Ninh" in several.words.title and several.words.title != several.caption.title
    assert several.picked == ("P63-22",) and not several.by_default


def test_a_small_number_of_small_charts_is_told_to_chart_and_caption(edition: DirectEdition) -> None:
    shown = over_years(page(edition, SON_LA, view="grid"), LOOK, most=2)
    assert isinstance(shown, OverYears) and shown.given["most"] == 2 and shown.given["look"].height is None
    panels = {trace.xaxis for trace in shown.figure().data if trace.meta == "own" or trace.meta == "chosen"}
    assert 0 < len(panels) <= 2
    assert lines(edition).given["look"].height == LOOK.height


@pytest.mark.parametrize("view", ["line", "bump", "grid", "slope", "dumbbell", "bars", "dist", "scatter"])
def test_every_kind_has_chart_caption_and_notes_in_both_languages(edition: DirectEdition, view: str) -> None:
    for lang, years in (("vi", (2023, 2024)), ("en", (2023, 2024))):
        seen = page(edition, SON_LA, view=view, unit="P63-22", lang=lang, year_from=years[0], year_to=years[1])
        make = {"slope": two_years_shown, "dumbbell": two_years_shown, "scatter": two_indicators}.get(view, over_years)
        made = one_year(seen, LOOK) if view in ("bars", "dist") else make(seen, LOOK)
        for shown in made if isinstance(made, list) else [made]:
            assert isinstance(shown, OverYears | OneYear | TwoYearsShown | TwoIndicators)
            assert isinstance(shown.figure(), go.Figure)
            # Of too few values no spread is drawn, and its words say so.
            drawn = view != "dist"
            assert bool(shown.figure().data) == bool(shown.caption.source) == drawn and shown.words.title
            assert shown.notes("x y z").count("x y z") == 1


def test_a_year_of_both_orders_is_two_rankings_with_our_unit_in_each(edition: DirectEdition) -> None:
    new, old = bars(edition, unit="P63-22", year=2024)
    assert (old.order, new.order) == ("P63", "P34") and (old.own, new.own) == ("P63-22", "P34-22")
    assert old.frame["unit_id"].str.startswith("P63").all() and new.frame["unit_id"].str.startswith("P34").all()
    assert old.words.title != new.words.title


def test_bars_that_have_no_room_are_left_out_and_told_and_have_a_height(edition: DirectEdition) -> None:
    (every,), (few,) = bars(edition, year=2023), bars(edition, most=2, year=2023)
    left = len(every.frame) - len(few.frame)
    assert left > 0 and str(left) in few.notes() and "P63-14" in set(few.frame["unit_id"])
    assert every.given["look"].height is None and few.given["look"].height == LOOK.height
    assert every.words == few.words


def test_what_cannot_be_drawn_says_why(edition: DirectEdition) -> None:
    communes = obstacle(page(edition, SON_LA, level="commune"))
    assert communes is not None and "xã" in communes.why and communes.what
    assert obstacle(page(edition, SON_LA)) is None
    early = two_indicators(page(edition, SON_LA, view="scatter", year=2019), LOOK)
    assert isinstance(early, Nothing) and "PAR INDEX" in early.why and early.what and early.finding


def test_two_years_that_do_not_compare_are_refused_until_asked_for(edition: DirectEdition) -> None:
    asked = {"view": "slope", "unit": "P63-22", "year_from": 2021, "year_to": 2023}
    refused = two_years_shown(page(edition, SON_LA, **asked), LOOK)
    assert isinstance(refused, Refused) and refused.why and "2021" in refused.finding
    assert refused.near is not None and refused.near.is_like
    crossed = two_years_shown(page(edition, SON_LA, **asked, across=True), LOOK)
    assert isinstance(crossed, TwoYearsShown) and crossed.across and crossed.given["across"] == crossed.across


def test_a_merged_province_leads_to_its_members_and_to_todays_provinces(edition: DirectEdition) -> None:
    (remark,) = remarks.absent(page(edition, SON_LA, unit="P34-52", indicator="second_score"))
    (*members, today) = [view for _, view in remark.ways]
    assert {view.unit for view in members} == {"P63-52", "P63-64"} and today.territory == "2025"
    assert remarks.absent(page(edition, SON_LA, unit="P34-52", indicator="second_score", territory="2025")) == []


def test_a_field_is_read_once_for_all_units_and_views(edition: DirectEdition) -> None:
    first = page(edition, SON_LA).field
    assert page(edition, SON_LA, unit="P63-22", view="bars", year=2023).field is first
    assert page(edition, SON_LA, territory="2025").field is not first
    assert page(edition, SON_LA, lang="en").field is not first
