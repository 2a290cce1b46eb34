"""From what people write to keys: three spellings of an indicator, names of units, and near ones for slips."""

from __future__ import annotations

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.analysis.lookup import resolve_indicator, resolve_units
from egov_metrics.units.search import UnitIndex
from tests.sample import small_sample


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> store.Edition:
    folder = tmp_path_factory.mktemp("lookup")
    return store.open_edition(store.build(small_sample().write(folder / "data"), folder / "workspace").edition)


@pytest.fixture(scope="module")
def index(edition: store.Edition) -> UnitIndex:
    return UnitIndex(edition.query("units"), edition.query("unit_aliases"))


@pytest.fixture(scope="module")
def catalogue(edition: store.Edition) -> tuple[pd.DataFrame, pd.DataFrame]:
    return edition.query("indicators"), edition.query("indicator_aliases")


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("par_index_score", "value"),
        (" PAR_Index_Score ", "value"),
        ("PAR_INDEX", "value"),
        ("par_index", "value"),
        ("par_index_rank", "rank"),
        ("PAR_INDEX_RANK", "rank"),
    ],
)
def test_all_three_spellings_in_any_case(catalogue: tuple, text: str, measure: str) -> None:
    choice = resolve_indicator(text, *catalogue)
    assert (choice.indicator_code, choice.measure) == ("par_index_score", measure)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("par index", "par_index_score"),  # inside a name
        ("par_indx_score", "par_index_score"),  # a letter missing
        ("PAR_INDEXX", "PAR_INDEX"),  # a letter too many in a family
        ("accounts", "email_accounts"),
    ],
)
def test_an_unknown_indicator_names_near_spellings(catalogue: tuple, text: str, near: str) -> None:
    with pytest.raises(store.UnknownName) as caught:
        resolve_indicator(text, *catalogue)
    assert repr(text) in str(caught.value) and near in str(caught.value).partition("near:")[2]


@pytest.mark.parametrize("text", ["", "zzz", "?"])
def test_without_anything_near_it_says_where_all_are_listed(catalogue: tuple, text: str) -> None:
    with pytest.raises(store.UnknownName, match="sources"):
        resolve_indicator(text, *catalogue)


def test_a_name_of_two_units_over_time_gives_both(index: UnitIndex) -> None:
    assert resolve_units("gia lai", index) == ["P63-64", "P34-52"]
    assert resolve_units("P34-52", index) == ["P34-52"]
    assert resolve_units("Bình Định", index) == ["P63-52", "P34-52"]


def test_levels_narrow_the_answer(index: UnitIndex) -> None:
    assert resolve_units("pleiku", index, levels=["district"]) == ["D63-622"]
    with pytest.raises(store.UnknownName):
        resolve_units("pleiku", index, levels=["province"])


def test_an_unknown_unit_names_near_ones_with_their_names(index: UnitIndex) -> None:
    with pytest.raises(store.UnknownName, match=r"no unit named 'pleikuu'; near: Pleiku \(D63-622\)"):
        resolve_units("pleikuu", index, names={"D63-622": "Pleiku"})
    with pytest.raises(store.UnknownName, match=r"near: D63-622$"):
        resolve_units("pleikuu", index)
    with pytest.raises(store.UnknownName, match=r"no unit named 'xyzzy'$"):
        resolve_units("xyzzy", index)
