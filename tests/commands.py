"""Running the command line in this process, and what its users may expect of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from egov_metrics.cli import main


class Said(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        return json.loads(self.out)


Run = Callable[..., Said]


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs a command in this process and catches what it prints."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Said(status, *capsys.readouterr())

    return run


def asked(run: Run, workspace: Path, *more: object, indicator: str = "par_index_score", unit: str = "son la") -> Said:
    return run("series", "--workspace", workspace, "--indicator", indicator, "--unit", unit, "--format", "json", *more)


def one_error(said: Said, *words: str) -> None:
    """Exit 1, nothing on stdout, and one clear line on stderr."""
    assert (said.status, said.out) == (1, "")
    lines = said.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("error: ") and "Traceback" not in said.err
    for word in words:
        assert word in said.err
