"""Charts of many years: lines of values or ranks that stop at gaps and where the method changes; small charts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from egov_metrics.analysis.recompute_words import years_words
from egov_metrics.charts import line
from egov_metrics.charts.line import Scene
from egov_metrics.charts.line_traces import Coloured, MeanPoint, legend_of_nothings
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.points import Point, drawn, joins, unclear
from egov_metrics.export.deck import scales
from egov_metrics.export.deck.comparison import method_of, there
from egov_metrics.export.deck.model import Axis, Chart, Datum, DeckSlide, Series
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import plural, t
from egov_metrics.views.compare.framing import frame_of
from egov_metrics.views.compare.over_years import OverYears, over_years
from egov_metrics.views.compare.reading import Comparison

MOST_SERIES = 200
"""PowerPoint draws 255 series; beyond this the grey units are left out, and the slide says so."""
PANELS = 6
MOST_NAMED = 8
BREAK = "‖"
"""Before the first year of another method."""
LABELLED = 14
"""Up to so many points of the one coloured unit all carry their number."""


def line_slide(page: Comparison, reader: Reader) -> DeckSlide:
    """Lines of values or ranks, or the bump chart of ranks. Raises NothingToShow."""
    shown = there(over_years(page, reader.look))
    scene = _scene(shown, reader.look)
    made, left_out = _chart(shown, scene, reader.look)
    lang, of = page.lang, len([unit for unit in scene.coloured if drawn(scene.units[unit.unit_id])])
    more = [plural("deck.note.grey_left_out", left_out, lang)] if left_out else []
    more += [t("deck.note.named", lang, n=MOST_NAMED, of=numbers.count(of))] if of > MOST_NAMED else []
    more += [t("deck.note.most_figures", lang, n=numbers.count(of))] if shown.by_default else []
    return _slide(shown, (made,), [*_how_to_read(page, scene, reader.look), *more])


def grid_slide(page: Comparison, reader: Reader) -> DeckSlide:
    """A small chart for each of some units on one scale: those asked for, then those with the most figures."""
    look, lang = reader.look, page.lang
    shown = there(over_years(page, look, most=PANELS))
    scene = _scene(shown, look)
    ordered = [unit for unit in (*page.asked, *scene.units) if drawn(scene.units.get(unit, []))]
    counted = sorted(dict.fromkeys(ordered), key=lambda unit: (unit not in page.asked, -len(drawn(scene.units[unit]))))
    units = counted[:PANELS]
    axis = _axis(shown, [point for unit in units for point in drawn(scene.units[unit])], ())
    charts = []
    for unit in units:
        ink = look.palette.own.line if unit == page.own else look.palette.accent.line
        points = drawn(scene.units[unit])
        series = _cut(points, points[0].name, ink, scene, shown, {points[0].year, points[-1].year})
        years = tuple(str(year) for year in range(scene.first, scene.last + 1))
        title = f"{points[0].name}, {years[0]}–{years[-1]}"
        charts.append(Chart("line", years, scales.told_apart(series, axis), axis, points[0].name, title=title))
    more = [t("deck.note.panels", lang, n=len(units), of=len(counted))] if len(counted) > len(units) else []
    return _slide(shown, tuple(charts), [*_how_to_read(page, scene, look), *more])


def _scene(shown: OverYears, look: Look) -> Scene:
    """The points of all units, and what is in colour."""
    page = shown.page
    means = page.means if page.measure == "value" and page.view.view == "line" else None
    return line.stage(shown.frame, shown.eras, page.own, shown.picked, page.measure, means, look, page.span)


def _slide(shown: OverYears, charts: tuple[Chart, ...], how: Sequence[str]) -> DeckSlide:
    caption, words = shown.caption, shown.words
    return DeckSlide(
        title=words.title,
        subtitle=words.subtitle,
        charts=charts,
        source=caption.source,
        method=method_of(shown.page, how, shown.notes(on_page=False)),
        notes="\n".join([caption.alt, *_told(shown)]),
    )


def _how_to_read(page: Comparison, scene: Scene, look: Look) -> list[str]:
    """What the marks mean, only as far as this chart has them."""
    lang = page.lang
    shown = drawn(scene.points)
    coloured = [drawn(scene.units[unit.unit_id]) for unit in scene.coloured]
    pairs = [pair for points in coloured for pair in pairwise(points)]
    notes = []
    if scene.breaks:
        named = [t("chart.note.break", lang, label=one.labels(look)[0], year=one.year) for one in scene.breaks]
        if page.view.view == "grid":  # too small for marks on its years
            notes.append(t("chart.note.breaks", lang, breaks="; ".join(named)))
        else:
            notes.append(t("deck.note.breaks", lang, mark=BREAK, breaks="; ".join(named)))
        notes += [t("deck.note.inferred", lang)] if any(one.inferred for one in scene.breaks) else []
    if any(unclear(*pair) for pair in pairs):
        notes.append(t("deck.note.unclear", lang))
    if any(other.year - one.year > 1 for one, other in pairs):
        notes.append(t("chart.note.gaps", lang))
    if any(point.is_hollow for point in shown):
        notes += [t("chart.note.hollow", lang), t("deck.note.star_too", lang)]
    if any(point.conflict for point in shown):
        notes.append(t("chart.note.conflict", lang))
    if scene.field and page.view.view != "grid":
        notes.append(t("deck.note.field", lang))
    if page.measure == "rank":
        counts: dict[int, list[int]] = {}
        for year, of in sorted({(point.year, point.rank_of) for point in shown if point.rank_of}):
            counts.setdefault(of, []).append(year)
        if len(counts) > 1:
            listed = "; ".join(f"{numbers.count(of)} ({years_words(years)})" for of, years in counts.items())
            notes.append(t("deck.note.ranked", lang, counts=listed))
    nothings = legend_of_nothings(scene.points, look)
    return notes + ([t("chart.note.nothings", lang, nothings=nothings)] if nothings else [])


def _told(shown: OverYears) -> list[str]:
    """All figures of the units in colour, a line for each year: what a slide has no room for."""
    page = shown.page
    rows = shown.rows[shown.rows["unit_id"].isin([*page.asked, *shown.picked])].sort_values(["unit_id", "year"])
    points = line.read(frame_of(page, rows), page.measure)
    return [
        f"{point.name} {point.year}: {scales.label(point, shown.subject, page.measure, with_other=True)}"
        for point in points
        if point.y is not None
    ]


def _chart(shown: OverYears, scene: Scene, look: Look) -> tuple[Chart, int]:
    """The chart, and how many grey units were left out since they are too many."""
    coloured = _coloured(scene)
    alone = len(coloured) == 1
    series: list[Series] = []
    for unit in coloured:
        points = drawn(scene.units[unit.unit_id])
        last = points[-1]
        told = {point.year for point in points} if alone and len(points) <= LABELLED else {last.year}
        made = _cut(points, points[0].name, unit.ink.line, scene, shown, told, unit.ink.text)
        series += [_strong(one) for one in made] if unit.is_own else made
    for label, _, means in scene.means:
        series += _mean(label, means, scene, look.palette.mean.line)
    inked = {unit.unit_id for unit in coloured}
    field = [unit for unit, points in scene.units.items() if unit not in inked and drawn(points)]
    left_out = len(field) if len(series) + len(field) > MOST_SERIES else 0
    grey = [] if left_out else [_grey(drawn(scene.units[unit]), scene, look.palette.field) for unit in field]
    every = [point for points in scene.units.values() for point in drawn(points)]
    values = [point.value for _, _, means in scene.means for point in means]
    # What is in colour lies on top: the last series is drawn last.
    axis = _axis(shown, every, values)
    ordered = scales.told_apart([*grey, *reversed(series)], axis)
    return Chart("line", _years(scene), ordered, axis, shown.caption.alt), left_out


def _coloured(scene: Scene) -> list[Coloured]:
    """Our own unit and the first chosen ones that have something to draw; a legend has no room for more."""
    found = [unit for unit in scene.coloured if drawn(scene.units[unit.unit_id])]
    own = [unit for unit in found if unit.is_own]
    return [*own, *(unit for unit in found if not unit.is_own)][:MOST_NAMED]


def _axis(shown: OverYears, points: Sequence[Point], others: Sequence[float]) -> Axis:
    if shown.page.measure == "rank":
        return scales.of_ranks(scales.worst_of(points))
    return scales.of_values([point.y or 0.0 for point in points] + list(others), shown.subject)


def _years(scene: Scene) -> tuple[str, ...]:
    """A category for every year, also those without figures; the first of another method is marked."""
    starts = {one.year for one in scene.breaks}
    return tuple(f"{BREAK if year in starts else ''}{year}" for year in range(scene.first, scene.last + 1))


def stretches(points: Sequence[Point], measure: Measure) -> list[list[Point]]:
    """The points of one unit, cut where a line may not run: at gaps, changes of the method, of the kind of figure."""
    may = joins(measure)
    cut: list[list[Point]] = [[points[0]]] if points else []
    for one, other in pairwise(points):
        if may(one, other):
            cut[-1].append(other)
        else:
            cut.append([other])
    return cut


def _cut(
    points: Sequence[Point],
    name: str,
    ink: str,
    scene: Scene,
    shown: OverYears,
    told: Collection[int],
    label_ink: str = "",
) -> list[Series]:
    """A series for each stretch of a unit; the newest bears its name in the legend, the others their years too."""
    measure = shown.page.measure
    parts = stretches(points, measure)
    made = []
    for number, part in enumerate(parts):
        newest = number == len(parts) - 1
        texts = {
            point.year: scales.label(point, shown.subject, shown.page.measure) if point.year in told else ""
            for point in part
        }
        by_year = {point.year: scales.datum(point, texts[point.year]) for point in part}
        years = f"{part[0].year}–{part[-1].year}" if len(part) > 1 else str(part[0].year)
        called = name if newest else f"{name} ({years})"
        made.append(Series(called, _spread(by_year, scene), ink, named=newest, label_ink=label_ink or ink))
    return list(reversed(made))


def _spread(by_year: dict[int, Datum], scene: Scene) -> tuple[Datum, ...]:
    return tuple(by_year.get(year, Datum(None)) for year in range(scene.first, scene.last + 1))


def _strong(series: Series) -> Series:
    return Series(series.name, series.data, series.ink, series.named, strong=True, label_ink=series.label_ink)


def _grey(points: Sequence[Point], scene: Scene, ink: str) -> Series:
    """A unit that nobody chose: marks alone, since its line would need a series for every stretch."""
    by_year = {point.year: scales.datum(point) for point in points}
    return Series(points[0].name, _spread(by_year, scene), ink, named=False, joined=False)


def _mean(label: str, points: Sequence[MeanPoint], scene: Scene, ink: str) -> list[Series]:
    """A mean, cut at gaps and where the method changes."""
    parts: list[list[MeanPoint]] = []
    for point in points:
        if parts and point.method_id == parts[-1][-1].method_id and point.year - parts[-1][-1].year == 1:
            parts[-1].append(point)
        else:
            parts.append([point])
    made = []
    for number, part in enumerate(parts):
        by_year = {point.year: Datum(point.value) for point in part}
        newest = number == len(parts) - 1
        name = label if newest else f"{label} ({part[0].year}–{part[-1].year})"
        made.append(Series(name, _spread(by_year, scene), ink, named=newest, dashed=True))
    return list(reversed(made))
