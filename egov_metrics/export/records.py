"""Records as programs read them: JSON and plain CSV, the same from the command line and over HTTP."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any


def json_text(content: object) -> str:
    """JSON with accents as they are, two spaces a step. Raises ValueError for numbers that JSON does not have."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def csv_text(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    """CSV with the columns `names`: a heading line, commas, decimal points, LF, no byte order mark; gaps are empty,
    lists and objects are JSON within their cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        cells = (row[name] for name in names)
        writer.writerow(
            json.dumps(cell, ensure_ascii=False) if isinstance(cell, (list, dict)) else cell for cell in cells
        )
    return out.getvalue()
