"""One year, a ranking for each order of provinces: from the best down as bars, or how the values are spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from egov_metrics.analysis import compare
from egov_metrics.analysis.insights import compare as insights
from egov_metrics.analysis.insights import together
from egov_metrics.analysis.insights.overview import position_words
from egov_metrics.analysis.position import position
from egov_metrics.charts import bars, distribution
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Subject
from egov_metrics.charts.subjects import subject_of
from egov_metrics.i18n.texts import plural, t
from egov_metrics.views.compare import framing
from egov_metrics.views.compare.reading import Comparison
from egov_metrics.views.compare.words import Nothing, Words, nothing

_CHARTS: dict[str, ModuleType] = {"bars": bars, "dist": distribution}


@dataclass(frozen=True)
class OneYear:
    """The ranking of one order of provinces ("" on other levels). `rows` are all its figures, `drawn` those that are
    drawn, `frame` these as charts read them; `own` and `chosen` are keys of `rows`, `inked` the units in colour beside
    our own; `mean` is a label and a value."""

    page: Comparison
    order: str
    rows: pd.DataFrame
    drawn: pd.DataFrame
    frame: pd.DataFrame
    names: dict[str, str]
    subject: Subject
    own: str | None
    chosen: list[str]
    inked: list[str]
    mean: tuple[str, float] | None
    given: dict[str, Any]
    caption: Caption

    def figure(self) -> go.Figure:
        """The chart."""
        return _CHARTS[self.page.view.view].build(self.frame, self.subject, **self.given)

    @property
    def having(self) -> str:
        """How many units have what is drawn, of how many."""
        return framing.having(self.page, self.rows)

    @property
    def scale(self) -> str:
        """The first sentence of the caption: the scale."""
        return self.caption.subtitle.partition(". ")[0] + "."

    @property
    def words(self) -> Words:
        """The finding, the scale, and how many units there are."""
        title = finding_of_year(self.page, self.rows, self.own, self.chosen, self.names)
        return Words(title, f"{self.scale} {self.having}")

    @property
    def days(self) -> str:
        """That the figures are of different days; "" where they are not."""
        return t("compare.note.days", self.page.lang) if of_several_days(self.rows) else ""

    def notes(self, *first: str, on_page: bool = True) -> str:
        """Where our own unit stands, how many are not drawn, and how to read the chart, `first` before what belongs to
        this kind; `on_page` as in `notes_of`."""
        page, left = self.page, len(self.rows) - len(self.drawn)
        said = [_place_words(self), plural("present.bars_left", left, page.lang) if left else ""]
        said.append(framing.notes_of(page, self.rows, (page.year, page.year), *first, self.days, on_page=on_page))
        return " ".join(word for word in said if word)


def one_year(page: Comparison, look: Look, most_bars: int | None = None) -> list[OneYear] | Nothing:
    """The rankings of the year on the screen, at least one; of more than `most_bars` those around what was asked for.

    `look` is that of the place: bars that are all drawn are as high as they need to be.
    """
    if page.measure not in page.field.measures:
        return nothing(page, page.measure)
    rows = rows_of_year(page)
    groups = [(order, group) for order, group in compare.orders(rows) if group[page.measure].notna().any()]
    assert groups, "a year of a ranking has figures of what is measured"
    return [_of_order(page, order, group, look, most_bars) for order, group in groups]


def _of_order(page: Comparison, order: str, rows: pd.DataFrame, look: Look, most_bars: int | None) -> OneYear:
    measure = page.measure
    own, chosen = asked_in(page, rows)
    names = names_of(page, rows)
    drawn = rows
    if most_bars is not None and page.view.view == "bars":
        asked = [unit for unit in (own, *chosen) if unit]
        drawn = compare.few(rows, measure, asked, str(page.indicator["direction"]), most_bars)
    frame = framing.frame_of(page, drawn, names.__getitem__)
    subject = subject_of(page.indicator, page.lang)
    mean = compare.mean_of_year(page.means, page.year, order, rows["method_id"].unique().tolist()) if order else None
    top = insights.leader(rows, page.indicator, measure) if framing.is_one_ranking(page, rows) else None
    # When the reader asked for no unit, the one that the finding names is in colour.
    inked = chosen if page.asked or top is None else [top["unit_id"]]
    if page.view.view == "bars" and drawn is rows:  # as high as its rows need
        look = replace(look, height=None)
    given = {"own": own, "chosen": inked, "measure": measure, "mean": mean, "look": look}
    caption = _CHARTS[page.view.view].caption(frame, subject, **given)
    return OneYear(page, order, rows, drawn, frame, names, subject, own, chosen, inked, mean, given, caption)


def rows_of_year(page: Comparison) -> pd.DataFrame:
    """The figures of the year on the screen under their own keys: a ranking of 63 and one of 34 are two."""
    rows = compare.within_years(page.figures, page.year, page.year)
    return rows if page.field.is_present else rows.assign(unit_id=rows["stored_id"])


def asked_in(page: Comparison, rows: pd.DataFrame) -> tuple[str | None, list[str]]:
    """Our own unit and the chosen ones by the keys that `rows_of_year` has; those without a row are left out."""
    present = set(rows["unit_id"])

    def shown(unit: str) -> str | None:
        if page.field.is_present:
            return unit if unit in present else None
        return compare.shown_key(unit, present, page.field.continuity)

    own = shown(page.own) if page.own else None
    return own, [key for key in map(shown, page.chosen) if key]


def names_of(page: Comparison, rows: pd.DataFrame) -> dict[str, str]:
    """Names of the units of one ranking; with the day up to which their figures count, where the days differ."""
    several = of_several_days(rows)
    called = {}
    for unit, end in zip(rows["unit_id"], rows["period_end"], strict=True):
        # Within one order of provinces no two bear the same name.
        name = page.short(unit) if unit.startswith("P") else page.name(unit)
        if several and pd.notna(end):
            name = t("compare.name.until", page.lang, name=name, date=f"{end.day}/{end.month}")
        called[unit] = name
    return called


def of_several_days(rows: pd.DataFrame) -> bool:
    """Are these figures of one year up to different days?"""
    return rows["period_end"].nunique(dropna=False) > 1


def finding_of_year(
    page: Comparison, rows: pd.DataFrame, own: str | None, chosen: Sequence[str], names: dict[str, str]
) -> str:
    """The one unit that was asked for, or several among each other, else who leads."""
    asked = [unit for unit in (own, *chosen) if unit]
    if len(asked) == 1:
        said = insights.own_finding(together.spoken(rows), asked[0], page.indicator, names.__getitem__, page.lang)
        if said:
            return said
    return framing.finding(page, rows, asked, names.__getitem__, own)


def _place_words(shown: OneYear) -> str:
    """Our place among those with a value of the same day, told apart from the published rank; of bars also how many
    values do not count for it."""
    page, rows, own = shown.page, shown.rows, shown.own
    if own is None or page.measure == "rank" or of_several_days(rows) or not framing.is_one_ranking(page, rows):
        return ""
    found = position(rows, own, page.year, page.indicator["direction"])
    if found is None:
        return ""
    said = position_words(shown.names[own], found, page.indicator, page.year, page.lang)
    apart = int(rows["value"].notna().sum()) - found.of if page.view.view == "bars" else 0
    return f"{said} {plural('compare.note.not_counted', apart, page.lang)}" if apart else said
