"""Rows of batches for tests, as a review or an import would hand them over: invented figures of the small sample."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from egov_metrics import store
from egov_metrics.store.batches import OBSERVATION, PROOF, BatchHead, write_batch

DOCUMENT = "d0c" + "0" * 61
PLACE = ("P63-52", 2018)


def row(unit_id: str = PLACE[0], year: int = PLACE[1], value: object = "", rank: object = "", **cells: object) -> dict:
    """One statement about par_index_score of a whole year with its proof."""
    told = {
        "unit_id": unit_id,
        "scope": "self",
        "indicator_code": "par_index_score",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "period_basis": "stated",
        "statistic": "own",
        "value": value,
        "rank": rank,
        "rank_of": 63 if rank != "" else "",
        "qualifier": "exact",
        "value_basis": "published" if value != "" else "",
        "rank_basis": "published" if rank != "" else "",
        "source_id": "press-1",
        "status": "current",
        "document": DOCUMENT,
        "quote_start": 10,
        "quote_end": 15,
        "quote": f"{value}",
    }
    return {name: str(cell) for name, cell in {**told, **cells}.items()}


def frame(*rows: dict) -> pd.DataFrame:
    """Rows as `write_batch` takes them."""
    return pd.DataFrame([{name: told.get(name, "") for name in (*OBSERVATION, *PROOF)} for told in rows])


def accept(workspace: Path, *rows: dict, by: str = "Lan", kind: str = "review", **more: object) -> BatchHead:
    """Write a batch of these rows."""
    return write_batch(workspace, frame(*rows), kind=kind, by=by, **more)


def figure(ref: store.EditionRef, unit_id: str = PLACE[0], year: int = PLACE[1]) -> dict:
    """The one figure of par_index_score of a unit and year in an edition."""
    rows = store.open_edition(ref).query(
        "series", indicator="par_index_score", unit_ids=[unit_id], year_from=year, year_to=year
    )
    assert len(rows) == 1
    return rows.iloc[0].to_dict()


def statements(ref: store.EditionRef, **place: object) -> list[dict]:
    """What stands behind that figure, as the sources page gets it."""
    figure_id = figure(ref, **place)["figure_id"]
    return store.open_edition(ref).query("statements_of_figure", figure_id=figure_id).to_dict("records")
