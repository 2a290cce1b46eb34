"""From a question, an open edition and parameters to the bytes of an answer: pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from egov_metrics.api import sdmx
from egov_metrics.api.catalogue import Catalogue
from egov_metrics.api.fields import Field, record
from egov_metrics.api.problems import PROBLEM_TYPE, ApiProblem
from egov_metrics.api.resources import Resource, Row
from egov_metrics.export.records import csv_text, json_text

JSON, CSV = "application/json", "text/csv; charset=utf-8; header=present"
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Headers of every answer: it is data, never shown as a page nor framed."""


@dataclass(frozen=True)
class Answer:
    """What goes back: an HTTP status, headers and a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer(status: int, media_type: str, text: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer of a text."""
    return Answer(status, {"Content-Type": media_type, **SECURITY, **(headers or {})}, text.encode("utf-8"))


def refused(problem: ApiProblem) -> Answer:
    """The answer that a problem gets; nobody keeps it."""
    headers = {"Cache-Control": "no-store"} | ({"Allow": "GET, HEAD, OPTIONS"} if problem.status == 405 else {})
    return answer(problem.status, PROBLEM_TYPE, json_text(problem.content()) + "\n", headers)


def respond(resource: Resource, catalogue: Catalogue, asked: Mapping[str, Any], edition: str) -> Answer:
    """Answer a question from an open edition, whose short hash is `edition`. Raises `ApiProblem`.

    Headers: `X-Total-Count` with the number of all rows, and `Link` to the next ones while there are any.
    """
    rows = resource.rows(catalogue, asked)
    headers = {"Egov-Edition": edition}
    if asked["format"] == "sdmx-csv" and isinstance(rows, list):
        headers["Egov-Left-Out"] = str(sdmx.left_out(rows))
    return paged(rows, resource.columns(asked), asked, edition, headers, catalogue)


def paged(
    rows: list[Row] | pd.DataFrame,
    columns: tuple[Field, ...],
    asked: Mapping[str, Any],
    edition: str,
    headers: Mapping[str, str],
    catalogue: Catalogue | None = None,
) -> Answer:
    """The rows from `offset`, at most `limit`, in the form that is asked for. `catalogue` is needed for SDMX-CSV."""
    limit, offset = asked["limit"], asked["offset"]
    following = offset + limit
    if isinstance(rows, list):
        page = rows[offset:following]
    else:  # only now: making records of all 14,000 units takes a second
        page = [record(row, columns) for row in rows.iloc[offset:following].to_dict("records")]
    after = f"?{_query({**asked, 'offset': following})}" if following < len(rows) else None
    told = {**headers, "X-Total-Count": str(len(rows))} | ({"Link": f'<{after}>; rel="next"'} if after else {})
    if asked["format"] == "csv":
        return answer(200, CSV, csv_text(page, [column.name for column in columns]), told)
    if asked["format"] == "sdmx-csv" and catalogue is not None:
        units = dict(zip(catalogue.indicators["indicator_code"], catalogue.indicators["unit"], strict=True))
        unit = units[catalogue.indicator(asked["indicator"])]
        return answer(200, sdmx.MIME, sdmx.text(page, unit, edition), told)
    content = {"edition": edition, "total": len(rows), "limit": limit, "offset": offset, "next": after, "data": page}
    return answer(200, JSON, json_text(content) + "\n", told)


def _query(asked: Mapping[str, Any]) -> str:
    return urlencode({name: value for name, value in asked.items() if value not in (None, ())}, doseq=True)
