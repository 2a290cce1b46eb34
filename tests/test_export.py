"""Files: what is read back is what was shown, with sources, methods and edition; nothing in them is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl.utils import get_column_letter

from egov_metrics import store
from egov_metrics.analysis import compare
from egov_metrics.analysis.territory import unchanged
from egov_metrics.export import csv_file, parquet_file, xlsx_file
from egov_metrics.export.content import FIELDS, About, Content, collect, file_name, joined
from egov_metrics.i18n.texts import t
from tests.compare_store import build_compare_store

HASH = "0123456789abcdef0123456789abcdef"
NAMES = {"P63-14": "Sơn La", "P63-22": "Quảng Ninh", "P34-22": "=1+1", "VN": "Việt Nam"}


def about(lang: str = "vi") -> About:
    return About(
        title="PAR INDEX",
        subtitle="+84",
        filters=(("Chỉ số", "PAR INDEX"), ("Cấp", "-Tỉnh")),
        edition_number=7,
        edition_hash=HASH,
        edition_date=dt.date(2026, 11, 22),
        link="http://localhost:8501/compare?unit=P63-14&lang=vi",
        lang=lang,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> store.Edition:
    return store.open_edition(build_compare_store(tmp_path_factory.mktemp("export"))[1])


@pytest.fixture(scope="module")
def rows(edition) -> pd.DataFrame:
    figures = edition.query(
        "figures_of_indicator", indicator="par_index_score", level="province", year_from=1990, year_to=2100,
        parent=None, region=None,
    )  # fmt: skip
    joined = compare.one_line_each(figures, unchanged(edition.query("province_succession")))
    return compare.table_order(joined, "higher")


def content_of(edition: store.Edition, rows: pd.DataFrame, lang: str = "vi") -> Content:
    indicator = edition.query("indicators").iloc[0].to_dict()
    return collect(rows, indicator, edition.query("methods"), about(lang), lambda unit: NAMES.get(unit, unit))


@pytest.fixture(scope="module")
def content(edition, rows) -> Content:
    return content_of(edition, rows)


def csv_rows(data: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")


def test_csv_is_what_excel_with_vietnamese_settings_reads(content, rows):
    data = csv_file.make(content)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(rows) + 1 and data.count(b"\n") == len(rows) + 1
    read = list(csv_rows(data))
    assert list(read[0]) == [t(f"export.field.{field.name}", "vi") for field in FIELDS]
    assert [row["Mã đơn vị"] for row in read] == rows["stored_id"].tolist()
    for row, value, rank in zip(read, rows["value"], rows["rank"], strict=True):
        assert row["Giá trị"] == "" if pd.isna(value) else float(row["Giá trị"].replace(",", ".")) == value
        assert row["Hạng"] == ("" if pd.isna(rank) else str(int(rank)))
    one = next(row for row in read if row["Mã đơn vị"] == "P63-14" and row["Năm"] == "2021")
    assert (one["Giá trị"], one["Hạng"], one["Trong số"]) == ("87,62", "15", "63")
    assert (one["Nguồn"], one["Bộ tiêu chí"]) == ("Bài press-1", "PAR-B")
    assert one["Nguồn khác nhau"] == t("chart.hover.conflict", "vi")
    assert one["Ấn bản"] == HASH[:12]
    assert one["Đến ngày"] == "31/12/2021"


def test_a_kind_of_nothing_is_words_beside_an_empty_cell_never_a_nought(content):
    row = next(row for row in csv_rows(csv_file.make(content)) if row["Năm"] == "2022")
    assert (row["Giá trị"], row["Hạng"], row["Không có số vì"]) == ("", "", t("nothing.not_published", "vi"))


def test_the_source_of_a_rank_is_told_when_it_is_another_one(content):
    read = [row for row in csv_rows(csv_file.make(content)) if row["Năm"] == "2023"]
    told = {row["Mã đơn vị"]: row["Nguồn của hạng (nếu khác)"] for row in read}
    assert told == {"P63-22": "", "P63-14": "", "P63-64": "Bài press-2"}
    assert set(content.sources["title"]) == {"Bài press-1", "Bài press-2", "Bài official-1"}
    assert content.sources["figures"].tolist() == sorted(content.sources["figures"], reverse=True)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_csv_text_is_never_a_formula(text):
    assert csv_file.safe(text) == f"'{text}"


def test_csv_leaves_plain_text_and_negative_numbers_alone(edition, rows):
    assert csv_file.safe("Bà Rịa - Vũng Tàu") == "Bà Rịa - Vũng Tàu"
    below = content_of(edition, rows.head(1).assign(value=-5.25, decimals=2))
    row = next(csv_rows(csv_file.make(below)))
    assert row["Giá trị"] == "-5,25"
    assert row["Đơn vị"] == "'=1+1"


def test_a_value_keeps_the_places_of_its_source(edition, rows):
    few = content_of(edition, rows.head(1).assign(value=88.2, decimals=1))
    assert next(csv_rows(csv_file.make(few)))["Giá trị"] == "88,2"


def sheets(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_workbook_has_real_numbers_dates_and_a_heading_that_stays(content, rows):
    sheet = sheets(xlsx_file.make(content))[t("export.sheet.figures", "vi")]
    heads = [cell.value for cell in sheet[1]]
    value, rank, end = (heads.index(t(f"export.field.{name}", "vi")) for name in ("value", "rank", "period_end"))
    read = list(sheet.iter_rows(min_row=2))
    assert len(read) == len(rows)
    for cells, given in zip(read, rows["value"], strict=True):
        assert cells[value].value is None if pd.isna(given) else cells[value].value == given
    assert isinstance(read[0][rank].value, int)
    assert read[0][value].number_format == "#,##0.00"
    assert read[0][end].is_date and read[0][end].value.date() == dt.date(2025, 12, 31)
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(FIELDS))}{len(rows) + 1}"
    assert sheet.column_dimensions["B"].width > 20


def test_a_workbook_says_its_sources_methods_and_itself(content):
    book = sheets(xlsx_file.make(content))
    assert book.sheetnames == [t(f"export.sheet.{name}", "vi") for name in ("figures", "sources", "methods", "about")]
    sources = [row[0] for row in book[t("export.sheet.sources", "vi")].iter_rows(min_row=2, values_only=True)]
    assert sorted(sources) == ["Bài official-1", "Bài press-1", "Bài press-2"]
    methods = [row[0] for row in book[t("export.sheet.methods", "vi")].iter_rows(min_row=2, values_only=True)]
    assert methods == ["PAR-B", "PAR-C"]
    told = dict(book[t("export.sheet.about", "vi")].iter_rows(min_row=2, max_col=2, values_only=True))
    assert told[t("export.about.hash", "vi")] == HASH
    assert told[t("export.about.link", "vi")].endswith("compare?unit=P63-14&lang=vi")
    assert told["Cấp"] == "-Tỉnh"
    assert "22/11/2026" in told[t("export.about.edition", "vi")]


def test_no_cell_of_a_workbook_is_a_formula(content):
    book = sheets(xlsx_file.make(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if cell.value == "=1+1"]


def test_parquet_has_raw_numbers_and_dates_and_tells_what_they_rest_on(content, rows):
    table = pq.read_table(io.BytesIO(parquet_file.make(content)))
    assert table.column_names == [field.name for field in FIELDS] + ["decimals"]
    read = table.to_pandas()
    assert read["unit_id"].tolist() == rows["stored_id"].tolist()
    assert read["value"].dropna().tolist() == rows["value"].dropna().tolist()
    assert str(table.schema.field("value").type) == "double"
    assert str(table.schema.field("period_end").type) == "date32[day]"
    told = json.loads(table.schema.metadata[parquet_file.METADATA])
    assert told["edition"] == {"number": 7, "content_hash": HASH, "date": "2026-11-22"}
    assert [method["method_id"] for method in told["methods"]] == ["PAR-B", "PAR-C"]
    assert {source["url"] for source in told["sources"]} >= {"https://example.org/press-1"}


def test_files_speak_the_readers_language(edition, rows):
    english = content_of(edition, rows, "en")
    assert next(csv_rows(csv_file.make(english)))["Basis of the value"] == "published"
    assert sheets(xlsx_file.make(english)).sheetnames == ["Figures", "Sources", "Methods", "About this file"]


def test_names_of_files_hold_indicator_years_and_edition(content):
    assert content.file_name("csv") == "par_index_score_2019-2025_egov-0123456789ab.csv"
    assert file_name("a/b;c", [2024], HASH, "xlsx") == "a-b-c_2024_egov-0123456789ab.xlsx"
    assert re.fullmatch(r"[\w.-]+", file_name("../x y", [], HASH, "csv"))


def test_a_mean_is_named_and_its_row_is_the_countrys(edition, rows):
    mean = rows.head(1).assign(unit_id="VN", stored_id="VN", label="bình quân 63 tỉnh", rank=None, rank_of=None)
    own, told = csv_rows(csv_file.make(content_of(edition, pd.concat([rows.head(1).assign(label=None), mean]))))
    assert (told["Đơn vị"], told["Bình quân của"]) == ("Việt Nam", "bình quân 63 tỉnh")
    assert own["Bình quân của"] == ""


def test_a_change_stands_beside_the_later_figure_with_its_remark(edition, rows):
    changed = rows.head(2).assign(
        change=[-1.5, None], change_since=[2019, None], change_note=["khác bộ tiêu chí: không phải tiến bộ", None]
    )
    first, second = csv_rows(csv_file.make(content_of(edition, changed)))
    assert (first["So với năm"], first["Chênh lệch"]) == ("2019", "-1,50")
    assert first["Ghi chú về chênh lệch"] == "khác bộ tiêu chí: không phải tiến bộ"
    assert (second["So với năm"], second["Chênh lệch"]) == ("", "")
    table = pq.read_table(io.BytesIO(parquet_file.make(content_of(edition, changed)))).to_pandas()
    assert table["change"].tolist()[0] == -1.5 and table["change_since"].tolist()[0] == 2019


def test_recomputed_figures_name_the_sources_of_their_members(edition, rows):
    worked_out = rows[rows["year"] == 2023].head(1).assign(
        unit_id="P34-52", value_basis="recomputed", rule="mean", members=[("P63-64", "P63-22")],
        missing_members=[("P63-52",)], published_rank=None, published_rank_of=None, source_title="A; B",
    )  # fmt: skip
    indicator = edition.query("indicators").iloc[0].to_dict()
    made = collect(
        worked_out, indicator, edition.query("methods"), about(), lambda unit: NAMES.get(unit, unit), behind=rows
    )
    row = next(csv_rows(csv_file.make(made)))
    assert (row["Mã đơn vị"], row["Tính từ"], row["Tỉnh cũ thiếu số liệu"]) == (
        "P34-52",
        "P63-64, Quảng Ninh",
        "P63-52",
    )
    assert row["Cách tính lại"] == t("territory.rule.mean", "vi")
    assert "A; B" not in made.sources["title"].tolist()
    assert {"Bài official-1", "Bài press-1"} <= set(made.sources["title"])


def test_two_indicators_make_one_file(content):
    second = replace(content, indicator_code="other", methods=content.methods.head(1))
    both = joined(content, second)
    assert len(both.figures) == 2 * len(content.figures)
    assert both.sources["figures"].tolist() == [2 * n for n in content.sources["figures"]]
    assert both.methods["method_id"].is_unique
    assert both.file_name("csv").startswith("par_index_score-other_2019-2025_egov-")
    assert len(list(csv_rows(csv_file.make(both)))) == len(both.figures)
