"""Reading an edition: many sessions at once, nothing but reading, and SQL that holds on the next DuckDB too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from egov_metrics import store
from egov_metrics.store import filling
from egov_metrics.store.connection import query_text
from tests.batch_rows import accept, row
from tests.sample import small_sample

ROOT = Path(__file__).resolve().parent.parent
QUERIES = sorted(path.stem for path in (ROOT / "egov_metrics" / "store" / "queries").glob("*.sql"))
EXAMPLES: dict[str, object] = {
    "unit_id": "P63-14", "unit_ids": ["P63-14"], "indicator": "par_index_score", "indicators": ["par_index_score"],
    "level": "province", "year_from": 2000, "year_to": 2030, "parent": None, "region": None, "kind": None,
    "source_id": "press-1", "observation_ids": ["0"], "most": 10, "skip": 0, "figure_id": "0", "figure_ids": ["0"],
    "provinces": ["P63-14"], "year": 2021,
}  # fmt: skip


def parameters(name: str) -> dict[str, object]:
    return {found: EXAMPLES[found] for found in set(re.findall(r"\$(\w+)", _without_comments(query_text(name))))}


def _without_comments(text: str) -> str:
    return "\n".join(line.partition("--")[0] for line in text.splitlines())


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> store.Edition:
    folder = tmp_path_factory.mktemp("reading")
    return store.open_edition(store.build(small_sample().write(folder / "data"), folder / "workspace").edition)


def test_twenty_sessions_of_fifty_queries_are_all_right_and_none_is_empty(edition: store.Edition) -> None:
    years = {2019: (81.93, 23), 2021: (87.62, 15)}

    def session(number: int) -> int:
        right = 0
        for turn in range(50):
            year = (2019, 2021)[(number + turn) % 2]
            rows = edition.query(
                "series", indicator="par_index_score", unit_ids=["P63-14"], year_from=year, year_to=year
            )
            right += len(rows) == 1 and (rows["value"][0], rows["rank"][0]) == years[year]
        return right

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(session, range(20))) == [50] * 20


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_says_its_question_grain_and_parameters(name: str) -> None:
    text = query_text(name)
    header = "\n".join(line for line in text.splitlines() if line.startswith("--"))
    assert "Question:" in header and "Grain:" in header
    for parameter in parameters(name):
        assert re.search(rf"\b{parameter}\b", header.partition("Parameters:")[2]), parameter


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_runs(edition: store.Edition, name: str) -> None:
    edition.query(name, **parameters(name))


def test_an_unknown_query_is_named(edition: store.Edition) -> None:
    with pytest.raises(store.UnknownName, match="nothing_such"):
        edition.query("nothing_such")


@pytest.mark.parametrize(
    "statement",
    [
        "delete from figure",
        "create table t (i integer)",
        "copy figure to '/tmp/leak.csv'",
        "select * from read_csv('/etc/passwd')",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "set memory_limit = '64GB'",
    ],
)
def test_readers_can_only_read(edition: store.Edition, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        edition._connection.cursor().execute(statement)


def test_every_table_and_column_has_a_comment(edition: store.Edition) -> None:
    con = edition._connection.cursor()
    tables = con.execute("select table_name from duckdb_tables() where comment is null").fetchall()
    columns = con.execute("select table_name, column_name from duckdb_columns() where comment is null and not internal")
    assert tables == [] and columns.fetchall() == []


def test_every_table_is_in_the_content_hash_but_who_brought_what(edition: store.Edition) -> None:
    names = edition._connection.cursor().execute("select table_name from duckdb_tables()").fetchall()
    assert {name for (name,) in names} - set(filling.CONTENT_TABLES) == {"batch"} == set(filling.PROVENANCE)
    assert set(filling.ALL_TABLES) == {name for (name,) in names}


def test_links_between_tables_are_kept_by_the_schema(edition: store.Edition) -> None:
    keys = edition._connection.cursor().execute(
        "select constraint_type, count(*) from duckdb_constraints() group by all"
    )
    counts = dict(keys.fetchall())
    assert counts["PRIMARY KEY"] >= 15 and counts["FOREIGN KEY"] >= 20 and counts["CHECK"] >= 30


def two_batches(workspace: Path) -> None:
    """A figure and its correction."""
    accept(workspace, row(value="80.10", rank=7))
    accept(workspace, row(value="80.30"))


NEXT = """
import sys
sys.path.insert(0, {folder!r})
sys.path.insert(0, {root!r})
import duckdb
assert duckdb.__version__.startswith("2."), duckdb.__version__
from pathlib import Path
from tests.sample import small_sample
from tests.test_store_reading import QUERIES, parameters, two_batches
from egov_metrics import store
data, workspace = Path({data!r}), Path({workspace!r})
sample = small_sample().figure("P63-14", 2021, "87.61", source_id="press-2").write(data)
store.build(data, workspace)
two_batches(workspace)
would = store.preview(data, workspace)
result = store.publish(data, workspace, "batches")
assert would.counts["new"] == 1 and would.content_hash == result.edition.content_hash
edition = store.open_edition(result.edition)
for name in QUERIES:
    edition.query(name, **parameters(name))
old = store.Edition(Path({old!r}))
print(duckdb.__version__, result.edition.content_hash, len(old.query("units")), len(result.findings))
"""


def test_the_sql_holds_on_the_next_duckdb_which_also_opens_our_files(edition: store.Edition, tmp_path: Path) -> None:
    folder = os.environ.get("EGOV_DUCKDB_NEXT", "")
    if not folder or not (ROOT / folder).is_dir():
        pytest.skip("the next DuckDB is not laid out (EGOV_DUCKDB_NEXT names its folder; `make test` does)")
    sample = small_sample().figure("P63-14", 2021, "87.61", source_id="press-2")
    two_batches(tmp_path / "workspace_here")
    here = store.build(sample.write(tmp_path / "here"), tmp_path / "workspace_here")
    assert edition.ref is not None
    code = NEXT.format(
        folder=str(ROOT / folder), root=str(ROOT), data=str(tmp_path / "data"), workspace=str(tmp_path / "workspace"),
        old=str(edition.ref.path),
    )  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    version, content, units, findings = done.stdout.split()
    assert version.startswith("2.") and content == here.edition.content_hash
    assert (units, findings) == ("8", "1")
