"""How long the script of each page runs: first in a fresh process, then for filters nobody asked before, then again."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import cycle, islice
from typing import Any

from benchmarks.report import Result, Target, p50_p95
from benchmarks.running import DASHBOARD, Worker, working
from benchmarks.stores import Measured
from benchmarks.text import say

MOST_QUERIES = 12
COMPARE_KINDS = (
    "indicator", "own unit", "bars", "rank", "district", "indicator", "years", "table", "commune", "indicator",
    "bump", "present", "slope", "dumbbell", "dist", "grid", "scatter",
)  # fmt: skip
MAP_KINDS = ("indicator", "year", "unit", "present", "quartile", "indicator", "change")
SOURCES_KINDS = (
    "figure", "coverage", "source", "figure", "findings", "source", "figure", "list", "glossary", "figure",
)  # fmt: skip
Step = tuple[str, dict[str, str]]
"""What kind of change it is, and the address that it leads to."""


def overview_steps(choices: dict[str, Any], number: int) -> list[Step]:
    """Another unit in every step: mostly provinces, now and then a district, a commune or the country."""
    provinces, districts, communes = (cycle(choices[name]) for name in ("provinces", "districts", "communes"))
    steps: list[Step] = []
    for place in range(number):
        if place % 6 == 4 and choices["districts"]:
            steps.append(("a district", {"unit": next(districts)}))
        elif place % 12 == 11 and choices["communes"]:
            steps.append(("a commune", {"unit": next(communes)}))
        elif place == 2:
            steps.append(("the country", {"unit": "VN"}))
        else:
            steps.append(("a province", {"unit": next(provinces)}))
    return steps


def compare_steps(choices: dict[str, Any], number: int) -> list[Step]:
    """Another indicator, own unit, year, measure, view or place in every step."""
    codes, provinces = cycle(choices["indicators"]), cycle(choices["provinces"])
    parents = {level: choices[f"{level}_parents"] for level in ("district", "commune")}
    below = {level: cycle(found) for level, found in parents.items() if found}
    view = {"unit": next(provinces), "indicator": next(codes)}
    steps: list[Step] = []
    for place in range(number):
        kind = COMPARE_KINDS[place % len(COMPARE_KINDS)]
        if kind == "indicator":  # as published, until the 34 provinces are asked for again
            view = {"unit": view["unit"], "indicator": next(codes)}
            steps.append(("another indicator", view))
        elif kind == "own unit":
            view = {**view, "unit": next(provinces)}
            others = ",".join(islice(provinces, 3))
            steps.append(("another unit, 3 beside it", {**view, "units": others}))
        elif kind == "bars":
            steps.append(("bars of a year", {**view, "view": "bars", "year": str(2013 + place % 9)}))
        elif kind == "rank":
            steps.append(("ranks", {**view, "measure": "rank"}))
        elif kind == "years":
            steps.append(("other years", {**view, "from": str(2012 + place % 5), "to": "2024"}))
        elif kind == "table":
            steps.append(("table", {**view, "view": "table"}))
        elif kind == "present":
            view = {**view, "territory": "2025"}
            steps.append(("the 34 provinces", view))
        elif kind in ("bump", "slope", "dumbbell", "dist", "grid", "scatter"):
            steps.append((kind, {**view, "view": kind, "across": "yes"}))
        elif kind in below:
            asked = {"indicator": choices[f"of_{kind}s"], "level": kind, "parent": next(below[kind])}
            steps.append((f"{kind}s of a province", {**view, **asked}))
    return steps


def map_steps(choices: dict[str, Any], number: int) -> list[Step]:
    """Another indicator, year, own unit, territory or colour in every step."""
    codes, provinces = cycle(choices["indicators"]), cycle(choices["provinces"])
    view = {"indicator": next(codes)}
    steps: list[Step] = []
    for place in range(number):
        kind = MAP_KINDS[place % len(MAP_KINDS)]
        if kind == "indicator":
            view = {"indicator": next(codes)}
        elif kind == "year":
            view = {**view, "year": str(2012 + place % 12)}
        elif kind == "unit":
            view = {**view, "unit": next(provinces)}
        elif kind == "present":
            view = {**view, "territory": "2025"}
        else:
            view = {**view, "colour": kind}
        steps.append((kind, view))
    return steps


def readiness_steps(choices: dict[str, Any], number: int) -> list[Step]:
    """Another unit in every step: a province, in every third step a district with figures, once the country."""
    provinces, districts = cycle(choices["provinces"]), cycle(choices["districts"] or choices["provinces"])
    steps: list[Step] = [("the country", {"unit": "VN"})]
    while len(steps) < number:
        within = len(steps) % 3 == 2
        steps.append(("a district", {"unit": next(districts)}) if within else ("a province", {"unit": next(provinces)}))
    return steps


def sources_steps(choices: dict[str, Any], number: int) -> list[Step]:
    """A figure, a source, a section or another unit in every step."""
    figures, sources, provinces = (cycle(choices[name]) for name in ("figures", "sources", "provinces"))
    steps: list[Step] = []
    for place in range(number):
        kind = SOURCES_KINDS[place % len(SOURCES_KINDS)]
        if kind == "figure":
            steps.append(("a figure", {"figure": next(figures)}))
        elif kind == "source":
            steps.append(("a source", {"source": next(sources)}))
        elif kind == "list":
            steps.append(("list of sources", {"section": "sources", "unit": next(provinces)}))
        else:
            steps.append((f"{kind}", {"section": kind, "unit": next(provinces)}))
    return steps


PAGES = {
    "overview": overview_steps,
    "compare": compare_steps,
    "map": map_steps,
    "profile": overview_steps,
    "readiness": readiness_steps,
    "sources": sources_steps,
}


def measure(stores: list[Measured], number: int) -> Result:
    """The script of every page in every store: `number` changes nobody asked before, then the same ones again."""
    result = Result("scripts", "Script of a page (whole script; a change inside a fragment runs less)", [])
    for measured in stores:
        for page, steps_of in PAGES.items():
            say(f"script of {page}, {measured.name} ...")
            steps = steps_of(measured.choices, number)
            # A process for each page, so that its memory and its first run are its own.
            with working(DASHBOARD, page, EGOV_WORKSPACE=str(measured.workspace)) as worker:
                result.rows.append(_of_page(result, measured, page, steps, worker))
    result.notes = [
        "first: the first run of a fresh process (imports, opening the store). p50, p95, max: filters nobody asked",
        "for before; cpu p95: processor time of all threads, which other work on the machine hardly changes;",
        "again: the same from the caches. queries: of one run, at most; asked: cached ones too.",
    ]
    return result


def _of_page(result: Result, measured: Measured, page: str, steps: list[Step], worker: Worker) -> dict[str, Any]:
    new = [worker.step(params={"lang": "vi", **params}) for _, params in steps]
    again = [worker.step(params={"lang": "vi", **params}) for _, params in steps]
    seconds = [run["seconds"] for run in new]
    kinds: defaultdict[str, list[float]] = defaultdict(list)
    slowest: Counter[str] = Counter()
    for (kind, _), run in zip(steps, new, strict=True):
        kinds[kind].append(run["seconds"])
        for name, took in run["queries"]:
            slowest[name] = max(slowest[name], took)
    result.raw[f"{measured.name}/{page}"] = {
        "new_ms": [round(1000 * run["seconds"], 1) for run in new],
        "new_cpu_ms": [round(1000 * run["cpu"], 1) for run in new],
        "again_ms": [round(1000 * run["seconds"], 1) for run in again],
        "by_kind": {kind: p50_p95(taken) | {"runs": len(taken)} for kind, taken in kinds.items()},
        "slowest_queries_ms": {name: round(1000 * took, 1) for name, took in slowest.most_common()},
        "kinds": [kind for kind, _ in steps],
    }
    worst = max(kinds, key=lambda kind: p50_p95(kinds[kind])["p50 ms"])
    figures = p50_p95(seconds)
    most = max(len(run["queries"]) for run in new)
    asked = max(run["asked"] for run in new)
    where = f"{page}, {measured.name}"
    result.targets.append(Target(f"{where}: p95 ms of a new filter", figures["p95 ms"], measured.limit_ms))
    result.targets.append(Target(f"{where}: questions a run, cached ones too", asked, MOST_QUERIES))
    return {
        "page": page,
        "store": measured.name,
        "runs": len(new),
        "first ms": 1000 * worker.first["seconds"],
        **figures,
        "cpu p95": p50_p95([run["cpu"] for run in new])["p95 ms"],
        "again p50": p50_p95([run["seconds"] for run in again])["p50 ms"],
        "queries": most,
        "asked": asked,
        "peak MB": new[-1]["peak_mb"],
        "slowest kind": f"{worst} {p50_p95(kinds[worst])['p50 ms']:.0f} ms",
    }
