"""Why our rank moved, as one block of a page: the sentence, the steps, who changed sides, or why it cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from egov_metrics.analysis.attribution import Attribution
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.insights import attribution as parts_words
from egov_metrics.analysis.insights import rank_move as words
from egov_metrics.analysis.rank_move import Moved, Outline, RankMove, newest
from egov_metrics.charts import contributions, waterfall
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.i18n.titles import source_name
from egov_metrics.ui import links, parts, stage
from egov_metrics.ui.markup import Link
from egov_metrics.ui.sheet import Sheet
from egov_metrics.ui.subjects import subject_of
from egov_metrics.units.keys import level_of
from egov_metrics.views.asking import AskedEdition
from egov_metrics.views.compare.components import attributed, years_of
from egov_metrics.views.view import View

Name = Callable[[str], str]


def show(
    served: AskedEdition,
    view: View,
    figures: pd.DataFrame,
    unit_id: str,
    indicator_row: Mapping[str, Any],
    names: Name,
    methods: Methods,
    key: str,
    *,
    width: int = 900,
    only_told: bool = False,
    found: Moved | None = None,
) -> None:
    """Tell why the rank of `unit_id` moved between the newest two years that can be told, or as `found` says.

    `figures`: all years and units of the indicator in the territory of the view, as `analysis.rank_move.explain` reads
    them; `unit_id` a key that occurs in them. `names` gives the name of a unit. The block has its own title, source
    line and links; without anything to tell it says why, or nothing at all with `only_told`. `width` is what a chart
    has on a wide screen. `found` is what `analysis.rank_move.newest` says of the arguments, for those who know already,
    or what its `between` says of two chosen years.
    """
    indicator, lang = dict(indicator_row), view.lang
    level = level_of(unit_id)
    move, refused = found or newest(figures, unit_id, str(indicator["direction"]), methods)
    if move is None and only_told:
        return
    if move is None:
        why = words.refusal(refused[0], methods, level, lang) if refused else words.no_years(lang)
        parts.title(t("move.title", lang), str(indicator[f"short_{lang}"]))
        parts.notice(why)
        _components(served, view, _mine(figures, unit_id), indicator, methods, years_of((move, refused)), key, width)
        return
    said = words.sentence(move, indicator, level, lang).removesuffix(".")  # a title
    told_of = words.scope(move, level, lang)
    if refused and (refused[0].year_from, refused[0].year_to) != (move.year_from, move.year_to):
        told_of = f"{told_of} {words.refusal(refused[0], methods, level, lang)}"
    rows = _of_years(figures, unit_id, (move.year_from, move.year_to))
    source, to_sources = _source(rows, view)
    if isinstance(move, Outline):
        years = f"{move.year_from} → {move.year_to}"
        parts.title(said, t("move.outline", lang, index=indicator[f"short_{lang}"], years=years))
        parts.source_line(source, to_sources, told_of)
    else:
        look = parts.look(lang, width, round(width * 1.45))
        both = figures[figures["year"].isin((move.year_from, move.year_to))]
        parts.chart_block(
            waterfall.build(move, names, look=look),
            waterfall.caption(move, subject_of(indicator, lang), look=look, title=said, note=told_of, source=source),
            f"{key}-waterfall",
            lang,
            links=to_sources,
            sheet=_sheet(served, view, indicator, both, said, level),
        )
    _who(move, names, view, key)
    _components(served, view, _mine(figures, unit_id), indicator, methods, years_of((move, refused)), key, width)


def _sheet(served: AskedEdition, view: View, indicator: dict, rows: pd.DataFrame, title: str, level: str) -> Sheet:
    """The figures of all units of the two years, as files."""
    called = served.unit_options(view.lang).name
    return Sheet(served, view, indicator, chart_frame(rows, called), called, title, level == "province")


def _who(move: RankMove | Outline, names: Name, view: View, key: str) -> None:
    """Who went past and who was passed, by name, when the reader asks."""
    sides = [(side, units) for side, units in (("overtook", move.overtook), ("passed", move.passed)) if units]
    if not sides or stage.current() is not None:
        return
    opened = st.expander(t("move.who", view.lang), key=f"{key}-who", on_change="rerun")
    if opened.open:
        with opened:
            parts.bullets(
                [
                    (t(f"move.who.{side}", view.lang, n=numbers.count(len(units)), names=_listed(units, names)), None)
                    for side, units in sides
                ]
            )


def _listed(units: tuple[str, ...], names: Name) -> str:
    return ", ".join(sorted(names(unit) for unit in units))


def _components(
    served: AskedEdition, view: View, mine: pd.DataFrame, indicator: dict, methods: Methods,
    years: tuple[int, int] | None, key: str, width: int,
) -> None:  # fmt: skip
    """Which components changed the total, where they are published for both years; else nothing."""
    answer = attributed(served, mine, indicator, methods, years)
    if answer is None:
        return
    found, known, by_code = answer
    said = parts_words.sentence(found, by_code, view.lang)
    used = known[known["indicator_code"].isin([part.indicator_code for part in found.parts])]
    source, to_sources = _source(used[used["year"].isin([found.year_from, found.year_to])], view, linked=False)
    if found.rule is None:
        parts.title(t("move.parts.neither", view.lang), said)
        parts.bullets([(text, None) for text in parts_words.own_changes(found, by_code, view.lang)])
        parts.source_line(source, to_sources)
        return
    look = parts.look(view.lang, width, round(width * 1.45))
    names = {part.indicator_code: str(by_code[part.indicator_code][f"short_{view.lang}"]) for part in found.parts}
    told = contributions.caption(found, names, subject_of(indicator, view.lang), look=look, title=said, source=source)
    parts.chart_block(
        contributions.build(found, names, look=look), told, f"{key}-components", view.lang, links=to_sources,
        sheet=_sheet_of_parts(served, view, by_code, [str(indicator["indicator_code"]), *names], known, found, said),
    )  # fmt: skip


def _sheet_of_parts(
    served: AskedEdition, view: View, by_code: dict[str, dict], codes: list[str], known: pd.DataFrame,
    found: Attribution, title: str,
) -> Sheet:  # fmt: skip
    """The total and its components in the two years, as files."""
    rows = known[known["year"].isin((found.year_from, found.year_to)) & ~known["is_target"]]
    rows = rows[(rows["scope"] == "self") & (rows["statistic"] == "own")].assign(parent_id=None)
    rows = rows.assign(conflict=(rows["distinct_values"] > 1) | (rows["distinct_ranks"] > 1))
    called = served.unit_options(view.lang).name
    first, *others = (
        Sheet(served, view, by_code[code], rows[rows["indicator_code"] == code], called, title) for code in codes
    )
    return replace(first, more=tuple(others))


def _mine(figures: pd.DataFrame, unit_id: str) -> pd.DataFrame:
    return figures[figures["unit_id"] == unit_id]


def _of_years(figures: pd.DataFrame, unit_id: str, years: tuple[int, int]) -> pd.DataFrame:
    """The unit's own rows of the two years."""
    mine = _mine(figures, unit_id)
    return mine[mine["year"].isin(years)].sort_values("year", ascending=False)


def _source(rows: pd.DataFrame, view: View, linked: bool = True) -> tuple[str, list[Link]]:
    """The line of sources of the unit's own figures, and (`linked`) a link to each figure, else one to them all."""
    titles: dict[str, None] = {}
    producers = rows.get("source_producer", pd.Series(None, rows.index, dtype=object))
    for title, producer, published in zip(rows["source_title"], producers, rows["published"], strict=True):
        if isinstance(title, str):
            when = f" ({numbers.date(published)})" if pd.notna(published) and published else ""
            titles[f"{source_name(title, producer)}{when}"] = None
    source = t("chart.source", view.lang, sources="; ".join(titles)) if titles else ""
    if not linked:
        code = str(rows["indicator_code"].iloc[0])
        return source, [Link(t("move.figures", view.lang), links.href("sources", view.elsewhere(indicator=code)))]
    to_figures = [
        Link(t("move.figure", view.lang, year=str(int(year))), links.source_href(view, figure=figure))
        for figure, year in zip(rows["figure_id"], rows["year"], strict=True)
        if isinstance(figure, str)
    ]
    return source, to_figures
