"""Outlines that this installation supplies in its workspace: found, read once for each version of the file."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from egov_metrics import paths
from egov_metrics.charts.grid import Order, grid
from egov_metrics.charts.outline_file import Outlines, OutlinesRefused, known_names, read_outlines
from egov_metrics.ui.session import Served

FILES: dict[Order, str] = {"P63": "outlines_63.geojson", "P34": "outlines_34.geojson"}
"""In the workspace, or in its folder `outlines`."""


def path_of(order: Order) -> Path | None:
    """The file of an order of provinces, None when there is none."""
    workspace = paths.workspace_folder()
    places = (workspace / FILES[order], workspace / "outlines" / FILES[order])
    return next((path for path in places if path.is_file()), None)


def outlines_of(served: Served, order: Order) -> Outlines | OutlinesRefused | None:
    """The outlines of an order, or why its file cannot be used; None without a file."""
    path = path_of(order)
    if path is None:
        return None
    try:
        stamp = path.stat()
    except OSError:
        return OutlinesRefused("unreadable")
    return _read(str(served.ref.path), path, (stamp.st_mtime_ns, stamp.st_size), order, served)


# `edition` and `stamp` are part of the key of this cache, `_served` is not.


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(
    edition: str, path: Path, stamp: tuple[int, int], order: Order, _served: Served
) -> Outlines | OutlinesRefused:
    units = set(grid(order).units)
    rows = _served.query("units")
    mine = rows[rows["unit_id"].isin(units)]
    called = [pair for name in ("name_vi", "name_en") for pair in zip(mine[name], mine["unit_id"], strict=True)]
    aliases = _served.query("unit_aliases")
    known = aliases[aliases["unit_id"].isin(units)]
    called += [
        (alias, unit)
        for alias, unit, kind in zip(known["alias"], known["unit_id"], known["kind"], strict=True)
        if kind != "old_name"  # a present province bears the names of its former ones among them
    ]
    try:
        return read_outlines(path, order, known_names(called))
    except OutlinesRefused as error:
        return error
