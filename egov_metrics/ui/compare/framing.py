"""What the charts of this page share: frames, looks, colours, the finding, the notes, the block on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis import compare
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights import together
from egov_metrics.analysis.recompute_words import notes as recomputed_notes
from egov_metrics.charts import line
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts, sheet
from egov_metrics.ui.compare import notices, screen
from egov_metrics.ui.compare.heading import Words, gap_words
from egov_metrics.ui.compare.reading import OF_A_YEAR, PAIRS, Comparison
from egov_metrics.ui.markup import Link


def frame_of(page: Comparison, rows: pd.DataFrame, name: Callable[[str], str] | None = None) -> pd.DataFrame:
    """The rows as charts read them; of the provinces of today each with what it is worked out from."""
    frame = chart_frame(rows, name or page.name)
    return frame.assign(note=recomputed_notes(frame, page.short, page.lang)) if page.field.is_present else frame


def look_of(page: Comparison, fixed_height: bool = True) -> Look:
    """The look of a chart as wide as the page; `fixed_height` for those that do not grow with their rows."""
    width, height = screen.line_size()
    return Look(page.lang, parts.mode(), width, height if fixed_height else None)


def methods_of(page: Comparison) -> pd.DataFrame | None:
    """The versions that follow one another by year; criteria sets of single provinces are no eras of a chart."""
    rows = page.methods.of_family(page.indicator["family"])
    rows = rows[rows["by_year"].astype(bool)]
    if rows.empty:
        return None
    return rows.assign(name=rows[f"name_{page.lang}"], changes=rows[f"changes_{page.lang}"])


def highlighted(page: Comparison, drawn: pd.DataFrame) -> tuple[str, ...]:
    """The units in colour beside our own: the chosen ones; without either, those with the most figures."""
    if page.own or page.chosen:
        return page.chosen
    if drawn["unit_id"].nunique() <= line.FEW:
        return ()
    return tuple(compare.most_figures(drawn, page.measure))


def is_one_ranking(page: Comparison, rows: pd.DataFrame) -> bool:
    """Were these units scored and ranked together? Provinces are; units within them only with their own province's."""
    return len(rows) > 0 and compare.separate_rankings(rows, page.view.level) == 1


def finding(
    page: Comparison, rows: pd.DataFrame, asked: Sequence[str], call: Callable[[str], str], own: str | None = None
) -> str:
    """What the figures say of the units asked for, of which one may be our own, else who leads, else what there is;
    `rows` under the keys of `asked`. Figures that were worked out are spoken of as such."""
    spoken = together.spoken(rows)
    lang, indicator, measure = page.lang, page.indicator, page.measure
    found = ""
    mine = spoken[spoken["unit_id"].isin(list(asked))]
    if len(asked) > 1 and is_one_ranking(page, mine):
        found = together.pair_finding(spoken, asked, indicator, measure, call, lang)
        group = together.of_fullest_year(spoken, asked, measure)
        newest = together.newest_of(spoken, own, measure)
        found = found or insights.group_finding(group, asked, indicator, measure, call, lang, newest)
    if not found and is_one_ranking(page, spoken):
        found = insights.leader_finding(spoken, indicator, measure, call, lang)
    if found:
        return found
    plain = insights.plain_finding(rows, indicator, lang)
    ours = rows["value_basis"].eq("recomputed").any() or rows["rank_basis"].eq("recomputed").any()
    return t("compare.finding.recomputed", lang, finding=plain) if ours else plain


def notes_of(page: Comparison, rows: pd.DataFrame, years: tuple[int, int], *more: str) -> str:
    """How to read the chart: which values compare, whose rankings these are, why years are empty, what is refused."""
    lang = page.lang
    notes = [] if is_one_ranking(page, rows) else [t("compare.note.separate", lang)]
    notes.append(compare.comparability_words(rows, page.measure, page.methods, lang))
    notes += notices.moved(page) if page.field.is_present and parts.narrow() else []
    notes += [*more, *notices.refused_of_asked(page), notices.refused_count(page), *gap_words(page, *years)]
    return " ".join(note for note in notes if note)


def having(page: Comparison, rows: pd.DataFrame) -> str:
    """How many units of one year have what is drawn, of how many."""
    if page.field.is_present:
        n = numbers.count(rows[page.measure].notna().sum())
        return t(f"compare.having.{page.measure}_present", page.lang, n=n)
    together_ranked = rows if is_one_ranking(page, rows) else rows.assign(rank_of=None)
    return insights.having_words(together_ranked, page.measure, page.lang)


def block(
    page: Comparison,
    figure: go.Figure,
    caption: Caption,
    key: str,
    notes: str,
    links: Sequence[Link],
    files: Sequence[parts.Download],
    table: Callable[[], None] | None = None,
) -> None:
    """The chart under the page's headline, which says its title and subtitle."""
    said = replace(caption, subtitle="", method=" ".join(word for word in (notes, caption.method) if word))
    framed = parts.Framed(caption.subtitle, facts_of(page))
    parts.chart_block(figure, said, key, page.lang, links=links, files=files, headed=False, table=table, framed=framed)


def facts_of(page: Comparison) -> list[str]:
    """What a picture must say of the figures on the screen: indicator, methods, territory, basis; of two for both."""
    pair, years = page.pair, page.span
    if page.view.view in PAIRS and pair is not None:
        years = pair.year_from, pair.year_to
    elif page.view.view in OF_A_YEAR:
        years = page.year, page.year
    shown = page.figures[
        page.figures["year"].isin(years) if page.view.view in PAIRS else page.figures["year"].between(*years)
    ]
    by_province = page.view.level == "province"
    told = sheet.facts(shown, page.indicator, page.methods.frame, page.view, by_province)
    if page.view.view == "scatter" and page.against is not None:
        other = page.against.figures[page.against.figures["year"] == page.against_year]
        told += sheet.facts(other, page.against.indicator, page.against.methods.frame, page.view, by_province)
    return told


def nothing(page: Comparison, reason: str) -> Words:
    """Why this kind of chart has nothing to show here, and what to do; the words for the page's heading."""
    lang = page.lang
    why = t(f"compare.none.{reason}", lang, index=str(page.indicator[f"short_{lang}"]))
    what = t(f"compare.none.{reason}_what", lang)
    parts.empty_state(t("compare.empty.title_none", lang), why, what)
    return Words(insights.plain_finding(page.figures, page.indicator, lang), "")
