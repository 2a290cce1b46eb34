"""Charts of two years: a slope or a dumbbell for every unit, refused where the years do not compare until asked for."""

from __future__ import annotations

from functools import partial
from types import ModuleType
from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.analysis.two_years import Pair
from egov_metrics.charts import dumbbell, slope
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import filters, parts
from egov_metrics.ui.compare import framing, two_years
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import Words, source_links
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.parts import Column
from egov_metrics.ui.subjects import subject_of


def draw_slope(page: Comparison) -> Words:
    """A line from one year to the other for each unit that has both."""
    return _draw(page, slope)


def draw_dumbbell(page: Comparison) -> Words:
    """A row for each unit that has both years, with the change at its end."""
    return _draw(page, dumbbell)


def _draw(page: Comparison, chart: ModuleType) -> Words:
    pair = page.pair
    if pair is None:
        return framing.nothing(page, "years")
    if pair.kind == "none" or not (pair.is_like or page.view.across):
        return _refused(page, pair)
    rows = two_years.rows_of(page, pair)
    across = two_years.across_words(page)
    frame, subject = framing.frame_of(page, rows), subject_of(page.indicator, page.lang)
    given: dict[str, Any] = {
        "years": (pair.year_from, pair.year_to),
        "own": page.own,
        "chosen": page.chosen,
        "measure": page.measure,
        "across": across or None,
        "alike": pair.is_like,
        "look": framing.look_of(page, fixed_height=chart is slope),
    }
    figure = chart.build(frame, subject, **given)
    caption = chart.caption(frame, subject, **given)
    left_out = plural("compare.pair.left_out", len(pair.left_out), page.lang) if pair.left_out else ""
    notes = framing.notes_of(page, rows, (pair.year_from, pair.year_to), left_out)
    links = source_links(page, page.own, rows)
    table = partial(_table, page, pair, rows)
    framing.block(page, figure, caption, f"compare-{page.view.view}", notes, links, downloads(page), table)
    return Words(caption.title, f"{caption.subtitle} {_absent_words(page, pair)}".strip())


def _absent_words(page: Comparison, pair: Pair) -> str:
    """Which of the units that were asked for are not drawn, since they lack one of the two years; or ""."""
    absent = [page.name(unit) for unit in page.asked if unit not in pair.shown and unit not in pair.left_out]
    if not absent:
        return ""
    years = {"first": pair.year_from, "last": pair.year_to}
    return t("compare.pair.absent", page.lang, units=", ".join(absent), **years)


def _refused(page: Comparison, pair: Pair) -> Words:
    """Why the two years are not set side by side, and two ways on: years that compare, or these all the same."""
    lang = page.lang
    years = {"first": pair.year_from, "last": pair.year_to}
    unclear = "_unclear" if pair.kind == "not_stated" else ""
    index = str(page.indicator[f"short_{lang}"])
    if pair.kind == "none":
        why, what = t("compare.pair.none", lang, **years), ""
    else:
        why, what = (
            t(f"compare.pair.refused{unclear}", lang, **years, why=two_years.why(page, pair)),
            _reason(page, pair),
        )
    parts.empty_state(t(f"compare.pair.refused_title{unclear}", lang, **years), why, what)
    near = page.field.two_years[page.measure].nearest(pair.year_from, pair.year_to, page.asked)
    with st.container(key="compare-ways", horizontal=True):
        if near is not None:
            label = t("compare.pair.nearest", lang, first=near.year_from, last=near.year_to)
            go = partial(filters.change, year_from=near.year_from, year_to=near.year_to)
            st.button(label, key="compare-nearest", type="primary", on_click=go)
        if pair.kind != "none":
            stay = partial(filters.change, across=True, year_from=pair.year_from, year_to=pair.year_to)
            st.button(t("compare.pair.anyway", lang), key="compare-across", on_click=stay)
    return Words(t(f"compare.pair.title{unclear}", lang, index=index, **years), "")


def _reason(page: Comparison, pair: Pair) -> str:
    """The reason in the words of the catalogue of methods, with how it is known."""
    if pair.likeness is None:
        return ""
    said = pair.likeness.reason(page.lang)
    return f"{said} {t('chart.break.inferred_words', page.lang)}" if pair.likeness.inferred else said


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
