"""What all kinds of charts share: frames, colours, the finding, how to read what is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights import together
from egov_metrics.analysis.recompute_words import notes as recomputed_notes
from egov_metrics.charts import line
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.compare import remarks
from egov_metrics.views.compare.reading import Comparison


def frame_of(page: Comparison, rows: pd.DataFrame, name: Callable[[str], str] | None = None) -> pd.DataFrame:
    """The rows as charts read them; of the provinces of today each with what it is worked out from."""
    frame = chart_frame(rows, name or page.name)
    return frame.assign(note=recomputed_notes(frame, page.short, page.lang)) if page.field.is_present else frame


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


def notes_of(page: Comparison, rows: pd.DataFrame, years: tuple[int, int], *more: str, on_page: bool = True) -> str:
    """How to read the chart: which values compare, whose rankings these are, why years are empty, what is refused.
    `on_page=False` leaves out what speaks of the page's own lists and controls."""
    lang = page.lang
    notes = [] if is_one_ranking(page, rows) else [t("compare.note.separate", lang)]
    notes.append(compare.comparability_words(rows, page.measure, page.methods, lang))
    notes += [*more, *remarks.refused_of_asked(page), remarks.refused_count(page) if on_page else ""]
    return " ".join(note for note in (*notes, *gap_words(page, *years)) if note)


def gap_words(page: Comparison, first: int, last: int) -> list[str]:
    """Why provinces have no figures, or only some, in years between `first` and `last`, as far as it is known."""
    if page.view.level != "province":
        return []
    gaps = page.served.query("known_gaps")
    known = gaps[(gaps["family"] == page.indicator["family"]) & (gaps["year"] >= first) & (gaps["year"] <= last)]
    years = known.groupby(f"reason_{page.lang}", sort=False)["year"].agg(list)
    return [
        reason if any(str(year) in reason for year in listed) else f"{', '.join(map(str, listed))}: {reason}"
        for reason, listed in years.items()
    ]


def having(page: Comparison, rows: pd.DataFrame) -> str:
    """How many units of one year have what is drawn, of how many."""
    if page.field.is_present:
        n = numbers.count(rows[page.measure].notna().sum())
        return t(f"compare.having.{page.measure}_present", page.lang, n=n)
    together_ranked = rows if is_one_ranking(page, rows) else rows.assign(rank_of=None)
    return insights.having_words(together_ranked, page.measure, page.lang)
