"""The profile on paper: one A4 written from the figures, unseen on the screen and alone on the printer.

What a screen shows is cut and scaled by a printer; so the sheet is a block of its own, always in light colours. The
room that table and chart leave is shared by what is missing, findings, units within and facts (`room.shares`); of what
does not fit it says how many more there are.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

from egov_metrics.analysis.insights import rank_move as move_words
from egov_metrics.analysis.insights import unit as told
from egov_metrics.analysis.insights.facts import Fact
from egov_metrics.analysis.insights.words import short
from egov_metrics.analysis.profile import Standing
from egov_metrics.charts import paper
from egov_metrics.charts.look import Look, Measure
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.i18n.titles import source_name
from egov_metrics.ui import figures, markup
from egov_metrics.ui.markup import escape
from egov_metrics.ui.profile import comparable, header, indices, room, rows, series
from egov_metrics.ui.profile.reading import Profile, Stamp
from egov_metrics.ui.profile.rows import Noted, Row
from egov_metrics.ui.subjects import subject_of

HEIGHT = 273.0
"""Millimetres that may be filled: A4 with its margins has 277. What is measured below is measured generously."""
HEAD, ROW, CHART, TITLE, FOOT, GAP = 24.0, 10.7, 54.0, 6.3, 8.0, 1.0
LINE, ITEM, SMALL = 4.0, 3.7, 3.3
"""Of a line of text, of a list, of the foot."""
HALF, HALF_OF_LIST, WHOLE = 58, 66, 122
"""Characters in a line of half the page, of a list in two columns, and of the whole page."""
SOURCES = 5
DRAWING = 150


class Listed(NamedTuple):
    """A list of the sheet: its title, its items, and the key of the text that says how many more there are."""

    title: str
    items: Sequence[str]
    lang: Lang
    more: str


def sheet(page: Profile) -> None:
    """Put the sheet on the page; `print.css` shows it to printers only."""
    one = series.chosen(page) if page.standings else None
    drawn = None if one is None else (one.code, series.measure_of(page, one))
    body = _body(page.stamp, drawn, numbers.date(dt.date.today()), page)
    st.html(f'<section class="egov-sheet" aria-hidden="true">{body}</section>')


@st.cache_resource(max_entries=128, show_spinner=False)
def _body(stamp: Stamp, drawn: tuple[str, Measure] | None, today: str, _page: Profile) -> str:
    """The sheet as text; `drawn` is the index and the measure of its chart."""
    return "".join(_blocks(_page, today))


def _blocks(page: Profile, today: str) -> list[str]:
    sources = _sources(page)
    left = HEIGHT - HEAD - FOOT - LINE * _lines(page.below, WHOLE) - SMALL * _lines(sources, WHOLE)
    found = [_head(page)]
    if page.standings:
        strong, weak = told.strengths(page), told.weaknesses(page)
        chart = _chart(page, series.chosen(page))
        found += [_table(page), _balance(page, strong, weak), chart]
        left -= TITLE + ROW * len(page.standings) + SMALL * 2
        left -= TITLE + LINE * max(sum(_lines(one, HALF) for one in side) or 2 for side in (strong, weak))
        left -= CHART if chart else 0
    rest = [_level(page), _counted(page)]
    left -= sum(GAP + LINE * _lines(one, WHOLE) for one in rest if one)
    return [*found, *rest, *_lists(_listed(page), left), _foot(page, sources, today)]


def _listed(page: Profile) -> list[Listed]:
    """What may be shortened. Of a unit without any figure nothing can be missing."""
    lang, found = page.lang, []
    if page.has_figures and page.basis.level != "region":
        findings = page.basis.findings[f"message_{lang}"].tolist()
        found = [
            Listed(t("profile.missing", lang), told.lacking(page), lang, "profile.sheet.missing_more"),
            Listed(t("profile.findings", lang), findings, lang, "profile.sheet.findings_more"),
        ]
    within = [_within(page, row) for row in page.basis.parts.to_dict("records")]
    stated = [_fact(fact) for fact in sorted(page.facts, key=lambda fact: fact.is_target)]
    return [
        *found,
        Listed(t("profile.parts", lang), within, lang, "profile.sheet.parts_more"),
        Listed(t("profile.facts", lang), stated, lang, "profile.sheet.facts_more"),
    ]


def _lists(listed: Sequence[Listed], left: float) -> list[str]:
    """The lists as far as they fit into `left` millimetres."""
    lines = [[_lines(item, HALF_OF_LIST) for item in one.items] for one in listed]
    taken = room.shares(lines, left / ITEM, TITLE / ITEM)
    return [_two_columns(one, n) for one, n in zip(listed, taken, strict=True) if n]


def _two_columns(one: Listed, shown: int) -> str:
    more = len(one.items) - shown
    note = f" <small>{escape(t(one.more, one.lang, n=numbers.count(more)))}</small>" if more else ""
    return f'<h2>{escape(one.title)}{note}</h2><div class="listed">{_list(one.items[:shown])}</div>'


def _lines(text: str, characters: int) -> int:
    """How many lines a text takes, about."""
    return math.ceil(len(text) / characters)


def _head(page: Profile) -> str:
    territory = (
        t("profile.sheet.territory", page.lang) if page.view.is_present and page.basis.level == "province" else ""
    )
    top = " · ".join(text for text in (t("profile.sheet.title", page.lang), territory) if text)
    below, said = page.below, told.headline(page)
    return (
        f'<p class="top">{escape(top)}</p><h1>{escape(page.name)}</h1>'
        f'<p class="who">{escape(" · ".join(words for words, _ in told.identity(page)))}</p>'
        f'<p class="finding">{escape(said[:1].upper() + said[1:])}</p>' + (f"<p>{escape(below)}</p>" if below else "")
    )


def _table(page: Profile) -> str:
    """The indices; a column without anything in it is left out."""
    province = page.basis.level == "province"
    country = "country" if province else "parent"
    names = ["index", "value", "rank", "position", "region", country, "similar", "best", "change"]
    made = [_row(page, one, rows.row_of(page, one)) for one in page.standings]
    used = [place for place in range(len(names)) if any(row[place] for row in made)]
    titles = [escape(t(f"profile.col.{names[place]}", page.lang)) for place in used]
    heads = "".join(f'<th class="{names[place]}">{title}</th>' for place, title in zip(used, titles, strict=True))
    lines = ["".join(f'<td class="{names[place]}">{row[place]}</td>' for place in used) for row in made]
    body = "".join(f"<tr>{cells}</tr>" for cells in lines)
    beside = t("profile.col.similar", page.lang) + ": " + comparable.names(page) + ". " if page.similar else ""
    note = beside + t("profile.sheet.read" if province else "profile.sheet.read_other", page.lang)
    return f'<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table><p class="note">{escape(note)}</p>'


def _row(page: Profile, one: Standing, row: Row) -> list[str]:
    """The cells in the order of the columns."""
    drawing, words = rows.position(page, one, "light", DRAWING)
    picture = markup.picture(drawing, words, "position") if drawing else ""
    cautions = " · ".join([*row.flags, row.made_of] if row.made_of else row.flags)
    value = escape(row.value) + (f" <small>{escape(row.unit)}</small>" if row.unit not in ("", "%") else row.unit)
    return [
        f"<b>{escape(row.name)}</b> {escape(row.year)}" + _small(cautions),
        value if row.value else _small(rows.no_value(row, page.lang)),
        escape(row.rank.text) + _small("; ".join(text for text in (row.rank.note, row.place) if text)),
        picture,
        _noted(row.region),
        _noted(row.country),
        _noted(row.similar),
        _noted(row.best),
        indices.change_words(row.change) + _small(row.trend),
    ]


def _noted(noted: Noted) -> str:
    return escape(noted.text) + _small(noted.note) if noted.text else ""


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""


def _balance(page: Profile, strong: Sequence[str], weak: Sequence[str]) -> str:
    sides = []
    for kind, words in (("strengths", strong), ("weaknesses", weak)):
        said = words or [t(f"profile.{kind}.none", page.lang)]
        sides.append(f"<div><h2>{escape(t(f'profile.{kind}', page.lang))}</h2>{_list(said)}</div>")
    return f'<div class="two">{"".join(sides)}</div>'


def _list(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in items)}</ul>"


def _chart(page: Profile, one: Standing) -> str:
    """The chosen index over the years, with the sentence on its rank where it can be told."""
    found = series.field(page, one)
    if series.is_one_year(found):
        return ""
    measure = series.measure_of(page, one)
    frame, methods = series.frame_of(page, one, found), series.versions(page, one)
    subject = subject_of(one.indicator, page.lang)
    drawn = paper.svg(frame, methods, subject, own=page.basis.key, measure=measure, look=Look(page.lang))
    if not drawn:
        return ""
    kind = t(f"overview.by_{measure}", page.lang)
    title = t("profile.series", page.lang, index=f"{short(one.indicator, page.lang)} ({kind.lower()})")
    move, _ = series.moved(page, one, found)
    words = "" if move is None else move_words.sentence(move, one.indicator, page.basis.level, page.lang)
    return f"<h2>{escape(title)}</h2>{_paragraph(words)}{markup.picture(drawn, title, 'series')}"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


def _level(page: Profile) -> str:
    tile = figures.level_tile(page.basis.overview, page.view)
    said = f"{tile.value} {tile.unit}".strip() or (tile.nothing if tile.link else "")
    if not said:
        return ""
    rank = t("number.rank", page.lang, rank=tile.rank) if tile.rank else ""
    words = [f"{tile.name} {tile.year}: {said}", rank, *tile.notes, *tile.flags]
    return _paragraph(" · ".join(one for one in words if one))


def _counted(page: Profile) -> str:
    words = told.counted(page, only_with_figures=True)
    return _paragraph(f"{t('profile.parts', page.lang)}: {'; '.join(words)}.") if words else ""


def _within(page: Profile, row: Mapping[str, Any]) -> str:
    """ "Pleiku (thành phố), DDCI 2022: 70,36 điểm · hạng 1/17"; a figure that was not published says so."""
    name, kind = told.part_name(page, row)
    what, said, odd = told.newest(page, row)
    named = f"{name} ({kind})" if kind else name
    remarks = f" ({'; '.join(odd)})" if odd else ""
    return f"{named}, {what}: {said}{remarks}" if what else named


def _fact(fact: Fact) -> str:
    """ "Số tài khoản thư công vụ: hơn 8.000 (cấp xã; 08/07/2020)"."""
    remarks = "; ".join(text for text in (fact.scope, fact.when) if text)
    return f"{fact.name}: {fact.value}" + (f" ({remarks})" if remarks else "")


def _sources(page: Profile) -> str:
    """The sources of the figures in the table, then of the facts, each once; of many, how many more."""
    stated = [one.figure for one in page.standings]
    stated += page.basis.overview.facts.to_dict("records")
    titles: dict[str, None] = {}
    for figure in stated:
        if isinstance(figure.get("source_title"), str):
            published = figure.get("published")
            when = f" ({numbers.date(published)})" if isinstance(published, str) else ""
            name = source_name(figure["source_title"], figure.get("source_producer"))
            titles[f"{name}{when}"] = None
    if not titles:
        return ""
    named = list(titles)[:SOURCES]
    if len(titles) > SOURCES:
        named.append(t("profile.sheet.more", page.lang, n=numbers.count(len(titles) - SOURCES)))
    return t("profile.sheet.sources", page.lang, sources="; ".join(named))


def _foot(page: Profile, sources: str, today: str) -> str:
    said = [sources, t("profile.sheet.note", page.lang), header.edition_words(page, today)]
    return f"<footer>{''.join(_paragraph(one) for one in said if one)}</footer>"
