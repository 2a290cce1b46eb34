"""Parquet for analysts: doubles, integers and dates as stored, and what they rest on in the metadata of the schema."""

from __future__ import annotations

import io
import json
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from egov_metrics.export.content import FIELDS, Content

MIME = "application/vnd.apache.parquet"
_TYPES = {
    "text": pa.string(),
    "number": pa.float64(),
    "whole": pa.int32(),
    "year": pa.int32(),
    "date": pa.date32(),
}
METADATA = b"egov_metrics"
"""The key in the schema's metadata; its value is JSON: title, filters, edition, link, sources, methods."""


def make(content: Content) -> bytes:
    """The file. Column names are English and fixed (`content.FIELDS`, then `decimals`: places as published)."""
    about = content.about
    told = {
        "title": about.title,
        "subtitle": about.subtitle,
        "filters": dict(about.filters),
        "language": about.lang,
        "edition": {
            "number": about.edition_number,
            "content_hash": about.edition_hash,
            "date": about.edition_date.isoformat(),
        },
        "link": about.link,
        "sources": _records(content.sources),
        "methods": _records(content.methods),
    }
    names = [field.name for field in FIELDS] + ["decimals"]
    types = [_TYPES[field.kind] for field in FIELDS] + [pa.int32()]
    schema = pa.schema(list(zip(names, types, strict=True)), metadata={METADATA: json.dumps(told, ensure_ascii=False)})
    arrays = [pa.array(content.figures[name].tolist(), kind) for name, kind in zip(names, types, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in rows.to_dict("records")]
