"""`python -m benchmarks [NAME ...] [--quick]`: measure, say what was seen beside what was aimed at, keep it as JSON.

The exit status is 0 whether targets are met or not: a busy machine must not look like a defect.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from benchmarks import browser, changes, collecting, queries, scripts, stores
from benchmarks.report import Result
from benchmarks.text import say

NAMES = {
    "queries": "every question to the store, on the shipped and on ten million generated observations",
    "scripts": "the script of every page on each store (also of EGOV_DATA): p50, p95, queries, memory",
    "changes": "a filter change on the server: ours against the plain program, on both stores",
    "browser": "first chart and filter change in Chromium: static page, bare page, ours, plain program, Dash",
    "collect": "F1 of proposals on the sample documents, seconds for a thousand pages and a million imported rows",
}


def main() -> int:
    """Measure what is asked for (everything when nothing is named)."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="\n".join(["Measurements:", *(f"  {name:8} {what}" for name, what in NAMES.items())]),
        epilog="example: python -m benchmarks scripts changes --quick",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure (default: all)")
    parser.add_argument("--quick", action="store_true", help="only see that all works, in a minute or two")
    parser.add_argument("--small", action="store_true", help="without the generated store, which takes long to make")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in NAMES]
    if unknown:
        parser.error(f"no measurement named {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    quick = given.quick
    shipped = stores.shipped()
    asks_large = not given.small and not (given.names and set(given.names) <= {"browser", "collect"})
    both = [shipped, *([stores.large(quick)] if asks_large else [])]
    all_of_them = [shipped, *stores.of_data(), *both[1:]]
    measurements: dict[str, Callable[[], Result]] = {
        "queries": lambda: queries.measure(both, 3 if quick else 15),
        "scripts": lambda: scripts.measure(all_of_them, 10 if quick else 60),
        "changes": lambda: changes.measure(both, 6 if quick else 30, 6 if quick else 15),
        "browser": lambda: browser.measure(shipped, 1 if quick else 9, warm_up=not quick),
        "collect": lambda: collecting.measure(100 if quick else 1000, 50_000 if quick else 1_000_000),
    }
    for name, measure in measurements.items():
        if not given.names or name in given.names:
            began = time.perf_counter()
            result = measure()
            print(result.text(), flush=True)
            say(f"{result.keep(quick)} ({time.perf_counter() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
