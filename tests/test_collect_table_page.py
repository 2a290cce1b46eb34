"""Tables on the collect page: told from documents, asked about, corrected, accepted once; refused to who may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.collect.review import reviews
from egov_metrics.collect.workbooks import ImportRefused, imports, profile, rejected_rows
from egov_metrics.collect.workbooks.imports import Said
from egov_metrics.i18n.texts import t
from egov_metrics.permission import EDIT, PermissionRefused
from egov_metrics.store.batches import batch_rows, batches, withdraw
from egov_metrics.ui.collect import acting, who
from egov_metrics.ui.collect.table import blank, judged, mapping, questions, screen
from egov_metrics.ui.collect.table.sheet import Table
from egov_metrics.ui.collect.who import Person
from egov_metrics.views.view import View
from tests.conftest import ROOT
from tests.review_desk import TEXT, Desk, desk
from tests.test_collect_page import everything, labels, opened, served, stated, text
from tests.workbook_files import book

NAME = "PAR INDEX 2019.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = [
    ["Tỉnh", "PAR INDEX", "Xếp hạng", "Thư"],
    ["Sơn La", 81.93, 23, 10],
    ["Gia Lai", 79.4321, 45, 20],
    ["Bình Định", 80.5, 30, 30],
    ["Sơn Lan", 70, 60, 40],
]
CONTENT = book({"Bảng": ROWS, "2017": ROWS[:4]})


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = desk(tmp_path)
    monkeypatch.setenv("EGOV_WORKSPACE", str(made.workspace))
    monkeypatch.setenv("EGOV_DATA", str(made.data))
    return made


@pytest.fixture
def editing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EDIT, "1")


@pytest.fixture
def lan(editing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lan is in front of the page."""
    monkeypatch.setattr(who, "person", lambda: Person("Lan", None, True))


def table(at: Desk, lang: str = "vi", by: str = "Lan") -> Table:
    """The import of the made-up workbook as a person sees it."""
    one, _ = imports.bring(at.workspace, NAME, CONTENT, by)
    view = replace(View(), lang=lang)  # type: ignore[arg-type]
    return Table(served(at), view, Person(by, None, True), one, acting.plan_of(served(at), one))


def dropped(content: bytes = CONTENT, name: str = NAME) -> AppTest:
    app = opened("Lan")
    app.get("file_uploader")[0].upload(name, content, XLSX).run()
    assert not app.exception, app.exception[0].message
    return app


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [one for one in app.button if one.label == label]
    button.click().run()
    assert not app.exception, app.exception[0].message
    return app


def test_from_a_dropped_table_to_the_next_edition(at: Desk, editing: None) -> None:
    app = dropped()
    (one,) = imports.imports(at.workspace)
    assert stated(app, "table") == one.import_id and not reviews(at.workspace)
    said = text(app)
    assert "2 số liệu có thể nhận" in said and t("table.sheet", "vi", sheet="2017") in said
    near = t("import.said.unknown_unit", "vi", text="Sơn Lan", n=1, near="Sơn La")
    assert near in said, "an unknown name with one that is near"
    press(app, t("table.answer.skip", "vi"))
    assert t("table.questions.one", "vi", n=1) not in text(app)
    press(app, "Nhận 2 số liệu thành một lô")
    (head,) = batches(at.workspace)
    assert (head.kind, head.made_by, head.rows) == ("import", "Lan", 2)
    now = imports.load(at.workspace, one.import_id)
    assert (now.state, now.batches) == ("accepted", (head.batch_id,)) and head.batch_id in text(app)
    assert not [label for label in labels(app) if label.startswith("Nhận 2")], "nothing is left to accept"
    store.publish(at.data, at.workspace, "thử")
    found = store.open_edition(store.current(at.workspace)).query(
        "series", indicator="par_index_score", unit_ids=["P63-64"], year_from=2019, year_to=2019
    )
    (row,) = found.to_dict("records")
    assert (row["value"], row["decimals"], row["rank"]) == (79.4321, 2, 45), "digits of a cell are not all shown"


def test_a_workbook_that_is_no_table_of_units_is_a_document(at: Desk, editing: None) -> None:
    content = book({"A": [["Năm 2021 tỉnh Bình Định đạt 83,45 điểm PAR INDEX, xếp thứ 27/63 tỉnh, thành phố."]]})
    app = dropped(content, "bao-cao.xlsx")
    assert stated(app, "review") and not imports.imports(at.workspace) and len(reviews(at.workspace)) == 1
    assert acting.bring_table(served(at), "a.txt", TEXT.encode()) is None
    assert acting.bring_table(served(at), "a.csv", b"one;two\n1;2\n") is None
    assert not imports.imports(at.workspace)


def test_a_table_may_be_read_as_a_document_all_the_same(at: Desk, editing: None) -> None:
    app = press(dropped(), t("table.as_document", "vi"))
    (review,) = reviews(at.workspace)
    assert stated(app, "review") == review.review_id and stated(app, "table") is None


def test_tables_of_the_workspace_are_listed_with_who_and_what(at: Desk, editing: None) -> None:
    one = table(at).one
    app = opened("Minh")
    assert NAME in text(app) and t("collect.tables.one", "vi", n=1) in text(app)
    press(opened("Minh", table=one.import_id), t("table.put_aside", "vi"))
    again = text(opened("Lan"))
    assert t("collect.tables.done", "vi") in again and t("table.import.aside", "vi") in again and "Minh" in again
    press(opened("Lan", table=one.import_id), t("table.reopen", "vi"))
    assert imports.load(at.workspace, one.import_id).is_open


def test_a_visitor_sees_it_and_is_offered_nothing(at: Desk) -> None:
    one = table(at).one
    app = opened(table=one.import_id)
    assert labels(app) == [] and not app.selectbox and NAME in text(app) and "Sơn Lan" in text(app)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_link_to_no_import_is_told(at: Desk, lang: str) -> None:
    app = opened(table="0" * 16, lang=lang)
    assert t("import.refused.unknown_import", lang) in text(app)


def test_an_original_that_is_gone_is_told(at: Desk) -> None:
    one = table(at).one
    for path in (at.workspace / "originals").glob("*.xlsx"):
        path.unlink()
    acting._plan.clear()
    app = opened(table=one.import_id)
    assert not app.exception and t("collect.refused", "vi", why="")[:20] in text(app)


WRITES: dict[str, Callable[[Table], object]] = {
    "bring_table": lambda shown: acting.bring_table(shown.served, "b.xlsx", book({"A": ROWS})),
    "say_of_table": lambda shown: acting.say_of_table(shown.one, state="aside"),
    "accept_table": lambda shown: acting.accept_table(shown.served, shown.one),
    "keep_profile": lambda shown: acting.keep_profile(shown.plan.profile, "pci"),
    "read_as_document": lambda shown: acting.read_as_document(shown.served, shown.one),
}


@pytest.mark.parametrize("name", WRITES)
def test_without_permission_the_server_refuses_every_write(at: Desk, name: str) -> None:
    shown = table(at)
    before = everything(at.workspace)
    with pytest.raises(PermissionRefused, match=EDIT):
        WRITES[name](shown)
    assert everything(at.workspace) == before


SENT: dict[str, Callable[[Table], object]] = {
    "accept": screen.accept,
    "answer": lambda shown: questions.answer(shown, "2017", "skip", None),
    "as_document": screen.as_document,
}


@pytest.mark.parametrize("name", SENT)
def test_a_callback_without_permission_tells_so_and_writes_nothing(at: Desk, name: str) -> None:
    shown = table(at)
    before = everything(at.workspace)
    acting.told()
    SENT[name](shown)
    assert acting.told() == [("warn", t("collect.refused.permission", "vi"))]
    assert everything(at.workspace) == before


def test_who_accepts_what_another_has_changed_meanwhile_is_told(at: Desk, lan: None) -> None:
    mine = table(at)
    imports.say(at.workspace, mine.one, "Minh", state="aside")
    with pytest.raises(ImportRefused) as told:
        acting.accept_table(mine.served, mine.one)
    assert acting.words_of(told.value, "vi") == t("import.refused.changed_meanwhile", "vi")
    assert not batches(at.workspace)


def test_accepted_twice_is_one_batch_and_a_withdrawn_one_can_be_accepted_again(at: Desk, lan: None) -> None:
    monkey = table(at)
    imports.say(at.workspace, monkey.one, "Lan", state="open")
    shown = table(at)
    first = acting.accept_table(shown.served, shown.one)
    assert first.batch is not None
    again = table(at)
    assert again.plan.count("accepted") == 0 and acting.accept_table(again.served, again.one).batch is None
    assert len(batches(at.workspace)) == 1 and again.one.batches == (first.batch.batch_id,)
    withdraw(at.workspace, first.batch.batch_id, by="Lan", why="thử")
    assert table(at).plan.count("accepted") == first.rows


def test_answers_are_kept_for_all(at: Desk, lan: None) -> None:
    shown = table(at)
    (question,) = shown.plan.questions
    assert question.sheet == "2017" and ("year", 2017) in question.ways
    questions.answer(shown, "2017", "year", 2018)
    now = table(at, by="Minh")
    assert not now.plan.questions and (now.one.step, now.one.changed_by) == (1, "Lan")
    frame = now.plan.judged.frame
    assert set(frame.loc[frame["sheet"] == "2017", "period_end"]) == {"2018-12-31"}
    questions.answer(now, "2017", "skip", None)
    left = table(at)
    assert set(left.plan.judged.frame["sheet"]) == {"Bảng"}
    questions.answer(left, "Bảng", "use", None)
    assert table(at).one.said.use == {"2017", "Bảng"}


def test_a_column_is_given_its_meaning_and_the_profile_is_kept(at: Desk, lan: None) -> None:
    shown = table(at)
    sheet = shown.plan.profile.sheets[0]
    rows = mapping.rows_of(shown, sheet)
    assert [(row["column"], row["indicator"], row["example"]) for row in rows] == [
        ("B", "par_index_score", "81,93"), ("C", "par_index_score", "23"), ("D", None, "10"),
    ]  # fmt: skip
    rows[2] |= {"indicator": "email_accounts", "factor": 2.0}
    mapping._apply(shown, shown.plan.profile, sheet, True, 2018, "old", rows)
    now = table(at)
    said = now.plan.judged.frame
    mail = said[said["indicator_code"] == "email_accounts"].set_index("unit_id")
    assert (mail.loc["P63-14", "value"], mail.loc["P63-14", "period_end"]) == ("20", "2018-12-31")
    acting.keep_profile(now.plan.profile, mapping.name_of("PAR hằng năm 2018!"))
    assert profile.names(at.workspace) == ["par-hang-nam-2018"]
    other = book({"Bảng": [[*ROWS[0]], *([name, *cells] for name, *cells in ROWS[1:4])]})
    brought = acting.bring_table(served(at), "PAR INDEX 2018.xlsx", other)
    assert brought is not None
    kept = profile.read(at.workspace, "par-hang-nam-2018")
    after = acting.say_of_table(brought[0], said=Said(kept))
    assert "email_accounts" in set(acting.plan_of(served(at), after).judged.frame["indicator_code"])


def test_a_form_that_changes_nothing_writes_nothing(at: Desk, lan: None) -> None:
    shown = table(at)
    sheet = shown.plan.profile.sheets[0]
    before = everything(at.workspace)
    mapping._apply(shown, shown.plan.profile, sheet, True, sheet.year, "auto", mapping.rows_of(shown, sheet))
    assert everything(at.workspace) == before


@pytest.mark.parametrize(
    ("typed", "name"), [("Đăk Nông – PCI", "dak-nong-pci"), ("../x", "x"), ("…", ""), ("a" * 90, "a" * 60)]
)
def test_a_name_of_a_profile_from_what_is_typed(typed: str, name: str) -> None:
    assert mapping.name_of(typed) == name


def test_a_table_that_is_too_long_for_the_page_is_told(
    at: Desk, editing: None, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(acting, "MOST_ROWS", 3)
    app = dropped()
    assert t("import.refused.too_many", "vi") in text(app) and not imports.imports(at.workspace)


def test_rejected_rows_come_back_as_a_workbook_of_texts(at: Desk) -> None:
    frame = table(at).plan.judged.frame
    made = openpyxl.load_workbook(BytesIO(rejected_rows(frame[frame["fate"] == "rejected"], "vi"))).active
    cells = [[cell.value for cell in row] for row in made.iter_rows()]
    assert len(cells) == 2 and {row[5] for row in cells[1:]} == {"Sơn Lan"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_figure_of_a_table_leads_to_its_cell(at: Desk, lan: None, lang: str) -> None:
    questions.answer(table(at), "2017", "skip", None)
    done = acting.accept_table(served(at), table(at).one)
    assert done.batch is not None
    assert set(batch_rows(at.workspace, done.batch.batch_id)["quote"]) == {"Bảng!B3", "Bảng!B4"}
    ref = store.publish(at.data, at.workspace, "thử").edition
    found = store.open_edition(ref).query(
        "series", indicator="par_index_score", unit_ids=["P63-64"], year_from=2019, year_to=2019
    )
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params["figure"] = found["figure_id"].iloc[0]
    app.query_params["lang"] = lang
    app.run().switch_page("pages/sources.py").run()
    assert not app.exception, app.exception[0].message
    drawn = "".join(block.proto.body for block in app.get("html"))
    assert "<mark>79,4321</mark>" in drawn and "<td>Gia Lai</td>" in drawn and "<th>PAR INDEX</th>" in drawn
    assert t("table.sheet", lang, sheet="Bảng") in text(app)


@pytest.mark.parametrize(("unit", "files"), [("VN", 1), ("P63-64", 3), ("P34-52", 2), ("D63-622", 1)])
def test_templates_are_offered_for_the_own_unit(
    at: Desk, unit: str, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(blank.parts, "downloads", lambda found, key: made.extend(one.label for one in found))
    monkeypatch.setattr(blank.st, "expander", lambda *_, **__: Opened())
    blank.show(served(at), replace(View(), unit=unit))
    assert len(made) == files
    if unit == "P63-64":
        assert made[1] == t("table.blank.district", "vi", unit=served(at).unit_options("vi").name("P63-64"))


class Opened:
    """An expander that is open."""

    open = True

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def test_a_template_is_filled_in_and_dropped(at: Desk, lan: None) -> None:
    made = openpyxl.load_workbook(BytesIO(blank._made(served(at), "province", None)))
    sheet = made[t("import.template.rows", "vi")]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for name, cell in (("unit_text", "Sơn La"), ("indicator_text", "PAR INDEX"), ("year", 2018), ("value", 77.5)):
        sheet.cell(3, heads[t(f"import.column.{name}", "vi")], cell)
    out = BytesIO()
    made.save(out)
    brought = acting.bring_table(served(at), "mau.xlsx", out.getvalue())
    assert brought is not None and acting.accept_table(served(at), brought[0]).rows == 1


@pytest.mark.parametrize(
    ("value", "rank", "known_value", "known_rank", "here", "known"),
    [
        ("89.71", "3", "", "62", "hạng 3", "hạng 62"),
        ("88.14", "", "90.10, 90.1", "", "88,14", "90,10 · 90,1"),
        ("88.14", "3", "90.10", "2, 4", "88,14, hạng 3", "90,10, hạng 2 · 4"),
        ("88.14", "", "90.10", "2", "88,14", "90,10"),
    ],
)
def test_a_conflict_sets_like_beside_like(
    value: str, rank: str, known_value: str, known_rank: str, here: str, known: str
) -> None:
    row = {"value": value, "rank": rank, "known_value": known_value, "known_rank": known_rank}
    assert judged.both_sides(row, "vi") == (here, known)
