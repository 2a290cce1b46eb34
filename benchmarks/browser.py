"""In a browser: when the first chart is there, and how long a change of the indicator takes until it is redrawn."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import static_page
from benchmarks.report import Result, Target
from benchmarks.running import DASHBOARD, HERE, PLAIN, serving, streamlit, working
from benchmarks.stores import Measured
from benchmarks.text import say
from tests.browser.visiting import CHROMIUM_FLAGS, chromium_path

OWN = "P63-14"
PATIENCE_MS = 120_000
SETTLE_MS = 1500
DASH_CHOOSER = "#indicator"
# The text of the option that a combobox points at while its list is open.
POINTED_AT = "box => document.getElementById(box.getAttribute('aria-activedescendant') || 'none')?.innerText ?? ''"
WATCH = (HERE / "watch.js").read_text(encoding="utf-8")
LIMIT, BARE, BARE_CHOICE, OURS, PLAINLY, DASH, DASH_SAME = (
    "static plotly page", "bare Streamlit page", "bare, select box", "ours: compare", "plain program", "Dash, px.line",
    "Dash, our figures",
)  # fmt: skip


@dataclass
class Program:
    """A served program and what was seen of it, in milliseconds.

    `chooser` is where its indicator is chosen, `options` the labels there by indicator, in their order; a program
    without them cannot change.
    """

    name: str
    address: str
    chooser: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)


def measure(measured: Measured, rounds: int, warm_up: bool) -> Result:
    """Medians over interleaved rounds. Every change goes to an indicator that nobody chose before on that server.

    `warm_up` adds a round before that does not count, so that no server is met in its first seconds.
    """
    codes = measured.choices["indicators"][: rounds + 2]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        say(f"browser, {measured.name}: drawing the figures ...")
        labels = _draw(measured, codes, Path(folder))
        programs = stack.enter_context(_served(measured, codes, labels, Path(folder)))
        playwright = stack.enter_context(sync_playwright())
        path = chromium_path(playwright)
        chromium = stack.enter_context(playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS))
        for number in range(-1 if warm_up else 0, rounds):
            say(f"browser, {measured.name}: round {number + 1} of {rounds} ...")
            # Another one begins in every round, so that none is always measured after the same other one.
            for place in range(len(programs)):
                program = programs[(place + number) % len(programs)]
                _visit(chromium, program, codes[0], codes[number + 2], keep=number >= 0)
        return _result(measured, programs, rounds)


def _draw(measured: Measured, codes: list[str], folder: Path) -> dict[str, str]:
    """Write the figures of our compare page, one file an indicator: what the other programs show as the same chart.

    Returns how our page calls each indicator that it offers, in its order.
    """
    options: list[str] = []
    with working(DASHBOARD, EGOV_WORKSPACE=str(measured.workspace)) as worker:
        worker.step(page="compare", params={"lang": "vi", "unit": OWN})
        for code in codes:
            said = worker.step(params={"lang": "vi", "unit": OWN, "indicator": code}, figure=True)
            (folder / f"{code}.json").write_text(said["figure"], encoding="utf-8")
            options = said["options"]["filter-indicator"]
    static_page.write(folder, folder / f"{codes[0]}.json")
    return dict(zip(measured.offered, options, strict=True))


@contextmanager
def _served(measured: Measured, codes: list[str], labels: dict[str, str], folder: Path) -> Iterator[list[Program]]:
    """All programs, each served by a process of its own; without those of Dash when it is not installed."""
    given = {
        "BENCHMARK_CSV": str(measured.csv),
        "BENCHMARK_FIGURES": str(folder),
        "BENCHMARK_START": codes[0],
    }
    static = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), "{port}"]
    dash = [sys.executable, str(HERE / "dashed" / "app.py"), "{port}"]
    view = urlencode({"lang": "vi", "unit": OWN, "indicator": codes[0]})
    bare = streamlit(HERE / "bare" / "app.py")
    plain = {code: code for code in sorted(measured.choices["indicators"])}
    drawn = {code: code for code in sorted(codes)}
    with ExitStack() as stack:

        def start(command: list[str], **environment: str) -> str:
            return stack.enter_context(serving(command, **environment))

        programs = [
            Program(LIMIT, start(static)),
            Program(BARE, start(bare, **given)),
            Program(BARE_CHOICE, start(bare, BENCHMARK_CHOICE="yes", **given), ".st-key-indicator input", drawn),
            Program(
                OURS,
                start(streamlit(DASHBOARD), EGOV_WORKSPACE=str(measured.workspace)) + f"/compare?{view}",
                ".st-key-filter-indicator input",
                labels,
            ),
            Program(PLAINLY, start(streamlit(PLAIN), **given), ".st-key-indicator input", plain),
        ]
        if find_spec("dash"):
            same = start(dash, BENCHMARK_FINISHED="yes", **given)
            programs += [Program(DASH, start(dash, **given), DASH_CHOOSER, plain)]
            programs += [Program(DASH_SAME, same, DASH_CHOOSER, plain)]
        else:
            say("  Dash is not installed and is left out: pip install -r benchmarks/requirements.txt")
        yield programs


def _visit(chromium: Browser, program: Program, start: str, other: str, keep: bool) -> None:
    """One round of a program: a new browser (nothing cached), the same page again, then a change of the indicator."""
    context = chromium.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(WATCH)
    try:
        page = context.new_page()
        cold = _first_chart(page, program)
        page.close()
        page = context.new_page()
        warm = _first_chart(page, program)
        change = _change(page, program, start, other) if program.chooser else None
    finally:
        context.close()
    if keep:
        program.cold.append(cold)
        program.warm.append(warm)
        program.change += [] if change is None else [change]


def _first_chart(page: Page, program: Program) -> float:
    """Milliseconds from the start of the navigation until lines of a chart are drawn."""
    page.goto(program.address, wait_until="commit")
    page.wait_for_function("() => window.bench.first !== null")
    return float(page.evaluate("() => window.bench.first"))


def _change(page: Page, program: Program, start: str, other: str) -> float:
    """Milliseconds from the choice of another indicator until its chart is drawn."""
    page.wait_for_timeout(SETTLE_MS)  # until nothing of the first load is under way any more
    if program.chooser == DASH_CHOOSER:
        page.locator(program.chooser).click()
        option = page.locator(f'[role=option]:has(input[value="{other}"])')
        option.scroll_into_view_if_needed()
        page.evaluate("() => window.bench.arm()")
        option.click()
    else:
        box = page.locator(str(program.chooser))
        box.click()
        codes = list(program.options)
        way = codes.index(other) - codes.index(start)
        for _ in range(abs(way)):
            box.press("ArrowDown" if way > 0 else "ArrowUp")
        pointed = box.evaluate(POINTED_AT)
        if pointed != program.options[other]:
            raise ValueError(f"{program.name}: the list points at {pointed!r} instead of {program.options[other]!r}")
        page.evaluate("() => window.bench.arm()")
        box.press("Enter")
    page.wait_for_function("() => window.bench.redrawn !== null")
    return float(page.evaluate("() => window.bench.redrawn - window.bench.chosen"))


def _result(measured: Measured, programs: list[Program], rounds: int) -> Result:
    by_name = {program.name: program for program in programs}
    limit, bare = by_name[LIMIT], by_name[BARE]
    result = Result(f"browser-{measured.name}", f"In the browser, {measured.name}: medians of {rounds} rounds", [])
    for program in programs:
        changed = median(program.change) if program.change else None
        result.rows.append(
            {
                "program": program.name,
                "cold ms": median(program.cold),
                "x limit": median(program.cold) / median(limit.cold),
                "x bare": median(program.cold) / median(bare.cold),
                "best": min(program.cold),
                "warm ms": median(program.warm),
                "x limit, warm": median(program.warm) / median(limit.warm),
                "x bare, warm": median(program.warm) / median(bare.warm),
                "best warm": min(program.warm),
                "change ms": changed,
                "best change": min(program.change) if program.change else None,
            }
        )
    result.raw = {p.name: {"cold": p.cold, "warm": p.warm, "change": p.change} for p in programs}
    ours = by_name[OURS]
    changed = median(ours.change)
    for kind, here, there in (("cold", ours.cold, bare.cold), ("warm", ours.warm, bare.warm)):
        seen = median(here) / median(there)
        result.targets.append(Target(f"first chart, {kind} cache: times a bare Streamlit page", seen, 1.3))
    for other in (name for name in (DASH, DASH_SAME) if name in by_name):
        seen = changed / median(by_name[other].change)
        result.targets.append(Target(f"filter change: times that of {other}", seen, 1.0))
    result.notes = [
        "cold: a new browser with nothing cached; warm: its second visit. The limit is a static page with plotly's",
        "script and our figure. Change: from the choice of another indicator to its chart.",
    ]
    return result
