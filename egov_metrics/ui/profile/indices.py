"""The table of indices: every figure of the unit between worst and best, beside what it may be compared with."""

from __future__ import annotations

import streamlit as st

from egov_metrics.analysis.insights.unit import refused_words
from egov_metrics.analysis.profile import Standing
from egov_metrics.charts import sparkline
from egov_metrics.charts.look import Look
from egov_metrics.charts.palette import Mode
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import t
from egov_metrics.ui import figures, markup, parts
from egov_metrics.ui.links import href, source_href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.profile import reading, rows
from egov_metrics.ui.profile.reading import Profile, Stamp
from egov_metrics.ui.profile.rows import Noted, Row
from egov_metrics.ui.sources import html
from egov_metrics.ui.sources.html import Head, Html
from egov_metrics.ui.subjects import subject_of

LEGEND = ("own", "similar", "other", "middle", "region")
_TRENDS: dict[str, str] = {"up": "▲", "down": "▼", "same": "="}


def table(page: Profile) -> None:
    """All main indices with figures, and the e-government level."""
    lang = page.lang
    level = figures.level_tile(page.basis.overview, page.view)
    if not page.standings:
        _level_alone(page, level)
        return
    province = page.basis.level == "province"
    st.html(_main_table(page.stamp, parts.mode(), page))
    st.html(markup.small(t("profile.indices.sub" if province else "profile.indices.sub_other", lang)))


@st.cache_resource(max_entries=128, show_spinner=False)
def _main_table(stamp: Stamp, mode: Mode, _page: Profile) -> str:
    """The table as it is shown: its drawings take most of the time of a page that was read before."""
    level = figures.level_tile(_page.basis.overview, _page.view)
    head = markup.title(t("profile.indices", _page.lang)) + _legend(_page)
    return f'<div class="egov-heading">{head}</div>{_table(_page, _page.standings, level)}'


def more(page: Profile) -> None:
    """On demand: the years that could not be recomputed, and the components of the indices."""
    _refused(page)
    count = page.basis.of_components
    if not count or not page.standings:
        return
    label = t("profile.components", page.lang, n=numbers.count(count))
    opened = st.expander(label, key="profile-components", on_change="rerun")
    if opened.open:
        with opened:
            st.html(_table(page, reading.components(page), None))


def _legend(page: Profile) -> str:
    kinds = [kind for kind in LEGEND if kind != "region" or page.basis.level == "province"]
    words = {kind: t(f"profile.legend.{kind}", page.lang) for kind in kinds}
    if page.basis.level != "province":
        words["middle"] = t("profile.legend.parent", page.lang)
    said = [f'<span><i class="{kind}"></i>{word}</span>' for kind, word in words.items()]
    side = t("profile.legend.side", page.lang)
    return f'<p class="egov-legend" aria-hidden="true">{"".join(said)}<span>{side}</span></p>'


def _heads(page: Profile) -> list[Head]:
    lang = page.lang
    country = "country" if page.basis.level == "province" else "parent"
    return [
        Head(t("profile.col.index", lang), "lead"),
        Head(t("profile.col.value", lang), "number value"),
        Head(t("profile.col.rank", lang), "number place"),
        Head(t("profile.col.position", lang), "position"),
        Head(t("profile.col.region", lang), "number"),
        Head(t(f"profile.col.{country}", lang), "number"),
        Head(t("profile.col.similar", lang), "number"),
        Head(t("profile.col.best", lang), "number place"),
        Head(t("profile.col.change", lang), "mid"),
    ]


def _table(page: Profile, found: list[Standing], level: markup.Tile | None) -> Html:
    made = [_cells(page, one, rows.row_of(page, one)) for one in found]
    if level is not None and (level.value or level.link):
        made.append(_level_cells(page, level))
    caption = t("profile.indices", page.lang)
    return Html(f'<div class="egov-indices">{html.table(_heads(page), made, caption)}</div>')


def _cells(page: Profile, one: Standing, row: Row) -> list[Html]:
    drawing, words = rows.position(page, one, parts.mode())
    source = _source(page, row)
    compare = href("compare", page.view.elsewhere(indicator=one.code, view="line", year_from=None, year_to=None))
    value = html.beside(html.strong(row.value), html.quiet(row.unit), between="" if row.unit == "%" else " ")
    return [
        html.lines(
            html.beside(html.anchor(Link(row.name, compare)), html.quiet(row.year), between=" "),
            *(html.mark(flag, "warn") for flag in row.flags),
            html.quiet(row.made_of),
        ),
        html.lines(value if row.value else html.quiet(rows.no_value(row, page.lang)), source),
        html.lines(
            html.strong(row.rank.text) if row.rank.text else "", html.quiet(row.rank.note), html.quiet(row.place)
        ),
        Html(markup.picture(drawing, words, "egov-standing")) if drawing else html.EMPTY,
        _noted(row.region),
        _noted(row.country),
        _noted(row.similar),
        _noted(row.best),
        _change(page, one, row),
    ]


def _source(page: Profile, row: Row) -> Html:
    if not row.figure_id:
        return html.EMPTY
    return html.anchor(Link(t("overview.source", page.lang), source_href(page.view, figure=row.figure_id)))


def _noted(noted: Noted) -> Html:
    return html.beside(html.text(noted.text), html.quiet(noted.note), between=" ") if noted.text else html.EMPTY


def _change(page: Profile, one: Standing, row: Row) -> Html:
    measure, points = figures.spark_points(one.rows, one.figure, one.change, page.basis.methods, page.short_name)
    subject, look = subject_of(one.indicator, page.lang), Look(page.lang, parts.mode())
    spark = ""
    if len(points) > 1:
        drawn = sparkline.picture(points, subject, measure=measure, look=look, width=120, height=30)
        spark = markup.picture(*drawn, "egov-tinyline")
    words = html.lines(change_words(row.change), html.quiet(row.trend))
    return Html(f'<div class="egov-moved"><div>{words}</div>{spark}</div>') if words or spark else html.EMPTY


def change_words(change: markup.Change | None) -> Html:
    """The mark, the words and why the two years may not be compared."""
    if change is None:
        return html.EMPTY
    mark = f"{_TRENDS[change.trend]} " if change.trend else ""
    return html.beside(html.text(mark + change.text), html.quiet(change.unlike))


def _level_cells(page: Profile, level: markup.Tile) -> list[Html]:
    """The e-government level has no scale to stand on: I is the best of four."""
    name = html.beside(html.text(level.name), html.quiet(level.year), between=" ")
    return [
        html.lines(name, *(html.mark(flag, "warn") for flag in level.flags)),
        html.lines(_level_said(level), html.anchor(level.link) if level.link else ""),
        html.strong(level.rank) if level.rank else html.EMPTY,
        html.lines(*(html.quiet(note) for note in level.notes), _level_page(page)),
        *[html.EMPTY] * 5,
    ]


def _level_said(level: markup.Tile) -> Html:
    if not level.value:
        return html.quiet(level.nothing)
    return html.beside(html.strong(level.value), html.quiet(level.unit), between=" ")


def _level_links(page: Profile, level: markup.Tile) -> Html:
    """To where it is stated, and to the page that shows the levels of all agencies."""
    return html.beside(html.anchor(level.link) if level.link else html.EMPTY, _level_page(page))


def _level_page(page: Profile) -> Html:
    return html.anchor(Link(t("profile.level.page", page.lang), href("readiness", page.view.elsewhere())))


def _level_alone(page: Profile, level: markup.Tile) -> None:
    """The e-government level of a unit without any index: a line, since a table of one row is none."""
    if not level.value and level.link is None:
        return
    rank = html.text(t("number.rank", page.lang, rank=level.rank)) if level.rank else html.EMPTY
    notes = (html.quiet(note) for note in level.notes)
    flags = html.beside(*(html.mark(flag, "warn") for flag in level.flags), between=" ")
    said = html.beside(_level_said(level), rank, *notes, flags)
    parts.title(f"{level.name} {level.year}".strip())
    st.html(f'<p class="egov-text">{said} · {_level_links(page, level)}</p>')


def _refused(page: Profile) -> None:
    """What could not be recomputed for the present province, of the indices in the table."""
    words = refused_words(page) if page.standings else []
    if words:
        st.html(
            html.folded(
                html.text(t("profile.refused.list", page.lang)), html.bullets([html.text(one) for one in words])
            )
        )
