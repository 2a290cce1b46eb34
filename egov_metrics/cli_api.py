"""The command that describes the interface for programs."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from egov_metrics.api import openapi
from egov_metrics.export.records import json_text


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add api by `command(name, summary, *examples)`."""
    api = command("api", "List what programs can ask over HTTP, or print its description.", "api", "api --openapi")
    api.add_argument("--openapi", action="store_true", help="the whole description, OpenAPI 3.1 as JSON")


def wrong_usage(options: argparse.Namespace) -> str:
    """Nothing can be wrong with the options of this command."""
    return ""


def describe(options: argparse.Namespace) -> int:
    """Run it: needs neither a store nor a server."""
    if options.openapi:
        print(json_text(openapi.description()))
        return 0
    said = openapi.summaries()
    width = max(map(len, said))
    for path, summary in said.items():
        print(f"{path.ljust(width)}  {summary}")
    return 0


COMMANDS = {"api": describe}
