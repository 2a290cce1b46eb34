"""Small helpers that every measurement needs: SQL from files, words on the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def sql(name: str) -> str:
    """The text of `benchmarks/sql/<name>.sql`."""
    return (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def say(line: str) -> None:
    """Progress, on stderr: the results alone go to stdout."""
    print(line, file=sys.stderr, flush=True)


def count(number: int) -> str:
    """A whole number with thin groups: 10,053,120."""
    return f"{number:,}"
