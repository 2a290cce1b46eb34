"""Originals: kept once, as they came, with everybody who brought them."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from egov_metrics.collect import originals
from egov_metrics.collect.originals import OriginalMissing, content_of, find, keep, path_of
from egov_metrics.store.errors import StoreError
from egov_metrics.store.files import write_new

CONTENT = "Năm 2021 đạt 81,93 điểm".encode()
SHA = hashlib.sha256(CONTENT).hexdigest()


def files(workspace: Path) -> list[str]:
    return sorted(path.name for path in (workspace / "originals").iterdir())


def test_a_file_is_kept_as_it_came(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    kept = keep(tmp_path / "new", "Báo cáo.docx", CONTENT, "An")
    assert (kept.sha256, kept.size, kept.name, kept.by, kept.file) == (
        SHA,
        len(CONTENT),
        "Báo cáo.docx",
        "An",
        f"{SHA}.docx",
    )
    assert before <= kept.kept_at <= datetime.now(UTC)
    path = path_of(tmp_path / "new", SHA)
    assert path.read_bytes() == content_of(tmp_path / "new", SHA) == CONTENT
    assert path.stat().st_mode & 0o222 == 0
    record = json.loads((path.parent / f"{SHA}.json").read_text(encoding="utf-8"))
    assert record == {
        "name": "Báo cáo.docx",
        "size": len(CONTENT),
        "sha256": SHA,
        "kept_at": kept.kept_at.isoformat(),
        "by": "An",
    }
    assert kept.kept_at.utcoffset() == UTC.utcoffset(None)


def test_the_same_content_is_kept_once_and_all_bringers_are_known(tmp_path: Path) -> None:
    first = keep(tmp_path, "a.docx", CONTENT, "An")
    keep(tmp_path, "a.docx", CONTENT, "An")
    untouched = (tmp_path / "originals" / f"{SHA}.json").read_bytes()
    second = keep(tmp_path, "b.pdf", CONTENT, "Bình")
    assert [(each.name, each.by) for each in second.brought] == [("a.docx", "An"), ("b.pdf", "Bình")]
    assert (second.name, second.by, second.file) == (first.name, first.by, first.file)
    assert files(tmp_path) == sorted([f"{SHA}.docx", f"{SHA}.json", f"{SHA}-2.json"])
    assert (tmp_path / "originals" / f"{SHA}.json").read_bytes() == untouched


@pytest.mark.parametrize(
    ("name", "ending", "clean"),
    [
        ("../../evil.txt", "txt", "evil.txt"),
        ("..\\x\\y.XLSX", "xlsx", "y.XLSX"),
        ("a.json", "bin", "a.json"),
        ("a.txt/../../b", "bin", "b"),
        ("a.e/x;e", "bin", "x;e"),
        ("", "bin", "document"),
        ("a.pdf\x00.exe", "bin", "a.pdf.exe"),
    ],
)
def test_names_never_become_paths(tmp_path: Path, name: str, ending: str, clean: str) -> None:
    kept = keep(tmp_path / "w", name, CONTENT, "An\nBình")
    assert (kept.file, kept.name, kept.by) == (f"{SHA}.{ending}", clean, "An Bình")
    assert files(tmp_path / "w") == sorted([f"{SHA}.{ending}", f"{SHA}.json"])
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


@pytest.mark.parametrize("sha", ["../x", "", "*", "0" * 64, "../originals/" + SHA, SHA.upper()])
def test_what_was_never_kept_is_said(tmp_path: Path, sha: str) -> None:
    keep(tmp_path, "a.txt", CONTENT, "An")
    assert find(tmp_path, sha) is None
    with pytest.raises(OriginalMissing, match="found none"):
        path_of(tmp_path, sha)


def test_the_list_is_newest_first_and_survives_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert originals.originals(tmp_path) == []
    for day, content in enumerate((b"a", b"b", b"c"), start=1):
        monkeypatch.setattr(originals, "_now", lambda day=day: datetime(2026, 1, day, tzinfo=UTC))
        keep(tmp_path, f"{day}.txt", content, "An")
    assert [kept.name for kept in originals.originals(tmp_path)] == ["3.txt", "2.txt", "1.txt"]
    sha = hashlib.sha256(b"b").hexdigest()
    (tmp_path / "originals" / f"{sha}.json").write_text("{", encoding="utf-8")
    (tmp_path / "originals" / "notes.json").write_text("[]", encoding="utf-8")
    assert [kept.name for kept in originals.originals(tmp_path)] == ["3.txt", "1.txt"]
    assert keep(tmp_path, "2.txt", b"b", "An").brought[0].name == "2.txt"


def test_a_content_that_was_changed_on_disk_is_not_given_out(tmp_path: Path) -> None:
    keep(tmp_path, "a.txt", CONTENT, "An")
    path = path_of(tmp_path, SHA)
    path.chmod(0o644)
    path.write_bytes(b"other")
    with pytest.raises(OriginalMissing, match="another"):
        content_of(tmp_path, SHA)


def test_many_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    def bring(number: int) -> None:
        for turn in range(5):
            keep(tmp_path, "a.txt", CONTENT, f"person {number}")
            keep(tmp_path, "b.txt", f"{number} {turn}".encode(), "An")

    threads = [threading.Thread(target=bring, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = find(tmp_path, SHA)
    assert kept is not None and sorted(each.by for each in kept.brought) == [f"person {number}" for number in range(8)]
    assert len(originals.originals(tmp_path)) == 41
    assert not [name for name in files(tmp_path) if name.endswith(".part")]


def test_a_new_file_is_never_written_over_another(tmp_path: Path) -> None:
    target = tmp_path / "a"
    assert write_new(target, b"one") and not write_new(target, b"two", read_only=True)
    assert target.read_bytes() == b"one" and os.listdir(tmp_path) == ["a"]


def test_a_workspace_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        keep(tmp_path / "file", "a.txt", CONTENT, "An")
