"""`deck` as its users meet it: what it writes, and one clear line for everything that it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pptx import Presentation

from egov_metrics.story import Slide, Storyline, keep
from tests.commands import Run, one_error, runner
from tests.compare_store import build_compare_store
from tests.deck_files import story, view

PAR = "par_index_score"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_compare_store(tmp_path_factory.mktemp("cli_deck"))[0]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "trình chiếu.pptx"


def titles(path: Path) -> list[str]:
    return [page.shapes.title.text_frame.text for page in Presentation(str(path)).slides]


def test_a_provinces_year(run: Run, workspace: Path, out: Path) -> None:
    said = run("deck", "--unit", "son la", "--out", out, "--workspace", workspace)
    assert said.status == 0 and str(out) in said.out
    found = titles(out)
    assert found[0] == "Sơn La và các chỉ số CCHC, CQĐT" and len(found) >= 4
    assert any("88,66" in title for title in found)
    assert list(out.parent.iterdir()) == [out]


def test_in_english(run: Run, workspace: Path, out: Path) -> None:
    assert run("deck", "--unit", "P63-22", "--out", out, "--lang", "en", "--workspace", workspace).status == 0
    assert titles(out)[0] == "Quảng Ninh and its indices of reform and e-government"


def test_a_storyline_of_a_file_and_a_kept_one_give_the_same(run: Run, workspace: Path, tmp_path: Path) -> None:
    told = story(view(unit="P63-14", indicator=PAR), Slide("text", title="Việc cần làm", text="một"), title="Hội nghị")
    keep.save(workspace, told, "hoi-nghi", "Lan")
    path = tmp_path / "told.json"
    path.write_bytes(keep.as_file(told))
    made = []
    for what in ("hoi-nghi", path):
        out = tmp_path / f"{len(made)}.pptx"
        assert run("deck", "--storyline", what, "--out", out, "--workspace", workspace).status == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert titles(tmp_path / "0.pptx")[0] == "Hội nghị" and titles(tmp_path / "0.pptx")[2] == "Việc cần làm"


def test_an_edition_may_be_named(run: Run, workspace: Path, out: Path) -> None:
    (ref,) = json.loads(run("editions", "--format", "json", "--workspace", workspace).out)
    told = ("deck", "--unit", "son la", "--out", out, "--workspace", workspace, "--edition")
    assert run(*told, ref["content"]).status == 0
    out.unlink()
    one_error(run(*told, "0123456789ab"), "0123456789ab", "not kept", ref["content"])
    one_error(run(*told, "0"), "not kept")
    assert not out.exists()


def refused_file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "story.json"
    path.write_bytes(content)
    return path


SOUND = keep.as_file(Storyline("x", (view(unit="P63-14"),)))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (SOUND.replace(b"egov-storyline", b"other"), "egov-storyline"),
        (SOUND.replace(b'"version": 1', b'"version": 9'), "newer"),
        (SOUND.replace(b'"compare"', b'"elsewhere"'), "slide 1"),
        (keep.as_file(Storyline("x")), "at least one slide"),
        (keep.as_file(Storyline("x", (Slide("text", title="a", skip=True),))), "at least one slide"),
        (keep.as_file(Storyline("x", (view(unit="P63-14"),), edition="0123456789ab")), "not kept"),
    ],
)
def test_what_is_no_storyline_is_refused(
    run: Run, workspace: Path, tmp_path: Path, out: Path, content: bytes, word: str
) -> None:
    path = refused_file(tmp_path, content)
    one_error(run("deck", "--storyline", path, "--out", out, "--workspace", workspace), word)
    assert not out.exists()


def test_unknown_units_names_and_files_are_refused(run: Run, workspace: Path, out: Path) -> None:
    where = ("--out", out, "--workspace", workspace)
    one_error(run("deck", "--unit", "Atlantis", *where), "Atlantis")
    one_error(run("deck", "--unit", "Pleiku", *where), "Pleiku", "a province")
    one_error(run("deck", "--storyline", "no-such", *where), "no-such")
    one_error(run("deck", "--storyline", "no-such.json", *where), "no-such.json")
    one_error(run("deck", "--storyline", "../../etc", *where), "expected a storyline")


def test_wrong_usage_ends_with_2(run: Run, workspace: Path, out: Path) -> None:
    for arguments in (
        ("--out", out),
        ("--unit", "son la"),
        ("--unit", "son la", "--storyline", "x", "--out", out),
        ("--unit", "son la", "--out", out.with_suffix(".ppt")),
        ("--unit", "son la", "--out", out, "--lang", "fr"),
    ):
        said = run("deck", *arguments, "--workspace", workspace)
        assert said.status == 2 and len(said.err.splitlines()) == 1


def test_a_folder_that_is_not_there_is_named_and_an_old_file_stays(run: Run, workspace: Path, out: Path) -> None:
    gone = out.parent / "gone" / "x.pptx"
    one_error(run("deck", "--unit", "son la", "--out", gone, "--workspace", workspace), str(gone))
    out.write_bytes(b"old")
    one_error(run("deck", "--unit", "Atlantis", "--out", out, "--workspace", workspace))
    assert out.read_bytes() == b"old"


def test_a_workspace_without_a_store(run: Run, tmp_path: Path, out: Path) -> None:
    one_error(run("deck", "--unit", "son la", "--out", out, "--workspace", tmp_path / "empty"))
