"""Reports: one content, a tagged PDF and a Word document that hold all of it, and clear refusals."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
import typst
from docx.oxml.ns import qn

from egov_metrics import store
from egov_metrics.analysis.catalogue import read_register
from egov_metrics.analysis.insights import unit as said
from egov_metrics.analysis.insights.standing import row_of
from egov_metrics.analysis.unit_profile import UnitProfile, read_profile
from egov_metrics.export import report
from egov_metrics.export.report import fonts, model, pdf_file
from egov_metrics.i18n.texts import Lang
from egov_metrics.units.options import UnitOptions
from tests.commands import Run, one_error, runner
from tests.compare_store import build_territory_store
from tests.report_files import fonts as fonts_of
from tests.report_files import shown, squeezed, tags

TODAY = dt.date(2026, 11, 28)
SON_LA, GIA_LAI, QUANG_NINH, PLEIKU = "P63-14", "P63-64", "P63-22", "D63-622"


class Desk:
    """An open edition, and what is made of it, each once."""

    def __init__(self, workspace: Path) -> None:
        self.ref = store.current(workspace)
        self.query = store.open_edition(self.ref).query
        self._register = read_register(self.query)
        self.content = cache(self._content)
        self.pdf = cache(lambda unit: report.make(self.content(unit), "pdf"))

    def page(self, unit: str, lang: Lang = "vi", present: bool = False) -> UnitProfile:
        return read_profile(self.query, unit, lang, UnitOptions(self._register, lang), present=present)

    def _content(self, unit: str, lang: Lang = "vi", present: bool = False) -> report.Report:
        edition = report.Edition(self.ref.number, self.ref.built_at.date(), self.ref.short_hash)
        return report.build(self.page(unit, lang, present), self.query, edition, TODAY)


@pytest.fixture(scope="module")
def desk(shipped_workspace: Path) -> Desk:
    return Desk(shipped_workspace)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(build_territory_store(tmp_path_factory.mktemp("report"))[0])


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


def block(content: report.Report, section: str, kind: type) -> list:
    found = next(one for one in content.sections if section in one.title)
    return [one for one in found.blocks if isinstance(one, kind)]


# What it says


@pytest.mark.parametrize("unit", [SON_LA, GIA_LAI, QUANG_NINH])
def test_the_table_of_indices_says_what_the_profile_says(desk: Desk, unit: str) -> None:
    page = desk.page(unit)
    rows = block(desk.content(unit), "VỊ TRÍ", model.Table)[0].rows
    assert len(rows) == len(page.standings) > 3
    for one, cells in zip(page.standings, rows, strict=True):
        row = row_of(page, one)
        assert cells[0].text == f"{row.name} ({row.year})"
        assert [cells[n].text for n in (1, 2)] == [row.value or "–", row.rank.text or "–"]
        assert [cells[n].text for n in (4, 5, 6)] == [one.text or "–" for one in (row.region, row.country, row.best)]
        assert row.change is None or (row.change.text in cells[3].text and row.change.unlike in cells[3].note)
        assert re.fullmatch(r"(\[\d+\])+", cells[7].text)


def test_son_la_by_year_with_gaps_as_gaps_and_doubts_named(desk: Desk) -> None:
    table = block(desk.content(SON_LA), "QUA CÁC NĂM", model.Table)[0]
    by_year = {row[0].text: row for row in table.rows}
    assert list(by_year) == [str(year) for year in range(2024, 2011, -1)]
    assert (by_year["2024"][1].text, by_year["2024"][2].text) == ("90,02 điểm", "12/63")
    assert by_year["2018"][1].text == "chưa có số liệu" and by_year["2018"][2].text == "–"
    assert by_year["2013"][1].text == "khoảng 59 điểm"
    assert "suy ra" in by_year["2023"][1].note and "không phải số công bố" in by_year["2023"][4].note
    assert "892/QĐ-BNV" in by_year["2024"][4].note  # another set of criteria: said, and no change of the value
    assert not re.search(r"[+−]\d", by_year["2024"][4].text)


def test_a_value_moves_only_when_it_was_measured_alike(made_up: Desk) -> None:
    changes = [
        row[4]
        for table in made_up.content(QUANG_NINH).tables()
        if "theo từng năm" in table.caption
        for row in table.rows
    ]
    assert any("khác bộ tiêu chí" in cell.note for cell in changes)
    assert all(not re.search(r"[+−]\d", cell.text) for cell in changes if "khác bộ" in cell.note)


def test_what_the_store_lacks_is_said_with_the_reason(desk: Desk) -> None:
    content = desk.content(SON_LA)
    assert "chưa có kết quả" in block(content, "MỨC ĐỘ", model.Paragraph)[0].text
    missing = block(content, "CÒN THIẾU", model.Bullets)[0].items
    assert "DTI: mới nhất là 2022, kho đã có đến 2024." in missing


def test_levels_of_agencies_begin_at_the_best_and_keep_what_is_not_stated(desk: Desk) -> None:
    table = block(desk.content(GIA_LAI), "MỨC ĐỘ", model.Table)[0]
    assert [column.title for column in table.columns][2:7] == ["I", "II", "III", "IV", "Không xếp hạng"]
    texts = [[cell.text for cell in row] for row in table.rows]
    assert ["Sở, ngành", "2022", "16", "2", "2", "–", "–", "20"] in [row[:-1] for row in texts]
    assert ["Cấp huyện", "công bố 03/07/2019", "–", "–", "–", "1", "16", "17"] in [row[:-1] for row in texts]
    inferred = next(row for row in table.rows if row[7].note)
    assert inferred[7].text == "20" and "nguồn không nêu" in inferred[7].note


def test_every_mark_of_a_source_is_in_the_list_and_every_source_is_used(desk: Desk) -> None:
    content = desk.content(QUANG_NINH)
    listed = [item.text for one in block(content, "NGUỒN", model.References) for item in one.items]
    numbers = [int(re.match(r"\[(\d+)\]", text)[1]) for text in listed]  # type: ignore[index]
    assert numbers == list(range(1, len(listed) + 1))
    marks = {int(n) for text in content.texts() if text not in listed for n in re.findall(r"\[(\d+)\]", text)}
    assert marks == set(numbers)


def test_recomputed_values_are_never_called_published(made_up: Desk) -> None:
    content = made_up.content("P34-52", "vi", True)
    rows = [row for row in block(content, "VỊ TRÍ", model.Table)[0].rows if "tính lại" in row[0].note]
    assert rows and all(row[2].text == "–" for row in rows)  # a rank of ours is a place, and stands in the note
    assert "không phải số công bố" in content.closing.edition
    by_year = next(table for table in content.tables() if "theo từng năm" in table.caption)
    assert "34 tỉnh hiện nay" in by_year.caption
    assert all(row[2].text == "–" for row in by_year.rows if "tính lại" in row[1].note)


def test_a_present_province_sends_to_the_reports_of_the_former_ones(desk: Desk) -> None:
    missing = block(desk.content("P34-52"), "CÒN THIẾU", model.Bullets)[0].items
    assert any("xem báo cáo của từng tỉnh đó" in one for one in missing)
    assert not any("chọn “34 tỉnh hiện nay”" in one for one in missing)


def test_a_district_has_a_shorter_report_without_regions(desk: Desk) -> None:
    content = desk.content(PLEIKU)
    assert [column.title for column in block(content, "VỊ TRÍ", model.Table)[0].columns][4] == "Mức giữa trong tỉnh"
    assert "mức IV" in " ".join(one.text for one in block(content, "MỨC ĐỘ", model.Paragraph))
    assert len(pdfium.PdfDocument(desk.pdf(PLEIKU))) <= 4


def test_english_has_the_same_numbers(desk: Desk) -> None:
    vietnamese, english = desk.content(SON_LA), desk.content(SON_LA, "en")
    assert english.head.kind == "REPORT" and "Son La" in english.title
    for one, other in zip(vietnamese.tables(), english.tables(), strict=True):
        for row, same in zip(one.rows, other.rows, strict=True):
            for cell, twin in zip(row[1:], same[1:], strict=True):  # names may have numbers of their own
                found = [sorted(re.findall(r"\d[\d.,/]*", text)) for text in (cell.text, twin.text)]
                assert found[0] == found[1]
    assert "report." not in " ".join(english.texts())


# The PDF


@pytest.mark.parametrize("unit", [SON_LA, GIA_LAI, QUANG_NINH])
def test_the_pdf_has_four_to_eight_pages_and_every_text(desk: Desk, unit: str) -> None:
    content = desk.pdf(unit)
    assert 4 <= len(pdfium.PdfDocument(content)) <= 8
    text = shown(content)
    assert [one for one in desk.content(unit).texts() if squeezed(fonts.printable(one)) not in text] == []


def test_the_pdf_is_tagged_and_says_language_title_and_standard(desk: Desk) -> None:
    content, made = desk.content(SON_LA), desk.pdf(SON_LA)
    document = pdfium.PdfDocument(made)
    assert raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_value("Title") == content.title
    assert b"pdfuaid" in made and re.search(rb"/Lang\s*\(vi", made)
    found = tags(made)
    kinds = [kind for kind, _ in found]
    assert {"H1", "H2", "P", "L", "Table", "TH", "TD", "Figure", "Caption"} <= set(kinds)
    alts = [alt for kind, alt in found if kind == "Figure"]
    assert alts == [figure.alt for figure in content.figures()]
    assert all(len(alt) > 40 for alt in alts)


@pytest.mark.parametrize("unit", [SON_LA, GIA_LAI, QUANG_NINH])
def test_the_fonts_are_within_the_pdf(desk: Desk, unit: str) -> None:
    found = fonts_of(desk.pdf(unit))
    assert found and all(found.values()), found
    assert all("Tinos" in name for name in found)


def test_the_same_report_gives_the_same_bytes(desk: Desk) -> None:
    assert report.make(desk.content(PLEIKU), "pdf") == desk.pdf(PLEIKU)


def test_no_row_is_cut_and_heads_are_repeated() -> None:
    rows = tuple((model.Cell(f"hàng {n}", "dòng " * 30), model.Cell(str(n))) for n in range(60))
    table = model.Table("Bảng 1. Dài", (model.Column("Cột đầu", 1), model.Column("Cột sau", 1)), rows)
    made = pdf_file.make(_report(table))
    pages = [squeezed(page.get_textpage().get_text_bounded()) for page in pdfium.PdfDocument(made)]
    assert len(pages) > 3
    with_rows = [text for text in pages if "hàng" in text]
    assert all("CộtđầuCộtsau" in text for text in with_rows)
    for n in range(60):  # name, note and number of a row are on one page
        row = squeezed(f"hàng {n} {'dòng ' * 30} {n}")
        assert sum(row in text for text in pages) == 1, n


def test_no_text_is_read_as_markup() -> None:
    hostile = '#panic("x") *đậm* _a_ $x$ \\ "]" @ref <b> // = Heading'
    made = pdf_file.make(_report(model.Paragraph(hostile), model.Bullets((hostile,))))
    assert shown(made).count(squeezed(hostile)) == 2


def test_a_sign_that_the_font_has_not_is_a_box_and_never_a_gap() -> None:
    assert fonts.printable("Bắc Giang 北江") == "Bắc Giang □□"
    assert "BắcGiang□□." in shown(pdf_file.make(_report(model.Paragraph("Bắc Giang 北江."))))


def test_the_font_has_every_sign_that_it_is_said_to_have() -> None:
    every = "".join(chr(code) for code in range(0x21, 0x2600) if fonts.printable(chr(code)) == chr(code))
    assert {"ễ", "Ự", "₫", "−", "▲", "▼", "–", "…"} <= set(every)
    source = '#set document(title: "x")\n#set text(font: "Tinos", fallback: false)\n#sys.inputs.signs'
    for face in ("normal", "italic"):
        typst.compile(
            f'#set text(style: "{face}", weight: 400)\n{source}\n*#sys.inputs.signs*'.encode(), format="pdf",
            pdf_standards="ua-1", sys_inputs={"signs": every}, font_paths=[str(fonts.FOLDER)], ignore_system_fonts=True,
        )  # fmt: skip
    with pytest.raises(typst.TypstError):  # so the test can fail
        typst.compile(
            source.encode(), format="pdf", pdf_standards="ua-1", sys_inputs={"signs": "北"},
            font_paths=[str(fonts.FOLDER)], ignore_system_fonts=True,
        )  # fmt: skip


def _report(*blocks: model.Block) -> report.Report:
    head = model.Head("N", "M", "A", "B", "Số", "ngày", "BÁO CÁO", "về")
    closing = model.Closing("ấn bản", "Nơi nhận:", ("- Lưu.",), "Chức vụ", "(ký)", "tên")
    return report.Report("vi", "P63-14", "Thử", "2026-11-28", head, (model.Section("I. THỬ", blocks),), closing)


# The Word document


@pytest.mark.parametrize("unit", [SON_LA, GIA_LAI])
def test_the_word_document_has_the_same_content(desk: Desk, unit: str) -> None:
    content = desk.content(unit)
    opened = docx.Document(io.BytesIO(report.make(content, "docx")))
    with_heads = [table for table in opened.tables if table._tbl.findall(".//" + qn("w:tblHeader"))]
    stated = list(content.tables())
    assert len(with_heads) == len(stated)
    for table, one in zip(with_heads, stated, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == [column.title for column in one.columns]
        written = [[cell.text for cell in row.cells] for row in table.rows[1:]]
        assert written == [["\n".join(filter(None, (cell.text, cell.note))) for cell in row] for row in one.rows]
        assert len(table._tbl.findall(".//" + qn("w:cantSplit"))) == len(table.rows)
    headings = [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in content.sections]
    alts = [one.get("descr") for one in opened.element.body.iter(qn("wp:docPr"))]
    assert alts == [figure.alt for figure in content.figures()]
    assert opened.core_properties.title == content.title
    everything = squeezed("".join(node.text or "" for node in opened.element.body.iter(qn("w:t"))))
    assert [text for text in content.texts() if squeezed(text) not in everything] == []


def test_the_word_document_is_a4_in_a_times_like_font_in_its_language(desk: Desk) -> None:
    opened = docx.Document(io.BytesIO(report.make(desk.content(PLEIKU), "docx")))
    section, normal = opened.sections[0], opened.styles["Normal"]
    assert [round(side.mm) for side in (section.page_width, section.page_height, section.left_margin)] == [210, 297, 30]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 13)
    assert normal.element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert section.different_first_page_header_footer


def test_pairs_of_figures_may_part_at_the_end_of_a_page(desk: Desk) -> None:
    opened = docx.Document(io.BytesIO(report.make(desk.content(QUANG_NINH), "docx")))
    pairs = [table for table in opened.tables if table._tbl.findall(".//" + qn("wp:docPr"))]
    assert len(pairs) > 1
    for table in pairs:  # a row is whole, but rows are not kept with those that follow
        assert len(table._tbl.findall(".//" + qn("w:cantSplit"))) == len(table.rows)
        assert not any(one.paragraph_format.keep_with_next for cell in table._cells for one in cell.paragraphs)


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl rPr",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u lang",
}


def test_properties_stand_in_the_order_of_the_schema(desk: Desk) -> None:
    opened = docx.Document(io.BytesIO(report.make(desk.content(GIA_LAI), "docx")))
    parts = [opened.element, opened.styles.element, opened.sections[0].header._element]
    for name, names in ORDER.items():
        order = names.split()
        for part in parts:
            for one in part.iter(qn(f"w:{name}")):
                mine = [child.tag.partition("}")[2] for child in one]
                known = [child for child in mine if child in order]
                assert known == sorted(known, key=order.index), mine


def test_libreoffice_opens_the_word_document(desk: Desk, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed; it only looks at the Word document here")
    file = tmp_path / "son-la.docx"
    file.write_bytes(report.make(desk.content(SON_LA), "docx"))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    made = (tmp_path / "son-la.pdf").read_bytes()
    assert 4 <= len(pdfium.PdfDocument(made)) <= 9
    text = shown(made)
    cells = [cell.text for table in desk.content(SON_LA).tables() for row in table.rows for cell in row]
    numbers = {number for cell in cells for number in re.findall(r"\d[\d.,/]*", cell)}
    assert len(numbers) > 50 and [one for one in numbers if one not in text] == []


# The command


def test_the_command_writes_both_kinds_of_file(run: Run, shipped_workspace: Path, tmp_path: Path) -> None:
    for name, first in (("a.pdf", b"%PDF-"), ("b.DOCX", b"PK")):
        out = tmp_path / name
        done = run("report", "--unit", "gia lai", "--out", out, "--workspace", shipped_workspace)
        assert done.status == 0 and "P63-64" in done.out and str(out) in done.out
        assert "P34-52" in done.err  # the other that bears this name
        assert out.read_bytes().startswith(first)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.DOCX"]


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        (["--unit", "nơi không có", "--out", "x.pdf"], 1, "no unit named 'nơi không có'"),
        (["--unit", "VN", "--out", "x.pdf"], 1, "VN is a country: a report is about a province"),
        (["--unit", "D63-116", "--out", "x.pdf"], 1, "has no figure of thành phố Sơn La"),
        (["--unit", "P34-08", "--out", "x.pdf"], 1, "`--territory 2025` recomputes it"),
        (["--unit", "P63-14", "--out", "x.txt"], 2, "expected a file that ends in .pdf or .docx, found 'x.txt'"),
        (["--unit", "P63-14", "--out", "x"], 2, "expected a file that ends in .pdf or .docx, found 'x'"),
        (["--unit", "P63-14", "--out", "x.pdf", "--edition", "0f0f0f"], 1, "no edition is kept whose hash begins with"),
        (["--unit", "P63-14", "--out", "no/such/x.pdf"], 1, "No such file or directory"),
        (["--out", "x.pdf"], 2, "--unit"),
    ],
)
def test_bad_input_is_one_line(
    run: Run, shipped_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], status: int,
    says: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    done = run("report", *options, "--workspace", shipped_workspace)
    lines = done.err.splitlines()
    assert (done.status, done.out, len(lines)) == (status, "", 1), done
    assert lines[0].startswith("error: ") and says in lines[0]
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(
    run: Run, shipped_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"old")

    def full(temporary: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr("egov_metrics.store.files.replace_file", full)
    done = run("report", "--unit", PLEIKU, "--out", out, "--workspace", shipped_workspace)
    one_error(done, "No space left")
    assert out.read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_an_edition_is_named_by_the_beginning_of_its_hash(run: Run, shipped_workspace: Path, tmp_path: Path) -> None:
    ref = store.current(shipped_workspace)
    given = ["--edition", ref.short_hash[:6], "--workspace", shipped_workspace]
    done = run("report", "--unit", PLEIKU, "--out", tmp_path / "x.pdf", *given)
    assert done.status == 0 and ref.short_hash in done.out


def test_every_province_with_figures_has_a_report(made_up: Desk) -> None:
    units = made_up.query("units")
    for unit in units.loc[units["level"] == "province", "unit_id"]:
        page = made_up.page(unit)
        try:
            report.check(page, 1)
        except report.NothingToReport:
            assert not page.has_figures
        else:
            assert report.make(made_up.content(unit), "pdf").startswith(b"%PDF-")


def test_the_sentences_are_those_of_the_profile(desk: Desk) -> None:
    page, content = desk.page(QUANG_NINH), desk.content(QUANG_NINH)
    texts = list(content.texts())
    assert any(text.startswith(said.headline(page)) for text in texts)
    assert all(one in texts for one in (*said.strengths(page), *said.weaknesses(page)))
