"""What views ask of an edition without a page: what is made is kept, once for all who ask at the same moment."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.ui.session import Served
from egov_metrics.views import territory
from egov_metrics.views.asking import DirectEdition
from egov_metrics.views.catalogue import catalogue, indicator_codes
from egov_metrics.views.keeping import Kept
from egov_metrics.views.view import View
from tests.compare_store import build_territory_store


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_territory_store(tmp_path_factory.mktemp("asking"))[0]


@pytest.fixture
def asked(workspace: Path) -> DirectEdition:
    return DirectEdition(store.open_edition(store.current(workspace)))


def test_what_was_made_is_kept_by_name_and_key() -> None:
    kept, made = Kept(), []

    def make(word: str) -> str:
        made.append(word)
        return word

    assert [kept.get("a", 1, lambda: make("x"), 2) for _ in range(3)] == ["x"] * 3
    assert kept.get("b", 1, lambda: make("y"), 2) == "y" and kept.get("a", 2, lambda: make("z"), 2) == "z"
    assert made == ["x", "y", "z"]


def test_of_a_name_those_that_were_used_last_are_kept() -> None:
    kept, made = Kept(), []

    def ask(key: int) -> None:
        kept.get("a", key, lambda: made.append(key), 2)

    for key in (1, 2, 1, 3, 1, 2):  # 3 pushes 2 out, not 1, which was used after it
        ask(key)
    assert made == [1, 2, 3, 2]


def test_nothing_is_kept_of_what_fails_and_none_is_something() -> None:
    kept, tried = Kept(), []

    def fail() -> None:
        tried.append(1)
        if len(tried) < 2:
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", 1, fail, 4)
    assert [kept.get("a", 1, fail, 4) for _ in range(2)] == [None, None] and len(tried) == 2


def test_who_asks_at_the_same_moment_waits_for_the_first() -> None:
    kept, made, answers = Kept(), [], []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return kept.get("other", 1, lambda: 7, 4)

    threads = [threading.Thread(target=lambda: answers.append(kept.get("a", 1, make, 4))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert answers == [7] * 6 and made == [1]


def test_an_edition_alone_names_its_units_and_keeps_its_catalogue(asked: DirectEdition) -> None:
    assert asked.unit_options("vi").name("P63-14") == "Sơn La"
    assert asked.unit_options("en") is asked.unit_options("en") is not asked.unit_options("vi")
    assert catalogue(asked) is catalogue(asked) and "P63-14" in catalogue(asked).provinces
    assert indicator_codes(asked)["par_index_score"] == "par_index_score"


def test_figures_of_a_territory_are_worked_out_once_and_weighted_only_with_weights(asked: DirectEdition) -> None:
    indicator = catalogue(asked).indicators.set_index("indicator_code", drop=False).loc["par_index_score"].to_dict()
    today = View(territory="2025")
    published, present = (territory.figures(asked, view, indicator) for view in (View(), today))
    assert not published.figures["value_basis"].eq("recomputed").any()
    assert present.figures["value_basis"].eq("recomputed").any()
    assert territory.figures(asked, View(territory="2025", unit="P63-14"), indicator) is present
    weighted = View(territory="2025", rule="weighted")
    assert territory.how(asked, weighted).rule == "mean"
    asked.weights = lambda: {"P63-14": 2.0}  # type: ignore[method-assign]
    assert territory.how(asked, weighted) == territory.How("weighted", False, (("P63-14", 2.0),))


def test_pages_keep_for_all_sessions_and_each_edition_by_itself(workspace: Path, shipped_workspace: Path) -> None:
    refs = [store.current(one) for one in (workspace, shipped_workspace)]
    one, again, other = (Served(ref, ref) for ref in (refs[0], refs[0], refs[1]))
    assert catalogue(one) is catalogue(again) is not catalogue(other)
    assert len(catalogue(one).indicators) < len(catalogue(other).indicators)


def test_an_edition_opened_by_its_path_alone_has_no_reference(workspace: Path) -> None:
    alone = DirectEdition(store.Edition(store.current(workspace).path))
    with pytest.raises(ValueError, match="expected an edition with its reference"):
        assert alone.ref
