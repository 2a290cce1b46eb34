"""Embedded charts, asked without a server: the page's own chart for a size, its words, and what is refused."""

from __future__ import annotations

import gzip
import json
import logging
import re
import threading
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from egov_metrics import store
from egov_metrics.api.answers import Answer
from egov_metrics.i18n.texts import t
from egov_metrics.ui.embed import asked as asking
from egov_metrics.ui.embed.service import ORIGINS, Embedding
from tests.review_desk import desk

LINE = b"unit=P63-14&indicator=par_index_score"


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = desk(tmp_path)
    monkeypatch.setenv("EGOV_WORKSPACE", str(made.workspace))
    monkeypatch.delenv(ORIGINS, raising=False)
    return made.workspace


def ask(path: str, query: bytes = b"", method: str = "GET", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Embedding().answer(method, f"/embed/{path}", query, named)


def page_of(answer: Answer) -> str:
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return unescape(answer.body.decode("utf-8"))


def chart(query: bytes, page: str = "compare") -> dict[str, Any]:
    found = ask(f"{page}/chart", query)
    assert found.status == 200, found.body
    return json.loads(found.body)


def test_the_page_has_the_words_and_the_way_to_chart_and_app(at: Path) -> None:
    found = ask("compare", LINE)
    text = page_of(found)
    assert found.status == 200
    assert '<h1 id="title">PAR INDEX: Sơn La đạt' in text and "hạng" in text
    assert 'data-chart="compare/chart?unit=P63-14&indicator=par_index_score&lang=vi"' in text
    edition = store.current(at).short_hash
    assert f'href="../compare?unit=P63-14&indicator=par_index_score&lang=vi&edition={edition}"' in text
    assert edition in text and "Nguồn:" in text
    assert '<html lang="en" data-theme="dark">' in page_of(ask("compare", LINE + b"&lang=en&theme=dark"))


def test_the_chart_is_laid_out_for_the_room_and_the_theme(at: Path) -> None:
    small, large = chart(LINE + b"&width=333&height=219"), chart(LINE + b"&width=900&height=500&theme=dark")
    assert small["figure"]["layout"]["height"] == 200 and large["figure"]["layout"]["height"] == 500
    assert small["figure"]["layout"]["font"]["color"] != large["figure"]["layout"]["font"]["color"]
    assert small["words"]["title"] in page_of(ask("compare", LINE))
    values = [value for trace in large["figure"]["data"] for value in trace["y"] or () if value is not None]
    assert 87.62 in values and small["words"]["alt"]


def test_a_low_frame_has_fewer_bars_and_says_how_many_are_left(at: Path) -> None:
    query = LINE + b"&view=bars&year=2021&width=600"
    low, high = (chart(query + b"&height=%d" % height) for height in (200, 1080))
    few, many = (len(found["figure"]["data"][0]["y"]) for found in (low, high))
    assert few <= many and few <= 6
    assert low["words"]["title"] == high["words"]["title"]


@pytest.mark.parametrize("view", ["line", "bump", "slope", "dumbbell", "bars", "dist", "grid", "scatter", "table"])
@pytest.mark.parametrize("territory", ["as-published", "2025"])
def test_every_view_answers_and_reaches_streamlit_nowhere(at: Path, view: str, territory: str) -> None:
    _quiet_thread(f"view={view}&unit=P63-14&territory={territory}".encode(), "compare")


@pytest.mark.parametrize("page", ["map", "readiness"])
@pytest.mark.parametrize("query", ["", "unit=P63-14", "unit=P63-14&colour=change&territory=2025", "level=department"])
def test_map_and_levels_too(at: Path, page: str, query: str) -> None:
    _quiet_thread(query.encode(), page)


def _quiet_thread(query: bytes, page: str) -> None:
    """A chart is made in a thread of no session: Streamlit would warn of every element and state that is asked for."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    found: list[Answer] = []
    ear, logs = Ear(), [logging.getLogger(one) for one in _streamlit_loggers()]
    for log in logs:
        log.addHandler(ear)
    try:
        thread = threading.Thread(target=lambda: found.append(ask(f"{page}/chart", query)))
        thread.start()
        thread.join()
    finally:
        for log in logs:
            log.removeHandler(ear)
    assert found[0].status == 200, found[0].body
    content = json.loads(found[0].body)
    assert content["figure"] or content["words"]["why"]
    assert [line for line in said if "ScriptRunContext" in line or "session state" in line.lower()] == []


def _streamlit_loggers() -> list[str]:
    import streamlit.runtime.scriptrunner_utils.script_run_context  # noqa: F401 - the one that warns

    return [name for name in logging.root.manager.loggerDict if name.startswith("streamlit")]


def test_the_ear_hears_what_reaches_streamlit() -> None:
    import streamlit as st

    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    ear, logs = Ear(), [logging.getLogger(one) for one in _streamlit_loggers()]
    for log in logs:
        log.addHandler(ear)
    thread = threading.Thread(target=lambda: st.empty())
    thread.start()
    thread.join()
    for log in logs:
        log.removeHandler(ear)
    assert any("ScriptRunContext" in line for line in said)


# What is refused, each in one line


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("nothing", b"", 404, "/embed/compare, /embed/map, /embed/readiness"),
        ("overview", b"unit=P63-14", 404, "/embed/overview"),
        ("compare", b"theme=pink", 400, "theme: expected light or dark, found 'pink'"),
        ("compare", b"width=12", 400, "width: expected a whole number from 280 to 1920, found '12'"),
        ("compare", b"height=9999", 400, "height: expected a whole number from 200 to 1080"),
        ("compare", b"unit=" + b"x" * 9000, 400, "at most 8000 bytes"),
    ],
)
def test_a_wrong_address_says_what_was_expected(at: Path, path: str, query: bytes, status: int, words: str) -> None:
    found = ask(path, query)
    assert found.status == status and words in page_of(found)
    assert "<script" in page_of(found) and 'data-chart=""' in page_of(found)


def test_wrong_words_of_a_view_are_told_and_the_rest_is_shown(at: Path) -> None:
    text = page_of(ask("compare", LINE + b"&units=P63-99&year=soon"))
    assert "P63-99" in text and "soon" in text and "PAR INDEX: Sơn La đạt" in text


def test_nothing_of_a_link_becomes_markup(at: Path) -> None:
    found = ask("compare", b"unit=%3Cscript%3Ealert(1)%3C/script%3E&theme=light&indicator=%22%3E%3Cimg%20src=x%3E")
    assert found.status == 200 and b"<script>alert" not in found.body and b"<img" not in found.body


def test_a_frame_of_an_edition_that_is_gone_shows_no_other(at: Path) -> None:
    found = ask("compare", LINE + b"&edition=000000000000")
    assert found.status == 410 and t("embed.problem.edition_not_kept", "vi") in page_of(found)
    assert 'href="../compare?unit=P63-14&indicator=par_index_score&lang=vi"' in page_of(found)
    assert ask("compare/chart", LINE + b"&edition=000000000000").status == 410


def test_before_anything_is_built_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGOV_WORKSPACE", str(tmp_path))
    found = ask("compare", b"unit=P63-14&lang=en")
    assert found.status == 503 and t("embed.problem.no_store", "en") in page_of(found)
    assert str(tmp_path) not in page_of(found)


def test_only_reading(at: Path) -> None:
    assert ask("compare", LINE, "POST").status == 405
    assert ask("compare", LINE, "HEAD").status == 200


# How browsers keep and frame it


def test_who_has_the_answer_is_told_so(at: Path) -> None:
    first = ask("compare/chart", LINE)
    again = ask("compare/chart", LINE, if_none_match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert ask("compare/chart", LINE + b"&measure=rank", if_none_match=first.headers["ETag"]).status == 200


def test_all_sites_may_frame_it_unless_the_operator_names_some(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = ask("compare", LINE).headers
    assert "frame-ancestors" not in headers["Content-Security-Policy"] and "X-Frame-Options" not in headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    monkeypatch.setenv(ORIGINS, "https://so.example 'unsafe' https://tinh.example")
    policy = ask("compare", LINE).headers["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors 'self' https://so.example https://tinh.example")
    assert ask("compare/chart", LINE).headers["X-Frame-Options"] == "DENY"


def test_scripts_are_served_packed_and_stay(at: Path) -> None:
    version = re.search(r"embed\.js\?v=([0-9a-f]{10})", page_of(ask("compare", LINE)))
    assert version
    plain, packed = ask("files/plotly.js"), ask("files/plotly.js", accept_encoding="gzip, br")
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body) / 2
    assert "immutable" in packed.headers["Cache-Control"] and packed.headers["Content-Encoding"] == "gzip"
    for wrong in ("files/secret.js", "files/../service.py", "files/embed.html"):
        assert ask(wrong).status == 404


def test_sizes_come_in_steps() -> None:
    asked = asking.read("compare", b"width=719&height=404", asking.View())
    assert (asked.room.width, asked.room.height, asked.room.mode) == (700, 400, "light")
    assert asking.read("compare", b"", asking.View()).room.width == asking.USUAL[0]


def test_a_chart_of_one_tier_draws_that_tier_alone(shipped_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGOV_WORKSPACE", str(shipped_workspace))
    everything, communes = (chart(b"unit=P63-64" + more, "readiness") for more in (b"", b"&level=commune"))
    rows, of_tier = (
        [name.partition("<br>")[0] for name in found["figure"]["layout"]["yaxis"]["ticktext"]]
        for found in (everything, communes)
    )
    assert set(of_tier) == {"Cấp xã"} and len(set(rows)) > 1
