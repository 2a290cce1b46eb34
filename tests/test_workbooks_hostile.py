"""Hostile workbooks: formulas are texts, macros stay closed, bombs and paths are refused or harmless."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov_metrics.collect import originals
from egov_metrics.collect.reading import ReadingRefused
from egov_metrics.collect.workbooks import Catalogue, ImportRefused, ProfileRefused, accept, in_words, report
from egov_metrics.collect.workbooks import profile as profiles
from egov_metrics.collect.workbooks.grid import Value
from egov_metrics.collect.workbooks.values import COMMA, POINT, nothing_of, number_of, rank_of_cell, signs_of
from tests.reading_files import archive
from tests.workbook_files import book, catalogue, planned, stated, values

FORMULAS = ('=HYPERLINK("http://x.example","Sơn La")', "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "-2+3", "\t=1+1")


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("none"))


def test_formulas_are_never_run_and_never_written_back(words: Catalogue, tmp_path: Path) -> None:
    text = "unit,indicator,year,value,note\n" + "".join(
        f'"{formula.replace(chr(34), chr(34) * 2)}",PAR_INDEX,2016,7{at},"=1+1"\n'
        for at, formula in enumerate(FORMULAS)
    )
    content = text.encode()
    made = planned(content, words, "a.csv")
    assert set(stated(made, "rejected")["reason"]) == {"unknown_unit"} and made.count("rejected") == len(FORMULAS)
    done = accept(made, content, words, tmp_path, by="Lan")
    assert done.batch is None and done.rejected is not None
    parts = zipfile.ZipFile(done.rejected)
    assert not [name for name in parts.namelist() if b"<f>" in parts.read(name) or b"<f " in parts.read(name)]
    back = openpyxl.load_workbook(done.rejected).active
    told = [cell for row in back.iter_rows(min_row=2) for cell in row if cell.value]
    assert {cell.data_type for cell in told} == {"s"}
    assert all(cell.quotePrefix for cell in told if str(cell.value)[0] in "=+-@")
    assert {formula.strip() for formula in FORMULAS} <= {str(cell.value) for cell in told}


def test_a_formula_without_a_stored_value_states_nothing(words: Catalogue) -> None:
    rows = [
        ["Tỉnh", "PAR INDEX 2016"],
        ["Sơn La", "=40+30"],
        ["Gia Lai", 71],
        ["Phú Yên", '=HYPERLINK("http://x","70")'],
    ]
    assert values(planned(book({"A": rows}), words)) == {("P63-64", "par_index_score", "2016"): "71"}


def test_macros_are_said_and_stay_closed(words: Catalogue) -> None:
    rows = [["Tỉnh", "PAR INDEX 2016"], ["Sơn La", 70], ["Gia Lai", 71]]
    out = io.BytesIO(book({"A": rows}))
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"\x00" * 64)
    made = planned(out.getvalue(), words, "a.xlsm")
    assert made.opened.has_macros and made.count("accepted") == 2
    assert any("macro" in line for line in in_words(report(made), "vi"))


def test_bombs_and_other_files_are_refused_in_one_line(words: Catalogue) -> None:
    for name, content, code in (
        ("a.xlsx", archive({"xl/workbook.xml": bytes(60 << 20)}), "zip_bomb"),
        ("a.xlsx", b"PK\x03\x04" + b"\x00" * 200, "damaged"),
        ("a.pdf", b"%PDF-1.4 nothing", "unknown_kind"),
        ("a.html", b"<!doctype html><html><body><script>alert(1)</script></body></html>", "unknown_kind"),
        ("a.csv", b"", "empty"),
        ("a.parquet", b"PAR1" + b"\x00" * 100, "damaged"),
    ):
        with pytest.raises(ReadingRefused) as refused:
            planned(content, words, name)
        assert refused.value.code == code and "\n" not in str(refused.value), name


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "..\\..\\x.csv", "/abs/x.csv", "x\x00y.csv", "=1+1.csv"])
def test_names_never_become_paths(words: Catalogue, tmp_path: Path, name: str) -> None:
    content = "unit,indicator,year,value\nSơn La,PAR_INDEX,2016,70\nX,PAR_INDEX,2016,70\n".encode()
    made = planned(content, words, name)
    assert "/" not in made.opened.name and "\\" not in made.opened.name
    done = accept(made, content, words, tmp_path / "w", by="Lan")
    (kept,) = originals.originals(tmp_path / "w")
    assert kept.file == f"{kept.sha256}.csv"
    assert done.rejected is not None and done.rejected.parent == tmp_path / "w" / "rejected"
    assert list(tmp_path.iterdir()) == [tmp_path / "w"]


def test_script_in_a_heading_is_only_text(words: Catalogue) -> None:
    rows = [["Tỉnh", "<script>alert(1)</script>", "PAR INDEX 2016"], ["Sơn La", 1, 70], ["Gia Lai", 2, 71]]
    told = report(planned(book({"A": rows}), words))
    assert told["columns_left_out"][0]["heading"] == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "expected an object"),
        ({"sheets": {}}, "expected a list"),
        ({"sheets": [{"sheet": "A", "use": "yes"}]}, "expected true or false"),
        ({"sheets": [{"sheet": "A", "use": True, "level": "town"}]}, "expected one of province"),
        ({"sheets": [{"sheet": "A", "use": True, "year": 3}]}, "expected a year"),
        ({"sheets": [{"sheet": "A", "use": True, "columns": [{"column": "1", "heading": "", "unit_column": "A"}]}]},
         "expected a column such as C"),
        ({"sheets": [{"use": True}]}, "sheet"),
        ({"colour": "red"}, "expected only"),
        ({"source": {"grade": "best"}}, "expected one of official"),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_refused_with_its_place(content: object, said: str) -> None:
    with pytest.raises(ProfileRefused, match=said):
        profiles.from_json(content)


def test_profiles_are_found_by_names_only(tmp_path: Path) -> None:
    with pytest.raises(ProfileRefused, match="name of a profile"):
        profiles.save(tmp_path, profiles.Profile(), "../x")
    with pytest.raises(ProfileRefused, match="found neither"):
        profiles.read(tmp_path, "no-such")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(ProfileRefused, match="in JSON"):
        profiles.read(tmp_path, str(tmp_path / "broken.json"))


CELLS = st.one_of(
    st.none(), st.integers(-10, 3000), st.floats(allow_nan=True), st.text(max_size=12),
    st.sampled_from(["Tỉnh", "Sơn La", "Gia Lai", "Phú Yên", "PAR INDEX 2016", "Xếp hạng", "12/63",
                     "1.234,5", "95%", "=A1", "Trung bình"]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_tables_of_anything_are_read_or_refused(words: Catalogue, rows: list[list[object]]) -> None:
    text = "\n".join(";".join("" if cell is None else str(cell).replace("\n", " ") for cell in row) for row in rows)
    try:
        made = planned(text.encode("utf-8", "replace"), words, "a.csv")
    except (ReadingRefused, ImportRefused) as refused:
        assert "\n" not in str(refused)
        return
    assert set(stated(made)["unit_id"]) <= set(words.units["unit_id"])
    list(in_words(report(made), "en"))


@settings(max_examples=2000, deadline=None)
@given(st.text(alphabet="0123456789.,-−–+% '/điểmhạngVIxX\u00a0", max_size=14))
def test_numbers_and_ranks_of_anything(text: str) -> None:
    for signs in (COMMA, POINT, signs_of([text])):
        found = number_of(Value("s", text), signs)
        assert found is None or float(found[0]) is not None
    nothing_of(text)
    rank = rank_of_cell(Value("s", text))
    assert rank is None or int(rank[0]) >= 1
