"""The words around a line chart, made from the same scene as the figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pandas as pd

from egov_metrics.charts import line_traces
from egov_metrics.charts.caption import Caption, extent, newest_sentence, scale, source_line, span, written
from egov_metrics.charts.line import Scene, stage
from egov_metrics.charts.look import Look, Measure, Subject
from egov_metrics.charts.points import Point, drawn, joins, marked, method_of, newest, standing, unclear
from egov_metrics.i18n.texts import plural, t


def caption(
    frame: pd.DataFrame,
    methods_frame: pd.DataFrame | None,
    subject: Subject,
    *,
    own: str | None = None,
    chosen: Sequence[str] = (),
    measure: Measure = "value",
    means: pd.DataFrame | None = None,
    look: Look | None = None,
    years: tuple[int, int] | None = None,
    title: str | None = None,
    scene: Scene | None = None,
) -> Caption:
    """The caption of `line.build` with the same arguments (`scene` too); `title` replaces the one that is made from the
    data."""
    look = look or Look()
    scene = scene or stage(frame, methods_frame, own, chosen, measure, means, look, years)
    shown = drawn(scene.points)
    if not shown:
        words = t("chart.empty", look.lang)
        return Caption(title or subject.name, scale(subject, measure, look), "", method(scene, measure, look), words)
    named = [point for unit in scene.coloured for point in drawn(scene.units[unit.unit_id])]
    units = plural("chart.units", len({point.unit_id for point in shown}), look.lang)
    subtitle = ". ".join([scale(subject, measure, look), f"{units}, {span(shown)}"]) + "."
    return Caption(
        title=title or finding(scene, subject, measure, look),
        subtitle=subtitle,
        source=source_line(named or shown, look),
        method=method(scene, measure, look),
        alt=_alt(scene, subject, measure, look, units),
    )


def finding(scene: Scene, subject: Subject, measure: Measure, look: Look) -> str:
    """What happened to our own unit, or to the one chosen unit; else what is compared."""
    leading = [unit for unit in reversed(scene.coloured) if drawn(scene.units[unit.unit_id])]
    if not leading or not (leading[0].is_own or len(leading) == 1):
        return t("chart.line.title", look.lang, indicator=subject.short, years=span(drawn(scene.points)))
    shown = drawn(scene.units[leading[0].unit_id])
    points = [point for point in shown if point.is_published] or shown
    first, last = points[0], points[-1]
    values = {
        "name": last.name,
        "indicator": subject.short,
        "last": _rank(last, subject, look) if measure == "rank" else standing(last, subject, look, ", "),
        "last_year": last.year,
    }
    alike = first.rank_of == last.rank_of and first.basis == last.basis
    if measure == "rank" and first.year < last.year and alike:
        way = "same" if first.rank == last.rank else "up" if (first.rank or 0) > (last.rank or 0) else "down"
        first_words = {"first": _rank(first, subject, look), "first_year": first.year}
        said = t(f"chart.line.title.rank_{way}", look.lang, **values, **first_words)
        doubt = _doubt(scene, first, last)
        return t(f"chart.line.title.{doubt}", look.lang, title=said) if doubt else said
    return t(f"chart.line.title.{measure}", look.lang, **values)


def _doubt(scene: Scene, first: Point, last: Point) -> str:
    """Why two ranks may not be of the same measure: "changed" over a break, "unclear" where nobody says; else ""."""
    between = {one.comparable for one in scene.breaks if first.year < one.year <= last.year}
    if "no" in between:
        return "changed"
    if "not_stated" in between:
        return "unclear"
    same_version = method_of(first) == method_of(last)
    return "unclear" if same_version and first.method_id != last.method_id else ""


def dotted_notes(series: Iterable[Sequence[Point]], measure: Measure, look: Look) -> list[str]:
    """What dotted lines mean, as far as these units (each in order of time) have any."""
    pairs = [pair for points in series for pair in pairwise(points)]
    may = joins(measure)
    bridged = measure == "rank" and any(not may(*pair) and not unclear(*pair) for pair in pairs)
    notes = ["bridge"] if bridged else []
    notes += ["unclear"] if any(unclear(*pair) for pair in pairs) else []
    return [t(f"chart.note.{note}", look.lang) for note in notes]


def _rank(point: Point, subject: Subject, look: Look) -> str:
    return marked(written(point, subject, "rank"), point.rank_basis, look)


def method(scene: Scene, measure: Measure, look: Look, *, bridges: bool = True, field: bool = True) -> str:
    """How to read the chart, only as far as this chart needs it. Without
    `bridges` the dotted lines of ranks are not told, without `field` the grey units."""
    lang = look.lang
    shown = drawn(scene.points)
    notes = []
    if scene.breaks:
        named = "; ".join(
            t("chart.note.break", lang, label=found.labels(look)[0], year=found.year) for found in scene.breaks
        )
        notes.append(t("chart.note.breaks", lang, breaks=named))
        if any(found.inferred for found in scene.breaks):
            notes.append(t("chart.note.inferred", lang))
    in_colour = [drawn(scene.units[unit.unit_id]) for unit in scene.coloured]
    notes += dotted_notes(in_colour, measure, look) if bridges else []
    if measure == "value" and any(
        b.year - a.year > 1 for points in in_colour for a, b in zip(points, points[1:], strict=False)
    ):
        notes.append(t("chart.note.gaps", lang))
    if any(point.is_hollow for point in shown):
        notes.append(t("chart.note.hollow", lang))
    if any(point.conflict for point in shown):
        notes.append(t("chart.note.conflict", lang))
    if scene.field and field:
        notes.append(t("chart.note.field", lang))
    nothings = line_traces.legend_of_nothings(scene.points, look)
    if nothings:
        notes.append(t("chart.note.nothings", lang, nothings=nothings))
    return " ".join(notes)


def _alt(scene: Scene, subject: Subject, measure: Measure, look: Look, units: str) -> str:
    shown = drawn(scene.points)
    what = t(
        f"chart.alt.line.{measure}",
        look.lang,
        indicator=subject.name,
        years=span(shown),
        units=units,
        extent=extent(shown, subject, measure, look),
    )
    sentences = [what]
    for unit in reversed(scene.coloured):
        if newest(scene.units[unit.unit_id]):
            sentences.append(newest_sentence(scene.units[unit.unit_id], subject, look))
    return " ".join(sentences)
