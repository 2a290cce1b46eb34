"""Decks, Word documents and workbooks held against the schema of Office Open XML, and opened by LibreOffice."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.analysis import compare
from egov_metrics.analysis.territory import unchanged
from egov_metrics.collect.workbooks import read_catalogue, rejected_rows, template
from egov_metrics.collect.workbooks.rejected import fields
from egov_metrics.export import deck, report, xlsx_file
from egov_metrics.export.content import Content, collect
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.paths import data_folder
from egov_metrics.story import ready
from tests.deck_files import made, reader_of
from tests.office_files import parts_of, problems, zipped
from tests.test_deck import EVERY
from tests.test_export import about
from tests.test_report import Desk

UNITS = ("P63-14", "P63-64", "P63-22")
FORMULAS = {
    "P63-14": "=1+1",
    "P63-22": "+84",
    "P63-64": "-Gia Lai",
    "P63-01": "@sum(A1)",
    "P63-31": "=cmd|' /C calc'!A0",
}
OFFICE = shutil.which("soffice")


def workbook(
    workspace: Path, code: str = "par_index_score", names: dict[str, str] | None = None
) -> tuple[Content, bytes]:
    """The figures of an indicator as a reader takes them, under names as they might be in a store."""
    edition = store.open_edition(store.current(workspace))
    figures = edition.query(
        "figures_of_indicator", indicator=code, level="province", year_from=1990, year_to=2100, parent=None, region=None
    )
    rows = compare.one_line_each(figures, unchanged(edition.query("province_succession")))
    indicators = edition.query("indicators").set_index("indicator_code", drop=False)
    called = (names or {}).get
    content = collect(
        compare.table_order(rows, "higher"), indicators.loc[code].to_dict(), edition.query("methods"), about(),
        lambda unit: called(unit, unit) or unit,
    )  # fmt: skip
    return content, xlsx_file.make(content)


@pytest.fixture(scope="module")
def files(shipped_workspace: Path) -> dict[str, bytes]:
    """A file of every kind that the program hands out, by its name."""
    found = {}
    reader = reader_of(shipped_workspace)
    found["every.pptx"] = deck.to_bytes(made(reader, *EVERY))
    for unit in UNITS:
        stated = {code: len(years) for code, years in reader.years_stated(unit).items()}
        year = ready.year(unit, reader.full(unit), stated, True, "vi")
        found[f"{unit}.pptx"] = deck.to_bytes(deck.deck_of(year, reader, "Số liệu: ấn bản 1", "2026-11-28"))
    desk = Desk(shipped_workspace)
    found |= {f"{unit}.docx": report.make(desk.content(unit), "docx") for unit in UNITS}
    found["figures.xlsx"] = workbook(shipped_workspace, names=FORMULAS)[1]
    found["template.xlsx"] = template(read_catalogue(data_folder(), shipped_workspace))
    rows = pd.DataFrame([dict.fromkeys(fields(), "=1+1") | {"reason": "unknown_unit", "row": 3}])
    found["rejected.xlsx"] = rejected_rows(rows, "vi")
    return found


# -- the schema


@pytest.mark.slow
def test_every_file_keeps_the_schema(files: dict[str, bytes], tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed (tests/requirements.txt)")
    found = []
    for name, content in files.items():
        whole = {name: content} | {
            f"{name} {inner.replace('/', ' ')}": part
            for inner, part in parts_of(content).items()
            if inner.endswith(".xlsx") and "!" not in inner
        }
        for called, bytes_ in whole.items():
            path = tmp_path / called
            path.write_bytes(bytes_)
            judged = audit.OpenXmlValidator().validate(path)
            found += [f"{called}: {one}" for one in judged.errors if one.severity.value == "error"]
    assert found == []


def test_every_file_is_a_sound_package(files: dict[str, bytes]) -> None:
    assert {name: problems(content) for name, content in files.items()} == {name: [] for name in files}


@pytest.mark.parametrize(
    ("name", "part", "pattern", "instead", "says"),
    [
        ("every.pptx", r"\[Content_Types\]\.xml", r'<Override PartName="/ppt/charts/chart\d+\.xml"[^>]*/>', "", "type"),
        ("every.pptx", r"slide\d+\.xml\.rels", r"charts/chart\d+\.xml", "charts/chart999.xml", "is not there"),
        ("every.pptx", r"slides/slide2\.xml", r'(<p:cNvPr id=")3"', r'\g<1>2"', "id 2 of 2"),
        ("every.pptx", r"slides/slide5\.xml", r'r:id="rId\d+"', 'r:id="rId99"', "relation rId99"),
        ("every.pptx", r"chart\d+\.xml", '<c:idx val="1"/><c:order', '<c:idx val="0"/><c:order', "idx 0 of 2"),
        ("every.pptx", r"chart\d+\.xml", '<c:crossAx val="', '<c:crossAx val="7', "axis 7"),
        ("every.pptx", r"chart\d+\.xml", '(percentStacked.*<c:dLblPos val=")ctr', r"\1outEnd", "at outEnd"),
        ("P63-64.docx", r"word/document\.xml", '<w:pStyle w:val="Caption"', '<w:pStyle w:val="Nope"', "style Nope"),
        ("P63-64.docx", r"word/document\.xml", r'(<wp:docPr id=")\d+', r"\g<1>1", "id 1 of"),
        ("figures.xlsx", r"sheet1\.xml", r' s="\d+"', ' s="99"', "format 99"),
        ("figures.xlsx", r"workbook\.xml", 'sheetId="2"', 'sheetId="1"', "sheetId 1 of 2"),
    ],
)  # fmt: skip
def test_a_broken_file_is_found(
    files: dict[str, bytes], name: str, part: str, pattern: str, instead: str, says: str
) -> None:
    parts = parts_of(files[name])
    changed = 0
    for key in parts:
        if re.search(part + "$", key) and "!" not in key:
            text, count = re.subn(pattern, instead, parts[key].decode(), flags=re.DOTALL)
            parts[key] = text.encode()
            changed += count
    assert changed
    assert any(says in one for one in problems(zipped(parts)))


def test_a_word_document_has_one_set_of_styles(files: dict[str, bytes]) -> None:
    names = parts_of(files["P63-64.docx"])
    assert [name for name in names if name.startswith("word/styles")] == ["word/styles.xml"]


# -- words for readers of files


SCREEN: dict[Lang, str] = {
    "vi": r"màn hình|\bbấm\b|\bnhấn\b|\bnhấp\b|chuột|\bnút\b|bên trên|phía trên|phía dưới|danh sách dưới|ô trên",
    "en": r"\bscreen|\bclick|\bbutton|\bhover|\bpointer|\bmouse|list below|the .* above to",
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_file_speaks_of_the_screen(shipped_workspace: Path, lang: Lang) -> None:
    reader = reader_of(shipped_workspace, lang)
    whole = made(reader, *EVERY[:23])  # the last ones are the presenter's words
    said = [
        text
        for slide in whole.slides
        for text in (slide.title, slide.subtitle, slide.words, slide.source, slide.method, slide.notes)
    ]
    said += [chart.alt for slide in whole.slides for chart in slide.charts]
    desk = Desk(shipped_workspace)
    said += [text for unit in UNITS for text in desk.content(unit, lang).texts()]
    said += [t(f"export.about.{name}", lang) for name in ("link", "reading", "reading_words")]
    found = sorted({text for text in said if re.search(SCREEN[lang], text, re.IGNORECASE)})
    assert len(said) > 1000 and found == []
    assert re.search(SCREEN[lang], "3 giai đoạn trên màn hình, 3 periods on the screen")


# -- LibreOffice


def converted(content: bytes, name: str, kind: str, folder: Path) -> list[Path]:
    """What LibreOffice makes of a file; skips where there is none."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed (soffice)")
    if name.endswith(".xlsx") and not Path(OFFICE).resolve().with_name("libsclo.so").exists():
        pytest.skip("LibreOffice is installed without Calc")
    source = folder / name
    source.write_bytes(content)
    out = folder / "out"
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = [OFFICE, home, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)
    said = [line for line in done.stderr.splitlines() if line and "javaldx" not in line]  # of a missing Java
    assert said == []
    return sorted(out.iterdir())


@pytest.mark.slow
def test_calc_takes_numbers_for_numbers_and_texts_for_texts(shipped_workspace: Path, tmp_path: Path) -> None:
    content, written = workbook(shipped_workspace, names=FORMULAS)
    (again,) = converted(written, "figures.xlsx", "xlsx", tmp_path)
    book = openpyxl.load_workbook(again)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert {cell.value for cell in cells if cell.data_type == "s"} >= set(FORMULAS.values())
    heads, *lines = book[t("export.sheet.figures", "vi")].iter_rows()
    named = [cell.value for cell in heads]
    value, rank, end = (named.index(t(f"export.field.{name}", "vi")) for name in ("value", "rank", "period_end"))
    assert len(lines) == len(content.figures)
    for line, stated, place in zip(lines, content.figures["value"], content.figures["rank"], strict=True):
        for cell, given in ((line[value], stated), (line[rank], place)):
            assert cell.value is None if pd.isna(given) else (cell.data_type, cell.value) == ("n", given)
        assert line[end].is_date


@pytest.mark.slow
def test_calc_shows_every_sheet_and_calculates_nothing(shipped_workspace: Path, tmp_path: Path) -> None:
    content, written = workbook(shipped_workspace, names=FORMULAS)
    # Comma, double quotes, UTF-8, from the first line; -1: a file for every sheet.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    sheets = converted(written, "figures.xlsx", kind, tmp_path)
    assert len(sheets) == 4
    text = next(path for path in sheets if t("export.sheet.figures", "vi") in path.name).read_text(encoding="utf-8")
    heads, *lines = csv.reader(io.StringIO(text))
    assert len(lines) == len(content.figures)
    names = {line[heads.index(t("export.field.unit_name", "vi"))] for line in lines}
    assert set(FORMULAS.values()) <= names  # "=1+1" as it is: a formula would be shown as 2
