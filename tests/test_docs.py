"""The documentation names what exists, and what exists is in the documentation."""

from __future__ import annotations

import argparse
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

from egov_metrics.cli import build_parser

ROOT = Path(__file__).resolve().parent.parent
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "data").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"python(?:\.exe)? -m egov_metrics ([a-z][a-z-]*)([^`\n]*)")
TARGET = re.compile(r"(?<![\w-])make ([a-z][a-z-]*)")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parsers of the command line by name of command."""
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the command line has no commands")


def targets() -> set[str]:
    """The targets of the Makefile that are said in `make help`."""
    return set(re.findall(r"^([a-z-]+):.*## ", text_of(ROOT / "Makefile"), re.MULTILINE))


def in_code(text: str) -> str:
    """Only the code of a document: fenced blocks and inline code, so that prose may say `make` as a verb."""
    fenced = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join(fenced + re.findall(r"`([^`]+)`", rest))


def unknown_commands(text: str) -> list[str]:
    """Commands and long options that a document uses and the command line does not have."""
    known, found = commands(), []
    for name, rest in COMMAND.findall(in_code(text)):
        if name not in known:
            found.append(name)
            continue
        options = {option for action in known[name]._actions for option in action.option_strings}
        found += [f"{name} {option}" for option in re.findall(r"--[a-z-]+", rest) if option not in options]
    return found


def unknown_targets(text: str) -> list[str]:
    """Make targets that a document uses and the Makefile does not have."""
    return [name for name in TARGET.findall(in_code(text)) if name not in targets()]


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    kept = (
        "".join(c for c in unicodedata.normalize("NFC", heading.lower()) if c.isalnum() or c in " -_")
        for heading in headings
    )
    return {heading.replace(" ", "-") for heading in kept}


def broken_links(text: str, path: Path) -> list[str]:
    """Relative links of a document that lead nowhere."""
    found = []
    for link in LINK.findall(re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = unquote(link).partition("#")
        target = (path.parent / place) if place else path
        if not target.exists() or anchor and anchor not in anchors(text_of(target) if place else text):
            found.append(link)
    return found


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_what_exists(path: Path) -> None:
    text = text_of(path)
    assert unknown_commands(text) == []
    assert unknown_targets(text) == []
    assert broken_links(text, path) == []


def test_every_command_and_target_is_documented() -> None:
    code = "\n".join(in_code(text_of(path)) for path in DOCS)
    missing = [name for name in commands() if not re.search(rf"(?<![\w-]){name}(?![\w-])", code)]
    missing += [f"make {name}" for name in targets() - {"help"} if not re.search(rf"make {name}(?![\w-])", code)]
    assert missing == []


def test_every_command_has_help_with_an_example() -> None:
    for name, parser in commands().items():
        assert f"python -m egov_metrics {name}" in parser.format_help().partition("example:")[2], name


def test_every_document_is_in_the_index() -> None:
    index, found = text_of(ROOT / "docs" / "README.md"), []
    for path in (ROOT / "docs").rglob("*.md"):
        linked = index if path.parent.name != "decisions" else text_of(path.parent / "README.md")
        if path.name != "README.md" and path.name not in {Path(link).name for link in LINK.findall(linked)}:
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_decisions_are_numbered_dated_and_short() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = text_of(path)
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}\. Status: ", text, re.MULTILINE), path.name
        assert [*re.findall(r"^## (.+)$", text, re.MULTILINE)] == ["Context", "Decision", "Consequences"], path.name
        assert text.count("\n") <= 30, path.name


def test_an_unknown_name_is_found(tmp_path: Path) -> None:
    assert unknown_commands("`python -m egov_metrics fly --high`") == ["fly"]
    assert unknown_commands("`python -m egov_metrics build --high`") == ["build --high"]
    assert unknown_targets("run `make coffee` first, and make haste") == ["coffee"]
    page = tmp_path / "page.md"
    page.write_text("# Một trang\n[a](other.md) [b](#một-trang) [c](#two) [d](page.md#x) [e](https://example.org/z)\n")
    assert broken_links(text_of(page), page) == ["other.md", "#two", "page.md#x"]
