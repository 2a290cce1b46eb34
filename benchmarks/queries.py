"""Every named question to the store, with what readers could ask, in every store: which of them grow with its size?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.report import Result
from benchmarks.stores import Measured
from benchmarks.text import say
from egov_metrics import store
from egov_metrics.store.filling import STORE

OPEN = {"unit_id": None, "indicator": None, "kind": None, "source_id": None, "figure_id": None}


def asked(choices: dict[str, Any], times: int) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Query, what is varied, and its parameters, `times` different ones where it has any."""
    indicators, provinces = choices["indicators"][:times], choices["provinces"][:times]
    figures, sources, below = choices["figures"][:times], choices["sources"][:times], choices["communes"][:times]
    of_level = {"year_from": 1990, "year_to": 2100, "parent": None, "region": None}
    for name in (
        "coverage", "families", "indicator_aliases", "indicators", "known_gaps", "methods", "province_succession",
        "sources", "unit_aliases", "units",
    ):  # fmt: skip
        yield name, "", [{}] * 3
    yield "figures_of_unit", "a province", [{"unit_id": one} for one in provinces]
    yield "figures_of_unit", "a commune", [{"unit_id": one} for one in below]
    yield "lineage", "a province", [{"unit_id": one} for one in provinces]
    yield "units_by_id", "3 provinces", [{"unit_ids": provinces[at : at + 3]} for at in range(times)]
    of_provinces = {"level": "province", **of_level}
    yield "figures_of_indicator", "provinces", [{"indicator": one, **of_provinces} for one in indicators]
    for level in ("district", "commune"):
        given = {"indicator": choices[f"of_{level}s"] or "", "level": level, **of_level}
        parents = choices[f"{level}_parents"][:times]
        yield "figures_of_indicator", f"{level}s of a province", [{**given, "parent": one} for one in parents]
        yield "parents_of_indicator", f"{level}s", [{"indicator": given["indicator"], "level": level}] * 3
    yield "indicators_of_level", "provinces", [{"level": "province"}] * 3
    ranked = {"level": "province", "year": 2020, "parent": None}
    yield "ranks", "a year of provinces", [{"indicator": one, **ranked} for one in indicators]
    yield "known_gaps_of_indicator", "an indicator", [{"indicator": one} for one in indicators]
    yield "wide_figures", "an indicator", [{"indicator": one} for one in indicators]
    yield "country_figures", "3 indicators", [{"indicators": indicators[at : at + 3]} for at in range(times)]
    yield "headline_figures", "3 indicators", [{"indicators": indicators[at : at + 3]} for at in range(times)]
    years = {"year_from": None, "year_to": None}
    yield "series", "a province", [{"indicator": indicators[0], "unit_ids": [one], **years} for one in provinces]
    yield "figure", "a figure", [{"figure_id": one} for one in figures]
    yield "statements_of_figure", "a figure", [{"figure_id": one} for one in figures]
    for name in ("versions_of_figures", "findings_of_figures"):
        yield name, "3 figures", [{"figure_ids": figures[at : at + 3]} for at in range(times)]
    yield "findings", "all", [OPEN] * 3
    yield "findings", "of a unit", [{**OPEN, "unit_id": one} for one in provinces]
    yield "findings", "of a figure", [{**OPEN, "figure_id": one} for one in figures]
    yield "findings", "of a source", [{**OPEN, "source_id": one} for one in sources]
    yield "source_gave", "a source", [{"source_id": one, "most": 50, "skip": 0} for one in sources]


def measure(stores: list[Measured], times: int) -> Result:
    """Median and slowest of each question in every store, and how many rows it answers with."""
    result = Result("queries", "Questions to the store", [])
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    known = {entry.name.removesuffix(".sql") for entry in STORE.joinpath("queries").iterdir()}
    for measured in stores:
        say(f"questions, {measured.name} ...")
        # What can be asked is looked up first: DuckDB opens a file only once in a process, with one set of settings.
        questions = list(asked(measured.choices, times))
        edition = store.open_edition(store.current(measured.workspace))
        for name, what, parameters in questions:
            if not parameters or name not in known:
                continue
            row = seen.setdefault((name, what), {"query": name, "of": what})
            edition.query(name, **parameters[0])
            taken, rows = [], []
            for given in parameters:
                began = time.perf_counter()
                rows.append(len(edition.query(name, **given)))
                taken.append(1000 * (time.perf_counter() - began))
            row |= {f"{measured.name} p50": median(taken), f"max {measured.name}": max(taken)}
            row |= {f"rows {measured.name}": max(rows)}
    last = f"{stores[-1].name} p50"
    result.rows = sorted(seen.values(), key=lambda row: -row.get(last, 0.0))
    names = list(dict.fromkeys(name for row in result.rows for name in row))
    result.rows = [{name: row.get(name) for name in names} for row in result.rows]
    unasked = sorted(known - {name for name, _ in seen})
    if unasked:
        result.notes.append(f"not asked, unknown to this benchmark: {', '.join(unasked)}")
    result.notes.append("Milliseconds, without any cache but the operating system's; the first answer does not count.")
    return result
