"""The description of the interface for programs: sound, complete, and kept to whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from egov_metrics import store
from egov_metrics.api import openapi
from egov_metrics.api.problems import KINDS
from egov_metrics.api.resources import RESOURCES
from egov_metrics.api.routes import routes
from egov_metrics.api.service import Service
from tests.api_service import Asked
from tests.commands import runner
from tests.sample import small_sample

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
NAMES = {"indicator": "PAR_INDEX", "unit": ["son la", "gia lai"], "year": 2021, "name": ["gia lai"], "parent": "P63-64"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described")
    store.build(small_sample().write(folder / "data"), folder / "workspace")
    return folder / "workspace"


# The description is needed when tests are collected; it asks for no store.
SERVED: dict[str, Path] = {}
schema = schemathesis.openapi.from_asgi(
    "/api/v1/openapi.json", Starlette(routes=routes(service=Service(lambda: SERVED["workspace"])))
)


@pytest.fixture(scope="module", autouse=True)
def _served(workspace: Path) -> None:
    SERVED["workspace"] = workspace


@schema.parametrize()
@hypothesis.settings(max_examples=20, deadline=None, derandomize=True)
def test_whatever_is_asked_gets_what_is_described(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)


@schema.parametrize()
@hypothesis.settings(max_examples=10, deadline=None, derandomize=True)
def test_what_is_known_gets_rows_as_described(case: schemathesis.Case) -> None:
    """Names cannot be guessed: here they are real ones, so that there are rows to be held against the description."""
    query = case.query or {}
    for name in query:
        if name in NAMES:
            query[name] = NAMES[name]
    for name in ("edition", "family"):
        query.pop(name, None)
    case.call_and_validate(checks=[check for check in CHECKS if check is not negative_data_rejection])


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(child)


def test_the_description_can_be_read_by_a_person(workspace: Path) -> None:
    told = Asked(workspace)("openapi.json")
    description = told.json
    assert description["openapi"].startswith("3.1") and told.text.count("\n") > 500
    for path, item in description["paths"].items():
        assert item["get"]["summary"], path
        for parameter in item["get"].get("parameters", []):
            assert parameter["description"].endswith("."), parameter["name"]
    for name, described_object in description["components"]["schemas"].items():
        for field, about in described_object["properties"].items():
            assert name in ("problem", "health") or about["description"], f"{name}.{field}"
    for kind in KINDS:
        assert f"`{kind}`" in description["info"]["description"]
    references = {node["$ref"].split("/")[-1] for node in objects(description) if "$ref" in node}
    parts = description["components"]["schemas"] | description["components"]["responses"]
    assert references <= set(parts)


def test_every_question_is_described_and_no_other(workspace: Path) -> None:
    ask, paths = Asked(workspace), openapi.description()["paths"]
    assert {resource.path for resource in RESOURCES} <= set(paths)
    assert set(openapi.summaries()) | {"/api/v1", "/healthz"} == set(paths)
    assert [path for path in paths if ask(path).status == 404] == []


def test_the_command_line_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    run = runner(capsys)
    assert json.loads(run("api", "--openapi").out) == openapi.description()
    listed = run("api").out
    assert all(path in listed for path in openapi.summaries())


def test_a_server_under_a_path_says_so() -> None:
    assert openapi.description("/so-lieu")["servers"][0]["url"] == "/so-lieu"
