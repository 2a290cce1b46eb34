"""A table of an edition as CSV and as Parquet, piece by piece: a store of millions of rows does not have to fit."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from egov_metrics.store.described import DescribedTable

PIECE = 50_000
"""Rows that are held at once."""


def write(con: duckdb.DuckDBPyConnection, described: DescribedTable, csv: Path, parquet: Path) -> int:
    """Write all rows of one table, sorted by its columns, to two files; returns how many there are.

    CSV: UTF-8 without a byte order mark, commas, lines end in LF, texts quoted where they must be, an empty cell for
    none, numbers as short as they read back the same, dates as 2019-12-31, times in UTC as 2027-01-05T08:15:00Z, true
    and false. The same rows give the same bytes, in whatever order they lie in the store.
    """
    table = described.name
    reader = con.execute("select * from " + table + " order by all").to_arrow_reader(PIECE)
    schema = _with_meanings(reader.schema, described)
    rows = 0
    options = pacsv.WriteOptions(quoting_style="needed")
    with (
        pq.ParquetWriter(parquet, schema, compression="zstd", version="2.6") as columnar,
        pacsv.CSVWriter(csv, _as_text(schema), write_options=options) as plain,
    ):
        for batch in reader:
            piece = pa.Table.from_batches([batch])
            columnar.write_table(piece.cast(schema), row_group_size=PIECE)
            plain.write_table(_times_as_text(piece).cast(_as_text(schema)))
            rows += len(piece)
    return rows


def _with_meanings(schema: pa.Schema, described: DescribedTable) -> pa.Schema:
    """The schema with the comments of the columns, so that a Parquet file explains itself."""
    fields = [
        pa.field(field.name, field.type, not column.given, {"comment": column.comment})
        for field, column in zip(schema, described.columns, strict=True)
    ]
    about = {"table": described.name, "comment": described.comment, "primary_key": described.key}
    return pa.schema(fields, {"egov_metrics": json.dumps(about, ensure_ascii=False)})


def _as_text(schema: pa.Schema) -> pa.Schema:
    """The same columns with times as texts: the writer of CSV has a form of its own for them."""
    return pa.schema(
        [pa.field(field.name, pa.string() if pa.types.is_timestamp(field.type) else field.type) for field in schema]
    )


def _times_as_text(piece: pa.Table) -> pa.Table:
    for place, field in enumerate(piece.schema):
        if pa.types.is_timestamp(field.type):
            whole = pc.floor_temporal(piece[place], unit="second")
            text = pc.strftime(whole.cast(pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%SZ")
            piece = piece.set_column(place, field.name, text)
    return piece
