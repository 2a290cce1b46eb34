"""The slide of why a rank moved: native steps with the page's places, words alone where only ranks are published."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx.enum.chart import XL_CHART_TYPE

from egov_metrics import store
from egov_metrics.analysis.rank_move import newest
from egov_metrics.charts import waterfall
from egov_metrics.export import deck
from egov_metrics.export.deck.comparison import read_comparison
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n.texts import t
from egov_metrics.views.view import View
from tests.deck_files import charts_of, made, notes_of, one, opened, overflow, reader_of, view
from tests.office_files import problems
from tests.test_rank_move_block import sample

PAR = "par_index_score"
MOVE = view("compare", "compare-move", unit="P63-14", indicator=PAR)
PARTS = view("compare", "compare-parts", unit="P63-14", indicator=PAR)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("moved")
    store.build(sample().write(folder / "data"), folder / "workspace")
    return reader_of(folder / "workspace")


def test_the_steps_are_a_native_chart_with_the_places_of_the_page(reader: Reader) -> None:
    _, page = opened(reader, MOVE).slides
    (chart,) = charts_of(page)
    assert chart.chart_type == XL_CHART_TYPE.COLUMN_STACKED
    comparison = read_comparison(reader, View(unit="P63-14", indicator=PAR))
    move, _ = newest(comparison.figures, "P63-14", "higher", reader.methods)
    assert move is not None
    bars = waterfall.bars(move, comparison.name, reader.look)  # type: ignore[arg-type]
    unseen, seen = chart.plots[0].series
    assert [str(name) for name in chart.plots[0].categories] == [bar.label for bar in bars]
    between = [bar for bar in bars if bar.start is not None]
    assert list(seen.values)[1:-1] == [abs(step.places) for step in move.steps] and len(between) == len(move.steps)
    assert list(unseen.values)[1:-1] == [min(bar.start, bar.end) for bar in between]  # type: ignore[type-var]
    assert (unseen.values[0], unseen.values[-1]) == (move.place_from, move.place_to)
    # A full bar reaches from its place to the end of the axis, place 1 is at the top.
    ends = {place + length for place, length in ((unseen.values[k], seen.values[k]) for k in (0, -1))}
    assert ends == {chart.value_axis.maximum_scale} and chart.value_axis.reverse_order
    assert [unseen.points[k].data_label.text_frame.text for k in range(len(bars))] == [bar.text for bar in bars]
    assert unseen.format.fill.type == 5  # none: it is not seen
    assert page.shapes.title.text_frame.text.startswith("Sơn La: trong 11 tỉnh")
    assert t("chart.waterfall.method", "vi")[:40] in notes_of(page)
    assert overflow(page) == []


def test_its_file_is_sound_and_always_the_same(reader: Reader, tmp_path: Path) -> None:
    content = deck.to_bytes(made(reader, MOVE))
    assert problems(content) == [] and content == deck.to_bytes(made(reader, MOVE))
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed (tests/requirements.txt)")
    path = tmp_path / "moved.pptx"
    path.write_bytes(content)
    assert audit.OpenXmlValidator().validate(path).errors == []


def test_of_published_ranks_alone_the_slide_has_the_words_and_who_went_past(shipped_workspace: Path) -> None:
    shipped = reader_of(shipped_workspace)
    slide = one(shipped, view("overview", "overview-move-waterfall", unit="P63-64", indicator=PAR))
    assert (
        slide.title == "Gia Lai: giữ nguyên hạng 58/63"
        and slide.charts == ()
        and "58/63" in slide.words
        and slide.source
    )
    assert slide.subtitle == t("move.outline", "vi", index="PAR INDEX", years="2022 → 2023")


def test_where_no_move_can_be_told_the_slide_is_the_line(shipped_workspace: Path) -> None:
    slide = one(reader_of(shipped_workspace), view("overview", "overview-move", unit="P63-14", indicator=PAR))
    assert [chart.kind for chart in slide.charts] == ["line"]


def test_components_are_a_table_that_adds_up_to_the_change(reader: Reader) -> None:
    _, page = opened(reader, PARTS).slides
    (table,) = [shape.table for shape in page.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1:] == [["survey_score", "+0,70"], ["self_score", "+0,50"]]
    assert "1,20" in page.shapes.title.text_frame.text and overflow(page) == []


def test_without_components_the_line_is_drawn(reader: Reader) -> None:
    _, page = opened(reader, view("compare", "compare-parts", unit="P63-64", indicator=PAR)).slides
    (chart,) = charts_of(page)
    assert chart.chart_type in (XL_CHART_TYPE.LINE, XL_CHART_TYPE.LINE_MARKERS)
