"""Charts of one year, one for each order of provinces: ranked bars, and how values are spread."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights import together
from egov_metrics.analysis.insights.overview import position_words
from egov_metrics.analysis.position import position
from egov_metrics.charts import bars, distribution
from egov_metrics.i18n.texts import plural, t
from egov_metrics.ui import parts, stage
from egov_metrics.ui.compare import framing, notices
from egov_metrics.ui.compare.files import downloads
from egov_metrics.ui.compare.heading import Words, source_links
from egov_metrics.ui.compare.reading import Comparison
from egov_metrics.ui.parts import Download
from egov_metrics.ui.subjects import subject_of


def draw_bars(page: Comparison) -> Words:
    """The bars of one year, from the best down."""
    return _draw(page, bars)


def draw_spread(page: Comparison) -> Words:
    """How the values of one year are spread, and where the units that were asked for stand."""
    return _draw(page, distribution)


def _draw(page: Comparison, chart: ModuleType) -> Words:
    if page.measure not in page.field.measures:
        return framing.nothing(page, page.measure)
    rows = rows_of_year(page)
    notices.absent_in_year(page, page.year, set(rows["unit_id"]))
    groups = [(order, group) for order, group in compare.orders(rows) if group[page.measure].notna().any()]
    first: Words | None = None
    for number, (order, group) in enumerate(groups):
        last = number == len(groups) - 1
        words = _draw_order(page, chart, order, group, len(groups) > 1, downloads(page) if last else ())
        first = first or words
    assert first is not None, "a year of a ranking has figures of what is measured"
    return first


def rows_of_year(page: Comparison) -> pd.DataFrame:
    """The figures of the year on the screen under their own keys: a ranking of 63 and one of 34 are two."""
    rows = compare.within_years(page.figures, page.year, page.year)
    return rows if page.field.is_present else rows.assign(unit_id=rows["stored_id"])


def asked_in(page: Comparison, rows: pd.DataFrame) -> tuple[str | None, list[str]]:
    """Our own unit and the chosen ones by the keys that `rows_of_year` has; those without a row are left out."""
    present = set(rows["unit_id"])

    def shown(unit: str) -> str | None:
        if page.field.is_present:
            return unit if unit in present else None
        return compare.shown_key(unit, present, page.field.continuity)

    own = shown(page.own) if page.own else None
    return own, [key for key in map(shown, page.chosen) if key]


def names_of(page: Comparison, rows: pd.DataFrame) -> dict[str, str]:
    """Names of the units of one ranking; with the day up to which their figures count, where the days differ."""
    several = of_several_days(rows)
    called = {}
    for unit, end in zip(rows["unit_id"], rows["period_end"], strict=True):
        # Within one order of provinces no two bear the same name.
        name = page.short(unit) if unit.startswith("P") else page.name(unit)
        if several and pd.notna(end):
            name = t("compare.name.until", page.lang, name=name, date=f"{end.day}/{end.month}")
        called[unit] = name
    return called


def of_several_days(rows: pd.DataFrame) -> bool:
    """Are these figures of one year up to different days?"""
    return rows["period_end"].nunique(dropna=False) > 1


def _draw_order(
    page: Comparison, chart: ModuleType, order: str, rows: pd.DataFrame, named: bool, files: Sequence[Download]
) -> Words:
    lang, measure = page.lang, page.measure
    own, chosen = asked_in(page, rows)
    names = names_of(page, rows)
    drawn = rows
    on = stage.current()
    if on is not None and chart is bars:  # a slide has no room for 63 of them
        asked = [unit for unit in (own, *chosen) if unit]
        drawn = compare.few(rows, measure, asked, str(page.indicator["direction"]), on.room.most_bars)
    frame = framing.frame_of(page, drawn, names.__getitem__)
    subject = subject_of(page.indicator, lang)
    mean = compare.mean_of_year(page.means, page.year, order, rows["method_id"].unique().tolist()) if order else None
    top = insights.leader(rows, page.indicator, measure) if framing.is_one_ranking(page, rows) else None
    # When the reader asked for no unit, the one that the finding names is in colour.
    inked = chosen if page.asked or top is None else [top["unit_id"]]
    look = framing.look_of(page, fixed_height=chart is distribution or drawn is not rows)
    given: dict = {"own": own, "chosen": inked, "measure": measure, "mean": mean, "look": look}
    figure = chart.build(frame, subject, **given)
    caption = chart.caption(frame, subject, **given)
    having = framing.having(page, rows)
    if named:
        parts.title(t(f"compare.order.{order}", lang), having)
    place = _place_words(page, rows, own, names, chart is bars)
    days = t("compare.note.days", lang) if of_several_days(rows) else ""
    left = len(rows) - len(drawn)
    place = " ".join(filter(None, [place, plural("present.bars_left", left, lang) if left else ""]))
    notes = " ".join(word for word in (place, framing.notes_of(page, rows, (page.year, page.year), days)) if word)
    framing.block(
        page, figure, caption, f"compare-{page.view.view}-{order}", notes, source_links(page, own, rows), files
    )
    subtitle = caption.subtitle.partition(". ")[0] + f". {having}"
    return Words(finding_of_year(page, rows, own, chosen, names), subtitle)


def finding_of_year(
    page: Comparison, rows: pd.DataFrame, own: str | None, chosen: Sequence[str], names: dict[str, str]
) -> str:
    """The one unit that was asked for, or several among each other, else who leads."""
    asked = [unit for unit in (own, *chosen) if unit]
    if len(asked) == 1:
        said = insights.own_finding(together.spoken(rows), asked[0], page.indicator, names.__getitem__, page.lang)
        if said:
            return said
    return framing.finding(page, rows, asked, names.__getitem__, own)


def _place_words(page: Comparison, rows: pd.DataFrame, own: str | None, names: dict[str, str], count: bool) -> str:
    """Our place among those with a value of the same day, told apart from the published rank; and with `count` how many
    values do not count for it."""
    if own is None or page.measure == "rank" or of_several_days(rows) or not framing.is_one_ranking(page, rows):
        return ""
    found = position(rows, own, page.year, page.indicator["direction"])
    if found is None:
        return ""
    said = position_words(names[own], found, page.indicator, page.year, page.lang)
    apart = int(rows["value"].notna().sum()) - found.of if count else 0
    return f"{said} {plural('compare.note.not_counted', apart, page.lang)}" if apart else said
