"""Fits the weights of `data/lexicon/confidence.csv` to the samples that rules are written from; says what they give.

`python -m benchmarks.confidence` prints the precision of confident proposals on every set and what it would write;
`--write` writes it. The sets to measure with are only looked at, never fitted to.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from egov_metrics.collect.extract import Extractor
from egov_metrics.collect.extract.confidence import confidence
from egov_metrics.collect.reading import read_file
from egov_metrics.paths import ROOT

SAMPLES = ROOT / "tests" / "samples"
FITTED, MEASURED = ("build2",), ("build", "build3", "measure2", "measure3")
FIRST = Path(__file__).with_name("confidence_first.csv")
"""What was proposed of the third set before any rule was written from it: signs, and whether it was right. It counts
twice, since on the other sets the rules know their errors already."""
SHRINKS = 4.0
"""How strongly weights are drawn to 0: rare signs say little."""
DOUBTS = {"part_score": -2.0}
"""Set by hand: tables seldom say whether scores of readiness and result are as reached or converted."""
MARKED = 0.56
"""The share of the proposals of `FIRST` that are marked confident (0.9): the surest ones, and no more."""


def shown(extractor: Extractor, name: str) -> list[tuple[tuple[str, ...], bool]]:
    """The signs of every proposal of a set, and whether its value and indicator are right."""
    folder = SAMPLES / name
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        wanted: dict[str, Counter[tuple[float, str]]] = defaultdict(Counter)
        for row in csv.DictReader(file):
            wanted[row["doc"]][round(float(row["value"]), 6), row["indicator"]] += 1
    found = []
    for path in sorted(folder.glob("[0-9]*.*")):
        left = wanted[path.name]
        for one in sorted(extractor.extract_reading(read_file(path)), key=lambda one: -one.confidence):
            key = (round(one.value, 6), one.indicator)
            found.append((one.signs, left[key] > 0))
            left[key] -= left[key] > 0
    return found


def fit(cases: list[tuple[tuple[str, ...], bool]]) -> dict[str, float]:
    """The weights of a logistic regression, drawn to 0 (not the base), by Newton's method."""
    names = sorted({sign for signs, _ in cases for sign in signs})
    place = {name: at for at, name in enumerate(names, 1)}
    x = np.zeros((len(cases), len(names) + 1))
    x[:, 0] = 1
    for row, (signs, _) in enumerate(cases):
        x[row, [place[sign] for sign in signs]] = 1
    y = np.array([float(is_right) for _, is_right in cases])
    pull = np.full(len(names) + 1, SHRINKS)
    pull[0] = 1e-6
    weights = np.zeros(len(names) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - pull * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return {"base": float(weights[0])} | {name: float(weights[at]) for name, at in place.items()}


def first_cases() -> list[tuple[tuple[str, ...], bool]]:
    """The cases of `FIRST`."""
    with FIRST.open(encoding="utf-8", newline="") as file:
        return [(tuple(row["signs"].split()), row["is_right"] == "1") for row in csv.DictReader(file)]


def shifted(weights: dict[str, float], cases: list[tuple[tuple[str, ...], bool]]) -> dict[str, float]:
    """The weights with such a base that `MARKED` of the cases have a confidence of 0.9 or more."""
    odds = sorted((weights["base"] + sum(weights.get(one, 0.0) for one in signs) for signs, _ in cases), reverse=True)
    return weights | DOUBTS | {"base": weights["base"] - odds[int(len(odds) * MARKED)] + math.log(9) + 0.02}


def said(name: str, cases: list[tuple[tuple[str, ...], bool]], weights: dict[str, float], sure: float = 0.9) -> str:
    """Precision of the proposals of a set with at least this confidence, and their share."""
    held = [is_right for signs, is_right in cases if confidence(signs, weights) >= sure]
    return f"{name}: {sum(held) / max(len(held), 1):.3f} of {len(held) / len(cases):.0%} ({len(cases)} proposals)"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confidence", description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write data/lexicon/confidence.csv")
    asked = parser.parse_args()
    extractor = Extractor(ROOT / "data")
    cases = {name: shown(extractor, name) for name in (*FITTED, *MEASURED)}
    first = first_cases()
    weights = shifted(fit([*first, *first, *(case for name in FITTED for case in cases[name])]), first)
    print(said("first", first, weights))
    for name, of_set in cases.items():
        print(said(name, of_set, weights))
    lines = ["sign,weight", *(f"{sign},{weight:.2f}" for sign, weight in weights.items())]
    if asked.write:
        Path(ROOT / "data/lexicon/confidence.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
