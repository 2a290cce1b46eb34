"""`datapackage.json`: the package as programs read it, by the standard Data Package 2.0 (Frictionless)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from egov_metrics.i18n.texts import t
from egov_metrics.settings import Settings
from egov_metrics.store import EditionRef
from egov_metrics.store.described import DescribedColumn, DescribedTable

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = "egov-metrics-open-data"
_TYPES = {
    "varchar": "string",
    "integer": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}


@dataclass(frozen=True)
class PackedFile:
    """A file of the package: its place in it with slashes, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str


def descriptor(
    tables: Sequence[tuple[DescribedTable, PackedFile, PackedFile]],
    sources: Sequence[Mapping[str, Any]],
    ref: EditionRef,
    settings: Settings,
) -> dict[str, Any]:
    """The content of `datapackage.json`.

    `tables` are the tables with their CSV and Parquet files; `sources` rows of table `source`. A licence is named only
    where the installation's settings have one: the figures are facts of many publishers, and none is given in silence.
    """
    told: dict[str, Any] = {
        "$schema": PROFILE,
        "name": NAME,
        "id": ref.content_hash,
        "version": ref.content_hash,
        "title": f"{t('package.title', 'vi')} / {t('package.title', 'en')}",
        "description": f"{t('package.about', 'vi')}\n\n{t('package.about', 'en')}",
        "created": ref.built_at.isoformat(timespec="seconds"),
        "keywords": ["Viet Nam", "e-government", "administrative reform", "PAR INDEX", "DTI", "ICT Index", "SIPAS"],
    }
    if settings.licence:
        told["licenses"] = [
            {"name": settings.licence} | ({"path": settings.licence_url} if settings.licence_url else {})
        ]
    if settings.publisher:
        told["contributors"] = [{"title": settings.publisher, "roles": ["publisher"]}]
    if sources:
        told["sources"] = [_source(row) for row in sources]
    told["resources"] = [_tabular(table, csv, parquet) for table, csv, parquet in tables]
    return told


def _source(row: Mapping[str, Any]) -> dict[str, str]:
    url = str(row["url"] or "")
    title = f"{row['producer']}: {row['title']}" + (f" ({row['published']})" if row["published"] else "")
    plain = url.startswith(("https://", "http://")) and " " not in url
    return {"title": title} | ({"path": url} if plain else {})


def _tabular(table: DescribedTable, file: PackedFile, parquet: PackedFile) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column, table) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(reference.columns),
                "reference": {
                    # The standard writes a reference of a table to itself so.
                    "resource": "" if reference.table == table.name else reference.table,
                    "fields": list(reference.targets),
                },
            }
            for reference in table.references
        ]
    return {
        "name": table.name,
        "type": "table",
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "description": table.comment,
        "schema": schema,
        # The same table in another form: no resource of its own, since programs would read it as a second table.
        "parquet": {
            "path": parquet.path,
            "mediatype": "application/vnd.apache.parquet",
            "bytes": parquet.size,
            "hash": f"sha256:{parquet.sha256}",
        },
    }


def _field(column: DescribedColumn, table: DescribedTable) -> dict[str, Any]:
    bounds: dict[str, Any] = {}
    if column.given:
        bounds["required"] = True
    if table.key == (column.name,):
        bounds["unique"] = True
    if column.choices:
        bounds["enum"] = list(column.choices)
    if column.pattern:
        bounds["pattern"] = column.pattern
    for name, bound in (("minimum", column.minimum), ("maximum", column.maximum), ("exclusiveMinimum", column.above)):
        if bound is not None:
            bounds[name] = bound
    told = {"name": column.name, "type": _TYPES[column.kind], "description": column.comment}
    return told | ({"constraints": bounds} if bounds else {})
