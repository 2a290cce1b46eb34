"""Single units of a tier and year: by part and level, or ranked by their points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis import readiness
from egov_metrics.analysis.readiness import Assessment
from egov_metrics.charts import bars, heat
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Subject
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.views.readiness.levels import source_words
from egov_metrics.views.readiness.reading import Page, when

MOST = 60
"""More units than this are too many for one picture: the table has all of them."""


@dataclass(frozen=True)
class Units:
    """A picture of single units; `by_points` says that it ranks points, since no levels are stated."""

    caption: Caption
    figure: Callable[[], go.Figure]
    by_points: bool


def title_of(page: Page, one: Assessment) -> str:
    """Whose units, of which tier and when, and who stands on top."""
    return t(
        "ready.units.title",
        page.lang,
        place=page.province(one),
        tier=t(f"ready.tier.{one.tier}", page.lang),
        when=when(one, page.lang),
        first=_first(page, one),
    )


def cells_of(page: Page, one: Assessment) -> pd.DataFrame:
    """The cells of the levels that the reader asked for; all of them without."""
    return readiness.with_classes(one.cells, page.classes) if page.classes and one.has_levels else one.cells


def _first(page: Page, one: Assessment) -> str:
    """Who stands on top, of which part; all of those who share the place, up to three."""
    lang = page.lang
    part = str(one.cells["part"].iloc[0])
    names = one.cells.drop_duplicates("unit_id")[f"name_{lang}"]
    if len(names) == 1:
        return t("ready.units.one", lang, unit=names.iloc[0])
    rows = readiness.ranked(one.cells, part)  # type: ignore[arg-type]
    leaders = rows.loc[rows["place"] == 1, f"name_{lang}"] if len(rows) else names.head(1)
    unit = ", ".join(leaders.head(3))
    if part == "total":
        return t("ready.units.top", lang, unit=unit)
    return t("ready.units.top_part", lang, unit=unit, part=t(f"ready.part.{part}", lang).lower())


def by_level(page: Page, one: Assessment, cells: pd.DataFrame, look: Look) -> Units:
    """Units by part and level."""
    lang = page.lang
    shown = cells[cells["unit_id"].isin(cells["unit_id"].unique()[:MOST])]
    frame = shown.assign(
        name=shown[f"name_{lang}"],
        part_name=[t(f"ready.part.{part}", lang) for part in shown["part"]],
        basis=[level if isinstance(level, str) else score for level, score in
               zip(shown["level_basis"], shown["score_basis"], strict=True)],
    )  # fmt: skip
    source = source_words([one], lang)
    caption = heat.caption(frame, title_of(page, one), own=page.place.marked, source=source, look=look)
    return Units(caption, lambda: heat.build(frame, own=page.place.marked, look=look), by_points=False)


def by_points(page: Page, one: Assessment, cells: pd.DataFrame, look: Look) -> Units:
    """The points of single units, where no level of theirs is stated."""
    lang = page.lang
    rows = readiness.ranked(cells).head(MOST)
    maximum = rows["maximum"].dropna().unique()
    subject = Subject(
        name=t("ready.points", lang),
        short=t("ready.points", lang),
        decimals=int(rows["decimals"].max()) if rows["decimals"].notna().any() else 2,
        scale_min=0.0,
        scale_max=float(maximum[0]) if len(maximum) == 1 else None,
    )
    frame = pd.DataFrame(
        {
            "unit_id": rows["unit_id"], "name": rows[f"name_{lang}"], "year": one.year,
            "period_end": pd.Timestamp(one.year, 12, 31), "value": rows["score"],
            "rank": rows["rank"].where(rows["rank_of"].notna()),  # no rank without its denominator beside a bar
            "rank_of": rows["rank_of"], "decimals": rows["decimals"], "qualifier": "exact",
            "value_basis": rows["score_basis"], "rank_basis": rows["rank_basis"], "method_id": one.method_id,
            "nothing": None, "source_title": one.sources[0][0] if one.sources else None, "published": None,
            "conflict": False, "figure_id": rows["figure_id"],
        }
    )  # fmt: skip
    said = bars.caption(frame, subject, own=page.place.marked, look=look)
    known = ""
    if one.number and one.number > len(rows):
        known = t("ready.units.some", lang, n=numbers.count(len(rows)), of=numbers.count(one.number))
    no_maximum = "" if len(maximum) == 1 else t("ready.points.no_maximum", lang)
    note = " ".join(filter(None, [known, no_maximum, t("ready.points.no_compare", lang)]))
    caption = Caption(title_of(page, one), said.subtitle, source_words([one], lang), note, said.alt)
    return Units(caption, lambda: bars.build(frame, subject, own=page.place.marked, look=look), by_points=True)
