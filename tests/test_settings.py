"""What an installation sets once: kept whole, and never in the way when it cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from egov_metrics.settings import FILE, Settings, kept_settings, read_settings, write_settings


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    workspace = tmp_path / "new" / "folder"
    write_settings(workspace, Settings(unit="P63-14", lang="en"))
    assert read_settings(workspace) == Settings("P63-14", "en")
    write_settings(workspace, Settings())
    assert read_settings(workspace) == Settings(None, "vi")
    assert [path.name for path in workspace.iterdir()] == [FILE]  # no temporary file stays


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"7", b"null", b'"vi"', b"\xff\xfe", b'{"lang": "fr"}', b'{"lang": ["vi"], "unit": ""}', b"{}"],
)
def test_an_unreadable_file_counts_as_not_set(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert read_settings(tmp_path) == Settings(None, "vi")


def test_no_file_counts_as_not_set(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "nowhere") == Settings(None, "vi")


def test_the_environment_goes_before_the_file_and_is_never_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(tmp_path, Settings("P63-14", "en"))
    monkeypatch.setenv("EGOV_UNIT", "P63-64")
    monkeypatch.setenv("EGOV_LANG", "vi")
    assert read_settings(tmp_path) == Settings("P63-64", "vi")
    assert kept_settings(tmp_path) == Settings("P63-14", "en")


@pytest.mark.parametrize("lang", ["", "fr", "VI"])
def test_an_unknown_language_of_the_environment_counts_as_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    write_settings(tmp_path, Settings(None, "en"))
    monkeypatch.setenv("EGOV_LANG", lang)
    monkeypatch.setenv("EGOV_UNIT", "")
    assert read_settings(tmp_path) == Settings(None, "en")


def test_the_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings(tmp_path, Settings("P63-14", "vi"))
    before = (tmp_path / FILE).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("egov_metrics.settings.os.replace", full)
    with pytest.raises(OSError, match="No space"):
        write_settings(tmp_path, Settings("P63-64", "en"))
    assert (tmp_path / FILE).read_bytes() == before and json.loads(before)["unit"] == "P63-14"


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        write_settings(tmp_path / "file", Settings())
