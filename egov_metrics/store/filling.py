"""Filling the tables of one edition from the loaded rows, in the order that the foreign keys ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC
from importlib.resources import files

import duckdb
import pandas as pd
import pyarrow as pa

from egov_metrics.store.batches import BatchHead
from egov_metrics.store.loading import Inputs
from egov_metrics.store.rows import FILE, LINE
from egov_metrics.store.tables import LEVELS, TABLES

SCHEMA_VERSION = 3
"""Raised by one with every change of `schema.sql` that an older program could not read."""

STORE = files("egov_metrics.store")

# Tables whose columns are those of their file; unit and indicator point to themselves and go level by level.
PLAIN = ("unit_alias", "unit_succession", "family", "indicator_alias", "known_gap", "source")
# After the method versions, and each after the one that it is a part of.
CRITERIA = ("criteria_set", "criteria_group", "level_rule")

PROVENANCE = ("batch",)
"""Tables that tell how the content came to be. Like `observation.batch_id` they are not part of the content hash."""

CONTENT_TABLES = (
    "store_info", "unit", "unit_alias", "unit_succession", "family", "indicator", "indicator_alias", "method_version",
    "known_gap", "criteria_set", "criteria_group", "level_rule", "source", "observation", "figure",
    "figure_observation", "finding", "finding_observation", "coverage", "unit_use", "source_use",
)  # fmt: skip
ALL_TABLES = (*CONTENT_TABLES[:CONTENT_TABLES.index("observation")], *PROVENANCE,
              *CONTENT_TABLES[CONTENT_TABLES.index("observation"):])  # fmt: skip
"""All tables, in the order of the schema."""


def sql(path: str) -> str:
    """The text of an SQL file of this package, e.g. `steps/figure.sql`."""
    return STORE.joinpath(path).read_text(encoding="utf-8")


def fill(con: duckdb.DuckDBPyConnection, inputs: Inputs, heads: Sequence[BatchHead] = ()) -> None:
    """Make the schema in an empty database and fill every table but the findings.

    `inputs` comes from `loading.load`, so its cells are well formed; `heads` are of the batches in it. Raises
    `duckdb.Error` when a constraint of the schema is broken all the same (the caller turns this into a refusal).
    """
    con.execute("begin")  # written to the file at once: some three hundred changes one by one take half a second
    con.execute(sql("schema.sql"))
    con.execute(sql("comments.sql"))
    con.execute("commit")
    con.execute("insert into store_info values ('schema_version', $version)", {"version": str(SCHEMA_VERSION)})
    for level in LEVELS:
        units = inputs["unit"]
        _insert(con, "unit", units[units["level"] == level])
    _insert(con, "family", inputs["family"])
    indicators = inputs["indicator"]
    inserted: set[str] = set()
    while len(inserted) < len(indicators):
        ready = indicators[
            ~indicators["indicator_code"].isin(inserted)
            & (indicators["parent_code"].isna() | indicators["parent_code"].isin(inserted))
        ]
        if ready.empty:
            raise duckdb.ConstraintException("indicators.csv: parent_code forms a circle")
        _insert(con, "indicator", ready)
        inserted |= set(ready["indicator_code"])
    methods = inputs["method_version"].copy()
    methods["by_year"] = methods["by_year"] == "yes"
    _insert(con, "method_version", methods)
    for table in PLAIN:
        if table != "family":
            _insert(con, table, inputs[table])
    for table in CRITERIA:
        _insert(con, table, inputs[table])
    _insert_batches(con, heads)
    con.register("input_row", _as_arrow(inputs["observation"]))
    for step in ("statement", "observation"):
        con.execute(sql(f"steps/{step}.sql"))
    con.execute("drop view input_observation")
    con.unregister("input_row")
    con.execute(sql("steps/figure.sql"))
    con.execute(sql("steps/summaries.sql"))


def origin(con: duckdb.DuckDBPyConnection, observation_ids: Sequence[str]) -> tuple[str, int] | None:
    """File (or batch) and line of the first of some statements, in a database that `fill` has just filled."""
    found = con.execute(sql("steps/origin.sql"), {"observation_ids": list(observation_ids)}).fetchone()
    return (str(found[0]), int(found[1])) if found else None


def _as_arrow(rows: pd.DataFrame) -> pa.Table:
    """Columns of texts as DuckDB reads them without a copy."""
    return pa.table({name: pa.array(rows[name], from_pandas=True) for name in rows.columns})


def _insert_batches(con: duckdb.DuckDBPyConnection, heads: Sequence[BatchHead]) -> None:
    for head in heads:
        made_at = head.made_at.astimezone(UTC).replace(tzinfo=None)
        con.execute(
            "insert into batch values (?, ?, ?, ?, ?, ?)",
            [head.batch_id, head.kind, made_at, head.made_by, head.note or None, head.rows],
        )


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    """Insert loaded rows by column name; `table` is one of the constants above, never a user's word."""
    assert table in {known.name for known in TABLES}
    con.register("input_rows", rows.drop(columns=[FILE, LINE]).astype(object).where(rows.notna(), None))
    con.execute("insert into " + table + " by name select * from input_rows")
    con.unregister("input_rows")


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the rows of every table in whatever order: equal for equal content, whenever it came to be.

    Neither the edition's number nor any date of building is in the tables, so neither is in the hash; and which batch
    brought a statement, when and by whom, is left out of it.
    """
    digest = hashlib.sha256()
    for table in CONTENT_TABLES:
        digest.update(table.encode())
        if table == "observation":
            marks = con.execute(sql("steps/marks_of_observations.sql"))
        else:
            marks = con.execute("select md5(content::varchar) as mark from " + table + " as content order by mark")
        digest.update("".join(marks.fetchnumpy()["mark"]).encode())
    return digest.hexdigest()


def row_counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each table holds."""
    counts = {}
    for table in ALL_TABLES:
        row = con.execute("select count(*) from " + table).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts
