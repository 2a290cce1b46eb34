"""The files of the readiness page: every assessment of the province, in whose name, and what the year rests on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics.ui import parts

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def offered(shipped_workspace, monkeypatch):
    """The files that the page offers for a view."""
    monkeypatch.setenv("EGOV_WORKSPACE", str(shipped_workspace))

    def of(**params: str) -> list[parts.Download]:
        found: list[parts.Download] = []
        monkeypatch.setattr(parts, "downloads", lambda files, key: found.extend(files))
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in params.items():
            at.query_params[name] = value
        at.run()
        found.clear()
        at.switch_page("pages/readiness.py").run()
        assert not at.exception, at.exception[0].message
        return found

    return of


def rows_of(files: list[parts.Download]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[0].make().decode("utf-8-sig")), delimiter=";"))


def test_a_province_has_all_its_tiers_and_years_in_a_file(offered):
    files = offered(unit="P63-64", lang="vi")
    assert [file.mime for file in files][0] == "text/csv" and len(files) == 3
    assert files[0].file_name.startswith("egov_level_P63-64_2019-2022_egov-")
    rows = rows_of(files)
    counts = {
        (row["Đơn vị"], row["Mã chỉ số"], row["Năm"]): row["Giá trị"]
        for row in rows
        if row["Đơn vị"].startswith("Sở, ")
    }
    assert all(name == "Sở, ngành của Gia Lai (đến 30/6/2025)" for name, _, _ in counts)
    assert "16" in counts.values() and {year for _, _, year in counts} == {"2019", "2022"}
    # The article of 2019 names no year measured, and the file says so.
    basis = {row["Căn cứ của năm"] for row in rows if row["Năm"] == "2019"}
    assert basis == {"nguồn không nêu kỳ; lấy theo ngày của tài liệu"}
    assert {row["Căn cứ của năm"] for row in rows if row["Năm"] == "2022"} == {""}
    assert all(row["Nguồn"] for row in rows)


def test_a_rank_that_was_worked_out_is_no_published_one(offered):
    last = next(row for row in rows_of(offered(unit="P63-64", lang="vi")) if row["Hạng"] == "20")
    assert last["Loại số của hạng"] == "suy ra từ số khác, không phải số công bố"


def test_a_workbook_and_a_parquet_file_are_made(offered):
    _, workbook, parquet = offered(unit="P63-46", lang="en")
    assert workbook.make().startswith(b"PK") and parquet.make().startswith(b"PAR1")


@pytest.mark.parametrize("unit", ["P63-22", "P63-12", "VN"])
def test_without_an_assessment_there_is_no_file(offered, unit):
    assert offered(unit=unit) == []
