"""Charts of two years: a slope or a dumbbell for every unit, refused where the years do not compare until asked for."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.analysis.two_years import Pair
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.compare import framing
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import source_links
from egov_metrics.ui.parts import Column
from egov_metrics.views.compare import two_years
from egov_metrics.views.compare.pairs import Refused, two_years_shown
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words


def draw(page: Comparison) -> Words:
    """A line or a row for each unit that has both years; where they do not compare, why, and ways on."""
    shown = two_years_shown(page, framing.look_of(page))
    if isinstance(shown, Nothing):
        return framing.nothing(shown)
    if isinstance(shown, Refused):
        return _refused(page, shown)
    links = source_links(page, page.own, shown.rows)
    table = partial(_table, page, shown.pair, shown.rows)
    framing.block(page, shown, f"compare-{page.view.view}", links, downloads(page), table)
    return shown.words


def _refused(page: Comparison, said: Refused) -> Words:
    """Why the two years are not set side by side, and two ways on: years that compare, or these all the same."""
    lang, pair, near = page.lang, said.pair, said.near
    parts.empty_state(said.title, said.why, said.what)
    with st.container(key="compare-ways", horizontal=True):
        if near is not None:
            label = t("compare.pair.nearest", lang, first=near.year_from, last=near.year_to)
            go = partial(filters.change, year_from=near.year_from, year_to=near.year_to)
            st.button(label, key="compare-nearest", type="primary", on_click=go)
        if pair.kind != "none":
            stay = partial(filters.change, across=True, year_from=pair.year_from, year_to=pair.year_to)
            st.button(t("compare.pair.anyway", lang), key="compare-across", on_click=stay)
    return Words(said.finding, "")


def _table(page: Comparison, pair: Pair, rows: pd.DataFrame) -> None:
    """A row for each unit: both figures and what moved, with the words of the break where one was crossed."""
    lang, level = page.lang, page.indicator["unit"] == "level"
    moved = two_years.moved(page, pair)
    of_year = [rows[rows["year"] == year].set_index("unit_id") for year in (pair.year_from, pair.year_to)]
    order = of_year[1].sort_values([page.measure], ascending=page.measure == "rank").index

    def cells(number: int, name: str) -> list[Any]:
        found = of_year[number][name].reindex(order)
        return [numbers.level(one) for one in found] if level and name == "value" else found.tolist()

    shown = pd.DataFrame({"unit": [page.name(unit) for unit in order]})
    for number in (0, 1):
        for name in ("value", "decimals", "rank", "rank_of"):
            shown[f"{name}_{number}"] = cells(number, name)
    shown["change"] = [moved.get(unit) for unit in order]
    shown["decimals"] = shown[["decimals_0", "decimals_1"]].max(axis=1)
    shown["note"] = [two_years.note(page, pair, str(unit)) for unit in order]
    kind, places = ("text" if level else "number"), int(page.indicator["decimals"])
    columns = [Column("unit", t("compare.table.unit", lang), pinned=True)]
    for number, year in enumerate((pair.year_from, pair.year_to)):
        head = {name: f"{t(f'compare.table.{name}', lang)} {year}" for name in ("value", "rank", "rank_of")}
        columns += [
            Column(f"value_{number}", head["value"], kind, decimals=places, places=f"decimals_{number}"),  # type: ignore[arg-type]
            Column(f"rank_{number}", head["rank"], "whole"),
            Column(f"rank_of_{number}", head["rank_of"], "whole"),
        ]
    in_steps = page.measure == "rank" or level
    title = t("compare.table.places" if page.measure == "rank" else "compare.table.change", lang)
    columns.append(
        Column(
            "change",
            title,
            "number",
            decimals=0 if in_steps else places,
            signed=True,
            places=None if in_steps else "decimals",
        )
    )
    columns.append(Column("note", t("compare.table.remark", lang), width=320))
    columns = [column for column in columns if column.name == "unit" or shown[column.name].notna().any()]
    parts.data_table(shown, columns, t("compare.pair.table", lang), key="compare-pair-table")
