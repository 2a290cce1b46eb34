"""A store of made-up numbers, as large as asked, that the dashboard opens like any other edition.

Units, indicators and methods are the shipped ones; every value is made up (see `sql/statements.sql`) and its source
says so. The tables are filled by the same steps as in a build. Only the content hash is not one of the rows, which
would take minutes: it is the hash of all that decides them.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import duckdb

from benchmarks.text import count, say, sql
from egov_metrics.paths import ROOT
from egov_metrics.store import filling
from egov_metrics.store.building import SMALL_BLOCKS
from egov_metrics.store.editions import EditionRef, point_to, write_manifest
from egov_metrics.store.files import file_hash, replace_file
from egov_metrics.store.loading import load

CACHE = ROOT / ".cache" / "benchmarks"
RECIPE = ("catalogue", "statements", "findings")
STEPS = ("steps/observation.sql", "steps/figure.sql", "steps/summaries.sql")


@dataclass(frozen=True)
class Size:
    """How much is made: so many generated indicators for every district and for `per_thousand` of 1,000 communes;
    for provinces all indicators of the catalogue too, or the headline ones."""

    name: str
    indicators: int
    per_thousand: int
    all_indicators: bool


FULL = Size("10m", 70, 1000, True)
QUICK = Size("100k", 7, 20, False)


@dataclass(frozen=True)
class Made:
    """A generated workspace. `seconds` is how long each step took when it was made, `bytes` the size of the store."""

    workspace: Path
    rows: dict[str, int]
    seconds: dict[str, float]
    bytes: int

    @property
    def observations(self) -> int:
        """How many statements the store holds."""
        return self.rows["observation"]

    @property
    def store(self) -> Path:
        """The file of the store."""
        return next(self.workspace.glob("egov-*.duckdb"))


def generated(size: Size) -> Made:
    """The workspace with a store of that size; made when the cache has none, or one by another recipe or schema.

    A change of the shipped catalogue or of the build's steps alone makes no new store, since making it takes long:
    remove its folder to have it made from the present ones.
    """
    recipe = [*(sql(name) for name in RECIPE), filling.sql("schema.sql")]
    content = sha256("\n".join([duckdb.__version__, repr(size), *recipe]).encode()).hexdigest()
    workspace = CACHE / f"{size.name}-{content[:12]}"
    kept = workspace / "made.json"
    if not kept.is_file():
        for old in CACHE.glob(f"{size.name}-*"):
            shutil.rmtree(old)
        workspace.mkdir(parents=True)
        made = _make(size, workspace, content)
        kept.write_text(json.dumps({**asdict(made), "workspace": None}), encoding="utf-8")
    return Made(**{**json.loads(kept.read_text(encoding="utf-8")), "workspace": workspace})


def _make(size: Size, workspace: Path, content: str) -> Made:
    say(f"making the store {size.name} of generated numbers ...")
    seconds: dict[str, float] = {}
    temporary = workspace / "making.duckdb"
    settings = {**SMALL_BLOCKS, "temp_directory": str(workspace / "spill"), "memory_limit": "10GB"}
    with duckdb.connect(str(temporary), config=settings) as con:
        inputs = load(ROOT / "data")
        inputs["observation"] = inputs["observation"].iloc[:0]
        con.execute("set enable_progress_bar = false")
        _timed(seconds, "shipped units and catalogue", partial(filling.fill, con, inputs))
        con.execute("drop index figure_by_unit")  # made anew by the last step, over all figures
        given: dict[str, dict[str, object]] = {
            "catalogue": {"indicators": size.indicators},
            "statements": {"per_thousand": size.per_thousand, "all_indicators": size.all_indicators},
        }
        for name in ("catalogue", "statements"):
            _timed(seconds, name, partial(_run, con, sql(name), given[name]))
        for step in STEPS:
            _timed(seconds, step, partial(con.execute, filling.sql(step)))
        for name in ("findings", "clear"):
            _timed(seconds, name, partial(con.execute, sql(name)))
        rows = filling.row_counts(con)
        _timed(seconds, "checkpoint", partial(con.execute, "checkpoint"))
    shutil.rmtree(workspace / "spill", ignore_errors=True)
    ref = EditionRef(
        number=1,
        content_hash=content,
        file=f"egov-{content[:12]}.duckdb",
        file_sha256=file_hash(temporary),
        file_bytes=temporary.stat().st_size,
        schema_version=filling.SCHEMA_VERSION,
        built_at=datetime.now(UTC).replace(microsecond=0),
        note="made-up numbers for benchmarks",
        rows=rows,
        folder=workspace,
    )
    replace_file(temporary, ref.path)
    ref.path.chmod(0o444)
    write_manifest(ref)
    point_to(ref)
    say(f"  {count(rows['observation'])} observations, {ref.file_bytes / 1e6:.0f} MB, {sum(seconds.values()):.0f} s")
    return Made(workspace, rows, seconds, ref.file_bytes)


def _run(con: duckdb.DuckDBPyConnection, text: str, given: dict[str, object]) -> None:
    """Run the statements of a file one by one, giving each the parameters that it names."""
    for statement in con.extract_statements(text):
        con.execute(statement, {name: given[name] for name in statement.named_parameters})


def _timed(seconds: dict[str, float], name: str, step: Callable[[], object]) -> None:
    began = time.perf_counter()
    step()
    seconds[name] = round(time.perf_counter() - began, 2)
    say(f"  {name}: {seconds[name]:.1f} s")
