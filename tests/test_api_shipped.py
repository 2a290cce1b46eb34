"""The interface for programs on the shipped figures: the same as the command line, and as SDMX-CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest

from egov_metrics import store
from egov_metrics.api import sdmx
from egov_metrics.api.sdmx import Period
from tests.api_service import Asked
from tests.commands import Run, runner

ASKED = [
    ("par_index_score", ["son la"], {}),
    ("PAR_INDEX", ["Quảng Ninh", "P63-14"], {"from": "2015", "to": "2021"}),
    ("egov_mic_score", ["gia lai"], {}),
    ("egov_mic_score", ["gia lai"], {"territory": "2025"}),
    ("dti_score", ["gia lai", "son la"], {"territory": "2025", "partial": "true"}),
    ("sipas_score", ["viet nam"], {}),
    ("dossiers_resolved", ["uong bi"], {}),
    ("ict_index_score", ["son la"], {"from": "2021", "to": "2021"}),
    ("pci_score", ["D63-622"], {}),
]


@pytest.fixture(scope="module")
def ask(shipped_workspace: Path) -> Asked:
    return Asked(shipped_workspace)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.mark.parametrize(("indicator", "units", "more"), ASKED, ids=lambda value: str(value)[:40])
def test_series_are_those_of_the_command_line(
    ask: Asked, run: Run, shipped_workspace: Path, indicator: str, units: list[str], more: dict[str, str]
) -> None:
    options = [word for unit in units for word in ("--unit", unit)]
    options += ["--partial" if name == "partial" else f"--{name}={value}" for name, value in more.items()]
    query = urlencode({"indicator": indicator, "unit": units, **more}, doseq=True)

    def said(form: str) -> str:
        return run("series", "--workspace", shipped_workspace, "--indicator", indicator, *options, "--format", form).out

    assert ask(f"series?{query}").data == json.loads(said("json"))
    assert ask(f"series?{query}&format=csv").text == said("csv")


def test_the_cases_above_are_no_empty_ones(ask: Asked) -> None:
    counts = [len(ask(f"series?{urlencode({'indicator': i, 'unit': u, **m}, doseq=True)}").data) for i, u, m in ASKED]
    assert counts[-1] == 0 and all(counts[:-1])


def test_ranks_say_which_were_published(ask: Asked, shipped_workspace: Path) -> None:
    edition = store.open_edition(store.current(shipped_workspace))
    stated = edition.query(
        "figures_of_indicator", indicator="par_index_score", level="province", year_from=2012, year_to=2012,
        parent=None, region=None,
    )  # fmt: skip
    rows = ask("ranks?indicator=par_index_score&year=2012").data
    assert {(row["unit_id"], row["rank"], row["rank_basis"]) for row in rows} == {
        (unit, None if pd.isna(rank) else int(rank), None if pd.isna(basis) else basis)
        for unit, rank, basis in zip(stated["unit_id"], stated["rank"], stated["rank_basis"], strict=True)
    }
    assert "list_order" in {row["rank_basis"] for row in rows}
    ranks = [row["rank"] for row in rows if row["rank"] is not None]
    assert ranks == sorted(ranks)


def test_every_source_and_method_of_a_figure_can_be_looked_up(ask: Asked) -> None:
    sources = {row["source_id"] for row in ask("sources?limit=5000").data}
    methods = {row["method_id"] for row in ask("methods").data}
    indicators = [row["indicator_code"] for row in ask("indicators").data if row["figures"]]
    assert len(indicators) > 50
    for code in indicators[:20]:
        for row in ask(
            f"series?{urlencode({'indicator': code, 'unit': ['son la', 'gia lai', 'quang ninh']}, True)}"
        ).data:
            if row["value"] is not None or row["rank"] is not None:
                assert row["source_id"] in sources
            assert row["method_version"] is None or row["method_version"] in methods


def test_all_units_are_paged_through(ask: Asked) -> None:
    first = ask("units?limit=5000")
    pages = [first, ask("units?limit=5000&offset=5000"), ask("units?limit=5000&offset=10000")]
    keys = [row["unit_id"] for page in pages for row in page.data]
    assert len(keys) == len(set(keys)) == first.json["total"] == 14207


def sdmx_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_sdmx_rows_have_a_key_of_their_own_and_the_figures_of_json(ask: Asked, shipped_workspace: Path) -> None:
    edition = store.open_edition(store.current(shipped_workspace))
    used = edition.cursor().execute(
        "select indicator_code, list(distinct unit_id order by unit_id) from figure group by all order by all"
    )
    keys: list[tuple[str, ...]] = []
    left_out = 0
    for code, units in used.fetchall():
        for start in range(0, len(units), 90):
            query = urlencode({"indicator": code, "unit": units[start : start + 90], "limit": 5000}, doseq=True)
            data = ask(f"series?{query}").data
            rows = sdmx_rows(sdmx.text(data, "points", "0123456789ab"))
            left_out += sdmx.left_out(data)
            assert len(rows) == len(data) - sdmx.left_out(data)
            keys += [tuple(row[name] for name in sdmx.DIMENSIONS) for row in rows]
            dated = [row for row in data if row["period_end"] or row["year"] is not None]
            assert [row["OBS_VALUE"] for row in rows] == ["" if r["value"] is None else str(r["value"]) for r in dated]
            assert [row["VALUE_BASIS"] for row in rows] == [r["value_basis"] or "" for r in dated]
            assert [row["RANK_BASIS"] for row in rows] == [r["rank_basis"] or "" for r in dated]
    assert len(keys) > 1300 and len(keys) == len(set(keys)) and all(all(key) for key in keys)
    assert left_out == 4  # figures of which nobody says when


def test_an_sdmx_message_is_as_the_format_wants_it(ask: Asked) -> None:
    reply = ask("series?indicator=par_index_score&unit=son%20la&format=sdmx-csv")
    assert reply.headers["Content-Type"] == "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
    assert reply.headers["Egov-Left-Out"] == "0" and reply.text.endswith("\r\n") and "\r\n" in reply.text
    rows = sdmx_rows(reply.text)
    assert tuple(rows[0])[:3] == ("STRUCTURE", "STRUCTURE_ID", "ACTION")
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in rows} == {
        ("dataflow", "EGOV_METRICS:FIGURES(1.0.0)", "I")
    }
    by_year = {row["TIME_PERIOD"]: row for row in rows}
    assert (by_year["2017"]["FREQ"], by_year["2017"]["OBS_VALUE"], by_year["2017"]["OBS_STATUS"]) == ("A", "81.25", "A")
    assert (by_year["2012"]["OBS_STATUS"], by_year["2012"]["RANK_BASIS"]) == ("O", "list_order")
    assert (by_year["2016"]["OBS_STATUS"], by_year["2016"]["VALUE_BASIS"]) == ("E", "derived")
    assert (by_year["2013"]["OBS_STATUS"], by_year["2013"]["QUALIFIER"]) == ("", "approx")


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2019-01-01", "2019-12-31", Period("A", "2019")),
        ("2019-01-01", "2019-06-30", Period("S", "2019-S1")),
        ("2019-07-01", "2019-12-31", Period("S", "2019-S2")),
        ("2019-10-01", "2019-12-31", Period("Q", "2019-Q4")),
        ("2020-02-01", "2020-02-29", Period("M", "2020-02")),
        ("2019-12-01", "2019-12-31", Period("M", "2019-12")),
        ("2019-02-01", "2019-04-30", Period("_O", "2019-02-01/P89D")),  # three months, no quarter
        ("2019-07-01", "2020-06-30", Period("_O", "2019-07-01/P366D")),  # twelve months, no year
        ("2019-01-01", "2019-12-30", Period("_O", "2019-01-01/P364D")),
        ("2018-12-31", "2019-01-01", Period("_O", "2018-12-31/P2D")),
        ("2019-01-02", "2019-01-20", Period("_O", "2019-01-02/P19D")),
        ("2019-08-29", "2019-08-29", Period("D", "2019-08-29")),
        (None, "2025-08-29", Period("_Z", "2025-08-29")),
        ("2019-01-01", None, None),
        (None, None, None),
    ],
)
def test_periods_as_sdmx_writes_them(start: str | None, end: str | None, found: Period | None) -> None:
    assert sdmx.period(start, end) == found


@pytest.mark.parametrize(
    ("value", "basis", "qualifier", "said"),
    [
        (81.2, "published", "exact", "A"),
        (91.0, "published", "more_than", ""),
        (30.0, "published", "target", ""),
        (81.2, "derived", "exact", "E"),
        (81.2, "recomputed", "exact", "E"),
        (81.2, "doubtful", "exact", "U"),
        (81.2, "list_order", "exact", ""),
        (None, None, "exact", "O"),
    ],
)
def test_the_status_says_no_more_than_is_known(value: float | None, basis: str, qualifier: str, said: str) -> None:
    assert sdmx.status({"value": value, "value_basis": basis, "qualifier": qualifier}) == said
