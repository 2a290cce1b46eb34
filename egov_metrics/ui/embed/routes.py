"""Embedded charts behind a Starlette server, beside the pages."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from egov_metrics.api.answers import Answer
from egov_metrics.api.routes import Gate, base_of

PREFIX = "/embed"
AT_ONCE = 2
"""Charts that are drawn at the same time; pages share the processor with them."""


class _Later:
    """Imports the pages' modules with the first request: their caches need the server's runtime, which stands then."""

    def answer(self, method: str, path: str, query: bytes, headers: Mapping[str, str]) -> Answer:
        from egov_metrics.ui.embed.service import Embedding  # not at the top: see above

        return Embedding().answer(method, path, query, headers)


def routes(prefix: str = "") -> list[BaseRoute]:
    """Routes for all below `/embed`; `prefix` is the path under which the pages are served."""
    base = base_of(prefix)
    gate = Gate(_Later(), base, AT_ONCE)
    return [Route(f"{base}{path}", gate) for path in (PREFIX, f"{PREFIX}/{{rest:path}}")]
