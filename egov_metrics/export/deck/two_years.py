"""Two years beside each other: a slope or bars of both, refused in words where they do not compare."""

from __future__ import annotations

from egov_metrics.analysis.insights.words import method_words
from egov_metrics.analysis.two_years import Pair
from egov_metrics.charts import dumbbell, slope
from egov_metrics.charts.inks import inks
from egov_metrics.charts.pairs import Pair as Drawn
from egov_metrics.charts.pairs import read_pairs
from egov_metrics.charts.pairs_caption import sentence
from egov_metrics.charts.palette import mix
from egov_metrics.charts.points import Point
from egov_metrics.export.deck import scales
from egov_metrics.export.deck.comparison import Comparison, NothingToShow
from egov_metrics.export.deck.model import Chart, Datum, DeckSlide, Series
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t

MOST_BARS = 7
"""Pairs of bars with room for text of 18 point."""
MOST_LINES = 60


def two_years_slide(page: Comparison) -> DeckSlide:
    """The slide; raises NothingToShow with the reason where the two years may not stand side by side."""
    lang, reader = page.reader.lang, page.reader
    pair = _pair(page)
    if pair is None:
        raise NothingToShow(t("compare.none.years", lang, index=page.subject.short))
    _refuse(page, pair)
    years = (pair.year_from, pair.year_to)
    rows = page.figures
    rows = rows[rows["year"].isin(years) & rows["unit_id"].isin(pair.shown) & rows[page.measure].notna()]
    across = _across(page, pair)
    frame = page.frame(rows)
    module = slope if page.asked.view == "slope" else dumbbell
    caption = module.caption(
        frame, page.subject, years=years, own=page.own, chosen=page.chosen, measure=page.measure,
        across=across or None, alike=pair.is_like, look=reader.look,
    )  # fmt: skip
    pairs = read_pairs(frame, years, page.measure, across or None, pair.is_like)
    pairs.sort(key=lambda one: (one.after.y or 0.0) * (1 if page.subject.lower_is_better(page.measure) else -1))
    chart, shown = (_lines if module is slope else _bars)(page, pairs, years, caption.alt)
    more = [sentence(across) if across else ""]
    if shown < len(pairs):
        more.append(t("deck.note.picked", lang, n=numbers.count(shown), of=numbers.count(len(pairs))))
    if pair.left_out:
        more.append(plural("compare.pair.left_out", len(pair.left_out), lang))
    if any(point.is_hollow for one in pairs for point in (one.before, one.after)):
        more += [t("chart.note.hollow", lang), t("deck.note.star_too", lang)]
    told = [_told(one, page) for one in pairs]
    return DeckSlide(
        title=caption.title,
        subtitle=caption.subtitle,
        charts=(chart,),
        source=caption.source,
        method=" ".join(one for one in (*more, page.notes(rows, years)) if one),
        notes="\n".join([caption.alt, *told]),
    )


def _told(one: Drawn, page: Comparison) -> str:
    moved = one.change_words(page.subject, page.reader.look)
    return f"{one.name}: {_figure(one.before, page)} → {_figure(one.after, page)}, {moved}"


def _pair(page: Comparison) -> Pair | None:
    """The ends of the stated years; when none are stated, a pair that compares."""
    two, asked = page.two_years, page.asked
    if len(two.years) < 2:
        return None
    if asked.year_from is None and asked.year_to is None:
        best = None if asked.year is None else two.best(page.named, asked.year)
        return best or two.best(page.named) or two.pair(two.years[-2], two.years[-1])
    low, high = asked.year_from or two.years[0], asked.year_to or two.years[-1]
    inside = [year for year in two.years if low <= year <= high]
    if len(inside) >= 2:
        return two.pair(inside[0], inside[-1])
    near = min(two.years, key=lambda one: (abs(one - (inside[0] if inside else high)), -one))
    place = max(two.years.index(near), 1)
    return two.pair(two.years[place - 1], two.years[place])


def _refuse(page: Comparison, pair: Pair) -> None:
    lang, years = page.reader.lang, {"first": pair.year_from, "last": pair.year_to}
    if pair.kind == "none":
        raise NothingToShow(t("compare.pair.none", lang, **years))
    if not pair.is_like and not page.asked.across:
        unclear = "_unclear" if pair.kind == "not_stated" else ""
        title = t(f"compare.pair.title{unclear}", lang, index=page.subject.short, **years)
        raise NothingToShow(t(f"compare.pair.refused{unclear}", lang, **years, why=_why(page, pair)), title)


def _across(page: Comparison, pair: Pair) -> str:
    lang = page.reader.lang
    if pair.is_like:
        return t("compare.across.words_rank", lang, why=_why(page, pair)) if pair.likeness else ""
    unclear = "_unclear" if pair.kind == "not_stated" else ""
    return t(f"compare.across.words{unclear}", lang, why=_why(page, pair))


def _why(page: Comparison, pair: Pair) -> str:
    lang = page.reader.lang
    if pair.kind == "field":
        if pair.counts and pair.counts[0] != pair.counts[1]:
            first, last = map(numbers.count, pair.counts)
            return t("compare.across.field", lang, first=first, last=last)
        return t("compare.across.other_units", lang)
    method = method_words(pair.likeness.method_id, page.reader.methods, lang) if pair.likeness else ""
    if pair.likeness and pair.likeness.kind == "broken":
        return t("compare.across.broken", lang, method=method) if method else t("compare.across.methods", lang)
    return t("compare.across.not_stated", lang)


def _figure(point: Point, page: Comparison) -> str:
    return scales.label(point, page.subject, page.measure)


def _lines(page: Comparison, pairs: list[Drawn], years: tuple[int, int], alt: str) -> tuple[Chart, int]:
    """A line from one year to the other where the two may be joined, else two marks."""
    look = page.reader.look
    inked = inks(page.own, page.chosen, look)
    named = [one for one in pairs if one.unit_id in inked]
    shown = [*(one for one in pairs if one.unit_id not in inked)][: MOST_LINES - len(named)] + named
    series = []
    for one in shown:
        ink = inked.get(one.unit_id)
        texts = [_figure(point, page) if ink else "" for point in (one.before, one.after)]
        data = tuple(scales.datum(point, text) for point, text in zip((one.before, one.after), texts, strict=True))
        series.append(
            Series(
                one.name, data, ink.line if ink else look.palette.field, named=ink is not None,
                joined=one.link == "solid", strong=one.unit_id == page.own, label_ink=ink.text if ink else "",
            )
        )  # fmt: skip
    points = [point for one in pairs for point in (one.before, one.after)]
    if page.measure == "rank":
        axis = scales.of_ranks(scales.worst_of(points))
    else:
        axis = scales.of_values([point.y or 0.0 for point in points], page.subject)
    return Chart("line", tuple(map(str, years)), scales.told_apart(series, axis), axis, alt), len(shown)


def _bars(page: Comparison, pairs: list[Drawn], years: tuple[int, int], alt: str) -> tuple[Chart, int]:
    """Two bars for each unit, the earlier year pale: our own unit and the chosen ones, then the best."""
    look = page.reader.look
    inked = inks(page.own, page.chosen, look)
    first = [one for one in pairs if one.unit_id in inked][:MOST_BARS]
    rest = [one for one in pairs if one.unit_id not in inked][: MOST_BARS - len(first)]
    shown = [one for one in pairs if one in first or one in rest]
    series = []
    for number, year in enumerate(years):
        data = []
        for one in shown:
            point = (one.before, one.after)[number]
            strong = inked[one.unit_id].line if one.unit_id in inked else look.palette.more.line
            ink = strong if number else mix("#FFFFFF", strong, 0.45)
            text = _figure(point, page)
            if number:
                text = f"{text} ({one.change_words(page.subject, look)})" if one.link == "solid" else text
            data.append(Datum(point.y, text, point.is_hollow, ink))
        series.append(
            Series(
                str(year), tuple(data), (mix("#FFFFFF", look.palette.more.line, 0.45), look.palette.more.line)[number]
            )
        )
    points = [point for one in pairs for point in (one.before, one.after)]
    if page.measure == "rank":
        axis = scales.of_ranks(scales.worst_of(points))
    else:
        axis = scales.of_values([point.y or 0.0 for point in points], page.subject, from_low=True)
    return Chart("bars", tuple(one.name for one in shown), tuple(series), axis, alt), len(shown)
