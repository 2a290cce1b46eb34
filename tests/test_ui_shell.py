"""The shell: the address states the view, a change costs one run, and whatever the store is like, something is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from egov_metrics.i18n.texts import t
from egov_metrics.settings import Settings, write_settings
from egov_metrics.ui import session
from tests.sample import small_sample
from tests.ui_app import write_app


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> tuple[Path, store.EditionRef, store.EditionRef]:
    """A workspace with two editions of the sample; the second has one figure more and is in service."""
    folder = tmp_path_factory.mktemp("editions")
    sample, workspace = small_sample(), folder / "workspace"
    first = store.build(sample.write(folder / "first"), workspace).edition
    second = store.build(sample.figure("P63-64", 2023, "88.10").write(folder / "second"), workspace).edition
    return workspace, first, second


@pytest.fixture
def app(editions, tmp_path, monkeypatch):
    monkeypatch.setenv("EGOV_WORKSPACE", str(editions[0]))
    script = write_app(tmp_path / "app")

    def opened(page: str = "", script: Path = script, **params: str) -> AppTest:
        at = AppTest.from_file(str(script), default_timeout=30)
        for name, value in params.items():
            at.query_params[name] = value
        at.run()
        return at.switch_page(f"pages/{page}.py").run() if page else at

    return opened


def stated(at: AppTest) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in at.query_params.items()}


def _names(lang: str) -> list[str]:
    return [t(f"nav.{name}", lang) for name in ("overview", "compare", "sources")]


def page_text(at: AppTest) -> str:
    return "\n".join([html.proto.body for html in at.get("html")] + [text.value for text in at.text])


def test_an_empty_address_becomes_one_that_can_be_shared(app, editions):
    at = app()
    assert not at.exception
    assert stated(at) == {"unit": "VN", "lang": "vi", "edition": editions[2].short_hash}
    assert "unit VN" in page_text(at)


def test_the_unit_and_language_of_the_installation_stand_in_for_what_a_link_leaves_out(app, editions):
    write_settings(editions[0], Settings(unit="P63-14", lang="en"))
    try:
        assert stated(app()) == {"unit": "P63-14", "lang": "en", "edition": editions[2].short_hash}
        assert stated(app(unit="VN", lang="vi"))["unit"] == "VN"
    finally:
        (editions[0] / "settings.json").unlink()


def test_a_deep_link_is_shown_as_it_states(app):
    at = app(
        "compare", units="P63-64,P63-52", indicator="PAR_INDEX", **{"from": "2015", "year": "2021", "measure": "rank"}
    )
    assert at.text[0].value == "par_index_score 2015-2024 2021 rank ('P63-64', 'P63-52')"


def test_what_cannot_be_used_is_named_and_stays_named_until_a_change(app):
    at = app(unit="P63-99", year="20x", indicator="<b>")
    for value in ("P63-99", "20x", "&lt;b&gt;"):
        assert value in page_text(at)
    assert "20x" in page_text(at.run())
    at.segmented_control(key="filter-lang").set_value(1).run()
    assert "20x" not in page_text(at)


def test_a_change_of_a_widget_is_in_the_address_after_one_run(app):
    at = app("compare", lang="vi")
    at.segmented_control(key="filter-measure").set_value(1).run()
    assert stated(at)["measure"] == "rank"
    assert at.text[0].value.endswith("rank ()")
    at.select_slider(key="filter-years").set_range(2014, 2024).run()
    assert (stated(at)["from"], "to" in stated(at)) == ("2014", False)
    at.selectbox(key="filter-year").set_value(2019).run()
    at.selectbox(key="filter-indicator").set_value(1).run()
    assert at.text[0].value == "par_index_score 2014-2024 2019 rank ()"
    at.selectbox(key="filter-indicator").set_value(0).run()
    assert "indicator" not in stated(at)


def test_the_address_wins_over_what_the_widgets_showed(app):
    at = app("compare")
    at.segmented_control(key="filter-measure").set_value(1).run()
    at.query_params.clear()
    for name, value in {"lang": "vi", "measure": "value", "from": "2016"}.items():  # the browser's back button
        at.query_params[name] = value
    at.run()
    assert at.text[0].value == "None 2016-2024 2023 value ()"
    assert at.segmented_control(key="filter-measure").value == 0


def test_the_view_stays_when_a_page_is_opened_without_parameters(app):
    at = app(unit="P63-14", measure="rank", figure="f-1")
    at.query_params.clear()
    at.switch_page("pages/compare.py").run()
    assert (stated(at)["unit"], stated(at)["measure"]) == ("P63-14", "rank")


def test_links_between_pages_carry_the_view_but_not_what_one_page_has_open(app):
    at = app("sources", unit="P63-14", figure="f-1")
    assert "figure f-1" in page_text(at)
    queries = {link.proto.page: link.proto.query_string for link in at.get("page_link")}
    assert len(queries) == 3
    assert all("unit=P63-14" in query and "edition=" in query for query in queries.values())
    assert not any("figure" in query for query in queries.values())


def test_the_language_changes_navigation_and_address_in_one_run(app):
    at = app()
    assert [link.proto.label for link in at.get("page_link")] == [
        t(f"nav.{name}", "vi") for name in ("overview", "compare", "sources")
    ]
    at.segmented_control(key="filter-lang").set_value(1).run()
    assert stated(at)["lang"] == "en"
    assert [link.proto.label for link in at.get("page_link")] == _names("en")
    script = at.get_by_key("egov-behaviour-script").proto
    assert json.loads(script.json)["lang"] == "en"


def test_a_page_that_is_run_alone_stands_in_the_shell(app, tmp_path):
    """What the first visitor of a fresh server gets on a page's own address."""
    at = app(script=tmp_path / "app" / "pages" / "compare.py")
    assert not at.exception
    assert len(at.get("page_link")) == 3
    assert page_text(at).count("<footer") == 1


def test_an_older_edition_is_opened_and_said_to_be_older(app, editions):
    _, first, second = editions
    at = app(edition=first.short_hash)
    assert stated(at)["edition"] == first.short_hash
    assert f"edition={second.short_hash}" in page_text(at)
    assert t("ui.edition.open_newest", "vi") in page_text(at)
    assert t("ui.edition.open_newest", "vi") not in page_text(app(edition=second.short_hash))


def test_what_is_newer_than_a_link_is_told_when_asked(app, editions):
    _, first, second = editions
    assert [one.label for one in app(edition=first.short_hash).expander] == [t("ui.edition.newer", "vi")]
    assert not app(edition=second.short_hash).expander
    found = session.newer_than(str(first.path), str(second.path), session.Served(first, second))
    assert found is not None and (found.counts["new"], found.counts["changed"], found.counts["withdrawn"]) == (1, 0, 0)
    assert found.new["value"].tolist() == [88.10]


def test_an_edition_that_is_gone_gives_the_one_in_service_and_a_notice(app, editions):
    at = app(edition="0123456789ab")
    assert stated(at)["edition"] == editions[2].short_hash
    assert t("ui.edition.gone", "vi", hash="0123456789ab", number=editions[2].number) in page_text(at)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_a_store_the_page_says_what_to_run(app, tmp_path, monkeypatch, lang):
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path / "nothing"))
    at = app(lang=lang)
    assert not at.exception
    assert t("ui.empty.no_edition", lang) in page_text(at)
    assert "python -m egov_metrics build" in page_text(at)
    assert str(tmp_path) not in page_text(at)


def test_a_damaged_pointer_is_told_without_the_servers_folder(app, editions, tmp_path, monkeypatch):
    workspace = tmp_path / "damaged"
    workspace.mkdir()
    for file in editions[0].iterdir():
        if file.is_file():
            (workspace / file.name).write_bytes(file.read_bytes())
    (workspace / "CURRENT.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("EGOV_WORKSPACE", str(workspace))
    at = app()
    assert t("ui.edition.problems", "vi") in page_text(at)
    assert "CURRENT.json" in page_text(at)
    assert str(tmp_path) not in page_text(at)


def test_answers_are_copies_of_their_own(app):
    at = app()
    served = at.session_state["egov:served"]
    first = served.query("sources")
    first.loc[:, "title"] = "changed"
    assert "changed" not in set(served.query("sources")["title"])
