"""The description of the interface (OpenAPI 3.1), made from the declarations that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from egov_metrics import __version__
from egov_metrics.api import sdmx
from egov_metrics.api.fields import EDITIONS, Field
from egov_metrics.api.parameters import Parameter
from egov_metrics.api.problems import KINDS, PROBLEM_TYPE
from egov_metrics.api.resources import MOST_ROWS, PAGE, PAGING, PREFIX, RESOURCES, TABLE, Resource

TITLE = "egov-metrics: published indicators of Vietnamese e-government and administrative reform"
_ABOUT = f"""Reads, never changes. Every answer comes from one edition of the store, named in `edition` (JSON) and in
the header `Egov-Edition`. Ask again with `If-None-Match` and the entity tag, and get 304 while nothing has changed.
With the parameter `edition` an answer stays the same as long as that edition is kept.

**Before using a figure**: `value_basis` and `rank_basis` tell what was published from what was derived, read from the
order of a list, doubtful or recomputed; `qualifier` tells bounds and plans from results; `nothing` tells why there is
no value, which is never 0; `method_version` tells what compares; `source_id` tells where it was read.

Answers have {PAGE} rows unless `limit` says otherwise, at most {MOST_ROWS}; `next` (and the header `Link`) leads to the
following ones, `total` (and `X-Total-Count`) counts all. Errors are problem details (RFC 9457) with a `kind` for
programs and one line for people. Kinds: {"; ".join(f"`{kind}`: {said}" for kind, said in KINDS.items())}."""
_EDITIONS_SAID = "The editions that are kept"
_HEALTH_SAID = "Is there a store to answer from?"
_INDEX_SAID = "What there is to ask"
_DESCRIPTION_SAID = "This description"


def summaries() -> dict[str, str]:
    """Every address below `/api`, with what it answers."""
    found = {resource.path: resource.summary for resource in RESOURCES}
    return found | {f"{PREFIX}/editions": _EDITIONS_SAID, f"{PREFIX}/openapi.json": _DESCRIPTION_SAID}


def description(prefix: str = "") -> dict[str, Any]:
    """The whole description as JSON holds it; `prefix` is what stands before the addresses on this server."""
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": __version__, "description": _ABOUT},
        "servers": [{"url": prefix or "/", "description": "This server"}],
        "paths": {
            **{resource.path: _question(resource) for resource in RESOURCES},
            f"{PREFIX}/editions": _editions(),
            PREFIX: _plain("index", _INDEX_SAID, {"type": "object"}),
            f"{PREFIX}/openapi.json": _plain("openapi", _DESCRIPTION_SAID, {"type": "object"}),
            "/healthz": _health(),
        },
        "components": {"schemas": _schemas(), "responses": _responses()},
    }


def _question(resource: Resource) -> dict[str, Any]:
    row: dict[str, Any] = {"$ref": f"#/components/schemas/{resource.name}"}
    if resource.present:
        row = {"anyOf": [row, {"$ref": f"#/components/schemas/{resource.name}_of_present_territory"}]}
    content: dict[str, Any] = {"application/json": {"schema": _page(row)}, "text/csv": {"schema": _text("csv")}}
    if "sdmx-csv" in resource.form.choices:
        content["application/vnd.sdmx.data+csv"] = {"schema": _text("sdmx-csv")}
    return _get(resource.name, resource.summary, resource.about, resource.parameters, content, (400, 404, 410, 503))


def _editions() -> dict[str, Any]:
    content = {
        "application/json": {"schema": _page({"$ref": "#/components/schemas/editions"})},
        "text/csv": {"schema": _text("csv")},
    }
    about = "Newest first. Those whose file is gone or damaged are left out."
    return _get("editions", _EDITIONS_SAID, about, (TABLE, *PAGING), content, (400, 503))


def _get(
    name: str,
    summary: str,
    about: str,
    parameters: Sequence[Parameter],
    content: Mapping[str, Any],
    problems: Sequence[int],
) -> dict[str, Any]:
    headers = {
        "ETag": "Names the edition and the question.",
        "Link": 'The following rows (rel="next"), while there are any.',
        "X-Total-Count": "How many rows there are in all.",
    }
    answered = {
        "description": "The rows.",
        "headers": {header: {"description": said, "schema": {"type": "string"}} for header, said in headers.items()},
        "content": content,
    }
    responses: dict[str, Any] = {"200": answered, "304": {"description": "What you have is what there is."}}
    responses |= {str(status): {"$ref": f"#/components/responses/{status}"} for status in (*problems, 413)}
    told: dict[str, Any] = {"operationId": name, "summary": summary, "description": about}
    return {"get": told | {"parameters": [_parameter(one) for one in parameters], "responses": responses}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {"name": parameter.name, "in": "query", "description": parameter.about}
    found |= {"required": parameter.required, "schema": parameter.schema()}
    if parameter.many:
        found |= {"style": "form", "explode": True}
    return found | ({"example": parameter.example} if parameter.example is not None else {})


def _plain(name: str, summary: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    responses = {"200": {"description": summary, "content": content}, "413": {"$ref": "#/components/responses/413"}}
    return {"get": {"operationId": name, "summary": summary, "responses": responses}}


def _health() -> dict[str, Any]:
    found = _plain("health", _HEALTH_SAID, {"$ref": "#/components/schemas/health"})
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/health"}}}
    found["get"]["responses"]["503"] = {"description": "No edition is in service.", "content": content}
    return found


def _page(row: Mapping[str, Any]) -> dict[str, Any]:
    members = {
        "edition": {"type": "string", "pattern": "^[0-9a-f]{12}$", "description": "The edition that answers."},
        "total": {"type": "integer", "minimum": 0, "description": "How many rows there are in all."},
        "limit": {"type": "integer", "description": "How many rows an answer has at most."},
        "offset": {"type": "integer", "description": "How many were left out before."},
        "next": {"type": ["string", "null"], "description": "Query of the following rows at the same address."},
        "data": {"type": "array", "items": row},
    }
    return {"type": "object", "required": list(members), "properties": members, "additionalProperties": False}


def _text(form: str) -> dict[str, Any]:
    if form == "csv":
        said = "A heading line with the names of the fields, commas, LF, no byte order mark; empty cells are gaps."
    else:
        said = f"SDMX-CSV 2.0 of the structure {sdmx.STRUCTURE_ID}. Columns: {', '.join(sdmx.HEADER)}. "
        said += "Figures without a date have no row; the header Egov-Left-Out counts them."
    return {"type": "string", "description": said}


def _object(columns: Sequence[Field]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [column.name for column in columns],
        "properties": {column.name: column.schema() for column in columns},
        "additionalProperties": False,
    }


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {resource.name: _object(resource.fields) for resource in RESOURCES}
    found |= {
        f"{resource.name}_of_present_territory": _object(resource.present) for resource in RESOURCES if resource.present
    }
    text, number = {"type": "string"}, {"type": "integer"}
    found["editions"] = _object(EDITIONS)
    found["problem"] = {
        "type": "object",
        "required": ["type", "title", "status", "detail", "kind"],
        "properties": {
            "type": {"const": "about:blank"},
            "title": text | {"description": "The status in words."},
            "status": number,
            "detail": text | {"description": "One line: what was expected, what came, where."},
            "kind": text | {"enum": list(KINDS)},
            "parameter": text | {"description": "The parameter that is wrong, where one is."},
        },
        "additionalProperties": False,
    }
    found["health"] = {
        "type": "object",
        "required": ["ok", "edition", "version"],
        "properties": {
            "ok": {
                "type": "boolean",
                "description": "false also when another edition answers than the one pointed to.",
            },
            "edition": {"type": ["string", "null"]},
            "version": text | {"description": "Version of the program."},
            "number": number,
            "built_at": text,
            "figures": number,
            "detail": text,
        },
        "additionalProperties": False,
    }
    return found


def _responses() -> dict[str, Any]:
    said = {
        400: "A parameter is not as it must be.",
        404: "What is asked for is not known, or the edition is not kept.",
        410: "The edition cannot be read any more.",
        413: "A request with a body.",
        503: "No edition is in service.",
    }
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}
    return {str(status): {"description": text, "content": content} for status, text in said.items()}
