"""The stores that are measured on: the shipped figures and a generated store; and what can be chosen in them."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.generated import CACHE, FULL, QUICK, generated
from benchmarks.text import say, sql
from egov_metrics import store
from egov_metrics.analysis import compare
from egov_metrics.paths import ROOT


@dataclass(frozen=True)
class Measured:
    """A workspace with one edition, called `name` in the tables. `limit_ms` is the target of a page's script in it."""

    name: str
    workspace: Path
    limit_ms: float

    @property
    def file(self) -> Path:
        """The file of the store in service."""
        return store.current(self.workspace).path

    @cached_property
    def choices(self) -> dict[str, Any]:
        """What readers can choose: lists of ids and codes by the columns of `sql/choices.sql`, and the provinces
        whose districts (`district_parents`) and communes (`commune_parents`) have the indicator named there."""
        with duckdb.connect(str(self.file), read_only=True) as con:
            cursor = con.execute(sql("choices"))
            names = [column[0] for column in cursor.description or []]
            found = {name: value or [] for name, value in zip(names, cursor.fetchone() or (), strict=True)}
            for level in ("district", "commune"):
                asked = {"indicator": found[f"of_{level}s"], "level": level}
                rows = con.execute(sql("parents_below"), asked).fetchall()
                found[f"{level}_parents"] = [row[0] for row in rows if row[0]]
            return found

    @cached_property
    def offered(self) -> list[str]:
        """The indicators of provinces in the order in which the compare page offers them."""
        edition = store.open_edition(store.current(self.workspace))
        used = edition.query("indicators_of_level", level="province")
        return list(compare.indicators_with_figures(edition.query("indicators"), used)["indicator_code"])

    @cached_property
    def csv(self) -> Path:
        """All figures of the store as the one file that the plain program reads (kept beside a generated store)."""
        path = self.workspace / f"figures-{self.file.stem}.csv"
        if not path.is_file():
            part = path.with_suffix(".part")
            with duckdb.connect(str(self.file), read_only=True, config={"memory_limit": "4GB"}) as con:
                con.sql(sql("plain_file")).write_csv(str(part))
            part.rename(path)
            say(f"  wrote {path.name}: {path.stat().st_size / 1e6:.1f} MB")
        return path


def shipped() -> Measured:
    """The shipped figures, built anew into a workspace of the benchmarks."""
    workspace = CACHE / "shipped"
    shutil.rmtree(workspace, ignore_errors=True)
    store.build(ROOT / "data", workspace)
    return Measured("shipped", workspace, 150)


def of_data() -> list[Measured]:
    """The store of the reviewed data that EGOV_DATA names, when it names any: `panel` in the tables."""
    folder = os.environ.get("EGOV_DATA")
    if not folder:
        return []
    workspace = CACHE / "panel"
    shutil.rmtree(workspace, ignore_errors=True)
    store.build(Path(folder), workspace)
    return [Measured("panel", workspace, 150)]


def large(quick: bool) -> Measured:
    """The generated store: ten million observations, or a hundred thousand for the quick run."""
    size = QUICK if quick else FULL
    return Measured(size.name, generated(size).workspace, 250)
