"""Servers and a browser for the tests that need both. A failed test leaves a picture and shows the server's log."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import ROOT, Server, start
from tests.browser.visiting import CHROMIUM_FLAGS, Visit, chromium_path, new_visit
from tests.conftest import once_per_run, run_command

HERE = Path(__file__).resolve().parent


class OpenPage(Protocol):
    """How `open_page` is called; `prepare` may change the browser's page before anything is loaded."""

    def __call__(
        self,
        path: str = "/",
        *,
        width: int = 1366,
        height: int = 768,
        dark: bool = False,
        lang: str | None = None,
        server: Server | None = None,
        prepare: Callable[[Page], None] | None = None,
    ) -> Visit: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def served(shipped_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on the shipped data."""
    server = start(shipped_workspace, tmp_path_factory.mktemp("served"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def served_empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on a store without figures: the shipped units and indicators, every observation taken away."""

    def build(folder: Path) -> None:
        data = folder / "data"
        shutil.copytree(ROOT / "data", data)
        for file in [*(data / "observations").glob("*.csv"), data / "findings.csv"]:
            header, *_ = file.read_text(encoding="utf-8").splitlines()
            file.write_text(header + "\n", encoding="utf-8")
        run_command("build", data=data, workspace=folder / "workspace")

    folder = once_per_run(tmp_path_factory, "empty", build)
    server = start(folder / "workspace", tmp_path_factory.mktemp("served_empty"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def served_unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard before anything was built: a workspace without an edition."""
    server = start(tmp_path_factory.mktemp("unbuilt"), tmp_path_factory.mktemp("served_unbuilt"))
    yield server
    server.stop()


# Of a module, not of the session: while it runs, Playwright's event loop forbids other tests to start one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file."""
    with sync_playwright() as playwright:
        try:
            path = chromium_path(playwright)
        except LookupError as error:
            pytest.fail(str(error), pytrace=False)
        with playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS) as started:
            yield started


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a page of a server (of the shipped data unless another is named) in a new browser context."""
    visits: list[Visit] = []
    servers: list[Server] = []

    def opened(
        path: str = "/",
        *,
        width: int = 1366,
        height: int = 768,
        dark: bool = False,
        lang: str | None = None,
        server: Server | None = None,
        prepare: Callable[[Page], None] | None = None,
    ) -> Visit:
        asked: Server = server or request.getfixturevalue("served")
        made = new_visit(browser, asked.url, width=width, height=height, dark=dark, lang=lang or "vi")
        # Kept before it goes anywhere: a page that never comes to rest leaves a picture too.
        servers.append(asked)
        visits.append(made)
        if prepare:
            prepare(made.page)
        made.go(path, lang)
        return made

    yield opened
    if request.node.stash.get(FAILED, False):
        for number, made in enumerate(visits, 1):
            print(f"picture: {made.picture(f'{request.node.name}-{number}')}")
        for asked in {id(asked): asked for asked in servers}.values():
            print(f"server log:\n{asked.said()}")
    for context in browser.contexts:
        context.close()
