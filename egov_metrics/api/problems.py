"""What can be wrong with a request, in the one form that every error has (problem details, RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

PROBLEM_TYPE = "application/problem+json"

KINDS = {
    "bad_parameter": "a parameter is missing, unknown, given twice, or not what is expected",
    "unknown_path": "there is nothing at this address",
    "unknown_indicator": "no indicator is written so",
    "unknown_family": "no family has this code",
    "unknown_unit": "no unit is written so",
    "edition_not_kept": "no edition of this number is kept here",
    "edition_unreadable": "the edition is listed, but its file is gone, damaged or of another schema",
    "method_not_allowed": "the interface only reads",
    "body_refused": "the request has a body, and none is taken",
    "address_too_long": "the query string is longer than what is read",
    "no_store": "no edition is in service",
    "failure": "the program failed; its log says why",
}
"""Kinds of problems, for programs to tell apart; `detail` is for people."""


class ApiProblem(Exception):
    """A request that gets an error. `str()` is one line: what was expected, what came, where."""

    def __init__(self, status: int, kind: str, detail: str, parameter: str | None = None) -> None:
        """`kind` is one of `KINDS`; `parameter` names the one that is wrong, where one is."""
        if kind not in KINDS:
            raise ValueError(f"no kind of problem named {kind!r}")
        super().__init__(detail)
        self.status, self.kind, self.detail, self.parameter = status, kind, " ".join(detail.split()), parameter

    def content(self) -> dict[str, Any]:
        """The members of the problem document."""
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "kind": self.kind,
        }
        return found | ({"parameter": self.parameter} if self.parameter else {})
