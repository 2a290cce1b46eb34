"""The e-government levels of a province's agencies: a stacked bar for each tier and year, and single units."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from egov_metrics.analysis import readiness
from egov_metrics.analysis.insights import readiness as insights
from egov_metrics.analysis.readiness import Assessment, Composition
from egov_metrics.charts.points import marked
from egov_metrics.export.deck.comparison import NothingToShow
from egov_metrics.export.deck.model import Axis, Chart, Column, Datum, DeckSlide, Series, Table
from egov_metrics.export.deck.reading import Reader
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.views.view import View

NOT_STATED = "not_stated"
ORDER = (*readiness.CLASSES, NOT_STATED)
MOST_BARS = 7
MOST_UNITS = 60


class _Bar(NamedTuple):
    """A tier and year: how many units, or which share, by class; `labels` are what is written on the parts."""

    name: str
    parts: dict[str, float]
    labels: dict[str, str]


def levels_slide(reader: Reader, asked: View, chart: str) -> DeckSlide:
    """The composition, or with `chart` ready-heat the single units. Raises NothingToShow."""
    provinces, known = _known(reader, asked)
    lang = reader.lang
    places = ", ".join(map(reader.short, provinces))
    if not known:
        raise NothingToShow(t("ready.empty.why", lang, place=places))
    tiers = [tier for tier in readiness.TIERS if any(one.tier == tier for one in known)]
    own_tier = reader.level(asked.unit)
    tier = next(one for one in (asked.level, own_tier, *tiers) if one in tiers)
    if chart.startswith(("ready-heat", "ready-bars")) and asked.level in readiness.TIERS and asked.level not in tiers:
        name = t(f"ready.tier.{asked.level}", lang).lower()
        raise NothingToShow(t("deck.none.tier", lang, place=places, tier=name))
    years = sorted({one.year for one in known if one.tier == tier})
    year = asked.year if asked.year in years else years[-1]
    shown = [one for one in known if one.tier == tier and one.year == year]
    if chart.startswith(("ready-heat", "ready-bars")):
        return _units_slide(reader, asked, shown)
    return _composition_slide(reader, known, shown)


def _known(reader: Reader, asked: View) -> tuple[tuple[str, ...], list[Assessment]]:
    """The provinces to name, and all that is known of their agencies."""
    lang = reader.lang
    if not reader.has(asked.unit):
        raise NothingToShow(t("deck.none.unit", lang, unit=asked.unit))
    unit = reader.row(asked.unit)
    while str(unit["level"]) not in ("province", "country", "region"):
        unit = reader.row(str(unit["parent_id"]))
    if unit["level"] != "province":
        raise NothingToShow(t("deck.none.levels_of_agency", lang))
    keys, named = reader.agencies_of(str(unit["unit_id"]))
    figures = reader.edition.query("readiness_figures", provinces=list(keys))
    return named, readiness.assessments(figures)


def _when(one: Assessment, lang: Lang, in_short: bool = False) -> str:
    if one.period_basis == "document_date" and one.date is not None:
        key = "ready.when.document_short" if in_short else "ready.when.document"
        return t(key, lang, date=numbers.date(one.date))
    if in_short:
        return str(one.year)
    return t(f"ready.when.{'inferred' if one.period_basis == 'inferred' else 'year'}", lang, year=str(one.year))


def _sources(known: list[Assessment], lang: Lang) -> str:
    named = dict.fromkeys(
        f"{title} ({numbers.date(published)})" if published else title
        for one in sorted(known, key=lambda one: -one.year)
        for title, published in one.sources
    )
    return t("chart.source", lang, sources="; ".join(named)) if named else ""


def _composition_slide(reader: Reader, known: list[Assessment], shown: list[Assessment]) -> DeckSlide:
    lang, look = reader.lang, reader.look
    several = len({one.province_id for one in known}) > 1
    found = [(one, part) for one in known for part in one.compositions]
    bars = [_bar(one, part, reader, several) for one, part in found]
    bars = [bar for bar in bars if any(bar.parts.values())]
    if not bars:
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
    if _methods_differ(known):
        notes.append(t("ready.levels.methods", lang))
    return DeckSlide(
        title=_finding(shown, several, reader),
        subtitle=t("deck.levels.subtitle", lang),
        charts=(chart,),
        source=_sources([one for one in known if one.compositions], lang),
        method=" ".join(notes),
        notes="\n".join([*alt, *(_sentence(one, part, lang) for one, part in found)]),
    )


def _bar(one: Assessment, part: Composition, reader: Reader, several: bool) -> _Bar:
    lang = reader.lang
    name = t(f"ready.tier.{one.tier}", lang)
    if part.part != "total":
        name = f"{name}: {t(f'ready.part.{part.part}', lang).lower()}"
    detail = _when(one, lang, in_short=True)
    detail = f"{reader.short(one.province_id)}, {detail}" if several else detail
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


def _sentence(one: Assessment, part: Composition, lang: Lang) -> str:
    scope = f"{one.tier}s"
    words = insights.composition(scope, part.counts, part.total, lang)
    if not words and part.is_share_only:
        words = insights.shares(scope, part.shares, lang)
    named = "" if part.part == "total" else f"{t(f'ready.part.{part.part}', lang)}: "
    return f"{_when(one, lang)}: {named}{words}" if words else ""


def _finding(shown: list[Assessment], several: bool, reader: Reader) -> str:
    """Whose, when, and how the units of the tier stand, from the top level down."""
    lang = reader.lang
    for one in shown:
        for part in one.compositions:
            words = insights.composition(f"{one.tier}s", part.counts, part.total, lang)
            if not words and part.is_share_only:
                words = insights.shares(f"{one.tier}s", part.shares, lang)
            if words:
                said = words[:1].lower() + words[1:]
                if part.part != "total":
                    said = t("ready.about_part", lang, part=t(f"ready.part.{part.part}", lang).lower(), said=said)
                place = reader.full(one.province_id) if several else reader.short(one.province_id)
                return t("ready.headline", lang, place=place, when=_when(one, lang), said=said).removesuffix(".")
    return t("ready.levels.title", lang)


def _methods_differ(known: list[Assessment]) -> bool:
    seen: dict[tuple[str, str], set[str | None]] = {}
    for one in known:
        seen.setdefault((one.province_id, one.tier), set()).add(one.method_id)
    return any(len(methods) > 1 for methods in seen.values())


def _units_slide(reader: Reader, asked: View, shown: list[Assessment]) -> DeckSlide:
    """Single units, the best on top: level and points of each part, and the rank where there is one."""
    lang = reader.lang
    known = [one for one in shown if one.units]
    if not known:
        raise NothingToShow(t("ready.units.none", lang))
    one = max(known, key=lambda each: each.units)
    cells = readiness.best_first(one.cells)
    parts = [part for part in readiness.PARTS if (cells["part"] == part).any()]
    order = list(dict.fromkeys(cells["unit_id"]))
    by_unit = {(row["unit_id"], row["part"]): row for row in cells.to_dict("records")}
    names = dict(zip(cells["unit_id"], cells[f"name_{lang}"], strict=True))
    rows = tuple(
        (str(names[unit]), *(_cell(by_unit.get((unit, part)), reader) for part in parts)) for unit in order[:MOST_UNITS]
    )
    share = 0.5 / len(parts)
    columns = (
        Column(t("compare.table.unit", lang), 0.5),
        *(Column(t(f"ready.part.{part}", lang), share) for part in parts),
    )
    place, tier = reader.short(one.province_id), t(f"ready.tier.{one.tier}", lang)
    notes = [t("deck.note.best_first", lang), t("ready.points.no_compare", lang)]
    if one.number and one.number > one.units:
        n, of = numbers.count(one.units), numbers.count(one.number)
        notes.append(t("deck.levels.some", lang, n=n, of=of))
    if len(order) > MOST_UNITS:
        notes.append(t("deck.note.picked", lang, n=numbers.count(MOST_UNITS), of=numbers.count(len(order))))
    title = t(
        "ready.units.title", lang, place=place, tier=tier, when=_when(one, lang), first=_first(cells, parts, lang)
    )
    return DeckSlide(
        title=title,
        subtitle=t("deck.levels.cells", lang),
        table=Table(columns, rows, frozenset(k for k, unit in enumerate(order[:MOST_UNITS]) if unit == asked.unit)),
        source=_sources([one], lang),
        method=" ".join(notes),
        notes="\n".join(_sentence(one, part, lang) for part in one.compositions),
    )


def _first(cells: pd.DataFrame, parts: list[Any], lang: Lang) -> str:
    names = cells.drop_duplicates("unit_id")[f"name_{lang}"]
    if len(names) == 1:
        return t("ready.units.one", lang, unit=names.iloc[0])
    rows = readiness.ranked(cells, parts[0])
    leaders = rows.loc[rows["place"] == 1, f"name_{lang}"] if len(rows) else names.head(1)
    unit = ", ".join(leaders.head(3))
    if parts[0] == "total":
        return t("ready.units.top", lang, unit=unit)
    return t("ready.units.top_part", lang, unit=unit, part=t(f"ready.part.{parts[0]}", lang).lower())


def _cell(row: dict[str, Any] | None, reader: Reader) -> str:
    """ "I · 141,6/150 · 1/20", as far as there is anything of it; what was not published says what it is."""
    lang, look = reader.lang, reader.look
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
