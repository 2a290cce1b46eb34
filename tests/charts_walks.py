"""Every kind of chart on the shipped figures: what the walk test draws, and what the test in a browser looks at.

A kind is a module of `egov_metrics/charts` with a `build`; `WALKS` says how each is called. A kind that is not in it
fails the walk: whoever adds one adds its walk.
"""

from __future__ import annotations

import csv
import json
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics import charts
from egov_metrics.analysis import compare, rank_move, readiness
from egov_metrics.analysis.attribution import attribute
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.frames import chart_frame
from egov_metrics.analysis.recompute import recompute
from egov_metrics.analysis.territory import Succession, unchanged
from egov_metrics.charts import (
    bars,
    bump,
    composition,
    contributions,
    distribution,
    dumbbell,
    heat,
    line,
    line_caption,
    map_scene,
    multiples,
    outlines,
    scatter,
    slope,
    sparkline,
    strip,
    tiles,
    waterfall,
)
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.grid import grid
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.outline_file import known_names, read_outlines
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.store import Edition
from egov_metrics.ui.subjects import subject_of
from tests.analysis_frames import CHAIN, figure, figures

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("country", "region", "province", "district", "commune", "department")
TERRITORIES = ("as-published", "2025")
Drawn = Iterator[tuple[str, go.Figure, Caption]]
"""What a walk yields: which variant, the figure, the words around it."""


def kinds() -> list[str]:
    """The names of all modules of charts that draw a figure."""
    names = [found.name for found in pkgutil.iter_modules(charts.__path__)]
    return sorted(name for name in names if hasattr(import_module(f"egov_metrics.charts.{name}"), "build"))


def families() -> list[str]:
    """The families of the shipped catalogue."""
    with (ROOT / "data" / "families.csv").open(encoding="utf-8", newline="") as file:
        return [row["family"] for row in csv.DictReader(file)]


class Table:
    """The figures of one indicator, level and territory, with what charts of them are asked for: worked out once."""

    def __init__(self, figures: pd.DataFrame, frame: pd.DataFrame) -> None:
        self.figures, self.frame = figures, frame
        self.measures = compare.measures(frame)
        self.picked: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, pd.DataFrame] = {}
        self.years: dict[str, tuple[int, int] | None] = {}
        for measure in self.measures:
            fullest = compare.most_figures(frame, measure, 3)
            self.picked[measure] = {"own": fullest[0], "chosen": fullest[1:]}
            having = frame[frame[measure].notna()]
            year = having["year"].value_counts().sort_index().idxmax()
            self.rows[measure] = compare.orders(frame[frame["year"] == year])[0][1]
            self.years[measure] = self._years(having)

    @staticmethod
    def _years(having: pd.DataFrame) -> tuple[int, int] | None:
        """The two years that most units share; None when no unit has two."""
        counts: Counter[tuple[int, int]] = Counter()
        for _, years in having.groupby("unit_id")["year"]:
            counts.update(combinations(sorted({int(year) for year in years}), 2))
        return max(counts, key=lambda pair: (counts[pair], pair)) if counts else None


@dataclass(frozen=True)
class Case:
    """One family in one territory and language: its fullest indicator. `rows`: of the year with most figures."""

    shipped: Shipped
    family: str
    territory: str
    lang: Lang
    indicator: dict[str, Any]
    level: str

    @cached_property
    def table(self) -> Table:
        """The figures."""
        return self.shipped.table(self.indicator["indicator_code"], self.level, self.territory)

    @property
    def frame(self) -> pd.DataFrame:
        """The figures as charts read them."""
        return self.table.frame

    @property
    def measures(self) -> list[compare.Measure]:
        """What there is to draw."""
        return self.table.measures

    @cached_property
    def subject(self) -> Subject:
        """The indicator."""
        return subject_of(self.indicator, self.lang)

    @cached_property
    def methods(self) -> pd.DataFrame:
        """The eras of the family, in the language."""
        rows = self.shipped.methods.of_family(self.family)
        rows = rows[rows["by_year"].astype(bool)]
        return rows.assign(name=rows[f"name_{self.lang}"], changes=rows[f"changes_{self.lang}"])

    def picked(self, measure: str) -> dict[str, Any]:
        """Our own unit and two chosen ones: those with the most figures."""
        return self.table.picked[measure]

    def rows(self, measure: str) -> pd.DataFrame:
        """The rows of the year that has most figures, of the order of provinces that has more of them."""
        return self.table.rows[measure]


class Shipped:
    """The edition of the shipped data, asked once for each thing."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.indicators = {row["indicator_code"]: row for row in edition.query("indicators").to_dict("records")}
        self.methods = Methods(edition.query("methods"))
        self.succession = edition.query("province_succession")
        used = [edition.query("indicators_of_level", level=level).assign(level=level) for level in LEVELS]
        self.used = pd.concat([rows for rows in used if len(rows)], ignore_index=True)
        self.table = lru_cache(maxsize=None)(self._table)
        units = edition.query("units")
        self.names = dict(zip(units["unit_id"], units["name_vi"], strict=True))
        self.name = self.names.__getitem__
        titles = edition.query("sources")["title"].tolist()
        self.data_words = sorted({*titles, *self._texts()}, key=len, reverse=True)
        """Words that come from data and may be of any language."""

    def case(self, family: str, territory: str, lang: Lang) -> Case:
        """The fullest indicator of a family: of provinces, failing that of any level; one without a figure at last."""
        mine = self.used[[self.indicators[code]["family"] == family for code in self.used["indicator_code"]]]
        mine = mine.sort_values(["units", "indicator_code"], ascending=[False, True])
        of_provinces = mine[mine["level"] == "province"]
        rows = of_provinces if len(of_provinces) else mine
        if len(rows):
            code, level = rows.iloc[0][["indicator_code", "level"]]
        else:
            code, level = next(c for c, row in self.indicators.items() if row["family"] == family), "province"
        return Case(self, family, territory, lang, self.indicators[code], str(level))

    @cached_property
    def assessments(self) -> list[readiness.Assessment]:
        """All assessments of e-government levels."""
        provinces = [unit for unit in self.names if unit.startswith("P63-")]
        return readiness.assessments(self.edition.query("readiness_figures", provinces=provinces))

    def _table(self, code: str, level: str, territory: str) -> Table:
        rows = self.edition.query(
            "figures_of_indicator", indicator=code, level=level, year_from=1990, year_to=2100, parent=None, region=None
        )
        if level == "province" and territory == "2025":
            rows = recompute(rows, Succession.of(self.succession), self.indicators[code], partial=True).figures
        else:
            rows = compare.one_line_each(rows, unchanged(self.succession))
        return Table(rows, chart_frame(rows, self.name))

    def _texts(self) -> Iterator[str]:
        for row in self.methods.frame.to_dict("records"):
            yield from (str(row[f"{name}_{lang}"]) for name in ("name", "changes") for lang in ("vi", "en"))
        for row in self.indicators.values():
            yield from (str(row[f"{name}_{lang}"]) for name in ("name", "short") for lang in ("vi", "en"))


def _lines(case: Case, look: Look) -> Drawn:
    for measure in case.measures:
        given: dict[str, Any] = {**case.picked(measure), "measure": measure, "look": look}
        yield measure, line.build(case.frame, case.methods, case.subject, **given), line_caption.caption(
            case.frame, case.methods, case.subject, **given
        )  # fmt: skip


def _bump(case: Case, look: Look) -> Drawn:
    given = (case.frame, case.methods, case.subject)
    if "rank" in case.measures:
        picked = case.picked("rank")
        yield "rank", bump.build(*given, **picked, look=look), bump.caption(*given, **picked, look=look)


def _multiples(case: Case, look: Look) -> Drawn:
    args = (case.frame, case.methods, case.subject)
    for measure in case.measures:
        given: dict[str, Any] = {**case.picked(measure), "measure": measure, "look": look}
        yield measure, multiples.build(*args, **given), multiples.caption(*args, **given)


def _pairs(module: Any) -> Callable[[Case, Look], Drawn]:
    def walk(case: Case, look: Look) -> Drawn:
        for measure in case.measures:
            years = case.table.years[measure]
            if years is None:
                continue
            rows = case.frame[case.frame["year"].isin(years)]
            likeness = [
                case.shipped.methods.likeness(*(group.loc[group["year"] == y, "method_id"].iloc[0] for y in years))
                for _, group in rows[rows[measure].notna()].groupby("unit_id")
                if set(group["year"]) == set(years)
            ]
            broken = next((found for found in likeness if not found.is_like), None)
            given: dict[str, Any] = {**case.picked(measure), "measure": measure, "years": years, "look": look}
            if broken is None:
                given["alike"] = True
            else:
                given["across"] = broken.reason(case.lang) or t("chart.break.new", case.lang)
            yield measure, module.build(rows, case.subject, **given), module.caption(rows, case.subject, **given)

    return walk


def _one_year(module: Any, measures: tuple[str, ...] = ("value", "rank")) -> Callable[[Case, Look], Drawn]:
    def walk(case: Case, look: Look) -> Drawn:
        for measure in case.measures:
            if measure not in measures:
                continue
            rows = case.rows(measure)
            mean = (t("measure_name.points", case.lang), float(rows["value"].mean())) if measure == "value" else None
            given: dict[str, Any] = {**case.picked(measure), "measure": measure, "mean": mean, "look": look}
            yield measure, module.build(rows, case.subject, **given), module.caption(rows, case.subject, **given)

    return walk


def _scatter(case: Case, look: Look) -> Drawn:
    other = case.shipped.case("SIPAS" if case.family == "PAR_INDEX" else "PAR_INDEX", case.territory, case.lang)
    if "value" not in case.measures:
        return
    years = {"year_x": int(case.rows("value")["year"].iloc[0]), "year_y": int(other.rows("value")["year"].iloc[0])}
    given: dict[str, Any] = {**case.picked("value"), **years, "look": look}
    frames = (case.frame, other.frame, case.subject, other.subject)
    yield "value", scatter.build(*frames, **given), scatter.caption(*frames, **given)


def _sparkline(case: Case, look: Look) -> Drawn:
    for measure in case.measures:
        own = case.picked(measure)["own"]
        rows = case.frame[case.frame["unit_id"] == own]
        alt = sparkline.alt(rows, case.subject, measure=measure, look=look)
        made = sparkline.build(rows, case.subject, measure=measure, look=look)
        yield measure, made, Caption(case.subject.short, case.subject.name, "–", "", alt)


def _assessments(case: Case) -> list[readiness.Assessment]:
    return case.shipped.assessments if case.family == "EGOV_LEVEL" else []


def _composition(case: Case, look: Look) -> Drawn:
    found = [(one, part) for one in _assessments(case) for part in one.compositions]
    frame = pd.DataFrame(
        [
            {
                "row": t(f"ready.tier.{one.tier}", case.lang), "detail": f"{one.province_id} {one.year}",
                "level": level, "units": part.counts.get(level), "share": part.shares.get(level), "total": part.total,
                "total_basis": part.total_basis, "own": None,
            }
            for one, part in found
            for level in readiness.CLASSES
            if level in part.counts or level in part.shares
        ],
        columns=list(composition.COLUMNS),
    )  # fmt: skip
    source = t("chart.source", case.lang, sources=found[0][0].sources[0][0]) if found else ""
    words = composition.caption(frame, case.subject.short, source=source, look=look)
    yield "tiers", composition.build(frame, look=look), words


def _heat(case: Case, look: Look) -> Drawn:
    for one in _assessments(case):
        cells = readiness.best_first(one.cells)
        if not len(cells) or not one.has_levels:
            continue
        frame = cells.assign(
            name=cells[f"name_{case.lang}"],
            part_name=[t(f"ready.part.{part}", case.lang) for part in cells["part"]],
            basis=cells["level_basis"].where(cells["level_basis"].notna(), cells["score_basis"]),
        )
        source = t("chart.source", case.lang, sources=one.sources[0][0])
        own = str(frame["unit_id"].iloc[0])
        words = heat.caption(frame, case.subject.short, own=own, source=source, look=look)
        yield f"{one.province_id} {one.tier} {one.year}", heat.build(frame, own=own, look=look), words


def _scene(case: Case, look: Look) -> Iterator[tuple[str, map_scene.Scene, Any]]:
    order = "P34" if case.territory == "2025" else "P63"
    if case.level != "province":
        return
    for measure in case.measures:
        rows = case.rows(measure)
        names = {place.unit_id: case.shipped.name(place.unit_id) for place in grid(order).places}  # type: ignore
        picked = case.picked(measure)["own"]
        year = int(rows["year"].iloc[0])
        shown = map_scene.scene(rows, names, case.subject, year=year, own=picked, measure=measure, look=look)
        if any(point.y is not None for point in shown.points.values()):
            yield f"{measure} {order}", shown, grid(order)  # type: ignore[arg-type]


def _tiles(case: Case, look: Look) -> Drawn:
    for name, shown, where in _scene(case, look):
        yield name, tiles.build(shown, where), map_scene.caption(shown)


def _outlines(case: Case, look: Look) -> Drawn:
    for name, shown, where in _scene(case, look):
        shapes = _squares(case.shipped, where.order, shown.names)
        yield name, outlines.build(shown, where, shapes), map_scene.caption(shown, tiles=False)


def _squares(shipped: Shipped, order: Any, names: Any) -> Any:
    """Made-up outlines: a square for every province, as a file that an installation might supply."""
    features = []
    for place in grid(order).places:
        west, south = 102 + place.col * 0.7, 23 - place.row * 0.8
        ring = [[west, south], [west + 0.6, south], [west + 0.6, south + 0.7], [west, south + 0.7], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"name": names[place.unit_id]}, "geometry": shape})
    path = shipped.edition.ref.path.parent / f"squares-{order}.geojson"
    if not path.exists():
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return read_outlines(path, order, known_names((name, unit) for unit, name in names.items()))


def _waterfall(case: Case, look: Look) -> Drawn:
    """Shipped figures have no pair of years with all values, so the move is one of made-up figures."""
    units = [place.unit_id for place in grid("P63").places[:12]]
    values = {unit: 62.0 + 2 * i for i, unit in enumerate(units)}
    after = values | {units[3]: 74.2, units[4]: 61.0, units[6]: 73.9}
    rows = figures(
        *(figure(unit_id=u, year=y, value=v) for y, of in ((2012, values), (2013, after)) for u, v in of.items())
    )
    move = rank_move.explain(rows, units[3], 2012, 2013, "higher", CHAIN)
    assert isinstance(move, rank_move.RankMove)
    given: dict[str, Any] = {
        "look": look,
        "title": case.subject.short,
        "source": t("chart.source", case.lang, sources="A"),
    }
    yield "made up", waterfall.build(move, case.shipped.name, look=look), waterfall.caption(move, case.subject, **given)


def _contributions(case: Case, look: Look) -> Drawn:
    """Made-up figures, for the same reason."""
    pairs = {"idx_score": (60.0, 63.0), "one": (20.0, 24.0), "two": (30.0, 28.5), "three": (10.0, 10.5)}
    rows = figures(
        *(figure(indicator_code=c, year=2012 + at, value=pair[at]) for c, pair in pairs.items() for at in (0, 1))
    )
    found = attribute(rows, "idx_score", ("one", "two", "three"), 2012, 2013, CHAIN)
    assert found is not None and found.rule == "sum"
    names = {code: f"{number}" for number, code in enumerate(("one", "two", "three"), start=1)}
    given: dict[str, Any] = {
        "look": look,
        "title": case.subject.short,
        "source": t("chart.source", case.lang, sources="A"),
    }
    words = contributions.caption(found, names, case.subject, **given)
    yield "made up", contributions.build(found, names, look=look), words


WALKS: dict[str, Callable[[Case, Look], Drawn]] = {
    "bars": _one_year(bars),
    "bump": _bump,
    "composition": _composition,
    "contributions": _contributions,
    "distribution": _one_year(distribution, ("value",)),
    "dumbbell": _pairs(dumbbell),
    "heat": _heat,
    "line": _lines,
    "multiples": _multiples,
    "outlines": _outlines,
    "scatter": _scatter,
    "slope": _pairs(slope),
    "sparkline": _sparkline,
    "strip": _one_year(strip),
    "tiles": _tiles,
    "waterfall": _waterfall,
}
