"""A change of a filter on the server: the compare page against the plain program, in turns, in one run."""

from __future__ import annotations

from statistics import median
from typing import Any

from benchmarks.report import Result, Target
from benchmarks.running import DASHBOARD, PLAIN, Worker, working
from benchmarks.stores import Measured
from benchmarks.text import say

LEAST = {"shipped": 2.0}
LEAST_OTHERWISE = 20.0
KINDS = ("indicator", "first year", "own unit")
Step = tuple[str, dict[str, Any], dict[str, Any]]
"""Kind of change; the step of the compare page; the step of the plain program."""


def steps(measured: Measured, number: int) -> list[Step]:
    """The indicator, the first year and the own unit in turn; every step differs from all before.

    The fullest indicators come first. Where the page has a widget for it, only the fragment runs in which it stands,
    as in use; the own unit comes by the address, with the whole script.
    """
    indicators, provinces = measured.choices["indicators"], measured.choices["provinces"]
    found: list[Step] = []
    code = indicators[0]
    for place in range(number):
        kind, turn = KINDS[place % 3], place // 3 + 1
        if kind == "indicator":
            code = indicators[turn % len(indicators)]
            picked = {"filter-indicator": measured.offered.index(code)}
            found.append((kind, {"pick": picked, "fragment": True}, {"pick": {"indicator": code}}))
        elif kind == "first year":
            # Not by the slider: indicators differ in their years, and a slider takes only what it offers.
            params = {"lang": "vi", "indicator": code, "unit": provinces[(7 * turn - 7) % len(provinces)]}
            found.append((kind, {"params": {**params, "from": str(2012 + turn % 8)}}, {"pick": {"year": turn}}))
        else:
            params = {"lang": "vi", "indicator": code, "unit": provinces[7 * turn % len(provinces)]}
            found.append((kind, {"params": params}, {"pick": {"unit": 7 * turn}}))
    return found


def measure(stores: list[Measured], number: int, number_large: int) -> Result:
    """Medians and their ratio, for each kind of change and for all."""
    result = Result("changes", "Change of a filter on the server: compare page against the plain program", [])
    for measured in stores:
        wanted = number if measured.name == "shipped" else number_large
        say(f"filter changes, {measured.name}: {wanted} in turns ...")
        taken = _in_turns(measured, steps(measured, wanted))
        result.raw[measured.name] = taken
        for kind in (*KINDS, "all"):
            rows = [row for row in taken if kind in (row["kind"], "all")]
            if not rows:
                continue
            ours, plain = (1000 * median(row[who] for row in rows) for who in ("ours", "plain"))
            result.rows.append(
                {"store": measured.name, "change": kind, "changes": len(rows), "ours ms": ours, "plain ms": plain,
                 "times faster": plain / ours}
            )  # fmt: skip
        least = LEAST.get(measured.name, LEAST_OTHERWISE)
        faster = result.rows[-1]["times faster"]
        result.targets.append(Target(f"{measured.name}: times faster than the plain program", faster, least, False))
    result.notes = [
        "Medians. The plain program reads its CSV in every run. Indicator: new to our caches, so the store answers;",
        "only our fragment runs, as in use. First year, own unit: our whole script, with the figures at hand.",
    ]
    return result


def _in_turns(measured: Measured, wanted: list[Step]) -> list[dict[str, Any]]:
    taken = []
    with (
        working(DASHBOARD, EGOV_WORKSPACE=str(measured.workspace)) as ours,
        working(PLAIN, BENCHMARK_CSV=str(measured.csv)) as plain,
    ):
        provinces, indicators = measured.choices["provinces"], measured.choices["indicators"]
        ours.step(page="compare", params={"lang": "vi", "unit": provinces[0], "indicator": indicators[0]})
        plain.step(pick={"indicator": indicators[0]})
        for place, (kind, our_step, plain_step) in enumerate(wanted):
            row: dict[str, Any] = {"kind": kind}
            both = {"ours": (ours, our_step), "plain": (plain, plain_step)}
            for who in ("ours", "plain") if place % 2 else ("plain", "ours"):
                row[who] = _drawn(*both[who])
            taken.append(row)
    return taken


def _drawn(worker: Worker, step: dict[str, Any]) -> float:
    """Seconds of the run; a run without a chart would not be the same work."""
    said = worker.step(**step)
    if said["charts"] != 1:
        raise ValueError(f"{said['charts']} charts instead of one at {step}")
    return said["seconds"]
