"""The charts: lines over the years, ranked bars of one year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights.overview import position_words
from egov_metrics.analysis.position import position
from egov_metrics.charts import bars, line, line_caption
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import parts
from egov_metrics.ui.compare import screen
from egov_metrics.ui.compare.heading import Words, gap_words, source_links
from egov_metrics.ui.compare.naming import short_name
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.subjects import subject_of


def draw_line(page: Comparison, files: Sequence[parts.Download]) -> Words:
    """The lines; returns the words for the page's heading."""
    rows = page.in_span
    measure, lang = page.measure, page.lang
    drawn = rows[rows[measure].notna() | rows["nothing"].notna()]
    frame = chart_frame(drawn, page.name)
    subject = subject_of(page.indicator, lang)
    look = Look(lang, parts.mode(), *screen.line_size())
    picked = highlighted(page, drawn)
    given: dict = {
        "own": page.own,
        "chosen": picked,
        "measure": measure,
        "means": page.means,
        "look": look,
        "years": page.span,
    }
    methods = _methods(page)
    figure = line.build(frame, methods, subject, **given)
    caption = line_caption.caption(frame, methods, subject, **given)
    notes = [*_line_notes(page, rows, bool(picked) and not page.chosen), caption.method]
    said = replace(caption, subtitle="", method=" ".join(note for note in notes if note))
    links = source_links(page, page.own or (picked[0] if len(picked) == 1 else None))
    parts.chart_block(figure, said, "compare-line", lang, links=links, files=files, headed=False)
    return Words(_line_finding(page, drawn, caption), caption.subtitle)


def highlighted(page: Comparison, drawn: pd.DataFrame) -> tuple[str, ...]:
    """The units in colour beside our own: the chosen ones; without either, those with the most figures."""
    if page.own or page.chosen:
        return page.chosen
    if drawn["unit_id"].nunique() <= line.FEW:
        return ()
    return tuple(compare.most_figures(drawn, page.measure))


def _methods(page: Comparison) -> pd.DataFrame | None:
    """The versions that follow one another by year; criteria sets of single provinces are no eras of a chart."""
    rows = page.methods.of_family(page.indicator["family"])
    rows = rows[rows["by_year"].astype(bool)]
    if rows.empty:
        return None
    return rows.assign(name=rows[f"name_{page.lang}"], changes=rows[f"changes_{page.lang}"])


def _line_finding(page: Comparison, drawn: pd.DataFrame, caption: Caption) -> str:
    mine = drawn[(drawn["unit_id"] == page.own) & drawn[page.measure].notna()]
    if len(mine) or (len(page.chosen) == 1 and not page.own):
        return caption.title
    found = ""
    if _is_one_ranking(page, drawn[drawn["unit_id"].isin(page.chosen)]):
        found = insights.group_finding(drawn, page.chosen, page.indicator, page.measure, page.name, page.lang)
    if not found and _is_one_ranking(page, drawn):
        found = insights.leader_finding(drawn, page.indicator, page.measure, page.name, page.lang)
    return found or insights.plain_finding(drawn, page.indicator, page.lang)


def _is_one_ranking(page: Comparison, rows: pd.DataFrame) -> bool:
    """Were these units scored and ranked together? Provinces are; units within them only with their own province's."""
    return len(rows) > 0 and compare.separate_rankings(rows, page.view.level) == 1


def _line_notes(page: Comparison, rows: pd.DataFrame, by_default: bool) -> list[str]:
    lang = page.lang
    notes = [compare.comparability_words(rows, page.measure, page.methods, lang)]
    region = page.means.loc[page.means["kind"] == "region", "unit_id"]
    if page.measure == "value" and len(region):
        notes.append(t("compare.mean.region_is", lang, region=short_name(page.options, str(region.iloc[0]))))
    if by_default:
        notes.append(t("compare.note.highlighted", lang, n=numbers.count(compare.HIGHLIGHTED)))
    if not _is_one_ranking(page, rows):
        notes.insert(0, t("compare.note.separate", lang))
    return [*notes, *gap_words(page, *page.span)]


def draw_bars(page: Comparison, files: Sequence[parts.Download]) -> Words:
    """The bars of one year, one chart for each order of provinces; returns the words for the page's heading."""
    rows = compare.within_years(page.figures, page.year, page.year)
    rows = rows.assign(unit_id=rows["stored_id"])
    groups = [(order, group) for order, group in compare.orders(rows) if group[page.measure].notna().any()]
    _say_absent(page, rows)
    first: Words | None = None
    for number, (order, group) in enumerate(groups):
        last = number == len(groups) - 1
        words = _draw_order(page, order, group, len(groups) > 1, files if last else ())
        first = first or words
    assert first is not None, "a year of a ranking has figures of what is measured"
    return first


def _say_absent(page: Comparison, rows: pd.DataFrame) -> None:
    """Which of our own and the chosen units have figures, but none of this year."""
    present = set(rows["unit_id"])
    asked = [unit for unit in (page.own, *page.chosen) if unit]
    absent = [page.name(unit) for unit in asked if not compare.shown_key(unit, present, page.field.continuity)]
    if absent:
        parts.notice(t("compare.absent_year", page.lang, units=", ".join(absent), year=str(page.year)))


def _draw_order(
    page: Comparison, order: str, rows: pd.DataFrame, named: bool, files: Sequence[parts.Download]
) -> Words:
    lang, measure = page.lang, page.measure
    present = set(rows["unit_id"])
    own = compare.shown_key(page.own, present, page.field.continuity) if page.own else None
    keys = [compare.shown_key(unit, present, page.field.continuity) for unit in page.chosen]
    chosen = [key for key in keys if key]
    names = _names(page, rows)
    frame = chart_frame(rows, lambda unit: names[unit])
    subject = subject_of(page.indicator, lang)
    look = Look(lang, parts.mode(), screen.chart_width())
    mean = compare.mean_of_year(page.means, page.year, order, rows["method_id"].unique().tolist()) if order else None
    top = insights.leader(rows, page.indicator, measure) if _is_one_ranking(page, rows) else None
    # When the reader asked for no unit, the one that the finding names is in colour.
    inked = chosen if page.own or page.chosen or top is None else [top["unit_id"]]
    given: dict = {"own": own, "chosen": inked, "measure": measure, "mean": mean, "look": look}
    figure = bars.build(frame, subject, **given)
    caption = bars.caption(frame, subject, **given)
    together = rows if _is_one_ranking(page, rows) else rows.assign(rank_of=None)
    having = insights.having_words(together, measure, lang)
    if named:
        parts.title(t(f"compare.order.{order}", lang), having)
    notes = [_place_words(page, rows, own, names), *_bars_notes(page, rows), caption.method]
    said = replace(caption, subtitle="", method=" ".join(note for note in notes if note))
    links = source_links(page, own, rows)
    parts.chart_block(figure, said, f"compare-bars-{order}", lang, links=links, files=files, headed=False)
    subtitle = caption.subtitle.partition(". ")[0] + f". {having}"
    return Words(_bars_finding(page, rows, own, chosen, names), subtitle)


def _bars_finding(
    page: Comparison, rows: pd.DataFrame, own: str | None, chosen: Sequence[str], names: dict[str, str]
) -> str:
    """Our own unit or the one chosen, else the chosen ones among each other, else who leads."""
    lang, call = page.lang, names.__getitem__
    one = own or (chosen[0] if len(chosen) == 1 else None)
    found = insights.own_finding(rows, one, page.indicator, call, lang) if one else ""
    if not found and _is_one_ranking(page, rows[rows["unit_id"].isin(chosen)]):
        found = insights.group_finding(rows, chosen, page.indicator, page.measure, call, lang)
    if not found and _is_one_ranking(page, rows):
        found = insights.leader_finding(rows, page.indicator, page.measure, call, lang)
    return found or insights.plain_finding(rows, page.indicator, lang)


def _names(page: Comparison, rows: pd.DataFrame) -> dict[str, str]:
    """Names of the units of one ranking; with the day up to which their figures count, where the days differ."""
    several = _of_several_days(rows)
    called = {}
    for unit, end in zip(rows["unit_id"], rows["period_end"], strict=True):
        # Within one order of provinces no two bear the same name.
        name = short_name(page.options, unit) if unit.startswith("P") else page.name(unit)
        if several and pd.notna(end):
            name = t("compare.name.until", page.lang, name=name, date=f"{end.day}/{end.month}")
        called[unit] = name
    return called


def _of_several_days(rows: pd.DataFrame) -> bool:
    return rows["period_end"].nunique(dropna=False) > 1


def _place_words(page: Comparison, rows: pd.DataFrame, own: str | None, names: dict[str, str]) -> str:
    """Our place among those with a value of the same day, told apart from the published rank."""
    if own is None or page.measure == "rank" or _of_several_days(rows) or not _is_one_ranking(page, rows):
        return ""
    found = position(rows, own, page.year, page.indicator["direction"])
    return "" if found is None else position_words(names[own], found, page.indicator, page.year, page.lang)


def _bars_notes(page: Comparison, rows: pd.DataFrame) -> list[str]:
    lang = page.lang
    notes = [compare.comparability_words(rows, page.measure, page.methods, lang)]
    if _of_several_days(rows):
        notes.append(t("compare.note.days", lang))
    if not _is_one_ranking(page, rows):
        notes.insert(0, t("compare.note.separate", lang))
    return [*notes, *gap_words(page, page.year, page.year)]
