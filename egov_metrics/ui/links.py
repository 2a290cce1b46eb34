"""Addresses of pages with a view in them: what `href` of a link holds."""

from __future__ import annotations

from urllib.parse import urlencode

from egov_metrics.views.view import View

HOME = "overview"


def href(page: str, view: View) -> str:
    """The address of `page` showing `view`, relative to the folder of the app: "sources?unit=P63-14&lang=vi"."""
    return f"{page}?{urlencode(view.to_params())}"


def source_href(view: View, figure: str | None = None, source: str | None = None) -> str:
    """The address of the sources page with a figure or a source open: where a number on the screen leads."""
    return href("sources", view.elsewhere(figure=figure, source=source))
