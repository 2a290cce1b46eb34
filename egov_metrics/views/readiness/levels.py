"""The composition: every tier and year of a province by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis import readiness
from egov_metrics.analysis.readiness import Assessment, Composition
from egov_metrics.charts import composition
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.views.readiness.reading import Page, when, when_short


@dataclass(frozen=True)
class Levels:
    """`assessments` are those with levels, `frame` these as the chart reads them."""

    assessments: tuple[Assessment, ...]
    frame: pd.DataFrame
    look: Look
    caption: Caption

    def figure(self) -> go.Figure:
        """The chart."""
        return composition.build(self.frame, look=self.look)


def levels(page: Page, look: Look, in_short: bool = False, alone: bool = False) -> Levels | None:
    """All tiers and years, as far as they can be read in the height of the look; None where no level is known.

    `in_short` says the years in few words. `alone` shows the tier of the view alone, where it states one.
    """
    of_tier = alone and page.view.level in readiness.TIERS
    drawn = [one for one in page.known.assessments if not of_tier or one.tier == page.view.level]
    frame = _frame(page, drawn, in_short)
    if frame.empty:
        return None
    frame, left = _fitting(frame, look)
    with_levels = tuple(one for one in drawn if one.compositions)
    caption = composition.caption(frame, _title(page), source=source_words(with_levels, page.lang), look=look)
    notes = [plural("ready.levels.left", left, page.lang)] if left else []
    notes += [t("ready.levels.methods", page.lang)] if methods_differ(with_levels) else []
    caption = replace(caption, method=" ".join(filter(None, [*notes, caption.method])))
    return Levels(with_levels, frame, look, caption)


def _fitting(frame: pd.DataFrame, look: Look) -> tuple[pd.DataFrame, int]:
    """The bars that can be read in the room of the look, and how many are left out: of each tier the newest first, then
    the one before."""
    bars = frame[["row", "detail", "year"]].drop_duplicates()
    room = composition.fitting(len(bars), look)
    age = bars.groupby("row")["year"].rank(method="first", ascending=False)
    kept = bars.assign(age=age).sort_values("age", kind="stable").head(room)
    return frame.merge(kept[["row", "detail"]], on=["row", "detail"]), len(bars) - len(kept)


def source_words(assessments: Sequence[Assessment], lang: Lang) -> str:
    """ "Nguồn: A (2023); B (03/07/2019)", each once, the newest assessment's first."""
    named = dict.fromkeys(
        f"{title} ({numbers.date(published)})" if published else title
        for one in sorted(assessments, key=lambda one: -one.year)
        for title, published in one.sources
    )
    return t("chart.source", lang, sources="; ".join(named)) if named else ""


def _frame(page: Page, assessments: Sequence[Assessment], in_short: bool) -> pd.DataFrame:
    rows = []
    for one in assessments:
        for part in one.compositions:
            rows += _rows(page, one, part, in_short)
    return pd.DataFrame(rows, columns=[*composition.COLUMNS, "year"])


def _rows(page: Page, one: Assessment, part: Composition, in_short: bool) -> list[dict]:
    lang = page.lang
    name = t(f"ready.tier.{one.tier}", lang)
    if part.part != "total":
        name = f"{name}: {t(f'ready.part.{part.part}', lang).lower()}"
    detail = when_short(one, lang) if in_short else when(one, lang)
    if page.several:
        detail = f"{page.short(one.province_id)} · {detail}"
    own = _own_class(page, one, part)
    return [
        {
            "row": name,
            "detail": detail,
            "year": one.year,
            "level": level,
            "units": part.counts.get(level),
            "share": part.shares.get(level),
            "total": part.total,
            "total_basis": part.total_basis,
            "own": page.short(page.place.marked) if page.place.marked and level == own else None,
        }
        for level in readiness.CLASSES
        if level in part.counts or level in part.shares
    ]


def _own_class(page: Page, one: Assessment, part: Composition) -> str | None:
    cells = one.cells[(one.cells["unit_id"] == page.place.marked) & (one.cells["part"] == part.part)]
    return readiness.class_of(cells.iloc[0]["level"], cells.iloc[0]["nothing"]) if len(cells) else None


def _title(page: Page) -> str:
    """How many of the tier reached level I or II in the assessment that is looked at, where the number of units is
    known. One assessment alone: two of them side by side would read as progress across criteria sets."""
    found = []
    for one in page.shown:
        for part in one.compositions:
            if part.total is None or part.total_basis == "listed" or part.rest:
                continue
            top = part.counts.get("I", 0) + part.counts.get("II", 0)
            share, said = numbers.rank(top, part.total), when_short(one, page.lang)
            if part.part != "total":
                said = f"{t(f'ready.part.{part.part}', page.lang).lower()}, {said}"
            found.append(t("ready.levels.top", page.lang, n=share, when=said))
    if not found or page.several:
        return t("ready.levels.title", page.lang)
    return t("ready.levels.finding", page.lang, tier=t(f"ready.tier.{page.tier}", page.lang), found="; ".join(found))


def methods_differ(assessments: Sequence[Assessment]) -> bool:
    """Were two assessments of one tier of one province made on two criteria sets?"""
    seen: dict[tuple[str, str], set] = {}
    for one in assessments:
        seen.setdefault((one.province_id, one.tier), set()).add(one.method_id)
    return any(len(methods) > 1 for methods in seen.values())
