"""A small app that stands in the real shell: pages made for the tests of the shell, not the pages that ship."""

from __future__ import annotations

from pathlib import Path

SHELL = """
from pathlib import Path
from egov_metrics.ui import shell
shell.run(Path({folder!r}))
"""
FRAME = """
from pathlib import Path
from egov_metrics.ui import shell
shell.within_shell(Path({folder!r}))
import streamlit as st
from egov_metrics.ui import filters, links, parts, session
view, served = filters.current(), session.served()
"""
PAGES = {
    "overview": """
filters.own_unit(served.unit_options(view.lang), "Đơn vị")
parts.headline(f"unit {view.unit}", links=[parts.Link("nguồn", links.source_href(view, figure="f-1"))])
""",
    "compare": """
filters.other_units(served.unit_options(view.lang), "So với")
code = filters.select("indicator", {None: "mặc định", "par_index_score": "PAR INDEX"}, "Chỉ số")
low, high = filters.years(2012, 2024, "Năm")
year = filters.year([2019, 2021, 2023], "Năm xếp hạng")
measure = filters.segments("measure", {"value": "Giá trị", "rank": "Hạng"}, "Đo")
st.text(f"{code} {low}-{high} {year} {measure} {filters.current().units}")
""",
    "sources": """
parts.headline(f"figure {view.figure}")
st.text(f"{len(served.query('sources'))} sources")
""",
}


def write_app(folder: Path) -> Path:
    """Write the app; returns its `dashboard.py`."""
    (folder / "pages").mkdir(parents=True)
    script = folder / "dashboard.py"
    script.write_text(SHELL.format(folder=str(folder)), encoding="utf-8")
    for name, body in PAGES.items():
        (folder / "pages" / f"{name}.py").write_text(FRAME.format(folder=str(folder)) + body, encoding="utf-8")
    return script
