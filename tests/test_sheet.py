"""Every chart of every page: pictures, and its figures as files that say what they are."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from egov_metrics import store
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.i18n.texts import t
from egov_metrics.ui.readiness.files import Taken
from egov_metrics.ui.session import Served
from egov_metrics.ui.sheet import Sheet
from egov_metrics.views.readiness import reading
from egov_metrics.views.view import View
from tests.opening import open_page

PAGES = [
    ("overview", {"unit": "P63-14"}, 2),
    ("overview", {"unit": "P63-64"}, 3),
    ("overview", {"unit": "VN"}, 1),
    ("overview", {"unit": "P63-14", "territory": "2025"}, 1),
    ("compare", {"unit": "P63-14", "view": "bump"}, 1),
    ("compare", {"unit": "P63-14", "view": "scatter"}, 1),
    ("map", {"unit": "P63-14", "year": "2017"}, 1),
    ("profile", {"unit": "P63-14"}, 1),
    ("profile", {"unit": "P63-14", "indicator": "ict_index_score"}, 1),
    ("readiness", {"unit": "P63-64"}, 2),
]


@pytest.fixture
def shipped(shipped_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    monkeypatch.setenv("EGOV_WORKSPACE", str(shipped_workspace))
    ref = store.current(shipped_workspace)
    return Served(ref, ref)


def sheet(served: Served, **more: object) -> Sheet:
    indicators = served.query("indicators").set_index("indicator_code", drop=False)
    rows = served.query(
        "figures_of_indicator", indicator="par_index_score", level="province", year_from=2021, year_to=2023,
        parent=None, region=None,
    )  # fmt: skip
    called = served.unit_options("vi").name
    view = View(unit="P63-14", lang="vi")
    given = {"title": "PAR INDEX của Sơn La", **more}
    return Sheet(served, view, indicators.loc["par_index_score"].to_dict(), chart_frame(rows, called), called, **given)


def made(one: Sheet | Taken, ending: str) -> bytes:
    return next(file for file in one.downloads() if file.file_name.endswith(f".{ending}")).make()


@pytest.mark.parametrize(("page", "params", "at_least"), PAGES)
def test_every_chart_can_be_taken_home(shipped, page, params, at_least):
    at = open_page(page, **params)
    charts = len(at.get("plotly_chart"))
    pictures = [one for one in at.get("bidi_component") if one.proto.component_name == "egov.picture"]
    assert charts >= at_least and len(pictures) == charts
    assert len(at.get("download_button")) >= 3 * charts
    for one in pictures:
        told = json.loads(one.proto.json)
        notes = " ".join(told["notes"])
        assert told["title"] and shipped.ref.short_hash in notes
        assert t("picture.indicator", "vi", name="", scale="").split(":")[0] in notes
        assert shipped.ref.short_hash in told["name"]


def test_a_sheet_names_what_its_figures_are(shipped):
    first, second = sheet(shipped).facts()
    assert "PAR INDEX" in first and "thang 0–100" in first
    assert "876/QĐ-BNV" in second and "Như đã công bố" in second and "số công bố" in second
    assert "892/QĐ-BNV" not in second  # 2024 is not among them
    assert "Địa giới" not in " ".join(sheet(shipped, by_province=False).facts())


def test_the_three_files_say_the_same(shipped):
    one = sheet(shipped)
    assert one.stem == f"par_index_score_2021-2023_egov-{shipped.ref.short_hash}"
    plain = list(csv.DictReader(io.StringIO(made(one, "csv").decode("utf-8-sig")), delimiter=";"))
    book = load_workbook(io.BytesIO(made(one, "xlsx")))
    table = pq.read_table(io.BytesIO(made(one, "parquet")))
    figures = book[t("export.sheet.figures", "vi")]
    assert len(plain) == figures.max_row - 1 == table.num_rows == len(one.rows)
    assert figures.freeze_panes == "C2" and figures.auto_filter.ref
    heads = [cell.value for cell in figures[1]]
    column = heads.index(t("export.field.value", "vi"))
    numbers = [row[column].value for row in figures.iter_rows(min_row=2) if row[column].value is not None]
    assert numbers and all(isinstance(number, int | float) for number in numbers)
    assert t("export.sheet.sources", "vi") in book.sheetnames
    about = json.loads(table.schema.metadata[b"egov_metrics"])
    assert about["edition"]["content_hash"] == shipped.ref.content_hash
    assert about["filters"][t("territory", "vi")] == "Như đã công bố" and about["sources"]


def test_figures_of_a_second_indicator_follow_in_the_same_file(shipped):
    one = sheet(shipped)
    both = replace(one, more=(replace(one, rows=one.rows.head(2)),))
    assert pq.read_table(io.BytesIO(made(both, "parquet"))).num_rows == len(one.rows) + 2
    assert len(both.facts()) == len(one.facts()) + 1


def test_nothing_is_offered_without_figures(shipped):
    one = sheet(shipped)
    empty = Sheet(one.served, one.view, one.indicator, one.rows.head(0), one.name, "")
    assert empty.downloads() == [] and empty.stem.startswith("par_index_score_egov")


def test_levels_are_taken_home_from_other_pages_too(shipped):
    taken = Taken(shipped, View(unit="P63-64", lang="vi"))
    table = pq.read_table(io.BytesIO(made(taken, "parquet")))
    assert table.num_rows > 20 and taken.stem == f"egov_level_P63-64_egov-{shipped.ref.short_hash}"


def test_a_chart_of_points_says_so_and_what_they_rest_on(shipped):
    view = View(unit="P63-64", lang="vi")
    known = reading.read(shipped, view).known.assessments
    told = " ".join(Taken(shipped, view, tuple(known), by_points=True).facts())
    assert t("measure_name.points", "vi") in told and "số công bố" in told and "Gia Lai 2022" in told
    assert t("chart.scale.level", "vi") in Taken(shipped, view).facts()[0]
