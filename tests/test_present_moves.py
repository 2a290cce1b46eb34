"""Why a rank moved, as slides and in frames: the charts that stand below those of years."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from egov_metrics.story.model import slide_of
from egov_metrics.ui.embed.service import Embedding
from egov_metrics.ui.present import adding, scenes
from egov_metrics.ui.session import Served
from tests.test_rank_move_block import sample

PARAMS = {"unit": "P63-14", "indicator": "par_index_score"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("moves")
    store.build(sample().write(folder / "data"), folder / "workspace")
    return folder / "workspace"


@pytest.fixture
def served(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))
    ref = store.current(workspace)
    return Served(ref, ref)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_steps_and_components_are_two_slides(served: Served, lang) -> None:
    move, parts = (
        scenes.scene_of(served, slide_of("compare", PARAMS, f"compare-{one}"), lang) for one in ("move", "parts")
    )
    assert move.figure is not None and parts.figure is not None
    assert "11" in move.title and "1,20" in parts.title and move.title != parts.title
    assert move.source == parts.source != "" and move.link.startswith("compare?unit=P63-14")
    assert "survey_score" in str(parts.figure.to_plotly_json()) and "survey_score" not in str(
        move.figure.to_plotly_json()
    )


def test_where_it_cannot_be_told_the_slide_says_so(served: Served) -> None:
    for params in ({"unit": "P63-64"}, {"unit": "VN"}, {"unit": "P63-14", "indicator": "self_score"}):
        found = scenes.scene_of(served, slide_of("compare", {**PARAMS, **params}, "compare-parts"), "vi")
        assert found.figure is None and found.why == t("present.no_move", "vi")


def test_a_frame_shows_the_chart_that_it_names(served: Served) -> None:
    query = "unit=P63-14&indicator=par_index_score&chart="
    told = {
        chart: json.loads(Embedding().answer("GET", "/embed/compare/chart", f"{query}{chart}".encode()).body)
        for chart in ("", "move", "parts")
    }
    assert len({found["words"]["title"] for found in told.values()}) == 3
    page = Embedding().answer("GET", "/embed/compare", f"{query}move".encode()).body.decode()
    assert "chart=move" in page
    refused = Embedding().answer("GET", "/embed/compare", f"{query}steps".encode())
    assert refused.status == 400 and "chart: expected move or parts" in refused.body.decode().replace("&#x27;", "'")


def test_units_below_a_province_are_compared_with_those_of_their_parent(served: Served) -> None:
    of_province = adding.of_its_level(served, {"unit": "P63-14", "level": "district", "parent": "P63-64"})
    assert of_province == {"unit": "P63-14"}
    assert adding.of_its_level(served, {"view": "line"}) == {"view": "line"}
