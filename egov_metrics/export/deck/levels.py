"""The e-government levels of a province's agencies: a stacked bar for each tier and year, and single units."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from egov_metrics.analysis import readiness
from egov_metrics.analysis.readiness import Assessment, Composition
from egov_metrics.charts.look import Look
from egov_metrics.charts.points import marked
from egov_metrics.export.deck.comparison import NothingToShow, refuse_unknown
from egov_metrics.export.deck.levels_known import known_slide
from egov_metrics.export.deck.model import Axis, Chart, Column, Datum, DeckSlide, Series, Table
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.readiness import words
from egov_metrics.views.readiness.levels import levels, methods_differ, source_words
from egov_metrics.views.readiness.reading import Page, read, when, when_short
from egov_metrics.views.readiness.units import MOST, title_of
from egov_metrics.views.view import View

NOT_STATED = "not_stated"
ORDER = (*readiness.CLASSES, NOT_STATED)
MOST_BARS = 7


class _Bar(NamedTuple):
    """A tier and year: how many units, or which share, by class; `labels` are what is written on the parts."""

    name: str
    parts: dict[str, float]
    labels: dict[str, str]


def levels_slide(reader: Reader, view: View, chart: str) -> DeckSlide:
    """The composition, or with `chart` ready-heat the single units; of the country or a region what is known of which
    province. Raises NothingToShow."""
    lang = reader.lang
    refuse_unknown(reader, replace(view, rule="mean"))  # levels are never recomputed
    page = read(reader.served, view)
    if page.place.kind == "elsewhere":
        raise NothingToShow(t("deck.none.levels_of_agency", lang))
    if page.is_list:
        return known_slide(page)
    if not page.known.assessments:
        raise NothingToShow(t("ready.empty.why", lang, place=words.places(page)))
    if not chart.startswith(("ready-heat", "ready-bars")):
        return _composition_slide(page, reader.look)
    with_results = {one.tier for one in page.known.assessments}
    if view.level in readiness.TIERS and view.level not in with_results:
        name = t(f"ready.tier.{view.level}", lang).lower()
        raise NothingToShow(t("deck.none.tier", lang, place=words.places(page), tier=name))
    return _units_slide(page, reader.look)


def _composition_slide(page: Page, look: Look) -> DeckSlide:
    lang = page.lang
    shown = levels(page, look, alone=True)
    found = [] if shown is None else [(one, part) for one in shown.assessments for part in one.compositions]
    bars = [_bar(one, part, page) for one, part in found]
    bars = [bar for bar in bars if any(bar.parts.values())]
    if shown is None or not bars:
        raise NothingToShow(t("ready.levels.none", lang))
    kept = bars[-MOST_BARS:]
    present = [level for level in ORDER if any(bar.parts.get(level) for bar in kept)]
    series = []
    for level in present:
        fill = look.palette.levels.get(level, look.palette.background)
        ink = look.palette.level_text.get(level, look.palette.muted)
        data = tuple(Datum(bar.parts.get(level), bar.labels.get(level, "")) for bar in kept)
        name = t("ready.class.not_stated" if level == NOT_STATED else f"chart.levels.{level}", lang)
        series.append(Series(name, data, fill, label_ink=ink))
    alt = [t("ready.chart.alt", lang)]
    alt += [f"{bar.name}: {', '.join(f'{level} {text}' for level, text in bar.labels.items())}." for bar in bars]
    axis = Axis(0.0, 1.0, (), ())
    chart = Chart("stacked", tuple(bar.name for bar in kept), tuple(series), axis, " ".join(alt))
    notes = [t("deck.note.best_first", lang)]
    if len(kept) < len(bars):
        notes.append(t("deck.note.picked", lang, n=numbers.count(len(kept)), of=numbers.count(len(bars))))
    bases = {part.total_basis for _, part in found}
    notes += [t(f"ready.chart.total.{basis}.note", lang) for basis in ("inferred", "listed") if basis in bases]
    if any(part.is_share_only for _, part in found):
        notes.append(t("ready.chart.share_only.note", lang))
    if NOT_STATED in present:
        notes.append(t("ready.chart.not_stated.note", lang))
    if methods_differ(shown.assessments):
        notes.append(t("ready.levels.methods", lang))
    return DeckSlide(
        title=words.finding(page),
        subtitle=t("deck.levels.subtitle", lang),
        charts=(chart,),
        source=shown.caption.source,
        method=" ".join([*notes, words.territory_words(page)]).strip(),
        notes="\n".join([*alt, *filter(None, words.below(page)), *(_sentence(one, part, page) for one, part in found)]),
    )


def _bar(one: Assessment, part: Composition, page: Page) -> _Bar:
    lang = page.lang
    name = t(f"ready.tier.{one.tier}", lang)
    if part.part != "total":
        name = f"{name}: {t(f'ready.part.{part.part}', lang).lower()}"
    detail = when_short(one, lang)
    detail = f"{page.short(one.province_id)}, {detail}" if page.several else detail
    total = ""
    if part.total:
        word = t(f"ready.chart.total.{part.total_basis}", lang) if part.total_basis in ("inferred", "listed") else ""
        total = f"; n = {numbers.count(part.total)}" + (f" ({word})" if word else "")
    name = f"{name} ({detail}{total})"
    if part.counts:
        counts: dict[str, float] = {level: float(n) for level, n in part.counts.items() if n}
        if part.rest:
            counts[NOT_STATED] = float(part.rest)
        return _Bar(name, counts, {level: numbers.count(n) for level, n in counts.items()})
    shares = {level: float(share) for level, share in part.shares.items() if share}
    labels = {level: numbers.percent(share, None) for level, share in shares.items()}
    # What is missing to 100 % has no stated level: without it the parts would fill the whole bar.
    rest = 100 - sum(shares.values())
    return _Bar(name, shares | ({NOT_STATED: rest} if rest > 0.05 else {}), labels)


def _sentence(one: Assessment, part: Composition, page: Page) -> str:
    said = words.composition_words(one, part, page)
    return f"{when(one, page.lang)}: {said}" if said else ""


def _units_slide(page: Page, look: Look) -> DeckSlide:
    """Single units, the best on top: level and points of each part, and the rank where there is one."""
    lang = page.lang
    known = [one for one in page.shown if one.units]
    if not known:
        raise NothingToShow(t("ready.units.none", lang))
    one = max(known, key=lambda each: each.units)
    cells = readiness.best_first(one.cells)
    parts = [part for part in readiness.PARTS if (cells["part"] == part).any()]
    order = list(dict.fromkeys(cells["unit_id"]))
    by_unit = {(row["unit_id"], row["part"]): row for row in cells.to_dict("records")}
    names = dict(zip(cells["unit_id"], cells[f"name_{lang}"], strict=True))
    rows = tuple(
        (str(names[unit]), *(_cell(by_unit.get((unit, part)), look) for part in parts)) for unit in order[:MOST]
    )
    share = 0.5 / len(parts)
    columns = (
        Column(t("compare.table.unit", lang), 0.5),
        *(Column(t(f"ready.part.{part}", lang), share) for part in parts),
    )
    notes = [t("deck.note.best_first", lang), t("ready.points.no_compare", lang)]
    if one.number and one.number > one.units:
        n, of = numbers.count(one.units), numbers.count(one.number)
        notes.append(t("deck.levels.some", lang, n=n, of=of))
    if len(order) > MOST:
        notes.append(t("deck.note.picked", lang, n=numbers.count(MOST), of=numbers.count(len(order))))
    return DeckSlide(
        title=title_of(page, one),
        subtitle=t("deck.levels.cells", lang),
        table=Table(columns, rows, frozenset(k for k, unit in enumerate(order[:MOST]) if unit == page.place.marked)),
        source=source_words([one], lang),
        method=" ".join([*notes, words.territory_words(page)]).strip(),
        notes="\n".join(_sentence(one, part, page) for part in one.compositions),
    )


def _cell(row: dict[str, Any] | None, look: Look) -> str:
    """ "I · 141,6/150 · 1/20", as far as there is anything of it; what was not published says what it is."""
    lang = look.lang
    if row is None:
        return numbers.NONE
    said = []
    level = readiness.class_of(row["level"], row["nothing"])
    if level is not None:
        words = t("nothing.not_ranked", lang) if level == readiness.NOT_RANKED else level
        said.append(marked(words, _basis(row["level_basis"]), look))
    elif isinstance(row["nothing"], str):
        said.append(numbers.nothing(row["nothing"], lang).words)
    if pd.notna(row["score"]):
        decimals = None if pd.isna(row["decimals"]) else int(row["decimals"])
        points = numbers.number(row["score"], decimals)
        points += "" if pd.isna(row["maximum"]) else f"/{numbers.number(row['maximum'], None)}"
        said.append(marked(points, _basis(row["score_basis"]), look))
    if pd.notna(row["rank"]):
        said.append(marked(numbers.rank_words(row["rank"], row["rank_of"], lang), _basis(row["rank_basis"]), look))
    return " · ".join(said) or numbers.NONE


def _basis(found: object) -> str | None:
    return found if isinstance(found, str) else None
