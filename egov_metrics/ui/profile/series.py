"""One index of the unit over the years, and why its rank moved."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from egov_metrics.analysis import rank_move as rank_moves
from egov_metrics.analysis.comparability import Methods
from egov_metrics.analysis.compare import one_line_each
from egov_metrics.analysis.frames import chart_frame, kept_apart
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.position import beside
from egov_metrics.analysis.profile import Standing
from egov_metrics.analysis.rank_move import Moved
from egov_metrics.charts import bars, line, line_caption
from egov_metrics.charts.caption import Caption
from egov_metrics.charts.look import Look, Measure
from egov_metrics.charts.palette import Mode
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import filters, parts, rank_move
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile.fields import Asked
from egov_metrics.ui.profile.reading import Profile, Stamp
from egov_metrics.ui.sheet import Sheet
from egov_metrics.ui.subjects import subject_of
from egov_metrics.views import territory

WIDTH, ALONE = 780, 1240


def series(page: Profile) -> None:
    """The chart of the chosen index and the block on its rank."""
    if not page.standings:
        return
    one = chosen(page)
    rows = field(page, one)
    if len({row["year"] for row in one.rows}) < 2:  # nothing moved yet: the chart has the page to itself
        _choice(page, one)
        _chart(page, one, rows, ALONE)
        return
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        _choice(page, one)
        _chart(page, one, rows, WIDTH)
    with right:
        name = page.called
        key = f"profile-move-{one.code}"
        rank_move.show(
            page.served, page.view, rows, page.basis.key, one.indicator, name, page.basis.methods, key, width=500,
            found=moved(page, one, rows),
        )  # fmt: skip


def chosen(page: Profile) -> Standing:
    """The standing on the index that the reader looks at; else on that of the headline, else the first."""
    wanted = filters.current().indicator
    lead = page.basis.overview.lead
    by_code = {one.code: one for one in page.standings}
    return by_code.get(wanted or "") or by_code.get(lead.code if lead else "") or page.standings[0]


def moved(page: Profile, one: Standing, rows: pd.DataFrame) -> Moved:
    """Why the rank on the index moved, for the screen and for the sheet; `rows` are those of `field`."""
    return _moved(page.stamp[0], one.code, page, one, rows)


@st.cache_resource(max_entries=256, show_spinner=False)
def _moved(asked: Asked, code: str, _page: Profile, _one: Standing, _rows: pd.DataFrame) -> Moved:
    return rank_moves.newest(_rows, _page.basis.key, str(_one.indicator["direction"]), _page.basis.methods)


def measure_of(page: Profile, one: Standing) -> Measure:
    """Value or rank: what the view states, or the only one that the unit has."""
    offered = offered_measures(one)
    asked: Measure = "rank" if filters.current().measure == "rank" else "value"
    return asked if asked in offered else offered[0]


def offered_measures(one: Standing) -> list[Measure]:
    """What any year of the unit states."""
    both: tuple[Measure, ...] = ("value", "rank")
    return [measure for measure in both if any(pd.notna(row[measure]) for row in one.rows)]


def _choice(page: Profile, one: Standing) -> None:
    lang = page.lang
    options = {one.code: short(one.indicator, lang)} | {
        other.code: short(other.indicator, lang) for other in page.standings
    }
    unlabelled = {"label_visibility": "collapsed"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        filters.select("indicator", options, t("overview.index", lang), key="profile-index", width=260, **unlabelled)
        if len(offered_measures(one)) > 1:
            words = {"value": t("overview.by_value", lang), "rank": t("overview.by_rank", lang)}
            filters.segments("measure", words, t("overview.measure", lang), key="profile-measure")


def field(page: Profile, one: Standing) -> pd.DataFrame:
    """All years of the index for the units beside ours, in the territory of the view; provinces of one order."""
    basis = page.basis
    if basis.level == "province":
        rows = territory.figures(page.served, page.view, one.indicator).figures
        if page.view.is_present:
            return rows
        return beside(_one_line_each(page.stamp[0].path, one.code, rows, basis.continuity), basis.key)
    return page.served.query(
        "figures_of_indicator", indicator=one.code, level=basis.level, year_from=territory.FIRST,
        year_to=territory.LAST, parent=basis.unit["parent_id"], region=None,
    )  # fmt: skip


@st.cache_resource(max_entries=64, show_spinner=False)
def _one_line_each(path: str, code: str, _rows: pd.DataFrame, _continuity: dict[str, str]) -> pd.DataFrame:
    return one_line_each(_rows, _continuity)


def versions(page: Profile, one: Standing) -> pd.DataFrame | None:
    """The methods of the index that follow one another by year, as charts read them."""
    return _versions(page.stamp[0].path, one.indicator["family"], page.lang, page.basis.methods)


@st.cache_resource(max_entries=64, show_spinner=False)
def _versions(path: str, family: str, lang: Lang, _methods: Methods) -> pd.DataFrame | None:
    rows = _methods.of_family(family)
    rows = rows[rows["by_year"].astype(bool)]
    if rows.empty:
        return None
    return rows.assign(name=rows[f"name_{lang}"], changes=rows[f"changes_{lang}"])


def frame_of(page: Profile, one: Standing, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `field` as charts read them; nobody may change the frame."""
    return _frame(page.stamp[0], one.code, page, rows)


@st.cache_resource(max_entries=64, show_spinner=False)
def _frame(asked: Asked, code: str, _page: Profile, _rows: pd.DataFrame) -> pd.DataFrame:
    return kept_apart(chart_frame(_rows, _page.called), _page.basis.methods)


def is_one_year(rows: pd.DataFrame) -> bool:
    """Does anybody have figures of one year only, so that there is no line to draw?"""
    return rows.loc[rows["value"].notna() | rows["rank"].notna(), "year"].nunique() < 2


def _chart(page: Profile, one: Standing, rows: pd.DataFrame, width: int) -> None:
    drawn = _drawn(page.stamp, one.code, measure_of(page, one), parts.mode(), parts.width(width), page, one, rows)
    links = [Link(t("overview.compare", page.lang), href("compare", page.view.elsewhere(indicator=one.code)))]
    if isinstance(one.figure["figure_id"], str):
        links.append(Link(t("overview.source.all", page.lang), source_href(page.view, figure=one.figure["figure_id"])))
    name = page.served.unit_options(page.lang).name
    sheet = Sheet(
        page.served, page.view, one.indicator, chart_frame(rows, page.called), name, drawn[1].title,
        page.basis.level == "province",
    )  # fmt: skip
    parts.chart_block(*drawn, f"profile-series-{one.code}", page.lang, links=links, sheet=sheet)


@st.cache_resource(max_entries=128, show_spinner=False)
def _drawn(
    stamp: Stamp,
    code: str,
    measure: Measure,
    mode: Mode,
    width: int,
    _page: Profile,
    _one: Standing,
    _rows: pd.DataFrame,
) -> tuple[go.Figure, Caption]:
    """The chart and its words; the arguments with an underscore are decided by the others."""
    page, one, rows = _page, _one, _rows
    subject, bar = subject_of(one.indicator, page.lang), is_one_year(rows)
    look = Look(page.lang, mode, width=width, height=None if bar else 310)
    # In colour are the comparable units, as far as they fit; the names of five more lines are enough.
    given: dict = {"own": page.basis.key, "chosen": page.similar[:5], "measure": measure, "look": look}
    frame, methods = frame_of(page, one, rows), versions(page, one)
    if bar:
        return bars.build(frame, subject, **given), bars.caption(frame, subject, **given)
    given["scene"] = line.stage(frame, methods, page.basis.key, given["chosen"], measure, None, look, None)
    return line.build(frame, methods, subject, **given), line_caption.caption(frame, methods, subject, **given)
