"""Answers that are kept while one piece of work asks the same again and again."""

from __future__ import annotations

import duckdb
import pandas as pd

from egov_metrics.store.connection import Edition


class KeptAnswers(Edition):
    """An open edition whose answers are kept: for one deck or report. All of them end with this object.

    Beside the time, it spares memory: DuckDB puts off clearing away what queries with joins used, up to some 35 MB.
    """

    def __init__(self, edition: Edition) -> None:
        """`edition` stays the caller's."""
        self.ref = edition.ref
        self._edition = edition
        self._kept: dict[tuple[str, str], pd.DataFrame] = {}

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """As `Edition.cursor`."""
        return self._edition.cursor()

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """As `Edition.query`. Each caller has a frame of its own: what it changes in it, nobody else sees."""
        key = (name, repr(sorted(parameters.items())))
        if key not in self._kept:
            self._kept[key] = self._edition.query(name, **parameters)
        return self._kept[key].copy(deep=False)
