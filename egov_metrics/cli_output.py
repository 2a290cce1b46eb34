"""How the command line prints records, and what its options take."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from egov_metrics.export.records import csv_text, json_text

FORMATS = ("json", "csv", "table")


def add_format(parser: argparse.ArgumentParser, default: str) -> None:
    """Let a command be asked for JSON, CSV or a table."""
    parser.add_argument("--format", choices=FORMATS, default=default, help=f"default: {default}")


def print_rows(rows: list[dict[str, Any]], names: Sequence[str], form: str, table: Sequence[str] | None = None) -> None:
    """Print records as JSON, CSV with the columns `names`, or a table of the columns `table` (default: `names`)."""
    if form == "json":
        print(json_text(rows))
    elif form == "csv":
        print(csv_text(rows, names), end="")
    else:
        shown = table or names
        cells_of = [[_cell(row[name]) for name in shown] for row in rows]
        widths = [max([len(name), *(len(cells[i]) for cells in cells_of)]) for i, name in enumerate(shown)]
        for cells in [list(shown), *cells_of]:
            print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    """A value as a table shows it: lists as words, a refusal by its reason."""
    if isinstance(value, dict):
        return str(value["reason"])
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def positive(text: str) -> int:
    """A whole number of at least 1; for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, found {text!r}")
    return int(text)
