"""Opening a page of the dashboard in this process, as a new session sees it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent


def open_page(page: str = "", **params: str) -> AppTest:
    """The page of a link with these parameters; without a name the first one. Fails on an exception of the page.

    The workspace is that of EGOV_WORKSPACE.
    """
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    (at.switch_page(f"pages/{page}.py") if page else at).run()
    assert not at.exception, at.exception[0].message
    return at


def page_text(at: AppTest) -> str:
    """The HTML that a page put on the screen, without style sheets."""
    return "\n".join(html.proto.body for html in at.get("html") if not html.proto.body.startswith("<style"))


def plain(html: str) -> str:
    """The words of a piece of HTML, with single spaces."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).strip()


def heading(at: AppTest) -> str:
    """The headline of a page, as HTML."""
    return page_text(at).partition('<h1 class="egov-headline">')[2].partition("</h1>")[0]
