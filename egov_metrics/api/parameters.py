"""The parameters of a question: declared once, read strictly, and described from the same declaration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from egov_metrics.api.problems import ApiProblem

LONGEST_QUERY = 8000
"""Bytes of a query string."""
LONGEST_TEXT = 200
MOST_VALUES = 100
"""How often a parameter that may be repeated is taken."""
_SHOWN = 60


@dataclass(frozen=True)
class Parameter:
    """One parameter. `kind` is text, choice, integer or edition; integers lie in `low` to `high`."""

    name: str
    kind: str
    about: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    default: Any = None
    example: Any = None

    def schema(self) -> dict[str, Any]:
        """Its JSON schema."""
        schema: dict[str, Any]
        if self.kind == "integer":
            schema = {"type": "integer", "minimum": self.low, "maximum": self.high}
        elif self.kind == "choice":
            schema = {"type": "string", "enum": list(self.choices)}
        elif self.kind == "edition":
            schema = {"type": "string", "pattern": "^[0-9a-f]{12}$"}
        else:
            schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
        if self.default is not None:
            schema["default"] = self.default
        if self.many:
            schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_VALUES}
        return schema

    def expected(self) -> str:
        """What a value must be, in words."""
        if self.kind == "integer":
            return f"a whole number from {self.low} to {self.high}"
        if self.kind == "choice":
            return " or ".join(self.choices)
        if self.kind == "edition":
            return "12 hexadecimal digits in small letters"
        return f"1 to {LONGEST_TEXT} characters"

    def value(self, text: str) -> Any:
        """The value that `text` is. Raises `ApiProblem`."""
        found: Any = text
        if self.kind == "integer":
            right = re.fullmatch(r"-?[0-9]{1,9}", text) is not None and self.low <= int(text) <= self.high
            found = int(text) if right else None
        elif self.kind == "choice":
            right = text in self.choices
        elif self.kind == "edition":
            right = re.fullmatch(r"[0-9a-f]{12}", text) is not None
        else:
            right = 0 < len(text) <= LONGEST_TEXT
        if not right:
            raise _wrong(self.name, self.expected(), repr(text[:_SHOWN]))
        return found


def read(declared: Sequence[Parameter], query: bytes) -> dict[str, Any]:
    """The values of a query string by name, defaults filled in; of `many` a tuple, without repetitions.

    Raises `ApiProblem` for what is not declared, missing, given twice or wrong.
    """
    known = {parameter.name: parameter for parameter in declared}
    given: dict[str, list[Any]] = {}
    for name, text in _pairs(query):
        if name not in known:
            names = ", ".join(known) or "none"
            raise ApiProblem(
                400, "bad_parameter", f"parameters expected: {names}; found {name[:_SHOWN]!r}", name[:_SHOWN]
            )
        given.setdefault(name, []).append(known[name].value(text))
    found: dict[str, Any] = {}
    for name, parameter in known.items():
        values = given.get(name, [])
        if parameter.required and not values:
            raise _wrong(name, parameter.expected(), "none")
        if parameter.many:
            if len(values) > MOST_VALUES:
                raise _wrong(name, f"at most {MOST_VALUES} values", str(len(values)))
            found[name] = tuple(dict.fromkeys(values))
        elif len(values) > 1:
            raise _wrong(name, "one value", str(len(values)))
        else:
            found[name] = values[0] if values else parameter.default
    return found


def _pairs(query: bytes) -> list[tuple[str, str]]:
    if len(query) > LONGEST_QUERY:
        expected = f"a query string of at most {LONGEST_QUERY} bytes"
        raise ApiProblem(400, "address_too_long", f"expected {expected}, found {len(query)}")
    try:
        return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:  # bytes that are no UTF-8, or too many fields
        what = "UTF-8, percent-encoded" if isinstance(error, UnicodeError) else "at most 1000 fields"
        raise ApiProblem(400, "bad_parameter", f"query string: expected {what}, found something else") from error


def _wrong(name: str, expected: str, found: str) -> ApiProblem:
    return ApiProblem(400, "bad_parameter", f"{name}: expected {expected}, found {found}", name)
