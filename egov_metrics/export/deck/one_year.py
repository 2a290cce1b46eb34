"""Charts of one year: ranked bars, how values are spread, two indicators beside each other, and maps as rankings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from egov_metrics.charts import distribution, scatter
from egov_metrics.charts.inks import inks
from egov_metrics.charts.line_traces import legend_of_nothings
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import Point, read
from egov_metrics.export.deck import scales
from egov_metrics.export.deck.comparison import NothingToShow, method_of, there
from egov_metrics.export.deck.model import Axis, Chart, Datum, DeckSlide, Series
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.views.compare.one_year import OneYear, one_year, rows_of_year
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.remarks import absent_in_year
from egov_metrics.views.compare.two_indicators import two_indicators

MOST_BARS = 13
"""So many rows of 18 point have room; of more units the best, the own neighbourhood and the last are drawn."""
FIRST, AROUND, LAST = 5, 2, 2
GAP = "⋯"


def bars_slides(page: Comparison, reader: Reader) -> list[DeckSlide]:
    """The bars of one year, the best on top; a slide for each order of provinces. Raises NothingToShow."""
    rankings = there(one_year(page, reader.look))
    made = []
    for shown in rankings:
        slide = _bars_slide(shown, reader.look)
        if len(rankings) > 1 and shown.order:
            slide = replace(slide, subtitle=f"{t(f'compare.order.{shown.order}', page.lang)}. {slide.subtitle}")
        made.append(slide)
    return made


def spread_slides(page: Comparison, reader: Reader) -> list[DeckSlide]:
    """How the values of one year are spread; a slide for each order of provinces. Raises NothingToShow."""
    return [_spread_slide(shown, reader.look) for shown in there(one_year(page, reader.look))]


def _bars_slide(shown: OneYear, look: Look) -> DeckSlide:
    page, lang, measure = shown.page, shown.page.lang, shown.page.measure
    points = read(shown.frame, measure)
    ranked = ordered([point for point in points if point.y is not None], shown)
    kept = picked(ranked, shown.own, shown.inked)
    rest = [point for point in points if point.y is None and point.nothing]
    how = [_mean_words(shown)] if shown.mean and measure == "value" else []
    if len(ranked) > len([one for one in kept if one]):
        n = len([one for one in kept if one])
        how.append(t("deck.note.picked", lang, n=numbers.count(n), of=numbers.count(len(ranked))))
    if any(_is_soft(point, measure) for point in ranked):
        how += [t("chart.note.hatch", lang), t("deck.note.star_too", lang)]
    nothings = legend_of_nothings(rest, look)
    how += [t("chart.note.nothings", lang, nothings=nothings)] if nothings else []
    how.append(absent_in_year(page, page.year, set(rows_of_year(page)["unit_id"])))
    return DeckSlide(
        title=shown.words.title,
        subtitle=f"{shown.scale} {page.year}. {shown.having}",
        charts=(_bars_chart(shown, kept, ranked, look),),
        source=shown.caption.source,
        method=method_of(page, how, shown.notes(on_page=False)),
        notes="\n".join([shown.caption.alt, *_listed(ranked, rest, shown)]),
    )


def _mean_words(shown: OneYear) -> str:
    label, value = shown.mean or ("", 0.0)
    return f"{label[:1].upper()}{label[1:]}: {shown.subject.plain(value)}."


def _is_soft(point: Point, measure: str) -> bool:
    hollow = point.is_hollow if measure == "value" else not point.is_published
    other = point.rank_basis if measure == "value" else point.value_basis
    return hollow or other not in (None, "published")


def ordered(points: Sequence[Point], shown: OneYear) -> list[Point]:
    """From the best down; ties by published rank, then by name."""
    lower = shown.subject.lower_is_better(shown.page.measure)
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


def _bars_chart(shown: OneYear, kept: Sequence[Point | None], ranked: Sequence[Point], look: Look) -> Chart:
    subject, measure = shown.subject, shown.page.measure
    inked = inks(shown.own, shown.inked, look)
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
    name = f"{subject.short} {shown.page.year}"
    series = Series(name, tuple(data), look.palette.field_bar, named=False)
    return Chart("bars", tuple(categories), (series,), axis, shown.caption.alt)


def _listed(ranked: Sequence[Point], rest: Sequence[Point], shown: OneYear) -> list[str]:
    """The full table for the notes: what the slide has no room for."""
    lang = shown.page.lang
    told = [f"{p.name}: {scales.label(p, shown.subject, shown.page.measure, with_other=True)}" for p in ranked]
    told += [f"{p.name}: {numbers.nothing(p.nothing or '', lang).words}" for p in rest]
    return [t("deck.notes.all", lang, n=numbers.count(len(told))), *told]


def _spread_slide(shown: OneYear, look: Look) -> DeckSlide:
    page, lang, subject = shown.page, shown.page.lang, shown.subject
    frame, own, caption = shown.frame, shown.own, shown.caption
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
    how = [t("deck.note.classes", lang), plural("deck.note.not_counted", left, lang) if left else ""]
    points = ordered([point for point in read(frame, "value") if point.y is not None], shown)
    return DeckSlide(
        title=shown.words.title,
        subtitle=f"{caption.subtitle} {shown.having}",
        charts=(chart,),
        source=caption.source,
        method=method_of(page, how, shown.notes(on_page=False)),
        notes="\n".join([caption.alt, *_listed(points, [], shown)]),
    )


def scatter_slide(page: Comparison, reader: Reader) -> DeckSlide:
    """Every unit a dot, each indicator on its own axis. Raises NothingToShow."""
    lang, look = page.lang, reader.look
    shown = there(two_indicators(page, look))
    caption, subjects, years = shown.caption, shown.subjects, shown.years
    found = scatter.read_field(*shown.frames, *years)
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
        for k, y in enumerate(years)
    ]
    chart = Chart("scatter", (), (others, *series), axes[1], caption.alt, across=axes[0])
    soft = any(point.is_hollow for pair in found.units for point in pair)
    left = plural("chart.note.other_method", found.left_out, lang) if found.left_out else ""
    told = [
        f"{a.name}: {scales.label(a, subjects[0], 'value')}; {scales.label(b, subjects[1], 'value')}"
        for a, b in found.units
    ]
    return DeckSlide(
        title=shown.words.title,
        subtitle=shown.words.subtitle,
        charts=(chart,),
        source=caption.source,
        method=method_of(page, [t("chart.note.hollow", lang) if soft else "", left], shown.notes(on_page=False)),
        notes="\n".join([caption.alt, *told]),
    )


def _dot(one: Point, other: Point, text: str) -> Datum:
    return Datum(other.y, text, one.is_hollow or other.is_hollow, x=one.y, disputed=one.conflict or other.conflict)
