"""Collecting: how well figures are proposed from the samples; the time of a thousand pages and of a million rows."""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks.report import Result, Target
from benchmarks.text import say
from egov_metrics.collect.extract import Extractor
from egov_metrics.paths import ROOT
from tests.sample_scores import gold, proposals, scores

SAMPLES = ROOT / "tests" / "samples"
WRITTEN_FROM, MEASURED = ("build", "build2", "build3"), ("measure2", "measure3")
"""The sets that rules are written from, and those that they have not seen."""
PAGE = 2000
"""Characters of a page."""
IN_A_FILE = 5
"""Pages of each document."""


def measure(pages: int, rows: int) -> Result:
    """F1 and trust on every set of samples; seconds for so many pages (`extract`) and rows (`import`)."""
    result = Result("collect", "Collecting: proposals from the sample documents, speed of extract and import", [])
    extractor = Extractor(ROOT / "data")
    unseen_gold, unseen = [], []
    for name in (*WRITTEN_FROM, *MEASURED):
        say(f"samples of {name} ...")
        wanted, given = gold(SAMPLES / name), proposals(extractor, SAMPLES / name)
        result.rows.append({"set": name, "figures": len(wanted), **scores(wanted, given)._asdict()})
        if name in MEASURED:
            unseen_gold += wanted
            unseen += given
    seen = scores(unseen_gold, unseen)
    result.rows.append({"set": "unseen, all", "figures": len(unseen_gold), **seen._asdict()})
    result.targets += [
        Target("unseen documents, F1 by indicator", seen.indicator, 0.75, at_most=False),
        Target("unseen documents, F1 in full", seen.full, 0.60, at_most=False),
        Target("unseen documents, precision of the confident", seen.sure, 0.97, at_most=False),
        Target("unseen documents, share of the confident", seen.share, 0.60, at_most=False),
    ]
    with tempfile.TemporaryDirectory() as folder:
        say(f"{pages} pages ...")
        seconds = _extracted(Path(folder), pages)
        result.targets.append(Target("seconds for a thousand pages", seconds * 1000 / pages, 30))
        say(f"{rows} rows ...")
        seconds = _imported(Path(folder), rows)
        result.targets.append(Target("seconds for a million rows", seconds * 1_000_000 / rows, 60))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    result.notes.append(f"{pages} pages of {PAGE} characters, {rows} rows; peak memory of one process {peak:.0f} MB")
    return result


def _extracted(folder: Path, pages: int) -> float:
    """Seconds of `extract` on documents that are made of the samples in turns."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*/[0-9]*.txt"))]
    words = cycle(texts)
    files = []
    for number in range(pages // IN_A_FILE):
        text = ""
        while len(text) < PAGE * IN_A_FILE:
            text += next(words) + "\n\n"
        path = folder / f"{number}.txt"
        path.write_text(text[: PAGE * IN_A_FILE], encoding="utf-8")
        files.append(str(path))
    return _taken("extract", *files)


def _imported(folder: Path, rows: int) -> float:
    """Seconds of `import` of a table of made-up percentages of communes."""
    with (ROOT / "data/units/communes_old.csv").open(encoding="utf-8", newline="") as file:
        units = [row["unit_id"] for row in csv.DictReader(file)]
    with (ROOT / "data/indicators.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["indicator_code"] for row in csv.DictReader(file) if row["unit"] == "percent"]
    table = folder / "rows.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unit_id", "indicator_code", "year", "value"])
        keys = ((unit, code, year) for year in range(2015, 2025) for code in codes for unit in units)
        writer.writerows((*key, at % 1000 / 10) for at, key in enumerate(islice(keys, rows)))
    return _taken("import", str(table), "--workspace", str(folder / "workspace"), "--by", "benchmark")


def _taken(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "egov_metrics", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began
