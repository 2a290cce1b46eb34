"""Two years beside each other: a slope or bars of both, refused in words where they do not compare."""

from __future__ import annotations

from egov_metrics.charts.inks import inks
from egov_metrics.charts.look import Look
from egov_metrics.charts.pairs import Pair as Drawn
from egov_metrics.charts.pairs import read_pairs
from egov_metrics.charts.pairs_caption import sentence
from egov_metrics.charts.palette import mix
from egov_metrics.charts.points import Point
from egov_metrics.export.deck import scales
from egov_metrics.export.deck.comparison import method_of, there
from egov_metrics.export.deck.model import Chart, Datum, DeckSlide, Series
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.compare.pairs import TwoYearsShown, two_years_shown
from egov_metrics.views.compare.reading import Comparison

MOST_BARS = 7
"""Pairs of bars with room for text of 18 point."""
MOST_LINES = 60


def two_years_slide(page: Comparison, reader: Reader) -> DeckSlide:
    """The slide; raises NothingToShow with the reason where the two years may not stand side by side."""
    shown = there(two_years_shown(page, reader.look))
    lang, caption, subject = reader.lang, shown.caption, shown.subject
    pairs = read_pairs(shown.frame, shown.years, page.measure, shown.across or None, shown.pair.is_like)
    pairs.sort(key=lambda one: (one.after.y or 0.0) * (1 if subject.lower_is_better(page.measure) else -1))
    chart, drawn = (_lines if page.view.view == "slope" else _bars)(shown, pairs, reader.look)
    how = [sentence(shown.across) if shown.across else ""]
    if drawn < len(pairs):
        how.append(t("deck.note.picked", lang, n=numbers.count(drawn), of=numbers.count(len(pairs))))
    if any(point.is_hollow for one in pairs for point in (one.before, one.after)):
        how += [t("chart.note.hollow", lang), t("deck.note.star_too", lang)]
    told = [_told(one, shown, reader.look) for one in pairs]
    return DeckSlide(
        title=shown.words.title,
        subtitle=shown.words.subtitle,
        charts=(chart,),
        source=caption.source,
        method=method_of(page, how, shown.notes(on_page=False)),
        notes="\n".join([caption.alt, *told]),
    )


def _told(one: Drawn, shown: TwoYearsShown, look: Look) -> str:
    moved = one.change_words(shown.subject, look)
    return f"{one.name}: {_figure(one.before, shown)} → {_figure(one.after, shown)}, {moved}"


def _figure(point: Point, shown: TwoYearsShown) -> str:
    return scales.label(point, shown.subject, shown.page.measure)


def _lines(shown: TwoYearsShown, pairs: list[Drawn], look: Look) -> tuple[Chart, int]:
    """A line from one year to the other where the two may be joined, else two marks."""
    page, years = shown.page, shown.years
    inked = inks(page.own, page.chosen, look)
    named = [one for one in pairs if one.unit_id in inked]
    drawn = [*(one for one in pairs if one.unit_id not in inked)][: MOST_LINES - len(named)] + named
    series = []
    for one in drawn:
        ink = inked.get(one.unit_id)
        texts = [_figure(point, shown) if ink else "" for point in (one.before, one.after)]
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
        axis = scales.of_values([point.y or 0.0 for point in points], shown.subject)
    return Chart("line", tuple(map(str, years)), scales.told_apart(series, axis), axis, shown.caption.alt), len(drawn)


def _bars(shown: TwoYearsShown, pairs: list[Drawn], look: Look) -> tuple[Chart, int]:
    """Two bars for each unit, the earlier year pale: our own unit and the chosen ones, then the best."""
    page, years = shown.page, shown.years
    inked = inks(page.own, page.chosen, look)
    first = [one for one in pairs if one.unit_id in inked][:MOST_BARS]
    rest = [one for one in pairs if one.unit_id not in inked][: MOST_BARS - len(first)]
    drawn = [one for one in pairs if one in first or one in rest]
    series = []
    for number, year in enumerate(years):
        data = []
        for one in drawn:
            point = (one.before, one.after)[number]
            strong = inked[one.unit_id].line if one.unit_id in inked else look.palette.more.line
            ink = strong if number else mix("#FFFFFF", strong, 0.45)
            text = _figure(point, shown)
            if number:
                text = f"{text} ({one.change_words(shown.subject, look)})" if one.link == "solid" else text
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
        axis = scales.of_values([point.y or 0.0 for point in points], shown.subject, from_low=True)
    return Chart("bars", tuple(one.name for one in drawn), tuple(series), axis, shown.caption.alt), len(drawn)
