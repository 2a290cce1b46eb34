"""A visit of one page in a new browser, and what the visit saw go wrong."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

ARTIFACTS = Path(__file__).resolve().parents[2] / ".artifacts"
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000


class Seen(NamedTuple):
    """How a reader sees a page: the window, the language, light or dark."""

    width: int
    height: int
    lang: str
    dark: bool


WAYS = {
    "wide-vi-light": Seen(1366, 768, "vi", False),
    "wide-en-dark": Seen(1366, 768, "en", True),
    "phone-en-light": Seen(390, 844, "en", False),
    "phone-vi-dark": Seen(390, 844, "vi", True),
}
"""Half of the ways to see a page, in which every two of window, language and light meet: what is wrong only where all
three meet would be missed, and a visit takes seconds."""
# On a deep link Streamlit's script first looks for its server below the page's own address, is told 404, and finds it
# one step higher. The browser notes the two misses; nothing is wrong.
SEARCH_FOR_THE_SERVER = re.compile(r"status of 404 .*/[a-z-]+/_stcore/(health|host-config)\)$")
# Remembers when the page last changed, so that a test can wait for quiet instead of for a fixed time.
WATCH_CHANGES = """
window.lastChange = performance.now();
new MutationObserver(() => { window.lastChange = performance.now(); })
    .observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
"""
IS_QUIET = """quiet => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.getAttribute('data-test-script-state') === 'notRunning'
        && document.querySelector('[data-testid=stMainBlockContainer]')
        && !document.querySelector('[data-testid=stAppSkeleton], [data-testid=stSkeleton]')
        && document.fonts.status === 'loaded'
        && performance.now() - window.lastChange > quiet;
}"""
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid=stMain]') || document.documentElement;
    const root = document.documentElement;
    return Math.max(main.scrollWidth - main.clientWidth, root.scrollWidth - root.clientWidth);
}"""


def chromium_path(playwright: Playwright) -> str:
    """The Chromium to use: EGOV_CHROMIUM, one of the system, else Playwright's own; LookupError says what to run."""
    for name in (os.environ.get("EGOV_CHROMIUM", ""), *CHROMIUM_NAMES):
        found = shutil.which(name) if name else None
        if found:
            return found
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    raise LookupError(
        "Chromium, for the browser tests, is needed; run first: sudo apt-get install chromium fonts-dejavu-core"
    )


def axe_script() -> Path:
    """The accessibility checker axe-core, as the test requirement axe-playwright-python brings it."""
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        raise LookupError("axe-playwright-python is missing; run first: make test (it installs tests/requirements.txt)")
    return Path(next(iter(spec.submodule_search_locations))) / "axe.min.js"


@dataclass
class Visit:
    """One page in a browser context of its own.

    `console` holds console errors and uncaught exceptions of scripts, `outside` every address asked for that is not
    the visited server.
    """

    page: Page
    base: str
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Begin to note console errors and requests; to be called before the first page is loaded."""
        own = urlsplit(self.base).netloc

        def requested(url: str) -> None:
            parts = urlsplit(url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
                self.outside.append(url[:200])

        def noted(entry: ConsoleMessage) -> None:
            self.console.append(f"{entry.text[:500]} ({entry.location.get('url', '')})")

        self.page.add_init_script(WATCH_CHANGES)
        self.page.on("console", lambda entry: noted(entry) if entry.type == "error" else None)
        self.page.on("pageerror", lambda error: self.console.append(str(error)[:500]))
        self.page.on("request", lambda request: requested(request.url))
        self.page.on("websocket", lambda socket: requested(socket.url))

    def go(self, path: str, lang: str | None = None) -> None:
        """Load `path` of the server and wait until it is quiet; `lang` is added to the address as its parameter."""
        if lang:
            path += f"{'&' if '?' in path else '?'}lang={lang}"
        self.page.goto(self.base + path, timeout=PATIENCE_MS)
        self.settle()

    def settle(self, quiet_ms: int = 400) -> None:
        """Wait until no script runs and nothing was redrawn for `quiet_ms`."""
        self.page.wait_for_function(IS_QUIET, arg=quiet_ms, timeout=PATIENCE_MS)

    def text(self) -> str:
        """What the main part of the page says, without navigation."""
        return self.page.locator("[data-testid=stMain]").inner_text()

    def exceptions(self) -> list[str]:
        """Text of Streamlit's exception boxes and of its dialog for an unknown page."""
        boxes = self.page.locator("[data-testid=stException]").all_inner_texts()
        dialogs = self.page.locator("[role=dialog]").filter(has_text=re.compile("Page not found")).all_inner_texts()
        return [*boxes, *dialogs]

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return int(self.page.evaluate(OVERFLOW))

    def problems(self, expected: Iterable[str] = ()) -> list[str]:
        """All that went wrong so far, one line each; console errors that match a pattern of `expected` do not count."""
        patterns = [SEARCH_FOR_THE_SERVER, *map(re.compile, expected)]
        console = [text for text in self.console if not any(pattern.search(text) for pattern in patterns)]
        found = [f"console error: {text}" for text in console]
        found += [f"request to the outside: {url}" for url in self.outside]
        found += [f"exception box: {text}" for text in self.exceptions()]
        wider = self.overflow()
        return [*found, f"{wider} px wider than the window"] if wider > 0 else found

    def must_be_sound(self, expected: Iterable[str] = ()) -> None:
        """Fail the test with all `problems`, one a line."""
        found = self.problems(expected)
        if found:
            pytest.fail("\n".join([f"{self.page.url} has problems:", *found]), pytrace=False)

    def inaccessible(self, impacts: Iterable[str] = ("serious", "critical")) -> list[str]:
        """Violations that axe reports with one of the given impacts: rule, what it asks, and the elements."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(axe_script().read_text(encoding="utf-8"))
        wanted = set(impacts)
        violations = self.page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{item['impact']} {item['id']}: {item['help']}: "
            + "; ".join(f"{node['html'][:160]} ({node.get('failureSummary', '')[:200]})" for node in item["nodes"][:5])
            for item in violations
            if item["impact"] in wanted
        ]

    def picture(self, name: str) -> Path:
        """Save the window as .artifacts/NAME.png."""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / f"{re.sub(r'[^0-9A-Za-z]+', '-', name).strip('-')[:120]}.png"
        self.page.screenshot(path=str(path))
        return path


def new_visit(
    browser: Browser, base: str, *, width: int = 1366, height: int = 768, dark: bool = False, lang: str = "vi"
) -> Visit:
    """A visit in a new context (no cookies, nothing cached) that has not gone anywhere yet."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="en-US" if lang == "en" else "vi-VN",
    )
    made = Visit(context.new_page(), base)
    made.watch()
    return made
