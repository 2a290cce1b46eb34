"""The commands about batches: what they print, how they exit, and what the sources page then shows."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from egov_metrics import store
from tests.batch_rows import accept, figure, row
from tests.commands import Run, one_error, runner
from tests.conftest import ROOT
from tests.sample import small_sample


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    data, workspace = small_sample().write(tmp_path / "data"), tmp_path / "workspace"
    store.build(data, workspace, "first")
    return data, workspace


def test_publish_says_what_changed_for_readers(run: Run, place: tuple[Path, Path]) -> None:
    accept(place[1], row(value="80.10", rank=7), row("P63-14", 2021, value="87.70", rank=14))
    options = ("--data", place[0], "--workspace", place[1])
    lines = [
        "against edition 1: 1 new, 1 changed, 0 withdrawn figures; 0 new, 0 vanished findings",
        "  new: Bình Định, par_index_score 2018: 80.10, rank 7/63 (press-1)",
        "  changed: Sơn La, par_index_score 2021: 87.62, rank 15/63 (press-1) -> 87.70, rank 14/63 (press-1)",
    ]
    dry = run("publish", "--dry-run", *options)
    assert (dry.status, dry.out.splitlines()) == (0, lines)
    assert store.current(place[1]).number == 1
    done = run("publish", "--note", "Lan's review", *options)
    assert done.status == 0 and done.out.splitlines()[1:] == lines
    assert run("publish", "--dry-run", *options).out == "nothing would change\n"


def test_publish_refuses_with_batch_and_row_also_when_only_asked(run: Run, place: tuple[Path, Path]) -> None:
    head = accept(place[1], row(value="801.0"))
    for more in (("--dry-run",), ("--note", "x")):
        said = run("publish", *more, "--data", place[0], "--workspace", place[1])
        assert said.status == 1 and f"batch {head.batch_id}:1: " in said.err and said.err.count("\n") == 1


def test_batches_are_listed_withdrawn_and_restored(run: Run, place: tuple[Path, Path]) -> None:
    head = accept(place[1], row(value="80.10"), by="Lan", note="quý hai")
    at = ("--workspace", place[1])

    def state() -> list[tuple]:
        rows = run("batches", *at, "--format", "json").json
        return [(told["made_by"], told["rows"], told["state"], told["decided_by"], told["why"]) for told in rows]

    assert state() == [("Lan", 1, "accepted", None, None)]
    run("publish", "--note", "x", "--data", place[0], *at)
    assert state() == [("Lan", 1, "in service", None, None)]
    said = run("batches", "--withdraw", head.batch_id, "--by", "Minh", "--why", "wrong page", *at)
    assert said.status == 0 and head.batch_id in said.out
    assert state() == [("Lan", 1, "withdrawn", "Minh", "wrong page")]
    run("batches", "--restore", head.batch_id, "--by", "Lan", "--why", "right page", *at)
    assert state() == [("Lan", 1, "in service", "Lan", "right page")]
    assert "quý hai" in run("batches", *at).out
    one_error(run("batches", "--withdraw", "nothing", "--by", "Minh", "--why", "x", *at), "no batch nothing")


def test_a_damaged_batch_is_listed_and_can_be_withdrawn(run: Run, place: tuple[Path, Path]) -> None:
    head = accept(place[1], row(value="80.10"))
    (place[1] / "batches" / f"{head.batch_id}.parquet").write_bytes(b"PAR1")
    at = ("--workspace", place[1])
    listed = run("batches", *at)
    assert listed.status == 1 and "damaged" in listed.out
    one_error(run("build", "--data", place[0], *at), head.batch_id)
    run("batches", "--withdraw", head.batch_id, "--by", "Lan", "--why", "damaged", *at)
    assert run("batches", *at).status == 0
    assert run("build", "--data", place[0], *at).status == 0


def test_rollback_names_what_it_withdraws(run: Run, place: tuple[Path, Path]) -> None:
    head = accept(place[1], row(value="80.10"))
    at = ("--workspace", place[1])
    run("publish", "--note", "x", "--data", place[0], *at)
    said = run("rollback", 1, "--by", "Minh", "--why", "wrong page", *at)
    assert said.out.splitlines()[1] == (
        f"batch {head.batch_id} came after it and is withdrawn; `batches --restore {head.batch_id}` takes that back"
    )
    (told,) = run("batches", *at, "--format", "json").json
    assert (told["state"], told["decided_by"], told["why"]) == (
        "withdrawn",
        "Minh",
        "rollback to edition 1: wrong page",
    )
    assert run("rollback", 2, *at).out.splitlines()[1] == f"batch {head.batch_id} is a part of it and counts again"


@pytest.mark.parametrize(
    "arguments",
    [
        ["batches", "--withdraw", "a"],
        ["batches", "--withdraw", "a", "--by", "Lan"],
        ["batches", "--by", "Lan", "--why", "x"],
        ["batches", "--withdraw", "a", "--restore", "b", "--by", "Lan", "--why", "x"],
    ],
)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    said = run(*arguments)
    assert (said.status, said.out) == (2, "") and said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ["1 nguồn ghi số này", "2 bản trước đã được thay", "Duyệt từ tài liệu: Minh,", "Nhập từ"]),
        ("en", ["1 statement of this figure", "2 earlier versions that were replaced", "replaced", "accepted by Minh,",
                "Imported by Lan,"]),
    ],
)  # fmt: skip
def test_the_page_of_a_figure_shows_every_version_and_who_brought_it(
    place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, lang: str, words: list[str]
) -> None:
    accept(place[1], row("P63-14", 2021, value="87.70", rank=14), by="Lan", kind="import")
    accept(place[1], row("P63-14", 2021, value="87.80", rank=13), by="Minh")
    ref = store.publish(*place, "x").edition
    monkeypatch.setenv("EGOV_WORKSPACE", str(place[1]))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.query_params["figure"] = figure(ref, unit_id="P63-14", year=2021)["figure_id"]
    at.query_params["lang"] = lang
    at.run()
    at.switch_page("pages/sources.py").run()
    assert not at.exception, at.exception
    markup = "\n".join(block.proto.body for block in at.get("html"))
    text = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)))
    for word in [*words, "87,80", "87,70", "87,62"]:
        assert word in text, word
    assert text.index("87,80") < text.index("87,70")
