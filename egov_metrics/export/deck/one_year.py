"""Charts of one year: ranked bars, how values are spread, two indicators beside each other, and maps as rankings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from egov_metrics.analysis import compare
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights import together
from egov_metrics.charts import bars, distribution, scatter
from egov_metrics.charts.inks import inks
from egov_metrics.charts.line_traces import legend_of_nothings
from egov_metrics.charts.points import Point, read
from egov_metrics.export.deck import scales
from egov_metrics.export.deck.comparison import Comparison, NothingToShow, read_comparison
from egov_metrics.export.deck.model import Axis, Chart, Datum, DeckSlide, Series
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

MOST_BARS = 13
"""So many rows of 18 point have room; of more units the best, the own neighbourhood and the last are drawn."""
FIRST, AROUND, LAST = 5, 2, 2
GAP = "⋯"


def bars_slides(page: Comparison) -> list[DeckSlide]:
    """The bars of one year, the best on top; a slide for each order of provinces."""
    groups = _groups(page)
    made = []
    for order, rows in groups:
        slide = _bars_slide(page, order, rows)
        if len(groups) > 1 and order:
            slide = replace(slide, subtitle=f"{t(f'compare.order.{order}', page.reader.lang)}. {slide.subtitle}")
        made.append(slide)
    return made


def spread_slides(page: Comparison) -> list[DeckSlide]:
    """How the values of one year are spread; a slide for each order of provinces."""
    return [_spread_slide(page, order, rows) for order, rows in _groups(page)]


def _groups(page: Comparison) -> list[tuple[str, pd.DataFrame]]:
    rows = page.figures[page.figures["year"] == page.year]
    rows = rows if page.asked.is_present else rows.assign(unit_id=rows["stored_id"])
    return [(order, group) for order, group in compare.orders(rows) if group[page.measure].notna().any()]


def _asked_in(page: Comparison, rows: pd.DataFrame) -> tuple[str | None, list[str]]:
    """Our own unit and the chosen ones by the keys of a ranking; those without a row are left out."""
    present = set(rows["unit_id"])

    def shown(unit: str) -> str | None:
        if page.asked.is_present:
            return unit if unit in present else None
        return compare.shown_key(unit, present, page.reader.continuity)

    own = shown(page.own) if page.own else None
    return own, [key for key in map(shown, page.chosen) if key]


def _names(page: Comparison, rows: pd.DataFrame) -> dict[str, str]:
    """Names within one ranking; with the day up to which figures count, where the days differ."""
    several = rows["period_end"].nunique(dropna=False) > 1
    called = {}
    for unit, end in zip(rows["unit_id"], rows["period_end"], strict=True):
        name = page.reader.short(unit) if unit.startswith("P") else page.name(unit)
        if several and pd.notna(end):
            name = t("compare.name.until", page.reader.lang, name=name, date=f"{end.day}/{end.month}")
        called[unit] = name
    return called


def _finding(
    page: Comparison, rows: pd.DataFrame, own: str | None, chosen: Sequence[str], names: dict[str, str]
) -> str:
    units = [unit for unit in (own, *chosen) if unit]
    if len(units) == 1:
        said = insights.own_finding(
            together.spoken(rows), units[0], page.indicator, names.__getitem__, page.reader.lang
        )
        if said:
            return said
    return page.finding(rows, units, names.__getitem__, own)


def _having(page: Comparison, rows: pd.DataFrame) -> str:
    lang, measure = page.reader.lang, page.measure
    if page.asked.is_present:
        return t(f"compare.having.{measure}_present", lang, n=numbers.count(rows[measure].notna().sum()))
    return insights.having_words(rows if page.is_one_ranking(rows) else rows.assign(rank_of=None), measure, lang)


def _bars_slide(page: Comparison, order: str, rows: pd.DataFrame) -> DeckSlide:
    lang, measure, subject = page.reader.lang, page.measure, page.subject
    own, chosen = _asked_in(page, rows)
    names = _names(page, rows)
    top = insights.leader(rows, page.indicator, measure) if page.is_one_ranking(rows) else None
    inked = chosen if page.named or top is None else [top["unit_id"]]
    frame = page.frame(rows, names.__getitem__)
    mean = compare.mean_of_year(page.means, page.year, order, rows["method_id"].unique().tolist()) if order else None
    caption = bars.caption(frame, subject, own=own, chosen=inked, measure=measure, mean=mean, look=page.reader.look)
    points = read(frame, measure)
    ranked = ordered([point for point in points if point.y is not None], page)
    kept = picked(ranked, own, inked)
    rest = [point for point in points if point.y is None and point.nothing]
    more = [_mean_words(page, mean)] if mean and measure == "value" else []
    if len(ranked) > len([one for one in kept if one]):
        drawn = len([one for one in kept if one])
        more.append(t("deck.note.picked", lang, n=numbers.count(drawn), of=numbers.count(len(ranked))))
    if any(_is_soft(point, measure) for point in ranked):
        more += [t("chart.note.hatch", lang), t("deck.note.star_too", lang)]
    nothings = legend_of_nothings(rest, page.reader.look)
    more += [t("chart.note.nothings", lang, nothings=nothings)] if nothings else []
    if rows["period_end"].nunique(dropna=False) > 1:
        more.append(t("compare.note.days", lang))
    return DeckSlide(
        title=_finding(page, rows, own, chosen, names),
        subtitle=f"{caption.subtitle.partition('. ')[0]}. {page.year}. {_having(page, rows)}",
        charts=(_bars_chart(page, kept, own, inked, ranked, caption.alt),),
        source=caption.source,
        method=" ".join(
            one for one in (*more, _absent_year(page, rows), page.notes(rows, (page.year, page.year))) if one
        ),
        notes="\n".join([caption.alt, *_listed(ranked, rest, page)]),
    )


def _absent_year(page: Comparison, rows: pd.DataFrame) -> str:
    own, chosen = _asked_in(page, rows)
    found = len(chosen) + (own is not None)
    if found == len(page.named):
        return ""
    present = set(rows["unit_id"])
    gone = [
        unit
        for unit in page.named
        if not (unit in present if page.asked.is_present else compare.shown_key(unit, present, page.reader.continuity))
    ]
    return t("compare.absent_year", page.reader.lang, units=", ".join(map(page.name, gone)), year=str(page.year))


def _mean_words(page: Comparison, mean: tuple[str, float]) -> str:
    return f"{mean[0][:1].upper()}{mean[0][1:]}: {page.subject.plain(mean[1])}."


def _is_soft(point: Point, measure: str) -> bool:
    hollow = point.is_hollow if measure == "value" else not point.is_published
    other = point.rank_basis if measure == "value" else point.value_basis
    return hollow or other not in (None, "published")


def ordered(points: Sequence[Point], page: Comparison) -> list[Point]:
    """From the best down; ties by published rank, then by name."""
    lower = page.subject.lower_is_better(page.measure)
    sign = 1 if lower else -1
    return sorted(points, key=lambda point: (sign * (point.y or 0.0), point.rank or 10**9, point.name))


def picked(ranked: Sequence[Point], own: str | None, chosen: Sequence[str]) -> list[Point | None]:
    """What has room of a ranking: all of few; of many the best, those around our own unit, the chosen and the last,
    with None where some are left out."""
    if len(ranked) <= MOST_BARS:
        return list(ranked)
    at = {point.unit_id: number for number, point in enumerate(ranked)}
    last = len(ranked) - 1
    wanted: list[int] = []
    if own in at:
        wanted += [at[own], *(near for step in range(1, AROUND + 1) for near in (at[own] - step, at[own] + step))]
    wanted += [at[unit] for unit in chosen if unit in at]
    wanted += [*range(LAST + FIRST)] if own not in at else [*range(FIRST)]
    ends = [last - step for step in range(LAST if own in at else LAST + 1)]
    # The ends are sure of their place; the others come as long as there is room for them and for two gaps.
    kept = {number for number in ends if number >= 0}
    for number in wanted:
        if 0 <= number <= last and len(kept) < MOST_BARS - 2:
            kept.add(number)
    found: list[Point | None] = []
    before = -1
    for number in sorted(kept):
        if number - before > 1:
            found.append(None)
        found.append(ranked[number])
        before = number
    return found[: MOST_BARS + 1]


def _bars_chart(
    page: Comparison,
    kept: Sequence[Point | None],
    own: str | None,
    chosen: Sequence[str],
    ranked: Sequence[Point],
    alt: str,
) -> Chart:
    look, subject, measure = page.reader.look, page.subject, page.measure
    inked = inks(own, chosen, look)
    data = []
    for point in kept:
        if point is None:
            data.append(Datum(None))
            continue
        ink = inked[point.unit_id].line if point.unit_id in inked else look.palette.field_bar
        soft = point.is_hollow if measure == "value" else not point.is_published
        data.append(Datum(point.y, scales.label(point, subject, measure, with_other=True), soft, ink))
    categories = [point.name if point else GAP for point in kept]
    values = [point.y or 0.0 for point in ranked]
    if measure == "rank":
        axis: Axis = scales.of_ranks(scales.worst_of(ranked))
    else:
        axis = scales.of_values(values, subject, from_low=True)
    name = f"{subject.short} {page.year}"
    series = Series(name, tuple(data), look.palette.field_bar, named=False)
    return Chart("bars", tuple(categories), (series,), axis, alt)


def _listed(ranked: Sequence[Point], rest: Sequence[Point], page: Comparison) -> list[str]:
    """The full table for the notes: what the slide has no room for."""
    lang = page.reader.lang
    told = [f"{p.name}: {scales.label(p, page.subject, page.measure, with_other=True)}" for p in ranked]
    told += [f"{p.name}: {numbers.nothing(p.nothing or '', lang).words}" for p in rest]
    return [t("deck.notes.all", lang, n=numbers.count(len(told))), *told]


def _spread_slide(page: Comparison, order: str, rows: pd.DataFrame) -> DeckSlide:
    lang, subject, look = page.reader.lang, page.subject, page.reader.look
    own, chosen = _asked_in(page, rows)
    names = _names(page, rows)
    frame = page.frame(rows, names.__getitem__)
    caption = distribution.caption(frame, subject, own=own, chosen=chosen, look=look)
    spread = distribution.read_spread(frame, subject, "value")
    if len(spread.sound) < distribution.LEAST:
        raise NothingToShow(caption.alt)
    counts = [0] * (len(spread.edges) - 1)
    for point in spread.sound:
        counts[spread.column(point.y or 0.0)] += 1
    mine = {spread.column(p.y or 0.0) for p in spread.sound if p.unit_id == own}
    data = [
        Datum(float(n), numbers.count(n), ink=look.palette.own.line if k in mine else look.palette.accent.line)
        for k, n in enumerate(counts)
    ]
    edges = scales.texts(spread.edges)
    categories = numbers.LEVELS if subject.is_level else [f"{a}–{b}" for a, b in zip(edges, edges[1:], strict=False)]
    series = Series(t("deck.units", lang), tuple(data), look.palette.accent.line, named=False)
    chart = Chart("columns", tuple(categories), (series,), scales.of_counts(max(counts)), caption.alt)
    left = len(spread.others) + spread.left_out
    more = [t("deck.note.classes", lang), plural("deck.note.not_counted", left, lang) if left else ""]
    points = ordered([point for point in read(frame, "value") if point.y is not None], page)
    return DeckSlide(
        title=caption.title,
        subtitle=f"{caption.subtitle} {_having(page, rows)}",
        charts=(chart,),
        source=caption.source,
        method=" ".join(one for one in (*more, page.notes(rows, (page.year, page.year))) if one),
        notes="\n".join([caption.alt, *_listed(points, [], page)]),
    )


def scatter_slide(page: Comparison) -> DeckSlide:
    """Every unit a dot, each indicator on its own axis; the second one is what the view names, else the fullest."""
    lang, look = page.reader.lang, page.reader.look
    other = read_comparison(page.reader, page.asked, page.asked.against or _partner(page))
    years = [year for year in other.years if year <= page.year]
    if not years:
        raise NothingToShow(t("compare.none.against", lang, index=page.subject.short))
    beside = years[-1]
    sides = [(page, page.year), (other, beside)]
    rows = [one.figures[one.figures["year"] == year] for one, year in sides]
    frames = [one.frame(some) for (one, _), some in zip(sides, rows, strict=True)]
    subjects = page.subject, other.subject
    caption = scatter.caption(
        frames[0], frames[1], subjects[0], subjects[1],
        year_x=page.year, year_y=beside, own=page.own, chosen=page.chosen, look=look,
    )  # fmt: skip
    found = scatter.read_field(frames[0], frames[1], page.year, beside)
    if len(found.units) < scatter.LEAST:
        raise NothingToShow(caption.alt)
    inked = inks(page.own, page.chosen, look)
    series = []
    for unit, ink in inked.items():
        pair = next((pair for pair in found.units if pair[0].unit_id == unit), None)
        if pair:
            series.append(Series(pair[0].name, (_dot(*pair, pair[0].name),), ink.line, strong=unit == page.own))
    grey = [_dot(*pair, "") for pair in found.units if pair[0].unit_id not in inked]
    # Grey first: what is in colour lies on top.
    others = Series(t("deck.others", lang), tuple(grey), look.palette.more.line)
    axes = [
        replace(
            scales.of_values([pair[k].y or 0.0 for pair in found.units], subjects[k]), title=f"{subjects[k].short} {y}"
        )
        for k, y in enumerate((page.year, beside))
    ]
    chart = Chart("scatter", (), (others, *series), axes[1], caption.alt, across=axes[0])
    soft = any(point.is_hollow for pair in found.units for point in pair)
    left = plural("chart.note.other_method", found.left_out, lang) if found.left_out else ""
    more = [t("chart.note.hollow", lang) if soft else "", left]
    told = [
        f"{a.name}: {scales.label(a, subjects[0], 'value')}; {scales.label(b, subjects[1], 'value')}"
        for a, b in found.units
    ]
    return DeckSlide(
        title=caption.title,
        subtitle=caption.subtitle,
        charts=(chart,),
        source=caption.source,
        method=" ".join(one for one in (*more, page.notes(rows[0], (page.year, page.year))) if one),
        notes="\n".join([caption.alt, *told]),
    )


def _dot(one: Point, other: Point, text: str) -> Datum:
    return Datum(other.y, text, one.is_hollow or other.is_hollow, x=one.y, disputed=one.conflict or other.conflict)


def _partner(page: Comparison) -> str:
    """The indicator to set beside one when the view names none: a headline of another family with figures of most
    units up to the year."""
    used = page.reader.edition.query("indicators_of_level", level=page.asked.level)
    rows = compare.indicators_with_figures(page.reader.indicators, used)
    rows = rows[(rows["family"] != page.indicator["family"]) & (rows["first_year"] <= page.year)]
    rows = rows[rows["is_headline"].fillna(False).astype(bool)]
    if rows.empty:
        raise NothingToShow(t("compare.none.against", page.reader.lang, index=page.subject.short))
    return str(rows.sort_values("units", ascending=False, kind="stable").iloc[0]["indicator_code"])
