"""The tile of the e-government level: no count without its denominator as far as that is known, no rank or level left
out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from egov_metrics.analysis.overview import LEVEL_CODES, overview
from egov_metrics.i18n.texts import t
from egov_metrics.ui import figures as told
from egov_metrics.ui.markup import Tile
from egov_metrics.views.view import View
from tests.analysis_frames import CHAIN, figure, figures, indicator


def row(code: str, **cells: Any) -> dict[str, Any]:
    return figure(indicator_code=code, method_id=None, **cells)


def counts(of: int | None, **by_mark: int) -> list[dict[str, Any]]:
    return [
        row(LEVEL_CODES[mark], scope="departments", value=n, denominator=of, decimals=0) for mark, n in by_mark.items()
    ]


def tile(*rows: dict[str, Any]) -> Tile:
    frame = figures(*rows)
    frame = frame.assign(source_producer="Tỉnh", distinct_values=1, distinct_ranks=1)
    coverage = pd.DataFrame(columns=["level", "indicator_code", "year", "units"])
    found = overview("district", frame, pd.DataFrame([indicator()]), coverage, CHAIN)
    return told.level_tile(found, View())


def test_a_stated_denominator_is_shown() -> None:
    made = tile(*counts(20, I=16, II=2, III=2))
    assert (made.value, list(made.notes)) == ("16/20", [])


def test_the_sum_of_all_classes_says_that_it_is_one() -> None:
    made = tile(*counts(None, I=2, II=8, III=5, IV=2, not_ranked=3))
    assert made.value == "2/20" and list(made.notes) == [t("overview.level.summed", "vi", n="20")]


def test_a_part_of_the_classes_is_no_denominator() -> None:
    made = tile(*counts(None, I=2, II=8, III=5, IV=2))
    assert made.value == "2" and list(made.notes) == [t("overview.level.no_total", "vi")]


def test_points_keep_their_rank_and_the_level_of_an_earlier_year() -> None:
    made = tile(
        row("egov_local_score", year=2022, value=154.603, decimals=3, rank=1, rank_of=17),
        row("egov_level", year=2019, value=4, period_basis="document_date", period_end=pd.Timestamp("2019-07-03")),
    )
    assert (made.value, made.year, made.rank) == ("154,603", "2022", "1/17")
    (note,) = made.notes
    assert "mức IV" in note and "03/07/2019" in note and "không được nêu" in note


def test_points_have_their_maximum_and_a_rank_without_denominator_says_so() -> None:
    made = tile(row("egov_local_score", value=133.3, decimals=1, denominator=150, rank=8, rank_of=None))
    assert (made.value, made.rank) == ("133,3/150", "8") and list(made.notes) == [t("rank.no_total", "vi")]


def test_a_level_of_the_newest_year_is_not_joined_by_an_older_one() -> None:
    made = tile(row("egov_level", year=2022, value=2), row("egov_level", year=2019, value=4))
    assert made.value == "II" and not made.notes


@pytest.mark.parametrize(("rank_of", "said"), [(17, "hạng 1/17"), (None, "hạng 1 (không nêu tổng số)")])
def test_a_rank_in_words_says_when_its_denominator_is_not_stated(rank_of: int | None, said: str) -> None:
    assert told.rank_words(1.0, rank_of, "vi") == said
