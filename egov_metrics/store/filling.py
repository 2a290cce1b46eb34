"""Filling the tables of one edition from the loaded rows, in the order that the foreign keys ask for."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import duckdb
import pandas as pd

from egov_metrics.store.loading import FILE, LINE, Inputs
from egov_metrics.store.tables import LEVELS, TABLES

SCHEMA_VERSION = 2
"""Raised by one with every change of `schema.sql` that an older program could not read."""

STORE = files("egov_metrics.store")

# Tables whose columns are those of their file; unit and indicator point to themselves and go level by level.
PLAIN = ("unit_alias", "unit_succession", "family", "indicator_alias", "known_gap", "source")
# After the method versions, and each after the one that it is a part of.
CRITERIA = ("criteria_set", "criteria_group", "level_rule")

CONTENT_TABLES = (
    "store_info", "unit", "unit_alias", "unit_succession", "family", "indicator", "indicator_alias", "method_version",
    "known_gap", "criteria_set", "criteria_group", "level_rule", "source", "observation", "figure",
    "figure_observation", "finding", "finding_observation", "coverage", "unit_use", "source_use",
)  # fmt: skip


def sql(path: str) -> str:
    """The text of an SQL file of this package, e.g. `steps/figure.sql`."""
    return STORE.joinpath(path).read_text(encoding="utf-8")


def fill(con: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    """Make the schema in an empty database and fill every table but the findings.

    `inputs` comes from `loading.load`, so its cells are well formed. Raises `duckdb.Error` when a constraint of the
    schema is broken all the same (the caller turns this into a refusal).
    """
    con.execute(sql("schema.sql"))
    con.execute(sql("comments.sql"))
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
    con.register("input_observation", prepared_observations(inputs["observation"]))
    con.execute(sql("steps/observation.sql"))
    con.unregister("input_observation")
    con.execute(sql("steps/figure.sql"))
    con.execute(sql("steps/summaries.sql"))


def prepared_observations(rows: pd.DataFrame) -> pd.DataFrame:
    """Observations with what the build derives: id, year, value as number, its printed text and decimals.

    The id is made from the row's content, so the same row has the same id in every edition.
    """
    frame = rows.drop(columns=[FILE, LINE]).copy()
    content = frame.fillna("").astype(str)
    joined = content.apply("|".join, axis=1) if len(content) else pd.Series([], dtype=object)
    frame["observation_id"] = [hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16] for text in joined]
    frame["value_text"] = frame["value"]
    frame["decimals"] = [None if text is None else len(text.partition(".")[2]) for text in frame["value"]]
    frame["value"] = [None if text is None else float(text) for text in frame["value"]]
    frame["year"] = [None if end is None else int(end[:4]) for end in frame["period_end"]]
    whole = {"year": "Int64", "decimals": "Int64", "members": "Int64", "rank": "Int64", "rank_of": "Int64"}
    for column in ("members", "rank", "rank_of", "denominator"):
        frame[column] = pd.to_numeric(frame[column])
    frame["denominator"] = frame["denominator"].astype("Float64")
    frame["value"] = frame["value"].astype("Float64")
    frame = frame.astype(whole)
    for column in ("period_start", "period_end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    """Insert loaded rows by column name; `table` is one of the constants above, never a user's word."""
    assert table in {known.name for known in TABLES}
    con.register("input_rows", rows.drop(columns=[FILE, LINE]).astype(object).where(rows.notna(), None))
    con.execute("insert into " + table + " by name select * from input_rows")
    con.unregister("input_rows")


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the sorted rows of every table: equal for equal content, whenever and wherever it was built.

    Neither the edition's number nor any date of building is in the tables, so neither is in the hash.
    """
    digest = hashlib.sha256()
    for table in CONTENT_TABLES:
        digest.update(table.encode())
        cursor = con.execute("select * from " + table + " order by all")
        while rows := cursor.fetchmany(20_000):
            digest.update(repr(rows).encode())
    return digest.hexdigest()


def row_counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each table holds."""
    counts = {}
    for table in CONTENT_TABLES:
        row = con.execute("select count(*) from " + table).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts
