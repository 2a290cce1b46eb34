"""The collect page in the real shell, on a made-up store: who may what, the way of a document, what goes wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import paths, store
from egov_metrics.collect.review import decide, load, reviews
from egov_metrics.i18n.texts import t
from egov_metrics.permission import EDIT, PermissionRefused, may_edit, require_edit
from egov_metrics.settings import Settings, write_settings
from egov_metrics.store.batches import batches
from egov_metrics.ui.collect import acting, who
from egov_metrics.ui.session import Served
from tests.batch_rows import accept, row
from tests.conftest import ROOT
from tests.opening import open_page
from tests.review_desk import NAME, TEXT, Desk, desk, item_of


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = desk(tmp_path)
    monkeypatch.setenv("EGOV_WORKSPACE", str(made.workspace))
    monkeypatch.setenv("EGOV_DATA", str(made.data))
    return made


@pytest.fixture
def editing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EDIT, "1")


def opened(name: str = "", **params: str) -> AppTest:
    """The page as a session sees it, with the name given when there is one."""
    app = open_page("collect", **params)
    if name:
        app.text_input(key="collect-name").set_value(name).run()
        assert not app.exception, app.exception[0].message
    return app


def text(app: AppTest) -> str:
    markup = "\n".join(block.proto.body for block in app.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)))


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def on_desk(app: AppTest) -> dict:
    """What the desk is given."""
    (found,) = [one for one in app.get("bidi_component") if one.proto.component_name == "egov.desk"]
    return json.loads(found.proto.json)


def stated(app: AppTest, name: str) -> str | None:
    value = app.query_params.get(name)
    return value[-1] if isinstance(value, list) else value


def everything(workspace: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in workspace.rglob("*") if path.is_file() and "lock" not in path.name}


# Who may what


def test_a_visitor_sees_all_and_is_offered_nothing(at: Desk) -> None:
    review = at.drop()
    app = opened()
    assert labels(app) == [] and not app.get("file_uploader") and not app.text_input
    assert t("collect.readonly", "vi") in text(app) and NAME in text(app)
    inside = opened(review=review.review_id)
    assert labels(inside) == [] and on_desk(inside)["editable"] is False
    assert len(on_desk(inside)["items"]) == 3


def served(at: Desk) -> Served:
    ref = store.current(at.workspace)
    return Served(ref, ref)


WRITES: dict[str, Callable[[Desk, str], object]] = {
    "drop": lambda at, name: acting.drop(served(at), "x.txt", b"Nam 2021"),
    "decide": lambda at, name: acting.decide(served(at), name, [{"do": "accept", "item": "p0"}]),
    "undo": lambda at, name: acting.undo(name),
    "finish": lambda at, name: acting.finish(served(at), name),
    "publish": lambda at, name: acting.publish("x"),
    "roll_back": lambda at, name: acting.roll_back(1),
}


@pytest.mark.parametrize("name", WRITES)
def test_without_permission_the_server_refuses_every_write(at: Desk, name: str) -> None:
    review = at.drop()
    decide(at.workspace, review.review_id, "Lan", [{"do": "accept", "item": "p0"}], at.catalogue)
    before = everything(at.workspace)
    with pytest.raises(PermissionRefused, match=EDIT):
        WRITES[name](at, review.review_id)
    assert everything(at.workspace) == before


def test_every_function_that_writes_is_among_those(at: Desk) -> None:
    source = (ROOT / "egov_metrics/ui/collect/acting.py").read_text(encoding="utf-8")
    asking = re.findall(
        r"^def (\w+)\([^)]*\)[^:]*:\n(?:.(?!^def))*?(?:who = )?require\(\)$", source, re.MULTILINE | re.DOTALL
    )
    of_tables = {"bring_table", "say_of_table", "accept_table", "keep_profile"}  # tests/test_collect_table_page.py
    assert set(WRITES) <= set(re.findall(r"^def (\w+)", source, re.MULTILINE))
    assert set(asking) == set(WRITES) | of_tables
    others = [path for path in (ROOT / "egov_metrics/ui/collect").rglob("*.py") if path.name != "acting.py"]
    writing = re.compile(
        r"review\.(decide|undo|finish|open_review)\(|store\.(publish|rolled_back|roll_back|build)\(|write_"
        r"|imports\.(bring|say)\(|profile\.save\(|workbooks\.accept\("
    )
    assert [path.name for path in others if writing.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("act", ["accept", "reject", "reopen", "edit", "split", "undo", "add"])
def test_what_the_browser_sends_without_permission_is_refused(at: Desk, act: str) -> None:
    """Not through the page, which offers nothing: as a hand-made message would come."""
    review = at.drop()
    before = everything(at.workspace)
    app = AppTest.from_function(SENDS, kwargs={"review_id": review.review_id, "act": act}, default_timeout=60)
    app.run()
    assert not app.exception, app.exception[0].message
    assert json.loads(app.text[0].value) == [["warn", t("collect.refused.permission", "vi")]]
    assert everything(at.workspace) == before


def SENDS(review_id: str, act: str) -> None:
    import json

    import streamlit as st

    from egov_metrics import paths, store
    from egov_metrics.ui.collect import acting, screen, who
    from egov_metrics.ui.collect.reading import Page
    from egov_metrics.ui.session import Served
    from egov_metrics.views.view import View

    ref = store.current(paths.workspace_folder())
    page = Page(Served(ref, ref), View(), who.person(), review_id)
    screen.act(page, {"do": act, "item": "p0", "start": 0, "end": 5})
    st.text(json.dumps(acting.told()))
    assert not [key for key in st.session_state if str(key).endswith(":form")]


def test_an_editor_of_the_settings_may_once_signed_in(at: Desk) -> None:
    editors = ("Lan@example.org", "minh@example.org")
    assert not may_edit({}) and may_edit({EDIT: "1"}) and not may_edit({EDIT: "yes"})
    assert may_edit({}, email="lan@EXAMPLE.org", editors=editors)
    for email in (None, "", "hoa@example.org"):
        assert not may_edit({}, email=email, editors=editors)
    assert not may_edit({}, email="", editors=("",))
    with pytest.raises(PermissionRefused):
        require_edit(email="hoa@example.org", editors=editors)


def test_the_signed_in_person_is_recorded(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Signed(dict):
        is_logged_in = True

    write_settings(at.workspace, Settings(editors=("lan@example.org",)))
    review = at.drop()
    monkeypatch.setattr(who.st, "user", Signed(email="lan@example.org", name="Lan"))
    assert who.person() == who.Person("Lan (lan@example.org)", "lan@example.org", True)
    after = acting.decide(served(at), review.review_id, [{"do": "accept", "item": "p0"}])
    assert after.items["p0"].by == "Lan (lan@example.org)"
    monkeypatch.setattr(who.st, "user", Signed(email="hoa@example.org", name="Hoa"))
    with pytest.raises(PermissionRefused):
        acting.decide(served(at), review.review_id, [{"do": "reject", "item": "p0"}])


# The way of a document


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_name_is_asked_once_before_anything_is_taken(at: Desk, editing: None, lang: str) -> None:
    app = opened(lang=lang)
    assert not app.get("file_uploader") and t("collect.name.first", lang) in text(app)
    app.text_input(key="collect-name").set_value("  Lan \n").run()
    assert len(app.get("file_uploader")) == 1


def test_from_a_dropped_document_to_the_next_edition_and_back(at: Desk, editing: None) -> None:
    app = opened("Lan")
    app.get("file_uploader")[0].upload(NAME, TEXT.encode(), "text/plain").run()
    assert not app.exception, app.exception[0].message
    (review,) = reviews(at.workspace)
    assert stated(app, "review") == review.review_id and len(on_desk(app)["items"]) == 3
    accept = [{"do": "accept", "item": item.item_id} for item in review.of_state("open")]
    decide(at.workspace, review.review_id, "Minh", accept, at.catalogue)
    app.run()
    app.button(key="collect-finish").click().run()
    assert stated(app, "review") is None and len(batches(at.workspace)) == 1
    assert batches(at.workspace)[0].made_by == "Lan"
    app.button(key="collect-preview").click().run()
    assert not app.exception, app.exception[0].message
    assert t("collect.preview.new", "vi", n="2") in text(app)
    app.text_input(key="collect-note").set_value("thử").run()
    app.button(key="collect-publish").click().run()
    ref = store.current(at.workspace)
    assert (ref.number, ref.note) == (2, "thử") and stated(app, "edition") == ref.short_hash
    app.button(key="collect-back-1").click().run()
    assert store.current(at.workspace).number == 2, "the first click only asks"
    app.button(key="collect-confirm-1").click().run()
    assert store.current(at.workspace).number == 1 and stated(app, "edition") != ref.short_hash
    assert store.publish(at.data, at.workspace, "again").edition.number == 1, "the batch came back unasked"


def test_a_refused_file_is_told_in_words_and_the_others_go_on(at: Desk, editing: None) -> None:
    app = opened("Lan")
    app.get("file_uploader")[0].set_value(
        [("trong.txt", b" ", "text/plain"), (NAME, TEXT.encode(), "text/plain")]
    ).run()
    assert not app.exception, app.exception[0].message
    assert t("reading.refused.empty", "vi", name="trong.txt", found="") in text(app)
    assert [one.head.name for one in reviews(at.workspace)] == [NAME]


def test_a_second_person_sees_the_unfinished_review_and_what_the_first_decided(at: Desk, editing: None) -> None:
    review = at.drop()
    item = item_of(review, "par_index_score")
    decide(at.workspace, review.review_id, "Lan", [{"do": "accept", "item": item}], at.catalogue)
    app = opened("Minh")
    assert NAME in text(app) and "Lan" in text(app)
    app.query_params["review"] = review.review_id
    app.run()
    app.segmented_control[-1].set_value("accepted").run()
    (shown,) = on_desk(app)["items"]
    assert shown["amount"] == "83,45 điểm" and any("Lan" in line for line in shown["lines"])
    assert shown["done"] == ["reject", "edit", "split", "reopen"]


def test_an_item_that_is_no_statement_says_why_and_cannot_be_accepted(at: Desk, editing: None) -> None:
    review = at.drop()
    item = item_of(review, "par_index_score")
    decide(
        at.workspace, review.review_id, "L", [{"do": "correct", "item": item, "fields": {"unit_id": ""}}], at.catalogue
    )
    shown = next(one for one in on_desk(opened("Lan", review=review.review_id))["items"] if one["id"] == item)
    assert shown["wrong"] == [t("review.problem.unit", "vi")] and "accept" not in shown["done"]


# The form


def test_the_form_corrects_value_period_and_indicator(at: Desk, editing: None) -> None:
    review = at.drop()
    item = item_of(review, "par_index_score")
    app = opened("Lan", review=review.review_id)
    app.session_state[f"collect:{review.review_id}:form"] = {
        "item": item, "claim": review.items[item].claim, "prefix": "collect-form-9-", "unit_id": "P63-52",
    }  # fmt: skip
    app.run()
    assert app.text_input(key="collect-form-9-value").value == "83,45"
    app.text_input(key="collect-form-9-value").set_value("chín").run()
    app.button(key="collect-form-9-accept").click().run()
    assert t("form.wrong.number", "vi", field=t("form.value", "vi"), typed="chín") in text(app)
    app.text_input(key="collect-form-9-value").set_value("83,54").run()
    app.text_input(key="collect-form-9-period_start").set_value("2020").run()
    app.text_input(key="collect-form-9-period_end").set_value("2020").run()
    app.selectbox(key="collect-form-9-qualifier").set_value("approx").run()
    app.button(key="collect-form-9-accept").click().run()
    assert not app.exception, app.exception[0].message
    told = load(at.workspace, review.review_id).items[item]
    assert (told.state, told.claim.value, told.claim.qualifier, told.by) == ("accepted", "83.54", "approx", "Lan")
    assert (told.claim.period_start, told.claim.period_end) == ("2020-01-01", "2020-12-31")
    assert not [button for button in labels(app) if button == t("form.save_accept", "vi")], "the form closes"


def test_the_form_of_a_marked_passage_is_filled_in_from_it(at: Desk) -> None:
    review = at.drop()
    start = TEXT.index("71,30")
    app = AppTest.from_function(MARKS, kwargs={"review_id": review.review_id, "start": start}, default_timeout=60).run()
    assert not app.exception, app.exception[0].message
    assert json.loads(app.text[0].value) == ["71.30", "P63-64", "71,30 điểm"]


def MARKS(review_id: str, start: int) -> None:
    import json

    import streamlit as st

    from egov_metrics import paths
    from egov_metrics.collect.review import load, text_of
    from egov_metrics.ui.collect import form

    workspace = paths.workspace_folder()
    form.open_add(review_id, load(workspace, review_id), text_of(workspace, review_id), start, start + 10)
    claim = st.session_state[f"collect:{review_id}:form"]["claim"]
    st.text(json.dumps([claim.value, claim.unit_id, claim.quote]))


# What goes wrong


@pytest.mark.parametrize("name", ["0" * 16 + "-1", "f" * 16 + "-99"])
def test_a_link_to_no_review_says_so(at: Desk, name: str) -> None:
    assert t("review.refused.unknown_review", "vi") in text(opened(review=name))


@pytest.mark.parametrize("name", ["../../settings", "x", "<b>", "0" * 16])
def test_a_bad_name_in_a_link_is_told_and_passed_over(at: Desk, name: str) -> None:
    app = opened(review=name)
    assert name in text(app) and t("collect.headline", "vi") in text(app)


def test_a_refusal_never_tells_where_the_server_keeps_its_files(at: Desk) -> None:
    said = acting.words_of(store.StoreError(f"{paths.workspace_folder()}/reviews cannot be written"), "vi")
    assert str(at.workspace) not in said and "EGOV_WORKSPACE" in said
    assert acting.words_of(PermissionRefused("x"), "en") == t("collect.refused.permission", "en")


def test_a_publish_that_would_be_refused_cannot_be_pressed(at: Desk, editing: None) -> None:
    accept(at.workspace, row(value="801.0"))
    app = opened("Lan")
    app.button(key="collect-preview").click().run()
    assert t("collect.preview.problems", "vi") in text(app)
    assert app.button(key="collect-publish").disabled
