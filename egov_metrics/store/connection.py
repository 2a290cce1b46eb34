"""Reading an edition: one read-only, locked-down connection, and a cursor of its own for every query.

Sharing one connection between threads gave errors and silently empty results; a cursor per query costs about 20
microseconds and gives neither. A superseded connection ends with its last reference: it is never closed under a reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from egov_metrics.store.editions import EditionRef, check_sound
from egov_metrics.store.errors import EditionDamaged, SchemaMismatch, UnknownName
from egov_metrics.store.filling import SCHEMA_VERSION, STORE

HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "2GB",
    "lock_configuration": True,
}
SMALL = 256 * 2**20
"""Bytes. A query to a smaller store is over before a second thread helps: handing out the work costs a quarter of the
processor's time and, while others work too, half of the wait."""


class Edition:
    """An open edition. Safe to share between threads and sessions."""

    def __init__(self, path: Path, ref: EditionRef | None = None) -> None:
        """Open the store file at `path` for reading. Raises `EditionDamaged` or `SchemaMismatch`."""
        self.ref = ref
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=_settings(path))
            row = self._connection.execute("select value from store_info where key = 'schema_version'").fetchone()
        except duckdb.Error as error:
            raise EditionDamaged(f"{path.name} cannot be opened: {' '.join(str(error).split())[:160]}") from error
        version = int(row[0]) if row else 0
        if version != SCHEMA_VERSION:
            raise SchemaMismatch(f"{path.name} has schema {version}; this program reads {SCHEMA_VERSION}")

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of the named query (`queries/<name>.sql`) with the given parameters.

        Values only ever go in as parameters; a list goes in as a list. Raises `UnknownName` for a query that is not.
        """
        return self.cursor().execute(query_text(name), _given(parameters)).df()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own, for questions within the store; it can only read."""
        return self._connection.cursor()


def _settings(path: Path) -> dict[str, str | bool | int | float | list[str]]:
    is_small = path.is_file() and path.stat().st_size < SMALL
    return HARDENED | ({"threads": 1} if is_small else {})


def open_edition(ref: EditionRef) -> Edition:
    """Open a kept edition after looking at its size and schema."""
    check_sound(ref)
    return Edition(ref.path, ref)


@cache
def query_text(name: str) -> str:
    """The text of a named query."""
    entry = STORE.joinpath("queries", f"{name}.sql")
    if not name.replace("_", "").isalnum() or not entry.is_file():
        raise UnknownName(f"no query named {name!r}")
    return entry.read_text(encoding="utf-8")


def _given(parameters: Mapping[str, object]) -> dict[str, object]:
    """Parameters as DuckDB takes them: tuples as lists (caches hand over tuples, which can be keys)."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
